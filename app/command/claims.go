package command

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"factmark/app/backup"
	"factmark/app/dataset"
	"factmark/app/evidence"
	"factmark/app/ingest"
	"factmark/app/locale"
	"factmark/app/profile"
	"factmark/store"
)

var claimsCommand = command{
	name:    "claims",
	summary: "add labelled claims from another machine or program",
	help: `Usage: factmark claims [-w FILE.factmark] [--format NAME] [--unit UNIT] [--map NAME]
                       [--update] [--skip-bad-rows] [--dry-run] FILE…

Reads labelled claims from files as factmark export or another program writes them,
and adds them to a workspace. The format is recognised by the content. A folder or a
ZIP archive stands for the files in it, and an .ann file for itself and its text beside
it. Texts that come along become documents. Other documents must be in the workspace:
they are found by document_sha256, or by their title where that is empty. Claims keep
their ids, so that the same file read twice adds nothing; a claim that is there with
other content is left as it is. If one row does not fit, nothing is added, and all such
rows are listed. The file - is standard input. Times without a zone are UTC.

Offsets are held against the quotes, which tell in which unit they count. Where there
are none, and it matters, the unit is asked for. A quote that stands elsewhere in the
text is found, and said; one that does not stand there is kept without a place, and
listed.

  -w FILE.factmark   the workspace (your own one if it is not given)
  --format NAME      the format, where it is not to be recognised:
` + indented(dataset.ReadableNames(), 21, 86) + `
  --unit UNIT        what offsets count: codepoint, utf16 or byte (of UTF-8)
  --map NAME         the files are tables with other columns. What they hold is kept in
                     the window under this name, or stands in the file of this name:
                     {"columns": {"Verdict": "label", "Text": "quote"},
                      "labels": {"T": "Supported"}}; guess guesses the columns, and
                     keeps the names of labels. The fields are
` + indented(dataset.FieldNames(), 21, 86) + `
  --update           change claims that are there already to what their rows say: label,
                     statement, claimant, date, type, confidence and note, in the
                     columns that the file has; each change is listed, and one undo
                     takes all of it back
  --skip-bad-rows    leave out the rows that do not fit, and add the others; where
                     none fits, that is a failure
  --dry-run          only say what would be done

Example: factmark claims -w desk.factmark --update --dry-run labelled-by-ana.csv
`,
	run: importClaims,
}

func importClaims(c *call, args []string) error {
	f := newFlags()
	name := f.String("format", "", "")
	unitName := f.String("unit", "", "")
	mapName := f.String("map", "", "")
	var options store.ImportOptions
	f.BoolVar(&options.Update, "update", false, "")
	f.BoolVar(&options.SkipBadRows, "skip-bad-rows", false, "")
	f.BoolVar(&options.DryRun, "dry-run", false, "")
	files, err := f.parse(args)
	if err != nil {
		return err
	}
	form, err := readFormat(*name)
	if err != nil {
		return err
	}
	unit := dataset.Unit(*unitName)
	if !slices.Contains([]dataset.Unit{dataset.NoOffsets, dataset.CodePoints, dataset.UTF16, dataset.Bytes}, unit) {
		return misusef("the unit is codepoint, utf16 or byte, not %q", *unitName)
	}
	if len(files) == 0 {
		return misusef("say which files to read")
	}
	if form != nil && *mapName != "" {
		return misusef("a file is read in a format or by a mapping, not both")
	}
	path, err := f.pathOrOwn()
	if err != nil {
		return err
	}
	var all claimFiles
	tables, err := newTables(*mapName)
	if err != nil {
		return err
	}
	if err := all.read(files, c.in, form, tables); err != nil {
		return err
	}
	if bad := all.Bad(); len(bad) > 0 && len(bad) == all.rows() {
		return all.noneFits(c, bad) // whether or not there is a workspace
	}
	open := c.trying
	if all.bringsTexts() { // then the workspace may be a new one
		open = c.tryingNew
		if err := f.makeOwnFolder(path); err != nil {
			return err
		}
	} else if path, err = f.path(); err != nil {
		return err
	}
	var report store.ImportReport
	var bad []store.BadRow
	err = open(options.DryRun, path, func(st *store.Store) (err error) {
		report, bad, err = all.add(c, st, unit, options)
		return err
	})
	switch {
	case errors.Is(err, errRefused):
		return all.refused(c, bad)
	case err != nil:
		return err
	case len(bad) > 0 && len(bad) == all.rows():
		return all.noneFits(c, bad)
	}
	all.tell(c, path, report, options, bad)
	return nil
}

