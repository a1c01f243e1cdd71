// Package office reads the documents of word processors, and books: docx, odt, rtf and epub. A document's text is laid
// out plainly (flow.go), and a file is told by what is in it (Kind), never by its name.
package office

import (
	"bytes"
	"errors"
	"fmt"
	"unicode/utf16"

	"factmark/app/ingest/extract"
)

// Format is what a file of an office program is, whatever its name says.
type Format string

const (
	NoFormat   Format = "" // none of these
	FormatDocx Format = "docx"
	FormatOdt  Format = "odt" // a template or a master document too, and OpenDocument in one XML file
	FormatRtf  Format = "rtf"
	FormatEpub Format = "epub"
	FormatXlsx Format = "xlsx"
	FormatZip  Format = "zip" // some other archive
)

// Kind tells what a file is. A document that cannot be read here is an error, a sentence that says what to do:
// extract.ErrEncrypted for one with a password, others for those of older programs and for presentations.
func Kind(raw []byte) (Format, error) {
	switch {
	case isRtf(raw):
		return FormatRtf, nil
	case bytes.HasPrefix(raw, []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")):
		return NoFormat, compoundFile(raw)
	case bytes.HasPrefix(raw, []byte("PK\x03\x04")), bytes.HasPrefix(raw, []byte("PK\x05\x06")):
		return kindOfZip(raw)
	case isFlat(raw):
		return FormatOdt, kindOfOpenDocument(flatType(raw))
	}
	return NoFormat, nil
}

func kindOfZip(raw []byte) (Format, error) {
	const format = "an archive or an office document"
	a, err := openArchive(raw, format)
	if err != nil {
		return NoFormat, err
	}
	if a.has("mimetype") || a.has("meta-inf/manifest.xml") && a.has("content.xml") {
		kind, err := a.openDocumentType()
		if err != nil {
			return NoFormat, err
		}
		if kind == epubType {
			return FormatEpub, nil
		}
		if err := kindOfOpenDocument(kind); err != nil {
			return NoFormat, err
		}
		if isOpenDocumentText(kind) {
			return FormatOdt, nil
		}
	}
	if a.has("meta-inf/container.xml") {
		if root, err := a.tree("meta-inf/container.xml"); err == nil && len(root.packages()) > 0 {
			return FormatEpub, nil
		}
	}
	if !a.has("[Content_Types].xml") && !a.has("_rels/.rels") {
		return FormatZip, nil
	}
	name, root, err := a.mainPart()
	if err != nil {
		return NoFormat, err
	}
	switch root {
	case "w:document":
		return FormatDocx, nil
	case "s:workbook":
		return FormatXlsx, nil
	case "p:presentation":
		return NoFormat, errPresentation
	case "binary":
		return NoFormat, save("a binary Excel workbook (.xlsb)", "a spreadsheet program", ".xlsx")
	case "":
		return FormatZip, nil
	}
	return NoFormat, fmt.Errorf("it is an office document of a kind that cannot be read here (%s begins with %q); save it as .docx and import that", name, root)
}

var errPresentation = errors.New("it is a presentation, which cannot be read here; save it as PDF and import that")

// save says how a document is brought in that is of a kind that is not read.
func save(kind, program, as string) error {
	return fmt.Errorf("it is %s, which cannot be read here; open it in %s, save it as %s and import that", kind, program, as)
}

// compoundFile tells what is in a file of the format that Microsoft's programs wrote before 2007 (MS-CFB), and in which
// later ones put documents with a password.
func compoundFile(raw []byte) error {
	var found error
	for _, stream := range []struct {
		name string
		is   error
	}{
		{"EncryptedPackage", extract.ErrEncrypted},
		{"WordDocument", save("a Word 97–2003 document (.doc)", "Word or LibreOffice", ".docx")},
		{"PowerPoint Document", errPresentation},
		{"Workbook", save("an Excel 97–2003 workbook (.xls)", "Excel or LibreOffice", ".xlsx")},
		{"Book", save("an Excel 5–95 workbook (.xls)", "Excel or LibreOffice", ".xlsx")},
		{"__properties_version1.0", save("an Outlook message (.msg)", "Outlook", ".eml or .mht")},
		{"VisioDocument", save("a Visio drawing", "Visio", "PDF")},
	} {
		if found == nil && hasStream(raw, stream.name) {
			found = stream.is
		}
	}
	if found == nil {
		found = save("a document of an old office program", "that program or LibreOffice", ".docx")
	}
	return found
}

// hasStream looks for an entry of the directory of a compound file: 128 bytes at a multiple of 128, the name in
// UTF-16LE, in letters of either case, its length in bytes with the zero at 64, the kind of entry at 66.
func hasStream(raw []byte, name string) bool {
	var entry []byte
	for _, unit := range append(utf16.Encode([]rune(name)), 0) {
		entry = append(entry, byte(unit), byte(unit>>8))
	}
	for at := 512; at+128 <= len(raw); at += 128 {
		if int(raw[at+64]) == len(entry) && raw[at+65] == 0 && raw[at+66] == 2 && bytes.EqualFold(raw[at:at+len(entry)], entry) {
			return true
		}
	}
	return false
}
