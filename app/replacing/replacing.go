// Package replacing looks up where what was said of a document stands in a
// newer text of it.
package replacing

import (
	"context"
	"errors"

	"factmark/app/anchor"
	"factmark/store"
)

// Span is a span of the document with what was found for it in the newer text.
// Accepted says that its place is to be taken. It begins true where the place is
// sure; a near one is for a person to look at, and is taken only once they say
// so. A passage that is not content says nothing of anyone: it takes a near
// place too.
type Span struct {
	store.Placed
	Found    anchor.Found
	Accepted bool
}

// Stays tells whether the span was not even shifted.
func (s *Span) Stays() bool {
	return s.Found.Kind == anchor.Sure && s.Found.Place.Start == s.Start && s.Found.Place.End == s.End
}

// Plan is what a newer text would mean for a document.
type Plan struct {
	DocumentID string
	Text       store.NewDocument
	Spans      []Span
}

// Look finds the place of every span of a document in a newer text. progress,
// which may be nil, is told how many are done. Nothing is written.
func Look(ctx context.Context, st *store.Store, documentID string, text store.NewDocument, progress func(done, total int)) (*Plan, error) {
	return look(ctx, st, documentID, text, nil, progress)
}

// Reread is Look for a text of which each place is known: it was decoded anew from the bytes that the document's text was decoded from. at tells, for
// the code points of that text from start to end, where they stand, and whether that is exact.
func Reread(ctx context.Context, st *store.Store, documentID string, text store.NewDocument, at func(start, end int) (from, to int, exact bool), progress func(done, total int)) (*Plan, error) {
	return look(ctx, st, documentID, text, at, progress)
}

func look(ctx context.Context, st *store.Store, documentID string, text store.NewDocument, at func(start, end int) (from, to int, exact bool), progress func(done, total int)) (*Plan, error) {
	placed, err := st.Placed(ctx, documentID)
	if err != nil {
		return nil, err
	}
	here := "" // the SHA-256 of the text whose places are known
	if at != nil {
		doc, err := st.Document(ctx, documentID)
		if err != nil {
			return nil, err
		}
		here = doc.SHA256
	}
	found, err := find(ctx, st, placed, text.Text, func(ctx context.Context, sum, old, new string, spans []anchor.Span, progress func(done, total int)) ([]anchor.Found, error) {
		if at != nil && sum == here {
			return anchor.Known(ctx, old, new, spans, at)
		}
		return findAnew(ctx, sum, old, new, spans, progress)
	}, progress)
	if err != nil {
		return nil, err
	}
	p := &Plan{DocumentID: documentID, Text: text, Spans: make([]Span, len(placed))}
	for i := range placed {
		p.Spans[i] = Span{placed[i], found[i], found[i].Kind == anchor.Sure || found[i].Kind == anchor.Near && placed[i].IsPassage()}
	}
	return p, nil
}

// Moves says where each span goes, as store.ReplaceText wants to know it.
func (p *Plan) Moves() []store.Move {
	moves := make([]store.Move, len(p.Spans))
	for i, s := range p.Spans {
		moves[i] = store.Move{ID: s.ID}
		if s.Accepted {
			moves[i].Start, moves[i].End = s.Found.Place.Start, s.Found.Place.End
		}
	}
	return moves
}

// Orphan is a claim that lost its place, with what it stood in and what is like
// it in the document now.
type Orphan struct {
	Claim      store.Claim
	Was        anchor.Sentence
	Candidates []anchor.Place // the best one first
}

// Orphans gives the orphans of a document and the places they might have.
func Orphans(ctx context.Context, st *store.Store, documentID string) ([]Orphan, error) {
	claims, err := st.Claims(ctx, documentID)
	if err != nil {
		return nil, err
	}
	text, err := st.Text(ctx, documentID)
	if err != nil {
		return nil, err
	}
	var orphans []Orphan
	var placed []store.Placed
	for _, c := range claims {
		if c.Status == store.StatusOrphaned {
			orphans = append(orphans, Orphan{Claim: c})
			placed = append(placed, store.Placed{ID: c.ID, Kind: "claims", Start: c.Start, End: c.End, Quote: c.Quote, Prefix: c.Prefix,
				Suffix: c.Suffix, SHA256: c.DocumentSHA256})
		}
	}
	found, err := find(ctx, st, placed, text, findAnew, nil)
	for i, f := range found {
		orphans[i].Was, orphans[i].Candidates = f.Was, f.Candidates
		if f.Kind == anchor.Sure {
			orphans[i].Candidates = []anchor.Place{f.Place}
		}
	}
	return orphans, err
}

// finder finds the spans of an old text, which has the SHA-256 sum, in a new one.
type finder func(ctx context.Context, sum, old, new string, spans []anchor.Span, progress func(done, total int)) ([]anchor.Found, error)

func findAnew(ctx context.Context, _, old, new string, spans []anchor.Span, progress func(done, total int)) ([]anchor.Found, error) {
	return anchor.Find(ctx, old, new, spans, progress)
}

// find finds spans, each of which may have been put on another earlier text.
func find(ctx context.Context, st *store.Store, placed []store.Placed, text string, in finder, progress func(done, total int)) ([]anchor.Found, error) {
	groups := map[string][]int{}
	for i, p := range placed {
		groups[p.SHA256] = append(groups[p.SHA256], i)
	}
	found := make([]anchor.Found, len(placed))
	done := 0
	for sum, group := range groups {
		old, err := st.EarlierText(ctx, sum)
		if err != nil && !errors.Is(err, store.ErrNotFound) { // then quote and context have to do
			return nil, err
		}
		spans := make([]anchor.Span, len(group))
		for n, i := range group {
			p := placed[i]
			spans[n] = anchor.Span{Start: p.Start, End: p.End, Quote: p.Quote, Prefix: p.Prefix, Suffix: p.Suffix}
		}
		some, err := in(ctx, sum, old, text, spans, func(n, _ int) {
			if progress != nil {
				progress(done+n, len(placed))
			}
		})
		if err != nil {
			return nil, err
		}
		for n, i := range group {
			found[i] = some[n]
		}
		done += len(group)
	}
	return found, nil
}
