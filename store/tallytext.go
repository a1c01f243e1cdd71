package store

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"factmark/store/internal/db"
)

// The parts of a tally are kept as text. The first line holds the ids as a JSON
// list, to which the numbers in the others refer, 0 being "". Then comes a line for
// each entry, its fields separated by tabs. The ids of the claims are kept as a queue
// is: the first line of the spans holds those that cannot be packed.

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
