package app

import (
	"context"
	"factmark/app/format"
	"factmark/store"
)

// placeOrphan puts a claim that lost its place on a span of its document.
func (d *desk) placeOrphan(id string, start, end int) {
	d.saves.perform(change{
		name:  "Place claim",
		write: func(ctx context.Context) error { return d.store.PlaceClaim(ctx, id, start, end) },
		done: func() {
			said := "The claim is placed."
			if left := d.orphans(); left > 0 && d.claim(id) != nil {
				said = "The claim is placed; " + format.Count(left, "is left without a place.", "are left without a place.")
			}
			d.told.send(said)
			if d.claimIndex(id) >= 0 {
				d.choose(id, true)
			}
		},
	})
}

// orphans counts the claims of the open document that have no place.
func (d *desk) orphans() int {
	n := 0
	for _, c := range d.claims {
		if c.Status == store.StatusOrphaned {
			n++
		}
	}
	return n
}

// placed tells of a claim that it stands somewhere in its document.
func placed(c store.Claim) bool { return c.Status != store.StatusOrphaned }
