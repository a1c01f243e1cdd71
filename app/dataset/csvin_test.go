package dataset

import (
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"factmark/store"
)

func TestReadsColumnsByName(t *testing.T) {
	const csv = "note,quote,unknown,end,start,document_sha256,confidence,created_at,label\n" +
		"\"two\nlines\",Kabul,x,10,5,abc,0.25,2025-02-10T10:30:00+01:00,Disputed\n" +
		",Herat,,20,15,abc,,,\n"
	table, err := ReadCSV(strings.NewReader(csv))
	if err != nil || !slices.Equal(table.Unknown, []string{"unknown"}) {
		t.Fatal(table.Unknown, err)
	}
	if want := store.ColumnsOf("note", "quote", "end", "start", "document_sha256", "confidence", "created_at", "label"); table.Claims[0].Columns != want {
		t.Errorf("columns %b, want %b", table.Claims[0].Columns, want)
	}
	got := read(t, csv)
	if len(got) != 2 {
		t.Fatalf("got %+v", got)
	}
	first := got[0]
	if first.Confidence == nil || *first.Confidence != 0.25 || !first.CreatedAt.Equal(time.Date(2025, 2, 10, 9, 30, 0, 0, time.UTC)) {
		t.Errorf("confidence %v, created at %v", first.Confidence, first.CreatedAt)
	}
	first.Confidence, first.CreatedAt = nil, time.Time{}
	if want := (store.ImportedClaim{Line: 2, Note: "two\nlines", Quote: "Kabul", Start: 5, End: 10, DocumentSHA256: "abc", Label: "Disputed"}); first != want {
		t.Errorf("got %+v, want %+v", first, want)
	}
	if want := (store.ImportedClaim{Line: 4, Quote: "Herat", Start: 15, End: 20, DocumentSHA256: "abc"}); got[1] != want {
		t.Errorf("got %+v, want %+v", got[1], want)
	}
}

func TestReadsWhatSpreadsheetsMakeOfIt(t *testing.T) {
	want := store.ImportedClaim{Line: 2, DocumentTitle: "A, title", Start: 0, End: 5, Quote: "a\nb;c", Note: "d\te"}
	for name, csv := range map[string]string{
		"commas":        "document,start,end,quote,note\n\"A, title\",0,5,\"a\nb;c\",d\te\n",
		"semicolons":    "document;start;end;quote;note\nA, title;0;5;\"a\nb;c\";d\te\n",
		"tabs":          "document\tstart\tend\tquote\tnote\nA, title\t0\t5\t\"a\nb;c\"\t\"d\te\"\n",
		"a mark":        "\uFEFFdocument,start,end,quote,note\n\"A, title\",0,5,\"a\nb;c\",d\te\n",
		"quoted header": "\uFEFF\"document\",\"start\",\"end\",\"quote\",\"note\"\n\"A, title\",\"0\",\"5\",\"a\nb;c\",\"d\te\"\n",
		"CRLF":          "document,start,end,quote,note\r\n\"A, title\",0,5,\"a\r\nb;c\",d\te\r\n",
		"no last LF":    "document,start,end,quote,note\n\"A, title\",0,5,\"a\nb;c\",d\te",
		"a blank line":  " document , start,end,quote,note\n\"A, title\",0,5,\"a\nb;c\",d\te\n\n",
	} {
		if got := read(t, csv); len(got) != 1 || got[0] != want {
			t.Errorf("%s: got %+v", name, got)
		}
	}
}

