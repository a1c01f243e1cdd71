package layout

import (
	"slices"

	"golang.org/x/text/unicode/bidi"
)

const maxBrackets = 63 // open at a time

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
