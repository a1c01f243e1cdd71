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
	"factmark/store"
)

// Expanded are files to be imported. Passed are those in folders that are no text (images, PDFs …), empty, links or no files; Refused are
// folders and files in them that cannot be read, and folders without any text file, each an error that begins with its path.
type Expanded struct {
	Files, Passed []string
	Refused       []error
}

// Expand replaces each folder among paths by the text files in it and in its folders, sorted by name. Hidden files
// and workspaces in a folder are left aside, links are not followed; a path that is not a folder is kept as it is, whatever it is.
func Expand(paths []string) Expanded {
	var all Expanded
	for _, path := range paths {
		info, err := os.Stat(path)
		if err != nil || !info.IsDir() {
			all.Files = append(all.Files, path) // Read says what is wrong with it
			continue
		}
		before := len(all.Files) + len(all.Refused)
		all.folder(path)
		if len(all.Files)+len(all.Refused) == before {
			all.Refused = append(all.Refused, fmt.Errorf("%s: there is no text file in this folder", Shown(path)))
		}
	}
	return all
}

func (e *Expanded) folder(folder string) {
	refuse := func(path string, err error) error {
		e.Refused = append(e.Refused, fmt.Errorf("%s: %w", Shown(path), withoutPath(err)))
		return nil
	}
	_ = filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error { // its errors are among the refused
		if err != nil {
			return refuse(path, err)
		}
		if path != folder && strings.HasPrefix(entry.Name(), ".") {
			if entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		switch {
		case entry.IsDir() || store.IsWorkspaceFile(path):
			return nil
		case !entry.Type().IsRegular(): // links, pipes
			e.Passed = append(e.Passed, path)
			return nil
		}
		switch text, err := startsAsText(path); {
		case err != nil:
			return refuse(path, err)
		case text:
			e.Files = append(e.Files, path)
		default:
			e.Passed = append(e.Passed, path)
		}
		return nil
	})
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
	if bytes.IndexByte(head, 0) < 0 {
		return true, nil
	}
	guess := charset.Detect(head)
	nul, is := errors.AsType[*charset.NULError](guess.Problem)
	return guess.Encoding != nil || is && !nul.Many, nil // a text with a NUL in it is refused by name when it is read
}
