package dataset

import (
	"slices"
	"unicode"

	"factmark/widgets/docview/layout"
)

// token is a word, a number, a punctuation mark or white space of a text, in code points, half open.
type token struct {
	start, end int
	text       string
	blank      bool // white space
}

// tokensOf parts a text into tokens, as the window selects words: by UAX #29, and in scripts without spaces by a model. They
// follow each other without a gap, white space of any length being one of them. A token is cut where a claim begins or ends
// within it; cuts are code points, in any order.
func tokensOf(text string, cuts []int) []token {
	cuts = slices.Clone(cuts)
	slices.Sort(cuts)
	var all []token
	from, fromPoint, point := 0, 0, 0
	blank := false
	end := func(to int) {
		if from < to {
			all = append(all, token{fromPoint, point, text[from:to], blank})
		}
		from, fromPoint = to, point
	}
	for start, stop := range layout.Segments(text) {
		for i, r := range text[start:stop] {
			for len(cuts) > 0 && cuts[0] < point {
				cuts = cuts[1:]
			}
			is := isBlank(r)
			if is != blank || i == 0 && !is || len(cuts) > 0 && cuts[0] == point {
				end(start + i)
			}
			blank = is
			point++
		}
	}
	end(len(text))
	return all
}

// isBlank tells white space, and the control characters that Python takes for it.
func isBlank(r rune) bool { return unicode.IsSpace(r) || 0x1C <= r && r <= 0x1F }
