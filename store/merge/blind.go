package merge

import (
	"encoding/json"
	"fmt"
	"time"

	"factmark/store"
	"factmark/store/internal/db"
)

// blinded is a claim without the field groups that tell its label, for a blind package.
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

// withoutBlind encodes a claim of a blind package without the columns of
// db.BlindGroups. They are empty there because they were left out; in the
// history of the workspace that merges the package they would pass for
// assignments of empty values.
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
		if !db.BlindGroups[p.Name] {
			continue
		}
		for _, c := range p.Columns {
			delete(columns, db.Claims.Columns[c])
		}
	}
	b, err := json.Marshal(columns)
	return string(b), err
}

// isBlindPackage reports whether this workspace is a blind package.
func isBlindPackage(q db.Querier) (blind bool, err error) {
	_, err = q.Value("SELECT EXISTS (SELECT 1 FROM handed_over WHERE blind)", &blind)
	return blind, err
}

// isBlind reports whether this workspace received a claim in a blind package.
func isBlind(q db.Querier, claimID string) (blind bool, err error) {
	_, err = q.One("SELECT blind FROM handed_over WHERE entity = 'claims' AND entity_id = ?", []any{claimID}, &blind)
	return blind, err
}

// assessmentOf gives the label, note and confidence of a claim, which a blind package
// leaves out, as one string to compare.
func assessmentOf(r db.Row) string {
	c := store.ClaimOf(r)
	sure := ""
	if c.Confidence != nil {
		sure = fmt.Sprint(*c.Confidence)
	}
	return c.LabelID + "\x00" + c.Note + "\x00" + sure
}
