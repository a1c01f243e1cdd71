// Package table reads files that hold one document a row: comma-separated and tab-separated values, JSON Lines, and Excel
// workbooks.
package table

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"factmark/app/ingest/extract"
)

// maxColumns of a table. Wider ones hold measurements, no documents.
const maxColumns = 1000

// Table is a file's table.
type Table struct {
	Columns []string // their names, none empty; "Column 3" where the file gives none
	Remarks []string // what a reader has to know of how the table was read, a sentence each

	rows []row
}

// row is one of the rows below the header.
type row struct {
	number int      // of the row or the line of the file in which it begins, from 1
	cells  []string // as many as the row has, at most as many as there are columns; white space around them is cut off
}

// cell gives the text of a column, "" where the row is shorter.
func (r *row) cell(column int) string {
	if column < 0 || column >= len(r.cells) {
		return ""
	}
	return r.cells[column]
}

func (r *row) empty() bool {
	return !slices.ContainsFunc(r.cells, func(cell string) bool { return cell != "" })
}

// Columns says which column holds what, as indices of Table.Columns; -1 for what no column holds.
type Columns struct {
	Text                                               int // -1: the text of a row is all its cells, each with its column's name
	Title, Author, Publisher, Published, URL, Language int
}

// Rows is the number of rows below the header.
func (t *Table) Rows() int { return len(t.rows) }

// Preview gives at most the first n rows, each with a cell for every column.
func (t *Table) Preview(n int) [][]string {
	var preview [][]string
	for _, r := range t.rows[:min(n, len(t.rows))] {
		preview = append(preview, append(slices.Clone(r.cells), make([]string, len(t.Columns)-len(r.cells))...))
	}
	return preview
}

// Row gives the number of a row below the header, which is that of its row or line in the file, and its cells, one for every column.
func (t *Table) Row(i int) (number int, cells []string) {
	r := &t.rows[i]
	return r.number, append(slices.Clone(r.cells), make([]string, len(t.Columns)-len(r.cells))...)
}

// IsExport tells whether the table holds labelled claims that Factmark exported, which are no documents.
func (t *Table) IsExport() bool {
	for _, name := range []string{"claim_id", "document_sha256", "start", "end", "quote"} {
		if !slices.Contains(t.Columns, name) {
			return false
		}
	}
	return true
}

// Documents makes a document of every row. A row without a text is an error, one sentence that begins with the row's
// number; the other rows are not concerned.
func (t *Table) Documents(c Columns) ([]extract.Content, []error) {
	var (
		documents []extract.Content
		problems  []error
	)
	dates := dateOrder(t.column(c.Published))
	for i := range t.rows {
		r := &t.rows[i]
		document, err := t.document(r, c, dates)
		if err != nil {
			if errors.Is(err, extract.ErrNoText) {
				err = fmt.Errorf("row %d: there is no text in it, so it makes no document", r.number)
				if c.Text >= 0 && c.Text < len(t.Columns) {
					err = fmt.Errorf("row %d: its column “%s” is empty, so it makes no document", r.number, t.Columns[c.Text])
				}
			} else {
				err = fmt.Errorf("row %d: %w", r.number, err)
			}
			problems = append(problems, err)
			continue
		}
		documents = append(documents, document)
	}
	return documents, problems
}

func (t *Table) document(r *row, c Columns, dates order) (extract.Content, error) {
	var b extract.Builder
	b.Locate(extract.Row, strconv.Itoa(r.number))
	if c.Text >= 0 {
		b.Write(r.cell(c.Text))
	} else {
		for i, cell := range r.cells {
			if cell != "" {
				b.Write(t.Columns[i] + ": " + cell)
				b.Line()
			}
		}
	}
	document, err := b.Content()
	if err != nil {
		return document, err
	}
	document.Metadata = extract.Metadata{Title: extract.OneLine(r.cell(c.Title)), Author: extract.OneLine(r.cell(c.Author)), Publisher: extract.OneLine(r.cell(c.Publisher)),
		URL: address(r.cell(c.URL)), Language: extract.LanguageTag(r.cell(c.Language))}
	if date := r.cell(c.Published); date != "" {
		var clear bool
		if document.Published, clear = isoDate(date, dates); !clear {
			document.Remarks = append(document.Remarks, fmt.Sprintf("The date %s may be read with the day or with the month first, and is left out.", extract.OneLine(date)))
		} else if document.Published == "" {
			document.Remarks = append(document.Remarks, fmt.Sprintf("“%s” cannot be read as a date, and is left out.", extract.ShortLine(date, 40)))
		}
	}
	document.Name = cmp.Or(extract.ShortLine(document.Title, 200), fmt.Sprintf("row %d", r.number))
	return document, nil
}

