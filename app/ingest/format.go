package ingest

import (
	"bytes"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"factmark/app/ingest/mail"
	"factmark/app/ingest/office"
	"factmark/app/ingest/pdf"
	"factmark/app/ingest/subtitles"
	"factmark/app/ingest/table"
	"factmark/app/ingest/web"
)

// Format is the format of a file, as a user would name it.
type Format string

// The formats that are read.
const (
	PlainText  Format = "plain text"
	Markdown   Format = "Markdown"
	WebPage    Format = "web page"
	WebArchive Format = "web archive"
	PDF        Format = "PDF"
	Word       Format = "Word document"
	OpenText   Format = "OpenDocument text"
	RichText   Format = "rich text"
	Book       Format = "EPUB book"
	Mail       Format = "mail"
	Mailbox    Format = "mailbox"
	Subtitles  Format = "subtitles"
	Table      Format = "table" // CSV and TSV
	Workbook   Format = "Excel workbook"
	JSONLines  Format = "JSON Lines"
	Archive    Format = "ZIP archive"
)

// byExtension are the formats that a text's name tells, where its content allows them.
var byExtension = map[string]Format{
	".md": Markdown, ".markdown": Markdown, ".mdown": Markdown,
	".html": WebPage, ".htm": WebPage, ".xhtml": WebPage, ".mhtml": WebArchive, ".mht": WebArchive,
	".eml": Mail, ".mbox": Mailbox, ".mbx": Mailbox,
	".srt": Subtitles, ".vtt": Subtitles,
	".csv": Table, ".tsv": Table, ".tab": Table, ".jsonl": JSONLines, ".ndjson": JSONLines,
	".txt": PlainText, ".text": PlainText,
}

var officeFormats = map[office.Format]Format{office.FormatDocx: Word, office.FormatOdt: OpenText, office.FormatRtf: RichText, office.FormatEpub: Book,
	office.FormatXlsx: Workbook, office.FormatZip: Archive}

// Extensions are the endings of the names of files that are read, for a file chooser.
func Extensions() []string {
	return []string{".txt", ".md", ".html", ".htm", ".mhtml", ".mht", ".pdf", ".docx", ".odt", ".rtf", ".epub", ".eml", ".mbox", ".srt", ".vtt",
		".csv", ".tsv", ".xlsx", ".jsonl", ".zip"}
}

// FormatOf tells the format of a file by its content, and by its name where that is a text. A kind of file that holds no
// text is an error.
func FormatOf(name string, raw []byte) (Format, error) {
	switch kind, err := office.Kind(raw); {
	case err != nil:
		return "", err
	case kind != office.NoFormat:
		return officeFormats[kind], nil
	case pdf.Is(raw):
		return PDF, nil
	}
	if kind := binaryKind(raw); kind != "" {
		return "", &NotTextError{kind}
	}
	named := byExtension[strings.ToLower(filepath.Ext(name))]
	switch named {
	case "", Mail, Mailbox, WebPage, WebArchive: // these are told apart by their content
	default:
		return named, nil
	}
	head := string(raw[:min(len(raw), 64<<10)])
	switch {
	case named == Mail && mail.Is(raw): // which a mailbox may be too
		return Mail, nil
	case named == Mailbox && mail.IsMailbox(raw):
		return Mailbox, nil
	case mail.IsWebArchive(raw):
		return WebArchive, nil
	case named == WebPage:
		return WebPage, nil
	case mail.IsMailbox(raw):
		return Mailbox, nil
	case mail.Is(raw):
		return Mail, nil
	case web.Is(raw):
		return WebPage, nil
	case utf8.ValidString(head) && subtitles.Is(head):
		return Subtitles, nil
	case table.IsLines(head):
		return JSONLines, nil
	}
	return PlainText, nil
}

// NotTextError says that a file is of a kind that holds no text.
type NotTextError struct{ Kind string } // "a PNG image"

func (e *NotTextError) Error() string {
	return "this is " + e.Kind + ", which holds no text that can be imported"
}

// binaryMagics are the first bytes of files that hold no text, and what to call them.
var binaryMagics = []struct{ magic, what string }{
	{"SQLite format 3\x00", "a Factmark workspace or another SQLite database"},
	{"\x89PNG\r\n\x1A\n", "a PNG image"},
	{"\xFF\xD8\xFF", "a JPEG image"},
	{"GIF87a", "a GIF image"},
	{"GIF89a", "a GIF image"},
	{"II*\x00", "a TIFF image"},
	{"MM\x00*", "a TIFF image"},
	{"\x1F\x8B", "a gzip archive; unpack it first"},
	{"7z\xBC\xAF\x27\x1C", "a 7-Zip archive; unpack it first"},
	{"Rar!\x1A\x07", "a RAR archive; unpack it first"},
	{"\x7FELF", "a program"},
}

// binaryKind says what raw is when its first bytes are those of a file that holds no text; "" otherwise.
func binaryKind(raw []byte) string {
	for _, kind := range binaryMagics {
		if bytes.HasPrefix(raw, []byte(kind.magic)) {
			return kind.what
		}
	}
	return ""
}
