// Package dataset writes labelled claims to files that other programs read, and reads them back.
package dataset

import (
	"encoding/csv"
	"io"
	"slices"

	"factmark/store"
)

const (
	bom          = "\uFEFF"
	progressStep = 1000 // rows from one report of progress to the next
)

// csvFormat is the view labelled_claims as it is: RFC 4180, UTF-8, lines ended by LF. A spreadsheet-safe file differs from
// it by apostrophes, which ReadCSV takes away again.
var csvFormat = &Format{
	Name: "csv", Title: "CSV, one row a claim", Extension: ".csv", Unit: CodePoints,
	Holds: store.LabelledColumns,
	write: writeCSV, recognise: isCSV, read: readCSV,
}

func writeCSV(w io.Writer, in *Selection) error {
	o := in.Options
	if o.BOM {
		if _, err := io.WriteString(w, bom); err != nil {
			return err
		}
	}
	out := csv.NewWriter(w)
	if err := out.Write(store.LabelledColumns); err != nil {
		return err
	}
	isText := make([]bool, len(store.LabelledColumns))
	for i, column := range store.LabelledColumns {
		isText[i] = !slices.Contains(numbers, column)
	}
	err := in.EachRow(func(cells []string) error {
		for i, cell := range cells {
			if !isText[i] {
				continue
			}
			if isFormula(cell) {
				in.report.Formulas++
			}
			if o.SpreadsheetSafe {
				cells[i] = SpreadsheetSafe(cell)
			}
		}
		return out.Write(cells)
	})
	if err != nil {
		return err
	}
	out.Flush()
	return out.Error()
}
