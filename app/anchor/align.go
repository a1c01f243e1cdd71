package anchor

import (
	"slices"
	"sort"
)

// block is a stretch that both texts have: n code points at old and at new.
type block struct{ old, new, n int }

// leastBlock is how long a block must be to say anything: two texts share short
// words by chance.
const leastBlock = 16

// align finds what both texts have in common: first by sentences, then, where
// these differ, by words.
func (s *search) align() error {
	if len(s.a) == 0 {
		return nil
	}
	all := s.common(area{0, len(s.a)}, area{0, len(s.b)}, sentences)
	var fine []block
	for _, g := range s.gaps(all) {
		if err := s.ctx.Err(); err != nil {
			return err
		}
		if g.old.start < g.old.end && g.new.start < g.new.end {
			fine = append(fine, s.common(g.old, g.new, words)...)
		}
	}
	all = append(all, fine...)
	slices.SortFunc(all, func(x, y block) int { return x.old - y.old })
	all = s.stretch(join(all))
	s.blocks = slices.DeleteFunc(all, func(b block) bool { return b.n < leastBlock })
	if err := s.ctx.Err(); err != nil {
		return err
	}
	s.moved = s.shifted()
	s.take()
	s.findDoubt()
	return s.ctx.Err()
}

// common finds what two areas have in common, in pieces of the given kind.
func (s *search) common(old, new area, cut func([]rune) []int) []block {
	a, b := s.a[old.start:old.end], s.b[new.start:new.end]
	ends := [2][]int{cut(a), cut(b)}
	ids := map[string]int32{}
	name := func(text []rune, ends []int) []int32 {
		tokens := make([]int32, len(ends))
		start := 0
		for i, end := range ends {
			piece := string(text[start:end])
			id, ok := ids[piece]
			if !ok {
				id = int32(len(ids))
				ids[piece] = id
			}
			tokens[i], start = id, end
		}
		return tokens
	}
	ta, tb := name(a, ends[0]), name(b, ends[1])
	d := &differ{a: ta, b: tb, kinds: len(ids)}
	d.run(0, len(ta), 0, len(tb))
	begin := func(ends []int, i int) int {
		if i == 0 {
			return 0
		}
		return ends[i-1]
	}
	var all []block
	for _, m := range d.matches {
		from := begin(ends[0], m.old)
		all = append(all, block{old.start + from, new.start + begin(ends[1], m.new), begin(ends[0], m.old+m.n) - from})
	}
	return join(all)
}

// join makes one block of those that touch in both texts.
func join(all []block) []block {
	var joined []block
	for _, b := range all {
		if n := len(joined); n > 0 {
			last := &joined[n-1]
			if last.old+last.n == b.old && last.new+last.n == b.new {
				last.n += b.n
				continue
			}
		}
		joined = append(joined, b)
	}
	return joined
}

// stretch lengthens blocks into the gaps between them, as far as both texts agree.
func (s *search) stretch(all []block) []block {
	oldEnd, newEnd := 0, 0
	for i := range all {
		b := &all[i]
		for b.old > oldEnd && b.new > newEnd && s.a[b.old-1] == s.b[b.new-1] {
			*b = block{b.old - 1, b.new - 1, b.n + 1}
		}
		oldNext, newNext := len(s.a), len(s.b)
		if i+1 < len(all) {
			oldNext, newNext = all[i+1].old, all[i+1].new
		}
		for b.old+b.n < oldNext && b.new+b.n < newNext && s.a[b.old+b.n] == s.b[b.new+b.n] {
			b.n++
		}
		oldEnd, newEnd = b.old+b.n, b.new+b.n
	}
	return join(all)
}

// gap is what lies between two blocks.
type gap struct{ old, new area }

func (s *search) gaps(blocks []block) []gap {
	var all []gap
	oldEnd, newEnd := 0, 0
	for _, b := range append(slices.Clone(blocks), block{len(s.a), len(s.b), 0}) {
		if b.old > oldEnd || b.new > newEnd {
			all = append(all, gap{area{oldEnd, b.old}, area{newEnd, b.new}})
		}
		oldEnd, newEnd = b.old+b.n, b.new+b.n
	}
	return all
}

