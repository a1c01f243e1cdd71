package dataset

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"factmark/store"
)

// Selection is what an export is made of: the claims in scope with their documents, as they are at one moment. What a
// format does not hold of them is counted in the report while they are read.
type Selection struct {
	Options Options
	Labels  []store.Label

	ctx    context.Context
	export *store.Export
	places *store.Places
	format *Format
	report *Report
}

// Document is a document in scope.
type Document struct {
	store.Document
	Split string // "train", "dev" or "test" where the export is split, otherwise ""
}

// Claim is a row of labelled_claims with its evidence and decisions. Times are RFC 3339 in UTC.
type Claim struct {
	ID, DocumentID, Document, Publisher, Published, SourceURL, DocumentSHA256 string
	Start, End                                                                int // code points, half open
	Quote, Prefix, Suffix                                                     string
	Label, Meaning, FineLabel                                                 string
	Statement, Claimant, ClaimDate, ClaimType                                 string
	Confidence                                                                string // a number from 0 to 1, or ""
	Note                                                                      string
	Supporting, Refuting                                                      int
	Annotator, Status, CreatedAt, UpdatedAt                                   string
	FinalLabel, Reviewer, ReviewedAt, Locator, FirstClaimID                   string
	FinalMeaning                                                              string // of the label that a review has settled, "" where none has

	Placed    bool // the span lies in the document's present text; an orphan's does not
	Evidence  []Evidence
	Decisions []Decision
}

// Text is what the claim says: its statement, otherwise its quote.
func (c *Claim) Text() string {
	if c.Statement != "" {
		return c.Statement
	}
	return c.Quote
}

// Evidence is a row of claim_evidence. Start and End are code points, half open, and have no meaning where DocumentID is "".
type Evidence struct {
	ID, ClaimID                                       string
	Set                                               int
	Stance                                            string // supports, refutes or context
	DocumentID, Document, DocumentSHA256              string
	Start, End                                        int
	Quote, URL, Note, Annotator, CreatedAt, UpdatedAt string
	Published, ArchiveURL, Locator                    string
	SharedFrom                                        string // the linked claim that it was added to, "" for the claim's own
	Placed                                            bool   // it lies in its document's present text
}

// Decision is what one person said of a claim in a review.
type Decision struct {
	ID, ClaimID, SessionID, Person, Kind, Label, Comment, CreatedAt, UpdatedAt string
	Seconds                                                                    float64
}

// EachRow gives the cells of every claim in scope, in the order of store.LabelledColumns and of the view. The slice is used
// again for the next.
func (s *Selection) EachRow(do func(cells []string) error) error {
	return s.export.EachClaim(func(cells []string) error {
		holds, err := s.places.Hold(s.ctx, cells)
		if err != nil {
			return err
		}
		if !holds {
			s.report.Misplaced = append(s.report.Misplaced, cells[0])
		}
		if slices.ContainsFunc(cells, func(cell string) bool { return strings.IndexByte(cell, 0) >= 0 }) {
			s.report.NUL = append(s.report.NUL, cells[0])
		}
		if err := do(cells); err != nil {
			return err
		}
		if s.report.Rows++; s.Options.Progress != nil && s.report.Rows%progressStep == 0 {
			s.Options.Progress(s.report.Rows)
		}
		return nil
	})
}

// EachClaim gives every claim in scope, in document and span order. What it gives is used again for the next.
func (s *Selection) EachClaim(do func(d *Document, c *Claim) error) error {
	documents := s.documents()
	at := -1
	return s.EachRow(func(cells []string) error {
		c := claimOf(cells)
		for at < 0 || documents[at].ID != c.DocumentID {
			at++
		}
		d := &documents[at]
		c.Placed = c.DocumentSHA256 == d.SHA256
		if i := slices.IndexFunc(s.Labels, func(l store.Label) bool { return l.Name == c.FinalLabel }); i >= 0 {
			c.FinalMeaning = s.Labels[i].Meaning
		}
		if err := s.complete(&c); err != nil {
			return err
		}
		return do(d, &c)
	})
}

// EachDocument gives every document in scope with its claims in scope, those without claims too.
func (s *Selection) EachDocument(do func(d *Document, claims []Claim) error) error {
	documents := s.documents()
	at := 0
	var claims []Claim
	upTo := func(id string) error { // gives the documents before this one
		for ; at < len(documents) && documents[at].ID != id; at++ {
			if err := do(&documents[at], claims); err != nil {
				return err
			}
			claims = nil
		}
		return nil
	}
	err := s.EachClaim(func(d *Document, c *Claim) error {
		if err := upTo(d.ID); err != nil {
			return err
		}
		claims = append(claims, *c)
		return nil
	})
	if err != nil {
		return err
	}
	return upTo("")
}

func (s *Selection) documents() []Document {
	all := make([]Document, len(s.export.Documents))
	for i, d := range s.export.Documents {
		all[i].Document = d
	}
	s.report.Documents = len(all)
	return all
}

// claimOf gives a claim of the cells of its row.
func claimOf(cells []string) Claim {
	number := func(cell string) int {
		n, _ := strconv.Atoi(cell) // the columns are integers
		return n
	}
	return Claim{
		ID: cells[0], DocumentID: cells[1], Document: cells[2], Publisher: cells[3], Published: cells[4], SourceURL: cells[5], DocumentSHA256: cells[6],
		Start: number(cells[7]), End: number(cells[8]), Quote: cells[10], Prefix: cells[11], Suffix: cells[12], Label: cells[13], Meaning: cells[14],
		FineLabel: cells[15], Statement: cells[16], Claimant: cells[17], ClaimDate: cells[18], ClaimType: cells[19], Confidence: cells[20],
		Note: cells[21], Supporting: number(cells[22]), Refuting: number(cells[23]), Annotator: cells[24], Status: cells[25], CreatedAt: cells[26],
		UpdatedAt: cells[27], FinalLabel: cells[28], Reviewer: cells[29], ReviewedAt: cells[30], Locator: cells[31], FirstClaimID: cells[32],
	}
}

// complete adds a claim's evidence and decisions.
func (s *Selection) complete(c *Claim) error {
	all, err := s.export.Evidence(c.ID)
	if err != nil {
		return err
	}
	for _, e := range all {
		piece := Evidence{ID: e.ID, ClaimID: c.ID, Set: e.Set, Stance: string(e.Stance), DocumentID: e.DocumentID, Document: e.Document, DocumentSHA256: e.DocumentSHA256,
			Start: e.Start, End: e.End, Quote: e.Quote, URL: e.URL, Note: e.Note, Annotator: e.Person, CreatedAt: e.CreatedAt.Format(time.RFC3339Nano),
			UpdatedAt: e.UpdatedAt.Format(time.RFC3339Nano), Published: e.Published, ArchiveURL: e.ArchiveURL, Placed: e.Placed()}
		if e.ClaimID != c.ID {
			piece.SharedFrom = e.ClaimID
		}
		c.Evidence = append(c.Evidence, piece)
	}
	s.report.Evidence += len(all)
	return nil
}

// Text is a document's present text.
func (s *Selection) Text(d *Document) (string, error) { return s.export.Text(d.SHA256) }

// TextOf is a text by its SHA-256, for evidence in documents that are out of scope; "" where it is not at hand.
func (s *Selection) TextOf(sum string) (string, error) { return s.export.Text(sum) }

// Lose counts in the report what the format cannot hold of a claim, beyond the fields that it does not hold at all. what
// is a noun in the singular, such as “overlapping span”; why is a clause: “tokens have one label”.
func (s *Selection) Lose(what, why, claimID string) { s.report.lose(what, why, claimID) }
