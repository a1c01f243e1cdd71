package dataset

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"time"

	"factmark/app/locale"
	"factmark/store"
)

// xlsxFormat is a workbook with the view labelled_claims as a sheet, and one each for evidence and documents.
var xlsxFormat = &Format{
	Name: "xlsx", Title: locale.Mark("Excel workbook"), Extension: ".xlsx", Unit: CodePoints,
	Holds: append(append([]string{}, store.LabelledColumns...), "evidence", "evidence_id", "evidence_set", "evidence_note", "evidence_source", "document_details"),
	Remarks: []string{
		"The sheets are claims, evidence and documents; where one is full, which is at 1,048,576 rows, claims 2 follows.",
		"Times are dates of Excel, in UTC and to the millisecond; a year or a month alone, and days before March 1900, are texts.",
		"Ids are texts, and so is all that looks like a formula.",
		"A cell holds 32,767 characters, as UTF-16 counts them; what is longer is cut, and the report says so.",
		"Documents come with their details, without their texts and pages.",
	},
	Accepts: []string{
		"Workbooks that LibreOffice, Excel or a library has saved, with columns named as in CSV; any other workbook by a mapping, as with CSV.",
	},
	write: writeXLSX, recognise: isXLSX, read: readXLSX,
}

// claimKinds are the columns of a claim that are not texts.
var claimKinds = map[string]cellKind{
	"published": dayCells, "start": numberCells, "end": numberCells, "claim_date": dayCells, "confidence": numberCells, "supporting": numberCells,
	"refuting": numberCells, "created_at": momentCells, "updated_at": momentCells, "reviewed_at": momentCells,
}

// claimWidths are the columns of a claim that are not of ordinary width.
var claimWidths = map[string]int{"document": 30, "start": 8, "end": 8, "quote": 60, "prefix": 24, "suffix": 24, "statement": 40, "note": 40,
	"created_at": 23, "updated_at": 23, "reviewed_at": 23}

const ordinaryWidth = 14

func claimSheetColumns() []sheetColumn {
	var all []sheetColumn
	for _, name := range store.LabelledColumns {
		width := claimWidths[name]
		if width == 0 {
			width = ordinaryWidth
		}
		all = append(all, sheetColumn{name, claimKinds[name], width})
	}
	return all
}

var splitColumn = sheetColumn{"split", textCells, 8}

var evidenceSheetColumns = []sheetColumn{
	{"evidence_id", textCells, ordinaryWidth}, {"claim_id", textCells, ordinaryWidth}, {"evidence_set", numberCells, 8}, {"stance", textCells, 10},
	{"document_id", textCells, ordinaryWidth}, {"document", textCells, 30}, {"document_sha256", textCells, ordinaryWidth}, {"start", numberCells, 8}, {"end", numberCells, 8},
	{"quote", textCells, 60}, {"url", textCells, 40}, {"note", textCells, 40}, {"annotator", textCells, ordinaryWidth}, {"created_at", momentCells, 23},
	{"updated_at", momentCells, 23}, {"published", dayCells, 12}, {"archive_url", textCells, 30}, {"locator", textCells, ordinaryWidth}, {"shared_from", textCells, ordinaryWidth},
}

var documentSheetColumns = []sheetColumn{
	{"document_id", textCells, ordinaryWidth}, {"document", textCells, 40}, {"publisher", textCells, 20}, {"published", dayCells, 12}, {"source_url", textCells, 40},
	{"document_sha256", textCells, ordinaryWidth}, {"length", numberCells, 10}, {"author", textCells, 20}, {"language", textCells, 10}, {"tags", textCells, 20},
	{"note", textCells, 40}, {"status", textCells, 12}, {"file_name", textCells, 24}, {"charset", textCells, 12}, {"added_at", momentCells, 23},
}

