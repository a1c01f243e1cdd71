package review

import (
	"cmp"
	"context"
	"slices"

	"factmark/store"
)

// Hidden is what a person's blind sessions keep from them until they end.
type Hidden struct {
	queued    []*store.Queue  // claims they go through
	beside    *store.Queue    // others' claims on the same words, or on a part of them
	Documents map[string]bool // documents in which others' claims are hidden
	Touched   map[string]bool // documents in which anything is hidden
}

// Any tells whether anything is hidden at all.
func (h Hidden) Any() bool { return len(h.Touched) > 0 }

// Judged tells of a claim whether its label, and all that tells it, is hidden.
func (h Hidden) Judged(id string) bool {
	return h.inQueue(id) || h.beside != nil && h.beside.Place(id) >= 0
}

func (h *Hidden) inQueue(id string) bool {
	return slices.ContainsFunc(h.queued, func(q *store.Queue) bool { return q.Place(id) >= 0 })
}

// Hides gives what sessions under way keep from the person who holds them.
// In a blind one these are the claims of its queue, those on the same words by
// others, or on a part of them, and nothing else: the rest of the workspace can
// be worked on while it pauses. Sessions that have ended, and open ones, hide nothing.
func Hides(ctx context.Context, st *store.Store, sessions []store.ReviewSession, personID string) (Hidden, error) {
	same, err := st.SamePeople(ctx)
	if err != nil {
		return Hidden{}, err
	}
	h := hiding{
		Material: Material{same: same},
		queue:    func(s store.ReviewSession) (*store.Queue, error) { return ReadQueue(ctx, st, s) },
		present:  func() (map[string]string, error) { return PresentDocuments(ctx, st) },
		each:     func(f func(store.ClaimHead) error) error { return st.EachHead(ctx, nil, f) },
	}
	return h.hides(sessions, personID)
}

// hiding finds what is hidden in one document after another.
type hiding struct {
	Material
	queue   func(store.ReviewSession) (*store.Queue, error)
	present func() (map[string]string, error)
	each    func(func(store.ClaimHead) error) error // of the claims, in document and text order

	hidden Hidden
	person string
	heads  []store.ClaimHead // of a document
}

func (h *hiding) hides(sessions []store.ReviewSession, personID string) (Hidden, error) {
	h.hidden, h.person = Hidden{beside: &store.Queue{}, Documents: map[string]bool{}, Touched: map[string]bool{}}, h.Person(personID)
	for _, s := range sessions {
		if !s.EndedAt.IsZero() || s.Mode == store.ModeOpen || h.Person(s.PersonID) != h.person {
			continue
		}
		queue, err := h.queue(s)
		if err != nil {
			return Hidden{}, err
		}
		if s.Mode != store.ModeIndependent {
			queue.Index()
			h.hidden.queued = append(h.hidden.queued, queue)
			continue
		}
		present, err := h.present()
		if err != nil {
			return Hidden{}, err
		}
		for i := range queue.Len() {
			id := cmp.Or(present[queue.At(i)], queue.At(i))
			h.hidden.Documents[id], h.hidden.Touched[id] = true, true
		}
	}
	if len(h.hidden.queued) == 0 {
		return h.hidden, nil
	}
	err := h.each(func(head store.ClaimHead) error {
		if len(h.heads) > 0 && h.heads[0].DocumentID != head.DocumentID {
			h.cover()
		}
		h.heads = append(h.heads, head)
		return nil
	})
	h.cover()
	h.hidden.beside.Index()
	return h.hidden, err
}

// cover finds what is hidden in a document.
func (h *hiding) cover() {
	var covered []stretch // in text order, none touching another
	for _, head := range h.heads {
		if h.hidden.inQueue(head.ID) {
			h.hidden.Touched[head.DocumentID] = true
			covered = appendMerged(covered, stretch{head.Start, head.End})
		}
	}
	for _, head := range h.heads {
		if head.PersonID != h.person && overlaps(covered, stretch{head.Start, head.End}) && !h.hidden.inQueue(head.ID) {
			h.hidden.beside.Add(head.ID)
		}
	}
	h.heads = h.heads[:0]
}

// stretch is a half-open range of a document, in code points.
type stretch struct{ start, end int }

// appendMerged adds a stretch that begins where the last one does or behind.
func appendMerged(all []stretch, s stretch) []stretch {
	if n := len(all); n > 0 && s.start < all[n-1].end {
		all[n-1].end = max(all[n-1].end, s.end)
		return all
	}
	return append(all, s)
}

func overlaps(all []stretch, s stretch) bool {
	i, _ := slices.BinarySearchFunc(all, s.start, func(a stretch, start int) int { return cmp.Compare(a.end, start+1) })
	return i < len(all) && all[i].start < s.end
}
