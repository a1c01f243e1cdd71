package command

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"

	"factmark/app/backup"
	"factmark/app/dataset"
	"factmark/app/format"
	"factmark/app/ingest"
	"factmark/store"
)

var claimsCommand = command{
	name:    "claims",
	summary: "add labelled claims from another machine's export",
	help: `Usage: factmark claims [-w FILE.factmark] [--update] [--skip-bad-rows] [--dry-run] FILE…

Reads labelled claims from CSV files as factmark export writes them, or as another
program saved them again, and adds them to a workspace. Their documents must be in
it: they are found by document_sha256, or by their title where that is empty. Claims
keep their ids, so that the same file read twice adds nothing; a claim that is there
with other content is left as it is. If one row does not fit, nothing is added, and
all such rows are listed. The file - is standard input. Times without a zone are UTC.

  -w FILE.factmark   the workspace (your own one if it is not given)
  --update           change claims that are there already to what their rows say: label,
                     statement, claimant, date, type, confidence and note, in the
                     columns that the file has; each change is listed, and one undo
                     takes all of it back
  --skip-bad-rows    leave out the rows that do not fit, and add the others; where
                     none fits, that is a failure
  --dry-run          only say what would be done
  --format csv       the format, the only one in this version

Example: factmark claims -w desk.factmark --update --dry-run labelled-by-ana.csv
`,
	run: importClaims,
}

func importClaims(c *call, args []string) error {
	f := newFlags()
	format := f.String("format", "csv", "")
	var options store.ImportOptions
	f.BoolVar(&options.Update, "update", false, "")
	f.BoolVar(&options.SkipBadRows, "skip-bad-rows", false, "")
	f.BoolVar(&options.DryRun, "dry-run", false, "")
	files, err := f.parse(args)
	if err != nil {
		return err
	}
	if err := checkFormat(*format, "csv", "reads"); err != nil {
		return err
	}
	if len(files) == 0 {
		return misusef("say which files to read")
	}
	path, err := f.path()
	if err != nil {
		return err
	}
	var all claimFiles
	for _, file := range files {
		if err := all.read(file, c.in); err != nil {
			return err
		}
	}
	var report store.ImportReport
	err = c.trying(options.DryRun, path, func(st *store.Store) error {
		// Rows that can't be read refuse the file like rows that don't fit, and all of them are listed together.
		look := options
		look.DryRun = options.DryRun || len(all.Bad) > 0 && !options.SkipBadRows
		if !look.DryRun && len(all.Claims) > 0 {
			if err := c.signIn(st); err != nil {
				return err
			}
			c.beforeLargeChange(st, backup.BeforeImport, len(all.Claims))
		}
		report, err = st.ImportClaims(c, all.Claims, look)
		if refused, ok := errors.AsType[*store.BadRowsError](err); ok {
			report.Bad, err = refused.Rows, nil
		}
		return err
	})
	if err != nil {
		return err
	}
	bad := append(all.Bad, report.Bad...)
	slices.SortStableFunc(bad, func(a, b store.BadRow) int { return a.Line - b.Line })
	if len(bad) > 0 && !options.SkipBadRows && !options.DryRun {
		return all.refused(c, bad)
	}
	if rows := len(all.Claims) + len(all.Bad); len(bad) > 0 && len(bad) == rows {
		return all.noneFits(c, bad)
	}
	all.tell(c, path, report, options, bad)
	return nil
}

// refused lists rows because of which nothing was added. One row is the error itself.
func (a *claimFiles) refused(c *call, bad []store.BadRow) error {
	if len(bad) == len(a.Claims)+len(a.Bad) {
		return a.noneFits(c, bad)
	}
	if len(bad) == 1 {
		return fmt.Errorf("%s; nothing was added (--skip-bad-rows adds the others)", a.named(bad[0]))
	}
	a.list(c, bad)
	return fmt.Errorf("%s do not fit, %s; nothing was added (--skip-bad-rows adds the others)", counted(len(bad), "row"), a.listed(len(bad)))
}

// noneFits is refused where there is no other row that could be added.
func (a *claimFiles) noneFits(c *call, bad []store.BadRow) error {
	if len(bad) == 1 {
		return fmt.Errorf("%s; nothing was added", a.named(bad[0]))
	}
	a.list(c, bad)
	return fmt.Errorf("none of the %s fits, %s; nothing was added", counted(len(bad), "row"), a.listed(len(bad)))
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
		return fmt.Sprintf("the first %d of them are listed above", mostListed)
	}
	return "listed above"
}

