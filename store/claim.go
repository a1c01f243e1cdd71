package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"time"

	"factmark/store/internal/db"
	"factmark/store/internal/doctext"
)

// Fits reports whether the claim is what the text says it is.
func (c *Claim) Fits(t *doctext.Text) bool {
	return t.Has(c.Start, c.End) && t.Slice(c.Start, c.End) == c.Quote
}

// cut places the claim on a span of its document's text: without the white
// space at its ends, and with what stands there.
func (c *Claim) cut(t *doctext.Text, start, end int) error {
	if !t.Has(start, end) {
		return db.Failf(db.ErrMismatch, "the span %d to %d does not lie in the text, which has %s; nothing was changed", start, end, db.Characters(t.Length))
	}
	c.Start, c.End = t.Trim(start, end)
	if c.Start >= c.End {
		return db.Failf(db.ErrMismatch, "the selection holds only white space; nothing was changed")
	}
	c.Quote = t.Slice(c.Start, c.End)
	c.Prefix, c.Suffix = t.Around(c.Start, c.End)
	return nil
}

// textOf gives the text of a document that an action works on.
func (w *transaction) text(documentID string) (sum string, t *doctext.Text, err error) {
	if sum, err = db.TextOf(w.Querier, documentID); err != nil {
		return "", nil, err
	}
	t, err = w.indexedText(sum)
	return sum, t, err
}

// indexedText gives a text by its SHA-256, which may have come with this very action.
func (w *transaction) indexedText(sum string) (*doctext.Text, error) {
	t, err := w.store.IndexedText(w.Ctx, sum)
	if errors.Is(err, errNoText) {
		return w.store.indexedText(w.Querier, sum)
	}
	return t, err
}

// NewClaim is a claim to be made; LabelID may be "". Offsets are code points.
// ID is one of NewID's, for a claim that is shown before it is written, or ""
// for the store to make one.
type NewClaim struct {
	ID            string
	DocumentID    string
	Start, End    int
	LabelID, Note string
}

// AddClaims makes claims in one action. White space at the ends of a span is
// left out; a span with nothing else, or outside its text, is ErrMismatch, and
// nothing is added then. A claim whose ID is there already is given as it
// stands: an earlier try that seemed to fail had been written after all.
func (s *Store) AddClaims(ctx context.Context, news []NewClaim) ([]Claim, error) {
	return s.AddManyClaims(ctx, news, nil)
}

