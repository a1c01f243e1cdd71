package store_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	. "factmark/store"
	"factmark/store/internal/db"
	"factmark/store/merge"
)

// rowsOfAllKinds makes a workspace with a row of every kind that can be changed, and gives their ids.
func rowsOfAllKinds(t *testing.T) (s *Store, ids map[*db.Table]string) {
	t.Helper()
	s, doc, c := annsDesk(t)
	l, err := s.AddLabel(t.Context(), Label{Name: "Rumour", Meaning: "none"})
	do(t, err)
	in, err := s.StartSession(t.Context(), NewSession{Name: "first", Mode: ModeBlind, Selection: "{}"})
	do(t, err)
	d, err := s.Decide(t.Context(), NewDecision{SessionID: in.ID, ClaimID: c.ID, Kind: DecidedLabel, LabelID: SupportedID})
	do(t, err)
	e := addEvidence(t, s, c.ID, "supports", doc, 43, 60)
	return s, map[*db.Table]string{db.Documents: doc, db.Claims: c.ID, db.Labels: l.ID, db.ReviewSessions: in.ID, db.Decisions: d.ID, db.Evidence: e, db.People: "person-ann"}
}

// setColumn sets a column of a row, as an action.
func setColumn(t *testing.T, s *Store, table *db.Table, id, column string, value any) {
	t.Helper()
	_, err := s.Write(t.Context(), ChangeDo, "Change", func(w *db.Transaction) error {
		before, err := w.Existing(table, id)
		if err != nil {
			return err
		}
		after := slices.Clone(before)
		after[table.Column(column)] = value
		return w.Save(table, before, after)
	})
	do(t, err)
}

func columnIn(t *testing.T, s *Store, table *db.Table, id, column string) any {
	t.Helper()
	r, err := s.ReadingForTest(t.Context()).Read(table, id)
	do(t, err)
	return r[table.Column(column)]
}

// Whatever two have changed, ours stands in its row, and so in the view and the
// exports, until a choice is made; then all have what was chosen.
func TestOursStandsUntilAChoiceIsMade(t *testing.T) {
	aloneOnly(t)
	values := map[string][3]any{ // ours, theirs and a third's, who has left labels and stances as they were
		"label_id": {NotEnoughInfoID, DisputedID, SupportedID}, "stance": {"refutes", "context", "supports"}, "meaning": {"unclear", "disputed", "supported"},
		"published": {"2025", "2024", "2023"}, "ended_at": {"2026-01-02T00:00:00.000Z", "2026-01-03T00:00:00.000Z", "2026-01-04T00:00:00.000Z"},
		"confidence": {0.25, 0.5, 0.75},
	}
	base, ids := rowsOfAllKinds(t)
	for table, columns := range map[*db.Table]string{
		db.Documents: "title published", db.Claims: "label_id statement claim_date confidence note",
		db.Labels: "name meaning guideline", db.People: "name pseudonym", db.ReviewSessions: "name ended_at", db.Decisions: "label_id comment", db.Evidence: "stance note",
	} {
		for column := range strings.FieldsSeq(columns) {
			t.Run(table.Name+" "+column, func(t *testing.T) {
				said, is := values[column]
				if !is {
					said = [3]any{"ours", "theirs", "a third"}
				}
				wait := 2
				if column == "label_id" || column == "stance" {
					wait = 1
				}
				ann, ben, cem := fork(t, base, "ann"), fork(t, base, "ben"), fork(t, base, "cem")
				for i, s := range []*Store{ann, ben, cem} {
					setColumn(t, s, table, ids[table], column, said[i])
				}
				is1 := func(s *Store) any { return columnIn(t, s, table, ids[table], column) }
				other := fork(t, ann, "dan")
				mergeInto(t, ann, ben)
				mergeInto(t, ann, cem)
				mergeInto(t, other, cem, ben)
				for _, s := range []*Store{ann, other} {
					if got := is1(s); got != said[0] {
						t.Errorf("it is %v before anything is chosen, and was %v", got, said[0])
					}
					if got := conflictsIn(t, s); len(got) != wait {
						t.Fatalf("%d values wait", len(got))
					}
				}
				expectSame(t, dump(t, other), dump(t, ann))
				mergeInto(t, ben, ann)
				if got := is1(ben); got != said[1] || len(conflictsIn(t, ben)) != wait {
					t.Errorf("at the other's it is %v, and was %v", got, said[1])
				}
				w := conflictsIn(t, ann)[0]
				do(t, merge.Resolve(t.Context(), ann, w.ID, true))
				for _, s := range []*Store{ben, cem, other} {
					mergeInto(t, s, ann)
					if got := is1(s); got != is1(ann) || got == said[0] || len(conflictsIn(t, s)) != 0 {
						t.Errorf("after the choice it is %v, and %v where it was made; %d wait", got, is1(ann), len(conflictsIn(t, s)))
					}
				}
			})
		}
	}
}

