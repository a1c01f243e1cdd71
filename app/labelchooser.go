package app

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"factmark/app/format"
	"factmark/store"
	"factmark/widgets/chip"
)

// labelChooser is the dialog that finds one of many labels by its name.
type labelChooser struct {
	labels []store.Label
	shown  []store.Label // those that fit what was typed
	search *keyEntry
	list   *rowList
	dialog *openModal
}

// chooseLabel asks for one of all labels; no label is one of them where one may be taken back.
func (w *claimDialogs) chooseLabel(chosen string, apply func(labelID string)) *labelChooser {
	c := &labelChooser{labels: slices.Clone(w.desk.labels)}
	if w.mayUnlabel() {
		c.labels = append(c.labels, noLabel)
	}
	c.list = newRowList(func() int { return len(c.shown) }, func() fyne.CanvasObject {
		row := chip.New("", "", rgb(0), rgb(0), nil)
		row.OnKey = w.modalKey
		return row
	}, func(i int, o fyne.CanvasObject) {
		row, l := o.(*chip.Chip), c.shown[i]
		row.Letter, row.Text = l.Key, visualOrder(format.OneLine(l.Name))
		if row.Letter == "" {
			row.Letter = l.Letter
		}
		row.Light, row.Dark = colours(l)
		row.OnTapped = func() { c.list.Select(i) }
		row.Refresh()
	}, nil, w.modalKey)
	c.list.HideSeparators = true
	c.search = newKeyEntry(func(name fyne.KeyName) bool {
		switch name {
		case fyne.KeyUp, fyne.KeyDown, fyne.KeyPageUp, fyne.KeyPageDown:
			c.list.TypedKey(&fyne.KeyEvent{Name: name})
			return true
		}
		return w.modalKey(name)
	})
	c.search.SetPlaceHolder("Find a label")
	c.search.OnChanged = func(string) { c.fill(0) }
	room := canvas.NewRectangle(nil)
	room.SetMinSize(fyne.NewSize(300, max(120, min(360, w.win.Canvas().Size().Height-200))))
	c.dialog = w.showModal(modal{title: "Label", confirm: "Use this label", cancel: "Cancel", width: 380, focus: c.search,
		content: container.NewBorder(c.search, nil, nil, nil, container.NewStack(room, c.list.framed())),
		onConfirm: func() bool {
			if c.list.chosen < 0 {
				return false
			}
			apply(c.shown[c.list.chosen].ID)
			return true
		}})
	c.fill(max(0, slices.IndexFunc(c.labels, func(l store.Label) bool { return l.ID == chosen && chosen != "" })))
	return c
}

// fill shows the labels that fit the words, with one of them chosen.
func (c *labelChooser) fill(choose int) {
	words := strings.Fields(format.Fold(c.search.Text))
	c.shown = slices.DeleteFunc(slices.Clone(c.labels), func(l store.Label) bool { return !format.ContainsAll(format.Fold(l.Name), words) })
	c.list.UnselectAll()
	c.list.Refresh()
	if len(c.shown) == 0 {
		c.dialog.ok.Disable()
		return
	}
	c.dialog.ok.Enable()
	c.list.Select(choose)
}
