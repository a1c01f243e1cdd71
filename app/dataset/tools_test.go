package dataset

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"factmark/store"
)

// toolFormats are those of tools that label spans, which take the texts with them.
var toolFormats = []*Format{doccanoFormat, labelStudioFormat, spacyFormat, conllFormat}

// readOf reads a file that one format alone recognises and holds what it says against its texts.
func readOf(t testing.TB, format *Format, file []byte) *Imported {
	t.Helper()
	found, err := recognise(file)
	if err != nil || found != format {
		t.Fatalf("recognised as %v, %v", found, err)
	}
	in, err := Read("file", file, nil)
	if err != nil {
		t.Fatal(err)
	}
	holdAgainstTexts(t, in)
	return in
}

// cutText is the text between two places in a unit, "" where they are none of the text.
func cutText(text string, unit Unit, start, end int) string {
	switch unit {
	case Bytes:
		if start <= end && end <= len(text) {
			return text[start:end]
		}
	case UTF16:
		if units := utf16.Encode([]rune(text)); start <= end && end <= len(units) {
			return string(utf16.Decode(units[start:end]))
		}
	default:
		if points := []rune(text); start <= end && end <= len(points) {
			return string(points[start:end])
		}
	}
	return ""
}

// holdAgainstTexts checks that every claim and piece of evidence lies in a text that came along and has its quote there.
func holdAgainstTexts(t testing.TB, in *Imported) {
	t.Helper()
	texts := map[string]string{}
	for _, d := range in.Documents {
		texts[textSum(d.Text)] = d.Text
	}
	check := func(what, sum, quote string, start, end int) {
		text, there := texts[sum]
		got := cutText(text, in.Unit, start, end)
		if !there || got == "" || quote != "" && got != quote {
			t.Errorf("%s at %d to %d (%s): %q, and the quote is %q", what, start, end, in.Unit, got, quote)
		}
	}
	for i, c := range in.Claims {
		check(fmt.Sprint("claim ", i), c.DocumentSHA256, c.Quote, c.Start, c.End)
	}
	for i, e := range in.Evidence {
		check(fmt.Sprint("evidence ", i), e.DocumentSHA256, e.Quote, e.Start, e.End)
	}
}

// sampleClaims are the claims of sampleWorkspace that lie in their texts and are not rejected, by id, as they are to come back.
func sampleClaims(t testing.TB, st *store.Store) map[string]store.ImportedClaim {
	t.Helper()
	file, _ := written(t, st, csvFormat, Options{})
	claims := map[string]store.ImportedClaim{}
	for _, c := range read(t, string(file)) {
		if c.Status != "rejected" && c.Status != "orphaned" {
			c.Line, c.Columns, c.Prefix, c.Suffix, c.DocumentTitle = 0, 0, "", "", ""
			claims[c.ClaimID] = c
		}
	}
	return claims
}

// comesBack checks that an export of sampleWorkspace is read as its claims, but for what may differ.
func comesBack(t *testing.T, format *Format, o Options, same func(got, want *store.ImportedClaim)) *Imported {
	t.Helper()
	st := sampleWorkspace(t)
	file, _ := written(t, st, format, o)
	in := readOf(t, format, file)
	if len(in.Bad) > 0 {
		t.Error(in.Bad)
	}
	texts := map[string]string{}
	for _, d := range in.Documents {
		texts[textSum(d.Text)] = d.Text
	}
	want := sampleClaims(t, st)
	for _, got := range in.Claims {
		expected, there := want[got.ClaimID]
		if !there {
			t.Errorf("a claim came back that was not there, or twice: %+v", got)
			continue
		}
		delete(want, got.ClaimID)
		o := newOffsets(texts[got.DocumentSHA256])
		if quote := cutText(o.text, in.Unit, got.Start, got.End); quote != expected.Quote || got.Start != o.in(in.Unit, expected.Start) {
			t.Errorf("%s came back at %d as %q, and was at %d %q", got.ClaimID, got.Start, quote, expected.Start, expected.Quote)
		}
		got.Start, got.End, got.Quote, got.Line, got.Columns, got.DocumentTitle = expected.Start, expected.End, expected.Quote, 0, 0, ""
		if same != nil {
			same(&got, &expected)
		}
		if !reflect.DeepEqual(got, expected) {
			a, _ := json.Marshal(got)
			b, _ := json.Marshal(expected)
			t.Errorf("came back as\n%s, and was\n%s", a, b)
		}
	}
	for id := range want {
		t.Errorf("%s did not come back", id)
	}
	return in
}

func TestToolFormatsWriteTheSameBytes(t *testing.T) {
	st := sampleWorkspace(t)
	for _, format := range toolFormats {
		first, _ := written(t, st, format, Options{})
		if dir := os.Getenv("SAMPLES"); dir != "" {
			_ = os.WriteFile(filepath.Join(dir, "sample-"+format.Name+format.Extension), first, 0o600)
		}
	}
}

