package workspace

import (
	"context"

	"factmark/app/locale"
	"factmark/store"
)

// PlaceOrphan puts a claim that lost its place on a span of its document.
func (w *Workspace) PlaceOrphan(id string, start, end int) {
	w.Writes.Perform(PendingWrite{
		Name:  locale.T("Place claim"),
		Write: func(ctx context.Context) error { return w.Store.PlaceClaim(ctx, id, start, end) },
		Done: func() {
			said := locale.T("Claim placed.")
			if left := w.Orphans(); left > 0 && w.Claim(id) != nil {
				said = locale.N("Claim placed. {{.N}} unplaced claims are left.", left)
			}
			w.Notices.Send(said)
			if w.ClaimIndex(id) >= 0 {
				w.Choose(id, true)
			}
		},
	})
}

// Placed tells of a claim that it stands somewhere in its document.
func Placed(c store.Claim) bool { return c.Status != store.StatusOrphaned }
