package document

import (
	"cmp"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"factmark/app/format"
	"factmark/app/locale"
	"factmark/app/ui/dialogs"
	"factmark/app/workspace"
	"factmark/store"
	"factmark/widgets/chip"
)

// Library is the left panel: the documents of the workspace.
type Library struct {
	model  *workspace.Workspace   // the view that documents are opened in
	heard  []*workspace.Workspace // the views whose signals it follows
	Search *dialogs.SearchEntry
	Sort   *dialogs.KeyButton // says by what the list is sorted, and offers the rest
	Filter *dialogs.KeyButton
	On     *chip.Rows // the filters that are on
	List   *dialogs.RowList
	Count  *widget.Label
	empty  *emptyLibrary
	Body   *fyne.Container

	selection selection
	asked     bool                    // for another view or search: the list begins at its top then
	marking   bool                    // the program chooses a row, which is open already
	key       func(fyne.KeyName) bool // of buttons

	OnKey       func(fyne.KeyName) bool // keys of the whole window
	OnListKey   func(key string) bool   // a key that the table of commands has for the list
	OnShortcut  func(fyne.Shortcut)     // one that the list has no use for
	OnSelection func()                  // other documents are selected; may be nil
	OnEnter     func()
	OnMenu      func(documents []store.Document, at fyne.Position)
	OnSort      func(at fyne.Position)
	OnFilter    func()
	Focus       func(fyne.Focusable)
}

// NewLibrary makes the library of a workspace, which follows the workspace's signals from then on. onImport asks for files;
// key gets the keys of the button that does so.
func NewLibrary(model *workspace.Workspace, onImport func(), key func(fyne.KeyName) bool) *Library {
	l := &Library{model: model, key: key}
	l.Search = dialogs.NewSearchEntry(locale.T("Find a document"), func(words string) {
		l.asked = true
		model.SearchDocuments(words)
	})
	l.Count = widget.NewLabel("")
	l.Count.SizeName = theme.SizeNameCaptionText
	l.List = dialogs.NewRowList(func() int { return model.Listed.Len() }, func() fyne.CanvasObject { return newDocumentItem(l) },
		func(i int, o fyne.CanvasObject) {
			if i < model.Listed.Len() {
				o.(*DocumentItem).set(i, model.Listed.At(i))
			}
		}, l.chosen, l.typed)
	l.List.HideSeparators = true
	l.List.Extend, l.List.MoveLead, l.List.OnShortcut = l.extend, l.moveLead, l.shortcut
	l.Sort = dialogs.NewKeyButton("", key, func() { l.OnSort(dialogs.Below(l.Sort)) })
	l.Filter = dialogs.NewKeyButton(locale.T("Filter…"), key, func() { l.OnFilter() })
	l.Sort.Importance, l.Filter.Importance = widget.LowImportance, widget.LowImportance
	l.On = chip.NewRows()
	l.empty = newEmptyLibrary(model, key, func() {
		l.ShowAll()
		l.Focus(l.List) // the button is gone
	})
	add := dialogs.NewKeyButton(locale.T("Import documents…"), key, onImport)
	offer := func(struct{}) { dialogs.SetVisible(add, !model.ReadOnly()) }
	model.Writes.Moved.Listen(offer)
	offer(struct{}{})
	l.Body = container.NewBorder(
		container.New(layout.NewCustomPaddedVBoxLayout(0), dialogs.Heading(locale.T("Documents"), l.Count), container.NewPadded(l.Search.KeyEntry),
			container.New(layout.NewCustomPaddedLayout(0, 0, 4, 4), container.NewBorder(nil, nil, l.Sort, l.Filter)),
			container.New(layout.NewCustomPaddedLayout(0, 4, 8, 8), l.On)),
		container.NewPadded(add), nil, nil,
		container.NewStack(l.List.Framed(), l.empty.body),
	)
	model.DocumentsChanged.Listen(func(struct{}) {
		l.count()
		l.List.Refresh()
	})
	model.ListChanged.Listen(func(struct{}) { l.fill() })
	model.ViewChanged.Listen(func(struct{}) {
		l.asked = true
		l.showView()
	})
	l.hear(model)
	l.showView()
	l.fill()
	return l
}

// hear follows which document is open in a view of the workspace.
func (l *Library) hear(model *workspace.Workspace) {
	l.heard = append(l.heard, model)
	model.Opened.Listen(func(workspace.Opening) {
		if l.model == model {
			l.showOpen()
		}
	})
}

// Follow has the library open documents in a view of the workspace, and mark the one that is open there.
func (l *Library) Follow(model *workspace.Workspace) {
	if !slices.Contains(l.heard, model) {
		l.hear(model)
	}
	l.model = model
	if !l.selection.on() {
		l.showOpen()
	}
	l.List.Refresh()
}

// showOpen marks the row of the open document.
func (l *Library) showOpen() {
	l.selection.clear()
	l.count()
	l.mark()
}

// chosen opens the document of a row, and ends the choice of several.
func (l *Library) chosen(i int) {
	if l.marking || i >= l.model.Listed.Len() {
		return
	}
	if l.selection.on() {
		l.selection.clear()
		l.count()
		l.List.Refresh()
	}
	if doc := l.model.Listed.At(i); doc.ID != l.model.Document.ID {
		l.model.Open(doc.ID, "")
	}
}

