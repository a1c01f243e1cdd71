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
	"unicode"
	"unicode/utf8"

	encoding "golang.org/x/text/encoding/unicode"

	"factmark/app/format"
	"factmark/store"
)

// Table is what a CSV file says of claims, and what of it could not be read.
type Table struct {
	Claims  []store.ImportedClaim
	Bad     []store.BadRow // rows that cannot be read
	Unknown []string       // names of columns that are none of ours, as they are written
	Blank   int            // rows with nothing in them, which are left out
	Short   int            // rows that end before their last columns, which are taken as empty
}

// ReadCSV reads claims from a file with the columns of the view labelled_claims, as Write writes it or as another
// program saved it again: in UTF-8 or UTF-16, with or without a byte order mark, with any line ends, separated by commas,
// semicolons, tabs or bars, the columns in any order and named without regard to case and space, and with or without the
// apostrophes of a spreadsheet-safe file. start, end, quote and one of document_sha256 and document must be there.
// An error is about the whole file; a row that can't be read is among the bad ones.
func ReadCSV(r io.Reader) (Table, error) {
	var table Table
	rows, err := newReader(r)
	if err != nil {
		return table, err
	}
	table.Unknown = rows.unknown
	var form apostrophes
	var told conventions
	for {
		next, err := rows.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if bad, ok := errors.AsType[*badRow](err); ok {
			table.Bad = append(table.Bad, store.BadRow{Line: bad.line, Err: bad.error})
			continue
		}
		if err != nil {
			return Table{}, err
		}
		switch {
		case next.blank():
			table.Blank++
			continue
		case next.short:
			table.Short++
		}
		claim, err := next.claim(&told, len(table.Claims))
		claim.Columns = rows.set
		if err != nil {
			table.Bad = append(table.Bad, store.BadRow{Line: next.line, Err: err})
			continue
		}
		form.look(next)
		table.Claims = append(table.Claims, claim)
	}
	if form.safe() {
		for i := range table.Claims {
			takeApostrophes(&table.Claims[i])
		}
	}
	told.settle(&table)
	return table, nil
}

// reader reads the rows below a header.
type reader struct {
	csv     *csv.Reader
	ends    *lineEnds
	before  int // lines before those that csv counts
	columns columns
	set     store.Columns
	unknown []string
	width   int      // columns of the header
	ahead   []record // read already
}

// columns is where each of our columns stands in a file.
type columns map[string]int

func (c columns) set() store.Columns {
	var names []string
	for name := range c {
		names = append(names, name)
	}
	return store.ColumnsOf(names...)
}

// row is one row of the file.
type row struct {
	columns columns
	cells   []string
	line    int // of the file, from 1
	short   bool
}

// cell is the text in a column, "" where the file has no such column.
func (r row) cell(column string) string {
	if i, ok := r.columns[column]; ok && i < len(r.cells) {
		return r.cells[i]
	}
	return ""
}

// plain is a cell without white space at its ends, for what is a word or a number.
func (r row) plain(column string) string { return strings.TrimSpace(r.cell(column)) }

func (r row) blank() bool {
	return !slices.ContainsFunc(r.cells, func(cell string) bool { return strings.TrimSpace(cell) != "" })
}

// longestHeader is how far the header is looked for, in bytes.
const longestHeader = 1 << 16

