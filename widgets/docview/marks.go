package docview

import (
	"cmp"
	"slices"

	"factmark/widgets/docview/layout"
)

// bunchLimit bounds how far back in a chain of overlapping highlights their lanes are worked out.
const bunchLimit = 64

// marks are the highlights, found by their id and by where they are.
type marks struct {
	slots   []Highlight
	free    []int
	byID    map[string]int // slot
	index   layout.Intervals
	current string
}

func (m *marks) set(all []Highlight) {
	m.slots = slices.Clone(all)
	m.free = nil
	m.byID = make(map[string]int, len(all))
	items := make([]layout.Interval, 0, len(all))
	for slot, h := range all {
		if _, twice := m.byID[h.ID]; twice {
			continue
		}
		m.byID[h.ID] = slot
		items = append(items, layout.Interval{Start: h.Start, End: h.End, Value: slot})
	}
	m.index.Set(items)
}

func (m *marks) put(h Highlight) {
	m.remove(h.ID)
	slot := len(m.slots)
	if n := len(m.free); n > 0 {
		slot, m.free = m.free[n-1], m.free[:n-1]
		m.slots[slot] = h
	} else {
		m.slots = append(m.slots, h)
	}
	if m.byID == nil {
		m.byID = make(map[string]int)
	}
	m.byID[h.ID] = slot
	m.index.Add(layout.Interval{Start: h.Start, End: h.End, Value: slot})
}

func (m *marks) remove(id string) bool {
	slot, ok := m.byID[id]
	if !ok {
		return false
	}
	h := m.slots[slot]
	m.index.Remove(layout.Interval{Start: h.Start, End: h.End, Value: slot})
	delete(m.byID, id)
	m.free = append(m.free, slot)
	return true
}

// get gives the highlight with an id.
func (m *marks) get(id string) (Highlight, bool) {
	slot, ok := m.byID[id]
	if !ok {
		return Highlight{}, false
	}
	return m.slots[slot], true
}

// at gives the highlights over a code point, the smallest first.
func (m *marks) at(offset int) []Highlight {
	var found []Highlight
	m.index.Touching(offset, offset+1, func(i layout.Interval) bool {
		found = append(found, m.slots[i.Value])
		return true
	})
	slices.SortStableFunc(found, func(a, b Highlight) int {
		return cmp.Or(cmp.Compare(a.End-a.Start, b.End-b.Start), cmp.Compare(a.Start, b.Start), cmp.Compare(a.ID, b.ID))
	})
	return found
}

// laned is a highlight with the lane its underline runs in.
type laned struct {
	Highlight
	lane int
}

// between gives the highlights that touch a range of code points with their lanes: overlapping ones get different
// lanes, and each keeps its lane over all its lines.
func (m *marks) between(start, end int) []laned {
	var found []laned
	var taken []int // where the last highlight in each lane ends
	m.index.Touching(m.index.Bunch(start, bunchLimit), end, func(i layout.Interval) bool {
		lane := slices.IndexFunc(taken, func(end int) bool { return end <= i.Start })
		if lane < 0 {
			lane = len(taken)
			taken = append(taken, 0)
		}
		taken[lane] = i.End
		if i.End > start {
			found = append(found, laned{m.slots[i.Value], lane})
		}
		return true
	})
	return found
}
