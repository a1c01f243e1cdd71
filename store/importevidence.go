package store

import (
	"crypto/sha256"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"factmark/store/internal/db"
	"factmark/store/internal/doctext"
)

// bringEvidence adds a piece of evidence unless it is here.
func (im *importing) bringEvidence(r *ImportedEvidence) error {
	claimID, err := im.claimAt(r.Claim, "evidence")
	if err != nil {
		return err
	}
	e, err := im.evidence(r, claimID)
	if err != nil {
		return err
	}
	there, err := im.knownEvidence(r, e)
	if err != nil {
		return err
	}
	if there != nil {
		return im.compareEvidence(r, e, evidenceOf(there))
	}
	if e.PersonID, err = im.personMade(e.PersonID, r.Person); err != nil {
		return err
	}
	im.report.EvidenceAdded++
	if e.DocumentID != "" && !e.Placed() {
		im.report.EvidenceUnplaced++
	}
	return im.Save(db.Evidence, nil, e.row())
}

// evidence makes of a row what it would be here.
func (im *importing) evidence(r *ImportedEvidence, claimID string) (*Evidence, error) {
	e := &Evidence{ID: r.ID, ClaimID: claimID, Set: r.Set, Stance: Stance(strings.ToLower(strings.TrimSpace(r.Stance))), URL: r.URL, Note: r.Note, Quote: r.Quote,
		Published: r.Published, ArchiveURL: r.ArchiveURL, CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt}
	if r.Set == 0 {
		e.Set = 1
	}
	if e.CreatedAt.IsZero() {
		e.CreatedAt = im.At
	}
	if e.UpdatedAt.IsZero() {
		e.UpdatedAt = e.CreatedAt
	}
	if r.DocumentID != "" || r.DocumentSHA256 != "" || r.DocumentTitle != "" {
		// Evidence has no status: that of a text which is not its document's has lost its place.
		at := ImportedClaim{DocumentID: r.DocumentID, DocumentSHA256: r.DocumentSHA256, DocumentTitle: r.DocumentTitle, Start: r.Start, End: r.End,
			Quote: r.Quote, Prefix: r.Prefix, Suffix: r.Suffix, Status: string(StatusOrphaned)}
		c, err := im.place(&at)
		if err != nil {
			return nil, err
		}
		e.DocumentID, e.DocumentSHA256, e.Start, e.End, e.Quote, e.Prefix, e.Suffix = c.DocumentID, c.DocumentSHA256, c.Start, c.End, c.Quote, c.Prefix, c.Suffix
		if e.TextSHA256, err = db.TextOf(im.transaction.Querier, e.DocumentID); err != nil {
			return nil, err
		}
	}
	if err := e.check(); err != nil {
		return nil, err
	}
	var err error
	e.PersonID, err = im.someone(r.Person)
	if err != nil {
		return nil, err
	}
	if what := db.NotText(r.Person); what != "" {
		return nil, db.Failf(db.ErrInvalid, "the name of who added it holds %s", what)
	}
	return e, im.fits(db.Evidence, e.row())
}

// fits refuses a row that could not be kept, before anything is made for it.
func (im *importing) fits(t *db.Table, r db.Row) error {
	if id := r.ID(); id != "" && !db.SoundID(id) {
		return db.Failf(db.ErrInvalid, "the id %q is longer than %d bytes or holds characters that an id cannot have", db.Shorten(id), db.LongestID)
	}
	for i, column := range t.Columns {
		if at := r.Text(i); strings.HasSuffix(column, "_at") && db.FormatTime(db.ParseTime(at)) != at {
			return db.Failf(db.ErrInvalid, "a time in it is not one")
		}
	}
	if err := t.Check(r); err != nil {
		return err
	}
	return t.Fits(nil, r)
}

// isTime tells whether a time can be kept.
func isTime(at time.Time) bool {
	kept := db.FormatTime(at)
	return db.FormatTime(db.ParseTime(kept)) == kept
}

