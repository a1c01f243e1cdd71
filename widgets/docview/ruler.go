package docview

import (
	"image"
	"image/color"
	"math"
	"slices"
	"time"

	"fyne.io/fyne/v2"
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
	column  *column
	marking *marking
	ticks   []tick
	waiting bool
	version int // counts how often it was made

	after   func(d time.Duration, f func())
	changed func() // called when it was made anew
}

// later makes the ruler anew soon; changes in quick succession cost it once.
func (r *ruler) later() {
	if r.waiting {
		return
	}
	r.waiting = true
	r.after(rulerWait, func() {
		r.waiting = false
		r.makeTicks()
	})
}

// makeTicks makes the ruler.
func (r *ruler) makeTicks() {
	old := r.ticks
	rows := 0
	if _, h := r.column.Thumb(); h > 0 {
		rows = int(r.column.metrics.size.Height * r.column.metrics.scale)
	}
	ticks := make([]tick, rows)
	for y := range ticks {
		r.tickAt(&ticks[y], y, rows)
	}
	if !slices.Equal(ticks, old) {
		r.ticks = ticks
		r.version++
		r.changed()
	}
}

// stretch gives the code points that a row of so many stands for: the lines it touches.
func (r *ruler) stretch(row, rows int) (start, end int) {
	line := func(row int) float64 { return r.column.Position(r.column.Height() * float64(row) / float64(rows)) }
	from, to := line(row), line(row+1)
	if to <= 0 || from >= float64(r.column.Lines.Lines()) {
		return 0, 0 // the margin
	}
	if to-from < 1 { // lines are higher than rows
		from = math.Floor(max(0, from))
		to = from + 1
	}
	return r.column.Lines.Place(max(0, from)), r.column.Lines.Place(to)
}

// tickAt looks up what there is in a row's stretch of the text.
func (r *ruler) tickAt(t *tick, row, rows int) {
	start, end := r.stretch(row, rows)
	if start >= end {
		return
	}
	seen := 0
	r.marking.marks.index.Touching(start, end, func(i layout.Interval) bool {
		style := int16(min(max(r.marking.marks.slots[i.Value].Style, -1), math.MaxInt16))
		if at, known := slices.BinarySearch(t.styles[:t.n], style); !known && t.n < rulerStyle {
			copy(t.styles[at+1:], t.styles[at:t.n])
			t.styles[at] = style
			t.n++
		}
		seen++
		return seen < rulerLook
	})
	if h, ok := r.marking.marks.get(r.marking.marks.current); ok {
		t.nowMark = h.Start < end && h.End > start && h.Start < h.End
	}
	r.marking.hits.index.Touching(start, end, func(layout.Interval) bool {
		t.hit = true
		return false
	})
	t.nowHit = r.marking.hits.current.Start < end && r.marking.hits.current.End > start
}

// goTo brings what a height of the ruler stands for on screen: the highlight or hit whose tick is there, else the text.
func (r *ruler) goTo(height float32) {
	rows := int(r.column.metrics.size.Height * r.column.metrics.scale)
	row := min(max(0, int(height*r.column.metrics.scale)), rows-1)
	at, _ := r.stretch(row, rows)
	near := int(rulerNear * r.column.metrics.scale)
search:
	for d := range near + 1 {
		for _, y := range []int{row - d, row + d} {
			if y < 0 || y >= rows {
				continue
			}
			start, end := r.stretch(y, rows)
			if found := r.firstMark(start, end); found >= 0 {
				at = max(found, start)
				break search
			}
		}
	}
	r.column.moveLine(r.column.Text.Snap(r.column.Text.Byte(at)), false, math.Round(float64(r.column.metrics.size.Height)/2))
}

// firstMark gives the start of the first highlight or hit that touches a range, -1 if there is none.
func (r *ruler) firstMark(start, end int) int {
	found := -1
	first := func(i layout.Interval) bool {
		if found < 0 || i.Start < found {
			found = max(0, i.Start)
		}
		return false
	}
	if start < end {
		r.marking.marks.index.Touching(start, end, first)
		r.marking.hits.index.Touching(start, end, first)
	}
	return found
}

// rulerPicture is the one object that shows the ruler.
type rulerPicture struct {
	raster  *canvas.Raster
	version int // of the ruler that is shown
	palette palette
}

func (p *rulerPicture) image(r *ruler) func(w, h int) image.Image {
	return func(w, h int) image.Image {
		img := image.NewRGBA(image.Rect(0, 0, w, h))
		r.paint(img, p.palette)
		return img
	}
}

// show brings the picture up to date with the ruler.
func (p *rulerPicture) show(r *ruler, m *metrics, look palette) {
	p.raster.Resize(fyne.NewSize(barWidth, m.size.Height))
	p.raster.Move(fyne.NewPos(m.size.Width-barWidth, 0))
	p.raster.Show()
	if p.version != r.version || p.palette != look {
		p.version, p.palette = r.version, look
		p.raster = repainted(p.raster)
	}
}

// paint paints highlights as ticks at the left, side by side where several styles fall together, hits as ticks at
// the right. The current ones reach over the whole width.
func (r *ruler) paint(img *image.RGBA, p palette) {
	w, h, rows := img.Rect.Dx(), img.Rect.Dy(), len(r.ticks)
	if rows == 0 {
		return
	}
	unit := max(1, w/barWidth)
	left, middle, right := unit, w*7/12, w-unit
	thick := max(2, 2*unit) // lest a tick be overlooked
	fill := func(x0, x1, y, thick int, c color.NRGBA) { fillOver(img, image.Rect(x0, y, x1, min(y+thick, h)), c) }
	each := func(paint func(t, before tick, y, thick int)) {
		var before tick
		for row, t := range r.ticks {
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
				c, _ := r.marking.look(Highlight{Style: int(style)}, p)
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