// AddManyClaims is AddClaims that tells progress, which may be nil, how many of how many are made.
func (s *Store) AddManyClaims(ctx context.Context, news []NewClaim, progress func(done, total int)) ([]Claim, error) {
	added := make([]Claim, 0, len(news))
	_, err := s.write(ctx, ChangeDo, "", func(w *transaction) error {
		if err := w.nameAdding(news); err != nil {
			return err
		}
		for _, n := range news {
			c, err := w.addClaim(n)
			if err != nil {
				return err
			}
			if added = append(added, c); progress != nil {
				progress(len(added), len(news))
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return added, nil
}

func (w *transaction) nameAdding(news []NewClaim) error {
	switch {
	case len(news) != 1:
		w.Name = fmt.Sprintf("Add %d claims", len(news))
	case news[0].LabelID == "":
		w.Name = "Add claim"
	default:
		return w.nameSetLabel(news[0].LabelID, 1)
	}
	return nil
}

func (w *transaction) addClaim(n NewClaim) (Claim, error) {
	sum, t, err := w.text(n.DocumentID)
	if err != nil {
		return Claim{}, err
	}
	id := n.ID
	if id == "" {
		id = db.NewID()
	} else if there, err := w.Read(db.Claims, id); err != nil || there != nil {
		known, err := make(names).claim(w.Querier, there)
		if err != nil || known == nil {
			return Claim{}, err
		}
		return *known, nil
	}
	c := Claim{ID: id, DocumentID: n.DocumentID, DocumentSHA256: sum, LabelID: n.LabelID, Note: n.Note, Status: "open",
		PersonID: w.Person.ID, Person: w.Person.Name, CreatedAt: w.At, UpdatedAt: w.At}
	if err := c.cut(t, n.Start, n.End); err != nil {
		return Claim{}, err
	}
	if c.LabelID != "" {
		if c.LabelledAt, err = w.wordTime(c.DocumentID, c.Start, c.End, w.Person.ID); err != nil {
			return Claim{}, err
		}
	}
	if err := w.Save(db.Claims, nil, c.Row()); err != nil {
		return Claim{}, err
	}
	if err := w.deriveStatus(c.DocumentID, c.Start, c.End); err != nil {
		return Claim{}, err
	}
	return c, nil
}

var (
	claimsWithNames = "SELECT " + db.Claims.List("c") + ", p.name, ifnull(l.name, '') FROM claims c JOIN people p ON p.id = " + db.CanonicalID("c.person_id") +
		" LEFT JOIN people l ON l.id = " + db.CanonicalID("c.labeller_id")
	claimsOfDocument = claimsWithNames +
		` WHERE c.document_id = ? ORDER BY c.start, c."end", c.id`
	oneClaim = claimsWithNames + " WHERE c.id = ?"
)

func readClaims(q db.Querier, query string, arg any) ([]Claim, error) {
	var found []Claim
	var name, labeller string
	r, dest := db.Claims.Dest()
	dest = append(dest, &name, &labeller)
	err := q.Each(query, []any{arg}, func(scan func(...any) error) error {
		if err := scan(dest...); err != nil {
			return err
		}
		c := ClaimOf(r)
		c.Person, c.Labeller = name, labeller
		found = append(found, c)
		return nil
	})
	return found, err
}

// Claims gives a document's claims in text order. One that does not fit the
// text any more comes with the Status orphaned.
func (s *Store) Claims(ctx context.Context, documentID string) ([]Claim, error) {
	q := s.reading(ctx)
	sum, err := db.TextOf(q, documentID)
	if err != nil {
		return nil, err
	}
	t, err := s.IndexedText(ctx, sum)
	if err != nil {
		return nil, err
	}
	found, err := readClaims(q, claimsOfDocument, documentID)
	for i := range found {
		if c := &found[i]; c.DocumentSHA256 != sum || !c.Fits(t) {
			c.Status = StatusOrphaned
		}
	}
	return found, err
}

// toLabel is SQL for whether claim c is still to be labelled: it has no label of its own, and no review has settled it.
const toLabel = `(c.label_id IS NULL AND c.final_label_id IS NULL AND c.status <> 'rejected')`

var claimsToLabel = claimsWithNames + " WHERE c.document_id = ? AND " + toLabel + ` AND c.status <> 'orphaned' ORDER BY c.start, c."end", c.id`

// ToLabel tells whether the claim is still to be labelled: it has no label of its own, and no review has settled it.
func (c *Claim) ToLabel() bool {
	return c.LabelID == "" && c.FinalLabelID == "" && c.Status != StatusRejected
}

// ClaimsToLabel gives the claims of a document that are still to be labelled
// and have a place in its text, in text order.
func (s *Store) ClaimsToLabel(ctx context.Context, documentID string) ([]Claim, error) {
	return readClaims(s.reading(ctx), claimsToLabel, documentID)
}

// Claim gives one claim, or ErrNotFound.
func (s *Store) Claim(ctx context.Context, id string) (Claim, error) {
	found, err := readClaims(s.reading(ctx), oneClaim, id)
	if err != nil {
		return Claim{}, err
	}
	if len(found) == 0 {
		return Claim{}, db.Failf(db.ErrNotFound, "the claim is not in the workspace any more")
	}
	return found[0], nil
}

// SetLabel gives claims a label in one action; "" takes it away.
func (s *Store) SetLabel(ctx context.Context, labelID string, claimIDs ...string) error {
	_, err := s.write(ctx, ChangeDo, "", func(w *transaction) error {
		if err := w.nameSetLabel(labelID, len(claimIDs)); err != nil {
			return err
		}
		for _, id := range claimIDs {
			if err := w.editClaim(id, ClaimEdit{LabelID: &labelID}); err != nil {
				return err
			}
		}
		return nil
	})
	return err
}

func (w *transaction) nameSetLabel(labelID string, count int) error {
	if labelID == "" {
		if w.Name = "Remove label"; count != 1 {
			w.Name = fmt.Sprintf("Remove label of %d claims", count)
		}
		return nil
	}
	name, err := labelName(w.Querier, labelID)
	if w.Name = "Label as " + name; count != 1 {
		w.Name = fmt.Sprintf("Label %d claims as %s", count, name)
	}
	return err
}

// ClaimEdit changes a claim; nil leaves a field as it is. A Confidence that
// points to nil takes the confidence away.
type ClaimEdit struct {
	Start, End                                               *int // code points
	LabelID, Statement, Claimant, ClaimDate, ClaimType, Note *string
	Confidence                                               **float64

	labelledBy string // who gives the label, by id; "" for the person who works here
}

// EditClaim changes a claim. A new Start or End cuts its quote anew; a span
// that does not fit the text is ErrMismatch.
func (s *Store) EditClaim(ctx context.Context, id string, e ClaimEdit) error {
	_, err := s.write(ctx, ChangeDo, "Edit claim", func(w *transaction) error {
		switch e {
		case ClaimEdit{Start: e.Start, End: e.End}:
			w.Name = "Change span"
		case ClaimEdit{Note: e.Note}:
			w.Name = "Edit note"
		case ClaimEdit{LabelID: e.LabelID}:
			if err := w.nameSetLabel(*e.LabelID, 1); err != nil {
				return err
			}
		}
		return w.editClaim(id, e)
	})
	return err
}

func (w *transaction) editClaim(id string, e ClaimEdit) error {
	before, err := w.Existing(db.Claims, id)
	if err != nil {
		return err
	}
	c := ClaimOf(before)
	if e.LabelID != nil {
		if err := w.relabel(&c, *e.LabelID, cmp.Or(e.labelledBy, w.Person.ID)); err != nil {
			return err
		}
	}
	replace(&c.Statement, e.Statement)
	replace(&c.Claimant, e.Claimant)
	replace(&c.ClaimDate, e.ClaimDate)
	replace(&c.ClaimType, e.ClaimType)
	replace(&c.Note, e.Note)
	if e.Confidence != nil {
		if c.Confidence, err = confidence(*e.Confidence); err != nil {
			return err
		}
	}
	if e.Start != nil || e.End != nil {
		sum, t, err := w.text(c.DocumentID)
		if err != nil {
			return err
		}
		if c.DocumentSHA256 != sum && (e.Start == nil || e.End == nil) {
			return db.Failf(db.ErrMismatch, "a claim that lost its place needs both ends of its new one; nothing was changed")
		}
		start, end := c.Start, c.End
		replace(&start, e.Start)
		replace(&end, e.End)
		was := ClaimOf(before)
		if err := w.placeClaim(before, c, sum, t, start, end); err != nil {
			return err
		}
		return w.deriveMoved(was, id)
	}
	if before.Equal(c.Row()) {
		return nil
	}
	c.Touch(w.At)
	if err := w.Save(db.Claims, before, c.Row()); err != nil {
		return err
	}
	if e.LabelID == nil {
		return nil
	}
	return w.deriveStatus(c.DocumentID, c.Start, c.End)
}

// relabel gives a claim another label, which is the word of who gives it, not of
// who made the claim.
func (w *transaction) relabel(c *Claim, labelID, by string) error {
	if labelID == c.LabelID {
		return w.sayAgain(c, by)
	}
	made, err := db.SamePerson(w.Querier, c.PersonID, by)
	if err != nil {
		return err
	}
	if c.LabelledAt, err = w.wordTime(c.DocumentID, c.Start, c.End, by); err != nil {
		return err
	}
	if labelID == "" {
		c.LabelledAt = time.Time{}
	}
	if c.LabelID != "" {
		gave := made
		if c.LabellerID != "" {
			if gave, err = db.SamePerson(w.Querier, c.LabellerID, by); err != nil {
				return err
			}
		}
		c.Corrected = c.Corrected || !gave
	}
	if c.LabelID, c.LabellerID = labelID, ""; !made && labelID != "" {
		c.LabellerID = by
	}
	return nil
}

// Touch says when the claim was changed: never before it was made, though the
// clock of the computer may have been set back since.
func (c *Claim) Touch(at time.Time) {
	c.UpdatedAt = at
	if at.Before(c.CreatedAt) {
		c.UpdatedAt = c.CreatedAt
	}
}

// replace gives a field its new value, where there is one.
func replace[T any](field, value *T) {
	if value != nil {
		*field = *value
	}
}

// confidence gives a confidence as it is kept: with 15 decimals, which is what
// comes back unchanged from a number that SQLite has written as text.
func confidence(f *float64) (*float64, error) {
	if f == nil {
		return nil, nil
	}
	if !(*f >= 0 && *f <= 1) {
		return nil, db.Failf(db.ErrInvalid, "the confidence %v is not between 0 and 1; nothing was changed", *f)
	}
	kept := math.Round(*f*1e15) / 1e15
	return &kept, nil
}

// DeleteClaims deletes claims in one action, with their evidence and decisions. Where
// one was the first appearance of what others say too, the next one is.
func (s *Store) DeleteClaims(ctx context.Context, ids ...string) error {
	name := "Delete claim"
	if len(ids) != 1 {
		name = fmt.Sprintf("Delete %d claims", len(ids))
	}
	_, err := s.write(ctx, ChangeDo, name, func(w *transaction) error {
		for _, id := range ids {
			if err := w.deleteClaim(id); err != nil {
				return err
			}
		}
		return nil
	})
	return err
}

// DeleteClaimIn deletes a claim, with its evidence and decisions, in an action under way.
func DeleteClaimIn(w *db.Transaction, id string) error {
	return (&transaction{Transaction: w}).deleteClaim(id)
}

func (w *transaction) deleteClaim(id string) error {
	before, err := w.Existing(db.Claims, id)
	if err != nil {
		return err
	}
	if err := w.DeleteAll(db.Evidence, "SELECT id FROM evidence WHERE claim_id = ? ORDER BY id", id); err != nil {
		return err
	}
	if err := w.DeleteAll(db.Decisions, "SELECT id FROM decisions WHERE claim_id = ? ORDER BY id", id); err != nil {
		return err
	}
	if err := w.DeleteAll(db.RefusedPassages, "SELECT id FROM refused_passages WHERE claim_id = ? ORDER BY id", id); err != nil {
		return err
	}
	if err := w.handOver(id, ""); err != nil {
		return err
	}
	if err := w.DeleteAll(db.Conflicts, "SELECT id FROM conflicts WHERE part = 'link' AND value ->> 'first_claim_id' = ? ORDER BY id", id); err != nil {
		return err
	}
	if err := w.Save(db.Claims, before, nil); err != nil {
		return err
	}
	c := ClaimOf(before)
	return w.deriveStatus(c.DocumentID, c.Start, c.End)
}