// knownEvidence gives the row of the evidence that r is, nil where it is not here. An id that is that of something else
// says nothing; without one, the same said of the same claim is the same.
func (im *importing) knownEvidence(r *ImportedEvidence, e *Evidence) (db.Row, error) {
	if u, err := uuid.Parse(e.ID); err == nil {
		e.ID = u.String()
	}
	if e.ID != "" {
		there, err := im.Read(db.Evidence, e.ID)
		if err != nil || there == nil {
			return nil, err
		}
		shared, err := im.sameGroup(there.Text(db.EvidenceClaimID), e.ClaimID)
		if err != nil {
			return nil, err
		}
		if known := evidenceOf(there); shared && known.DocumentID == e.DocumentID {
			return there, nil
		}
		im.report.Unidentified++
	}
	ids, err := im.IDs(`SELECT id FROM evidence WHERE claim_id = ? AND stance = ? AND ifnull(document_id, '') = ? AND document_sha256 = ?
		AND ifnull(start, 0) = ? AND ifnull("end", 0) = ? AND quote = ? AND url = ? ORDER BY id LIMIT 1`,
		e.ClaimID, string(e.Stance), e.DocumentID, e.DocumentSHA256, e.Start, e.End, e.Quote, e.URL)
	if err != nil {
		return nil, err
	}
	if len(ids) > 0 {
		return im.Read(db.Evidence, ids[0])
	}
	said := *r
	said.Line, said.Claim, said.ID, said.DocumentID, said.DocumentTitle, said.Quote, said.Prefix, said.Suffix = 0, 0, e.ClaimID, e.DocumentID, "", e.Quote, "", ""
	said.Start, said.End = e.Start, e.End
	e.ID, err = contentID("evidence", said)
	return nil, err
}

// contentID is an id that comes from what is said, the same for the same.
func contentID(kind string, said any) (string, error) {
	image, err := json.Marshal(said)
	if err != nil {
		return "", db.Failf(db.ErrInvalid, "a time or number in it is not one")
	}
	return doctext.ContentID(sha256.Sum256(append([]byte(kind+"\x00"), image...))), nil
}

// sameGroup tells whether two claims are one, or linked.
func (im *importing) sameGroup(a, b string) (bool, error) {
	if a == b {
		return true, nil
	}
	one, err := im.firstAppearance(a)
	if err != nil {
		return false, err
	}
	other, err := im.firstAppearance(b)
	return one == other, err
}

// compareEvidence finds what a row says otherwise of evidence that is here, and changes it where it is asked to. An
// empty cell says nothing, and the place stays.
func (im *importing) compareEvidence(r *ImportedEvidence, e *Evidence, known Evidence) error {
	after := known
	for _, f := range []struct{ field, said *string }{
		{&after.Note, &e.Note}, {&after.URL, &e.URL}, {&after.Published, &e.Published}, {&after.ArchiveURL, &e.ArchiveURL}} {
		if *f.said != "" {
			*f.field = *f.said
		}
	}
	if known.DocumentID == "" && e.Quote != "" {
		after.Quote = e.Quote
	}
	after.Stance = e.Stance
	if r.Set != 0 {
		after.Set = e.Set
	}
	later := !r.UpdatedAt.IsZero() && known.UpdatedAt.Truncate(time.Second).After(r.UpdatedAt)
	switch {
	case after == known && (known.DocumentID == "" || known.Start == e.Start && known.End == e.End && known.DocumentSHA256 == e.DocumentSHA256):
		im.report.EvidenceExisting++
		return nil
	case !im.update || later || after == known:
		if !slices.Contains(im.report.DifferingEvidence, known.ID) {
			im.report.DifferingEvidence = append(im.report.DifferingEvidence, known.ID)
		}
		return nil
	}
	im.report.EvidenceUpdated++
	before := known.row()
	if after.UpdatedAt = im.At; after.UpdatedAt.Before(after.CreatedAt) {
		after.UpdatedAt = after.CreatedAt
	}
	return im.Save(db.Evidence, before, after.row())
}
