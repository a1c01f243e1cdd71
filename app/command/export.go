package command

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"factmark/app/dataset"
	"factmark/app/format"
	"factmark/app/handover"
	"factmark/app/ingest"
	"factmark/app/locale"
	"factmark/store"
)

var exportCommand = command{
	name:    "export",
	summary: "write the labelled claims for other programs",
	help: `Usage: factmark export [-w FILE.factmark] [--format NAME] -o OUT [flags]

Writes labelled claims in the order of the documents and of the text, and says what
the format does not hold. What was there is replaced when the new file is whole. Where
conflicts of a merge still wait to be chosen, what stands is written, and it says how
many.

  -w FILE.factmark     the workspace (your own one if it is not given)
  -o OUT               the file to write; - is standard output. A format of several
                       files makes a folder, or an archive where OUT ends in .zip
  --format NAME        the format; csv if it is not given:
` + formatList() + `
  --document …         only this document, by its id or its title; may be repeated
  --label NAME         only claims with this label; may be repeated; an empty name
                       stands for claims with no label yet
  --status STATUS      only claims of this status: open, unanimous, adjudicated,
                       unresolved, rejected or orphaned; may be repeated
  --person NAME        only claims of this annotator, by name, pseudonym or id; may be
                       repeated
  --finished           only documents whose status is done

  --without-texts      leave the documents' texts out
  --pseudonyms         call people annotator 1 and so on, or by their own pseudonyms
  --split 80/10/10     part the claims for training, development and test: OUT.train,
                       OUT.dev and OUT.test with the extension of OUT. A document and
                       the claims it is linked with stay together, and the same
                       content is always split alike
  --report FILE        write the whole report to a file, with every claim it names

  --bom                CSV: begin with a byte order mark, for Excel
  --spreadsheet-safe   CSV: an apostrophe before each text cell that a spreadsheet
                       would take for a formula; factmark claims takes it away again

Example: factmark export -w desk.factmark --label Disputed -o disputed.csv
         factmark export -w desk.factmark --format fever --split 80/10/10 -o out.jsonl
`,
	run: export,
}

// formatList lists the formats that claims can be written in.
func formatList() string {
	var lines []string
	for _, f := range dataset.Formats {
		if f.Leaves() {
			lines = append(lines, fmt.Sprintf("      %-16s %s", f.Name, f.Title))
		}
	}
	return strings.Join(lines, "\n")
}

// exporting is what the words of a command say of an export.
type exporting struct {
	format  *dataset.Format
	out     string
	report  string // the file for the report, "" for none
	options dataset.Options
	scope   scope
}

// scope is which claims the words of a command choose.
type scope struct {
	documents, labels, statuses, people *[]string
	finished                            bool
}

func export(c *call, args []string) error {
	f := newFlags()
	var x exporting
	name := f.String("format", "csv", "")
	split := f.String("split", "", "")
	f.StringVar(&x.out, "o", "", "")
	f.StringVar(&x.report, "report", "", "")
	f.BoolVar(&x.options.BOM, "bom", false, "")
	f.BoolVar(&x.options.SpreadsheetSafe, "spreadsheet-safe", false, "")
	f.BoolVar(&x.options.WithoutTexts, "without-texts", false, "")
	f.BoolVar(&x.options.Pseudonyms, "pseudonyms", false, "")
	f.BoolVar(&x.scope.finished, "finished", false, "")
	x.scope.documents, x.scope.labels, x.scope.statuses, x.scope.people = f.list("document"), f.list("label"), f.list("status"), f.list("person")
	words, err := f.parse(args)
	if err != nil {
		return err
	}
	if x.format = dataset.FormatNamed(*name); x.format == nil || !x.format.Leaves() {
		return misusef("there is no format %q to write", *name)
	}
	if len(words) > 0 {
		return misusef("%q is one word too many; the file to write follows -o", words[0])
	}
	if *split != "" {
		if x.options.Split, err = dataset.ParseSplit(*split); err != nil {
			return misuseError{err}
		}
	}
	if err := x.check(); err != nil {
		return misuseError{err}
	}
	path, err := f.path()
	if err != nil {
		return err
	}
	for _, file := range append(dataset.Paths(x.out, x.format, x.options), x.report) {
		if err := notTheWorkspace(file, path); err != nil {
			return err
		}
	}
	return c.reading(path, func(st *store.Store) error { return c.export(st, x) })
}

