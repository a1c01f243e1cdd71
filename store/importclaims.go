package store

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"factmark/store/internal/db"
	"factmark/store/internal/doctext"
)

// ImportedClaim is one row of labelled_claims read back. Line is where it
// stands in its file, for messages. Start and End are code points. Zero times
// mean that they were not said.
type ImportedClaim struct {
	Line                                   int    `json:"-"`
	DocumentID                             string `json:"-"` // as the dataset has it; "" where it is not said
	ClaimID, DocumentSHA256, DocumentTitle string
	Start, End                             int
	Quote, Label, Meaning, Statement       string
	Prefix, Suffix                         string `json:"-"` // matter only where the text is not at hand
	Claimant, ClaimDate, ClaimType         string
	Confidence                             *float64
	Note, Annotator, Status                string
	CreatedAt, UpdatedAt                   time.Time
	FinalLabel, Reviewer                   string
	ReviewedAt                             time.Time
	FirstClaimID                           string   `json:"-"`
	Model                                  string   `json:"-"` // what suggests it; a row with one is a suggestion and no claim
	Score                                  *float64 `json:"-"` // of a suggestion, from 0 to 1 where the model says it
	Columns                                Columns  `json:"-"` // those that the row's table has
}

// Columns is a set of LabelledColumns, a bit each. The empty set stands for all of them.
type Columns uint64

// ColumnsOf gives the set of the columns with these names, which must be among LabelledColumns.
func ColumnsOf(names ...string) (set Columns) {
	for _, name := range names {
		set |= 1 << slices.Index(LabelledColumns, name)
	}
	return set
}

func (set Columns) has(name string) bool { return set == 0 || set&ColumnsOf(name) != 0 }

// ImportOptions say how claims are imported.
type ImportOptions struct {
	Update      bool                  // claims that are here already are changed to what their rows say
	SkipBadRows bool                  // rows that don't fit are left out; otherwise one of them refuses all
	DryRun      bool                  // nothing is written, and bad rows are reported
	Progress    func(done, total int) // told of rows, may be nil
}

// ImportReport is what became of imported claims. Differing are the ids of
// claims that were here already with other content and were left as they are;
// NewLabels and NewPeople are names.
type ImportReport struct {
	Added, Existing      int
	Recognised           int // of the existing ones: those found by place, label and annotator, as their id is not known
	Unidentified         int // rows whose id identifies nothing: a rounded number, or that of other passages too
	Cut                  int // rows whose span begins or ends inside a grapheme cluster
	Trimmed              int // rows whose span had white space at an end, which is left out
	Unlinked             int // rows whose first_claim_id names no claim that is here; they stand alone
	Differing            []string
	Updated              []ClaimUpdate
	Left                 []ClaimUpdate // what rows say otherwise of claims that were changed here since: it is left
	Kept                 []string      // columns in which rows of updated claims differ, and which an update doesn't change
	Bad                  []BadRow      // rows that were left out
	NewLabels, NewPeople []string

	DifferingLabels                       []string // names of labels that are here with another meaning, and were left
	DocumentsAdded, DocumentsExisting     int      // of the texts that came along
	EvidenceAdded, EvidenceExisting       int
	EvidenceUnplaced                      int      // of the added: its passage is not in its document's present text
	EvidenceUpdated                       int      // changed to what it is said to be
	DifferingEvidence                     []string // ids of evidence that was here already with other content, and was left
	DecisionsAdded, DecisionsExisting     int
	DifferingDecisions                    []string // likewise
	SessionsAdded                         int      // review sessions that were made for decisions
	SuggestionsAdded, SuggestionsExisting int
}

// BadRow is a row that can't be imported. Line is 0 where it stands in no line.
type BadRow struct {
	Line int
	Err  error // ErrMismatch, ErrInvalid or ErrNotFound
}

func (b BadRow) String() string {
	if b.Line == 0 {
		return b.Err.Error()
	}
	return fmt.Sprintf("line %d: %v", b.Line, b.Err)
}

// BadRowsError is the rows because of which nothing was imported, at least one.
type BadRowsError struct{ Rows []BadRow }

