package store

import "context"

// LinkPassage makes a passage of a document a claim, as AddClaims does, and links another claim with it, in one action.
func (s *Store) LinkPassage(ctx context.Context, id string, n NewClaim) error {
	_, err := s.write(ctx, ChangeDo, "Link claims", func(w *transaction) error {
		made, err := w.addClaim(n)
		if err != nil {
			return err
		}
		return w.link(id, made.ID)
	})
	return err
}
