package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"factmark/store/internal/db"
)

// A file from someone else may hold anything that SQL can make. It is refused
// with a sentence, and nothing is written to it, or it opens and does no harm.
func TestHostileSchemas(t *testing.T) {
	aloneOnly(t)
	rewrite := func(table, from, to string) string { // what the file says of itself is changed behind SQLite's back
		return `PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, '` + from + `', '` + to + `') WHERE name = '` + table + `'; PRAGMA writable_schema = RESET`
	}
	for _, test := range []struct{ name, sql, says string }{ // says "" where it may be opened
		{"a trigger on our table", "CREATE TRIGGER t AFTER UPDATE ON claims BEGIN DELETE FROM events; END", "trigger t"},
		{"a trigger on a view", "CREATE TRIGGER t INSTEAD OF INSERT ON labelled_claims BEGIN DELETE FROM events; END", "trigger t"},
		{"a trigger on a table of its own", "CREATE TABLE x (y); CREATE TRIGGER t AFTER INSERT ON x BEGIN DELETE FROM events; END", "trigger t"},
		{"a view in place of a table", "PRAGMA foreign_keys = OFF; DROP TABLE not_content; CREATE VIEW not_content AS SELECT 1 AS id", "not_content"},
		{"a table in place of a view", "DROP VIEW claim_evidence; CREATE TABLE claim_evidence (evidence_id)", "claim_evidence"},
		{"a view in place of SQLite's function", "CREATE VIEW pragma_foreign_key_check AS SELECT 1 AS x", "pragma_foreign_key_check"},
		{"the same in capitals", `CREATE VIEW "PRAGMA_index_list" AS SELECT 1 AS x`, "PRAGMA_index_list"},
		{"a table in place of json_each", "CREATE TABLE json_each (value)", "json_each"},
		{"a virtual table", "CREATE VIRTUAL TABLE ft USING fts5(x)", "ft"},
		{"another virtual table", "CREATE VIRTUAL TABLE rt USING rtree(id, a, b)", "rt"},
		{"an index that works something out", "CREATE INDEX x ON claims (hex(zeroblob(length(note) * 1000)))", "index x"},
		{"an index that refuses", "CREATE UNIQUE INDEX x ON claims (label_id)", "index x"},
		{"an index of some rows", "CREATE INDEX x ON claims (note) WHERE abs(start) > 3", "index x"},
		{"a CHECK removed", rewrite("claims", "CHECK (start >= 0)", ""), "table claims"},
		{"a table no longer strict", rewrite("claims", "STRICT", ""), "table claims"},
		{"a generated column", "ALTER TABLE claims ADD COLUMN g TEXT GENERATED ALWAYS AS (hex(note)) VIRTUAL", "table claims"},
		{"a view that reads another file", rewrite("labelled_claims", "FROM documents d", "FROM other.documents d"), "damaged"},
		{"our view with another column", rewrite("labelled_claims", "c.note AS note", "load_extension(c.note) AS note"), "labelled_claims"},
		{"a schema that is no SQL", `PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = 'CREATE TABLE claims (' WHERE name = 'claims'`, "damaged"},
		{"tables, indexes and views of its own", "CREATE TABLE mine (x CHECK (x > 0), y AS (x * 2)); CREATE INDEX mine_x ON mine (x); CREATE VIEW v AS SELECT load_extension('x') FROM mine", ""},
		{"a plain index on our table", "CREATE INDEX my_own ON claims (note, claimant)", ""},
		{"a view of no table", "CREATE VIEW v AS SELECT * FROM nowhere", ""},
		{"a recursive view", "CREATE VIEW v AS WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			path := changedFile(t, test.sql)
			before, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			s, err := Open(t.Context(), path)
			if test.says == "" {
				if err != nil {
					t.Fatal(err)
				}
				defer s.Close()
				everything(t, s)
				return
			}
			expectError(t, err, db.ErrDamaged, test.says)
			_, err = OpenToRepair(t.Context(), path)
			expectError(t, err, db.ErrDamaged, test.says)
			_, err = Peek(t.Context(), path)
			expectError(t, err, db.ErrDamaged, test.says)
			if after, _ := os.ReadFile(path); string(after) != string(before) {
				t.Error("the file was changed")
			}
			if got := namesIn(t, filepath.Dir(path)); len(got) != 1 {
				t.Errorf("left behind: %q", got)
			}
		})
	}
}

