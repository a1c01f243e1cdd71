package store

import (
	"database/sql"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"strings"
	"sync"

	"modernc.org/sqlite/vfs"

	"factmark/store/internal/db"
)

// view is a database file with the pages of its write-ahead log laid over it,
// for SQLite to read without knowing of a log. Nothing is written by it: not
// the file, not the log, nor anything beside them. It is right as long as
// nobody else writes the file.
type view struct {
	name     string
	file     *os.File
	log      *writeAheadLog // nil for none
	pageSize int64
	size     int64            // bytes
	pages    map[uint32]int64 // where in the log the content of a page begins
}

const databaseHeader = 100 // bytes

// newView lays the given frames of the log over the file. Both stay open until close.
func newView(path string, info os.FileInfo, log *writeAheadLog, frames []frame) (*view, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, db.ExplainFile(err)
	}
	v := &view{file: f, log: log, size: info.Size(), pages: make(map[uint32]int64, len(frames))}
	if log != nil {
		v.pageSize = log.pageSize
	}
	for _, frame := range frames {
		v.pages[frame.page] = frame.at
		if frame.size > 0 {
			v.size = int64(frame.size) * log.pageSize
		}
	}
	return v, views.add(v)
}

func (v *view) close() error {
	views.remove(v)
	return v.file.Close()
}

// connect opens connections that read the view.
func (v *view) connect(options url.Values, connections int) (*sql.DB, error) {
	name, err := views.register()
	if err != nil {
		return nil, fmt.Errorf("reading without writing: %w", err)
	}
	options.Set("vfs", name)
	options.Set("mode", "ro")
	return db.ConnectTo((&url.URL{Scheme: "file", Opaque: v.name, RawQuery: options.Encode()}).String(), connections)
}

// The header says by two bytes how the file is written and read: 1 is without
// a log, 2 with one. www.sqlite.org/fileformat2.html#file_format_version_numbers
const (
	writtenAt = 18
	readAt    = 19
)

// ReadAt reads as from a file without a log.
func (v *view) ReadAt(b []byte, at int64) (n int, err error) {
	for n < len(b) && err == nil {
		var read int
		piece, from := b[n:], at+int64(n)
		if from >= v.size {
			return n, io.EOF
		}
		piece = piece[:min(int64(len(piece)), v.size-from)]
		if len(v.pages) == 0 {
			read, err = v.file.ReadAt(piece, from)
		} else {
			within := from % v.pageSize
			piece = piece[:min(int64(len(piece)), v.pageSize-within)]
			if in, is := v.pages[uint32(from/v.pageSize)+1]; is {
				read, err = v.log.file.ReadAt(piece, in+within)
			} else {
				read, err = v.file.ReadAt(piece, from)
			}
		}
		for _, version := range []int64{writtenAt, readAt} {
			if i := version - from; i >= 0 && i < int64(read) {
				piece[i] = 1
			}
		}
		n += read
	}
	return n, err
}

// views are the views that are open, by their names, as a file system for SQLite.
var views = openViews{open: make(map[string]*view)}

type openViews struct {
	mu   sync.Mutex
	last int
	open map[string]*view
	name string // of the file system, once it is registered
}

func (o *openViews) add(v *view) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.last++
	v.name = fmt.Sprintf("view%d", o.last)
	o.open[v.name] = v
	return nil
}

func (o *openViews) remove(v *view) {
	o.mu.Lock()
	defer o.mu.Unlock()
	delete(o.open, v.name)
}

// register makes the views known to SQLite; they stay so.
func (o *openViews) register() (string, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.name != "" {
		return o.name, nil
	}
	name, _, err := vfs.New(o)
	if err == nil {
		o.name = name
	}
	return name, err
}

// Open is part of fs.FS.
func (o *openViews) Open(name string) (fs.File, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if v, is := o.open[strings.TrimPrefix(name, "/")]; is {
		return &viewFile{io.NewSectionReader(v, 0, v.size), v}, nil
	}
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}

// viewFile is a view as one connection reads it.
type viewFile struct {
	*io.SectionReader
	view *view
}

// Stat is part of fs.File.
func (f *viewFile) Stat() (fs.FileInfo, error) {
	info, err := f.view.file.Stat()
	return sized{info, f.view.size}, err
}

// Close is part of fs.File.
func (f *viewFile) Close() error { return nil }

// sized is what is known of a file, with another size.
type sized struct {
	fs.FileInfo
	size int64
}

// Size is part of fs.FileInfo.
func (s sized) Size() int64 { return s.size }
