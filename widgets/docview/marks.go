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

// SetStyles says how the kinds of highlights look. A highlight's Style is an index into them.
func (v *View) SetStyles(styles []Style) {
	v.styles = slices.Clone(styles)
	v.ruler.version++
	v.remark()
}

// SetHighlights replaces all highlights. Of two with the same ID the first is taken; empty ones are not shown.
func (v *View) SetHighlights(all []Highlight) {
	v.reshaping = reshape{}
	v.marks.set(all)
	v.remark()
}

// PutHighlight adds a highlight, or replaces the one with the same ID.
func (v *View) PutHighlight(h Highlight) {
	v.forgetGrip(h.ID)
	v.marks.put(h)
	v.remark()
}

// RemoveHighlight takes a highlight away, if there is one with this ID.
func (v *View) RemoveHighlight(id string) {
	v.forgetGrip(id)
	if v.marks.remove(id) {
		v.remark()
	}
}

// Current is the ID of the highlight that stands out, "" if none does.
func (v *View) Current() string { return v.marks.current }

// SetCurrent makes a highlight stand out, none for "".
func (v *View) SetCurrent(id string) {
	if id != v.marks.current {
		if v.reshaping.end != noEnd {
			v.dropGrip()
		}
		v.marks.current = id
		v.remark()
	}
}

// HighlightsAt gives the IDs of the highlights over a code point, the smallest first.
func (v *View) HighlightsAt(offset int) []string {
	var ids []string
	for _, h := range v.marks.at(offset) {
		ids = append(ids, h.ID)
	}
	return ids
}

func (v *View) remark() {
	v.version++
	v.Refresh()
	v.ruleLater()
}
