package store_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	. "factmark/store"
	"factmark/store/check"
	"factmark/store/internal/db"
	"factmark/store/merge"
)

// Copies, packages and merges carry no drafts, in no page of their files; going on elsewhere takes them along.
func TestDraftsStayInTheWorkspace(t *testing.T) {
	s, _, _ := annsDesk(t)
	secret := strings.Repeat("the name of the source. ", 3000)
	d := draftAt(noteTyped, secret, 1)
	do(t, s.KeepDrafts(t.Context(), []Draft{d}, nil))
	do(t, db.FoldLog(t.Context(), s.ConnForTest()))
	folder := t.TempDir()
	carries := func(path string) bool {
		t.Helper()
		content, err := os.ReadFile(path)
		do(t, err)
		return bytes.Contains(content, []byte(secret[:24]))
	}
	if !carries(s.Path()) {
		t.Fatal("the workspace does not hold the draft")
	}
	backup, restored, pack := filepath.Join(folder, "backup.factmark"), filepath.Join(folder, "restored.factmark"), filepath.Join(folder, "package.factmark")
	do(t, s.Backup(t.Context(), backup, nil))
	do(t, Restore(t.Context(), s.Path(), restored, nil))
	_, err := merge.WritePackage(t.Context(), s, pack, "desk", merge.Packing{})
	do(t, err)
	for _, path := range []string{backup, restored, pack} {
		if carries(path) {
			t.Errorf("%s carries a draft", filepath.Base(path))
		}
		expectDrafts(t, openAs(t, path, "ann"), "person-ann")
	}

	bens := openAs(t, backup, "ben")
	mergeInto(t, bens, s)
	expectDrafts(t, bens, "person-ann")
	do(t, bens.KeepDrafts(t.Context(), []Draft{draftAt(noteTyped, "planted", 9)}, nil))
	mergeInto(t, s, bens)
	expectDrafts(t, s, "person-ann", d)

	do(t, s.MoveTo(t.Context(), filepath.Join(folder, "elsewhere.factmark"), nil))
	expectDrafts(t, s, "person-ann", d)
	do(t, s.KeepDrafts(t.Context(), nil, []DraftKey{noteTyped}))
	do(t, db.FoldLog(t.Context(), s.ConnForTest()))
	if carries(s.Path()) {
		t.Error("a draft that was removed is still in the file")
	}
}

// What no merge would take in is not taken in from a table either, nor written here.
func TestWhatNoMergeTakesIsNotWritten(t *testing.T) {
	s := create(t)
	addText(t, s, "T", "one two three")
	row := ImportedClaim{Line: 2, DocumentTitle: "T", Start: 0, End: 3, Quote: "one"}
	for what, change := range map[string]func(*ImportedClaim){
		"longer than 200 bytes":  func(r *ImportedClaim) { r.ClaimID = strings.Repeat("x", 201) },
		"the note of a claim is": func(r *ImportedClaim) { r.Note = strings.Repeat("x", db.LongestText+1) },
		"longer than 8 MB together": func(r *ImportedClaim) {
			r.Note, r.Statement, r.Claimant = strings.Repeat("x", 3<<20), strings.Repeat("y", 3<<20), strings.Repeat("z", 3<<20)
		},
		"8 MB together": func(r *ImportedClaim) { r.Note = strings.Repeat("\x01", 2<<20) },
	} {
		r := row
		change(&r)
		report, err := s.ImportClaims(t.Context(), []ImportedClaim{r}, ImportOptions{})
		if !errors.Is(err, db.ErrInvalid) || !strings.Contains(err.Error(), what) || len(err.Error()) > 300 {
			t.Errorf("%+v, %.200v does not say %q", report, err, what)
		}
	}
	row.ClaimID, row.Note, row.Statement = strings.Repeat("x", 200), strings.Repeat("x", 3<<20), strings.Repeat("y", 4<<20)
	_, err := s.ImportClaims(t.Context(), []ImportedClaim{row}, ImportOptions{})
	do(t, err)
	other := create(t)
	if report, err := merge.Into(t.Context(), other, []string{s.Path()}, merge.Options{}); err != nil || report.Claims.New != 1 {
		t.Errorf("%+v, %v", report, err)
	}
}

