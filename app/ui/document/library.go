package document

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"factmark/app/format"
	"factmark/app/ui/dialogs"
	"factmark/app/workspace"
	"factmark/store"
)

// Library is the left panel: the documents of the workspace.
type Library struct {
	model  *workspace.Workspace
	Search *dialogs.SearchEntry
	List   *dialogs.RowList
	count  *widget.Label
	empty  *fyne.Container
	Body   *fyne.Container

	Shown  []store.Document // those that fit the search, in order
	filter string

	OnKey   func(fyne.KeyName) bool // keys of the whole window
	OnEnter func()
	OnMenu  func(doc store.Document, at fyne.Position)
}

// NewLibrary makes the library of a workspace, which follows the workspace's signals from then on. onImport asks for files;
// key gets the keys of the button that does so.
func NewLibrary(model *workspace.Workspace, onImport func(), key func(fyne.KeyName) bool) *Library {
	l := &Library{model: model}
	l.Search = dialogs.NewSearchEntry("Find a document", func(words string) {
		l.filter = words
		l.fill()
	})
	l.count = widget.NewLabel("")
	l.count.SizeName = theme.SizeNameCaptionText
	l.List = dialogs.NewRowList(func() int { return len(l.Shown) }, func() fyne.CanvasObject { return newDocumentItem(l) },
		func(i int, o fyne.CanvasObject) { o.(*DocumentItem).set(l.Shown[i]) }, l.chosen, l.typed)
	l.List.HideSeparators = true
	title := dialogs.Bold("No documents yet")
	title.Alignment = fyne.TextAlignCenter
	hint := dialogs.Wrapped("")
	hint.Alignment = fyne.TextAlignCenter
	l.empty = container.NewVBox(layout.NewSpacer(), title, hint, layout.NewSpacer())
	add := dialogs.NewKeyButton("Import documents…", key, onImport)
	offer := func(struct{}) {
		dialogs.SetVisible(add, !model.ReadOnly())
		hint.SetText("Import text files, or drop them on this window.")
		if model.ReadOnly() {
			hint.SetText("The workspace is read-only.")
		}
	}
	model.Writes.Moved.Listen(offer)
	offer(struct{}{})
	l.Body = container.NewBorder(
		container.NewVBox(dialogs.Heading("Documents", l.count), container.NewPadded(l.Search.KeyEntry)),
		container.NewPadded(add), nil, nil,
		container.NewStack(l.List.Framed(), l.empty),
	)
	model.DocumentsChanged.Listen(func(struct{}) { l.fill() })
	model.Opened.Listen(func(workspace.Opening) { l.mark() })
	l.fill()
	return l
}

// chosen opens the document of a row.
func (l *Library) chosen(i int) {
	if i < len(l.Shown) && l.Shown[i].ID != l.model.Document.ID {
		l.model.Open(l.Shown[i].ID, "")
	}
}

// OpenFirst opens the first document found and goes into its text; where nothing
// was sought it goes to the list.
func (l *Library) OpenFirst() {
	switch {
	case strings.TrimSpace(l.filter) == "":
		l.Search.OnDown()
	case len(l.Shown) == 0:
		l.model.Notices.Send("No document has “" + format.Shorten(l.filter, 40) + "” in its title, publisher or file name.")
	default:
		if first := l.Shown[0].ID; first != l.model.Document.ID || l.model.Opening != "" {
			l.model.Open(first, "")
		} else {
			l.model.Chosen = false // whoever comes back to a text has not chosen its claim
		}
		l.intoText()
	}
}

// typed takes the keys that the list does not use: Enter goes into the text.
func (l *Library) typed(name fyne.KeyName) bool {
	switch name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		if l.List.Chosen < 0 && len(l.Shown) > 0 {
			l.OpenFirst()
		} else {
			l.intoText()
		}
		return true
	}
	return l.OnKey(name)
}

// intoText goes into the text of the document that was found. The search has
// done its work: all documents are listed again.
func (l *Library) intoText() {
	l.Search.SetText("")
	l.OnEnter()
}

func (l *Library) fill() {
	words := strings.Fields(format.Fold(l.filter))
	l.Shown = l.Shown[:0]
	for _, doc := range l.model.Documents {
		if len(words) == 0 || format.ContainsAll(format.Fold(doc.Title+" "+doc.Publisher+" "+doc.FileName), words) {
			l.Shown = append(l.Shown, doc)
		}
	}
	l.count.SetText("")
	if l.model.Loaded {
		l.count.SetText(format.Thousands(len(l.model.Documents)))
	}
	dialogs.SetVisible(l.empty, l.model.Loaded && len(l.model.Documents) == 0)
	l.List.Refresh()
	l.mark()
}

// mark selects the row of the open document.
func (l *Library) mark() {
	if at := l.OpenRow(); at >= 0 {
		l.List.Select(at)
	} else {
		l.List.UnselectAll()
	}
}

// OpenRow is the row of the open document, -1 where it is not shown.
func (l *Library) OpenRow() int {
	return slices.IndexFunc(l.Shown, func(doc store.Document) bool { return doc.ID == l.model.Document.ID })
}
