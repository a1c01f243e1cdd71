package review

import (
	"cmp"
	"slices"

	"factmark/store"
)

// Hidden is what a person's blind sessions keep from them until they end.
type Hidden struct {
	Judged    map[string]bool // claims whose label, and all that tells it, is hidden
	Documents map[string]bool // documents in which others' claims are hidden
	Touched   map[string]bool // documents in which anything is hidden
}

// Any tells whether anything is hidden at all.
func (h Hidden) Any() bool { return len(h.Judged)+len(h.Documents) > 0 }

// Hides gives what sessions under way keep from the person who holds them.
// In a blind one these are the claims of its queue, those on the same words by
// others, or on a part of them, and nothing else: the rest of the workspace can
// be worked on while it pauses. Sessions that have ended, and open ones, hide nothing.
func (m *Material) Hides(sessions []store.ReviewSession, personID string) (Hidden, error) {
	hidden := Hidden{Judged: map[string]bool{}, Documents: map[string]bool{}, Touched: map[string]bool{}}
	queued := map[string]bool{}
	person := m.Person(personID)
	for _, s := range sessions {
		if !s.EndedAt.IsZero() || s.Mode == store.ModeOpen || m.Person(s.PersonID) != person {
			continue
		}
		choice, err := ReadChoice(s)
		if err != nil {
			return Hidden{}, err
		}
		for _, id := range choice.Queue {
			if s.Mode == store.ModeIndependent {
				hidden.Documents[m.Document(id)], hidden.Touched[m.Document(id)] = true, true
			} else {
				queued[id] = true
			}
		}
	}
	covered := map[string][]stretch{} // by document, in text order, none touching another
	for _, h := range m.Heads {
		if queued[h.ID] {
			hidden.Judged[h.ID], hidden.Touched[h.DocumentID] = true, true
			covered[h.DocumentID] = cover(covered[h.DocumentID], stretch{h.Start, h.End})
		}
	}
	for _, h := range m.Heads {
		if h.PersonID != person && overlaps(covered[h.DocumentID], stretch{h.Start, h.End}) {
			hidden.Judged[h.ID] = true
		}
	}
	return hidden, nil
}

// stretch is a half-open range of a document, in code points.
type stretch struct{ start, end int }

// cover adds a stretch that begins where the last one does or behind.
func cover(all []stretch, s stretch) []stretch {
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