// shifted finds what was moved elsewhere: sentences that stand once in the gaps
// of either text, with as much around them as is the same.
func (s *search) shifted() []block {
	gaps := s.gaps(s.blocks)
	type piece struct{ at, limit, n, count, start int }
	olds, news := map[string]*piece{}, map[string]*piece{}
	var order []string
	collect := func(into map[string]*piece, text []rune, g area, ordered bool) {
		start := 0
		for _, end := range sentences(text[g.start:g.end]) {
			if letters(text[g.start+start:g.start+end]) >= leastBlock {
				key := string(text[g.start+start : g.start+end])
				p := into[key]
				if p == nil {
					p = &piece{at: g.start + start, start: g.start, limit: g.end, n: end - start}
					into[key] = p
					if ordered {
						order = append(order, key)
					}
				}
				p.count++
			}
			start = end
		}
	}
	for _, g := range gaps {
		collect(olds, s.a, g.old, true)
		collect(news, s.b, g.new, false)
	}
	var all []block
	for _, key := range order {
		o, n := olds[key], news[key]
		if n == nil || o.count != 1 || n.count != 1 {
			continue
		}
		if len(all) > 0 && all[len(all)-1].old+all[len(all)-1].n > o.at {
			continue // the one before has been stretched over it
		}
		b := block{o.at, n.at, o.n}
		for b.old > o.start && b.new > n.start && s.a[b.old-1] == s.b[b.new-1] {
			b = block{b.old - 1, b.new - 1, b.n + 1}
		}
		for b.old+b.n < o.limit && b.new+b.n < n.limit && s.a[b.old+b.n] == s.b[b.new+b.n] {
			b.n++
		}
		all = append(all, b)
	}
	return all
}

// take notes which parts of the new text are the image of old text.
func (s *search) take() {
	var all []area
	for _, b := range append(slices.Clone(s.blocks), s.moved...) {
		all = append(all, area{b.new, b.new + b.n})
	}
	slices.SortFunc(all, func(x, y area) int { return x.start - y.start })
	for _, t := range all {
		if n := len(s.taken); n > 0 && t.start <= s.taken[n-1].end {
			s.taken[n-1].end = max(s.taken[n-1].end, t.end)
			continue
		}
		s.taken = append(s.taken, t)
	}
}

// findDoubt finds where something was put in or taken out beside its like: of
// twins nobody can say which one is new.
func (s *search) findDoubt() {
	for i, b := range s.blocks {
		next := block{len(s.a), len(s.b), 0}
		if i+1 < len(s.blocks) {
			next = s.blocks[i+1]
		}
		s.doubtBetween(b, next)
		if i == 0 {
			s.doubtBetween(block{}, b)
		}
	}
	slices.SortFunc(s.doubt, func(x, y area) int { return x.start - y.start })
}

func (s *search) doubtBetween(b, next block) {
	text, from, to := s.a, b.old+b.n, next.old
	switch {
	case b.old+b.n == next.old && b.new+b.n < next.new:
		text, from, to = s.b, b.new+b.n, next.new
	case b.new+b.n != next.new || b.old+b.n == next.old:
		return // a change, which has no twin, or nothing
	}
	left, right := 0, 0
	for left < b.n && text[from-1-left] == text[to-1-left] {
		left++
	}
	for right < next.n && text[from+right] == text[to+right] {
		right++
	}
	if left > 0 {
		s.doubt = append(s.doubt, area{b.old + b.n - left, b.old + b.n})
	}
	if right > 0 {
		s.doubt = append(s.doubt, area{next.old, next.old + right})
	}
}

// insideAny tells whether one of the areas holds start to end. Of those that begin
// before a place, only the last two reach it: each end of a block has one.
func insideAny(areas []area, start, end int) bool {
	i := sort.Search(len(areas), func(i int) bool { return areas[i].start > start })
	for _, a := range areas[max(0, i-2):i] {
		if end <= a.end {
			return true
		}
	}
	return false
}

// blockHolding gives the block that holds the old text from start to end.
func blockHolding(blocks []block, start, end int) (block, bool) {
	i := sort.Search(len(blocks), func(i int) bool { return blocks[i].old > start }) - 1
	if i < 0 || blocks[i].old+blocks[i].n < end {
		return block{}, false
	}
	return blocks[i], true
}

// window gives where in the new text what stands from start to end in the old
// one must be, if it is where its neighbours are.
func (s *search) window(start, end int) area {
	w := area{0, len(s.b)}
	if i := sort.Search(len(s.blocks), func(i int) bool { return s.blocks[i].old > start }) - 1; i >= 0 {
		b := s.blocks[i]
		w.start = b.new + min(b.n, start-b.old)
	}
	if i := sort.Search(len(s.blocks), func(i int) bool { return s.blocks[i].old+s.blocks[i].n >= end }); i < len(s.blocks) {
		b := s.blocks[i]
		w.end = b.new + max(0, end-b.old)
	}
	return w
}

// covered is how much of a part of the new text is the image of old text.
func (s *search) covered(p area) int {
	n := 0
	i := sort.Search(len(s.taken), func(i int) bool { return s.taken[i].end > p.start })
	for ; i < len(s.taken) && s.taken[i].start < p.end; i++ {
		n += min(p.end, s.taken[i].end) - max(p.start, s.taken[i].start)
	}
	return n
}
