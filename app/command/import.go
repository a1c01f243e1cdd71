package command

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"factmark/app/backup"
	"factmark/app/charset"
	"factmark/app/importing"
	"factmark/app/ingest"
	"factmark/store"
)

var importCommand = command{
	name:    "import",
	summary: "add documents to a workspace",
	help: `Usage: factmark import [-w FILE.factmark] FILE…

Adds text files to a workspace as documents. The workspace is made, with nothing
else in it, if it is not there yet. A folder stands for all text files in it and in
its folders; hidden files are passed over there, and files that are no text, which
are counted.

The text is kept as it is in the file: only its encoding becomes UTF-8 and its
line ends LF. A text that is in the workspace already is not added again. A file that
cannot be read is refused and named with the reason, the others are imported, and it
leaves with 1.

Each file's encoding is found by itself, and a file where it is not sure is refused
with the likely ones; then say it.

  -w FILE.factmark   the workspace (your own one if it is not given)
  --encoding NAME    the encoding of all the files: utf-8, windows-1250, koi8-r …
  --                 ends the flags: what follows is a file even if it begins with -

Example: factmark import -w desk.factmark speech.txt articles/
`,
	run: importFiles,
}

func importFiles(c *call, args []string) error {
	f := newFlags()
	name := f.String("encoding", "", "")
	files, err := f.parse(args)
	if err != nil {
		return err
	}
	if len(files) == 0 {
		return misusef("say which files to import")
	}
	path, err := f.pathOrOwn()
	if err != nil {
		return err
	}
	var in *charset.Encoding
	if *name != "" {
		known := false
		if in, known = charset.Named(*name); !known {
			return misusef("there is no encoding %s; these are known: %s", *name, strings.Join(charset.Names(), ", "))
		}
	}
	// Read before the workspace is opened or made: where nothing can be imported, there must be no trace.
	batch, err := importing.Read(c, files, in, nil)
	if err != nil {
		return err
	}
	batch.RefuseUnsure("say which with --encoding NAME", nil)
	docs := batch.Documents
	if len(docs) == 0 && len(batch.Refused) > 0 {
		return c.refusedFiles(batch.Refused, "nothing was imported")
	}
	if f.workspace == "" {
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return fmt.Errorf("making the folder of your workspace: %w", err)
		}
	}
	var added []store.AddedDocument
	err = c.withNew(path, func(st *store.Store) error {
		if err := c.signIn(st); err != nil {
			return err
		}
		c.beforeLargeChange(st, backup.BeforeImport, len(docs))
		added, err = importing.Add(c, st, docs)
		return err
	})
	if err != nil {
		return err
	}
	existing := 0
	for i, a := range added {
		mark := "+"
		if a.Existing {
			mark = "="
			existing++
		}
		c.out.printf("%s %s (%s%s)\n", mark, a.Document.Title, ingest.Shown(docs[i].FileName), readAs(docs[i].Charset))
	}
	c.out.printf("Imported %s into %s", counted(len(added)-existing, "document"), path)
	if existing > 0 {
		c.out.printf("; %d (marked =) were there already", existing)
	}
	c.out.print(".\n")
	if n := len(batch.Passed); n > 0 {
		c.out.printf("Passed over %s that %s no text: %s.\n", counted(n, "file"), isAre(n), names(batch.Passed))
	}
	if len(batch.Refused) > 0 {
		return c.refusedFiles(batch.Refused, fmt.Sprintf("the other %d %s imported", len(docs), wasWere(len(docs))))
	}
	return nil
}

// refusedFiles names files that were not imported, and says what became of the others. One file is the error itself.
func (c *call) refusedFiles(refused []error, others string) error {
	if len(refused) == 1 {
		return fmt.Errorf("%w; %s", refused[0], others)
	}
	for _, err := range refused {
		c.errOut.printf("%s\n", oneLine(err))
	}
	return fmt.Errorf("%s, listed above, cannot be imported; %s", counted(len(refused), "file"), others)
}

// names are the names of files, the first of them where they are many.
func names(paths []string) string {
	const most = 5
	var shown []string
	for _, path := range paths[:min(len(paths), most)] {
		shown = append(shown, ingest.Shown(path))
	}
	if more := len(paths) - most; more > 0 {
		shown = append(shown, fmt.Sprintf("and %d more", more))
	}
	return strings.Join(shown, ", ")
}

func isAre(n int) string {
	if n == 1 {
		return "is"
	}
	return "are"
}

func wasWere(n int) string {
	if n == 1 {
		return "was"
	}
	return "were"
}

// readAs names an encoding that was guessed or is rare, so that a wrong guess is seen.
func readAs(charset string) string {
	if strings.HasPrefix(charset, "utf-") {
		return ""
	}
	return ", read as " + charset
}
