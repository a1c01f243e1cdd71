package anchor

import (
	"hash/maphash"
	"slices"
	"sort"
)

// outlines are both texts in units, with which unit of the old one is which of
// the new.
type outlines struct {
	old, new *outline
	image    []int32 // of each old unit, -1 for none
	distinct []bool  // by old unit: no other can be meant
	titles   bool    // what the old titles name, the new ones name too
}

// outlineBoth cuts both texts and finds which units are in both.
func (s *search) outlineBoth() error {
	seed := maphash.MakeSeed()
	o := &outlines{}
	old := make(chan *outline)
	go func() { old <- newOutline(s.a, seed) }()
	o.new = newOutline(s.b, seed)
	o.old = <-old
	if err := s.ctx.Err(); err != nil {
		return err
	}
	o.titles = o.titlesStand()
	o.image = make([]int32, len(o.old.units))
	for i := range o.image {
		o.image[i] = -1
	}
	whole := block{0, 0, 0}
	byID := func(c *subject) uint64 { return c.id }
	byKey := func(c *subject) uint64 { return c.key }
	o.match(area{0, len(o.old.units)}, area{0, len(o.new.units)}, byID)
	// What has the same wording, between what is the same in all.
	oldAt, newAt := whole.old, whole.new
	var gaps []gap
	for i := 0; i <= len(o.image); i++ {
		if i < len(o.image) && o.image[i] < 0 {
			continue
		}
		end := len(o.new.units)
		if i < len(o.image) {
			end = int(o.image[i])
		}
		if i > oldAt && end > newAt {
			gaps = append(gaps, gap{area{oldAt, i}, area{newAt, end}})
		}
		oldAt, newAt = i+1, end+1
	}
	for _, g := range gaps {
		if err := s.ctx.Err(); err != nil {
			return err
		}
		o.match(g.old, g.new, byKey)
	}
	o.matchMoved(byID)
	o.matchMoved(byKey)
	o.findDistinct()
	s.whole = o
	return s.ctx.Err()
}

// match finds what two ranges of units have in common, in the same order.
func (o *outlines) match(old, new area, by func(*subject) uint64) {
	ids := map[uint64]int32{}
	name := func(of []subject) []int32 {
		tokens := make([]int32, len(of))
		for i := range of {
			key := by(&of[i])
			id, known := ids[key]
			if !known {
				id = int32(len(ids))
				ids[key] = id
			}
			tokens[i] = id
		}
		return tokens
	}
	ta, tb := name(o.old.of[old.start:old.end]), name(o.new.of[new.start:new.end])
	d := &differ{a: ta, b: tb, kinds: len(ids)}
	d.run(0, len(ta), 0, len(tb))
	for _, m := range d.matches {
		for n := range m.n {
			o.image[old.start+m.old+n] = int32(new.start + m.new + n)
		}
	}
}

// tallies counts how often units stand in either text, and where the last one does.
func (o *outlines) tallies(by func(*subject) uint64) map[uint64]*tally {
	all := make(map[uint64]*tally, len(o.old.of))
	for i := range o.old.of {
		t := all[by(&o.old.of[i])]
		if t == nil {
			t = &tally{}
			all[by(&o.old.of[i])] = t
		}
		t.inA, t.atA = t.inA+1, int32(i)
	}
	for i := range o.new.of {
		if t := all[by(&o.new.of[i])]; t != nil {
			t.inB, t.atB = t.inB+1, int32(i)
		}
	}
	return all
}

// matchMoved finds the units that stand once in either text, in whatever order.
func (o *outlines) matchMoved(by func(*subject) uint64) {
	taken := make([]bool, len(o.new.units))
	for _, v := range o.image {
		if v >= 0 {
			taken[v] = true
		}
	}
	for _, t := range o.tallies(by) {
		if t.inA == 1 && t.inB == 1 && o.image[t.atA] < 0 && !taken[t.atB] {
			o.image[t.atA] = t.atB
		}
	}
}

// findDistinct finds the units that cannot be taken for another: those that
// stand once in either text, those of which none came or went and that stand
// beside such a one, and those that stand between two such ones.
func (o *outlines) findDistinct() {
	n := len(o.image)
	o.distinct = make([]bool, n)
	once := make([]bool, n)
	all := make([]bool, n) // each of its like has an image
	keys := o.tallies(func(c *subject) uint64 { return c.key })
	ids := o.tallies(func(c *subject) uint64 { return c.id })
	placed := map[uint64]int32{}
	for i, v := range o.image {
		if v >= 0 {
			placed[o.old.of[i].key]++
		}
	}
	for i, v := range o.image {
		if v < 0 {
			continue
		}
		c := &o.old.of[i]
		id, key := ids[c.id], keys[c.key]
		once[i] = id.inA == 1 && id.inB == 1 && id.atB == v || key.inA == 1 && key.inB == 1
		all[i] = key.inA == key.inB && placed[c.key] == key.inA
	}
	for i := 0; i < n; {
		if o.image[i] < 0 {
			i++
			continue
		}
		end := i + 1
		for end < n && o.image[end] == o.image[end-1]+1 {
			end++
		}
		first, last := end, i-1 // of those in the run that stand once
		for k := i; k < end; k++ {
			if once[k] {
				first, last = min(first, k), k
			}
		}
		if i == 0 && o.image[i] == 0 {
			first = -1
		}
		if end == n && int(o.image[end-1]) == len(o.new.units)-1 {
			last = n
		}
		for k := i; k < end; k++ {
			left, right := first < k, last > k
			o.distinct[k] = once[k] || left && right || all[k] && (left || right)
		}
		i = end
	}
}

