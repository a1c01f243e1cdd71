package store

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
)

// fieldGroup are the columns of a table that one register holds: a merge takes
// them from one replica or the other, never some of each.
type fieldGroup struct {
	name    string
	columns []int
	rule    mergeRule
}

// mergeRule says what a merge makes of a register that was assigned on both sides concurrently.
type mergeRule int

const (
	ask      mergeRule = iota // a conflict: both values stay live, for someone to choose
	newest                    // the last writer wins
	least                     // the smaller one
	greatest                  // the greater one
	decision                  // what somebody has decided; where two have decided differently, it is as with ask
)

// existence names the register that says whether there is a row at all.
const existence = "row"

// The values of existence.
const (
	alive   = "1"
	deleted = "null"
)

// fieldGroupsOf gives the field groups of each table; a column that is not named
// is a group of its own, with the rule ask.
var fieldGroupsOf = map[string][]struct {
	name    string
	columns string
	rule    mergeRule
}{
	"people": {{"created", "created_at", least}},
	"labels": {{"look", "letter light dark pattern position", newest}, {"key", "key", newest}},
	"documents": {{"text", "sha256 length", ask}, {"file", "file_name charset original_sha256", newest},
		{"added", "added_at", least}},
	"claims": {{"span", "document_id start end quote prefix suffix document_sha256", ask}, {"label", "label_id labeller_id corrected labelled_at", ask},
		{"final", "status final_label_id reviewer_id reviewed_at", decision}, {"person", "person_id", newest},
		{"created", "created_at", least}, {"updated", "updated_at", greatest}},
	"evidence": {{"span", "document_id start end quote prefix suffix document_sha256 url", ask}, {"stance", "stance evidence_set", ask},
		{"claim", "claim_id", newest}, {"person", "person_id", newest},
		{"created", "created_at", least}, {"updated", "updated_at", greatest}},
	"review_sessions": {{"plan", "mode selection seed", newest}, {"end", "ended_at", ask}, {"summary", "summary", newest},
		{"person", "person_id", newest}, {"started", "started_at", least}},
	"decisions": {{"label", "kind label_id", ask}, {"seconds", "seconds", newest}, {"claim", "claim_id", newest},
		{"session", "session_id", newest}, {"person", "person_id", newest},
		{"created", "created_at", least}, {"updated", "updated_at", greatest}},
	"not_content": {{"span", "document_id start end", ask}, {"person", "person_id", newest}, {"created", "created_at", least}},
}

// blindGroups are the field groups of a claim that a blind package leaves out.
var blindGroups = map[string]bool{"label": true, "note": true, "confidence": true, "final": true, "updated": true}

// fieldGroups gives the groups of a table; together they hold every column but the id.
func (t *table) fieldGroups() []fieldGroup {
	var all []fieldGroup
	taken := map[string]bool{t.columns[idColumn]: true}
	for _, p := range fieldGroupsOf[t.name] {
		found := fieldGroup{name: p.name, rule: p.rule}
		for _, c := range strings.Fields(p.columns) {
			taken[c] = true
			found.columns = append(found.columns, t.column(c))
		}
		all = append(all, found)
	}
	for i, c := range t.columns {
		if !taken[c] {
			all = append(all, fieldGroup{c, []int{i}, ask})
		}
	}
	return all
}

func (t *table) column(name string) int {
	for i, c := range t.columns {
		if c == name {
			return i
		}
	}
	panic("the table " + t.name + " has no column " + name)
}

// value writes a field group of a row as a JSON object.
func (t *table) value(p fieldGroup, r row) (string, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if p.rule == decision { // a claim's having lost its place says nothing of how it was settled
		r = slices.Clone(r)
		r[claimsStatus] = statusInPlace(r.text(claimsStatus), r.text(claimsFinalLabelID), r.text(claimsReviewerID))
	}
	b.WriteByte('{')
	for i, c := range p.columns {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(`"` + t.columns[c] + `":`)
		if err := enc.Encode(r[c]); err != nil {
			return "", failf(ErrInvalid, "the %s of a %s is not a number; nothing was changed", t.columns[c], t.noun)
		}
		b.Truncate(b.Len() - 1) // the encoder's newline
	}
	b.WriteByte('}')
	return b.String(), nil
}

// set puts a field group's value into a row.
func (t *table) set(p fieldGroup, r row, value string) error {
	from, err := t.decode(&value)
	if err != nil {
		return err
	}
	for _, c := range p.columns {
		r[c] = from[c]
	}
	return nil
}

// groupNamed gives a field group of the table and its place.
func (t *table) groupNamed(name string) (fieldGroup, int, error) {
	for i, p := range t.groups {
		if p.name == name {
			return p, i, nil
		}
	}
	return fieldGroup{}, 0, failf(ErrDamaged, "a conflict is about the %s of a %s, which this version does not know; nothing was changed", name, t.noun)
}

// statusInPlace is the status of a claim or, where it has lost its place, the one
// that what else it says of how it was settled stands for.
func statusInPlace(status, finalLabelID, reviewerID string) string {
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
