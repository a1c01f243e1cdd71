package review

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/binary"
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
	Documents []string       `json:"documents,omitempty"` // ids; nil: all
	Labels    []string       `json:"labels,omitempty"`    // ids, "" for claims with none; nil: all
	Statuses  []store.Status `json:"statuses,omitempty"`  // nil: all
	Whose     Whose          `json:"whose,omitempty"`
	Fresh     bool           `json:"fresh,omitempty"` // leave out what this person has decided on in a session before
	Percent   float64        `json:"percent,omitempty"`
	Seed      int64          `json:"seed,omitempty"`
	Order     Order          `json:"order,omitempty"`

	Queue []string `json:"queue"` // ids of claims; of documents where the spans are marked anew; nil where it is kept beside the session
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

// longestQueue is how many ids are kept with the choice itself. A longer queue
// is kept beside the session: whatever reads the session would read it too.
const longestQueue = 1000

// Start starts a session that goes through a queue.
func Start(ctx context.Context, st *store.Store, n store.NewSession, c Choice, queue *store.Queue) (store.ReviewSession, error) {
	if queue.Len() <= longestQueue {
		c.Queue = queue.All()
	} else {
		n.Queue = queue
	}
	n.Selection, n.Seed = c.String(), c.Seed
	return st.StartSession(ctx, n)
}

// ReadQueue gives the queue of a session as it was when that started.
func ReadQueue(ctx context.Context, st *store.Store, s store.ReviewSession) (*store.Queue, error) {
	kept, err := st.SessionQueue(ctx, s.ID)
	if err != nil || kept != nil {
		return kept, err
	}
	c, err := ReadChoice(s)
	return store.NewQueue(c.Queue...), err
}

// Count gives how many claims or documents a choice means for a person, as Queue does.
func Count(ctx context.Context, st *store.Store, c Choice, mode store.Mode, personID string, progress func(done, total int)) (int, error) {
	n := 0
	if mode == store.ModeIndependent {
		documents, err := st.Documents(ctx)
		for _, d := range documents {
			if allows(c.Documents, d.ID) {
				n++
			}
		}
		return c.shareOf(n), err
	}
	person, err := personOf(ctx, st, personID)
	if err != nil {
		return 0, err
	}
	n, err = c.countAll(ctx, st, mode, person, progress)
	return c.shareOf(n), err
}

// countAll gives how many claims fit, before a share of them is taken.
func (c *Choice) countAll(ctx context.Context, st *store.Store, mode store.Mode, person string, progress func(done, total int)) (n int, err error) {
	err = st.EachTally(ctx, store.TallyKinds, c.Documents, progress, func(t *store.Tally) error {
		for i := range t.Kinds {
			n += t.Kinds[i].Count * len(c.fitting(&t.Kinds[i], mode, person))
		}
		return nil
	})
	return n, err
}

func personOf(ctx context.Context, st *store.Store, id string) (string, error) {
	same, err := st.SamePeople(ctx)
	if as, is := same[id]; is {
		return as, err
	}
	return id, err
}

// fitting gives the places of the claims that are chosen among those on a span of a kind.
func (c *Choice) fitting(k *store.SpanKind, mode store.Mode, person string) (places []int) {
	if c.Fresh && slices.Contains(k.Reviewers, person) {
		return nil
	}
	for i, one := range k.Claims {
		if c.fits(one.Status, one.LabelID, one.PersonID, mode, person) {
			if places = append(places, i); mode == store.ModeBlind {
				break
			}
		}
	}
	return places
}

// fits tells whether a claim is one of those that are chosen, by itself.
func (c *Choice) fits(status store.Status, labelID, maker string, mode store.Mode, person string) bool {
	return status != store.StatusOrphaned && allows(c.Statuses, status) && (mode != store.ModeOpen || allows(c.Labels, labelID)) &&
		(c.Whose != Mine || maker == person) && (c.Whose != Others || maker != person)
}

