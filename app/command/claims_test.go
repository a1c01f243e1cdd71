package command

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"factmark/app/profile"
)

// A dataset comes in from a file, a folder or standard input, texts and all; offsets of another unit, quotes that stand elsewhere and
// quotes that stand nowhere are said.
func TestDatasetsComeIn(t *testing.T) {
	desk(t)
	labelled(t)
	must(t, "export", "-w", "desk.factmark", "--format", "jsonl", "-o", "all.jsonl")
	want := must(t, "export", "-w", "desk.factmark", "-o", "-")
	whole := read(t, "all.jsonl")
	if err := os.MkdirAll(filepath.Join("folder", "deep"), 0o700); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join("folder", "deep", "all.jsonl"), whole)
	write(t, filepath.Join("folder", "README.md"), "# What it is\n")
	for i, file := range []string{"all.jsonl", "folder"} {
		into := strings.Repeat("x", i+1) + ".factmark"
		if said := must(t, "claims", "-w", into, "--dry-run", file); !strings.Contains(said, "2 claims would be added") || !strings.Contains(said, "Would also be added: 2 documents.") {
			t.Errorf("%s: %s", file, said)
		}
		said := must(t, "claims", "-w", into, file)
		if !strings.Contains(said, "2 claims added to "+into+".\nAlso added: 2 documents.\n") || (file == "folder") != strings.Contains(said, "README.md") {
			t.Errorf("%s: %s", file, said)
		}
		if got := must(t, "export", "-w", into, "-o", "-"); got != want {
			t.Errorf("%s: it differs:\n%s\n%s", file, got, want)
		}
		if said := must(t, "claims", "-w", into, file); !strings.Contains(said, "0 claims added") || !strings.Contains(said, "2 claims were already there") || !strings.Contains(said, "Already there: 2 documents.") {
			t.Errorf("%s again: %s", file, said)
		}
	}

	write(t, "byname.csv", "document,start,end,quote,label\nroads.txt,17,33,roads are closed,Disputed\n")
	if said := must(t, "claims", "-w", "x.factmark", "byname.csv"); !strings.Contains(said, "1 claim added to") {
		t.Errorf("a document by the name of its file: %s", said)
	}

	changed := func(pairs ...string) string {
		t.Helper()
		for i := 0; i < len(pairs); i += 2 {
			if !strings.Contains(whole, pairs[i]) {
				t.Fatalf("the file has no %s", pairs[i])
			}
		}
		return strings.NewReplacer(pairs...).Replace(whole)
	}
	for name, test := range map[string]struct {
		file  string
		words []string
		same  bool // as exported
	}{
		"utf16": {changed(`"end":30`, `"end":31`, `"start":31,"end":46`, `"start":32,"end":47`), []string{"Offsets were read as UTF-16 code units"}, true},
		"moved": {changed(`"start":31,"end":46`, `"start":3,"end":18`), []string{"1 passage was placed where its quote was found, not at its offsets:", "line 7: “by three metres” at 31 to 46"}, true},
		"astray": {changed(`"quote":"by three metres"`, `"quote":"by no more than eleven feet"`), []string{"1 passage wasn't found in its text and is kept unplaced:",
			"“by no more than eleven feet”: it does not stand in the text"}, false},
	} {
		file, into := write(t, name+".jsonl", test.file), name+".factmark"
		said := must(t, "claims", "-w", into, file)
		for _, words := range append(test.words, "2 claims added") {
			if !strings.Contains(said, words) {
				t.Errorf("%s: %q does not say %q", name, said, words)
			}
		}
		got := must(t, "export", "-w", into, "-o", "-")
		if (got == want) != test.same || !test.same && !strings.Contains(got, "by no more than eleven feet") {
			t.Errorf("%s: %s", name, got)
		}
		must(t, "check", "-w", into)
		if said := must(t, "claims", "-w", into, file); !strings.Contains(said, "0 claims added") {
			t.Errorf("%s again: %s", name, said)
		}
	}
}

// A table with other columns is read by what a file, a name in the profile or a guess says of them.
func TestTablesOfAnyColumns(t *testing.T) {
	desk(t)
	labelled(t)
	write(t, "theirs.csv", "Highlighted text,Verdict,Article\nThe rivers rose,T,rivers.txt\nroads are closed,F,\n")
	write(t, "own.json", `{"header": ["Highlighted text", "Verdict", "Article"], "columns": {"Highlighted text": "quote", "Verdict": "label", "Article": "document"}, "labels": {"T": "Supported", "F": "Disputed"}}`)
	refused(t, failed, []string{"claims", "-w", "desk.factmark", "theirs.csv"}, "theirs.csv: line 1: these columns are missing: start, end", "--map")
	refused(t, misuse, []string{"claims", "-w", "desk.factmark", "--map", "nothing", "theirs.csv"}, "neither a mapping of the name nothing nor such a file")
	refused(t, misuse, []string{"claims", "-w", "desk.factmark", "--map", "own.json", "--format", "csv", "theirs.csv"}, "not both")
	refused(t, failed, []string{"claims", "-w", "desk.factmark", "--map", "own.json", "rows.csv"}, "there is no column “")
	said := must(t, "claims", "-w", "desk.factmark", "--dry-run", "--map", "guess", "theirs.csv")
	for _, words := range []string{"2 claims would be added", "“Highlighted text” as quote, “Verdict” as label, “Article” as document", "2 passages were found by their quotes", "New labels: T, F"} {
		if !strings.Contains(said, words) {
			t.Errorf("%q does not say %q", said, words)
		}
	}
	said = must(t, "claims", "-w", "desk.factmark", "--map", "own.json", "theirs.csv")
	if got := must(t, "export", "-w", "desk.factmark", "-o", "-"); !strings.Contains(said, "2 claims added") || !strings.Contains(got, ",13,28,codepoint,The rivers rose,") || !strings.Contains(got, ",17,33,codepoint,roads are closed,") {
		t.Errorf("%s\n%s", said, got)
	}
	user, err := profile.Load()
	if err != nil {
		t.Fatal(err)
	}
	if err := user.SetMapping("Coders", []byte(read(t, "own.json"))); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"theirs.csv"}, {"--map", "Coders", "theirs.csv"}} {
		said := must(t, append([]string{"claims", "-w", "desk.factmark"}, args...)...)
		if !strings.Contains(said, "2 claims were already there") || (len(args) == 1) != strings.Contains(said, "Read with the mapping “Coders”.") {
			t.Errorf("%v: %s", args, said)
		}
	}
}

// What is wrong with a file is said before a workspace is looked for.
func TestRowsThatCannotBeReadAreNamedWithoutAWorkspace(t *testing.T) {
	desk(t)
	write(t, "half.jsonl", `{"id":1,"text":"Half a pair: \ud83d","label":[[0,4,"C"]]}`+"\n")
	refused(t, failed, []string{"claims", "-w", "new.factmark", "--format", "doccano", "half.jsonl"}, "half.jsonl: line 1: it has half of a character", "nothing was added")
}
