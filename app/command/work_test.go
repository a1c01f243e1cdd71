package command

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"factmark/app/ingest/pdf"
	"factmark/app/profile"
	"factmark/store"
)

// TestMain makes the test binary what reads PDFs in a process of its own, as the program does.
func TestMain(m *testing.M) {
	if len(os.Args) == 2 && os.Args[1] == pdf.Argument {
		if err := pdf.Serve(os.Stdin, os.Stdout); err != nil {
			os.Exit(1)
		}
		os.Exit(0)
	}
	// One compiled PDFium for all runs of the tests, and none of them in the user's own cache.
	_ = os.Setenv("XDG_CACHE_HOME", filepath.Join(os.TempDir(), "factmark-test-cache"))
	os.Exit(m.Run())
}

func TestImportMakesTheWorkspaceAndSaysWhatItDid(t *testing.T) {
	desk(t)
	if err := os.MkdirAll("texts/sub", 0o700); err != nil {
		t.Fatal(err)
	}
	write(t, "texts/a.txt", "First headline\r\n\r\nText.\r\n")
	write(t, "texts/sub/b.txt", "Caf\xE9 on the corner\n\nIt\x92s new.\n")
	write(t, "texts/photo.jpg", "\xFF\xD8\xFF")
	got := must(t, "import", "-w", "desk.factmark", "texts")
	want := "+ First headline (a.txt)\n+ Café on the corner (b.txt, read as windows-1252)\n2 documents imported into desk.factmark.\n1 file skipped:\n  texts/photo.jpg: this is a JPEG image, which holds no text that can be imported\n"
	if got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	write(t, "again.txt", "First headline\n\nText.\n")
	write(t, "new.txt", "New\n")
	got = must(t, "import", "-w", "desk.factmark", "again.txt", "new.txt")
	want = "= First headline (again.txt)\n+ New (new.txt)\n1 document imported into desk.factmark.\n1 document, marked =, was already there.\n"
	if got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	user, err := profile.Load()
	if err != nil {
		t.Fatal(err)
	}
	err = silent(t).with("desk.factmark", func(st *store.Store) error {
		people, err := st.People(t.Context())
		if len(people) != 1 || people[0] != store.Person(user.Person()) {
			t.Errorf("the people are %+v, want %+v", people, user.Person())
		}
		docs, docErr := st.Documents(t.Context())
		if docErr != nil || len(docs) != 3 {
			t.Errorf("%d documents, %v: a workspace made here has no samples", len(docs), docErr)
		}
		undo, _, undoErr := st.UndoNames(t.Context())
		if undoErr != nil || undo != "Import document" {
			t.Errorf("undo is %q, %v", undo, undoErr)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat("desk.factmark"); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
}

// A file that cannot be imported is named with the reason and keeps no other out; where there is no other, nothing is made.
func TestBadFilesDoNotKeepOthersOut(t *testing.T) {
	desk(t)
	labelled(t)
	write(t, "good.txt", "Good\n")
	write(t, "broken.txt", "é and \x92")
	write(t, "empty.txt", "")
	write(t, "photo.jpg", "\xFF\xD8\xFF")
	write(t, "unsure.txt", "\xC4\xE0")
	large := write(t, "large.txt", "")
	if err := os.Truncate(large, 65<<20); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir("nothing", 0o700); err != nil {
		t.Fatal(err)
	}
	bad := map[string]string{
		"broken.txt": "broken", "empty.txt": "empty", "photo.jpg": "JPEG", "large.txt": "64 MB", "nothing": "no file to import",
		"missing.txt": "no such file", "desk.factmark": "a workspace", "unsure.txt": "say which with --encoding NAME",
	}
	all := []string{"import", "-w", "all.factmark"}
	for file, want := range bad {
		refused(t, failed, []string{"import", "-w", "new.factmark", file}, file, want, "nothing was imported")
		if file != "desk.factmark" {
			all = append(all, file)
		}
		w := "with " + filepath.Base(file) + ".factmark"
		r := run(t, "import", "-w", w, file, "good.txt")
		if r.code != failed || !strings.Contains(r.out, "1 document imported into") || !strings.Contains(r.errOut, file) || !strings.Contains(r.errOut, want) ||
			!strings.Contains(r.errOut, "the other 1 ") {
			t.Errorf("%s: %+v", file, r)
		}
		must(t, "check", "-w", w)
	}
	before := files(t)
	r := run(t, all...)
	if r.code != failed || r.out != "" || strings.Count(r.errOut, "\n") != len(all)-3+1 || !strings.Contains(r.errOut, "nothing was imported") || files(t) != before {
		t.Errorf("bad ones alone: %+v", r)
	}
	r = run(t, append(all, "good.txt", "rivers.txt")...)
	if r.code != failed || !strings.Contains(r.out, "2 documents imported into") || !strings.Contains(r.errOut, "7 files, listed above, cannot be imported; the other 2 ") {
		t.Errorf("with good ones: %+v", r)
	}
}

// Files of several formats come in with what they say of themselves, and a program can read what became of each.
func TestImportOfOtherFormats(t *testing.T) {
	paper, err := filepath.Abs(filepath.Join("..", "ingest", "pdf", "testdata", "chromium.pdf"))
	if err != nil {
		t.Fatal(err)
	}
	desk(t)
	write(t, "page.html", `<html lang="en"><head><title>Rivers rise</title><meta property="og:site_name" content="The Post">`+
		`<meta property="article:published_time" content="2025-02-10T09:00:00Z"></head><body><article><h1>Rivers rise</h1><p>`+
		strings.Repeat("The rivers rose in the night, and the bridge was closed. ", 12)+`</p></article></body></html>`)
	write(t, "rows.csv", "headline,what\nOne,The bridge is safe.\nTwo,\n")
	write(t, "photo.jpg", "\xFF\xD8\xFF")
	r := run(t, "import", "-w", "w.factmark", "--json", "--text-column", "what", "--title-column", "headline", "page.html", "rows.csv", "photo.jpg", paper)
	if r.code != failed {
		t.Errorf("%+v", r)
	}
	var got []importedItem
	for line := range strings.Lines(r.out) {
		var item importedItem
		if err := json.Unmarshal([]byte(line), &item); err != nil {
			t.Fatal(err)
		}
		got = append(got, item)
	}
	if len(got) != 5 || got[0].Title != "Rivers rise" || got[0].From != "The Post" || got[0].Date != "2025-02-10" || got[0].Result != "taken" ||
		got[1].Title != "One" || got[2].Result != "passed over" || got[3].Result != "refused" || got[4].Format != "PDF" {
		t.Errorf("%+v", got)
	}
	listed := must(t, "documents", "-w", "w.factmark")
	if !strings.Contains(listed, "Rivers rise\n    0 claims, new, ") || !strings.Contains(listed, "3 documents.") {
		t.Errorf("listed %q", listed)
	}
	var document listedDocument
	first, _, _ := strings.Cut(must(t, "documents", "-w", "w.factmark", "--json"), "\n")
	if err := json.Unmarshal([]byte(first), &document); err != nil || document.Title == "" || document.Status != "new" || document.Length == 0 {
		t.Errorf("%q: %+v, %v", first, document, err)
	}
	refused(t, failed, []string{"import", "-w", "w.factmark", "--text-column", "body", "rows.csv"}, "no column body", "headline, what")
	refused(t, misuse, []string{"import", "-w", "w.factmark", "--as", "photo", "page.html"}, "article or page")
}

// Of a folder, what can be imported is; what is no text is listed, and what is text but broken is named.
func TestAFolderWithABrokenFile(t *testing.T) {
	desk(t)
	if err := os.MkdirAll("texts/sub", 0o700); err != nil {
		t.Fatal(err)
	}
	write(t, "texts/a.txt", "Good\n")
	write(t, "texts/b.txt", "é and \x92")
	write(t, "texts/c.txt", "A text with a NUL \x00 in it. "+strings.Repeat("The bridge is safe. ", 20))
	write(t, "texts/d.jpg", "\xFF\xD8\xFF")
	write(t, "texts/sub/e.txt", "Good too\n")
	r := run(t, "import", "-w", "w.factmark", "texts")
	if r.code != failed || !strings.Contains(r.out, "2 documents imported into") || !strings.Contains(r.out, "1 file skipped:\n  texts/d.jpg: ") ||
		!strings.Contains(r.errOut, "texts/b.txt: this is UTF-8 text, but broken") || !strings.Contains(r.errOut, "texts/c.txt: line 1 holds a NUL") ||
		!strings.Contains(r.errOut, "2 files, listed above, cannot be imported; the other 2 ") {
		t.Errorf("%+v", r)
	}
	if r := run(t, "import", "-w", "w.factmark", "--encoding", "windows-1252", "texts"); r.code != failed || !strings.Contains(r.out, "1 document imported into") ||
		!strings.Contains(r.errOut, "texts/c.txt") {
		t.Errorf("%+v", r)
	}
}

func TestFiftyMegabytesAreImported(t *testing.T) {
	desk(t)
	line := "The council met on Monday, and the group’s spokesman said nothing of it.\r\n"
	write(t, "large.txt", strings.Repeat(line, 50<<20/len(line)))
	if got := must(t, "import", "-w", "desk.factmark", "large.txt"); !strings.Contains(got, "1 document imported") {
		t.Errorf("got %q", got)
	}
	if got := must(t, "check", "-w", "desk.factmark"); got != "No problems found in desk.factmark.\n" {
		t.Errorf("got %q", got)
	}
}

func TestClaimsAreReadAndReadAgain(t *testing.T) {
	desk(t)
	labelled(t)
	export := must(t, "export", "-w", "desk.factmark", "-o", "-")
	write(t, "export.csv", export)
	if got := must(t, "claims", "-w", "desk.factmark", "export.csv"); got != "0 claims added to desk.factmark.\n2 claims were already there.\n" {
		t.Errorf("got %q", got)
	}
	must(t, "import", "-w", "other.factmark", "rivers.txt")
	if got := runWith(t, strings.NewReader(export), "claims", "-w", "other.factmark", "-"); got.code != done || !strings.HasPrefix(got.out, "2 claims added to other.factmark.\n") {
		t.Errorf("got %+v", got)
	}
	if got := must(t, "export", "-w", "other.factmark", "-o", "-"); got != export {
		t.Errorf("the export became\n%s, was\n%s", got, export)
	}
	write(t, "changed.csv", strings.Replace(export, "Disputed,disputed", "Half true,unclear", 1))
	got := must(t, "claims", "-w", "desk.factmark", "changed.csv")
	if !strings.Contains(got, "1 claim was already there.\n") || !strings.Contains(got, "1 claim was already there with other content and is left as it is: ") {
		t.Errorf("got %q", got)
	}
	must(t, "import", "-w", "third.factmark", "rivers.txt")
	if got := must(t, "claims", "-w", "third.factmark", "changed.csv"); !strings.Contains(got, "New labels: Half true\n") {
		t.Errorf("got %q", got)
	}
	write(t, "none.csv", strings.SplitAfter(export, "\n")[0])
	if got := must(t, "claims", "-w", "desk.factmark", "none.csv"); got != "0 claims added to desk.factmark.\n" {
		t.Errorf("got %q", got)
	}
}

func TestOneBadLineAddsNoClaims(t *testing.T) {
	desk(t)
	labelled(t)
	must(t, "import", "-w", "other.factmark", "rivers.txt")
	lines := strings.SplitAfter(rows, "\n")
	write(t, "good.csv", rows)
	write(t, "misfit.csv", rows+"Rivers rise,0,6,Rivets,,\n")
	write(t, "elsewhere.csv", lines[0]+"Another title,0,6,Rivers,,\n")
	write(t, "broken.csv", lines[0]+"Rivers rise,0,six,Rivers,,\n")
	write(t, "other.csv", "a,b\n1,2\n")
	write(t, "latin.csv", lines[0]+"Rivers rise,0,6,Riv\xE9rs,,\n")
	if err := os.Mkdir("empty", 0o700); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		files []string
		want  []string
	}{
		{[]string{"misfit.csv"}, []string{"misfit.csv: line 4: ", "Rivets"}},
		{[]string{"good.csv", "misfit.csv"}, []string{"misfit.csv: line 4: ", "Rivets"}},
		{[]string{"misfit.csv", "good.csv"}, []string{"misfit.csv: line 4: "}},
		{[]string{"good.csv", "good.csv", "elsewhere.csv", "good.csv"}, []string{"elsewhere.csv: line 2: ", "Another title"}},
		{[]string{"good.csv", "broken.csv"}, []string{"broken.csv: line 2: ", "six"}},
		{[]string{"other.csv"}, []string{"other.csv: line 1: ", "missing: start, end, quote"}},
		{[]string{"latin.csv"}, []string{"latin.csv: line 2: ", "UTF-8"}},
		{[]string{"missing.csv"}, []string{"missing.csv", "no such file"}},
		{[]string{"empty"}, []string{"empty: there is no file in this folder"}},
		{[]string{"desk.factmark"}, []string{"a workspace"}},
	} {
		before := must(t, "export", "-w", "other.factmark", "-o", "-")
		r := run(t, append([]string{"claims", "-w", "other.factmark"}, test.files...)...)
		if r.code != failed || r.out != "" || strings.Count(r.errOut, "\n") != 1 {
			t.Errorf("%q: %+v", test.files, r)
		}
		for _, words := range test.want {
			if !strings.Contains(r.errOut, words) {
				t.Errorf("%q: %q does not say %q", test.files, r.errOut, words)
			}
		}
		if after := must(t, "export", "-w", "other.factmark", "-o", "-"); after != before {
			t.Errorf("%q changed the claims", test.files)
		}
	}
}

func TestExportWritesTheSameEverywhere(t *testing.T) {
	desk(t)
	labelled(t)
	r := run(t, "export", "-w", "desk.factmark", "-o", "-")
	if r.code != done || !strings.HasPrefix(r.out, "claim_id,document_id,document,") {
		t.Fatalf("got %+v", r)
	}
	if want := "2 claims written to standard output.\nOffsets count Unicode code points.\nNot held: text of the document (2 documents).\n" +
		"Not held: author, language, tags and other details (2 documents).\nNot held: keys, colours and guidelines of labels (3 labels).\n" +
		"1 cell could be read as a formula by a spreadsheet. Use --spreadsheet-safe to prevent it.\n"; r.errOut != want {
		t.Errorf("got %q, want %q", r.errOut, want)
	}
	told := must(t, "export", "-w", "desk.factmark", "--format", "csv", "-o", "out.csv")
	if told != strings.Replace(r.errOut, "standard output", "out.csv", 1) || read(t, "out.csv") != r.out {
		t.Errorf("got %q and\n%s", told, read(t, "out.csv"))
	}
	if info, err := os.Stat("out.csv"); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info, err)
	}
	told = must(t, "export", "--bom", "-w", "desk.factmark", "--spreadsheet-safe", "-o", "out.csv")
	safe := "\uFEFF" + strings.Replace(r.out, `"=1+1`, `"'=1+1`, 1)
	if !strings.Contains(told, "1 cell got an apostrophe") || read(t, "out.csv") != safe {
		t.Errorf("got %q and\n%s", told, read(t, "out.csv"))
	}
}

