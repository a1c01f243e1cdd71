package docview

import (
	"cmp"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestMarksAgreeWithAList(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var m marks
		var list []Highlight
		draw := func(t *rapid.T) Highlight {
			start := rapid.IntRange(0, 60).Draw(t, "start")
			return Highlight{
				ID:    fmt.Sprint("h", rapid.IntRange(0, 12).Draw(t, "id")),
				Start: start, End: start + rapid.IntRange(0, 30).Draw(t, "length"),
				Style: rapid.IntRange(0, 4).Draw(t, "style"),
			}
		}
		t.Repeat(map[string]func(*rapid.T){
			"set": func(t *rapid.T) {
				list = nil
				all := rapid.SliceOf(rapid.Custom(draw)).Draw(t, "all")
				for _, h := range all {
					if !slices.ContainsFunc(list, func(o Highlight) bool { return o.ID == h.ID }) {
						list = append(list, h)
					}
				}
				m.set(all)
			},
			"put": func(t *rapid.T) {
				h := draw(t)
				list = append(slices.DeleteFunc(slices.Clone(list), func(o Highlight) bool { return o.ID == h.ID }), h)
				m.put(h)
			},
			"remove": func(t *rapid.T) {
				id := draw(t).ID
				n := len(list)
				list = slices.DeleteFunc(slices.Clone(list), func(o Highlight) bool { return o.ID == id })
				if m.remove(id) != (len(list) < n) {
					t.Fatalf("removing %s says the opposite", id)
				}
			},
			"": func(t *rapid.T) {
				at := rapid.IntRange(0, 90).Draw(t, "at")
				var want []Highlight
				for _, h := range list {
					if h.Start <= at && at < h.End {
						want = append(want, h)
					}
				}
				slices.SortFunc(want, func(a, b Highlight) int {
					return cmp.Or(cmp.Compare(a.End-a.Start, b.End-b.Start), cmp.Compare(a.Start, b.Start), cmp.Compare(a.ID, b.ID))
				})
				if got := m.at(at); !slices.Equal(got, want) {
					t.Fatalf("at %d are %v, want %v", at, got, want)
				}
				start, end := at, at+rapid.IntRange(1, 40).Draw(t, "range")
				found := m.between(start, end)
				lanes := map[string]int{}
				for i, h := range found {
					if h.Start >= end || h.End <= start {
						t.Fatalf("%v doesn't touch [%d,%d)", h, start, end)
					}
					for _, o := range found[:i] {
						if o.lane == h.lane && o.Start < h.End && h.Start < o.End {
							t.Fatalf("%v and %v overlap in one lane", o, h)
						}
					}
					lanes[h.ID] = h.lane
				}
				n := 0
				for _, h := range list {
					if h.Start < h.End && h.Start < end && h.End > start {
						n++
					}
				}
				if len(found) != n {
					t.Fatalf("%d highlights touch [%d,%d), want %d", len(found), start, end, n)
				}
				for _, h := range m.between(start+3, end+3) { // the page scrolled by a line
					if lane, ok := lanes[h.ID]; ok && lane != h.lane {
						t.Fatalf("%v was in lane %d", h, lane)
					}
				}
			},
		})
	})
}

func TestPaintedAreTheLinesAHighlightTouches(t *testing.T) {
	p := newPage(t, numbered(100))
	painted := func() []int {
		var lines []int
		first, last := p.column.Visible()
		for i := first; i <= last; i++ {
			if len(p.renderer().rows[p.column.Lines.Start(i)].strokes) > 0 {
				lines = append(lines, i)
			}
		}
		return lines
	}
	start, end := p.column.Lines.Line(3).Start+5, p.column.Lines.Line(5).Start+2
	p.PutHighlight(Highlight{ID: "a", Start: start, End: end})
	if got := painted(); !slices.Equal(got, []int{3, 4, 5}) {
		t.Errorf("painted are lines %v", got)
	}
	p.PutHighlight(Highlight{ID: "a", Start: start, End: start + 1})
	if got := painted(); !slices.Equal(got, []int{3}) {
		t.Errorf("after replacing it, painted are lines %v", got)
	}
	p.PutHighlight(Highlight{ID: "b", Start: -10, End: 3, Style: 99})
	p.PutHighlight(Highlight{ID: "c", Start: 50, End: 50})
	p.PutHighlight(Highlight{ID: "d", Start: 1 << 30, End: 1 << 31})
	if got := painted(); !slices.Equal(got, []int{0, 3}) {
		t.Errorf("with odd highlights, painted are lines %v", got)
	}
	p.SetHighlights(nil)
	if got := painted(); got != nil {
		t.Errorf("without highlights, painted are lines %v", got)
	}
	p.Flash(start, end)
	if got := painted(); !slices.Equal(got, []int{3, 4, 5}) {
		t.Errorf("the flash lights lines %v", got)
	}
	p.wait(flashSteps * flashStep)
	if got := painted(); got != nil {
		t.Errorf("after the flash, painted are lines %v", got)
	}
}

func TestScrollingBackPaintsTheSame(t *testing.T) {
	p := newPage(t, news(40<<10), claims(300, 38_000)...)
	look := func() [][]stroke {
		var all [][]stroke
		first, last := p.column.Visible()
		for i := first; i <= last; i++ {
			all = append(all, p.renderer().rows[p.column.Lines.Start(i)].strokes)
		}
		return all
	}
	before := look()
	p.column.scrollBy(3000)
	p.column.scrollBy(100)
	p.column.scrollBy(-3100)
	for i, strokes := range look() {
		if !slices.Equal(strokes, before[i]) {
			t.Errorf("line %d has %v, had %v", i, strokes, before[i])
		}
	}
}