// A value in a row gives way to what somebody who had seen it has set instead, also to nothing at all, and to no other
// value: neither to one that waits already nor to one that comes back with an undo. In whatever order the others are merged, no value is lost.
func TestOnlyWhoHasSeenAValueSupersedesIt(t *testing.T) {
	base, ids := rowsOfAllKinds(t)
	for _, row := range []struct {
		table                    *db.Table
		column                   string
		stands, instead, another any // Ann's; what Ben, who has seen it, sets instead; and what Cem sets, who has not
	}{
		{db.Documents, "title", "Streams", "", "Waters"},
		{db.Claims, "label_id", NotEnoughInfoID, nil, DisputedID},
		{db.Claims, "note", "measured", "", "guessed"},
		{db.Evidence, "stance", "refutes", "supports", "context"},
		{db.Decisions, "comment", "measured", "", "guessed"},
	} {
		t.Run(row.table.Name+" "+row.column, func(t *testing.T) {
			t.Parallel()
			set := func(s *Store, value any) { setColumn(t, s, row.table, ids[row.table], row.column, value) }
			ann, cem := fork(t, base, "ann"), fork(t, base, "cem")
			set(cem, row.another)
			set(ann, row.stands)
			ben, dan := fork(t, ann, "ben"), fork(t, ann, "dan")
			set(ben, row.instead)
			set(dan, row.instead)
			undo(t, dan) // which sets Ann's anew
			for _, order := range [][]*Store{{cem, ben, dan}, {cem, dan, ben}, {ben, cem, dan}, {ben, dan, cem}, {dan, ben, cem}, {dan, cem, ben}} {
				into := fork(t, ann, "copy")
				is, waits := row.stands, map[any]bool{}
				for i, from := range order {
					mergeInto(t, into, from)
					switch dansFirst := slices.Contains(order[:i], dan); {
					case from == cem:
						waits[row.another] = true
					case from == ben && !dansFirst:
						is = row.instead
					case from == ben:
						waits[row.instead] = true
					case slices.Contains(order[:i], ben):
						waits[row.stands] = true
					}
					if got := columnIn(t, into, row.table, ids[row.table], row.column); got != is {
						t.Errorf("after %d merges it is %v, want %v", i+1, got, is)
					}
					waiting := rowsOf(t, dump(t, into), "conflicts")
					if len(waiting) != len(waits) {
						t.Fatalf("after %d merges what waits is %v, want %v", i+1, waiting, waits)
					}
					for _, c := range waiting {
						value := c["value"].(string)
						r, err := row.table.Decode(&value)
						do(t, err)
						if !waits[r[row.table.Column(row.column)]] {
							t.Errorf("after %d merges %v waits, want %v", i+1, value, waits)
						}
					}
				}
			}
		})
	}
}

