package docview

import (
	"image"
	"image/color"
	"math"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"factmark/widgets/docview/layout"
)

// renderer holds the canvas objects of the lines on screen. It is a cache: what it shows follows from the view alone.
type renderer struct {
	v       *View
	page    *canvas.Rectangle
	box     *fyne.Container // the lines' objects
	clip    *container.Clip
	caret   *canvas.Rectangle
	thumb   *canvas.Rectangle
	ruler   *canvas.Raster
	ruled   int     // the version of the ruler that is shown
	ruledIn palette // its colours
	grips   grips
	tip     *tipBox
	numbers numbers
	objects []fyne.CanvasObject

	rows    map[int]*row // by the byte at which their line starts
	pool    []*row
	fresh   int
	version int
	palette palette
}

// row is a line on screen: one object for each of its runs, and one for all that is painted under them.
type row struct {
	line    *layout.Line
	parts   []part
	texts   []*canvas.Text
	tint    *canvas.Raster
	strokes []stroke
	sheet   sheet
	drawn   bool // on screen in this frame
}

// CreateRenderer makes the objects for the page.
func (v *View) CreateRenderer() fyne.WidgetRenderer {
	r := &renderer{
		v:     v,
		page:  canvas.NewRectangle(color.Transparent),
		box:   container.NewWithoutLayout(),
		caret: canvas.NewRectangle(color.Transparent),
		thumb: canvas.NewRectangle(color.Transparent),
		grips: newGrips(),
		tip:   newTipBox(),
		rows:  make(map[int]*row),
		fresh: -1,
	}
	r.thumb.CornerRadius = 3
	r.ruler = r.newRuler()
	r.clip = container.NewClip(r.box)
	r.Refresh()
	return r
}

func (r *renderer) Destroy() {}

func (r *renderer) MinSize() fyne.Size { return r.v.MinSize() }

func (r *renderer) Layout(size fyne.Size) {
	r.page.Resize(size)
	r.clip.Resize(size)
	r.Refresh()
}

func (r *renderer) Objects() []fyne.CanvasObject {
	r.objects = append(r.objects[:0], r.page, r.clip, r.grips[0], r.grips[1], r.caret, r.thumb, r.ruler)
	if r.v.popup != nil {
		r.objects = append(r.objects, r.v.popup)
	}
	r.objects = append(r.objects, r.tip.box)
	return r.objects
}

// Refresh brings every object up to date with the view.
func (r *renderer) Refresh() {
	v := r.v
	v.fit()
	p := v.palette()
	if p != r.palette || v.fresh != r.fresh {
		r.palette, r.fresh = p, v.fresh
		r.forget()
		r.version = v.version - 1
	}
	r.page.FillColor = p.page
	if v.lines == nil {
		r.caret.Hide()
		r.thumb.Hide()
		r.ruler.Hide()
	} else {
		v.settle()
		if v.wanted != nil {
			wanted := *v.wanted
			v.wanted = nil
			v.reveal(wanted)
		}
		r.showRows()
		r.grips.show(v, p)
		r.showCaret()
		r.showBar()
	}
	v.placePopup()
	r.tip.show(v, p)
	r.page.Refresh() // so that the window is painted, whatever else changed
}

// forget gives all rows back.
func (r *renderer) forget() {
	for key, row := range r.rows {
		r.pool = append(r.pool, row)
		delete(r.rows, key)
	}
	r.box.Objects = nil
}