// column gives the cells of a column, without the empty ones.
func (t *Table) column(column int) []string {
	var cells []string
	for i := range t.rows {
		if cell := t.rows[i].cell(column); cell != "" {
			cells = append(cells, cell)
		}
	}
	return cells
}

// newTable finds the header in the rows of a file. Rows above the table that hold a single cell, such as its title, and
// empty rows are left out.
func newTable(rows []row, remarks []string) (*Table, error) {
	t := &Table{Remarks: remarks}
	kept, blank := rows[:0], 0
	for _, r := range rows {
		if r.empty() {
			blank++
		} else {
			kept = append(kept, r)
		}
	}
	rows = kept
	if blank == 1 {
		t.Remarks = append(t.Remarks, "1 empty row is left out.")
	} else if blank > 1 {
		t.Remarks = append(t.Remarks, fmt.Sprintf("%d empty rows are left out.", blank))
	}
	if above := captions(rows); above > 0 {
		var said []string
		for _, r := range rows[:above] {
			said = append(said, strings.Join(r.cells, " "))
		}
		t.Remarks = append(t.Remarks, fmt.Sprintf("What stands above the table is left out: %s", extract.ShortLine(strings.Join(said, "; "), 200)))
		rows = rows[above:]
	}
	if len(rows) == 0 {
		return nil, extract.ErrNoText
	}
	headed := hasHeader(rows)
	width := 0
	for _, r := range rows {
		width = max(width, len(r.cells))
	}
	usual := usualWidth(rows)
	if headed {
		usual = len(rows[0].cells)
		if len(rows) == 1 {
			return nil, errors.New("there is no row below the names of its columns, so there is nothing to import")
		}
		t.Columns = append(t.Columns, rows[0].cells...)
		rows = rows[1:]
	}
	for len(t.Columns) < width {
		t.Columns = append(t.Columns, "")
	}
	for i, name := range t.Columns {
		t.Columns[i] = columnName(name, i)
	}
	t.rows = rows
	t.nameRows(usual)
	return t, nil
}

// columnName is the name that a file gives the column at an index, or else its number.
func columnName(given string, index int) string {
	return cmp.Or(extract.ShortLine(given, 100), fmt.Sprintf("Column %d", index+1))
}

// nameRows remarks which rows have fewer or more cells than others; rows of a workbook end with their last filled cell,
// so that fewer are nothing strange there.
func (t *Table) nameRows(usual int) {
	var long []int
	for _, r := range t.rows {
		if len(r.cells) > usual {
			long = append(long, r.number)
		}
	}
	if len(long) > 0 {
		t.Remarks = append(t.Remarks, fmt.Sprintf("%s more cells than the table has columns; a separator may stand in a text that is not in quotation marks.", rowsHave(long)))
	}
}

// rowsHave begins a sentence on rows: "Row 3 has", "Rows 3, 4 and 5 have", "Rows 3, 4, 5, 6, 7 and 20 others have".
func rowsHave(numbers []int) string {
	if len(numbers) == 1 {
		return fmt.Sprintf("Row %d has", numbers[0])
	}
	return "Rows " + numbered(numbers) + " have"
}

func numbered(numbers []int) string {
	var names []string
	for _, n := range numbers {
		names = append(names, strconv.Itoa(n))
	}
	return list(names)
}

// list joins two names or more with commas and "and"; of many the first alone, and how many there are besides.
func list(names []string) string {
	const most = 5
	if more := len(names) - most; more > 1 {
		names = append(slices.Clone(names[:most]), fmt.Sprintf("%d others", more))
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " and " + names[last]
}

// captions is the number of rows above the table: those with one cell only, where most rows have more.
func captions(rows []row) int {
	if usualWidth(rows) < 2 {
		return 0
	}
	n := 0
	for n < len(rows)-1 && n < 10 && len(rows[n].cells) > 0 && filled(rows[n]) == 1 && filled(rows[n+1]) > 0 {
		n++
	}
	if n == len(rows)-1 || n == 10 || filled(rows[n]) < 2 {
		return 0
	}
	return n
}

// filled is the number of cells that are not empty.
func filled(r row) int {
	n := 0
	for _, cell := range r.cells {
		if cell != "" {
			n++
		}
	}
	return n
}

// usualWidth is the number of cells that most rows have.
func usualWidth(rows []row) int {
	counts, best := map[int]int{}, 0
	for _, r := range rows {
		counts[len(r.cells)]++
	}
	for width, count := range counts {
		if count > counts[best] || count == counts[best] && width > best {
			best = width
		}
	}
	return best
}