// Labels that two sides made under one name are one after a merge, and a table's labels are those that are there.
func TestLabelsMeetHoweverTheirNameIsWritten(t *testing.T) {
	base, _, c := annsDesk(t)
	for i, name := range sameNames[1:] {
		ann, ben := fork(t, base, fmt.Sprint("ann", i)), fork(t, base, fmt.Sprint("ben", i))
		_, err := ann.AddLabel(t.Context(), Label{Name: sameNames[0], Meaning: "none"})
		do(t, err)
		theirs, err := ben.AddLabel(t.Context(), Label{Name: name, Meaning: "none"})
		do(t, err)
		do(t, ben.SetLabel(t.Context(), theirs.ID, c.ID))
		before, err := ann.Labels(t.Context())
		do(t, err)
		mergeInto(t, ann, ben)
		after, err := ann.Labels(t.Context())
		do(t, err)
		if len(after) != len(before) {
			t.Errorf("%q and %q stay two: %+v", sameNames[0], name, after)
		}
		if again := mergeInto(t, ann, ben); again.Changed {
			t.Errorf("%q, again: %+v", name, again)
		}
	}
	s := create(t)
	addText(t, s, "T", "one two three")
	var rows []ImportedClaim
	for i, name := range append(sameNames, "Not  enough  info", "not enough\u00a0info\u200b") {
		rows = append(rows, ImportedClaim{Line: i + 2, DocumentTitle: "T", Start: i, End: i + 1, Label: name, Quote: "one two three"[i : i+1]})
	}
	rows[3].Start, rows[3].End, rows[3].Quote, rows[7].Start, rows[7].End, rows[7].Quote = 9, 10, "h", 10, 11, "r"
	report, err := s.ImportClaims(t.Context(), rows, ImportOptions{})
	if err != nil || len(report.NewLabels) != 1 || report.Added != len(rows) {
		t.Errorf("%+v, %v", report, err)
	}
}

// What an earlier version let have one name stays two, in a merge too, and can be edited.
func TestTwoLabelsOfOneNameStayTwo(t *testing.T) {
	base, _, _ := annsDesk(t)
	for _, name := range []string{"a", "b"} {
		_, err := base.AddLabel(t.Context(), Label{Name: "Some name " + name, Meaning: "none"})
		do(t, err)
	}
	twins := fork(t, base, "twins")
	all, err := twins.Labels(t.Context())
	do(t, err)
	for i, l := range all[len(all)-2:] { // as an earlier version wrote it
		after := l
		after.Name = []string{"Some name", "Some  name"}[i]
		_, err := twins.Write(t.Context(), ChangeDo, "Edit label", func(w *db.Transaction) error { return w.Save(db.Labels, l.RowForTest(), after.RowForTest()) })
		do(t, err)
		all[len(all)-2+i] = after
	}
	mergeInto(t, base, twins)
	mergeInto(t, twins, base)
	for _, s := range []*Store{base, twins} {
		got, err := s.Labels(t.Context())
		do(t, err)
		if len(got) != len(all) || got[len(got)-2].Name != "Some name" || got[len(got)-1].Name != "Some  name" {
			t.Errorf("%+v", got)
		}
	}
	last := all[len(all)-1]
	last.Guideline = "When it is the right one."
	do(t, twins.EditLabel(t.Context(), last))
	addText(t, twins, "U", "one two three")
	report, err := twins.ImportClaims(t.Context(), []ImportedClaim{{Line: 2, DocumentTitle: "U", Start: 0, End: 3, Quote: "one", Label: "Some  name"}}, ImportOptions{})
	if err != nil || len(report.NewLabels) != 0 {
		t.Errorf("%+v, %v", report, err)
	}
}

