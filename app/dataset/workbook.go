package dataset

import (
	"archive/zip"
	"compress/flate"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// What a sheet of Excel holds at most (Microsoft, “Excel specifications and limits”).
const (
	mostSheetRows = 1_048_576 // with the header
	longestInCell = 32_767    // UTF-16 code units
)

// cellKind is what the cells of a column are in a sheet. Whatever does not fit a number or a date is a text.
type cellKind int

const (
	textCells   cellKind = iota
	numberCells          // as they are written
	dayCells             // 2025-02-10; a year or a month alone stays a text
	momentCells          // 2025-02-10T09:30:00.123Z, shown in UTC
)

// The styles of cells, by their place in workbookStyles.
const (
	headerStyle = iota + 1
	textStyle   // so that a spreadsheet takes nothing that is typed over it for a formula
	dayStyle
	momentStyle
)

type sheetColumn struct {
	name  string
	kind  cellKind
	width int // characters
}

// sheet is what a sheet holds, or several where its rows do not fit one: “claims”, “claims 2”.
type sheet struct {
	name    string
	columns []sheetColumn
	rows    int                                        // without the header
	each    func(row func(cells []string) error) error // calls row with the cells of every row in the order of the columns; an empty cell is left out

	cut     func(cells []string, column string) // told of a text that does not fit a cell
	invalid func(cells []string, column string) // told of a text that is not UTF-8
}

// parts are how many sheets its rows take.
func (s *sheet) parts() int { return max(1, (s.rows+mostSheetRows-2)/(mostSheetRows-1)) }

// part gives the name of one of them, from 0, and its rows.
func (s *sheet) part(n int) (name string, rows int) {
	name = s.name
	if n > 0 {
		name += " " + strconv.Itoa(n+1)
	}
	return name, min(s.rows-n*(mostSheetRows-1), mostSheetRows-1)
}

// workbook writes an Office Open XML workbook (ECMA-376), row by row.
type workbook struct {
	zip     *zip.Writer
	written int       // sheets
	part    io.Writer // of the sheet that is being written
	b       []byte    // of it, not yet handed on
}

const workbookBuffer = 1 << 16

// writeWorkbook writes a workbook of these sheets. The same rows give the same bytes.
func writeWorkbook(w io.Writer, sheets []sheet) error {
	z := zip.NewWriter(w)
	z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.BestSpeed) })
	b := &workbook{zip: z}
	if err := b.frame(sheets); err != nil {
		return err
	}
	for i := range sheets {
		if err := b.sheet(&sheets[i]); err != nil {
			return err
		}
	}
	return z.Close()
}

// add begins a part of the file. It has no time, which would tell two exports apart.
func (b *workbook) add(name string) (io.Writer, error) {
	return b.zip.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate})
}

func (b *workbook) flush() error {
	_, err := b.part.Write(b.b)
	b.b = b.b[:0]
	return err
}

func (b *workbook) sheet(s *sheet) error {
	letters := columnLetters(len(s.columns))
	if err := b.beginSheet(s, 0, letters); err != nil {
		return err
	}
	rows, part, at := 0, 0, 1 // at is the row written last
	err := s.each(func(cells []string) error {
		if at == mostSheetRows {
			if err := b.endSheet(); err != nil {
				return err
			}
			part, at = part+1, 1
			if err := b.beginSheet(s, part, letters); err != nil {
				return err
			}
		}
		rows, at = rows+1, at+1
		return b.row(s, at, letters, cells)
	})
	if err != nil {
		return err
	}
	if rows != s.rows {
		return fmt.Errorf("the sheet %s was to have %d rows, and has %d", s.name, s.rows, rows)
	}
	return b.endSheet()
}

func (b *workbook) beginSheet(s *sheet, part int, letters []string) (err error) {
	b.written++
	if b.part, err = b.add("xl/worksheets/sheet" + strconv.Itoa(b.written) + ".xml"); err != nil {
		return err
	}
	selected := ""
	if b.written == 1 {
		selected = ` tabSelected="1"`
	}
	_, rows := s.part(part)
	b.b = append(b.b, xmlHead+`<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1:`...)
	b.b = append(b.b, letters[len(letters)-1]...)
	b.b = strconv.AppendInt(b.b, int64(rows+1), 10)
	b.b = append(b.b, `"/><sheetViews><sheetView`+selected+` workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>`...)
	for i, c := range s.columns {
		n := strconv.Itoa(i + 1)
		b.b = append(b.b, `<col min="`+n+`" max="`+n+`" width="`+strconv.Itoa(c.width)+`" customWidth="1"/>`...)
	}
	b.b = append(b.b, `</cols><sheetData><row r="1">`...)
	for i, c := range s.columns {
		b.beginCell(letters[i], 1, headerStyle)
		b.inline(c.name)
	}
	b.b = append(b.b, `</row>`...)
	return nil
}

