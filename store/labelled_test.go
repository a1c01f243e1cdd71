package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"factmark/store/internal/db"
)

// viewRows reads the view as any other program would.
func viewRows(t testing.TB, s *Store, where string, args ...any) [][]string {
	t.Helper()
	rows, err := s.readers.QueryContext(t.Context(), "SELECT *, CAST(confidence AS TEXT) FROM labelled_claims "+where, args...)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil || !slices.Equal(columns[:len(columns)-1], LabelledColumns) {
		t.Fatalf("the view's columns are %q, %v", columns, err)
	}
	var all [][]string
	for rows.Next() {
		cells := make([]sql.NullString, len(columns))
		dest := make([]any, len(columns))
		for i := range cells {
			dest[i] = &cells[i]
		}
		if err := rows.Scan(dest...); err != nil {
			t.Fatal(err)
		}
		row := make([]string, len(LabelledColumns))
		for i := range row {
			row[i] = cells[i].String
		}
		row[20] = cells[len(LabelledColumns)].String // the number as SQLite writes it
		all = append(all, row)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

func labelledCellsOf(t testing.TB, s *Store, f Filter) [][]string {
	t.Helper()
	var all [][]string
	if err := s.EachLabelled(t.Context(), f, func(cells []string) error {
		all = append(all, slices.Clone(cells))
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if n, err := s.CountLabelled(t.Context(), f); err != nil || n != len(all) {
		t.Fatalf("CountLabelled() = %d, %v; there are %d", n, err, len(all))
	}
	return all
}

func expectRows(t testing.TB, got, want [][]string) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%d rows, want %d", len(got), len(want))
	}
	for i := range want {
		if !slices.Equal(got[i], want[i]) {
			t.Fatalf("row %d:\ngot  %q\nwant %q", i, got[i], want[i])
		}
	}
}

func TestLabelledRow(t *testing.T) {
	s := create(t)
	if err := s.SignIn(t.Context(), Person{ID: "p1", Name: "Ada, “A”"}); err != nil {
		t.Fatal(err)
	}
	added, err := s.AddDocuments(t.Context(), []NewDocument{{Title: "T", Publisher: "P", Published: "2025?", SourceURL: "u", Text: "one two three",
		Locators: []Locator{{LocatorPage, 0, 3, "1"}, {LocatorPage, 4, 8, "2"}}}})
	if err != nil {
		t.Fatal(err)
	}
	d := added[0].Document
	c := addClaim(t, s, NewClaim{DocumentID: d.ID, Start: 4, End: 7, LabelID: NotEnoughInfoID, Note: "n"})
	quarter := ptr(0.25)
	if err := s.EditClaim(t.Context(), c.ID, ClaimEdit{Confidence: &quarter, Statement: ptr("s"), Claimant: ptr("c"), ClaimDate: ptr("d"), ClaimType: ptr("t")}); err != nil {
		t.Fatal(err)
	}
	addEvidence(t, s, c.ID, "supports", d.ID, 0, 3)
	addEvidence(t, s, c.ID, "supports", d.ID, 8, 13)
	if c, err = s.Claim(t.Context(), c.ID); err != nil {
		t.Fatal(err)
	}
	want := []string{c.ID, d.ID, "T", "P", "2025?", "u", d.SHA256, "4", "7", "codepoint", "two", "one ", " three", "Not enough info", "unclear",
		"supported", "s", "c", "d", "t", "0.25", "n", "2", "0", "Ada, “A”", "open", db.FormatTime(c.CreatedAt), db.FormatTime(c.UpdatedAt), "", "", "", "page 2", ""}
	expectRows(t, labelledCellsOf(t, s, Filter{}), [][]string{want})

	addEvidence(t, s, c.ID, "refutes", d.ID, 8, 13)
	if _, err := s.conn.ExecContext(t.Context(), `UPDATE people SET pseudonym = 'A1';
		UPDATE claims SET final_label_id = ?, reviewer_id = 'p1', reviewed_at = '2025-01-01T00:00:00.000Z', status = 'adjudicated'`, DisputedID); err != nil {
		t.Fatal(err)
	}
	want[15], want[22], want[23], want[24], want[25] = "conflicting", "2", "1", "A1", "adjudicated"
	want[28], want[29], want[30] = "Disputed", "A1", "2025-01-01T00:00:00.000Z"
	expectRows(t, labelledCellsOf(t, s, Filter{}), [][]string{want})
}

// Evidence makes the fine label, whatever the label is; without any it follows from what the label means. The view and
// FineLabel say the same.
func TestFineLabel(t *testing.T) {
	s := create(t)
	id := addText(t, s, "T", "one two three four five six")
	own, err := s.AddLabel(t.Context(), Label{Name: "Opinion", Meaning: "none"})
	if err != nil {
		t.Fatal(err)
	}
	labels := map[string]string{SupportedID: "supported", DisputedID: "disputed", NotEnoughInfoID: "unclear", own.ID: "none", "": "none"}
	without := map[string]string{SupportedID: "supported", DisputedID: "refuted", NotEnoughInfoID: "not enough info", own.ID: "", "": ""}
	for _, test := range []struct {
		stances []Stance
		want    string // "-" for what follows from the label
	}{
		{nil, "-"},
		{[]Stance{"context"}, "not enough info"},
		{[]Stance{"supports", "supports"}, "supported"},
		{[]Stance{"refutes", "context"}, "refuted"},
		{[]Stance{"refutes", "context", "supports"}, "conflicting"},
	} {
		for label, meaning := range labels {
			c := addClaim(t, s, NewClaim{DocumentID: id, Start: 0, End: 3, LabelID: label})
			count := make(map[Stance]int)
			for _, stance := range test.stances {
				addEvidence(t, s, c.ID, stance, id, 0, 3)
				count[stance]++
			}
			want := test.want
			if want == "-" {
				want = without[label]
			}
			row := viewRows(t, s, "WHERE claim_id = ?", c.ID)[0]
			if row[15] != want || row[22] != fmt.Sprint(count[StanceSupports]) || row[23] != fmt.Sprint(count[StanceRefutes]) {
				t.Errorf("%v and a label that means %s make %q, %s to %s; want %q", test.stances, meaning, row[15], row[22], row[23], want)
			}
			if got := FineLabel(meaning, count[StanceSupports], count[StanceRefutes], count[StanceContext]); got != want {
				t.Errorf("FineLabel of %v and %s is %q, want %q", test.stances, meaning, got, want)
			}
		}
	}
}

// Claims of all sorts, read fast, filtered, are the rows of the view.
func TestEachLabelledIsTheView(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := create(t)
		cell := texts(5)
		own, err := s.AddLabel(t.Context(), Label{Name: "Own,\n\"label\"\x1f", Meaning: "none"})
		if err != nil {
			rt.Fatal(err)
		}
		labelIDs := []string{SupportedID, DisputedID, NotEnoughInfoID, own.ID, ""}
		var documentIDs []string
		for i := range rapid.IntRange(0, 4).Draw(rt, "documents") {
			text := fmt.Sprint(i) + texts(20).Draw(rt, "text") + "end"
			added, err := s.AddDocuments(t.Context(), []NewDocument{{Title: rapid.SampledFrom([]string{"a", "B", "b", "Ä", ""}).Draw(rt, "title"),
				Publisher: cell.Draw(rt, "publisher"), SourceURL: cell.Draw(rt, "url"), Text: text}})
			if err != nil {
				rt.Fatal(err)
			}
			d := added[0].Document
			documentIDs = append(documentIDs, d.ID)
			for range rapid.IntRange(0, 4).Draw(rt, "claims") {
				if err := s.SignIn(t.Context(), Person{Name: cell.Draw(rt, "name")}); err != nil {
					rt.Fatal(err)
				}
				start := rapid.IntRange(0, d.Length-1).Draw(rt, "start")
				made, err := s.AddClaims(t.Context(), []NewClaim{{DocumentID: d.ID, Start: start, End: d.Length,
					LabelID: rapid.SampledFrom(labelIDs).Draw(rt, "label"), Note: cell.Draw(rt, "note")}})
				if err != nil {
					rt.Fatal(err)
				}
				f := rapid.Float64Range(0, 1).Draw(rt, "confidence")
				confidence := &f
				if err := s.EditClaim(t.Context(), made[0].ID, ClaimEdit{Statement: ptr(cell.Draw(rt, "statement")), Confidence: &confidence}); err != nil {
					rt.Fatal(err)
				}
				for _, stance := range rapid.SliceOfN(rapid.SampledFrom([]Stance{"supports", "refutes", "context"}), 0, 3).Draw(rt, "stances") {
					addEvidence(t, s, made[0].ID, stance, d.ID, 0, 1)
				}
			}
		}
		all := viewRows(t, s, "")
		if !slices.IsSortedFunc(all, func(a, b []string) int { return comparePlace(rt, a, b) }) {
			rt.Fatal("the view is not in document and span order")
		}
		expectRows(t, labelledCellsOf(t, s, Filter{}), all)

		f := Filter{}
		if rapid.Bool().Draw(rt, "some documents") {
			f.DocumentIDs = append([]string{}, rapid.SliceOfDistinct(rapid.SampledFrom(append(documentIDs, "x")), rapid.ID[string]).Draw(rt, "documents")...)
		}
		if rapid.Bool().Draw(rt, "some labels") {
			f.LabelIDs = append([]string{}, rapid.SliceOfDistinct(rapid.SampledFrom(append(labelIDs, "x")), rapid.ID[string]).Draw(rt, "labels")...)
		}
		if rapid.Bool().Draw(rt, "some statuses") {
			f.Statuses = append([]Status{}, rapid.SliceOfDistinct(rapid.SampledFrom([]Status{StatusOpen, StatusUnanimous, StatusUnresolved, "x"}), rapid.ID[Status]).Draw(rt, "statuses")...)
		}
		people, err := s.KnownPeople(t.Context())
		if err != nil {
			rt.Fatal(err)
		}
		shown := make(map[string][]string) // the ids of people by the names that they are shown with
		for _, p := range people {
			shown[p.Name] = append(shown[p.Name], p.ID)
		}
		if rapid.Bool().Draw(rt, "some people") {
			f.PersonIDs = []string{"x"}
			for _, p := range people {
				if rapid.Bool().Draw(rt, "person") {
					f.PersonIDs = append(f.PersonIDs, shown[p.Name]...)
				}
			}
		}
		f.Finished = rapid.Bool().Draw(rt, "finished")
		documents, err := s.Documents(t.Context())
		if err != nil {
			rt.Fatal(err)
		}
		done := make(map[string]bool)
		for _, d := range documents {
			done[d.ID] = d.Status() == DocumentDone
		}
		names := map[string]string{SupportedID: "Supported", DisputedID: "Disputed", NotEnoughInfoID: "Not enough info", own.ID: own.Name, "": ""}
		var want [][]string
		for _, row := range all {
			labelled := slices.ContainsFunc(f.LabelIDs, func(id string) bool { name, ok := names[id]; return ok && name == row[13] })
			byPerson := slices.ContainsFunc(shown[row[24]], func(id string) bool { return slices.Contains(f.PersonIDs, id) })
			if (f.DocumentIDs == nil || slices.Contains(f.DocumentIDs, row[1])) && (f.LabelIDs == nil || labelled) &&
				(f.Statuses == nil || slices.Contains(f.Statuses, Status(row[25]))) && (f.PersonIDs == nil || byPerson) && (!f.Finished || done[row[1]]) {
				want = append(want, row)
			}
		}
		expectRows(t, labelledCellsOf(t, s, f), want)
	})
}

