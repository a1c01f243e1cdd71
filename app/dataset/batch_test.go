package dataset

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"factmark/store"
)

// brought imports files as one batch.
func brought(t *testing.T, st *store.Store, files ...Source) (*Batch, store.ImportReport) {
	t.Helper()
	var b Batch
	for _, file := range files {
		all, err := file.Read(nil)
		if err != nil {
			t.Fatal(err)
		}
		b.Add(all...)
	}
	if err := b.Place(t.Context(), st, ""); err != nil {
		t.Fatal(err)
	}
	report, err := st.ImportDataset(t.Context(), b.Dataset(), store.ImportOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return &b, report
}

func TestAWorkspaceComesBackWhole(t *testing.T) {
	first, _ := written(t, sampleWorkspace(t), jsonlFormat, Options{})
	again := newStore(t)
	b, report := brought(t, again, Source{"a.jsonl", first})
	if len(b.Placing.Moved)+len(b.Placing.Unplaced)+len(b.Bad()) > 0 || report.Added == 0 || report.DocumentsAdded != len(sampleDocuments) || report.EvidenceAdded == 0 || report.DecisionsAdded == 0 {
		t.Errorf("%+v, %+v", b.Placing, report)
	}
	if second, _ := written(t, again, jsonlFormat, Options{}); !bytes.Equal(first, second) {
		t.Errorf("it differs %s", firstDifference(string(second), string(first)))
	}
	before := report
	if _, report = brought(t, again, Source{"a.jsonl", first}); report.Added+report.DocumentsAdded+report.EvidenceAdded+report.DecisionsAdded > 0 || report.Existing != before.Added || len(report.Differing) > 0 {
		t.Errorf("read again: %+v", report)
	}
}

// Lines, documents and what belongs to claims are told apart by file.
func TestFilesOfABatchAreToldApart(t *testing.T) {
	st := newStore(t)
	text := func(in *Imported, line int, text, quote string) *Imported {
		in.Format = &Format{Name: "x"}
		in.Documents = append(in.Documents, store.ImportedDocument{Line: line, ID: "d", NewDocument: store.NewDocument{Title: "Same title", Text: text}})
		in.Claims = append(in.Claims, store.ImportedClaim{Line: line, DocumentID: "d", Quote: quote, Start: 0, End: len(quote)})
		in.Evidence = append(in.Evidence, store.ImportedEvidence{Line: line, Claim: 0, Stance: "supports", URL: "https://example.org/" + quote})
		in.Decisions = append(in.Decisions, store.ImportedDecision{Line: line, Claim: 0, Person: "Ana", Kind: "label", Label: "Supported"})
		return in
	}
	var b Batch
	b.Add(text(&Imported{Name: "a"}, 5, "One text.", "One"), text(&Imported{Name: "b"}, 3, "Two texts.", "Two"))
	b.Files[1].Bad = append(b.Files[1].Bad, store.BadRow{Line: b.Files[1].Claims[0].Line})
	b.Files[1].Claims = append(b.Files[1].Claims, store.ImportedClaim{Line: b.lines, DocumentID: b.Files[1].Documents[0].ID, Quote: "Nowhere to be seen", Start: 1, End: 2})
	if err := b.Place(t.Context(), st, ""); err != nil {
		t.Fatal(err)
	}
	for line, want := range map[int]string{5: "a 5", b.Bad()[0].Line: "b 3"} {
		file, in := b.Where(line)
		if got := file + " " + string(rune('0'+in)); got != want {
			t.Errorf("line %d is %s, want %s", line, got, want)
		}
	}
	report, err := st.ImportDataset(t.Context(), b.Dataset(), store.ImportOptions{})
	if err != nil || report.Added != 3 || report.DocumentsAdded != 2 || report.EvidenceAdded != 2 || len(b.Placing.Unplaced) != 1 || b.Placing.Unplaced[0].Claim != 2 {
		t.Fatalf("%+v, %+v, %v", report, b.Placing, err)
	}
	var quotes []string
	file, _ := written(t, st, jsonlFormat, Options{})
	for line := range bytes.Lines(file) {
		var record struct {
			Record, Quote, Status string
			Evidence              []struct{ URL string }
		}
		if err := json.Unmarshal(line, &record); err != nil {
			t.Fatal(err)
		}
		if record.Record != "claim" {
			continue
		}
		quotes = append(quotes, record.Quote+" "+record.Status)
		if len(record.Evidence) > 0 && !strings.HasSuffix(record.Evidence[0].URL, record.Quote) {
			t.Errorf("the evidence of %s: %v", record.Quote, record.Evidence)
		}
	}
	if got := strings.Join(quotes, ", "); !strings.Contains(got, "Nowhere to be seen orphaned") {
		t.Errorf("claims: %s", got)
	}
}