func (b *workbook) endSheet() error {
	b.b = append(b.b, `</sheetData></worksheet>`...)
	return b.flush()
}

func (b *workbook) row(s *sheet, number int, letters, cells []string) error {
	b.b = append(b.b, `<row r="`...)
	b.b = strconv.AppendInt(b.b, int64(number), 10)
	b.b = append(b.b, `">`...)
	for i, cell := range cells {
		if cell == "" {
			continue
		}
		kind := s.columns[i].kind
		if days, is := serial(cell, kind); is {
			style := dayStyle
			if kind == momentCells {
				style = momentStyle
			}
			b.beginCell(letters[i], number, style)
			b.b = append(b.b, `><v>`...)
			b.b = strconv.AppendFloat(b.b, days, 'f', -1, 64)
			b.b = append(b.b, `</v></c>`...)
			continue
		}
		if kind == numberCells && isPlainNumber(cell) {
			b.beginCell(letters[i], number, 0)
			b.b = append(b.b, `><v>`...)
			b.b = append(b.b, cell...)
			b.b = append(b.b, `</v></c>`...)
			continue
		}
		b.beginCell(letters[i], number, textStyle)
		if !utf8.ValidString(cell) {
			cell = strings.ToValidUTF8(cell, "\uFFFD")
			s.invalid(cells, s.columns[i].name)
		}
		if fits := fitting(cell); fits < len(cell) {
			cell = cell[:fits]
			s.cut(cells, s.columns[i].name)
		}
		b.inline(cell)
	}
	b.b = append(b.b, `</row>`...)
	if len(b.b) < workbookBuffer {
		return nil
	}
	return b.flush()
}

func (b *workbook) beginCell(letter string, row, style int) {
	b.b = append(b.b, `<c r="`...)
	b.b = append(b.b, letter...)
	b.b = strconv.AppendInt(b.b, int64(row), 10)
	if style > 0 {
		b.b = append(b.b, `" s="`...)
		b.b = append(b.b, '0'+byte(style))
	}
	b.b = append(b.b, '"')
}

// inline ends a cell with a text.
func (b *workbook) inline(text string) {
	b.b = append(b.b, ` t="inlineStr"><is><t`...)
	if text[0] <= ' ' || text[len(text)-1] <= ' ' {
		b.b = append(b.b, ` xml:space="preserve"`...)
	}
	b.b = append(b.b, '>')
	b.b = appendCellText(b.b, text)
	b.b = append(b.b, `</t></is></c>`...)
}

// fitting is how many bytes of a text fit a cell.
func fitting(text string) int {
	if len(text) <= longestInCell {
		return len(text)
	}
	units := 0
	for i, r := range text {
		if units++; r > 0xFFFF {
			units++
		}
		if units > longestInCell {
			return i
		}
	}
	return len(text)
}

// cellAsIs tells which bytes stand for themselves in the text of a cell. 0xEF may begin U+FFFE or U+FFFF, which XML cannot hold.
var cellAsIs = func() (as [256]bool) {
	for c := range as {
		as[c] = c == '\t' || c == '\n' || c >= 0x20 && c != '&' && c != '<' && c != '>' && c != '_' && c != 0xEF
	}
	return as
}()

// appendCellText appends a text, which must be UTF-8, as XML. What XML cannot hold or would change is written as _xHHHH_, and so is the
// _ of a text that looks like that (ECMA-376, part 1, 22.4.2.4).
func appendCellText(b []byte, text string) []byte {
	from := 0
	for i := 0; i < len(text); i++ {
		c := text[i]
		if cellAsIs[c] {
			continue
		}
		escape, long := "", 1
		switch {
		case c == '&':
			escape = "&amp;"
		case c == '<':
			escape = "&lt;"
		case c == '>':
			escape = "&gt;"
		case c == '_' && isCellEscape(text[i:]):
			escape = "_x005F_"
		case c < 0x20:
			escape = "_x00" + string("0123456789ABCDEF"[c>>4]) + string("0123456789ABCDEF"[c&15]) + "_"
		case strings.HasPrefix(text[i:], "\uFFFE"):
			escape, long = "_xFFFE_", 3
		case strings.HasPrefix(text[i:], "\uFFFF"):
			escape, long = "_xFFFF_", 3
		default:
			continue
		}
		b = append(b, text[from:i]...)
		b = append(b, escape...)
		i += long - 1
		from = i + 1
	}
	return append(b, text[from:]...)
}

