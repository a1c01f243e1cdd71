package document

import (
	"context"

	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"factmark/app/backup"
	"factmark/app/format"
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
	d.PerformLong("Changing "+format.Plural(len(ids), "document")+"…", workspace.PendingWrite{
		Name:   "Edit documents",
		Done:   func() { model.Notices.Send(format.Plural(len(ids), "document") + " changed. Undo takes it back.") },
		Failed: model.Unless("Cancelled. No document was changed."),
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
		model.Notices.Send("Open a document first.")
		return
	case doc.Stated == store.DocumentDone:
		d.setStatus(doc, "", "Mark as not done", "Not marked as done any more.")
		return
	}
	left := len(model.Documents) - model.Done() - 1
	said := "Marked as done. All documents are done."
	if left > 0 {
		said = format.Count(left, "document is", "documents are") + " left to do."
		said = "Marked as done. " + said
	}
	d.setStatus(doc, store.DocumentDone, "Mark as done", said)
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
		model.Notices.Send("Open a document first.")
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
	name := "Tags of “" + format.Shorten(documents[0].Title, 40) + "”"
	if len(documents) > 1 {
		name = "Tags of " + format.Plural(len(documents), "document")
	}
	dialog := d.ShowModal(dialogs.Modal{Title: name, Confirm: "Save", Cancel: "Cancel", Width: 480, Focus: f.tagField.Entry, Form: f.drafts, Saves: true,
		Content:   container.NewVBox(dialogs.Small("Separated by commas. Down takes the first proposal."), f.form, f.problem.Body),
		TypedInto: func() bool { return f.edit() != store.DocumentEdit{} },
		OnConfirm: func() bool {
			if f.tooManyTags() {
				return f.problem.At(f.tagField.Entry, "A document can have at most 100 tags.")
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
		model.Notices.Send("Open a document first.")
		return
	}
	claims, hidden := 0, false
	for _, doc := range documents {
		claims += doc.Claims
		hidden = hidden || model.HidesCounts(doc.ID)
	}
	title, what, them, their := "Remove document?", "“"+format.Shorten(documents[0].Title, 80)+"” leaves", "it", "its"
	if n := format.Plural(len(documents), "document"); len(documents) > 1 {
		title, what, them, their = "Remove "+n+"?", n+" leave", "them", "their"
	}
	question := what + " the workspace. Undo brings " + them + " back."
	switch {
	case hidden:
		question = what + " the workspace, with " + their + " claims. Undo brings all of it back."
	case claims > 0:
		question = what + " the workspace together with " + their + " " + format.Plural(claims, "claim") + ". Undo brings all of it back."
	}
	ids := idsOf(documents)
	d.Confirm(title, question, "Remove", func() {
		done := "Document removed. Undo brings it back with its claims."
		if len(ids) > 1 {
			done = format.Plural(len(ids), "document") + " removed. Undo brings them back with their claims."
		}
		d.PerformLong("Removing "+format.Plural(len(ids), "document")+"…", workspace.PendingWrite{
			Name:   "Remove documents",
			Done:   func() { model.Notices.Send(done) },
			Failed: model.Unless("Cancelled. No document was removed."),
		}, func(ctx context.Context, progress func(done, total int)) error {
			model.Backups.Before(ctx, backup.BeforeChange, len(ids))
			return model.Store.RemoveDocuments(ctx, ids, progress)
		})
	})
}
