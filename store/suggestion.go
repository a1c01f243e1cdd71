package store

import (
	"context"
	"fmt"
	"time"

	"factmark/store/internal/db"
)

// SuggestionState is what has become of a suggestion.
type SuggestionState string

const (
	SuggestionOpen     SuggestionState = "open"
	SuggestionAccepted SuggestionState = "accepted" // it has become a claim, which may have changed since
	SuggestionRefused  SuggestionState = "refused"
)

// Suggestion is a span of a document that a model takes for a claim. It is none until somebody accepts it, and no export,
// count or agreement knows of it.
type Suggestion struct {
	ID, DocumentID        string
	Start, End            int // code points, half open
	Quote, Prefix, Suffix string
	DocumentSHA256        string
	LabelID               string // "" where the model gives none
	Statement, Note       string
	Model                 string
	Score                 *float64 // from 0 to 1; nil where the model gives none
	State                 SuggestionState
	PersonID              string // who imported it
	CreatedAt             time.Time
	ReviewerID, Reviewer  string    // who accepted or refused it; "" while it is open
	ReviewedAt            time.Time // likewise zero
}

func (g *Suggestion) row() db.Row {
	var score any
	if g.Score != nil {
		score = *g.Score
	}
	return db.Row{
		db.SuggestionsID: g.ID, db.SuggestionsDocumentID: g.DocumentID, db.SuggestionsStart: int64(g.Start), db.SuggestionsEnd: int64(g.End),
		db.SuggestionsQuote: g.Quote, db.SuggestionsPrefix: g.Prefix, db.SuggestionsSuffix: g.Suffix, db.SuggestionsDocumentSHA256: g.DocumentSHA256,
		db.SuggestionsLabelID: db.OrNull(g.LabelID), db.SuggestionsStatement: g.Statement, db.SuggestionsNote: g.Note, db.SuggestionsModel: g.Model,
		db.SuggestionsScore: score, db.SuggestionsState: string(g.State), db.SuggestionsPersonID: g.PersonID, db.SuggestionsCreatedAt: db.FormatTime(g.CreatedAt),
		db.SuggestionsReviewerID: db.OrNull(g.ReviewerID), db.SuggestionsReviewedAt: db.FormatTime(g.ReviewedAt),
	}
}

func suggestionOf(r db.Row) Suggestion {
	var score *float64
	if f, is := r[db.SuggestionsScore].(float64); is {
		score = &f
	}
	return Suggestion{
		ID: r.Text(db.SuggestionsID), DocumentID: r.Text(db.SuggestionsDocumentID), Start: r.Number(db.SuggestionsStart), End: r.Number(db.SuggestionsEnd),
		Quote: r.Text(db.SuggestionsQuote), Prefix: r.Text(db.SuggestionsPrefix), Suffix: r.Text(db.SuggestionsSuffix), DocumentSHA256: r.Text(db.SuggestionsDocumentSHA256),
		LabelID: r.Text(db.SuggestionsLabelID), Statement: r.Text(db.SuggestionsStatement), Note: r.Text(db.SuggestionsNote), Model: r.Text(db.SuggestionsModel),
		Score: score, State: SuggestionState(r.Text(db.SuggestionsState)), PersonID: r.Text(db.SuggestionsPersonID), CreatedAt: r.Time(db.SuggestionsCreatedAt),
		ReviewerID: r.Text(db.SuggestionsReviewerID), ReviewedAt: r.Time(db.SuggestionsReviewedAt),
	}
}

// SuggestionFilter chooses suggestions; what is empty takes all.
type SuggestionFilter struct {
	DocumentID string
	State      SuggestionState
}

var suggestionsWithNames = "SELECT " + db.Suggestions.List("g") + `, ifnull(p.name, '') FROM documents d CROSS JOIN suggestions g ON g.document_id = d.id
	LEFT JOIN people p ON p.id = ` + db.CanonicalID("g.reviewer_id")

// Suggestions gives the open suggestions of a document, in text order.
func (s *Store) Suggestions(ctx context.Context, documentID string) ([]Suggestion, error) {
	return s.FindSuggestions(ctx, SuggestionFilter{DocumentID: documentID, State: SuggestionOpen})
}

// FindSuggestions gives the suggestions that a filter lets through, in document order and of each in text order.
func (s *Store) FindSuggestions(ctx context.Context, f SuggestionFilter) ([]Suggestion, error) {
	query, args, and := suggestionsWithNames, []any(nil), " WHERE "
	for _, c := range []struct{ condition, value string }{{"d.id = ?", f.DocumentID}, {"g.state = ?", string(f.State)}} {
		if c.value != "" {
			query += and + c.condition
			args, and = append(args, c.value), " AND "
		}
	}
	var all []Suggestion
	r, dest := db.Suggestions.Dest()
	var reviewer string
	dest = append(dest, &reviewer)
	err := s.reading(ctx).Each(query+` ORDER BY d.title COLLATE NOCASE, d.id, g.start, g."end", g.id`, args, func(scan func(...any) error) error {
		if err := scan(dest...); err != nil {
			return err
		}
		g := suggestionOf(r)
		g.Reviewer = reviewer
		all = append(all, g)
		return nil
	})
	return all, err
}

// CountedSuggestions are how many suggestions a model has made in a document, by what has become of them.
type CountedSuggestions struct {
	DocumentID, Document    string // id and title
	Model                   string
	Open, Accepted, Refused int
}

