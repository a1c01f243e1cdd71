// Package ingest turns files of many formats into documents: their text, what they say of themselves, and where in them each
// part of the text stands. Of plain text and Markdown it decodes the bytes, makes every line end LF, and changes nothing else.
package ingest

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strconv"
	"strings"
	"unicode"

	"factmark/app/ingest/extract"
	"factmark/store"
)

// MaxBytes is the size of the largest file that is read.
const MaxBytes = extract.MaxInput

// Document is one text that was taken out of a file.
type Document struct {
	Title     string // one line: as the file says, else derived from the text, else from the file's name
	Author    string
	Publisher string
	Published string // 2025, 2025-02 or 2025-02-10, with a ? where it is the day on which the file was made
	SourceURL string // an http or https address
	Language  string // a BCP 47 tag, as the file says or as guessed from the text

	Format   Format
	FileName string // the file's name without its folder; of a part of a file one that tells which
	Charset  string // the encoding the text was read in, as the WHATWG names it: utf-8, utf-16le, windows-1252 …; "" where the format says it
	Text     string // valid UTF-8, lines ended by LF alone, never empty; of plain text and Markdown otherwise as in the file
	Original []byte // the file as it was, or the part of it; nil where the text is all there is
	Locators []extract.Locator
	Remarks  []string // what to know of how the text came about, a sentence each
}

func readRegular(path string) ([]byte, error) {
	if store.IsWorkspaceFile(path) {
		return nil, errors.New("this is a workspace, not a text; open it instead of importing it")
	}
	// Stat before opening: to open a named pipe would wait for its other end.
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, errors.New("there is no such file")
	case err != nil:
		return nil, withoutPath(err)
	case info.IsDir():
		return nil, errors.New("this is a folder, not a file")
	case !info.Mode().IsRegular():
		return nil, errors.New("this is a device or a pipe, not a file")
	case info.Size() > MaxBytes:
		return nil, tooLarge(info.Size())
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, withoutPath(err)
	}
	defer file.Close()
	// One byte more than was announced shows a file that grew meanwhile.
	raw := make([]byte, 0, info.Size()+1)
	for {
		n, err := file.Read(raw[len(raw):cap(raw)])
		raw = raw[:len(raw)+n]
		if err == io.EOF {
			return raw, nil
		}
		if err != nil {
			return nil, withoutPath(err)
		}
		if len(raw) > MaxBytes {
			return nil, tooLarge(int64(len(raw)))
		}
		if len(raw) == cap(raw) {
			raw = append(raw, 0)[:len(raw)]
		}
	}
}

func tooLarge(size int64) error {
	return fmt.Errorf("the file is too large (%.1f MB, at most %d MB can be read); split it into parts and import those",
		float64(size)/(1<<20), MaxBytes>>20)
}

// withoutPath keeps the reason and drops the path, which stands at the head of the sentence already.
func withoutPath(err error) error {
	if pathErr, ok := errors.AsType[*fs.PathError](err); ok {
		return fmt.Errorf("the file cannot be read: %w", pathErr.Err)
	}
	return err
}

// withLF makes CRLF and lone CR into LF. Text without a CR is returned as it is.
func withLF(text string) string {
	first := strings.IndexByte(text, '\r')
	if first < 0 {
		return text
	}
	var b strings.Builder
	b.Grow(len(text))
	b.WriteString(text[:first])
	rest := text[first:]
	for {
		// rest begins with a CR
		b.WriteByte('\n')
		rest = strings.TrimPrefix(rest[1:], "\n")
		next := strings.IndexByte(rest, '\r')
		if next < 0 {
			b.WriteString(rest)
			return b.String()
		}
		b.WriteString(rest[:next])
		rest = rest[next:]
	}
}

// Shown is a path as a message can carry it: as it is, or quoted where it holds characters that don't print.
func Shown(path string) string {
	for _, r := range path {
		if r == unicode.ReplacementChar || !unicode.IsPrint(r) {
			return strconv.Quote(path)
		}
	}
	return path
}
