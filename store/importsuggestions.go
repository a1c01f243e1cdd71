package store

import (
	"factmark/store/internal/db"
)

// bringSuggestion adds what a model suggests, unless it is here. Of a row it takes place, label, statement, note and score; its
// id comes from the text, the place, the label and the model, so that the same suggestion is the same everywhere.
func (im *importing) bringSuggestion(r *ImportedClaim) error {
	if err := r.check(); err != nil {
		return err
	}
	c, err := im.place(r)
	if err != nil {
		return err
	}
	g := Suggestion{DocumentID: c.DocumentID, Start: c.Start, End: c.End, Quote: c.Quote, Prefix: c.Prefix, Suffix: c.Suffix, DocumentSHA256: c.DocumentSHA256,
		Statement: r.Statement, Note: r.Note, Model: r.Model, State: SuggestionOpen, PersonID: im.Person.ID, CreatedAt: r.CreatedAt}
	if g.ID, err = contentID("suggestion", []any{c.DocumentSHA256, c.Start, c.End, NameKey(r.Label), r.Model}); err != nil {
		return err
	}
	if g.LabelID, err = im.label(r.Label); err != nil {
		return err
	}
	there, err := im.knownSuggestion(&g)
	if err != nil {
		return err
	}
	if there {
		im.report.SuggestionsExisting++
		return nil
	}
	if sum, err := db.TextOf(im.transaction.Querier, c.DocumentID); err != nil || c.DocumentSHA256 != sum {
		if err != nil {
			return err
		}
		return db.Failf(db.ErrMismatch, "the suggestion %q was made on an earlier text of its document", db.Shorten(c.Quote))
	}
	if g.Score, err = confidence(r.Score); err != nil {
		return db.Failf(db.ErrInvalid, "the score %v is not between 0 and 1", *r.Score)
	}
	if g.CreatedAt.IsZero() {
		g.CreatedAt = im.At
	}
	if err := im.fits(db.Suggestions, g.row()); err != nil {
		return err
	}
	if g.LabelID, err = im.labelMade(g.LabelID, r.Label, r.Meaning); err != nil {
		return err
	}
	if c.Start != r.Start || c.End != r.End {
		im.report.Trimmed++
	}
	im.report.SuggestionsAdded++
	return im.Save(db.Suggestions, nil, g.row())
}

// knownSuggestion tells whether a suggestion is here, by its id or, where it was made on an earlier text, by what it is now.
func (im *importing) knownSuggestion(g *Suggestion) (bool, error) {
	there, err := im.Read(db.Suggestions, g.ID)
	if err != nil || there != nil {
		return there != nil, err
	}
	ids, err := im.IDs(`SELECT id FROM suggestions WHERE document_id = ? AND start = ? AND "end" = ? AND document_sha256 = ? AND model = ? AND label_id IS ? LIMIT 1`,
		g.DocumentID, g.Start, g.End, g.DocumentSHA256, g.Model, db.OrNull(g.LabelID))
	return len(ids) > 0, err
}
