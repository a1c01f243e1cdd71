package layout

import "golang.org/x/text/unicode/bidi"

const maxDepth = 125 // of embeddings

// embedding finds out how deep in alternating directions the characters of a paragraph are embedded, by the rules of
// Unicode's bidirectional algorithm (UAX #9), whose names they bear here.
type embedding struct {
	runes   []rune
	first   []bidi.Class // what the characters are by themselves
	classes []bidi.Class // what the rules have made of them
	levels  []uint8
	base    uint8
	match   []int // of what opens or closes an isolate, its other end; -1: there is none
}

// embed gives the level of each character of a paragraph: even ones read from the left. The base is 0 or 1.
func embed(runes []rune, base uint8) []uint8 {
	n := len(runes)
	e := embedding{
		runes: runes, base: base,
		first: make([]bidi.Class, n), classes: make([]bidi.Class, n), levels: make([]uint8, n), match: make([]int, n),
	}
	for i, r := range runes {
		e.first[i] = bidiClass(r)
	}
	copy(e.classes, e.first)
	e.pairIsolates()
	e.explicit()
	for _, s := range e.sequences() {
		s.weak()
		s.brackets()
		s.neutral()
		s.implicit()
	}
	e.finish()
	return e.levels
}

func opensIsolate(c bidi.Class) bool { return c == bidi.LRI || c == bidi.RLI || c == bidi.FSI }

// removed says whether a character counts for nothing once the levels are set (X9).
func removed(c bidi.Class) bool {
	switch c {
	case bidi.LRE, bidi.RLE, bidi.LRO, bidi.RLO, bidi.PDF, bidi.BN:
		return true
	}
	return false
}

// pairIsolates finds the ends of isolates (BD9).
func (e *embedding) pairIsolates() {
	var open []int
	for i, c := range e.first {
		e.match[i] = -1
		switch {
		case opensIsolate(c):
			open = append(open, i)
		case c == bidi.PDI && len(open) > 0:
			k := open[len(open)-1]
			open = open[:len(open)-1]
			e.match[i], e.match[k] = k, i
		}
	}
}

// explicit sets the levels that marks in the text ask for (X1 to X8).
func (e *embedding) explicit() {
	type status struct {
		level    uint8
		override bidi.Class // L or R, or else ON
		isolate  bool
	}
	stack := []status{{e.base, bidi.ON, false}}
	lostIsolates, lostEmbeddings, isolates := 0, 0, 0
	for i, c := range e.first {
		top := stack[len(stack)-1]
		push := func(rtl bool, override bidi.Class, isolate bool) bool {
			level := (top.level + 2) &^ 1
			if rtl {
				level = (top.level + 1) | 1
			}
			if level > maxDepth || lostIsolates > 0 || lostEmbeddings > 0 {
				return false
			}
			stack = append(stack, status{level, override, isolate})
			return true
		}
		e.levels[i] = top.level
		switch c {
		case bidi.RLE, bidi.LRE, bidi.RLO, bidi.LRO:
			override := bidi.ON
			switch c {
			case bidi.RLO:
				override = bidi.R
			case bidi.LRO:
				override = bidi.L
			}
			if !push(c == bidi.RLE || c == bidi.RLO, override, false) && lostIsolates == 0 {
				lostEmbeddings++
			}
			continue
		case bidi.RLI, bidi.LRI, bidi.FSI:
			rtl := c == bidi.RLI
			if c == bidi.FSI {
				end := len(e.runes)
				if e.match[i] >= 0 {
					end = e.match[i]
				}
				rtl = firstStrong(e.first[i+1:end]) == bidi.R
			}
			if push(rtl, bidi.ON, true) {
				isolates++
			} else {
				lostIsolates++
			}
		case bidi.PDI:
			switch {
			case lostIsolates > 0:
				lostIsolates--
			case isolates > 0:
				lostEmbeddings = 0
				for !stack[len(stack)-1].isolate {
					stack = stack[:len(stack)-1]
				}
				stack = stack[:len(stack)-1]
				isolates--
			}
			top = stack[len(stack)-1]
			e.levels[i] = top.level
		case bidi.PDF:
			switch {
			case lostIsolates > 0:
			case lostEmbeddings > 0:
				lostEmbeddings--
			case !top.isolate && len(stack) > 1:
				stack = stack[:len(stack)-1]
			}
			continue
		case bidi.B:
			e.levels[i] = e.base
			continue
		case bidi.BN:
			continue
		}
		if top.override != bidi.ON {
			e.classes[i] = top.override
		}
	}
}

// firstStrong gives L or R for the first letter outside isolates, ON if there is none (P2).
func firstStrong(classes []bidi.Class) bidi.Class {
	depth := 0
	for _, c := range classes {
		switch {
		case opensIsolate(c):
			depth++
		case c == bidi.PDI:
			depth = max(0, depth-1)
		case depth > 0:
		case c == bidi.L:
			return bidi.L
		case c == bidi.R, c == bidi.AL:
			return bidi.R
		}
	}
	return bidi.ON
}

// finish gives what was removed the level of what it follows, and white space before a tab the paragraph's (L1).
func (e *embedding) finish() {
	before := e.base
	for i, c := range e.first {
		if removed(c) {
			e.levels[i] = before
		}
		before = e.levels[i]
	}
	reset := false
	for i := len(e.first) - 1; i >= 0; i-- {
		switch c := e.first[i]; {
		case c == bidi.S || c == bidi.B:
			reset = true
		case c == bidi.WS || c == bidi.PDI || opensIsolate(c) || removed(c):
		default:
			reset = false
		}
		if reset {
			e.levels[i] = e.base
		}
	}
}
