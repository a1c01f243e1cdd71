package matrix

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"factmark/store"
)

var sampleLabels = []store.Label{
	{ID: "s", Name: "Supported", Meaning: "supported", Key: "S", Light: "#0072B2", Dark: "#56B4E9"},
	{ID: "d", Name: "Disputed", Meaning: "disputed", Key: "D", Light: "#C2410C", Dark: "#F59E6C"},
}

// sample is a table of five claims, of which two are linked, in four documents and outside sources.
func sample() store.Matrix {
	return store.Matrix{
		Documents: []store.MatrixDocument{
			{ID: "a", Title: "Council to meet over the port's closure", Publisher: "Harbour Post", Published: "2025-02-06"},
			{ID: "b", Title: "Port authority: figures for the year", Published: "2024"},
			{ID: "c", Title: "=HYPERLINK(\"x\")", Publisher: "Nobody"},
			{ID: "d", Title: "A document that says nothing"},
			{ID: "e", Title: "תזכיר על הנמל"},
		},
		Claims: []store.MatrixClaim{
			{ID: "1", DocumentID: "a", Start: 10, End: 60, Quote: "the port handled 3.2 million containers in 2024, more than ever before in its history of 140 years, as the chair told reporters", LabelID: "d"},
			{ID: "2", DocumentID: "a", Start: 80, End: 120, Quote: "It has lost 400 jobs.", LabelID: "s"},
			{ID: "3", DocumentID: "b", Start: 5, End: 30, Quote: "=1+1 no crane was\nsold", LabelID: ""},
			{ID: "4", DocumentID: "e", Start: 0, End: 9, Quote: "הנמל נסגר בשנת 2023", LabelID: "s"},
			{ID: "5", FirstID: "2", DocumentID: "c", Start: 3, End: 22, Quote: "400 people lost their jobs", LabelID: "s"},
		},
		Evidence: []store.MatrixEvidence{
			{ID: "e1", ClaimID: "1", DocumentID: "b", Stance: store.StanceRefutes, Start: 40, End: 70, Quote: "2.9 million containers"},
			{ID: "e2", ClaimID: "1", DocumentID: "b", Stance: store.StanceRefutes, Start: 90, End: 99, Quote: "a fall"},
			{ID: "e3", ClaimID: "1", DocumentID: "c", Stance: store.StanceSupports, Start: 0, End: 3, Quote: "3.2"},
			{ID: "e4", ClaimID: "1", DocumentID: "", Stance: store.StanceContext, URL: "https://example.org", Quote: "a table"},
			{ID: "e5", ClaimID: "2", DocumentID: "b", Stance: store.StanceSupports, Start: 1, End: 2},
			{ID: "e6", ClaimID: "5", DocumentID: "a", Stance: store.StanceSupports, Start: 1, End: 2},
			{ID: "e7", ClaimID: "5", DocumentID: "e", Stance: store.StanceSupports, Start: 1, End: 2},
			{ID: "e8", ClaimID: "2", DocumentID: "e", Stance: store.StanceRefutes, Start: 4, End: 6},
			{ID: "e9", ClaimID: "3", DocumentID: "a", Stance: store.StanceContext, Start: 4, End: 6},
			{ID: "e10", ClaimID: "3", DocumentID: "a", Stance: store.StanceSupports, Start: 4, End: 6},
			{ID: "e11", ClaimID: "4", DocumentID: "", Stance: store.StanceSupports, URL: "https://example.net"},
			{ID: "e12", ClaimID: "gone", DocumentID: "a", Stance: store.StanceSupports},
		},
	}
}

func shown(m *Matrix) string {
	var b strings.Builder
	for _, c := range m.Columns {
		fmt.Fprintf(&b, "| %s +%d -%d =%d ", c.ID, c.Tally.Supports, c.Tally.Refutes, c.Tally.Context)
	}
	for i := range m.Rows {
		r := &m.Rows[i]
		fmt.Fprintf(&b, "\n%s %s %d+%d-%d=%d:", r.Claim.ID, r.Label.ID, r.Sources, r.Tally.Supports, r.Tally.Refutes, r.Tally.Context)
		for j := range m.Columns {
			cell := r.Cell(j)
			own := ""
			if cell.Sign&Own != 0 {
				own = "o"
			}
			fmt.Fprintf(&b, " %s%s%d", own, cell.Sign.Char(), len(cell.Evidence))
		}
	}
	return b.String()
}

