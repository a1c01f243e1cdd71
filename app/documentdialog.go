package app

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"factmark/app/format"
	"factmark/store"
)

// documentDialogs shows the dialogs about documents and the text that is open.
type documentDialogs struct {
	*host
	text    *documentPane
	placing *placingStrip
}

// showDocumentDetails edits what is known of a document; its text stays as it is.
func (w *documentDialogs) showDocumentDetails(doc store.Document) {
	d := w.desk
	if doc.ID == "" {
		d.told.send("Open a document first.")
		return
	}
	d.back.do(func() {
		versions, err := d.store.Versions(d.ctx, doc.ID)
		d.back.post(func() {
			switch {
			case err != nil:
				d.fail(fmt.Errorf("reading the earlier texts: %w", err))
			case len(w.modals) == 0:
				w.documentDetails(doc, versions)
			}
		})
	})
}

func (w *documentDialogs) documentDetails(doc store.Document, versions []store.Version) {
	title := w.detailEntry(doc.Title, "Title")
	publisher := w.detailEntry(doc.Publisher, "Who published it")
	published := w.detailEntry(doc.Published, "2025, 2025-02 or 2025-02-10; a ? at the end when unsure")
	source := w.detailEntry(doc.SourceURL, "https://…")
	facts := widget.NewLabel(strings.Join(format.NonEmpty(doc.FileName, doc.Charset, format.Plural(doc.Length, "character")), " · ") +
		"\nSHA-256 of the text " + doc.SHA256)
	facts.Wrapping = fyne.TextWrapBreak
	problem := w.newFormProblem(1)
	var dialog *openModal
	encoding := newKeyButton("Encoding…", w.modalKey, func() {
		dialog.close()
		w.correctEncoding(doc)
	})
	hash := newKeyButton("Copy SHA-256", w.modalKey, func() {
		w.app.Clipboard().SetContent(doc.SHA256)
		w.desk.told.send("The SHA-256 is in the clipboard.")
	})
	form := container.New(layout.NewFormLayout(),
		widget.NewLabel("Title"), problem.field(title),
		widget.NewLabel("Publisher"), publisher,
		widget.NewLabel("Published"), problem.field(published),
		widget.NewLabel("Source"), source,
		top(widget.NewLabel("File")), container.NewBorder(nil, nil, nil, container.NewVBox(encoding, hash), facts),
	)
	if len(versions) > 0 {
		form.Add(top(widget.NewLabel("Earlier texts")))
		form.Add(w.versionList(doc, versions))
	}
	drafts := newDraftForm(w.desk, formDocument, doc.ID)
	drafts.add("title", "The title", doc.Title, title.SetText, &title.OnChanged)
	drafts.add("publisher", "The publisher", doc.Publisher, publisher.SetText, &publisher.OnChanged)
	drafts.add("published", "The date", doc.Published, published.SetText, &published.OnChanged)
	drafts.add("source", "The source", doc.SourceURL, source.SetText, &source.OnChanged)
	edit := func() (e store.DocumentEdit) {
		keep(&e.Title, doc.Title, strings.TrimSpace(title.Text))
		keep(&e.Publisher, doc.Publisher, strings.TrimSpace(publisher.Text))
		keep(&e.Published, doc.Published, strings.TrimSpace(published.Text))
		keep(&e.SourceURL, doc.SourceURL, strings.TrimSpace(source.Text))
		return e
	}
	dialog = w.showModal(modal{title: "Document", content: container.NewVBox(form, problem.body), confirm: "Save", cancel: "Cancel", width: 560, focus: title,
		form: drafts, saves: true,
		typedInto: func() bool { return edit() != store.DocumentEdit{} },
		onConfirm: func() bool {
			switch {
			case strings.TrimSpace(title.Text) == "":
				return problem.at(title, "A document needs a title.")
			case !format.IsPartialDate(strings.TrimSpace(published.Text)):
				return problem.at(published, "The date is a year, a year and month, or a whole date: 2025-02-10.")
			case edit() != store.DocumentEdit{}:
				w.desk.editDocument(doc.ID, edit(), drafts.take()...)
			}
			return true
		}})
	if w.desk.readOnly() {
		dialog.ok.Disable()
	}
}

func (w *documentDialogs) askRemoveDocument(doc store.Document) {
	question := "“" + format.Shorten(doc.Title, 80) + "” leaves the workspace. Undo brings it back."
	if doc.Claims > 0 {
		question = "“" + format.Shorten(doc.Title, 80) + "” leaves the workspace together with its " +
			format.Plural(doc.Claims, "claim") + ". Undo brings all of it back."
	}
	w.confirm("Remove document?", question, "Remove", func() { w.desk.removeDocument(doc.ID) })
}
