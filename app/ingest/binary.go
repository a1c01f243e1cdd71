package ingest

import "bytes"

// binaryMagics are the first bytes of files that people take for texts, and what to call them.
var binaryMagics = []struct{ magic, what string }{
	{"%PDF-", "a PDF document"},
	{"{\\rtf", "a rich-text (RTF) document"},
	{"PK\x03\x04", "a ZIP archive or an office document (docx, odt, epub …)"},
	{"PK\x05\x06", "an empty ZIP archive"},
	{"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "an old office document (doc, xls …)"},
	{"SQLite format 3\x00", "a Factmark workspace or another SQLite database"},
	{"\x89PNG\r\n\x1A\n", "a PNG image"},
	{"\xFF\xD8\xFF", "a JPEG image"},
	{"GIF87a", "a GIF image"},
	{"GIF89a", "a GIF image"},
	{"II*\x00", "a TIFF image"},
	{"MM\x00*", "a TIFF image"},
	{"\x1F\x8B", "a gzip archive"},
	{"7z\xBC\xAF\x27\x1C", "a 7-Zip archive"},
	{"Rar!\x1A\x07", "a RAR archive"},
	{"\x7FELF", "a program"},
}

// binaryKind says what raw is when its first bytes are those of a file that is no plain text; "" otherwise.
func binaryKind(raw []byte) string {
	for _, kind := range binaryMagics {
		if bytes.HasPrefix(raw, []byte(kind.magic)) {
			return kind.what
		}
	}
	return ""
}
