package dataset

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"factmark/store"
)

// ReadCSV reads claims from a file with the columns of the view labelled_claims, as WriteCSV writes it or as a
// spreadsheet saved it again: the columns in any order and found by name, others ignored, separated by commas,
// semicolons or tabs, with or without a byte order mark and the apostrophes of a spreadsheet-safe file.
// start, end, quote and one of document_sha256 and document must be there. An error names the line.
func ReadCSV(r io.Reader) ([]store.ImportedClaim, error) {
	rows, err := newReader(r)
	if err != nil {
		return nil, err
	}
	var claims []store.ImportedClaim
	var form apostrophes
	for {
		next, err := rows.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		claim, err := next.claim()
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", next.line, err)
		}
		form.look(next)
		claims = append(claims, claim)
	}
	if form.safe() {
		for i := range claims {
			takeApostrophes(&claims[i])
		}
	}
	return claims, nil
}

// reader reads the rows below a header.
type reader struct {
	csv     *csv.Reader
	columns columns
	hidesCR bool // see crHider
}

// columns is where each of our columns stands in a file.
type columns map[string]int

// row is valid until the next one is read.
type row struct {
	columns columns
	cells   []string
	line    int // of the file, from 1
}

// cell is the text in a column, "" where the file has no such column.
func (r row) cell(column string) string {
	if i, ok := r.columns[column]; ok {
		return r.cells[i]
	}
	return ""
}

func newReader(r io.Reader) (*reader, error) {
	in := bufio.NewReaderSize(r, 1<<16)
	if head, _ := in.Peek(len(bom)); string(head) == bom {
		_, _ = in.Discard(len(bom))
	}
	first, _ := in.Peek(1 << 12)
	first, _, _ = bytes.Cut(first, []byte("\n"))
	rows := &reader{csv: csv.NewReader(in)}
	if !bytes.HasSuffix(first, []byte("\r")) {
		rows.csv, rows.hidesCR = csv.NewReader(crHider{in}), true
	}
	rows.csv.Comma = separator(first)
	rows.csv.ReuseRecord = true
	header, err := rows.csv.Read()
	if errors.Is(err, io.EOF) {
		return nil, errors.New("the file is empty: its first line must name the columns")
	}
	if err != nil {
		return nil, readable(err)
	}
	rows.columns, err = columnsOf(header)
	return rows, err
}

// next reads a row; io.EOF after the last.
func (r *reader) next() (row, error) {
	cells, err := r.csv.Read()
	if err != nil {
		return row{}, readable(err)
	}
	line, _ := r.csv.FieldPos(0)
	for i := range cells {
		if r.hidesCR {
			cells[i] = strings.ReplaceAll(cells[i], hiddenCR, "\r")
		}
		if !utf8.ValidString(cells[i]) {
			return row{}, fmt.Errorf("line %d: the file is not UTF-8; save it again as CSV in UTF-8", line)
		}
	}
	return row{r.columns, cells, line}, nil
}

// separator is the character that stands between the columns' names: a spreadsheet may write another than the comma.
func separator(header []byte) rune {
	for _, comma := range []rune{',', ';', '\t'} {
		if bytes.ContainsRune(header, comma) {
			return comma
		}
	}
	return ','
}

func columnsOf(header []string) (columns, error) {
	where := columns{}
	for i, name := range header {
		name = strings.TrimSpace(name)
		if !slices.Contains(store.LabelledColumns, name) {
			continue
		}
		if _, twice := where[name]; twice {
			return nil, fmt.Errorf("line 1: the column %s is there twice", name)
		}
		where[name] = i
	}
	var missing []string
	for _, name := range []string{"start", "end", "quote"} {
		if _, ok := where[name]; !ok {
			missing = append(missing, name)
		}
	}
	_, byHash := where["document_sha256"]
	_, byTitle := where["document"]
	if !byHash && !byTitle {
		missing = append(missing, "document_sha256 (or document)")
	}
	if len(missing) > 0 {
		return nil, fmt.Errorf("line 1: these columns are missing: %s", strings.Join(missing, ", "))
	}
	return where, nil
}

