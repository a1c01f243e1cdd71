package table

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"factmark/app/ingest/extract"
)

// book makes a workbook, and gives it to fill before it is written.
func book(t testing.TB, fill func(f *excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	fill(f)
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// put writes rows of cells, and an error of the library ends the test.
func put(t testing.TB, f *excelize.File, sheet string, rows ...[]any) {
	t.Helper()
	for i, cells := range rows {
		if err := f.SetSheetRow(sheet, fmt.Sprintf("A%d", i+1), &cells); err != nil {
			t.Fatal(err)
		}
	}
}

func TestReadWorkbook(t *testing.T) {
	raw := book(t, func(f *excelize.File) {
		put(t, f, "Sheet1", []any{"Claims of March"}, nil, []any{"title", "text", "n", "ok"}, []any{"A", " Überschrift\r\nzwei ", 0.025, true}, nil, []any{"B", "C"})
		style, _ := f.NewStyle(&excelize.Style{NumFmt: 10})
		f.SetCellStyle("Sheet1", "C4", "C4", style)
		f.NewSheet("Notes")
		put(t, f, "Notes", []any{"x"})
		f.NewSheet("Empty")
	})
	got, err := ReadWorkbook(raw)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got.Columns, []string{"title", "text", "n", "ok"}) || !reflect.DeepEqual(got.Preview(9), [][]string{{"A", "Überschrift\nzwei", "2.50%", "TRUE"}, {"B", "C", "", ""}}) {
		t.Errorf("%q %q", got.Columns, got.Preview(9))
	}
	if got.rows[0].number != 4 || got.rows[1].number != 6 {
		t.Errorf("rows %d and %d", got.rows[0].number, got.rows[1].number)
	}
	if want := []string{"The sheet “Sheet1” is read; “Notes” is left out; save one as a file of its own to import it.", "What stands above the table is left out: Claims of March"}; !reflect.DeepEqual(got.Remarks, want) {
		t.Errorf("%q", got.Remarks)
	}
}

func TestReadFilesOfOtherPrograms(t *testing.T) {
	raw, err := os.ReadFile("testdata/excel.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	got, err := ReadWorkbook(raw)
	if err != nil || !reflect.DeepEqual(got.Columns, []string{"Alpha", "Beta", "Gamma", "Delta"}) || got.Rows() != 23 || !reflect.DeepEqual(got.Preview(1), [][]string{{"89", "82", "100", "12"}}) || len(got.Remarks) != 1 {
		t.Errorf("%+v, %v", got, err)
	}
	if raw, err = os.ReadFile("testdata/semicolon.csv"); err != nil {
		t.Fatal(err)
	}
	got, err = ReadText(strings.ReplaceAll(string(raw), "\r\n", "\n"))
	if err != nil || len(got.Columns) != 12 || got.Rows() != 5 || got.Preview(4)[3][4] != "Dominguez;Mcmillan and Donovan" {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestDatesOfAWorkbook(t *testing.T) {
	for _, base := range []bool{false, true} { // days since 1900, and since 1904
		when := time.Date(2018, 9, 20, 0, 0, 0, 0, time.UTC)
		noon := time.Date(2007, 5, 17, 12, 30, 5, 0, time.UTC)
		raw := book(t, func(f *excelize.File) {
			if err := f.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &base}); err != nil {
				t.Fatal(err)
			}
			put(t, f, "Sheet1", []any{"text", "date"})
			for i, c := range []struct {
				value  time.Time
				number int
				custom string
			}{
				{when, 14, ""}, {when, 15, ""}, {noon, 22, ""}, {noon, 0, "d-mmm-yy"}, {noon, 0, `[$-409]mmmm\ d", "yyyy;@`}, {noon, 17, ""}, {noon, 0, "yyyy"},
				{noon, 0, "dd/mm/yyyy hh:mm"}, {when, 0, "m/d/yy h:mm AM/PM"}, {noon, 0, "hh:mm:ss"}, {noon, 0, "0.00"}, {noon, 0, "yyyy-mm-dd hh:mm:ss.000"},
			} {
				row := i + 2
				put := func(column string, value any) {
					if err := f.SetCellValue("Sheet1", fmt.Sprint(column, row), value); err != nil {
						t.Fatal(err)
					}
				}
				put("A", "The council voted.")
				put("B", c.value)
				style := &excelize.Style{NumFmt: c.number}
				if c.custom != "" {
					style.CustomNumFmt = &c.custom
				}
				id, err := f.NewStyle(style)
				if err != nil {
					t.Fatal(err)
				}
				f.SetCellStyle("Sheet1", fmt.Sprint("B", row), fmt.Sprint("B", row), id)
			}
		})
		got, err := ReadWorkbook(raw)
		if err != nil {
			t.Fatal(err)
		}
		want := []string{"2018-09-20", "2018-09-20", "2007-05-17 12:30:05", "2007-05-17", "2007-05-17", "2007-05", "2007", "2007-05-17 12:30:05", "2018-09-20", "12:30:05", "", "2007-05-17 12:30:05"}
		for i, row := range got.Preview(20) {
			if want[i] != "" && row[1] != want[i] {
				t.Errorf("1904 %v, row %d: %q, want %q", base, i+2, row[1], want[i])
			}
		}
		documents, _ := got.Documents(got.Guess())
		if documents[3].Published != "2007-05-17" || documents[2].Published != "2007-05-17" || documents[5].Published != "2007-05" {
			t.Errorf("%+v", documents[3])
		}
	}
}

func TestHiddenSheets(t *testing.T) {
	fill := func(withOther bool) func(f *excelize.File) {
		return func(f *excelize.File) {
			put(t, f, "Sheet1", []any{"id", "text"}, []any{"1", "hidden"})
			f.NewSheet("Shown")
			f.SetActiveSheet(1)
			if withOther {
				put(t, f, "Shown", []any{"id", "text"}, []any{"1", "shown"})
			}
			if err := f.SetSheetVisible("Sheet1", false); err != nil {
				t.Fatal(err)
			}
		}
	}
	for withOther, want := range map[bool]string{true: "shown", false: "hidden"} {
		got, err := ReadWorkbook(book(t, fill(withOther)))
		if err != nil || got.Preview(1)[0][1] != want || len(got.Remarks) != 1 {
			t.Errorf("%+v, %v", got, err)
		}
	}
}

// parts makes a workbook of given parts.
func parts(t testing.TB, sheet func(w io.Writer), others map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	all := map[string]string{
		"[Content_Types].xml":        `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`,
		"_rels/.rels":                `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml":            `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="r"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
	}
	for name, content := range others {
		all[name] = content
	}
	for name, content := range all {
		part, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(part, content)
	}
	part, err := w.Create("xl/worksheets/sheet1.xml")
	if err != nil {
		t.Fatal(err)
	}
	io.WriteString(part, `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`)
	sheet(part)
	io.WriteString(part, `</sheetData></worksheet>`)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const cell = `<c r="%s" t="inlineStr"><is><t>x</t></is></c>`

func TestWorkbooksBeyondTheLimits(t *testing.T) {
	for name, c := range map[string]struct {
		sheet func(w io.Writer)
		want  string
	}{
		"a cell at the far corner": {func(w io.Writer) { fmt.Fprintf(w, `<row r="1048576">`+cell+`</row>`, "XFD1048576") }, "more than 1000 columns"},
		"far cells": {func(w io.Writer) {
			for i := range 20000 {
				fmt.Fprintf(w, `<row r="%d">`+cell+`</row>`, i+1, fmt.Sprint("XFD", i+1))
			}
		}, "more than 1000 columns"},
		"many cells": {func(w io.Writer) {
			for i := range 2000 {
				fmt.Fprintf(w, `<row r="%d">`+cell+`</row>`, i+1, fmt.Sprint("ALL", i+1))
			}
		}, "more than 1000000 cells"},
		"many bytes": {func(w io.Writer) { io.WriteString(w, strings.Repeat(" ", maxBookBytes)) }, "MB of cells"},
		"a long cell": {func(w io.Writer) {
			fmt.Fprintf(w, strings.Replace(`<row r="1">`+cell+`</row>`, ">x<", ">"+strings.Repeat("x ", maxCell)+"<", 1), "A1")
		}, "characters in a cell"},
		"beyond the last row": {func(w io.Writer) { fmt.Fprintf(w, `<row r="1048577">`+cell+`</row>`, "A1048577") }, "it is damaged"},
		"a cell that is none": {func(w io.Writer) { fmt.Fprintf(w, `<row r="1">`+cell+`</row>`, "?") }, "it is damaged"},
		"a control character": {func(w io.Writer) { fmt.Fprintf(w, "<row r=\"1\">"+cell+"</row>\x0b", "A1") }, "it is damaged"},
		"a document that is named": {func(w io.Writer) {
			io.WriteString(w, `<row r="1"><c r="A1" t="inlineStr"><is><t>&x;</t></is></c></row>`)
		}, "it is damaged"},
		"nothing": {func(w io.Writer) {}, extract.ErrNoText.Error()},
	} {
		if _, err := ReadWorkbook(parts(t, c.sheet, nil)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	styles := `<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs>` + strings.Repeat("<xf/>", maxStyles+1) + `</cellXfs></styleSheet>`
	if _, err := ReadWorkbook(parts(t, func(io.Writer) {}, map[string]string{"xl/styles.xml": styles})); err == nil || !strings.Contains(err.Error(), "more than 200000 elements in xl/styles.xml") {
		t.Error(err)
	}
}

func TestDamagedWorkbooks(t *testing.T) {
	whole := book(t, func(f *excelize.File) {
		put(t, f, "Sheet1", []any{"id", "text"}, []any{"1", strings.Repeat("long ", 1000)})
	})
	for name, raw := range map[string][]byte{
		"empty": nil, "no archive": []byte("PK\x03\x04 and no more"), "cut": whole[:len(whole)/2], "a document": parts(t, func(io.Writer) {}, map[string]string{"xl/workbook.xml": "<w/>"}),
	} {
		if _, err := ReadWorkbook(raw); err == nil || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v", name, err)
		}
	}
	broken := bytes.Clone(whole)
	at := bytes.Index(broken, []byte("xl/sharedStrings.xml")) + 60
	broken[at] ^= 0xff
	if _, err := ReadWorkbook(broken); err == nil {
		t.Error("a part with other bytes is taken")
	}
}

func FuzzReadWorkbook(f *testing.F) {
	f.Add(book(f, func(w *excelize.File) {
		put(f, w, "Sheet1", []any{"id", "text", "date"}, []any{"1", "x", time.Unix(0, 0)})
	}))
	f.Add(parts(f, func(w io.Writer) {
		fmt.Fprintf(w, `<row r="1">`+cell+cell+`</row><row><c s="9"><f>A1</f><v>1e5</v></c></row>`, "A1", "C1")
	},
		map[string]string{"xl/styles.xml": `<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts><numFmt numFmtId="164" formatCode="[$-409]d&quot;"/></numFmts><cellXfs><xf numFmtId="164"/><xf numFmtId="14"/></cellXfs></styleSheet>`}))
	f.Add([]byte("PK\x05\x06" + strings.Repeat("\x00", 18)))
	f.Fuzz(func(t *testing.T, raw []byte) {
		table, err := ReadWorkbook(raw)
		checkTable(t, table, err)
	})
}

// FuzzSheet fuzzes what is within a sheet, which the checksums of an archive hide from FuzzReadWorkbook.
func FuzzSheet(f *testing.F) {
	f.Add(`<row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c></row>`, `<cellXfs><xf numFmtId="14"/></cellXfs>`)
	f.Add(`<row><c t="s"><v>7</v></c><c t="d" s="1"><v>2025-02-10</v></c><c s="-1"><v>NaN</v></c></row>`, `<numFmts><numFmt numFmtId="164" formatCode="d-m-y;@"/></numFmts><cellXfs><xf/><xf numFmtId="164"/></cellXfs>`)
	f.Fuzz(func(t *testing.T, rows, styles string) {
		raw := parts(t, func(w io.Writer) { io.WriteString(w, rows) }, map[string]string{
			"xl/styles.xml": `<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">` + styles + `</styleSheet>`})
		table, err := ReadWorkbook(raw)
		checkTable(t, table, err)
	})
}
