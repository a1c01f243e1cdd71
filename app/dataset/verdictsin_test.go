package dataset

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"factmark/store"
)

// published reads a file in the shape of a published data set.
func published(t *testing.T, format *Format, name string) *Imported {
	t.Helper()
	file, err := os.ReadFile(filepath.Join("testdata", "verdicts", name))
	if err != nil {
		t.Fatal(err)
	}
	return recognisedAs(t, format, name, file)
}

func recognisedAs(t *testing.T, format *Format, name string, file []byte) *Imported {
	t.Helper()
	in, err := Read(name, file, nil)
	if err != nil {
		t.Fatal(err)
	}
	if in.Format != format {
		t.Fatalf("%s is read as %s", name, in.Format.Name)
	}
	return in
}

// pieces gives what bears on a claim: set, stance, address, quote and note.
func pieces(in *Imported, claim int) string {
	var all []string
	for _, e := range in.Evidence {
		if e.Claim == claim {
			all = append(all, fmt.Sprintf("%d %s %s “%s” %s", e.Set, e.Stance, e.URL, e.Quote, e.Note))
		}
	}
	return strings.Join(all, "\n")
}

func TestFEVERComesIn(t *testing.T) {
	in := published(t, feverFormat, "fever.jsonl")
	if len(in.Documents) != 1 || in.Documents[0].Title != "fever" || in.Documents[0].Text != "The lighthouse was built of granite 🪨.\nAberwick lies inland.\nThe keeper had three sons." {
		t.Fatalf("%+v", in.Documents)
	}
	if c := in.Claims[1]; c.ClaimID != "150448" || c.Label != "REFUTES" || c.Meaning != "disputed" || c.Start != 39 || c.End != 60 || c.Line != 2 {
		t.Errorf("%+v", c)
	}
	if got := pieces(in, 0); got != "1 supports Lighthouse_-LRB-Aberwick-RRB- “” Sentence 7 of Lighthouse_-LRB-Aberwick-RRB-\n1 supports Granite “” Sentence 0 of Granite\n2 supports Lighthouse_-LRB-Aberwick-RRB- “” Sentence 2 of Lighthouse_-LRB-Aberwick-RRB-" {
		t.Error(got)
	}
	if pieces(in, 2) != "" {
		t.Error("evidence where there is none")
	}
	// The same numbers and verdicts leave again.
	out, _ := written(t, broughtIn(t, in), feverFormat, Options{})
	var said []string
	for _, c := range linesOf[feverClaim](t, out) {
		said = append(said, fmt.Sprint(c.ID, " ", c.Label, " ", c.Claim))
	}
	if want := []string{"75397 SUPPORTS The lighthouse was built of granite 🪨.", "150448 REFUTES Aberwick lies inland.", "214861 NOT ENOUGH INFO The keeper had three sons."}; !slices.Equal(said, want) {
		t.Errorf("%q", said)
	}
}

func TestFEVEROUSComesIn(t *testing.T) {
	in := published(t, feverFormat, "feverous.jsonl")
	if len(in.Claims) != 1 || len(in.Bad) != 0 || !strings.HasPrefix(pieces(in, 0), "1 supports Ferry “” Ferry_sentence_2\n1 supports ") {
		t.Errorf("%+v, %s, %v", in.Claims, pieces(in, 0), in.Bad)
	}
}

func TestAVeriTeCComesIn(t *testing.T) {
	in := published(t, averitecFormat, "averitec.json")
	if len(in.Claims) != 2 || len(in.Bad) != 0 {
		t.Fatalf("%+v, %v", in.Claims, in.Bad)
	}
	c := in.Claims[0]
	if c.Claimant != "The mayor" || c.ClaimDate != "2020-10-31" || c.ClaimType != "Quote Verification, Numerical Claim" || c.Label != "Conflicting Evidence/Cherrypicking" || c.Meaning != "disputed" {
		t.Errorf("%+v", c)
	}
	for _, line := range []string{"One ledger lists two ships, the other none.", "original_claim_url: https://example.org/speech", "reporting_source: Aberwick Post", "Without an answer: When?"} {
		if !strings.Contains(c.Note, line) {
			t.Errorf("the note lacks %q: %q", line, c.Note)
		}
	}
	want := "1 context https://example.org/ledger “Two ships are listed as sent away.” Which ships are in the ledger?\nAnswer: Abstractive\nSource: PDF\n" +
		"1 context https://example.org/list “No” Which ships are in the ledger?\nThe harbour's list has none.\nAnswer: Boolean\n" +
		"2 context  “No answer could be found.” Who counted them?\nAnswer: Unanswerable"
	if got := pieces(in, 0); got != want {
		t.Error(got)
	}
	if in.Evidence[0].ArchiveURL != "https://archive.example.org/ledger" || in.Claims[1].ClaimDate != "2021-02-01" {
		t.Errorf("%+v, %+v", in.Evidence[0], in.Claims[1])
	}
	st := broughtIn(t, in)
	out, _ := written(t, st, averitecFormat, Options{})
	for _, said := range []string{`"label":"Conflicting Evidence/Cherrypicking"`, `"claim_date":"31-10-2020"`, `"speaker":"The mayor"`} {
		if !bytes.Contains(out, []byte(said)) {
			t.Errorf("%s is not in %s", said, out)
		}
	}
}

