package agreement

// Running is Krippendorff's alpha of ratings that come one after another: each
// costs a few steps, however many there have been. The zero value has none.
type Running struct {
	raters  map[string]bool
	classOf map[string]int32
	totals  []float64 // as of a profile
	used    []int32   // of each class in a unit, for a moment
	shared  int       // units with two ratings or more
	alone   int       // units with one
}

// Add takes in all that another one has.
func (r *Running) Add(other *Running) {
	for category, class := range other.classOf {
		at := r.classed(category)
		r.totals[classes+at] += other.totals[classes+class]
	}
	for rater := range other.raters {
		r.raters[rater] = true
	}
	if other.totals != nil {
		r.totals[disagreed] += other.totals[disagreed]
	}
	r.shared, r.alone = r.shared+other.shared, r.alone+other.alone
}

// PutUnits takes in so many units that nothing else is said of, on each of which
// these people give these categories, one each. A negative count takes units back.
func (r *Running) PutUnits(raters, categories []string, count int) {
	said := make([]int32, 0, len(raters)) // classes
	for i, rater := range raters {
		if rater == "" || categories[i] == "" {
			continue
		}
		said = append(said, r.classed(categories[i]))
		r.raters[rater] = true
	}
	r.count(said, count)
}

// classed gives the number of a category.
func (r *Running) classed(category string) int32 {
	if r.raters == nil {
		r.raters, r.classOf = map[string]bool{}, map[string]int32{}
		r.totals = make([]float64, classes)
	}
	class, known := r.classOf[category]
	if !known {
		class = int32(len(r.classOf))
		r.classOf[category] = class
		r.totals, r.used = append(r.totals, 0), append(r.used, 0)
	}
	return class
}

// count adds what a unit with ratings in these classes comes to, so many times.
func (r *Running) count(said []int32, times int) {
	switch len(said) {
	case 0:
		return
	case 1:
		r.alone += times
		return
	}
	r.shared += times
	clear(r.used)
	for _, class := range said {
		r.used[class]++
	}
	k := profileKind(r.used, len(said))
	k.add(r.totals, times)
}

// Alpha gives alpha of all ratings so far, without an interval.
func (r *Running) Alpha() Figure {
	var whole Scope
	f := Figure{Measure: Alpha, N: r.shared, Unit: whole.unitWords(), Alone: r.alone}
	f.Interval = Interval{Size: r.shared, Of: f.Unit, Reason: because("no resampling was asked for")}
	if f.Reason = whole.whyLabelsUndefined(len(r.raters), r.shared); f.Reason == "" {
		f.value, f.Reason = (&Ratings{}).alpha(r.totals)
	}
	if f.Reason != "" {
		f.Interval.Reason = because("the figure itself is not")
	}
	return f
}
