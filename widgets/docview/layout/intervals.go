package layout

import (
	"cmp"
	"slices"
	"sort"
)

// Interval is a half-open range with a value that tells it from others.
type Interval struct {
	Start, End int
	Value      int
}

// Intervals finds those of many intervals that touch a range, in time that hardly grows with their number. They are
// kept in order of start, the longer first, then of value, in chunks: putting one in moves those of its chunk only.
type Intervals struct {
	chunks []chunk
	reach  []int // reach[c]: the greatest end in the chunks up to c
}

// chunk is some intervals in order, never none, and their greatest end.
type chunk struct {
	items []Interval
	end   int
}

const chunkLen = 64 // of a new chunk; one of twice as many is split

func compare(a, b Interval) int {
	return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(b.End, a.End), cmp.Compare(a.Value, b.Value))
}

// Set replaces all intervals. Empty ones are left out.
func (x *Intervals) Set(items []Interval) {
	items = slices.DeleteFunc(slices.Clone(items), func(i Interval) bool { return i.Start >= i.End })
	if !slices.IsSortedFunc(items, compare) {
		slices.SortFunc(items, compare)
	}
	x.chunks = make([]chunk, 0, (len(items)+chunkLen-1)/chunkLen)
	for part := range slices.Chunk(items, chunkLen) {
		x.chunks = append(x.chunks, newChunk(part))
	}
	x.reach = x.reach[:0]
	x.span(0)
}

func newChunk(items []Interval) chunk {
	c := chunk{items: items}
	c.measure()
	return c
}

func (c *chunk) measure() {
	c.end = c.items[0].End
	for _, i := range c.items[1:] {
		c.end = max(c.end, i.End)
	}
}

// span brings reach up to date from chunk c on.
func (x *Intervals) span(c int) {
	x.reach = x.reach[:min(c, len(x.reach))]
	for ; c < len(x.chunks); c++ {
		end := x.chunks[c].end
		if c > 0 {
			end = max(end, x.reach[c-1])
		}
		x.reach = append(x.reach, end)
	}
}

// chunkOf gives the chunk that an interval is in, or would be put in; there must be one.
func (x *Intervals) chunkOf(item Interval) int {
	c := sort.Search(len(x.chunks), func(c int) bool { return compare(x.chunks[c].items[0], item) > 0 })
	return max(0, c-1)
}

// Add puts one more interval in; an empty one is left out.
func (x *Intervals) Add(item Interval) {
	if item.Start >= item.End {
		return
	}
	if len(x.chunks) == 0 {
		x.Set([]Interval{item})
		return
	}
	c := x.chunkOf(item)
	k := &x.chunks[c]
	at, _ := slices.BinarySearchFunc(k.items, item, compare)
	k.items = slices.Insert(k.items, at, item)
	k.end = max(k.end, item.End)
	if len(k.items) >= 2*chunkLen {
		right := newChunk(slices.Clone(k.items[chunkLen:]))
		k.items = k.items[:chunkLen]
		k.measure()
		x.chunks = slices.Insert(x.chunks, c+1, right)
	}
	x.span(c)
}

// Remove takes an interval out, if it is there.
func (x *Intervals) Remove(item Interval) {
	if len(x.chunks) == 0 {
		return
	}
	c := x.chunkOf(item)
	k := &x.chunks[c]
	at, ok := slices.BinarySearchFunc(k.items, item, compare)
	if !ok {
		return
	}
	if len(k.items) == 1 {
		x.chunks = slices.Delete(x.chunks, c, c+1)
	} else {
		k.items = slices.Delete(k.items, at, at+1)
		k.measure()
	}
	x.span(c)
}

// Touching calls yield for every interval that shares at least one offset with [start, end), in order, until it
// returns false.
func (x *Intervals) Touching(start, end int, yield func(Interval) bool) {
	c := sort.Search(len(x.reach), func(c int) bool { return x.reach[c] > start })
	for ; c < len(x.chunks); c++ {
		k := &x.chunks[c]
		if k.end <= start {
			continue
		}
		for _, i := range k.items {
			if i.Start >= end {
				return
			}
			if i.End > start && !yield(i) {
				return
			}
		}
	}
}

// Bunch gives the start of the earliest interval that overlaps an offset, directly or through others that overlap
// each other; it goes back no more than limit times.
func (x *Intervals) Bunch(start, limit int) int {
	for ; limit > 0; limit-- {
		before := start
		x.Touching(start, start+1, func(i Interval) bool {
			before = i.Start
			return false
		})
		if before >= start {
			break
		}
		start = before
	}
	return start
}
