package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/google/uuid"
	"golang.org/x/text/unicode/norm"
)

// ImportedClaim is one row of labelled_claims read back. Line is where it
// stands in its file, for messages. Start and End are code points. Zero times
// mean that they were not said.
type ImportedClaim struct {
	Line                                   int `json:"-"`
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
	Columns                                Columns `json:"-"` // those that the row's table has
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
	Trimmed              int // rows whose span had white space at an end, which is left out
	Differing            []string
	Updated              []ClaimUpdate
	Kept                 []string // columns in which rows of updated claims differ, and which an update doesn't change
	Bad                  []BadRow // rows that were left out
	NewLabels, NewPeople []string
}

// BadRow is a row that can't be imported.
type BadRow struct {
	Line int
	Err  error // ErrMismatch, ErrInvalid or ErrNotFound
}

// BadRowsError is the rows because of which nothing was imported, at least one.
type BadRowsError struct{ Rows []BadRow }

func (e *BadRowsError) Error() string {
	first := fmt.Sprintf("line %d: %v", e.Rows[0].Line, e.Rows[0].Err)
	if more := len(e.Rows) - 1; more > 0 {
		first += fmt.Sprintf(" (and %d more rows that don't fit)", more)
	}
	return first + "; nothing was added"
}

func (e *BadRowsError) Unwrap() error { return e.Rows[0].Err }

// ClaimUpdate is what a row changes of a claim that is here.
type ClaimUpdate struct {
	Line      int
	ID, Quote string
	Fields    []FieldChange
	Newer     bool // the claim was changed here after the row was written
}

// FieldChange is a cell before and after; Column is one of LabelledColumns.
type FieldChange struct{ Column, Before, After string }

// ImportClaims adds labelled claims in one action. Rows that don't fit refuse
// all of them with a *BadRowsError, unless they are to be skipped. A claim finds its
// document by SHA-256, or by title where it has none, and keeps its id; one
// without an id gets one from what it says, so that the same file read twice
// adds nothing. Where a row's id or that of a claim here is not one of ours, as
// after a tool has cut or numbered them, the same place, label and annotator
// make them the same claim.
func (s *Store) ImportClaims(ctx context.Context, rows []ImportedClaim, options ImportOptions) (ImportReport, error) {
	var report ImportReport
	verb := "Import"
	if options.Update {
		verb = "Import and update"
	}
	name := verb + " claim"
	if len(rows) != 1 {
		name = fmt.Sprintf("%s %d claims", verb, len(rows))
	}
	_, err := s.write(ctx, kindDo, name, func(w *writing) error {
		im := importing{writing: w, report: &report, update: options.Update, documents: make(map[string]string),
			labelIDs: make(map[string]string), personIDs: make(map[string]string), persons: make(map[string]string),
			places: make(map[spanOf]map[saidThere]sameClaims), added: make(map[string]bool)}
		for i := range rows {
			err := im.row(&rows[i])
			switch {
			case err == nil:
			case errors.Is(err, ErrMismatch), errors.Is(err, ErrInvalid), errors.Is(err, ErrNotFound):
				report.Bad = append(report.Bad, BadRow{rows[i].Line, err})
			default:
				return fmt.Errorf("line %d: %w", rows[i].Line, err)
			}
			if options.Progress != nil && i%importStep == 0 {
				options.Progress(i, len(rows))
			}
		}
		switch {
		case options.DryRun:
			return errDryRun
		case len(report.Bad) > 0 && !options.SkipBadRows:
			return &BadRowsError{report.Bad}
		}
		return nil
	})
	if err != nil && !errors.Is(err, errDryRun) {
		return ImportReport{}, err
	}
	return report, nil
}

// importStep is how many rows lie between two reports of progress.
const importStep = 1000

// importing remembers what names have been found to mean.
type importing struct {
	*writing
	report    *ImportReport
	update    bool
	documents map[string]string // ids, by SHA-256 or title
	labelIDs  map[string]string // by name as folded by foldName
	personIDs map[string]string // by name
	persons   map[string]string // canonical ids
	places    map[spanOf]map[saidThere]sameClaims
	added     map[string]bool // the ids of claims that this import has made
}