// showRows gives each visible line its objects. Lines that stay on screen keep theirs and are only moved.
func (r *renderer) showRows() {
	v, m := r.v, &r.v.metrics
	for _, row := range r.rows {
		row.drawn = false
	}
	first, last := v.visible()
	top := math.Round(v.top*float64(m.scale)) / float64(m.scale)
	var missing []int
	for i := first; i <= last; i++ {
		if row := r.rows[v.lines.Start(i)]; row != nil {
			row.drawn = true
		} else {
			missing = append(missing, i)
		}
	}
	for key, row := range r.rows {
		if !row.drawn {
			r.pool = append(r.pool, row)
			delete(r.rows, key)
		}
	}
	for _, i := range missing {
		row := r.row()
		r.fill(row, v.lines.Line(i))
		r.rows[row.line.Start] = row
	}
	var marked []laned
	if v.version != r.version || len(missing) > 0 {
		start, end := v.lines.Line(first).Start, v.lines.Line(last).End
		marked = v.marks.between(v.text.Point(start), v.text.Point(end))
		for _, row := range r.rows {
			if v.version != r.version || !row.drawn {
				r.paint(row, marked)
				if row.drawn && len(v.dims(row.line)) > 0 {
					r.write(row) // marks change the ink of what is dimmed
				}
			}
		}
		r.version = v.version
	}
	before := r.box.Objects
	objects := before[:0]
	for i := first; i <= last; i++ {
		row := r.rows[v.lines.Start(i)]
		y := float32(v.y(i) - top)
		if len(row.strokes) > 0 {
			row.tint.Move(fyne.NewPos(m.left+row.sheet.left, y))
			objects = append(objects, row.tint)
		}
	}
	for i := first; i <= last; i++ {
		row := r.rows[v.lines.Start(i)]
		y := float32(v.y(i)-top) + m.rise
		objects = row.place(objects, m.left, y)
	}
	objects = append(objects, r.numbers.show(v, r.palette, top)...)
	clear(before[min(len(objects), len(before)):])
	r.box.Objects = objects
}

// row takes a row from the pool.
func (r *renderer) row() *row {
	if n := len(r.pool); n > 0 {
		row := r.pool[n-1]
		r.pool = r.pool[:n-1]
		return row
	}
	row := new(row)
	row.tint = canvas.NewRaster(func(w, h int) image.Image {
		img := image.NewRGBA(image.Rect(0, 0, w, h))
		paintLine(img, row.strokes, row.sheet)
		return img
	})
	return row
}

// fill shows a line in a row.
func (r *renderer) fill(row *row, line *layout.Line) {
	row.line, row.strokes, row.drawn = line, nil, false
	r.write(row)
}

// onBaseline gives the text of a run with a mark of no width behind it, if its letters may come from a fallback font.
// The toolkit puts a text on the baseline of the tallest font in it; the mark reads the other way and so stands in the
// page's own font, which brings runs of all scripts to one line.
func onBaseline(run layout.Run) string {
	switch {
	case strings.IndexFunc(run.Text, layout.Foreign) < 0:
		return run.Text
	case run.RTL:
		return run.Text + "\u200E"
	}
	return run.Text + "\u200F"
}

// paint works out what lies under the letters of a row, and has it painted if that changed.
func (r *renderer) paint(row *row, marked []laned) {
	strokes := r.strokes(row.line, marked)
	if slices.Equal(strokes, row.strokes) {
		return
	}
	row.strokes = strokes
	if len(strokes) == 0 {
		return
	}
	m := &r.v.metrics
	left, right := strokes[0].x0, strokes[0].x1
	for _, s := range strokes {
		left, right = min(left, s.x0), max(right, s.x1)
	}
	left = float32(math.Floor(float64(left*m.scale))) / m.scale
	right = float32(math.Ceil(float64(right*m.scale))) / m.scale
	unit := max(1, int((m.row-m.base)*m.scale)/10)
	row.sheet = sheet{left: left, scale: m.scale, base: int(math.Round(float64(m.base * m.scale))), unit: unit}
	row.tint.Resize(fyne.NewSize(right-left, m.row))
	row.tint.Refresh()
}

