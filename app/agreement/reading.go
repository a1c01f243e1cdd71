package agreement

import "context"

// reading is what one reader marked in a document, put so that it can be held
// against what others did.
type reading struct {
	marks     []mark     // by place and label
	united    []mark     // the characters marked, as ranges that don't touch
	covered   int        // how many these are
	divisions []division // by label, of those this reader used

	kept []division // the memory of divisions
}

// comparer holds readings of a document against each other, and keeps its memory
// from one document to the next. The zero value is ready for use, by one
// goroutine at a time.
type comparer struct {
	matcher
	byLabel [][]mark
	all     []*reading
	next    []int // of each reading, its next division
	coders  []*division
	whole   division
	units   []int // lengths
	gaps    []int
}

// read puts in order what a reader marked in a document of a length; the memory of the reading is used again.
func (c *comparer) read(r *reading, marks []mark, length int) {
	r.marks, r.united = marks, unite(r.united[:0], marks)
	r.covered = covered(r.united)
	for _, m := range marks {
		for int(m.label) >= len(c.byLabel) {
			c.byLabel = append(c.byLabel, nil)
		}
		c.byLabel[m.label] = append(c.byLabel[m.label], m)
	}
	n := 0
	for label, some := range c.byLabel {
		if len(some) == 0 {
			continue
		}
		if n == len(r.kept) {
			r.kept = append(r.kept, division{})
		}
		r.kept[n].divide(int32(label), some, length)
		n++
		c.byLabel[label] = some[:0]
	}
	r.divisions = r.kept[:n]
}

// compare tallies a document of a length: every two readers add to its totals.
func (c *comparer) compare(length int, readings ...*reading) tally {
	var t tally
	for i, a := range readings {
		for _, b := range readings[i+1:] {
			c.countMatches(&t, a.marks, b.marks)
			countCharacters(&t, a, b)
		}
	}
	c.countUnitising(&t, readings, length)
	return t
}

// tally compares all readers of each document that at least two have read.
func (s *Spans) tally() []tally {
	return inParallel(context.Background(), s.shared(), func() func(documentMarks) tally {
		var c comparer
		var kept []reading
		return func(sh documentMarks) tally {
			kept = append(kept, make([]reading, max(0, len(sh.marks)-len(kept)))...)
			c.all = c.all[:0]
			for i, marks := range sh.marks {
				c.read(&kept[i], marks, sh.length)
				c.all = append(c.all, &kept[i])
			}
			return c.compare(sh.length, c.all...)
		}
	})
}
