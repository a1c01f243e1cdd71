package dataset

import (
	"context"
	"slices"
	"strings"
	"testing"

	"factmark/store"
)

// written is an export in a format, made twice to see that the bytes are the same.
func written(t testing.TB, st *store.Store, f *Format, o Options) ([]byte, Report) {
	t.Helper()
	return writtenTwice(t, st, f, store.Filter{}, o)
}

// readOnlyAs reads a file that must be recognised as of a format, and as of no other.
func readOnlyAs(t testing.TB, f *Format, file []byte) *Imported {
	t.Helper()
	for _, other := range Formats {
		if other.recognise == nil {
			continue
		}
		if is := other.recognise(file); is != (other == f) {
			t.Errorf("a file of %s is recognised as %s: %v", f.Name, other.Name, is)
		}
	}
	in := &Imported{Format: f}
	if err := f.read(file, in); err != nil {
		t.Fatal(err)
	}
	return in
}

// claimsOf gives the claims of a workspace as an import has them, by id.
func claimsOf(t testing.TB, st *store.Store) map[string]store.ImportedClaim {
	t.Helper()
	csv, _ := exported(t, st, store.Filter{}, Options{})
	all := map[string]store.ImportedClaim{}
	for _, c := range read(t, csv) {
		all[c.ClaimID] = c
	}
	return all
}

// textsOf gives the present texts of a workspace and those that came along with a file, by SHA-256.
func textsOf(t testing.TB, st *store.Store, in *Imported) map[string][]rune {
	t.Helper()
	texts := map[string][]rune{}
	if st != nil {
		err := st.Export(context.Background(), store.Filter{}, func(e *store.Export) error {
			for _, d := range e.Documents {
				text, err := e.Text(d.SHA256)
				if err != nil {
					return err
				}
				texts[d.SHA256] = []rune(text)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, d := range in.Documents {
		texts[textSum(d.Text)] = []rune(d.Text)
	}
	return texts
}

// checkSpans holds the quotes of what was read against the texts, and gives how many spans there are.
func checkSpans(t testing.TB, texts map[string][]rune, in *Imported) (n int) {
	t.Helper()
	check := func(what, sum, quote string, start, end int) {
		t.Helper()
		text, there := texts[sum]
		if !there {
			return
		}
		n++
		if start < 0 || end > len(text) || start >= end || string(text[start:end]) != quote {
			t.Errorf("%s: %d to %d is not %q", what, start, end, quote)
		}
	}
	for _, c := range in.Claims {
		check("claim "+c.ClaimID, c.DocumentSHA256, c.Quote, c.Start, c.End)
	}
	for _, e := range in.Evidence {
		check("evidence "+e.ID, e.DocumentSHA256, e.Quote, e.Start, e.End)
	}
	return n
}

// lossesOf are what a report says was lost, sorted.
func lossesOf(r Report) (all []string) {
	for _, l := range r.Lost {
		all = append(all, l.What)
	}
	slices.Sort(all)
	return all
}

// saying tells whether a sentence with these words is among the remarks.
func saying(in *Imported, words string) bool {
	return slices.ContainsFunc(in.Remarks, func(r string) bool { return strings.Contains(r, words) })
}

// importInto imports what was read into a workspace.
func importInto(t testing.TB, st *store.Store, in *Imported) (Placing, store.ImportReport) {
	t.Helper()
	placing, err := in.Place(t.Context(), st, "")
	if err != nil {
		t.Fatal(err)
	}
	report, err := st.ImportDataset(t.Context(), store.Dataset{Documents: in.Documents, Labels: in.Labels, Claims: in.Claims, Evidence: in.Evidence, Decisions: in.Decisions}, store.ImportOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return placing, report
}

// What an export brings into an empty workspace gives the same export again.
func TestExchangedFilesGiveTheSameFileAgain(t *testing.T) {
	for name, test := range map[string]struct {
		st        *store.Store
		documents []store.NewDocument
	}{"sample": {sampleWorkspace(t), sampleDocuments}, "hostile": {hostileStore(t), hostileDocuments}} {
		for _, f := range []*Format{w3cFormat, bratFormat, refiFormat} {
			t.Run(f.Name+" "+name, func(t *testing.T) {
				file, _ := written(t, test.st, f, Options{})
				documents := test.documents
				if f.Texts { // they come along
					documents = nil
				}
				fresh := newStore(t, documents...)
				in := readOnlyAs(t, f, file)
				placing, report := importInto(t, fresh, in)
				if len(placing.Moved)+len(placing.Unplaced)+len(placing.Remarks)+len(report.Bad) > 0 || report.Added != len(in.Claims) {
					t.Errorf("placed %+v, imported %+v", placing, report)
				}
				again, _ := written(t, fresh, f, Options{})
				if string(again) != string(file) {
					explainDifference(t, file, again)
				}
				_, report = importInto(t, fresh, readOnlyAs(t, f, file))
				if report.Added != 0 || report.Existing != len(in.Claims) || len(report.Differing) > 0 {
					t.Errorf("imported again: %+v", report)
				}
			})
		}
	}
}

// explainDifference says where two files, or the files of two archives, differ.
func explainDifference(t *testing.T, want, got []byte) {
	t.Helper()
	if !isArchive(want) {
		t.Errorf("it differs %s", firstDifference(string(got), string(want)))
		return
	}
	wants, gots := unzipped(t, want), unzipped(t, got)
	for name, content := range wants {
		if gots[name] != content {
			t.Errorf("%s differs %s", name, firstDifference(gots[name], content))
		}
	}
	if len(wants) != len(gots) {
		t.Errorf("%d files, want %d", len(gots), len(wants))
	}
}
