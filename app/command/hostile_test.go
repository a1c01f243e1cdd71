package command

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"factmark/store"
)

// hostile is a name that does to a terminal what a name can.
const hostile = "A\x1b[2J\x1b]0;x\x07\u009b31m\u202egnp\u2066\u200b\r\x7fB"

// Whatever documents, labels, people and files are called, no command sends it to a terminal as it is.
func TestNoNameSteersTheTerminal(t *testing.T) {
	desk(t)
	broken := "c\x9b\xff\x1b[1m\nd"
	w := "w" + broken + ".factmark"
	write(t, hostile+".txt", "One text\n\nThe rivers rose by three metres.\n")
	write(t, broken+".txt", "Another text\n\nThe roads are closed.\n")
	outputs := make(map[string]result)
	note := func(args ...string) {
		outputs[fmt.Sprintf("%q", args)] = run(t, args...)
	}
	note("import", "-w", w, hostile+".txt", broken+".txt")
	st, err := store.Open(t.Context(), w)
	if err != nil {
		t.Fatal(err)
	}
	documents, err := st.Documents(t.Context())
	if err != nil || len(documents) != 2 {
		t.Fatal(documents, err)
	}
	for _, person := range []string{"p1", "p2"} {
		if err := st.SignIn(t.Context(), store.Person{ID: person, Name: hostile + person}); err != nil {
			t.Fatal(err)
		}
		label, err := st.AddLabel(t.Context(), store.Label{Name: hostile + person, Meaning: "none", Key: person[1:], Letter: person[1:]})
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range documents {
			if _, err := st.AddClaims(t.Context(), []store.NewClaim{{DocumentID: d.ID, Start: 0, End: 3, LabelID: label.ID}}); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	note("check", "-w", w)
	note("agreement", "-w", w)
	note("export", "-w", w, "-o", hostile+".csv")
	note("export", "-w", w, "-o", hostile+".csv", "--label", hostile)
	note("export", "-w", w, "-o", "-", "--document", hostile)
	note("package", "-w", w, "-o", hostile+".factmark", "--for", hostile)
	note("package", "-w", w, "-o", hostile+".factmark")
	note("package", "-w", w, "-o", "x.factmark", "--document", hostile)
	note("merge", "-w", w, hostile+".factmark")
	note("merge", "-w", w, hostile+".factmark", "--same", hostile)
	note("merge", "-w", w, hostile+" is not there.factmark")
	note("backup", "-w", w, "-o", "b"+hostile+".factmark")
	note("backup", "-w", w, "-o", "b"+hostile+".factmark")
	note("backup", "-w", w, "--list")
	note("claims", "-w", w, hostile+".csv")
	note("claims", "-w", w, broken+".txt")
	note("claims", "-w", w, hostile+".txt", "--"+hostile)
	note("help", hostile)
	note("import", "-w", hostile, broken+".txt")
	note("import", "-w", w, hostile+" is not there.txt")
	write(t, "db"+broken+".factmark", "SQLite format 3\x00 of "+hostile)
	note("check", "-w", "db"+broken+".factmark")
	if err := os.WriteFile(w+"-journal", []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	note("check", "-w", w)
	for args, got := range outputs {
		if got.out+got.errOut == "" {
			t.Errorf("%s says nothing", args)
		}
		for _, text := range []string{got.out, got.errOut} {
			if !utf8.ValidString(text) {
				t.Errorf("%s sends bytes that are no text: %q", args, text)
			}
			if at := strings.IndexFunc(text, func(r rune) bool { return r != '\n' && r != '\t' && unicode.In(r, unicode.C) }); at >= 0 {
				t.Errorf("%s sends %q", args, text[at:])
			}
		}
	}
}

// Data are written as they are: a table holds what a title holds.
func TestATableHoldsItsText(t *testing.T) {
	desk(t)
	good := labelled(t)
	write(t, "rows.csv", "document,start,end,quote,label,note\nRoads close,13,16,The,Disputed,\"a\u202eb\u200dc\"\n")
	must(t, "claims", "-w", good, "rows.csv")
	if got := must(t, "export", "-w", good, "-o", "-"); !strings.Contains(got, "a\u202eb\u200dc") {
		t.Errorf("got %q", got)
	}
}
