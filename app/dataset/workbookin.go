package dataset

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"path"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"
	"unicode/utf8"
)

// Limits of a workbook, so that a hostile one costs seconds.
const (
	mostBookParts   = 10_000
	mostSheetColumn = 16_384
	mostBookSheets  = 1000
)

// openedWorkbook reads the sheets of a workbook that any program wrote. Only what the values of cells depend on is read, and
// sheets are read row by row.
type openedWorkbook struct {
	parts  map[string]*zip.File
	left   int64 // bytes that may still be inflated
	sheets []openedSheet
	texts  []string   // that cells share; nil until a cell names one
	dates  []dateForm // by style
	since  time.Time  // the day that serial numbers count from
}

type openedSheet struct{ name, part string }

// dateForm is how a style shows a number.
type dateForm struct{ day, clock bool }

func openWorkbook(file []byte) (*openedWorkbook, error) {
	z, err := openArchive(file)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, fmt.Errorf("it is not a workbook (xlsx), or is damaged: %w", err)
	}
	if len(z.File) > mostBookParts {
		return nil, fmt.Errorf("it has more than %d parts", mostBookParts)
	}
	if err := checkUnpacked(file, z.File); err != nil {
		return nil, err
	}
	b := &openedWorkbook{parts: map[string]*zip.File{}, left: mostUnpacked(file), since: epoch}
	for _, f := range z.File {
		name := strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(f.Name, `\`, "/"), "/"))
		if b.parts[name] != nil {
			return nil, fmt.Errorf("its part %s is there twice", shorten(name))
		}
		b.parts[name] = f
	}
	if err := b.readSheets(); err != nil {
		return nil, err
	}
	return b, b.readStyles()
}

// limited counts what is inflated.
type inflated struct {
	io.ReadCloser
	left *int64
}

func (r *inflated) Read(p []byte) (int, error) {
	n, err := r.ReadCloser.Read(p)
	if *r.left -= int64(n); *r.left < 0 {
		return 0, errors.New("it is much larger unpacked than a workbook is")
	}
	return n, err
}

// element is what an XML reader meets: the beginning of an element, its end, or text.
type element struct {
	name  string // without its namespace: files of the strict and the transitional form differ there alone
	attrs []xml.Attr
	end   bool
	text  []byte
}

func (e *element) attr(name string) string {
	for _, a := range e.attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// errStop ends the reading of a part before its end.
var errStop = errors.New("enough")

// each reads a part. A part that is not there is an error where it is needed.
func (b *openedWorkbook) each(part string, needed bool, do func(e *element) error) error {
	f := b.parts[strings.ToLower(part)]
	if f == nil {
		if !needed {
			return nil
		}
		return fmt.Errorf("its part %s is missing", shorten(part))
	}
	opened, err := f.Open()
	if err != nil {
		return fmt.Errorf("its part %s cannot be read: %w", shorten(part), err)
	}
	defer opened.Close()
	in := xml.NewDecoder(&inflated{opened, &b.left})
	var e element
	for {
		token, err := in.RawToken()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("its part %s cannot be read: %w", shorten(part), err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			e = element{name: t.Name.Local, attrs: t.Attr}
		case xml.EndElement:
			e = element{name: t.Name.Local, end: true}
		case xml.CharData:
			e = element{text: t}
		default:
			continue
		}
		switch err := do(&e); {
		case errors.Is(err, errStop):
			return nil
		case err != nil:
			return err
		}
	}
}

// links reads what the parts are that a part refers to, by their ids there.
func (b *openedWorkbook) links(part string) (byID, byType map[string]string, err error) {
	byID, byType = map[string]string{}, map[string]string{}
	folder, name := path.Split(part)
	err = b.each(folder+"_rels/"+name+".rels", true, func(e *element) error {
		if e.name == "Relationship" && !e.end {
			target := e.attr("Target")
			if !strings.HasPrefix(target, "/") {
				target = path.Join(folder, target)
			}
			target = strings.TrimPrefix(target, "/")
			byID[e.attr("Id")], byType[path.Base(e.attr("Type"))] = target, target
		}
		return nil
	})
	return byID, byType, err
}

const (
	sharedTextsPart = "xl/sharedstrings.xml"
	stylesPart      = "xl/styles.xml"
)

func (b *openedWorkbook) readSheets() error {
	_, byType, err := b.links("")
	if err != nil {
		return err
	}
	book := byType["officeDocument"]
	byID, byType, err := b.links(book)
	if err != nil {
		return err
	}
	for name, from := range map[string]string{sharedTextsPart: byType["sharedStrings"], stylesPart: byType["styles"]} {
		b.parts[name] = b.parts[strings.ToLower(from)]
	}
	return b.each(book, true, func(e *element) error {
		switch {
		case e.end:
		case e.name == "workbookPr" && (e.attr("date1904") == "1" || e.attr("date1904") == "true"):
			b.since = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
		case e.name == "sheet":
			if len(b.sheets) == mostBookSheets {
				return fmt.Errorf("it has more than %d sheets", mostBookSheets)
			}
			b.sheets = append(b.sheets, openedSheet{e.attr("name"), byID[e.attr("id")]})
		}
		return nil
	})
}

// readStyles finds out which styles show a number as a date.
func (b *openedWorkbook) readStyles() error {
	custom := map[string]string{}
	within := false
	return b.each(stylesPart, false, func(e *element) error {
		switch {
		case e.name == "cellXfs":
			within = !e.end
		case e.end:
		case e.name == "numFmt":
			custom[e.attr("numFmtId")] = e.attr("formatCode")
		case e.name == "xf" && within:
			form := builtInDate(e.attr("numFmtId"))
			if code, is := custom[e.attr("numFmtId")]; is {
				form = dateFormOf(code)
			}
			b.dates = append(b.dates, form)
		}
		return nil
	})
}

// builtInDate is what the formats show that have a number alone (ECMA-376, part 1, 18.8.30).
func builtInDate(id string) dateForm {
	switch n, _ := strconv.Atoi(id); {
	case n >= 14 && n <= 17:
		return dateForm{day: true}
	case n == 22:
		return dateForm{day: true, clock: true}
	}
	return dateForm{}
}

// dateFormOf reads a format such as yyyy\-mm\-dd\ hh:mm:ss.000: letters that are neither quoted nor escaped tell. A time without a day is none.
func dateFormOf(code string) (form dateForm) {
	code, _, _ = strings.Cut(strings.ToLower(code), ";") // for positive numbers
	if strings.HasPrefix(code, "general") {
		return form
	}
	for i := 0; i < len(code); i++ {
		switch code[i] {
		case '"', '[':
			end := strings.IndexByte(code[i+1:], map[byte]byte{'"': '"', '[': ']'}[code[i]])
			if end < 0 {
				return dateForm{}
			}
			i += end + 1
		case '\\', '_', '*':
			i++
		case 'y', 'd':
			form.day = true
		case 'h', 's':
			form.clock = true
		case '#', '?', '%', '@':
			return dateForm{}
		}
	}
	form.clock = form.clock && form.day
	return form
}

// text gives one of the texts that cells share.
func (b *openedWorkbook) text(index string) (string, error) {
	if b.texts == nil {
		b.texts = []string{}
		var text richText
		err := b.each(sharedTextsPart, true, func(e *element) error {
			if e.name == "si" && !e.end {
				text.b = text.b[:0]
			}
			text.read(e)
			if e.name == "si" && e.end {
				b.texts = append(b.texts, text.String())
			}
			return nil
		})
		if err != nil {
			return "", err
		}
	}
	n, err := strconv.Atoi(index)
	if err != nil || n < 0 || n >= len(b.texts) {
		return "", fmt.Errorf("it names the text %q, of %d that there are", shorten(index), len(b.texts))
	}
	return b.texts[n], nil
}

// richText puts the runs of a text together, without how it is pronounced.
type richText struct {
	b             []byte
	within, spoke bool
}

func (t *richText) read(e *element) {
	switch {
	case e.name == "t":
		t.within = !e.end
	case e.name == "rPh":
		t.spoke = !e.end
	case t.within && !t.spoke:
		t.b = append(t.b, e.text...)
	}
}

func (t *richText) String() string { return cellText(string(t.b)) }

// cellText undoes the escapes of appendCellText. Two halves of a character are one.
func cellText(text string) string {
	if !strings.Contains(text, "_x") {
		return text
	}
	var b []byte
	for i := 0; i < len(text); i++ {
		if !isCellEscape(text[i:]) {
			b = append(b, text[i])
			continue
		}
		unit := func(at int) rune {
			n, _ := strconv.ParseUint(text[at+2:at+6], 16, 16)
			return rune(n)
		}
		r := unit(i)
		if i += 6; utf16.IsSurrogate(r) && isCellEscape(text[i+1:]) {
			if whole := utf16.DecodeRune(r, unit(i+1)); whole != utf8.RuneError {
				r, i = whole, i+7
			}
		}
		b = utf8.AppendRune(b, r)
	}
	return string(b)
}

// rows calls each with the number of a row of the sheet, from 1, and its cells: a date as 2025-02-10, a time as
// 2025-02-10T09:30:00.123Z, all else as it is written. Empty rows are left out. The slice is used again for the next.
func (b *openedWorkbook) rows(s openedSheet, each func(number int, cells []string) error) error {
	var (
		cells        []string
		number       int
		column       int
		kind, style  string
		value        []byte
		inValue      bool
		text         richText
		row, inCells bool
	)
	return b.each(s.part, true, func(e *element) error {
		switch {
		case e.text != nil:
			if inValue {
				value = append(value, e.text...)
			}
			text.read(e)
		case e.name == "row" && !e.end:
			number++
			if r, err := strconv.Atoi(e.attr("r")); err == nil && r > number {
				number = r
			}
			cells, column, row = cells[:0], 0, true
		case e.name == "row":
			row = false
			for len(cells) > 0 && cells[len(cells)-1] == "" {
				cells = cells[:len(cells)-1]
			}
			if len(cells) > 0 {
				return each(number, cells)
			}
		case e.name == "c" && row && !e.end:
			if at := columnNumber(e.attr("r")); at > 0 {
				column = at - 1
			}
			kind, style, value, inCells = e.attr("t"), e.attr("s"), value[:0], true
			text.b = text.b[:0]
		case e.name == "c" && inCells:
			inCells = false
			if column >= mostSheetColumn {
				return fmt.Errorf("row %d has more than %d columns", number, mostSheetColumn)
			}
			cell, err := b.cell(kind, style, string(value), &text)
			if err != nil {
				return fmt.Errorf("row %d: %w", number, err)
			}
			if cell != "" {
				for len(cells) <= column {
					cells = append(cells, "")
				}
				cells[column] = cell
			}
			column++
		case e.name == "v":
			inValue = !e.end
		default:
			text.read(e)
		}
		return nil
	})
}

// cell is what a cell holds.
func (b *openedWorkbook) cell(kind, style, value string, text *richText) (string, error) {
	switch kind {
	case "s":
		return b.text(value)
	case "inlineStr":
		return text.String(), nil
	case "str":
		return cellText(value), nil
	case "b", "d", "e":
		return value, nil
	}
	n, err := strconv.Atoi(style)
	if err != nil || n < 0 || n >= len(b.dates) || !b.dates[n].day {
		return value, nil
	}
	days, err := strconv.ParseFloat(value, 64)
	if err != nil || !(days >= 0 && days < 2_958_466) { // the year 10000
		return value, nil
	}
	whole := math.Floor(days)
	at := b.since.AddDate(0, 0, int(whole)).Add(time.Duration(math.Round((days-whole)*24*60*60*1000)) * time.Millisecond)
	if b.dates[n].clock || days != whole {
		return at.Format(momentForm), nil
	}
	return at.Format(dayForm), nil
}

// columnNumber is the number of the column in a reference such as AB12, from 1; 0 where it is none.
func columnNumber(reference string) int {
	n := 0
	for i := 0; i < len(reference) && n <= mostSheetColumn; i++ {
		c := reference[i] &^ 0x20
		if c < 'A' || c > 'Z' {
			break
		}
		n = 26*n + int(c-'A') + 1
	}
	return n
}
