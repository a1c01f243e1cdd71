package store

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

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

// The parts of a tally are kept as text. In the first line stand the ids as a
// JSON list, to which the numbers in the others refer, 0 being "". Then a line each,
// its fields separated by tabs. The ids of the claims are kept as a queue is: those
// that cannot be packed stand in the first line of the spans.

// tallyTexts is how many they are.
const tallyTexts = 5

var statusLetters = map[Status]string{StatusOpen: "o", StatusUnanimous: "u", StatusAdjudicated: "a", StatusUnresolved: "n", StatusRejected: "r", StatusOrphaned: "l"}

var statusOfLetter = func() map[string]Status {
	by := make(map[string]Status)
	for status, letter := range statusLetters {
		by[letter] = status
	}
	return by
}()

// idNumbers gives ids their numbers.
type idNumbers struct {
	ids   []string // in order, so that documents of the same people have the same list
	sound bool     // none has a character that stands for something in the text
}

func numbered(ids ...string) *idNumbers {
	slices.Sort(ids)
	n := &idNumbers{slices.DeleteFunc(slices.Compact(ids), func(id string) bool { return id == "" }), true}
	for _, id := range n.ids {
		n.sound = n.sound && !strings.ContainsFunc(id, unicode.IsControl)
	}
	return n
}

func (n *idNumbers) of(id string) string {
	at, _ := slices.BinarySearch(n.ids, id)
	return strconv.Itoa(at + number(id != ""))
}

func (n *idNumbers) text(lines string) string { return db.JSONList(n.ids) + "\n" + lines }

// encode gives the texts that the parts of a tally are kept as; none where an
// id has a character that stands for something in it.
func (t *Tally) encode() (texts [tallyTexts]string, ok bool) {
	var ids, makers, claims []string
	for _, k := range t.Kinds {
		for _, c := range k.Claims {
			ids = append(ids, c.LabelID, c.PersonID, c.FinalLabelID)
		}
		for _, w := range slices.Concat(k.Words, k.Unseen) {
			ids = append(ids, w.PersonID, w.LabelID)
		}
		ids = append(ids, k.Reviewers...)
	}
	for _, d := range t.Differing {
		claims = append(claims, d.ClaimID)
	}
	for _, s := range t.Stints {
		makers = append(makers, s.PersonID)
	}
	inKinds, inDiffering, inStints := numbered(ids...), numbered(claims...), numbered(makers...)
	var kinds, differing, stints, spans strings.Builder
	for i := range t.Kinds {
		kinds.WriteString(strconv.Itoa(t.Kinds[i].Count) + "\t" + t.Kinds[i].line(inKinds) + "\n")
	}
	for _, d := range t.Differing {
		differing.WriteString(d.ClaimID + "\t" + strconv.FormatFloat(d.Disagreement, 'g', -1, 64) + "\t" + strconv.Itoa(number(d.Settled)) + "\n")
	}
	for _, s := range t.Stints {
		stints.WriteString(inStints.of(s.PersonID))
		for _, n := range []int64{s.First, s.Last - s.First, int64(s.Times), int64(s.Claims), int64(s.Labelled), int64(s.Decisions)} {
			stints.WriteString("\t" + strconv.FormatInt(n, 10))
		}
		stints.WriteByte('\n')
	}
	before := 0
	for _, s := range t.Spans {
		spans.WriteString(strconv.Itoa(s.Kind) + "\t" + strconv.Itoa(s.Start-before) + "\t" + strconv.Itoa(s.End-s.Start) + "\n")
		before = s.Start
	}
	odd := (&idNumbers{ids: t.Claims.odd}).text(spans.String())
	return [...]string{inKinds.text(kinds.String()), differing.String(), inStints.text(stints.String()), odd, string(t.Claims.packed)}, inKinds.sound && inDiffering.sound && inStints.sound
}

// line writes what the spans of a kind have in common.
func (k *SpanKind) line(ids *idNumbers) string {
	var claims, reviewers []string
	for _, c := range k.Claims {
		claims = append(claims, statusLetters[c.Status]+","+ids.of(c.LabelID)+","+ids.of(c.PersonID)+","+ids.of(c.FinalLabelID)+","+strconv.Itoa(c.flags()))
	}
	words := func(all []SaidWord) string {
		var list []string
		for _, w := range all {
			list = append(list, ids.of(w.PersonID)+","+ids.of(w.LabelID))
		}
		return strings.Join(list, " ")
	}
	unseen := "="
	if !slices.Equal(k.Words, k.Unseen) {
		unseen = words(k.Unseen)
	}
	for _, r := range k.Reviewers {
		reviewers = append(reviewers, ids.of(r))
	}
	return strings.Join([]string{strings.Join(claims, " "), words(k.Words), unseen, strings.Join(reviewers, " ")}, "\t")
}

// tallyReader reads what encode wrote. Kinds that were read before are not read
// again: many documents have the same.
type tallyReader struct {
	known  map[string]map[string]SpanKind // by the line of ids and its own
	ids    []string
	fields string // of a line, what is not read yet
	failed bool
}

// mostKnown is how many kinds are kept at most.
const mostKnown = 10_000

