package merge

import (
	"cmp"
	"factmark/store"
	"factmark/store/internal/db"
	"fmt"
	"strings"
)

// What may be in a file from someone else, so that nothing takes memory without
// bound: values that wait for one part of a row, and pairs of labels that are one.
const (
	mostWaiting    = 1000
	mostSameLabels = 100_000
)

// checkForeign refuses a copy of somebody else's workspace in which something is
// too large to be taken in, before any of it is read: lengths stand at the
// beginning of a row, and cost nothing.
func checkForeign(q db.Querier, name string) error {
	bad := func(what string) error {
		return db.Failf(db.ErrMismatch, "%s cannot be trusted: %s; nothing was changed", name, what)
	}
	if what, err := tooLongIn(q); err != nil || what != "" {
		return cmp.Or(err, bad(what))
	}
	for _, of := range []struct {
		table, noun, id string
		most            int
		columns         []string
	}{
		{"actions", "an action", "id", db.LongestText, []string{"id", "name"}},
		{"events", "an event", "id", 2 * db.LongestText, []string{"id", "entity_id", "before", "after"}},
		{"merged_events", "an event", "id", 2 * db.LongestText, []string{"id", "action", "entity_id", "before", "after"}},
		{"handed_over", "a row", "entity_id", 4 * db.LongestText, []string{"entity_id", "stamps", "superseded"}},
		{"merged_handed_over", "a row", "entity_id", 4 * db.LongestText, []string{"entity_id", "image", "stamps", "superseded"}},
	} {
		if what, err := longerThan(q, of.table, of.noun, of.id, of.most, of.columns...); err != nil || what != "" {
			return cmp.Or(err, bad(what))
		}
	}
	for _, of := range []struct{ query, what string }{
		{fmt.Sprintf("SELECT EXISTS (SELECT 1 FROM locators WHERE octet_length(label) > %d)", store.LongestLocator),
			fmt.Sprintf("a locator is longer than %d bytes", store.LongestLocator)},
		{fmt.Sprintf("SELECT EXISTS (SELECT 1 FROM locators GROUP BY sha256 HAVING count(*) > %d)", store.MostLocators),
			fmt.Sprintf("a text has more than %d locators", store.MostLocators)},
		{fmt.Sprintf("SELECT EXISTS (SELECT 1 FROM conflicts GROUP BY entity, entity_id HAVING count(*) > %d)", mostWaiting),
			fmt.Sprintf("more than %d values wait to be chosen for one row", mostWaiting)},
		{fmt.Sprintf("SELECT EXISTS (SELECT 1 FROM same_labels LIMIT 1 OFFSET %d)", mostSameLabels),
			fmt.Sprintf("more than %d pairs of labels are said to be one", mostSameLabels)},
	} {
		var many bool
		if _, err := q.Value(of.query, &many); err != nil || many {
			return cmp.Or(err, bad(of.what))
		}
	}
	return nil
}

// tooLongIn says which row has a field longer than a merge takes in, "" where none has.
func tooLongIn(q db.Querier) (what string, err error) {
	for _, entity := range db.EventedNames {
		t := db.Evented[entity]
		if what, err = longerThan(q, t.Name, "a "+t.Noun, "id", db.LongestText, t.Columns...); err != nil || what != "" {
			return what, err
		}
	}
	return "", nil
}

// longer says which row of a table has one of the columns longer than most bytes, "" where none has.
func longerThan(q db.Querier, table, noun, id string, most int, columns ...string) (what string, err error) {
	var conditions []string
	for _, c := range columns {
		conditions = append(conditions, fmt.Sprintf(`octet_length("%s") > %d`, c, most))
	}
	var which string
	long, err := q.One(fmt.Sprintf(`SELECT substr("%s", 1, 60) FROM %s WHERE %s LIMIT 1`, id, table, strings.Join(conditions, " OR ")), nil, &which)
	if err == nil && long {
		what = fmt.Sprintf("%s (%s) is longer than %d MB", noun, db.Shorten(which), most>>20)
	}
	return what, err
}
