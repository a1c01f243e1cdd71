package db

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Temporary files and folders hold texts that are nobody's business. Each is
// noted in a folder of the user's, in a file that its process keeps locked as
// long as it lives: what is noted in a file that nobody has locked was left by
// a process that was killed, wherever it lies.

// NotesFolder is where temporary files are noted, and private folders lie. It
// is the user's alone.
func NotesFolder() (string, error) {
	own := filepath.Join(os.TempDir(), fmt.Sprintf("factmark-%d", os.Geteuid())) // where there is no home, or none that can be written
	candidates := []string{own}
	if cache, err := os.UserCacheDir(); err == nil {
		candidates = []string{filepath.Join(cache, "factmark", "temporary"), own}
	}
	var errs []error
	for _, folder := range candidates {
		err := os.MkdirAll(folder, 0o700)
		if err == nil {
			err = private(folder)
		}
		if err == nil {
			return folder, nil
		}
		errs = append(errs, ExplainFile(err))
	}
	return "", errs[len(errs)-1]
}

// private makes sure that a folder is the user's alone, and can be written.
func private(folder string) error {
	info, err := os.Lstat(folder)
	if err != nil {
		return err
	}
	if !info.IsDir() || !ours(info) {
		return Failf(ErrReadOnly, "%s is not a folder of yours, and nothing was put in it; remove it", folder)
	}
	if info.Mode().Perm()&0o077 != 0 {
		if err := os.Chmod(folder, 0o700); err != nil {
			return err
		}
	}
	return MayWriteIn(folder)
}

// NoteEnding is how the names of the files end in which temporary files are noted.
const NoteEnding = ".note"

// NoteTemporary notes that this process makes a temporary file or folder, which
// RemoveLeftovers removes where the process does not. forget ends that, once it
// is gone or has another name.
func NoteTemporary(path string) (forget func(), err error) {
	folder, err := NotesFolder()
	if err != nil {
		return nil, err
	}
	return note(folder, path)
}

func note(folder, path string) (forget func(), err error) {
	path, err = filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	for {
		f, err := os.CreateTemp(folder, "*"+NoteEnding) // made with 0600
		if err != nil {
			return nil, ExplainFile(err)
		}
		// Somebody who cleans up may have taken it for a leftover before it was locked.
		if there, err := os.Lstat(f.Name()); lockNote(f) && err == nil && sameAs(f, there) {
			if _, err := f.WriteString(path); err != nil {
				return nil, errors.Join(ExplainFile(err), f.Close(), os.Remove(f.Name()))
			}
			return func() {
				_ = os.Remove(f.Name()) // on Windows, after the closing: then it is found later
				_ = f.Close()
				_ = os.Remove(f.Name())
			}, nil
		}
		f.Close()
	}
}

func sameAs(f *os.File, other os.FileInfo) bool {
	info, err := f.Stat()
	return err == nil && os.SameFile(info, other)
}

// PrivateFolder makes a folder for copies, readable by the user alone; remove
// removes it with all that is in it.
func PrivateFolder() (folder string, remove func() error, err error) {
	notes, err := NotesFolder()
	if err != nil {
		return "", nil, err
	}
	folder = filepath.Join(notes, NewID())
	forget, err := note(notes, folder)
	if err != nil {
		return "", nil, err
	}
	if err := os.Mkdir(folder, 0o700); err != nil {
		forget()
		return "", nil, ExplainFile(err)
	}
	return folder, func() error {
		err := ExplainFile(removeAll(folder))
		if err == nil {
			forget()
		}
		return err
	}, nil
}

// RemoveLeftovers removes the temporary files and folders of processes that
// were killed. What a living process uses, what belongs to others and what has
// another name than Factmark gives is left alone.
func RemoveLeftovers() error {
	folder, err := NotesFolder()
	if err != nil {
		return err
	}
	notes, err := os.ReadDir(folder)
	if err != nil {
		return ExplainFile(err)
	}
	var errs []error
	for _, n := range notes {
		if name := filepath.Join(folder, n.Name()); strings.HasSuffix(name, NoteEnding) && n.Type().IsRegular() {
			errs = append(errs, removeNoted(folder, name))
		}
	}
	return errors.Join(append(errs, removeEarlier())...)
}

// removeNoted removes what is noted in a file that nobody has locked.
func removeNoted(folder, name string) error {
	f, err := os.OpenFile(name, os.O_RDWR, 0)
	if err != nil {
		return nil // somebody else was faster
	}
	defer f.Close()
	if !lockNote(f) {
		return nil
	}
	var content bytes.Buffer
	if _, err := content.ReadFrom(f); err != nil {
		return ExplainFile(err)
	}
	path := content.String()
	switch {
	case filepath.Dir(path) == folder: // a private folder
		err = removeAll(path)
	case temporaryName(filepath.Base(path)) && isOwnFolder(path):
		err = removeAll(path)
	case temporaryName(filepath.Base(path)):
		for _, suffix := range append([]string{""}, SideFiles...) {
			info, e := os.Lstat(path + suffix)
			if e == nil && info.Mode().IsRegular() && ours(info) {
				e = os.Remove(path + suffix)
			}
			if e != nil && !errors.Is(e, fs.ErrNotExist) {
				err = errors.Join(err, e)
			}
		}
	}
	if err != nil && !errors.Is(err, fs.ErrPermission) { // it is tried again at the next start
		return ExplainFile(err)
	}
	if err == nil {
		_ = os.Remove(name)
	}
	return nil
}

// isOwnFolder tells whether a folder of this user's is at path.
func isOwnFolder(path string) bool {
	info, err := os.Lstat(path)
	return err == nil && info.IsDir() && ours(info)
}

// temporaryName tells whether a file's name is one that Factmark gives to what
// is not whole yet.
func temporaryName(name string) bool {
	return strings.HasPrefix(name, ".factmark-") && strings.HasSuffix(name, ".tmp")
}

// removeEarlier removes what earlier versions, which noted nothing, have left in
// the system's folder for temporary files.
func removeEarlier() error {
	left, err := filepath.Glob(filepath.Join(Globbed(os.TempDir()), "factmark-merge-*"))
	if err != nil {
		return err
	}
	var errs []error
	for _, folder := range left {
		info, err := os.Lstat(folder)
		if err == nil && info.IsDir() && ours(info) && time.Since(info.ModTime()) > UnfinishedFor {
			errs = append(errs, removeAll(folder))
		}
	}
	return ExplainFile(errors.Join(errs...))
}

// Globbed is a path as a pattern that matches only itself.
func Globbed(path string) string {
	var b []rune
	for _, r := range path {
		if r == '*' || r == '?' || r == '[' {
			b = append(b, '[', r, ']')
		} else {
			b = append(b, r)
		}
	}
	return string(b)
}

// UnfinishedFor is how long a temporary file must have lain untouched before
// it is taken for a leftover: what is younger may be an export under way.
const UnfinishedFor = time.Hour
