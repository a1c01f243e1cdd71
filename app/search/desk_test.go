package search

import (
	"strings"

	"factmark/store"
)

// addEvidence adds a passage of a document as evidence of a claim.
func addEvidence(d *desk, claimID string, doc store.Document, quote string, stance store.Stance, note string) {
	d.t.Helper()
	text, err := d.st.Text(d.t.Context(), doc.ID)
	d.must(err)
	at := len([]rune(text[:strings.Index(text, quote)]))
	_, err = d.st.AddEvidence(d.t.Context(), store.NewEvidence{ClaimID: claimID, DocumentID: doc.ID, Stance: stance, Start: at, End: at + len([]rune(quote)), Note: note})
	d.must(err)
}