// errRefused means that rows do not fit and nothing was added.
var errRefused = errors.New("rows do not fit")

// add adds what the files say to a workspace. It gives the rows that do not fit, for which the error is errRefused unless they are
// to be left out.
func (a *claimFiles) add(c *call, st *store.Store, unit dataset.Unit, options store.ImportOptions) (report store.ImportReport, bad []store.BadRow, err error) {
	if err := a.Place(c, st, unit); err != nil {
		if question, is := errors.AsType[*dataset.UnitError](err); is {
			err = fmt.Errorf("%s: %w, with --unit; nothing was added", a.place(question.Line), err)
		}
		return report, nil, err
	}
	// Rows that can't be read refuse the file like rows that don't fit, and all of them are listed together.
	look := options
	look.DryRun = options.DryRun || len(a.Bad()) > 0 && !options.SkipBadRows
	if !look.DryRun && a.Size() > 0 {
		if err := c.signIn(st); err != nil {
			return report, nil, err
		}
		c.beforeLargeChange(st, backup.BeforeImport, a.Size())
	}
	report, err = st.ImportDataset(c, a.Dataset(), look)
	if refused, ok := errors.AsType[*store.BadRowsError](err); ok {
		report.Bad, err = refused.Rows, nil
	}
	if err != nil {
		return report, nil, err
	}
	bad = append(a.Bad(), report.Bad...)
	slices.SortStableFunc(bad, func(a, b store.BadRow) int { return a.Line - b.Line })
	if len(bad) > 0 && !options.SkipBadRows && !options.DryRun {
		return report, bad, errRefused
	}
	if report.DocumentsAdded > 0 && !look.DryRun {
		if err := evidence.Update(c, st, c.indexing()); err != nil {
			c.warn("the documents are imported, but the search index is not complete: %s", oneLine(err))
		}
	}
	return report, bad, nil
}

// bringsTexts tells whether documents come along.
func (a *claimFiles) bringsTexts() bool {
	return slices.ContainsFunc(a.Files, func(in *dataset.Imported) bool { return len(in.Documents) > 0 })
}

// readFormat gives the format of a name, nil for "", which means that it is recognised.
func readFormat(name string) (*dataset.Format, error) {
	form := dataset.FormatNamed(name)
	if name != "" && (form == nil || !form.Reads()) {
		return nil, misusef("the format is one of %s, not %q", strings.Join(dataset.ReadableNames(), ", "), name)
	}
	return form, nil
}

func (a *claimFiles) rows() int { return a.Size() + len(a.Bad()) }

// refused lists rows because of which nothing was added. One row is the error itself.
func (a *claimFiles) refused(c *call, bad []store.BadRow) error {
	if len(bad) == a.rows() {
		return a.noneFits(c, bad)
	}
	if len(bad) == 1 {
		return fmt.Errorf("%s; nothing was added (--skip-bad-rows adds the others)", a.named(bad[0]))
	}
	a.list(c, bad)
	return errors.New(locale.N("{{.N}} rows do not fit, {{.Where}}; nothing was added (--skip-bad-rows adds the others)", len(bad), "Where", a.listed(len(bad))))
}

// noneFits is refused where there is no other row that could be added.
func (a *claimFiles) noneFits(c *call, bad []store.BadRow) error {
	if len(bad) == 1 {
		return fmt.Errorf("%s; nothing was added", a.named(bad[0]))
	}
	a.list(c, bad)
	return errors.New(locale.N("none of the {{.N}} rows fits, {{.Where}}; nothing was added", len(bad), "Where", a.listed(len(bad))))
}

