package table

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"factmark/app/ingest/extract"
)

// ReadLines reads JSON Lines: an object a line, its keys the columns, in the order in which they come. What is within an
// object is a column of its own, a.b; a list of texts or numbers is one cell, and any other list is its JSON. A line that is no
// object is an error that names it.
func ReadLines(text string) (*Table, error) {
	l := lines{table: &Table{}, index: map[string]int{}}
	text = strings.TrimPrefix(text, "\ufeff")
	number := 0
	for line := range strings.SplitSeq(text, "\n") {
		number++
		if strings.TrimSpace(line) == "" {
			continue
		}
		if err := l.add(number, line); err != nil {
			return nil, fmt.Errorf("line %d: %w", number, err)
		}
	}
	if len(l.table.rows) == 0 {
		return nil, extract.ErrNoText
	}
	return l.table, nil
}

// IsLines tells whether a text begins with lines that are a JSON object each.
func IsLines(text string) bool {
	text = strings.TrimPrefix(text, "\ufeff")
	for n := 0; n < 3; {
		line, rest, ended := strings.Cut(text, "\n")
		if line = strings.TrimSpace(line); line != "" {
			if line[0] != '{' || !json.Valid([]byte(line)) {
				return false
			}
			n++
		}
		if text = rest; !ended {
			return n > 0
		}
	}
	return true
}

// lines builds a table of objects.
type lines struct {
	table *Table
	index map[string]int // of the columns
	cells int
	lists int // tokens within lists
	row   []string
}

var errNoObject = errors.New("it is not a JSON object such as {\"text\": \"…\"}, so nothing was taken; mend the line and import it again")

func (l *lines) add(number int, line string) error {
	decoder := json.NewDecoder(strings.NewReader(line))
	decoder.UseNumber()
	if token, err := decoder.Token(); err != nil || token != json.Delim('{') {
		return errNoObject
	}
	l.row = nil
	if err := l.object(decoder, line, "", 1); err != nil {
		return err
	}
	if _, err := decoder.Token(); err == nil || strings.TrimSpace(line[decoder.InputOffset():]) != "" {
		return errNoObject // more behind the object
	}
	if l.cells += max(1, len(l.row)); l.cells > extract.MaxBlocks {
		return extract.TooMuch(extract.MaxBlocks, "cells")
	}
	l.table.rows = append(l.table.rows, row{number, l.row})
	return nil
}

// object reads the rest of an object, whose brace has been read, into the row. line is what the decoder reads.
func (l *lines) object(decoder *json.Decoder, line, prefix string, depth int) error {
	if depth > extract.MaxDepth {
		return extract.TooMuch(extract.MaxDepth, "objects within each other")
	}
	for decoder.More() {
		token, err := decoder.Token()
		key, is := token.(string)
		if err != nil || !is {
			return errNoObject
		}
		key = prefix + key
		token, err = decoder.Token()
		if err != nil {
			return errNoObject
		}
		switch token {
		case json.Delim('{'):
			err = l.object(decoder, line, key+".", depth+1)
		case json.Delim('['):
			var list string
			if list, err = l.list(decoder, line); err == nil {
				err = l.set(key, list)
			}
		default:
			err = l.set(key, scalar(token))
		}
		if err != nil {
			return err
		}
	}
	if _, err := decoder.Token(); err != nil {
		return errNoObject
	}
	return nil
}

// set puts a cell into the row.
func (l *lines) set(key, cell string) error {
	column, is := l.index[key]
	if !is {
		if column = len(l.index); column == maxColumns {
			return extract.TooMuch(maxColumns, "columns")
		}
		l.index[key] = column
		l.table.Columns = append(l.table.Columns, columnName(key, column))
	}
	for len(l.row) <= column {
		l.row = append(l.row, "")
	}
	l.row[column] = strings.TrimSpace(cell)
	return nil
}

// list reads the rest of a list, whose bracket has been read: its elements with commas between them, or its JSON if
// they are more than texts and numbers.
func (l *lines) list(decoder *json.Decoder, line string) (string, error) {
	begin := decoder.InputOffset() - 1
	var (
		elements []string
		simple   = true
		depth    = 1
	)
	for depth > 0 {
		token, err := decoder.Token()
		if err != nil {
			return "", errNoObject
		}
		if l.lists++; l.lists > 4*extract.MaxBlocks {
			return "", extract.TooMuch(4*extract.MaxBlocks, "elements in its lists")
		}
		switch token {
		case json.Delim('['), json.Delim('{'):
			depth++
			simple = false
		case json.Delim(']'), json.Delim('}'):
			depth--
		default:
			if simple {
				elements = append(elements, scalar(token))
			}
		}
	}
	if simple {
		return strings.Join(elements, ", "), nil
	}
	return line[begin:decoder.InputOffset()], nil
}

// scalar writes a text, a number or a truth value; null is empty.
func scalar(token json.Token) string {
	switch value := token.(type) {
	case string:
		return value
	case json.Number:
		return value.String()
	case bool:
		return strconv.FormatBool(value)
	}
	return ""
}
