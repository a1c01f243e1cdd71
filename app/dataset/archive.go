package dataset

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
)

// isArchive tells whether a file begins as a ZIP archive does.
func isArchive(file []byte) bool { return bytes.HasPrefix(file, []byte("PK")) }

func openArchive(file []byte) (*zip.Reader, error) {
	return zip.NewReader(bytes.NewReader(file), int64(len(file)))
}

// namesIn gives the names of the files in an archive that are not hidden.
func namesIn(file []byte) (names []string, err error) {
	if !isArchive(file) {
		return nil, zip.ErrFormat
	}
	archive, err := openArchive(file)
	if err != nil {
		return nil, err
	}
	for _, f := range archive.File {
		if !f.FileInfo().IsDir() && !isHidden(f.Name) {
			names = append(names, f.Name)
		}
	}
	return names, nil
}

// unzip unpacks the files of an archive that are not hidden, within limits. Nothing is written: names are names and no places.
func unzip(file []byte) (map[string][]byte, error) {
	archive, err := openArchive(file)
	switch {
	case err != nil:
		return nil, fmt.Errorf("it is no ZIP archive, or is damaged (%w); nothing was read", err)
	case len(archive.File) > mostFiles:
		return nil, fmt.Errorf("the archive has more than %d files; unpack it and import its folders one by one", mostFiles)
	}
	if err := checkUnpacked(file, archive.File); err != nil {
		return nil, err
	}
	files := map[string][]byte{}
	left := min(mostUnpacked(file), LargestFile)
	for _, f := range archive.File {
		if f.FileInfo().IsDir() || isHidden(f.Name) {
			continue
		}
		content, err := unpack(f, left)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", shorten(f.Name), err)
		}
		if left -= int64(len(content)); files[f.Name] != nil {
			return nil, fmt.Errorf("the archive has two files called %s; nothing was read", shorten(f.Name))
		}
		files[f.Name] = content
	}
	return files, nil
}

// isHidden tells whether a file in an archive is hidden, lies in a hidden folder, or holds what a Mac notes of another.
func isHidden(name string) bool {
	for part := range strings.SplitSeq(strings.ReplaceAll(name, `\`, "/"), "/") {
		if strings.HasPrefix(part, ".") && part != "." && part != ".." || part == "__MACOSX" {
			return true
		}
	}
	return false
}

// An archive may unpack to so many times its size, and to so many bytes in any case.
const (
	mostRatio    = 200
	freeUnpacked = 64 << 20
)

// mostUnpacked is how many bytes an archive may unpack to.
func mostUnpacked(file []byte) int64 { return max(freeUnpacked, int64(len(file))*mostRatio) }

// checkUnpacked refuses an archive that says of itself that it unpacks to more. One that does not say so is cut off where its
// files are unpacked.
func checkUnpacked(file []byte, files []*zip.File) error {
	left := mostUnpacked(file)
	for _, f := range files {
		if left -= int64(min(f.UncompressedSize64, 1<<60)); left < 0 {
			return fmt.Errorf("the archive unpacks to more than %d times its size, as no dataset does; nothing was read", mostRatio)
		}
	}
	return nil
}

// unpack reads a file in an archive, of at most so many bytes.
func unpack(entry *zip.File, most int64) ([]byte, error) {
	if entry.Flags&1 != 0 {
		return nil, errors.New("it is protected by a password; save it without one")
	}
	in, err := entry.Open()
	if err != nil {
		return nil, fmt.Errorf("it cannot be unpacked (%w); nothing was read", err)
	}
	defer in.Close()
	content, err := io.ReadAll(io.LimitReader(in, most+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("it cannot be unpacked (%w); nothing was read", err)
	case int64(len(content)) > most:
		return nil, fmt.Errorf("the archive unpacks to more than %d times its size or than %d MB; unpack it and import the files in several goes", mostRatio, LargestFile>>20)
	}
	return content, nil
}
