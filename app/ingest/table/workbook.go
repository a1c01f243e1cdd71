package table

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"
	"golang.org/x/net/html/charset"

	"factmark/app/ingest/extract"
)

const (
	// A number in a workbook that stands for a date is written in one of these patterns, by its precision.
	yearPattern     = "yyyy"
	monthPattern    = "yyyy-mm"
	dayPattern      = "yyyy-mm-dd"
	datetimePattern = "yyyy-mm-dd hh:mm:ss"

	maxBookBytes = extract.MaxText * 3 / 2 // of the parts of a workbook together: a cell takes more bytes than its text
	maxElements  = 12 * extract.MaxBlocks  // of the sheets, which are not kept
	maxTexts     = 1_200_000               // elements of the texts of all cells, which the library keeps, about 300 bytes each
	maxCell      = 1 << 20                 // characters of one cell; Excel has 32,767
	maxStyles    = 200_000                 // elements of each other part
)

// partName is the name of a part as the format compares it.
func partName(f *zip.File) string {
	return strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(f.Name, `\`, "/"), "/"))
}

// valuePart tells whether the values of cells may depend on a part, and how many elements it may have.
func valuePart(name string) (limit int, is bool) {
	switch folder, _, in := strings.Cut(strings.TrimPrefix(name, "xl/"), "/"); {
	case !strings.HasSuffix(name, ".xml") && !strings.HasSuffix(name, ".rels"), strings.HasPrefix(name, "docprops/"), strings.HasPrefix(name, "customxml/"),
		strings.HasPrefix(name, "xl/calcchain"), strings.HasPrefix(name, "xl/comments"):
		return 0, false
	case strings.Contains(name, "sharedstrings"):
		return maxTexts, true
	case folder == "worksheets" && !strings.Contains(name, "/_rels/"):
		return maxElements, true
	case !in, folder == "_rels":
		return maxStyles, true
	}
	return 0, false // drawings, charts, pivot tables, themes …
}

// ReadWorkbook reads the first visible sheet with content of an Excel workbook (xlsx, xlsm). Dates are written as
// 2025-02-10, everything else as the workbook shows it. An error is a sentence that follows the file's name.
func ReadWorkbook(raw []byte) (*Table, error) {
	small, err := bounded(raw)
	if err != nil {
		return nil, err
	}
	return readBook(small)
}

func damaged(err error) error { return &extract.BrokenError{Format: "an Excel workbook", Err: err} }

// bounded gives the workbook with those of its parts alone that its values need, after it has seen that they are whole
// and within limits: the library reads all of a part into memory, and takes one that breaks off for its end.
func bounded(raw []byte) ([]byte, error) {
	archive, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return nil, damaged(err)
	}
	if len(archive.File) > extract.MaxParts {
		return nil, extract.TooMuch(extract.MaxParts, "parts")
	}
	var (
		out   bytes.Buffer
		copy  = zip.NewWriter(&out)
		total = uint64(0)
		seen  = map[string]bool{}
	)
	for _, part := range archive.File {
		name := partName(part)
		limit, needed := valuePart(name)
		if !needed {
			continue
		}
		if seen[name] {
			return nil, damaged(fmt.Errorf("%s is there twice", shownPart(part)))
		}
		seen[name] = true
		total += part.UncompressedSize64
		if part.UncompressedSize64 > maxBookBytes || total > maxBookBytes || total > extract.MaxText && total > extract.MaxRatio*uint64(len(raw)) {
			return nil, extract.TooMuch(maxBookBytes>>20, "MB of cells")
		}
		if err := checkPart(part, limit); err != nil {
			return nil, err
		}
		if err := copy.Copy(part); err != nil {
			return nil, damaged(err)
		}
	}
	if err := copy.Close(); err != nil {
		return nil, damaged(err)
	}
	return out.Bytes(), nil
}

func shownPart(part *zip.File) string { return extract.ShortLine(part.Name, 60) }

// checkPart reads a part to its end: it is whole, is XML, and has at most limit elements.
func checkPart(part *zip.File, limit int) error {
	reader, err := part.Open()
	if err != nil {
		return damaged(err)
	}
	defer reader.Close()
	decoder := xml.NewDecoder(reader)
	decoder.CharsetReader = charset.NewReaderLabel
	for elements := 0; elements <= limit; {
		token, err := decoder.RawToken()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return damaged(fmt.Errorf("%s: %w", shownPart(part), err))
		}
		switch token := token.(type) {
		case xml.StartElement:
			elements++
		case xml.CharData:
			if len(token) > maxCell {
				return extract.TooMuch(maxCell, "characters in a cell")
			}
		}
	}
	return extract.TooMuch(limit, "elements in "+shownPart(part))
}

func readBook(raw []byte) (t *Table, err error) {
	// The library is not ours, and the file may be anything.
	defer func() {
		if problem := recover(); problem != nil {
			t, err = nil, damaged(fmt.Errorf("%v", problem))
		}
	}()
	book, err := excelize.OpenReader(bytes.NewReader(raw), excelize.Options{
		UnzipSizeLimit: maxBookBytes, UnzipXMLSizeLimit: maxBookBytes, // nothing is written to a temporary file
	})
	if err != nil {
		return nil, damaged(err)
	}
	defer book.Close()
	if err := isoStyles(book); err != nil {
		return nil, damaged(err)
	}
	var (
		others []string
		found  []row
		of     string
		hidden bool
	)
	for pass := range 2 { // the hidden sheets only where no other has content
		for _, name := range book.GetSheetList() {
			visible, err := book.GetSheetVisible(name)
			if err != nil {
				return nil, damaged(err)
			}
			if visible == (pass == 1) {
				continue
			}
			rows, more, err := sheetRows(book, name, found != nil)
			switch {
			case err != nil:
				return nil, err
			case more:
				others = append(others, "“"+extract.ShortLine(name, 60)+"”")
			case len(rows) > 0:
				found, of, hidden = rows, name, !visible
			}
		}
	}
	if found == nil {
		return nil, extract.ErrNoText
	}
	var remarks []string
	if len(others) > 0 {
		remarks = append(remarks, fmt.Sprintf("The sheet “%s” is read; %s left out; save one as a file of its own to import it.", of, isOrAre(others)))
	}
	if hidden {
		remarks = append(remarks, fmt.Sprintf("The sheet “%s” is hidden in Excel.", of))
	}
	return newTable(found, remarks)
}

func isOrAre(names []string) string {
	if len(names) == 1 {
		return names[0] + " is"
	}
	return list(names) + " are"
}

// sheetRows reads the rows of a sheet that have content; with look it says no more than whether there are any.
func sheetRows(book *excelize.File, name string, look bool) (found []row, more bool, err error) {
	rows, err := book.Rows(name)
	if err != nil {
		return nil, look, nil // a sheet of another kind
	}
	defer rows.Close()
	cells := 0
	for number := 1; rows.Next(); number++ {
		columns, err := rows.Columns()
		if err != nil {
			return nil, false, damaged(err)
		}
		for i, cell := range columns {
			cell = strings.TrimSpace(strings.ReplaceAll(strings.ReplaceAll(cell, "\r\n", "\n"), "\r", "\n"))
			if len(cell) == len(datetimePattern) {
				cell = strings.TrimSuffix(cell, " 00:00:00")
			}
			columns[i] = cell
		}
		for len(columns) > 0 && columns[len(columns)-1] == "" {
			columns = columns[:len(columns)-1]
		}
		switch {
		case len(columns) == 0:
			continue
		case look:
			return nil, true, nil
		case len(columns) > maxColumns:
			return nil, false, fmt.Errorf("row %d: %w", number, extract.TooMuch(maxColumns, "columns"))
		}
		if cells += len(columns); cells > extract.MaxBlocks {
			return nil, false, extract.TooMuch(extract.MaxBlocks, "cells")
		}
		found = append(found, row{number, slices.Clip(columns)})
	}
	if err := rows.Error(); err != nil {
		return nil, false, damaged(err)
	}
	return found, false, nil
}

// isoStyles makes every style that shows a number as a date show it as an ISO date, whatever order and language the
// workbook has it in. What the library itself does with the dates of a country is "09-20-18".
func isoStyles(book *excelize.File) error {
	styles := book.Styles
	if styles == nil || styles.CellXfs == nil {
		return nil
	}
	patterns := map[int]string{}
	if styles.NumFmts != nil {
		for _, format := range styles.NumFmts.NumFmt {
			if format != nil {
				code := format.FormatCode16
				if code == "" {
					code = format.FormatCode
				}
				patterns[format.NumFmtID] = datePattern(code)
			}
		}
	}
	count := len(styles.CellXfs.Xf)
	ids := map[string]*int{}
	for i := range count {
		id := styles.CellXfs.Xf[i].NumFmtID
		if id == nil {
			continue
		}
		pattern, custom := patterns[*id]
		if !custom {
			pattern = builtIn(*id)
		}
		if pattern == "" {
			continue
		}
		if ids[pattern] == nil {
			style, err := book.NewStyle(&excelize.Style{CustomNumFmt: &pattern})
			if err != nil {
				return err
			}
			ids[pattern] = styles.CellXfs.Xf[style].NumFmtID
		}
		styles.CellXfs.Xf[i].NumFmtID = ids[pattern]
	}
	return nil
}

// builtIn is the pattern for a date format that has a number alone (ECMA-376, part 1, 18.8.30), "" for others. From 27 to
// 58 they depend on the language; East Asian ones are dates but for those of a time.
func builtIn(id int) string {
	switch {
	case id == 17, id == 55:
		return monthPattern
	case id >= 14 && id <= 16, id >= 27 && id <= 31, id == 36, id >= 50 && id <= 54, id == 57, id == 58:
		return dayPattern
	case id == 22:
		return datetimePattern
	}
	return ""
}

// datePattern is the pattern for a custom format such as d-mmm-yy, "" where it is for other than dates. A format with
// hours or seconds and neither day nor year is a time; m alone is a month.
func datePattern(code string) string {
	code, _, _ = strings.Cut(code, ";") // for positive numbers
	var has [128]bool
	for i := 0; i < len(code); i++ {
		switch c := code[i]; {
		case c == '"':
			end := strings.IndexByte(code[i+1:], '"')
			if end < 0 {
				return ""
			}
			i += end + 1
		case c == '\\', c == '_', c == '*':
			i++
		case c == '[':
			end := strings.IndexByte(code[i:], ']')
			if end < 0 {
				return ""
			}
			if strings.Trim(strings.ToLower(code[i+1:i+end]), "hms") == "" {
				return "" // elapsed time
			}
			i += end
		case c == '.': // fractions of a second, or of a number, which has digits before it
			for i+1 < len(code) && code[i+1] == '0' {
				i++
			}
		case c == '0', c == '#', c == '?', c == '@', c == '%':
			return ""
		case (c == 'G' || c == 'g') && strings.HasPrefix(strings.ToLower(code[i:]), "general"):
			return ""
		case c < 128:
			has[c|0x20] = true
		}
	}
	switch time := has['h'] || has['s']; {
	case time && (has['d'] || has['y']):
		return datetimePattern
	case time:
		return ""
	case has['d']:
		return dayPattern
	case has['m'] && has['y']:
		return monthPattern
	case has['y']:
		return yearPattern
	}
	return ""
}
