package anchor

import (
	"strings"
	"unicode"
)

// header gives the identity of the header of the table that begins at a row,
// with the line that leads in to it. A first row that looks like all others
// is none.
func (o *outline) header(first int) uint64 {
	var above uint64
	if first > 0 && o.units[first-1].bare && o.units[first-1].kind == sentence {
		above = o.of[first-1].key
	}
	n := first + 1
	for n < len(o.units) && n < first+20 && o.units[n].kind == row && o.units[n].block == o.units[first].block {
		n++
	}
	head := o.cells(first)
	numbers, others := 0, 0 // columns that have numbers below a word, and numbers below a number
	for i := first + 1; i < n; i++ {
		for col, cell := range o.cells(i) {
			if col >= len(head) || head[col] == "" || cell == "" {
				continue
			}
			if cell == head[col] {
				return above
			}
			if numeric(cell) {
				if numeric(head[col]) {
					others++
				} else {
					numbers++
				}
			}
		}
	}
	if others > 0 && numbers == 0 {
		return above
	}
	return o.mix(above, o.of[first].key)
}

func numeric(cell string) bool {
	return strings.ContainsFunc(cell, unicode.IsDigit) && !strings.ContainsFunc(cell, unicode.IsLetter)
}

// cells parts a row, by whatever parts its cells.
func (o *outline) cells(i int) []string {
	text := string(fold(o.text[o.units[i].start:o.units[i].end], true).runes)
	for _, separator := range []string{"\t", "|", "│", "¦", ";", ","} {
		if strings.Contains(text, separator) {
			if separator == "|" {
				text = strings.TrimSuffix(strings.TrimPrefix(text, "|"), "|")
			}
			all := strings.Split(text, separator)
			for j := range all {
				all[j] = strings.TrimSpace(all[j])
			}
			return all
		}
	}
	return []string{text}
}

// firstCellIsEmpty tells of rows that go on what the one above says of its subject.
func (o *outline) firstCellIsEmpty(i int) bool {
	if i == 0 || o.units[i-1].kind != row || o.units[i-1].block != o.units[i].block {
		return false
	}
	cells := o.cells(i)
	indented := o.units[i].end-o.units[i].start > 2 && space(o.text[o.units[i].start]) && space(o.text[o.units[i].start+1])
	return len(cells) > 1 && (cells[0] == "" || cells[0] == `"` || cells[0] == `""` || cells[0] == "-") || indented
}