func TestErrorsNameLineAndReason(t *testing.T) {
	const header = "document_sha256,start,end,quote,confidence,created_at,offset_unit\n"
	for name, test := range map[string]struct{ csv, want string }{
		"empty":             {"", "empty"},
		"only a mark":       {"\uFEFF", "empty"},
		"no columns of us":  {"a,b\n1,2\n", "line 1: these columns are missing: start, end, quote, document_sha256 (or document)"},
		"one missing":       {"document,start,quote\n", "line 1: these columns are missing: end"},
		"twice":             {"document,start,end,quote,start\n", "line 1: the column start is there twice"},
		"no number":         {header + "abc,0,5,q,,,\nabc,x,5,q,,,\n", `line 3: start is "x"`},
		"negative":          {header + "abc,0,-5,q,,,\n", `line 2: end is "-5"`},
		"a fraction":        {header + "abc,0,5.5,q,,,\n", `line 2: end is "5.5"`},
		"too large":         {header + "abc,0,99999999999999999999,q,,,\n", "line 2: end is"},
		"confidence":        {header + "abc,0,5,q,high,,\n", `line 2: confidence is "high"`},
		"confidence of 2":   {header + "abc,0,5,q,2,,\n", "line 2: confidence"},
		"confidence of inf": {header + "abc,0,5,q,inf,,\n", "line 2: confidence"},
		"a time":            {header + "abc,0,5,q,,yesterday,\n", `line 2: created_at is "yesterday"`},
		"another unit":      {header + "abc,0,5,q,,,utf-16\n", "line 2: offsets are counted in utf-16"},
		"a short row":       {header + "abc,0,5,\"q\n\n\",,,\nabc,0\n", "line 5: this row has 2 cells, and the first line has 7 columns"},
		"a long row":        {header + "abc,0,5,q,,,,,x\n", "line 2: this row has 9 cells"},
		"an open quote":     {header + "abc,0,5,\"q,,,\n", "line 2: a quotation mark"},
		"a quote inside":    {header + "abc,0,5,q\"q,,,\n", "line 2: a quotation mark"},
		"Windows-1252":      {header + "abc,0,5,q,,,\nabc,0,5,caf\xE9,,,\n", "line 3: the file is not UTF-8"},
		"a byte of no use":  {header + "abc,0,5,\xFF,,,\n", "line 2: the file is not UTF-8"},
		"in CRLF":           {strings.ReplaceAll(header+"abc,0,5,\xFF,,,\n", "\n", "\r\n"), "line 2: the file is not UTF-8"},
		"UTF-16":            {"\xFF\xFEd\x00,\x00", "missing"},
		"UTF-32":            {"\xFF\xFE\x00\x00d\x00\x00\x00", "UTF-32"},
	} {
		got, err := ReadCSV(strings.NewReader(test.csv))
		if err == nil && len(got.Bad) > 0 {
			err = fmt.Errorf("line %d: %w", got.Bad[0].Line, got.Bad[0].Err)
		}
		if err == nil || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: got %+v and %v, want %q", name, got, err, test.want)
		}
	}
}

func TestSpreadsheetSafeFilesAreKnown(t *testing.T) {
	const header = "document,start,end,quote,prefix,note,supporting\n"
	for name, test := range map[string]struct{ rows, quote, note string }{
		"safe":                                  {"A,0,2,ab,,'=1,0\n", "ab", "=1"},
		"safe, its own apostrophe":              {"A,0,2,ab,,''=1,0\n", "ab", "'=1"},
		"safe by its quote":                     {"A,0,2,'-a,,'@x,0\n", "-a", "@x"},
		"safe: a number is no formula":          {"A,0,2,ab,,'=1,-1\n", "ab", "=1"},
		"raw: a bare trigger":                   {"A,0,2,ab,,'=1,0\nA,0,2,ab,,=1,0\n", "ab", "'=1"},
		"raw: the quote has its length already": {"A,0,3,'-a,,'@x,0\n", "'-a", "'@x"},
		"raw: the prefix has its length":        {"A,2,4,ab,'-,'@x,0\n", "ab", "'@x"},
		"raw: no trigger at all":                {"A,0,2,ab,,'tis,0\n", "ab", "'tis"},
	} {
		got := read(t, header+test.rows)
		if got[0].Quote != test.quote || got[0].Note != test.note {
			t.Errorf("%s: got %+v", name, got)
		}
	}
}

func FuzzReadCSV(f *testing.F) {
	for _, csv := range []string{goldenHeader, "document,start,end,quote\nA,0,2,ab\n", "\uFEFFdocument;start;end;quote\r\nA;0;2;'=b\r\n", "start,end,quote,document\n1,2,\"\n\r\",x"} {
		f.Add(csv)
	}
	f.Fuzz(func(t *testing.T, csv string) {
		table, err := ReadCSV(strings.NewReader(csv))
		if err != nil && (table.Claims != nil || strings.Contains(err.Error(), "\n")) {
			t.Fatalf("%v with %q", table, err)
		}
		last := 1
		for _, claim := range table.Claims {
			if claim.Line <= last || claim.Start < 0 || claim.End < 0 {
				t.Fatalf("got %+v after line %d", claim, last)
			}
			last = claim.Line
		}
	})
}

