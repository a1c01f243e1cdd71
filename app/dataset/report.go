package dataset

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"factmark/app/format"
	"factmark/store"
)

// Report says what an export wrote, and what its format could not hold.
type Report struct {
	Rows      int // claims
	Documents int
	Evidence  int // pieces, those that linked claims share with each of them
	Decisions int
	Parts     Split // how many of the claims are for training, development and test; the zero value where it is not split
	Formulas  int   // text cells that a spreadsheet takes for formulas unless the export is spreadsheet-safe
	Lost      []Loss

	Conflicts  store.ConflictCounts // of merges, unresolved
	InConflict []string             // ids of the claims they concern
	Misplaced  []string             // ids of claims whose quote is not what stands at their place in the text
	NUL        []string             // ids of claims with a NUL character, which earlier versions let in and no program reads well
}

// Loss is a kind of thing that a format could not hold.
type Loss struct {
	What  string // a noun in the singular: “note”, “overlapping span”
	Why   string // a clause: “tokens have one label”; "" where the format has no place for it at all
	Whose string // what N counts where that is not What: “claim”, “document” or “label”
	N     int
	IDs   []string // of the first claims it concerns, at most mostLost
}

// mostLost is how many claims of one loss are named.
const mostLost = 1000

func (l *Loss) add(claimID string) {
	if l.N++; len(l.IDs) < mostLost && claimID != "" {
		l.IDs = append(l.IDs, claimID)
	}
}

// String says what is lost in a line: “note (12 claims)”, “overlapping span (3), as tokens have one label”.
func (l Loss) String() string {
	switch {
	case l.Whose != "":
		return fmt.Sprintf("%s (%s)", l.What, format.Plural(l.N, l.Whose))
	case l.Why == "":
		return fmt.Sprintf("%s (%s)", l.What, format.Thousands(l.N))
	}
	return fmt.Sprintf("%s (%s), as %s", l.What, format.Thousands(l.N), l.Why)
}

// losses are what an export loses, as it is counted.
type losses struct {
	all   []*Loss
	known map[[2]string]*Loss // by what and why
}

// of gives the count of a loss, which is made with the first.
func (l *losses) of(what, why, whose string) *Loss {
	key := [2]string{what, why}
	loss := l.known[key]
	if loss == nil {
		if l.known == nil {
			l.known = map[[2]string]*Loss{}
		}
		loss = &Loss{What: what, Why: why, Whose: whose}
		l.known[key] = loss
		l.all = append(l.all, loss)
	}
	return loss
}

// counted gives the losses there are: the fields in their order, then what else.
func (l *losses) counted() []Loss {
	var some []Loss
	for _, loss := range l.all {
		if loss.N > 0 {
			some = append(some, *loss)
		}
	}
	place := func(l Loss) int {
		i := slices.IndexFunc(Fields, func(field string) bool { return l.Why == "" && FieldWords(field) == l.What })
		if i < 0 {
			return len(Fields)
		}
		return i
	}
	slices.SortStableFunc(some, func(a, b Loss) int { return cmp.Compare(place(a), place(b)) })
	return some
}

// FieldWords is what one of Fields is called in a sentence.
func FieldWords(field string) string {
	if words := fieldWords[field]; words != "" {
		return words
	}
	return strings.ReplaceAll(field, "_", " ")
}

var fieldWords = map[string]string{
	"claim_id": "id of the claim", "document_id": "id of the document", "document": "title of the document", "publisher": "publisher of the document",
	"published": "date of the document", "source_url": "address of the document", "document_sha256": "SHA-256 of the text",
	"start": "beginning of the span", "end": "end of the span", "prefix": "text before the quote", "suffix": "text behind the quote",
	"meaning": "meaning of the label", "claim_type": "type of the claim", "claim_date": "date of the claim",
	"supporting": "number of supporting evidence", "refuting": "number of refuting evidence", "created_at": "time of making", "updated_at": "time of the last change",
	"reviewed_at": "time of review", "locator": "page or other place in the file", "first_claim_id": "link to the first appearance",
	"evidence_id": "ids of evidence", "evidence_set": "sets of evidence", "evidence_note": "notes of evidence", "evidence_source": "addresses, dates and copies of outside sources",
	"decisions": "decisions of reviews", "text": "text of the document", "document_details": "author, language, tags and other details",
	"label_set": "keys, colours and guidelines of labels",
}