func (a *claimFiles) list(c *call, bad []store.BadRow) {
	for _, row := range bad[:min(len(bad), mostListed)] {
		c.errOut.printf("%s\n", oneLine(errors.New(a.named(row))))
	}
}

// mostListed is how many rows or changes are listed one by one.
const mostListed = 100

func (a *claimFiles) listed(count int) string {
	if count > mostListed {
		return locale.T("the first {{.Count}} of them are listed above", "Count", mostListed)
	}
	return locale.T("listed above")
}

// tell says what became of the rows.
func (a *claimFiles) tell(c *call, path string, report store.ImportReport, options store.ImportOptions, bad []store.BadRow) {
	list := func(n int, line func(i int) string) {
		for i := range min(n, mostListed) {
			c.out.printf("  %s\n", line(i))
		}
		if n > mostListed {
			c.out.line("  " + locale.N("and {{.N}} more", n-mostListed))
		}
	}
	changes := func(updates []store.ClaimUpdate) {
		list(len(updates), func(i int) string { return a.place(updates[i].Line) + ": " + dataset.Changes(updates[i]) })
	}
	if options.DryRun {
		c.out.line(locale.N("{{.N}} claims would be added to {{.Workspace}}.", report.Added, "Workspace", path))
	} else {
		c.out.line(locale.N("{{.N}} claims added to {{.Workspace}}.", report.Added, "Workspace", path))
	}
	if brought := dataset.Brought(report); brought != "" {
		if options.DryRun {
			c.out.line(locale.T("Would also be added: {{.What}}.", "What", brought))
		} else {
			c.out.line(locale.T("Also added: {{.What}}.", "What", brought))
		}
	}
	if n := len(report.Updated); n > 0 {
		if options.DryRun {
			c.out.line(locale.N("{{.N}} claims would be updated:", n))
		} else {
			c.out.line(locale.N("{{.N}} claims updated:", n))
		}
		changes(report.Updated)
	}
	if n := len(report.Left); n > 0 {
		c.out.line(locale.N("{{.N}} claims were changed here after the table was written and are left as they are:", n))
		changes(report.Left)
	}
	if report.Existing > 0 {
		c.out.line(locale.N("{{.N}} claims were already there.", report.Existing))
	}
	if there := dataset.ThereAlready(report); there != "" {
		c.out.line(locale.T("Already there: {{.What}}.", "What", there))
	}
	if n := len(report.Differing); n > 0 {
		c.out.line(locale.N("{{.N}} claims were already there with other content and are left as they are: {{.IDs}}", n, "IDs", strings.Join(report.Differing, ", ")))
		c.out.line(locale.T("Use --update to change claims that are already there."))
	}
	if n := len(a.Placing.Moved); n > 0 {
		c.out.line(locale.N("{{.N}} passages were placed where their quotes were found, not at their offsets:", n))
		list(n, func(i int) string {
			m := a.Placing.Moved[i]
			return locale.T("{{.Row}}: {{.Quote}} at {{.Start}} to {{.End}}", "Row", a.place(m.Line), "Quote", dataset.Quoted(m.Quote), "Start", m.Start, "End", m.End)
		})
	}
	if n := len(a.Placing.Unplaced); n > 0 {
		c.out.line(locale.N("{{.N}} passages weren't found in their texts and are kept unplaced:", n))
		list(n, func(i int) string {
			u := a.Placing.Unplaced[i]
			return fmt.Sprintf("%s: %s: %s", a.place(u.Line), dataset.Quoted(u.Quote), u.Why)
		})
	}
	if n := len(bad); n > 0 {
		if options.DryRun {
			c.out.line(locale.N("{{.N}} rows would be left out:", n))
		} else {
			c.out.line(locale.N("{{.N}} rows left out:", n))
		}
		list(n, func(i int) string { return a.named(bad[i]) })
	}
	for _, remark := range a.Remarks(report) {
		c.out.printf("%s\n", remark)
	}
}

// claimFiles are the claims of several files, to be added in one action.
type claimFiles struct{ dataset.Batch }

