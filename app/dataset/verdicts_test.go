package dataset

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"testing"

	"factmark/store"
)

// linesOf reads JSON, a value each line.
func linesOf[T any](t *testing.T, file []byte) []T {
	t.Helper()
	var all []T
	for line := range bytes.Lines(file) {
		var one T
		if err := json.Unmarshal(line, &one); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		all = append(all, one)
	}
	return all
}

// lost is how many times a report counts a loss.
func lost(r Report, what string) int {
	n := 0
	for _, l := range r.Lost {
		if l.What == what {
			n += l.N
		}
	}
	return n
}

func TestFEVER(t *testing.T) {
	st := sampleWorkspace(t)
	file, report := written(t, st, feverFormat, Options{})
	said := map[string]string{}
	evidence := map[string]string{}
	numbers := map[int64]bool{}
	for _, c := range linesOf[feverClaim](t, file) {
		said[c.ClaimID] = c.Verifiable + ": " + c.Label
		var sets []string
		for _, set := range c.Evidence {
			var members []string
			for _, m := range set {
				members = append(members, fmt.Sprint(m[2], " ", m[3]))
			}
			sets = append(sets, strings.Join(members, " + "))
		}
		evidence[c.ClaimID] = strings.Join(sets, " | ")
		if numbers[c.ID] || c.ID < 1 || c.ID >= 1<<53 {
			t.Errorf("%s has the number %d", c.ClaimID, c.ID)
		}
		numbers[c.ID] = true
	}
	for n, want := range map[int][2]string{
		1:  {"VERIFIABLE: SUPPORTS", "Ledger, “final” 0 + Harbour report 3"}, // the label above conflicting evidence
		2:  {"VERIFIABLE: SUPPORTS", ""},                                     // as a review has settled it
		3:  {"NOT VERIFIABLE: NOT ENOUGH INFO", "<nil> <nil>"},
		4:  {"VERIFIABLE: REFUTES", ""},
		5:  {"VERIFIABLE: REFUTES", "https://example.org/news?id=5&x=“y”#0fbbe83d 0 + https://example.org/news?id=5&x=“y”#0fbbe83d 1"},
		6:  {"", ""}, // no label
		7:  {"", ""}, // rejected
		8:  {"VERIFIABLE: SUPPORTS", "=2+3 مجلس الأمن 1"},
		11: {"VERIFIABLE: SUPPORTS", "Ledger, “final” 0 + Harbour report 3"}, // by its link
		12: {"NOT VERIFIABLE: NOT ENOUGH INFO", "<nil> <nil>"},
		13: {"VERIFIABLE: REFUTES", ""}, // it has lost its place, and needs none
	} {
		if id := sampleClaimID(n); said[id] != want[0] || evidence[id] != want[1] {
			t.Errorf("claim %d: %q with %q, not %q", n, said[id], evidence[id], want)
		}
	}
	for what, want := range map[string]int{"rejected span": 1, "claim without a verdict": 2, "quote": 1, "name of a label of your own": 2, "what the evidence alone says": 2,
		"evidence of another stance": 4, "evidence": 1, "verdict without evidence": 3} {
		if n := lost(report, what); n != want {
			t.Errorf("%s: lost %d times, not %d", what, n, want)
		}
	}
	texts := linesOf[feverClaim](t, file)[0].Sentences
	if len(texts) != 1 || texts[0][2] != "قال الوزير: لا زيادة." {
		t.Errorf("the texts of the evidence are %v", texts)
	}
	without, _ := written(t, st, feverFormat, Options{WithoutTexts: true})
	if bytes.Contains(without, []byte("evidence_text")) {
		t.Error("texts although they are to be left out")
	}
}

