// Package dataset writes labelled claims to files that other programs read, and reads them back.
package dataset

import (
	"encoding/csv"
	"io"
	"slices"
	"strconv"
	"strings"

	"factmark/app/locale"
	"factmark/store"
)

const (
	bom          = "\uFEFF"
	progressStep = 1000 // rows from one report of progress to the next
)

// csvFormat is the view labelled_claims as it is: RFC 4180, UTF-8, lines ended by LF. A spreadsheet-safe file differs from
// it by apostrophes, which ReadCSV takes away again.
var csvFormat = &Format{
	Name: "csv", Title: locale.Mark("CSV, one row a claim"), Extension: ".csv", Unit: CodePoints, Table: true,
	Holds: store.LabelledColumns,
	Accepts: []string{
		"Tables that a spreadsheet, pandas, R or another program has saved again: UTF-8 or UTF-16, any line ends, parted by commas, semicolons, tabs or bars, columns in any order; only start, end, quote and one of document_sha256 and document must be there.",
	},
	write: writeCSV, recognise: isCSV, read: readCSV,
}

func writeCSV(w io.Writer, in *Selection) error {
	out, err := newCSVTable(w, in, store.LabelledColumns)
	if err != nil {
		return err
	}
	if err := in.EachRow(out.row); err != nil {
		return err
	}
	return out.end()
}

// csvEvidenceFormat is the view claim_evidence as it is.
var csvEvidenceFormat = &Format{
	Name: "csv-evidence", Title: locale.Mark("CSV, one row a piece of evidence"), Extension: ".csv", Unit: CodePoints, Table: true,
	Holds: []string{"claim_id", "evidence", "evidence_id", "evidence_set", "evidence_note", "evidence_source"},
	Remarks: []string{
		"Evidence that linked claims share has a row for each of them; shared_from is the claim that it was added to.",
		"An outside source has no document, no start and no end.",
	},
	write: writeCSVEvidence,
}

// evidenceColumns are the columns of the view claim_evidence.
var evidenceColumns = []string{"evidence_id", "claim_id", "evidence_set", "stance", "document_id", "document", "start", "end", "quote", "url", "note", "annotator",
	"created_at", "published", "archive_url", "locator", "shared_from"}

func writeCSVEvidence(w io.Writer, in *Selection) error {
	out, err := newCSVTable(w, in, evidenceColumns)
	if err != nil {
		return err
	}
	err = in.EachClaim(func(_ *Document, c *Claim) error {
		for i := range c.Evidence {
			if err := out.row(c.Evidence[i].cells()); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return out.end()
}

// cells gives a row of the view claim_evidence.
func (e *Evidence) cells() []string {
	start, end := strconv.Itoa(e.Start), strconv.Itoa(e.End)
	if e.DocumentID == "" {
		start, end = "", ""
	}
	return []string{e.ID, e.ClaimID, strconv.Itoa(e.Set), e.Stance, e.DocumentID, e.Document, start, end, e.Quote, e.URL, e.Note, e.Annotator,
		e.CreatedAt, e.Published, e.ArchiveURL, e.Locator, e.SharedFrom}
}

// csvPairsFormat is a table of claims and what is said for or against them, to train on.
var csvPairsFormat = &Format{
	Name: "csv-pairs", Title: locale.Mark("CSV, pairs of claim and evidence"), Extension: ".csv", Unit: NoOffsets, Table: true, NamesParts: true,
	Holds: []string{"claim_id", "document", "document_id", "label", "final_label", "quote", "statement", "evidence", "evidence_id", "evidence_set"},
	Remarks: []string{
		"A row is a claim, its statement or else its quote, and a set of its evidence with one stance, whose quotes are parted by spaces.",
		"label is SUPPORTS, REFUTES or NOT ENOUGH INFO, for evidence that supports, refutes or is context; claim_label is what is said of the claim.",
	},
	write: writeCSVPairs,
}

var (
	pairColumns = []string{"claim_id", "evidence_ids", "claim", "evidence", "label", "claim_label", "document_id", "document", "split"}
	pairLabels  = map[string]string{"supports": "SUPPORTS", "refutes": "REFUTES", "context": "NOT ENOUGH INFO"}
)

func writeCSVPairs(w io.Writer, in *Selection) error {
	out, err := newCSVTable(w, in, pairColumns)
	if err != nil {
		return err
	}
	err = in.eachPair(func(d *Document, c *Claim, set evidenceSet) error {
		var ids []string
		for _, e := range set.Pieces {
			ids = append(ids, e.ID)
		}
		return out.row([]string{c.ID, strings.Join(ids, " "), c.Text(), set.text(), pairLabels[set.Stance], c.settledLabel(), d.ID, d.Title, d.Split})
	})
	if err != nil {
		return err
	}
	return out.end()
}

// csvTable writes rows as CSV, as the options of an export ask for.
type csvTable struct {
	out    *csv.Writer
	in     *Selection
	isText []bool // by column
}

func newCSVTable(w io.Writer, in *Selection, columns []string) (*csvTable, error) {
	if in.Options.BOM {
		if _, err := io.WriteString(w, bom); err != nil {
			return nil, err
		}
	}
	t := &csvTable{csv.NewWriter(w), in, make([]bool, len(columns))}
	for i, column := range columns {
		t.isText[i] = !slices.Contains(numbers, column)
	}
	return t, t.out.Write(columns)
}

// row writes a row, whose cells may be changed.
func (t *csvTable) row(cells []string) error {
	for i, cell := range cells {
		if !t.isText[i] || !isFormula(cell) && !t.in.Options.SpreadsheetSafe {
			continue
		}
		if isFormula(cell) {
			t.in.report.Formulas++
		}
		if t.in.Options.SpreadsheetSafe {
			cells[i] = SpreadsheetSafe(cell)
		}
	}
	return t.out.Write(cells)
}

func (t *csvTable) end() error {
	t.out.Flush()
	return t.out.Error()
}
