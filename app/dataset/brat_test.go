package dataset

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"unicode"

	"factmark/store"
)

// unzipped gives the files of an archive.
func unzipped(t testing.TB, file []byte) map[string]string {
	t.Helper()
	content, err := unzip(file)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for name, c := range content {
		files[name] = string(c)
	}
	return files
}

func TestBratComesBack(t *testing.T) {
	st := sampleWorkspace(t)
	file, report := written(t, st, bratFormat, Options{})
	in := readOnlyAs(t, bratFormat, file)
	if in.Unit != CodePoints || len(in.Bad)+len(in.Remarks) > 0 {
		t.Fatalf("unit %q, bad %v, remarks %v", in.Unit, in.Bad, in.Remarks)
	}
	if got := lossesOf(report); !reflect.DeepEqual(got, []string{"orphan", "rejected span"}) {
		t.Errorf("lost %v", report.Lost)
	}
	want := claimsOf(t, st)
	if len(in.Claims) != len(want)-2 {
		t.Errorf("%d claims, want %d", len(in.Claims), len(want)-2)
	}
	for _, got := range in.Claims {
		expected := want[got.ClaimID]
		expected.Line, expected.Prefix, expected.Suffix, expected.Meaning = 0, "", "", "" // of the text and of the labels that come along
		got.Line, got.Columns = 0, 0
		if !reflect.DeepEqual(got, expected) {
			t.Errorf("claim:\n got %+v\nwant %+v", got, expected)
		}
	}
	checkEvidence(t, st, in)
	checkDecisions(t, st, in)
	if n := checkSpans(t, textsOf(t, nil, in), in); n != len(in.Claims)+len(in.Evidence)-1 { // one is an outside source
		t.Errorf("%d spans were held against the texts that came along", n)
	}
	checkDocuments(t, st, in)
	labels, err := st.Labels(t.Context())
	if err != nil || !reflect.DeepEqual(in.Labels, labels) {
		t.Errorf("labels %+v, want %+v (%v)", in.Labels, labels, err)
	}
}

// checkDocuments compares the documents that came along with those of a workspace.
func checkDocuments(t *testing.T, st *store.Store, in *Imported) {
	t.Helper()
	docs, err := st.Documents(t.Context())
	if err != nil || len(docs) != len(in.Documents) {
		t.Fatalf("%d documents, want %d (%v)", len(in.Documents), len(docs), err)
	}
	for _, d := range docs {
		i := slices.IndexFunc(in.Documents, func(got store.ImportedDocument) bool { return textSum(got.Text) == d.SHA256 })
		if i < 0 {
			t.Errorf("%q did not come along", d.Title)
			continue
		}
		got := in.Documents[i]
		if got.ID != d.ID || got.Title != d.Title || got.Publisher != d.Publisher || got.Published != d.Published || got.SourceURL != d.SourceURL || got.Author != d.Author ||
			got.Language != d.Language || got.Tags != d.Tags || got.Note != d.Note || got.Stated != d.Stated || got.FileName != d.FileName {
			t.Errorf("document %+v, want %+v", got, d)
		}
	}
}

// What is changed in brat wins over what the comment says.
func TestChangesMadeInBratAreRead(t *testing.T) {
	file, _ := written(t, sampleWorkspace(t), bratFormat, Options{})
	files := unzipped(t, file)
	name := "Harbour_report.ann"
	before := files[name]
	changed := strings.NewReplacer("AnnotatorNotes T1\tSee the ledger; it says so.", "AnnotatorNotes T1\tSee page 3.", "\tHalf_true ", "\tDisputed ").Replace(before)
	if changed == before {
		t.Fatalf("nothing to change in\n%s", before)
	}
	files[name] = changed
	in := readOnlyAs(t, bratFormat, zipped(t, files))
	for _, c := range in.Claims {
		switch c.ClaimID {
		case sampleClaimID(1):
			if c.Note != "See page 3." {
				t.Errorf("the note is %q", c.Note)
			}
		case sampleClaimID(3):
			if c.Label != "Disputed" {
				t.Errorf("the label is %q", c.Label)
			}
		}
	}
}