// Two documents of one title are two pages.
func TestFEVERPagesHaveNamesOfTheirOwn(t *testing.T) {
	p := &pageNames{names: map[string]string{}, taken: map[string]bool{}}
	first, second, third := p.of("a", "News"), p.of("b", "News"), p.of("c", "Other")
	if first != "News" || second == "News" || !strings.HasPrefix(second, "News (") || third != "Other" || p.of("b", "News") != second {
		t.Errorf("%q, %q, %q", first, second, third)
	}
}

func TestSciFact(t *testing.T) {
	file, report := written(t, sampleWorkspace(t), scifactFormat, Options{})
	archive, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	entry := func(name string) []byte {
		f, err := archive.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(f)
		if err != nil {
			t.Fatal(err)
		}
		return content
	}
	corpus := map[int64]scifactDocument{}
	for _, d := range linesOf[scifactDocument](t, entry("corpus.jsonl")) {
		corpus[d.ID] = d
	}
	if len(corpus) != len(sampleDocuments) {
		t.Errorf("%d documents", len(corpus))
	}
	// What the scorer's reader asserts: just these keys, documents that are there, one label for a document, and no
	// sentence in two sets.
	claims := entry("claims.jsonl")
	for _, keys := range linesOf[map[string]any](t, claims) {
		for key := range keys {
			if !slices.Contains([]string{"id", "claim", "evidence", "cited_doc_ids"}, key) {
				t.Errorf("the scorer refuses the key %q", key)
			}
		}
	}
	places := map[int64]string{}
	for _, p := range linesOf[scifactPlace](t, entry("ids.jsonl")) {
		places[p.ID] = p.ClaimID
	}
	pieces := map[string]string{}
	for _, c := range linesOf[scifactClaim](t, claims) {
		for _, id := range c.Cited {
			if _, there := corpus[id]; !there {
				t.Errorf("%d cites a document that is not there", c.ID)
			}
		}
		var said []string
		for key, sets := range c.Evidence {
			var id int64
			_, _ = fmt.Sscan(key, &id)
			seen := map[int]bool{}
			for _, set := range sets {
				if set.Label != sets[0].Label || !slices.Contains(c.Cited, id) {
					t.Errorf("%d has the labels %v in %s, and cites %v", c.ID, sets, key, c.Cited)
				}
				for _, n := range set.Sentences {
					if seen[n] || n >= len(corpus[id].Abstract) {
						t.Errorf("%d has sentence %d twice, or it is not there", c.ID, n)
					}
					seen[n] = true
					said = append(said, set.Label+": "+corpus[id].Abstract[n])
				}
			}
		}
		slices.Sort(said)
		pieces[places[c.ID]] = strings.Join(said, "\n")
	}
	if len(pieces) != 10 {
		t.Errorf("%d claims", len(pieces))
	}
	if got, want := pieces[sampleClaimID(1)], "SUPPORT: =cmd|' /C calc'!A1 stood in the log, \"quoted\", twice.\nSUPPORT: The harbour handled 40 ships a day, the ledger says."; got != want {
		t.Errorf("the first claim: %q", got)
	}
	if n := lost(report, "evidence of another stance"); n != 2 {
		t.Errorf("%d sets of another stance were lost", n)
	}
	if n := lost(report, "evidence outside the texts"); n != 1 {
		t.Errorf("%d pieces of outside evidence were lost", n)
	}
}

func TestSciFactSetsShareNoSentence(t *testing.T) {
	var report Report
	in := &Selection{report: &report, losses: &losses{}}
	s := &scifactWriter{in: in}
	var all []scifactRationale
	for _, sentences := range [][]int{{1, 2}, {4}, {4}, {2, 3, 9}} {
		all = s.withRationale(all, scifactRationale{sentences, "SUPPORT"}, &Claim{ID: "c"})
	}
	report.Lost = in.losses.counted()
	if got := fmt.Sprint(all); got != "[{[4] SUPPORT} {[1 2 3 9] SUPPORT}]" || lost(report, "set of evidence that shares a sentence with another") != 1 {
		t.Errorf("%s, %v", got, report.Lost)
	}
}