func newReader(r io.Reader) (*reader, error) {
	in, err := asUTF8(r)
	if err != nil {
		return nil, err
	}
	rows := &reader{}
	head, _ := in.Peek(longestHeader)
	comma, sure := separatorLine(head)
	if sure { // a line that Excel reads, and others write for it
		line, _, _ := cutLine(head, comma)
		rows.before = 1
		_, _ = in.Discard(len(line) + len(lineEnd(head[len(line):])))
		head, _ = in.Peek(longestHeader)
	}
	header, ends := firstLine(head)
	if !sure {
		comma = separator(header)
	}
	// A mark is doubled in a quoted cell, and stands before and behind it.
	rows.ends = newLineEnds(in, comma, ends == "\n" || ends == "", 2*store.LongestText+2)
	rows.csv = csv.NewReader(rows.ends)
	rows.csv.Comma = rune(comma)
	rows.csv.FieldsPerRecord = -1
	for {
		names, err := rows.csv.Read()
		if errors.Is(err, io.EOF) {
			return nil, errors.New("the file is empty: its first line must name the columns")
		}
		if parse, ok := errors.AsType[*csv.ParseError](err); ok {
			return nil, fmt.Errorf("line %d: %s", parse.StartLine+rows.before, misplacedMark(parse))
		}
		if err != nil {
			return nil, fmt.Errorf("reading the file: %w", err)
		}
		if (row{cells: names}).blank() {
			continue
		}
		line, _ := rows.csv.FieldPos(0)
		if slices.ContainsFunc(names, func(name string) bool { return len(name) > longestHeader }) {
			return nil, fmt.Errorf("line %d: the name of a column is longer than %d kB", line+rows.before, longestHeader>>10)
		}
		if !slices.ContainsFunc(names, func(name string) bool { return !utf8.ValidString(name) }) {
			rows.width = len(names)
			rows.columns, rows.unknown, err = columnsOf(names, line+rows.before)
			rows.set = rows.columns.set()
			return rows, err
		}
		return nil, notUTF8(line + rows.before)
	}
}

func notUTF8(line int) error {
	return fmt.Errorf("line %d: the file is not UTF-8; save it again as CSV in UTF-8", line)
}

// asUTF8 reads a file in UTF-8 or UTF-16, with or without a byte order mark, as UTF-8 without one.
func asUTF8(r io.Reader) (*bufio.Reader, error) {
	in := bufio.NewReaderSize(r, longestHeader)
	head, err := in.Peek(4)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("reading the file: %w", err)
	}
	decoded := func(order encoding.Endianness) (*bufio.Reader, error) {
		return bufio.NewReaderSize(encoding.UTF16(order, encoding.UseBOM).NewDecoder().Reader(in), longestHeader), nil
	}
	starts := func(mark string) bool { return strings.HasPrefix(string(head), mark) }
	switch {
	case starts("\xFF\xFE\x00\x00"), starts("\x00\x00\xFE\xFF"):
		return nil, errors.New("the file is UTF-32; save it again as CSV in UTF-8")
	case starts(bom):
		_, _ = in.Discard(len(bom))
	case starts("\xFF\xFE"), len(head) == 4 && head[0] != 0 && head[1] == 0:
		return decoded(encoding.LittleEndian)
	case starts("\xFE\xFF"), len(head) == 4 && head[0] == 0 && head[1] != 0:
		return decoded(encoding.BigEndian)
	}
	return in, nil
}

// cutLine parts the first line, in which separators and line ends may stand in quoted cells, from what follows.
func cutLine(text []byte, comma byte) (line, rest []byte, found bool) {
	quoted := false
	for i, b := range text {
		switch {
		case b == '"':
			quoted = !quoted
		case !quoted && (b == '\n' || b == '\r'):
			return text[:i], text[i:], true
		}
	}
	return text, nil, false
}

// lineEnd is the line end that a text begins with.
func lineEnd(text []byte) string {
	for _, end := range []string{"\r\n", "\n", "\r"} {
		if bytes.HasPrefix(text, []byte(end)) {
			return end
		}
	}
	return ""
}

// firstLine gives the first line that has something in it, and its line end.
func firstLine(text []byte) (line []byte, end string) {
	for {
		line, rest, found := cutLine(text, 0)
		end := lineEnd(rest)
		if !found || len(bytes.Trim(line, " \t,;|\"")) > 0 {
			return line, end
		}
		text = rest[len(end):]
	}
}

var separators = []byte{',', ';', '\t', '|'}

// separatorLine finds the separator that a first line such as "sep=;" names.
func separatorLine(head []byte) (comma byte, is bool) {
	line, _, _ := cutLine(head, 0)
	line = bytes.Trim(line, "\"")
	if len(line) == 5 && bytes.EqualFold(line[:4], []byte("sep=")) && bytes.IndexByte(separators, line[4]) >= 0 {
		return line[4], true
	}
	return 0, false
}

