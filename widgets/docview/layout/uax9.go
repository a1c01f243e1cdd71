package layout

import (
	"slices"

	"golang.org/x/text/unicode/bidi"
)

const (
	maxDepth    = 125 // of embeddings
	maxBrackets = 63  // open at a time
)

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

// sequence is a stretch of one level that the other rules take as one text: what stands in an isolate inside it is not
// part of it.
type sequence struct {
	*embedding
	at       []int // the characters
	own      bidi.Class
	sos, eos bidi.Class // what stands before and behind it
}

// sequences cuts the paragraph into isolating run sequences (X10).
func (e *embedding) sequences() []sequence {
	var kept []int
	for i, c := range e.first {
		if !removed(c) {
			kept = append(kept, i)
		}
	}
	var out []sequence
	waiting := make(map[int]int) // by the end of the isolate that interrupts it: a sequence
	for from := 0; from < len(kept); {
		to := from
		for to < len(kept) && e.levels[kept[to]] == e.levels[kept[from]] {
			to++
		}
		head, tail := kept[from], kept[to-1]
		k, goesOn := waiting[head]
		if goesOn {
			out[k].at = append(out[k].at, kept[from:to]...)
		} else {
			k = len(out)
			before := e.base
			if from > 0 {
				before = e.levels[kept[from-1]]
			}
			out = append(out, sequence{
				embedding: e, at: append([]int(nil), kept[from:to]...),
				own: side(e.levels[head]), sos: side(max(before, e.levels[head])),
			})
		}
		after := e.base
		if to < len(kept) && !(opensIsolate(e.first[tail]) && e.match[tail] < 0) {
			after = e.levels[kept[to]]
		}
		out[k].eos = side(max(after, e.levels[tail]))
		if opensIsolate(e.first[tail]) && e.match[tail] >= 0 {
			waiting[e.match[tail]] = k
		}
		from = to
	}
	return out
}

// side gives the direction of a level.
func side(level uint8) bidi.Class {
	if level%2 == 1 {
		return bidi.R
	}
	return bidi.L
}

// class gives what the rules have made of a character of the sequence, or what stands around it.
func (s *sequence) class(k int) bidi.Class {
	switch {
	case k < 0:
		return s.sos
	case k >= len(s.at):
		return s.eos
	}
	return s.classes[s.at[k]]
}

// weak settles numbers and what belongs to them (W1 to W7).
func (s *sequence) weak() {
	strong := s.sos
	for k, i := range s.at {
		if s.classes[i] == bidi.NSM {
			if s.classes[i] = s.class(k - 1); opensIsolate(s.classes[i]) || s.classes[i] == bidi.PDI {
				s.classes[i] = bidi.ON
			}
		}
		switch s.classes[i] {
		case bidi.L, bidi.R, bidi.AL:
			strong = s.classes[i]
		case bidi.EN:
			if strong == bidi.AL {
				s.classes[i] = bidi.AN
			}
		}
	}
	for _, i := range s.at {
		if s.classes[i] == bidi.AL {
			s.classes[i] = bidi.R
		}
	}
	for k := 1; k < len(s.at)-1; k++ {
		here, before, after := s.class(k), s.class(k-1), s.class(k+1)
		if before == after && (here == bidi.ES && before == bidi.EN || here == bidi.CS && (before == bidi.EN || before == bidi.AN)) {
			s.classes[s.at[k]] = before
		}
	}
	for k := 0; k < len(s.at); k++ {
		if s.class(k) != bidi.ET {
			continue
		}
		end := k
		for end < len(s.at) && s.class(end) == bidi.ET {
			end++
		}
		to := bidi.ON
		if k > 0 && s.class(k-1) == bidi.EN || end < len(s.at) && s.class(end) == bidi.EN {
			to = bidi.EN
		}
		for ; k < end; k++ {
			s.classes[s.at[k]] = to
		}
		k--
	}
	strong = s.sos
	for _, i := range s.at {
		switch s.classes[i] {
		case bidi.ES, bidi.CS:
			s.classes[i] = bidi.ON
		case bidi.L, bidi.R:
			strong = s.classes[i]
		case bidi.EN:
			if strong == bidi.L {
				s.classes[i] = bidi.L
			}
		}
	}
}

// strongly gives the direction a character has for those around it; ON: none.
func strongly(c bidi.Class) bidi.Class {
	switch c {
	case bidi.L:
		return bidi.L
	case bidi.R, bidi.EN, bidi.AN:
		return bidi.R
	}
	return bidi.ON
}

// brackets gives both of a pair the same direction (N0).
func (s *sequence) brackets() {
	for _, pair := range s.pairs() {
		found := bidi.ON
		for k := pair[0] + 1; k < pair[1]; k++ {
			if c := strongly(s.class(k)); c != bidi.ON {
				if found = c; c == s.own {
					break
				}
			}
		}
		if found == bidi.ON {
			continue
		}
		if found != s.own {
			context := s.sos
			for k := pair[0] - 1; k >= 0; k-- {
				if c := strongly(s.class(k)); c != bidi.ON {
					context = c
					break
				}
			}
			if context == s.own {
				found = s.own
			}
		}
		for _, k := range pair {
			s.classes[s.at[k]] = found
			for k++; k < len(s.at) && s.first[s.at[k]] == bidi.NSM; k++ {
				s.classes[s.at[k]] = found
			}
		}
	}
}

// pairs finds the brackets that belong together, by their first (BD16).
func (s *sequence) pairs() [][2]int {
	type bracket struct {
		closer rune
		k      int
	}
	var open []bracket
	var out [][2]int
	for k, i := range s.at {
		if s.classes[i] != bidi.ON {
			continue
		}
		p, _ := bidi.LookupRune(s.runes[i])
		if !p.IsBracket() {
			continue
		}
		if p.IsOpeningBracket() {
			if len(open) == maxBrackets {
				break
			}
			closer := []rune(bidi.ReverseString(string(s.runes[i])))[0]
			open = append(open, bracket{sameBracket(closer), k})
			continue
		}
		for n := len(open) - 1; n >= 0; n-- {
			if open[n].closer == sameBracket(s.runes[i]) {
				out = append(out, [2]int{open[n].k, k})
				open = open[:n]
				break
			}
		}
	}
	slices.SortFunc(out, func(a, b [2]int) int { return a[0] - b[0] })
	return out
}

// sameBracket gives one of the brackets that Unicode takes to be the same.
func sameBracket(closer rune) rune {
	if closer == '\u232A' {
		return '\u3009'
	}
	return closer
}

// neutral gives what has no direction that of what stands around it, or else the sequence's own (N1 and N2).
func (s *sequence) neutral() {
	for k := 0; k < len(s.at); k++ {
		if strongly(s.class(k)) != bidi.ON {
			continue
		}
		end := k
		for end < len(s.at) && strongly(s.class(end)) == bidi.ON {
			end++
		}
		to := strongly(s.class(k - 1))
		if to != strongly(s.class(end)) {
			to = s.own
		}
		for ; k < end; k++ {
			s.classes[s.at[k]] = to
		}
	}
}

// implicit raises the level of what reads against it (I1 and I2).
func (s *sequence) implicit() {
	for _, i := range s.at {
		switch c := s.classes[i]; {
		case c == bidi.AN || c == bidi.EN:
			s.levels[i] = (s.levels[i] + 2) &^ 1
		case c != s.own:
			s.levels[i]++
		}
	}
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
