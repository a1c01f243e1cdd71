package dataset

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"factmark/store"
)

// lostBy are what an export in a format that holds these fields loses, a line each with its claims.
func lostBy(t *testing.T, st *store.Store, write func(io.Writer, *Selection) error, holds ...string) map[string][]string {
	t.Helper()
	format := &Format{Name: "test", Title: "Test", Holds: holds, write: write}
	report, err := Write(t.Context(), io.Discard, st, format, store.Filter{}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	lost := map[string][]string{}
	for _, l := range report.Lost {
		lost[l.String()] = l.IDs
	}
	return lost
}

// What a format does not hold is counted once, whichever way and however often it walks through the claims.
func TestWhatAFormatDoesNotHoldIsCounted(t *testing.T) {
	st := sampleWorkspace(t)
	rows := func(_ io.Writer, in *Selection) error { return in.EachRow(func([]string) error { return nil }) }
	claims := func(_ io.Writer, in *Selection) error {
		return in.EachClaim(func(*Document, *Claim) error { return nil })
	}
	documents := func(_ io.Writer, in *Selection) error {
		return in.EachDocument(func(*Document, []Claim) error { return nil })
	}
	twice := func(w io.Writer, in *Selection) error {
		for _, walk := range []func(io.Writer, *Selection) error{documents, rows, claims, rows} {
			if err := walk(w, in); err != nil {
				return err
			}
		}
		return nil
	}
	for name, walk := range map[string]func(io.Writer, *Selection) error{"rows": rows, "claims": claims, "documents": documents, "several walks": twice} {
		lost := lostBy(t, st, walk, "claim_id", "label", "quote", "status")
		for line, ids := range map[string][]string{
			"note (2 claims)":                                        {sampleClaimID(1), sampleClaimID(6)},
			"confidence (1 claim)":                                   {sampleClaimID(1)},
			"link to the first appearance (1 claim)":                 {sampleClaimID(1)},
			"evidence (5 claims)":                                    {sampleClaimID(1), sampleClaimID(5), sampleClaimID(8), sampleClaimID(11), sampleClaimID(12)},
			"decisions of reviews (4 claims)":                        {sampleClaimID(4), sampleClaimID(6), sampleClaimID(9), sampleClaimID(12)},
			"text of the document (4 documents)":                     nil,
			"author, language, tags and other details (3 documents)": nil,
			"keys, colours and guidelines of labels (4 labels)":      nil,
		} {
			got, is := lost[line]
			if !is || fmt.Sprint(got) != fmt.Sprint(ids) {
				t.Errorf("%s: %s is of %v, want %v", name, line, got, ids)
			}
		}
		for line := range lost {
			if strings.HasPrefix(line, "label ") || strings.HasPrefix(line, "offset unit") || strings.HasPrefix(line, "ids of evidence") {
				t.Errorf("%s: %s is no loss", name, line)
			}
		}
	}
	lost := lostBy(t, st, claims, "evidence")
	for _, line := range []string{"ids of evidence (5 claims)", "sets of evidence (2 claims)", "notes of evidence (3 claims)", "addresses, dates and copies of outside sources (1 claim)"} {
		if _, is := lost[line]; !is {
			t.Errorf("%s is not among %v", line, lost)
		}
	}
	if lost := lostBy(t, st, claims, Fields...); len(lost) != 0 {
		t.Errorf("a format that holds all loses %v", lost)
	}
}

func TestPseudonyms(t *testing.T) {
	st := sampleWorkspace(t)
	two := store.Person{ID: "0190b3a0-0000-7000-8000-000000000003", Name: "annotator 3"}
	for _, p := range []store.Person{two, {ID: "0190b3a0-0000-7000-8000-000000000004", Name: "Dora"}, {ID: "0190b3a0-0000-7000-8000-000000000005", Name: "Dora B"}} {
		if err := st.SignIn(t.Context(), p); err != nil {
			t.Fatal(err)
		}
	}
	dora := "0190b3a0-0000-7000-8000-000000000004"
	if err := st.EditPerson(t.Context(), "0190b3a0-0000-7000-8000-000000000005", store.PersonEdit{SameAs: &dora}); err != nil {
		t.Fatal(err)
	}
	people, err := st.KnownPeople(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	err = st.Export(t.Context(), store.Filter{}, func(e *store.Export) error {
		names := shownNames(e.People, true)
		first := -1 // the workspace may begin with a person without a name
		for i, p := range e.People {
			if p.ID == sampleAna {
				first = i + 1
			}
		}
		want := map[string]string{sampleAna: fmt.Sprintf("annotator %d", first), sampleBen: "Coder B", dora: names["0190b3a0-0000-7000-8000-000000000005"]}
		for id, name := range want {
			if names[id] != name {
				t.Errorf("%s is called %q, want %q", id, names[id], name)
			}
		}
		seen := map[string]bool{}
		for _, p := range e.People {
			if names[p.ID] == "" || names[p.ID] == "annotator 3" && p.ID != two.ID && p.Name != "annotator 3" && first+2 != 3 {
				t.Errorf("%s is called %q", p.Name, names[p.ID])
			}
			if p.SameAs == "" && seen[names[p.ID]] {
				t.Errorf("two people are called %q", names[p.ID])
			}
			seen[names[p.ID]] = true
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	// No name without a pseudonym leaves, in whichever format, and the names are the same for a part.
	var whole, part bytes.Buffer
	o := Options{Pseudonyms: true}
	for _, format := range Formats {
		var out bytes.Buffer
		if _, err := Write(t.Context(), &out, st, format, store.Filter{}, o); err != nil {
			t.Fatal(err)
		}
		for _, p := range people {
			if len(p.Name) > 2 && p.Name != "annotator 3" && p.Name != "Ana" && bytes.Contains(out.Bytes(), []byte(p.Name)) || bytes.Contains(out.Bytes(), []byte(`"Ana"`)) || bytes.Contains(out.Bytes(), []byte(",Ana,")) {
				t.Errorf("%s names %s", format.Name, p.Name)
			}
		}
	}
	if _, err := Write(t.Context(), &whole, st, csvFormat, store.Filter{}, o); err != nil {
		t.Fatal(err)
	}
	if _, err := Write(t.Context(), &part, st, csvFormat, store.Filter{LabelIDs: []string{store.NotEnoughInfoID}}, o); err != nil {
		t.Fatal(err)
	}
	rows := strings.SplitAfter(part.String(), "\n")
	for _, row := range rows {
		if !strings.Contains(whole.String(), row) {
			t.Errorf("the row of a part is not in the whole: %s", row)
		}
	}
	if len(rows) < 3 {
		t.Errorf("the part holds %q", rows)
	}
}

func TestFormatsThatNeedTexts(t *testing.T) {
	st := sampleWorkspace(t)
	format := &Format{Name: "test", Title: "Test format", Texts: true, write: func(io.Writer, *Selection) error { return nil }}
	_, err := Write(t.Context(), io.Discard, st, format, store.Filter{}, Options{WithoutTexts: true})
	if err == nil || !strings.Contains(err.Error(), "Test format has no meaning without the documents' texts") {
		t.Errorf("got %v", err)
	}
}
