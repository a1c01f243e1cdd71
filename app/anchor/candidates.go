package anchor

import (
	"cmp"
	"slices"
)

// wanted is a span that is sought.
type wanted struct {
	quote, prefix, suffix []rune
	span                  area
	known                 bool // the old text and so the window are known
	window                area // where it must be, if it is where its neighbours are
}

// candidate is a place that a span may have. A free one is not the image of
// other old text.
type candidate struct {
	Place
	like, context float64 // of its text and of what is around it, 0 to 1
	free          bool
	home          bool // it lies between its neighbours
}

// candidates gives the places that are like the span, the best one first.
func (s *search) candidates(w *wanted) []candidate {
	var all []candidate
	add := func(in area) {
		for _, h := range s.hits(w.quote, in) {
			all = append(all, s.weigh(w, h))
		}
	}
	if w.known && w.window.end > w.window.start {
		// A little more than the window: its ends may have cut a word.
		add(area{max(0, w.window.start-contextLength), min(len(s.b), w.window.end+contextLength)})
	}
	for _, at := range s.lookup(w) {
		slack := len(w.quote)/2 + contextLength
		add(area{max(0, at-slack), min(len(s.b), at+len(w.quote)+slack)})
	}
	all = slices.DeleteFunc(all, func(c candidate) bool { return c.Start >= c.End || c.like < 0.4 })
	slices.SortStableFunc(all, func(x, y candidate) int {
		return cmp.Or(cmp.Compare(y.Score, x.Score), x.Start-y.Start)
	})
	var apart []candidate
	for _, c := range all {
		if len(apart) < 8 && !slices.ContainsFunc(apart, func(o candidate) bool { return min(c.End, o.End) > max(c.Start, o.Start) }) {
			apart = append(apart, c)
		}
	}
	return apart
}

// weigh says how good a place is.
func (s *search) weigh(w *wanted, at area) candidate {
	at = s.trim(w, s.tidy(w, at))
	c := candidate{Place: Place{Start: at.start, End: at.end}}
	if at.start >= at.end {
		return c
	}
	c.like = alike(w.quote, s.b[at.start:at.end])
	before := s.b[max(0, at.start-len(w.prefix)):at.start]
	after := s.b[at.end:min(len(s.b), at.end+len(w.suffix))]
	c.context = (alike(w.prefix, before) + alike(w.suffix, after)) / 2
	own := area{max(at.start, w.window.start), min(at.end, w.window.end)}
	outside := s.covered(at)
	c.Score = 0.7*c.like + 0.2*c.context
	if w.known && own.start < own.end {
		outside -= s.covered(own)
		c.home = own == at
		c.Score += 0.1 * float64(own.end-own.start) / float64(at.end-at.start)
	}
	c.free = outside*5 <= at.end-at.start
	return c
}

// tidy drops white space from the ends of a place, and lengthens it to whole
// words and characters where the span had them whole.
func (s *search) tidy(w *wanted, p area) area {
	for p.start < p.end && space(s.b[p.start]) && !space(w.quote[0]) {
		p.start++
	}
	for p.start < p.end && space(s.b[p.end-1]) && !space(w.quote[len(w.quote)-1]) {
		p.end--
	}
	if p.start == p.end {
		return p
	}
	const longest = 30
	whole := !slices.Equal(s.b[p.start:p.end], w.quote)
	if whole && inWord(w.quote[0]) && !(len(w.prefix) > 0 && inWord(w.prefix[len(w.prefix)-1])) && inWord(s.b[p.start]) {
		for n := 0; n < longest && p.start > 0 && inWord(s.b[p.start-1]); n++ {
			p.start--
		}
	}
	if whole && inWord(w.quote[len(w.quote)-1]) && !(len(w.suffix) > 0 && inWord(w.suffix[0])) && inWord(s.b[p.end-1]) {
		for n := 0; n < longest && p.end < len(s.b) && inWord(s.b[p.end]); n++ {
			p.end++
		}
	}
	p.start = snap(s.b, p.start)
	if end := snap(s.b, p.end); end != p.end {
		p.end = clusterEnd(s.b, p.end)
	}
	return p
}

// trim drops the words at the ends of a place that stood before and after the
// span in the old text and not in it: "of six to eight" where "of" came before
// "three to five". Changed words are as like the neighbours as each other, so
// that comparing letters alone takes in one too many.
func (s *search) trim(w *wanted, p area) area {
	there := s.b[p.start:p.end]
	if slices.Equal(there, w.quote) {
		return p
	}
	inside := func(outer []rune, i, inner int) bool {
		return len(outer) > 0 && inWord(outer[i]) && inWord(w.quote[inner])
	}
	for n := len(w.prefix); n > 0 && !inside(w.prefix, len(w.prefix)-1, 0); n-- {
		if tail := w.prefix[len(w.prefix)-n:]; wholeWords(w.prefix, len(w.prefix)-n, len(w.prefix)) && begins(there, tail) && !begins(w.quote, tail) {
			there = there[n:]
			p.start += n
			break
		}
	}
	for n := len(w.suffix); n > 0 && !inside(w.suffix, 0, len(w.quote)-1); n-- {
		if head := w.suffix[:n]; wholeWords(w.suffix, 0, n) && ends(there, head) && !ends(w.quote, head) {
			p.end -= n
			break
		}
	}
	return s.tidy(w, p)
}

