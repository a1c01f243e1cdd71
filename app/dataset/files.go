package dataset

import (
	"archive/zip"
	"fmt"
	"io"
	"io/fs"
	"slices"
)

// Files begins a file of an export of several, with a name as io/fs has them; the file before it is whole then. Names are
// not used twice.
type Files func(name string) (io.Writer, error)

// writeZip writes files into a zip archive. It holds no time and no mode, so that the same files give the same bytes.
func writeZip(w io.Writer, write func(Files) error) error {
	archive := zip.NewWriter(w)
	err := write(func(name string) (io.Writer, error) {
		if !fs.ValidPath(name) {
			return nil, fmt.Errorf("%q is no name of a file in an archive", name)
		}
		return archive.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate})
	})
	if err != nil {
		return err
	}
	return archive.Close()
}

// holdsOnly tells whether a folder holds the first of these files and none but these.
func holdsOnly(folder fs.FS, names ...string) bool {
	if info, err := fs.Stat(folder, names[0]); err != nil || !info.Mode().IsRegular() {
		return false
	}
	only := true
	err := fs.WalkDir(folder, ".", func(name string, entry fs.DirEntry, err error) error {
		only = only && err == nil && (name == "." || entry.Type().IsRegular() && slices.Contains(names, name))
		return err
	})
	return err == nil && only
}
