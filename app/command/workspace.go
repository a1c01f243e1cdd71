package command

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"factmark/app/profile"
	"factmark/store"
)

// NamesWorkspace tells whether a word is the name of a workspace.
func NamesWorkspace(word string) bool { return store.HasExtension(word) }

// path is the workspace that -w names, else the user's own, which has to be there.
func (f *flags) path() (string, error) {
	path, err := f.pathOrOwn()
	if err != nil || f.workspace != "" {
		return path, err
	}
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return "", misusef("you have no workspace of your own yet; name one with -w FILE%s, or begin yours with factmark import FILE", store.Extension)
	}
	return path, nil
}

// onlyPath parses the words of a command that takes none but its flags, and gives the workspace.
func (f *flags) onlyPath(args []string) (string, error) {
	words, err := f.parse(args)
	if err != nil {
		return "", err
	}
	if len(words) > 0 {
		return "", misusef("%q is one word too many; the workspace follows -w", words[0])
	}
	return f.path()
}

// pathOrOwn is path where the user's own workspace need not be there yet.
func (f *flags) pathOrOwn() (string, error) {
	if f.workspace != "" {
		return f.workspace, nil
	}
	path, err := profile.DefaultWorkspace()
	if err != nil {
		return "", misusef("%w; name a workspace with -w FILE%s", err, store.Extension)
	}
	return path, nil
}

// makeOwnFolder makes the folder of the user's own workspace, where it is that one.
func (f *flags) makeOwnFolder(path string) error {
	if f.workspace != "" {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("making the folder of your workspace: %w", err)
	}
	return nil
}

// with opens the workspace, gives it to do, and closes it.
func (c *call) with(path string, do func(*store.Store) error) error {
	return c.withFile(path, store.Open, do)
}

// reading is with for what only reads: a workspace that cannot be written will do.
func (c *call) reading(path string, do func(*store.Store) error) error {
	return c.withFile(path, store.OpenToRead, do)
}

// trying is with where nothing is to be changed in a dry run, for which a workspace that cannot be written will do.
func (c *call) trying(dry bool, path string, do func(*store.Store) error) error {
	if dry {
		return c.withFile(path, store.OpenToTry, do)
	}
	return c.with(path, do)
}

// tryingNew is trying for a workspace that is made if it is not there, and taken away again after a dry run.
func (c *call) tryingNew(dry bool, path string, do func(*store.Store) error) error {
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		return c.trying(dry, path, do)
	}
	err := c.withNew(path, func(st *store.Store) error {
		if err := do(st); err != nil || !dry {
			return err
		}
		return errOnlyTried
	})
	if errors.Is(err, errOnlyTried) {
		return nil
	}
	return err
}

var errOnlyTried = errors.New("only tried")

// withFile is with for another way of opening.
func (c *call) withFile(path string, open func(context.Context, string) (*store.Store, error), do func(*store.Store) error) error {
	st, err := open(c, path)
	if err != nil {
		return openingError(path, err)
	}
	return c.finish(st, do(st))
}

// withNew is with for a workspace that is made if it is not there. If do fails then, it is taken away again; where it
// is only the closing that fails, what was done is saved and stays.
func (c *call) withNew(path string, do func(st *store.Store) error) error {
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		return c.with(path, do)
	}
	if !store.HasExtension(path) {
		return misusef("there is no workspace %s, and the name of a new one ends in %s", path, store.Extension)
	}
	st, err := store.Create(c, path)
	if err != nil {
		return openingError(path, err)
	}
	did := do(st)
	err = c.finish(st, did)
	if did != nil {
		for _, suffix := range []string{"", "-wal", "-shm"} {
			os.Remove(path + suffix)
		}
	}
	return err
}

// finish closes a workspace. Where that fails the work is done and saved all the same.
func (c *call) finish(st *store.Store, err error) error {
	if closeErr := st.Close(); err == nil && closeErr != nil {
		c.warn("closing %s: %s", st.Path(), oneLine(closeErr))
	}
	return err
}

func openingError(path string, err error) error { return fmt.Errorf("opening %s: %w", path, err) }

// signIn makes the changes to come the user's own.
func (c *call) signIn(st *store.Store) error {
	user, err := profile.Load()
	if err != nil { // the person of that name goes on, or begins
		c.warn("%s; what is done here is yours by your name on this computer", oneLine(err))
		return st.SignIn(c, store.Person{Name: profile.SystemName()})
	}
	if damaged := user.Damaged(); damaged != "" {
		c.warn("your settings were damaged; they were set aside as %s and begin anew", damaged)
	}
	person := user.Person()
	if err := user.Save(); err != nil { // the id made at the first start must be the same at the next
		c.warn("%s", oneLine(err))
		if !user.Kept() {
			person.ID = ""
		}
	}
	return st.SignIn(c, store.Person{ID: person.ID, Name: person.Name})
}
