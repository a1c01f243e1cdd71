package merge

import (
	"encoding/json"
	"factmark/store"
	"factmark/store/internal/db"
	"fmt"
	"time"
)

// blinded is a claim without anything that tells its label.
func blinded(r db.Row) db.Row {
	c := store.ClaimOf(r)
	c.LabelID, c.Note, c.Confidence = "", "", nil
	if c.Status != store.StatusOrphaned {
		c.Status = store.StatusOpen
	}
	c.FinalLabelID, c.ReviewerID, c.ReviewedAt, c.LabellerID, c.Corrected, c.LabelledAt = "", "", time.Time{}, "", false, time.Time{}
	c.UpdatedAt = c.CreatedAt // a later time would tell that it was looked at again
	return c.Row()
}

// withoutBlind writes what a claim was in a blind package, without the columns
// that are empty there because they were left out. In the history of the
// workspace that the event comes into, they would pass for values.
func withoutBlind(r db.Row) (any, error) {
	image, err := db.Claims.Encode(r)
	if err != nil || image == nil {
		return nil, err
	}
	var columns map[string]json.RawMessage
	if err := json.Unmarshal([]byte(image.(string)), &columns); err != nil {
		return nil, err
	}
	for _, p := range db.Claims.Groups {
		for _, c := range p.Columns {
			if db.BlindGroups[p.Name] {
				delete(columns, db.Claims.Columns[c])
			}
		}
	}
	b, err := json.Marshal(columns)
	return string(b), err
}

// isBlind reports whether a claim came here without its label.
func isBlind(q db.Querier, claimID string) (blind bool, err error) {
	_, err = q.One("SELECT blind FROM handed_over WHERE entity = 'claims' AND entity_id = ?", []any{claimID}, &blind)
	return blind, err
}

// saying is what a claim says of itself that a blind package leaves out.
func saying(r db.Row) string {
	c := store.ClaimOf(r)
	sure := ""
	if c.Confidence != nil {
		sure = fmt.Sprint(*c.Confidence)
	}
	return c.LabelID + "\x00" + c.Note + "\x00" + sure
}
