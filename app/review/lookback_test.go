package review

import (
	"path/filepath"
	"testing"

	"factmark/store"
	"factmark/store/merge"
)

// A session held on a package without labels is summed up against the labels where they are.
func TestLookingBackOnABlindPackage(t *testing.T) {
	ctx, folder := t.Context(), t.TempDir()
	try := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	desk, err := store.Create(ctx, filepath.Join(folder, "desk.factmark"))
	try(err)
	defer desk.Close()
	try(desk.SignIn(ctx, store.Person{ID: "ada", Name: "Ada"}))
	added, err := desk.AddDocuments(ctx, []store.NewDocument{{Title: "T", Text: "One claim. Another claim. A third."}})
	try(err)
	made, err := desk.AddClaims(ctx, []store.NewClaim{
		{DocumentID: added[0].Document.ID, Start: 0, End: 9, LabelID: store.SupportedID},
		{DocumentID: added[0].Document.ID, Start: 11, End: 24, LabelID: store.SupportedID},
		{DocumentID: added[0].Document.ID, Start: 26, End: 33, LabelID: store.DisputedID}})
	try(err)
	path := filepath.Join(folder, "ben.factmark")
	_, err = merge.WritePackage(ctx, desk, path, "desk", merge.Packing{Blind: true})
	try(err)
	ben, err := store.Open(ctx, path)
	try(err)
	try(ben.SignIn(ctx, store.Person{ID: "ben", Name: "Ben"}))
	queue, err := Queue(ctx, ben, Choice{}, store.ModeBlind, "ben", nil)
	try(err)
	session, err := Start(ctx, ben, store.NewSession{Mode: store.ModeBlind}, Choice{}, queue)
	try(err)
	for i, labelID := range []string{store.SupportedID, store.DisputedID} {
		_, err = ben.Decide(ctx, store.NewDecision{SessionID: session.ID, ClaimID: queue.At(i), Kind: store.DecidedLabel, LabelID: labelID, Seconds: 2})
		try(err)
	}
	there, err := Summarise(ctx, ben, session, nil, nil)
	try(err)
	if there.Labelled != 2 || there.Total != 3 {
		t.Errorf("in the package: %+v", there)
	}
	try(ben.EndSession(ctx, session.ID, there.String()))
	try(ben.SetLabel(ctx, store.SupportedID, made[2].ID)) // outside a session
	try(ben.Close())
	_, err = merge.Into(ctx, desk, []string{path}, merge.Options{})
	try(err)
	sessions, err := desk.Sessions(ctx)
	try(err)
	if len(sessions) != 2 {
		t.Fatalf("%d sessions came back", len(sessions))
	}
	for _, s := range sessions {
		got, err := LookBack(ctx, desk, s)
		try(err)
		want := [4]int{3, 1, 1, 0}
		if s.ID != session.ID {
			want = [4]int{1, 0, 1, 0}
		}
		if [4]int{got.Total, got.Agreed, got.Changed, got.Labelled} != want {
			t.Errorf("%s: %+v", s.Name, got)
		}
		if len(got.Disagreements) != 1 || got.Disagreements[0].Person != "Ada" {
			t.Errorf("%s: it differs on %+v", s.Name, got.Disagreements)
		}
	}
}
