package store

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// ImportedClaim is one row of labelled_claims read back. Line is where it
// stands in its file, for messages. Start and End are code points. Zero times
// mean that they were not said.
type ImportedClaim struct {
	Line                                   int
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
}

// ImportReport is what became of imported claims. Differing are the ids of
// claims that were here already with other content and were left as they are;
// NewLabels and NewPeople are names.
type ImportReport struct {
	Added, Existing      int
	Differing            []string
	NewLabels, NewPeople []string
}

// ImportClaims adds labelled claims in one action, all or nothing; an error
// names the line and what does not fit. A claim finds its document by SHA-256,
// or by title where it has none, and keeps its id; one without an id gets one
// from what it says, so that the same file read twice adds nothing.
func (s *Store) ImportClaims(ctx context.Context, rows []ImportedClaim) (ImportReport, error) {
	var report ImportReport
	name := "Import claim"
	if len(rows) != 1 {
		name = fmt.Sprintf("Import %d claims", len(rows))
	}
	_, err := s.write(ctx, kindDo, name, func(w *writing) error {
		im := importing{w, &report, make(map[string]string), make(map[string]string), make(map[string]string)}
		for i := range rows {
			if err := im.add(&rows[i]); err != nil {
				return fmt.Errorf("line %d: %w", rows[i].Line, err)
			}
		}
		return nil
	})
	if err != nil {
		return ImportReport{}, err
	}
	return report, nil
}

// importing remembers what names have been found to mean.
type importing struct {
	*writing
	report    *ImportReport
	documents map[string]string // ids, by SHA-256 or title
	labelIDs  map[string]string // by name in lower case
	personIDs map[string]string // by name
}

func (im *importing) add(r *ImportedClaim) error {
	c, err := im.claim(r)
	if err != nil {
		return err
	}
	before, err := im.read(claims, c.ID)
	if err != nil {
		return err
	}
	if before != nil {
		known := claimOf(before)
		r.fill(c, known)
		if err := im.sameHands(c, known); err != nil {
			return err
		}
		if before.equal(c.row()) {
			im.report.Existing++
		} else if !slices.Contains(im.report.Differing, c.ID) {
			im.report.Differing = append(im.report.Differing, c.ID)
		}
		return nil
	}
	im.report.Added++
	return im.put(claims, nil, c.row())
}

// fill leaves what the row does not say as it is.
func (r *ImportedClaim) fill(c *Claim, before Claim) {
	if r.CreatedAt.IsZero() {
		c.CreatedAt = before.CreatedAt
	}
	if r.UpdatedAt.IsZero() {
		c.UpdatedAt = before.UpdatedAt
	}
	if r.Status == "" {
		c.Status = before.Status
	}
}

// sameHands keeps who made and reviewed a known claim where the row names the
// same person by another name. A row's annotator is who gave its label.
func (im *importing) sameHands(c *Claim, known Claim) error {
	if c.LabelID == known.LabelID {
		c.Corrected = known.Corrected
		if known.LabellerID != "" {
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
		if *p.said == p.known || *p.said == "" || p.known == "" {
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
		return nil, failf(ErrMismatch, "the span %d to %d does not lie in the document, which has %d characters; nothing was added", r.Start, r.End, t.length)
	}
	there := t.slice(r.Start, r.End)
	switch {
	case r.Quote == "" && r.DocumentSHA256 == "":
		return nil, failf(ErrMismatch, "there is neither a quote nor a document_sha256 to check the span by; nothing was added")
	case r.Quote != "" && r.Quote != there:
		return nil, failf(ErrMismatch, "the quote %q is not what stands at %d to %d: %q; nothing was added", shorten(r.Quote), r.Start, r.End, shorten(there))
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

// adrift makes a claim of a row about an earlier version that is not here: an
// orphan, with all that the row says of its place.
func (im *importing) adrift(r *ImportedClaim, documentID, sum string) (*Claim, error) {
	if contentIDOf(sum) == "" {
		return nil, failf(ErrInvalid, "%q is no SHA-256; nothing was added", r.DocumentSHA256)
	}
	if r.Start < 0 || r.End-r.Start != utf8.RuneCountInString(r.Quote) || r.Quote == "" {
		return nil, failf(ErrMismatch, "the span %d to %d is not as long as its quote %q; nothing was added", r.Start, r.End, shorten(r.Quote))
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

// complete resolves the names in a row and fills in what it does not say.
func (im *importing) complete(c *Claim, r *ImportedClaim) (err error) {
	if c.LabelID, err = im.label(r.Label, r.Meaning); err != nil {
		return err
	}
	if c.FinalLabelID, err = im.label(r.FinalLabel, ""); err != nil {
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
		said.Line = 0
		said.DocumentSHA256, said.DocumentTitle, said.Quote = c.DocumentSHA256, "", c.Quote
		image, err := json.Marshal(said)
		if err != nil {
			return failf(ErrInvalid, "a time in it is not one; nothing was added")
		}
		c.ID = contentID(sha256.Sum256(image))
	}
	if strings.ContainsFunc(c.ID, unicode.IsControl) {
		return failf(ErrInvalid, "the claim_id %q holds characters that an id cannot have; nothing was added", c.ID)
	}
	if c.Status == "" {
		c.Status = "open"
	}
	if !oneOf(c.Status, "open", "unanimous", "adjudicated", "unresolved", "rejected", orphaned) {
		return failf(ErrInvalid, "%q is no status of a claim; nothing was added", c.Status)
	}
	if c.CreatedAt.IsZero() {
		c.CreatedAt = im.at
	}
	if c.UpdatedAt.IsZero() {
		c.UpdatedAt = c.CreatedAt
	}
	return nil
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
		return "", failf(ErrNotFound, "the text of its document (%q, SHA-256 %s) is not in the workspace; import that document first; nothing was added", r.DocumentTitle, key)
	case len(ids) == 0:
		return "", failf(ErrNotFound, "there is no document %q in the workspace; import it first; nothing was added", key)
	case len(ids) > 1:
		return "", failf(ErrMismatch, "%d documents are called %q; give the document_sha256; nothing was added", len(ids), key)
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
		err = failf(ErrMismatch, "%d documents are called %q, and none has the text that this claim was made on; nothing was added", len(ids), r.DocumentTitle)
	}
	return ids, err
}

// label gives the id of the label of that name, made if there is none.
func (im *importing) label(name, meaning string) (string, error) {
	if name == "" {
		return "", nil
	}
	key := strings.ToLower(name)
	if id, ok := im.labelIDs[key]; ok {
		return id, nil
	}
	var id string
	found, err := im.one("SELECT id FROM labels WHERE name = ?", []any{name}, &id)
	if err != nil {
		return "", err
	}
	if !found {
		if meaning == "" {
			meaning = "none"
		}
		l, err := im.addLabel(Label{Name: name, Meaning: meaning})
		if err != nil {
			return "", err
		}
		id = l.ID
		im.report.NewLabels = append(im.report.NewLabels, name)
	}
	im.labelIDs[key] = id
	return id, nil
}

// someone gives the id of the person of that name, made if there is none.
func (im *importing) someone(name string) (string, error) {
	if id, ok := im.personIDs[name]; ok {
		return id, nil
	}
	id, err := im.personNamed(name)
	if err != nil {
		return "", err
	}
	if id == "" {
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
		id = p.ID
		if name != "" {
			im.report.NewPeople = append(im.report.NewPeople, name)
		}
	}
	im.personIDs[name] = id
	return id, nil
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
