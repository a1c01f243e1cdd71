package agreement

// Disagreement is a unit on which people differ, and who said what of it.
type Disagreement struct {
	Unit, Document string
	Said           []Said // by the raters' names
}

// Said is what one person said of a unit.
type Said struct{ Rater, Category string }

// Disagreements lists the units on which people of this scope differ, by
// document and unit: the first of them, so many at most, and how many there
// are; of units with the same ratings one stands for all. In the scope of a label these are the units that some gave the label and
// others another.
func (r *Ratings) Disagreements(most int) (first []Disagreement, all int) {
	for u := range r.units {
		from, to := r.first[u], r.first[u+1]
		if !differ(r.class[from:to]) {
			continue
		}
		if all += r.units[u].count; len(first) == most {
			continue
		}
		d := Disagreement{Unit: r.units[u].name, Document: r.documents[r.units[u].document]}
		for i := from; i < to; i++ {
			d.Said = append(d.Said, Said{r.raters[r.rater[i]], r.labels[r.said[i]]})
		}
		first = append(first, d)
	}
	return first, all
}

func differ(ratings []int32) bool {
	for _, c := range ratings {
		if c != ratings[0] {
			return true
		}
	}
	return false
}
