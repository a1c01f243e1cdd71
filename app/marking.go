package app

import (
	"slices"

	"fyne.io/fyne/v2"

	"factmark/app/locale"
	"factmark/app/ui/document"
	"factmark/app/workspace"
	"factmark/store"
)

// marking is how selections become claims, and where claims are shown beside the text.
type marking struct {
	words  bool // drags take whole words
	margin bool // claims are marked in the margin too
}

// toggleWords has drags take whole words, or characters.
func (w *window) toggleWords() {
	w.marking.words = !w.marking.words
	w.showMarking()
	words := w.marking.words
	w.KeepProfile(func() error { return w.Profile.SetSnapToWords(words) }, nil)
}

// toggleMargin shows or hides the marks of claims in the margin.
func (w *window) toggleMargin() {
	w.marking.margin = !w.marking.margin
	w.showMarking()
	shown := w.marking.margin
	w.KeepProfile(func() error { return w.Profile.SetMarginMarks(shown) }, nil)
}

func (w *window) showMarking() {
	w.check(commandWholeWords, w.marking.words)
	w.check(commandMarginMarks, w.marking.margin)
	for _, text := range w.panes.texts.Texts() {
		w.marking.set(text)
	}
}

func (m marking) set(text *document.Pane) {
	text.View.SnapToWords = m.words
	text.View.SetMarginMarks(m.margin)
}

// fillLabelEach lists the labels in the menu that has each selection given one.
func (w *window) fillLabelEach() {
	parent, commands := w.items[commandLabelEach], w.menuItems([][]command{w.commands.byID[commandLabelEach].submenu})
	var items []*fyne.MenuItem
	if w.Workspace != nil {
		now, is := w.Workspace.LabelEach()
		labels := w.Workspace.OfferedLabels()
		for _, l := range slices.Concat(labels[:min(mostMenuLabels, len(labels))], []store.Label{workspace.NoLabel}) {
			item := w.contextItemCalled(labelWords(l), commandLabelEach, func() { w.panes.document.LabelEach(l.ID) })
			item.Checked = is && l.ID == now
			items = append(items, item)
		}
		items = append(items, fyne.NewMenuItemSeparator())
	}
	parent.ChildMenu = fyne.NewMenu("", append(items, commands...)...)
	w.menu.Refresh()
}

// endLabelEach ends that each selection is given a label.
func (w *window) endLabelEach() {
	if _, is := w.Workspace.LabelEach(); !is {
		w.Workspace.Notices.Send(locale.T("No label is given to each selection."))
		return
	}
	w.Workspace.EndLabelEach()
}
