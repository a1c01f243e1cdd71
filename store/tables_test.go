package store

import (
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"factmark/store/internal/db"
)

// The constants name the columns that the tables have, no more and no fewer.
func TestColumnsAreTheTables(t *testing.T) {
	s := create(t)
	for name, table := range db.Evented {
		var have []string
		err := s.reading(t.Context()).Each("SELECT name FROM pragma_table_info(?)", []any{name}, func(scan func(...any) error) error {
			var column string
			err := scan(&column)
			have = append(have, column)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		want := slices.Sorted(slices.Values(table.Columns))
		if slices.Sort(have); !slices.Equal(have, want) {
			t.Errorf("the table %s has the columns %q; named are %q", name, have, want)
		}
		if table.Columns[db.IDColumn] != "id" {
			t.Errorf("the first column of %s is %q", name, table.Columns[db.IDColumn])
		}
	}
}

// codec reads and writes the rows of one table.
type codec struct {
	table *db.Table
	read  func(db.Row) any
	write func(any) db.Row
}

func codecOf[T any](t *db.Table, read func(db.Row) T, write func(*T) db.Row) codec {
	return codec{t, func(r db.Row) any { return read(r) }, func(v any) db.Row { record := v.(T); return write(&record) }}
}

// Every column is read into a field of its own, and written back to where it came from.
func TestCodecs(t *testing.T) {
	for _, c := range []codec{
		codecOf(db.Labels, labelOf, (*Label).row),
		codecOf(db.Documents, documentOf, (*Document).row),
		codecOf(db.Versions, versionOf, (*Version).row),
		codecOf(db.Claims, ClaimOf, (*Claim).Row),
		codecOf(db.Evidence, evidenceOf, (*Evidence).row),
		codecOf(db.Suggestions, suggestionOf, (*Suggestion).row),
		codecOf(db.ReviewSessions, reviewSessionOf, (*ReviewSession).row),
		codecOf(db.Decisions, decisionOf, (*Decision).row),
	} {
		kinds := columnTypes(t, c.table)
		full := make(db.Row, len(c.table.Columns))
		for i, column := range c.table.Columns {
			full[i] = valueFor(column, kinds[column], i)
		}
		record := c.read(full)
		if back := c.write(record); !back.Equal(full) {
			t.Errorf("a row of %s comes back\n%v as\n%v", c.table.Name, full, back)
		}
		for i, column := range c.table.Columns { // no column is read into two fields, or into none
			if column == "corrected" || column == "retired" {
				continue // either 1 or nothing
			}
			other := slices.Clone(full)
			other[i] = valueFor(column, kinds[column], i+100)
			if reflect.DeepEqual(c.read(other), record) {
				t.Errorf("the column %s of %s is read into no field", column, c.table.Name)
			}
			if back := c.write(c.read(other)); !back.Equal(other) {
				t.Errorf("another %s of %s comes back as %v", column, c.table.Name, back)
			}
		}
		if empty := c.write(c.read(make(db.Row, len(full)))); len(empty) != len(full) {
			t.Errorf("an empty record of %s has %d values", c.table.Name, len(empty))
		}
	}
}

// valueFor is a value that a column may hold, and no other column has.
func valueFor(column, kind string, n int) any {
	switch {
	case column == "corrected" || column == "retired":
		return int64(1)
	case kind == "INTEGER":
		return int64(n + 1)
	case kind == "REAL":
		return float64(n) + 0.5
	case len(column) > 3 && column[len(column)-3:] == "_at":
		return db.FormatTime(time.Date(2025, 1, 1, 0, 0, n, 0, time.UTC))
	}
	return fmt.Sprintf("%s %d", column, n)
}

func columnTypes(t *testing.T, table *db.Table) map[string]string {
	t.Helper()
	types := make(map[string]string)
	err := create(t).reading(t.Context()).Each("SELECT name, type FROM pragma_table_info(?)", []any{table.Name}, func(scan func(...any) error) error {
		var name, kind string
		err := scan(&name, &kind)
		types[name] = kind
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return types
}

func TestATableNamesEveryColumn(t *testing.T) {
	for what, named := range map[string]db.Columns{
		"a column without a name": {0: "id", 2: "note"},
		"a column too few":        {0: "id", 1: "name"},
		"a column too many":       {0: "id", 1: "name", 2: "note", 3: "other"},
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s is taken", what)
				}
			}()
			db.NewTable("tries", "try", 3, named)
		}()
	}
}
