package store

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"factmark/store/internal/db"
)

// Every earlier state of a workspace, copied as a file or as a backup, is put
// under every later log. It is refused and left as it was, or the log makes of
// it just what was saved last.
func TestEarlierCopiesUnderLaterLogs(t *testing.T) {
	aloneOnly(t)
	t.Parallel()
	folder := t.TempDir()
	path := filepath.Join(folder, "w.factmark")
	s, err := Create(t.Context(), path)
	do(t, err)
	doc := addText(t, s, "T", longText)
	var all []NewClaim // so many that they lie in many pages
	for n := range 300 {
		all = append(all, NewClaim{DocumentID: doc, Start: 0, End: 5, Note: strings.Repeat(fmt.Sprint("note ", n, ". "), 10)})
	}
	made, err := s.AddClaims(t.Context(), all)
	do(t, err)
	do(t, s.Close())
	read := func(name string) string {
		content, err := os.ReadFile(name)
		do(t, err)
		return string(content)
	}
	// said is what the rows say, whatever was remembered of places.
	said := func(s *Store) string {
		var b strings.Builder
		do(t, s.Snapshot(t.Context(), func(q db.Querier) error {
			for _, table := range slices.Sorted(maps.Keys(db.Evented)) {
				r, dest := db.Evented[table].Dest()
				err := q.Each("SELECT "+db.Evented[table].List("t")+" FROM "+table+" t ORDER BY id", nil, func(scan func(...any) error) error {
					err := scan(dest...)
					fmt.Fprintln(&b, table, r)
					return err
				})
				if err != nil {
					return err
				}
			}
			var last string
			if _, err := q.Value("SELECT group_concat(id) FROM (SELECT id FROM events ORDER BY seq)", &last); err != nil {
				return err
			}
			b.WriteString(last)
			return nil
		}))
		return b.String()
	}
	edited := 0
	note := func(s *Store, text string) error {
		edited += 37 // in another page
		return s.EditClaim(context.Background(), made[edited%len(made)].ID, ClaimEdit{Note: &text})
	}
	steps := []func(s *Store, n int) error{
		func(s *Store, n int) error { return note(s, fmt.Sprint("note ", n)) },
		func(s *Store, n int) error { return s.SetLabel(t.Context(), SupportedID, made[n].ID) },
		func(s *Store, n int) error { return s.SetSetting(t.Context(), "place", fmt.Sprint(n)) },
		func(s *Store, n int) error { return s.SetLabel(t.Context(), DisputedID, made[200+n].ID) },
		func(s *Store, n int) error {
			_, err := s.AddDocuments(t.Context(), []NewDocument{{Title: "More", Text: strings.Repeat(fmt.Sprint("text ", n, ". "), 900)}})
			return err
		},
		func(s *Store, n int) error { _, err := s.Undo(t.Context()); return err },
	}
	type state struct{ name, file string }
	var earlier []state
	for n := range 2 * len(steps) {
		earlier = append(earlier, state{fmt.Sprint("file ", n), read(path)})
		s, err := Open(t.Context(), path)
		do(t, err)
		backup := filepath.Join(folder, fmt.Sprint("backup ", n, ".factmark"))
		do(t, s.Backup(t.Context(), backup, nil))
		earlier = append(earlier, state{fmt.Sprint("backup ", n), read(backup)})
		do(t, steps[n%len(steps)](s, n))
		if n%2 == 1 {
			do(t, note(s, fmt.Sprint("another note ", n)))
		}
		log, want := read(path+"-wal"), said(s)
		do(t, s.Close())
		for _, e := range earlier {
			at := filepath.Join(t.TempDir(), "w.factmark")
			do(t, os.WriteFile(at, []byte(e.file), 0o600))
			do(t, os.WriteFile(at+"-wal", []byte(log), 0o600))
			before := contents(t, filepath.Dir(at))
			opened, err := Open(t.Context(), at)
			own := e.name == fmt.Sprint("file ", n)
			if err != nil {
				if own || !errors.Is(err, db.ErrDamaged) {
					t.Errorf("the log of step %d on %s: %v", n, e.name, err)
				}
				if after := contents(t, filepath.Dir(at)); after != before {
					t.Errorf("the log of step %d on %s changed:\n%sto\n%s", n, e.name, before, after)
				}
				continue
			}
			setting := n%len(steps) == 2 && n%2 == 0 // nothing that was said is in the log
			if got := said(opened); got != want && !setting {
				t.Errorf("the log of step %d on %s makes\n%snot\n%s", n, e.name, got, want)
			}
			expectClean(t, opened)
			do(t, opened.Close())
		}
	}
}
