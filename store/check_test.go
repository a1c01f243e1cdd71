package store

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"factmark/store/internal/db"
)

// damage overwrites part of the first page of an index with rubbish, behind SQLite's back.
func damage(t testing.TB, s *Store, index string) {
	t.Helper()
	ctx := t.Context()
	if _, err := s.conn.ExecContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)"); err != nil {
		t.Fatal(err)
	}
	var page, size int64
	if err := s.conn.QueryRowContext(ctx, "SELECT rootpage FROM sqlite_schema WHERE name = ?", index).Scan(&page); err != nil {
		t.Fatal(err)
	}
	if err := s.conn.QueryRowContext(ctx, "PRAGMA page_size").Scan(&size); err != nil {
		t.Fatal(err)
	}
	f, err := os.OpenFile(s.path, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteAt([]byte(strings.Repeat("\x0d\xff", 40)), (page-1)*size); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestCheckFinds(t *testing.T) {
	aloneOnly(t)
	for _, test := range []struct{ name, sql, kind, says string }{
		{"a changed text", "UPDATE texts SET text = replace(text, 'six', 'SIX')", "document", "not the one that was imported"},
		{"a missing text", "DELETE FROM texts", "document", "missing"},
		{"a wrong length", "UPDATE documents SET length = 3", "document", "3 characters"},
		{"a wrong id", "UPDATE documents SET id = 'x'; UPDATE claims SET document_id = 'x'; UPDATE evidence SET document_id = 'x'", "document", "id"},
		{"a changed original", "UPDATE originals SET bytes = x'00'", "document", "other bytes"},
		{"a changed quote", "UPDATE claims SET quote = 'ONE'", "claim", "quote"},
		{"a moved claim", `UPDATE claims SET start = start + 1, "end" = "end" + 1`, "claim", "quote"},
		{"a claim beyond the text", `UPDATE claims SET "end" = 1000`, "claim", "does not lie in"},
		{"a changed prefix", "UPDATE claims SET prefix = 'x'", "claim", "around"},
		{"a changed suffix", "UPDATE evidence SET suffix = 'x'", "evidence", "around"},
		{"evidence of another text", "UPDATE evidence SET document_sha256 = replace(document_sha256, substr(document_sha256, 1, 1), '_')", "evidence", "another text"},
		{"a link by way of another", "UPDATE claims SET first_claim_id = (SELECT id FROM claims c WHERE c.start > claims.start ORDER BY c.start LIMIT 1)", "claim", "linked with one that is itself"},
		{"a link to nothing", "UPDATE claims SET first_claim_id = 'nowhere'", "link", "claims"},
		{"a wrong count of evidence", "UPDATE stances SET supports = 2", "evidence", "counts"},
		{"no count of evidence", "DELETE FROM stances", "evidence", "counts"},
		{"a refused passage beyond the text", `UPDATE refused_passages SET "end" = 1000`, "document", "does not lie in"},
		{"a claim of nobody", "UPDATE claims SET person_id = 'nobody'", "link", "people"},
		{"evidence in no document", "UPDATE evidence SET document_id = 'nowhere'", "evidence", "missing"},
		{"a missing index", "DROP INDEX claims_by_label", "schema", "claims_by_label"},
		{"a missing entry of an index", `PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, 'label_id IS NULL', 'label_id IS NOT NULL') WHERE name = 'claims_unlabelled'`,
			"schema", "claims_unlabelled"},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := create(t)
			added, err := s.AddDocuments(t.Context(), []NewDocument{{Title: "T", Text: "one two three four five six", Original: []byte("o")}})
			if err != nil {
				t.Fatal(err)
			}
			id := added[0].Document.ID
			c := addClaim(t, s, NewClaim{DocumentID: id, Start: 4, End: 7})
			addEvidence(t, s, c.ID, "supports", id, 8, 13)
			addClaim(t, s, NewClaim{DocumentID: id, Start: 8, End: 13})
			addClaim(t, s, NewClaim{DocumentID: id, Start: 14, End: 18})
			if err := s.RefusePassage(t.Context(), c.ID, id, 19, 23); err != nil {
				t.Fatal(err)
			}
			steps, total := 0, 0
			findings, err := runCheck(t.Context(), s, func(done, all int) { steps, total = done, all })
			if err != nil || len(findings) != 0 || steps != total || total == 0 {
				t.Fatalf("before: %v, %v, %d of %d steps", findings, err, steps, total)
			}
			other, err := db.Connect(s.path, nil, 1) // as another program, without our guards
			if err != nil {
				t.Fatal(err)
			}
			if _, err := other.Exec(test.sql); err != nil {
				t.Fatal(err)
			}
			if err := other.Close(); err != nil {
				t.Fatal(err)
			}
			if findings, err = runCheck(t.Context(), s, nil); err != nil {
				t.Fatal(err)
			}
			for _, f := range findings {
				if string(f.Kind) == test.kind && strings.Contains(f.What, test.says) {
					return
				}
			}
			t.Errorf("found %v, want a %s finding that says %q", findings, test.kind, test.says)
		})
	}
}

func TestCheckFindsDamage(t *testing.T) {
	s := create(t)
	fill(t, s, perDocument)
	damage(t, s, "claims_by_person")
	findings, err := runCheck(t.Context(), s, nil)
	if err != nil || len(findings) == 0 || findings[0].Kind != "file" {
		t.Errorf("Check() = %v, %v", findings, err)
	}
}

// Damage that opening did not meet is named when work meets it, and the work is not half done.
func TestDamageMetAtWork(t *testing.T) {
	s := create(t)
	fill(t, s, perDocument)
	documents, err := s.Documents(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	damage(t, s, "claims_by_person")
	// What was read before the damage is still at hand in the writer; another Store reads the file.
	if _, err := s.conn.ExecContext(t.Context(), "PRAGMA shrink_memory"); err != nil {
		t.Fatal(err)
	}
	_, err = s.AddClaims(t.Context(), []NewClaim{{DocumentID: documents[0].ID, Start: 0, End: 10}})
	expectError(t, err, db.ErrDamaged, "damaged")
	if d, err := s.Document(t.Context(), documents[0].ID); err != nil || d.Claims != perDocument {
		t.Errorf("%d claims, %v", d.Claims, err)
	}
	other := filepath.Join(t.TempDir(), "copy.factmark")
	content, err := os.ReadFile(s.path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(other, content, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err = Open(t.Context(), other) // small enough to be looked through when it is opened
	expectError(t, err, db.ErrDamaged, "damaged")
}
