package command

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"factmark/store"
)

// Tables that were exported and then saved again by other programs, each read into a workspace that holds only their
// document, and into one that has the claims already.
func TestTablesComeBackFromOtherPrograms(t *testing.T) {
	tables, err := filepath.Abs(filepath.Join("testdata", "tables"))
	if err != nil {
		t.Fatal(err)
	}
	desk(t)
	table := func(name string) string { return filepath.Join(tables, name) }
	must(t, "import", "-w", "has.factmark", table("bridge.txt"))
	must(t, "claims", "-w", "has.factmark", table("as-exported.csv"))
	want := exported(t, "has.factmark")
	const all, none = "7 claims added to ", "0 claims added to "
	for _, test := range []struct {
		file        string
		code        int
		fresh, here []string // what is said where the claims are new, and where they are there
	}{
		{"as-exported.csv", done, []string{all}, []string{none, "7 claims were already there."}},
		{"04-excel-unicode-text-utf16le-tab.csv", done, []string{all}, []string{none}},
		{"07-cr-only-mac.csv", done, []string{all}, []string{none}},
		{"11-blank-rows-at-end.csv", done, []string{all, "blank rows were left out."}, []string{none}},
		{"12-blank-row-in-middle.csv", done, []string{all, "1 blank row was left out."}, []string{none}},
		{"20-decimal-comma.csv", done, []string{all}, []string{none, "7 claims were already there."}},
		{"24-ids-cut-to-8.csv", done, []string{all}, []string{none, "7 claims were already there.", "7 claims were recognised by place, label and annotator"}},
		{"35-labels-trailing-space.csv", done, []string{all}, []string{none, "7 claims were already there."}},
		{"38-macroman.csv", failed, []string{"not UTF-8"}, []string{"not UTF-8"}},
		{"56-nul-in-note.csv", failed, []string{"line 2", "note", "NUL"}, []string{"note", "NUL"}},
	} {
		t.Run(test.file, func(t *testing.T) {
			fresh := test.file + ".factmark"
			must(t, "import", "-w", fresh, table("bridge.txt"))
			for path, say := range map[string][]string{fresh: test.fresh, "has.factmark": test.here} {
				r := run(t, "claims", "-w", path, table(test.file))
				if r.code != test.code {
					t.Errorf("%s: %+v", path, r)
				}
				for _, words := range say {
					if !strings.Contains(r.out+r.errOut, words) {
						t.Errorf("%s: %q does not say %q", path, r.out+r.errOut, words)
					}
				}
				if strings.Contains(r.out, "New labels: Disputed") {
					t.Errorf("%s: %q", path, r.out)
				}
			}
			if got := exported(t, "has.factmark"); len(got) != len(want) {
				t.Errorf("%d claims, want %d", len(got), len(want))
			}
			must(t, "check", "-w", fresh)
			if test.code != done {
				if got := exported(t, fresh); len(got) != 0 {
					t.Errorf("%d claims were added", len(got))
				}
				return
			}
			got := exported(t, fresh)
			for i, c := range got {
				w := want[i]
				if c.Quote != w.Quote || c.Start != w.Start || c.End != w.End || c.Label != w.Label || c.Annotator != w.Annotator || c.Note != w.Note ||
					c.Confidence != nil && *c.Confidence != *w.Confidence || !c.CreatedAt.Equal(w.CreatedAt) {
					t.Errorf("got %+v\nwant %+v", c, w)
				}
			}
		})
	}
}

func TestClaimsTellsAllThatItDoesNotRead(t *testing.T) {
	desk(t)
	write(t, "a.txt", "The mayor said it. The bridge e\u0301 is safe.\n")
	must(t, "import", "-w", "desk.factmark", "a.txt")
	write(t, "rows.csv", "Document ; START;End;Quote;Note;Colour\n"+
		"\"The mayor said it. The bridge e\u0301 is safe.\";4;10;mayor ;two words;red\n"+
		";;;;;\n"+
		"\"The mayor said it. The bridge e\u0301 is safe.\";4;9;major;;\n"+
		"\"The mayor said it. The bridge e\u0301 is safe.\";x;9;mayor;;\n")
	r := run(t, "claims", "-w", "desk.factmark", "rows.csv")
	if r.code != failed || !strings.Contains(r.errOut, "line 4") || !strings.Contains(r.errOut, "line 5") || !strings.Contains(r.errOut, "2 rows do not fit") ||
		len(exported(t, "desk.factmark")) != 0 {
		t.Fatalf("%+v", r)
	}
	r = run(t, "claims", "-w", "desk.factmark", "--dry-run", "--skip-bad-rows", "rows.csv")
	if r.code != done || !strings.HasPrefix(r.out, "1 claim would be added to") || len(exported(t, "desk.factmark")) != 0 {
		t.Fatalf("%+v", r)
	}
	r = run(t, "claims", "-w", "desk.factmark", "--skip-bad-rows", "rows.csv")
	for _, words := range []string{"1 claim added to", "2 rows left out:", "rows.csv: line 4: the quote \"major\"", "rows.csv: line 5: start is \"x\"",
		"1 span had white space", "1 blank row was left out.", "not read: Colour"} {
		if r.code != done || !strings.Contains(r.out, words) {
			t.Errorf("%+v does not say %q", r, words)
		}
	}
	if got := exported(t, "desk.factmark"); len(got) != 1 || got[0].Quote != "mayor" {
		t.Errorf("%+v", got)
	}
}

