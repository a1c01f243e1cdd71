package store

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"factmark/store/internal/db"
)

// naming is what something was called from an event on.
type naming struct {
	seq  int64
	name string
}

// nameAt gives what a label, a person or a document was called right after an
// event. Those made with the file have no event that makes them: the first
// that changes them knows what they were called before.
func (h *historian) nameAt(t *db.Table, id string, seq int64) (string, error) {
	if id == "" {
		return "", nil
	}
	key := t.Name + " " + id
	all, known := h.names[key]
	if !known {
		var err error
		if all, err = h.namings(t, id); err != nil {
			return "", err
		}
		h.names[key] = all
	}
	name := ""
	for _, n := range all {
		if n.seq <= seq || name == "" {
			name = n.name
		}
	}
	return name, nil
}

// presentName gives what a person is called now.
func (h *historian) presentName(id string) (string, error) {
	return h.nameAt(db.People, id, math.MaxInt64)
}

// namings gives all names of something, the earliest first.
func (h *historian) namings(t *db.Table, id string) ([]naming, error) {
	var all []naming
	err := h.Each("SELECT seq, before, after FROM events WHERE entity = ? AND entity_id = ? ORDER BY seq", []any{t.Name, id},
		func(scan func(...any) error) error {
			var seq int64
			var before, after *string
			if err := scan(&seq, &before, &after); err != nil {
				return err
			}
			if was, err := t.Decode(before); err == nil && was != nil && len(all) == 0 {
				all = append(all, naming{0, nameIn(t, was)})
			}
			if is, err := t.Decode(after); err == nil && is != nil {
				all = append(all, naming{seq, nameIn(t, is)})
			}
			return nil
		})
	if err != nil || len(all) > 0 {
		return all, err
	}
	r, err := h.Querier.Read(t, id)
	if err == nil && r != nil {
		all = append(all, naming{0, nameIn(t, r)})
	}
	return all, err
}

// nameIn gives the name in a row, or its title.
func nameIn(t *db.Table, r db.Row) string {
	i := max(t.Index("name"), t.Index("title"))
	if i < 0 {
		return ""
	}
	return r.Text(i)
}

// shownColumn is a column that readers see, in their words.
type shownColumn struct {
	name, column string
	word         func(h *historian, r db.Row, value any, seq int64) (string, error) // nil: the value itself
}

var (
	asLabel    = named(db.Labels)
	asDocument = named(db.Documents)
)

// asPerson writes who it is by their present name.
func asPerson(h *historian, _ db.Row, value any, _ int64) (string, error) {
	id, _ := value.(string)
	return h.presentName(id)
}

// asClaim writes the quote of a claim.
func asClaim(h *historian, _ db.Row, value any, seq int64) (string, error) {
	id, _ := value.(string)
	if id == "" {
		return "", nil
	}
	quote, _, err := h.claimAt(id, seq)
	return quote, err
}

func named(t *db.Table) func(*historian, db.Row, any, int64) (string, error) {
	return func(h *historian, _ db.Row, value any, seq int64) (string, error) {
		id, _ := value.(string)
		return h.nameAt(t, id, seq)
	}
}

// asSpan writes the column start together with the next one, end.
func asSpan(t *db.Table) func(*historian, db.Row, any, int64) (string, error) {
	return func(_ *historian, r db.Row, value any, _ int64) (string, error) {
		if value == nil {
			return "", nil
		}
		return fmt.Sprintf("%v–%v", value, r[t.Index("end")]), nil
	}
}

func asPercent(_ *historian, _ db.Row, value any, _ int64) (string, error) {
	f, ok := value.(float64)
	if !ok {
		return "", nil
	}
	return strconv.FormatFloat(f*100, 'f', -1, 64) + " %", nil
}

// asRating writes the place on a scale, nothing for none.
func asRating(_ *historian, _ db.Row, value any, _ int64) (string, error) {
	if n, _ := value.(int64); n != 0 {
		return strconv.FormatInt(n, 10), nil
	}
	return "", nil
}

func asYes(_ *historian, _ db.Row, value any, _ int64) (string, error) {
	if n, _ := value.(int64); n != 0 {
		return "yes", nil
	}
	return "", nil
}