func TestTheTable(t *testing.T) {
	m := newMatrix(sample(), sampleLabels, false)
	const want = `| a +2 -0 =1 | b +1 -1 =0 | c +1 -0 =0 | e +1 -1 =0 |  +1 -0 =1 
1 d 3+1-1=1: o0 −2 +1 0 =1
2 s 3+3-1=0: o+1 +1 o0 ±2 0
3  1+1-0=1: +2 o0 0 0 0
4 s 1+1-0=0: 0 0 0 o0 +1`
	if got := shown(m); got != want {
		t.Errorf("the table is\n%s\nwant\n%s", got, want)
	}
	if got, want := m.Tally(), (Tally{6, 2, 2}); got != want {
		t.Errorf("counted %+v, want %+v", got, want)
	}
	if m.Rows[0].Cell(1).Sign.Conflicting() || !m.Rows[1].Cell(3).Sign.Conflicting() {
		t.Error("conflicting is not what both supports and refutes")
	}
	if got := len(newMatrix(sample(), nil, true).Columns); got != 6 {
		t.Errorf("with silent documents there are %d columns", got)
	}
	if m := newMatrix(store.Matrix{}, nil, false); len(m.Rows)+len(m.Columns) != 0 || m.Summary() != "0 claims · 0 documents · supports 0, refutes 0, context 0" {
		t.Errorf("an empty table is %q", m.Summary())
	}
}

func TestSorted(t *testing.T) {
	m := newMatrix(sample(), sampleLabels, false)
	for by, want := range map[Order]string{ByDocument: "1234", BySources: "1234", ByDisagreement: "1234"} {
		if got := order(m.Sorted(by)); got != want {
			t.Errorf("order %d is %s, want %s", by, got, want)
		}
	}
	data := sample()
	data.Evidence = slices.DeleteFunc(data.Evidence, func(e store.MatrixEvidence) bool { return e.ClaimID == "1" && e.Stance == store.StanceSupports })
	m = newMatrix(data, sampleLabels, false)
	for by, want := range map[Order]string{ByDisagreement: "2134", BySources: "2134", ByDocument: "1234"} {
		if got := order(m.Sorted(by)); got != want {
			t.Errorf("without support of the first, order %d is %s, want %s", by, got, want)
		}
	}
}

func order(m *Matrix) (ids string) {
	for _, r := range m.Rows {
		ids += r.Claim.ID
	}
	return ids
}

func TestWriteCSV(t *testing.T) {
	data := sample()
	data.Documents[1].Title = data.Documents[0].Title
	var out strings.Builder
	if err := newMatrix(data, sampleLabels, false).WriteCSV(&out); err != nil {
		t.Fatal(err)
	}
	records, err := csv.NewReader(strings.NewReader(out.String())).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{
		`claim_id|claim|label|document_id|document|linked|supports|refutes|context|Council to meet over the port's closure|Council to meet over the port's closure (2)|'=HYPERLINK("x")|` + data.Documents[4].Title + `|Outside sources`,
		"1|" + data.Claims[0].Quote + "|Disputed|a|" + data.Documents[0].Title + "|0|1|1|1|own|refutes|supports||context",
		"2|It has lost 400 jobs.|Supported|a|" + data.Documents[0].Title + "|1|3|1|0|supports; own|supports|own|supports; refutes|",
		"3|'=1+1 no crane was\nsold||b|" + data.Documents[0].Title + "|0|1|0|1|supports; context|own|||",
	} {
		if got := strings.Join(records[i], "|"); got != want {
			t.Errorf("line %d is\n%s\nwant\n%s", i, got, want)
		}
	}
}

// No two columns have one name, whatever the documents are called.
func TestColumnsOfTheCSVHaveTheirOwnNames(t *testing.T) {
	data := sample()
	for i, title := range []string{"context", "Report", "Report", "Report (2)", "claim_id"} {
		data.Documents[i].Title = title
	}
	for i := range data.Documents {
		data.Evidence = append(data.Evidence, store.MatrixEvidence{ID: "m" + data.Documents[i].ID, ClaimID: "1", DocumentID: data.Documents[i].ID, Stance: store.StanceContext})
	}
	var out strings.Builder
	if err := newMatrix(data, sampleLabels, false).WriteCSV(&out); err != nil {
		t.Fatal(err)
	}
	header, err := csv.NewReader(strings.NewReader(out.String())).Read()
	if err != nil {
		t.Fatal(err)
	}
	want := "claim_id|claim|label|document_id|document|linked|supports|refutes|context|context (2)|Report|Report (2)|Report (2) (2)|claim_id (2)|Outside sources"
	if got := strings.Join(header, "|"); got != want {
		t.Errorf("the columns are\n%s\nwant\n%s", got, want)
	}
}

