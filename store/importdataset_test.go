package store_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	. "factmark/store"
	"factmark/store/internal/db"
)

// datasetOf gives all that a workspace says, as a dataset whose reader knows every field.
func datasetOf(t *testing.T, s *Store) (d Dataset) {
	t.Helper()
	ctx := t.Context()
	documents, err := s.Documents(ctx)
	do(t, err)
	sums := make(map[string]string)
	for i, from := range documents {
		n := NewDocument{Title: from.Title, Publisher: from.Publisher, Published: from.Published, SourceURL: from.SourceURL, Author: from.Author,
			Language: from.Language, Tags: from.Tags, Note: from.Note, Stated: from.Stated, FileName: from.FileName, Charset: from.Charset}
		n.Text, err = s.Text(ctx, from.ID)
		do(t, err)
		n.Original, err = s.Original(ctx, from.ID)
		do(t, err)
		n.Locators, err = s.Locators(ctx, from.SHA256)
		do(t, err)
		sums[from.ID] = from.SHA256
		d.Documents = append(d.Documents, ImportedDocument{Line: i + 1, ID: from.ID, NewDocument: n, AddedAt: from.AddedAt})
	}
	d.Labels, err = s.Labels(ctx)
	do(t, err)
	for i, cells := range labelled(t, s) {
		cell := func(name string) string { return cells[slices.Index(LabelledColumns, name)] }
		at := func(name string) time.Time { return db.ParseTime(cell(name)) }
		start, err := strconv.Atoi(cell("start"))
		do(t, err)
		end, err := strconv.Atoi(cell("end"))
		do(t, err)
		r := ImportedClaim{Line: i + 2, DocumentID: cell("document_id"), ClaimID: cell("claim_id"), DocumentSHA256: cell("document_sha256"), DocumentTitle: cell("document"),
			Start: start, End: end, Quote: cell("quote"), Prefix: cell("prefix"), Suffix: cell("suffix"), Label: cell("label"), Meaning: cell("meaning"),
			Statement: cell("statement"), Claimant: cell("claimant"), ClaimDate: cell("claim_date"), ClaimType: cell("claim_type"), Note: cell("note"),
			Annotator: cell("annotator"), Status: cell("status"), CreatedAt: at("created_at"), UpdatedAt: at("updated_at"),
			FinalLabel: cell("final_label"), Reviewer: cell("reviewer"), ReviewedAt: at("reviewed_at"), FirstClaimID: cell("first_claim_id")}
		if c := cell("confidence"); c != "" {
			f, err := strconv.ParseFloat(c, 64)
			do(t, err)
			r.Confidence = &f
		}
		d.Claims = append(d.Claims, r)
		evidence, err := s.Evidence(ctx, r.ClaimID)
		do(t, err)
		for _, e := range evidence {
			if e.ClaimID != r.ClaimID {
				continue
			}
			d.Evidence = append(d.Evidence, ImportedEvidence{Claim: i, ID: e.ID, Set: e.Set, Stance: string(e.Stance), DocumentID: e.DocumentID,
				DocumentSHA256: e.DocumentSHA256, DocumentTitle: e.Document, Start: e.Start, End: e.End, Quote: e.Quote, Prefix: e.Prefix, Suffix: e.Suffix, URL: e.URL,
				Note: e.Note, Published: e.Published, ArchiveURL: e.ArchiveURL, Person: e.Person, CreatedAt: e.CreatedAt, UpdatedAt: e.UpdatedAt})
		}
		decisions, err := s.Decisions(ctx, DecisionFilter{ClaimID: r.ClaimID})
		do(t, err)
		for _, w := range decisions {
			label := ""
			if at := slices.IndexFunc(d.Labels, func(l Label) bool { return l.ID == w.LabelID }); at >= 0 {
				label = d.Labels[at].Name
			}
			d.Decisions = append(d.Decisions, ImportedDecision{Claim: i, ID: w.ID, SessionID: w.SessionID, Person: w.Person, Kind: string(w.Kind), Label: label,
				Comment: w.Comment, Seconds: w.Seconds, CreatedAt: w.CreatedAt, UpdatedAt: w.UpdatedAt})
		}
	}
	return d
}

func labelled(t *testing.T, s *Store) (all [][]string) {
	t.Helper()
	do(t, s.EachLabelled(t.Context(), Filter{}, func(cells []string) error {
		all = append(all, slices.Clone(cells))
		return nil
	}))
	return all
}

