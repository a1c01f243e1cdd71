package matrix

import (
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"factmark/app/dataset"
	"factmark/store"
)

// WriteCSV writes the table, a row each claim and a column each document, the stances in words: RFC 4180, UTF-8, lines
// ended by LF. Cells that a spreadsheet would take for formulas begin with an apostrophe.
func (m *Matrix) WriteCSV(w io.Writer) error {
	record := []string{"claim_id", "claim", "label", "document_id", "document", "linked", "supports", "refutes", "context"}
	for _, c := range m.Columns {
		title := dataset.SpreadsheetSafe(c.Title)
		for n := 2; slices.Contains(record, title); n++ { // so that no two columns are called the same
			title = dataset.SpreadsheetSafe(fmt.Sprintf("%s (%d)", c.Title, n))
		}
		record = append(record, title)
	}
	out := csv.NewWriter(w)
	if err := out.Write(record); err != nil {
		return err
	}
	for i := range m.Rows {
		r := &m.Rows[i]
		record = append(record[:0], r.Claim.ID, dataset.SpreadsheetSafe(r.Claim.Quote), dataset.SpreadsheetSafe(r.Label.Name), r.Claim.DocumentID,
			dataset.SpreadsheetSafe(m.titleOf(r.Claim.DocumentID)), strconv.Itoa(len(r.Linked)), strconv.Itoa(r.Tally.Supports), strconv.Itoa(r.Tally.Refutes), strconv.Itoa(r.Tally.Context))
		for column := range m.Columns {
			record = append(record, strings.Join(r.Cell(column).Sign.Words(), "; "))
		}
		if err := out.Write(record); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// titleOf is the title of a document that has a column.
func (m *Matrix) titleOf(documentID string) string {
	for i := range m.Columns {
		if m.Columns[i].ID == documentID {
			return m.Columns[i].Title
		}
	}
	return ""
}

// The table as JSON. Offsets are code points, half open.
type (
	jsonMatrix struct {
		Documents []jsonDocument `json:"documents"`
		Claims    []jsonRow      `json:"claims"`
		Left      int            `json:"left_out"`
	}
	jsonDocument struct {
		ID        string `json:"id"`
		Title     string `json:"title"`
		Publisher string `json:"publisher"`
		Published string `json:"published"`
		Supports  int    `json:"supports"`
		Refutes   int    `json:"refutes"`
		Context   int    `json:"context"`
	}
	jsonClaim struct {
		ID         string `json:"claim_id"`
		DocumentID string `json:"document_id"`
		Start      int    `json:"start"`
		End        int    `json:"end"`
		Quote      string `json:"quote"`
	}
	jsonRow struct {
		jsonClaim
		Label    string      `json:"label"`
		Linked   []jsonClaim `json:"linked"`
		Supports int         `json:"supports"`
		Refutes  int         `json:"refutes"`
		Context  int         `json:"context"`
		Cells    []jsonCell  `json:"cells"`
	}
	jsonCell struct {
		DocumentID string         `json:"document_id"`
		Stances    []string       `json:"stances"`
		Own        bool           `json:"own"`
		Evidence   []jsonEvidence `json:"evidence"`
	}
	jsonEvidence struct {
		ID      string `json:"evidence_id"`
		ClaimID string `json:"claim_id"`
		Stance  string `json:"stance"`
		Start   int    `json:"start"`
		End     int    `json:"end"`
		Quote   string `json:"quote"`
		URL     string `json:"url"`
	}
)

// JSON gives the table as a value for encoding/json. Cells of silent documents are left out.
func (m *Matrix) JSON() any {
	out := jsonMatrix{Documents: []jsonDocument{}, Claims: []jsonRow{}, Left: m.Left}
	for _, c := range m.Columns {
		out.Documents = append(out.Documents, jsonDocument{c.ID, c.Title, c.Publisher, c.Published, c.Tally.Supports, c.Tally.Refutes, c.Tally.Context})
	}
	for i := range m.Rows {
		r := &m.Rows[i]
		row := jsonRow{jsonClaim: claimJSON(r.Claim), Label: r.Label.Name, Linked: []jsonClaim{}, Supports: r.Tally.Supports, Refutes: r.Tally.Refutes, Context: r.Tally.Context, Cells: []jsonCell{}}
		for _, c := range r.Linked {
			row.Linked = append(row.Linked, claimJSON(c))
		}
		for _, c := range r.Cells {
			cell := jsonCell{DocumentID: m.Columns[c.Column].ID, Stances: (c.Sign &^ Own).Words(), Own: c.Sign&Own != 0, Evidence: []jsonEvidence{}}
			for _, e := range c.Evidence {
				cell.Evidence = append(cell.Evidence, jsonEvidence{e.ID, e.ClaimID, string(e.Stance), e.Start, e.End, e.Quote, e.URL})
			}
			row.Cells = append(row.Cells, cell)
		}
		out.Claims = append(out.Claims, row)
	}
	return out
}

func claimJSON(c store.MatrixClaim) jsonClaim {
	return jsonClaim{c.ID, c.DocumentID, c.Start, c.End, c.Quote}
}
