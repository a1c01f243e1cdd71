package handover

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"factmark/store"
	"factmark/store/merge"
)

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// as opens a workspace for someone.
func as(t *testing.T, open func(context.Context, string) (*store.Store, error), path, name string) *store.Store {
	t.Helper()
	s, err := open(t.Context(), path)
	must(t, err)
	t.Cleanup(func() { must(t, s.Close()) })
	must(t, s.SignIn(t.Context(), store.Person{ID: "person-" + name, Name: name}))
	return s
}

// What a merge tells is what came from elsewhere, and what follows from it: not
// what a package had merely left out.
func TestWhatAMergeTells(t *testing.T) {
	ctx, folder := t.Context(), t.TempDir()
	ann := as(t, store.Create, filepath.Join(folder, "desk.factmark"), "ann")
	added, err := ann.AddDocuments(ctx, []store.NewDocument{{Title: "Rivers", Text: "The river rose by three metres in a night."}})
	must(t, err)
	claims, err := ann.AddClaims(ctx, []store.NewClaim{{DocumentID: added[0].Document.ID, Start: 0, End: 14, LabelID: store.SupportedID, Note: "gauge readings"}})
	must(t, err)
	path := filepath.Join(folder, "ben.factmark")
	_, err = merge.WritePackage(ctx, ann, path, "desk", merge.Packing{Blind: true})
	must(t, err)
	ben := as(t, store.Open, path, "ben")
	must(t, ben.SetLabel(ctx, store.SupportedID, claims[0].ID))

	backups := 0
	keep := func(context.Context) (string, error) {
		backups++
		kept := filepath.Join(folder, "kept")
		return kept, os.WriteFile(kept, []byte("a backup"), 0o600)
	}
	merge := func(dry bool) (lines []string, kept string) {
		t.Helper()
		report, kept, err := Merge(ctx, ann, []string{path}, merge.Options{DryRun: dry}, keep)
		must(t, err)
		for _, line := range Lines(report) {
			lines = append(lines, line.String())
		}
		return lines, kept
	}
	want := []string{"Decisions: 1 new", "People: 1 new", "Review sessions: 1 new", "Claims with a new status: 1"}
	for _, dry := range []bool{true, false} {
		lines, kept := merge(dry)
		lines = slices.DeleteFunc(lines, func(line string) bool { return strings.HasPrefix(line, "Changes in the other file’s history") })
		if !slices.Equal(lines, want) {
			t.Errorf("it tells %q, want %q", lines, want)
		}
		if (kept == "") != dry || backups > 1 {
			t.Errorf("kept %q, %d backups", kept, backups)
		}
	}
	if lines, kept := merge(false); len(lines) != 0 || kept != "" {
		t.Errorf("the second time it tells %q and keeps %q", lines, kept)
	}
	if _, err := os.Stat(filepath.Join(folder, "kept")); !os.IsNotExist(err) {
		t.Errorf("a backup before nothing stays: %v", err)
	}
	is, err := ann.Claim(ctx, claims[0].ID)
	must(t, err)
	if is.Status != store.StatusUnanimous || is.FinalLabelID != store.SupportedID || is.Note != "gauge readings" {
		t.Errorf("the claim is %+v", is)
	}
}
