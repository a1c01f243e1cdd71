package ingest

import (
	"context"
	"errors"
	"fmt"
	"mime"
	"path/filepath"
	"slices"
	"strings"

	"factmark/app/charset"
	"factmark/app/format"
	"factmark/app/ingest/extract"
	"factmark/app/ingest/mail"
	"factmark/app/ingest/office"
	"factmark/app/ingest/pdf"
	"factmark/app/ingest/subtitles"
	"factmark/app/ingest/table"
	"factmark/app/ingest/web"
)

// Options say how files are read.
type Options struct {
	Encoding    *charset.Encoding                         // of texts, web pages and tables; nil means the one that each seems to be in
	WholePage   bool                                      // of a web page everything that is visible, not its article alone
	KeepHyphens bool                                      // of a PDF the hyphens at the ends of lines, which are undone otherwise
	Attachments bool                                      // of mails: documents of their own are made of the files attached to them
	Columns     func(*table.Table) (table.Columns, error) // which columns of a table hold what; nil means that it is asked: a *ColumnsError
}

// Reader reads files with the same options. It must be closed.
type Reader struct {
	Options
	pdf *pdf.Reader
}

// NewReader makes a reader. It holds nothing until it reads a PDF.
func NewReader(o Options) *Reader { return &Reader{o, pdf.NewReader()} }

// Close ends what reads PDFs.
func (r *Reader) Close() { r.pdf.Close() }

// Part is what came of a file, or of a part of one that holds several documents: one of a document, a reason why it was
// passed over, and an error. An error is one sentence for the user that begins with the name, a *UnsureError or a *ColumnsError.
type Part struct {
	Name     string // of the file as it was named; for a part of it "letters.mbox, message 3"
	Document *Document
	Passed   string // "it is empty"
	Err      error
}

// ColumnsError says that someone has to say which columns of a table hold what.
type ColumnsError struct {
	FileName string
	Table    *table.Table
	Guess    table.Columns
}

func (e *ColumnsError) Error() string {
	return "say which column holds the text; there are: " + strings.Join(e.Table.Columns, ", ")
}

// Documents makes the documents of the table, a row each, of a file under a name.
func (e *ColumnsError) Documents(name string, c table.Columns) []Part {
	return tableParts(name, e.FileName, e.Table, c)
}

// Read reads the file at path.
func (r *Reader) Read(ctx context.Context, path string) []Part {
	raw, err := readRegular(path)
	if err != nil {
		return []Part{{Name: path, Err: named(path, err)}}
	}
	return r.decode(ctx, path, filepath.Base(path), raw, 0)
}

// Decode reads raw, the content of a file called name. Documents keep raw itself, not a copy.
func (r *Reader) Decode(ctx context.Context, name string, raw []byte) []Part {
	return r.decode(ctx, name, filepath.Base(name), raw, 0)
}

// DecodePart reads a part under a name whose encoding was not sure, with the reader's options.
func (r *Reader) DecodePart(ctx context.Context, name string, unsure *UnsureError) []Part {
	return r.decode(ctx, name, unsure.FileName, unsure.Raw, 0)
}

// named puts a name before an error, but for that of an import that was cancelled.
func named(name string, err error) error {
	if errors.Is(err, context.Canceled) {
		return err
	}
	return fmt.Errorf("%s: %w", Shown(name), err)
}

// largest are the bytes of the largest files of formats that take many times their size in memory; no real one comes near.
var largest = map[Format]int{WebPage: 16 << 20, WebArchive: 32 << 20, Subtitles: 16 << 20}

