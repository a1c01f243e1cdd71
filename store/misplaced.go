package store

import (
	"context"
	"errors"
	"slices"
	"strconv"

	"factmark/store/internal/db"
	"factmark/store/internal/doctext"
)

// Places checks rows of labelled_claims against the invariant of every span: text[start:end] is its quote.
type Places struct {
	read func(ctx context.Context, sum string) (*doctext.Text, error)
	sum  string        // of the text that was looked at last
	text *doctext.Text // nil where it is not in the workspace, or damaged
}

// Places checks the rows of this workspace, best in the order of EachLabelled.
func (s *Store) Places() *Places { return &Places{read: s.IndexedText} }

var (
	cellStart  = slices.Index(LabelledColumns, "start")
	cellEnd    = slices.Index(LabelledColumns, "end")
	cellQuote  = slices.Index(LabelledColumns, "quote")
	cellSum    = slices.Index(LabelledColumns, "document_sha256")
	cellStatus = slices.Index(LabelledColumns, "status")
)

// Hold reports whether a row's quote is what stands at its place. A claim that is known to have lost its place
// is held against the earlier text it was made on, where that is at hand.
func (p *Places) Hold(ctx context.Context, cells []string) (bool, error) {
	if sum := cells[cellSum]; sum != p.sum || p.text == nil {
		t, err := p.read(ctx, sum)
		if err != nil && !errors.Is(err, db.ErrDamaged) {
			return false, err
		}
		p.sum, p.text = sum, t
	}
	if p.text == nil {
		return Status(cells[cellStatus]) == StatusOrphaned, nil
	}
	start, err := strconv.Atoi(cells[cellStart])
	end, err2 := strconv.Atoi(cells[cellEnd])
	return err == nil && err2 == nil && p.text.Has(start, end) && p.text.Slice(start, end) == cells[cellQuote], nil
}

// Misplaced gives the ids of the claims, among those the filter lets through, whose quote is not at its place.
func (s *Store) Misplaced(ctx context.Context, f Filter) (ids []string, err error) {
	places := s.Places()
	err = s.EachLabelled(ctx, f, func(cells []string) error {
		holds, err := places.Hold(ctx, cells)
		if err == nil && !holds {
			ids = append(ids, cells[0])
		}
		return err
	})
	return ids, err
}
