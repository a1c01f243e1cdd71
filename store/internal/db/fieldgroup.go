package db

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
)

// FieldGroup is a group of columns whose values one register holds: a merge takes all
// of them from one replica, never some of each.
type FieldGroup struct {
	Name    string
	Columns []int
	Rule    MergeRule
}

// MergeRule says what a merge makes of values that replicas assigned concurrently.
type MergeRule int

const (
	Ask      MergeRule = iota // a conflict: both values stay live, for someone to choose
	Newest                    // the last writer wins
	Least                     // the smaller one
	Greatest                  // the greater one
	Decision                  // decided before derived values; among different decisions, as Ask
)

// Existence names the register that says whether a row is alive or deleted.
const Existence = "row"

// The values of the existence register.
const (
	Alive   = "1"
	Deleted = "null"
)

// fieldGroupsOf gives the field groups of each table; a column that is not named
// is a group of its own, with the rule ask.
var fieldGroupsOf = map[string][]struct {
	name    string
	columns string
	rule    MergeRule
}{
	"people": {{"created", "created_at", Least}},
	"labels": {{"look", "letter light dark pattern", Newest}, {"position", "position", Newest}, {"key", "key", Newest}, {"group", "group", Newest},
		{"rating", "rating", Newest}, {"retired", "retired", Newest}},
	"merged_labels": {{"merged", "label_id name", Newest}, {"person", "person_id", Newest}, {"created", "created_at", Least}},
	"documents": {{"text", "sha256 length", Ask}, {"file", "file_name charset original_sha256", Newest},
		{"added", "added_at", Least}, {"language", "language", Newest}, {"status", "status", Newest}},
	"claims": {{"span", "document_id start end quote prefix suffix document_sha256", Ask}, {"label", "label_id labeller_id corrected labelled_at", Ask},
		{"final", "status final_label_id reviewer_id reviewed_at", Decision}, {"person", "person_id", Newest},
		{"link", "first_claim_id", Ask}, {"created", "created_at", Least}, {"updated", "updated_at", Greatest}},
	"evidence": {{"span", "document_id start end quote prefix suffix document_sha256 url published archive_url", Ask}, {"stance", "stance evidence_set", Ask},
		{"claim", "claim_id", Newest}, {"person", "person_id", Newest},
		{"created", "created_at", Least}, {"updated", "updated_at", Greatest}},
	"review_sessions": {{"plan", "mode selection seed", Newest}, {"end", "ended_at", Ask}, {"summary", "summary", Newest},
		{"person", "person_id", Newest}, {"started", "started_at", Least}},
	"decisions": {{"label", "kind label_id", Ask}, {"seconds", "seconds", Newest}, {"claim", "claim_id", Newest},
		{"session", "session_id", Newest}, {"person", "person_id", Newest},
		{"created", "created_at", Least}, {"updated", "updated_at", Greatest}},
	"refused_passages": {{"span", "document_id start end", Newest}, {"claim", "claim_id", Newest}, {"person", "person_id", Newest}, {"created", "created_at", Least}},
	"suggestions": {{"span", "document_id start end quote prefix suffix document_sha256", Newest}, {"said", "label_id statement note model score", Newest},
		{"state", "state reviewer_id reviewed_at", Newest}, {"person", "person_id", Newest}, {"created", "created_at", Least}},
	"not_content": {{"span", "document_id start end", Ask}, {"person", "person_id", Newest}, {"created", "created_at", Least}},
}

// BlindGroups are the field groups of a claim that a blind package leaves out.
var BlindGroups = map[string]bool{"label": true, "note": true, "confidence": true, "final": true, "updated": true}

// fieldGroups gives the groups of a table; together they hold every column but the id.
func (t *Table) fieldGroups() []FieldGroup {
	var all []FieldGroup
	taken := map[string]bool{t.Columns[IDColumn]: true}
	for _, p := range fieldGroupsOf[t.Name] {
		found := FieldGroup{Name: p.name, Rule: p.rule}
		for _, c := range strings.Fields(p.columns) {
			taken[c] = true
			found.Columns = append(found.Columns, t.Column(c))
		}
		all = append(all, found)
	}
	for i, c := range t.Columns {
		if !taken[c] {
			all = append(all, FieldGroup{c, []int{i}, Ask})
		}
	}
	return all
}

// Column gives the place of a column that the table has.
func (t *Table) Column(name string) int {
	for i, c := range t.Columns {
		if c == name {
			return i
		}
	}
	panic("the table " + t.Name + " has no column " + name)
}

// IsFirst tells whether a field group came with a later version and has in a row what it had in all rows then.
func (t *Table) IsFirst(p FieldGroup, r Row) bool {
	for _, c := range p.Columns {
		if !t.Later[c] || r[c] != t.first[c] {
			return false
		}
	}
	return true
}

// Value writes a field group of a row as a JSON object.
func (t *Table) Value(p FieldGroup, r Row) (string, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if p.Rule == Decision { // being an orphan is no part of how a claim was settled
		r = slices.Clone(r)
		r[ClaimsStatus] = StatusInPlace(r.Text(ClaimsStatus), r.Text(ClaimsFinalLabelID), r.Text(ClaimsReviewerID))
	}
	b.WriteByte('{')
	for i, c := range p.Columns {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(`"` + t.Columns[c] + `":`)
		if err := enc.Encode(r[c]); err != nil {
			return "", Failf(ErrInvalid, "the %s of a %s is not a number; nothing was changed", t.Columns[c], t.Noun)
		}
		b.Truncate(b.Len() - 1) // the encoder's newline
	}
	b.WriteByte('}')
	return b.String(), nil
}

// Set writes a value of a field group, as Value gives it, into a row.
func (t *Table) Set(p FieldGroup, r Row, value string) error {
	from, err := t.Decode(&value)
	if err != nil {
		return err
	}
	for _, c := range p.Columns {
		r[c] = from[c]
	}
	return nil
}

// GroupNamed gives a field group of the table and its place.
func (t *Table) GroupNamed(name string) (FieldGroup, int, error) {
	for i, p := range t.Groups {
		if p.Name == name {
			return p, i, nil
		}
	}
	return FieldGroup{}, 0, Failf(ErrDamaged, "a conflict is about the %s of a %s, which this version does not know; nothing was changed", name, t.Noun)
}

// StatusInPlace is the status of a claim or, of an orphan, the one that it would have
// in its place, by how it was settled.
func StatusInPlace(status, finalLabelID, reviewerID string) string {
	switch {
	case status != "orphaned":
		return status
	case reviewerID != "" && finalLabelID != "":
		return "adjudicated"
	case reviewerID != "":
		return "rejected"
	case finalLabelID != "":
		return "unanimous"
	}
	return "open"
}