// everything reads all there is and does what a user does. What it meets may
// be an error with a sentence, and nothing worse.
func everything(t *testing.T, s *Store) {
	t.Helper()
	said := func(err error) {
		t.Helper()
		if err == nil {
			return
		}
		for _, inner := range []string{"SQLITE", "sqlite:", "sql:", "malformed", "panic", "runtime"} {
			if strings.Contains(err.Error(), inner) {
				t.Errorf("%q speaks the driver's language", err)
			}
		}
	}
	ctx := t.Context()
	said(s.SignIn(ctx, Person{ID: "me", Name: "Me"}))
	documents, err := s.Documents(ctx)
	said(err)
	for _, d := range documents {
		_, err := s.Text(ctx, d.ID)
		said(err)
		_, err = s.NotContent(ctx, d.ID)
		said(err)
		claims, err := s.Claims(ctx, d.ID)
		said(err)
		_, err = s.AddClaims(ctx, []NewClaim{{DocumentID: d.ID, Start: 4, End: 12, LabelID: SupportedID}})
		said(err)
		for _, c := range claims[:min(len(claims), 3)] {
			said(s.SetLabel(ctx, DisputedID, c.ID))
			said(s.MarkNotContent(ctx, d.ID, Passage{0, 3}))
			said(s.DeleteClaims(ctx, c.ID))
			_, err = s.Undo(ctx)
			said(err)
		}
	}
	_, err = s.Labels(ctx)
	said(err)
	_, err = s.People(ctx)
	said(err)
	_, err = s.Contents(ctx)
	said(err)
	said(s.EachLabelled(ctx, Filter{}, func([]string) error { return nil }))
	_, err = runCheck(ctx, s, nil)
	said(err)
	_, _, err = runRepair(ctx, s, nil)
	said(err)
	_, err = s.Undo(ctx)
	said(err)
}

// Rows that nothing of ours would have written. The file is made so large that
// opening does not look through it.
func TestHostileRows(t *testing.T) {
	aloneOnly(t)
	const large = "CREATE TABLE padding (x); INSERT INTO padding VALUES (zeroblob(17 << 20)); PRAGMA ignore_check_constraints = ON; PRAGMA foreign_keys = OFF; "
	wrong := func(set string) string { // past the types that STRICT holds
		return `PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, 'STRICT', '') WHERE name = 'claims'; PRAGMA writable_schema = RESET;
			UPDATE claims SET ` + set + `;
			PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = sql || ' STRICT' WHERE name = 'claims'; PRAGMA writable_schema = RESET`
	}
	for _, test := range []struct{ name, sql string }{
		{"negative offsets", `UPDATE claims SET start = -5, "end" = -2`},
		{"offsets beyond all", `UPDATE claims SET start = 9223372036854775806, "end" = 9223372036854775807`},
		{"an end before the start", `UPDATE claims SET start = 9, "end" = 3`},
		{"an empty quote", `UPDATE claims SET quote = ''`},
		{"an unknown status and label", `UPDATE claims SET status = 'x', label_id = 'y', confidence = 9e999`},
		{"times that are none", `UPDATE claims SET created_at = 'yesterday', updated_at = ''; UPDATE actions SET at = '9999999999'`},
		{"cyclic same_as", `INSERT INTO people (id, name, same_as, created_at) VALUES ('a', 'A', 'b', ''), ('b', 'B', 'a', ''); UPDATE people SET same_as = 'c' WHERE id = 'c'`},
		{"bytes that are not text", `UPDATE claims SET note = CAST(x'ff00fe41' AS TEXT), quote = CAST(x'80' AS TEXT); UPDATE documents SET title = CAST(x'c328' AS TEXT)`},
		{"a NUL in the middle", `UPDATE claims SET note = 'a' || char(0) || 'b'; UPDATE documents SET title = 'a' || char(0) || 'b'`},
		{"a title of 20 MB", `UPDATE documents SET title = replace(hex(zeroblob(10 << 20)), '0', 'n')`},
		{"history that is no JSON", `UPDATE events SET before = 'x', after = '{' WHERE before IS NOT NULL; UPDATE events SET after = '[]'`},
		{"history nested without end", `UPDATE events SET after = '{"id":' || replace(hex(zeroblob(500000)), '0', '[')`},
		{"history of what is not known", `UPDATE events SET entity = 'sqlite_schema'`},
		{"a selection nested without end", `INSERT INTO review_sessions (id, person_id, mode, selection, started_at) SELECT 's', id, 'x', replace(hex(zeroblob(500)), '0', '['), '' FROM people LIMIT 1`},
		{"a text that is not UTF-8", `UPDATE texts SET text = CAST(x'ff' || CAST(text AS BLOB) AS TEXT)`},
		{"an empty text", `UPDATE texts SET text = ''; UPDATE documents SET length = 0`},
		{"a document's path", `UPDATE documents SET file_name = '../../../../etc/passwd', source_url = 'file:///etc/passwd'`},
		{"numbers where text belongs", wrong(`quote = 7, note = 3.5, id = 12, document_sha256 = x'00'`)},
		{"text where numbers belong", wrong(`start = 'x', "end" = 'y', confidence = 'z'`)},
		{"fifty thousand labels", `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50000)
			INSERT INTO labels (id, name, meaning, key, letter, light, dark, pattern, position, guideline) SELECT 'l' || i, 'Label ' || i, 'none', '', 'L', '#000000', '#000000', 'solid', i, '' FROM n`},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			path := changedFile(t, large+test.sql)
			s, err := Open(t.Context(), path)
			if err != nil {
				if !errors.Is(err, db.ErrDamaged) {
					t.Errorf("opening says %v", err)
				}
				return
			}
			defer s.Close()
			everything(t, s)
		})
	}
}

