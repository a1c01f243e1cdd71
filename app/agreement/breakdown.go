package agreement

// Row is a part of the whole with its figures. The disagreements behind them
// are those of Within(Scope).
type Row struct {
	Scope   Scope
	Figures []Figure
}

// Breakdown is the agreement of the whole and of its parts.
type Breakdown struct {
	Overall                  Row
	Labels, Documents, Pairs []Row
}

// Breakdown works out what is usually shown of labels: percent agreement and
// Krippendorff's alpha everywhere, Cohen's kappa for two people, Fleiss' and
// Randolph's kappa for the whole and for labels.
func (r *Ratings) Breakdown(b Bootstrap) Breakdown {
	many := []Measure{Percent, Alpha, Fleiss, Randolph}
	if len(r.present()) == 2 {
		many = append(many, Cohen)
	}
	rows := func(scopes []Scope, measures ...Measure) []Row {
		return inParallel(scopes, func(s Scope) Row { return Row{s, r.Within(s).Measure(b, measures...)} })
	}
	return Breakdown{
		Overall:   Row{r.scope, r.Measure(b, many...)},
		Labels:    rows(r.ByLabel(), many...),
		Documents: rows(r.ByDocument(), Percent, Alpha),
		Pairs:     rows(r.ByPair(), Percent, Alpha, Cohen),
	}
}