// What programs make of a table when they save it again is read as it was meant.
func TestReadsOtherProgramsConventions(t *testing.T) {
	at := time.Date(2026, 11, 28, 7, 11, 5, 0, time.UTC)
	half, most := 0.5, 0.75
	plain := store.ImportedClaim{Line: 2, DocumentTitle: "A", Start: 0, End: 5, Quote: "abcde"}
	with := func(change func(*store.ImportedClaim)) store.ImportedClaim {
		c := plain
		change(&c)
		return c
	}
	created := with(func(c *store.ImportedClaim) { c.CreatedAt = at })
	const header = "document,start,end,quote,"
	for name, test := range map[string]struct {
		csv  string
		want store.ImportedClaim
	}{
		"CR alone":                        {"document,start,end,quote\rA,0,5,abcde\r", plain},
		"CR alone, none at the end":       {"document,start,end,quote\rA,0,5,abcde", plain},
		"CR alone in a cell":              {header + "note\rA,0,5,abcde,\"x\ry\"\r", with(func(c *store.ImportedClaim) { c.Note = "x\ny" })},
		"a break without quotes":          {header + "note,label\nA,0,5,abcde,x\ny,Disputed\n", with(func(c *store.ImportedClaim) { c.Note, c.Label = "x\ny", "Disputed" })},
		"CR LF in a cell":                 {header + "note\r\nA,0,5,abcde,\"x\r\ny\"\r\n", with(func(c *store.ImportedClaim) { c.Note = "x\ny" })},
		"LF, and a CR in a cell":          {header + "note\nA,0,5,abcde,\"x\ry\"\n", with(func(c *store.ImportedClaim) { c.Note = "x\ry" })},
		"LF, then CR LF":                  {header + "note\nA,0,5,abcde,\"x \"\"y\"\"\"\r\n", with(func(c *store.ImportedClaim) { c.Note = `x "y"` })},
		"a line that names the separator": {"sep=;\ndocument;start;end;quote\nA;0;5;abcde\n", with(func(c *store.ImportedClaim) { c.Line = 3 })},
		"bars":                            {"document|start|end|quote\nA|0|5|abcde\n", plain},
		"a separator in a name":           {"document;start;end;quote;\"note, comment\"\nA;0;5;abcde;x\n", plain},
		"blank rows before":               {",,,\ndocument,start,end,quote\nA,0,5,abcde\n", with(func(c *store.ImportedClaim) { c.Line = 3 })},
		"names in other forms":            {" Document ,START,\"End\",Quote,Document SHA256\nA,0,5,abcde,\n", plain},
		"UTF-16":                          {utf16le("\uFEFFdocument\tstart\tend\tquote\tnote\r\nA\t0\t5\tabcde\té\r\n"), with(func(c *store.ImportedClaim) { c.Note = "é" })},
		"UTF-16 without a mark":           {utf16le("document\tstart\tend\tquote\r\nA\t0\t5\tabcde\r\n"), plain},
		"more empty cells":                {"document,start,end,quote\nA,0,5,abcde,,,\n", plain},
		"fewer cells":                     {header + "final_label,reviewer\nA,0,5,abcde\n", plain},
		"a decimal comma":                 {"document;start;end;quote;confidence\nA;0;5;abcde;0,75\n", with(func(c *store.ImportedClaim) { c.Confidence = &most })},
		"per cent":                        {header + "confidence\nA,0,5,abcde,50 %\n", with(func(c *store.ImportedClaim) { c.Confidence = &half })},
		"whole numbers of pandas":         {header + "confidence\nA,0.0,5.0,abcde,NaN\n", plain},
		"NA":                              {header + "confidence,note,label,annotator\nA,0,5,abcde,NA,NA,NA,NA\n", plain},
		"a note NA":                       {header + "confidence,note\nA,0,5,abcde,,NA\n", with(func(c *store.ImportedClaim) { c.Note = "NA" })},
		"a label NULL of no meaning":      {header + "label,meaning\nA,0,5,abcde,NULL,none\n", plain},
		"NULL where nothing tells":        {header + "label,note\nA,0,5,abcde,NULL,NA\n", plain},
		"a label None":                    {header + "label,meaning,confidence\nA,0,5,abcde,None,none,\n", with(func(c *store.ImportedClaim) { c.Label, c.Meaning = "None", "none" })},
		"names of R and of JavaScript":    {"document,start,end,quote,claim.type,claimDate,CreatedAt\nA,0,5,abcde,t,2023,2026-11-28T07:11:05Z\n", with(func(c *store.ImportedClaim) { c.ClaimType, c.ClaimDate, c.CreatedAt = "t", "2023", at })},
		"spaces": {header + "label,meaning,status,annotator\nA, 0 ,5 ,abcde,Disputed\u00a0, Disputed,Open , Ana \n",
			with(func(c *store.ImportedClaim) {
				c.Label, c.Meaning, c.Status, c.Annotator = "Disputed", "disputed", "open", "Ana"
			})},
		"pandas' time":    {header + "created_at\nA,0,5,abcde,2026-11-28 07:11:05+00:00\n", created},
		"SQL's time":      {header + "created_at\nA,0,5,abcde,2026-11-28 07:11:05\n", created},
		"R's time":        {header + "created_at\nA,0,5,abcde,2026-11-28T07:11:05Z\n", created},
		"German time":     {header + "created_at\nA,0,5,abcde,28.11.2026 07:11:05\n", created},
		"a British time":  {header + "created_at\nA,0,5,abcde,28/11/2026 07:11:05\n", created},
		"an American one": {header + "created_at\nA,0,5,abcde,11/28/2026 7:11:05 AM\n", created},
		"a zone":          {header + "created_at\nA,0,5,abcde,2026-11-28T08:11:05+01:00\n", created},
		"milliseconds":    {header + "created_at\nA,0,5,abcde,1795849865000\n", created},
		"seconds":         {header + "created_at\nA,0,5,abcde,1795849865\n", created},
		"days":            {header + "created_at\nA,0,5,abcde,46354.2993634259\n", created},
		"JavaScript's":    {header + "created_at\nA,0,5,abcde,Sat Nov 28 2026 08:11:05 GMT+0100 (Central European Standard Time)\n", created},
	} {
		got := read(t, test.csv)
		if len(got) != 1 {
			t.Errorf("%s: got %+v", name, got)
			continue
		}
		// Numbers are compared by value, and times by the moment.
		a, b := got[0], test.want
		sameConfidence := (a.Confidence == nil) == (b.Confidence == nil) && (a.Confidence == nil || *a.Confidence == *b.Confidence)
		sameTime := a.CreatedAt.Equal(b.CreatedAt)
		a.Confidence, b.Confidence, a.CreatedAt, b.CreatedAt = nil, nil, time.Time{}, time.Time{}
		if a != b || !sameConfidence || !sameTime {
			t.Errorf("%s: got %+v, want %+v", name, got[0], test.want)
		}
	}
}

