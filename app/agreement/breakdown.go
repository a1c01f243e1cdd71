package agreement

import "context"

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

// Breakdown works out what is usually shown of labels: percent agreement and
// Krippendorff's alpha everywhere, Cohen's kappa for two people, Fleiss' and
// Randolph's kappa for the whole and for labels. It returns the context's error
// if that ends before.
func (r *Ratings) Breakdown(ctx context.Context, b Bootstrap) (Breakdown, error) {
	many := []Measure{Percent, Alpha, Fleiss, Randolph}
	if len(r.present()) == 2 {
		many = append(many, Cohen)
	}
	rows := func(scopes []Scope, measures ...Measure) []Row {
		return inParallel(ctx, scopes, func(s Scope) Row { return Row{s, r.Within(s).Measure(b, measures...)} })
	}
	all := Breakdown{
		Overall:   Row{r.scope, r.Measure(b, many...)},
		Labels:    rows(r.ByLabel(), many...),
		Documents: rows(r.ByDocument(), Percent, Alpha),
		Pairs:     rows(r.ByPair(), Percent, Alpha, Cohen),
	}
	return all, ctx.Err()
}
