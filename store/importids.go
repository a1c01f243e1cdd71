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

// checkIDs looks at the ids of all rows before any is imported. useless are the ids that identify no claim: rounded
// numbers, and those that rows of several passages share. contradictory are the rows, by index, that differ in what an
// update of one claim would change, each with the reason.
func checkIDs(rows []ImportedClaim, update bool) (useless map[string]bool, contradictory map[int]error) {
	first := make(map[string]int) // rows, by id
	useless, contradictory = make(map[string]bool), make(map[int]error)
	for i := range rows {
		r := &rows[i]
		at, seen := first[r.ClaimID]
		switch {
		case r.ClaimID == "" || r.Model != "": // a suggestion is no claim
		case rounded.MatchString(r.ClaimID):
			useless[r.ClaimID] = true
		case !seen:
			first[r.ClaimID] = i
		case rows[at].passage() != r.passage():
			useless[r.ClaimID] = true
		case update && (rows[at].Label != r.Label || rows[at].cells() != r.cells()):
			contradictory[i] = db.Failf(db.ErrMismatch, "line %d says otherwise of the same claim", rows[at].Line)
			contradictory[at] = db.Failf(db.ErrMismatch, "line %d says otherwise of the same claim", r.Line)
		}
	}
	for i := range contradictory {
		if useless[rows[i].ClaimID] {
			delete(contradictory, i)
		}
	}
	return useless, contradictory
}

// claimCells are what an update changes of a claim besides its label, to be compared.
type claimCells struct{ statement, claimant, claimDate, claimType, note, confidence string }

func (r *ImportedClaim) cells() claimCells {
	return claimCells{r.Statement, r.Claimant, r.ClaimDate, r.ClaimType, r.Note, confidenceText(r.Confidence)}
}

func (c *Claim) cells() claimCells {
	return claimCells{c.Statement, c.Claimant, c.ClaimDate, c.ClaimType, c.Note, confidenceText(c.Confidence)}
}

// sameWords tells whether a claim stands on the words of a row, wherever these are in the document now.
func sameWords(c, known *Claim) bool {
	return c.DocumentID == known.DocumentID && sameQuote(c.Quote, known.Quote)
}