func writeXLSX(w io.Writer, in *Selection) error {
	claims, evidence, err := in.export.Counts()
	if err != nil {
		return err
	}
	lose := func(claimID int) (cut, invalid func(cells []string, column string)) {
		id := func(cells []string) string {
			if claimID < 0 {
				return ""
			}
			return cells[claimID]
		}
		cut = func(cells []string, column string) {
			in.Lose("end of a long "+column, "a cell holds 32,767 characters", id(cells))
		}
		invalid = func(cells []string, column string) {
			in.Lose("byte that is not UTF-8", "a workbook holds Unicode alone; a replacement character stands in its place", id(cells))
		}
		return cut, invalid
	}
	in.report.Evidence = evidence // the rows of claims are read without it
	documents := in.documents()
	ofClaims, ofDocuments := claimSheetColumns(), slices.Clone(documentSheetColumns)
	split := slices.ContainsFunc(documents, func(d Document) bool { return d.Split != "" })
	withSplit := func(cells []string, part string) []string {
		if split {
			return append(cells[:len(cells):len(cells)], part)
		}
		return cells
	}
	if split {
		ofClaims, ofDocuments = append(ofClaims, splitColumn), append(ofDocuments, splitColumn)
	}
	sheets := []sheet{
		{name: "claims", columns: ofClaims, rows: claims, each: func(row func([]string) error) error {
			return in.EachRow(func(cells []string) error { return row(withSplit(cells, in.parts[cells[1]])) })
		}},
		{name: "evidence", columns: evidenceSheetColumns, rows: evidence, each: func(row func([]string) error) error {
			var cells []string
			return in.EachEvidence(func(e *Evidence) error {
				cells = evidenceCells(cells[:0], e)
				return row(cells)
			})
		}},
		{name: "documents", columns: ofDocuments, rows: len(documents), each: func(row func([]string) error) error {
			for i := range documents {
				if err := row(withSplit(documentCells(&documents[i]), documents[i].Split)); err != nil {
					return err
				}
			}
			return nil
		}},
	}
	sheets[0].cut, sheets[0].invalid = lose(0)
	sheets[1].cut, sheets[1].invalid = lose(1)
	sheets[2].cut, sheets[2].invalid = lose(-1)
	return writeWorkbook(w, sheets)
}

func evidenceCells(into []string, e *Evidence) []string {
	start, end := "", ""
	if e.DocumentID != "" {
		start, end = strconv.Itoa(e.Start), strconv.Itoa(e.End)
	}
	return append(into, e.ID, e.ClaimID, strconv.Itoa(e.Set), e.Stance, e.DocumentID, e.Document, e.DocumentSHA256, start, end, e.Quote, e.URL, e.Note, e.Annotator,
		e.CreatedAt, e.UpdatedAt, e.Published, e.ArchiveURL, e.Locator, e.SharedFrom)
}

func documentCells(d *Document) []string {
	return []string{d.ID, d.Title, d.Publisher, d.Published, d.SourceURL, d.SHA256, strconv.Itoa(d.Length), d.Author, d.Language, d.Tags, d.Note, string(d.Stated),
		d.FileName, d.Charset, instant(d.AddedAt)}
}

// isXLSX recognises a workbook with our sheet of claims.
func isXLSX(file []byte) bool {
	book, err := openWorkbook(file)
	if err != nil {
		return false
	}
	for _, s := range book.sheets {
		if sheetName(s.name) != "claims" {
			continue
		}
		var header []string
		if err := book.rows(s, func(_ int, cells []string) error {
			header = append(header, cells...)
			return errStop
		}); err != nil {
			return false
		}
		where, _, err := columnsOf(header, 1)
		_, ours := where["claim_id"]
		return err == nil && ours
	}
	return false
}

// sheetName is the name of a sheet without the number of its part: that of “Claims 2” is claims.
func sheetName(name string) string {
	name = foldColumn(name)
	for name != "" && name[len(name)-1] >= '0' && name[len(name)-1] <= '9' {
		name = name[:len(name)-1]
	}
	return name
}