// wholeWords tells whether a part of what stands beside a span holds a word and
// cuts none, the span being beyond the end of the text that is near.
func wholeWords(text []rune, start, end int) bool {
	cut := func(i int) bool { return i > 0 && i < len(text) && inWord(text[i-1]) && inWord(text[i]) }
	return !cut(start) && !cut(end) && slices.ContainsFunc(text[start:end], inWord)
}

// begins tells whether a text begins with a piece and goes on, any white space
// being like any other.
func begins(text, piece []rune) bool {
	return len(text) > len(piece) && alikeButSpace(text[:len(piece)], piece)
}

// ends is begins for the end.
func ends(text, piece []rune) bool {
	return len(text) > len(piece) && alikeButSpace(text[len(text)-len(piece):], piece)
}

func alikeButSpace(a, b []rune) bool {
	return slices.EqualFunc(a, b, func(x, y rune) bool { return x == y || space(x) && space(y) })
}

// mostCells is how many steps one comparison may take.
const mostCells = 4 << 20

// hits finds the places in a part of the new text that are most like the quote,
// at most four that do not overlap. Where the part is too large to compare, it
// gives those that are the very quote.
func (s *search) hits(quote []rune, in area) []area {
	text := s.b[in.start:in.end]
	var found []area
	if len(quote)*len(text) > mostCells {
		for from := 0; len(found) < 4; {
			i := indexOf(text[from:], quote)
			if i < 0 {
				break
			}
			found = append(found, area{in.start + from + i, in.start + from + i + len(quote)})
			from += i + len(quote)
		}
		if len(found) == 0 && in.end-in.start < 2*len(quote) {
			found = []area{in}
		}
		return found
	}
	for _, h := range nearest(quote, text, 4) {
		found = append(found, area{in.start + h.start, in.start + h.end})
	}
	return found
}

// nearest finds the parts of a text that take the fewest changes to become the
// pattern (Sellers), at most most, none over another.
func nearest(pattern, text []rune, most int) []area {
	type end struct {
		cost int
		area
	}
	m := len(pattern)
	cost, from := make([]int, m+1), make([]int, m+1)
	for i := range cost {
		cost[i] = i
	}
	limit := m * 6 / 10
	var ends []end
	for j, r := range text {
		diagonal, origin := cost[0], from[0]
		from[0] = j + 1
		for i := 1; i <= m; i++ {
			best, at := diagonal, origin
			if pattern[i-1] != r {
				best++
			}
			if c := cost[i] + 1; c < best {
				best, at = c, from[i]
			}
			if c := cost[i-1] + 1; c < best {
				best, at = c, from[i-1]
			}
			diagonal, origin = cost[i], from[i]
			cost[i], from[i] = best, at
		}
		if cost[m] <= limit {
			ends = append(ends, end{cost[m], area{from[m], j + 1}})
		}
	}
	slices.SortStableFunc(ends, func(x, y end) int { return x.cost - y.cost })
	var found []area
	for _, e := range ends {
		if e.start < e.end && !slices.ContainsFunc(found, func(o area) bool { return e.start < o.end && o.start < e.end }) {
			if found = append(found, e.area); len(found) == most {
				break
			}
		}
	}
	return found
}

// alike says how alike two texts are: 1 is the same, 0 nothing in common.
func alike(a, b []rune) float64 {
	longest := max(len(a), len(b))
	if longest == 0 {
		return 1
	}
	return 1 - float64(distance(a, b))/float64(longest)
}

// distance is how many letters must be changed, put in or taken out to make one
// text of the other; of very long ones how many may be.
func distance(a, b []rune) int {
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	if len(a)*len(b) > mostCells {
		return max(len(a), len(b))
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i, r := range a {
		diagonal := row[0]
		row[0] = i + 1
		for j, q := range b {
			c := diagonal
			if r != q {
				c = 1 + min(diagonal, row[j], row[j+1])
			}
			diagonal, row[j+1] = row[j+1], c
		}
	}
	return row[len(b)]
}

// indexOf gives where a piece stands in a text, -1 where nowhere.
func indexOf(text, piece []rune) int {
	for i := 0; i+len(piece) <= len(text); i++ {
		if text[i] == piece[0] && slices.Equal(text[i:i+len(piece)], piece) {
			return i
		}
	}
	return -1
}

// count counts a piece in a text, up to most.
func count(text, piece []rune, most int) int {
	n := 0
	for n < most {
		i := indexOf(text, piece)
		if i < 0 {
			break
		}
		n++
		text = text[i+1:]
	}
	return n
}
