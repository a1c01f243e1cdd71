package importing

import (
	"context"

	"factmark/app/similar"
	"factmark/store"
)

// Near is another document that has nearly the same text.
type Near struct {
	DocumentID, Title string
	Share             float64 // of what both texts hold, as of similar.Share
}

// Percent is the share in whole percent; 100 is the same text alone.
func (n Near) Percent() int { return min(int(n.Share*100+0.5), 99) }

// leastShare is from where on texts count as nearly the same.
const leastShare = 0.75

// sketchesAtOnce is how many sketches are made before they are kept.
const sketchesAtOnce = 256

// FindNear finds for each document that was added the one in the workspace that is most like it. It changes nothing in the batch:
// found gets the index of an item and what it is near, in the order of the items. progress, if not nil, is called with the number of texts
// looked at and of all; both from this goroutine. What it makes of the texts is kept in the workspace, where that can be written.
func (b *Batch) FindNear(ctx context.Context, st *store.Store, progress func(done, total int), found func(i int, near Near)) error {
	fresh := make(map[string]string) // texts, which need not be read again
	for i := range b.Items {
		if item := &b.Items[i]; item.Added != nil && !item.Added.Existing {
			fresh[item.Added.Document.ID] = item.Document.Text
		}
	}
	if len(fresh) == 0 {
		return nil
	}
	all, err := st.Sketches(ctx, similar.Version)
	if err != nil {
		return err
	}
	textOf := func(id string) (string, error) {
		if text, is := fresh[id]; is {
			return text, nil
		}
		return st.Text(ctx, id)
	}
	var index similar.Index
	var made []store.Sketch
	keep := func() error {
		kept := made
		made = nil
		if len(kept) == 0 || st.ReadOnly() != nil {
			return nil
		}
		return st.KeepSketches(ctx, similar.Version, kept)
	}
	title := make(map[string]string, len(all))
	sketches := make(map[string]similar.Sketch, len(fresh))
	for i, k := range all {
		if k.Bytes == nil {
			text, err := textOf(k.DocumentID)
			if err != nil {
				return err
			}
			k.Bytes = similar.New(text).Bytes()
			if made = append(made, k); len(made) == sketchesAtOnce {
				if err := keep(); err != nil {
					return err
				}
			}
		}
		s := similar.FromBytes(k.Bytes)
		if _, is := fresh[k.DocumentID]; is {
			sketches[k.DocumentID] = s
		}
		index.Add(k.DocumentID, s)
		title[k.DocumentID] = k.Title
		if progress != nil {
			progress(i+1, len(all))
		}
	}
	if err := keep(); err != nil {
		return err
	}
	for i := range b.Items {
		item := &b.Items[i]
		if item.Added == nil || item.Added.Existing {
			continue
		}
		var nearest Near
		for _, other := range index.Candidates(sketches[item.Added.Document.ID]) {
			if other == item.Added.Document.ID {
				continue
			}
			text, err := textOf(other)
			if err != nil {
				return err
			}
			if share := similar.Share(item.Document.Text, text); share >= leastShare && share > nearest.Share {
				nearest = Near{other, title[other], share}
			}
		}
		if nearest.DocumentID != "" {
			found(i, nearest)
		}
		if err := ctx.Err(); err != nil {
			return err
		}
	}
	return nil
}
