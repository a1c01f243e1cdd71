package store

import (
	"context"
	"os"
	"path/filepath"

	"factmark/store/internal/db"
)

// Present looks whether the file that was opened is still the one at its path.
// Without it, work would go into a file that has no name and ends with the
// program, or that is not the one the user sees in the folder: ErrGone.
func (s *Store) Present() error {
	h := s.here()
	name := filepath.Base(h.path)
	const out = "nothing new can be saved in it, and all that was saved before is at hand here; save a copy elsewhere, or put the file back and try again"
	info, err := os.Stat(h.path)
	switch {
	case os.IsNotExist(err):
		return db.Failf(db.ErrGone, "%s was deleted, moved or renamed while it was open: %s", name, out)
	case err != nil:
		return db.Failf(db.ErrGone, "%s cannot be reached any more: %s", name, out)
	case !os.SameFile(info, h.file):
		return db.Failf(db.ErrGone, "another file was put in the place of %s while it was open: %s", name, out)
	case info.Size() < h.file.Size(): // a workspace never shrinks
		return db.Failf(db.ErrGone, "%s was cut off or emptied by another program while it was open: %s", name, out)
	case h.readOnly != nil && (info.Size() != h.file.Size() || !info.ModTime().Equal(h.file.ModTime())) && h.from.view != nil:
		return db.Failf(db.ErrGone, "%s was changed by another program while it was read here: open it again", name)
	}
	if h.readOnly != nil {
		return nil
	}
	// The log holds what is not in the file yet, and lies beside it as long as the file is open.
	if log, err := os.Stat(h.from.path + "-wal"); h.log != nil && (err != nil || !os.SameFile(log, h.log)) {
		return db.Failf(db.ErrGone, "the file %s-wal, which belongs to the workspace, was deleted or moved while it was open: %s", name, out)
	}
	return nil
}

// lookForFile tells the listeners when the file goes and when it is back. The
// watcher calls it.
func (s *Store) lookForFile(ctx context.Context, w *watcher) {
	kind := ChangeFileBack
	if s.Present() != nil {
		kind = ChangeFileGone
	}
	if w.gone == (kind == ChangeFileGone) {
		return
	}
	if s.lock(ctx) != nil { // no two listeners are called at once
		return
	}
	defer s.unlock()
	w.gone = kind == ChangeFileGone
	s.publish(Change{Kind: kind})
}
