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
	"os"
	"path/filepath"
	"sync"
	"time"
)

// Store is an open workspace.
type Store struct {
	now func() time.Time

	writer *sql.DB
	conn   *sql.Conn // the writer's one connection
	writes *statements

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

	texts textCache
}

// where is the file a Store works on, and what reads it.
type where struct {
	path    string // absolute
	file    os.FileInfo
	log     os.FileInfo // of the write-ahead log beside it; nil where it could not be seen
	readers *sql.DB
	reads   *statements
}

func (w *where) close() error { return errors.Join(w.reads.close(), w.readers.Close()) }

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
	err = intoPlace(path, func(temporary string) error {
		db, conn, err := connectWriter(ctx, temporary)
		if err != nil {
			return err
		}
		err = migrate(ctx, conn, migrations)
		if err == nil { // SQLite says nothing where folding fails at the close, and the log does not come along
			err = foldLog(ctx, conn)
		}
		return errors.Join(err, conn.Close(), explain(ctx, db.Close()))
	})
	if err != nil {
		return nil, err
	}
	return Open(ctx, path)
}

// Open opens a workspace that exists (else fs.ErrNotExist). What is no
// workspace, is damaged, of a newer version or cannot be written gives an
// error and is left as it is. An older one is brought up to date after a copy
// of it has been put beside it.
func Open(ctx context.Context, path string) (*Store, error) { return openFile(ctx, path, false) }

// OpenToRepair is Open for Check and Repair: damage that keeps a file from
// being opened for work does not keep it from being looked through. What may
// hold traps is refused all the same.
func OpenToRepair(ctx context.Context, path string) (*Store, error) { return openFile(ctx, path, true) }

func openFile(ctx context.Context, path string, repair bool) (*Store, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	opening.Lock()
	defer opening.Unlock()
	file, err := probe(path)
	if err != nil {
		return nil, err
	}
	if !repair && !openHere(file) {
		if err := checkLeftLog(ctx, path, file); err != nil {
			return nil, err
		}
	}
	s := &Store{where: where{path: path, file: file}, now: time.Now, writeLock: make(chan struct{}, 1)}
	s.writer, s.conn, err = connectWriter(ctx, path)
	if err != nil {
		return nil, err
	}
	s.writes = newStatements(s.conn.PrepareContext)
	if err := s.prepareFile(ctx, repair); err != nil {
		s.conn.Close()
		s.writer.Close()
		return nil, err
	}
	if s.readers, err = connectReaders(ctx, path); err != nil {
		s.conn.Close()
		s.writer.Close()
		return nil, explain(ctx, err)
	}
	s.reads = newStatements(s.readers.PrepareContext)
	if log, err := os.Stat(path + "-wal"); err == nil {
		s.log = log
	}
	opened[s] = true
	return s, nil
}

// prepareFile checks the file through SQLite and brings it up to date.
func (s *Store) prepareFile(ctx context.Context, repair bool) error {
	version, err := readVersion(ctx, s.conn)
	if err != nil {
		return err
	}
	// Nothing of the schema is used before it is known to be ours.
	if err := checkSchema(ctx, s.conn, filepath.Base(s.path), migrations[:version], repair); err != nil {
		return err
	}
	if !repair {
		if err := quickCheck(ctx, s.conn, s.file); err != nil {
			return err
		}
	}
	if !repair {
		if err := checkSizes(ctx, s.conn, filepath.Base(s.path), version); err != nil {
			return err
		}
	}
	if err := bringUpToDate(ctx, s.conn, s.path, version, migrations); err != nil {
		return err
	}
	s.known, err = lastAction(ctx, s.conn)
	return err
}

// Close ends the Store's work: it waits for a change under way and
// folds the write-ahead log into the file. Closing again does nothing. Where
// the disk has no room for folding (ErrFull), everything is saved, but the log
// stays and belongs to the file.
func (s *Store) Close() error {
	ctx := context.Background()
	watched := s.endWatch()
	if err := s.lock(ctx); err != nil {
		return err
	}
	defer s.unlock()
	opening.Lock()
	defer opening.Unlock()
	if !opened[s] {
		return nil
	}
	delete(opened, s)
	err := errors.Join(watched, s.where.close())
	for _, old := range s.left {
		err = errors.Join(err, old.close())
	}
	folded := foldLog(ctx, s.conn)
	switch {
	case errors.Is(folded, ErrBusy): // another program is reading; the last one to leave folds the log in
		folded = nil
	case errors.Is(folded, ErrFull):
		name := filepath.Base(s.path)
		folded = failf(ErrFull, "the disk is full: everything is saved, but part of it only in %s-wal; keep that file beside %s, free some space and open it again", name, name)
	}
	return errors.Join(err, folded, s.writes.close(), s.conn.Close(), explain(ctx, s.writer.Close()))
}

// foldLog moves all of the write-ahead log into the file, on the disk, and
// empties it; ErrBusy where others still need the log.
func foldLog(ctx context.Context, conn *sql.Conn) error {
	var busy, frames, moved int
	if err := conn.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &frames, &moved); err != nil {
		return explain(ctx, err)
	}
	if busy != 0 {
		return ErrBusy
	}
	return nil
}

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
