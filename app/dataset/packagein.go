package dataset

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"factmark/app/format"
	"factmark/store"
)

// packageFiles are the files of a package by their names, without the folder in which all of them may lie.
type packageFiles struct {
	files map[string]*zip.File
	left  int64 // bytes that may still be unpacked
}

// openPackage gives the files of an archive that is a package, nil for another one.
func openPackage(file []byte) *packageFiles {
	if !isArchive(file) {
		return nil
	}
	archive, err := openArchive(file)
	if err != nil {
		return nil
	}
	all := map[string]*zip.File{}
	folder := ""
	for _, f := range archive.File {
		if fs.ValidPath(f.Name) && !isHidden(f.Name) {
			all[f.Name] = f
			if path.Base(f.Name) == descriptorFile && (folder == "" || len(path.Dir(f.Name)) < len(folder)) {
				folder = path.Dir(f.Name)
			}
		}
	}
	p := &packageFiles{map[string]*zip.File{}, min(mostUnpacked(file), LargestFile)}
	for name, f := range all {
		if within, is := strings.CutPrefix(name, folder+"/"); is {
			p.files[within] = f
		} else if folder == "." {
			p.files[name] = f
		}
	}
	if p.files[descriptorFile] == nil || p.files[claimsTable.file()] == nil {
		return nil
	}
	return p
}

// isPackage recognises a package by its descriptor, which lists the claims.
func isPackage(file []byte) bool {
	p := openPackage(file)
	if p == nil {
		return false
	}
	d, err := p.descriptor()
	return err == nil && slices.ContainsFunc(d.Resources, func(r dataResource) bool {
		return r.Path == claimsTable.file() && slices.ContainsFunc(r.TableSchema.Fields, func(f schemaField) bool { return f.Name == "claim_id" })
	})
}

// read unpacks a file of a package.
func (p *packageFiles) read(name string) ([]byte, error) {
	content, err := unpack(p.files[name], p.left)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	p.left -= int64(len(content))
	return content, nil
}

func (p *packageFiles) descriptor() (d dataPackage, err error) {
	content, err := unpack(p.files[descriptorFile], 64<<20)
	if err == nil {
		err = json.Unmarshal(bytes.TrimPrefix(content, []byte(bom)), &d)
	}
	return d, err
}

// readPackage reads what writePackage writes, and what other programs made of it. What the figures of agreement and the
// card say follows from the rest, so that they are not read.
func readPackage(file []byte, in *Imported) error {
	files := openPackage(file)
	if files == nil {
		return fmt.Errorf("it is no dataset package: there is no %s with a %s beside it", descriptorFile, claimsTable.file())
	}
	in.Unit = CodePoints
	r := &packageReader{in: in, files: files, sums: map[string]string{}, titles: map[string]string{}, documents: map[string]int{}, claims: map[string]int{}}
	if d, err := files.descriptor(); err == nil {
		r.safe = d.Safe
	} else {
		in.Remarks = append(in.Remarks, fmt.Sprintf("%s cannot be read (%v); the tables are read as they are usually written.", descriptorFile, err))
	}
	for _, read := range []func() error{r.labels, r.documentRows, r.locators, r.claimRows, r.evidence, r.decisions} {
		if err := read(); err != nil {
			return err
		}
	}
	r.remark()
	return nil
}

type packageReader struct {
	in    *Imported
	files *packageFiles
	safe  bool // an apostrophe stands before text that a spreadsheet takes for a formula

	sums      map[string]string // of the texts, by the ids of documents
	titles    map[string]string // likewise
	documents map[string]int    // indexes of those whose texts came along
	claims    map[string]int    // indexes, by id
	changed   map[string]string // SHA-256 of texts, by that which documents.csv names
	textless  int
}

// packageRow is a row of a table by the names of its columns.
type packageRow struct {
	columns map[string]int
	cells   []string
	safe    bool
	line    int
	err     error // the first that a cell met with
}

func (r *packageRow) text(column string) string {
	i, there := r.columns[column]
	if !there || i >= len(r.cells) {
		return ""
	}
	if cell := r.cells[i]; r.safe && takesApostrophe(cell) {
		return cell[1:]
	}
	return r.cells[i]
}

// number reads a whole number; an empty cell is 0.
func (r *packageRow) number(column string) int {
	cell := strings.TrimSpace(r.text(column))
	if cell == "" {
		return 0
	}
	n, err := offset(cell, column)
	r.fail(err)
	return n
}

func (r *packageRow) time(column string) time.Time {
	cell := strings.TrimSpace(r.text(column))
	if cell == "" {
		return time.Time{}
	}
	at, err := readTime(cell)
	if err != nil {
		r.fail(fmt.Errorf("%s is %w", column, err))
	}
	return at
}

