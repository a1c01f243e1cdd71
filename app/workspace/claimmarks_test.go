package workspace

import (
	"slices"
	"testing"

	"factmark/store"
)

// A passage that is linked with a claim as it becomes one has that claim's evidence from the first moment.
func TestAClaimThatIsMadeLinkedHasTheSharedEvidence(t *testing.T) {
	b := newListBench(t, 2, 6)
	b.ListAllClaims(true)
	b.settle()
	first := b.All.Rows().ID(b.All.Rows().Len() - 1)
	if _, err := b.Store.AddEvidence(t.Context(), store.NewEvidence{ClaimID: first, Set: 1, Stance: store.StanceSupports, URL: "https://example.org/"}); err != nil {
		t.Fatal(err)
	}
	b.ToggleClaimFilter(ClaimFilter{FilterEvidence, EvidenceWith})
	b.settle()
	if n := b.All.Rows().Len(); n != 1 {
		t.Fatalf("%d claims with evidence before, want 1", n)
	}
	document := slices.IndexFunc(b.Documents, func(d store.Document) bool { return d.ID != b.All.DocumentOf(first) })
	b.LinkPassage(first, store.NewClaim{DocumentID: b.Documents[document].ID, Start: 4, End: 9})
	b.settle()
	if n := b.All.Rows().Len(); n != 2 || len(b.failed) > 0 {
		t.Errorf("%d claims with evidence, want both that are linked; %v", n, b.failed)
	}
	b.Undo()
	b.settle()
	if n := b.All.Rows().Len(); n != 1 {
		t.Errorf("%d claims with evidence after undo, want 1", n)
	}
	b.Redo()
	b.settle()
	if n := b.All.Rows().Len(); n != 2 || len(b.failed) > 0 {
		t.Errorf("%d claims with evidence after redo, want both; %v", n, b.failed)
	}
}