// comparePlace compares rows by title without case, document id, start, end and claim id.
func comparePlace(t *rapid.T, a, b []string) int {
	lower := func(s string) string { // ASCII alone, as SQLite's NOCASE
		return strings.Map(func(r rune) rune {
			if 'A' <= r && r <= 'Z' {
				return r + 'a' - 'A'
			}
			return r
		}, s)
	}
	number := func(s string) (n int) {
		if _, err := fmt.Sscan(s, &n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	if c := strings.Compare(lower(a[2]), lower(b[2])); c != 0 {
		return c
	}
	if c := strings.Compare(a[1], b[1]); c != 0 {
		return c
	}
	if c := number(a[7]) - number(b[7]); c != 0 {
		return c
	}
	if c := number(a[8]) - number(b[8]); c != 0 {
		return c
	}
	return strings.Compare(a[0], b[0])
}

func TestEachLabelledEnds(t *testing.T) {
	s := create(t)
	fill(t, s, 2*perDocument)
	enough := errors.New("enough")
	n := 0
	err := s.EachLabelled(t.Context(), Filter{}, func([]string) error {
		if n++; n == 700 {
			return enough
		}
		return nil
	})
	if err != enough || n != 700 {
		t.Errorf("ended after %d rows with %v", n, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	err = s.EachLabelled(ctx, Filter{}, func([]string) error { cancel(); return nil })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("after cancelling: %v", err)
	}
	if rows := labelledCellsOf(t, s, Filter{}); len(rows) != 2*perDocument {
		t.Errorf("%d rows afterwards", len(rows))
	}
}

// An export sees one moment, whatever is written meanwhile.
func TestEachLabelledSeesOneMoment(t *testing.T) {
	s := create(t)
	fill(t, s, 3*perDocument)
	documents, err := s.Documents(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	err = s.EachLabelled(t.Context(), Filter{DocumentIDs: []string{documents[0].ID, documents[1].ID, documents[2].ID}}, func([]string) error {
		if n++; n == 1 {
			return s.RemoveDocument(t.Context(), documents[2].ID)
		}
		return nil
	})
	if err != nil || n != 3*perDocument {
		t.Errorf("%d rows, %v", n, err)
	}
}

// The plans that keep a million rows from being sorted or looked through,
// with and without the statistics that closing a workspace leaves.
func TestQueryPlans(t *testing.T) {
	aloneOnly(t)
	t.Parallel()
	// Documents come in the order of their index; there are a handful of labels and people.
	allowed := regexp.MustCompile(`^SCAN (d USING .*documents_by_title|actions USING .*actions_(standing|undone)|json_each .*|[lpfr] LEFT-JOIN|o)$`)
	s := create(t)
	fill(t, s, 4*perDocument)
	chosen, _ := Filter{LabelIDs: []string{""}, Statuses: []Status{StatusOpen}, PersonIDs: []string{""}}.onView()
	everything := &Export{}
	evidence, _ := everything.inScope(exportedEvidence, "", evidenceOrder)
	decisions, _ := everything.inScope(exportedDecisions, "", decisionOrder)
	for _, statistics := range []bool{false, true} {
		if statistics {
			if _, err := s.conn.ExecContext(t.Context(), "ANALYZE"); err != nil {
				t.Fatal(err)
			}
		}
		for name, query := range map[string]string{
			"the view":               "SELECT * FROM labelled_claims",
			"the view of a document": "SELECT * FROM labelled_claims WHERE document_id = 'x'",
			"all rows":               labelledRows(nil, ""),
			"rows of a document":     labelledRows([]string{ofDocument}, ""),
			"rows with people":       labelledRows(nil, shownPeople),
			"filtered rows":          labelledRows(chosen, ""),
			"exported evidence":      evidence,
			"exported decisions":     decisions,
			"one row":                oneLabelled,
			"evidence":               "SELECT * FROM claim_evidence",
			"claims of a document":   claimsOfDocument,
			"documents":              allDocuments,
			"undo":                   lastStanding,
			"redo":                   firstUndone,
			"dropping the redo line": db.DropRedo,
			"events, backwards":      eventsBackwards,
			"events, forwards":       eventsForwards,
			"history of a row":       "SELECT * FROM events WHERE entity = ? AND entity_id = ? ORDER BY seq",
		} {
			plan := planOf(t, s, query)
			for _, step := range strings.Split(plan, "\n") {
				// Statistics of a small file may favour looking through a small table.
				scansAll := !statistics && strings.HasPrefix(step, "SCAN ") && !allowed.MatchString(step)
				if strings.Contains(name, "evidence") && step == "USE TEMP B-TREE FOR LAST 4 TERMS OF ORDER BY" ||
					name == "exported decisions" && step == "USE TEMP B-TREE FOR LAST 2 TERMS OF ORDER BY" || step == "SCAN CONSTANT ROW" {
					continue // of one claim
				}
				if strings.Contains(step, "TEMP B-TREE") || scansAll || strings.Contains(step, "AUTOMATIC") || strings.Contains(step, "MATERIALIZE") {
					t.Errorf("%s (statistics: %v): %s\n%s", name, statistics, step, plan)
				}
			}
		}
	}
}

func planOf(t *testing.T, s *Store, query string) string {
	t.Helper()
	rows, err := s.conn.QueryContext(t.Context(), "EXPLAIN QUERY PLAN "+query, make([]any, strings.Count(query, "?"))...)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var steps []string
	for rows.Next() {
		var id, parent, unused int
		var step string
		if err := rows.Scan(&id, &parent, &unused, &step); err != nil {
			t.Fatal(err)
		}
		steps = append(steps, step)
	}
	if err := rows.Err(); err != nil || len(steps) == 0 {
		t.Fatalf("no plan: %v", err)
	}
	return strings.Join(steps, "\n")
}