func (e *BadRowsError) Error() string {
	first := e.Rows[0].String()
	if more := len(e.Rows) - 1; more > 0 {
		first += " (and " + db.Counted(more, "more row that doesn't fit", "more rows that don't fit") + ")"
	}
	return first + "; nothing was added"
}

func (e *BadRowsError) Unwrap() error { return e.Rows[0].Err }

// ClaimUpdate is what a row changes of a claim that is here.
type ClaimUpdate struct {
	Line      int
	ID, Quote string
	Fields    []FieldChange
}

// FieldChange is a cell before and after; Column is one of LabelledColumns.
type FieldChange struct{ Column, Before, After string }

// ImportClaims adds labelled claims in one action. Rows that don't fit refuse
// all of them with a *BadRowsError, unless they are to be skipped. A claim finds its
// document by SHA-256, or by title where it has none, and keeps its id; one
// without an id gets one from what it says, so that the same file read twice
// adds nothing. Where a row's id or that of a claim here is not one of ours, as
// after a tool has cut or numbered them, the same place, label and annotator
// make them the same claim. An id never makes a row that of a claim on other words.
func (s *Store) ImportClaims(ctx context.Context, rows []ImportedClaim, options ImportOptions) (ImportReport, error) {
	return s.ImportDataset(ctx, Dataset{Claims: rows}, options)
}

// linkedRow is a claim that the import has made, and the first appearance that its row names.
type linkedRow struct{ id, first string }

// unknownID stands for the id of a label or person that a row names and the
// workspace doesn't have. It is replaced before a row is written, so that a row
// which adds nothing makes no label and no person either.
const unknownID = "?"

// claimRow imports a row.
func (im *importing) claimRow(r *ImportedClaim) error {
	if err := r.check(); err != nil {
		return err
	}
	if err := im.normalID(&r.ClaimID); err != nil {
		return err
	}
	if isNothing(r.FirstClaimID) {
		r.FirstClaimID = ""
	}
	if err := im.normalID(&r.FirstClaimID); err != nil {
		return err
	}
	said := r.ClaimID
	c, err := im.claim(r)
	if err != nil {
		return err
	}
	before, err := im.known(r, c)
	if err != nil {
		return err
	}
	if said != "" {
		im.ids[said] = c.ID
	}
	if c.Start != r.Start || c.End != r.End {
		im.report.Trimmed++
	}
	if before != nil {
		im.at = c.ID
		return im.compare(r, c, before)
	}
	if err := im.fits(db.Claims, c.Row()); err != nil {
		return err
	}
	if err := im.create(c, r); err != nil {
		return err
	}
	im.report.Added++
	im.added[c.ID], im.at = true, c.ID
	if r.FirstClaimID != "" {
		im.linked = append(im.linked, linkedRow{c.ID, r.FirstClaimID})
	}
	return im.Save(db.Claims, nil, c.Row())
}

// link links the claims that were made, once all rows are read: a first appearance may stand in a later row than those that name it.
func (im *importing) link() error {
	for _, l := range im.linked {
		first := l.first
		if id, is := im.ids[first]; is {
			first = id
		}
		there, err := im.Read(db.Claims, first)
		if err != nil {
			return err
		}
		if there == nil || first == l.id {
			im.report.Unlinked++
			continue
		}
		before, err := im.Existing(db.Claims, l.id)
		if err != nil {
			return err
		}
		after := slices.Clone(before)
		after[db.ClaimsFirstClaimID] = first
		if err := im.Save(db.Claims, before, after); err != nil {
			return err
		}
	}
	if len(im.linked) == 0 {
		return nil
	}
	return SettleLinks(im.transaction.Transaction, nil, nil, im.Save)
}