// unknownID stands for the id of a label or person that a row names and the
// workspace doesn't have. It is replaced before a row is written, so that a row
// which adds nothing makes no label and no person either.
const unknownID = "?"

// row imports a row.
func (im *importing) row(r *ImportedClaim) error {
	if err := r.check(); err != nil {
		return err
	}
	if err := im.normalID(r); err != nil {
		return err
	}
	c, err := im.claim(r)
	if err != nil {
		return err
	}
	before, err := im.known(r, c)
	if err != nil {
		return err
	}
	if c.Start != r.Start || c.End != r.End {
		im.report.Trimmed++
	}
	if before != nil {
		return im.compare(r, c, before)
	}
	if err := im.create(c, r); err != nil {
		return err
	}
	im.report.Added++
	im.added[c.ID] = true
	return im.put(claims, nil, c.row())
}

// check finds texts that no column can hold.
func (r *ImportedClaim) check() error {
	for _, cell := range []struct{ column, text string }{
		{"claim_id", r.ClaimID}, {"label", r.Label}, {"statement", r.Statement}, {"claimant", r.Claimant}, {"claim_date", r.ClaimDate},
		{"claim_type", r.ClaimType}, {"note", r.Note}, {"annotator", r.Annotator}, {"final_label", r.FinalLabel}, {"reviewer", r.Reviewer},
	} {
		if what := notText(cell.text); what != "" {
			return failf(ErrInvalid, "the %s holds %s", cell.column, what)
		}
	}
	if strings.ContainsFunc(r.ClaimID, unicode.IsControl) {
		return failf(ErrInvalid, "the claim_id %q holds characters that an id cannot have", r.ClaimID)
	}
	if r.Status != "" && !oneOf(r.Status, "open", "unanimous", "adjudicated", "unresolved", "rejected", orphaned) {
		return failf(ErrInvalid, "%q is no status of a claim", r.Status)
	}
	return nil
}

// normalID writes an id as ids are written here, whatever a program has made of its letters and hyphens.
func (im *importing) normalID(r *ImportedClaim) error {
	id, err := uuid.Parse(r.ClaimID)
	if err != nil || id.String() == r.ClaimID {
		return nil
	}
	there, err := im.read(claims, r.ClaimID)
	if err == nil && there == nil {
		r.ClaimID = id.String()
	}
	return err
}

// known gives the row of the claim that r is about, nil where it is not here. A claim that was here before the import and has
// the same place, label and annotator is the same one, unless both ids were given by hand to two claims (see
// madeByHand); and so is one at the place, by the annotator, whose id a program has cut to what the row has.
func (im *importing) known(r *ImportedClaim, c *Claim) (row, error) {
	before, err := im.read(claims, c.ID)
	if err != nil || before != nil || c.PersonID == unknownID {
		return before, err
	}
	place, err := im.place(c)
	if err != nil {
		return nil, err
	}
	person, err := im.canonical(c.PersonID)
	if err != nil {
		return nil, err
	}
	same := place[saidThere{c.LabelID, person}]
	id := same.any
	if madeByHand(c.ID) {
		id = same.imported
	}
	if id == "" && len(r.ClaimID) >= 8 && !isOurID(r.ClaimID) {
		for said, there := range place {
			if said.person == person && strings.HasPrefix(there.any, strings.ToLower(r.ClaimID)) {
				id = there.any
			}
		}
	}
	if id == "" {
		return nil, nil
	}
	im.report.Recognised++
	c.ID = id
	return im.read(claims, id)
}

// spanOf is a span of a text.
type spanOf struct {
	documentID, sha256 string
	start, end         int
}

// saidThere is what somebody says of a span.
type saidThere struct{ labelID, person string }

// sameClaims are the ids of claims that say the same: of any, and of one that was not made by hand, "" where there is none.
type sameClaims struct{ any, imported string }

