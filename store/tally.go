package store

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"factmark/store/internal/db"
)

// Tally sums up a document for what is asked of the workspace as a whole. It is
// kept in the file, and counted anew after a change to what it counts: triggers
// see to that, so that it is true however the change came about.
type Tally struct {
	DocumentID string
	Kinds      []SpanKind
	Differing  []DifferingSpan // in text order
	Stints     []Stint
	Spans      []TalliedSpan // in text order
	Claims     *Queue        // ids of the claims on them, span by span, those of a span in the order of its kind
}

// SpanKind is how many spans of a document there are on which the same claims
// stand with the same words. A claim that has lost its place is on no span: it
// comes alone, with no words.
type SpanKind struct {
	Count     int
	Claims    []ClaimKind // in the order of their ids
	Words     []SaidWord  // one a person, by person's id, as WordsOn has them
	Unseen    []SaidWord  // likewise, of what was said without seeing another's label
	Reviewers []string    // ids of those who decided on a claim there in a session
}

// TalliedSpan is a span with claims, of the kind that stands at a place among the
// kinds. Start and End are code points. A claim that has lost its place is alone on one.
type TalliedSpan struct{ Kind, Start, End int }

// ClaimKind is a claim as far as it is counted.
type ClaimKind struct {
	Status                 Status
	LabelID                string
	PersonID, FinalLabelID string
	Settled                bool // as of a ClaimHead
	Decided                bool // there is a decision on it that is no skip
	Own                    bool // its label is the one its maker gave it
}

// SaidWord is the label a person gives a span; "" says that it is no claim.
type SaidWord struct{ PersonID, LabelID string }

// DifferingSpan is a span on which people differ.
type DifferingSpan struct {
	ClaimID      string  // the first claim there
	Disagreement float64 // as Disagreement has it
	Settled      bool    // somebody has decided on every claim there
}

// Stint is what one person did in a document without a pause of more than
// MaxPause there, within a quarter of an hour.
type Stint struct {
	PersonID                    string
	First, Last                 int64 // Unix time, milliseconds
	Times                       int   // how many different times there are from First to Last
	Claims, Labelled, Decisions int
}

// tallyRules is to be raised when a tally comes to hold something else for the
// same rows: tallies of other versions are counted anew.
const tallyRules = 2

// Disagreement is the share of the pairs of words that differ: 0 where all are
// the same, or there are fewer than two, 1 where no two are.
func Disagreement(words []SaidWord) float64 {
	n := len(words)
	if n < 2 {
		return 0
	}
	same := 0
	for i, w := range words {
		for j, other := range words {
			if i != j && w.LabelID == other.LabelID {
				same++
			}
		}
	}
	return 1 - float64(same)/float64(n*(n-1))
}

// TallyPart is a part of a tally.
type TallyPart int

// The parts of a tally, to be added up.
const (
	TallyKinds TallyPart = 1 << iota
	TallyDiffering
	TallyStints
	tallySpans
	TallyClaims = tallySpans | TallyKinds // the spans and the claims on them, with what kinds they are
)

// EachTally calls f with these parts of the tally of every document, or of
// those with these ids, in document order. What f gets is not to be changed.
// progress, which may be nil, is told how many of how many documents are done,
// where they have to be counted first.
func (s *Store) EachTally(ctx context.Context, parts TallyPart, documentIDs []string, progress func(done, total int), f func(*Tally) error) error {
	if err := s.countTallies(ctx, progress); err != nil {
		return err
	}
	return s.Snapshot(ctx, func(q db.Querier) error { return eachTally(q, parts, documentIDs, f) })
}

const allTallies = `SELECT d.id, t.rules, CASE WHEN ?2 & 1 THEN t.kinds END, CASE WHEN ?2 & 2 THEN t.differing END, CASE WHEN ?2 & 4 THEN t.stints END,
		CASE WHEN ?2 & 8 THEN t.spans END, CASE WHEN ?2 & 8 THEN t.claims END
	FROM documents d LEFT JOIN tallies t ON t.document_id = d.id
	WHERE ?1 IS NULL OR d.id IN (SELECT value FROM json_each(?1)) ORDER BY d.title COLLATE NOCASE, d.id`

