package agreement

import "strconv"

// Ratings gives the spans as ratings whose unit is the exact span, "start-end":
// the labels that people gave to the very same span are words on one unit.
// Spans that nobody else has marked exactly so are units with one rating; the
// measures of labels say nothing of them and count them in Figure.Alone, so
// that spans that never meet can't pass for agreement. Of two labels that one
// person gave to the same span, Collect takes the one that is later here.
func (s *Spans) Ratings() []Rating {
	var ratings []Rating
	for _, sh := range s.sheets {
		for i, reader := range sh.readers {
			for _, m := range sh.marks[i] {
				ratings = append(ratings, s.rating(sh, reader, m, m.place()))
			}
		}
	}
	return ratings
}

// MatchedRatings gives the spans of two people as ratings whose unit is a span
// of one of them together with the span of the other that it is matched with,
// by the rule of Outcomes. Spans without a match are units with one rating.
func (s *Spans) MatchedRatings(a, b string) []Rating {
	var ratings []Rating
	for _, sh := range s.Within(Scope{A: a, B: b}).shared() {
		for i, m := range match(sh.marks[0], sh.marks[1]) {
			number := " (" + strconv.Itoa(i+1) + ")" // matches may lie on the same place
			if m.one < 0 {
				other := sh.marks[1][m.other]
				ratings = append(ratings, s.rating(sh, sh.readers[1], other, other.place()+number))
				continue
			}
			one := sh.marks[0][m.one]
			ratings = append(ratings, s.rating(sh, sh.readers[0], one, one.place()+number))
			if m.other >= 0 {
				ratings = append(ratings, s.rating(sh, sh.readers[1], sh.marks[1][m.other], one.place()+number))
			}
		}
	}
	return ratings
}

func (m mark) place() string { return strconv.Itoa(m.start) + "-" + strconv.Itoa(m.end) }

func (s *Spans) rating(sh sheet, reader int32, m mark, unit string) Rating {
	return Rating{Unit: unit, Document: sh.document, Rater: s.raters[reader], Category: s.labels[m.label]}
}