// place gives the claims that were on a span before the import.
func (im *importing) place(c *Claim) (map[saidThere]sameClaims, error) {
	at := spanOf{c.DocumentID, c.DocumentSHA256, c.Start, c.End}
	if there, known := im.places[at]; known {
		return there, nil
	}
	there := map[saidThere]sameClaims{}
	err := im.each("SELECT id, ifnull(label_id, ''), "+whoIs("ifnull(labeller_id, person_id)")+` FROM claims
		WHERE document_id = ? AND start = ? AND "end" = ? AND document_sha256 = ? ORDER BY id`, []any{at.documentID, at.start, at.end, at.sha256},
		func(scan func(...any) error) error {
			var id, label string
			var person sql.NullString
			if err := scan(&id, &label, &person); err != nil || im.added[id] {
				return err
			}
			said := saidThere{label, person.String}
			same := there[said]
			same.any = id
			if !madeByHand(id) {
				same.imported = id
			}
			there[said] = same
			return nil
		})
	im.places[at] = there
	return there, err
}

// canonical gives the id of the person whom an id is another one of.
func (im *importing) canonical(id string) (string, error) {
	if known, ok := im.persons[id]; ok {
		return known, nil
	}
	whole := id
	_, err := im.one("SELECT ifnull("+whoIs("?1")+", ?1)", []any{id}, &whole)
	im.persons[id] = whole
	return whole, err
}

// isOurID tells whether an id is of the form that all ids have that are made here.
func isOurID(id string) bool {
	u, err := uuid.Parse(id)
	return err == nil && u.String() == id
}

// madeByHand tells of an id whether its claim was made in a window, rather than read from a table that gave it none.
func madeByHand(id string) bool {
	u, err := uuid.Parse(id)
	return err == nil && u.Version() == 7
}