// separator is the character between the columns' names: the one with which most of them are ours.
func separator(header []byte) byte {
	best, most := separators[0], -1
	for _, comma := range separators {
		ours := 0
		for name := range bytes.SplitSeq(header, []byte{comma}) {
			if columnNamed(strings.Trim(string(name), `"`)) != "" {
				ours++
			}
		}
		if ours > most {
			best, most = comma, ours
		}
	}
	return best
}

// foldColumn gives a name without regard to case and to how its words are parted: "Claim ID", "claim.id" and "claimId" are claim_id.
func foldColumn(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || strings.ContainsRune("_-.\uFEFF", r) {
			return -1
		}
		return unicode.ToLower(r)
	}, name)
}

// columnNamed gives the column of ours that a name in a header means, "" where it is none.
func columnNamed(name string) string {
	for _, column := range store.LabelledColumns {
		if foldColumn(column) == foldColumn(name) {
			return column
		}
	}
	return ""
}

func columnsOf(header []string, line int) (columns, []string, error) {
	where := columns{}
	var unknown []string
	for i, name := range header {
		folded := columnNamed(name)
		if folded == "" {
			if name = strings.TrimSpace(name); name != "" {
				unknown = append(unknown, name)
			}
			continue
		}
		if _, twice := where[folded]; twice {
			return nil, nil, fmt.Errorf("line %d: the column %s is there twice", line, folded)
		}
		where[folded] = i
	}
	var missing []string
	for _, name := range []string{"start", "end", "quote"} {
		if _, ok := where[name]; !ok {
			missing = append(missing, name)
		}
	}
	_, labelled := where["label"]
	if !labelled && slices.Contains(unknown, "evidence_id") && slices.Contains(unknown, "stance") {
		return nil, nil, errors.New("this is a table of evidence, and the claims that it bears on are not in it; import a package or a workbook, which have both")
	}
	_, byHash := where["document_sha256"]
	_, byTitle := where["document"]
	if !byHash && !byTitle {
		missing = append(missing, "document_sha256 (or document)")
	}
	if len(missing) > 0 {
		return nil, nil, &columnsError{line, missing}
	}
	return where, unknown, nil
}

// columnsError says which of our columns a table lacks.
type columnsError struct {
	line    int
	missing []string
}

func (e *columnsError) Error() string {
	return fmt.Sprintf("line %d: these columns are missing: %s", e.line, strings.Join(e.missing, ", "))
}

// badRow is why a row cannot be read.
type badRow struct {
	error
	line int
}

// mayBeMissing are the columns that are filled by a review or follow from others. A program that leaves
// out empty cells at the end of a row leaves out these; a row that lacks another one has been cut.
var mayBeMissing = []string{"final_label", "reviewer", "reviewed_at", "fine_label", "supporting", "refuting", "locator", "first_claim_id"}

// longestCell is how many lines a cell may have whose line breaks are not quoted.
const longestCell = 64

// next reads a row; io.EOF after the last, a *badRow for one that cannot be read. Some programs leave line breaks
// unquoted: where rows are too short, and joined by their breaks have just as many cells as the header, they are one row.
func (r *reader) next() (row, error) {
	next, err := r.record()
	if err != nil {
		return next, err
	}
	if len(next.cells) > r.width && !(row{cells: next.cells[r.width:]}).blank() {
		return row{}, r.notWide(next)
	}
	joined, parts := next, []record(nil)
	for r.lacks(joined) && len(parts) < longestCell {
		more, err := r.record()
		parts = append(parts, record{more, err})
		last := len(joined.cells) - 1
		if err != nil || last+len(more.cells) > r.width {
			break
		}
		cells := append(slices.Clone(joined.cells[:last]), joined.cells[last]+"\n"+more.cells[0])
		joined.cells = append(cells, more.cells[1:]...)
	}
	if r.lacks(joined) {
		r.ahead = append(parts, r.ahead...)
		return row{}, r.notWide(next)
	}
	joined.short = len(joined.cells) < r.width && !joined.blank()
	return joined, nil
}

