package agreement

import "context"

// reading is what one reader marked in a document, put so that it can be held
// against what others did.
type reading struct {
	marks     []mark     // by place and label
	united    []mark     // the characters marked, as ranges that don't touch
	covered   int        // how many these are
	divisions []division // by label, of those this reader used
}

// read puts in order what each reader of each sheet marked.
func (s *Spans) read() [][]reading {
	byLabel := make([][]mark, len(s.labels))
	all := make([][]reading, len(s.sheets))
	for at, sh := range s.sheets {
		all[at] = make([]reading, len(sh.marks))
		for i, marks := range sh.marks {
			united := unite(marks)
			r := reading{marks: marks, united: united, covered: covered(united)}
			for _, m := range marks {
				byLabel[m.label] = append(byLabel[m.label], m)
			}
			for label, some := range byLabel {
				if len(some) > 0 {
					r.divisions = append(r.divisions, divide(int32(label), some, sh.length))
					byLabel[label] = some[:0]
				}
			}
			all[at][i] = r
		}
	}
	return all
}

// comparer holds readings of a document against each other, and keeps its memory
// from one document to the next. The zero value is ready for use, by one
// goroutine at a time.
type comparer struct {
	matcher
	all    []*reading
	next   []int // of each reading, its next division
	coders []*division
	whole  division
	units  []int // lengths
	gaps   []int
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

// tally compares all readers of each sheet that at least two have read.
func (s *Spans) tally() []tally {
	readings := s.readings()
	var shared []int
	for i, sh := range s.sheets {
		if len(sh.readers) > 1 {
			shared = append(shared, i)
		}
	}
	return inParallel(context.Background(), shared, func() func(int) tally {
		var c comparer
		return func(i int) tally {
			c.all = c.all[:0]
			for k := range readings[i] {
				c.all = append(c.all, &readings[i][k])
			}
			return c.compare(s.sheets[i].length, c.all...)
		}
	})
}