// check finds texts that no column can hold.
func (r *ImportedClaim) check() error {
	for _, cell := range []struct{ column, Text string }{
		{"claim_id", r.ClaimID}, {"label", r.Label}, {"statement", r.Statement}, {"claimant", r.Claimant}, {"claim_date", r.ClaimDate},
		{"claim_type", r.ClaimType}, {"note", r.Note}, {"annotator", r.Annotator}, {"final_label", r.FinalLabel}, {"reviewer", r.Reviewer}, {"first_claim_id", r.FirstClaimID},
	} {
		if what := db.NotText(cell.Text); what != "" {
			return db.Failf(db.ErrInvalid, "the %s holds %s", cell.column, what)
		}
	}
	if r.ClaimID != "" && !db.SoundID(r.ClaimID) { // no merge would take it in
		return db.Failf(db.ErrInvalid, "the claim_id %q is longer than %d bytes or holds characters that an id cannot have", db.Shorten(r.ClaimID), db.LongestID)
	}
	if r.Status != "" && !oneOf(Status(r.Status), StatusOpen, StatusUnanimous, StatusAdjudicated, StatusUnresolved, StatusRejected, StatusOrphaned) {
		return db.Failf(db.ErrInvalid, "%q is no status of a claim", db.Shorten(r.Status))
	}
	return nil
}

// claim makes of a row what it would be here.
func (im *importing) claim(r *ImportedClaim) (*Claim, error) {
	c, err := im.place(r)
	if err != nil {
		return nil, err
	}
	if c.Confidence, err = confidence(r.Confidence); err != nil {
		return nil, err
	}
	return c, im.complete(c, r)
}

// place finds the document of a row, and checks its span and quote against the text that it was made on; where that is
// an earlier one, the row becomes that of an orphan.
func (im *importing) place(r *ImportedClaim) (*Claim, error) {
	documentID, err := im.document(r)
	if err != nil {
		return nil, err
	}
	sum, t, err := im.text(documentID)
	if err != nil {
		return nil, err
	}
	earlier := r.DocumentSHA256 != "" && !strings.EqualFold(r.DocumentSHA256, sum)
	if earlier {
		sum, r.Status = strings.ToLower(r.DocumentSHA256), string(StatusOrphaned)
		if known, err := db.HasText(im.transaction.Querier, sum); err != nil {
			return nil, err
		} else if !known {
			return r.adrift(documentID, sum)
		}
		if t, err = im.indexedText(sum); err != nil {
			return nil, err
		}
	}
	if !t.Has(r.Start, r.End) {
		return nil, db.Failf(db.ErrMismatch, "the span %d to %d does not lie in the document, which has %s", r.Start, r.End, db.Characters(t.Length))
	}
	there := t.Slice(r.Start, r.End)
	switch {
	case r.Quote == "" && r.DocumentSHA256 == "":
		return nil, db.Failf(db.ErrMismatch, "there is neither a quote nor a document_sha256 to check the span by")
	case r.Quote != "" && !sameQuote(r.Quote, there):
		return nil, db.Failf(db.ErrMismatch, "the quote %q is not what stands at %d to %d: %q", db.Shorten(r.Quote), r.Start, r.End, db.Shorten(there))
	}
	if before, after := t.Around(r.Start, r.End); r.DocumentSHA256 == "" && !(agree(before, r.Prefix, strings.HasSuffix) && agree(after, r.Suffix, strings.HasPrefix)) {
		return nil, db.Failf(db.ErrMismatch, "%q stands at %d to %d, but not between what the row gives as prefix and suffix: the text may be another version", db.Shorten(there), r.Start, r.End)
	}
	c := r.unplaced(documentID, sum)
	if err := c.cut(t, r.Start, r.End); err != nil {
		return nil, err
	}
	if t.CutsLetter(c.Start) || t.CutsLetter(c.End) {
		im.report.Cut++
	}
	return c, nil
}

// agree tells whether what a row says stands beside its span does, white space
// being any; it may say more or less of it, or nothing.
func agree(there, said string, nearest func(s, part string) bool) bool {
	there, said = strings.Join(strings.Fields(there), ""), strings.Join(strings.Fields(said), "")
	return nearest(there, said) || nearest(said, there)
}

