package workspace

import (
	"errors"
	"fmt"
	"slices"

	"factmark/store"
)

// readDocuments reads all documents anew.
func (w *Workspace) readDocuments() {
	current := w.readings.Ask()
	w.readingAll = true
	w.Back.Go(func() {
		documents, err := w.Store.Documents(w.Ctx)
		w.Back.OnUI(func() {
			if !current() {
				return
			}
			w.readingAll = false
			if err != nil {
				w.Fail(fmt.Errorf("reading the list of documents: %w", err))
				return
			}
			w.unread = nil
			w.takeDocuments(documents)
		})
	})
}

// mostReadAlone is how many documents are read one by one where they have changed; more are read with all others.
const mostReadAlone = 100

// readChanged reads documents anew that were added, changed or removed, with those that are being read: an earlier reading, which may lack this
// change, is not taken over.
func (w *Workspace) readChanged(ids []string) {
	w.unread = append(w.unread, ids...)
	if len(w.unread) > mostReadAlone || w.readingAll {
		w.readDocuments()
		return
	}
	current := w.readings.Ask()
	ids = slices.Clone(w.unread)
	w.Back.Go(func() {
		found := map[string]store.Document{}
		for _, id := range ids {
			doc, err := w.Store.Document(w.Ctx, id)
			if err != nil && !errors.Is(err, store.ErrNotFound) {
				w.Back.OnUI(func() { w.Fail(fmt.Errorf("reading the list of documents: %w", err)) })
				return
			}
			found[id] = doc
		}
		w.Back.OnUI(func() {
			if !current() {
				return
			}
			w.unread = nil
			documents := slices.DeleteFunc(slices.Clone(w.Documents), func(doc store.Document) bool {
				_, changed := found[doc.ID]
				return changed
			})
			for _, doc := range found {
				if doc.ID != "" {
					at, _ := slices.BinarySearchFunc(documents, doc, store.CompareTitles)
					documents = slices.Insert(documents, at, doc)
				}
			}
			w.takeDocuments(documents)
		})
	})
}

// takeDocuments takes over documents that were read.
func (w *Workspace) takeDocuments(documents []store.Document) {
	w.Documents = documents
	w.documentsRead()
	w.eachView(func(v *Workspace) {
		if i := v.DocumentIndex(v.Document.ID); i >= 0 {
			v.Document = documents[i]
		}
	})
	w.DocumentsChanged.Send(struct{}{})
	w.indexDocuments()
	w.eachView((*Workspace).leaveRemoved)
}

// leaveRemoved leaves the open document where it is gone: the first view for its neighbour, another for none.
func (w *Workspace) leaveRemoved() {
	switch {
	case w.DocumentIndex(w.Document.ID) >= 0:
	case len(w.Documents) > 0 && w.Opening == "" && !w.IsBeside():
		w.Open(w.neighbour(), "")
	case w.Document.ID != "" && (len(w.Documents) == 0 || w.Opening == ""):
		w.Open("", "")
	}
}

// neighbour is the document to open in place of one that is gone: the next of those that are left in the list as it was, else the one before, else the first of all.
func (w *Workspace) neighbour() string {
	left := make(map[string]bool, len(w.Documents))
	for i := range w.Documents {
		left[w.Documents[i].ID] = true
	}
	before := w.Documents[0].ID
	at := w.Listed.Row(w.Document.ID)
	for row := range w.Listed.Len() {
		switch id := w.Listed.At(row).ID; {
		case at < 0 || !left[id]:
		case row > at:
			return id
		default:
			before = id
		}
	}
	return before
}

// ReadClaims reads the claims of the open document again. Its text never
// changes, so the page stays as the user has it.
func (w *Workspace) ReadClaims() {
	id := w.Document.ID
	if w.Opening != "" {
		w.openAt(w.Opening, w.goal)
		return
	}
	if id == "" {
		return
	}
	current := w.reads.Ask()
	w.rereading = true
	w.Back.Go(func() {
		claims, err := w.Store.Claims(w.Ctx, id)
		w.Back.OnUI(func() {
			if !current() {
				return
			}
			w.rereading = false
			if id != w.Document.ID {
				return
			}
			if err != nil {
				if !errors.Is(err, store.ErrNotFound) { // a document that is gone is seen by the list of documents
					w.Fail(fmt.Errorf("reading the claims: %w", err))
				}
				return
			}
			w.Claims = w.seen(w.withPending(id, claims))
			if w.Visibility != nil { // which evidence may be seen depends on the claims
				w.showEvidence()
			}
			w.Reread.Send(struct{}{})
			if w.ClaimIndex(w.Current) < 0 {
				w.Choose("", false)
			}
		})
	})
}

func (w *Workspace) readNotContent() {
	id := w.Document.ID
	if id == "" {
		return
	}
	w.Back.Go(func() {
		aside, err := w.Store.NotContent(w.Ctx, id)
		w.Back.OnUI(func() {
			if id != w.Document.ID {
				return
			}
			if err != nil {
				w.Fail(fmt.Errorf("reading what is not content: %w", err))
				return
			}
			w.NotContent = aside
			w.NotContentChanged.Send(struct{}{})
		})
	})
}

func (w *Workspace) readLabels() {
	w.Back.Go(func() {
		labels, err := w.Store.Labels(w.Ctx)
		w.Back.OnUI(func() {
			if err != nil {
				w.Fail(fmt.Errorf("reading the labels: %w", err))
				return
			}
			w.Labels = labels
			if last := w.LastLabel; last != nil && *last != "" && !slices.ContainsFunc(w.OfferedLabels(), func(l store.Label) bool { return l.ID == *last }) {
				w.LastLabel = nil
			}
			w.LabelsChanged.Send(struct{}{})
			if w.All != nil && w.ClaimView.Sort == SortLabel {
				w.All.arrange()
			}
		})
	})
}

// ReadUndoNames reads what undo and redo would do, and sends it as UndoChanged.
func (w *Workspace) ReadUndoNames() {
	w.Back.Go(func() {
		undo, redo, err := w.Store.UndoNames(w.Ctx)
		w.Back.OnUI(func() {
			if err == nil {
				w.UndoChanged.Send([2]string{undo, redo})
			}
		})
	})
}
