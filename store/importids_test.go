package store

import (
	"errors"
	"slices"
	"testing"
	"time"

	"factmark/store/internal/doctext"
)

// updated gives what an update with these rows makes of the claims: quote, label, note, in text order. Bad rows are left out.
func updated(t *testing.T, s *Store, rows ...ImportedClaim) (ImportReport, []string) {
	t.Helper()
	for i := range rows {
		rows[i].Line = i + 2
	}
	report, err := s.ImportClaims(t.Context(), rows, ImportOptions{Update: true, SkipBadRows: true})
	if err != nil {
		t.Fatal(err)
	}
	documents, err := s.Documents(t.Context())
	do(t, err)
	var all []string
	for _, d := range documents {
		claims, err := s.Claims(t.Context(), d.ID)
		do(t, err)
		for _, c := range claims {
			all = append(all, c.Quote+"/"+c.LabelID+"/"+c.Note)
		}
	}
	return report, all
}

// An id never puts what a row says on other words than the row's.
func TestAnIDIsNoMoreThanItsRow(t *testing.T) {
	s := create(t)
	do(t, s.SignIn(t.Context(), Person{ID: "p1", Name: "Ada"}))
	addText(t, s, "Paper", "one two three")
	sum := doctext.Sum("one two three")
	row := func(id string, start, end int, quote, label, note string) ImportedClaim {
		return ImportedClaim{ClaimID: id, DocumentSHA256: sum, Start: start, End: end, Quote: quote, Label: label, Note: note, Annotator: "Ada"}
	}
	a, b := NewID(), NewID()
	_, all := updated(t, s, row(a, 0, 3, "one", "Supported", ""), row(b, 4, 7, "two", "Supported", ""))
	before := []string{"one/" + SupportedID + "/", "two/" + SupportedID + "/"}
	if !slices.Equal(all, before) {
		t.Fatal(all)
	}
	for name, c := range map[string]struct {
		rows []ImportedClaim
		bad  int
		lost int // ids that identify nothing
		want []string
	}{
		"the ids sorted alone": {[]ImportedClaim{row(b, 0, 3, "one", "Disputed", "x"), row(a, 4, 7, "two", "Disputed", "y")}, 2, 0, before},
		"an id on two passages": {[]ImportedClaim{row("1", 8, 13, "three", "Disputed", ""), row("1", 0, 3, "one", "Supported", "")}, 0, 2,
			append(slices.Clone(before), "three/"+DisputedID+"/")},
		"a rounded number":                    {[]ImportedClaim{row("4.34E+12", 8, 13, "three", "Disputed", "")}, 0, 1, append(slices.Clone(before), "three/"+DisputedID+"/")},
		"two rows that contradict each other": {[]ImportedClaim{row(a, 0, 3, "one", "Disputed", ""), row(a, 0, 3, "one", "Not enough info", "")}, 2, 0, before},
		"NA":                                  {[]ImportedClaim{row(a, 0, 3, "one", "NA", "NULL")}, 0, 0, before},
		"its own words":                       {[]ImportedClaim{row(a, 0, 3, "one", "Disputed", "")}, 0, 0, []string{"one/" + DisputedID + "/", before[1]}},
	} {
		t.Run(name, func(t *testing.T) {
			report, got := updated(t, fork(t, s, "fork"), c.rows...)
			if len(report.Bad) != c.bad || report.Unidentified != c.lost || !slices.Equal(got, c.want) {
				t.Errorf("%+v\n%q, want %q", report, got, c.want)
			}
		})
	}
}

// What was changed here after a table was written is left, as exactly as the table says when that was.
func TestAnOldTableTakesNothingBack(t *testing.T) {
	s := create(t)
	do(t, s.SignIn(t.Context(), Person{ID: "p1", Name: "Ada"}))
	id := addText(t, s, "Paper", "one two three")
	claims, err := s.AddClaims(t.Context(), []NewClaim{{DocumentID: id, Start: 0, End: 3, LabelID: DisputedID}})
	do(t, err)
	now := claims[0].UpdatedAt
	for name, c := range map[string]struct {
		at   time.Time
		left bool
	}{
		"an hour before":        {now.Add(-time.Hour), true},
		"the same moment":       {now, false},
		"cut to minutes":        {now.Truncate(time.Minute), false},
		"cut to days":           {now.Truncate(24 * time.Hour), false},
		"no time":               {time.Time{}, false},
		"the minute before it":  {now.Truncate(time.Minute).Add(-time.Minute), true},
		"later than the change": {now.Add(time.Hour), false},
	} {
		report, all := updated(t, fork(t, s, "fork"), ImportedClaim{ClaimID: claims[0].ID, DocumentTitle: "Paper", Start: 0, End: 3, Quote: "one",
			Label: "Supported", Annotator: "Ada", UpdatedAt: c.at})
		want := "one/" + SupportedID + "/"
		if c.left {
			want = "one/" + DisputedID + "/"
		}
		if (len(report.Left) == 1) != c.left || !slices.Equal(all, []string{want}) {
			t.Errorf("%s: %+v, %q", name, report, all)
		}
	}
	report, _ := updated(t, fork(t, s, "fork"), ImportedClaim{ClaimID: claims[0].ID, DocumentTitle: "Paper", Start: 0, End: 3, Quote: "one",
		Label: "Not known here", Annotator: "Ada", UpdatedAt: now.Add(-time.Hour)})
	if len(report.Left) != 1 || len(report.NewLabels) > 0 {
		t.Errorf("what is left makes a label: %+v", report)
	}
}

