package ingest

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"factmark/app/charset"
)

// Expand replaces each folder among paths by the text files in it and in its folders, sorted by name. Hidden files,
// links, workspaces, empty files and files that are no text (images, PDFs …) in a folder are passed over; a path that is not a
// folder is kept as it is, whatever it is. A folder without any text file is an error.
func Expand(paths []string) ([]string, error) {
	var files []string
	for _, path := range paths {
		info, err := os.Stat(path)
		if err != nil || !info.IsDir() {
			files = append(files, path) // Read says what is wrong with it
			continue
		}
		found, err := textFiles(path)
		if err != nil {
			return nil, err
		}
		if len(found) == 0 {
			return nil, fmt.Errorf("%s: there is no text file in this folder", Shown(path))
		}
		files = append(files, found...)
	}
	return files, nil
}

func textFiles(folder string) ([]string, error) {
	var files []string
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return fmt.Errorf("%s: %w", Shown(path), withoutPath(err))
		}
		if path != folder && strings.HasPrefix(entry.Name(), ".") {
			if entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if !entry.Type().IsRegular() || isWorkspace(path) {
			return nil
		}
		text, err := startsAsText(path)
		if err != nil {
			return fmt.Errorf("%s: %w", Shown(path), withoutPath(err))
		}
		if text {
			files = append(files, path)
		}
		return nil
	})
	return files, err
}

// startsAsText looks at the first 4,096 bytes of a file.
func startsAsText(path string) (bool, error) {
	file, err := os.Open(path)
	if err != nil {
		return false, err
	}
	defer file.Close()
	head := make([]byte, 4<<10)
	n, err := io.ReadFull(file, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return false, err
	}
	head = head[:n]
	if n == 0 || binaryKind(head) != "" {
		return false, nil
	}
	return bytes.IndexByte(head, 0) < 0 || charset.Detect(head).Encoding != nil, nil
}
