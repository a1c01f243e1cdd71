package merge

import (
	"cmp"
	"fmt"
	"strings"

	"factmark/store/internal/db"
)

// The most that a foreign file may hold, so that memory is bounded: conflicts of one
// row, and pairs of labels that are one.
const (
	mostConflicts  = 1000
	mostSameLabels = 100_000
)

// checkForeign refuses a foreign workspace in which a value is too long or there are
// too many rows of one kind, before any value is read (ErrMismatch). SQLite keeps the
// lengths of values at the head of a row, so that they cost next to nothing.
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
		{fmt.Sprintf("SELECT EXISTS (SELECT 1 FROM locators WHERE octet_length(label) > %d)", db.LongestLocator),
			fmt.Sprintf("a locator is longer than %d bytes", db.LongestLocator)},
		{fmt.Sprintf("SELECT EXISTS (SELECT 1 FROM locators GROUP BY sha256 HAVING count(*) > %d)", db.MostLocators),
			fmt.Sprintf("a text has more than %d locators", db.MostLocators)},
		{fmt.Sprintf("SELECT EXISTS (SELECT 1 FROM conflicts GROUP BY entity, entity_id HAVING count(*) > %d)", mostConflicts),
			fmt.Sprintf("one row is in more than %d conflicts", mostConflicts)},
		{fmt.Sprintf("SELECT EXISTS (SELECT 1 FROM same_labels LIMIT 1 OFFSET %d)", mostSameLabels),
			fmt.Sprintf("more than %d pairs of labels are one", mostSameLabels)},
		{fmt.Sprintf("SELECT EXISTS (SELECT 1 FROM merged_labels LIMIT 1 OFFSET %d)", mostSameLabels),
			fmt.Sprintf("more than %d labels were merged into others", mostSameLabels)},
	} {
		var many bool
		if _, err := q.Value(of.query, &many); err != nil || many {
			return cmp.Or(err, bad(of.what))
		}
	}
	return nil
}

// tooLongIn names a row with a value longer than db.LongestText, "" where there is none.
func tooLongIn(q db.Querier) (what string, err error) {
	for _, entity := range db.EventedNames {
		t := db.Evented[entity]
		if what, err = longerThan(q, t.Name, "a "+t.Noun, "id", db.LongestText, t.Columns...); err != nil || what != "" {
			return what, err
		}
	}
	return "", nil
}

// longerThan names a row of a table with more than most bytes in one of the columns, "" where there is none.
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