// Queue gives the ids of what a choice means for a person: claims, or, in
// the mode independent, documents. The same workspace, choice and person give
// the same queue on every machine. Which claims a random share takes depends
// on the seed and each claim's id alone: a larger share holds the smaller one,
// and a claim added elsewhere changes nothing for the others. Where the label
// is hidden it is not chosen by either, and a span with several claims comes
// once: its word counts for all of them (see Case).
func Queue(ctx context.Context, st *store.Store, c Choice, mode store.Mode, personID string, progress func(done, total int)) (*store.Queue, error) {
	queue := &store.Queue{}
	if mode == store.ModeIndependent {
		documents, err := st.Documents(ctx)
		for _, d := range documents {
			if allows(c.Documents, d.ID) {
				queue.Add(d.ID)
			}
		}
		return c.arranged(queue, nil), err
	}
	person, err := personOf(ctx, st, personID)
	if err != nil {
		return nil, err
	}
	all, err := c.countAll(ctx, st, mode, person, progress)
	if err != nil {
		return nil, err
	}
	queue.Grow(all)
	var differ []float32
	err = st.EachTally(ctx, store.TallyClaims, c.Documents, nil, func(t *store.Tally) error {
		fitting, apart := make([][]int, len(t.Kinds)), make([]float32, len(t.Kinds))
		for i := range t.Kinds {
			fitting[i], apart[i] = c.fitting(&t.Kinds[i], mode, person), float32(store.Disagreement(t.Kinds[i].Words))
		}
		first := 0 // claim on the span
		for _, s := range t.Spans {
			for _, place := range fitting[s.Kind] {
				if queue.AddAt(t.Claims, first+place); c.Order == LeastAgreed {
					differ = append(differ, apart[s.Kind])
				}
			}
			first += len(t.Kinds[s.Kind].Claims)
		}
		return nil
	})
	return c.arranged(queue, differ), err
}

func allows[T comparable](list []T, s T) bool { return list == nil || slices.Contains(list, s) }

// shareOf is how many of so many ids the chosen share takes, rounded up.
func (c *Choice) shareOf(n int) int {
	if !(c.Percent > 0 && c.Percent < 100) {
		return n
	}
	// A hundredth of one is no reason for one more: 10 % of 30 is 3, whatever the machine makes of 0.1.
	return min(n, int(math.Ceil(float64(n)*c.Percent/100-1e-9)))
}

// arranged takes the chosen share of ids in document order, and puts it into the chosen order.
// differ is how far people differ on each, where the least agreed come first.
func (c *Choice) arranged(ids *store.Queue, differ []float32) *store.Queue {
	share := c.shareOf(ids.Len())
	if share == ids.Len() && c.Order == InDocuments {
		return ids
	}
	places := make([]int32, ids.Len())
	for i := range places {
		places[i] = int32(i)
	}
	if share < len(places) || c.Order == Random {
		byRank(ids, places, c.Seed)
		places = places[:share]
	}
	if c.Order != Random {
		slices.Sort(places)
	}
	if c.Order == LeastAgreed && differ != nil { // nobody differs on whole documents
		slices.SortStableFunc(places, func(a, b int32) int { return cmp.Compare(differ[b], differ[a]) })
	}
	return ids.Pick(places)
}

// byRank orders the places of ids by chance: by a hash of the seed and the id,
// which is the same everywhere and for ever.
func byRank(ids *store.Queue, places []int32, seed int64) {
	start := fmt.Appendf(nil, "%d\n", seed)
	text := slices.Grow(slices.Clone(start), 64)
	hash := func(place int32) [sha256.Size]byte {
		text = append(text[:len(start)], ids.At(int(place))...)
		return sha256.Sum256(text)
	}
	begins := make([]uint64, ids.Len()) // of the hashes: nearly always enough to tell two apart
	for _, place := range places {
		whole := hash(place)
		begins[place] = binary.BigEndian.Uint64(whole[:])
	}
	slices.SortFunc(places, func(a, b int32) int {
		if begins[a] != begins[b] {
			return cmp.Compare(begins[a], begins[b])
		}
		one, other := hash(a), hash(b)
		return cmp.Or(bytes.Compare(one[:], other[:]), cmp.Compare(ids.At(int(a)), ids.At(int(b))))
	})
}