// titlesStand tells whether the titles of the new text name all that those of
// the old one do.
func (o *outlines) titlesStand() bool {
	read := func(of *outline) facts {
		var text []rune
		for _, i := range of.titles {
			text = append(append(text, of.text[of.units[i].start:of.units[i].end]...), '\n')
		}
		return readFacts(text)
	}
	old, new := read(o.old), read(o.new)
	for counted := range old.counted {
		if new.counted[counted] == 0 {
			return false
		}
	}
	return old.namesIn(new)
}

// same tells whether an old unit and its image make the same statement of the
// same subject.
func (o *outlines) same(u, v int) bool {
	old, new := &o.old.of[u], &o.new.of[v]
	if old.key != new.key || !o.leaning(u, v, 8) {
		return false
	}
	switch {
	case old.named(o.old) && !old.asks:
		return true
	case old.topic == u: // it did without what is before it, and nothing has come there
		return new.topic == v || o.new.units[v].leads
	case u-old.topic != v-new.topic:
		return false
	}
	for k := 1; k <= u-old.topic; k++ {
		if o.old.of[u-k].key != o.new.of[v-k].key && !sameTopic(o.old.wording(u-k), o.new.wording(v-k)) {
			return false
		}
	}
	return true
}

// leaning tells whether all that is around two units of the same wording is the
// same. The sentence before one that leans on it may have been spelt right.
func (o *outlines) leaning(u, v, most int) bool {
	old, new := &o.old.of[u], &o.new.of[v]
	switch {
	case old.id == new.id:
		return true
	case old.frame != new.frame, old.leans != new.leans, !o.titles && (!old.named(o.old) || old.pronoun):
		return false
	case !old.leans:
		return true
	case most == 0 || u == 0 || v == 0:
		return false
	}
	return (o.old.of[u-1].key == o.new.of[v-1].key || respelt(o.old.wording(u-1), o.new.wording(v-1))) && o.leaning(u-1, v-1, most-1)
}

func (o *outline) wording(i int) []rune { return o.text[o.units[i].start:o.units[i].end] }

// sameTopic tells whether two wordings name the same, in the same order: what
// "the former" is hangs on that.
func sameTopic(a, b []rune) bool {
	if !sameFacts(a, b) {
		return false
	}
	s := &search{a: a, b: b}
	gone, came := map[string]bool{}, map[string]bool{}
	for _, g := range s.gaps(s.common(area{0, len(a)}, area{0, len(b)}, words)) {
		for word := range readFacts(a[g.old.start:g.old.end]).words {
			gone[word] = true
		}
		for word := range readFacts(b[g.new.start:g.new.end]).words {
			came[word] = true
		}
	}
	for word := range gone {
		if came[word] {
			return false
		}
	}
	return true
}

// respelt tells whether two wordings are the same but for the spelling of words
// that are no names.
func respelt(a, b []rune) bool {
	if !sameFacts(a, b) {
		return false
	}
	s := &search{a: a, b: b}
	for _, g := range s.gaps(s.common(area{0, len(a)}, area{0, len(b)}, words)) {
		if g.old.start == g.old.end || g.new.start == g.new.end {
			return false
		}
	}
	return true
}

// wholly gives the place of a span whose sentences, or rows, are the same in
// the new text. It is sure where these cannot be others; where not, near.
func (s *search) wholly(start, end int) (p Place, kind Kind) {
	o := s.whole
	units := o.old.units
	first, last := o.old.covering(start, end)
	if first > last || o.image[first] < 0 {
		return Place{}, Nowhere
	}
	kind = Sure
	for u := first; u <= last; u++ {
		v := int(o.image[u])
		if v != int(o.image[first])+u-first {
			return Place{}, Nowhere
		}
		if !o.distinct[u] {
			return Place{}, Nowhere
		}
		if kind == Sure && !o.same(u, v) {
			kind = Near
		}
	}
	from, to := area{units[first].start, units[last].end}, area{}
	to.start, to.end = o.new.units[o.image[first]].start, o.new.units[o.image[last]].end
	if start < from.start || end > from.end {
		return Place{}, Nowhere
	}
	if slices.Equal(s.a[from.start:from.end], s.b[to.start:to.end]) {
		p = Place{Start: start - from.start + to.start, End: end - from.start + to.start, Score: 1}
	} else {
		var ok bool
		if p, ok = s.mapped(area{start, end}, from, to, units[first].kind == row); !ok {
			return Place{}, Nowhere
		}
	}
	if s.isCut(p, start, end) {
		return Place{}, Nowhere
	}
	return p, kind
}

// mapped gives the place of a span in a wording that is the same but for what
// folding drops.
func (s *search) mapped(span, from, to area, row bool) (Place, bool) {
	old, new := fold(s.a[from.start:from.end], row), fold(s.b[to.start:to.end], row)
	if !slices.Equal(old.runes, new.runes) {
		return Place{}, false
	}
	i := sort.Search(len(old.from), func(i int) bool { return int(old.from[i]) >= span.start-from.start })
	j := sort.Search(len(old.from), func(i int) bool { return int(old.from[i]) >= span.end-from.start })
	if i >= j {
		return Place{}, false
	}
	p := Place{Start: to.start + int(new.from[i]), End: to.start + int(new.from[j-1]) + 1, Score: 1}
	was, is := fold(s.a[span.start:span.end], row), fold(s.b[p.Start:p.End], row)
	return p, slices.Equal(was.runes, is.runes)
}
