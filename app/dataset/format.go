package dataset

import (
	"io"
	"io/fs"
	"slices"

	"factmark/store"
)

// Unit is what a format counts offsets in.
type Unit string

const (
	CodePoints Unit = "codepoint"
	UTF16      Unit = "utf16" // code units of UTF-16, as JavaScript and Java count
	Bytes      Unit = "byte"  // of UTF-8
	NoOffsets  Unit = ""      // it holds no offsets of spans
)

// Format is a file format in which labelled claims are exported, imported or both.
type Format struct {
	Name       string   // what stands after --format
	Title      string   // in the window: “W3C Web Annotation”
	Extension  string   // with its dot
	Unit       Unit     // of the offsets that it is written with
	Holds      []string // which of Fields it can hold
	Remarks    []string // a sentence each: what a reader of the file must know
	Accepts    []string // what is read beside our own exports, a sentence each
	Texts      bool     // it has no meaning without the documents' texts
	Table      bool     // of CSV: BOM and SpreadsheetSafe are for it
	NamesParts bool     // what is split stays together, as each document has the name of its part
	unsure     bool     // programs are known to count offsets in it otherwise than it says

	write      func(w io.Writer, in *Selection) error // one file; nil where it is only read, or is several files
	writeFiles func(files Files, in *Selection) error // several files, in a folder or a zip; nil where it is one
	owns       func(folder fs.FS) bool                // whether a folder holds an export in this format and nothing else, so that another may take its place
	recognise  func(file []byte) bool                 // whether a file is in this format; it sees the whole file
	read       func(file []byte, in *Imported) error  // nil where it is only written
}

// Formats are all formats, in the order in which they are offered.
var Formats = []*Format{
	csvFormat,
	csvEvidenceFormat,
	csvPairsFormat,
	packageFormat,
	xlsxFormat,
	parquetFormat,
	jsonlFormat,
	feverFormat,
	scifactFormat,
	averitecFormat,
	climateFormat,
	nliFormat,
	w3cFormat,
	claimReviewFormat,
	doccanoFormat,
	labelStudioFormat,
	spacyFormat,
	bratFormat,
	conllFormat,
	refiFormat,
	reportHTMLFormat,
	reportPDFFormat,
	reportDOCXFormat,
}

// Leaves tells whether claims can be exported in the format.
func (f *Format) Leaves() bool { return f.write != nil || f.writeFiles != nil }

// FormatNamed gives the format of a name, nil where there is none.
func FormatNamed(name string) *Format {
	if i := slices.IndexFunc(Formats, func(f *Format) bool { return f.Name == name }); i >= 0 {
		return Formats[i]
	}
	return nil
}

// Fields are what a format may hold: the columns of labelled_claims, and what else an export may say.
var Fields = append(slices.Clone(store.LabelledColumns),
	"evidence", "evidence_id", "evidence_set", "evidence_note", "evidence_source", // source: an outside source's address, its date and its copy
	"decisions", "text", "document_details", // details: author, language, tags, note, status, file name, locators
	"label_set") // keys, colours, patterns, groups, guidelines
