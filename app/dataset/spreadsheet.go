package dataset

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"factmark/store"
)

// A spreadsheet takes a cell that begins with one of the triggers for a formula and runs it. In the spreadsheet-safe
// form an apostrophe stands before such a text cell.
const triggers = "=+-@\t"

// numbers are the columns that never hold text, so that a minus there is a sign and no formula.
var numbers = []string{"start", "end", "confidence", "supporting", "refuting", "evidence_set"}

// isFormula tells whether a spreadsheet takes a cell for a formula.
func isFormula(cell string) bool {
	return cell != "" && strings.IndexByte(triggers, cell[0]) >= 0
}

// takesApostrophe tells whether a cell has one more apostrophe in the spreadsheet-safe form. A cell that has
// apostrophes before a trigger already gets another, so that taking one away always gives the cell back.
func takesApostrophe(cell string) bool {
	return isFormula(strings.TrimLeft(cell, "'"))
}

// SpreadsheetSafe gives a text cell in the spreadsheet-safe form.
func SpreadsheetSafe(cell string) string {
	if takesApostrophe(cell) {
		return "'" + cell
	}
	return cell
}

// apostrophes finds out, row by row, whether a file is in the spreadsheet-safe form.
type apostrophes struct{ some, raw bool }

// look looks at a row. Apostrophes before a trigger speak for the form. A bare trigger speaks against it, and so does
// a quote or prefix that is as long with its apostrophe as the offsets say.
func (a *apostrophes) look(r row) {
	for _, column := range textColumns {
		cell := r.cell(column)
		if !takesApostrophe(cell) {
			continue
		}
		a.some = true
		a.raw = a.raw || isFormula(cell) || utf8.RuneCountInString(cell) == r.length(column)
	}
}

func (a *apostrophes) safe() bool { return a.some && !a.raw }

var textColumns = slices.DeleteFunc(slices.Clone(store.LabelledColumns), func(column string) bool {
	return slices.Contains(numbers, column)
})

// length is how many code points a cell has by the row's offsets, -1 where they don't say.
func (r row) length(column string) int {
	start, err := strconv.Atoi(r.cell("start"))
	end, err2 := strconv.Atoi(r.cell("end"))
	if err != nil || err2 != nil {
		return -1
	}
	switch column {
	case "quote":
		return end - start
	case "prefix":
		return min(start, 32)
	}
	return -1
}

// takeApostrophes undoes the spreadsheet-safe form.
func takeApostrophes(c *store.ImportedClaim) {
	for _, cell := range []*string{
		&c.ClaimID, &c.DocumentSHA256, &c.DocumentTitle, &c.Quote, &c.Label, &c.Meaning, &c.Statement, &c.Claimant, &c.ClaimDate,
		&c.ClaimType, &c.Note, &c.Annotator, &c.Status, &c.FinalLabel, &c.Reviewer, &c.Prefix, &c.Suffix,
	} {
		if takesApostrophe(*cell) {
			*cell = (*cell)[1:]
		}
	}
}
