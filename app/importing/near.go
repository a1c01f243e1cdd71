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

// leastShare is from where on texts count as nearly the same.
const leastShare = 0.75

// FindNear finds for each document that was added the one in the workspace that is most like it. progress, if not nil, is
// called with the number of texts looked at and of all. What it makes of the texts is kept in the workspace, where that can be written.
func (b *Batch) FindNear(ctx context.Context, st *store.Store, progress func(done, total int)) error {
	fresh := make(map[string]*Item)
	for i := range b.Items {
		if item := &b.Items[i]; item.Added != nil && !item.Added.Existing {
			fresh[item.Added.Document.ID] = item
		}
	}
	if len(fresh) == 0 {
		return nil
	}
	all, err := st.Sketches(ctx, similar.Version)
	if err != nil {
		return err
	}
	var index similar.Index
	var made []store.Sketch
	title := make(map[string]string, len(all))
	sketches := make(map[string]similar.Sketch, len(fresh))
	for i, k := range all {
		if k.Bytes == nil {
			text, err := st.Text(ctx, k.DocumentID)
			if err != nil {
				return err
			}
			k.Bytes = similar.New(text).Bytes()
			made = append(made, k)
		}
		s := similar.FromBytes(k.Bytes)
		if fresh[k.DocumentID] != nil {
			sketches[k.DocumentID] = s
		}
		index.Add(k.DocumentID, s)
		title[k.DocumentID] = k.Title
		if progress != nil {
			progress(i+1, len(all))
		}
	}
	for id, item := range fresh {
		for _, other := range index.Candidates(sketches[id]) {
			if other == id {
				continue
			}
			text, err := st.Text(ctx, other)
			if err != nil {
				return err
			}
			share := similar.Share(item.Document.Text, text)
			if share >= leastShare && (item.Near == nil || share > item.Near.Share) {
				item.Near = &Near{other, title[other], share}
			}
		}
	}
	if st.ReadOnly() == nil {
		return st.KeepSketches(ctx, similar.Version, made)
	}
	return nil
}
