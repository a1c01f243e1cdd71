package dataset

import (
	"sort"
	"unicode/utf8"
)

// offsets converts places in a text, which are code points, to the unit of a format.
type offsets struct {
	text   string
	marks  []int // the byte at which every 256th code point begins
	astral []int // code points above U+FFFF, which take two units of UTF-16
	length int   // code points
}

const pointStep = 256

func newOffsets(text string) *offsets {
	o := &offsets{text: text}
	for i, r := range text {
		if o.length%pointStep == 0 {
			o.marks = append(o.marks, i)
		}
		if r > 0xFFFF {
			o.astral = append(o.astral, o.length)
		}
		o.length++
	}
	return o
}

// byteAt is the byte at which a code point begins, up to the length.
func (o *offsets) byteAt(point int) int {
	if point >= o.length {
		return len(o.text)
	}
	at := o.marks[point/pointStep]
	for range point % pointStep {
		_, size := utf8.DecodeRuneInString(o.text[at:])
		at += size
	}
	return at
}

// slice is the text between two code points.
func (o *offsets) slice(start, end int) string {
	from := o.byteAt(start)
	if end-start < pointStep { // few: on from there
		to := from
		for range end - start {
			_, size := utf8.DecodeRuneInString(o.text[to:])
			to += size
		}
		return o.text[from:to]
	}
	return o.text[from:o.byteAt(end)]
}

// in gives the place of a code point in a unit.
func (o *offsets) in(unit Unit, point int) int {
	switch unit {
	case UTF16:
		return point + sort.SearchInts(o.astral, point)
	case Bytes:
		return o.byteAt(point)
	}
	return point
}

// differs tells whether UTF-16 counts a place otherwise than code points.
func (o *offsets) differs(point int) bool { return len(o.astral) > 0 && o.astral[0] < point }

// inText gives the claims that formats for training hold: those in the document's present text that no review has rejected.
// The others are lost by name.
func (s *Selection) inText(claims []Claim, o *offsets) []Claim {
	var kept []Claim
	for i := range claims {
		switch c := &claims[i]; {
		case s.loseRejected(c):
		case !c.Placed:
			s.Lose("claim without a place", "its passage was not found in the document's present text", c.ID)
		case c.Start < 0 || c.End > o.length || c.Start >= c.End || o.slice(c.Start, c.End) != c.Quote:
			s.Lose("misplaced claim", "its quote is not what stands at its place in the text", c.ID)
		default:
			kept = append(kept, *c)
		}
	}
	return kept
}

// evidenceInText gives the evidence of a claim that lies in the text of the claim's own document, which relations between spans
// can hold. What else bears on the claim is lost by name; what is shared by a linked claim is that claim's.
func (s *Selection) evidenceInText(d *Document, c *Claim, o *offsets) []Evidence {
	var kept []Evidence
	for _, e := range c.Evidence {
		switch {
		case e.SharedFrom != "":
		case e.DocumentID == "":
			s.Lose("outside source", "relations join spans of one document", c.ID)
		case e.DocumentID != d.ID:
			s.Lose("evidence in another document", "relations join spans of one document", c.ID)
		case !e.Placed || e.Start < 0 || e.End > o.length || e.Start >= e.End:
			s.Lose("evidence without a place", "its passage was not found in the document's present text", c.ID)
		default:
			kept = append(kept, e)
		}
	}
	return kept
}
