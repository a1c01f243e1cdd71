package dataset

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// endsCount says what a line end counts in offsets.
type endsCount int

const (
	endsAsTheyAre endsCount = iota // CRLF two, LF and CR one
	endsOne                        // every line end one, as where CRLF was read as LF
	endsTwo                        // every line end two, as where the text had CRLF everywhere
)

// counting is a way in which a file may count offsets.
type counting struct {
	unit Unit
	ends endsCount
}

// countings are all ways, those of a unit first.
func countings(first Unit) []counting {
	units := []Unit{CodePoints, UTF16, Bytes}
	if at := slices.Index(units, first); at > 0 {
		units[0], units[at] = units[at], units[0]
	}
	var all []counting
	for _, ends := range []endsCount{endsAsTheyAre, endsOne, endsTwo} {
		for _, unit := range units {
			all = append(all, counting{unit, ends})
		}
	}
	return all
}

// size is how much a code point counts in a unit.
func (u Unit) size(r rune, bytes int) int {
	switch {
	case u == Bytes:
		return bytes
	case u == UTF16 && r > 0xFFFF:
		return 2
	}
	return 1
}

// position is a place in a text with LF alone.
type position struct {
	point int // code points before it; -1 for an offset that is inside a character or outside the text
	at    int // bytes before it
}

var noPosition = position{-1, -1}

// positions gives where the offsets, which are sorted, stand in the text with LF as its only line end. An offset between
// a CR and its LF stands before both.
func (c counting) positions(raw string, offsets []int) []position {
	found := make([]position, len(offsets))
	next := 0
	for next < len(offsets) && offsets[next] < 0 {
		found[next] = noPosition
		next++
	}
	count, here := 0, position{}
	for i := 0; i < len(raw) && next < len(offsets); {
		r, bytes := rune(raw[i]), 1
		if r >= utf8.RuneSelf {
			r, bytes = utf8.DecodeRuneInString(raw[i:])
		}
		step, inside, size := c.unit.size(r, bytes), noPosition, bytes
		if r == '\r' || r == '\n' {
			inside = here
			if strings.HasPrefix(raw[i:], "\r\n") {
				bytes, step = 2, 2
			}
			switch c.ends {
			case endsOne:
				step = 1
			case endsTwo:
				step = 2
			}
			size = 1
		}
		for next < len(offsets) && offsets[next] < count+step {
			found[next] = here
			if offsets[next] > count {
				found[next] = inside
			}
			next++
		}
		i += bytes
		count += step
		here = position{here.point + 1, here.at + size}
	}
	for ; next < len(offsets); next++ {
		found[next] = noPosition
		if offsets[next] == count {
			found[next] = here
		}
	}
	return found
}
