// Package dataset writes labelled claims to files that other programs read, and reads them back.
package dataset

import (
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strings"

	"factmark/store"
)

// Options are the two things that spreadsheets ask of a CSV file.
type Options struct {
	BOM             bool // begin with a byte order mark, without which Excel takes UTF-8 for something else
	SpreadsheetSafe bool // an apostrophe before every text cell that a spreadsheet would take for a formula
}

// Report says what an export wrote.
type Report struct {
	Rows     int // claims
	Formulas int // text cells that a spreadsheet takes for formulas unless the export is spreadsheet-safe

	Misplaced []string // ids of claims whose quote is not what stands at their place in the text
	NUL       []string // ids of claims with a NUL character, which earlier versions let in and no program reads well
}

const (
	bom          = "\uFEFF"
	progressStep = 1000 // rows from one report of progress to the next
)

// WriteCSV writes the claims that fit f, a row each under a header, in document and span order: RFC 4180, UTF-8, lines
// ended by LF. It is the view labelled_claims as it is; a spreadsheet-safe file differs from it by apostrophes, which
// ReadCSV takes away again. progress, if not nil, is called now and then with the number of rows written.
// The rows are streamed: what they take in memory does not grow with their number.
func WriteCSV(ctx context.Context, w io.Writer, st *store.Store, f store.Filter, o Options, progress func(done int)) (Report, error) {
	var report Report
	if o.BOM {
		if _, err := io.WriteString(w, bom); err != nil {
			return report, err
		}
	}
	out := csv.NewWriter(w)
	if err := out.Write(store.LabelledColumns); err != nil {
		return report, err
	}
	isText := make([]bool, len(store.LabelledColumns))
	for i, column := range store.LabelledColumns {
		isText[i] = !slices.Contains(numbers, column)
	}
	places := st.Places()
	err := st.EachLabelled(ctx, f, func(cells []string) error {
		holds, err := places.Hold(ctx, cells)
		if err != nil {
			return err
		}
		if !holds {
			report.Misplaced = append(report.Misplaced, cells[0])
		}
		if slices.ContainsFunc(cells, func(cell string) bool { return strings.IndexByte(cell, 0) >= 0 }) {
			report.NUL = append(report.NUL, cells[0])
		}
		for i, cell := range cells {
			if !isText[i] {
				continue
			}
			if isFormula(cell) {
				report.Formulas++
			}
			if o.SpreadsheetSafe {
				cells[i] = SpreadsheetSafe(cell)
			}
		}
		if err := out.Write(cells); err != nil {
			return err
		}
		if report.Rows++; progress != nil && report.Rows%progressStep == 0 {
			progress(report.Rows)
		}
		return nil
	})
	if err != nil {
		return report, fmt.Errorf("exporting the claims: %w", err)
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return report, fmt.Errorf("exporting the claims: %w", err)
	}
	if progress != nil {
		progress(report.Rows)
	}
	return report, nil
}