func eachTally(q db.Querier, parts TallyPart, documentIDs []string, f func(*Tally) error) error {
	var only any
	if documentIDs != nil {
		only = db.JSONList(documentIDs)
	}
	counter := tallyCounter{Querier: q}
	reader := tallyReader{known: make(map[string]map[string]SpanKind)}
	return q.Each(allTallies, []any{only, parts}, func(scan func(...any) error) error {
		var id string
		var rules *int
		var kept [tallyTexts]*string
		if err := scan(&id, &rules, &kept[0], &kept[1], &kept[2], &kept[3], &kept[4]); err != nil {
			return err
		}
		if rules != nil && *rules == tallyRules {
			if t, ok := reader.tally(id, kept); ok {
				return f(t)
			}
		}
		t, err := counter.count(id)
		if err != nil {
			return err
		}
		return f(t)
	})
}

const missingTallies = `SELECT d.id FROM documents d LEFT JOIN tallies t ON t.document_id = d.id AND t.rules = ? WHERE t.document_id IS NULL`

const (
	talliesAtOnce = 50 // how many are counted and kept in one go
	talliesToKeep = 50 // with fewer than this it is quicker to count them again
)

// CountTallies counts what an earlier version, or a large import, has left to be
// counted, so that who asks for it later need not wait.
func (s *Store) CountTallies(ctx context.Context) error { return s.countTallies(ctx, nil) }

// countTallies counts and keeps the tallies that are missing, if they are many.
// Where they cannot be kept, they are counted whenever they are asked for.
func (s *Store) countTallies(ctx context.Context, progress func(done, total int)) error {
	missing, err := s.reading(ctx).IDs(missingTallies, tallyRules)
	if err != nil || len(missing) < talliesToKeep {
		return err
	}
	total := len(missing)
	for len(missing) > 0 {
		some := missing[:min(talliesAtOnce, len(missing))]
		missing = missing[len(some):]
		if err := s.keepTallies(ctx, some); err != nil {
			if ctx.Err() != nil || errors.Is(err, db.ErrDamaged) {
				return err
			}
			return nil // it cannot be written, for now or at all
		}
		if progress != nil {
			progress(total-len(missing), total)
		}
	}
	return nil
}