func TestExportTakesPartOfTheClaims(t *testing.T) {
	desk(t)
	labelled(t)
	write(t, "more.csv", "document,start,end,quote,label\nRoads close,0,5,Roads,Supported\n")
	must(t, "claims", "-w", "desk.factmark", "more.csv")
	export := func(args ...string) [][]string {
		out := must(t, append([]string{"export", "-w", "desk.factmark", "-o", "-"}, args...)...)
		table, err := csv.NewReader(strings.NewReader(out)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		return table[1:]
	}
	id := export()[0][1]
	for _, test := range []struct {
		args []string
		want []string // the quotes
	}{
		{nil, []string{"The rivers rose 👩", "by three metres", "Roads"}},
		{[]string{"--document", "rivers RISE"}, []string{"The rivers rose 👩", "by three metres"}},
		{[]string{"--document", id}, []string{"The rivers rose 👩", "by three metres"}},
		{[]string{"--document", "Roads close", "--document", id}, []string{"The rivers rose 👩", "by three metres", "Roads"}},
		{[]string{"--label", "disputed"}, []string{"The rivers rose 👩"}},
		{[]string{"--label", "Disputed", "--label", ""}, []string{"The rivers rose 👩", "by three metres"}},
		{[]string{"--label", "Supported", "--document", id}, nil},
	} {
		var quotes []string
		for _, cells := range export(test.args...) {
			quotes = append(quotes, cells[10])
		}
		if !slices.Equal(quotes, test.want) {
			t.Errorf("%q: %q, want %q", test.args, quotes, test.want)
		}
	}
	refused(t, failed, []string{"export", "-w", "desk.factmark", "-o", "x.csv", "--document", "Nothing"}, `"Nothing"`)
	refused(t, failed, []string{"export", "-w", "desk.factmark", "-o", "x.csv", "--label", "Maybe"}, `"Maybe"`, "Supported, Disputed, Not enough info")
	write(t, "rivers2.txt", "Rivers rise\n\nAnother text.\n")
	must(t, "import", "-w", "desk.factmark", "rivers2.txt")
	refused(t, failed, []string{"export", "-w", "desk.factmark", "-o", "x.csv", "--document", "Rivers rise"}, "2 documents", id)
}

func TestExportNeverWritesOverAWorkspace(t *testing.T) {
	folder := desk(t)
	labelled(t)
	must(t, "backup", "-w", "desk.factmark", "-o", "other.factmark")
	if err := os.Rename("other.factmark", "other.db"); err != nil {
		t.Fatal(err)
	}
	if runtime.GOOS != "windows" {
		if err := os.Symlink("other.db", "link.csv"); err != nil {
			t.Fatal(err)
		}
		refused(t, failed, []string{"export", "-w", "other.db", "-o", "link.csv"}, "the workspace itself")
	}
	refused(t, failed, []string{"export", "-w", "desk.factmark", "-o", "desk.factmark"}, "the workspace itself")
	refused(t, failed, []string{"export", "-w", "other.db", "-o", filepath.Join(folder, "other.db")}, "the workspace itself")
	refused(t, failed, []string{"export", "-w", "other.db", "-o", "desk.factmark"}, "a workspace")
	refused(t, failed, []string{"export", "-w", "desk.factmark", "-o", "."}, "a folder")
	refused(t, failed, []string{"export", "-w", "desk.factmark", "-o", "no/such.csv"}, "there is no folder no")
}

func TestCheckFindsWhatDoesNotFit(t *testing.T) {
	desk(t)
	labelled(t)
	if got := must(t, "check", "-w", "desk.factmark"); got != "No problems found in desk.factmark.\n" {
		t.Errorf("got %q", got)
	}
	content := bytes.ReplaceAll([]byte(read(t, "desk.factmark")), []byte("roads are closed"), []byte("roads are open!!"))
	write(t, "desk.factmark", string(content))
	r := run(t, "check", "-w", "desk.factmark")
	if r.code != failed || !strings.HasPrefix(r.out, "document ") || !strings.Contains(r.errOut, "found in desk.factmark") {
		t.Errorf("got %+v", r)
	}
}

func TestBackupIsAWholeWorkspace(t *testing.T) {
	desk(t)
	labelled(t)
	if got := must(t, "backup", "-w", "desk.factmark", "-o", "copy.factmark"); got != "Copied desk.factmark to copy.factmark and checked the copy.\n" {
		t.Errorf("got %q", got)
	}
	if must(t, "export", "-w", "copy.factmark", "-o", "-") != must(t, "export", "-w", "desk.factmark", "-o", "-") {
		t.Error("the copy's export differs")
	}
	refused(t, failed, []string{"backup", "-w", "desk.factmark", "-o", "copy.factmark"}, "there already")
	refused(t, failed, []string{"backup", "-w", "desk.factmark", "-o", "desk.factmark"}, "there already")
	refused(t, failed, []string{"backup", "-w", "desk.factmark", "-o", "no/copy.factmark"}, "no folder")
}

func TestDamagedSettingsAreToldOfOnce(t *testing.T) {
	desk(t)
	write(t, "a.txt", "Text")
	folder, err := os.UserConfigDir()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(folder, "factmark", "profile.json")
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	write(t, path, "{")
	first := run(t, "import", "-w", "desk.factmark", "a.txt")
	if first.code != done || !strings.Contains(first.errOut, path+".damaged") {
		t.Errorf("got %+v", first)
	}
	if second := run(t, "import", "-w", "desk.factmark", "a.txt"); second.code != done || second.errOut != "" {
		t.Errorf("got %+v", second)
	}
}

func TestSettingsThatCannotBeKeptHinderNothing(t *testing.T) {
	desk(t)
	write(t, "a.txt", "Text")
	write(t, "b.txt", "Another text")
	folder, err := os.UserConfigDir()
	if err != nil {
		t.Fatal(err)
	}
	write(t, folder, "a file where the folder should be")
	for _, name := range []string{"a.txt", "b.txt"} {
		if got := run(t, "import", "-w", "desk.factmark", name); got.code != done || strings.Count(got.errOut, "\n") != 1 || !strings.Contains(got.errOut, "settings") {
			t.Errorf("%s: %+v", name, got)
		}
	}
	err = silent(t).with("desk.factmark", func(st *store.Store) error {
		people, err := st.People(t.Context())
		if len(people) != 1 {
			t.Errorf("one user is %d people", len(people))
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}
