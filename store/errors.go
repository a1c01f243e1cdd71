package store

import "factmark/store/internal/db"

// What can go wrong, for errors.Is. Every text is a sentence for the user:
// what happened, what is safe, what to do. Errors that come out of this
// package wrap one of these where it fits; none shows the driver's own words
// alone.
var (
	ErrNotWorkspace  = db.ErrNotWorkspace
	ErrDamaged       = db.ErrDamaged
	ErrNewer         = db.ErrNewer
	ErrReadOnly      = db.ErrReadOnly
	ErrFull          = db.ErrFull
	ErrBusy          = db.ErrBusy
	ErrDisk          = db.ErrDisk
	ErrGone          = db.ErrGone
	ErrNotFound      = db.ErrNotFound
	ErrMismatch      = db.ErrMismatch
	ErrInvalid       = db.ErrInvalid
	ErrNothingToUndo = db.ErrNothingToUndo
	ErrNothingToRedo = db.ErrNothingToRedo
	ErrConflict      = db.ErrConflict

	// ErrUnsure says that a file was made, is whole and was checked, and what the
	// disk did not do afterwards.
	ErrUnsure = db.ErrUnsure
)

// DiskFull tells of an error of the file system whether there was no room left.
func DiskFull(err error) bool { return db.DiskFull(err) }