// Where two claims of one label and annotator stand on a span, a row without an id is the one with its content, or nobody knows.
func TestARowThatFitsTwoClaims(t *testing.T) {
	s := create(t)
	do(t, s.SignIn(t.Context(), Person{ID: "p1", Name: "Ada"}))
	addText(t, s, "Paper", "one two three")
	row := func(note string) ImportedClaim {
		return ImportedClaim{DocumentTitle: "Paper", Start: 0, End: 3, Quote: "one", Label: "Supported", Note: note, Annotator: "Ada"}
	}
	_, before := updated(t, s, row("A"), row("B"))
	if len(before) != 2 {
		t.Fatal(before)
	}
	report, all := updated(t, s, row("B"), row("A"))
	if report.Existing != 2 || !slices.Equal(all, before) {
		t.Errorf("the other way round: %+v, %q", report, all)
	}
	report, all = updated(t, s, row("C"))
	if len(report.Bad) != 1 || !errors.Is(report.Bad[0].Err, ErrMismatch) || !slices.Equal(all, before) {
		t.Errorf("another note: %+v, %q", report, all)
	}
}

func TestPeopleAreKnownByTheirNames(t *testing.T) {
	s := create(t)
	do(t, s.SignIn(t.Context(), Person{ID: "p1", Name: "Ada Lovelace"}))
	addText(t, s, "Paper", "one two three")
	for i, name := range []string{"ada  lovelace", "ADA LOVELACE", "A\u200bda Lovelace"} {
		report, err := s.ImportClaims(t.Context(), []ImportedClaim{{Line: 2, DocumentTitle: "Paper", Start: 4 * (i % 2), End: 3 + 4*(i%2), Annotator: name,
			Quote: []string{"one", "two"}[i%2]}}, ImportOptions{})
		if err != nil || len(report.NewPeople) > 0 {
			t.Errorf("%q: %+v, %v", name, report, err)
		}
	}
}

func TestCutsLetter(t *testing.T) {
	for _, c := range []struct {
		Text string
		cuts []int // code points
	}{
		{"plain text", nil}, {"e\u0301a", []int{1}}, {"a👩‍👧b", []int{2, 3}}, {"🇫🇷🇩🇪", []int{1, 3}}, {"👍🏽", []int{1}}, {"שָׁ", []int{1, 2}}, {"漢字", nil}, {"", nil},
	} {
		text := doctext.New(c.Text)
		var got []int
		for n := range text.Length + 1 {
			if text.CutsLetter(n) {
				got = append(got, n)
			}
		}
		if !slices.Equal(got, c.cuts) {
			t.Errorf("%q is cut at %v, want %v", c.Text, got, c.cuts)
		}
	}
}

// A table that comes back from its annotator is the annotator's word, whoever reads it in.
func TestAnUpdateIsItsAnnotatorsWord(t *testing.T) {
	s := create(t)
	do(t, s.SignIn(t.Context(), Person{ID: "p1", Name: "Ana"}))
	id := addText(t, s, "Paper", "one two three")
	claims, err := s.AddClaims(t.Context(), []NewClaim{{DocumentID: id, Start: 0, End: 3, LabelID: DisputedID}})
	do(t, err)
	do(t, s.SignIn(t.Context(), Person{ID: "p2", Name: "Ben"}))
	for annotator, want := range map[string]string{"Ana": "", "Ben": "p2", "": "p2"} {
		ben := fork(t, s, "ben")
		do(t, ben.SignIn(t.Context(), Person{ID: "p2", Name: "Ben"}))
		row := ImportedClaim{Line: 2, ClaimID: claims[0].ID, DocumentTitle: "Paper", Start: 0, End: 3, Quote: "one", Label: "Supported", Annotator: annotator}
		if annotator == "" {
			row.Columns = ColumnsOf("claim_id", "document", "start", "end", "quote", "label")
		}
		if _, err := ben.ImportClaims(t.Context(), []ImportedClaim{row}, ImportOptions{Update: true}); err != nil {
			t.Fatal(err)
		}
		got, err := ben.Claims(t.Context(), id)
		do(t, err)
		if got[0].LabelID != SupportedID || got[0].LabellerID != want {
			t.Errorf("%q: label %s by %q, want by %q", annotator, got[0].LabelID, got[0].LabellerID, want)
		}
	}
}
