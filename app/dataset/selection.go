package dataset

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"factmark/store"
)

// Selection is what an export is made of: the claims in scope with their documents, as they are at one moment. What a
// format does not hold of them is counted in the report while they are read.
type Selection struct {
	Options Options
	Labels  []store.Label

	ctx      context.Context
	store    *store.Store // for what is measured of it; all else comes from export
	export   *store.Export
	places   *store.Places
	format   *Format
	report   *Report
	losses   *losses
	meanings map[string]string // of labels, by name
	names    map[string]string // that people are shown with, by id
	parts    map[string]string // “train”, “dev” or “test”, by document id

	walked bool // the claims were counted
}

// newSelection is what a format writes in an export.
func newSelection(ctx context.Context, st *store.Store, e *store.Export, format *Format, o Options, report *Report, lost *losses) *Selection {
	s := &Selection{Options: o, Labels: e.Labels, ctx: ctx, store: st, export: e, places: e.Places(), format: format, report: report, losses: lost,
		meanings: map[string]string{}, names: shownNames(e.People, o.Pseudonyms)}
	for _, l := range e.Labels {
		s.meanings[l.Name] = l.Meaning
	}
	return s
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

// Text is what the claim says: its statement, where that is more than white space, otherwise its quote.
func (c *Claim) Text() string {
	if strings.TrimSpace(c.Statement) != "" {
		return c.Statement
	}
	return c.Quote
}

// Evidence is a row of claim_evidence. Start and End are code points, half open, and have no meaning where DocumentID is "".
type Evidence struct {
	ID, ClaimID                                string
	Set                                        int
	Stance                                     string // supports, refutes or context
	DocumentID, Document, DocumentSHA256       string
	Start, End                                 int
	Quote, Prefix, Suffix                      string
	URL, Note, Annotator, CreatedAt, UpdatedAt string
	Published, ArchiveURL, Locator             string
	SharedFrom                                 string // the linked claim that it was added to, "" for the claim's own
	Placed                                     bool   // it lies in its document's present text
}

// Decision is what one person said of a claim in a review.
type Decision struct {
	ID, ClaimID, SessionID, Person, Kind, Label, Comment, CreatedAt, UpdatedAt string
	Seconds                                                                    float64
}

// EachRow gives the cells of every claim in scope, in the order of store.LabelledColumns and of the view. The slice is used
// again for the next.
func (s *Selection) EachRow(do func(cells []string) error) error {
	look := s.look()
	if !s.Options.Pseudonyms { // the view has the names
		return s.export.EachClaim(func(cells []string) error {
			if _, err := look(cells); err != nil {
				return err
			}
			return do(cells)
		})
	}
	return s.export.EachClaimWithPeople(func(cells []string, annotator, reviewer string) error {
		if _, err := look(cells); err != nil {
			return err
		}
		cells[cellAnnotator], cells[cellReviewer] = s.names[annotator], s.names[reviewer]
		return do(cells)
	})
}

var (
	cellAnnotator = slices.Index(store.LabelledColumns, "annotator")
	cellReviewer  = slices.Index(store.LabelledColumns, "reviewer")
)

// EachClaim gives every claim in scope, in document and span order, with its evidence and decisions. The claim is used again for
// the next, and its slices are not.
func (s *Selection) EachClaim(do func(d *Document, c *Claim) error) error {
	documents := s.documents()
	counting := !s.walked
	look := s.look()
	at := -1
	var c Claim
	each := s.export.EachWhole
	if s.Options.Pseudonyms {
		each = s.export.EachWholeWithPeople
	}
	return each(func(whole *store.ExportedClaim) error {
		holds, err := look(whole.Cells)
		if err != nil {
			return err
		}
		c = claimOf(whole.Cells)
		for at < 0 || documents[at].ID != c.DocumentID {
			at++
		}
		d := &documents[at]
		c.Placed = holds && c.DocumentSHA256 == d.SHA256
		c.FinalMeaning = s.meanings[c.FinalLabel]
		if s.Options.Pseudonyms {
			c.Annotator, c.Reviewer = s.names[whole.AnnotatorID], s.names[whole.ReviewerID]
		}
		s.complete(&c, whole)
		if counting {
			s.countEvidence(&c)
		}
		return do(d, &c)
	})
}

// look gives what looks at the cells of a row before they are written, and tells whether the quote stands at its place. The first
// walk through the claims counts them and what the format does not hold.
func (s *Selection) look() func(cells []string) (holds bool, err error) {
	counting := !s.walked
	s.walked = true
	type missing struct {
		cell   int
		common string // what most claims have, which is no loss
		loss   *Loss
	}
	var lost []missing
	for i, column := range store.LabelledColumns {
		if counting && column != "offset_unit" && !slices.Contains(s.format.Holds, column) {
			lost = append(lost, missing{i, commonCells[column], s.losses.of(FieldWords(column), "", "claim")})
		}
	}
	return func(cells []string) (bool, error) {
		holds, err := s.places.Hold(s.ctx, cells)
		if err != nil || !counting {
			return holds, err
		}
		if !holds {
			s.report.Misplaced = append(s.report.Misplaced, cells[0])
		}
		for _, cell := range cells {
			if strings.IndexByte(cell, 0) >= 0 {
				s.report.NUL = append(s.report.NUL, cells[0])
				break
			}
		}
		for i := range lost {
			if cell := cells[lost[i].cell]; cell != "" && cell != lost[i].common {
				lost[i].loss.add(cells[0])
			}
		}
		if s.report.Rows++; s.Options.Progress != nil && s.report.Rows%progressStep == 0 {
			s.Options.Progress(s.report.Rows)
		}
		return holds, nil
	}
}

// commonCells are the cells of columns that say nothing more than an empty one would.
var commonCells = map[string]string{"meaning": "none", "supporting": "0", "refuting": "0", "status": string(store.StatusOpen)}

// countEvidence counts a claim's evidence and decisions, and what of its evidence the format does not hold.
func (s *Selection) countEvidence(c *Claim) {
	s.report.Evidence += len(c.Evidence)
	s.report.Decisions += len(c.Decisions)
	if len(c.Evidence) == 0 || !s.holds("evidence") {
		return
	}
	some := func(field string, has func(e Evidence) bool) {
		if !s.holds(field) && slices.ContainsFunc(c.Evidence, has) {
			s.losses.of(FieldWords(field), "", "claim").add(c.ID)
		}
	}
	some("evidence_id", func(Evidence) bool { return true })
	some("evidence_set", func(e Evidence) bool { return e.Set != c.Evidence[0].Set })
	some("evidence_note", func(e Evidence) bool { return e.Note != "" })
	some("evidence_source", func(e Evidence) bool { return e.URL != "" || e.Published != "" || e.ArchiveURL != "" })
}

func (s *Selection) holds(field string) bool { return slices.Contains(s.format.Holds, field) }

// countRest counts what the format does not hold beside the rows of claims, whether it asked for it or not.
func (s *Selection) countRest() error {
	named := func(field string) func(string) { return s.losses.of(FieldWords(field), "", "claim").add }
	if !s.holds("evidence") {
		if err := s.export.WithEvidence(named("evidence")); err != nil {
			return err
		}
	}
	if !s.holds("decisions") {
		if err := s.export.WithDecisions(named("decisions")); err != nil {
			return err
		}
	}
	if !s.holds("label_set") {
		s.losses.of(FieldWords("label_set"), "", "label").N = len(s.export.Labels)
	}
	located, err := s.export.Located()
	for _, d := range s.export.Documents {
		if !s.holds("text") {
			s.losses.of(FieldWords("text"), "", "document").N++
		}
		if !s.holds("document_details") && (located[d.SHA256] || d.Author != "" || d.Language != "" || d.Tags != "" || d.Note != "" || d.Stated != "" || d.FileName != "") {
			s.losses.of(FieldWords("document_details"), "", "document").N++
		}
	}
	return err
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
		all[i] = Document{d, s.parts[d.ID]}
	}
	return all
}