// takenIn imports a file into a workspace.
func takenIn(t testing.TB, st *store.Store, in *Imported) store.ImportReport {
	t.Helper()
	placing, err := in.Place(t.Context(), st, "")
	if err != nil || len(placing.Unplaced) > 0 || len(placing.Moved) > 0 {
		t.Fatal(placing, err)
	}
	report, err := st.ImportDataset(t.Context(), store.Dataset{Documents: in.Documents, Labels: in.Labels, Claims: in.Claims, Evidence: in.Evidence, Decisions: in.Decisions}, store.ImportOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// TestToolFormatsComeBackTheSame exports, imports into an empty workspace and exports again.
func TestToolFormatsComeBackTheSame(t *testing.T) {
	st := sampleWorkspace(t)
	for _, format := range toolFormats {
		first, _ := written(t, st, format, Options{})
		empty := newStore(t)
		takenIn(t, empty, readOf(t, format, first))
		if again, _ := written(t, empty, format, Options{}); !bytes.Equal(first, again) {
			t.Errorf("%s came back differently %s", format.Name, firstDifference(string(again), string(first)))
		}
		report := takenIn(t, empty, readOf(t, format, first))
		if report.Added != 0 || report.DocumentsAdded != 0 || report.EvidenceAdded != 0 {
			t.Errorf("%s read twice: %+v", format.Name, report)
		}
	}
}

// TestToolFilesAreReadRight reads files as other tools write them; beside each stands what is to be read of it.
func TestToolFilesAreReadRight(t *testing.T) {
	files, err := filepath.Glob("testdata/tools/*")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range files {
		if strings.HasSuffix(path, ".want") {
			continue
		}
		t.Run(filepath.Base(path), func(t *testing.T) {
			file, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			name, _, _ := strings.Cut(filepath.Base(path), ".")
			got := described(readOf(t, FormatNamed(name), file))
			want, err := os.ReadFile(path + ".want")
			if os.Getenv("WANT") != "" {
				_ = os.WriteFile(path+".want", []byte(got), 0o600)
			} else if err != nil || got != string(want) {
				t.Errorf("read as\n%s, want\n%s", got, want)
			}
		})
	}
}

// described is what was read, a line each.
func described(in *Imported) string {
	var b strings.Builder
	texts := map[string]store.ImportedDocument{}
	fmt.Fprintf(&b, "unit %s\n", in.Unit)
	for _, d := range in.Documents {
		texts[textSum(d.Text)] = d
		fmt.Fprintf(&b, "document %q %q", d.Title, d.Text)
		for _, detail := range []string{d.SourceURL, d.Note} {
			if detail != "" {
				fmt.Fprintf(&b, " %q", detail)
			}
		}
		b.WriteString("\n")
	}
	for _, c := range in.Claims {
		fmt.Fprintf(&b, "claim %d: %q %s (%s)", c.Line, cutText(texts[c.DocumentSHA256].Text, in.Unit, c.Start, c.End), c.Label, c.Meaning)
		for _, field := range [][2]string{{"by", c.Annotator}, {"model", c.Model}, {"type", c.ClaimType}, {"note", c.Note}, {"quote", c.Quote}, {"in", texts[c.DocumentSHA256].Title}} {
			if field[1] != "" {
				fmt.Fprintf(&b, " %s %q", field[0], field[1])
			}
		}
		if c.Score != nil {
			fmt.Fprintf(&b, " score %v", *c.Score)
		}
		if !c.CreatedAt.IsZero() {
			fmt.Fprintf(&b, " at %s", instantOf(c))
		}
		b.WriteString("\n")
	}
	for _, e := range in.Evidence {
		fmt.Fprintf(&b, "evidence of %d: %s %q\n", e.Claim, e.Stance, cutText(texts[e.DocumentSHA256].Text, in.Unit, e.Start, e.End))
	}
	for _, bad := range in.Bad {
		fmt.Fprintf(&b, "bad %d: %v\n", bad.Line, bad.Err)
	}
	for _, said := range in.Remarks {
		fmt.Fprintf(&b, "remark %s\n", said)
	}
	return b.String()
}

func instantOf(c store.ImportedClaim) string { return c.CreatedAt.UTC().Format("2006-01-02T15:04:05Z") }

// TestNothingIsReadFromDamagedToolFiles cuts and spoils exports: a reader may refuse, or say which records are bad, and
// what it does read lies in its text.
func TestDamagedToolFilesAreReadOrRefused(t *testing.T) {
	st := sampleWorkspace(t)
	for _, format := range toolFormats {
		file, _ := written(t, st, format, Options{})
		spoilt := [][]byte{nil, {0xff}, []byte(strings.Repeat("[", 20_000)), []byte(strings.Repeat(`{"a":`, 20_000)), []byte("null"), []byte("{}"), []byte("[]"), []byte(`"x"`)}
		for i := 0; i < len(file); i += 1 + len(file)/40 {
			spoilt = append(spoilt, file[:i], slices.Concat(file[:i], []byte{0xff}, file[i:]), slices.Concat(file[:i], file[min(i+7, len(file)):]))
		}
		for _, old := range []string{`"start":`, `"end":`, `"start_offset":`, `[`, `{`} {
			for _, bad := range []string{"-1", "1e300", "null", `"x"`, "[[", "{}", "1.5"} {
				spoilt = append(spoilt, bytes.Replace(file, []byte(old), []byte(old+bad+","), 1), bytes.ReplaceAll(file, []byte(old), []byte(old+bad)))
			}
		}
		for _, one := range spoilt {
			in := &Imported{}
			if format.recognise(one); format.read(one, in) == nil {
				for _, c := range in.Claims {
					if c.Start < 0 || c.End <= c.Start {
						t.Fatalf("%s: a claim from %d to %d", format.Name, c.Start, c.End)
					}
				}
			}
		}
	}
}