func utf16le(text string) string {
	var b []byte
	for _, unit := range utf16.Encode([]rune(text)) {
		b = append(b, byte(unit), byte(unit>>8))
	}
	return string(b)
}

// The rows that cannot be read are listed, and the others are read.
func TestBadRowsAreListed(t *testing.T) {
	const csv = "document,start,end,quote,created_at,note\nA,0,5,abcde,,\n,,,,,\nA,x,5,abcde,,\nA,0,5,ab\"cde,,\nA,0,5,abcde,03/04/2026,\nA,5,6,f,,\n ,\u00a0,,,,\nA,1,2\nA,7,8,\"g,,\n"
	table, err := ReadCSV(strings.NewReader(csv))
	if err != nil {
		t.Fatal(err)
	}
	var lines []int
	for _, bad := range table.Bad {
		lines = append(lines, bad.Line)
	}
	if !slices.Equal(lines, []int{4, 5, 6, 9, 10}) || len(table.Claims) != 2 || table.Claims[1].Line != 7 || table.Blank != 2 {
		t.Errorf("%v, %+v", table.Bad, table)
	}
}

// Times with slashes are read in the one order that fits all of them.
func TestOneTimeTellsWhichNumberIsTheDay(t *testing.T) {
	const header = "document,start,end,quote,created_at,updated_at\n"
	got := read(t, header+"A,0,5,abcde,03/04/2026 10:00,28/11/2026 11:00\n")
	if want := time.Date(2026, 4, 3, 10, 0, 0, 0, time.UTC); !got[0].CreatedAt.Equal(want) {
		t.Errorf("got %v", got[0].CreatedAt)
	}
	got = read(t, header+"A,0,5,abcde,03/04/2026,03/04/2026\nA,0,5,abcde,11/28/2026,11/28/2026\n")
	if want := time.Date(2026, 3, 4, 0, 0, 0, 0, time.UTC); !got[0].CreatedAt.Equal(want) {
		t.Errorf("got %v", got[0].CreatedAt)
	}
	table, err := ReadCSV(strings.NewReader(header + "A,0,5,abcde,13/04/2026,\nA,0,5,abcde,04/13/2026,\n"))
	if err != nil || len(table.Bad) != 2 {
		t.Errorf("got %+v, %v", table, err)
	}
}