// whatIsSaid gives all rows of what an export says.
func whatIsSaid(t *testing.T, s *Store) map[string][]string {
	t.Helper()
	all := make(map[string][]string)
	for name, table := range map[string]struct {
		columns int
		query   string
	}{
		"claims":    {len(LabelledColumns), "SELECT * FROM labelled_claims"},
		"evidence":  {17, "SELECT * FROM claim_evidence"},
		"documents": {16, "SELECT * FROM documents ORDER BY id"},
		"locators":  {5, "SELECT * FROM locators WHERE sha256 IN (SELECT sha256 FROM documents) ORDER BY sha256, start"},
		"originals": {1, "SELECT hex(bytes) FROM originals WHERE sha256 IN (SELECT original_sha256 FROM documents) ORDER BY sha256"},
		"quotes":    {5, `SELECT id, prefix, suffix, document_sha256, updated_at FROM evidence ORDER BY id`},
		"decisions": {10, `SELECT d.id, d.session_id, d.claim_id, p.name, d.kind, l.name, d.comment, d.seconds, d.created_at, d.updated_at FROM decisions d
			JOIN people p ON p.id = ` + db.CanonicalID("d.person_id") + " LEFT JOIN labels l ON l.id = d.label_id ORDER BY d.id"},
		"held": {2, `SELECT r.id, p.name FROM review_sessions r JOIN people p ON p.id = ` + db.CanonicalID("r.person_id") + " WHERE r.id IN (SELECT session_id FROM decisions) ORDER BY r.id"},
	} {
		all[name] = printed(t, s, table.columns, table.query)
	}
	return all
}

// printed gives the rows of a query, written out.
func printed(t *testing.T, s *Store, columns int, query string) (all []string) {
	t.Helper()
	row, dest := make([]any, columns), make([]any, columns)
	for i := range row {
		dest[i] = &row[i]
	}
	do(t, s.ReadingForTest(t.Context()).Each(query, nil, func(scan func(...any) error) error {
		err := scan(dest...)
		all = append(all, fmt.Sprintf("%#v", row))
		return err
	}))
	return all
}

// What leaves a workspace as a dataset and enters an empty one says the same there; a second time it adds nothing, one
// undo takes all of it back, and both workspaces are sound.
func TestADatasetComesInAsItLeft(t *testing.T) {
	aloneOnly(t)
	checkTimes(t, 12, func(rt *rapid.T) {
		w := newWorld(t, rt)
		w.own = true
		path := filepath.Join(w.folder, "from.factmark")
		for _, who := range []string{"Ada", "Ben"} {
			w.live(path, who, 25)
		}
		w.with(path, func(from *Store) {
			d := datasetOf(t, from)
			to := create(t)
			empty := dump(t, to)
			looked, err := to.ImportDataset(t.Context(), d, ImportOptions{DryRun: true})
			do(t, err)
			for _, bad := range looked.Bad {
				rt.Fatalf("%v, of %+v, %+v", bad, d.Claims, d.Evidence)
			}
			expectSame(t, dump(t, to), empty)
			report, err := to.ImportDataset(t.Context(), d, ImportOptions{})
			if err != nil {
				rt.Fatal(err)
			}
			if fmt.Sprint(looked) != fmt.Sprint(report) {
				rt.Fatalf("a dry run says %+v, and then it is %+v", looked, report)
			}
			if len(report.DifferingLabels) > 0 { // one of the three that every workspace begins with means something else there
				return
			}
			if d := unlike(whatIsSaid(t, to), whatIsSaid(t, from)); d != "" {
				rt.Fatal(d)
			}
			if report.DocumentsAdded != len(d.Documents) || report.Added != len(d.Claims) || report.EvidenceAdded != len(d.Evidence) || report.DecisionsAdded != len(d.Decisions) {
				rt.Fatalf("%+v of %d documents, %d claims, %d pieces of evidence, %d decisions", report, len(d.Documents), len(d.Claims), len(d.Evidence), len(d.Decisions))
			}
			w.sound("after the import", to)
			full := dump(t, to)
			for _, update := range []bool{false, true} {
				again, err := to.ImportDataset(t.Context(), d, ImportOptions{Update: update})
				do(t, err)
				if again.DocumentsAdded+again.Added+again.EvidenceAdded+again.DecisionsAdded+again.SessionsAdded+len(again.NewLabels)+len(again.NewPeople) > 0 ||
					len(again.Differing)+len(again.DifferingEvidence)+len(again.DifferingDecisions)+len(again.Updated)+again.EvidenceUpdated > 0 {
					rt.Fatalf("again: %+v", again)
				}
				expectSame(t, dump(t, to), full)
			}
			if report.DocumentsAdded == 0 && len(report.NewLabels) == 0 {
				return
			}
			if name := undoName(t, to); name != "Import dataset" {
				rt.Fatal(name)
			}
			undo(t, to)
			expectSame(t, dump(t, to), empty)
			_, err = to.Redo(t.Context())
			do(t, err)
			expectSame(t, dump(t, to), full)
			w.sound("done again", to)
		})
	})
}

