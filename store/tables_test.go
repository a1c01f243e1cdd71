package store

import (
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"
)

// The constants name the columns that the tables have, no more and no fewer.
func TestColumnsAreTheTables(t *testing.T) {
	s := create(t)
	for name, table := range evented {
		var have []string
		err := s.reading(t.Context()).each("SELECT name FROM pragma_table_info(?)", []any{name}, func(scan func(...any) error) error {
			var column string
			err := scan(&column)
			have = append(have, column)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		want := slices.Sorted(slices.Values(table.columns))
		if slices.Sort(have); !slices.Equal(have, want) {
			t.Errorf("the table %s has the columns %q; named are %q", name, have, want)
		}
		if table.columns[idColumn] != "id" {
			t.Errorf("the first column of %s is %q", name, table.columns[idColumn])
		}
	}
}

// codec reads and writes the rows of one table.
type codec struct {
	table *table
	read  func(row) any
	write func(any) row
}

func codecOf[T any](t *table, read func(row) T, write func(*T) row) codec {
	return codec{t, func(r row) any { return read(r) }, func(v any) row { record := v.(T); return write(&record) }}
}

// Every column is read into a field of its own, and written back to where it came from.
func TestCodecs(t *testing.T) {
	for _, c := range []codec{
		codecOf(labels, labelOf, (*Label).row),
		codecOf(documents, documentOf, (*Document).row),
		codecOf(versions, versionOf, (*Version).row),
		codecOf(claims, claimOf, (*Claim).row),
		codecOf(evidence, evidenceOf, (*Evidence).row),
		codecOf(reviewSessions, reviewSessionOf, (*ReviewSession).row),
		codecOf(decisions, decisionOf, (*Decision).row),
	} {
		kinds := columnTypes(t, c.table)
		full := make(row, len(c.table.columns))
		for i, column := range c.table.columns {
			full[i] = valueFor(column, kinds[column], i)
		}
		record := c.read(full)
		if back := c.write(record); !back.equal(full) {
			t.Errorf("a row of %s comes back\n%v as\n%v", c.table.name, full, back)
		}
		for i, column := range c.table.columns { // no column is read into two fields, or into none
			if column == "corrected" {
				continue // either 1 or nothing
			}
			other := slices.Clone(full)
			other[i] = valueFor(column, kinds[column], i+100)
			if reflect.DeepEqual(c.read(other), record) {
				t.Errorf("the column %s of %s is read into no field", column, c.table.name)
			}
			if back := c.write(c.read(other)); !back.equal(other) {
				t.Errorf("another %s of %s comes back as %v", column, c.table.name, back)
			}
		}
		if empty := c.write(c.read(make(row, len(full)))); len(empty) != len(full) {
			t.Errorf("an empty record of %s has %d values", c.table.name, len(empty))
		}
	}
}

// valueFor is a value that a column may hold, and no other column has.
func valueFor(column, kind string, n int) any {
	switch {
	case column == "corrected":
		return int64(1)
	case kind == "INTEGER":
		return int64(n + 1)
	case kind == "REAL":
		return float64(n) + 0.5
	case len(column) > 3 && column[len(column)-3:] == "_at":
		return formatTime(time.Date(2025, 1, 1, 0, 0, n, 0, time.UTC))
	}
	return fmt.Sprintf("%s %d", column, n)
}

func columnTypes(t *testing.T, table *table) map[string]string {
	t.Helper()
	types := make(map[string]string)
	err := create(t).reading(t.Context()).each("SELECT name, type FROM pragma_table_info(?)", []any{table.name}, func(scan func(...any) error) error {
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
	for what, named := range map[string]columns{
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
			newTable("tries", "try", 3, named)
		}()
	}
}