// tally reads the parts of a tally that are not nil.
func (r *tallyReader) tally(documentID string, kept [tallyTexts]*string) (t *Tally, ok bool) {
	t = &Tally{DocumentID: documentID}
	r.failed = false
	if kept[0] != nil {
		t.Kinds = r.kinds(*kept[0])
	}
	if kept[1] != nil {
		for line := range eachLine(*kept[1]) {
			r.fields = line
			t.Differing = append(t.Differing, r.differing())
		}
	}
	if kept[2] != nil {
		for line := range eachLine(r.head(*kept[2])) {
			r.fields = line
			t.Stints = append(t.Stints, r.stint())
		}
	}
	if kept[3] != nil && kept[4] != nil {
		r.spans(t, r.head(*kept[3]), *kept[4])
	}
	return t, !r.failed
}

func eachLine(text string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for text != "" {
			line, rest, _ := strings.Cut(text, "\n")
			if text = rest; !yield(line) {
				return
			}
		}
	}
}

// head reads the line of ids and gives those behind it.
func (r *tallyReader) head(text string) string {
	head, rest, _ := strings.Cut(text, "\n")
	r.ids = nil
	r.failed = json.Unmarshal([]byte(head), &r.ids) != nil || r.failed
	return rest
}

func (r *tallyReader) kinds(text string) []SpanKind {
	head, rest, _ := strings.Cut(text, "\n")
	known := r.known[head]
	if known == nil {
		if len(r.known) > mostKnown {
			clear(r.known)
		}
		known = make(map[string]SpanKind)
		if r.head(text); !r.failed {
			r.known[head] = known
		}
	}
	kinds := make([]SpanKind, 0, strings.Count(rest, "\n"))
	r.ids = nil
	for line := range eachLine(rest) {
		count, line, _ := strings.Cut(line, "\t")
		kind, is := known[line]
		if !is {
			if r.ids == nil {
				r.head(text)
			}
			r.fields = line
			kind = r.kind()
			if len(known) < mostKnown {
				known[strings.Clone(line)] = kind
			}
		}
		kind.Count = int(r.number(count))
		kinds = append(kinds, kind)
	}
	return kinds
}

// spans reads which spans there are, of the kinds that were read, and the ids of the claims on them.
func (r *tallyReader) spans(t *Tally, lines, claims string) {
	t.Spans, t.Claims = make([]TalliedSpan, 0, strings.Count(lines, "\n")), &Queue{packed: []byte(claims), odd: r.ids}
	standing, start := 0, 0
	for line := range eachLine(lines) {
		r.fields = line
		kind, after, length := int(r.number(r.next("\t"))), int(r.number(r.next("\t"))), int(r.number(r.next("\t")))
		if kind < 0 || kind >= len(t.Kinds) {
			r.failed = true
			return
		}
		start += after
		t.Spans = append(t.Spans, TalliedSpan{kind, start, start + length})
		standing += len(t.Kinds[kind].Claims)
	}
	r.failed = r.failed || len(claims) != standing*idLength || !t.Claims.whole()
}

func (r *tallyReader) next(separator string) (field string) {
	field, r.fields, _ = strings.Cut(r.fields, separator)
	return field
}

func (r *tallyReader) number(s string) int64 {
	n, err := strconv.ParseInt(s, 10, 64)
	r.failed = r.failed || err != nil
	return n
}

func (r *tallyReader) id(s string) string {
	switch n := r.number(s); {
	case n == 0:
		return ""
	case n < 0 || n > int64(len(r.ids)):
		r.failed = true
		return ""
	default:
		return r.ids[n-1]
	}
}

func (r *tallyReader) kind() (k SpanKind) {
	claims, words, unseen, reviewers := r.next("\t"), r.next("\t"), r.next("\t"), r.next("\t")
	for claims != "" {
		r.fields, claims, _ = strings.Cut(claims, " ")
		c := ClaimKind{Status: statusOfLetter[r.next(",")], LabelID: r.id(r.next(",")), PersonID: r.id(r.next(",")), FinalLabelID: r.id(r.next(","))}
		flags := r.number(r.next(","))
		c.Settled, c.Decided, c.Own = flags&1 != 0, flags&2 != 0, flags&4 != 0
		k.Claims = append(k.Claims, c)
	}
	k.Words = r.words(words)
	if k.Unseen = k.Words; unseen != "=" {
		k.Unseen = r.words(unseen)
	}
	for reviewers != "" {
		r.fields, reviewers, _ = strings.Cut(reviewers, " ")
		k.Reviewers = append(k.Reviewers, r.id(r.fields))
	}
	return k
}

func (r *tallyReader) words(list string) (all []SaidWord) {
	for list != "" {
		r.fields, list, _ = strings.Cut(list, " ")
		all = append(all, SaidWord{r.id(r.next(",")), r.id(r.next(","))})
	}
	return all
}

func (r *tallyReader) differing() DifferingSpan {
	d := DifferingSpan{ClaimID: r.next("\t")}
	var err error
	if d.Disagreement, err = strconv.ParseFloat(r.next("\t"), 64); err != nil {
		r.failed = true
	}
	d.Settled = r.next("\t") == "1"
	return d
}

func (r *tallyReader) stint() Stint {
	s := Stint{PersonID: r.id(r.next("\t")), First: r.number(r.next("\t"))}
	s.Last = s.First + r.number(r.next("\t"))
	s.Times, s.Claims = int(r.number(r.next("\t"))), int(r.number(r.next("\t")))
	s.Labelled, s.Decisions = int(r.number(r.next("\t"))), int(r.number(r.next("\t")))
	return s
}