// lacks tells whether a row ends before a column that it must have.
func (r *reader) lacks(next row) bool {
	if len(next.cells) >= r.width || next.blank() {
		return false
	}
	for name, i := range r.columns {
		if i >= len(next.cells) && !slices.Contains(mayBeMissing, name) {
			return true
		}
	}
	return false
}

func (r *reader) notWide(next row) error {
	return &badRow{fmt.Errorf("this row has %s, and the first line has %s", format.Plural(len(next.cells), "cell"), format.Plural(r.width, "column")), next.line}
}

// record is what was read as one row.
type record struct {
	row
	err error
}

// record reads what the CSV format calls a record.
func (r *reader) record() (row, error) {
	if len(r.ahead) > 0 {
		next := r.ahead[0]
		r.ahead = r.ahead[1:]
		return next.row, next.err
	}
	cells, err := r.csv.Read()
	before := r.before
	r.before, r.ends.lines = before+r.ends.lines, 0
	if parse, ok := errors.AsType[*csv.ParseError](err); ok {
		return row{}, &badRow{errors.New(misplacedMark(parse)), parse.StartLine + before}
	}
	if errors.Is(err, io.EOF) {
		return row{}, err
	}
	if err != nil {
		return row{}, fmt.Errorf("reading the file: %w", err)
	}
	line, _ := r.csv.FieldPos(0)
	line += before
	for i := range cells {
		if len(cells[i]) > store.LongestText {
			return row{}, &badRow{fmt.Errorf("the cell of the column %s is longer than %d MB, which no workspace takes", r.named(i), store.LongestText>>20), line}
		}
		cells[i] = strings.ReplaceAll(cells[i], string([]byte{hiddenCR}), "\r")
		if !utf8.ValidString(cells[i]) {
			return row{}, notUTF8(line)
		}
	}
	return row{columns: r.columns, cells: cells, line: line}, nil
}

// afterIt says how many lines more a row goes on.
func afterIt(lines int) string {
	if lines == 1 {
		return "the line after it is part of this row"
	}
	return fmt.Sprintf("the %d lines after it are part of this row", lines)
}

// named is the name of a column as ours, else its number.
func (r *reader) named(column int) string {
	for name, i := range r.columns {
		if i == column {
			return name
		}
	}
	return strconv.Itoa(column + 1)
}

// misplacedMark says what is wrong with a row that the CSV reader cannot read.
func misplacedMark(parse *csv.ParseError) string {
	what := "a quotation mark stands in a cell that does not begin with one"
	if errors.Is(parse.Err, csv.ErrQuote) {
		what = "a quotation mark does not belong there (it opens a cell, or is doubled inside one), or a cell is never closed"
	}
	if parse.Line > parse.StartLine {
		what += "; " + afterIt(parse.Line-parse.StartLine)
	}
	return what
}

// claim reads a row. What only the whole file tells is left to conventions.
func (r row) claim(c *conventions, index int) (store.ImportedClaim, error) {
	claim := store.ImportedClaim{
		Line:           r.line,
		ClaimID:        r.plain("claim_id"),
		DocumentSHA256: r.plain("document_sha256"),
		DocumentTitle:  r.cell("document"),
		Quote:          r.cell("quote"),
		Prefix:         r.cell("prefix"),
		Suffix:         r.cell("suffix"),
		Label:          r.plain("label"),
		Meaning:        strings.ToLower(r.plain("meaning")),
		Statement:      r.cell("statement"),
		Claimant:       r.cell("claimant"),
		ClaimDate:      r.cell("claim_date"),
		ClaimType:      r.cell("claim_type"),
		Note:           r.cell("note"),
		Annotator:      r.plain("annotator"),
		Status:         strings.ToLower(r.plain("status")),
		FinalLabel:     r.plain("final_label"),
		Reviewer:       r.plain("reviewer"),
		FirstClaimID:   r.plain("first_claim_id"),
	}
	if unit := r.plain("offset_unit"); !slices.Contains([]string{"", "codepoint", "codepoints"}, foldColumn(unit)) && !isEmptyWord(unit) {
		return claim, fmt.Errorf("offsets are counted in %s, but only codepoint can be read", shorten(unit))
	}
	err := c.read(r, &claim, index)
	return claim, err
}
