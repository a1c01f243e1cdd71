package command

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"factmark/app/backup"
	"factmark/app/dataset"
	"factmark/app/ingest"
	"factmark/store"
)

var claimsCommand = command{
	name:    "claims",
	summary: "add labelled claims from another machine's export",
	help: `Usage: factmark claims [-w FILE.factmark] [--format csv] FILE…

Reads labelled claims from CSV files as factmark export writes them and adds them
to a workspace. Their documents must be in it: they are found by document_sha256,
or by their title where that is empty. Claims keep their ids, so that the same file
read twice adds nothing; a claim that is there with other content is left as it is.
If one line does not fit, nothing is added. The file - is standard input.

  -w FILE.factmark   the workspace (your own one if it is not given)
  --format csv       the format, the only one in this version

Example: factmark claims -w desk.factmark labelled-by-ana.csv
`,
	run: importClaims,
}

func importClaims(c *call, args []string) error {
	f := newFlags()
	format := f.String("format", "csv", "")
	files, err := f.parse(args)
	if err != nil {
		return err
	}
	if err := only(*format, "csv", "reads"); err != nil {
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
	err = with(c, path, func(st *store.Store) error {
		if len(all.claims) == 0 {
			return nil
		}
		if err := c.signIn(st); err != nil {
			return err
		}
		c.beforeBulk(st, backup.BeforeImport, len(all.claims))
		report, err = st.ImportClaims(c, all.claims)
		return all.named(err)
	})
	if err != nil {
		return err
	}
	c.out.printf("Added %s to %s.\n", counted(report.Added, "claim"), path)
	if report.Existing > 0 {
		c.out.printf("%s there already.\n", counted(report.Existing, "claim"))
	}
	if n := len(report.Differing); n > 0 {
		c.out.printf("%s there already with other content, left as it is: %s\n", counted(n, "claim"), strings.Join(report.Differing, ", "))
	}
	if len(report.NewLabels) > 0 {
		c.out.printf("New labels: %s\n", strings.Join(report.NewLabels, ", "))
	}
	if len(report.NewPeople) > 0 {
		c.out.printf("New people: %s\n", strings.Join(report.NewPeople, ", "))
	}
	return nil
}

// claimFiles are the claims of several files, to be added in one action. Their lines are numbered on from file to
// file, so that the number in the store's error tells the file too.
type claimFiles struct {
	claims []store.ImportedClaim
	files  []claimFile
	lines  int
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
		case filepath.Ext(path) == workspaceEnding:
			return fmt.Errorf("%s: this is a workspace, not a table of claims; export its claims first", name)
		}
		file, err := os.Open(path)
		if err != nil {
			return err
		}
		defer file.Close()
		in = file
	}
	claims, err := dataset.ReadCSV(in)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	a.files = append(a.files, claimFile{name, a.lines})
	last := 0
	for i := range claims {
		last = claims[i].Line
		claims[i].Line += a.lines
	}
	a.lines += last
	a.claims = append(a.claims, claims...)
	return nil
}

// named puts the file and its own line number into an error of the store.
func (a *claimFiles) named(err error) error {
	if err == nil {
		return nil
	}
	number, _, _ := strings.Cut(err.Error(), ":")
	var line int
	if _, scanErr := fmt.Sscanf(number, "line %d", &line); scanErr != nil {
		return err
	}
	file := a.files[0]
	for _, f := range a.files {
		if f.after < line {
			file = f
		}
	}
	return fmt.Errorf("%s: line %d: %w", file.name, line-file.after, errors.Unwrap(err))
}
