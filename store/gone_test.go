package store

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"factmark/store/internal/db"
)

// The file goes from its place while it is open: nothing is written into the
// void, everything is at hand, and work goes on elsewhere or when it is back.
func TestTheFileGoes(t *testing.T) {
	whole := workspaceBytes(t)
	aside := func(path string) string { return path + ".aside" }
	move := func(path string) error { return os.Rename(path, aside(path)) }
	back := func(path string) error { return os.Rename(aside(path), path) }
	for _, test := range []struct {
		name     string
		do, undo func(path string) error
		says     string
	}{
		{"deleted", os.Remove, nil, "deleted, moved or renamed"},
		{"renamed", move, back, "deleted, moved or renamed"},
		{"replaced by another workspace", func(path string) error {
			if err := move(path); err != nil {
				return err
			}
			return os.WriteFile(path, whole, 0o600)
		}, back, "another file"},
		{"its folder is renamed", func(path string) error { return move(filepath.Dir(path)) }, func(path string) error { return back(filepath.Dir(path)) }, "deleted, moved"},
		{"its log is deleted", func(path string) error { return os.Remove(path + "-wal") }, nil, "-wal"},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := create(t)
			id := addText(t, s, "T", longText)
			kept := addClaim(t, s, NewClaim{DocumentID: id, Start: 0, End: 5})
			var kinds []ChangeKind
			s.Listen(func(c Change) { kinds = append(kinds, c.Kind) })
			s.listening.Lock()
			s.watcher.stop() // the looks of this test are the only ones
			<-s.watcher.done
			w := s.watcher
			s.listening.Unlock()
			if err := test.do(s.Path()); err != nil {
				t.Fatal(err)
			}
			before := dump(t, s)
			_, err := s.AddClaims(t.Context(), []NewClaim{{DocumentID: id, Start: 6, End: 10}})
			expectError(t, err, db.ErrGone, test.says)
			expectError(t, s.SetSetting(t.Context(), "k", "v"), db.ErrGone, test.says)
			s.lookForFile(t.Context(), w)
			s.lookForFile(t.Context(), w)
			if len(kinds) != 1 || kinds[0] != ChangeFileGone {
				t.Fatalf("heard %q", kinds)
			}
			expectSame(t, dump(t, s), before)

			copied := filepath.Join(t.TempDir(), "copy.factmark")
			if err := s.Backup(t.Context(), copied, nil); err != nil {
				t.Fatal(err)
			}
			if holds, err := Peek(t.Context(), copied); err != nil || holds.Claims != 1 {
				t.Errorf("a copy holds %+v, %v", holds, err)
			}
			if test.undo != nil {
				if err := test.undo(s.Path()); err != nil {
					t.Fatal(err)
				}
				s.lookForFile(t.Context(), w)
				if len(kinds) != 2 || kinds[1] != ChangeFileBack {
					t.Errorf("heard %q", kinds)
				}
			} else {
				elsewhere := filepath.Join(t.TempDir(), "elsewhere.factmark")
				if err := s.MoveTo(t.Context(), elsewhere, nil); err != nil {
					t.Fatal(err)
				}
				if s.Path() != elsewhere {
					t.Errorf("it works on %s", s.Path())
				}
			}
			next := addClaim(t, s, NewClaim{DocumentID: id, Start: 6, End: 10})
			if _, err := s.Undo(t.Context()); err != nil {
				t.Fatal(err)
			}
			if _, err := s.Redo(t.Context()); err != nil {
				t.Fatal(err)
			}
			path := s.Path()
			expectClean(t, s)
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			again, err := Open(t.Context(), path)
			if err != nil {
				t.Fatal(err)
			}
			defer again.Close()
			claims, err := again.Claims(t.Context(), id)
			if err != nil || len(claims) != 2 || claims[0].ID != kept.ID || claims[1].ID != next.ID {
				t.Errorf("opened again it holds %v, %v", claims, err)
			}
		})
	}
}

// Emptied in its place, a file is no longer written either.
func TestTheFileIsEmptied(t *testing.T) {
	s, err := Create(t.Context(), filepath.Join(t.TempDir(), "w.factmark"))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close() // it has nothing to close any more, and says so
	id := addText(t, s, "T", longText)
	if err := os.Truncate(s.Path(), 0); err != nil {
		t.Fatal(err)
	}
	_, err = s.AddClaims(t.Context(), []NewClaim{{DocumentID: id, Start: 6, End: 10}})
	expectError(t, err, db.ErrGone, "cut off or emptied")
}

