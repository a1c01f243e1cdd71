package dataset

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"factmark/store"
)

// withoutDecisions takes away what a workbook does not hold.
func withoutDecisions(claims []Claim) []Claim {
	for i := range claims {
		claims[i].Decisions = nil
	}
	return claims
}

func TestXLSXComesBack(t *testing.T) {
	for name, st := range map[string]*store.Store{"sample": sampleWorkspace(t), "hostile": hostileStore(t)} {
		t.Run(name, func(t *testing.T) {
			file, report := exportedAs(t, st, xlsxFormat, Options{})
			_, claims := selected(t, st)
			if report.Rows != len(claims) {
				t.Errorf("reported %+v", report)
			}
			in := readAs(t, xlsxFormat, file)
			if in.Unit != CodePoints || !slices.Equal(in.Remarks, []string{"4 documents come without their texts, and must be in the workspace already."}) {
				t.Errorf("unit %q, remarks %q", in.Unit, in.Remarks)
			}
			sameClaims(t, in, withoutDecisions(claims))
			if again, _ := exportedAs(t, st, xlsxFormat, Options{}); !bytes.Equal(file, again) {
				t.Error("a second export differs")
			}
		})
	}
}

func TestAnotherReaderSeesTheSameCells(t *testing.T) {
	for name, st := range map[string]*store.Store{"sample": sampleWorkspace(t), "hostile": hostileStore(t)} {
		t.Run(name, func(t *testing.T) {
			file, _ := exportedAs(t, st, xlsxFormat, Options{})
			book, err := excelize.OpenReader(bytes.NewReader(file))
			if err != nil {
				t.Fatal(err)
			}
			defer book.Close()
			if got := book.GetSheetList(); !slices.Equal(got, []string{"claims", "evidence", "documents"}) {
				t.Fatalf("the sheets are %v", got)
			}
			rows, err := book.GetRows("claims")
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(rows[0], store.LabelledColumns) {
				t.Errorf("the header is %v", rows[0])
			}
			if dimension, err := book.GetSheetDimension("claims"); err != nil || dimension != fmt.Sprintf("A1:AG%d", len(rows)) {
				t.Errorf("the dimension is %s of %d rows, %v", dimension, len(rows), err)
			}
			n := 0
			err = st.EachLabelled(t.Context(), store.Filter{}, func(cells []string) error {
				n++
				for i, column := range store.LabelledColumns {
					got := ""
					if i < len(rows[n]) {
						got = rows[n][i]
					}
					want := cells[i]
					switch {
					case claimKinds[column] == momentCells:
						a, _ := time.Parse("2006-01-02 15:04:05.000", got)
						b, _ := time.Parse(momentForm, want)
						if a.Sub(b).Abs() < time.Second { // this reader shows whole seconds
							continue
						}
					case claimKinds[column] == numberCells && want != "": // shown as General shows it
						a, _ := strconv.ParseFloat(got, 64)
						b, _ := strconv.ParseFloat(want, 64)
						if a-b < 1e-9 && b-a < 1e-9 {
							continue
						}
					}
					if got != want && !strings.ContainsAny(want, "\r\x1f") { // which this reader leaves as they are escaped
						t.Errorf("row %d, %s: got %q, want %q", n, column, got, want)
					}
				}
				return nil
			})
			if err != nil || n != len(rows)-1 {
				t.Errorf("%d claims and %d rows, %v", n, len(rows), err)
			}
			ours, err := openWorkbook(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, s := range ours.sheets {
				if err := ours.each(s.part, true, func(e *element) error {
					if e.name == "f" {
						return errors.New("a formula")
					}
					return nil
				}); err != nil {
					t.Errorf("the sheet %s: %v", s.name, err)
				}
			}
		})
	}
}

func TestTimesAndDaysAreDates(t *testing.T) {
	st := sampleWorkspace(t)
	file, _ := exportedAs(t, st, xlsxFormat, Options{})
	book, err := excelize.OpenReader(bytes.NewReader(file), excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	rows, err := book.GetRows("claims")
	if err != nil {
		t.Fatal(err)
	}
	dates, others := 0, 0
	for _, row := range rows[1:] {
		for i, cell := range row {
			if cell == "" || claimKinds[store.LabelledColumns[i]] != momentCells && claimKinds[store.LabelledColumns[i]] != dayCells {
				continue
			}
			if n, err := strconv.ParseFloat(cell, 64); err == nil && n > 40_000 {
				dates++
			} else {
				others++
				if !slices.Contains([]string{"2024?", "2023-05", "2025-02"}, cell) {
					t.Errorf("%s is the text %q", store.LabelledColumns[i], cell)
				}
			}
		}
	}
	if dates < 26 || others < 5 {
		t.Errorf("%d dates and %d others", dates, others)
	}
}

func TestSerialDays(t *testing.T) {
	tests := []struct {
		cell string
		kind cellKind
		want string // "" for a text
	}{
		{"2025-02-10", dayCells, "45698"},
		{"1900-03-01", dayCells, "61"},
		{"1900-02-28", dayCells, ""}, // 59 in one program and 60 in another
		{"9999-12-31", dayCells, "2958465"},
		{"2025-02-30", dayCells, ""},
		{"2025-02", dayCells, ""},
		{"2025", dayCells, ""},
		{"2025-02-10?", dayCells, ""},
		{"2025-02-10", momentCells, ""},
		{"2025-02-10", textCells, ""},
		{"2025-02-10T12:00:00.000Z", momentCells, "45698.5"},
		{"2025-02-10T12:00:00Z", momentCells, ""},
		{"2025-02-10T12:00:00.0000Z", momentCells, ""},
		{"0001-01-01T00:00:00.000Z", momentCells, ""},
	}
	for _, test := range tests {
		days, is := serial(test.cell, test.kind)
		got := ""
		if is {
			got = strconv.FormatFloat(days, 'f', -1, 64)
		}
		if got != test.want {
			t.Errorf("%s: got %q, want %q", test.cell, got, test.want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		ms := rapid.Int64Range(0, 8000*365*24*3600*1000).Draw(t, "ms")
		cell := epoch.AddDate(1, 0, 0).UnixMilli() + ms
		want := time.UnixMilli(cell).UTC().Format(momentForm)
		days, is := serial(want, momentCells)
		book := &openedWorkbook{since: epoch, dates: []dateForm{{day: true, clock: true}}}
		// Other programs keep 15 digits.
		got, err := book.cell("", "0", strconv.FormatFloat(days, 'g', 15, 64), nil)
		if !is || err != nil || got != want {
			t.Fatalf("%s became %v and then %s, %v", want, days, got, err)
		}
	})
}

func TestCellTexts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.SampledFrom(hostileCells), rapid.StringMatching(`(_x00[0-9A-F]{2}_|_x|[\x00-\x20&<>"_'\x{fffd}-\x{ffff}\x{1F6A2}])*`)).Draw(t, "text")
		written := appendCellText([]byte("<t>"), text)
		var read richText
		in := xml.NewDecoder(bytes.NewReader(append(written, "</t>"...)))
		for {
			token, err := in.RawToken()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatalf("%q became %q: %v", text, written, err)
			}
			if data, is := token.(xml.CharData); is {
				read.b = append(read.b, data...)
			}
		}
		if got := read.String(); got != text {
			t.Fatalf("%q became %q and then %q", text, written, got)
		}
	})
	for text, want := range map[string]string{
		"a\rb": "a_x000D_b", "_x000D_": "_x005F_x000D_", "_x000d_": "_x005F_x000d_", "_x00_": "_x00_", "a\x00": "a_x0000_", "\uFFFE": "_xFFFE_", "\uFFFD": "\uFFFD", "a\n\tb": "a\n\tb", "<&>": "&lt;&amp;&gt;",
	} {
		if got := string(appendCellText(nil, text)); got != want {
			t.Errorf("%q became %q, want %q", text, got, want)
		}
	}
	if got := cellText("_xD83D__xDEA2_ _xD83D_ _x0041_x"); got != "🚢 \uFFFD Ax" {
		t.Errorf("got %q", got)
	}
}

