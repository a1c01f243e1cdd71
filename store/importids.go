package store

import (
	"regexp"

	"factmark/store/internal/db"
)

// passageOf is where a row says that its claim stands.
type passageOf struct {
	documentSHA256, documentTitle, quote string
	start, end                           int
}

func (r *ImportedClaim) passage() passageOf {
	return passageOf{r.DocumentSHA256, r.DocumentTitle, r.Quote, r.Start, r.End}
}

// rounded is what spreadsheets make of a long number: 4.34E+12.
var rounded = regexp.MustCompile(`^[0-9]([.,][0-9]+)?[eE][+-]?[0-9]+$`)

// look looks at the ids of all rows before any is imported. An id that is a rounded number, or stands on rows of several
// passages, identifies nothing, and is taken out. Rows that say different things of one claim by its id fit no update:
// they are given by their indexes, with the reason.
func (im *importing) rowsWithSharedIDs(rows []ImportedClaim) map[int]error {
	first := make(map[string]int) // rows, by id
	shared := make(map[string]bool)
	contradictory := make(map[int]error)
	for i := range rows {
		r := &rows[i]
		at, seen := first[r.ClaimID]
		switch {
		case r.ClaimID == "":
		case rounded.MatchString(r.ClaimID):
			shared[r.ClaimID] = true
		case !seen:
			first[r.ClaimID] = i
		case rows[at].passage() != r.passage():
			shared[r.ClaimID] = true
		case im.update && rows[at].saysOtherwise(r):
			contradictory[i] = db.Failf(db.ErrMismatch, "line %d says otherwise of the same claim", rows[at].Line)
			contradictory[at] = db.Failf(db.ErrMismatch, "line %d says otherwise of the same claim", r.Line)
		}
	}
	for i := range rows {
		if shared[rows[i].ClaimID] {
			rows[i].ClaimID = ""
			im.report.Unidentified++
			delete(contradictory, i)
		}
	}
	return contradictory
}

// saysOtherwise tells whether two rows differ in what an update changes.
func (r *ImportedClaim) saysOtherwise(other *ImportedClaim) bool {
	sure := (r.Confidence == nil) == (other.Confidence == nil) && (r.Confidence == nil || *r.Confidence == *other.Confidence)
	return !sure || r.Label != other.Label || r.Statement != other.Statement || r.Claimant != other.Claimant || r.ClaimDate != other.ClaimDate ||
		r.ClaimType != other.ClaimType || r.Note != other.Note
}

// sameWords tells whether a claim stands on the words of a row, wherever these are in the document now.
func sameWords(c, known *Claim) bool {
	return c.DocumentID == known.DocumentID && sameQuote(c.Quote, known.Quote)
}
