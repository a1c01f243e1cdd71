package command

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"factmark/app/backup"
	"factmark/app/charset"
	"factmark/app/format"
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
its folders; hidden files, and files that are no text, are passed over there.

The text is kept as it is in the file: only its encoding becomes UTF-8 and its
line ends LF. A text that is in the workspace already is not added again. If one
of the files cannot be read, none is imported.

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
	// Read before the workspace is opened or made: a bad file must leave no trace.
	docs, unsure, err := importing.Read(c, files, in, nil)
	if err != nil {
		return err
	}
	if len(unsure) > 0 {
		others := ""
		if n := len(unsure) - 1; n > 0 {
			others = " (and " + format.Count(n, "more file is", "more files are") + " not sure)"
		}
		return fmt.Errorf("%w%s; say which with --encoding NAME; nothing was imported", unsure[0], others)
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
		c.beforeBulk(st, backup.BeforeImport, len(docs))
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
	return nil
}

// readAs names an encoding that was guessed or is rare, so that a wrong guess is seen.
func readAs(charset string) string {
	if strings.HasPrefix(charset, "utf-") {
		return ""
	}
	return ", read as " + charset
}
