package search

import (
	"slices"

	"factmark/app/search"
)

// passagesShown is how many passages of a document are listed before the rest is offered.
const passagesShown = 3

// row is a line of the list: a hit, or the offer of further passages of a document.
type row struct {
	hit   search.Hit
	first bool // of its document
	more  int  // how many passages are not listed; 0 for a hit
}

// results are the hits of a search, by kind.
type results struct {
	hits   map[search.Kind][]search.Hit
	more   map[search.Kind]bool // there are more than were found
	opened map[string]bool      // documents of which all passages are listed
	whole  bool                 // all is searched
	failed bool                 // it ended with an error
	now    search.Result        // what was told last
}

func newResults() *results {
	return &results{hits: map[search.Kind][]search.Hit{}, opened: map[string]bool{}}
}

// add takes in what a search has told.
func (r *results) add(told search.Result) {
	for _, h := range told.Hits {
		r.hits[h.Kind] = append(r.hits[h.Kind], h)
	}
	r.more, r.now = told.More, told
	r.now.Hits = nil
}

// total counts the hits of all kinds.
func (r *results) total() (n int, more bool) {
	for _, k := range search.Kinds {
		n += len(r.hits[k])
		more = more || r.more[k]
	}
	return n, more
}

// ofDocument gives the passages found in a document, in the order of its text.
func (r *results) ofDocument(id string) []search.Hit {
	var all []search.Hit
	for _, h := range r.hits[search.InDocument] {
		if h.DocumentID == id && h.Placed {
			all = append(all, h)
		}
	}
	return all
}

// rows lists the hits of a kind, "" for all.
func (r *results) rows(kind search.Kind) []row {
	var all []row
	for _, k := range search.Kinds {
		if kind != "" && kind != k {
			continue
		}
		hits := r.hits[k]
		for len(hits) > 0 {
			n := slices.IndexFunc(hits, func(h search.Hit) bool { return h.DocumentID != hits[0].DocumentID })
			if n < 0 {
				n = len(hits)
			}
			shown := n
			if k == search.InDocument && n > passagesShown+1 && !r.opened[hits[0].DocumentID] {
				shown = passagesShown
			}
			for i, h := range hits[:shown] {
				all = append(all, row{hit: h, first: i == 0})
			}
			if shown < n {
				all = append(all, row{hit: hits[shown], more: n - shown})
			}
			hits = hits[n:]
		}
	}
	return all
}
