package dataset

import (
	"strings"
	"testing"
	"time"

	"factmark/store"
)

func TestReadsColumnsByName(t *testing.T) {
	const csv = "note,quote,unknown,end,start,document_sha256,confidence,created_at,label\n" +
		"\"two\nlines\",Kabul,x,10,5,abc,0.25,2025-02-10T10:30:00+01:00,Disputed\n" +
		",Herat,,20,15,abc,,,\n"
	got, err := ReadCSV(strings.NewReader(csv))
	if err != nil || len(got) != 2 {
		t.Fatalf("got %+v, %v", got, err)
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
		got, err := ReadCSV(strings.NewReader(csv))
		if err != nil || len(got) != 1 || got[0] != want {
			t.Errorf("%s: got %+v, %v", name, got, err)
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
		"a fraction":        {header + "abc,0,5.0,q,,,\n", `line 2: end is "5.0"`},
		"too large":         {header + "abc,0,99999999999999999999,q,,,\n", "line 2: end is"},
		"confidence":        {header + "abc,0,5,q,high,,\n", `line 2: confidence is "high"`},
		"confidence of 2":   {header + "abc,0,5,q,2,,\n", "line 2: confidence"},
		"confidence of NaN": {header + "abc,0,5,q,NaN,,\n", "line 2: confidence"},
		"a time":            {header + "abc,0,5,q,,yesterday,\n", `line 2: created_at is "yesterday"`},
		"another unit":      {header + "abc,0,5,q,,,utf-16\n", "line 2: offsets are counted in utf-16"},
		"a short row":       {header + "abc,0,5,\"q\n\n\",,,\nabc,0\n", "line 5: this row has more or fewer cells"},
		"a long row":        {header + "abc,0,5,q,,,,,\n", "line 2: this row has more or fewer cells"},
		"an open quote":     {header + "abc,0,5,\"q,,,\n", "line 2: a quotation mark"},
		"a quote inside":    {header + "abc,0,5,q\"q,,,\n", "line 2: a quotation mark"},
		"Windows-1252":      {header + "abc,0,5,q,,,\nabc,0,5,caf\xE9,,,\n", "line 3: the file is not UTF-8"},
		"a byte of no use":  {header + "abc,0,5,\xFF,,,\n", "line 2: the file is not UTF-8"},
		"in CRLF":           {strings.ReplaceAll(header+"abc,0,5,\xFF,,,\n", "\n", "\r\n"), "line 2: the file is not UTF-8"},
		"UTF-16":            {"\xFF\xFEd\x00,\x00", "missing"},
	} {
		got, err := ReadCSV(strings.NewReader(test.csv))
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
		got, err := ReadCSV(strings.NewReader(header + test.rows))
		if err != nil || got[0].Quote != test.quote || got[0].Note != test.note {
			t.Errorf("%s: got %+v, %v", name, got, err)
		}
	}
}

func FuzzReadCSV(f *testing.F) {
	for _, csv := range []string{goldenHeader, "document,start,end,quote\nA,0,2,ab\n", "\uFEFFdocument;start;end;quote\r\nA;0;2;'=b\r\n", "start,end,quote,document\n1,2,\"\n\r\",x"} {
		f.Add(csv)
	}
	f.Fuzz(func(t *testing.T, csv string) {
		claims, err := ReadCSV(strings.NewReader(csv))
		if err != nil && (claims != nil || strings.Contains(err.Error(), "\n")) {
			t.Fatalf("%v with %q", claims, err)
		}
		last := 1
		for _, claim := range claims {
			if claim.Line <= last || claim.Start < 0 || claim.End < 0 {
				t.Fatalf("got %+v after line %d", claim, last)
			}
			last = claim.Line
		}
	})
}