// What is read only is read with its log, and nothing of it is touched.
func TestAReadOnlyFileAndItsLog(t *testing.T) {
	path := leftOpen(t)
	do(t, os.Chmod(path, 0o400))
	before := contents(t, filepath.Dir(path))
	_, err := Open(t.Context(), path)
	expectError(t, err, db.ErrReadOnly, "write-protected")
	s, err := OpenToRead(t.Context(), path)
	do(t, err)
	expectError(t, s.ReadOnly(), db.ErrReadOnly, "write-protected")
	documents, err := s.Documents(t.Context())
	if err != nil || len(documents) != 1 || documents[0].Title != "In the log" {
		t.Fatalf("%+v, %v", documents, err)
	}
	if text, err := s.Text(t.Context(), documents[0].ID); err != nil || text != "One text in the log." {
		t.Errorf("%q, %v", text, err)
	}
	expectClean(t, s)
	stop := s.Listen(func(Change) {})
	defer stop()
	// What would write is refused, by itself and without a trace; a setting is not kept.
	do(t, s.SignIn(t.Context(), Person{Name: "Ann"}))
	do(t, s.SetSetting(t.Context(), "k", "v"))
	if v, err := s.Setting(t.Context(), "k"); err != nil || v != "" {
		t.Errorf("the setting is %q, %v", v, err)
	}
	_, err = s.AddDocuments(t.Context(), []NewDocument{{Title: "T", Text: "another"}})
	expectError(t, err, db.ErrReadOnly, "make a copy")
	_, err = s.Undo(t.Context())
	expectError(t, err, db.ErrReadOnly, "make a copy")
	_, _, err = check.Repair(t.Context(), s, nil)
	expectError(t, err, db.ErrReadOnly, "make a copy")
	// Copies of it can be made.
	copied := filepath.Join(t.TempDir(), "copy.factmark")
	do(t, s.Backup(t.Context(), copied, nil))
	_, err = merge.WritePackage(t.Context(), s, filepath.Join(filepath.Dir(copied), "package.factmark"), "w", merge.Packing{})
	do(t, err)
	if after := contents(t, filepath.Dir(path)); after != before {
		t.Errorf("changed:\n%sto\n%s", before, after)
	}
	// Work goes on in one.
	elsewhere := filepath.Join(t.TempDir(), "elsewhere.factmark")
	do(t, s.MoveTo(t.Context(), elsewhere, nil))
	if s.ReadOnly() != nil || s.Path() != elsewhere {
		t.Errorf("%s is read only: %v", s.Path(), s.ReadOnly())
	}
	addText(t, s, "T", "another")
	if _, err := Peek(t.Context(), elsewhere); err != nil { // the one that is open here
		t.Error(err)
	}
	addText(t, s, "U", "a third")
	do(t, s.Close())
	again, err := Open(t.Context(), elsewhere)
	do(t, err)
	defer again.Close()
	expectClean(t, again)
	if holds, err := again.Contents(t.Context()); err != nil || holds.Documents != 3 {
		t.Errorf("%+v, %v", holds, err)
	}
	if after := contents(t, filepath.Dir(path)); after != before {
		t.Errorf("changed:\n%sto\n%s", before, after)
	}
}

// A dry run changes nothing, not even the version of the schema.
func TestADryRunOnAnEarlierVersion(t *testing.T) {
	path := filepath.Join(t.TempDir(), "old.factmark")
	firstVersion(t, path, "one two three")
	theirs := create(t)
	addText(t, theirs, "Theirs", "Another text.")
	before := contents(t, filepath.Dir(path))
	s, err := OpenToTry(t.Context(), path)
	do(t, err)
	defer s.Close()
	report, err := merge.Into(t.Context(), s, []string{theirs.Path()}, merge.Options{DryRun: true})
	if err != nil || report.Documents.New != 1 || !report.Changed {
		t.Errorf("%+v, %v", report, err)
	}
	imported, err := s.ImportClaims(t.Context(), []ImportedClaim{{Line: 2, DocumentTitle: "T", Start: 4, End: 7, Quote: "two", Label: "New"}}, ImportOptions{DryRun: true})
	if err != nil || imported.Added != 1 || len(imported.NewLabels) != 1 {
		t.Errorf("%+v, %v", imported, err)
	}
	if documents, err := s.Documents(t.Context()); err != nil || len(documents) != 1 {
		t.Errorf("%d documents, %v", len(documents), err)
	}
	_, err = merge.Into(t.Context(), s, []string{theirs.Path()}, merge.Options{})
	expectError(t, err, db.ErrReadOnly, "")
	do(t, s.Close())
	if after := contents(t, filepath.Dir(path)); after != before {
		t.Errorf("before:\n%safter:\n%s", before, after)
	}
}