func TestJSON(t *testing.T) {
	text, err := json.Marshal(newMatrix(sample(), sampleLabels, false).JSON())
	if err != nil {
		t.Fatal(err)
	}
	var back struct {
		Documents []map[string]any
		Claims    []struct {
			ID    string `json:"claim_id"`
			Cells []struct {
				DocumentID string `json:"document_id"`
				Stances    []string
				Own        bool
				Evidence   []map[string]any
			}
			Linked []map[string]any
		}
	}
	if err := json.Unmarshal(text, &back); err != nil {
		t.Fatal(err)
	}
	c := back.Claims[1]
	if len(back.Documents) != 5 || len(back.Claims) != 4 || c.ID != "2" || len(c.Linked) != 1 || len(c.Cells) != 4 ||
		!c.Cells[2].Own || len(c.Cells[2].Stances) != 0 || strings.Join(c.Cells[3].Stances, " ") != "supports refutes" || c.Cells[3].Evidence[0]["claim_id"] != "5" && c.Cells[3].Evidence[0]["claim_id"] != "2" {
		t.Errorf("the JSON is %s", text)
	}
	if text, _ := json.Marshal(newMatrix(store.Matrix{}, nil, false).JSON()); string(text) != `{"documents":[],"claims":[],"left_out":0}` {
		t.Errorf("an empty table is %s", text)
	}
}

// Whatever there is, cells are sorted, belong to a column, and the counts are those of the cells.
func TestTheCountsAreThoseOfTheCells(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		id := rapid.SampledFrom([]string{"a", "b", "c", "d"})
		data := store.Matrix{Documents: []store.MatrixDocument{{ID: "a"}, {ID: "b"}, {ID: "c"}, {ID: "d"}}}
		for i := range rapid.IntRange(0, 6).Draw(t, "claims") {
			c := store.MatrixClaim{ID: fmt.Sprint(i), DocumentID: id.Draw(t, "document")}
			if i > 2 && rapid.Bool().Draw(t, "linked") {
				c.FirstID = fmt.Sprint(rapid.IntRange(0, 9).Draw(t, "first"))
			}
			data.Claims = append(data.Claims, c)
		}
		for range rapid.IntRange(0, 12).Draw(t, "evidence") {
			data.Evidence = append(data.Evidence, store.MatrixEvidence{ClaimID: fmt.Sprint(rapid.IntRange(0, 9).Draw(t, "claim")),
				DocumentID: rapid.SampledFrom([]string{"", "a", "b", "c", "d"}).Draw(t, "in"),
				Stance:     rapid.SampledFrom([]store.Stance{store.StanceSupports, store.StanceRefutes, store.StanceContext}).Draw(t, "stance")})
		}
		m := newMatrix(data, nil, rapid.Bool().Draw(t, "silent"))
		m = m.Sorted(rapid.SampledFrom([]Order{ByDocument, BySources, ByDisagreement}).Draw(t, "order"))
		columns := make([]Tally, len(m.Columns))
		for i := range m.Rows {
			var row Tally
			sources := 0
			for j := range m.Columns {
				cell := m.Rows[i].Cell(j)
				if cell.Column != j || len(cell.Evidence) > 0 != (cell.Sign.Char() != "") {
					t.Fatalf("cell %d of row %d is %+v", j, i, cell)
				}
				if len(cell.Evidence) > 0 {
					sources++
				}
				row.add(cell.Sign)
				columns[j].add(cell.Sign)
			}
			if row != m.Rows[i].Tally || sources != m.Rows[i].Sources || len(m.Rows[i].Cells) > len(m.Columns) {
				t.Fatalf("row %d counts %+v, its cells %+v", i, m.Rows[i].Tally, row)
			}
		}
		for j, c := range m.Columns {
			if c.Tally != columns[j] {
				t.Fatalf("column %d counts %+v, its cells %+v", j, c.Tally, columns[j])
			}
		}
	})
}