// check refuses words that do not go together.
func (x *exporting) check() error {
	o := x.options
	switch paths := dataset.Paths(x.out, x.format, o); {
	case x.out == "":
		return errors.New("say where to write with -o OUT" + x.format.Extension)
	case (o.BOM || o.SpreadsheetSafe) && !x.format.Table:
		return fmt.Errorf("--bom and --spreadsheet-safe are for CSV, not for %s", x.format.Name)
	case x.out == "-" && x.format.IsFolder(x.out):
		return fmt.Errorf("%s is several files, which cannot go to standard output; name a folder, or an archive that ends in .zip", x.format.Name)
	case x.out == "-" && len(paths) > 1:
		return errors.New("a split is several files, which cannot go to standard output; name a file with -o")
	case x.report != "" && slices.ContainsFunc(append(paths, x.out), func(p string) bool { return filepath.Clean(p) == filepath.Clean(x.report) }):
		return errors.New("the report and the export cannot be one file")
	}
	return x.format.Refuses(o)
}

func (c *call) export(st *store.Store, x exporting) error {
	filter, err := x.scope.filter(c, st)
	if err != nil {
		return err
	}
	if c.errOut.terminal {
		total, err := st.CountLabelled(c, filter)
		if err != nil {
			return err
		}
		x.options.Progress = c.writing(total)
	}
	to, where := c.out, x.out
	var report dataset.Report
	if x.out == "-" {
		to, where = c.errOut, locale.T("standard output")
		err = c.out.data(func(w io.Writer) (err error) {
			report, err = dataset.Write(c, w, st, x.format, filter, x.options)
			return err
		})
	} else if report, err = dataset.Save(c, x.out, st, x.format, filter, x.options); err != nil {
		err = fmt.Errorf("writing %s: %w", ingest.Shown(x.out), err)
	}
	if err != nil {
		return err
	}
	if paths := dataset.Paths(x.out, x.format, x.options); len(paths) > 1 {
		where = strings.Join(paths, ", ")
	}
	c.told(to, report, where, x)
	if x.report == "" {
		return nil
	}
	err = c.unsure(dataset.WriteFile(x.report, func(w io.Writer) error { return report.WriteText(w, x.format, x.options) }))
	if err != nil {
		return fmt.Errorf("the claims are written, but not the report %s: %w", ingest.Shown(x.report), err)
	}
	return nil
}

// writing tells on a terminal how far the export is, once that takes long.
func (c *call) writing(total int) func(done int) {
	told := time.Now()
	wait := 500 * time.Millisecond
	return func(done int) {
		if now := time.Now(); now.Sub(told) > wait && done < total {
			told, wait = now, 2*time.Second
			c.errOut.line(locale.N("Writing: {{.Done}} of {{.N}} claims", total, "Done", format.Thousands(done)))
		}
	}
}

// notTheWorkspace refuses to write over the workspace, whatever name it is called by, and the files beside it.
func notTheWorkspace(out, workspace string) error {
	target, err := os.Stat(out)
	if err != nil {
		return nil // nothing there to write over; WriteFile says what else is wrong
	}
	for _, suffix := range []string{"", "-wal", "-shm"} {
		if file, err := os.Stat(workspace + suffix); err == nil && os.SameFile(target, file) {
			return fmt.Errorf("%s is the workspace itself; choose another name for the export", ingest.Shown(out))
		}
	}
	return nil
}

// filter finds what the words mean in a workspace.
func (s scope) filter(c *call, st *store.Store) (filter store.Filter, err error) {
	filter.Finished = s.finished
	if len(*s.documents) > 0 {
		all, err := st.Documents(c)
		if err != nil {
			return filter, err
		}
		if filter.DocumentIDs, err = each(*s.documents, func(word string) (string, error) { return documentID(all, word) }); err != nil {
			return filter, err
		}
	}
	if filter.LabelIDs, err = namedLabels(c, st, *s.labels); err != nil {
		return filter, err
	}
	if len(*s.people) > 0 {
		all, err := st.KnownPeople(c)
		if err != nil {
			return filter, err
		}
		if filter.PersonIDs, err = each(*s.people, func(word string) (string, error) { return personID(all, word) }); err != nil {
			return filter, err
		}
	}
	if len(*s.statuses) > 0 {
		filter.Statuses, err = each(*s.statuses, statusNamed)
	}
	return filter, err
}

