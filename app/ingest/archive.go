package ingest

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
	"unicode/utf8"

	"factmark/app/charset"
	"factmark/app/ingest/extract"
)

// maxNesting is how many archives and mails may lie within each other.
const maxNesting = 3

// archive reads the files in a ZIP archive. Nothing is written: their names are names and no places.
func (r *Reader) archive(ctx context.Context, name string, raw []byte, depth int) []Part {
	fail := func(err error) []Part { return []Part{{Name: name, Err: named(name, err)}} }
	if depth >= maxNesting {
		return fail(fmt.Errorf("it lies in more than %d archives within each other; unpack it first", maxNesting))
	}
	files, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	switch {
	case err != nil:
		return fail(&extract.BrokenError{Format: "a ZIP archive", Err: err})
	case len(files.File) > extract.MaxParts:
		return fail(extract.TooMuch(extract.MaxParts, "files"))
	}
	left := min(max(extract.MaxText, int64(len(raw))*extract.MaxRatio), maxUnpacked) // bytes
	var all []Part
	for _, f := range files.File {
		inner := entryName(f)
		within := name + "/" + inner
		if f.FileInfo().IsDir() {
			continue
		}
		if hidden(inner) {
			all = append(all, Part{Name: within, Passed: "it is hidden"})
			continue
		}
		content, err := unpack(f, min(left, MaxBytes+1))
		left -= int64(len(content))
		switch {
		case err != nil:
			all = append(all, Part{Name: within, Err: named(within, err)})
		case left <= 0:
			return append(all, Part{Name: within, Err: named(within, errors.New("the archive unpacks to more than can be imported; unpack it and import the files in several goes"))})
		case len(content) == 0:
			all = append(all, Part{Name: within, Passed: "it is empty"})
		default:
			all = append(all, passOver(r.decode(ctx, within, path.Base(inner), content, depth+1))...)
		}
		if ctx.Err() != nil {
			return fail(ctx.Err())
		}
	}
	if len(all) == 0 {
		return fail(errors.New("there is no file in this archive"))
	}
	return all
}

// maxUnpacked is how many bytes the files of one archive may have together.
const maxUnpacked = 1 << 30

// entryName is the name of a file in an archive, with slashes, in the encoding it seems to be in.
func entryName(f *zip.File) string {
	name := f.Name
	if !utf8.ValidString(name) {
		if guess := charset.Detect([]byte(name)); guess.Encoding != nil && guess.Text != "" {
			name = guess.Text
		}
	}
	return strings.TrimPrefix(path.Clean("/"+strings.ReplaceAll(name, `\`, "/")), "/")
}

// hidden tells whether a file in an archive lies in a hidden folder, is hidden itself, or holds what a Mac notes of another.
func hidden(name string) bool {
	for part := range strings.SplitSeq(name, "/") {
		if strings.HasPrefix(part, ".") || part == "__MACOSX" {
			return true
		}
	}
	return false
}

// unpack reads at most so many bytes of a file in an archive.
func unpack(f *zip.File, most int64) ([]byte, error) {
	if f.Flags&1 != 0 {
		return nil, extract.ErrEncrypted
	}
	in, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("it cannot be unpacked (%w); nothing of it was taken", err)
	}
	defer in.Close()
	content, err := io.ReadAll(io.LimitReader(in, most))
	if err != nil {
		return nil, fmt.Errorf("it cannot be unpacked (%w); nothing of it was taken", err)
	}
	return content, nil
}
