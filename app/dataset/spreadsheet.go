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
var numbers = []string{"start", "end", "confidence", "supporting", "refuting"}

// isFormula tells whether a spreadsheet takes a cell for a formula.
func isFormula(cell string) bool {
	return cell != "" && strings.IndexByte(triggers, cell[0]) >= 0
}

// takesApostrophe tells whether a cell has one more apostrophe in the spreadsheet-safe form. A cell that has
// apostrophes before a trigger already gets another, so that taking one away always gives the cell back.
func takesApostrophe(cell string) bool {
	return isFormula(strings.TrimLeft(cell, "'"))
}

// isSpreadsheetSafe tells whether rows come from a spreadsheet-safe file: some text cells begin with apostrophes
// before a trigger, and none with a bare trigger. A quote or prefix that is as long with its apostrophe as the
// offsets say belongs to a file that is not.
func isSpreadsheetSafe(rows []row) bool {
	safe := false
	for _, r := range rows {
		for _, column := range textColumns {
			cell := r.cell(column)
			if !takesApostrophe(cell) {
				continue
			}
			if isFormula(cell) || utf8.RuneCountInString(cell) == r.length(column) {
				return false
			}
			safe = true
		}
	}
	return safe
}

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
func takeApostrophes(rows []row) {
	for _, r := range rows {
		for _, column := range textColumns {
			if cell := r.cell(column); takesApostrophe(cell) {
				r.cells[r.columns[column]] = cell[1:]
			}
		}
	}
}