func (r *packageRow) fail(err error) {
	if r.err == nil {
		r.err = err
	}
}

// rows reads a table that may be missing. A row that cannot be read is among the bad ones.
func (p *packageReader) rows(t *packageTable, row func(r *packageRow) error) error {
	if p.files.files[t.file()] == nil {
		return nil
	}
	content, err := p.files.read(t.file())
	if err != nil {
		return err
	}
	if len(bytes.TrimSpace(content)) == 0 {
		return nil
	}
	text, err := asUTF8(bytes.NewReader(content))
	if err != nil {
		return fmt.Errorf("%s: %w", t.file(), err)
	}
	head, _ := text.Peek(longestHeader)
	header, ends := firstLine(head)
	comma := byte(',')
	for _, c := range separators { // where a spreadsheet saved it again
		if bytes.HasPrefix(header, []byte(t.columns[0].name+string(c))) {
			comma = c
		}
	}
	table := csv.NewReader(newLineEnds(text, comma, ends == "\n" || ends == "", 2*store.LongestText+2))
	table.Comma, table.FieldsPerRecord = rune(comma), -1
	columns := map[string]int{}
	for number := 0; ; number++ {
		cells, err := table.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		line := 0
		if parse, ok := errors.AsType[*csv.ParseError](err); ok {
			line = parse.StartLine
			err = errors.New(misplacedMark(parse))
		} else if err != nil {
			return fmt.Errorf("%s: reading the file: %w", t.file(), err)
		} else {
			line, _ = table.FieldPos(0)
		}
		for i := range cells {
			cells[i] = strings.ReplaceAll(cells[i], string([]byte{hiddenCR}), "\r")
		}
		if number == 0 {
			if err != nil {
				return fmt.Errorf("%s: line %d: %w", t.file(), line, err)
			}
			for i, name := range cells {
				columns[strings.TrimSpace(name)] = i
			}
			for _, name := range t.key {
				if _, there := columns[name]; !there {
					return fmt.Errorf("%s: line %d: the column %s is missing", t.file(), line, name)
				}
			}
			continue
		}
		if err == nil {
			one := &packageRow{columns: columns, cells: cells, safe: p.safe, line: line}
			if err = row(one); err == nil {
				err = one.err
			}
		}
		if err != nil {
			p.in.Bad = append(p.in.Bad, store.BadRow{Line: line, Err: fmt.Errorf("%s: %w", t.file(), err)})
		}
	}
}

func (p *packageReader) labels() error {
	return p.rows(labelsTable, func(r *packageRow) error {
		l := store.Label{ID: r.text("label_id"), Name: r.text("label"), Meaning: r.text("meaning"), Key: r.text("key"), Letter: r.text("letter"), Light: r.text("light"),
			Dark: r.text("dark"), Pattern: r.text("pattern"), Position: r.number("position"), Guideline: r.text("guideline"),
			Group: r.text("group"), Rating: r.number("rating"), Retired: strings.EqualFold(strings.TrimSpace(r.text("retired")), "true")}
		if l.Name == "" {
			return errors.New("a label has no name")
		}
		if r.err == nil {
			p.in.Labels = append(p.in.Labels, l)
		}
		return nil
	})
}

func (p *packageReader) documentRows() error {
	p.changed = map[string]string{}
	err := p.rows(documentsTable, func(r *packageRow) error {
		id, sum := r.text("document_id"), strings.ToLower(strings.TrimSpace(r.text("document_sha256")))
		d := store.ImportedDocument{Line: r.line, ID: id, AddedAt: r.time("added_at"), NewDocument: store.NewDocument{Title: r.text("document"), Publisher: r.text("publisher"),
			Published: r.text("published"), SourceURL: r.text("source_url"), Author: r.text("author"), Language: r.text("language"), Tags: r.text("tags"), Note: r.text("note"),
			Stated: store.DocumentStatus(r.text("status")), FileName: r.text("file_name"), Charset: r.text("charset")}}
		if r.err != nil {
			return nil
		}
		p.sums[id], p.titles[id] = sum, d.Title
		name := path.Clean(r.text("text_file"))
		if p.files.files[name] == nil {
			name = textFile(id)
		}
		if p.files.files[name] == nil {
			p.textless++
			return nil
		}
		content, err := p.files.read(name)
		if err != nil {
			return err
		}
		content, err = plain(content)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		d.Text = string(content)
		if now := textSum(d.Text); now != sum {
			if sum != "" {
				p.changed[sum] = now
			}
			p.sums[id] = now
		}
		p.documents[id] = len(p.in.Documents)
		p.in.Documents = append(p.in.Documents, d)
		return nil
	})
	return err
}

