package workspace

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"factmark/app/format"
	"factmark/store"
)

// DocumentSort is what the list of documents is sorted by.
type DocumentSort string

const (
	SortTitle     DocumentSort = "title"
	SortPublished DocumentSort = "published" // the newest first, like the next; those without a date last
	SortAdded     DocumentSort = "added"
	SortClaims    DocumentSort = "claims" // the most first
)

// FilterKind is what a filter of the list of documents looks at.
type FilterKind string

const (
	FilterStatus    FilterKind = "status"
	FilterTag       FilterKind = "tag"
	FilterLanguage  FilterKind = "language"
	FilterPublisher FilterKind = "publisher"
)

// DocumentFilter lets documents through that have a value; "" stands for none.
type DocumentFilter struct {
	Kind  FilterKind `json:"kind"`
	Value string     `json:"value"`
}

// DocumentView is how the list of documents is sorted and filtered. Documents listed have all tags of the filters, and one of the
// statuses, one of the languages and one of the publishers. It is kept in the workspace.
type DocumentView struct {
	Sort    DocumentSort     `json:"sort"`
	Reverse bool             `json:"reverse"`
	Filters []DocumentFilter `json:"filters"`
}

const settingView = "documents" // the view of their list

// mostFilters is how many filters are taken from a file, which may be somebody else's.
const mostFilters = 100

// readView reads the view that was kept; what cannot be read is the view that a new workspace has.
func readView(ctx context.Context, st *store.Store) (DocumentView, error) {
	view := DocumentView{Sort: SortTitle}
	kept, err := st.Setting(ctx, settingView)
	if err != nil || json.Unmarshal([]byte(kept), &view) != nil {
		return DocumentView{Sort: SortTitle}, err
	}
	if !slices.Contains([]DocumentSort{SortTitle, SortPublished, SortAdded, SortClaims}, view.Sort) {
		view.Sort = SortTitle
	}
	known := []FilterKind{FilterStatus, FilterTag, FilterLanguage, FilterPublisher}
	view.Filters = slices.DeleteFunc(view.Filters, func(f DocumentFilter) bool { return !slices.Contains(known, f.Kind) })
	view.Filters = view.Filters[:min(len(view.Filters), mostFilters)]
	return view, nil
}

// Ascending tells whether the smallest comes first: A before B, the older before the newer.
func (v DocumentView) Ascending() bool { return (v.Sort == SortTitle || v.Sort == "") != v.Reverse }

// needsCounts tells whether the view depends on the claims of documents.
func (v DocumentView) needsCounts() bool { return v.Sort == SortClaims || v.has(FilterStatus) }

func (v DocumentView) has(kind FilterKind) bool {
	return slices.ContainsFunc(v.Filters, func(f DocumentFilter) bool { return f.Kind == kind })
}

// documentList is the list of documents as it is shown.
type documentList struct {
	View   DocumentView
	Words  string // searched for
	Listed Listed

	readings   Latest
	readingAll bool     // the last of them is of all documents and under way
	unread     []string // documents that have changed since they were read

	index     documentIndex
	indexed   []store.Document // of which it is made
	indexing  Latest
	arranging Latest   // requests for the list
	stale     bool     // one has not been answered yet
	counted   bool     // claims were counted since it was arranged
	waiting   []func() // to be done once it is arranged
}

// Listed are documents in the order of their list.
type Listed struct {
	all    []store.Document
	places []int
}

// Len is how many documents are listed.
func (l Listed) Len() int { return len(l.places) }

// At is the document in a row, from 0.
func (l Listed) At(row int) store.Document { return l.all[l.places[row]] }

// Row is where a document is listed, -1 where it is not.
func (l Listed) Row(id string) int {
	return slices.IndexFunc(l.places, func(at int) bool { return l.all[at].ID == id })
}

// SortDocuments sorts their list, in the reverse of the usual order where it is told so.
func (w *Workspace) SortDocuments(by DocumentSort, reverse bool) {
	w.View.Sort, w.View.Reverse = by, reverse
	w.viewChanged()
}

// ToggleFilter puts a filter on the list of documents, or takes it off.
func (w *Workspace) ToggleFilter(f DocumentFilter) {
	w.View.Filters = toggled(w.View.Filters, f)
	w.viewChanged()
}