// documentsByID gives the documents in scope by their ids.
func (s *Selection) documentsByID() map[string]*store.Document {
	documents := make(map[string]*store.Document, len(s.export.Documents))
	for i := range s.export.Documents {
		documents[s.export.Documents[i].ID] = &s.export.Documents[i]
	}
	return documents
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

// EachEvidence gives the evidence of every claim in scope, in the order of the view claim_evidence; it takes less time than EachClaim.
func (s *Selection) EachEvidence(do func(e *Evidence) error) error {
	return s.export.EachEvidence(func(claimID string, piece *store.ExportedEvidence) error {
		e := s.evidenceOf(claimID, piece)
		return do(&e)
	})
}

func (s *Selection) evidenceOf(claimID string, e *store.ExportedEvidence) Evidence {
	piece := Evidence{ID: e.ID, ClaimID: claimID, Set: e.Set, Stance: string(e.Stance), DocumentID: e.DocumentID, Document: e.Document, DocumentSHA256: e.DocumentSHA256,
		Start: e.Start, End: e.End, Quote: e.Quote, Prefix: e.Prefix, Suffix: e.Suffix, URL: e.URL, Note: e.Note, Annotator: s.names[e.PersonID], CreatedAt: e.Created,
		UpdatedAt: e.Updated, Published: e.Published, ArchiveURL: e.ArchiveURL, Locator: e.Locator, Placed: e.Placed()}
	if e.Evidence.ClaimID != claimID {
		piece.SharedFrom = e.Evidence.ClaimID
	}
	return piece
}

// complete adds a claim's evidence and decisions.
func (s *Selection) complete(c *Claim, whole *store.ExportedClaim) {
	for i := range whole.Evidence {
		c.Evidence = append(c.Evidence, s.evidenceOf(c.ID, &whole.Evidence[i]))
	}
	for _, d := range whole.Decisions {
		said := Decision{ID: d.ID, ClaimID: c.ID, SessionID: d.SessionID, Person: s.names[d.PersonID], Kind: string(d.Kind), Comment: d.Comment,
			CreatedAt: d.Created, UpdatedAt: d.Updated, Seconds: d.Seconds}
		if i := slices.IndexFunc(s.Labels, func(l store.Label) bool { return l.ID == d.LabelID }); i >= 0 {
			said.Label = s.Labels[i].Name
		}
		c.Decisions = append(c.Decisions, said)
	}
}

// Text is a document's present text.
func (s *Selection) Text(d *Document) (string, error) { return s.export.Text(d.SHA256) }

// Locators say which parts of its file the parts of a document's present text come from.
func (s *Selection) Locators(d *Document) ([]store.Locator, error) {
	return s.export.Locators(d.SHA256)
}

// TextOf is a text by its SHA-256, for evidence in documents that are out of scope; "" where it is not at hand.
func (s *Selection) TextOf(sum string) (string, error) {
	text, err := s.export.Text(sum)
	if errors.Is(err, store.ErrDamaged) {
		return "", nil
	}
	return text, err
}

// Lose counts in the report what the format cannot hold of a claim, beyond the fields that it does not hold at all. what
// is a noun in the singular, such as “overlapping span”; why is a clause: “tokens have one label”.
func (s *Selection) Lose(what, why, claimID string) { s.losses.of(what, why, "").add(claimID) }
