package table

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"

	"factmark/app/ingest/extract"
)

// noSeparator stands for the separator of a file with a single column.
const noSeparator = '\x1f'

// ReadText reads comma-separated or tab-separated values, also those separated by semicolons or vertical bars. Rows may
// have different lengths. Quotation marks that are not as the format asks are read as text, and no row is lost to one
// that is never closed. An error is a sentence that follows the file's name.
func ReadText(text string) (*Table, error) {
	text = strings.TrimPrefix(text, "\ufeff")
	separator, first := rune(0), 1
	if line, rest, _ := strings.Cut(text, "\n"); len(line) == 5 && strings.EqualFold(line[:4], "sep=") && strings.Contains(",;\t|", line[4:]) {
		separator, text, first = rune(line[4]), rest, 2
	} else {
		separator = vote(text)
	}
	if strings.Count(text, string(separator)) > 4*extract.MaxBlocks { // most of them do not stand in a text
		return nil, extract.TooMuch(extract.MaxBlocks, "cells")
	}
	s := sheet{separator: separator, text: text, first: first}
	rows, err := s.read()
	if err != nil {
		return nil, err
	}
	short := shortRows(rows)
	t, err := newTable(rows, s.remarks)
	if err != nil {
		return nil, err
	}
	if len(short) > 0 {
		t.Remarks = append(t.Remarks, rowsHave(short)+" fewer cells than the others.")
	}
	return t, nil
}

// shortRows are the rows with fewer cells than most, but not those with a single one: they are texts above the table or
// empty.
func shortRows(rows []row) []int {
	usual := usualWidth(rows)
	var short []int
	for _, r := range rows {
		if len(r.cells) > 1 && len(r.cells) < usual {
			short = append(short, r.number)
		}
	}
	return short
}

// sample reads the first rows of a text, as they may be parted by a separator.
func sample(text string, separator rune) [][]string {
	const bytes, most = 64 << 10, 100
	whole := len(text) <= bytes
	if !whole {
		text = text[:bytes]
	}
	r := reader(text, separator)
	r.TrimLeadingSpace = false
	r.LazyQuotes = true
	var rows [][]string
	for len(rows) < most {
		cells, err := r.Read()
		if err != nil {
			if !whole && len(rows) > 1 {
				rows = rows[:len(rows)-1] // the last one is cut
			}
			break
		}
		rows = append(rows, cells)
	}
	return rows
}

// vote finds the separator: the one that parts most of the first rows, the header among them, into the same number of
// cells. Of two that part equally many, it is the one that makes more cells.
func vote(text string) rune {
	separator, share, cells := noSeparator, 0.0, 0
	for _, candidate := range ",;\t|" {
		rows := sample(text, candidate)
		if len(rows) == 0 {
			continue
		}
		counts := map[int]int{}
		for _, r := range rows {
			counts[len(r)]++
		}
		width := 0
		for n, count := range counts {
			if n > 1 && (count > counts[width] || count == counts[width] && n > width) {
				width = n
			}
		}
		part := float64(counts[width]) / float64(len(rows))
		if width == 0 || part < 0.3 || len(rows[0]) < 2 && part < 0.7 {
			continue
		}
		if len(rows[0]) < 2 {
			part /= 2
		}
		if part > share+0.05 || part > share-0.05 && width > cells {
			separator, share, cells = candidate, part, width
		}
	}
	return separator
}

func reader(text string, separator rune) *csv.Reader {
	r := csv.NewReader(strings.NewReader(text))
	r.Comma = separator
	r.FieldsPerRecord = -1
	r.TrimLeadingSpace = separator != '\t' // else it would join empty cells
	return r
}

// sheet reads the rows of a text.
type sheet struct {
	separator rune
	text      string
	first     int // line of the file in which text begins
	cells     int
	remarks   []string
}

func (s *sheet) row(line int, cells []string) (row, error) {
	if len(cells) > maxColumns {
		return row{}, fmt.Errorf("line %d: %w", line, extract.TooMuch(maxColumns, "columns"))
	}
	if s.cells += len(cells); s.cells > extract.MaxBlocks {
		return row{}, extract.TooMuch(extract.MaxBlocks, "cells")
	}
	for i, cell := range cells {
		cells[i] = strings.TrimSpace(cell)
	}
	return row{line, cells}, nil
}

// read reads as RFC 4180 has it; where quotation marks stand otherwise, line by line if that gives a table, since then
// they are text; else it takes them as they come.
func (s *sheet) read() ([]row, error) {
	rows, err := s.strict()
	if _, bad := errors.AsType[*csv.ParseError](err); !bad {
		return rows, err
	}
	s.cells = 0
	rows, quotes, err := s.lines()
	if err != nil {
		return nil, err
	}
	if usual := usualWidth(rows); usual > 1 {
		same := 0
		for _, r := range rows {
			if len(r.cells) == usual {
				same++
			}
		}
		if same*100 >= len(rows)*98 {
			if len(quotes) > 0 {
				s.remarks = append(s.remarks, fmt.Sprintf("Quotation marks in %s are not as the format asks; they are read as text.", linesAt(quotes)))
			}
			return rows, nil
		}
	}
	s.cells = 0
	return s.lenient()
}