// twoTexts is a small dataset: a claim in each of two texts, one with evidence in the other, and a decision on it.
func twoTexts() Dataset {
	return Dataset{
		Documents: []ImportedDocument{
			{Line: 1, ID: "a", NewDocument: NewDocument{Title: "A", Text: "one two three", Locators: []Locator{{LocatorPage, 0, 7, "1"}, {LocatorPage, 7, 13, "2"}}}, AddedAt: time.Date(2020, 1, 2, 3, 4, 5, 6e6, time.UTC)},
			{Line: 2, ID: "b", NewDocument: NewDocument{Title: "B", Text: "it says so"}},
		},
		Labels: []Label{{ID: "label-1", Name: "Mixed", Meaning: "unclear", Key: "s", Letter: "M", Light: "#123456", Dark: "#abcdef", Pattern: "wavy", Guideline: "when both"},
			{Name: " supported", Meaning: "supported", Key: "x"}},
		Claims: []ImportedClaim{
			{Line: 1, ClaimID: "c1", DocumentTitle: "A", Start: 4, End: 7, Quote: "two", Label: "Mixed", Annotator: "Ada"},
			{Line: 2, ClaimID: "c2", DocumentID: "b", Start: 3, End: 7, Quote: "says", Label: "Supported", Annotator: "Ada", FirstClaimID: "c1"},
		},
		Evidence: []ImportedEvidence{
			{Claim: 0, ID: "e1", Set: 2, Stance: "refutes", DocumentTitle: "B", Start: 0, End: 11 - 1, Quote: "it says so", Person: "Ben", Note: "n"},
			{Claim: 0, Stance: "Context", URL: "https://example.org", Published: "2024-05?"},
		},
		Decisions: []ImportedDecision{
			{Claim: 0, ID: "d1", SessionID: "s", Person: "Ben", Kind: "label", Label: "Disputed", Seconds: 2.5, CreatedAt: time.Date(2021, 1, 1, 0, 0, 0, 0, time.UTC)},
			{Claim: 1, SessionID: "s", Person: "Ben", Kind: "skip", Comment: "unsure", CreatedAt: time.Date(2021, 1, 2, 0, 0, 0, 0, time.UTC)},
			{Claim: 1, SessionID: "s", Person: "Cid", Kind: "reject", CreatedAt: time.Date(2021, 1, 3, 0, 0, 0, 0, time.UTC)},
		},
	}
}

