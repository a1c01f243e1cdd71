package docview

import (
	"image"
	"image/color"
	"math"
	"slices"
	"time"

	"fyne.io/fyne/v2/canvas"

	"factmark/widgets/docview/layout"
)

const (
	rulerWait  = 60 * time.Millisecond // after a change, before the ruler is made anew
	rulerStyle = 3                     // so many styles are told apart in one row of pixels
	rulerLook  = 24                    // so many highlights are looked at for one row of pixels
	rulerNear  = 3                     // pixels: a click so near to a tick goes to what it stands for
)

// tick is what the ruler shows in one row of device pixels.
type tick struct {
	styles  [rulerStyle]int16 // of highlights, in order, from the first
	n       int8              // how many styles there are
	hit     bool
	nowHit  bool // the current hit
	nowMark bool // the current highlight
}

// ruler shows where in the whole text things are. It is made anew some time after what it shows changed, never because
// the page scrolled.
type ruler struct {
	ticks   []tick
	waiting bool
	version int // counts how often it was made
}

// ruleLater makes the ruler anew soon; changes in quick succession cost it once.
func (v *View) ruleLater() {
	if v.ruler.waiting {
		return
	}
	v.ruler.waiting = true
	v.After(rulerWait, func() {
		v.ruler.waiting = false
		v.rule()
	})
}

// rule makes the ruler.
func (v *View) rule() {
	old := v.ruler.ticks
	rows := 0
	if _, h := v.column.Thumb(); h > 0 {
		rows = int(v.column.metrics.size.Height * v.column.metrics.scale)
	}
	ticks := make([]tick, rows)
	for y := range ticks {
		v.tickAt(&ticks[y], y, rows)
	}
	if !slices.Equal(ticks, old) {
		v.ruler.ticks = ticks
		v.ruler.version++
		v.Refresh()
	}
}

// stretch gives the code points that a row of so many stands for: the lines it touches.
func (v *View) stretch(row, rows int) (start, end int) {
	line := func(row int) float64 {
		return (v.column.Height()*float64(row)/float64(rows) - float64(v.column.metrics.above)) / float64(v.column.metrics.row)
	}
	from, to := line(row), line(row+1)
	if to <= 0 || from >= float64(v.column.Lines.Lines()) {
		return 0, 0 // the margin
	}
	if to-from < 1 { // lines are higher than rows
		from = math.Floor(max(0, from))
		to = from + 1
	}
	return v.column.Lines.Place(max(0, from)), v.column.Lines.Place(to)
}

// tickAt looks up what there is in a row's stretch of the text.
func (v *View) tickAt(t *tick, row, rows int) {
	start, end := v.stretch(row, rows)
	if start >= end {
		return
	}
	seen := 0
	v.marks.index.Touching(start, end, func(i layout.Interval) bool {
		style := int16(min(max(v.marks.slots[i.Value].Style, -1), math.MaxInt16))
		if at, known := slices.BinarySearch(t.styles[:t.n], style); !known && t.n < rulerStyle {
			copy(t.styles[at+1:], t.styles[at:t.n])
			t.styles[at] = style
			t.n++
		}
		seen++
		return seen < rulerLook
	})
	if h, ok := v.marks.get(v.marks.current); ok {
		t.nowMark = h.Start < end && h.End > start && h.Start < h.End
	}
	v.hits.index.Touching(start, end, func(layout.Interval) bool {
		t.hit = true
		return false
	})
	t.nowHit = v.hits.current.Start < end && v.hits.current.End > start
}

// goTo brings what a height of the ruler stands for on screen: the highlight or hit whose tick is there, else the text.
func (v *View) goTo(y float32) {
	rows := int(v.column.metrics.size.Height * v.column.metrics.scale)
	row := min(max(0, int(y*v.column.metrics.scale)), rows-1)
	at, _ := v.stretch(row, rows)
	near := int(rulerNear * v.column.metrics.scale)
search:
	for d := range near + 1 {
		for _, r := range []int{row - d, row + d} {
			if r < 0 || r >= rows {
				continue
			}
			start, end := v.stretch(r, rows)
			if found := v.firstMark(start, end); found >= 0 {
				at = max(found, start)
				break search
			}
		}
	}
	v.column.moveLine(v.column.Text.Snap(v.column.Text.Byte(at)), false, math.Round(float64(v.column.metrics.size.Height)/2))
}

// firstMark gives the start of the first highlight or hit that touches a range, -1 if there is none.
func (v *View) firstMark(start, end int) int {
	found := -1
	first := func(i layout.Interval) bool {
		if found < 0 || i.Start < found {
			found = max(0, i.Start)
		}
		return false
	}
	if start < end {
		v.marks.index.Touching(start, end, first)
		v.hits.index.Touching(start, end, first)
	}
	return found
}

// newRuler makes the one object that shows the ruler.
func (r *renderer) newRuler() *canvas.Raster {
	return canvas.NewRaster(func(w, h int) image.Image {
		img := image.NewRGBA(image.Rect(0, 0, w, h))
		r.v.paintRuler(img, r.palette)
		return img
	})
}

// paintRuler paints highlights as ticks at the left, side by side where several styles fall together, hits as ticks at
// the right. The current ones reach over the whole width.
func (v *View) paintRuler(img *image.RGBA, p palette) {
	w, h, rows := img.Rect.Dx(), img.Rect.Dy(), len(v.ruler.ticks)
	if rows == 0 {
		return
	}
	unit := max(1, w/barWidth)
	left, middle, right := unit, w*7/12, w-unit
	thick := max(2, 2*unit) // lest a tick be overlooked
	fill := func(x0, x1, y, thick int, c color.NRGBA) { over(img, image.Rect(x0, y, x1, min(y+thick, h)), c) }
	each := func(paint func(t, before tick, y, thick int)) {
		var before tick
		for row, t := range v.ruler.ticks {
			y, next := row*h/rows, (row+1)*h/rows
			paint(t, before, y, max(next-y, 1))
			before = t
		}
	}
	each(func(t, before tick, y, high int) {
		if t.n > 0 {
			if before.n == 0 || t.n != before.n || t.styles != before.styles {
				high = max(high, thick)
			}
			for k, style := range t.styles[:t.n] {
				c, _ := v.look(Highlight{Style: int(style)}, p)
				x0, x1 := left+(middle-left)*k/int(t.n), left+(middle-left)*(k+1)/int(t.n)
				fill(x0, x1, y, high, c)
			}
		}
		if t.hit {
			if !before.hit {
				high = thick
			}
			fill(middle+unit, right, y, high, p.hits().box)
		}
	})
	each(func(t, before tick, y, high int) {
		if t.nowMark && !before.nowMark {
			fill(0, w, y, thick, p.ink)
		}
		if t.nowHit && !before.nowHit {
			fill(middle-2*unit, w, y-unit, thick+2*unit, p.hits().box)
		}
	})
}
