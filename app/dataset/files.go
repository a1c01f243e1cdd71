package dataset

import (
	"archive/zip"
	"fmt"
	"io"
	"io/fs"
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
