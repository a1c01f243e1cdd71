package store

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"factmark/store/internal/db"
)

func init() { children["badplace"] = childInABadPlace }

// childInABadPlace works on a small disk until it is full and goes on elsewhere.
func childInABadPlace(ctx context.Context, folder string) error {
	disk := filepath.Join(folder, "disk")
	if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, "size=2m"); err != nil {
		fmt.Println("no disk:", err)
		return nil
	}
	return errors.Join(moveFrom(ctx, disk, filepath.Join(folder, "elsewhere.factmark")), syscall.Unmount(disk, 0))
}

func moveFrom(ctx context.Context, disk, elsewhere string) error {
	s, err := Create(ctx, filepath.Join(disk, "w.factmark"))
	if err != nil {
		return err
	}
	defer s.Close()
	added, err := s.AddDocuments(ctx, []NewDocument{{Title: "T", Text: strings.Repeat("The ministry denies the report. ", 300)}})
	if err != nil {
		return err
	}
	id := added[0].Document.ID
	label := func(n int) error {
		_, err := s.AddClaims(ctx, []NewClaim{{DocumentID: id, Start: n, End: n + 10, Note: strings.Repeat("n", 20_000)}})
		return err
	}
	n := 1
	for err = nil; err == nil && n < 1000; n++ {
		err = label(n)
	}
	if !errors.Is(err, db.ErrFull) {
		return fmt.Errorf("after %d claims: %v", n, err)
	}
	claims, err := s.Claims(ctx, id)
	if err != nil || len(claims) == 0 {
		return fmt.Errorf("%d claims can be read: %v", len(claims), err)
	}
	if err := s.Backup(ctx, filepath.Join(disk, "copy.factmark"), nil); !errors.Is(err, db.ErrFull) {
		return fmt.Errorf("a copy on the full disk: %v", err)
	}
	if err := s.MoveTo(ctx, elsewhere, nil); err != nil {
		return err
	}
	if err := label(n); err != nil {
		return fmt.Errorf("elsewhere: %w", err)
	}
	after, err := s.Claims(ctx, id)
	if err != nil || len(after) != len(claims)+1 {
		return fmt.Errorf("%d claims were there, now %d: %v", len(claims), len(after), err)
	}
	if found, err := runCheck(ctx, s, nil); err != nil || len(found) > 0 {
		return fmt.Errorf("found %v, %v", found, err)
	}
	fmt.Println("went on")
	return s.Close()
}

// From a disk that is full, work goes on elsewhere with everything that was saved.
func TestGoingOnElsewhere(t *testing.T) {
	folder := t.TempDir()
	if err := syscall.Mkdir(filepath.Join(folder, "disk"), 0o700); err != nil {
		t.Fatal(err)
	}
	if out := inOwnMounts(t, child(t, "badplace", folder)); out != "went on\n" {
		t.Errorf("said %q", out)
	}
}
