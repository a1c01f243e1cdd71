package dataset

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"factmark/store"
)

const goldenHeader = "claim_id,document_id,document,publisher,published,source_url,document_sha256,start,end,offset_unit,quote,prefix,suffix," +
	"label,meaning,fine_label,statement,claimant,claim_date,claim_type,confidence,note,supporting,refuting,annotator,status,created_at,updated_at," +
	"final_label,reviewer,reviewed_at,locator,first_claim_id\n"

// goldenStore has two claims whose every cell is known.
func goldenStore(t *testing.T) *store.Store {
	st := newStore(t, store.NewDocument{Title: "-Title", Publisher: "Desk, London", Published: "2025-02-10?", SourceURL: "https://example.org/a", Text: "-5 °C, 👩🏽\u200D🚀 said.\nSecond line"})
	half := 0.5
	at := time.Date(2025, 2, 10, 9, 30, 0, 123e6, time.UTC)
	_, err := st.ImportClaims(t.Context(), []store.ImportedClaim{
		{ClaimID: "c-2", DocumentTitle: "-Title", Start: 7, End: 16, Quote: "👩🏽\u200D🚀 said", CreatedAt: at, UpdatedAt: at, Annotator: "Ana"},
		{ClaimID: "c-1", DocumentTitle: "-Title", Start: 0, End: 5, Quote: "-5 °C", Label: "Disputed", Statement: "It was \"cold\"", Claimant: "@weather",
			ClaimDate: "2025-02", ClaimType: "number", Confidence: &half, Note: "=1+1\nline two", Status: "adjudicated", Annotator: "Ben",
			CreatedAt: at, UpdatedAt: at.Add(time.Hour), FinalLabel: "Supported", Reviewer: "Ana", ReviewedAt: at.Add(2 * time.Hour)},
	}, store.ImportOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return st
}

func TestGoldenCSV(t *testing.T) {
	st := goldenStore(t)
	docs, err := st.Documents(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	// The document's id and hash come from its text; all else is written out.
	fill := strings.NewReplacer("DOC", docs[0].ID, "SHA", docs[0].SHA256)
	tests := []struct {
		name    string
		options Options
		want    string
	}{
		{"plain", Options{}, goldenHeader +
			"c-1,DOC,-Title,\"Desk, London\",2025-02-10?,https://example.org/a,SHA,0,5,codepoint,-5 °C,,\", 👩🏽\u200D🚀 said.\nSecond line\"," +
			"Disputed,disputed,refuted,\"It was \"\"cold\"\"\",@weather,2025-02,number,0.5,\"=1+1\nline two\",0,0,Ben,adjudicated," +
			"2025-02-10T09:30:00.123Z,2025-02-10T10:30:00.123Z,Supported,Ana,2025-02-10T11:30:00.123Z,,\n" +
			"c-2,DOC,-Title,\"Desk, London\",2025-02-10?,https://example.org/a,SHA,7,16,codepoint,👩🏽\u200D🚀 said,\"-5 °C, \",\".\nSecond line\"," +
			",none,,,,,,,,0,0,Ana,open,2025-02-10T09:30:00.123Z,2025-02-10T09:30:00.123Z,,,,,\n"},
		{"for spreadsheets", Options{BOM: true, SpreadsheetSafe: true}, "\uFEFF" + goldenHeader +
			"c-1,DOC,'-Title,\"Desk, London\",2025-02-10?,https://example.org/a,SHA,0,5,codepoint,'-5 °C,,\", 👩🏽\u200D🚀 said.\nSecond line\"," +
			"Disputed,disputed,refuted,\"It was \"\"cold\"\"\",'@weather,2025-02,number,0.5,\"'=1+1\nline two\",0,0,Ben,adjudicated," +
			"2025-02-10T09:30:00.123Z,2025-02-10T10:30:00.123Z,Supported,Ana,2025-02-10T11:30:00.123Z,,\n" +
			"c-2,DOC,'-Title,\"Desk, London\",2025-02-10?,https://example.org/a,SHA,7,16,codepoint,👩🏽\u200D🚀 said,\"'-5 °C, \",\".\nSecond line\"," +
			",none,,,,,,,,0,0,Ana,open,2025-02-10T09:30:00.123Z,2025-02-10T09:30:00.123Z,,,,,\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, report := exported(t, st, store.Filter{}, test.options)
			if want := fill.Replace(test.want); got != want {
				t.Errorf("it differs %s", firstDifference(got, want))
			}
			want := Report{Rows: 2, Documents: 1, Formulas: 6, Lost: []Loss{{What: "text of the document", Whose: "document", N: 1}, {What: "keys, colours and guidelines of labels", Whose: "label", N: 3}}}
			if !reflect.DeepEqual(report, want) {
				t.Errorf("reported %+v, want %+v", report, want)
			}
		})
	}
}

func TestAnEmptyExportHasItsHeader(t *testing.T) {
	st := newStore(t)
	if got, report := exported(t, st, store.Filter{}, Options{}); got != goldenHeader || !reflect.DeepEqual(report, Report{Lost: []Loss{{What: "keys, colours and guidelines of labels", Whose: "label", N: 3}}}) {
		t.Errorf("got %q, %+v", got, report)
	}
	if claims := read(t, goldenHeader); len(claims) != 0 {
		t.Errorf("read back: %v", claims)
	}
}

// manyClaims is a workspace with n claims on one document.
func manyClaims(t testing.TB, n int) *store.Store {
	st := newStore(t, store.NewDocument{Title: "Many", Text: strings.Repeat("The council met on Monday, \"said\" the group’s spokesman. ", 2000)})
	docs, err := st.Documents(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	labels := []string{"", store.SupportedID, store.DisputedID, store.NotEnoughInfoID}
	claims := make([]store.NewClaim, n)
	for i := range claims {
		start := i * 57 % (docs[0].Length - 200)
		claims[i] = store.NewClaim{DocumentID: docs[0].ID, Start: start, End: start + 20 + i%100, LabelID: labels[i%4], Note: "see the report, page 4"}
	}
	if _, err := st.AddClaims(t.Context(), claims); err != nil {
		t.Fatal(err)
	}
	return st
}

func TestExportHoldsFewRowsInMemory(t *testing.T) {
	st := manyClaims(t, 5_000)
	held := func() uint64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	var first, last uint64
	reports := 0
	_, err := Write(t.Context(), io.Discard, st, csvFormat, store.Filter{}, Options{Progress: func(done int) {
		reports++
		switch done {
		case 1_000:
			first = held()
		case 4_000:
			last = held()
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	if reports != 6 {
		t.Errorf("progress was told %d times", reports)
	}
	if last > first+1<<19 { // 3,000 rows are three times that
		t.Errorf("%d bytes were held after 1,000 rows and %d after 4,000", first, last)
	}
}

func TestExportStopsWhereItCannotWrite(t *testing.T) {
	st := manyClaims(t, 1000)
	full := errors.New("the disk is full")
	for _, room := range []int{0, 10, 100_000} {
		if _, err := Write(t.Context(), &limited{room, full}, st, csvFormat, store.Filter{}, Options{BOM: room == 0}); !errors.Is(err, full) {
			t.Errorf("with room for %d bytes: %v", room, err)
		}
	}
}

type limited struct {
	room int
	err  error
}

func (l *limited) Write(p []byte) (int, error) {
	if l.room -= len(p); l.room < 0 {
		return 0, l.err
	}
	return len(p), nil
}

func BenchmarkWriteCSV(b *testing.B) {
	for _, n := range []int{1_000, 100_000} {
		st := manyClaims(b, n)
		for _, o := range []Options{{}, {SpreadsheetSafe: true}} {
			b.Run(fmt.Sprintf("%d/safe=%v", n, o.SpreadsheetSafe), func(b *testing.B) {
				for b.Loop() {
					if _, err := Write(b.Context(), io.Discard, st, csvFormat, store.Filter{}, o); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

// csv-evidence is the view claim_evidence as it is.
func TestEvidenceAsCSVIsTheView(t *testing.T) {
	st := sampleWorkspace(t)
	var out bytes.Buffer
	report, err := Write(t.Context(), &out, st, csvEvidenceFormat, store.Filter{}, Options{})
	if err != nil || report.Evidence != 11 || report.Rows != 13 {
		t.Fatalf("%+v, %v", report, err)
	}
	// That what an export reads is the view is a test of the store; here each piece is a row, in its order, under its columns.
	rows, err := csv.NewReader(bytes.NewReader(out.Bytes())).ReadAll()
	if err != nil || len(rows) != 12 || !slices.Equal(rows[0], evidenceColumns) {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	at := func(row []string, column string) string { return row[slices.Index(evidenceColumns, column)] }
	n := 1
	err = st.Export(t.Context(), store.Filter{}, func(e *store.Export) error {
		return e.EachWhole(func(c *store.ExportedClaim) error {
			for _, piece := range c.Evidence {
				row := rows[n]
				if at(row, "evidence_id") != piece.ID || at(row, "claim_id") != c.Cells[0] || at(row, "stance") != string(piece.Stance) || at(row, "quote") != piece.Quote ||
					at(row, "url") != piece.URL || at(row, "note") != piece.Note || (at(row, "shared_from") == "") != (piece.ClaimID == c.Cells[0]) {
					t.Errorf("row %d is %q, and the evidence %+v", n, row, piece)
				}
				n++
			}
			return nil
		})
	})
	if err != nil || n != len(rows) {
		t.Errorf("%d pieces, %v", n-1, err)
	}
	var safe bytes.Buffer
	report, err = Write(t.Context(), &safe, st, csvEvidenceFormat, store.Filter{}, Options{BOM: true, SpreadsheetSafe: true})
	if err != nil || report.Formulas != 4 || !strings.HasPrefix(safe.String(), bom) || !strings.Contains(safe.String(), ",'=evil(),") {
		t.Errorf("%+v, %v: %s", report, err, safe.String())
	}
}

func TestPairsAsCSV(t *testing.T) {
	st := sampleWorkspace(t)
	var out bytes.Buffer
	report, err := Write(t.Context(), &out, st, csvPairsFormat, store.Filter{}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	records, err := csv.NewReader(&out).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	type pair struct{ id, evidence, label string }
	got := map[pair]string{}
	for _, r := range records[1:] {
		got[pair{r[0], r[1], r[4]}] = r[2] + " | " + r[3] + " | " + r[5]
	}
	statement := "The harbour, \"daily\", handled 40 ships. | "
	for p, want := range map[pair]string{
		{sampleClaimID(1), sampleEvidenceID(1) + " " + sampleEvidenceID(2), "SUPPORTS"}: statement + "The harbour handled 40 ships a day stood in the log | Supported",
		{sampleClaimID(1), sampleEvidenceID(3), "REFUTES"}:                              statement + "Some days it was 12. | Supported",
		{sampleClaimID(1), sampleEvidenceID(6), "NOT ENOUGH INFO"}:                      statement + "🇫🇷 e\u0301te\u0301 | Supported",
		{sampleClaimID(5), sampleEvidenceID(4), "REFUTES"}:                              "“No ship\nwas turned away.” | Two ships,\n“at least”, were sent away 🚢 | Disputed",
		{sampleClaimID(12), sampleEvidenceID(7), "NOT ENOUGH INFO"}:                     "it was 12 | in May | Not enough info",
	} {
		if got[p] != want {
			t.Errorf("%v: %q, want %q", p, got[p], want)
		}
	}
	if len(got) != 9 || len(records) != 10 {
		t.Errorf("%d pairs in %d rows", len(got), len(records)-1)
	}
	lost := map[string]int{}
	for _, l := range report.Lost {
		lost[l.What] = l.N
	}
	if lost["claim without evidence"] != 7 || lost["rejected span"] != 1 || lost["quote"] != 1 {
		t.Errorf("lost %v", report.Lost)
	}
}