// adrift makes a claim of a row about an earlier version that is not here: an
// orphan, with all that the row says of its place.
func (r *ImportedClaim) adrift(documentID, sum string) (*Claim, error) {
	if contentIDOf(sum) == "" {
		return nil, db.Failf(db.ErrInvalid, "%q is no SHA-256", db.Shorten(r.DocumentSHA256))
	}
	if r.Start < 0 || r.End-r.Start != utf8.RuneCountInString(r.Quote) || r.Quote == "" {
		return nil, db.Failf(db.ErrMismatch, "the span %d to %d is not as long as its quote %q", r.Start, r.End, db.Shorten(r.Quote))
	}
	if what := cmp.Or(db.NotText(r.Quote), db.NotText(r.Prefix), db.NotText(r.Suffix)); what != "" {
		return nil, db.Failf(db.ErrInvalid, "its quote, prefix or suffix holds %s", what)
	}
	c := r.unplaced(documentID, sum)
	c.Start, c.End, c.Quote, c.Prefix, c.Suffix = r.Start, r.End, r.Quote, r.Prefix, r.Suffix
	return c, nil
}

// unplaced is the claim of a row without its span, confidence and names.
func (r *ImportedClaim) unplaced(documentID, sum string) *Claim {
	return &Claim{ID: r.ClaimID, DocumentID: documentID, DocumentSHA256: sum, Statement: r.Statement, Claimant: r.Claimant,
		ClaimDate: r.ClaimDate, ClaimType: r.ClaimType, Note: r.Note, Status: Status(r.Status),
		CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt, ReviewedAt: r.ReviewedAt}
}

// sameQuote tells whether a quote is what stands in the text, but for white space at
// its ends, which is left out, and for line ends, which programs write in ways of their own.
func sameQuote(quote, there string) bool {
	if quote == there {
		return true
	}
	lines := strings.NewReplacer("\r\n", "\n", "\r", "\n")
	return strings.TrimSpace(lines.Replace(quote)) == strings.TrimSpace(lines.Replace(there))
}

// complete finds whom and which labels a row names, and fills in what it does not say.
func (im *importing) complete(c *Claim, r *ImportedClaim) (err error) {
	if c.LabelID, err = im.label(r.Label); err != nil {
		return err
	}
	if c.FinalLabelID, err = im.label(r.FinalLabel); err != nil {
		return err
	}
	if c.PersonID, err = im.someone(r.Annotator); err != nil {
		return err
	}
	if r.Reviewer != "" || !r.ReviewedAt.IsZero() {
		if c.ReviewerID, err = im.someone(r.Reviewer); err != nil {
			return err
		}
	}
	if c.ID == "" {
		if c.ID, err = r.contentID(c); err != nil {
			return err
		}
	}
	if c.Status == "" {
		c.Status = StatusOpen
	}
	if c.CreatedAt.IsZero() {
		c.CreatedAt = im.At
	}
	if c.UpdatedAt.IsZero() {
		c.UpdatedAt = c.CreatedAt
	}
	if c.LabelID != "" { // no sooner, as far as the row tells
		c.LabelledAt = c.UpdatedAt
	}
	return nil
}

// contentID is the id of a claim whose row has none, the same for the same row.
func (r *ImportedClaim) contentID(c *Claim) (string, error) {
	said := *r
	said.ClaimID, said.DocumentSHA256, said.DocumentTitle, said.Quote = "", c.DocumentSHA256, "", c.Quote
	said.Start, said.End = c.Start, c.End
	for _, name := range []*string{&said.Label, &said.Annotator, &said.FinalLabel, &said.Reviewer} {
		*name = strings.TrimSpace(*name)
	}
	image, err := json.Marshal(said)
	if err != nil {
		return "", db.Failf(db.ErrInvalid, "a time in it is not one")
	}
	return doctext.ContentID(sha256.Sum256(image)), nil
}

// create makes the labels and people that a new claim needs and the workspace does not have.
func (im *importing) create(c *Claim, r *ImportedClaim) (err error) {
	if c.LabelID, err = im.labelMade(c.LabelID, r.Label, r.Meaning); err != nil {
		return err
	}
	if c.FinalLabelID, err = im.labelMade(c.FinalLabelID, r.FinalLabel, ""); err != nil {
		return err
	}
	if c.PersonID, err = im.personMade(c.PersonID, r.Annotator); err != nil {
		return err
	}
	c.ReviewerID, err = im.personMade(c.ReviewerID, r.Reviewer)
	return err
}
