package store

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"

	"factmark/store/internal/db"
)

// source is a workspace file as it can be read without a trace: neither it nor
// what lies beside it is changed, and nothing is made there.
type source struct {
	path string // what the name leads to, where it is a link
	file os.FileInfo
	view *view // nil where a Store of this process or another process has the file open: SQLite reads it then, beside them
}

func (s *source) connect(options url.Values, connections int) (*sql.DB, error) {
	if s.view == nil {
		return db.Connect(s.path, options, connections)
	}
	return s.view.connect(options, connections)
}

func (s *source) close() error {
	if s == nil || s.view == nil {
		return nil
	}
	err := s.view.close()
	if s.view.log != nil {
		err = errors.Join(err, s.view.log.close())
	}
	return err
}

// examine looks at a file and at what lies beside it without SQLite's writing
// anything, and refuses what is no workspace of a version known here, and what
// SQLite would write into it though it is another's. Where damage is being
// looked for, it is no reason. opening must be held.
func examine(ctx context.Context, path string, damaged bool) (*source, error) {
	info, err := probeStat(path)
	if err != nil {
		return nil, err
	}
	real, err := filepath.EvalSymlinks(path)
	if err != nil {
		return nil, db.ExplainFile(err)
	}
	if openHere(info) {
		return &source{path: real, file: info}, nil
	}
	if err := probeHeader(real, info); err != nil {
		return nil, err
	}
	if err := checkSideFiles(real); err != nil {
		return nil, err
	}
	if db.InUse(real + "-shm") {
		return &source{path: real, file: info}, nil
	}
	if err := checkJournal(real, info); err != nil {
		return nil, err
	}
	if err := checkIndex(real + "-shm"); err != nil {
		return nil, err
	}
	return lookWithLog(ctx, real, info, damaged)
}

// checkSideFiles refuses what SQLite would follow to another place, or write
// into under another name.
func checkSideFiles(path string) error {
	for _, suffix := range db.SideFiles {
		info, err := os.Lstat(path + suffix)
		switch name := filepath.Base(path); {
		case errors.Is(err, fs.ErrNotExist):
		case err != nil:
			if !errors.Is(err, fs.ErrPermission) && !db.TooLong(err) {
				return db.ExplainFile(err)
			}
		case !info.Mode().IsRegular():
			return db.Failf(db.ErrDamaged, "%s%s beside %s is not an ordinary file, and all was left as it was; move it elsewhere and open %s again", name, suffix, name, name)
		case db.Names(info) > 1:
			return db.Failf(db.ErrDamaged, "%s%s beside %s is a file that has another name too, and all was left as it was; move it elsewhere and open %s again", name, suffix, name, name)
		}
	}
	return nil
}

// checkJournal refuses a rollback journal, with which SQLite would bring a file
// back to what it says: workspaces have a write-ahead log instead. One is
// theirs, of the moment when a file that another program took the log from gets
// it again: it holds page 1 alone, and differs in nothing of what is in it.
func checkJournal(path string, file os.FileInfo) error {
	f, err := os.Open(path + "-journal")
	if err != nil {
		return nil // there is none, or it cannot be read by SQLite either
	}
	defer f.Close()
	const sector, sized = 20, 16 // where the header of a journal says how long it is, and how many pages the database had
	header := make([]byte, 28)
	if n, err := io.ReadFull(f, header); n == 0 && errors.Is(err, io.EOF) || n > 0 && header[0] == 0 {
		return nil // it is of no account to SQLite
	}
	number := func(at int) int64 { return int64(binary.BigEndian.Uint32(header[at:])) }
	main, err := os.Open(path)
	if err != nil {
		return db.ExplainFile(err)
	}
	defer main.Close()
	info, err := f.Stat()
	if err != nil {
		return db.ExplainFile(err)
	}
	if page := number(24); bytes.HasPrefix(header, []byte{0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7}) && page >= smallestPage && page <= largestPage &&
		number(sized)*page == file.Size() && info.Size() >= number(sector)+page+8 && info.Size() < number(sector)+2*page {
		was, is := make([]byte, 4+page), make([]byte, page)
		_, err1 := f.ReadAt(was, number(sector))
		_, err2 := main.ReadAt(is, 0)
		if err1 == nil && err2 == nil && binary.BigEndian.Uint32(was) == 1 && sameButMode(was[4:], is) {
			return nil
		}
	}
	name := filepath.Base(path)
	return db.Failf(db.ErrDamaged, "the file %s-journal beside %s is not Factmark's, and opening would undo what it says; all was left as it was. "+
		"Where another program was changing %s as it stopped, open it with that program; else move %s-journal elsewhere and open %s again", name, name, name, name, name)
}