// shown are the columns of each table that readers see.
var shown = map[*db.Table][]shownColumn{
	db.Claims: {{"Label", "label_id", asLabel}, {"Quote", "quote", nil}, {"Place", "start", asSpan(db.Claims)}, {"Document", "document_id", asDocument},
		{"Statement", "statement", nil}, {"Claimant", "claimant", nil}, {"Claim date", "claim_date", nil}, {"Type", "claim_type", nil},
		{"Confidence", "confidence", asPercent}, {"Note", "note", nil}, {"Same as", "first_claim_id", asClaim}, {"Status", "status", nil}, {"Annotator", "person_id", asPerson}, {"Labelled by", "labeller_id", asPerson},
		{"Final label", "final_label_id", asLabel}, {"Reviewer", "reviewer_id", asPerson}},
	db.Documents: {{"Title", "title", nil}, {"Publisher", "publisher", nil}, {"Published", "published", nil}, {"Source", "source_url", nil},
		{"File", "file_name", nil}, {"Character set", "charset", nil}, {"Characters", "length", nil}, {"Text (SHA-256)", "sha256", nil}},
	db.Labels: {{"Name", "name", nil}, {"Meaning", "meaning", nil}, {"Key", "key", nil}, {"Letter", "letter", nil}, {"Light colour", "light", nil},
		{"Dark colour", "dark", nil}, {"Underline", "pattern", nil}, {"Position", "position", nil}, {"Guideline", "guideline", nil},
		{"Group", "group", nil}, {"Rating", "rating", asRating}, {"Retired", "retired", asYes}},
	db.MergedLabels: {{"Merged into", "label_id", asLabel}},
	db.People:       {{"Name", "name", nil}, {"Pseudonym", "pseudonym", nil}, {"Same as", "same_as", asPerson}},
	db.Evidence: {{"Stance", "stance", nil}, {"Set", "evidence_set", nil}, {"Quote", "quote", nil}, {"Document", "document_id", asDocument},
		{"Place", "start", asSpan(db.Evidence)}, {"URL", "url", nil}, {"Published", "published", nil},
		{"Archive", "archive_url", nil}, {"Note", "note", nil}},
	db.Suggestions: {{"Label", "label_id", asLabel}, {"Quote", "quote", nil}, {"Place", "start", asSpan(db.Suggestions)}, {"Document", "document_id", asDocument},
		{"Statement", "statement", nil}, {"Note", "note", nil}, {"Model", "model", nil}, {"Score", "score", asPercent}, {"State", "state", nil},
		{"Reviewer", "reviewer_id", asPerson}},
	db.RefusedPassages: {{"Place", "start", asSpan(db.RefusedPassages)}, {"Document", "document_id", asDocument}},
	db.ReviewSessions:  {{"Name", "name", nil}, {"Mode", "mode", nil}, {"Began", "started_at", nil}, {"Ended", "ended_at", nil}},
	db.Decisions: {{"Decision", "kind", nil}, {"Label", "label_id", asLabel}, {"Comment", "comment", nil}, {"By", "person_id", asPerson},
		{"Seconds", "seconds", nil}},
	db.NotContent: {{"Place", "start", asSpan(db.NotContent)}},
}

// row puts an event into words. An image that cannot be read has none; Check says so.
func (h *historian) row(e *past) (HistoryRow, error) {
	r := HistoryRow{Seq: e.seq, Entity: e.entity, Verb: e.verb, ID: e.id, Noun: e.entity}
	t := db.Evented[e.entity]
	if t == nil {
		return r, nil
	}
	r.Noun = t.Noun
	before, err := t.Decode(e.before)
	after, err2 := t.Decode(e.after)
	if err != nil || err2 != nil {
		return r, nil
	}
	for _, c := range shown[t] {
		was, err := h.word(t, c, before, e.seq-1)
		if err != nil {
			return r, err
		}
		is, err := h.word(t, c, after, e.seq)
		if err != nil {
			return r, err
		}
		changed := was != is
		if before != nil && after != nil { // two labels may have had one name
			i := t.Index(c.column)
			changed = before[i] != after[i] || c.column == "start" && before[t.Index("end")] != after[t.Index("end")]
		}
		if changed {
			r.Fields = append(r.Fields, HistoryField{c.name, was, is})
		}
	}
	if err := h.title(&r, t, db.Either(after, before)); err != nil {
		return r, err
	}
	if t == db.Claims {
		now, err := h.Querier.Read(db.Claims, e.id)
		if err != nil {
			return r, err
		}
		r.Restorable = now == nil || !sameClaim(now, db.Either(after, before))
	}
	return r, nil
}

func (h *historian) word(t *db.Table, c shownColumn, r db.Row, seq int64) (string, error) {
	if r == nil {
		return "", nil
	}
	value := r[t.Index(c.column)]
	switch {
	case c.word != nil:
		return c.word(h, r, value, seq)
	case value == nil:
		return "", nil
	}
	return fmt.Sprint(value), nil
}

// title says what a row is.
func (h *historian) title(r *HistoryRow, t *db.Table, image db.Row) (err error) {
	str := func(column string) string { return image.Text(t.Index(column)) }
	switch t {
	case db.Claims:
		r.Title, r.DocumentID = str("quote"), str("document_id")
	case db.Evidence:
		if r.Title, r.DocumentID = str("quote"), str("document_id"); r.Title == "" {
			r.Title = str("url")
		}
	case db.Suggestions:
		r.Title, r.DocumentID = str("quote"), str("document_id")
	case db.NotContent:
		r.Title, _ = asSpan(t)(h, image, image[t.Index("start")], r.Seq)
		r.DocumentID = str("document_id")
	case db.RefusedPassages: // it is what was refused for a claim
		r.Title, _, err = h.claimAt(str("claim_id"), r.Seq)
		r.DocumentID = str("document_id")
	case db.Decisions:
		r.Title, r.DocumentID, err = h.claimAt(str("claim_id"), r.Seq)
	case db.Documents:
		r.Title, r.DocumentID, r.Document = str("title"), r.ID, str("title")
	default:
		r.Title = nameIn(t, image)
	}
	if err == nil && r.Document == "" {
		r.Document, err = h.nameAt(db.Documents, r.DocumentID, r.Seq)
	}
	return err
}

// claimAt gives the quote and the document of a claim as they were right after an event.
func (h *historian) claimAt(id string, seq int64) (quote, documentID string, err error) {
	var before, after *string
	_, err = h.One("SELECT before, after FROM events WHERE entity = 'claims' AND entity_id = ? AND seq <= ? ORDER BY seq DESC LIMIT 1",
		[]any{id, seq}, &before, &after)
	if err != nil {
		return "", "", err
	}
	if after == nil {
		after = before
	}
	r, err := db.Claims.Decode(after)
	if err == nil && r == nil { // it was made with the file, and has not changed until then
		r, err = h.Querier.Read(db.Claims, id)
	}
	if err != nil || r == nil {
		return "", "", nil
	}
	c := ClaimOf(r)
	return strings.TrimSpace(c.Quote), c.DocumentID, nil
}
