// Package store keeps a workspace: one SQLite file with documents, claims and
// all that is said of them. Every change is one transaction that writes the
// rows and their events together, so that it can be undone, and is published
// to listeners after its commit. All offsets are Unicode code points.
//
// A Store may be used from any goroutine.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	"factmark/store/internal/db"
	"factmark/store/internal/doctext"
)

// Store is an open workspace.
type Store struct {
	now func() time.Time

	writer *sql.DB
	conn   *sql.Conn // the writer's one connection
	writes *db.Statements

	moving sync.RWMutex // guards what follows; who holds the write lock may read it without
	where
	left []where // where it was before

	writeLock chan struct{} // holds one token; guards conn, person and known, from the beginning of an action until it is published
	person    Person
	known     int64 // every action up to this number is our own, or the listeners were told of it

	listening sync.Mutex // guards these
	listeners []*func(Change)
	watcher   *watcher
	closed    bool

	ended bool // it was closed; guarded by opening

	texts  doctext.Cache
	search searching
}

// where is the file a Store works on, and what reads it.
type where struct {
	path    string // absolute
	file    os.FileInfo
	log     os.FileInfo // of the write-ahead log beside it; nil where it could not be seen
	readers *sql.DB
	reads   *db.Statements

	from       *source      // what its connections read
	readOnly   error        // why nothing can be written; nil where it can
	removeCopy func() error // that is read instead of the file; nil for none
}

func (w *where) close() error {
	err := errors.Join(w.reads.Close(), w.readers.Close())
	if w.readOnly != nil {
		err = errors.Join(err, w.from.close())
	}
	if w.removeCopy != nil {
		err = errors.Join(err, w.removeCopy())
	}
	return err
}

// here gives the file as it is now.
func (s *Store) here() where {
	s.moving.RLock()
	defer s.moving.RUnlock()
	return s.where
}

// Create makes a new workspace, readable by its owner only, and opens it. The
// file must not exist (fs.ErrExist) and its folder must (fs.ErrNotExist).
func Create(ctx context.Context, path string) (*Store, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	err = db.IntoPlace(path, func(temporary string) error {
		pool, conn, err := db.ConnectWriter(ctx, temporary)
		if err != nil {
			return err
		}
		err = db.Migrate(ctx, conn, db.Migrations)
		if err == nil { // SQLite says nothing where folding fails at the close, and the log does not come along
			err = db.FoldLog(ctx, conn)
		}
		return errors.Join(err, conn.Close(), db.Explain(ctx, pool.Close()))
	})
	if db.Whole(err) != nil {
		return nil, err
	}
	return Open(ctx, path)
}

// Open opens a workspace that exists (else fs.ErrNotExist). What is no
// workspace, is damaged, of a newer version or cannot be written gives an
// error and is left as it is, with all that lies beside it. An older one is
// brought up to date after a copy of it has been put beside it.
func Open(ctx context.Context, path string) (*Store, error) { return openFile(ctx, path, toWork) }

// OpenToRead is Open where a workspace that cannot be written can be read: see
// ReadOnly. Nothing of it is changed then, nor made beside it.
func OpenToRead(ctx context.Context, path string) (*Store, error) { return openFile(ctx, path, toRead) }

// OpenToCheck opens a workspace for Check without changing anything, whatever
// can be done with it. Damage that keeps a file from being opened for work does
// not keep it from being looked through. What may hold traps is refused all the same.
func OpenToCheck(ctx context.Context, path string) (*Store, error) {
	return openFile(ctx, path, toCheck)
}

// OpenToTry opens a workspace for dry runs, of merging or importing claims,
// without changing anything, whatever can be done with it.
func OpenToTry(ctx context.Context, path string) (*Store, error) { return openFile(ctx, path, toTry) }

// OpenToRepair is OpenToCheck for Repair, which changes the file.
func OpenToRepair(ctx context.Context, path string) (*Store, error) {
	return openFile(ctx, path, toRepair)
}

type purpose int

const (
	toWork purpose = iota
	toRead
	toTry
	toCheck
	toRepair
)

// errOnlyRead is why nothing can be written where nothing is to be.
var errOnlyRead = db.Failf(db.ErrReadOnly, "the workspace was opened to be read only")

func openFile(ctx context.Context, path string, purpose purpose) (*Store, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	opening.Lock()
	defer opening.Unlock()
	damaged := purpose == toCheck || purpose == toRepair
	from, err := examine(ctx, path, damaged)
	if err != nil {
		return nil, err
	}
	why := errOnlyRead
	if purpose != toCheck && purpose != toTry {
		why = nil
		if !openHere(from.file) {
			why = obstacle(from.path, from.file)
		}
	}
	var s *Store
	switch {
	case why != nil && (!errors.Is(why, db.ErrReadOnly) || purpose == toWork || purpose == toRepair):
		err = why
	case why != nil:
		s, err = openToRead(ctx, path, from, why, damaged)
	default:
		if err = from.close(); err != nil { // before the file is opened: to close it later would end SQLite's locks
			return nil, err
		}
		return openToWrite(ctx, path, &source{path: from.path, file: from.file}, damaged)
	}
	if err != nil {
		return nil, errors.Join(err, from.close())
	}
	return s, nil
}