func TestImportDataset(t *testing.T) {
	s := create(t)
	var steps [][2]int
	report, err := s.ImportDataset(t.Context(), twoTexts(), ImportOptions{Progress: func(done, total int) { steps = append(steps, [2]int{done, total}) }})
	do(t, err)
	want := ImportReport{Added: 2, DocumentsAdded: 2, EvidenceAdded: 2, DecisionsAdded: 3, SessionsAdded: 2, NewLabels: []string{"Mixed"}, NewPeople: []string{"Ada", "Ben", "Cid"}}
	if fmt.Sprint(report) != fmt.Sprint(want) {
		t.Errorf("%+v", report)
	}
	if !slices.Contains(steps, [2]int{0, 9}) {
		t.Errorf("told %v", steps)
	}
	labels, err := s.Labels(t.Context())
	do(t, err)
	if l := labels[len(labels)-1]; len(labels) != 4 || l != (Label{ID: "label-1", Name: "Mixed", Meaning: "unclear", Key: "1", Letter: "M", Light: "#123456", Dark: "#abcdef", Pattern: "wavy", Guideline: "when both", Position: 4}) {
		t.Errorf("labels %+v", labels)
	}
	sessions, err := s.Sessions(t.Context())
	do(t, err)
	if len(sessions) != 2 || sessions[1].ID != "s" || sessions[1].Person != "Ben" || sessions[1].Decided != 2 || sessions[1].EndedAt.Day() != 2 || sessions[1].StartedAt.Day() != 1 ||
		sessions[0].Person != "Cid" || sessions[0].EndedAt.IsZero() {
		t.Errorf("sessions %+v", sessions)
	}
	evidence, err := s.Evidence(t.Context(), "c2")
	do(t, err)
	if len(evidence) != 2 || evidence[0].Set != 1 || evidence[0].Stance != StanceContext || evidence[1].ID != "e1" || evidence[1].Person != "Ben" || !evidence[1].Placed() {
		t.Errorf("evidence %+v", evidence)
	}
	expectClean(t, s)

	// Read again, with what another program has changed in it.
	state := dump(t, s)
	d := twoTexts()
	d.Documents[0].Title, d.Labels[0].Meaning = "Another title", "disputed"
	d.Claims[0].DocumentTitle = "Another title"
	d.Evidence[0].Note, d.Evidence[0].Stance = "", "supports"
	d.Decisions[0].Comment = "no"
	report, err = s.ImportDataset(t.Context(), d, ImportOptions{})
	do(t, err)
	want = ImportReport{Existing: 2, DocumentsExisting: 2, EvidenceExisting: 1, DecisionsExisting: 2, DifferingLabels: []string{"Mixed"}, DifferingEvidence: []string{"e1"}, DifferingDecisions: []string{"d1"}}
	if fmt.Sprint(report) != fmt.Sprint(want) {
		t.Errorf("again %+v", report)
	}
	expectSame(t, dump(t, s), state)
	report, err = s.ImportDataset(t.Context(), d, ImportOptions{Update: true})
	do(t, err)
	if e, err := s.Evidence(t.Context(), "c1"); report.EvidenceUpdated != 1 || err != nil || e[1].Stance != StanceSupports || e[1].Note != "n" {
		t.Errorf("updated %+v: %+v, %v", report, e, err)
	}
	if name := undoName(t, s); name != "Import and update dataset" {
		t.Error(name)
	}
	expectUndone(t, s, state)
}

