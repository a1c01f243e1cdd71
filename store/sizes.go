package store

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"strings"

	"factmark/store/internal/db"
)

// mostLabels is how many labels there may be: what is shown in lists and menus
// as a whole must be of a size that can be shown.
const mostLabels = 1000

// What may be in a file from someone else, so that nothing takes memory without
// bound: values that wait for one part of a row, and pairs of labels that are one.
const (
	mostWaiting    = 1000
	mostSameLabels = 100_000
)

// LongestText is how long a text of a claim may be, in bytes.
const LongestText = db.LongestText

// guidelines is the version of the schema that brought those of labels.
const guidelines = 6

// checkSizes refuses a file in which it is not. What is shown part by part, the
// claims of a document for instance, may be of any size.
func checkSizes(ctx context.Context, conn *sql.Conn, name string, version int) error {
	var count int
	err := conn.QueryRowContext(ctx, "SELECT count(*) FROM (SELECT 1 FROM labels LIMIT ?)", mostLabels+1).Scan(&count)
	if err != nil {
		return db.Explain(ctx, err)
	}
	if count > mostLabels {
		return db.Failf(db.ErrDamaged, "%s cannot be trusted: it has more than %d labels; nothing was written to it; open a backup", name, mostLabels)
	}
	ofLabels := []string{"id", "name", "key", "letter", "light", "dark"}
	if version >= guidelines {
		ofLabels = append(ofLabels, "guideline")
	}
	for _, t := range []struct {
		*db.Table
		columns []string
	}{
		{db.Labels, ofLabels},
		{db.People, []string{"id", "name", "pseudonym"}},
		{db.Documents, []string{"id", "title", "publisher", "published", "source_url", "file_name", "charset", "added_at"}},
	} {
		var long bool
		query := fmt.Sprintf("SELECT EXISTS (SELECT 1 FROM %s WHERE octet_length(%s) > %d)", t.Name, strings.Join(t.columns, ") + octet_length("), db.LongestName)
		if err := conn.QueryRowContext(ctx, query).Scan(&long); err != nil {
			return db.Explain(ctx, err)
		}
		if long {
			return db.Failf(db.ErrDamaged, "%s cannot be trusted: it has a %s with a name or address of more than %d kB; nothing was written to it; open a backup",
				name, t.Noun, db.LongestName>>10)
		}
	}
	return nil
}

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
		{fmt.Sprintf("SELECT EXISTS (SELECT 1 FROM locators WHERE octet_length(label) > %d)", longestLocator),
			fmt.Sprintf("a locator is longer than %d bytes", longestLocator)},
		{fmt.Sprintf("SELECT EXISTS (SELECT 1 FROM locators GROUP BY sha256 HAVING count(*) > %d)", mostLocators),
			fmt.Sprintf("a text has more than %d locators", mostLocators)},
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
