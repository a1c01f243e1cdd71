package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// The kinds of errors, which package store gives to the rest of the program.
var (
	ErrNotWorkspace  = errors.New("this is not a Factmark workspace, and it was left as it is; choose a .factmark file")
	ErrDamaged       = errors.New("the workspace file is damaged, and nothing was written to it; open a backup, or keep a copy of the file before trying anything else")
	ErrNewer         = errors.New("the workspace was made by a newer Factmark, and it was left as it is; update Factmark to open it")
	ErrReadOnly      = errors.New("the workspace cannot be written, and nothing was changed; make the file and its folder writable, or copy it to a folder of your own")
	ErrFull          = errors.New("the disk is full: nothing of this change was saved, everything before it is safe; free some space and try again")
	ErrBusy          = errors.New("another program is holding the workspace: nothing of this change was saved; wait for it to finish and try again")
	ErrDisk          = errors.New("the disk did not do what was asked: nothing of this change was saved; check the disk, and save a copy elsewhere")
	ErrGone          = errors.New("the workspace file is not in its place any more: nothing new can be saved in it; save a copy elsewhere")
	ErrNotFound      = errors.New("it is not in the workspace any more")
	ErrMismatch      = errors.New("the span does not fit the document's text, and nothing was changed")
	ErrInvalid       = errors.New("nothing was changed")
	ErrNothingToUndo = errors.New("there is nothing to undo")
	ErrNothingToRedo = errors.New("there is nothing to redo")
	ErrConflict      = errors.New("something else has changed what this builds on, and nothing was changed")
)

// failure is an error with words of its own for one of the kinds above.
type failure struct {
	kind error
	text string
}

func (f *failure) Error() string { return f.text }
func (f *failure) Unwrap() error { return f.kind }

// Failf makes an error of a kind with a sentence of its own for the user.
func Failf(kind error, format string, args ...any) error {
	return &failure{kind, fmt.Sprintf(format, args...)}
}

// Counted counts things in a message: "1 row", "12 rows".
func Counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprint(n, " ", many)
}

// Characters counts characters in a message.
func Characters(n int) string { return Counted(n, "character", "characters") }

// Explain turns an error of the driver into one of the kinds above. Other
// errors, and those of a context, pass unchanged.
func Explain(ctx context.Context, err error) error {
	if err == nil {
		return nil
	}
	var e *sqlite.Error
	if !errors.As(err, &e) {
		if strings.HasPrefix(err.Error(), "sql: Scan error") { // a value of another type than its column's
			return ErrDamaged
		}
		if ctx.Err() != nil && errors.Is(err, sql.ErrTxDone) {
			return ctx.Err()
		}
		return err
	}
	switch e.Code() {
	case sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY:
		return Failf(ErrConflict, "what this refers to is gone, or is still in use elsewhere; nothing was changed")
	}
	switch e.Code() & 0xff {
	case sqlite3.SQLITE_INTERRUPT:
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return context.Canceled
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
		return ErrDamaged
	case sqlite3.SQLITE_FULL:
		return ErrFull
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return ErrBusy
	case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM:
		return ErrReadOnly
	case sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR: // SQLite does not say why
		if noMoreFiles() {
			return errManyFiles
		}
		return ErrDisk
	case sqlite3.SQLITE_TOOBIG:
		return Failf(ErrInvalid, "a value is longer than a workspace can hold (%d MB); nothing was changed", LargestValue>>20)
	case sqlite3.SQLITE_CONSTRAINT:
		return Failf(ErrInvalid, "a value is outside what the workspace allows (%v); nothing was changed", e)
	}
	return fmt.Errorf("the workspace could not do this, and nothing was changed: %v", err)
}

// errManyFiles says that the system gives no more files to open.
var errManyFiles = Failf(ErrBusy, "too many files are open on this computer: nothing of this change was saved, everything before it is safe; close some programs and try again")

// noMoreFiles tells whether the system gives no more files to open, as many as a
// workspace needs at a time.
func noMoreFiles() bool {
	for range 4 {
		f, err := os.Open(os.DevNull)
		if err != nil {
			return tooManyFiles(err)
		}
		defer f.Close()
	}
	return false
}

// ExplainFile does the same for an error of the file system.
func ExplainFile(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, fs.ErrPermission):
		return ErrReadOnly
	case tooManyFiles(err):
		return errManyFiles
	}
	return ofDisk(err)
}

// DiskFull tells of an error of the file system whether there was no room left.
func DiskFull(err error) bool { return errors.Is(ofDisk(err), ErrFull) }

// Shorten cuts a text for a message.
func Shorten(s string) string {
	const most = 60
	n := 0
	for i := range s {
		if n == most {
			return s[:i] + "…"
		}
		n++
	}
	return s
}