// toggled gives filters with one more or, where they have it, without it. Of more than mostFilters the oldest go.
func toggled[F comparable](filters []F, f F) []F {
	if i := slices.Index(filters, f); i >= 0 {
		return slices.Delete(slices.Clone(filters), i, i+1)
	}
	filters = append(slices.Clone(filters), f)
	return filters[max(0, len(filters)-mostFilters):]
}

// ClearFilters takes all filters off the list of documents.
func (w *Workspace) ClearFilters() {
	if len(w.View.Filters) > 0 {
		w.View.Filters = nil
		w.viewChanged()
	}
}

func (w *Workspace) viewChanged() {
	if kept, err := json.Marshal(w.View); err == nil {
		w.remember(settingView, string(kept))
	}
	w.ViewChanged.Send(struct{}{})
	w.arrange()
}

// SearchDocuments lists the documents whose title, author, publisher, tags or file name hold all of some words.
func (w *Workspace) SearchDocuments(words string) {
	w.Words = words
	w.arrange()
}

// indexDocuments makes the index of the documents anew, away from the interface thread, and lists them by it.
func (w *Workspace) indexDocuments() {
	current := w.indexing.Ask()
	documents, earlier := w.Documents, w.index
	w.stale = true
	w.Back.Go(func() {
		index := newDocumentIndex(documents, earlier)
		w.Back.OnUI(func() {
			if current() {
				w.index, w.indexed = index, documents
				w.arrange()
			}
		})
	})
}

// arrange lists the documents that are indexed anew, away from the interface thread.
func (w *Workspace) arrange() {
	current := w.arranging.Ask()
	w.stale, w.counted = true, false
	index, all, view, words := w.index, w.indexed, w.View, strings.Fields(format.Fold(w.Words))
	var counts counted
	if view.needsCounts() {
		counts = w.visibleCounts()
	}
	w.Back.Go(func() {
		places := index.arrange(view, words, counts)
		w.Back.OnUI(func() {
			if !current() {
				return
			}
			w.Listed, w.stale = Listed{all, places}, false
			w.ListChanged.Send(struct{}{})
			waiting := w.waiting
			w.waiting = nil
			for _, f := range waiting {
				f()
			}
		})
	})
}

// ListReady tells whether the list is what was asked for last.
func (w *Workspace) ListReady() bool { return !w.stale }

// Seeking says whether a document to be opened is being looked for, so that no key is meant for the open one.
func (w *Workspace) Seeking(yes bool) { w.seeking = yes }

// WhenListed calls back once the list is what was asked for last.
func (w *Workspace) WhenListed(then func()) {
	if w.stale {
		w.waiting = append(w.waiting, then)
		return
	}
	then()
}

// visibleCounts takes from the documents that are indexed what may be seen of their claims.
func (w *Workspace) visibleCounts() counted {
	counts := counted{make([]int, len(w.indexed)), make([]store.DocumentStatus, len(w.indexed))}
	for i := range w.indexed {
		doc := &w.indexed[i]
		counts.status[i] = w.VisibleStatus(doc)
		if !w.HidesCounts(doc.ID) {
			counts.claims[i] = doc.Claims
		}
	}
	return counts
}

// Done is how many documents the user has marked as done.
func (w *Workspace) Done() (n int) {
	for i := range w.Documents {
		if w.Documents[i].Stated == store.DocumentDone {
			n++
		}
	}
	return n
}

// HidesCounts tells whether a blind review hides how many claims a document has, and how many are labelled.
func (a *access) HidesCounts(documentID string) bool {
	return a.Visibility != nil && (a.Reviewing || a.Hidden.Touched[documentID])
}

// VisibleStatus is the status of a document, "" where it would tell what a blind review hides.
func (a *access) VisibleStatus(doc *store.Document) store.DocumentStatus {
	if doc.Stated == "" && a.HidesCounts(doc.ID) {
		return ""
	}
	return doc.Status()
}

// FilterValues looks up what the list of documents can be filtered by, away from the interface thread, and gives it to then.
func (w *Workspace) FilterValues(then func([]FilterValue)) {
	index, counts := w.index, w.visibleCounts()
	w.Back.Go(func() {
		values := index.values(counts)
		w.Back.OnUI(func() { then(values) })
	})
}
