package store

import (
	"slices"
	"strings"

	"factmark/store/internal/db"
)

// Filter chooses claims. A nil list takes all, an empty one takes none.
type Filter struct {
	DocumentIDs []string
	LabelIDs    []string // "" stands for claims with no label
	Statuses    []Status
	PersonIDs   []string // of those who are shown as the annotators, by any of their ids
	Finished    bool     // only claims of documents whose status is done
}

// onClaim gives the conditions on a row of claims with this alias, but for its document.
func (f Filter) onClaim(alias string) (conditions []string, args []any) {
	among := func(value, list, json string) {
		conditions, args = append(conditions, strings.ReplaceAll(value, "c.", alias+".")+" IN ("+list+")"), append(args, json)
	}
	const given = "SELECT value FROM json_each(?)"
	if f.LabelIDs != nil {
		among("ifnull(c.label_id, '')", given, db.JSONList(f.LabelIDs))
	}
	if f.Statuses != nil {
		names := make([]string, len(f.Statuses))
		for i, s := range f.Statuses {
			names[i] = string(s)
		}
		among("c.status", given, db.JSONList(names))
	}
	if f.PersonIDs != nil {
		among("ifnull(c.labeller_id, c.person_id)", `SELECT o.id FROM people o WHERE ifnull(o.same_as, o.id) IN (
			SELECT ifnull(n.same_as, n.id) FROM people n WHERE n.id IN (`+given+"))", db.JSONList(f.PersonIDs))
	}
	return conditions, args
}

// documents gives the ids of the documents that are let through, nil for all.
func (f Filter) documents(q db.Querier) ([]string, error) {
	if !f.Finished {
		return f.DocumentIDs, nil
	}
	all, err := readDocuments(q)
	done := []string{}
	for _, d := range all {
		if f.hasDocument(&d) {
			done = append(done, d.ID)
		}
	}
	return done, err
}

// hasDocument tells whether a document, with its counts, is let through.
func (f Filter) hasDocument(d *Document) bool {
	return (f.DocumentIDs == nil || slices.Contains(f.DocumentIDs, d.ID)) && (!f.Finished || d.Status() == DocumentDone)
}

// where is SQL for the rows of claims c that are let through, TRUE for all.
func (f Filter) where(q db.Querier) (query string, args []any, err error) {
	conditions, args := f.onClaim("c")
	ids, err := f.documents(q)
	if err != nil {
		return "", nil, err
	}
	if ids != nil {
		conditions, args = append(conditions, "c.document_id IN (SELECT value FROM json_each(?))"), append(args, db.JSONList(ids))
	}
	return strings.Join(append(conditions, "TRUE"), " AND "), args, nil
}