// readable gives the CSV reader's error the form of the others.
func readable(err error) error {
	if errors.Is(err, io.EOF) {
		return err
	}
	parse, ok := errors.AsType[*csv.ParseError](err)
	if !ok {
		return fmt.Errorf("reading the file: %w", err)
	}
	switch {
	case errors.Is(err, csv.ErrFieldCount):
		return fmt.Errorf("line %d: this row has more or fewer cells than the first line has columns", parse.StartLine)
	case errors.Is(err, csv.ErrQuote):
		return fmt.Errorf("line %d: a quotation mark does not belong there (it opens a cell, or is doubled inside one), or a cell is never closed", parse.StartLine)
	}
	return fmt.Errorf("line %d: a quotation mark stands in a cell that does not begin with one", parse.StartLine)
}

// A file whose lines end in LF means every CR in it, but csv.Reader drops those before an LF. A crHider shows it
// a byte that UTF-8 never has in their place.
type crHider struct{ r io.Reader }

const hiddenCR = "\xFF"

func (h crHider) Read(p []byte) (int, error) {
	n, err := h.r.Read(p)
	for i, b := range p[:n] {
		switch b {
		case '\r':
			p[i] = hiddenCR[0]
		case hiddenCR[0]:
			p[i] = 0xFE // not UTF-8 either, and found out as such
		}
	}
	return n, err
}

func (r row) claim() (store.ImportedClaim, error) {
	c := store.ImportedClaim{
		Line:           r.line,
		ClaimID:        r.cell("claim_id"),
		DocumentSHA256: r.cell("document_sha256"),
		DocumentTitle:  r.cell("document"),
		Quote:          r.cell("quote"),
		Prefix:         r.cell("prefix"),
		Suffix:         r.cell("suffix"),
		Label:          r.cell("label"),
		Meaning:        r.cell("meaning"),
		Statement:      r.cell("statement"),
		Claimant:       r.cell("claimant"),
		ClaimDate:      r.cell("claim_date"),
		ClaimType:      r.cell("claim_type"),
		Note:           r.cell("note"),
		Annotator:      r.cell("annotator"),
		Status:         r.cell("status"),
		FinalLabel:     r.cell("final_label"),
		Reviewer:       r.cell("reviewer"),
	}
	if unit := r.cell("offset_unit"); unit != "" && unit != "codepoint" {
		return c, fmt.Errorf("offsets are counted in %s, but only codepoint can be read", unit)
	}
	var err error
	if c.Start, err = r.offset("start"); err != nil {
		return c, err
	}
	if c.End, err = r.offset("end"); err != nil {
		return c, err
	}
	if text := r.cell("confidence"); text != "" {
		confidence, err := strconv.ParseFloat(text, 64)
		if err != nil || !(confidence >= 0 && confidence <= 1) {
			return c, fmt.Errorf("confidence is %q, not a number from 0 to 1", text)
		}
		c.Confidence = &confidence
	}
	if c.CreatedAt, err = r.time("created_at"); err != nil {
		return c, err
	}
	if c.UpdatedAt, err = r.time("updated_at"); err != nil {
		return c, err
	}
	c.ReviewedAt, err = r.time("reviewed_at")
	return c, err
}

// offset reads a number of code points.
func (r row) offset(column string) (int, error) {
	text := r.cell(column)
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 {
		return 0, fmt.Errorf("%s is %q, not a whole number from 0 up", column, text)
	}
	return n, nil
}

// time reads a time, the zero time where there is none.
func (r row) time(column string) (time.Time, error) {
	text := r.cell(column)
	if text == "" {
		return time.Time{}, nil
	}
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return time.Time{}, fmt.Errorf("%s is %q, not a time such as 2025-02-10T09:30:00Z", column, text)
	}
	return at, nil
}
