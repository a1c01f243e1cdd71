package review

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"math"
	"slices"

	"factmark/store"
)

// Whose claims a session is about.
type Whose string

// Everyone's claims, or those of one side.
const (
	Everyones Whose = ""
	Mine      Whose = "mine"   // the reviewer's own
	Others    Whose = "others" // all but the reviewer's own
)

// Order is the order of a queue.
type Order string

// The orders. Both others fall back on the order of the documents.
const (
	InDocuments Order = ""
	Random      Order = "random"       // by the seed
	LeastAgreed Order = "least agreed" // where people differ most comes first
)

// Choice is what a session goes through. It is kept as JSON with the session;
// the queue in it is fixed when the session starts, so that it is the same
// after a crash, a merge and whatever is added later.
type Choice struct {
	Documents []string `json:"documents,omitempty"` // ids; nil: all
	Labels    []string `json:"labels,omitempty"`    // ids, "" for claims with none; nil: all
	Statuses  []string `json:"statuses,omitempty"`  // nil: all
	Whose     Whose    `json:"whose,omitempty"`
	Fresh     bool     `json:"fresh,omitempty"` // leave out what this person has decided on in a session before
	Percent   float64  `json:"percent,omitempty"`
	Seed      int64    `json:"seed,omitempty"`
	Order     Order    `json:"order,omitempty"`

	Queue []string `json:"queue"` // ids of claims; of documents where the spans are marked anew
}

// ReadChoice reads what a session keeps.
func ReadChoice(s store.ReviewSession) (Choice, error) {
	var c Choice
	if err := json.Unmarshal([]byte(s.Selection), &c); err != nil {
		return Choice{}, fmt.Errorf("the queue of the review session cannot be read: %w", err)
	}
	return c, nil
}

// String is the choice as a session keeps it.
func (c Choice) String() string {
	b, err := json.Marshal(c)
	if err != nil {
		panic(err) // strings and finite numbers always encode
	}
	return string(b)
}

// Queue gives the ids of what this choice means for a person: claims, or, in
// the mode independent, documents. The same material, choice and person give
// the same queue on every machine. Which claims a random share takes depends
// on the seed and each claim's id alone: a larger share holds the smaller one,
// and a claim added elsewhere changes nothing for the others. Where the label
// is hidden it is not chosen by either, and a span with several claims comes
// once: its word counts for all of them (see Case).
func (m *Material) Queue(c Choice, mode, personID string) []string {
	if mode == store.ModeIndependent {
		return m.documentQueue(c)
	}
	person := m.Person(personID)
	seen := map[place]bool{}
	if c.Fresh {
		decided := map[string]bool{}
		for _, d := range m.Decisions {
			if d.PersonID == person && d.SessionID != "" && d.Kind != store.DecidedSkip {
				decided[d.ClaimID] = true
			}
		}
		for _, h := range m.Heads {
			if decided[h.ID] {
				seen[placeOf(h)] = true
			}
		}
	}
	var ids []string
	for _, h := range m.Heads {
		switch {
		case h.Status == store.StatusOrphaned, seen[placeOf(h)],
			!allows(c.Documents, h.DocumentID), !allows(c.Statuses, h.Status),
			mode == store.ModeOpen && !allows(c.Labels, h.LabelID),
			c.Whose == Mine && h.PersonID != person, c.Whose == Others && h.PersonID == person:
		default:
			ids = append(ids, h.ID)
			if mode == store.ModeBlind {
				seen[placeOf(h)] = true
			}
		}
	}
	ids = share(ids, c.Percent, c.Seed)
	switch c.Order {
	case Random:
		byRank(ids, c.Seed)
	case LeastAgreed:
		differ := map[string]float64{}
		for _, one := range m.Cases() {
			for _, h := range one.Heads {
				differ[h.ID] = one.Disagreement()
			}
		}
		slices.SortStableFunc(ids, func(a, b string) int { return cmp.Compare(differ[b], differ[a]) })
	}
	return ids
}

func (m *Material) documentQueue(c Choice) []string {
	var ids []string
	for _, d := range m.Documents {
		if allows(c.Documents, d.ID) {
			ids = append(ids, d.ID)
		}
	}
	ids = share(ids, c.Percent, c.Seed)
	if c.Order == Random {
		byRank(ids, c.Seed)
	}
	return ids
}

func allows(list []string, s string) bool { return list == nil || slices.Contains(list, s) }

// share keeps the given part of the ids, rounded up, in their order.
func share(ids []string, percent float64, seed int64) []string {
	if !(percent > 0 && percent < 100) {
		return ids
	}
	// A hundredth of one is no reason for one more: 10 % of 30 is 3, whatever the machine makes of 0.1.
	n := min(len(ids), int(math.Ceil(float64(len(ids))*percent/100-1e-9)))
	ranked := slices.Clone(ids)
	byRank(ranked, seed)
	kept := make(map[string]bool, n)
	for _, id := range ranked[:n] {
		kept[id] = true
	}
	return slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return !kept[id] })
}

// byRank orders ids by chance: by a hash of the seed and the id, which is the
// same everywhere and for ever.
func byRank(ids []string, seed int64) {
	type ranked struct {
		rank [sha256.Size]byte
		id   string
	}
	all := make([]ranked, len(ids))
	for i, id := range ids {
		all[i] = ranked{sha256.Sum256(fmt.Appendf(nil, "%d\n%s", seed, id)), id}
	}
	slices.SortFunc(all, func(a, b ranked) int {
		return cmp.Or(bytes.Compare(a.rank[:], b.rank[:]), cmp.Compare(a.id, b.id))
	})
	for i, r := range all {
		ids[i] = r.id
	}
}
