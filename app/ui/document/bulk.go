package document

import (
	"context"

	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"factmark/app/backup"
	"factmark/app/format"
	"factmark/app/locale"
	"factmark/app/ui/dialogs"
	"factmark/app/workspace"
	"factmark/store"
)

func idsOf(documents []store.Document) []string {
	ids := make([]string, len(documents))
	for i, doc := range documents {
		ids[i] = doc.ID
	}
	return ids
}

// editDocuments changes what is known of documents, in one action; typed are the drafts that this saves.
func (d *DocumentDialogs) editDocuments(documents []store.Document, e store.DocumentEdit, typed ...store.Draft) {
	model := d.Workspace
	if len(documents) == 1 {
		model.EditDocument(documents[0].ID, e, typed...)
		return
	}
	ids := idsOf(documents)
	d.PerformLong(locale.N("Changing {{.N}} documents…", len(ids)), workspace.PendingWrite{
		Name:   locale.T("Edit documents"),
		Done:   func() { model.Notices.Send(locale.N("{{.N}} documents changed.", len(ids))) },
		Failed: model.Unless(locale.T("Cancelled. No document was changed.")),
	}, func(ctx context.Context, progress func(done, total int)) error {
		return model.Drafts.Saving(typed, func(ctx context.Context) error {
			model.Backups.Before(ctx, backup.BeforeChange, len(ids))
			return model.Store.EditDocuments(ctx, ids, e, progress)
		})(ctx)
	})
}

// SetStatus says of documents how far the work on them is, "" for what follows from their claims.
func (d *DocumentDialogs) SetStatus(documents []store.Document, status store.DocumentStatus) {
	if len(documents) > 0 {
		d.editDocuments(documents, store.DocumentEdit{Stated: &status})
	}
}

// ToggleDone marks the open document as done and says what is left, or takes the mark away again.
func (d *DocumentDialogs) ToggleDone() {
	model := d.Workspace
	doc := model.Document
	switch {
	case doc.ID == "":
		model.Notices.Send(locale.T("Open a document first."))
		return
	case doc.Stated == store.DocumentDone:
		d.setStatus(doc, "", locale.T("Mark as not done"), locale.T("No longer marked as done."))
		return
	}
	left := len(model.Documents) - model.Done() - 1
	said := locale.T("Marked as done. All documents are done.")
	if left > 0 {
		said = locale.N("Marked as done. {{.N}} documents are left.", left)
	}
	d.setStatus(doc, store.DocumentDone, locale.T("Mark as done"), said)
}

// setStatus changes the status of a document, as an action of its own name, and says what became of it.
func (d *DocumentDialogs) setStatus(doc store.Document, status store.DocumentStatus, name, said string) {
	model := d.Workspace
	model.Writes.Perform(workspace.PendingWrite{Name: name, Done: func() { model.Notices.Send(said) }, Write: func(ctx context.Context) error {
		return model.Store.EditDocument(ctx, doc.ID, store.DocumentEdit{Stated: &status})
	}})
}

// AskTags adds tags to documents, or removes them.
func (d *DocumentDialogs) AskTags(documents []store.Document) {
	model := d.Workspace
	if len(documents) == 0 || documents[0].ID == "" {
		model.Notices.Send(locale.T("Open a document first."))
		return
	}
	model.FilterValues(func(values []workspace.FilterValue) {
		if len(d.Modals) == 0 {
			d.tagsDialog(documents, tagsOf(values))
		}
	})
}

func (d *DocumentDialogs) tagsDialog(documents []store.Document, known []string) {
	f := &detailsForm{host: d.Host, documents: documents, problem: d.NewFormProblem(1), form: container.New(layout.NewFormLayout())}
	f.drafts = d.detailsDrafts(documents)
	f.tags(known)
	name := locale.T("Tags of “{{.Title}}”", "Title", format.Shorten(documents[0].Title, 40))
	if len(documents) > 1 {
		name = locale.N("Tags of {{.N}} documents", len(documents))
	}
	dialog := d.ShowModal(dialogs.Modal{Title: name, Confirm: locale.T("Save"), Cancel: locale.T("Cancel"), Width: 480, Focus: f.tagField.Entry, Form: f.drafts, Saves: true,
		Content:   container.NewVBox(dialogs.Small(locale.T("Separate tags with commas. Down completes the first suggestion.")), f.form, f.problem.Body),
		TypedInto: func() bool { return f.edit() != store.DocumentEdit{} },
		OnConfirm: func() bool {
			if f.tooManyTags() {
				return f.problem.At(f.tagField.Entry, locale.T("A document can have at most 100 tags."))
			}
			if edit := f.edit(); edit != (store.DocumentEdit{}) {
				d.editDocuments(documents, edit, f.drafts.Take()...)
			}
			return true
		}})
	if d.Workspace.ReadOnly() {
		dialog.Ok.Disable()
	}
}

// AskRemoveDocuments removes documents and their claims from the workspace, after a question that counts them.
func (d *DocumentDialogs) AskRemoveDocuments(documents []store.Document) {
	model := d.Workspace
	if len(documents) == 0 || documents[0].ID == "" {
		model.Notices.Send(locale.T("Open a document first."))
		return
	}
	claims, hidden := 0, false
	for _, doc := range documents {
		claims += doc.Claims
		hidden = hidden || model.HidesCounts(doc.ID)
	}
	title, question := locale.T("Remove document?"), locale.T("“{{.Title}}” will be removed from the workspace.", "Title", format.Shorten(documents[0].Title, 80))
	if len(documents) > 1 {
		title, question = locale.N("Remove {{.N}} documents?", len(documents)), locale.N("{{.N}} documents will be removed from the workspace.", len(documents))
	}
	switch {
	case hidden && len(documents) > 1:
		question += " " + locale.T("Their claims are removed too.")
	case hidden:
		question += " " + locale.T("Its claims are removed too.")
	case claims > 0:
		question += " " + locale.N("{{.N}} claims are removed too.", claims)
	}
	question += " " + locale.T("Undo restores everything.")
	ids := idsOf(documents)
	d.Confirm(title, question, locale.T("Remove"), func() {
		done := locale.T("Document removed. Undo restores it with its claims.")
		if len(ids) > 1 {
			done = locale.N("{{.N}} documents removed. Undo restores them with their claims.", len(ids))
		}
		d.PerformLong(locale.N("Removing {{.N}} documents…", len(ids)), workspace.PendingWrite{
			Name:   locale.T("Remove documents"),
			Done:   func() { model.Notices.Send(done) },
			Failed: model.Unless(locale.T("Cancelled. No document was removed.")),
		}, func(ctx context.Context, progress func(done, total int)) error {
			model.Backups.Before(ctx, backup.BeforeChange, len(ids))
			return model.Store.RemoveDocuments(ctx, ids, progress)
		})
	})
}