func TestAVeriTeC(t *testing.T) {
	file, report := written(t, sampleWorkspace(t), averitecFormat, Options{})
	var all []averitecClaim
	if err := json.Unmarshal(file, &all); err != nil {
		t.Fatal(err)
	}
	if len(all) != 10 || lost(report, "inexact claim date") != 1 {
		t.Errorf("%d claims, %v", len(all), report.Lost)
	}
	for _, c := range all {
		if len(c.Questions) == 0 || !slices.Contains(averitecValues[:], c.Label) {
			t.Errorf("%s has no question, which the scorer divides by, or the label %q", c.ClaimID, c.Label)
		}
		if c.ClaimID != sampleClaimID(1) {
			continue
		}
		if *c.Date != "01-02-2025" || *c.Speaker != "Harbour office" || c.Justification != "See the ledger;\nit says so." || c.Types[0] != "number" {
			t.Errorf("%+v", c)
		}
		if answer := c.Questions[0].Answers[1]; len(c.Questions) != 3 || answer.Answer != "stood in the log" || *answer.URL != "https://example.org/harbour?a=1&b=2" || answer.Stance != "supports" {
			t.Errorf("%+v", c.Questions)
		}
	}
	var out bytes.Buffer
	if _, err := Write(t.Context(), &out, sampleWorkspace(t), averitecFormat, store.Filter{DocumentIDs: []string{}}, Options{}); err != nil || !json.Valid(out.Bytes()) {
		t.Errorf("of no claims: %q, %v", out.Bytes(), err)
	}
}

func TestWholeDate(t *testing.T) {
	for date, want := range map[string]string{"2025-02-10": "10-02-2025 true", "2025-02": "01-02-2025 false", "2025": "01-01-2025 false", "2024-02-29?": "29-02-2024 false"} {
		day, exact, ok := wholeDate(date)
		if got := fmt.Sprint(day.Format("02-01-2006"), " ", exact); got != want || !ok {
			t.Errorf("%s is %s, %v", date, got, ok)
		}
	}
	for _, date := range []string{"", "last May", "2025-02-30", "10-02-2025", "2025-2-1"} {
		if _, _, ok := wholeDate(date); ok {
			t.Errorf("%q is a date", date)
		}
	}
}

func TestClimateFEVERHasTheVotesOfAll(t *testing.T) {
	st := newStore(t)
	added, err := st.AddDocuments(t.Context(), []store.NewDocument{{Title: "Ice", Text: "Sea ice grew. It shrank later."}})
	if err != nil {
		t.Fatal(err)
	}
	var rows []store.ImportedClaim
	for n, name := range []string{"Ana", "Ben", "Cem"} {
		rows = append(rows, store.ImportedClaim{ClaimID: sampleClaimID(n + 1), DocumentSHA256: added[0].Document.SHA256, Start: 0, End: 13, Quote: "Sea ice grew.", Label: "Supported", Annotator: name})
	}
	if _, err := st.ImportClaims(t.Context(), rows, store.ImportOptions{}); err != nil {
		t.Fatal(err)
	}
	for n, stance := range []store.Stance{store.StanceSupports, store.StanceRefutes, store.StanceRefutes} {
		if err := st.SignIn(t.Context(), store.Person{ID: sampleEvidenceID(n + 1), Name: fmt.Sprint("Reader ", n)}); err != nil {
			t.Fatal(err)
		}
		if _, err := st.AddEvidence(t.Context(), store.NewEvidence{ClaimID: sampleClaimID(n + 1), Stance: stance, DocumentID: added[0].Document.ID, Start: 14, End: 30}); err != nil {
			t.Fatal(err)
		}
	}
	file, _ := written(t, st, climateFormat, Options{})
	all := linesOf[climateClaim](t, file)
	if len(all) != 1 || len(all[0].ClaimIDs) != 3 || len(all[0].Passages) != 1 {
		t.Fatalf("%s", file)
	}
	p := all[0].Passages[0]
	var votes []string
	for _, v := range p.Votes {
		if v != nil {
			votes = append(votes, *v)
		}
	}
	want := -(math.Log(1.0/3)/3 + 2*math.Log(2.0/3)/3)
	if strings.Join(votes, " ") != "SUPPORTS REFUTES REFUTES" || len(p.Votes) != 5 || p.Label != "REFUTES" || math.Abs(p.Entropy-want) > 1e-12 || p.ID != "Ice:1" || all[0].Label != "REFUTES" {
		t.Errorf("%s", file)
	}
}