// readXLSX reads what writeXLSX writes, and what another program made of it.
func readXLSX(file []byte, in *Imported) error {
	book, err := openWorkbook(file)
	if err != nil {
		return err
	}
	r := xlsxReader{in: in, book: book}
	in.Unit = CodePoints // a row that counts otherwise is bad
	for _, pass := range []struct {
		name  string
		names []string
		read  func(row) error
	}{
		{"claims", store.LabelledColumns, r.claim},
		{"evidence", columnNames(evidenceSheetColumns), r.evidenceRow},
		{"documents", columnNames(documentSheetColumns), func(row) error { r.textless++; return nil }},
	} {
		if pass.name == "evidence" {
			r.told.settleSlashes(&r.table)
			in.Claims, in.Bad = r.table.Claims, append(in.Bad, r.table.Bad...)
			r.claims = claimsByID(in)
		}
		for _, s := range book.sheets {
			if sheetName(s.name) == pass.name {
				if err := r.sheet(s, pass.names, pass.read); err != nil {
					return err
				}
			}
		}
	}
	r.evidence.end(in)
	for _, s := range book.sheets {
		switch sheetName(s.name) {
		case "claims", "evidence", "documents":
		default:
			in.say("The sheet “%s” is not Factmark's and was not read.", shorten(s.name))
		}
	}
	in.sayTextless(r.textless)
	return nil
}

func columnNames(all []sheetColumn) (names []string) {
	for _, c := range all {
		names = append(names, c.name)
	}
	return names
}

type xlsxReader struct {
	in       *Imported
	book     *openedWorkbook
	table    Table
	told     conventions
	evidence evidenceOnce
	claims   map[string]int // indexes, by id
	textless int
}

// sheet reads the rows below the header of a sheet.
func (r *xlsxReader) sheet(s openedSheet, names []string, read func(row) error) error {
	var where columns
	return r.book.rows(s, func(number int, cells []string) error {
		if where == nil {
			var err error
			where, err = r.header(s, cells, names)
			return err
		}
		if err := read(row{columns: where, cells: cells, line: number}); err != nil {
			r.in.Bad = append(r.in.Bad, store.BadRow{Line: number, Err: fmt.Errorf("sheet %s: %w", shorten(s.name), err)})
		}
		return nil
	})
}

// header finds our columns among those of a sheet.
func (r *xlsxReader) header(s openedSheet, cells, names []string) (columns, error) {
	where := columns{}
	for i, cell := range cells {
		name := ""
		for _, n := range names {
			if foldColumn(n) == foldColumn(cell) {
				name = n
			}
		}
		_, twice := where[name]
		switch {
		case name == "" && cell != "" && foldColumn(cell) != "split":
			r.in.say("The column “%s” of the sheet %s is not Factmark's and was not read.", shorten(cell), shorten(s.name))
		case name != "" && twice:
			return nil, fmt.Errorf("the sheet %s has the column %s twice", shorten(s.name), name)
		case name != "":
			where[name] = i
		}
	}
	return where, nil
}

func (r *xlsxReader) claim(next row) error {
	claim, err := next.claim(&r.told, len(r.table.Claims))
	claim.Columns, claim.DocumentID = next.columns.set(), next.plain("document_id")
	if err == nil {
		r.table.Claims = append(r.table.Claims, claim)
	}
	return err
}

func (r *xlsxReader) evidenceRow(next row) error {
	claim, there := r.claims[next.plain("claim_id")]
	if !there {
		return fmt.Errorf("the claim %s is not among the claims that were read", shorten(next.plain("claim_id")))
	}
	e := sharedEvidence{store.ImportedEvidence{
		Line: next.line, Claim: claim, ID: next.plain("evidence_id"), Stance: next.plain("stance"), DocumentID: next.plain("document_id"), DocumentSHA256: next.plain("document_sha256"), DocumentTitle: next.cell("document"),
		Quote: next.cell("quote"), URL: next.cell("url"), Note: next.cell("note"), Published: next.plain("published"), ArchiveURL: next.cell("archive_url"),
		Person: next.plain("annotator"),
	}, next.plain("shared_from")}
	var err error
	whole := func(column string) (n int) {
		if text := next.plain(column); text != "" && err == nil {
			n, err = offset(text, column)
		}
		return n
	}
	moment := func(column string) (at time.Time) {
		if text := next.plain(column); text != "" && err == nil {
			if at, err = readTime(text); err != nil {
				err = fmt.Errorf("%s is %w", column, err)
			}
		}
		return at
	}
	e.Set, e.Start, e.End = whole("evidence_set"), whole("start"), whole("end")
	e.CreatedAt, e.UpdatedAt = moment("created_at"), moment("updated_at")
	if err == nil {
		err = r.evidence.check(e)
	}
	if err == nil {
		r.evidence.add(r.in, e)
	}
	return err
}
