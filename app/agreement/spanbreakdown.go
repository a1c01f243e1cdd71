package agreement

import (
	"cmp"
	"context"
	"slices"
)

// SpanDisagreement is a span that two people marked or labelled differently, or
// that one of them alone has marked.
type SpanDisagreement struct {
	Document string
	A, B     Span // of two people, by name; Start and End are 0 where there is none
}

// Disagreements lists, for every two people of this scope, the spans that don't
// match in boundaries and label, by document and pair: the first of them, so
// many at most, and how many there are.
func (s *Spans) Disagreements(most int) (first []SpanDisagreement, all int) {
	var matcher matcher
	for _, sh := range s.shared() {
		for i := range sh.readers {
			for j := i + 1; j < len(sh.readers); j++ {
				for _, m := range matcher.match(sh.marks[i], sh.marks[j]) {
					d := SpanDisagreement{Document: sh.document, A: s.span(sh, i, m.one), B: s.span(sh, j, m.other)}
					if d.A.Start != d.B.Start || d.A.End != d.B.End || d.A.Category != d.B.Category {
						if all++; all <= most {
							first = append(first, d)
						}
					}
				}
			}
		}
	}
	return first, all
}

// span gives a mark of a reader, or a span of no extent in its place.
func (s *Spans) span(sh documentMarks, reader, at int) Span {
	x := Span{Document: sh.document, Rater: s.raters[sh.readers[reader]]}
	if at >= 0 {
		m := sh.marks[reader][at]
		x.ID, x.Category, x.Start, x.End = s.ids[m.id], s.labels[m.label], m.start, m.end
	}
	return x
}

// Overall works out all measures of spans for the whole.
func (s *Spans) Overall(b Bootstrap) Row {
	return Row{s.scope, s.Measure(b, spanMeasures...)}
}

var spanMeasures = []Measure{StrictF1, ExactF1, PartialF1, TypeF1, CharacterF1, Jaccard, AlphaUnitise}

// Breakdown works out all measures of spans for the whole, each label, each
// document and each two people. It tells which share of it is done, where tell
// is not nil, never two at a time. It returns the context's error if that ends before.
func (s *Spans) Breakdown(ctx context.Context, b Bootstrap, tell func(share float64)) (Breakdown, error) {
	all := Breakdown{Overall: s.Overall(b)}
	labels, documents, pairs := s.ByLabel(), s.eachDocument(), s.pairs()
	p := &progress{of: len(labels) + len(documents) + len(pairs), tell: tell}
	l := &drawCache{Bootstrap: b}
	all.Labels = inParallel(ctx, labels, func() func(Scope) Row {
		return func(scope Scope) Row {
			defer p.step()
			return Row{scope, s.Within(scope).basis().figures(l, spanMeasures)}
		}
	})
	all.Documents = inParallel(ctx, documents, func() func(spanBasis) Row {
		return func(basis spanBasis) Row {
			defer p.step()
			return Row{basis.scope, basis.figures(l, spanMeasures)}
		}
	})
	// Pairs with as many documents in common follow each other, for they have the same draws.
	order := make([]int, len(pairs))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(pairs[i].documents, pairs[j].documents) })
	indexes := s.readerIndexes()
	rows := inParallel(ctx, order, func() func(int) Row {
		comparer := pairComparer{spans: s, readerIndexes: indexes}
		return func(i int) Row {
			defer p.step()
			basis := comparer.basis(pairs[i])
			return Row{basis.scope, basis.figures(l, spanMeasures)}
		}
	})
	all.Pairs = make([]Row, len(pairs))
	for at, i := range order {
		all.Pairs[i] = rows[at]
	}
	return all, ctx.Err()
}

// eachDocument gives what the figures of each document rest on.
func (s *Spans) eachDocument() []spanBasis {
	tallies := s.tallies()
	var all []spanBasis
	for _, sh := range s.documents {
		if len(sh.readers) == 0 {
			continue
		}
		scope := s.scope
		scope.Document = sh.document
		one := spanBasis{scope: scope}
		one.count(sh.length, sh.marked(), len(sh.readers) > 1)
		if len(sh.readers) > 1 {
			one.tallies, tallies = tallies[:1], tallies[1:]
		}
		all = append(all, one)
	}
	return all
}

// pair is two people, by their places among the raters, with how many documents
// both have read.
type pair struct {
	scope     Scope
	a, b      int
	documents int
}

// pairs gives every two people who read a document in common.
func (s *Spans) pairs() []pair {
	met := make([]int, len(s.raters)*len(s.raters))
	for _, sh := range s.documents {
		for i, a := range sh.readers {
			for _, b := range sh.readers[i+1:] {
				met[int(a)*len(s.raters)+int(b)]++
			}
		}
	}
	var all []pair
	for i, n := range met {
		if n > 0 {
			p := pair{s.scope, i / len(s.raters), i % len(s.raters), n}
			p.scope.A, p.scope.B = s.raters[p.a], s.raters[p.b]
			all = append(all, p)
		}
	}
	return all
}

// readerIndexes gives for each document the place of each rater among its readers, or -1.
func (s *Spans) readerIndexes() [][]int32 {
	all := make([][]int32, len(s.documents))
	for i, sh := range s.documents {
		all[i] = slices.Repeat([]int32{-1}, len(s.raters))
		for index, who := range sh.readers {
			all[i][who] = int32(index)
		}
	}
	return all
}

// pairComparer holds two people at a time against each other, in all documents.
type pairComparer struct {
	spans         *Spans
	readerIndexes [][]int32
	comparer      comparer
	tallies       []tally
	read          [2]reading
}

// basis gives what the figures of a pair rest on; it is good until the next call.
func (w *pairComparer) basis(p pair) spanBasis {
	basis := spanBasis{scope: p.scope}
	w.tallies = w.tallies[:0]
	for i, sh := range w.spans.documents {
		switch a, b := w.readerIndexes[i][p.a], w.readerIndexes[i][p.b]; {
		case a >= 0 && b >= 0:
			basis.count(sh.length, len(sh.marks[a])+len(sh.marks[b]), true)
			w.comparer.read(&w.read[0], sh.marks[a], sh.length)
			w.comparer.read(&w.read[1], sh.marks[b], sh.length)
			w.tallies = append(w.tallies, w.comparer.compare(sh.length, &w.read[0], &w.read[1]))
		case max(a, b) >= 0:
			basis.count(sh.length, len(sh.marks[max(a, b)]), false)
		}
	}
	basis.tallies = w.tallies
	return basis
}