// A row whose id is known can change its claim: what will change is said before, and one undo takes it back.
func TestClaimsUpdates(t *testing.T) {
	desk(t)
	labelled(t)
	before := exported(t, "desk.factmark")
	table := must(t, "export", "-w", "desk.factmark", "-o", "-")
	changed := strings.Replace(table, ",Disputed,disputed,", ",supported ,,", 1)
	if changed == table {
		t.Fatal("no claim is disputed")
	}
	write(t, "changed.csv", changed)
	r := run(t, "claims", "-w", "desk.factmark", "changed.csv")
	if r.code != done || !strings.Contains(r.out, "1 claim was already there with other content") {
		t.Errorf("%+v", r)
	}
	r = run(t, "claims", "-w", "desk.factmark", "--update", "--dry-run", "changed.csv")
	if r.code != done || !strings.Contains(r.out, "1 claim would be updated:\n  changed.csv: line ") || !strings.Contains(r.out, "label “Disputed” becomes “Supported”") {
		t.Errorf("%+v", r)
	}
	if got := exported(t, "desk.factmark"); got[0] != before[0] && got[0].Label != before[0].Label {
		t.Errorf("a look changed %+v", got)
	}
	r = run(t, "claims", "-w", "desk.factmark", "--update", "changed.csv")
	if r.code != done || !strings.Contains(r.out, "1 claim updated:") {
		t.Errorf("%+v", r)
	}
	labels := func() (all []string) {
		for _, c := range exported(t, "desk.factmark") {
			all = append(all, c.Label)
		}
		return all
	}
	if got := labels(); strings.Contains(strings.Join(got, ","), "Disputed") {
		t.Errorf("labels %v", got)
	}
	r = run(t, "claims", "-w", "desk.factmark", "--update", "changed.csv")
	if r.code != done || !strings.Contains(r.out, "2 claims were already there.") || strings.Contains(r.out, "Updated") {
		t.Errorf("a second time: %+v", r)
	}
	st, err := store.Open(t.Context(), "desk.factmark")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := st.Undo(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	if got := labels(); !strings.Contains(strings.Join(got, ","), "Disputed") {
		t.Errorf("after an undo: labels %v", got)
	}
}

// The file was damaged where a text lies, so that the quotes of its claims cannot be what stands there: what is written names them.
func TestMisplacedQuotesAreNamed(t *testing.T) {
	desk(t)
	labelled(t)
	var ids []string
	for _, c := range exported(t, "desk.factmark") {
		ids = append(ids, c.ClaimID)
	}
	file, err := os.ReadFile("desk.factmark")
	if err != nil {
		t.Fatal(err)
	}
	damaged := bytes.Replace(file, []byte("rivers"), []byte("RIVERS"), 1)
	if bytes.Equal(damaged, file) {
		t.Fatal("the text is not found in the file")
	}
	if err := os.WriteFile("desk.factmark", damaged, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		{"export", "-w", "desk.factmark", "-o", "-"}, {"export", "-w", "desk.factmark", "-o", "out.csv"},
	} {
		r := run(t, args...)
		if r.code != done || !strings.Contains(r.errOut, "match their places") || !strings.Contains(r.errOut, ids[0]) {
			t.Errorf("%q: %+v", args, r)
		}
	}
}

// Where no row fits, nothing was done, whatever was asked for.
func TestATableOfBadRowsAlone(t *testing.T) {
	desk(t)
	good := labelled(t)
	before := exported(t, good)
	write(t, "bad.csv", "document,start,end,quote,label\nRoads close,1,2,x,A\nRoads close,1,?,o,B\n")
	write(t, "one.csv", "document,start,end,quote,label\nRoads close,1,2,x,A\n")
	for _, flags := range [][]string{{"--skip-bad-rows"}, {"--skip-bad-rows", "--dry-run"}, nil} {
		r := run(t, append([]string{"claims", "-w", good, "bad.csv"}, flags...)...)
		if r.code != failed || r.out != "" || !strings.Contains(r.errOut, "line 2") || !strings.Contains(r.errOut, "line 3") || !strings.Contains(r.errOut, "none of the 2 rows fits") {
			t.Errorf("%q: %+v", flags, r)
		}
		r = run(t, append([]string{"claims", "-w", good, "one.csv"}, flags...)...)
		if r.code != failed || r.out != "" || !strings.Contains(r.errOut, "line 2") || !strings.Contains(r.errOut, "nothing was added") {
			t.Errorf("%q: %+v", flags, r)
		}
	}
	if after := exported(t, good); len(after) != len(before) {
		t.Errorf("%d claims, then %d", len(before), len(after))
	}
	write(t, "known.csv", strings.SplitAfter(rows, "\n")[0]+strings.SplitAfter(rows, "\n")[2]+"Roads close,1,2,x,A,\n")
	if r := run(t, "claims", "-w", good, "--skip-bad-rows", "known.csv"); r.code != done || !strings.Contains(r.out, "1 claim was already there") || !strings.Contains(r.out, "1 row left out:") {
		t.Errorf("one that is there and one that is bad: %+v", r)
	}
}
