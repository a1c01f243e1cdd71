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
	"sync"
	"sync/atomic"

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
	err = st.EachTally(ctx, store.TallyKinds, c.Documents, progress, func(t *store.Tally) error {
		fitting, _ := c.counted(t, mode, person)
		n += fitting
		return nil
	})
	return c.shareOf(n), err
}

func personOf(ctx context.Context, st *store.Store, id string) (string, error) {
	same, err := st.SamePeople(ctx)
	if as, is := same[id]; is {
		return as, err
	}
	return id, err
}

// counted gives how many claims of a document fit, and whether they are all that
// are on spans which the person has not reviewed, where those are left out.
func (c *Choice) counted(t *store.Tally, mode store.Mode, person string) (fitting int, all bool) {
	all = true
	for i := range t.Kinds {
		k := &t.Kinds[i]
		if c.Fresh && slices.Contains(k.Reviewers, person) {
			all = all && len(k.Claims) == 1 // else the review of one claim was one of its neighbour
			continue
		}
		n := 0
		for _, one := range k.Claims {
			if c.fits(one.Status, one.LabelID, one.PersonID, mode, person) {
				n++
			}
		}
		if mode == store.ModeBlind {
			n = min(n, 1)
		}
		fitting += k.Count * n
		all = all && n == len(k.Claims)
	}
	return fitting, all
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
	var reviewed *store.Queue
	if c.Fresh {
		if reviewed, err = st.ReviewedClaims(ctx, person); err != nil {
			return nil, err
		}
	}
	parts, err := c.parts(ctx, st, mode, person, progress)
	if err != nil {
		return nil, err
	}
	total := 0
	for _, p := range parts {
		total += p.fitting
	}
	queue.Grow(total)
	var differ []float32
	err = c.readParts(ctx, st, parts, reviewed, mode, person, progress, func(p *part) {
		if c.Order == LeastAgreed {
			if p.differ == nil {
				p.differ = make([]float32, p.ids.Len())
			}
			differ = append(differ, p.differ...)
		}
		queue.AddAll(p.ids)
	})
	return c.arranged(queue, differ), err
}

// part is some documents one after another, with the ids of their claims that fit.
type part struct {
	documents []string
	fitting   int  // how many claims fit
	all       bool // all claims in them fit, but those that are reviewed
	ids       *store.Queue
	differ    []float32 // how far people differ on each, where that is asked for; nil for nowhere
}

// parts divides the documents with claims that fit into parts.
func (c *Choice) parts(ctx context.Context, st *store.Store, mode store.Mode, person string, progress func(done, total int)) ([]part, error) {
	// Only where not all claims of a document fit has more of them to be read than the ids.
	var parts []part
	what := store.TallyKinds
	if c.Order == LeastAgreed {
		what |= store.TallyDiffering
	}
	err := st.EachTally(ctx, what, c.Documents, progress, func(t *store.Tally) error {
		fitting, all := c.counted(t, mode, person)
		all = all && (c.Order != LeastAgreed || len(t.Differing) == 0)
		if fitting == 0 {
			return nil
		}
		if n := len(parts) - 1; n < 0 || parts[n].all != all || len(parts[n].documents) == documentsAtOnce {
			parts = append(parts, part{all: all})
		}
		last := &parts[len(parts)-1]
		last.documents, last.fitting = append(last.documents, t.DocumentID), last.fitting+fitting
		return nil
	})
	return parts, err
}

// readers is how many goroutines read side by side.
const readers = 3

// readParts reads the parts, several at a time, and hands them to add in their order.
func (c *Choice) readParts(ctx context.Context, st *store.Store, parts []part, reviewed *store.Queue, mode store.Mode, person string, progress func(done, total int), add func(*part)) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	var next atomic.Int64
	var group sync.WaitGroup
	var adding sync.Mutex // guards what follows
	read, added := make([]bool, len(parts)), 0
	for range readers {
		group.Go(func() {
			for ctx.Err() == nil {
				i := int(next.Add(1)) - 1
				if i >= len(parts) {
					return
				}
				if err := c.readPart(ctx, st, &parts[i], reviewed, mode, person); err != nil {
					stop(err)
					return
				}
				adding.Lock()
				for read[i] = true; added < len(parts) && read[added]; added++ {
					add(&parts[added])
					parts[added] = part{}
				}
				if progress != nil {
					progress(added, len(parts))
				}
				adding.Unlock()
			}
		})
	}
	group.Wait()
	return context.Cause(ctx)
}

func (c *Choice) readPart(ctx context.Context, st *store.Store, p *part, reviewed *store.Queue, mode store.Mode, person string) (err error) {
	if p.all {
		if p.ids, err = st.ClaimIDs(ctx, p.documents); err == nil && reviewed != nil {
			p.ids = p.ids.Except(reviewed)
		}
		return err
	}
	m, err := Load(ctx, st, p.documents)
	if err != nil {
		return err
	}
	ids := m.fitting(c, mode, person)
	p.ids = store.NewQueue(ids...)
	if c.Order == LeastAgreed {
		p.differ = m.differing(ids)
	}
	return nil
}

// fitting gives the ids of the claims that are chosen, in text order.
func (m *Material) fitting(c *Choice, mode store.Mode, person string) []string {
	seen := map[place]bool{}
	if c.Fresh {
		decided := map[string]bool{}
		for _, d := range m.Decisions {
			if d.PersonID == person && d.SessionID != "" && d.Kind != store.DecidedSkip {
				decided[d.ClaimID] = true
			}
		}
		for _, h := range m.Heads {
			if decided[h.ID] && h.Status != store.StatusOrphaned {
				seen[placeOf(h)] = true
			}
		}
	}
	var ids []string
	for _, h := range m.Heads {
		if seen[placeOf(h)] || !allows(c.Documents, h.DocumentID) || !c.fits(h.Status, h.LabelID, h.PersonID, mode, person) {
			continue
		}
		ids = append(ids, h.ID)
		if mode == store.ModeBlind {
			seen[placeOf(h)] = true
		}
	}
	return ids
}

// differing gives how far people differ on each of these claims.
func (m *Material) differing(ids []string) []float32 {
	differ := map[string]float32{}
	for _, one := range m.Cases() {
		for _, h := range one.Heads {
			differ[h.ID] = float32(one.Disagreement())
		}
	}
	all := make([]float32, len(ids))
	for i, id := range ids {
		all[i] = differ[id]
	}
	return all
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
	if c.Order == LeastAgreed {
		slices.SortStableFunc(places, func(a, b int32) int { return cmp.Compare(differ[b], differ[a]) })
	}
	return ids.Pick(places)
}

// byRank orders the places of ids by chance: by a hash of the seed and the id,
// which is the same everywhere and for ever.
func byRank(ids *store.Queue, places []int32, seed int64) {
	start := fmt.Appendf(nil, "%d\n", seed)
	hash := func(place int32) [sha256.Size]byte { return sha256.Sum256(append(start, ids.At(int(place))...)) }
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
