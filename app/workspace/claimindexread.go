package workspace

import (
	"context"
	"slices"
	"time"

	"factmark/store"
)

// readClaimIndex makes the index of all claims from the tallies of their documents, of which there are about so many.
func readClaimIndex(ctx context.Context, st *store.Store, visibility Visibility, canonical func(string) string, documents int, progress func(done, total int)) (*claimIndex, error) {
	x := newClaimIndex()
	read := 0
	err := st.EachTally(ctx, store.TallyClaims, nil, progress, func(t *store.Tally) error {
		if read++; read%500 == 0 && progress != nil {
			progress(read, max(read, documents))
		}
		x.heads = slices.Grow(x.heads, t.Claims.Len())
		at := 0
		for _, span := range t.Spans {
			for _, kind := range t.Kinds[span.Kind].Claims {
				c := store.Claim{DocumentID: t.DocumentID, Start: span.Start, End: span.End, LabelID: kind.LabelID, PersonID: kind.PersonID,
					Status: kind.Status, FinalLabelID: kind.FinalLabelID}
				if visibility != nil {
					c.ID = t.Claims.At(at)
				}
				c, visible := visibility.see(c)
				h := x.head(&c, canonical(c.PersonID))
				h.listed = visible
				x.ids.AddAt(t.Claims, at)
				x.heads = append(x.heads, h)
				x.tell(&h, +1)
				at++
			}
		}
		return ctx.Err()
	})
	x.ids.Index()
	return x, err
}

// claimTimes are when the claims of an index were made and changed, by row.
type claimTimes struct{ made, changed []int64 }

func readClaimTimes(ctx context.Context, st *store.Store, index *claimIndex) (claimTimes, error) {
	t := claimTimes{make([]int64, len(index.heads)), make([]int64, len(index.heads))}
	return t, st.EachClaimTimes(ctx, func(id string, made, changed time.Time) error {
		if row := index.row(id); row >= 0 {
			t.made[row], t.changed[row] = unixMilli(made), unixMilli(changed)
		}
		return nil
	})
}

func (t claimTimes) put(index *claimIndex) {
	for row := range t.made {
		h := &index.heads[row]
		if h.made, h.changed = t.made[row], t.changed[row]; h.judged {
			h.changed = h.made
		}
	}
}
