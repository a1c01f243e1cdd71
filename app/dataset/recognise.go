package dataset

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"

	words "factmark/app/format"
)

// LargestFile is how many bytes a file of claims, or the files of a folder together, may have.
const LargestFile = 1 << 30

// AmbiguousError says that a file may be of several forms.
type AmbiguousError struct{ Formats []*Format }

func (e *AmbiguousError) Error() string {
	var names []string
	for _, f := range e.Formats {
		names = append(names, f.Name)
	}
	return "the file may be " + words.List(names, "or") + "; say which format it is"
}

// UnknownFormError says that a file is of no form that can be read.
type UnknownFormError struct{}

func (*UnknownFormError) Error() string {
	return "the file is of no form that labelled claims are read from: " + words.List(ReadableNames(), "or") + "; nothing was read"
}

// ReadableNames are the names of the formats that are read.
func ReadableNames() []string {
	var names []string
	for _, f := range Formats {
		if f.Reads() {
			names = append(names, f.Name)
		}
	}
	return names
}

// Reads tells whether files of the format can be read.
func (f *Format) Reads() bool { return f.read != nil }

// Read reads a file of labelled claims, or an archive of files that belong together. With a nil format it is recognised
// by its content: an *AmbiguousError where it may be of several, an *UnknownFormError where it is of none, a *MappingError
// where it is a table whose columns are not ours. Offsets are in the file's own unit until Place has converted them. An error
// is a sentence that follows the file's name.
func Read(name string, file []byte, format *Format) (*Imported, error) {
	file, err := plain(file)
	if err != nil {
		return nil, err
	}
	if format == nil {
		format, err = recognise(file)
		_, unknown := errors.AsType[*UnknownFormError](err)
		switch {
		case unknown && mayBeTable(file):
			format = csvFormat // whose reader says what is missing
		case unknown && isWorkbook(file):
			return nil, needsMapping(file, errors.New("the workbook has other columns than Factmark's own; say what they hold"))
		case err != nil:
			return nil, err
		}
	} else if !format.Reads() {
		return nil, fmt.Errorf("files in the format %s are written and not read", format.Name)
	}
	in := &Imported{Name: name, Format: format}
	if err := format.read(file, in); err != nil {
		if _, missing := errors.AsType[*columnsError](err); missing {
			err = needsMapping(file, err)
		}
		return nil, err
	}
	return in, nil
}

// plain gives a file whose texts are UTF-8 without a byte order mark; archives stay as they are.
func plain(file []byte) ([]byte, error) {
	switch {
	case len(file) == 0:
		return nil, errors.New("the file is empty, so there is nothing to import")
	case len(file) > LargestFile:
		return nil, fmt.Errorf("the file has %d MB, and at most %d MB can be read; split it and import the parts", len(file)>>20, LargestFile>>20)
	case isArchive(file):
		return file, nil
	case bytes.HasPrefix(file, []byte(bom)):
		return file[len(bom):], nil
	case file[0] != 0xFE && file[0] != 0xFF && (len(file) < 4 || file[0] != 0 && file[1] != 0):
		return file, nil
	}
	text, err := asUTF8(bytes.NewReader(file))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(text)
}

// isWorkbook tells whether a file is an Excel workbook.
func isWorkbook(file []byte) bool {
	names, _ := namesIn(file)
	return slices.ContainsFunc(names, func(name string) bool { return strings.EqualFold(name, "xl/workbook.xml") })
}

// recognise finds the one form that a file is of. Tables come last: what another form may be is none.
func recognise(file []byte) (*Format, error) {
	var fits []*Format
	for _, f := range Formats {
		if f != csvFormat && f.Reads() && f.recognise(file) {
			fits = append(fits, f)
		}
	}
	switch {
	case len(fits) == 1:
		return fits[0], nil
	case len(fits) > 1:
		return nil, &AmbiguousError{fits}
	case isCSV(file):
		return csvFormat, nil
	}
	return nil, &UnknownFormError{}
}

// mayBeTable tells whether a file may be a CSV file: text that is neither JSON nor XML.
func mayBeTable(file []byte) bool {
	head := file[:min(len(file), longestHeader)]
	line, _, _ := bytes.Cut(head, []byte("\n"))
	if isArchive(file) || bytes.ContainsFunc(line, func(r rune) bool { return unicode.IsControl(r) && !unicode.IsSpace(r) }) ||
		slices.ContainsFunc(binaryBegin, func(magic string) bool { return bytes.HasPrefix(file, []byte(magic)) }) {
		return false
	}
	start := bytes.TrimSpace(head)
	return len(start) == 0 || bytes.IndexByte([]byte("{[<"), start[0]) < 0
}

// binaryBegin are the first bytes of files without text whose first line may pass for text: PNG, JPEG, PDF, RTF.
var binaryBegin = []string{"\x89PNG", "\xFF\xD8\xFF", "%PDF", `{\rtf`}

// isCSV tells whether a file is a table with the columns that a claim must have.
func isCSV(file []byte) bool {
	if !mayBeTable(file) {
		return false
	}
	_, err := newReader(bytes.NewReader(file))
	return err == nil
}

func readCSV(file []byte, in *Imported) error {
	table, err := ReadCSV(bytes.NewReader(file))
	if err != nil {
		return err
	}
	in.Unit = CodePoints
	in.Claims, in.Bad, in.Unknown, in.Blank, in.Short = table.Claims, table.Bad, table.Unknown, table.Blank, table.Short
	return nil
}

// textSum is the SHA-256 by which a text is known, whatever its line ends.
func textSum(text string) string { return sumOf(withLF(text)) }

func sumOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// withLF gives a text with LF as its only line end.
func withLF(text string) string {
	if strings.IndexByte(text, '\r') < 0 {
		return text
	}
	return strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
}
