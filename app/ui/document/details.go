package document

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"factmark/app/format"
	"factmark/app/ui/dialogs"
	"factmark/app/workspace"
	"factmark/store"
)

// DocumentDialogs shows the dialogs about documents and the text that is open.
type DocumentDialogs struct {
	*dialogs.Host
	Text    *Pane
	Placing *PlacingStrip
}

// ShowDocumentDetails edits what is known of a document; its text stays as it is.
func (d *DocumentDialogs) ShowDocumentDetails(doc store.Document) {
	model := d.Workspace
	if doc.ID == "" {
		model.Notices.Send("Open a document first.")
		return
	}
	model.Back.Go(func() {
		versions, err := model.Store.Versions(model.Ctx, doc.ID)
		model.Back.OnUI(func() {
			switch {
			case err != nil:
				model.Fail(fmt.Errorf("reading the earlier texts: %w", err))
			case len(d.Modals) == 0:
				d.documentDetails(doc, versions)
			}
		})
	})
}

func (d *DocumentDialogs) documentDetails(doc store.Document, versions []store.Version) {
	title := d.DetailEntry(doc.Title, "Title")
	publisher := d.DetailEntry(doc.Publisher, "Who published it")
	published := d.DetailEntry(doc.Published, "2025, 2025-02 or 2025-02-10; a ? at the end when unsure")
	source := d.DetailEntry(doc.SourceURL, "https://…")
	facts := widget.NewLabel(strings.Join(format.NonEmpty(doc.FileName, doc.Charset, format.Plural(doc.Length, "character")), " · ") +
		"\nSHA-256 of the text " + doc.SHA256)
	facts.Wrapping = fyne.TextWrapBreak
	problem := d.NewFormProblem(1)
	var dialog *dialogs.OpenModal
	encoding := dialogs.NewKeyButton("Encoding…", d.ModalKey, func() {
		dialog.Close()
		d.CorrectEncoding(doc)
	})
	hash := dialogs.NewKeyButton("Copy SHA-256", d.ModalKey, func() {
		d.App.Clipboard().SetContent(doc.SHA256)
		d.Workspace.Notices.Send("The SHA-256 is in the clipboard.")
	})
	form := container.New(layout.NewFormLayout(),
		widget.NewLabel("Title"), problem.Field(title),
		widget.NewLabel("Publisher"), publisher,
		widget.NewLabel("Published"), problem.Field(published),
		widget.NewLabel("Source"), source,
		dialogs.Top(widget.NewLabel("File")), container.NewBorder(nil, nil, nil, container.NewVBox(encoding, hash), facts),
	)
	if len(versions) > 0 {
		form.Add(dialogs.Top(widget.NewLabel("Earlier texts")))
		form.Add(d.versionList(doc, versions))
	}
	drafts := dialogs.NewDraftForm(d.Workspace, workspace.FormDocument, doc.ID)
	drafts.Add("title", "The title", doc.Title, title.SetText, &title.OnChanged)
	drafts.Add("publisher", "The publisher", doc.Publisher, publisher.SetText, &publisher.OnChanged)
	drafts.Add("published", "The date", doc.Published, published.SetText, &published.OnChanged)
	drafts.Add("source", "The source", doc.SourceURL, source.SetText, &source.OnChanged)
	edit := func() (e store.DocumentEdit) {
		workspace.Keep(&e.Title, doc.Title, strings.TrimSpace(title.Text))
		workspace.Keep(&e.Publisher, doc.Publisher, strings.TrimSpace(publisher.Text))
		workspace.Keep(&e.Published, doc.Published, strings.TrimSpace(published.Text))
		workspace.Keep(&e.SourceURL, doc.SourceURL, strings.TrimSpace(source.Text))
		return e
	}
	dialog = d.ShowModal(dialogs.Modal{Title: "Document", Content: container.NewVBox(form, problem.Body), Confirm: "Save", Cancel: "Cancel", Width: 560, Focus: title,
		Form: drafts, Saves: true,
		TypedInto: func() bool { return edit() != store.DocumentEdit{} },
		OnConfirm: func() bool {
			switch {
			case strings.TrimSpace(title.Text) == "":
				return problem.At(title, "A document needs a title.")
			case !format.IsPartialDate(strings.TrimSpace(published.Text)):
				return problem.At(published, "The date is a year, a year and month, or a whole date: 2025-02-10.")
			case edit() != store.DocumentEdit{}:
				d.Workspace.EditDocument(doc.ID, edit(), drafts.Take()...)
			}
			return true
		}})
	if d.Workspace.ReadOnly() {
		dialog.Ok.Disable()
	}
}

// AskRemoveDocument removes a document and its claims from the workspace, after a question that counts them.
func (d *DocumentDialogs) AskRemoveDocument(doc store.Document) {
	question := "“" + format.Shorten(doc.Title, 80) + "” leaves the workspace. Undo brings it back."
	if doc.Claims > 0 {
		question = "“" + format.Shorten(doc.Title, 80) + "” leaves the workspace together with its " +
			format.Plural(doc.Claims, "claim") + ". Undo brings all of it back."
	}
	d.Confirm("Remove document?", question, "Remove", func() { d.Workspace.RemoveDocument(doc.ID) })
}
