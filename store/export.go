package store

import (
	"context"

	"factmark/store/internal/db"
)

// Export is a workspace as an export reads it: all as it is at one moment.
type Export struct {
	Labels    []Label
	Documents []Document // those in scope, in document order, with their counts

	store  *Store
	ctx    context.Context
	filter Filter
	q      db.Querier
}

// Export calls read with what a filter lets through. An error of read is returned.
func (s *Store) Export(ctx context.Context, f Filter, read func(*Export) error) error {
	labels, err := s.Labels(ctx)
	if err != nil {
		return err
	}
	all, err := s.Documents(ctx)
	if err != nil {
		return err
	}
	return s.Snapshot(ctx, func(q db.Querier) error {
		e := &Export{Labels: labels, store: s, ctx: ctx, filter: f, q: q}
		for _, d := range all {
			if f.DocumentIDs == nil || oneOf(d.ID, f.DocumentIDs...) {
				e.Documents = append(e.Documents, d)
			}
		}
		return read(e)
	})
}

// EachClaim calls row with the cells of each row of the view labelled_claims; see EachLabelled.
func (e *Export) EachClaim(row func(cells []string) error) error {
	return e.store.EachLabelled(e.ctx, e.filter, row)
}

// Evidence gives what bears on a claim, in the order of the view claim_evidence.
func (e *Export) Evidence(claimID string) ([]Evidence, error) {
	return e.store.Evidence(e.ctx, claimID)
}

// Text gives the text with this SHA-256.
func (e *Export) Text(sum string) (string, error) {
	t, err := e.store.IndexedText(e.ctx, sum)
	if err != nil {
		return "", err
	}
	return t.Content, nil
}
