package store

import (
	"slices"
	"strings"
	"testing"

	"factmark/store/internal/db"
)

const longText = "Alpha said one thing. Beta said another thing. Gamma said one thing. Delta said nothing, and the café closed. " +
	"Then Alpha said one thing once more, and Beta went home. Nobody knew why it was so, and nobody asked. The end of it all."

// sabotage changes a workspace as another program might, without our guards.
func sabotage(t *testing.T, s *Store, sql string) {
	t.Helper()
	other, err := db.Connect(s.path, nil, 1)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	if _, err := other.Exec(sql); err != nil {
		t.Fatal(err)
	}
}

// damageable is a workspace with one document, two claims and a piece of evidence.
func damageable(t *testing.T) (s *Store, id string, first, second Claim) {
	t.Helper()
	s = create(t)
	if err := s.SignIn(t.Context(), Person{ID: "ada", Name: "Ada"}); err != nil {
		t.Fatal(err)
	}
	id = addText(t, s, "T", longText)
	first = addClaim(t, s, NewClaim{DocumentID: id, Start: 22, End: 45, LabelID: DisputedID})
	second = addClaim(t, s, NewClaim{DocumentID: id, Start: 70, End: 88})
	addEvidence(t, s, first.ID, "supports", id, 0, 20)
	return s, id, first, second
}

// What can be mended without guessing is afterwards exactly as it was before
// the damage, and Undo takes the mending back.
func TestRepairBringsBack(t *testing.T) {
	aloneOnly(t)
	for _, test := range []struct{ name, sql, says string }{
		{"a wrong length", "UPDATE documents SET length = 3", "counted anew"},
		{"a changed prefix", "UPDATE claims SET prefix = 'x'", "taken from the text"},
		{"a changed suffix of evidence", "UPDATE evidence SET suffix = 'x'", "taken from the text"},
		{"moved claims", `UPDATE claims SET start = start + 1, "end" = "end" + 1`, "only place"},
		{"a claim beyond the text", `UPDATE claims SET start = 1000, "end" = 1023 WHERE start = 22`, "only place"},
		{"evidence moved", `UPDATE evidence SET start = 5, "end" = 25`, "only place"},
		{"a claim of another text", "UPDATE claims SET document_sha256 = replace(document_sha256, substr(document_sha256, 1, 1), '_')", "only place"},
		{"a person is gone", "DELETE FROM people", "put back"},
		{"a claim is gone that has evidence", "DELETE FROM claims WHERE start = 22", "put back"},
		{"missing indexes", "DROP INDEX claims_by_label; DROP INDEX evidence_by_claim", "made anew"},
		{"missing views", "DROP VIEW labelled_claims; DROP VIEW claim_evidence", "made anew"},
		{"everything at once", `UPDATE documents SET length = 3; UPDATE claims SET prefix = 'x' WHERE start = 22;
			UPDATE claims SET start = 3, "end" = 21 WHERE start = 70; DELETE FROM people; DROP INDEX claims_by_label`, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			s, _, _, _ := damageable(t)
			before := dump(t, s)
			sabotage(t, s, test.sql)
			found, err := runCheck(t.Context(), s, nil)
			if err != nil || len(found) == 0 {
				t.Fatalf("found %v, %v", found, err)
			}
			for _, f := range found {
				if f.Kind != "history" && !strings.Contains(f.Repair, test.says) && f.Repair != "" && test.says != "" {
					t.Errorf("%q would be repaired by: %s", f.What, f.Repair)
				}
			}
			damaged := dump(t, s)
			mended, left, err := runRepair(t.Context(), s, nil)
			if err != nil || len(left) != 0 || len(mended) == 0 {
				t.Fatalf("mended %v, left %v, %v", mended, left, err)
			}
			after := dump(t, s)
			for _, name := range []string{"claims", "evidence"} { // when they were changed is another time now
				for _, state := range []map[string][]string{before, after} {
					for i, row := range state[name] {
						at := strings.Index(row, `"updated_at":"`) + len(`"updated_at":"`)
						state[name][i] = row[:at] + row[at+len(db.TimeFormat):]
					}
				}
			}
			expectSame(t, after, before)
			undo, _, err := s.UndoNames(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if undo != "Repair workspace" {
				return // only what is no row was mended
			}
			if strings.Contains(test.sql, "DELETE") {
				return // what others refer to cannot be taken away again
			}
			if _, err := s.Undo(t.Context()); err != nil {
				t.Fatal(err)
			}
			expectSame(t, dump(t, s), damaged)
		})
	}
}

// besideHistory leaves out what was mended by writing it into the history.
func besideHistory(found []finding) []finding {
	return slices.DeleteFunc(found, func(f finding) bool { return f.Kind == "history" })
}

// What someone has changed with another program stays, and the history knows it from then on: both states can be had.
func TestRepairWritesTheHistory(t *testing.T) {
	s, _, first, second := damageable(t)
	sabotage(t, s, `UPDATE claims SET note = 'from elsewhere' WHERE id = '`+first.ID+`'; DELETE FROM claims WHERE id = '`+second.ID+`'`)
	if mended, left, err := runRepair(t.Context(), s, nil); err != nil || len(mended) != 2 || len(left) != 0 {
		t.Fatalf("mended %v, left %v, %v", mended, left, err)
	}
	if c, err := s.Claim(t.Context(), first.ID); err != nil || c.Note != "from elsewhere" {
		t.Errorf("%+v, %v", c, err)
	}
	if c, err := s.Claim(t.Context(), second.ID); err != nil || c.Quote != second.Quote {
		t.Errorf("the claim that was taken away is %+v, %v", c, err)
	}
	var before, after string
	if err := s.conn.QueryRowContext(t.Context(), `SELECT before ->> 'note', after ->> 'note' FROM events ORDER BY seq DESC LIMIT 1`).Scan(&before, &after); err != nil || before != "" || after != "from elsewhere" {
		t.Errorf("the last event goes from %q to %q, %v", before, after, err)
	}
}

