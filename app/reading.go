package app

import (
	"errors"
	"fmt"
	"maps"

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
		d.open(d.opening, "")
		return
	}
	if id == "" {
		return
	}
	d.reads++
	reads := d.reads
	d.rereading = true
	d.back.do(func() {
		claims, err := d.store.Claims(d.ctx, id)
		d.back.post(func() {
			if reads != d.reads {
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
			d.claims = d.seen(claims)
			d.reread.send(struct{}{})
			d.readRelabelled(d.claims)
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

// readRelabelled looks up who has labelled claims of the open document last.
// Those that nobody has touched since they were made are not asked for.
func (d *desk) readRelabelled(claims []store.Claim) {
	if d.veil != nil {
		return
	}
	var ids []string
	asked := make(map[string]bool, len(claims))
	for _, c := range claims {
		asked[c.ID] = true
		if !c.UpdatedAt.Equal(c.CreatedAt) {
			ids = append(ids, c.ID)
		}
	}
	take := func(names map[string]string) {
		for id, name := range d.relabelled {
			if !asked[id] {
				names[id] = name
			}
		}
		if !maps.Equal(names, d.relabelled) {
			d.relabelled = names
			d.bylinesChanged.send(struct{}{})
		}
	}
	if len(ids) == 0 {
		take(make(map[string]string))
		return
	}
	id := d.document.ID
	d.back.inOrder(func() { // so that the last word on a claim comes last
		names, err := d.store.Relabelled(d.ctx, ids...)
		d.back.post(func() {
			switch {
			case id != d.document.ID || d.veil != nil:
			case err != nil:
				d.fail(fmt.Errorf("reading who labelled the claims: %w", err))
			default:
				take(names)
			}
		})
	})
}
