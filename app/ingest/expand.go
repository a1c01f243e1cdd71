package ingest

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"factmark/store"
)

// Expanded are files to be imported, those named and those found in folders, in order.
type Expanded struct {
	Files  []File
	Passed []Part // what in folders is hidden, empty, a link or no file, with the reason
	Failed []Part // folders and files in them that cannot be read, and folders without any file
}

// File is a file to be imported.
type File struct {
	Path  string
	Named bool // the user named it; else it was found in a folder
}

// Expand replaces each folder among paths by the files in it and in its folders, sorted by name. Links are not followed;
// a path that is not a folder is kept as it is, whatever it is.
func Expand(paths []string) Expanded {
	var all Expanded
	for _, path := range paths {
		info, err := os.Stat(path)
		if err != nil || !info.IsDir() {
			all.Files = append(all.Files, File{path, true}) // Read says what is wrong with it
			continue
		}
		before := len(all.Files) + len(all.Failed)
		all.folder(path)
		if len(all.Files)+len(all.Failed) == before {
			all.fail(path, errors.New("there is no file to import in this folder"))
		}
	}
	return all
}

func (e *Expanded) fail(path string, err error) {
	e.Failed = append(e.Failed, Part{Name: path, Err: fmt.Errorf("%s: %w", Shown(path), withoutPath(err))})
}

func (e *Expanded) folder(folder string) {
	pass := func(path, why string) error {
		e.Passed = append(e.Passed, Part{Name: path, Passed: why})
		return nil
	}
	_ = filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error { // its errors are among the failed
		if err != nil {
			e.fail(path, err)
			return nil
		}
		isHidden := path != folder && strings.HasPrefix(entry.Name(), ".")
		if entry.IsDir() {
			if isHidden {
				_ = pass(path, "the folder is hidden")
				return fs.SkipDir
			}
			return nil
		}
		info, err := entry.Info()
		switch {
		case err != nil:
			e.fail(path, err)
		case isHidden:
			return pass(path, "it is hidden")
		case entry.Type()&fs.ModeSymlink != 0:
			return pass(path, "it is a link")
		case !entry.Type().IsRegular():
			return pass(path, "it is a device or a pipe, not a file")
		case store.IsWorkspaceFile(path):
			return pass(path, "it is a workspace")
		case info.Size() == 0:
			return pass(path, "it is empty")
		default:
			e.Files = append(e.Files, File{path, false})
		}
		return nil
	})
}

// ReadFile reads a file. One that was found in a folder and holds no text is passed over.
func (r *Reader) ReadFile(ctx context.Context, f File) []Part {
	parts := r.Read(ctx, f.Path)
	if !f.Named {
		return passOver(parts)
	}
	return parts
}
