package evidence

import (
	"os"
	"path/filepath"
	"testing"

	"factmark/store"
)

// Of the claims in the five sample documents whose evidence is known, three of four have some of it among the first five passages. The same
// words alone, ranked as SQLite ranks them, give it for 15 of the 23.
func TestTheSamplesEvidenceIsAmongTheFirstFive(t *testing.T) {
	s := newWorkspace(t)
	files, err := filepath.Glob("../../seeds/texts/*.txt")
	if err != nil || len(files) != 5 {
		t.Fatalf("there are %d samples, %v", len(files), err)
	}
	ids := make(map[string]string)
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		added, err := s.AddDocuments(t.Context(), []store.NewDocument{{Title: filepath.Base(file), FileName: filepath.Base(file), Text: string(content)}})
		if err != nil {
			t.Fatal(err)
		}
		ids[filepath.Base(file)] = added[0].Document.ID
	}
	type place struct {
		Doc        string
		Start, End int
	}
	type claim struct {
		place
		ID, Quote string
		Evidence  []place
	}
	claims := readLines[claim](t, "testdata/dev.jsonl")
	asked, hits := 0, 0
	for _, c := range claims {
		if len(c.Evidence) == 0 {
			continue
		}
		asked++
		found, err := Find(t.Context(), s, Query{Text: c.Quote, DocumentID: ids[c.Doc], Start: c.Start, End: c.End}, 5)
		if err != nil {
			t.Fatal(err)
		}
		hit := false
		for _, p := range found {
			for _, e := range c.Evidence {
				hit = hit || e.Doc == p.FileName && 2*(min(p.End, e.End)-max(p.Start, e.Start)) >= min(p.End-p.Start, e.End-e.Start)
			}
		}
		if hit {
			hits++
		} else {
			t.Logf("of %s nothing: %s", c.ID, c.Quote)
		}
	}
	if t.Logf("%d of %d claims", hits, asked); hits*4 < asked*3 {
		t.Errorf("of %d claims %d have evidence among the first five", asked, hits)
	}
}