// sameButMode compares two first pages, but for what a change of the way in
// which the file is written changes: the way, the counter, and by whom.
func sameButMode(a, b []byte) bool {
	for i := range a {
		switch {
		case i == writtenAt, i == readAt, i >= 24 && i < 28, i >= 92 && i < databaseHeader:
		case a[i] != b[i]:
			return false
		}
	}
	return true
}

// checkIndex refuses what is no index of a log: SQLite would empty it.
func checkIndex(path string) error {
	const part, short = 32 << 10, 3 // how SQLite makes them, in bytes, and how it begins one
	f, err := os.Open(path)
	if err != nil {
		return nil
	}
	defer f.Close()
	version := make([]byte, 4)
	info, err := f.Stat()
	if err != nil || info.Size() <= short {
		return db.ExplainFile(err)
	}
	if _, err := io.ReadFull(f, version); err != nil {
		return db.ExplainFile(err)
	}
	if v := binary.NativeEndian.Uint32(version); info.Size()%part == 0 && (v == logVersion || v == 0) {
		return nil
	}
	name := filepath.Base(path)
	return db.Failf(db.ErrDamaged, "%s is not a file of Factmark's, and opening the workspace would empty it; all was left as it was; move it elsewhere and open the workspace again", name)
}

// lookWithLog gives the view of a file that nobody has open, with the log that
// a crash has left beside it. Where the file was put there by hand beside the
// log of another, SQLite would write that log into it and ruin it: refused.
func lookWithLog(ctx context.Context, path string, file os.FileInfo, damaged bool) (*source, error) {
	info, err := os.Stat(path + "-wal")
	var log *writeAheadLog
	var frames []frame
	if err == nil && info.Size() > 0 {
		if log, err = readLog(path + "-wal"); err != nil {
			return nil, err
		}
		frames = log.frames
		if err := together(ctx, path, file, log, damaged); err != nil {
			return nil, errors.Join(err, log.close())
		}
	}
	v, err := newView(path, file, log, frames)
	if err != nil {
		if log != nil {
			err = errors.Join(err, log.close())
		}
		return nil, err
	}
	return &source{path, file, v}, nil
}

// together tells whether a file and the log beside it are of one another.
func together(ctx context.Context, path string, file os.FileInfo, log *writeAheadLog, damaged bool) error {
	ok, err := log.follows(path)
	if err == nil && ok && len(log.frames) > 0 {
		ok, err = log.goesOn(ctx, path, file, damaged)
	}
	if err != nil || ok {
		return err
	}
	name := filepath.Base(path)
	return db.Failf(db.ErrDamaged, "%s and the file %s-wal beside it do not go together, or are damaged; nothing was written to either. "+
		"Where %s was put there by hand, move %s-wal elsewhere and open it again; else open a backup", name, name, name, name)
}

