package store

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"factmark/store/internal/db"
)

func TestBackup(t *testing.T) {
	s := create(t)
	fill(t, s, 2*perDocument)
	want := dump(t, s)
	folder := t.TempDir()
	dst := filepath.Join(folder, "a copy? #1.factmark")
	steps, total := 0, 0
	err := s.Backup(t.Context(), dst, func(done, all int) {
		if steps++; done < 0 || done > all {
			t.Errorf("%d of %d", done, all)
		}
		total = all
		// Work goes on meanwhile, and is not in the copy.
		if steps == 1 {
			addText(t, s, "late", "a late text")
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if steps != (total+backupStep-1)/backupStep {
		t.Errorf("%d steps for %d pages: the copy was begun anew", steps, total)
	}
	if got := namesIn(t, folder); len(got) != 1 {
		t.Errorf("left behind: %q", got)
	}
	if info, err := os.Stat(dst); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	content, err := os.ReadFile(dst)
	if err != nil {
		t.Fatal(err)
	}
	c, err := Open(t.Context(), dst)
	if err != nil {
		t.Fatal(err)
	}
	expectSame(t, dump(t, c), want)
	expectClean(t, c)
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	expectError(t, s.Backup(t.Context(), dst, nil), fs.ErrExist, "there already")
	expectError(t, s.Backup(t.Context(), s.Path(), nil), fs.ErrExist, "there already")
	expectError(t, s.Backup(t.Context(), filepath.Join(folder, "no", "where"), nil), fs.ErrNotExist, "no folder")
	if after, _ := os.ReadFile(dst); string(after) != string(content) {
		t.Error("the first copy was changed")
	}
}

func TestBackupCancelled(t *testing.T) {
	s := create(t)
	fill(t, s, 2*perDocument)
	folder := t.TempDir()
	ctx, cancel := context.WithCancel(t.Context())
	err := s.Backup(ctx, filepath.Join(folder, "copy.factmark"), func(int, int) { cancel() })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if got := namesIn(t, folder); len(got) != 0 {
		t.Errorf("left behind: %q", got)
	}
	addText(t, s, "T", "the workspace goes on")
}

func TestBackupOfADamagedFileIsNotKept(t *testing.T) {
	s := create(t)
	fill(t, s, 2*perDocument)
	damage(t, s, "claims_by_person")
	folder := t.TempDir()
	err := s.Backup(t.Context(), filepath.Join(folder, "copy.factmark"), nil)
	expectError(t, err, db.ErrDamaged, "copy")
	if got := namesIn(t, folder); len(got) != 0 {
		t.Errorf("left behind: %q", got)
	}
}