func TestColumnLetters(t *testing.T) {
	letters := columnLetters(800)
	for i, want := range map[int]string{0: "A", 25: "Z", 26: "AA", 51: "AZ", 52: "BA", 701: "ZZ", 702: "AAA"} {
		if letters[i] != want || columnNumber(want+"7") != i+1 {
			t.Errorf("column %d is %s (%d), want %s", i, letters[i], columnNumber(want), want)
		}
	}
}

// writtenSheets gives the sheets of a workbook as they come back.
func writtenSheets(t *testing.T, sheets []sheet) map[string][][]string {
	t.Helper()
	var file bytes.Buffer
	if err := writeWorkbook(&file, sheets); err != nil {
		t.Fatal(err)
	}
	book, err := openWorkbook(file.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	read := map[string][][]string{}
	for _, s := range book.sheets {
		read[s.name] = [][]string{}
		if err := book.rows(s, func(_ int, cells []string) error {
			read[s.name] = append(read[s.name], slices.Clone(cells))
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	return read
}

func TestWhatDoesNotFitACellIsCutAndSaid(t *testing.T) {
	long := strings.Repeat("a", longestInCell-1)
	for _, test := range []struct{ text, want string }{
		{long + "b", long + "b"}, {long + "bc", long + "b"}, {long + "🚢", long}, {strings.Repeat("🚢", 20_000), strings.Repeat("🚢", longestInCell/2)},
		{strings.Repeat("é", longestInCell), strings.Repeat("é", longestInCell)},
	} {
		said := 0
		got := writtenSheets(t, []sheet{{name: "s", columns: []sheetColumn{{"n", textCells, 9}}, rows: 1,
			each: func(row func([]string) error) error { return row([]string{test.text}) },
			cut:  func([]string, string) { said++ }}})["s"]
		if want := [][]string{{"n"}, {test.want}}; !reflect.DeepEqual(got, want) {
			t.Errorf("a text of %d units became one of %d, want %d", len(utf16.Encode([]rune(test.text))), len(utf16.Encode([]rune(got[1][0]))), len(utf16.Encode([]rune(test.want))))
		}
		if cut := test.want != test.text; cut != (said == 1) {
			t.Errorf("it was said %d times that %d bytes were cut", said, len(test.text))
		}
	}
	st := newStore(t, store.NewDocument{Title: "T", Text: "abc"})
	docs, err := st.Documents(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	added, err := st.AddClaims(t.Context(), []store.NewClaim{{DocumentID: docs[0].ID, Start: 0, End: 3}})
	if err != nil {
		t.Fatal(err)
	}
	note := long + "bc"
	if err := st.EditClaim(t.Context(), added[0].ID, store.ClaimEdit{Note: &note}); err != nil {
		t.Fatal(err)
	}
	_, report := exportedAs(t, st, xlsxFormat, Options{})
	i := slices.IndexFunc(report.Lost, func(l Loss) bool { return l.What == "end of a long note" })
	if i < 0 || report.Lost[i].N != 1 || !slices.Equal(report.Lost[i].IDs, []string{added[0].ID}) {
		t.Errorf("lost %+v", report.Lost)
	}
}

func TestAFullSheetIsFollowedByAnother(t *testing.T) {
	s := sheet{name: "claims", columns: []sheetColumn{{"n", numberCells, 9}}}
	for rows, want := range map[int][]int{0: {0}, 1: {1}, mostSheetRows - 1: {mostSheetRows - 1}, mostSheetRows: {mostSheetRows - 1, 1}, 3_000_000: {mostSheetRows - 1, mostSheetRows - 1, 902_850}} {
		s.rows = rows
		var got []int
		for n := range s.parts() {
			_, in := s.part(n)
			got = append(got, in)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%d rows are in parts of %v, want %v", rows, got, want)
		}
	}
	s.rows = mostSheetRows + 1
	s.each = func(row func([]string) error) error {
		for i := range s.rows {
			if err := row([]string{strconv.Itoa(i)}); err != nil {
				return err
			}
		}
		return nil
	}
	var file bytes.Buffer
	if err := writeWorkbook(&file, []sheet{s}); err != nil {
		t.Fatal(err)
	}
	book, err := openWorkbook(file.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if want := []openedSheet{{"claims", "xl/worksheets/sheet1.xml"}, {"claims 2", "xl/worksheets/sheet2.xml"}}; !slices.Equal(book.sheets, want) {
		t.Fatalf("the sheets are %v", book.sheets)
	}
	var second []string
	if err := book.rows(book.sheets[1], func(number int, cells []string) error {
		second = append(second, fmt.Sprint(number, cells))
		return nil
	}); err != nil || !slices.Equal(second, []string{"1 [n]", "2 [1048575]", "3 [1048576]"}) {
		t.Errorf("the second sheet has %v, %v", second, err)
	}
	head, err := book.parts["xl/worksheets/sheet1.xml"].Open()
	if err != nil {
		t.Fatal(err)
	}
	beginning := make([]byte, 300)
	if _, err := io.ReadFull(head, beginning); err != nil || !bytes.Contains(beginning, []byte(`ref="A1:A1048576"`)) {
		t.Errorf("the first sheet begins with %s, %v", beginning, err)
	}
	s.rows, s.each = 2, func(row func([]string) error) error { return row([]string{"1"}) }
	if err := writeWorkbook(io.Discard, []sheet{s}); err == nil {
		t.Error("a sheet with fewer rows than its dimension says was written")
	}
}

// savedWorkbook gives a workbook as excelize, which keeps texts apart from the cells, writes it.
func savedWorkbook(t *testing.T, fill func(book *excelize.File)) []byte {
	t.Helper()
	book := excelize.NewFile()
	defer book.Close()
	fill(book)
	var file bytes.Buffer
	if err := book.Write(&file); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

func TestXLSXThatAnotherProgramWrote(t *testing.T) {
	pattern := `d/m/yyyy" at "h:mm`
	file := savedWorkbook(t, func(book *excelize.File) {
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		must(book.SetSheetName("Sheet1", "Claims"))
		must(book.SetSheetRow("Claims", "A1", &[]any{"Claim ID", "Document", "Quote", "Start", "End", "Created at", "Mood", "Confidence", "Note"}))
		must(book.SetSheetRow("Claims", "A3", &[]any{"1", "T", "abc", 0, 3.0, 45698.395835, "calm", 0.5, "_x000D_ =1+1"}))
		must(book.SetSheetRow("Claims", "A4", &[]any{"2", "T", "b", "1", 2, "2025-02-10 09:30", nil, "50%", true}))
		must(book.SetSheetRow("Claims", "A5", &[]any{"3", "T", "b", "x", 2}))
		must(book.SetCellRichText("Claims", "I5", []excelize.RichTextRun{{Text: "one "}, {Text: "two", Font: &excelize.Font{Bold: true}}}))
		style, err := book.NewStyle(&excelize.Style{CustomNumFmt: &pattern})
		must(err)
		must(book.SetCellStyle("Claims", "F3", "F3", style))
		_, err = book.NewSheet("Evidence")
		must(err)
		must(book.SetSheetRow("Evidence", "A1", &[]any{"evidence_id", "claim_id", "stance", "url", "shared_from"}))
		must(book.SetSheetRow("Evidence", "A2", &[]any{"e1", "1", "supports", "u", "2"}))
		must(book.SetSheetRow("Evidence", "A3", &[]any{"e1", "2", "supports", "u", ""}))
		must(book.SetSheetRow("Evidence", "A4", &[]any{"e2", "9", "supports", "u"}))
		_, err = book.NewSheet("Summary")
		must(err)
	})
	if !isXLSX(file) {
		t.Fatal("it is not recognised")
	}
	in := &Imported{}
	if err := readXLSX(file, in); err != nil {
		t.Fatal(err)
	}
	if len(in.Claims) != 2 || len(in.Bad) != 2 || in.Bad[0].Line != 5 || !strings.Contains(in.Bad[0].Err.Error(), `sheet Claims: start is "x"`) ||
		in.Bad[1].Line != 4 || !strings.Contains(in.Bad[1].Err.Error(), "sheet Evidence: the claim 9 is not among") {
		t.Fatalf("%d claims, bad %v", len(in.Claims), in.Bad)
	}
	if want := []string{"The column “Mood” of the sheet Claims is not Factmark's and was not read.", "The sheet “Summary” is not Factmark's and was not read."}; !slices.Equal(in.Remarks, want) {
		t.Errorf("remarks %q", in.Remarks)
	}
	first, second := in.Claims[0], in.Claims[1]
	if first.Line != 3 || first.Start != 0 || first.End != 3 || *first.Confidence != 0.5 || first.CreatedAt.Format(momentForm) != "2025-02-10T09:30:00.144Z" {
		t.Errorf("got %+v", first)
	}
	if *second.Confidence != 0.5 || second.CreatedAt.Format(momentForm) != "2025-02-10T09:30:00.000Z" {
		t.Errorf("got %+v", second)
	}
	if len(in.Evidence) != 1 || in.Evidence[0].ID != "e1" || in.Evidence[0].Claim != 1 {
		t.Errorf("evidence %+v", in.Evidence)
	}
	other := savedWorkbook(t, func(*excelize.File) {})
	if isXLSX(other) || isXLSX(nil) || isXLSX([]byte("PK\x03\x04")) {
		t.Error("another workbook is recognised")
	}
}

func TestDateForms(t *testing.T) {
	for code, want := range map[string]dateForm{
		"General": {}, "0.00": {}, "@": {}, "#,##0": {}, "0%": {}, `"day" 0`: {}, "[h]:mm": {}, "h:mm": {}, "": {}, `"`: {},
		`yyyy\-mm\-dd`: {day: true}, "YYYY-MM-DD HH:MM:SS.000": {day: true, clock: true}, "d. mmmm yyyy;@": {day: true}, "[$-409]d/m/yy h:mm AM/PM;@": {day: true, clock: true},
	} {
		if got := dateFormOf(code); got != want {
			t.Errorf("%s: got %+v, want %+v", code, got, want)
		}
	}
}

func TestHostileWorkbooks(t *testing.T) {
	st := sampleWorkspace(t)
	good, _ := exportedAs(t, st, xlsxFormat, Options{})
	changed := func(change func(name string, content []byte) []byte) []byte {
		t.Helper()
		from, err := zip.NewReader(bytes.NewReader(good), int64(len(good)))
		if err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		to := zip.NewWriter(&out)
		for _, f := range from.File {
			in, err := f.Open()
			if err != nil {
				t.Fatal(err)
			}
			content, err := io.ReadAll(in)
			if err != nil {
				t.Fatal(err)
			}
			if content = change(f.Name, content); content == nil {
				continue
			}
			part, err := to.Create(f.Name)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := part.Write(content); err != nil {
				t.Fatal(err)
			}
		}
		if err := to.Close(); err != nil {
			t.Fatal(err)
		}
		return out.Bytes()
	}
	only := func(part string, change func(content []byte) []byte) []byte {
		return changed(func(name string, content []byte) []byte {
			if name == part {
				return change(content)
			}
			return content
		})
	}
	replaced := func(old, new string) func([]byte) []byte {
		return func(content []byte) []byte { return bytes.ReplaceAll(content, []byte(old), []byte(new)) }
	}
	const first = "xl/worksheets/sheet1.xml"
	tests := []struct {
		name string
		file []byte
		bad  bool // a row, not the file
	}{
		{"no sheet", only(first, func([]byte) []byte { return nil }), false},
		{"no rels", only("_rels/.rels", func([]byte) []byte { return nil }), false},
		{"cut off", only(first, func(c []byte) []byte { return c[:len(c)/2] }), false},
		{"a text that is not there", only(first, replaced(` t="inlineStr"`, ` t="s"`)), false},
		{"a far column", only(first, replaced(`<c r="A2"`, `<c r="ZZZZZZ2"`)), false},
		{"a far row", only(first, replaced(`<row r="2">`, `<row r="99999999999999999999">`)), true},
		{"bad numbers", only(first, replaced(`<v>0</v>`, `<v>-1e308</v>`)), true},
		{"entities", only(first, replaced(`<worksheet`, `<!DOCTYPE x [<!ENTITY a "b">]><worksheet a="&a;"`)), false},
		{"not UTF-8", only(first, replaced(`Harbour`, "Harb\xFFour")), false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			in := &Imported{}
			err := readXLSX(test.file, in)
			if test.bad != (err == nil) && test.name != "a far row" {
				t.Errorf("got %v, %d bad rows", err, len(in.Bad))
			}
			if test.bad && test.name != "a far row" && len(in.Bad) == 0 {
				t.Error("no row is bad")
			}
		})
	}
	var out bytes.Buffer
	to := zip.NewWriter(&out)
	if _, err := to.CreateRaw(&zip.FileHeader{Name: first, Method: zip.Deflate, UncompressedSize64: freeUnpacked + 1}); err != nil {
		t.Fatal(err)
	}
	if err := to.Close(); err != nil {
		t.Fatal(err)
	}
	if err := readXLSX(out.Bytes(), &Imported{}); err == nil || !strings.Contains(err.Error(), "times its size") {
		t.Errorf("a bomb: %v", err)
	}
	liar, err := openWorkbook(good)
	if err != nil {
		t.Fatal(err)
	}
	liar.left = 1000
	if err := liar.rows(liar.sheets[0], func(int, []string) error { return nil }); err == nil || !strings.Contains(err.Error(), "much larger unpacked") {
		t.Errorf("a bomb that does not say so: %v", err)
	}
	good, _ = exportedAs(t, smallWorkspace(t), xlsxFormat, Options{})
	for i := range len(good) {
		if i%29 != 0 {
			continue
		}
		spoilt := slices.Clone(good)
		spoilt[i] ^= 0x41
		in := &Imported{}
		_ = readXLSX(spoilt, in) // says what it says, and does not panic
		_ = isXLSX(spoilt)
	}
}

func TestLibreOfficeSavesAWorkbookThatStillComesBack(t *testing.T) {
	office, err := exec.LookPath("soffice")
	if err != nil {
		t.Skip("LibreOffice is not installed: what it makes of a workbook is not tried")
	}
	folder := t.TempDir()
	arguments := []string{"-env:UserInstallation=file://" + filepath.Join(folder, "profile"), "--headless", "--convert-to", "xlsx", "--outdir", filepath.Join(folder, "again")}
	workspaces := map[string]*store.Store{"sample.xlsx": sampleWorkspace(t), "hostile.xlsx": hostileStore(t)}
	for name, st := range workspaces {
		file, _ := exportedAs(t, st, xlsxFormat, Options{})
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, file, 0o600); err != nil {
			t.Fatal(err)
		}
		arguments = append(arguments, path)
	}
	if said, err := exec.CommandContext(t.Context(), office, arguments...).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	for name, st := range workspaces {
		t.Run(name, func(t *testing.T) {
			again, err := os.ReadFile(filepath.Join(folder, "again", name))
			if err != nil {
				t.Fatal(err)
			}
			_, claims := selected(t, st)
			in := readAs(t, xlsxFormat, again)
			for i := range claims { // LibreOffice writes LF for CRLF
				for _, text := range []*string{&claims[i].Statement, &claims[i].Claimant, &claims[i].ClaimDate, &claims[i].ClaimType, &claims[i].Note} {
					*text = strings.ReplaceAll(*text, "\r\n", "\n")
				}
			}
			sameClaims(t, in, withoutDecisions(claims))
		})
	}
}

func TestXLSXStopsWhereItCannotWrite(t *testing.T) {
	st := manyClaims(t, 1000)
	full := errors.New("the disk is full")
	for _, room := range []int{0, 500, 30_000} {
		if _, err := Write(t.Context(), &limited{room, full}, st, xlsxFormat, store.Filter{}, Options{}); !errors.Is(err, full) {
			t.Errorf("with room for %d bytes: %v", room, err)
		}
	}
}