func newStore(path string, from *source) *Store {
	return &Store{where: where{path: path, file: from.file, from: from}, now: time.Now, writeLock: make(chan struct{}, 1), search: searching{updating: make(chan struct{}, 1)}}
}

func openToWrite(ctx context.Context, path string, from *source, repair bool) (s *Store, err error) {
	s = newStore(path, from)
	s.writer, s.conn, err = db.ConnectWriter(ctx, from.path)
	if err != nil {
		return nil, err
	}
	version, err := s.trust(ctx, repair)
	if err == nil {
		err = bringUpToDate(ctx, s.conn, s.path, version, db.Migrations)
	}
	if err == nil {
		err = s.ready(ctx)
	}
	if err != nil {
		s.conn.Close()
		s.writer.Close()
		return nil, err
	}
	opened[s] = true
	return s, nil
}

// trust checks the file through SQLite and gives the version of its schema.
func (s *Store) trust(ctx context.Context, damaged bool) (version int, err error) {
	if version, err = db.ReadVersion(ctx, s.conn); err != nil {
		return 0, err
	}
	// Nothing of the schema is used before it is known to be ours.
	if err := db.CheckSchema(ctx, s.conn, filepath.Base(s.path), db.Migrations[:version], damaged); err != nil || damaged {
		return version, err
	}
	if err := quickCheck(ctx, s.conn, s.file); err != nil {
		return 0, err
	}
	return version, checkSizes(ctx, s.conn, filepath.Base(s.path), version)
}

// ready makes what reads the file, which is up to date.
func (s *Store) ready(ctx context.Context) (err error) {
	if s.known, err = lastAction(ctx, s.conn); err != nil {
		return err
	}
	s.writes = db.NewStatements(s.conn.PrepareContext)
	if s.readers, err = connectReaders(ctx, s.from); err != nil {
		return err
	}
	s.reads = db.NewStatements(s.readers.PrepareContext)
	if log, err := os.Stat(s.from.path + "-wal"); err == nil {
		s.log = log
	}
	return nil
}

// Close ends the Store's work: it waits for a change under way and
// folds the write-ahead log into the file. Closing again does nothing. Where
// the log could not be folded (ErrFull, ErrDisk), everything is saved, but the
// log stays and belongs to the file.
func (s *Store) Close() error {
	ctx := context.Background()
	watched := s.endWatch()
	if err := s.lock(ctx); err != nil {
		return err
	}
	defer s.unlock()
	opening.Lock()
	defer opening.Unlock()
	if s.ended {
		return nil
	}
	s.ended = true
	delete(opened, s)
	var folded error
	err := watched
	if s.readOnly == nil {
		err = errors.Join(err, s.where.close()) // who reads would keep the log
		folded = db.FoldLog(ctx, s.conn)
	}
	err = errors.Join(err, s.closeSearch(), s.writes.Close(), s.conn.Close(), db.Explain(ctx, s.writer.Close()))
	if s.readOnly != nil {
		err = errors.Join(err, s.where.close())
	}
	for _, old := range s.left {
		err = errors.Join(err, old.close())
	}
	name := filepath.Base(s.path)
	switch why := "the disk did not do what was asked"; {
	case folded == nil, errors.Is(folded, db.ErrBusy): // another program is reading; the last one to leave folds the log in
	default:
		kind, out := db.ErrDisk, "check the disk"
		if errors.Is(folded, db.ErrFull) {
			kind, why, out = db.ErrFull, "the disk is full", "free some space"
		}
		return db.Failf(kind, "%s: everything is saved, but part of it only in %s-wal; keep that file beside %s, %s and open it again", why, name, name, out)
	}
	if err != nil {
		return fmt.Errorf("everything is saved: %w", err)
	}
	return nil
}

// IsFile tells whether a file is the one that is open here.
func (s *Store) IsFile(file os.FileInfo) bool { return os.SameFile(file, s.here().file) }

// Path is the absolute path of the file.
func (s *Store) Path() string { return s.here().path }

func (s *Store) lock(ctx context.Context) error {
	select {
	case s.writeLock <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (s *Store) unlock() { <-s.writeLock }

// reading is a session on the readers; every statement sees what is committed.
func (s *Store) reading(ctx context.Context) db.Querier {
	return db.NewQuerier(ctx, s.here().reads)
}

// Snapshot runs f in a read transaction, which sees a single state of the workspace
// however long it takes. The error is f's, or why the transaction could not begin.
func (s *Store) Snapshot(ctx context.Context, f func(db.Querier) error) error {
	tx, err := s.here().readers.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return db.Explain(ctx, err)
	}
	defer tx.Rollback() // it has written nothing
	prepared := db.NewStatements(tx.PrepareContext)
	defer prepared.Close()
	return f(db.NewQuerier(ctx, prepared))
}

// Inspect is Snapshot with the connection itself, for what SQLite knows of the file.
func (s *Store) Inspect(ctx context.Context, f func(db.Querier, *sql.Conn) error) error {
	conn, err := s.here().readers.Conn(ctx)
	if err != nil {
		return db.Explain(ctx, err)
	}
	defer conn.Close()
	tx, err := conn.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return db.Explain(ctx, err)
	}
	defer tx.Rollback() // it has written nothing
	prepared := db.NewStatements(tx.PrepareContext)
	defer prepared.Close()
	return f(db.NewQuerier(ctx, prepared), conn)
}
