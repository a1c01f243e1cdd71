package store

import (
	"encoding/json"
	"errors"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"factmark/store/internal/db"
	"factmark/store/internal/doctext"
)

// importedRow reads a row of labelled_claims back as the reader of a CSV does.
func importedRow(t testing.TB, line int, cells []string) ImportedClaim {
	t.Helper()
	cell := func(name string) string { return cells[slices.Index(LabelledColumns, name)] }
	number := func(name string) int {
		n, err := strconv.Atoi(cell(name))
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	moment := func(name string) time.Time {
		if cell(name) == "" {
			return time.Time{}
		}
		at, err := time.Parse(time.RFC3339, cell(name))
		if err != nil {
			t.Fatal(err)
		}
		return at
	}
	r := ImportedClaim{Line: line, ClaimID: cell("claim_id"), DocumentSHA256: cell("document_sha256"), DocumentTitle: cell("document"),
		Start: number("start"), End: number("end"), Quote: cell("quote"), Label: cell("label"), Meaning: cell("meaning"),
		Statement: cell("statement"), Claimant: cell("claimant"), ClaimDate: cell("claim_date"), ClaimType: cell("claim_type"),
		Note: cell("note"), Annotator: cell("annotator"), Status: cell("status"), CreatedAt: moment("created_at"),
		UpdatedAt: moment("updated_at"), FinalLabel: cell("final_label"), Reviewer: cell("reviewer"), ReviewedAt: moment("reviewed_at")}
	if c := cell("confidence"); c != "" {
		f, err := strconv.ParseFloat(c, 64)
		if err != nil {
			t.Fatal(err)
		}
		r.Confidence = &f
	}
	return r
}

func exported(t testing.TB, s *Store) []ImportedClaim {
	t.Helper()
	var rows []ImportedClaim
	for i, cells := range labelledCellsOf(t, s, Filter{}) {
		rows = append(rows, importedRow(t, i+2, cells))
	}
	return rows
}

// What leaves one workspace and enters another with the same documents leaves
// that one just the same; a second time it adds nothing.
func TestExportAndImportAreInverse(t *testing.T) {
	aloneOnly(t)
	rapid.Check(t, func(rt *rapid.T) {
		from, to := create(t), create(t)
		cell := texts(5)
		text := texts(40).Draw(rt, "text") + "."
		length := len([]rune(text))
		id := addText(t, from, "T", text)
		addText(t, to, "T", text)
		if _, err := from.AddLabel(t.Context(), Label{Name: "Own", Meaning: "disputed"}); err != nil {
			rt.Fatal(err)
		}
		all, err := from.Labels(t.Context())
		if err != nil {
			rt.Fatal(err)
		}
		for range rapid.IntRange(1, 6).Draw(rt, "claims") {
			if err := from.SignIn(t.Context(), Person{Name: rapid.SampledFrom([]string{"", "Ada", "Bob", "Ada "}).Draw(rt, "person")}); err != nil {
				rt.Fatal(err)
			}
			c := addClaim(t, from, NewClaim{DocumentID: id, Start: rapid.IntRange(0, length-1).Draw(rt, "start"), End: length,
				LabelID: rapid.SampledFrom(all).Draw(rt, "label").ID, Note: cell.Draw(rt, "note")})
			f := rapid.Float64Range(0, 1).Draw(rt, "confidence")
			confidence := &f
			if err := from.EditClaim(t.Context(), c.ID, ClaimEdit{Statement: ptr(cell.Draw(rt, "statement")), Confidence: &confidence}); err != nil {
				rt.Fatal(err)
			}
			if rapid.Bool().Draw(rt, "settled") {
				if _, err := from.conn.ExecContext(t.Context(), `UPDATE claims SET final_label_id = ?, reviewer_id = person_id,
					reviewed_at = '2025-01-02T03:04:05.678Z', status = 'adjudicated' WHERE id = ?`, SupportedID, c.ID); err != nil {
					rt.Fatal(err)
				}
			}
		}
		rows := exported(t, from)
		report, err := to.ImportClaims(t.Context(), rows, ImportOptions{})
		if err != nil || report.Added != len(rows) || report.Existing != 0 {
			rt.Fatalf("%+v, %v", report, err)
		}
		expectRows(t, labelledCellsOf(t, to, Filter{}), labelledCellsOf(t, from, Filter{}))
		for _, s := range []*Store{from, to} {
			before := dump(t, s)
			report, err := s.ImportClaims(t.Context(), rows, ImportOptions{})
			if err != nil || report.Added != 0 || report.Existing != len(rows) || report.Differing != nil || report.NewLabels != nil || report.NewPeople != nil {
				rt.Fatalf("the second time: %+v, %v", report, err)
			}
			expectSame(t, dump(t, s), before)
		}
		if findings, err := runCheck(t.Context(), to, nil); err != nil || len(findings) != 0 {
			rt.Fatal(findings, err)
		}
	})
}

func TestImportClaims(t *testing.T) {
	s := create(t)
	if err := s.SignIn(t.Context(), Person{ID: "p1", Name: "Ada"}); err != nil {
		t.Fatal(err)
	}
	id := addText(t, s, "Paper", "one two 😀 three")
	sum := doctext.Sum("one two 😀 three")
	before := dump(t, s)
	rows := []ImportedClaim{
		{Line: 2, DocumentSHA256: sum, Start: 0, End: 3, Quote: "one", Label: "supported", Annotator: "Bob"},
		{Line: 3, DocumentTitle: "Paper", Start: 3, End: 8, Quote: " two ", Label: "Mixture", Meaning: "disputed", Annotator: "Ada", FinalLabel: "Mixture", Reviewer: "Cem"},
		{Line: 4, ClaimID: "17", DocumentSHA256: sum, Start: 10, End: 15},
	}
	report, err := s.ImportClaims(t.Context(), rows, ImportOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if report.Added != 3 || !slices.Equal(report.NewLabels, []string{"Mixture"}) || !slices.Equal(report.NewPeople, []string{"Bob", "Cem"}) {
		t.Errorf("%+v", report)
	}
	all, err := s.Claims(t.Context(), id)
	if err != nil || len(all) != 3 {
		t.Fatal(all, err)
	}
	if all[0].LabelID != SupportedID || all[0].Person != "Bob" || all[0].CreatedAt.IsZero() || all[0].Status != "open" || all[0].Suffix != " two 😀 three" {
		t.Errorf("%+v", all[0])
	}
	if all[1].Quote != "two" || all[1].Start != 4 || all[1].PersonID != "p1" || all[1].FinalLabelID != all[1].LabelID {
		t.Errorf("%+v", all[1])
	}
	if all[2].ID != "17" || all[2].Quote != "three" || all[2].LabelID != "" || all[2].Person != "" {
		t.Errorf("%+v", all[2])
	}
	// Again: nothing new, also where the file gives no ids and no times.
	if report, err = s.ImportClaims(t.Context(), rows, ImportOptions{}); err != nil || report.Added != 0 || report.Existing != 3 {
		t.Errorf("the second time: %+v, %v", report, err)
	}
	// Changed here since: theirs is not taken, and it is said.
	if err := s.EditClaim(t.Context(), "17", ClaimEdit{Note: ptr("mine")}); err != nil {
		t.Fatal(err)
	}
	if report, err = s.ImportClaims(t.Context(), rows, ImportOptions{}); err != nil || report.Existing != 2 || !slices.Equal(report.Differing, []string{"17"}) {
		t.Errorf("after a change: %+v, %v", report, err)
	}
	if c, err := s.Claim(t.Context(), "17"); err != nil || c.Note != "mine" {
		t.Errorf("%+v, %v", c, err)
	}
	for range 2 {
		if _, err := s.Undo(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	expectSame(t, dump(t, s), before)
}

func TestImportClaimsRefuses(t *testing.T) {
	s := create(t)
	addText(t, s, "Paper", "one two three")
	addText(t, s, "Twice", "a")
	addText(t, s, "Twice", "b")
	sum := doctext.Sum("one two three")
	good := ImportedClaim{Line: 2, DocumentSHA256: sum, Start: 0, End: 3, Quote: "one", Label: "New", Annotator: "New"}
	with := func(change func(*ImportedClaim)) ImportedClaim {
		r := good
		r.Line = 7
		change(&r)
		return r
	}
	for _, test := range []struct {
		name string
		row  ImportedClaim
		want error
		says string
	}{
		{"another quote", with(func(r *ImportedClaim) { r.Quote = "One" }), db.ErrMismatch, `"One"`},
		{"UTF-16 offsets", with(func(r *ImportedClaim) { r.Start, r.End = 1, 4 }), db.ErrMismatch, "1 to 4"},
		{"beyond the text", with(func(r *ImportedClaim) { r.End = 99 }), db.ErrMismatch, "13 characters"},
		{"white space", with(func(r *ImportedClaim) { r.Start, r.End, r.Quote = 3, 4, " " }), db.ErrMismatch, "white space"},
		{"no such text", with(func(r *ImportedClaim) { r.DocumentSHA256 = "ab" }), db.ErrNotFound, "ab"},
		{"an orphan of a sum with too many digits", with(func(r *ImportedClaim) {
			r.DocumentSHA256, r.DocumentTitle, r.Status = strings.Repeat("ab", 33), "Paper", string(StatusOrphaned)
		}), db.ErrInvalid, "no SHA-256"},
		{"no such title", with(func(r *ImportedClaim) { r.DocumentSHA256, r.DocumentTitle = "", "Peper" }), db.ErrNotFound, "Peper"},
		{"a title twice", with(func(r *ImportedClaim) { r.DocumentSHA256, r.DocumentTitle = "", "Twice" }), db.ErrMismatch, "2 documents"},
		{"nothing to check by", with(func(r *ImportedClaim) { r.DocumentSHA256, r.DocumentTitle, r.Quote = "", "Paper", "" }), db.ErrMismatch, "neither"},
		{"other words beside it", with(func(r *ImportedClaim) { r.DocumentSHA256, r.DocumentTitle, r.Suffix = "", "Paper", " zwei three" }), db.ErrMismatch, "another version"},
		{"confidence", with(func(r *ImportedClaim) { r.Confidence = ptr(2.0) }), db.ErrInvalid, "confidence"},
		{"status", with(func(r *ImportedClaim) { r.Status = "done" }), db.ErrInvalid, "done"},
		{"meaning", with(func(r *ImportedClaim) { r.Label, r.Meaning = "Other", "good" }), db.ErrInvalid, "good"},
		{"id", with(func(r *ImportedClaim) { r.ClaimID = "a\x1fb" }), db.ErrInvalid, "claim_id"},
		{"bytes", with(func(r *ImportedClaim) { r.Note = "\xff" }), db.ErrInvalid, "note"},
		{"time", with(func(r *ImportedClaim) { r.CreatedAt = time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC) }), db.ErrInvalid, "time"},
	} {
		t.Run(test.name, func(t *testing.T) {
			before := dump(t, s)
			_, err := s.ImportClaims(t.Context(), []ImportedClaim{good, test.row}, ImportOptions{})
			expectError(t, err, test.want, test.says)
			expectError(t, err, test.want, "line 7: ")
			expectSame(t, dump(t, s), before)
			if people, err := s.People(t.Context()); err != nil || len(people) != 1 {
				t.Errorf("People() = %v, %v", people, err)
			}
		})
	}
}

// Two people's claims on one span are two claims.
func TestImportKeepsPeopleApart(t *testing.T) {
	s := create(t)
	id := addText(t, s, "Paper", "one two three")
	row := ImportedClaim{DocumentTitle: "Paper", Start: 0, End: 3, Quote: "one", Label: "Supported", Annotator: "Ada"}
	other := row
	other.Annotator = "Bob"
	if _, err := s.ImportClaims(t.Context(), []ImportedClaim{row, other, row}, ImportOptions{}); err != nil {
		t.Fatal(err)
	}
	all, err := s.Claims(t.Context(), id)
	if err != nil || len(all) != 2 || all[0].PersonID == all[1].PersonID {
		t.Errorf("%+v, %v", all, err)
	}
}

// The events of an import can be read by any program: each is one JSON object
// of the row.
func TestEventsAreJSON(t *testing.T) {
	path := filepath.Join(t.TempDir(), "w.factmark")
	s, err := Create(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	text := "“<b>&\u2028\x01 😀”"
	addText(t, s, text, text)
	if _, err := s.ImportClaims(t.Context(), []ImportedClaim{{DocumentSHA256: doctext.Sum(text), Start: 0, End: 3, Note: text, Confidence: ptr(1.0)}}, ImportOptions{}); err != nil {
		t.Fatal(err)
	}
	var image string
	if _, err := s.reading(t.Context()).One("SELECT after FROM events WHERE entity = 'claims'", nil, &image); err != nil {
		t.Fatal(err)
	}
	var values map[string]any
	if err := json.Unmarshal([]byte(image), &values); err != nil {
		t.Fatal(err)
	}
	if len(values) != len(db.Claims.Columns) || values["note"] != text || values["start"] != 0.0 || values["confidence"] != 1.0 || values["label_id"] != nil {
		t.Errorf("%s", image)
	}
}

// Options of an import: what is only looked at changes nothing, what does not fit is left out, and what is known is changed.
func TestImportOptions(t *testing.T) {
	s := create(t)
	if err := s.SignIn(t.Context(), Person{ID: "p1", Name: "Ada"}); err != nil {
		t.Fatal(err)
	}
	id := addText(t, s, "Paper", "one two three")
	sum := doctext.Sum("one two three")
	mine := addClaim(t, s, NewClaim{DocumentID: id, Start: 0, End: 3, LabelID: SupportedID, Note: "mine"})
	rows := []ImportedClaim{
		{Line: 2, ClaimID: mine.ID, DocumentSHA256: sum, Start: 0, End: 3, Quote: "one", Label: "disputed ", Note: "theirs", Annotator: "Ada",
			Columns: ColumnsOf("claim_id", "document_sha256", "start", "end", "quote", "label")},
		{Line: 3, DocumentSHA256: sum, Start: 3, End: 8, Quote: "two", Label: "Mixed", Annotator: "Bob"},
		{Line: 4, DocumentSHA256: sum, Start: 4, End: 7, Quote: "TWO", Label: "Never", Annotator: "Nobody"},
		{Line: 5, DocumentSHA256: sum, Start: 8, End: 13, Quote: "three", Note: "\x00", Label: "Never", Annotator: "Nobody"},
	}
	before := dump(t, s)
	for _, options := range []ImportOptions{{}, {Update: true}, {DryRun: true, SkipBadRows: true, Update: true}} {
		report, err := s.ImportClaims(t.Context(), rows, options)
		if options.DryRun {
			if err != nil || report.Added != 1 || len(report.Updated) != 1 || len(report.Bad) != 2 {
				t.Errorf("%+v: %+v, %v", options, report, err)
			}
		} else if refused, ok := errors.AsType[*BadRowsError](err); !ok || len(refused.Rows) != 2 || refused.Rows[0].Line != 4 || refused.Rows[1].Line != 5 {
			t.Errorf("%+v: %v", options, err)
		}
		expectSame(t, dump(t, s), before)
	}
	report, err := s.ImportClaims(t.Context(), rows, ImportOptions{SkipBadRows: true, Update: true})
	if err != nil || report.Added != 1 || report.Trimmed != 1 || len(report.Bad) != 2 || !slices.Equal(report.NewLabels, []string{"Mixed"}) ||
		!slices.Equal(report.NewPeople, []string{"Bob"}) || len(report.Updated) != 1 ||
		!slices.Equal(report.Updated[0].Fields, []FieldChange{{"label", "Supported", "Disputed"}}) {
		t.Errorf("%+v, %v", report, err)
	}
	// The column note is not in the table: what was written here stays.
	if c, err := s.Claim(t.Context(), mine.ID); err != nil || c.LabelID != DisputedID || c.Note != "mine" {
		t.Errorf("%+v, %v", c, err)
	}
	if _, err := s.Undo(t.Context()); err != nil {
		t.Fatal(err)
	}
	expectSame(t, dump(t, s), before)
}

// Ids that a program has cut or numbered are not ours: the same place, label and annotator make the same claim.
func TestImportRecognisesClaims(t *testing.T) {
	s := create(t)
	if err := s.SignIn(t.Context(), Person{ID: "p1", Name: "Ada"}); err != nil {
		t.Fatal(err)
	}
	id := addText(t, s, "Paper", "one two three")
	addClaim(t, s, NewClaim{DocumentID: id, Start: 0, End: 3, LabelID: SupportedID})
	rows := exported(t, s)
	row := rows[0]
	row.ClaimID = row.ClaimID[:8]
	if report, err := s.ImportClaims(t.Context(), []ImportedClaim{row}, ImportOptions{}); err != nil || report.Added != 0 || report.Existing != 1 || report.Recognised != 1 {
		t.Errorf("cut: %+v, %v", report, err)
	}
	for _, change := range []func(*ImportedClaim){
		func(r *ImportedClaim) { r.Annotator = "Bob" },
		func(r *ImportedClaim) { r.End, r.Quote = 7, "one two" },
	} {
		other := row
		change(&other)
		if report, err := s.ImportClaims(t.Context(), []ImportedClaim{other}, ImportOptions{DryRun: true}); err != nil || report.Added != 1 {
			t.Errorf("%+v: %+v, %v", other, report, err)
		}
	}
	// A cut id is enough where the label was changed, and any id or none where nothing else was.
	relabelled, upper, none, unknown := row, rows[0], rows[0], rows[0]
	relabelled.Label, relabelled.Meaning = "Disputed", ""
	upper.ClaimID, none.ClaimID, unknown.ClaimID = strings.ToUpper(upper.ClaimID), "", "4344a873-3810-8b2e-aea9-7ad00fa8a6f1"
	for _, r := range []ImportedClaim{relabelled, upper, none, unknown} {
		if report, err := s.ImportClaims(t.Context(), []ImportedClaim{r}, ImportOptions{DryRun: true}); err != nil || report.Added != 0 {
			t.Errorf("%+v: %+v, %v", r, report, err)
		}
	}
	// One table may have two claims that say the same.
	fresh := none
	fresh.Start, fresh.End, fresh.Quote = 4, 7, "two"
	again := fresh
	again.Note = "once more"
	if report, err := s.ImportClaims(t.Context(), []ImportedClaim{fresh, again}, ImportOptions{DryRun: true}); err != nil || report.Added != 2 {
		t.Errorf("twice in a table: %+v, %v", report, err)
	}
	// Whoever is not known here has not said it: the claim is there with other content.
	carla := rows[0]
	carla.Annotator = "Carla"
	if report, err := s.ImportClaims(t.Context(), []ImportedClaim{carla}, ImportOptions{}); err != nil || len(report.Differing) != 1 || report.NewPeople != nil {
		t.Errorf("somebody else: %+v, %v", report, err)
	}
	if err := s.SignIn(t.Context(), Person{ID: "p2", Name: "Béla"}); err != nil {
		t.Fatal(err)
	}
	accents := rows[0]
	accents.ClaimID, accents.Annotator, accents.Label, accents.Meaning = "", "Be\u0301la", "", ""
	if report, err := s.ImportClaims(t.Context(), []ImportedClaim{accents}, ImportOptions{DryRun: true}); err != nil || report.NewPeople != nil {
		t.Errorf("accents written otherwise: %+v, %v", report, err)
	}
	// Two claims of one person on one span that were made by hand are two.
	row.ClaimID = db.NewID()
	if report, err := s.ImportClaims(t.Context(), []ImportedClaim{row}, ImportOptions{}); err != nil || report.Added != 1 {
		t.Errorf("another: %+v, %v", report, err)
	}
}

// A label that a row names as that of a review, before a row says what it means, means that.
func TestALabelMeansWhatALaterRowSays(t *testing.T) {
	s := create(t)
	addText(t, s, "Paper", "one two three")
	rows := []ImportedClaim{
		{Line: 2, DocumentTitle: "Paper", Start: 0, End: 3, Quote: "one", Label: "Supported", FinalLabel: "Mixture", Annotator: "Ada"},
		{Line: 3, DocumentTitle: "Paper", Start: 4, End: 7, Quote: "two", Label: "mixture ", Meaning: "unclear", Annotator: "Ada"},
		{Line: 4, DocumentTitle: "Paper", Start: 8, End: 13, Quote: "three", Label: "Mixture", Meaning: "disputed", Annotator: "Ada"},
	}
	if _, err := s.ImportClaims(t.Context(), rows, ImportOptions{}); err != nil {
		t.Fatal(err)
	}
	labels, err := s.Labels(t.Context())
	if i := slices.IndexFunc(labels, func(l Label) bool { return l.Name == "Mixture" }); err != nil || i < 0 || labels[i].Meaning != "unclear" {
		t.Errorf("%+v, %v", labels, err)
	}
}
