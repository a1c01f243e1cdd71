package agreement

import "context"

// SpanDisagreement is a span that two people marked or labelled differently, or
// that one of them alone has marked.
type SpanDisagreement struct {
	Document string
	A, B     Span // of two people, by name; Start and End are 0 where there is none
}

// Disagreements lists, for every two people of this scope, the spans that don't
// match in boundaries and label, by document and pair.
func (s *Spans) Disagreements() []SpanDisagreement {
	var found []SpanDisagreement
	for _, sh := range s.shared() {
		for i := range sh.readers {
			for j := i + 1; j < len(sh.readers); j++ {
				for _, m := range match(sh.marks[i], sh.marks[j]) {
					d := SpanDisagreement{Document: sh.document, A: s.span(sh, i, m.one), B: s.span(sh, j, m.other)}
					if d.A.Start != d.B.Start || d.A.End != d.B.End || d.A.Category != d.B.Category {
						found = append(found, d)
					}
				}
			}
		}
	}
	return found
}

// span gives a mark of a reader, or a span of no extent in its place.
func (s *Spans) span(sh sheet, reader, at int) Span {
	x := Span{Document: sh.document, Rater: s.raters[sh.readers[reader]]}
	if at >= 0 {
		m := sh.marks[reader][at]
		x.ID, x.Category, x.Start, x.End = m.id, s.labels[m.label], m.start, m.end
	}
	return x
}

// Breakdown works out all measures of spans for the whole, each label, each
// document and each two people. It returns the context's error if that ends
// before.
func (s *Spans) Breakdown(ctx context.Context, b Bootstrap) (Breakdown, error) {
	measures := []Measure{StrictF1, ExactF1, PartialF1, TypeF1, CharacterF1, Jaccard, AlphaUnitise}
	rows := func(scopes []Scope) []Row {
		return inParallel(ctx, scopes, func(scope Scope) Row { return Row{scope, s.Within(scope).Measure(b, measures...)} })
	}
	all := Breakdown{
		Overall:   Row{s.scope, s.Measure(b, measures...)},
		Labels:    rows(s.ByLabel()),
		Documents: rows(s.ByDocument()),
		Pairs:     rows(s.ByPair()),
	}
	return all, ctx.Err()
}
