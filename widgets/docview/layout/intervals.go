package layout

import (
	"cmp"
	"slices"
)

// Interval is a half-open range with a value that tells it from others.
type Interval struct {
	Start, End int
	Value      int
}

// Intervals finds those of many intervals that touch a range, in time that grows with their number found and only
// with the logarithm of all. They are kept in order of start, the longer first, then of value.
type Intervals struct {
	items  []Interval
	maxEnd []int // maxEnd[m]: the greatest end in the range of items whose middle is m
	stale  bool
}

func compare(a, b Interval) int {
	return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(b.End, a.End), cmp.Compare(a.Value, b.Value))
}

// Set replaces all intervals. Empty ones are left out.
func (x *Intervals) Set(items []Interval) {
	x.items = slices.DeleteFunc(slices.Clone(items), func(i Interval) bool { return i.Start >= i.End })
	if !slices.IsSortedFunc(x.items, compare) {
		slices.SortFunc(x.items, compare)
	}
	x.stale = true
}

// Add puts one more interval in; an empty one is left out.
func (x *Intervals) Add(item Interval) {
	if item.Start >= item.End {
		return
	}
	at, _ := slices.BinarySearchFunc(x.items, item, compare)
	x.items = slices.Insert(x.items, at, item)
	x.stale = true
}

// Remove takes an interval out, if it is there.
func (x *Intervals) Remove(item Interval) {
	if at, ok := slices.BinarySearchFunc(x.items, item, compare); ok {
		x.items = slices.Delete(x.items, at, at+1)
		x.stale = true
	}
}

// Touching calls yield for every interval that shares at least one offset with [start, end), in order, until it
// returns false.
func (x *Intervals) Touching(start, end int, yield func(Interval) bool) {
	if x.stale {
		x.maxEnd = slices.Grow(x.maxEnd[:0], len(x.items))[:len(x.items)]
		x.count(0, len(x.items))
		x.stale = false
	}
	x.find(0, len(x.items), start, end, yield)
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

func (x *Intervals) count(lo, hi int) int {
	if lo >= hi {
		return 0
	}
	m := int(uint(lo+hi) / 2)
	x.maxEnd[m] = max(x.items[m].End, x.count(lo, m), x.count(m+1, hi))
	return x.maxEnd[m]
}

func (x *Intervals) find(lo, hi, start, end int, yield func(Interval) bool) bool {
	if lo >= hi {
		return true
	}
	m := int(uint(lo+hi) / 2)
	if x.maxEnd[m] <= start {
		return true
	}
	if !x.find(lo, m, start, end, yield) {
		return false
	}
	item := x.items[m]
	if item.Start >= end {
		return true
	}
	if item.End > start && !yield(item) {
		return false
	}
	return x.find(m+1, hi, start, end, yield)
}
