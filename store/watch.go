package store

import (
	"context"
	"database/sql"
	"time"

	"factmark/store/internal/db"
)

// watchEvery is how often a Store looks for what others have done.
const watchEvery = 700 * time.Millisecond

// watcher looks for actions that other processes, or other Stores in this
// one, have written to the file. It has a connection of its own, which
// holds no lock between two looks.
type watcher struct {
	db      *sql.DB
	version int64 // what SQLite last said of the file; 0 where that is unknown
	gone    bool  // the listeners were told that the file is not in its place
	stop    context.CancelFunc
	done    chan struct{}
}

// watch starts the watcher, if there is none yet. listening must be held.
func (s *Store) watch() {
	if s.watcher != nil || s.closed {
		return
	}
	from := s.here().from
	db, err := from.connect(db.ReadingOptions(), 1)
	if err != nil { // the same options have opened the readers
		return
	}
	ctx, stop := context.WithCancel(context.Background())
	w := &watcher{db: db, stop: stop, done: make(chan struct{})}
	s.watcher = w
	go func() {
		defer close(w.done)
		tick := time.NewTicker(watchEvery)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
				if s.lookForFile(ctx, w); w.gone {
					continue
				}
				if err := s.look(ctx, w); err != nil {
					w.version = 0 // whatever it was, the next look begins anew
				}
			}
		}
	}()
}

// rewatch has the watcher look at where the file is now.
func (s *Store) rewatch() {
	s.listening.Lock()
	defer s.listening.Unlock()
	if old := s.watcher; old != nil {
		s.watcher = nil
		old.stop()
		go func() { // it may be waiting for a lock that is held here
			<-old.done
			old.db.Close()
		}()
		s.watch()
	}
}

// endWatch stops the watcher for good and waits for it.
func (s *Store) endWatch() error {
	s.listening.Lock()
	w := s.watcher
	s.watcher, s.closed = nil, true
	s.listening.Unlock()
	if w == nil {
		return nil
	}
	w.stop()
	<-w.done
	return w.db.Close()
}

// look tells the listeners where others have written actions since the last
// look. The version is the cheap question: it changes with every commit, our
// own and that of a setting too.
func (s *Store) look(ctx context.Context, w *watcher) error {
	var version int64
	if err := w.db.QueryRowContext(ctx, "PRAGMA data_version").Scan(&version); err != nil || version == w.version {
		return err
	}
	// With the lock, what we have committed ourselves is known.
	if err := s.lock(ctx); err != nil {
		return err
	}
	defer s.unlock()
	last, err := lastAction(ctx, w.db)
	if err != nil {
		return err
	}
	w.version = version
	s.heardOf(last)
	return nil
}

// heardOf says that there are actions up to seq, and tells the listeners if
// some of them are not known yet. The write lock must be held.
func (s *Store) heardOf(seq int64) {
	if seq > s.known {
		s.known = seq
		s.publish(Change{Kind: ChangeElsewhere, Everything: true})
	}
}

// lastAction is the number of the last action, 0 where there is none.
func lastAction(ctx context.Context, q interface {
	QueryRowContext(context.Context, string, ...any) *sql.Row
}) (seq int64, err error) {
	err = q.QueryRowContext(ctx, "SELECT ifnull(max(seq), 0) FROM actions").Scan(&seq)
	return seq, db.Explain(ctx, err)
}