// isCellEscape tells whether a text begins as _x005F_ does.
func isCellEscape(text string) bool {
	if len(text) < 7 || text[0] != '_' || text[1] != 'x' || text[6] != '_' {
		return false
	}
	_, err := strconv.ParseUint(text[2:6], 16, 16)
	return err == nil
}

// isPlainNumber tells whether a sheet takes a cell for the number that it is. A double has 15 digits that are sure.
func isPlainNumber(cell string) bool {
	n, err := strconv.ParseFloat(cell, 64)
	return err == nil && n-n == 0 && !strings.ContainsAny(cell, "xX_nN+")
}

// epoch is the day that sheets count from. Excel takes 1900 for a leap year, so that only the days after it are the same in all programs.
var epoch = time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)

const (
	firstSheetDay = "1900-03-01"
	dayForm       = "2006-01-02"
	momentForm    = "2006-01-02T15:04:05.000Z"
)

// serial is a date or a time as a sheet counts it, in days; false where a date cell would not hold it as it is.
func serial(cell string, kind cellKind) (days float64, is bool) {
	form := dayForm
	switch kind {
	case dayCells:
	case momentCells:
		form = momentForm
	default:
		return 0, false
	}
	if len(cell) != len(form) || cell < firstSheetDay {
		return 0, false
	}
	at, err := time.Parse(form, cell)
	return float64(at.UnixMilli()-epoch.UnixMilli()) / (24 * 60 * 60 * 1000), err == nil
}

// columnLetters names the first columns of a sheet: A, B … Z, AA.
func columnLetters(n int) []string {
	letters := make([]string, n)
	for i := range letters {
		for rest := i + 1; rest > 0; rest = (rest - 1) / 26 {
			letters[i] = string(rune('A'+(rest-1)%26)) + letters[i]
		}
	}
	return letters
}

const workbookStyles = xmlHead + `<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">` +
	`<numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\-mm\-dd"/><numFmt numFmtId="165" formatCode="yyyy\-mm\-dd\ hh:mm:ss.000"/></numFmts>` +
	`<fonts count="2"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font><font><b/><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts>` +
	`<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>` +
	`<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>` +
	`<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>` +
	`<cellXfs count="5"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>` +
	`<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>` +
	`<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>` +
	`<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>` +
	`<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>` +
	`<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`

// frame writes the parts that tell a reader what the others are.
func (b *workbook) frame(sheets []sheet) error {
	const (
		spreadsheet   = "application/vnd.openxmlformats-officedocument.spreadsheetml."
		relationships = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`
		officeType    = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	)
	types := xmlHead + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
		`<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="` + spreadsheet + `sheet.main+xml"/>` +
		`<Override PartName="/xl/styles.xml" ContentType="` + spreadsheet + `styles+xml"/>`
	book := xmlHead + `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="` + officeType + `"><bookViews><workbookView/></bookViews><sheets>`
	links := xmlHead + relationships + `<Relationship Id="rId0" Type="` + officeType + `/styles" Target="styles.xml"/>`
	count := 0
	for i := range sheets {
		for part := range sheets[i].parts() {
			count++
			name, _ := sheets[i].part(part)
			n := strconv.Itoa(count)
			types += `<Override PartName="/xl/worksheets/sheet` + n + `.xml" ContentType="` + spreadsheet + `worksheet+xml"/>`
			book += `<sheet name="` + name + `" sheetId="` + n + `" r:id="rId` + n + `"/>`
			links += `<Relationship Id="rId` + n + `" Type="` + officeType + `/worksheet" Target="worksheets/sheet` + n + `.xml"/>`
		}
	}
	for _, part := range []struct{ name, content string }{
		{"[Content_Types].xml", types + `</Types>`},
		{"_rels/.rels", xmlHead + relationships + `<Relationship Id="rId1" Type="` + officeType + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"xl/workbook.xml", book + `</sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", links + `</Relationships>`},
		{"xl/styles.xml", workbookStyles},
	} {
		to, err := b.add(part.name)
		if err != nil {
			return err
		}
		if _, err := io.WriteString(to, part.content); err != nil {
			return err
		}
	}
	return nil
}
