// Package ingest turns a file into a document's text: it decodes, makes every line end LF, and changes nothing else.
package ingest

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"unicode"

	"factmark/app/charset"
	"factmark/store"
)

// MaxBytes is the size of the largest file that is read.
const MaxBytes = 64 << 20

// Document is a file read as text.
type Document struct {
	Title    string // one line of at most 91 code points, derived from the text, else from the file's name
	FileName string // the file's name without its folder
	Charset  string // the encoding the text was read in, as the WHATWG names it: utf-8, utf-16le, windows-1252 …
	Text     string // valid UTF-8, lines ended by LF alone, never empty, otherwise as in the file
	Original []byte // the file as it was
}

// Read reads the file at path as Decode does. An error is one sentence for the user that begins with the path:
// the file is missing, a folder, larger than MaxBytes, no text, or in an encoding that is not sure (an *UnsureError).
func Read(path string, in *charset.Encoding) (Document, error) {
	raw, err := readRegular(path)
	if err != nil {
		return Document{}, fmt.Errorf("%s: %w", Shown(path), err)
	}
	doc, err := decode(filepath.Base(path), raw, in)
	if err != nil {
		return Document{}, fmt.Errorf("%s: %w", Shown(path), err)
	}
	return doc, nil
}

// Decode reads raw, the content of a file called name, as text in an encoding; nil means the one it seems to be in. The
// document keeps raw itself, not a copy. An error is one sentence for the user that begins with the name.
func Decode(name string, raw []byte, in *charset.Encoding) (Document, error) {
	doc, err := decode(name, raw, in)
	if err != nil {
		return Document{}, fmt.Errorf("%s: %w", Shown(name), err)
	}
	return doc, nil
}

func decode(name string, raw []byte, in *charset.Encoding) (Document, error) {
	if len(raw) == 0 {
		return Document{}, errors.New("the file is empty, so there is nothing to import")
	}
	if len(raw) > MaxBytes {
		return Document{}, tooLarge(int64(len(raw)))
	}
	if kind := binaryKind(raw); kind != "" {
		return Document{}, fmt.Errorf("this is %s, not plain text; save or copy its text into a .txt file and import that", kind)
	}
	text, in, err := decoded(name, raw, in)
	if err != nil {
		return Document{}, err
	}
	if strings.TrimSpace(text) == "" {
		return Document{}, errors.New("the file holds nothing but white space, so there is nothing to import")
	}
	text = withLF(text)
	fileName := strings.ToValidUTF8(name, "\uFFFD")
	return Document{Title: titleOf(text, fileName), FileName: fileName, Charset: in.Name, Text: text, Original: raw}, nil
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
