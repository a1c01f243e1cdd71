package command

import (
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"strings"

	"factmark/app/backup"
	"factmark/app/charset"
	"factmark/app/evidence"
	"factmark/app/importing"
	"factmark/app/ingest"
	"factmark/app/ingest/table"
	"factmark/app/locale"
	"factmark/store"
)

var importCommand = command{
	name:    "import",
	summary: "add documents to a workspace",
	help: `Usage: factmark import [-w FILE.factmark] FILE…

Adds files to a workspace as documents. The workspace is made, with nothing else in it,
if it is not there yet. A folder or a ZIP archive stands for all files in it; what is
hidden there, empty or no text is passed over and listed with the reason.

These are read: plain text, Markdown, web pages (HTML, MHTML), PDF, Word (docx),
OpenDocument (odt), rich text (rtf), EPUB, mail (eml, mbox), subtitles (srt, vtt), and
tables with a document a row (csv, tsv, xlsx, jsonl).

Of plain text and Markdown nothing changes: only the encoding becomes UTF-8 and line
ends LF. A text that is in the workspace already is not added again. A file that cannot
be read is refused and named with the reason, the others are imported, and it leaves
with 1.

Each file's encoding is found by itself, and a file where it is not sure is refused
with the likely ones; then say it.

  -w FILE.factmark     the workspace (your own one if it is not given)
  --as article|page    of a web page its article (the default), or all that is visible
  --attachments        the files attached to mails become documents too
  --keep-hyphens       of a PDF the hyphens at the ends of lines stay
  --encoding NAME      the encoding of texts, pages and tables: utf-8, koi8-r …
  --text-column NAME   of tables: the column with the text, which is guessed otherwise;
                       likewise --title-column, --author-column, --publisher-column,
                       --date-column, --url-column and --language-column
  --json               says what became of each file in a line of JSON
  --                   ends the flags: what follows is a file even if it begins with -

Example: factmark import -w desk.factmark speech.txt articles/ report.pdf
`,
	run: importFiles,
}