// each gives what every word means.
func each[T any](words []string, meaning func(word string) (T, error)) ([]T, error) {
	var all []T
	for _, word := range words {
		one, err := meaning(word)
		if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, nil
}

func documentID(all []store.Document, word string) (string, error) {
	var ids []string
	for _, doc := range all {
		if doc.ID == word {
			return word, nil
		}
		if strings.EqualFold(doc.Title, word) {
			ids = append(ids, doc.ID)
		}
	}
	switch len(ids) {
	case 0:
		return "", fmt.Errorf("there is no document with the id or title %q in the workspace", word)
	case 1:
		return ids[0], nil
	}
	return "", fmt.Errorf("%d documents are called %q; give the id of one: %s", len(ids), word, strings.Join(ids, ", "))
}

// namedLabels finds the labels that words mean, nil where there are none.
func namedLabels(c *call, st *store.Store, words []string) ([]string, error) {
	if len(words) == 0 {
		return nil, nil
	}
	all, err := st.Labels(c)
	if err != nil {
		return nil, err
	}
	return each(words, func(word string) (string, error) { return labelID(all, word) })
}

func labelID(all []store.Label, word string) (string, error) {
	if word == "" {
		return "", nil
	}
	var names []string
	for _, same := range []func(a, b string) bool{func(a, b string) bool { return a == b }, store.SameLabelName} {
		for _, label := range all {
			if same(label.Name, word) {
				return label.ID, nil
			}
		}
	}
	for _, label := range all {
		names = append(names, label.Name)
	}
	return "", fmt.Errorf("there is no label %q in the workspace, only %s", word, strings.Join(names, ", "))
}

func personID(all []store.KnownPerson, word string) (string, error) {
	var ids, names []string
	for _, p := range all {
		if p.ID == word {
			return word, nil
		}
		if strings.EqualFold(p.Name, word) || p.Pseudonym != "" && strings.EqualFold(p.Pseudonym, word) {
			ids = append(ids, p.ID)
		}
		names = append(names, cmp.Or(p.Name, p.ID))
	}
	switch len(ids) {
	case 0:
		return "", fmt.Errorf("there is no person %q in the workspace, only %s", word, strings.Join(names, ", "))
	case 1:
		return ids[0], nil
	}
	return "", fmt.Errorf("%d people are called %q; give the id of one: %s", len(ids), word, strings.Join(ids, ", "))
}

func statusNamed(word string) (store.Status, error) {
	var names []string
	for _, s := range store.Statuses {
		if strings.EqualFold(word, string(s)) {
			return s, nil
		}
		names = append(names, string(s))
	}
	return "", fmt.Errorf("%q is no status of a claim; there are %s", word, strings.Join(names, ", "))
}

// waiting counts the conflicts that wait, and the claims on which they bear.
func (c *call) waiting(st *store.Store, filter store.Filter) (store.ConflictCounts, error) {
	waiting, err := st.ConflictsAmong(c, filter)
	if err != nil {
		err = fmt.Errorf("counting the conflicts: %w", err)
	}
	return waiting, err
}

func tellWaiting(to *output, waiting store.ConflictCounts) {
	if line := handover.Waiting(waiting); line != "" {
		to.printf("%s\n", line)
	}
}

// namedClaims is how many claims are named of each thing that a format did not hold; the report in a file names more.
const namedClaims = 3

// told says what was written. With the claims on standard output, it goes to standard error.
func (c *call) told(to *output, report dataset.Report, where string, x exporting) {
	to.line(locale.N("{{.N}} claims written to {{.File}}.", report.Rows, "File", where))
	for _, line := range report.Lines(x.format, x.options, namedClaims) {
		to.line(locale.Known(line))
	}
	switch {
	case report.Formulas > 0 && x.options.SpreadsheetSafe:
		to.line(locale.N("{{.N}} cells got an apostrophe, so that a spreadsheet doesn't read them as formulas.", report.Formulas))
	case report.Formulas > 0:
		to.line(locale.N("{{.N}} cells could be read as formulas by a spreadsheet. Use --spreadsheet-safe to prevent it.", report.Formulas))
	}
	c.warnMisplaced(report.Misplaced)
	if words := dataset.NULWords(report.NUL); words != "" {
		c.warn("%s", words)
	}
	tellWaiting(to, report.Conflicts)
}

// warnMisplaced names claims that were written although their quote is not at their place.
func (c *call) warnMisplaced(ids []string) {
	if words := dataset.MisplacedWords(ids); words != "" {
		c.warn("%s", words)
	}
}
