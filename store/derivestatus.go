package store

import (
	"time"

	"factmark/store/internal/db"
)

// deriveStatus derives the status of the claims on a span anew after a label on it
// was given, changed or taken away, so that none goes on being called unanimous, or
// has a final label, by words that are gone. A span of which nothing has
// followed yet stays so: that is for a review to find. What somebody has
// decided stays in any case.
func (w *transaction) deriveStatus(documentID string, start, end int) error {
	var here []Claim
	found := false
	r, dest := db.Claims.Dest()
	var at string
	labelled := make(map[string]time.Time)
	err := w.Each("SELECT "+db.Claims.List("c")+", "+db.LabelledAt+` FROM claims c WHERE c.document_id = ? AND c.start = ? AND c."end" = ? AND c.status <> 'orphaned' ORDER BY c.id`,
		[]any{documentID, start, end}, func(scan func(...any) error) error {
			if err := scan(append(dest, &at)...); err != nil {
				return err
			}
			c := ClaimOf(r)
			labelled[c.ID] = db.ParseTime(at)
			here = append(here, c)
			found = found || c.hasDerivedStatus()
			return nil
		})
	if err != nil || !found {
		return err
	}
	who, err := db.ReadAliases(w.Querier)
	if err != nil {
		return err
	}
	spoken, err := decisionsSpoken(w.Querier, who, spokenOnSpan, documentID, start, end)
	if err != nil {
		return err
	}
	var heads []ClaimHead
	for _, c := range here {
		labeller := c.LabellerID
		if labeller == "" {
			labeller = c.PersonID
		}
		heads = append(heads, ClaimHead{ID: c.ID, LabelID: c.LabelID, LabellerID: who.Canonical(labeller).ID, LabelledAt: labelled[c.ID]})
	}
	status, labelID := DerivedStatus(WordsOn(heads, spoken))
	if status == "" {
		status = StatusOpen
	}
	for _, c := range here {
		if c.SettledBySomeone() {
			continue
		}
		before := c.Row()
		if after := WithDerivedStatus(before, status, labelID); !before.Equal(after) {
			if err := w.Save(db.Claims, before, after); err != nil {
				return err
			}
		}
	}
	return nil
}

// hasDerivedStatus tells whether a claim's status follows from what people say.
func (c *Claim) hasDerivedStatus() bool {
	return oneOf(c.Status, StatusUnanimous, StatusUnresolved, StatusRejected) && !c.SettledBySomeone()
}

// deriveMoved does so for a claim that was put on another span: it says
// nothing of the one it was on any more, and nothing has followed of it on the new one.
func (w *transaction) deriveMoved(was Claim, id string) error {
	now, err := w.Existing(db.Claims, id)
	if err != nil {
		return err
	}
	c := ClaimOf(now)
	if c.DocumentID == was.DocumentID && c.Start == was.Start && c.End == was.End {
		return nil
	}
	if err := w.deriveStatus(was.DocumentID, was.Start, was.End); err != nil {
		return err
	}
	return w.deriveStatus(c.DocumentID, c.Start, c.End)
}