// A row that does not fit refuses all, unless it is to be left out: then its document and all else come in.
func TestBadRowsOfADataset(t *testing.T) {
	for _, test := range []struct {
		name  string
		spoil func(*Dataset)
		bad   []string
	}{
		{"a document", func(d *Dataset) { d.Documents[1].Text = "a\rb" }, []string{"line 2: B has line ends", "line 2: there is no document", "line 1: there is no document", "line 2: a decision of a claim", "line 2: a decision of a claim"}},
		{"two of one id", func(d *Dataset) { d.Documents[1].ID = "a"; d.Claims[1].DocumentID, d.Claims[1].DocumentTitle = "", "B" }, []string{"line 2: two documents of the file", `line 2: there is no document "B"`, `line 1: there is no document "B"`, "line 2: a decision of", "line 2: a decision of"}},
		{"locators", func(d *Dataset) { d.Documents[0].Locators[1].End = 14 }, []string{"line 1: the locators", "line 1: there is no document", "line 1: evidence of a claim", "line 1: evidence of a claim", "line 1: a decision of a claim"}},
		{"two of one title", func(d *Dataset) {
			d.Documents[1].Title = "A"
			d.Evidence[0].DocumentID, d.Evidence[0].DocumentTitle = "b", ""
		}, []string{"line 1: several documents of the file are called", "line 1: evidence of a claim", "line 1: evidence of a claim", "line 1: a decision of a claim"}},
		{"a label", func(d *Dataset) { d.Labels[0].Light = "red" }, []string{`the label "Mixed": a colour is written`}},
		{"a quote", func(d *Dataset) { d.Claims[0].Quote = "TWO" }, []string{`line 1: the quote "TWO"`, "line 1: evidence of a claim that is not imported", "line 1: evidence of a claim that", "line 1: a decision of a claim that"}},
		{"evidence of no claim", func(d *Dataset) { d.Evidence[0].Claim = 7 }, []string{"evidence of no claim"}},
		{"evidence elsewhere", func(d *Dataset) { d.Evidence[0].DocumentTitle = "C" }, []string{`line 1: there is no document "C"`}},
		{"evidence of an unknown text", func(d *Dataset) {
			d.Evidence[0].DocumentTitle, d.Evidence[0].DocumentSHA256 = "", strings.Repeat("a", 64)
		}, []string{"line 1: the text of its document"}},
		{"another quote of evidence", func(d *Dataset) { d.Evidence[0].Start = 1 }, []string{`line 1: the quote "it says so" is not what stands at 1 to 10`}},
		{"a stance", func(d *Dataset) { d.Evidence[1].Stance, d.Evidence[1].Line = "likes", 9 }, []string{`line 9: "likes" is no stance`}},
		{"nothing", func(d *Dataset) { d.Evidence[1].URL = " " }, []string{"line 1: an outside source needs"}},
		{"a date", func(d *Dataset) { d.Evidence[1].Published = "05/2024" }, []string{`line 1: "05/2024" is not a date`}},
		{"a set", func(d *Dataset) { d.Evidence[1].Set = -1 }, []string{"line 1: the sets of evidence"}},
		{"a time", func(d *Dataset) { d.Evidence[1].CreatedAt = time.Date(12024, 1, 1, 0, 0, 0, 0, time.UTC) }, []string{"line 1: a time in it is not one"}},
		{"text", func(d *Dataset) { d.Evidence[1].Note = "\x00" }, []string{"line 1: the note of a piece of evidence holds a NUL"}},
		{"a kind", func(d *Dataset) { d.Decisions[1].Kind = "maybe" }, []string{`line 2: "maybe" is no kind of decision`}},
		{"a label of nothing", func(d *Dataset) { d.Decisions[0].Label = "" }, []string{"line 1: a decision for a label names none"}},
		{"a rejection with a label", func(d *Dataset) { d.Decisions[2].Label = "Mixed" }, []string{"line 2: a decision that is no label has"}},
		{"a skip outside", func(d *Dataset) { d.Decisions[1].SessionID = "" }, []string{"line 2: a claim is skipped in a review session"}},
		{"seconds", func(d *Dataset) { d.Decisions[0].Seconds = -1 }, []string{"line 1: -1 is no number of seconds"}},
		{"a time of a decision", func(d *Dataset) { d.Decisions[1].CreatedAt = time.Date(-5, 1, 1, 0, 0, 0, 0, time.UTC) }, []string{"line 2: a time in it is not one"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := create(t)
			before := withPeople(t, s)
			d := twoTexts()
			test.spoil(&d)
			_, err := s.ImportDataset(t.Context(), d, ImportOptions{})
			var refused *BadRowsError
			if !errors.As(err, &refused) {
				t.Fatal(err)
			}
			if len(refused.Rows) != len(test.bad) {
				t.Errorf("refused %v", refused.Rows)
			}
			for i, bad := range refused.Rows[:min(len(refused.Rows), len(test.bad))] {
				if !strings.HasPrefix(bad.String(), test.bad[i]) {
					t.Errorf("%q, want %q", bad, test.bad[i])
				}
			}
			expectSame(t, withPeople(t, s), before)
			report, err := s.ImportDataset(t.Context(), d, ImportOptions{SkipBadRows: true})
			do(t, err)
			if len(report.Bad) != len(test.bad) || report.DocumentsAdded == 0 {
				t.Errorf("%+v", report)
			}
			expectClean(t, s)
			undo(t, s)
			delete(before, "people") // who has undone it has become known
			expectSame(t, dump(t, s), before)
		})
	}
}

// A label whose id stands for another one, since it was merged into that, comes in under an id of its own.
func TestAMergedLabelComesInAnew(t *testing.T) {
	s := create(t)
	own, err := s.AddLabel(t.Context(), Label{Name: "Mostly", Meaning: "supported"})
	do(t, err)
	_, err = s.MergeLabels(t.Context(), own.ID, SupportedID)
	do(t, err)
	own.Retired = true
	report, err := s.ImportDataset(t.Context(), Dataset{Labels: []Label{own, {ID: "kept", Name: "Never", Group: "Truth", Rating: 1, Meaning: "disputed"}}}, ImportOptions{})
	do(t, err)
	all, err := s.Labels(t.Context())
	do(t, err)
	if l := all[3]; len(report.NewLabels) != 2 || len(all) != 5 || l.Name != "Mostly" || l.ID == own.ID || !l.Retired || l.Key != "" {
		t.Errorf("%+v: %+v", report, all)
	}
	if l := all[4]; l.ID != "kept" || l.Group != "Truth" || l.Rating != 1 {
		t.Errorf("%+v", l)
	}
	expectClean(t, s)
}

// An import that is cancelled leaves nothing behind.
func TestImportDatasetCanBeCancelled(t *testing.T) {
	s := create(t)
	before := dump(t, s)
	ctx, cancel := context.WithCancel(t.Context())
	_, err := s.ImportDataset(ctx, twoTexts(), ImportOptions{Progress: func(int, int) { cancel() }})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	expectSame(t, dump(t, s), before)
}
