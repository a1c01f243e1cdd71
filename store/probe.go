package store

import (
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"factmark/store/internal/db"
)

// opened are the Stores of this process, guarded by opening. POSIX locks
// belong to the process and fall at any close of the file: a file that SQLite
// has open here must not be opened and closed by anything else, lest another
// process take it for unused.
var (
	opening sync.Mutex
	opened  = make(map[*Store]bool)
)

// probeStat looks whether there is an ordinary file.
func probeStat(path string) (os.FileInfo, error) {
	name := filepath.Base(path)
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, db.Failf(fs.ErrNotExist, "there is no file %s", path)
	case err != nil:
		return nil, db.ExplainFile(err)
	case info.IsDir():
		return nil, db.Failf(db.ErrNotWorkspace, "%s is a folder, not a Factmark workspace; choose a .factmark file", name)
	case !info.Mode().IsRegular():
		return nil, db.Failf(db.ErrNotWorkspace, "%s is not an ordinary file; choose a .factmark file", name)
	}
	return info, nil
}

// probeHeader reads the first 100 bytes, which say what a SQLite file is:
// www.sqlite.org/fileformat.html#the_database_header. It looks at a file
// without SQLite and without writing: whether it is a workspace of a version
// known here, whole as far as its first page says.
func probeHeader(path string, info os.FileInfo) error {
	name := filepath.Base(path)
	if info.Size() == 0 {
		return db.Failf(db.ErrNotWorkspace, "%s is empty, not a Factmark workspace; choose another file", name)
	}
	f, err := os.Open(path)
	if err != nil {
		if errors.Is(err, fs.ErrPermission) {
			return db.Failf(fs.ErrPermission, "%s may not be read by you; ask its owner, or choose another file", name)
		}
		return db.ExplainFile(err)
	}
	defer f.Close()
	header := make([]byte, databaseHeader)
	n, err := io.ReadFull(f, header)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		return db.Failf(db.ErrDisk, "%s cannot be read from its disk; try again, or open a backup", name)
	}
	if string(header[:min(n, 16)]) != "SQLite format 3\x00" {
		return db.Failf(db.ErrNotWorkspace, "%s is not a Factmark workspace, and it was left as it is; to check the text of a file, import it as a document", name)
	}
	if n < len(header) {
		return db.Failf(db.ErrDamaged, "%s is cut off after %s, and nothing was written to it; open a backup", name, db.Counted(n, "byte", "bytes"))
	}
	number := func(at int) uint32 { return binary.BigEndian.Uint32(header[at:]) }
	if number(68) != db.ApplicationID {
		return db.Failf(db.ErrNotWorkspace, "%s is a database of another program, not a Factmark workspace, and it was left as it is; choose a .factmark file", name)
	}
	if db.Newer(int64(int32(number(60)))) {
		return db.Failf(db.ErrNewer, "%s was made by a newer Factmark, and it was left as it is; update Factmark to open it", name)
	}
	pageSize := pageSizeOf(header)
	// The page count is only to be believed where the file was last written by a version that keeps it.
	pages, believed := int64(number(28)), number(24) == number(92)
	if _, err := os.Stat(path + "-wal"); errors.Is(err, fs.ErrNotExist) && believed && info.Size() < pages*pageSize {
		return db.Failf(db.ErrDamaged, "%s is cut off: %d of %d bytes are there, and nothing was written to it; open a backup", name, info.Size(), pages*pageSize)
	}
	return nil
}

// pageSizeOf reads it, in bytes, from the header of a database.
func pageSizeOf(header []byte) int64 {
	size := int64(binary.BigEndian.Uint16(header[16:]))
	if size == 1 {
		return largestPage
	}
	return size
}

// smallFile is the size in bytes up to which a file is looked through whole
// when it is opened.
const smallFile = 16 << 20

// quickCheck looks for damage that reading the schema has not met.
func quickCheck(ctx context.Context, conn *sql.Conn, info os.FileInfo) error {
	if info.Size() >= smallFile {
		return nil
	}
	return db.Integrity(ctx, conn, "quick_check", 1, func(string) error { return db.ErrDamaged })
}