func linesAt(numbers []int) string {
	if len(numbers) == 1 {
		return fmt.Sprintf("line %d", numbers[0])
	}
	return "lines " + numbered(numbers)
}

func (s *sheet) strict() ([]row, error) {
	r := reader(s.text, s.separator)
	var rows []row
	for {
		cells, err := r.Read()
		if err == io.EOF {
			return rows, nil
		}
		if err != nil {
			return nil, err
		}
		line, _ := r.FieldPos(0)
		next, err := s.row(line+s.first-1, cells)
		if err != nil {
			return nil, err
		}
		rows = append(rows, next)
	}
}

// lines reads every line as a row, and says in which lines quotation marks are wrong.
func (s *sheet) lines() (rows []row, quotes []int, err error) {
	number := s.first - 1
	for line := range strings.SplitSeq(s.text, "\n") {
		number++
		if strings.TrimSpace(line) == "" {
			continue
		}
		cells, right := s.line(line)
		if !right {
			quotes = append(quotes, number)
		}
		next, err := s.row(number, cells)
		if err != nil {
			return nil, nil, err
		}
		rows = append(rows, next)
	}
	return rows, quotes, nil
}

// line parts one line into cells; right tells whether its quotation marks are as the format asks. Where they are not, they
// are text; among tabs all of them are, elsewhere those that cannot enclose a cell.
func (s *sheet) line(line string) (cells []string, right bool) {
	if !strings.Contains(line, `"`) {
		return strings.Split(line, string(s.separator)), true
	}
	r := reader(line, s.separator)
	cells, err := r.Read()
	if err == nil {
		return cells, true
	}
	if s.separator == '\t' || s.separator == noSeparator {
		return strings.Split(line, string(s.separator)), false
	}
	r = reader(line+"\n", s.separator)
	r.LazyQuotes = true
	if cells, err = r.Read(); err != nil || len(cells) > 0 && strings.HasSuffix(cells[len(cells)-1], "\n") {
		return strings.Split(line, string(s.separator)), false
	}
	return cells, false
}

// lenient takes quotation marks as they come: rows may go on over lines. Where a row has no end that way, or swallows
// others, its first line is read alone.
func (s *sheet) lenient() ([]row, error) {
	const mostOpen = 100 // each may mean to read to the end of the file
	var (
		rows  []row
		open  []int
		usual = max(2, len(firstOf(sample(s.text, s.separator))))
		text  = s.text
		first = s.first
	)
	for {
		r := reader(text, s.separator)
		r.LazyQuotes = true
		restart := false
		begin := int64(0)
		for !restart {
			cells, err := r.Read()
			if err == io.EOF {
				if len(open) > 0 {
					s.remarks = append(s.remarks, fmt.Sprintf("A quotation mark is opened and not closed in %s; what follows it is read line by line.", linesAt(open)))
				}
				return rows, nil
			}
			if err != nil {
				return nil, &extract.BrokenError{Format: "a table", Err: err}
			}
			line, _ := r.FieldPos(0)
			raw := text[begin:r.InputOffset()]
			if s.swallows(cells, raw, usual, r.InputOffset() == int64(len(text))) {
				if open = append(open, line+first-1); len(open) > mostOpen {
					return nil, fmt.Errorf("quotation marks are opened and not closed in %s; mend it in the program it comes from, and import it again", linesAt(open))
				}
				lead := len(raw) - len(strings.TrimLeft(raw, "\n"))
				head, _, _ := strings.Cut(raw[lead:], "\n")
				cells, _ = s.line(head)
				restart = true
				begin += int64(lead + len(head))
			} else {
				begin = r.InputOffset()
			}
			next, err := s.row(line+first-1, cells)
			if err != nil {
				return nil, err
			}
			rows = append(rows, next)
			if restart {
				text = strings.TrimPrefix(text[begin:], "\n")
				first += line
			}
		}
	}
}

func firstOf(rows [][]string) []string {
	if len(rows) == 0 {
		return nil
	}
	return rows[0]
}

// swallows tells whether a row of several lines has grown over others because a quotation mark is not closed: it runs to
// the end of the file, has not as many cells as usual, or holds what looks like the beginning of a cell in quotation
// marks.
func (s *sheet) swallows(cells []string, raw string, usual int, last bool) bool {
	raw = strings.Trim(raw, "\n")
	_, more, several := strings.Cut(raw, "\n")
	if !several {
		return false
	}
	if _, err := reader(raw, s.separator).Read(); err == nil {
		return false
	}
	return last && !strings.HasSuffix(raw, `"`) || len(cells) != usual || strings.Contains(more, string(s.separator)+`"`)
}
