package agreement

import (
	"context"
	"slices"
)

// Row is a part of the whole with its figures. The disagreements behind them
// are those of Within(Scope).
type Row struct {
	Scope   Scope    `json:"scope"`
	Figures []Figure `json:"figures"`
}

// Breakdown is the agreement of the whole and of its parts.
type Breakdown struct {
	Overall   Row   `json:"overall"`
	Labels    []Row `json:"labels"`
	Documents []Row `json:"documents"`
	Pairs     []Row `json:"pairs"`
}

// InformativePairs are the pairs of people whose figures tell more than those of the
// whole do: a single pair only where the whole, for others are in it, has no
// Cohen's kappa.
func (b Breakdown) InformativePairs() []Row {
	cohen := func(f Figure) bool { return f.Measure == Cohen }
	if len(b.Pairs) == 1 && (slices.ContainsFunc(b.Overall.Figures, cohen) || !slices.ContainsFunc(b.Pairs[0].Figures, cohen)) {
		return nil
	}
	return b.Pairs
}

// Overall works out what is usually shown of labels for the whole.
func (r *Ratings) Overall(b Bootstrap) Row {
	return Row{r.scope, r.Measure(b, r.usual()...)}
}

// usual is what is usually shown of the whole and of a label.
func (r *Ratings) usual() []Measure {
	many := []Measure{Percent, Alpha, Fleiss, Randolph}
	if len(r.present()) == 2 {
		many = append(many, Cohen)
	}
	return many
}

// Breakdown works out what is usually shown of labels: percent agreement and
// Krippendorff's alpha everywhere, Cohen's kappa for two people, Fleiss' and
// Randolph's kappa for the whole and for labels. It tells which share of it is
// done, where tell is not nil, never two at a time. It returns the context's
// error if that ends before.
func (r *Ratings) Breakdown(ctx context.Context, b Bootstrap, tell func(share float64)) (Breakdown, error) {
	all := Breakdown{Overall: r.Overall(b)}
	labels, documents, pairs := r.ByLabel(), r.ByDocument(), r.ByPair()
	p := &progress{of: len(labels) + len(documents) + len(pairs), tell: tell}
	rows := func(scopes []Scope, measures ...Measure) []Row {
		return inParallel(ctx, scopes, func() func(Scope) Row {
			return func(s Scope) Row {
				defer p.step()
				return Row{s, r.Within(s).Measure(b, measures...)}
			}
		})
	}
	all.Labels = rows(labels, r.usual()...)
	all.Documents = rows(documents, Percent, Alpha)
	all.Pairs = rows(pairs, Percent, Alpha, Cohen)
	return all, ctx.Err()
}
