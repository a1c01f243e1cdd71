package docview

import (
	"cmp"
	"math"
	"slices"
	"sort"
	"strings"

	"fyne.io/fyne/v2"
	"github.com/clipperhouse/uax29/v2/graphemes"

	"factmark/widgets/docview/layout"
)

// Location says that a part of the text begins at the code point At: a page, a moment of a recording. The gutter
// shows it beside the line in which that is.
type Location struct {
	At    int
	Short string // as it is drawn, cut where there is no room
	Long  string // said when the pointer rests on it
}

const (
	widestLocation = 12 // digits
	mostShapes     = 64 // of locations that are measured
	leastLetters   = 20 // in a line: a narrower column has no locations beside it
)

// locations are the locations of a text.
type locations struct {
	all    []Location // in the order of the text
	shapes []string   // their short forms, any digit as 0

	width          float32 // of the widest, in pixels
	size, measured float32 // the text size and the sample's width that this is for
}

// SetLocations says which parts of the text begin where. The first character on screen stays there. The view keeps the
// slice; SetText takes the locations away. Where several begin in one line, the first stands beside it and the tip names all.
func (v *View) SetLocations(all []Location) {
	if len(all) == 0 && len(v.locations.all) == 0 {
		return
	}
	v.locations = newLocations(all)
	v.renew()
}

func newLocations(all []Location) locations {
	inOrder := func(a, b Location) int { return cmp.Compare(a.At, b.At) }
	if !slices.IsSortedFunc(all, inOrder) {
		all = slices.Clone(all)
		slices.SortStableFunc(all, inOrder)
	}
	l := locations{all: all}
	seen := make(map[string]bool)
	var shape []byte
	for i := range all {
		shape = append(shape[:0], all[i].Short...)
		for k, c := range shape {
			if c >= '0' && c <= '9' {
				shape[k] = '0'
			}
		}
		if !seen[string(shape)] {
			seen[string(shape)] = true
			l.shapes = append(l.shapes, string(shape))
			if len(l.shapes) == mostShapes {
				break // names, of which some need all the room that there is
			}
		}
	}
	return l
}

// room is what the widest location takes and the gap behind it, in pixels; 0 for none.
func (l *locations) room(textSize, sample float32) float32 {
	if len(l.all) == 0 {
		return 0
	}
	if l.size != textSize || l.measured != sample {
		l.size, l.measured, l.width = textSize, sample, 0
		measure := func(s string) float32 { return fyne.MeasureText(s, textSize*gutterText, fyne.TextStyle{}).Width }
		widest := widestLocation * measure("0")
		for _, s := range l.shapes {
			l.width = max(l.width, measure(s))
		}
		if len(l.shapes) == mostShapes {
			l.width = widest
		}
		l.width = float32(math.Ceil(float64(min(l.width, widest))))
	}
	return l.width + gutterGap
}

// from gives the index of the first location at a code point or behind it.
func (l *locations) from(point int) int {
	return sort.Search(len(l.all), func(i int) bool { return l.all[i].At >= point })
}

// each calls with every line in which parts begin, and with these. The lines follow on each other.
func (l *locations) each(t *layout.Text, rows []*row, do func(*row, []Location)) {
	if len(l.all) == 0 || len(rows) == 0 {
		return
	}
	i := l.from(t.Point(rows[0].line.Start))
	for _, row := range rows {
		first := i
		for i < len(l.all) && t.Byte(l.all[i].At) < row.line.End {
			i++
		}
		if first < i {
			do(row, l.all[first:i])
		}
	}
}

// locationsUnder is what the tip says of the gutter at a position, "" for nothing.
func (v *View) locationsUnder(at fyne.Position) string {
	m := &v.column.metrics
	right := m.left - m.numbers - gutterGap/2
	if m.located == 0 || at.X >= right || at.X < right-m.located {
		return ""
	}
	line := v.column.lineUnder(at.Y)
	if line == nil {
		return ""
	}
	var said []string
	v.locations.each(v.column.Text, []*row{{line: line}}, func(_ *row, here []Location) {
		for _, l := range here[:min(len(here), tipLines)] {
			said = append(said, l.Long)
		}
	})
	return strings.Join(said, "\n")
}

// cutToWidth shortens a text that is wider than some pixels, at the end of a grapheme cluster.
func cutToWidth(s string, size, wide float32) string {
	fits := func(s string) bool { return fyne.MeasureText(s, size, fyne.TextStyle{}).Width <= wide+0.5 }
	if fits(s) {
		return s
	}
	var ends []int
	for g := graphemes.FromString(s); g.Next() && len(ends) < 4*widestLocation; {
		ends = append(ends, g.End())
	}
	n := sort.Search(len(ends), func(i int) bool { return !fits(strings.TrimRight(s[:ends[i]], " ") + "…") })
	if n == 0 {
		return "…"
	}
	return strings.TrimRight(s[:ends[n-1]], " ") + "…"
}