// OpenFirst opens the first document found and goes into its text; where nothing
// was sought it goes to the list.
func (l *Library) OpenFirst() {
	if strings.TrimSpace(l.model.Words) == "" {
		l.Search.OnDown()
		return
	}
	if !l.model.ListReady() { // keys pressed until then are meant for what is found
		l.model.Seeking(true)
		l.OnEnter()
	}
	l.model.WhenListed(func() {
		l.model.Seeking(false)
		if l.model.Listed.Len() == 0 {
			l.Focus(l.Search.KeyEntry)
			l.model.Notices.Send(locale.T("No document has “{{.Words}}” in its title, author, publisher, tags or file name.", "Words", format.Shorten(l.model.Words, 40)))
			return
		}
		if first := l.model.Listed.At(0).ID; first != l.model.Document.ID || l.model.Opening != "" {
			l.model.Open(first, "")
		} else {
			l.model.Chosen = false // whoever comes back to a text has not chosen its claim
		}
		l.intoText()
	})
}

// typed takes the keys that the list does not use: Enter goes into the text.
func (l *Library) typed(name fyne.KeyName) bool {
	switch name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		switch {
		case l.selection.on() && l.List.Lead >= 0:
			l.List.Select(l.List.Lead)
			l.intoText()
		case l.List.Chosen < 0 && l.model.Listed.Len() > 0:
			l.OpenFirst()
		default:
			l.intoText()
		}
		return true
	case fyne.KeyEscape:
		if l.selection.on() {
			l.Unselect()
			return true
		}
	case desktop.KeyMenu:
		if documents := l.Selected(); len(documents) > 0 {
			l.OnMenu(documents, l.menuPlace())
		}
		return true
	}
	return l.OnListKey(dialogs.TypedKeyName(name)) || l.OnKey(name)
}

// menuPlace is where the menu of what is chosen opens by its key: at the row that keys go on from.
func (l *Library) menuPlace() fyne.Position {
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(l.List)
	row := float32(max(0, l.List.Lead))*(newDocumentItem(l).MinSize().Height+theme.Padding()) - l.List.GetScrollOffset()
	return at.AddXY(dialogs.ItemPad, max(0, min(row+dialogs.ItemLine, l.List.Size().Height)))
}

// intoText goes into the text of the document that was found. The search has
// done its work: all documents are listed again.
func (l *Library) intoText() {
	l.Search.SetText("")
	l.OnEnter()
}

// ShowAll takes the filters off, and the search.
func (l *Library) ShowAll() {
	l.Search.SetText("")
	l.model.ClearFilters()
}

// fill shows the list anew.
func (l *Library) fill() {
	l.selection.keep(l.model.Listed)
	l.count()
	l.empty.say()
	l.List.Refresh()
	if l.asked && l.OpenRow() < 0 {
		l.List.ScrollTo(0)
	}
	l.asked = false
	l.mark()
}

// mark selects the row of the open document, where no others are selected.
func (l *Library) mark() {
	l.marking = true
	at := l.OpenRow()
	if at < 0 || l.selection.on() {
		l.List.UnselectAll()
		l.List.Lead = l.model.Listed.Row(l.selection.lead)
	} else {
		l.List.Select(at)
	}
	l.marking = false
}

// OpenRow is the row of the open document, -1 where it is not shown.
func (l *Library) OpenRow() int { return l.model.Listed.Row(l.model.Document.ID) }

// count says how many documents there are, and how many of them are listed.
func (l *Library) count() {
	all, listed := len(l.model.Documents), l.model.Listed.Len()
	switch {
	case !l.model.Loaded:
		l.Count.SetText("")
	case l.selection.on():
		l.Count.SetText(locale.T("{{.Count}} of {{.All}} selected", "Count", format.Thousands(len(l.selection.ids)), "All", format.Thousands(listed)))
	case listed < all:
		l.Count.SetText(locale.T("{{.Count}} of {{.All}}", "Count", format.Thousands(listed), "All", format.Thousands(all)))
	case l.model.Done() > 0:
		l.Count.SetText(locale.T("{{.Count}} of {{.All}} done", "Count", format.Thousands(l.model.Done()), "All", format.Thousands(all)))
	default:
		l.Count.SetText(format.Thousands(all))
	}
}

// sortNames say by what the list is sorted.
var sortNames = map[workspace.DocumentSort]string{
	workspace.SortTitle: locale.Mark("By title"), workspace.SortPublished: locale.Mark("By date"), workspace.SortAdded: locale.Mark("By date added"), workspace.SortClaims: locale.Mark("By claims"),
}

// showView says how the list is sorted and filtered.
func (l *Library) showView() {
	view := l.model.View
	l.Sort.Icon = theme.MoveDownIcon()
	if view.Ascending() {
		l.Sort.Icon = theme.MoveUpIcon()
	}
	l.Sort.SetText(locale.T(cmp.Or(sortNames[view.Sort], sortNames[workspace.SortTitle])))
	l.On.Box.RemoveAll()
	for _, f := range view.Filters {
		l.On.Box.Add(l.offChip(FilterName(f)+"  ×", func() { l.model.ToggleFilter(f) }))
	}
	if len(view.Filters) > 1 {
		l.On.Box.Add(l.offChip(locale.T("Show all"), l.ShowAll))
	}
	dialogs.SetVisible(l.On, len(view.Filters) > 0)
	l.On.Refresh()
	if l.Body != nil {
		l.Body.Refresh()
	}
}

// offChip takes a filter off, or all.
func (l *Library) offChip(text string, off func()) *chip.Chip {
	return dialogs.OffChip(text, func() {
		off()
		l.Focus(l.List) // the chip is gone
	}, l.key)
}