func TestOffsetsAsSpreadsheetsWriteThem(t *testing.T) {
	for text, want := range map[string]int{
		"30": 30, "+30": 30, "30.0": 30, "30,0": 30, "30.00": 30, "30.": 30, "007": 7, "3.0E+01": 30, "3,0E+01": 30, "3e1": 30, "3E+00": 3, "0E+00": 0,
		"1.2345E+04": 12345, "1.50000E+01": 15, "1.234560000000000E+05": 123456, "1,000E+03": 1000,
	} {
		if got, err := offset(text, "start"); err != nil || got != want {
			t.Errorf("%q: %d, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "-3", "3.5", "1,000", "1.000", "1,000.0", "3.05E+01", "3E-01", "E+01", "3E", "3E+99", "99999999999999999999", "1E+20", "0x10", "3 0", "NaN", "Inf", strings.Repeat("9", 5<<20)} {
		if got, err := offset(text, "start"); err == nil || len(err.Error()) > 200 {
			t.Errorf("%.50q: %d, an error of %d bytes", text, got, len(fmt.Sprint(err)))
		}
	}
}

// repeated is a text so many times over.
type repeated struct {
	text  string
	times int
	at    int
}

func (r *repeated) Read(p []byte) (n int, err error) {
	for n < len(p) {
		if r.times == 0 {
			return n, io.EOF
		}
		copied := copy(p[n:], r.text[r.at:])
		n, r.at = n+copied, r.at+copied
		if r.at == len(r.text) {
			r.at, r.times = 0, r.times-1
		}
	}
	return n, nil
}

// A cell that would fill the memory makes its row a bad one, whatever it is made of; the rows around it are read, with
// their lines. One of just the length that a workspace takes is read.
func TestACellIsBounded(t *testing.T) {
	const header, good = "document,start,end,quote,note\n", "T,0,1,a,b\n"
	const most = store.LongestText
	for name, test := range map[string]struct {
		before, text, after string
		times, bad, lines   int // the rows that are bad, and the lines of the long one
	}{
		"letters in quotes":             {`T,0,1,a,"`, "é", "\"\n", 5 << 20, 1, 1},
		"lines in quotes":               {`T,0,1,a,"`, "a line\n", "\"\n", 6 << 20, 1, 6<<20 + 1},
		"marks in quotes":               {`T,0,1,a,"`, `""`, "\"\n", 5 << 20, 1, 1},
		"a column of another program's": {`T,0,1,a,b,`, `c`, "\n", 9 << 20, 1, 1},
		"as long as may be":             {`T,0,1,a,"`, `""`, "\"\n", most, 0, 1},
		"longer by one":                 {`T,0,1,a,"`, `""`, "\"\n", most + 1, 1, 1},
	} {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			table, err := ReadCSV(io.MultiReader(strings.NewReader(header+good+test.before), &repeated{text: test.text, times: test.times}, strings.NewReader(test.after+good)))
			runtime.ReadMemStats(&after)
			if err != nil {
				t.Fatal(err)
			}
			if used := (after.TotalAlloc - before.TotalAlloc) >> 20; used > 120 {
				t.Errorf("took %d MB", used)
			}
			if len(table.Bad) != test.bad || len(table.Claims) != 3-test.bad {
				t.Fatalf("%d claims, bad %v", len(table.Claims), table.Bad)
			}
			if test.bad == 1 && (table.Bad[0].Line != 3 || !strings.Contains(table.Bad[0].Err.Error(), "longer than 4 MB")) {
				t.Errorf("line %d: %v", table.Bad[0].Line, table.Bad[0].Err)
			}
			if last := table.Claims[len(table.Claims)-1]; last.Line != 3+test.lines || last.Note != "b" {
				t.Errorf("the last row is in line %d, want %d", last.Line, 3+test.lines)
			}
		})
	}
	_, err := ReadCSV(io.MultiReader(strings.NewReader("document,start,end,quote,"), &repeated{text: "x", times: 5 << 20}))
	if err == nil || !strings.Contains(err.Error(), "the name of a column is longer than 64 kB") {
		t.Errorf("a long header: %.200v", err)
	}
	table, err := ReadCSV(io.MultiReader(strings.NewReader(header+good+`T,0,1,a,"`), &repeated{text: "never closed\n", times: 1 << 20}))
	if err != nil || len(table.Claims) != 1 || len(table.Bad) != 1 || table.Bad[0].Line != 3 || !strings.Contains(table.Bad[0].Err.Error(), "never closed") {
		t.Errorf("a cell that is never closed: %+v, %v", table.Bad, err)
	}
}

// What csv-evidence writes has the columns of claims, and its passages are none.
func TestATableOfEvidenceIsNoTableOfClaims(t *testing.T) {
	file, _ := written(t, sampleWorkspace(t), csvEvidenceFormat, Options{})
	if in, err := Read("evidence.csv", file, nil); err == nil || !strings.Contains(err.Error(), "a table of evidence") {
		t.Errorf("read as %+v, %v", in, err)
	}
}