// What would need guessing is left: a claim is marked, nothing moves to a look-alike.
func TestRepairDoesNotGuess(t *testing.T) {
	s, _, first, second := damageable(t)
	sabotage(t, s, `UPDATE claims SET quote = 'Beta said some other thing.' WHERE id = '`+first.ID+`'`)
	// The quote stands in two places, and what stood around it in neither.
	sabotage(t, s, `UPDATE claims SET start = 1, "end" = 15, quote = 'said one thing', prefix = 'Zeta ', suffix = '!' WHERE id = '`+second.ID+`'`)
	mended, left, err := runRepair(t.Context(), s, nil)
	if mended = besideHistory(mended); err != nil || len(mended) != 2 || len(left) != 2 {
		t.Fatalf("mended %v, left %v, %v", mended, left, err)
	}
	for _, f := range left {
		if f.Kind != "orphan" || f.Repair != "" {
			t.Errorf("left is %+v", f)
		}
	}
	for _, want := range []struct {
		id, quote string
		start     int
	}{{first.ID, "Beta said some other thing.", 22}, {second.ID, "said one thing", 1}} {
		c, err := s.Claim(t.Context(), want.id)
		if err != nil || c.Status != StatusOrphaned || c.Quote != want.quote || c.Start != want.start {
			t.Errorf("the claim is %+v, %v", c, err)
		}
	}
	// Once marked, there is nothing more to do.
	before := dump(t, s)
	if mended, left, err = runRepair(t.Context(), s, nil); err != nil || len(mended) != 0 || len(left) != 2 {
		t.Errorf("the second time: mended %v, left %v, %v", mended, left, err)
	}
	expectSame(t, dump(t, s), before)
	// One that is marked and fits in one place after all is placed, and stands again.
	sabotage(t, s, `UPDATE claims SET quote = 'Beta said another thing' WHERE id = '`+first.ID+`'`)
	if err := s.SetLabel(t.Context(), SupportedID, first.ID); err != nil {
		t.Fatal(err)
	}
	if c, err := s.Claim(t.Context(), first.ID); err != nil || c.Status != StatusOrphaned {
		t.Errorf("%+v, %v", c, err)
	}
}

// What only the user, or a backup, can bring back is named and left as it is.
func TestRepairLeavesWhatItCannotKnow(t *testing.T) {
	aloneOnly(t)
	for _, test := range []struct{ name, sql string }{
		{"a changed text", "UPDATE texts SET text = replace(text, 'Alpha', 'ALPHA')"},
		{"a missing text", "DELETE FROM texts"},
		{"a changed original", "INSERT INTO originals VALUES (printf('%064d', 1), x'00')"},
		{"a person nobody knows", "UPDATE claims SET person_id = 'nobody'"},
		{"bytes that are not text", "UPDATE claims SET note = CAST(x'ff00fe' AS TEXT)"},
		{"tables of others", "CREATE TABLE mine (x); CREATE VIEW my_view AS SELECT * FROM claims"},
	} {
		t.Run(test.name, func(t *testing.T) {
			s, _, _, _ := damageable(t)
			sabotage(t, s, test.sql)
			before := dump(t, s)
			mended, left, err := runRepair(t.Context(), s, nil)
			if mended = besideHistory(mended); err != nil || len(mended) != 0 || len(left) == 0 {
				t.Errorf("mended %v, left %v, %v", mended, left, err)
			}
			expectSame(t, dump(t, s), before)
		})
	}
}

// An index that does not agree with its table is built anew.
func TestRepairOfAnIndex(t *testing.T) {
	s, _, _, _ := damageable(t)
	// The index is made of other rows behind SQLite's back, and the schema says it is the right one.
	sabotage(t, s, `DROP INDEX claims_unlabelled; CREATE INDEX claims_unlabelled ON claims (document_id) WHERE label_id IS NOT NULL;
		PRAGMA writable_schema = ON;
		UPDATE sqlite_schema SET sql = 'CREATE INDEX claims_unlabelled ON claims (document_id) WHERE label_id IS NULL' WHERE name = 'claims_unlabelled'`)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	again, err := OpenToRepair(t.Context(), s.Path())
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	mended, left, err := runRepair(t.Context(), again, nil)
	if err != nil || len(left) != 0 || len(mended) == 0 || mended[0].Kind != "file" {
		t.Errorf("mended %v, left %v, %v", mended, left, err)
	}
}

// A page that holds something else is found, named, and not taken for repaired.
func TestAFlippedPage(t *testing.T) {
	aloneOnly(t)
	for _, name := range []string{"claims_by_person", "claims", "texts", "documents", "events"} {
		t.Run(name, func(t *testing.T) {
			s := create(t)
			fill(t, s, perDocument)
			damage(t, s, name)
			path := s.Path()
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			_, err := Open(t.Context(), path)
			expectError(t, err, db.ErrDamaged, "open a backup")
			again, err := OpenToRepair(t.Context(), path)
			if err != nil {
				t.Fatal(err)
			}
			defer again.Close()
			_, left, err := runRepair(t.Context(), again, nil)
			if err != nil {
				t.Fatal(err)
			}
			if len(left) == 0 || left[0].Kind != "file" {
				t.Errorf("left %v", left)
			}
			copied := again.Backup(t.Context(), path+".copy", nil)
			expectError(t, copied, db.ErrDamaged, "not whole")
		})
	}
}