// decode reads raw, which lies under a name within so many archives and mails.
func (r *Reader) decode(ctx context.Context, name, fileName string, raw []byte, depth int) []Part {
	fail := func(err error) []Part { return []Part{{Name: name, Err: named(name, err)}} }
	fileName = strings.ToValidUTF8(fileName, "\uFFFD")
	switch {
	case ctx.Err() != nil:
		return fail(ctx.Err())
	case len(raw) == 0:
		return fail(errors.New("the file is empty, so there is nothing to import"))
	case len(raw) > MaxBytes:
		return fail(tooLarge(int64(len(raw))))
	}
	format, err := FormatOf(fileName, raw)
	if err != nil {
		return fail(err)
	}
	if most := largest[format]; most > 0 && len(raw) > most {
		return fail(fmt.Errorf("it has %.1f MB, and %s of at most %d MB can be read; save its text into a .txt file and import that",
			float64(len(raw))/(1<<20), format, most>>20))
	}
	one := func(c extract.Content, err error) []Part {
		if err != nil {
			return append(fail(asUnsure(err, fileName, raw)), r.attached(ctx, name, c, depth)...) // a mail may hold files and no text
		}
		return append([]Part{{Name: name, Document: newDocument(c, format, fileName, raw)}}, r.attached(ctx, name, c, depth)...)
	}
	switch format {
	case WebPage:
		return one(web.Read(raw, r.Encoding, r.WholePage))
	case WebArchive:
		return one(mail.WebArchive(raw, r.WholePage))
	case PDF:
		return one(r.pdf.Read(ctx, raw, r.KeepHyphens))
	case Word:
		return one(office.Docx(raw))
	case OpenText:
		return one(office.Odt(raw))
	case RichText:
		return one(office.Rtf(raw))
	case Book:
		return one(office.Epub(raw))
	case Mail:
		return one(mail.Read(raw))
	case Mailbox:
		return r.mailbox(ctx, name, fileName, raw, depth)
	case Archive:
		return r.archive(ctx, name, raw, depth)
	case Workbook:
		t, err := table.ReadWorkbook(raw)
		return r.table(name, fileName, t, err)
	}
	text, in, err := decoded(fileName, raw, r.Encoding)
	if err != nil {
		return fail(err)
	}
	switch format {
	case Subtitles:
		if !subtitles.Is(withLF(text)) {
			break // a text by such a name
		}
		c, err := subtitles.Read(withLF(text))
		c.Charset = in.Name
		return one(c, err)
	case Table, JSONLines:
		read := table.ReadText
		if format == JSONLines {
			read = table.ReadLines
		}
		t, err := read(withLF(text))
		return r.table(name, fileName, t, err)
	}
	if strings.TrimSpace(text) == "" {
		return fail(errors.New("the file holds nothing but white space, so there is nothing to import"))
	}
	text = withLF(text)
	doc := &Document{FileName: fileName, Format: format, Charset: in.Name, Text: text, Original: raw}
	if format == Markdown {
		doc.Title = markdownTitle(text)
	}
	doc.complete()
	return []Part{{Name: name, Document: doc}}
}

// mailbox reads the messages of a mailbox.
func (r *Reader) mailbox(ctx context.Context, name, fileName string, raw []byte, depth int) []Part {
	var all []Part
	base, number := strings.TrimSuffix(fileName, filepath.Ext(fileName)), 0
	for c, err := range mail.Messages(raw) {
		if ctx.Err() != nil {
			return []Part{{Name: name, Err: ctx.Err()}}
		}
		if err != nil {
			all = append(all, Part{Name: name, Err: named(name, err)})
			continue
		}
		number++
		within := fmt.Sprintf("%s, message %d", name, number)
		all = append(all, Part{Name: within, Document: newDocument(c, Mail, fmt.Sprintf("%s %d.eml", base, number), c.Original)})
		all = append(all, r.attached(ctx, within, c, depth)...)
	}
	if len(all) == 0 {
		return []Part{{Name: name, Err: named(name, errors.New("there is no message in this mailbox"))}}
	}
	return all
}

