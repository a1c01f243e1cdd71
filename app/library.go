package app

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"factmark/app/format"
	"factmark/store"
)

// library is the left panel: the documents of the workspace.
type library struct {
	desk   *desk
	search *searchEntry
	list   *rowList
	count  *widget.Label
	empty  *fyne.Container
	body   *fyne.Container

	shown  []store.Document // those that fit the search, in order
	filter string

	onKey    func(fyne.KeyName) bool // keys of the whole window
	onEnter  func()
	onMenu   func(doc store.Document, at fyne.Position)
	onImport func()
}

func newLibrary(d *desk, onImport func()) *library {
	l := &library{desk: d, onImport: onImport}
	l.search = newSearchEntry("Find a document", func(words string) {
		l.filter = words
		l.fill()
	})
	l.count = widget.NewLabel("")
	l.count.SizeName = theme.SizeNameCaptionText
	l.list = newRowList(func() int { return len(l.shown) }, func() fyne.CanvasObject { return newDocumentItem(l) },
		func(i int, o fyne.CanvasObject) { o.(*documentItem).set(l.shown[i]) }, l.chosen, l.typed)
	l.list.HideSeparators = true
	title := widget.NewLabel("No documents yet")
	title.TextStyle.Bold = true
	title.Alignment = fyne.TextAlignCenter
	hint := widget.NewLabel("")
	hint.Wrapping = fyne.TextWrapWord
	hint.Alignment = fyne.TextAlignCenter
	l.empty = container.NewVBox(layout.NewSpacer(), title, hint, layout.NewSpacer())
	add := widget.NewButton("Import documents…", onImport)
	offer := func(struct{}) {
		setVisible(add, !d.readOnly())
		hint.SetText("Import text files, or drop them on this window.")
		if d.readOnly() {
			hint.SetText("The workspace is read-only.")
		}
	}
	d.saves.moved.listen(offer)
	offer(struct{}{})
	l.body = container.NewBorder(
		container.NewVBox(heading("Documents", l.count), container.NewPadded(l.search.keyEntry)),
		container.NewPadded(add), nil, nil,
		container.NewStack(l.list.framed(), l.empty),
	)
	d.documentsChanged.listen(func(struct{}) { l.fill() })
	d.opened.listen(func(opening) { l.mark() })
	l.fill()
	return l
}

// chosen opens the document of a row.
func (l *library) chosen(i int) {
	if i < len(l.shown) && l.shown[i].ID != l.desk.document.ID {
		l.desk.open(l.shown[i].ID, "")
	}
}

// openFirst opens the first document found and goes into its text; where nothing
// was sought it goes to the list.
func (l *library) openFirst() {
	switch {
	case strings.TrimSpace(l.filter) == "":
		l.search.onDown()
	case len(l.shown) == 0:
		l.desk.told.send("No document has “" + format.Shorten(l.filter, 40) + "” in its title, publisher or file name.")
	default:
		if first := l.shown[0].ID; first != l.desk.document.ID || l.desk.opening != "" {
			l.desk.open(first, "")
		} else {
			l.desk.chosen = false // whoever comes back to a text has not chosen its claim
		}
		l.intoText()
	}
}

// typed takes the keys that the list does not use: Enter goes into the text.
func (l *library) typed(name fyne.KeyName) bool {
	switch name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		if l.list.chosen < 0 && len(l.shown) > 0 {
			l.openFirst()
		} else {
			l.intoText()
		}
		return true
	}
	return l.onKey(name)
}

// intoText goes into the text of the document that was found. The search has
// done its work: all documents are listed again.
func (l *library) intoText() {
	l.search.SetText("")
	l.onEnter()
}

func (l *library) fill() {
	words := strings.Fields(format.Fold(l.filter))
	l.shown = l.shown[:0]
	for _, doc := range l.desk.documents {
		if len(words) == 0 || format.ContainsAll(format.Fold(doc.Title+" "+doc.Publisher+" "+doc.FileName), words) {
			l.shown = append(l.shown, doc)
		}
	}
	l.count.SetText(format.Thousands(len(l.desk.documents)))
	if len(l.desk.documents) == 0 {
		l.empty.Show()
	} else {
		l.empty.Hide()
	}
	l.list.Refresh()
	l.mark()
}

// mark shows which document lies open.
func (l *library) mark() {
	if at := l.openRow(); at >= 0 {
		l.list.Select(at)
	} else {
		l.list.UnselectAll()
	}
}

// openRow is the row of the document that lies open, -1 where it is not shown.
func (l *library) openRow() int {
	return slices.IndexFunc(l.shown, func(doc store.Document) bool { return doc.ID == l.desk.document.ID })
}