// The rule that gives every label of the published set from the labels of its passages.
func TestClimateFEVERLabels(t *testing.T) {
	for labels, want := range map[string]string{"SUPPORTS": "SUPPORTS", "SUPPORTS REFUTES": "NOT_ENOUGH_INFO", "REFUTES NOT_ENOUGH_INFO REFUTES": "REFUTES", "": "NOT_ENOUGH_INFO"} {
		if got, _ := mostSaid(strings.Fields(labels)); got != want {
			t.Errorf("%s: %s", labels, got)
		}
	}
}

func TestNLI(t *testing.T) {
	file, report := written(t, sampleWorkspace(t), nliFormat, Options{})
	counts := map[string]int{}
	for _, p := range linesOf[nliPair](t, file) {
		counts[p.Label]++
		if p.Premise == "" || p.Hypothesis == "" {
			t.Errorf("%+v", p)
		}
	}
	if fmt.Sprint(counts) != "map[contradiction:3 entailment:3 neutral:3]" || lost(report, "claim without evidence") != 7 || lost(report, "rejected span") != 1 {
		t.Errorf("%v, %v", counts, report.Lost)
	}
}

func TestClaimReview(t *testing.T) {
	file, report := written(t, sampleWorkspace(t), claimReviewFormat, Options{})
	var all []claimReview
	if err := json.Unmarshal(file, &all); err != nil {
		t.Fatal(err)
	}
	if len(all) != 10 || lost(report, "claim with no label") != 2 || lost(report, "address of the published review") != 10 {
		t.Errorf("%d reviews, %v", len(all), report.Lost)
	}
	for _, r := range all {
		if r.Type != "ClaimReview" || r.URL == "" || r.Claim == "" || r.Rating.Name == "" || r.Rating.Value < r.Rating.Worst || r.Rating.Value > r.Rating.Best {
			t.Errorf("%+v", r)
		}
		if r.ID != "urn:uuid:"+sampleClaimID(1) {
			continue
		}
		if r.Item.First == nil || r.Item.First.Name != "Ledger, “final”" || len(r.Item.Appearances) != 1 || r.Item.Appearances[0].Name != "Harbour report" {
			t.Errorf("the appearances are %+v", r.Item)
		}
		if r.Item.Author.Name != "Harbour office" || r.Item.Date != "2025-02" || r.Rating.Value != 3 || len(r.Citations) != 4 || r.Author.Name != "Ana" {
			t.Errorf("%+v", r)
		}
	}
}

func TestOverlappingSentences(t *testing.T) {
	text := "One is here. Two\nis 🚀 there.  Three ends."
	all := sentencesOf(text)
	if len(all) != 4 {
		t.Fatalf("%v", all)
	}
	runes := []rune(text)
	for _, s := range all {
		if string(runes[s.start:s.end]) != s.text {
			t.Errorf("%q is not at its place", s.text)
		}
	}
	for span, want := range map[[2]int][2]int{{0, 3}: {0, 1}, {4, 14}: {0, 2}, {12, 13}: {1, 1}, {13, 17}: {1, 2}, {21, 40}: {2, 4}} {
		if first, behind := overlapping(all, span[0], span[1]); first != want[0] || behind != want[1] {
			t.Errorf("%v touches %d to %d", span, first, behind)
		}
	}
}