// keepTallies counts some documents and keeps what it finds, unless something
// was changed meanwhile. It is no action: it says nothing new.
func (s *Store) keepTallies(ctx context.Context, ids []string) error {
	counted := make(map[string][tallyTexts]string, len(ids))
	var at int64
	err := s.Snapshot(ctx, func(q db.Querier) error {
		if _, err := q.One("SELECT ifnull(max(seq), 0) FROM actions", nil, &at); err != nil {
			return err
		}
		counter := tallyCounter{Querier: q}
		for _, id := range ids {
			t, err := counter.count(id)
			if err != nil {
				return err
			}
			if texts, ok := t.encode(); ok {
				counted[id] = texts
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.WriteUnrecorded(ctx, func(q db.Querier) error {
		var now int64
		if _, err := q.One("SELECT ifnull(max(seq), 0) FROM actions", nil, &now); err != nil || now != at {
			return err
		}
		for _, id := range ids {
			if texts, ok := counted[id]; ok {
				err := q.Exec("INSERT OR REPLACE INTO tallies (document_id, rules, kinds, differing, stints, spans, claims) VALUES (?, ?, ?, ?, ?, ?, ?)",
					id, tallyRules, texts[0], texts[1], texts[2], texts[3], []byte(texts[4]))
				if err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// tallyCounter counts one document after another.
type tallyCounter struct {
	db.Querier
	who *db.Aliases // nil before the first document
}

const (
	talliedClaims = `SELECT c.id, c.start, c."end", ifnull(c.label_id, ''), c.status, c.person_id, ifnull(c.labeller_id, ''), ifnull(c.corrected, 0),
		ifnull(c.final_label_id, ''), ` + isSettled + `, c.created_at, ` + db.LabelledAt + `
		FROM claims c WHERE c.document_id = ? ORDER BY c.start, c."end", c.id`
	talliedDecisions = `SELECT d.claim_id, d.person_id, ifnull(d.session_id, ''), ifnull(s.mode, ''), d.kind, ifnull(d.label_id, ''), d.created_at, d.updated_at
		FROM claims c CROSS JOIN decisions d ON d.claim_id = c.id LEFT JOIN review_sessions s ON s.id = d.session_id
		WHERE c.document_id = ? ORDER BY d.created_at, d.id`
)

// talliedClaim is a claim as it is counted, with the decisions on it.
type talliedClaim struct {
	ClaimHead
	labellerID string // who gave the label, if not the maker
	corrected  bool
	decided    bool
	spoken     []talliedDecision // in sessions, skips aside
}

type talliedDecision struct {
	Decision
	mode Mode
}

// count counts a document.
func (c *tallyCounter) count(id string) (*Tally, error) {
	if c.who == nil {
		who, err := db.ReadAliases(c.Querier)
		if err != nil {
			return nil, err
		}
		c.who = &who
	}
	var all []*talliedClaim
	by := make(map[string]*talliedClaim)
	var done doings
	err := c.Each(talliedClaims, []any{id}, func(scan func(...any) error) error {
		t := &talliedClaim{}
		var made, given string
		err := scan(&t.ID, &t.Start, &t.End, &t.LabelID, &t.Status, &t.PersonID, &t.labellerID, &t.corrected, &t.FinalLabelID, &t.Settled, &made, &given)
		t.DocumentID, t.PersonID, t.LabelledAt = id, c.who.Canonical(t.PersonID).ID, db.ParseTime(given)
		t.LabellerID = t.PersonID
		if t.labellerID != "" {
			t.LabellerID = c.who.Canonical(t.labellerID).ID
		}
		all, by[t.ID] = append(all, t), t
		done.add(doing{t.PersonID, db.ParseTime(made), 1, number(t.LabelID != "" && t.labellerID == ""), 0})
		return err
	})
	if err != nil {
		return nil, err
	}
	err = c.Each(talliedDecisions, []any{id}, func(scan func(...any) error) error {
		var d talliedDecision
		var made, updated string
		if err := scan(&d.ClaimID, &d.PersonID, &d.SessionID, &d.mode, &d.Kind, &d.LabelID, &made, &updated); err != nil {
			return err
		}
		d.PersonID, d.UpdatedAt = c.who.Canonical(d.PersonID).ID, db.ParseTime(updated)
		said := d.Kind != DecidedSkip
		done.add(doing{d.PersonID, db.ParseTime(made), 0, 0, number(said)})
		if t := by[d.ClaimID]; t != nil && said {
			t.decided = true
			if d.SessionID != "" {
				t.spoken = append(t.spoken, d)
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	t := &Tally{DocumentID: id, Stints: done.stints(), Claims: &Queue{}}
	t.addSpans(all)
	return t, nil
}

// StaleTallies gives a function that tells whether what is kept of a document's
// counts is not what can be counted.
func StaleTallies(q db.Querier) func(documentID string) (bool, error) {
	counter := tallyCounter{Querier: q}
	return func(id string) (bool, error) {
		var kept [tallyTexts]string
		found, err := q.One("SELECT kinds, differing, stints, spans, claims FROM tallies WHERE document_id = ? AND rules = ?", []any{id, tallyRules},
			&kept[0], &kept[1], &kept[2], &kept[3], &kept[4])
		if err != nil || !found {
			return false, err
		}
		t, err := counter.count(id)
		if err != nil {
			return false, err
		}
		texts, _ := t.encode()
		return texts != kept, nil
	}
}

func number(is bool) int {
	if is {
		return 1
	}
	return 0
}

// addSpans counts the spans that claims, in text order, stand on.
func (t *Tally) addSpans(all []*talliedClaim) {
	at := make(map[string]int)
	for from := 0; from < len(all); {
		to := from + 1
		for to < len(all) && all[to].Start == all[from].Start && all[to].End == all[from].End {
			to++
		}
		var placed []*talliedClaim
		for _, c := range all[from:to] {
			if c.Status == StatusOrphaned {
				t.addSpan(at, SpanKind{Claims: []ClaimKind{c.kind()}}, c)
			} else {
				placed = append(placed, c)
			}
		}
		from = to
		if len(placed) == 0 {
			continue
		}
		kind := spanKind(placed)
		t.addSpan(at, kind, placed...)
		if differ := Disagreement(kind.Words); differ > 0 {
			settled := !slices.ContainsFunc(kind.Claims, func(c ClaimKind) bool { return !c.Settled })
			t.Differing = append(t.Differing, DifferingSpan{placed[0].ID, differ, settled})
		}
	}
}

func (t *Tally) addSpan(at map[string]int, kind SpanKind, on ...*talliedClaim) {
	key := kind.key()
	i, known := at[key]
	if !known {
		i = len(t.Kinds)
		at[key] = i
		t.Kinds = append(t.Kinds, kind)
	}
	t.Kinds[i].Count++
	t.Spans = append(t.Spans, TalliedSpan{i, on[0].Start, on[0].End})
	for _, c := range on {
		t.Claims.Add(c.ID)
	}
}

func (c *talliedClaim) kind() ClaimKind {
	return ClaimKind{c.Status, c.LabelID, c.PersonID, c.FinalLabelID, c.Settled, c.decided, c.LabelID != "" && c.labellerID == "" && !c.corrected}
}

// flags are 1 for Settled, 2 for Decided and 4 for Own, added up.
func (c *ClaimKind) flags() int { return number(c.Settled) + 2*number(c.Decided) + 4*number(c.Own) }

func spanKind(placed []*talliedClaim) SpanKind {
	var kind SpanKind
	var heads []ClaimHead
	spoken, unseen := make(map[string][]Decision), make(map[string][]Decision)
	var unseenHeads []ClaimHead
	for _, c := range placed {
		kind.Claims = append(kind.Claims, c.kind())
		heads = append(heads, c.ClaimHead)
		if !c.corrected { // else the label was given in sight of another's
			unseenHeads = append(unseenHeads, c.ClaimHead)
		} else {
			without := c.ClaimHead
			without.LabelID = ""
			unseenHeads = append(unseenHeads, without)
		}
		for _, d := range c.spoken {
			spoken[c.ID] = append(spoken[c.ID], d.Decision)
			if d.mode != ModeOpen {
				unseen[c.ID] = append(unseen[c.ID], d.Decision)
			}
			if !slices.Contains(kind.Reviewers, d.PersonID) {
				kind.Reviewers = append(kind.Reviewers, d.PersonID)
			}
		}
	}
	slices.Sort(kind.Reviewers)
	kind.Words, kind.Unseen = saidOn(heads, spoken), saidOn(unseenHeads, unseen)
	return kind
}

func saidOn(heads []ClaimHead, spoken map[string][]Decision) []SaidWord {
	var all []SaidWord
	for _, w := range WordsOn(heads, spoken) {
		all = append(all, SaidWord{w.PersonID, w.LabelID})
	}
	return all
}

// key is the same for kinds that are the same.
func (k *SpanKind) key() string {
	var b strings.Builder
	for _, c := range k.Claims {
		b.WriteString(strings.Join([]string{string(c.Status), c.LabelID, c.PersonID, c.FinalLabelID, strconv.Itoa(c.flags())}, "\x00") + "\x01")
	}
	for _, words := range [][]SaidWord{k.Words, k.Unseen} {
		b.WriteString("\x02")
		for _, w := range words {
			b.WriteString(w.PersonID + "\x00" + w.LabelID + "\x01")
		}
	}
	b.WriteString("\x02" + strings.Join(k.Reviewers, "\x00"))
	return b.String()
}

// doing is a claim that somebody made, or a decision.
type doing struct {
	personID                    string
	at                          time.Time
	claims, labelled, decisions int
}

type doings []doing

// add leaves out what has no time.
func (d *doings) add(one doing) {
	if !one.at.IsZero() {
		*d = append(*d, one)
	}
}

const quarter = int64(15 * time.Minute / time.Millisecond)

// stints puts together what was done without a pause.
func (d doings) stints() []Stint {
	slices.SortStableFunc(d, func(a, b doing) int { return cmp.Or(cmp.Compare(a.personID, b.personID), a.at.Compare(b.at)) })
	var all []Stint
	for _, one := range d {
		at := one.at.UnixMilli()
		n := len(all) - 1
		if n < 0 || all[n].PersonID != one.personID || at-all[n].Last > MaxPause.Milliseconds() || at/quarter != all[n].First/quarter {
			all = append(all, Stint{PersonID: one.personID, First: at, Last: at, Times: 1})
			n++
		} else if at > all[n].Last {
			all[n].Last = at
			all[n].Times++
		}
		all[n].Claims, all[n].Labelled, all[n].Decisions = all[n].Claims+one.claims, all[n].Labelled+one.labelled, all[n].Decisions+one.decisions
	}
	return all
}
