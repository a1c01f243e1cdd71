package store

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"factmark/store/internal/db"
)

// compare finds what a row says otherwise of a claim that is here, and changes
// the claim where it is asked to.
func (im *importing) compare(r *ImportedClaim, c *Claim, before db.Row) error {
	known := ClaimOf(before)
	r.fill(c, known)
	if err := im.sameHands(c, known); err != nil {
		return err
	}
	if before.Equal(c.Row()) {
		im.report.Existing++
		return nil
	}
	if !im.update {
		if !slices.Contains(im.report.Differing, c.ID) {
			im.report.Differing = append(im.report.Differing, c.ID)
		}
		return nil
	}
	return im.change(r, c, known)
}

// change makes a claim what its row says in the columns that a user edits. The
// span, the people, the status and the times stay: they follow from what is done.
func (im *importing) change(r *ImportedClaim, c *Claim, known Claim) error {
	update := ClaimUpdate{Line: r.Line, ID: known.ID, Quote: known.Quote}
	var edit ClaimEdit
	if c.LabelID != known.LabelID {
		names := [2]string{1: strings.TrimSpace(r.Label)} // of a label that is to be made, as the row has it
		for i, id := range []string{known.LabelID, c.LabelID} {
			if id == "" || id == unknownID {
				continue
			}
			var err error
			if names[i], err = labelName(im.transaction.Querier, id); err != nil {
				return err
			}
		}
		update.Fields = append(update.Fields, FieldChange{"label", names[0], names[1]})
		edit.LabelID = &c.LabelID
		if c.PersonID == known.PersonID && r.Columns.has("annotator") && r.Annotator != "" {
			edit.labelledBy = known.PersonID // the row is its annotator's own word
		}
	}
	for _, f := range []struct {
		column   string
		was, now *string
		edit     **string
	}{
		{"statement", &known.Statement, &c.Statement, &edit.Statement},
		{"claimant", &known.Claimant, &c.Claimant, &edit.Claimant},
		{"claim_date", &known.ClaimDate, &c.ClaimDate, &edit.ClaimDate},
		{"claim_type", &known.ClaimType, &c.ClaimType, &edit.ClaimType},
		{"note", &known.Note, &c.Note, &edit.Note},
	} {
		if *f.was != *f.now && !isNothing(*f.now) {
			update.Fields = append(update.Fields, FieldChange{f.column, *f.was, *f.now})
			*f.edit = f.now
		}
	}
	if was, now := confidenceText(known.Confidence), confidenceText(c.Confidence); was != now {
		update.Fields = append(update.Fields, FieldChange{"confidence", was, now})
		edit.Confidence = &c.Confidence
	}
	for column, same := range map[string]bool{
		"start, end":  c.Start == known.Start && c.End == known.End && c.DocumentSHA256 == known.DocumentSHA256,
		"annotator":   c.LabelID != known.LabelID || c.PersonID == known.PersonID,
		"status":      c.Status == known.Status,
		"final_label": c.FinalLabelID == known.FinalLabelID,
		"reviewer":    c.ReviewerID == known.ReviewerID,
		"reviewed_at": c.ReviewedAt.Equal(known.ReviewedAt),
		"created_at":  c.CreatedAt.Equal(known.CreatedAt),

		"first_claim_id": c.FirstID == known.FirstID,
	} {
		if !same && !slices.Contains(im.report.Kept, column) {
			im.report.Kept = append(im.report.Kept, column)
		}
	}
	slices.Sort(im.report.Kept)
	if len(update.Fields) == 0 {
		im.report.Existing++
		return nil
	}
	if r.olderThan(known) {
		im.report.Left = append(im.report.Left, update)
		return nil
	}
	im.report.Updated = append(im.report.Updated, update)
	var err error
	if c.LabelID, err = im.labelMade(c.LabelID, r.Label, r.Meaning); err != nil {
		return err
	}
	return im.editClaim(known.ID, edit)
}

// olderThan tells whether a claim was changed here after a row was written, as exactly as the row says when: programs
// cut times to seconds, minutes and days.
func (r *ImportedClaim) olderThan(known Claim) bool {
	at := r.UpdatedAt.UTC()
	exactly := time.Millisecond
	switch hour, minute, second := at.Clock(); {
	case at.IsZero():
		return false
	case hour == 0 && minute == 0 && second == 0 && at.Nanosecond() == 0:
		exactly = 24 * time.Hour
	case second == 0 && at.Nanosecond() == 0:
		exactly = time.Minute
	case at.Nanosecond() == 0:
		exactly = time.Second
	}
	return known.UpdatedAt.UTC().Truncate(exactly).After(at)
}

func confidenceText(f *float64) string {
	if f == nil {
		return ""
	}
	return strconv.FormatFloat(*f, 'g', -1, 64)
}

// fill leaves what the row does not say as it is.
func (r *ImportedClaim) fill(c *Claim, before Claim) {
	for _, f := range []struct {
		column    string
		cell, was *string
	}{
		{"label", &c.LabelID, &before.LabelID},
		{"statement", &c.Statement, &before.Statement},
		{"claimant", &c.Claimant, &before.Claimant},
		{"claim_date", &c.ClaimDate, &before.ClaimDate},
		{"claim_type", &c.ClaimType, &before.ClaimType},
		{"note", &c.Note, &before.Note},
		{"final_label", &c.FinalLabelID, &before.FinalLabelID},
	} {
		if !r.Columns.has(f.column) || f.column == "label" && isNothing(r.Label) && *f.cell == "" {
			*f.cell = *f.was
		}
	}
	if !r.Columns.has("annotator") {
		c.PersonID = before.PersonID
		if before.LabellerID != "" {
			c.PersonID = before.LabellerID
		}
	}
	if !r.Columns.has("confidence") {
		c.Confidence = before.Confidence
	}
	if !r.Columns.has("reviewer") {
		c.ReviewerID = before.ReviewerID
	}
	if !r.Columns.has("reviewed_at") {
		c.ReviewedAt = before.ReviewedAt
	}
	if r.CreatedAt.IsZero() {
		c.CreatedAt = before.CreatedAt
	}
	c.UpdatedAt = before.UpdatedAt // it says when, not what
	if c.FirstID = r.FirstClaimID; !r.Columns.has("first_claim_id") {
		c.FirstID = before.FirstID
	}
	if r.Status == "" {
		c.Status = before.Status
	}
}

// sameHands keeps who made and reviewed a known claim where the row names the
// same person by another name. A row's annotator is who gave its label.
func (im *importing) sameHands(c *Claim, known Claim) error {
	if c.LabelID == known.LabelID {
		c.Corrected, c.LabelledAt = known.Corrected, known.LabelledAt
		if known.LabellerID != "" && c.PersonID != unknownID {
			same, err := db.SamePerson(im.transaction.Querier, c.PersonID, known.LabellerID)
			if err != nil {
				return err
			}
			if same {
				c.PersonID, c.LabellerID = known.PersonID, known.LabellerID
			}
		}
	}
	for _, p := range []struct {
		said  *string
		known string
	}{{&c.PersonID, known.PersonID}, {&c.ReviewerID, known.ReviewerID}} {
		if *p.said == p.known || *p.said == "" || *p.said == unknownID || p.known == "" {
			continue
		}
		same, err := db.SamePerson(im.transaction.Querier, *p.said, p.known)
		if err != nil {
			return err
		}
		if same {
			*p.said = p.known
		}
	}
	return nil
}