// follows compares the first page of the file with those in the log. Each time
// that the first page is written its counter goes up by one: the file has the
// one before the log's first, or, where part of the log was moved into the file
// already, one of the log's.
func (l *writeAheadLog) follows(path string) (bool, error) {
	if !l.known {
		return false, nil
	}
	if len(l.frames) == 0 {
		return true, nil
	}
	f, err := os.Open(path)
	if err != nil {
		return false, db.ExplainFile(err)
	}
	defer f.Close()
	header := make([]byte, databaseHeader)
	if _, err := f.ReadAt(header, 0); err != nil {
		return false, db.ExplainFile(err)
	}
	number := func(header []byte, at int) uint32 { return binary.BigEndian.Uint32(header[at:]) }
	const counter, cookie = 24, 40
	if pageSizeOf(header) != l.pageSize {
		return false, nil
	}
	first := true
	for _, frame := range l.frames {
		if frame.page != 1 {
			continue
		}
		in, err := l.firstPage(frame)
		if err != nil {
			return false, db.ExplainFile(err)
		}
		if number(in, 68) != db.ApplicationID {
			return false, nil
		}
		if first && number(header, counter)+1 == number(in, counter) && number(header, cookie) <= number(in, cookie) || number(header, counter) == number(in, counter) {
			return true, nil
		}
		first = false
	}
	return first, nil // the log does not have the first page
}

// goesOn looks whether the log goes on with the history in the file. Every
// action is one transaction: with the first transaction of the log there is at
// most one more than in the file alone, or, where the log was moved into the
// file in part, the file's last one is in the log.
func (l *writeAheadLog) goesOn(ctx context.Context, path string, file os.FileInfo, damaged bool) (bool, error) {
	look := func(frames []frame, f func(*sql.Conn) error) error {
		v, err := newView(path, file, l, frames)
		if err != nil {
			return err
		}
		defer v.close()
		pool, err := v.connect(db.Guarded("ro"), 1)
		if err != nil {
			return err
		}
		defer pool.Close()
		conn, err := pool.Conn(ctx)
		if err != nil {
			return db.Explain(ctx, err)
		}
		defer conn.Close()
		return errors.Join(db.Limit(conn), f(conn))
	}
	type action struct {
		seq int64
		id  string
	}
	lastUpTo := func(frames []frame, seq int64) (a action, err error) {
		err = look(frames, func(conn *sql.Conn) error {
			err := conn.QueryRowContext(ctx, "SELECT seq, id FROM actions WHERE seq <= ? ORDER BY seq DESC LIMIT 1", seq).Scan(&a.seq, &a.id)
			if errors.Is(err, sql.ErrNoRows) {
				return nil
			}
			return db.Explain(ctx, err)
		})
		return a, err
	}
	const all = 1<<63 - 1
	sound := func(frames []frame) error {
		return look(frames, func(conn *sql.Conn) error {
			if _, err := db.ReadVersion(ctx, conn); err != nil {
				return err
			}
			return db.Integrity(ctx, conn, "quick_check", 1, func(string) error { return db.ErrDamaged })
		})
	}
	alone, err := lastUpTo(nil, all)
	if ctx.Err() != nil {
		return false, ctx.Err()
	}
	if err == nil { // else a crash has come as the log was being moved into the file
		begun, err := lastUpTo(l.frames[:l.first], all)
		if err == nil && begun.seq > alone.seq+1 {
			return false, nil
		}
		same, err := lastUpTo(l.frames, alone.seq)
		if err == nil && same != alone {
			return false, nil
		}
	}
	switch err := sound(l.frames); {
	case ctx.Err() != nil:
		return false, ctx.Err()
	case err == nil:
		return true, nil
	case !errors.Is(err, db.ErrDamaged) && !errors.Is(err, db.ErrNotWorkspace):
		return true, nil // whatever else is wrong, opening finds it
	}
	return damaged && sound(nil) != nil, nil
}

// connectReaders gives the small pool that reads. All its connections are made
// now: one made later, by the path, might find another file there.
func connectReaders(ctx context.Context, from *source) (*sql.DB, error) {
	pool, err := from.connect(db.ReadingOptions(), readConnections)
	if err != nil {
		return nil, err
	}
	for range readConnections {
		conn, e := pool.Conn(ctx)
		if e == nil {
			defer conn.Close() // into the pool, once all are made
			e = db.Limit(conn)
		}
		err = errors.Join(err, e)
	}
	if err != nil {
		pool.Close()
		return nil, db.Explain(ctx, err)
	}
	return pool, nil
}

// readConnections is how many connections read side by side.
const readConnections = 4
