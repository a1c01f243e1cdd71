package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"

	"factmark/store/internal/db"
	"factmark/store/internal/doctext"
)

// Placed is a span that was put on a document: of a claim, of a piece of
// evidence, of a model's suggestion, a passage that is not content or one that was refused as evidence. SHA256 is that of the text it
// fits; for an orphan that is not the document's own. A passage has no quote.
type Placed struct {
	ID, Kind              string // claims, evidence, suggestions, not_content or refused_passages
	Start, End            int    // code points, half open
	Quote, Prefix, Suffix string
	SHA256                string
}

// IsPassage tells whether it is a passage, which has no quote and goes with its words.
func (p *Placed) IsPassage() bool {
	return p.Kind == db.NotContent.Name || p.Kind == db.RefusedPassages.Name
}

// Placed gives all spans of a document, in text order for each kind.
func (s *Store) Placed(ctx context.Context, documentID string) ([]Placed, error) {
	var all []Placed
	err := s.Snapshot(ctx, func(q db.Querier) (err error) {
		all, err = ReadPlaced(q, documentID)
		return err
	})
	return all, err
}

// ReadPlaced is Placed in a transaction under way.
func ReadPlaced(q db.Querier, documentID string) ([]Placed, error) {
	sum, err := db.TextOf(q, documentID)
	if err != nil {
		return nil, err
	}
	var all []Placed
	for _, t := range []*db.Table{db.Claims, db.Evidence, db.Suggestions, db.NotContent, db.RefusedPassages} {
		p := Placed{Kind: t.Name}
		query, dest := `SELECT id, start, "end", quote, prefix, suffix, document_sha256 FROM `, []any{&p.ID, &p.Start, &p.End, &p.Quote, &p.Prefix, &p.Suffix, &p.SHA256}
		if t == db.NotContent || t == db.RefusedPassages {
			query, dest = `SELECT id, start, "end" FROM `, dest[:3]
			p.SHA256 = sum
		}
		err := q.Each(query+t.Name+` WHERE document_id = ? ORDER BY start, "end", id`, []any{documentID}, func(scan func(...any) error) error {
			err := scan(dest...)
			all = append(all, p)
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return all, nil
}

// Move says where a span, by the id of its row, stands in a newer text. An End
// of 0 means nowhere: a claim becomes an orphan then and keeps the place, quote
// and context it had, a piece of evidence likewise; a suggestion goes, and so does
// a passage that is not content, or was refused.
type Move struct {
	ID         string
	Start, End int // code points, half open
}

// ReplaceText gives a document a newer text, in one action. As a document's id
// comes from its text, it becomes another document: it takes over the title and
// all else that n does not say, and every claim, piece of evidence, passage and
// earlier version. The text it had is kept as a version. Each span of the
// document needs its Move, else the document was changed since they were found
// (ErrConflict). ErrInvalid where the text is the same, or another document's.
func (s *Store) ReplaceText(ctx context.Context, documentID string, n NewDocument, moves []Move) (Document, error) {
	if err := n.check(); err != nil {
		return Document{}, err
	}
	var fresh Document
	_, err := s.write(ctx, ChangeDo, "Replace text", func(w *transaction) (err error) {
		fresh, err = w.replaceText(documentID, n, moves)
		return err
	})
	return fresh, err
}

// ReplaceTextIn is ReplaceText in an action under way.
func (s *Store) ReplaceTextIn(w *db.Transaction, documentID string, n NewDocument, moves []Move) error {
	_, err := (&transaction{w, s}).replaceText(documentID, n, moves)
	return err
}

func (w *transaction) replaceText(oldID string, n NewDocument, moves []Move) (Document, error) {
	before, err := w.Existing(db.Documents, oldID)
	if err != nil {
		return Document{}, err
	}
	id := doctext.ID(n.Text)
	there, err := w.Read(db.Documents, id)
	switch {
	case err != nil:
		return Document{}, err
	case id == oldID:
		return Document{}, db.Failf(db.ErrInvalid, "the file has the very text that the document has already; nothing was changed")
	case there != nil:
		return Document{}, db.Failf(db.ErrInvalid, "the text is in the workspace already, as “%s”; remove that document first; nothing was changed", documentOf(there).Title)
	}
	old := documentOf(before)
	for _, f := range []struct{ now, was *string }{
		{&n.Title, &old.Title}, {&n.Publisher, &old.Publisher}, {&n.Published, &old.Published}, {&n.SourceURL, &old.SourceURL},
		{&n.Author, &old.Author}, {&n.Language, &old.Language}, {&n.Tags, &old.Tags}, {&n.Note, &old.Note}, {(*string)(&n.Stated), (*string)(&old.Stated)},
	} {
		if *f.now == "" {
			*f.now = *f.was
		}
	}
	fresh, err := w.addDocument(id, n, w.At)
	if err != nil {
		return Document{}, err
	}
	if err := w.moveSpans(oldID, &fresh, doctext.New(n.Text), moves); err != nil {
		return Document{}, err
	}
	earlier, err := w.IDs("SELECT id FROM versions WHERE document_id = ? ORDER BY replaced_at, id", oldID)
	if err != nil {
		return Document{}, err
	}
	for _, id := range earlier {
		r, err := w.Existing(db.Versions, id)
		if err != nil {
			return Document{}, err
		}
		v := versionOf(r)
		v.DocumentID = fresh.ID
		if err := w.Save(db.Versions, r, v.row()); err != nil {
			return Document{}, err
		}
	}
	v := Version{db.NewID(), fresh.ID, old.SHA256, old.OriginalSHA256, old.FileName, old.Charset, old.Length, old.AddedAt,
		w.Person.ID, w.Person.Name, w.At}
	if err := w.Save(db.Versions, nil, v.row()); err != nil {
		return Document{}, err
	}
	return fresh, w.Save(db.Documents, before, nil)
}

// moveSpans brings every span of a document into the one that takes its place,
// whose text no reader can see yet.
func (w *transaction) moveSpans(oldID string, fresh *Document, t *doctext.Text, moves []Move) error {
	to := make(map[string]Move, len(moves))
	for _, m := range moves {
		to[m.ID] = m
	}
	spans, err := ReadPlaced(w.Querier, oldID)
	if err != nil {
		return err
	}
	for _, p := range spans {
		m, known := to[p.ID]
		if !known {
			return db.Failf(db.ErrConflict, "the document was worked on since; look at the newer text again; nothing was changed")
		}
		r, err := w.Existing(db.Evented[p.Kind], p.ID)
		if err != nil {
			return err
		}
		switch p.Kind {
		case db.Claims.Name:
			err = w.moveClaim(r, fresh, t, m)
		case db.Evidence.Name:
			err = w.moveEvidence(r, fresh, t, m)
		case db.Suggestions.Name:
			err = w.moveSuggestion(r, fresh, t, m)
		case db.NotContent.Name:
			err = w.movePassage(db.NotContent, r, fresh.ID, t, m)
		case db.RefusedPassages.Name:
			err = w.movePassage(db.RefusedPassages, r, fresh.ID, t, m)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (w *transaction) moveClaim(before db.Row, fresh *Document, t *doctext.Text, m Move) error {
	c := ClaimOf(before)
	c.DocumentID = fresh.ID
	if m.End == 0 {
		c.Status = StatusOrphaned
		return w.Save(db.Claims, before, c.Row())
	}
	return w.placeClaim(before, c, fresh.SHA256, t, m.Start, m.End)
}

// placeClaim puts a claim on a span of its document's text and gives it back
// the status it had before it was an orphan.
func (w *transaction) placeClaim(before db.Row, c Claim, sum string, t *doctext.Text, start, end int) (err error) {
	if err := c.cut(t, start, end); err != nil {
		return err
	}
	c.DocumentSHA256 = sum
	if c.Status == StatusOrphaned {
		if c.Status = c.StatusInPlace(); c.Status == StatusOpen {
			if c.Status, err = w.statusBefore(c.ID); err != nil {
				return err
			}
		}
	}
	if before.Equal(c.Row()) {
		return nil
	}
	c.UpdatedAt = w.At
	return w.Save(db.Claims, before, c.Row())
}

// statusBefore gives the status without a label that a claim had before it lost its place.
func (w *transaction) statusBefore(claimID string) (Status, error) {
	status := StatusOpen
	_, err := w.One(`SELECT json_extract(before, '$.status') FROM events WHERE entity = 'claims' AND entity_id = ? AND verb = 'update'
		AND json_extract(after, '$.status') = 'orphaned' AND json_extract(before, '$.status') <> 'orphaned'
		ORDER BY seq DESC LIMIT 1`, []any{claimID}, &status)
	if status == StatusUnanimous || status == StatusAdjudicated { // it has stopped being that since
		status = StatusOpen
	}
	return status, err
}

func (w *transaction) moveEvidence(before db.Row, fresh *Document, t *doctext.Text, m Move) error {
	after := append(db.Row(nil), before...)
	after[db.EvidenceDocumentID] = fresh.ID
	if m.End != 0 {
		var c Claim
		if err := c.cut(t, m.Start, m.End); err != nil {
			return err
		}
		after[db.EvidenceStart], after[db.EvidenceEnd], after[db.EvidenceDocumentSHA256] = int64(c.Start), int64(c.End), fresh.SHA256
		after[db.EvidenceQuote], after[db.EvidencePrefix], after[db.EvidenceSuffix] = c.Quote, c.Prefix, c.Suffix
		after[db.EvidenceUpdatedAt] = db.FormatTime(w.At)
	}
	return w.Save(db.Evidence, before, after)
}

func (w *transaction) moveSuggestion(before db.Row, fresh *Document, t *doctext.Text, m Move) error {
	if m.End == 0 {
		return w.Save(db.Suggestions, before, nil)
	}
	var c Claim
	if err := c.cut(t, m.Start, m.End); err != nil {
		return err
	}
	g := suggestionOf(before)
	g.DocumentID, g.DocumentSHA256, g.Start, g.End, g.Quote, g.Prefix, g.Suffix = fresh.ID, fresh.SHA256, c.Start, c.End, c.Quote, c.Prefix, c.Suffix
	return w.Save(db.Suggestions, before, g.row())
}

// movePassage moves a row of a table of passages, which have a span and no quote.
func (w *transaction) movePassage(of *db.Table, before db.Row, documentID string, t *doctext.Text, m Move) error {
	if m.End == 0 {
		return w.Save(of, before, nil)
	}
	if !t.Has(m.Start, m.End) {
		return db.Failf(db.ErrMismatch, "the passage %d to %d does not lie in the newer text; nothing was changed", m.Start, m.End)
	}
	after := append(db.Row(nil), before...)
	after[of.Column("document_id")], after[of.Column("start")], after[of.Column("end")] = documentID, int64(m.Start), int64(m.End)
	return w.Save(of, before, after)
}

// PlaceClaim puts a claim that lost its place on a span of its document, in
// code points. Its quote is cut anew there, and its status is again what it was.
func (s *Store) PlaceClaim(ctx context.Context, id string, start, end int) error {
	_, err := s.write(ctx, ChangeDo, "Place claim", func(w *transaction) error {
		return w.editClaim(id, ClaimEdit{Start: &start, End: &end})
	})
	return err
}

// contentIDOf gives the id of the document whose text has this SHA-256, "" where it is none.
func contentIDOf(sum string) string {
	b, err := hex.DecodeString(sum)
	if err != nil || len(b) != sha256.Size {
		return ""
	}
	return doctext.ContentID([sha256.Size]byte(b))
}