// A cell of 100 MB is read as it is; one that is larger than anything we write
// is refused before it is in memory, and does not keep the rest from being read.
func TestHugeCells(t *testing.T) {
	aloneOnly(t)
	for _, test := range []struct {
		size int
		want error
	}{{100 << 20, nil}, {db.LargestValue + 1, db.ErrInvalid}} {
		path := changedFile(t, fmt.Sprintf("UPDATE claims SET note = CAST(zeroblob(%d) AS TEXT)", test.size))
		s, err := Open(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		documents, err := s.Documents(t.Context())
		if err != nil || len(documents) != 1 {
			t.Errorf("%d documents, %v", len(documents), err)
		}
		claims, err := s.Claims(t.Context(), documents[0].ID)
		if !errors.Is(err, test.want) || err == nil && len(claims[0].Note) != test.size {
			t.Errorf("a cell of %d MB: %d claims, %v", test.size>>20, len(claims), err)
		}
		if _, err := s.Text(t.Context(), documents[0].ID); err != nil {
			t.Error(err)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
}

// What the window shows in lists and menus must be of a size that can be shown.
func TestAbsurdNumbersAndNames(t *testing.T) {
	for _, test := range []struct{ name, sql, says string }{
		{"labels", `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)
			INSERT INTO labels (id, name, meaning, key, letter, light, dark, pattern, position, guideline) SELECT 'l' || i, 'Label ' || i, 'none', '', 'L', '#000000', '#000000', 'solid', i, '' FROM n`, "labels"},
		{"a label's name", "UPDATE labels SET name = name || replace(hex(zeroblob(100000)), '0', 'n')", "label"},
		{"a guideline", "UPDATE labels SET guideline = replace(hex(zeroblob(100000)), '0', 'n')", "label"},
		{"a title", "UPDATE documents SET title = replace(hex(zeroblob(100000)), '0', 'n')", "document"},
		{"an address", "UPDATE documents SET source_url = replace(hex(zeroblob(100000)), '0', 'n')", "document"},
		{"a person's name", "UPDATE people SET name = replace(hex(zeroblob(100000)), '0', 'n')", "person"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := Open(t.Context(), changedFile(t, test.sql))
			expectError(t, err, db.ErrDamaged, test.says)
		})
	}
}
