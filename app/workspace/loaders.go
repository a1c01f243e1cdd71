package workspace

import (
	"errors"
	"fmt"

	"factmark/store"
)

func (d *Workspace) readDocuments() {
	d.Back.Go(func() {
		documents, err := d.Store.Documents(d.Ctx)
		d.Back.OnUI(func() {
			if err != nil {
				d.Fail(fmt.Errorf("reading the list of documents: %w", err))
				return
			}
			d.Documents = documents
			d.DocumentsChanged.Send(struct{}{})
			if i := d.DocumentIndex(d.Document.ID); i >= 0 {
				d.Document = documents[i]
			} else if len(documents) > 0 && d.Opening == "" {
				d.Open(documents[0].ID, "")
			} else if len(documents) == 0 && d.Document.ID != "" {
				d.Open("", "")
			}
		})
	})
}

// ReadClaims reads the claims of the open document again. Its text never
// changes, so the page stays as the user has it.
func (d *Workspace) ReadClaims() {
	id := d.Document.ID
	if d.Opening != "" {
		d.openAt(d.Opening, d.goal)
		return
	}
	if id == "" {
		return
	}
	current := d.reads.Ask()
	d.rereading = true
	d.Back.Go(func() {
		claims, err := d.Store.Claims(d.Ctx, id)
		d.Back.OnUI(func() {
			if !current() {
				return
			}
			d.rereading = false
			if id != d.Document.ID {
				return
			}
			if err != nil {
				if !errors.Is(err, store.ErrNotFound) { // a document that is gone is seen by the list of documents
					d.Fail(fmt.Errorf("reading the claims: %w", err))
				}
				return
			}
			d.Claims = d.seen(d.withPending(id, claims))
			d.Reread.Send(struct{}{})
			if d.ClaimIndex(d.Current) < 0 {
				d.Choose("", false)
			}
		})
	})
}

func (d *Workspace) readNotContent() {
	id := d.Document.ID
	if id == "" {
		return
	}
	d.Back.Go(func() {
		aside, err := d.Store.NotContent(d.Ctx, id)
		d.Back.OnUI(func() {
			if id != d.Document.ID {
				return
			}
			if err != nil {
				d.Fail(fmt.Errorf("reading what is not content: %w", err))
				return
			}
			d.NotContent = aside
			d.NotContentChanged.Send(struct{}{})
		})
	})
}

func (d *Workspace) readLabels() {
	d.Back.Go(func() {
		labels, err := d.Store.Labels(d.Ctx)
		d.Back.OnUI(func() {
			if err != nil {
				d.Fail(fmt.Errorf("reading the labels: %w", err))
				return
			}
			d.Labels = labels
			d.LabelsChanged.Send(struct{}{})
		})
	})
}

func (d *Workspace) ReadUndoNames() {
	d.Back.Go(func() {
		undo, redo, err := d.Store.UndoNames(d.Ctx)
		d.Back.OnUI(func() {
			if err == nil {
				d.UndoChanged.Send([2]string{undo, redo})
			}
		})
	})
}