// Two have added one document. Here that was undone, and so the title that comes from the desk stands, with the one that
// was given here beside it; a package whose author saw the desk's and took it away has it taken away here too.
func TestATitleOfADocumentWhoseAddingWasUndone(t *testing.T) {
	desk, doc, _ := annsDesk(t)
	do(t, desk.EditDocument(t.Context(), doc, DocumentEdit{Title: ptr("Streams")}))
	text, err := desk.Text(t.Context(), doc)
	do(t, err)
	third := create(t)
	signInAs(t, third, "dan")
	if addText(t, third, "Rivers", text) != doc {
		t.Fatal("one text is two documents")
	}
	undo(t, third)
	ben, cem := handOver(t, desk, "ben", merge.Packing{}), handOver(t, desk, "cem", merge.Packing{})
	do(t, ben.EditDocument(t.Context(), doc, DocumentEdit{Title: ptr("")}))
	for _, order := range [][]*Store{{desk, cem, ben}, {ben, cem, desk}, {desk, ben, cem}, {ben, desk, cem}, {cem, ben, desk}} {
		into, want := fork(t, third, "copy"), "Streams"
		for i, from := range order {
			mergeInto(t, into, from)
			if from == ben {
				want = ""
			}
			if got := columnIn(t, into, db.Documents, doc, "title"); got != want {
				t.Errorf("after %d merges it is called %q, want %q", i+1, got, want)
			}
			var waits []string
			for _, c := range conflictsIn(t, into) {
				if c.Group == "title" {
					waits = append(waits, c.Theirs.Values...)
				}
			}
			if !slices.Equal(waits, []string{"Rivers"}) {
				t.Errorf("after %d merges %q waits", i+1, waits)
			}
		}
	}
}

// What is too large is refused with a word, wherever it would come in.
func TestWhatIsTooLargeIsRefused(t *testing.T) {
	ann, _, c := annsDesk(t)
	long := strings.Repeat("x", db.LongestText+1)
	before := dump(t, ann)
	expectError(t, ann.EditClaim(t.Context(), c.ID, ClaimEdit{Note: &long}), db.ErrInvalid, "the note of a claim is longer than 4 MB")
	expectSame(t, dump(t, ann), before)
	for name, test := range map[string]struct{ tamper, want string }{
		"a note":       {"UPDATE claims SET note = printf('%.*c', 5000000, 'x')", "is longer than 4 MB"},
		"an event":     {"UPDATE events SET after = json_set(after, '$.note', printf('%.*c', 9000000, 'x')) WHERE entity = 'claims'", "is longer than 8 MB"},
		"many choices": {"WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 1001) INSERT INTO conflicts SELECT 'k' || i, 'claims', (SELECT id FROM claims), 'note', json_object('note', i || ''), NULL, '', '' FROM n", "more than 1000 conflicts"},
	} {
		t.Run(name, func(t *testing.T) {
			ben := fork(t, ann, "ben")
			if _, err := ben.ConnForTest().ExecContext(t.Context(), test.tamper); err != nil {
				t.Fatal(err)
			}
			_, err := merge.Into(t.Context(), ann, []string{ben.Path()}, merge.Options{})
			want, _, _ := strings.Cut(test.want, " (")
			if !errors.Is(err, db.ErrMismatch) || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "nothing was changed") {
				t.Errorf("got %v", err)
			}
			expectSame(t, dump(t, ann), before)
			if name == "a note" {
				_, err := merge.WritePackage(t.Context(), ben, t.TempDir()+"/p.factmark", "desk", merge.Packing{})
				expectError(t, err, db.ErrInvalid, "is longer than 4 MB")
			}
		})
	}
}

// Many of one name on both sides are told of once each, and become one where the user says so.
func TestManyOfOneName(t *testing.T) {
	ann, _, _ := annsDesk(t)
	ben := fork(t, ann, "ben")
	for side, s := range map[string]*Store{"a": ann, "b": ben} {
		for i := range 30 {
			do(t, s.SignIn(t.Context(), Person{ID: fmt.Sprintf("%s-%02d", side, i), Name: "Sam Same"}))
		}
	}
	signInAs(t, ann, "ann")
	report, err := merge.Into(t.Context(), ann, []string{ben.Path()}, merge.Options{Same: []string{"sam same"}})
	do(t, err)
	if n := len(report.SameNames); n < 30 || n > 60 {
		t.Errorf("told of %d times", n)
	}
	same, err := ann.SamePeople(t.Context())
	do(t, err)
	for _, side := range []string{"a", "b"} {
		for i := range 30 {
			if id := fmt.Sprintf("%s-%02d", side, i); same[id] != "a-00" && id != "a-00" {
				t.Errorf("%s is %q", id, same[id])
			}
		}
	}
	expectClean(t, ann)
}