func (p *packageReader) locators() error {
	return p.rows(locatorsTable, func(r *packageRow) error {
		l := store.Locator{Kind: store.LocatorKind(r.text("kind")), Start: r.number("start"), End: r.number("end"), Label: r.text("label")}
		i, there := p.documents[r.text("document_id")]
		if r.err != nil || !there || p.changed[p.sums[r.text("document_id")]] != "" {
			return nil
		}
		p.in.Documents[i].Locators = append(p.in.Documents[i].Locators, l)
		return nil
	})
}

func (p *packageReader) claimRows() error {
	content, err := p.files.read(claimsTable.file())
	if err != nil {
		return err
	}
	table, err := ReadCSV(bytes.NewReader(content))
	if err != nil {
		return fmt.Errorf("%s: %w", claimsTable.file(), err)
	}
	in := p.in
	in.Claims, in.Unknown, in.Blank, in.Short = table.Claims, table.Unknown, table.Blank, table.Short
	for _, bad := range table.Bad {
		in.Bad = append(in.Bad, store.BadRow{Line: bad.Line, Err: fmt.Errorf("%s: %w", claimsTable.file(), bad.Err)})
	}
	for i := range in.Claims {
		c := &in.Claims[i]
		if now := p.changed[c.DocumentSHA256]; now != "" {
			c.DocumentSHA256 = now
		}
		if _, there := p.claims[c.ClaimID]; !there {
			p.claims[c.ClaimID] = i
		}
	}
	return nil
}

// claim finds the claim that a row belongs to.
func (p *packageReader) claim(r *packageRow) (int, error) {
	id := r.text("claim_id")
	i, there := p.claims[id]
	if !there {
		return 0, fmt.Errorf("there is no claim %q that could be read", shorten(id))
	}
	return i, nil
}

func (p *packageReader) evidence() error {
	var once evidenceOnce
	err := p.rows(evidenceTable, func(r *packageRow) error {
		claim, err := p.claim(r)
		if err != nil {
			return err
		}
		id := r.text("document_id")
		e := store.ImportedEvidence{Line: r.line, Claim: claim, ID: r.text("evidence_id"), Set: r.number("evidence_set"), Stance: strings.ToLower(r.text("stance")),
			DocumentID: id, DocumentSHA256: p.sums[id], DocumentTitle: r.text("document"), Quote: r.text("quote"), URL: r.text("url"), Note: r.text("note"),
			Published: r.text("published"), ArchiveURL: r.text("archive_url"), Person: r.text("annotator"), CreatedAt: r.time("created_at")}
		if id == "" {
			e.DocumentTitle = ""
		} else {
			e.Start, e.End = r.number("start"), r.number("end")
		}
		if r.err != nil {
			return nil
		}
		one := sharedEvidence{e, r.text("shared_from")}
		if err := once.check(one); err != nil {
			return err
		}
		once.add(p.in, one)
		return nil
	})
	if err == nil {
		once.end(p.in)
	}
	return err
}

func (p *packageReader) decisions() error {
	return p.rows(decisionsTable, func(r *packageRow) error {
		claim, err := p.claim(r)
		if err != nil {
			return err
		}
		d := store.ImportedDecision{Line: r.line, Claim: claim, ID: r.text("decision_id"), SessionID: r.text("session_id"), Person: r.text("person"), Kind: r.text("kind"),
			Label: r.text("label"), Comment: r.text("comment"), CreatedAt: r.time("created_at"), UpdatedAt: r.time("updated_at")}
		if cell := r.text("seconds"); cell != "" {
			if d.Seconds, err = strconv.ParseFloat(cell, 64); err != nil || !(d.Seconds >= 0) {
				return fmt.Errorf("seconds is %q, not a number from 0 up", shorten(cell))
			}
		}
		if r.err == nil {
			p.in.Decisions = append(p.in.Decisions, d)
		}
		return nil
	})
}

// remark says what was left out or taken otherwise than written.
func (p *packageReader) remark() {
	say := func(n int, one, many string) {
		if n > 0 {
			p.in.Remarks = append(p.in.Remarks, format.Count(n, one, many))
		}
	}
	say(p.textless, "document comes without its text, and must be in the workspace already.", "documents come without their texts, and must be in the workspace already.")
	say(len(p.changed), "text is not the one that documents.csv names: it was changed since, and its claims are looked for in it by their quotes.",
		"texts are not those that documents.csv names: they were changed since, and their claims are looked for in them by their quotes.")
}