// compare finds what a row says otherwise of a claim that is here, and changes
// the claim where it is asked to.
func (im *importing) compare(r *ImportedClaim, c *Claim, before row) error {
	known := claimOf(before)
	r.fill(c, known)
	if err := im.sameHands(c, known); err != nil {
		return err
	}
	if before.equal(c.row()) {
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
	update := ClaimUpdate{Line: r.Line, ID: known.ID, Quote: known.Quote, Newer: !r.UpdatedAt.IsZero() && known.UpdatedAt.After(r.UpdatedAt)}
	var edit ClaimEdit
	if c.LabelID != known.LabelID {
		var err error
		if c.LabelID, err = im.labelMade(c.LabelID, r.Label, r.Meaning); err != nil {
			return err
		}
		names := [2]string{}
		for i, id := range []string{known.LabelID, c.LabelID} {
			if id == "" {
				continue
			}
			if names[i], err = im.labelName(id); err != nil {
				return err
			}
		}
		update.Fields = append(update.Fields, FieldChange{"label", names[0], names[1]})
		edit.LabelID = &c.LabelID
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
		if *f.was != *f.now {
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
	im.report.Updated = append(im.report.Updated, update)
	return im.editClaim(known.ID, edit)
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
		if !r.Columns.has(f.column) {
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
			same, err := im.samePerson(c.PersonID, known.LabellerID)
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
		same, err := im.samePerson(*p.said, p.known)
		if err != nil {
			return err
		}
		if same {
			*p.said = p.known
		}
	}
	return nil
}

// claim makes of a row what it would be here.
func (im *importing) claim(r *ImportedClaim) (*Claim, error) {
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
		sum = strings.ToLower(r.DocumentSHA256)
		if known, err := im.hasText(sum); err != nil {
			return nil, err
		} else if !known {
			return im.adrift(r, documentID, sum)
		}
		if t, err = im.store.text(im.ctx, sum); err != nil {
			return nil, err
		}
		r.Status = orphaned
	}
	if !t.has(r.Start, r.End) {
		return nil, failf(ErrMismatch, "the span %d to %d does not lie in the document, which has %d characters", r.Start, r.End, t.length)
	}
	there := t.slice(r.Start, r.End)
	switch {
	case r.Quote == "" && r.DocumentSHA256 == "":
		return nil, failf(ErrMismatch, "there is neither a quote nor a document_sha256 to check the span by")
	case r.Quote != "" && !sameQuote(r.Quote, there):
		return nil, failf(ErrMismatch, "the quote %q is not what stands at %d to %d: %q", shorten(r.Quote), r.Start, r.End, shorten(there))
	}
	if before, after := t.around(r.Start, r.End); r.DocumentSHA256 == "" && !(agree(before, r.Prefix, strings.HasSuffix) && agree(after, r.Suffix, strings.HasPrefix)) {
		return nil, failf(ErrMismatch, "%q stands at %d to %d, but not between what the row gives as prefix and suffix: the text may be another version", shorten(there), r.Start, r.End)
	}
	sure, err := confidence(r.Confidence)
	if err != nil {
		return nil, err
	}
	c := r.unplaced(documentID, sum)
	c.Confidence = sure
	if err := c.cut(t, r.Start, r.End); err != nil {
		return nil, err
	}
	return c, im.complete(c, r)
}

// agree tells whether what a row says stands beside its span does, white space
// being any; it may say more or less of it, or nothing.
func agree(there, said string, nearest func(s, part string) bool) bool {
	there, said = strings.Join(strings.Fields(there), ""), strings.Join(strings.Fields(said), "")
	return nearest(there, said) || nearest(said, there)
}

// adrift makes a claim of a row about an earlier version that is not here: an
// orphan, with all that the row says of its place.
func (im *importing) adrift(r *ImportedClaim, documentID, sum string) (*Claim, error) {
	if contentIDOf(sum) == "" {
		return nil, failf(ErrInvalid, "%q is no SHA-256", r.DocumentSHA256)
	}
	if r.Start < 0 || r.End-r.Start != utf8.RuneCountInString(r.Quote) || r.Quote == "" {
		return nil, failf(ErrMismatch, "the span %d to %d is not as long as its quote %q", r.Start, r.End, shorten(r.Quote))
	}
	c := r.unplaced(documentID, sum)
	var err error
	if c.Confidence, err = confidence(r.Confidence); err != nil {
		return nil, err
	}
	c.Start, c.End, c.Quote, c.Prefix, c.Suffix = r.Start, r.End, r.Quote, r.Prefix, r.Suffix
	return c, im.complete(c, r)
}

// unplaced is the claim of a row without its span, confidence and names.
func (r *ImportedClaim) unplaced(documentID, sum string) *Claim {
	return &Claim{ID: r.ClaimID, DocumentID: documentID, DocumentSHA256: sum, Statement: r.Statement, Claimant: r.Claimant,
		ClaimDate: r.ClaimDate, ClaimType: r.ClaimType, Note: r.Note, Status: r.Status,
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
		said := *r
		said.DocumentSHA256, said.DocumentTitle, said.Quote = c.DocumentSHA256, "", c.Quote
		said.Start, said.End = c.Start, c.End
		for _, name := range []*string{&said.Label, &said.Annotator, &said.FinalLabel, &said.Reviewer} {
			*name = strings.TrimSpace(*name)
		}
		image, err := json.Marshal(said)
		if err != nil {
			return failf(ErrInvalid, "a time in it is not one")
		}
		c.ID = contentID(sha256.Sum256(image))
	}
	if c.Status == "" {
		c.Status = StatusOpen
	}
	if c.CreatedAt.IsZero() {
		c.CreatedAt = im.at
	}
	if c.UpdatedAt.IsZero() {
		c.UpdatedAt = c.CreatedAt
	}
	if c.LabelID != "" { // no sooner, as far as the row tells
		c.LabelledAt = c.UpdatedAt
	}
	return nil
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

// document gives the id of the document a row is about.
func (im *importing) document(r *ImportedClaim) (string, error) {
	key, query := strings.ToLower(r.DocumentSHA256), "SELECT id FROM documents WHERE sha256 = ?"
	if key == "" {
		key, query = r.DocumentTitle, "SELECT id FROM documents WHERE title = ?"
	}
	if id, ok := im.documents[key]; ok {
		return id, nil
	}
	ids, err := im.ids(query, key)
	if err == nil && len(ids) == 0 && r.DocumentSHA256 != "" {
		ids, err = im.newer(r, key)
	}
	switch {
	case err != nil:
		return "", err
	case len(ids) == 0 && r.DocumentSHA256 != "":
		return "", failf(ErrNotFound, "the text of its document (%q, SHA-256 %s) is not in the workspace; import that document first", r.DocumentTitle, key)
	case len(ids) == 0:
		return "", failf(ErrNotFound, "there is no document %q in the workspace; import it first", key)
	case len(ids) > 1:
		return "", failf(ErrMismatch, "%d documents are called %q; give the document_sha256", len(ids), key)
	}
	im.documents[key] = ids[0]
	return ids[0], nil
}

// newer finds the document that had the text with this SHA-256 once. A row that
// says of itself that it is an orphan may be about a text that was never here:
// its document goes by the title then.
func (im *importing) newer(r *ImportedClaim, sum string) ([]string, error) {
	id, err := im.successor(sum)
	if err != nil || id != "" {
		return []string{id}, err
	}
	if r.Status != orphaned {
		return nil, nil
	}
	ids, err := im.ids("SELECT id FROM documents WHERE title = ?", r.DocumentTitle)
	if len(ids) > 1 {
		err = failf(ErrMismatch, "%d documents are called %q, and none has the text that this claim was made on", len(ids), r.DocumentTitle)
	}
	return ids, err
}

// foldName makes names equal that differ in case, in white space at their ends
// or in how accents are written, as programs change them.
func foldName(name string) string { return strings.ToLower(norm.NFC.String(strings.TrimSpace(name))) }

// label gives the id of the label of that name, or unknownID.
func (im *importing) label(name string) (string, error) {
	key := foldName(name)
	if key == "" {
		return "", nil
	}
	if len(im.labelIDs) == 0 {
		all, err := im.labels()
		if err != nil {
			return "", err
		}
		for _, l := range all {
			im.labelIDs[foldName(l.Name)] = l.ID
		}
	}
	if id, ok := im.labelIDs[key]; ok {
		return id, nil
	}
	return unknownID, nil
}

// labelMade gives the id that label found, of a new label where it found none.
func (im *importing) labelMade(id, name, meaning string) (string, error) {
	if id != unknownID {
		return id, nil
	}
	if known, ok := im.labelIDs[foldName(name)]; ok {
		return known, nil
	}
	if meaning == "" {
		meaning = "none"
	}
	l, err := im.addLabel(Label{Name: strings.TrimSpace(name), Meaning: meaning})
	if err != nil {
		return "", err
	}
	im.labelIDs[foldName(name)] = l.ID
	im.report.NewLabels = append(im.report.NewLabels, l.Name)
	return l.ID, nil
}

// personName is a name without what programs change of it: white space at its ends, and how accents are written.
func personName(name string) string { return norm.NFC.String(strings.TrimSpace(name)) }

// someone gives the id of the person of that name, or unknownID.
func (im *importing) someone(name string) (string, error) {
	if id, ok := im.personIDs[name]; ok {
		return id, nil
	}
	id, err := im.personNamed(name)
	if err == nil && id == "" && personName(name) != name {
		id, err = im.personNamed(personName(name))
	}
	if err != nil {
		return "", err
	}
	if id == "" {
		return unknownID, nil
	}
	im.personIDs[name] = id
	return id, nil
}

// personMade gives the id that someone found, of a new person where they found none.
func (im *importing) personMade(id, name string) (string, error) {
	if id != unknownID {
		return id, nil
	}
	id, err := im.someone(name) // a row before may have made them
	if err != nil || id != unknownID {
		return id, err
	}
	name = personName(name)
	p := Person{newID(), name}
	if im.pending != nil && im.person.Name == name {
		p = im.person
		err = im.start()
	} else {
		err = im.put(people, nil, newPerson(p, im.writing))
	}
	if err != nil {
		return "", err
	}
	if name != "" {
		im.report.NewPeople = append(im.report.NewPeople, name)
	}
	im.personIDs[name] = p.ID
	return p.ID, nil
}

func shorten(s string) string {
	const most = 60
	n := 0
	for i := range s {
		if n == most {
			return s[:i] + "…"
		}
		n++
	}
	return s
}