// tell says what became of the rows.
func (a *claimFiles) tell(c *call, path string, report store.ImportReport, options store.ImportOptions, bad []store.BadRow) {
	added, updated, left := "Added", "Updated", "Left out"
	if options.DryRun {
		added, updated, left = "Would add", "Would update", "Would leave out"
	}
	list := func(n int, line func(i int) string) {
		for i := range min(n, mostListed) {
			c.out.printf("  %s\n", line(i))
		}
		if n > mostListed {
			c.out.printf("  and %d more\n", n-mostListed)
		}
	}
	changes := func(updates []store.ClaimUpdate) {
		list(len(updates), func(i int) string { return a.place(updates[i].Line) + ": " + dataset.Changes(updates[i]) })
	}
	c.out.printf("%s %s to %s.\n", added, counted(report.Added, "claim"), path)
	if n := len(report.Updated); n > 0 {
		c.out.printf("%s %s:\n", updated, counted(n, "claim"))
		changes(report.Updated)
	}
	if n := len(report.Left); n > 0 {
		c.out.printf("%s:\n", format.Count(n, "claim was changed here since the table was written, and is left", "claims were changed here since the table was written, and are left"))
		changes(report.Left)
	}
	if report.Existing > 0 {
		c.out.printf("%s there already.\n", counted(report.Existing, "claim"))
	}
	if n := len(report.Differing); n > 0 {
		c.out.printf("%s there already with other content, left as it is: %s\n", counted(n, "claim"), strings.Join(report.Differing, ", "))
		c.out.print("With --update, claims that are there already are changed to what their rows say.\n")
	}
	if n := len(bad); n > 0 {
		c.out.printf("%s %s:\n", left, counted(n, "row"))
		list(n, func(i int) string { return a.named(bad[i]) })
	}
	for _, remark := range dataset.Remarks(a.Table, report) {
		c.out.printf("%s\n", remark)
	}
}

// claimFiles are the claims of several files, to be added in one action. Their lines are numbered on from file to
// file, so that the number in the store's error tells the file too.
type claimFiles struct {
	dataset.Table
	files []claimFile
	lines int
}

type claimFile struct {
	name  string
	after int // the lines of the files before it
}

func (a *claimFiles) read(path string, in io.Reader) error {
	name := ingest.Shown(path)
	if path == "-" {
		name = "standard input"
	} else {
		info, err := os.Stat(path)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return fmt.Errorf("%s: there is no such file", name)
		case err == nil && info.IsDir():
			return fmt.Errorf("%s: this is a folder, not a file", name)
		case store.HasExtension(path):
			return fmt.Errorf("%s: this is a workspace, not a table of claims; export its claims first", name)
		}
		file, err := os.Open(path)
		if err != nil {
			return err
		}
		defer file.Close()
		in = file
	}
	table, err := dataset.ReadCSV(in)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	a.files = append(a.files, claimFile{name, a.lines})
	last := 0
	for i := range table.Claims {
		last = max(last, table.Claims[i].Line)
		table.Claims[i].Line += a.lines
	}
	for i := range table.Bad {
		last = max(last, table.Bad[i].Line)
		table.Bad[i].Line += a.lines
	}
	a.lines += last
	a.Claims, a.Bad = append(a.Claims, table.Claims...), append(a.Bad, table.Bad...)
	a.Blank, a.Short = a.Blank+table.Blank, a.Short+table.Short
	for _, column := range table.Unknown {
		if !slices.Contains(a.Unknown, column) {
			a.Unknown = append(a.Unknown, column)
		}
	}
	return nil
}

// place names a row by its file and the line there.
func (a *claimFiles) place(line int) string {
	file := a.files[0]
	for _, f := range a.files {
		if f.after < line {
			file = f
		}
	}
	return fmt.Sprintf("%s: line %d", file.name, line-file.after)
}

// named says what is wrong with a row.
func (a *claimFiles) named(row store.BadRow) string {
	return fmt.Sprintf("%s: %v", a.place(row.Line), row.Err)
}