func TestLinesOfBratHaveNoOtherEnds(t *testing.T) {
	const text = "One\u2028two\u0085three \x1cfour\nfive\n\nsix\fseven\teight."
	st := newStore(t, store.NewDocument{Title: "a/b\\c:*?", Text: text})
	docs, err := st.Documents(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	runes := []rune(text)
	claims, err := st.AddClaims(t.Context(), []store.NewClaim{{DocumentID: docs[0].ID, Start: 0, End: len(runes), LabelID: store.SupportedID}})
	if err != nil {
		t.Fatal(err)
	}
	note := "a\u2028b\u0085c\nd"
	if err := st.EditClaim(t.Context(), claims[0].ID, store.ClaimEdit{Note: &note, Statement: &note}); err != nil {
		t.Fatal(err)
	}
	file, _ := written(t, st, bratFormat, Options{})
	for name, content := range unzipped(t, file) {
		if strings.HasSuffix(name, ".ann") && strings.ContainsAny(content, "\u2028\u0085\x1c\f") {
			t.Errorf("%s: %q", name, content)
		}
	}
	in := readOnlyAs(t, bratFormat, file)
	if len(in.Claims) != 1 || in.Claims[0].Quote != text || in.Claims[0].Note != note || in.Claims[0].Statement != note {
		t.Errorf("%+v", in.Claims)
	}
}

func TestForeignBratIsRead(t *testing.T) {
	text := "Japan 🚀 and South,\nNorth America grew.\nBell makes valves; Bell said so.\n"
	ann := strings.Join([]string{
		"T1\tCountry 0 5\tJapan", "T2\tRegion 12 17;25 32\tSouth America", "T3\tRegion 19 32\tNorth America", "T4\tMake 44 49\tmakes", "T5\tOrganization 39 43\tBell",
		"T6\tClaim 12 18;19 24\tSouth, North", "T7\tPremise 33 37\tgrew", "T8\tOrganization 58 62\tBell", "T9\tClaim 12 32\tSouth, North America", "*\tEquiv T5 T8", "E1\tMake:T4 Agent:T5", "A1\tNegation E1", "A2\tConfidence T1 High",
		"N1\tReference T1 Wikipedia:15573\tJapan", "#1\tAnnotatorNotes T1\tCheck the year", "#2\tAnnotatorNotes E1\tsure", "R1\tsupports Arg1:T7 Arg2:T3\t", "R2\tPart-of Arg1:T3 Arg2:T1\t", "#3\tTodo R1\tlook again", "",
	}, "\n")
	visual := "[labels]\nOrganization | Firm or body | Org\n\n[drawing]\nOrganization\tbgColor:#8fb2ff, fgColor:black\nCountry\tbgColor:lightblue\n"
	for name, files := range map[string]map[string]string{
		"LF":          {"corpus/doc one.txt": text, "corpus/doc one.ann": ann, "corpus/visual.conf": visual, "corpus/annotation.conf": "[entities]\nCountry\n"},
		"conf above":  {"corpus/a/doc one.txt": text, "corpus/a/doc one.ann": strings.ReplaceAll(ann, "\n", "\r\n"), "visual.conf": visual},
		"shared task": {"doc one.txt": text, "doc one.a1": ann[:strings.Index(ann, "E1")], "doc one.a2": ann[strings.Index(ann, "E1"):], "visual.conf": visual},
	} {
		t.Run(name, func(t *testing.T) {
			in := readOnlyAs(t, bratFormat, zipped(t, files))
			if len(in.Bad) > 0 || len(in.Claims) != 9 || len(in.Documents) != 1 || in.Documents[0].Title != "doc one" {
				t.Fatalf("bad %v, %d claims, %+v", in.Bad, len(in.Claims), in.Documents)
			}
			if n := checkSpans(t, textsOf(t, nil, in), in); n != 10 {
				t.Errorf("%d spans", n)
			}
			by := func(n int) store.ImportedClaim { return in.Claims[n-1] }
			if c := by(1); c.Label != "Country" || c.Note != "Check the year\nConfidence: High\nReference: Wikipedia:15573 (Japan)" {
				t.Errorf("%+v", c)
			}
			if c := by(2); c.Quote != "South,\nNorth America" || c.Statement != "South America" {
				t.Errorf("with a gap: %+v", c)
			}
			if c := by(6); c.Quote != "South,\nNorth" || c.Statement != "" {
				t.Errorf("over a line end: %+v", c)
			}
			if c := by(9); c.Quote != "South,\nNorth America" || c.Statement != "" {
				t.Errorf("a space for a line end: %+v", c)
			}
			if c := by(4); c.Note != "sure\nEvent Make: Agent “Bell”\nNegation" {
				t.Errorf("an event: %q", c.Note)
			}
			if c := by(3); !strings.Contains(c.Note, "Part-of: “Japan”") {
				t.Errorf("a relation: %q", c.Note)
			}
			if c := by(5); c.Label != "Firm or body" || c.Note != "Equiv: “Bell”" {
				t.Errorf("%+v", c)
			}
			if len(in.Evidence) != 1 || in.Evidence[0].Claim != 2 || in.Evidence[0].Stance != "supports" || in.Evidence[0].Quote != "grew" || in.Evidence[0].Note != "Todo: look again" {
				t.Errorf("%+v", in.Evidence)
			}
			if i := slices.IndexFunc(in.Labels, func(l store.Label) bool { return l.Name == "Firm or body" && l.Light == "#8FB2FF" }); i < 0 {
				t.Errorf("%+v", in.Labels)
			}
			for _, words := range []string{"1 span with gaps", "1 event was kept", "2 attributes were kept", "1 reference was kept", "2 equivalences were kept", "1 relation was kept"} {
				if !saying(in, words) {
					t.Errorf("nothing says %q: %q", words, in.Remarks)
				}
			}
		})
	}
}

// Texts with CRLF or a byte order mark are counted in several ways; fragments tell which.
func TestBratCountsInLineEndsAndMarks(t *testing.T) {
	const text = "One two\r\nthree four\r\nfive."
	for name, test := range map[string]struct{ text, ann string }{
		"CRLF as two":     {text, "T1\tA 4 7;9 14\ttwo three"},
		"CRLF as one":     {text, "T1\tA 4 7;8 13\ttwo three"},
		"a mark, counted": {bom + withLF(text), "T1\tA 5 8;9 14\ttwo three"},
		"a mark, not":     {bom + withLF(text), "T1\tA 4 7;8 13\ttwo three"},
		"UTF-16":          {"🚢 One two\nthree four\nfive.", "T1\tA 7 10;11 16\ttwo three"},
	} {
		t.Run(name, func(t *testing.T) {
			in := readOnlyAs(t, bratFormat, zipped(t, map[string]string{"d.txt": test.text, "d.ann": test.ann}))
			if len(in.Claims) != 1 || in.Claims[0].Quote != "two\nthree" || in.Claims[0].DocumentSHA256 != textSum(strings.TrimPrefix(test.text, bom)) || strings.HasPrefix(in.Documents[0].Text, bom) {
				t.Errorf("%+v, bad %v", in.Claims, in.Bad)
			}
		})
	}
}

func TestDamagedBratIsNamed(t *testing.T) {
	const text = "One two three."
	for _, line := range []string{"T2 A 0 3 One", "T2\tA 0 3\tOne\nT2\tA 4 7\ttwo", "T2\tA x 3\tOne", "T2\tA -1 3\tOne", "T2\tA 3 0\tOne", "T2\tA 3 3\t", "T2\tA\tOne", "T2\tA 0 99999999999\tOne", "R1\tSupports Arg1:T1\t", "R1\tSupports Arg1:T1 Arg2:T9",
		"R1\tSupports Arg1:T1 Arg2:T1", "A1\tNegation", "A1\tNegation T9", "#1\tAnnotatorNotes T9\tx", "#1\tx", "Z1\tx", "E1\tMake", "N1\tReference T1", "\tx"} {
		in := readOnlyAs(t, bratFormat, zipped(t, map[string]string{"d.txt": text, "d.ann": "T1\tA 8 13\tthree\n" + line}))
		if len(in.Bad) != 1 || len(in.Claims) == 0 || !strings.Contains(in.Bad[0].Err.Error(), "d.ann") || in.Bad[0].Line < 2 {
			t.Errorf("%q: bad %v, %d claims", line, in.Bad, len(in.Claims))
		}
	}
	for name, files := range map[string]map[string]string{"no text": {"d.ann": "T1\tA 0 3\tOne"}, "an empty text": {"d.ann": "T1\tA 0 3\tOne", "d.txt": " \n"}, "Latin-1": {"d.ann": "T1\tA 0 3\tOne", "d.txt": "caf\xe9"},
		"Latin-1 annotations": {"d.ann": "T1\tA 0 3\tcaf\xe9", "d.txt": "caf"}} {
		if in := readOnlyAs(t, bratFormat, zipped(t, files)); len(in.Bad) != 1 || len(in.Claims) > 0 {
			t.Errorf("%s: bad %v, %d claims", name, in.Bad, len(in.Claims))
		}
	}
	in := readOnlyAs(t, bratFormat, zipped(t, map[string]string{"d.txt": text, "d.ann": "T1\tA 8 13\tthree", "alone.txt": "x", "readme.md": "y", "__MACOSX/._d.ann": "z"}))
	if !saying(in, "alone.txt") || !saying(in, "readme.md") || len(in.Remarks) != 2 {
		t.Errorf("%q", in.Remarks)
	}
	in = readOnlyAs(t, bratFormat, zipped(t, map[string]string{"../../d.txt": text, "../../d.ann": "T1\tA 8 13\tthree"}))
	if len(in.Claims) != 1 || len(in.Documents) != 1 || in.Documents[0].Text != text {
		t.Errorf("names that lead out of the archive: %d claims, documents %v", len(in.Claims), in.Documents)
	}
	if err := bratFormat.read(zipped(t, map[string]string{"d.txt": text}), &Imported{}); err == nil || !strings.Contains(err.Error(), "no .ann file") {
		t.Errorf("an archive without annotations: %v", err)
	}
	bomb := zipped(t, map[string]string{"d.txt": text, "d.ann": "T1\tA 8 13\tthree", "x.txt": strings.Repeat("0", 70<<20)})
	if err := bratFormat.read(bomb, &Imported{}); err == nil || !strings.Contains(err.Error(), "times its size") {
		t.Errorf("an archive of %d bytes that unpacks to 70 MB: %v", len(bomb), err)
	}
	if err := bratFormat.read([]byte("PK\x03\x04 damaged"), &Imported{}); err == nil {
		t.Error("a damaged archive was read")
	}
}

func TestLabelsAreTypesOfBrat(t *testing.T) {
	seen := map[string]string{}
	for _, label := range append([]string{"", "Half true", "Half_true", "Half-true", "Evidence", "Evidence ", "No label", "-5F-", "ÖL/安全", "a|b\nc", "[x]", "!y", "#z", "1"}, hostileCells...) {
		kind := bratType(label)
		if other, there := seen[kind]; there && other != label {
			t.Errorf("%q and %q are both %s", label, other, kind)
		}
		seen[kind] = label
		if back := labelOfBratType(kind); back != label || strings.ContainsFunc(kind, func(r rune) bool { return r > unicode.MaxASCII || unicode.IsSpace(r) }) || kind == "" {
			t.Errorf("%q is %q, which is %q", label, kind, back)
		}
	}
}

func TestNamesOfFilesAreSafe(t *testing.T) {
	names := fileNames{}
	seen := map[string]bool{}
	for _, title := range []string{"a", "A", "a", "../../etc/passwd", "C:\\x", "con", "NUL", "", "...", "مجلس الأمن", "e\u0301", "\u00e9", "😀", "a\x00b\nc", strings.Repeat("é", 200), strings.Repeat("é", 201), "annotation", "-rf", "a.txt"} {
		name := names.of(title)
		if len(name) > 90 || name == "" || strings.ContainsAny(name, "/\\:*?\"<>|.\x00\n ") || strings.HasPrefix(name, "-") || seen[folded(name)] || slices.Contains(reservedNames, strings.ToLower(name)) {
			t.Errorf("%q is %q", title, name)
		}
		seen[folded(name)] = true
	}
}

func TestOnlyAFolderOfOurBratIsReplaced(t *testing.T) {
	file, _ := written(t, sampleWorkspace(t), bratFormat, Options{})
	folder := func(change func(map[string]string)) fstest.MapFS {
		files := unzipped(t, file)
		change(files)
		all := fstest.MapFS{}
		for name, content := range files {
			all[name] = &fstest.MapFile{Data: []byte(content)}
		}
		return all
	}
	if !isOurBrat(folder(func(map[string]string) {})) {
		t.Error("ours is not known")
	}
	for name, change := range map[string]func(map[string]string){
		"another file":    func(f map[string]string) { f["notes.md"] = "x" },
		"another folder":  func(f map[string]string) { f["x/y.txt"], f["x/y.ann"] = "x", "" },
		"a text alone":    func(f map[string]string) { f["y.txt"] = "x" },
		"someone's":       func(f map[string]string) { f["annotation.conf"] = "[entities]\n" },
		"nothing at hand": func(f map[string]string) { clear(f) },
	} {
		if isOurBrat(folder(change)) {
			t.Errorf("%s: taken for ours", name)
		}
	}
}

func FuzzBrat(f *testing.F) {
	f.Add("One two\nthree 🚢 four.", "T1\tA 4 7;8 13\ttwo three\nR1\tSupports Arg1:T1 Arg2:T2\nT2\tB 0 3\tOne\n#1\tAnnotatorNotes T1\tx\n*\tEquiv T1 T2\nE1\tB:T2 X:T1\nA1\tN E1\nN1\tR T1 a:b\tc")
	f.Fuzz(func(t *testing.T, text, ann string) {
		in := &Imported{}
		if bratFormat.read(zipped(t, map[string]string{"d.txt": text, "d.ann": ann}), in) != nil {
			return
		}
		for _, c := range in.Claims {
			if c.Start < 0 || c.End <= c.Start {
				t.Errorf("%+v", c)
			}
		}
		for _, e := range in.Evidence {
			if e.Claim < 0 || e.Claim >= len(in.Claims) || e.Stance == "" {
				t.Errorf("%+v", e)
			}
		}
		_ = fmt.Sprint(in.Bad, in.Remarks)
	})
}