// attached reads the files attached to a mail, where that is wanted, and passes them over where it is not.
func (r *Reader) attached(ctx context.Context, name string, c extract.Content, depth int) []Part {
	var all []Part
	for i, a := range c.Attachments {
		fileName := a.Name
		if fileName == "" {
			fileName = fmt.Sprint("attachment ", i+1)
		}
		within := name + ", " + fileName
		if !r.Attachments {
			all = append(all, Part{Name: within, Passed: "it is attached to a mail; attachments are imported when you ask for them"})
			continue
		}
		all = append(all, passOver(r.decode(ctx, within, fileName, a.Bytes, depth+1))...)
	}
	return all
}

// table makes documents of a table's rows.
func (r *Reader) table(name, fileName string, t *table.Table, err error) []Part {
	fail := func(err error) []Part { return []Part{{Name: name, Err: named(name, err)}} }
	switch {
	case err != nil:
		return fail(err)
	case t.IsExport():
		return fail(errors.New("these are labelled claims that Factmark exported, not documents; import them as claims"))
	case r.Columns == nil:
		return fail(&ColumnsError{fileName, t, t.Guess()})
	}
	columns, err := r.Columns(t)
	if err != nil {
		return fail(err)
	}
	return tableParts(name, fileName, t, columns)
}

func tableParts(name, fileName string, t *table.Table, columns table.Columns) []Part {
	var all []Part
	documents, problems := t.Documents(columns)
	language := languageOfRows(documents)
	for _, c := range documents {
		if c.Language == "" {
			c.Language = language
		}
		c.Remarks = slices.Concat(t.Remarks, c.Remarks)
		all = append(all, Part{Name: name + ", " + c.Name, Document: newDocument(c, Table, fileName, nil)})
	}
	for _, err := range problems {
		all = append(all, Part{Name: name, Passed: err.Error()})
	}
	return all
}

// passOver makes of a part that holds no text one that is passed over: nobody has named it.
func passOver(parts []Part) []Part {
	for i, p := range parts {
		if kind, is := errors.AsType[*NotTextError](p.Err); is {
			parts[i].Passed, parts[i].Err = kind.Error(), nil
		} else if nul, is := errors.AsType[*charset.NULError](p.Err); is && (nul.Many || byExtension[strings.ToLower(filepath.Ext(p.Name))] == "") || isMedia(p.Err) {
			parts[i].Passed, parts[i].Err = "it is no text", nil
		}
	}
	return parts
}

// isMedia tells whether err is a question about the encoding of what is a picture, a sound or a film by its name.
func isMedia(err error) bool {
	unsure, is := errors.AsType[*UnsureError](err)
	if !is {
		return false
	}
	kind, _, _ := strings.Cut(mime.TypeByExtension(strings.ToLower(filepath.Ext(unsure.FileName))), "/")
	return kind == "image" || kind == "audio" || kind == "video"
}

// dateOfFile are the formats whose date is the day on which the file was made, which may be another than that of publication.
var dateOfFile = []Format{PDF, Word, OpenText, RichText}

// newDocument makes a document of what was taken out of a file or, where c has its own bytes, a part of one.
func newDocument(c extract.Content, of Format, fileName string, raw []byte) *Document {
	if c.Original != nil {
		raw = c.Original
	}
	d := &Document{Title: clean(c.Title), Author: clean(c.Author), Publisher: clean(c.Publisher), Language: c.Language, Format: of, FileName: fileName,
		Charset: c.Charset, Text: c.Text, Original: raw, Locators: c.Locators, Remarks: c.Remarks, SourceURL: extract.WebAddress(c.URL)}
	if c.Published != "" && format.IsPartialDate(c.Published) {
		d.Published = c.Published
		if slices.Contains(dateOfFile, of) {
			d.Published += "?"
		}
	}
	d.complete()
	return d
}

// complete derives what the file does not say.
func (d *Document) complete() {
	if d.Title == "" {
		d.Title = titleOf(d.Text, d.FileName)
	}
	if d.Language == "" && d.Format != Table { // whose rows are guessed together
		d.Language = languageOf(d.Text)
	}
}