func TestSciFactComesIn(t *testing.T) {
	in := published(t, scifactFormat, "scifact-claims.jsonl")
	if got := pieces(in, 0); len(in.Claims) != 2 || !strings.HasPrefix(got, "1 refutes  “Sentence 0 of document 11328820” ") || strings.Count(got, "\n") != 2 {
		t.Errorf("%s", got)
	}
	files := map[string]string{}
	for _, name := range []string{"claims", "corpus"} {
		file, err := os.ReadFile(filepath.Join("testdata", "verdicts", "scifact-"+name+".jsonl"))
		if err != nil {
			t.Fatal(err)
		}
		files["data/"+name+".jsonl"] = string(file)
	}
	in = recognisedAs(t, scifactFormat, "scifact.zip", archiveOf(t, files))
	if len(in.Documents) != 4 || len(in.Bad) != 0 {
		t.Fatalf("%d documents, %v", len(in.Documents), in.Bad)
	}
	texts := textsOf(t, nil, in)
	for _, e := range in.Evidence {
		if text := texts[e.DocumentSHA256]; len(text) < e.End || string(text[e.Start:e.End]) != e.Quote {
			t.Errorf("%+v is not at its place", e)
		}
	}
	if c := in.Claims[0]; c.Label != "CONTRADICT" || c.Meaning != "disputed" || in.Claims[1].Label != "NOT_ENOUGH_INFO" {
		t.Errorf("%+v", in.Claims)
	}
	out, _ := written(t, broughtIn(t, in), scifactFormat, Options{})
	claims := linesOf[scifactClaim](t, []byte(entriesOf(t, out)["claims.jsonl"]))
	if len(claims) != 2 || claims[0].ID != 263 || len(claims[0].Evidence) != 2 || len(claims[1].Evidence) != 0 {
		t.Errorf("%+v", claims)
	}
}

func TestClimateFEVERComesIn(t *testing.T) {
	in := published(t, climateFormat, "climate-fever.jsonl")
	if got := pieces(in, 0); in.Claims[0].Label != "DISPUTED" || got != "1 supports Aberwick “In 1963 the harbour froze.” Aberwick:170; votes: SUPPORTS SUPPORTS\n"+
		"2 refutes Winter “The sea stayed open.” Winter:14; votes: REFUTES REFUTES NOT_ENOUGH_INFO" {
		t.Errorf("%+v, %s", in.Claims, got)
	}
}

// What the forms write of a workspace they read again, as themselves and as nothing else, with every span right.
func TestVerdictFormsReadWhatTheyWrite(t *testing.T) {
	for _, format := range []*Format{feverFormat, averitecFormat, scifactFormat, climateFormat} {
		t.Run(format.Name, func(t *testing.T) {
			file, _ := written(t, sampleWorkspace(t), format, Options{})
			in := readOnlyAs(t, format, file)
			if len(in.Bad) > 0 || len(in.Claims) != 10 {
				t.Errorf("%d claims, bad: %v", len(in.Claims), in.Bad)
			}
			texts := textsOf(t, nil, in)
			for _, c := range in.Claims {
				if text := texts[c.DocumentSHA256]; len(text) < c.End || string(text[c.Start:c.End]) != c.Quote {
					t.Errorf("%+v is not at its place", c)
				}
			}
			st := broughtIn(t, in)
			if n, err := st.CountLabelled(t.Context(), store.Filter{}); err != nil || n != 10 {
				t.Errorf("%d claims, %v", n, err)
			}
			again, _ := written(t, st, format, Options{})
			if isArchive(file) {
				file, again = []byte(entriesOf(t, file)["claims.jsonl"]), []byte(entriesOf(t, again)["claims.jsonl"])
			}
			if first, second := labelsOf(file), labelsOf(again); first == "" || first != second {
				t.Errorf("the verdicts %s became %s", first, second)
			}
		})
	}
}

// labelsOf gives the sorted verdicts of a file.
func labelsOf(file []byte) string {
	var all []string
	for piece := range bytes.SplitSeq(file, []byte(`label":"`)) {
		value, _, _ := bytes.Cut(piece, []byte(`"`))
		all = append(all, string(value))
	}
	slices.Sort(all[1:])
	return strings.Join(all[1:], " ")
}

// Cut off, torn apart or otherwise damaged, a file is refused with a sentence or has bad rows, and never ends the program.
func TestDamagedVerdictFiles(t *testing.T) {
	for name, format := range map[string]*Format{"fever.jsonl": feverFormat, "averitec.json": averitecFormat, "scifact-claims.jsonl": scifactFormat, "climate-fever.jsonl": climateFormat} {
		whole, err := os.ReadFile(filepath.Join("testdata", "verdicts", name))
		if err != nil {
			t.Fatal(err)
		}
		var damaged [][]byte
		for cut := 1; cut < len(whole); cut += 7 {
			damaged = append(damaged, whole[:cut], slices.Concat(whole[:cut], whole[cut+1:]))
		}
		for old, other := range map[string]string{`[[`: `[`, `{`: `[`, `"claim": "`: `"claim": ["`, `null`: `{}`, `0`: `-1e999`, `":`: `" :`, `"sentences": [`: `"sentences": {"a":`, "a": "\xff", "e": `\ud800`, ` `: "\x00"} {
			damaged = append(damaged, bytes.ReplaceAll(whole, []byte(old), []byte(other)))
		}
		damaged = append(damaged, []byte(strings.Repeat("[", 100_000)), []byte(`{"id":1,"label":"SUPPORTS","claim":"x","evidence":`+strings.Repeat("[", 20_000)))
		for _, file := range damaged {
			in := &Imported{Name: name, Format: format}
			_ = format.recognise(file)
			if err := format.read(file, in); err != nil {
				continue
			}
			texts := textsOf(t, nil, in)
			for _, c := range in.Claims {
				if text := texts[c.DocumentSHA256]; len(text) < c.End || string(text[c.Start:c.End]) != c.Quote {
					t.Errorf("%s: %+v is not at its place", name, c)
				}
			}
		}
	}
}