// Whatever is done, undone, merged or replaced, a tally that is kept is what a
// count finds, and progress is what the claims and decisions say one by one.
func TestTalliesStayTrue(t *testing.T) {
	aloneOnly(t)
	checkSome(t, func(rt *rapid.T) {
		w := newWorld(t, rt)
		path := w.begin(8)
		w.with(path, func(s *Store) { keepAll(t, s) })
		other := w.copy(path)
		w.live(other, "bob", 8)
		for round := range 4 {
			w.live(path, "ann", 6)
			if round == 1 {
				w.merge(path, other)
			}
			w.with(path, func(s *Store) {
				found, err := check.Run(t.Context(), s, nil)
				if err != nil {
					rt.Fatal(err)
				}
				for _, f := range found {
					if f.Repair == "they are counted anew" {
						rt.Fatalf("round %d: %s", round, f.What)
					}
				}
				before, tallied := progressOf(t, s), talliedOf(t, s)
				if want := slowProgress(t, s); before != want {
					rt.Fatalf("round %d: progress is\n%s\nwant\n%s", round, before, want)
				}
				keepAll(t, s)
				if after := progressOf(t, s); after != before {
					rt.Fatalf("round %d: progress from kept tallies is\n%s\nwant\n%s", round, after, before)
				}
				if kept := talliedOf(t, s); kept != tallied {
					rt.Fatalf("round %d: the kept tallies are\n%s\nwant\n%s", round, kept, tallied)
				}
			})
		}
	})
}

// A package and a merge take the locators along, and what else is known of a document.
func TestLocatorsTravel(t *testing.T) {
	s := create(t)
	all := []Locator{{LocatorTime, 0, 3, "00:00:01.000 Ann"}, {LocatorTime, 4, 7, "00:00:02.500"}}
	added, err := s.AddDocuments(t.Context(), []NewDocument{{Title: "T", Text: "one two", Locators: all, Author: "A. B.", Language: "en", Tags: "energy, EU"}})
	if err != nil {
		t.Fatal(err)
	}
	d := added[0].Document
	addClaim(t, s, NewClaim{DocumentID: d.ID, Start: 0, End: 7})
	path := filepath.Join(t.TempDir(), "p.factmark")
	if _, err := merge.WritePackage(t.Context(), s, path, "p", merge.Packing{}); err != nil {
		t.Fatal(err)
	}
	other := create(t)
	if _, err := merge.Into(t.Context(), other, []string{path}, merge.Options{}); err != nil {
		t.Fatal(err)
	}
	got, err := other.Locators(t.Context(), d.SHA256)
	if err != nil || !reflect.DeepEqual(got, all) {
		t.Errorf("merged locators %v, %v", got, err)
	}
	if there, err := other.Document(t.Context(), d.ID); err != nil || there.Author != "A. B." || there.Language != "en" || there.Tags != "energy, EU" {
		t.Errorf("merged document %+v, %v", there, err)
	}
	if rows := viewRows(t, other, ""); rows[0][31] != "time 00:00:01.000 Ann–00:00:02.500" {
		t.Errorf("the view says %q", rows[0][31])
	}
	if _, err := other.ConnForTest().ExecContext(t.Context(), `UPDATE locators SET "end" = 9 WHERE start = 4`); err != nil {
		t.Fatal(err)
	}
	if found, err := check.Run(t.Context(), other, nil); err != nil || len(found) != 1 || !strings.Contains(found[0].What, "pages or times") {
		t.Errorf("check found %v, %v", found, err)
	}
}
