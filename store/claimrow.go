package store

import (
	"time"

	"factmark/store/internal/db"
)

// Claim is a span of a document that says something checkable.
type Claim struct {
	ID, DocumentID       string
	Start, End           int    // code points, half open
	Quote                string // text[Start:End]
	Prefix, Suffix       string // up to 32 code points before and after
	DocumentSHA256       string
	LabelID              string // "" where it has no label yet
	Statement, Claimant  string
	ClaimDate, ClaimType string
	Note                 string
	Confidence           *float64 // 0 to 1; nil where it was not said
	Status               Status
	PersonID, Person     string // who made it
	CreatedAt, UpdatedAt time.Time
	FinalLabelID         string // "" until a review has settled it
	ReviewerID           string
	ReviewedAt           time.Time
	LabellerID, Labeller string    // who gave the label, where that is not who made the claim; else ""
	Corrected            bool      // the label has taken the place of another person's
	LabelledAt           time.Time // when the label was given, see wordTime; zero where that is not known
	FirstID              string    // the first appearance of what it says, by id, where it is linked with that; "" where it is that itself, or stands alone
}

// Row is the claim as a row of its table, which has no names of people.
func (c *Claim) Row() db.Row {
	var sure any
	if c.Confidence != nil {
		sure = *c.Confidence
	}
	var corrected any
	if c.Corrected {
		corrected = int64(1)
	}
	return db.Row{
		db.ClaimsID: c.ID, db.ClaimsDocumentID: c.DocumentID, db.ClaimsDocumentSHA256: c.DocumentSHA256,
		db.ClaimsStart: int64(c.Start), db.ClaimsEnd: int64(c.End), db.ClaimsQuote: c.Quote, db.ClaimsPrefix: c.Prefix, db.ClaimsSuffix: c.Suffix,
		db.ClaimsLabelID: db.OrNull(c.LabelID), db.ClaimsLabellerID: db.OrNull(c.LabellerID), db.ClaimsCorrected: corrected, db.ClaimsLabelledAt: db.FormatTime(c.LabelledAt),
		db.ClaimsStatement: c.Statement, db.ClaimsClaimant: c.Claimant, db.ClaimsClaimDate: c.ClaimDate, db.ClaimsClaimType: c.ClaimType,
		db.ClaimsConfidence: sure, db.ClaimsNote: c.Note, db.ClaimsStatus: string(c.Status),
		db.ClaimsFinalLabelID: db.OrNull(c.FinalLabelID), db.ClaimsReviewerID: db.OrNull(c.ReviewerID), db.ClaimsReviewedAt: db.FormatTime(c.ReviewedAt),
		db.ClaimsPersonID: c.PersonID, db.ClaimsCreatedAt: db.FormatTime(c.CreatedAt), db.ClaimsUpdatedAt: db.FormatTime(c.UpdatedAt),
		db.ClaimsFirstClaimID: db.OrNull(c.FirstID),
	}
}

// ClaimOf gives the claim of a row, without people's names.
func ClaimOf(r db.Row) Claim {
	c := Claim{
		ID: r.Text(db.ClaimsID), DocumentID: r.Text(db.ClaimsDocumentID), DocumentSHA256: r.Text(db.ClaimsDocumentSHA256),
		Start: r.Number(db.ClaimsStart), End: r.Number(db.ClaimsEnd),
		Quote: r.Text(db.ClaimsQuote), Prefix: r.Text(db.ClaimsPrefix), Suffix: r.Text(db.ClaimsSuffix),
		LabelID: r.Text(db.ClaimsLabelID), LabellerID: r.Text(db.ClaimsLabellerID), Corrected: r.Number(db.ClaimsCorrected) == 1,
		LabelledAt: r.Time(db.ClaimsLabelledAt),
		Statement:  r.Text(db.ClaimsStatement), Claimant: r.Text(db.ClaimsClaimant),
		ClaimDate: r.Text(db.ClaimsClaimDate), ClaimType: r.Text(db.ClaimsClaimType),
		Note: r.Text(db.ClaimsNote), Status: Status(r.Text(db.ClaimsStatus)),
		FinalLabelID: r.Text(db.ClaimsFinalLabelID), ReviewerID: r.Text(db.ClaimsReviewerID), ReviewedAt: r.Time(db.ClaimsReviewedAt),
		PersonID: r.Text(db.ClaimsPersonID), CreatedAt: r.Time(db.ClaimsCreatedAt), UpdatedAt: r.Time(db.ClaimsUpdatedAt),
		FirstID: r.Text(db.ClaimsFirstClaimID),
	}
	if f, ok := r[db.ClaimsConfidence].(float64); ok {
		c.Confidence = &f
	}
	return c
}
