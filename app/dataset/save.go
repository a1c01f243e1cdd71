package dataset

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"factmark/store"
)

// Save writes an export to path: as one file; split in parts, as a file for each, NAME.train.csv and so on; in a format of several
// files, as a folder, or as a zip archive where the name ends in .zip. All is there in the end or nothing of it, and what was there
// before is replaced then. The error leaves naming path to the caller.
func Save(ctx context.Context, path string, st *store.Store, format *Format, f store.Filter, o Options) (Report, error) {
	return export(ctx, st, format, f, o, func(part func(name string) *Selection) error {
		paths := Paths(path, format, o)
		if len(paths) > 1 {
			return saveParts(paths, o.Split.named(), part)
		}
		if format.IsFolder(path) {
			return saveFolder(path, format, func(files Files) error { return format.writeFiles(files, part("")) })
		}
		return WriteFile(path, func(w io.Writer) error { return writeOne(w, part("")) })
	})
}

// IsFolder tells whether the format would make a folder at path, and not a file.
func (f *Format) IsFolder(path string) bool {
	return f.writeFiles != nil && !strings.EqualFold(filepath.Ext(path), ".zip")
}

// Paths are the files that Save would write, or the one folder.
func Paths(path string, format *Format, o Options) []string {
	if o.Split == (Split{}) || format.NamesParts {
		return []string{path}
	}
	var all []string
	for _, name := range o.Split.named() {
		extension := filepath.Ext(path)
		all = append(all, strings.TrimSuffix(path, extension)+"."+name+extension)
	}
	return all
}

// named are the names of the parts that are to hold something.
func (s Split) named() []string {
	var names []string
	for i, share := range s.shares() {
		if share > 0 {
			names = append(names, parts[i])
		}
	}
	return names
}

// saveParts writes a file for each part. None is in its place before all are written.
func saveParts(paths, names []string, part func(name string) *Selection) error {
	if len(paths) == 0 {
		return nil
	}
	in := part(names[0])
	rest := func(err error) error {
		if err != nil {
			return err
		}
		return saveParts(paths[1:], names[1:], part)
	}
	if in.format.IsFolder(paths[0]) {
		return saveFolder(paths[0], in.format, func(files Files) error { return rest(in.format.writeFiles(files, in)) })
	}
	return WriteFile(paths[0], func(w io.Writer) error { return rest(writeOne(w, in)) })
}

// saveFolder makes a folder of the files that write begins. A folder takes the place of one that the same format wrote, or of an
// empty one, and of nothing else.
func saveFolder(path string, format *Format, write func(Files) error) error {
	target, err := replaceableFolder(path, format)
	if err != nil {
		return err
	}
	err = store.ReplaceFolder(target, func(folder string) (err error) {
		files := folderFiles{folder: folder}
		defer func() { err = errors.Join(err, files.end()) }()
		return write(files.begin)
	})
	if err != nil {
		return notWritten(err, target)
	}
	return nil
}

// CheckFolder says in a sentence why the format cannot make a folder at path, nil where it can.
func CheckFolder(path string, f *Format) error {
	_, err := replaceableFolder(path, f)
	return err
}

func replaceableFolder(path string, format *Format) (target string, err error) {
	path = filepath.Clean(path)
	if store.IsWorkspaceFile(path) {
		return "", errors.New("a folder must not be called as a workspace is; choose another name")
	}
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		if _, err := os.Lstat(path); err == nil {
			return "", errors.New("this is a link to a folder that is not there")
		}
		return path, nil
	}
	if err != nil {
		return "", withoutPath(err)
	}
	if !info.IsDir() {
		return "", errors.New("there is a file of this name already, and this format makes a folder; choose another name, or one that ends in .zip")
	}
	if target, err = filepath.EvalSymlinks(path); err != nil {
		return "", withoutPath(err)
	}
	entries, err := os.ReadDir(target)
	if err != nil {
		return "", withoutPath(err)
	}
	if len(entries) > 0 && (format.owns == nil || !format.owns(os.DirFS(target))) {
		return "", errors.New("this folder holds other files, which an export must not replace; choose the name of a new folder")
	}
	return target, nil
}

// folderFiles writes files into a folder, one after the other.
type folderFiles struct {
	folder string
	file   *os.File // that is written now, nil for none
	buffer *bufio.Writer
	names  []string
}

func (f *folderFiles) begin(name string) (io.Writer, error) {
	if err := f.end(); err != nil {
		return nil, err
	}
	if !fs.ValidPath(name) || !filepath.IsLocal(filepath.FromSlash(name)) || slices.Contains(f.names, name) {
		return nil, fmt.Errorf("%q is no name of a file in a folder, or that of two", name)
	}
	path := filepath.Join(f.folder, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, err
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	f.file, f.buffer, f.names = file, bufio.NewWriterSize(file, 1<<16), append(f.names, name)
	return f.buffer, nil
}

// end brings the file that is written now to the disk.
func (f *folderFiles) end() error {
	if f.file == nil {
		return nil
	}
	err := f.buffer.Flush()
	if err == nil {
		err = f.file.Sync()
	}
	err = errors.Join(err, f.file.Close())
	f.file = nil
	return err
}