// A new file is not put beside the log that another of its name has left.
func TestNoNewFileBesideALeftLog(t *testing.T) {
	s := create(t)
	path := filepath.Join(t.TempDir(), "new.factmark")
	if err := os.WriteFile(path+"-wal", []byte("left"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := Create(t.Context(), path)
	expectError(t, err, fs.ErrExist, "new.factmark-wal")
	expectError(t, s.Backup(t.Context(), path, nil), fs.ErrExist, "new.factmark-wal")
	if got := namesIn(t, filepath.Dir(path)); len(got) != 1 {
		t.Errorf("left behind: %q", got)
	}
}

func TestMoveToStaysWhereItCannot(t *testing.T) {
	s := create(t)
	id := addText(t, s, "T", longText)
	path := s.Path()
	expectError(t, s.MoveTo(t.Context(), path, nil), fs.ErrExist, "there already")
	expectError(t, s.MoveTo(t.Context(), filepath.Join(t.TempDir(), "no", "where.factmark"), nil), fs.ErrNotExist, "no folder")
	addClaim(t, s, NewClaim{DocumentID: id, Start: 6, End: 10})
	if s.Path() != path {
		t.Errorf("it works on %s", s.Path())
	}
}

// Readers that began before the move end well, and the watcher follows.
func TestMoveToUnderReaders(t *testing.T) {
	s := create(t)
	id := addText(t, s, "T", longText)
	addClaim(t, s, NewClaim{DocumentID: id, Start: 6, End: 10})
	heard := make(chan Change, 10)
	s.Listen(func(c Change) { heard <- c })
	old := s.Path()
	elsewhere := filepath.Join(t.TempDir(), "elsewhere.factmark")
	rows := 0
	err := s.EachLabelled(t.Context(), Filter{}, func([]string) error {
		rows++
		return s.MoveTo(t.Context(), elsewhere, nil)
	})
	if err != nil || rows != 1 {
		t.Fatalf("%d rows, %v", rows, err)
	}
	other, err := Open(t.Context(), elsewhere)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	addClaim(t, other, NewClaim{DocumentID: id, Start: 11, End: 15})
	if c := <-heard; c.Kind != ChangeElsewhere {
		t.Errorf("heard %+v", c)
	}
	if claims, err := s.Claims(t.Context(), id); err != nil || len(claims) != 2 {
		t.Errorf("%v, %v", claims, err)
	}
	if holds, err := Peek(t.Context(), old); err != nil || holds.Claims != 1 {
		t.Errorf("the old place holds %+v, %v", holds, err)
	}
}

func TestPeekAndRestore(t *testing.T) {
	s := create(t)
	fill(t, s, 2*perDocument)
	folder := t.TempDir()
	backup, restored := filepath.Join(folder, "backup.factmark"), filepath.Join(folder, "restored.factmark")
	if err := s.Backup(t.Context(), backup, nil); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(backup)
	if err != nil {
		t.Fatal(err)
	}
	want := Contents{Documents: 2, Claims: 2 * perDocument, Labelled: 2 * perDocument * 3 / 4}
	for range 2 {
		got, err := Peek(t.Context(), backup)
		if got.Changed.IsZero() {
			t.Error("when it was worked on is not known")
		}
		got.Changed = want.Changed
		if err != nil || got != want {
			t.Errorf("it holds %+v, %v; want %+v", got, err, want)
		}
	}
	if err := os.Chmod(backup, 0o400); err != nil { // a backup may lie where nothing can be written
		t.Fatal(err)
	}
	if err := Restore(t.Context(), backup, restored, nil); err != nil {
		t.Fatal(err)
	}
	if got := namesIn(t, folder); len(got) != 2 {
		t.Errorf("left behind: %q", got)
	}
	if now, err := os.ReadFile(backup); err != nil || string(now) != string(content) {
		t.Errorf("the backup was changed, %v", err)
	}
	again, err := Open(t.Context(), restored)
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	expectSame(t, dump(t, again), dump(t, s))
	if info, err := os.Stat(restored); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the mode is %v, %v", info.Mode(), err)
	}
	expectError(t, Restore(t.Context(), backup, restored, nil), fs.ErrExist, "there already")
	if got, err := Peek(t.Context(), s.Path()); err != nil || got.Claims != want.Claims { // one that is open here
		t.Errorf("the open one holds %+v, %v", got, err)
	}
	bad := filepath.Join(folder, "bad.factmark")
	if err := os.WriteFile(bad, content[:len(content)/2], 0o600); err != nil {
		t.Fatal(err)
	}
	_, err = Peek(t.Context(), bad)
	expectError(t, err, db.ErrDamaged, "cut off")
	_, err = Peek(t.Context(), filepath.Join(folder, "none.factmark"))
	expectError(t, err, fs.ErrNotExist, "no file")
}