// strokes gives what is painted under a line, the largest highlight first.
func (r *renderer) strokes(line *layout.Line, marked []laned) []stroke {
	v := r.v
	var out []stroke
	add := func(s stroke, at, end layout.Range) {
		parts := line.Segments(at.Start, min(at.End, end.End))
		for i, part := range parts {
			s.x0, s.x1 = part.X0, part.X1
			s.first, s.last = at.Start >= line.Start, at.End <= line.End
			s.opens = s.first && i == 0
			s.closes = s.last && i == len(parts)-1
			if line.RTL {
				s.opens, s.closes = s.last && i == 0, s.first && i == len(parts)-1
			}
			out = append(out, s)
		}
	}
	inked := layout.Range{Start: line.Start, End: line.Ink}
	first, last := v.text.Point(line.Start), v.text.Point(line.End)
	var here []laned
	for _, h := range marked {
		if h.Start < last && h.End > first {
			here = append(here, h)
		}
	}
	slices.SortStableFunc(here, func(a, b laned) int { return (b.End - b.Start) - (a.End - a.Start) })
	for _, h := range here {
		colour, pattern := v.look(h.Highlight, r.palette)
		s := stroke{colour: colour, pattern: pattern, lane: h.lane, current: h.ID == v.marks.current}
		add(s, layout.Range{Start: v.text.Byte(h.Start), End: v.text.Byte(h.End)}, inked)
	}
	if v.flash.left > 0 {
		c := r.palette.primary
		c.A = uint8(flashAlpha * v.flash.left / flashSteps)
		add(stroke{kind: flashed, colour: c}, v.flash.Range, inked)
	}
	out = v.hitStrokes(out, line, r.palette)
	if sel := v.selection(); sel.Start < sel.End {
		s := stroke{kind: selected, colour: r.palette.selection}
		if !line.Broken() {
			add(s, sel, inked)
			return out
		}
		add(s, sel, layout.Range{Start: line.Start, End: line.Edge()})
		if sel.Start <= line.Edge() && sel.End > line.Edge() { // the line break is selected too
			s.x0 = line.X(line.Edge(), true)
			s.x1 = s.x0 + v.metrics.textSize/3
			if line.RTL {
				s.x0, s.x1 = s.x0-v.metrics.textSize/3, s.x0
			}
			out = append(out, s)
		}
	}
	return out
}

// showCaret puts the caret before the selection's head.
func (r *renderer) showCaret() {
	v, m := r.v, &r.v.metrics
	i := v.lines.At(v.head, v.upstream)
	first, last := v.visible()
	if !v.caretOn || v.text.Len() == 0 || i < first || i > last {
		r.caret.Hide()
		return
	}
	wide := m.whole(max(1.5, m.textSize/11))
	x := m.left + v.lines.Line(i).X(v.head, v.upstream) - wide/2
	y := float32(v.y(i)-v.top) + m.base - m.textSize*0.96
	r.caret.FillColor = r.palette.ink
	r.caret.Resize(fyne.NewSize(wide, m.whole(m.textSize*1.25)))
	r.caret.Move(fyne.NewPos(m.whole(x), m.whole(y)))
	r.caret.Show()
	r.caret.Refresh()
}

// showBar puts the scrollbar's thumb where the page is in the text, and the ruler over it.
func (r *renderer) showBar() {
	v, m := r.v, &r.v.metrics
	y, h := v.bar()
	if h == 0 {
		r.thumb.Hide()
		r.ruler.Hide()
		return
	}
	c := r.palette.soft
	c.A = 70
	if v.pointer.bar || v.pointer.hoverBar {
		c.A = 130
	}
	r.thumb.FillColor = c
	r.thumb.Resize(fyne.NewSize(barWidth-1, h-2))
	r.thumb.Move(fyne.NewPos(m.size.Width-barWidth, y+1))
	r.thumb.Show()
	r.thumb.Refresh()
	r.ruler.Resize(fyne.NewSize(barWidth, m.size.Height))
	r.ruler.Move(fyne.NewPos(m.size.Width-barWidth, 0))
	r.ruler.Show()
	if r.ruled != v.ruler.version || r.ruledIn != r.palette {
		r.ruled, r.ruledIn = v.ruler.version, r.palette
		r.ruler.Refresh()
	}
}
