package app

import (
	"errors"
	"fmt"

	"factmark/store"
)

func (d *desk) readDocuments() {
	d.back.do(func() {
		documents, err := d.store.Documents(d.ctx)
		d.back.post(func() {
			if err != nil {
				d.fail(fmt.Errorf("reading the list of documents: %w", err))
				return
			}
			d.documents = documents
			d.documentsChanged.send(struct{}{})
			if i := d.documentIndex(d.document.ID); i >= 0 {
				d.document = documents[i]
			} else if len(documents) > 0 && d.opening == "" {
				d.open(documents[0].ID, "")
			} else if len(documents) == 0 && d.document.ID != "" {
				d.open("", "")
			}
		})
	})
}

// readClaims reads the claims of the open document again. Its text never
// changes, so the page stays as the user has it.
func (d *desk) readClaims() {
	id := d.document.ID
	if d.opening != "" {
		d.openAt(d.opening, d.goal)
		return
	}
	if id == "" {
		return
	}
	current := d.reads.ask()
	d.rereading = true
	d.back.do(func() {
		claims, err := d.store.Claims(d.ctx, id)
		d.back.post(func() {
			if !current() {
				return
			}
			d.rereading = false
			if id != d.document.ID {
				return
			}
			if err != nil {
				if !errors.Is(err, store.ErrNotFound) { // a document that is gone is seen by the list of documents
					d.fail(fmt.Errorf("reading the claims: %w", err))
				}
				return
			}
			d.claims = d.seen(d.withPending(id, claims))
			d.reread.send(struct{}{})
			if d.claimIndex(d.current) < 0 {
				d.choose("", false)
			}
		})
	})
}

func (d *desk) readNotContent() {
	id := d.document.ID
	if id == "" {
		return
	}
	d.back.do(func() {
		aside, err := d.store.NotContent(d.ctx, id)
		d.back.post(func() {
			if id != d.document.ID {
				return
			}
			if err != nil {
				d.fail(fmt.Errorf("reading what is not content: %w", err))
				return
			}
			d.notContent = aside
			d.notContentChanged.send(struct{}{})
		})
	})
}

func (d *desk) readLabels() {
	d.back.do(func() {
		labels, err := d.store.Labels(d.ctx)
		d.back.post(func() {
			if err != nil {
				d.fail(fmt.Errorf("reading the labels: %w", err))
				return
			}
			d.labels = labels
			d.labelsChanged.send(struct{}{})
		})
	})
}

func (d *desk) readUndoNames() {
	d.back.do(func() {
		undo, redo, err := d.store.UndoNames(d.ctx)
		d.back.post(func() {
			if err == nil {
				d.undoChanged.send([2]string{undo, redo})
			}
		})
	})
}