func importFiles(c *call, args []string) error {
	f := newFlags()
	name := f.String("encoding", "", "")
	as := f.String("as", "article", "")
	attachments := f.Bool("attachments", false, "")
	hyphens := f.Bool("keep-hyphens", false, "")
	asJSON := f.Bool("json", false, "")
	columns := newColumnFlags(f)
	files, err := f.parse(args)
	if err != nil {
		return err
	}
	if len(files) == 0 {
		return misusef("say which files to import")
	}
	if *as != "article" && *as != "page" {
		return misusef("--as is article or page, not %q", *as)
	}
	path, err := f.pathOrOwn()
	if err != nil {
		return err
	}
	options := ingest.Options{WholePage: *as == "page", KeepHyphens: *hyphens, Attachments: *attachments, Columns: columns.choose}
	if *name != "" {
		known := false
		if options.Encoding, known = charset.Named(*name); !known {
			return misusef("there is no encoding %s; these are known: %s", *name, strings.Join(charset.Names(), ", "))
		}
	}
	defer debug.SetGCPercent(debug.SetGCPercent(40)) // large files are held several times over, as bytes, text and rows
	// Read before the workspace is opened or made: where nothing can be imported, there must be no trace.
	batch, err := importing.Read(c, files, options, nil)
	if err != nil {
		return err
	}
	batch.Refuse(locale.T("say which with --encoding NAME"), func(*importing.Item) bool { return true })
	documents, _, _ := batch.Count()
	if documents > 0 {
		if err := f.makeOwnFolder(path); err != nil {
			return err
		}
		err = c.withNew(path, func(st *store.Store) error {
			if err := c.signIn(st); err != nil {
				return err
			}
			c.beforeLargeChange(st, backup.BeforeImport, documents)
			if err := batch.Add(c, st); err != nil {
				return err
			}
			if err := batch.FindNear(c, st, nil, func(i int, near importing.Near) { batch.Items[i].Near = &near }); err != nil {
				c.warn("looking for texts that are nearly the same: %s", oneLine(err))
			}
			if err := evidence.Update(c, st, c.indexing()); err != nil {
				c.warn("the documents are imported, but the search index is not complete: %s", oneLine(err))
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	if *asJSON {
		return c.importedAsJSON(&batch)
	}
	return c.imported(&batch, path)
}

// imported says what became of the files.
func (c *call) imported(batch *importing.Batch, path string) error {
	documents, _, _ := batch.Count()
	existing := 0
	var passed []*importing.Item
	for i := range batch.Items {
		item := &batch.Items[i]
		switch {
		case item.Added != nil:
			mark := "+"
			if item.Added.Existing {
				mark = "="
				existing++
			}
			c.out.printf("%s %s (%s%s)\n", mark, item.Added.Document.Title, ingest.Shown(item.Document.FileName), readAs(item.Document.Charset))
			for _, remark := range item.Document.Remarks {
				c.out.printf("    %s\n", locale.Known(remark))
			}
			if item.Near != nil {
				c.out.line("    " + locale.T("{{.Percent}} % the same as “{{.Title}}”", "Percent", item.Near.Percent(), "Title", item.Near.Title))
			}
		case item.Passed != "":
			passed = append(passed, item)
		}
	}
	if documents > 0 {
		c.out.line(locale.N("{{.N}} documents imported into {{.Workspace}}.", documents-existing, "Workspace", path))
		if existing > 0 {
			c.out.line(locale.N("{{.N}} documents, marked =, were already there.", existing))
		}
	}
	if len(passed) > 0 {
		c.out.line(locale.N("{{.N}} files skipped:", len(passed)))
		for _, item := range passed {
			c.out.printf("  %s: %s\n", ingest.Shown(item.Name), locale.Known(item.Passed))
		}
	}
	refused := batch.Refused()
	switch {
	case len(refused) == 0 && documents == 0:
		return errNothing
	case len(refused) == 0:
		return nil
	case documents == 0:
		return c.refusedFiles(refused, locale.T("nothing was imported"))
	}
	return c.refusedFiles(refused, locale.N("the other {{.N}} were imported", documents))
}

var errNothing = errors.New("there is no file to import; nothing was imported")

// importedItem is a line of --json.
type importedItem struct {
	File    string   `json:"file"`
	Result  string   `json:"result"` // taken, existing, passed over or refused
	Why     string   `json:"why,omitempty"`
	ID      string   `json:"id,omitempty"`
	Title   string   `json:"title,omitempty"`
	Author  string   `json:"author,omitempty"`
	Date    string   `json:"published,omitempty"`
	From    string   `json:"publisher,omitempty"`
	URL     string   `json:"source_url,omitempty"`
	Lang    string   `json:"language,omitempty"`
	Format  string   `json:"format,omitempty"`
	Charset string   `json:"charset,omitempty"`
	Remarks []string `json:"remarks,omitempty"`
	Near    *near    `json:"near,omitempty"`
}

// near is a document that has nearly the same text.
type near struct {
	ID    string  `json:"id"`
	Title string  `json:"title"`
	Share float64 `json:"share"`
}

func (c *call) importedAsJSON(batch *importing.Batch) error {
	for i := range batch.Items {
		item := &batch.Items[i]
		line := importedItem{File: item.Name}
		switch {
		case item.Added != nil:
			d := item.Added.Document
			line.Result, line.ID, line.Title, line.Author, line.Date, line.From = "taken", d.ID, d.Title, d.Author, d.Published, d.Publisher
			line.URL, line.Lang, line.Format, line.Charset, line.Remarks = d.SourceURL, d.Language, string(item.Document.Format), d.Charset, item.Document.Remarks
			if item.Added.Existing {
				line.Result = "existing"
			}
			if item.Near != nil {
				line.Near = &near{item.Near.DocumentID, item.Near.Title, item.Near.Share}
			}
		case item.Passed != "":
			line.Result, line.Why = "passed over", item.Passed
		default:
			line.Result, line.Why = "refused", oneLine(item.Err)
		}
		if err := c.out.jsonLine(line); err != nil {
			return err
		}
	}
	if refused := batch.Refused(); len(refused) > 0 {
		return errors.New(locale.N("{{.N}} files cannot be imported", len(refused)))
	}
	if len(batch.Documents()) == 0 {
		return errNothing
	}
	return nil
}

// columnFlags say by name which columns of a table hold what.
type columnFlags struct{ text, title, author, publisher, date, url, language *string }

func newColumnFlags(f *flags) columnFlags {
	name := func(what string) *string { return f.String(what+"-column", "", "") }
	return columnFlags{name("text"), name("title"), name("author"), name("publisher"), name("date"), name("url"), name("language")}
}

// choose gives the columns that are named, and guesses the others.
func (n columnFlags) choose(t *table.Table) (table.Columns, error) {
	columns := t.Guess()
	for _, of := range []struct {
		name   *string
		column *int
	}{
		{n.text, &columns.Text}, {n.title, &columns.Title}, {n.author, &columns.Author}, {n.publisher, &columns.Publisher},
		{n.date, &columns.Published}, {n.url, &columns.URL}, {n.language, &columns.Language},
	} {
		if *of.name == "" {
			continue
		}
		if *of.column = slices.IndexFunc(t.Columns, func(column string) bool { return strings.EqualFold(column, *of.name) }); *of.column < 0 {
			return columns, fmt.Errorf("it has no column %s; there are: %s", *of.name, strings.Join(t.Columns, ", "))
		}
	}
	return columns, nil
}

// refusedFiles names files that were not imported, and says what became of the others. One file is the error itself.
func (c *call) refusedFiles(refused []error, others string) error {
	if len(refused) == 1 {
		return fmt.Errorf("%w; %s", refused[0], others)
	}
	for _, err := range refused {
		c.errOut.printf("%s\n", oneLine(err))
	}
	return errors.New(locale.N("{{.N}} files, listed above, cannot be imported; {{.Others}}", len(refused), "Others", others))
}

// readAs names an encoding that was guessed or is rare, so that a wrong guess is seen.
func readAs(charset string) string {
	if charset == "" || strings.HasPrefix(charset, "utf-") {
		return ""
	}
	return ", " + locale.T("read as {{.Encoding}}", "Encoding", charset)
}