// read reads files. A text whose annotations lie beside it stands for both of them.
func (a *claimFiles) read(paths []string, in io.Reader, form *dataset.Format, tables *tables) error {
	seen := map[string]bool{}
	for _, path := range paths {
		source, name, err := dataset.Source{}, locale.T("standard input"), error(nil)
		if path == "-" {
			source, err = dataset.LoadFrom(name, in)
		} else {
			if dataset.IsTextOfPair(path) {
				path = strings.TrimSuffix(path, filepath.Ext(path)) + ".ann"
			}
			if seen[path] {
				continue
			}
			seen[path] = true
			name = ingest.Shown(path)
			source, err = dataset.Load(path)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		source.Name = name
		files, err := tables.read(source, form)
		if err != nil {
			if _, is := errors.AsType[*dataset.AmbiguousError](err); is {
				return fmt.Errorf("%s: %w, with --format; nothing was added", name, err)
			}
			return fmt.Errorf("%s: %w", name, err)
		}
		a.Add(files...)
	}
	return nil
}

// tables reads tables whose columns are not ours.
type tables struct {
	mapping *dataset.Mapping // the one that was named; nil where none was
	guess   bool
	saved   map[string]json.RawMessage
}

func newTables(name string) (*tables, error) {
	t := &tables{guess: name == "guess"}
	user, err := profile.Load()
	if err == nil {
		t.saved = user.Mappings()
	}
	if name == "" || t.guess {
		return t, nil
	}
	var from io.Reader
	if kept, is := t.saved[name]; is {
		from = bytes.NewReader(kept)
	} else if file, err := os.Open(name); err == nil {
		defer file.Close()
		from = file
	} else {
		return nil, misusef("there is neither a mapping of the name %s nor such a file", ingest.Shown(name))
	}
	m, err := dataset.ReadMapping(from)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", ingest.Shown(name), err)
	}
	t.mapping = &m
	return t, nil
}

// read reads a source; a table with other columns than ours by the mapping that was named, or one that is kept for its columns.
func (t *tables) read(source dataset.Source, form *dataset.Format) ([]*dataset.Imported, error) {
	if t.mapping != nil || t.guess {
		return t.mapped(source)
	}
	files, err := source.Read(form)
	question, is := errors.AsType[*dataset.MappingError](err)
	if !is {
		return files, err
	}
	name, m, found := dataset.SavedMapping(t.saved, question.Table)
	if !found {
		return nil, fmt.Errorf("%w; --map reads tables with other columns", err)
	}
	in, err := dataset.ReadTable(source.Name, question.Table, m)
	if err != nil {
		return nil, err
	}
	in.Remarks = append(in.Remarks, locale.T("Read with the mapping “{{.Name}}”.", "Name", name))
	return []*dataset.Imported{in}, nil
}

func (t *tables) mapped(source dataset.Source) ([]*dataset.Imported, error) {
	read, err := source.Table()
	if err != nil {
		return nil, err
	}
	m := dataset.Mapping{}
	if t.mapping != nil {
		m = *t.mapping
	} else {
		m = dataset.GuessMapping(read, nil)
	}
	in, err := dataset.ReadTable(source.Name, read, m)
	if err == nil && t.guess {
		var said []string
		for _, column := range read.Columns {
			if field := m.Columns[column]; field != "" {
				said = append(said, locale.T("“{{.Column}}” as {{.Field}}", "Column", column, "Field", field))
			}
		}
		in.Remarks = append(in.Remarks, locale.T("Columns were read as follows: {{.Columns}}.", "Columns", strings.Join(said, ", ")))
	}
	return []*dataset.Imported{in}, err
}

// place names a row by its file and the line there.
func (a *claimFiles) place(line int) string {
	file, in := a.Where(line)
	if in <= 0 { // it stands in no line
		return file
	}
	return locale.T("{{.File}}: line {{.Line}}", "File", file, "Line", in)
}

// named says what is wrong with a row.
func (a *claimFiles) named(row store.BadRow) string {
	return fmt.Sprintf("%s: %v", a.place(row.Line), row.Err)
}