// CountSuggestions counts the suggestions of all documents, in document order and of each by model.
func (s *Store) CountSuggestions(ctx context.Context) ([]CountedSuggestions, error) {
	var all []CountedSuggestions
	err := s.reading(ctx).Each(`SELECT d.id, d.title, g.model, sum(g.state = 'open'), sum(g.state = 'accepted'), sum(g.state = 'refused')
		FROM suggestions g JOIN documents d ON d.id = g.document_id GROUP BY d.id, g.model ORDER BY d.title COLLATE NOCASE, d.id, g.model`, nil, func(scan func(...any) error) error {
		var c CountedSuggestions
		err := scan(&c.DocumentID, &c.Document, &c.Model, &c.Open, &c.Accepted, &c.Refused)
		all = append(all, c)
		return err
	})
	return all, err
}

// Acceptance is a suggestion that is to become a claim.
type Acceptance struct {
	ID      string
	ClaimID string  // one of NewID's, for a claim that is shown before it is written; "": the store makes one
	LabelID *string // the claim's label; nil: that of the suggestion
}

// AcceptSuggestion is AcceptSuggestions for one suggestion, with the label that the model gives.
func (s *Store) AcceptSuggestion(ctx context.Context, id, claimID string) (Claim, error) {
	made, err := s.AcceptSuggestions(ctx, Acceptance{ID: id, ClaimID: claimID})
	if err != nil {
		return Claim{}, err
	}
	return made[0], nil
}

// AcceptSuggestions makes claims of open suggestions, which are the word of who is signed in, in one action, and gives them in the same
// order. ErrConflict where somebody has accepted or refused one already, ErrMismatch where one does not fit the text any
// more; nothing is changed then. A claim whose id is there already is given as it stands: an earlier try that seemed to fail
// had been written after all.
func (s *Store) AcceptSuggestions(ctx context.Context, all ...Acceptance) ([]Claim, error) {
	name := "Accept suggestion"
	if len(all) != 1 {
		name = fmt.Sprintf("Accept %d suggestions", len(all))
	}
	made := make([]Claim, len(all))
	_, err := s.write(ctx, ChangeDo, name, func(w *transaction) (err error) {
		for i, a := range all {
			if made[i], err = w.accept(a); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return made, nil
}

func (w *transaction) accept(a Acceptance) (Claim, error) {
	before, err := w.Existing(db.Suggestions, a.ID)
	if err != nil {
		return Claim{}, err
	}
	if a.ClaimID != "" {
		there, err := w.Read(db.Claims, a.ClaimID)
		if err != nil {
			return Claim{}, err
		}
		if there != nil {
			known, err := make(names).claim(w.Querier, there)
			if err != nil || known == nil {
				return Claim{}, err
			}
			return *known, nil
		}
	}
	if err := w.review(before, SuggestionAccepted); err != nil {
		return Claim{}, err
	}
	g := suggestionOf(before)
	if a.LabelID != nil {
		g.LabelID = *a.LabelID
	}
	made, err := w.claimOf(&g, a.ClaimID)
	if err == nil && (made.Quote != g.Quote || made.DocumentSHA256 != g.DocumentSHA256) {
		err = db.Failf(db.ErrMismatch, "the suggestion is not what stands in the text now; nothing was changed")
	}
	return made, err
}

// claimOf makes a claim of what is suggested.
func (w *transaction) claimOf(g *Suggestion, claimID string) (Claim, error) {
	c, err := w.addClaim(NewClaim{ID: claimID, DocumentID: g.DocumentID, Start: g.Start, End: g.End, LabelID: g.LabelID, Note: g.Note})
	if err != nil || g.Statement == "" {
		return c, err
	}
	if err := w.editClaim(c.ID, ClaimEdit{Statement: &g.Statement}); err != nil {
		return Claim{}, err
	}
	r, err := w.Existing(db.Claims, c.ID)
	if err != nil {
		return Claim{}, err
	}
	known, err := make(names).claim(w.Querier, r)
	if err != nil {
		return Claim{}, err
	}
	return *known, nil
}

// review says what becomes of an open suggestion.
func (w *transaction) review(before db.Row, state SuggestionState) error {
	g := suggestionOf(before)
	if g.State != SuggestionOpen {
		return db.Failf(db.ErrConflict, "the suggestion was %s already; nothing was changed", g.State)
	}
	g.State, g.ReviewerID, g.ReviewedAt = state, w.Person.ID, w.At
	return w.Save(db.Suggestions, before, g.row())
}

// RefuseSuggestions refuses open suggestions in one action. One that is refused already stays so; ErrConflict where one was
// accepted, and nothing is changed then.
func (s *Store) RefuseSuggestions(ctx context.Context, ids ...string) error {
	name := "Refuse suggestion"
	if len(ids) != 1 {
		name = fmt.Sprintf("Refuse %d suggestions", len(ids))
	}
	_, err := s.write(ctx, ChangeDo, name, func(w *transaction) error {
		for _, id := range ids {
			before, err := w.Existing(db.Suggestions, id)
			if err != nil {
				return err
			}
			if SuggestionState(before.Text(db.SuggestionsState)) == SuggestionRefused {
				continue
			}
			if err := w.review(before, SuggestionRefused); err != nil {
				return err
			}
		}
		return nil
	})
	return err
}
