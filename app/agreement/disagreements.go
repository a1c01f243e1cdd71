package agreement

// Disagreement is a unit on which people differ, and who said what of it.
type Disagreement struct {
	Unit, Document string
	Said           []Said // by the raters' names
}

// Said is what one person said of a unit.
type Said struct{ Rater, Category string }

// Disagreements lists the units on which people of this scope differ, by
// document and unit. In the scope of a label these are the units that some gave
// the label and others another.
func (r *Ratings) Disagreements() []Disagreement {
	var found []Disagreement
	for u := range r.units {
		from, to := r.first[u], r.first[u+1]
		if !differ(r.class[from:to]) {
			continue
		}
		d := Disagreement{Unit: r.units[u].name, Document: r.documents[r.units[u].document]}
		for i := from; i < to; i++ {
			d.Said = append(d.Said, Said{r.raters[r.rater[i]], r.labels[r.said[i]]})
		}
		found = append(found, d)
	}
	return found
}

func differ(ratings []int32) bool {
	for _, c := range ratings {
		if c != ratings[0] {
			return true
		}
	}
	return false
}
