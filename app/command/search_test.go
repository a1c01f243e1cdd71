package command

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

func TestSearch(t *testing.T) {
	desk(t)
	write(t, "a.txt", "Minutes\n😀 The council met in May. Its budget is $10 million.")
	write(t, "b.txt", "Report\nThe budget of the senate grew.\x1b[31m")
	must(t, "import", "-w", "desk.factmark", "a.txt", "b.txt")
	out := must(t, "search", "-w", "desk.factmark", "budget", "OR", "council")
	for _, want := range []string{"»council«", "»budget«", "3 hits."} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is not in %q", want, out)
		}
	}
	if strings.Contains(out, "\x1b") {
		t.Error("a text steers the terminal")
	}
	if out := must(t, "search", "-w", "desk.factmark", "nowhere"); out != "Nothing found.\n" {
		t.Errorf("nothing found says %q", out)
	}
	if out := must(t, "search", "-w", "desk.factmark", "--limit", "1", "budget"); !strings.Contains(out, "First 1 of 2 hits") {
		t.Errorf("with a limit it says %q", out)
	}
	type line struct {
		Kind, Field, Document, Snippet string
		DocumentID                     string `json:"document_id"`
		FileName                       string `json:"file_name"`
		Start, End                     int
		Marks                          [][2]int
	}
	text := map[string][]rune{"a.txt": []rune("Minutes\n😀 The council met in May. Its budget is $10 million."), "b.txt": []rune("Report\nThe budget of the senate grew.\x1b[31m")}
	var found []string
	for l := range strings.Lines(must(t, "search", "-w", "desk.factmark", "--json", `budget OR "council met"`)) {
		var h line
		if err := json.Unmarshal([]byte(l), &h); err != nil {
			t.Fatalf("%q: %v", l, err)
		}
		for _, m := range h.Marks {
			found = append(found, h.FileName+" "+h.Kind+" "+string(text[h.FileName][h.Start:h.End])+" "+string([]rune(h.Snippet)[m[0]:m[1]]))
		}
	}
	slices.Sort(found)
	if want := []string{"a.txt document budget budget", "a.txt document council met council met", "b.txt document budget budget"}; !slices.Equal(found, want) {
		t.Errorf("found %q, want %q", found, want)
	}
	if out := must(t, "search", "-w", "desk.factmark", "--json", "--document", "b.txt", "--in", "documents", "budget"); strings.Count(out, "\n") != 1 {
		t.Errorf("in one document: %q", out)
	}
	if out := must(t, "search", "-w", "desk.factmark", "--json", "--label", "disputed", "--label", "none", "--from", "2025", "--to", "2025-02", "budget"); out != "" {
		t.Errorf("with filters: %q", out)
	}
	for _, c := range []struct {
		args []string
		said string
	}{
		{nil, "no word to look for"},
		{[]string{"-budget"}, "flag provided but not defined"},
		{[]string{"--", "-budget"}, "no word to look for"},
		{[]string{"--label", "Nonsense", "budget"}, "Supported"},
		{[]string{"--person", "Nobody", "budget"}, "nobody"},
		{[]string{"--document", "c.txt", "budget"}, "there is no document"},
		{[]string{"--from", "May", "budget"}, "no date"},
		{[]string{"--to", "2025-02-31", "budget"}, "no date"},
		{[]string{"--in", "texts", "budget"}, "documents, claims, notes or evidence"},
		{[]string{"--limit", "0", "budget"}, "--limit"},
	} {
		refused(t, misuse, append([]string{"search", "-w", "desk.factmark"}, c.args...), c.said)
	}
}
