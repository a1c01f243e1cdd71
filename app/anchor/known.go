package anchor

import (
	"context"
	"slices"
)

// Known gives the spans of an old text, which stand in it, the places that are known for them in the new one: at tells, for the code points from start
// to end, where they are and whether that is exact. What is not exact, or would cut what is read as one character, is Near.
func Known(ctx context.Context, old, new string, spans []Span, at func(start, end int) (from, to int, exact bool)) ([]Found, error) {
	s := &search{ctx: ctx, a: []rune(old), b: []rune(new)}
	was, is := &outline{text: s.a, units: cutUnits(s.a)}, &outline{text: s.b, units: cutUnits(s.b)}
	found := make([]Found, len(spans))
	for i, span := range spans {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		f := &found[i]
		f.Was = was.sentence(span.Start, span.End)
		start, end, exact := at(span.Start, span.End)
		place := trimmed(s.b, area{start, end})
		if place.start >= place.end {
			continue
		}
		f.Place = Place{Start: place.start, End: place.end, Score: 1}
		f.Kind = Sure
		if cut := s.isCut(f.Place, span.Start, span.End); cut || !exact {
			f.Kind = Near
			f.Place.Start, f.Place.End = snap(s.b, place.start), clusterEnd(s.b, place.end)
		}
		f.Place.In = is.sentence(f.Place.Start, f.Place.End)
		if f.Kind == Near {
			f.Candidates = slices.Clip([]Place{f.Place})
		}
	}
	return found, nil
}
