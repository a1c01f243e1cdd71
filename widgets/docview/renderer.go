package docview

import (
	"image"
	"image/color"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
)

// renderer holds the canvas objects of the page. It is a cache: what it shows follows from the view alone.
//
// The toolkit's price is for the objects on screen and for the pixels they cover, each time anything in the window
// changes. So the column, with its letters, tints and underlines, is one image, and the page's colour is painted only
// beside it.
type renderer struct {
	v       *View
	page    *canvas.Raster // left of the column, or everywhere if there is none
	beside  *canvas.Raster // right of it
	column  *canvas.Raster
	box     *fyne.Container // the column and what lies over it
	clip    *container.Clip
	caret   *canvas.Rectangle
	thumb   *canvas.Rectangle
	ruler   rulerPicture
	knobs   knobs
	tip     *tipBox
	labels  labels
	objects []fyne.CanvasObject

	screen
	left    float32 // of the column
	fresh   int
	palette palette
	small   *pen // of the letters of outlines
	letters *pen // of marks in the margin
}

// CreateRenderer makes the objects for the page.
func (v *View) CreateRenderer() fyne.WidgetRenderer {
	r := &renderer{
		v:      v,
		box:    container.NewWithoutLayout(),
		caret:  canvas.NewRectangle(color.Transparent),
		thumb:  canvas.NewRectangle(color.Transparent),
		knobs:  newKnobs(),
		tip:    newTipBox(),
		screen: screen{rows: make(map[int]*row)},
		fresh:  -1,
	}
	plain := func(int, int) image.Image { // one pixel, stretched, costs half of what a rectangle does
		img := image.NewNRGBA(image.Rect(0, 0, 1, 1))
		img.SetNRGBA(0, 0, r.palette.page)
		return img
	}
	r.page, r.beside = canvas.NewRaster(plain), canvas.NewRaster(plain)
	r.column = canvas.NewRaster(func(w, h int) image.Image { return r.image(w, h) })
	r.thumb.CornerRadius = 3
	r.ruler.raster = canvas.NewRaster(r.ruler.image(&v.ruler))
	r.clip = container.NewClip(r.box)
	r.Refresh()
	return r
}

func (r *renderer) Destroy() {}

func (r *renderer) MinSize() fyne.Size { return r.v.MinSize() }

func (r *renderer) Layout(size fyne.Size) {
	r.clip.Resize(size)
	r.Refresh()
}

func (r *renderer) Objects() []fyne.CanvasObject {
	r.objects = append(r.objects[:0], r.page, r.beside, r.clip, r.knobs[0], r.knobs[1], r.caret, r.thumb, r.ruler.raster)
	if p := &r.v.popup; p.object != nil {
		r.objects = append(r.objects, p.object, p.cover)
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
		r.small, r.letters = nil, nil
		r.box.Objects = nil
		r.page, r.beside = repainted(r.page), repainted(r.beside)
		r.version = v.version - 1
	}
	if v.column.Lines == nil {
		r.page.Resize(v.Size())
		r.page.Show()
		r.beside.Hide()
		r.column.Hide()
		r.caret.Hide()
		r.thumb.Hide()
		r.ruler.raster.Hide()
	} else {
		v.column.Settle()
		v.column.revealWanted()
		changed := r.update(&v.column, &v.marking, v.caret.Range(), p)
		changed = v.margins.arrange(&v.column, &v.marking) || changed
		r.showColumn(changed)
		r.knobs.show(&v.grips, p)
		r.showCaret()
		r.showBar()
	}
	v.popup.place(&v.column, &v.caret)
	r.tip.show(&v.tip, &v.column.metrics, p)
	r.caret.Refresh() // so that the window is painted, whatever else changed
}

// showColumn puts the column in its place and the page's colour beside it.
func (r *renderer) showColumn(changed bool) {
	m := &r.v.column.metrics
	left := max(0, m.left-m.whole(margin))
	right := min(m.size.Width, m.left+m.whole(m.width)+m.whole(max(margin, m.slotLeft(m.slots)-m.slotLeft(0)+slotGap)))
	r.page.Resize(fyne.NewSize(left, m.size.Height))
	r.beside.Move(fyne.NewPos(right, 0))
	r.beside.Resize(fyne.NewSize(m.size.Width-right, m.size.Height))
	if r.palette.page != r.palette.window {
		r.page.Show()
		r.beside.Show()
	} else { // as the window is where nothing is painted
		r.page.Hide()
		r.beside.Hide()
	}
	r.left = left
	r.column.Move(fyne.NewPos(left, 0))
	if size := fyne.NewSize(right-left, m.size.Height); size != r.column.Size() {
		r.column.Resize(size)
		r.column = repainted(r.column)
	} else if changed {
		r.column = repainted(r.column)
	}
	r.column.Show()
	before := r.box.Objects
	objects := append(before[:0], r.column)
	objects = append(objects, r.labels.show(r.v, r.palette, r.order)...)
	clear(before[min(len(objects), len(before)):])
	r.box.Objects = objects
}

// repainted has a raster painted anew. One that was made while a frame is laid out is painted in that frame, but its
// canvas is known from the next one on: until then Refresh does nothing, and the old picture would stay. Another takes
// its place then.
func repainted(raster *canvas.Raster) *canvas.Raster {
	if fyne.CurrentApp().Driver().CanvasForObject(raster) == nil {
		next := canvas.NewRaster(raster.Generator)
		next.Hidden = raster.Hidden
		next.Resize(raster.Size())
		next.Move(raster.Position())
		return next
	}
	raster.Refresh()
	return raster
}

// image paints the column.
func (r *renderer) image(w, h int) image.Image {
	m, pen := &r.v.column.metrics, r.v.letters.pen
	img := pen.page(w, h, r.palette.page)
	pixels := func(x float32) int { return int(math.Round(float64(x * m.scale))) }
	base, height := pixels(m.base), pixels(m.row)
	unit := max(1, int((m.row-m.base)*m.scale)/10)
	x := m.left - r.left
	for _, row := range r.order {
		y := pixels(row.y)
		if len(row.strokes) > 0 {
			left, right := row.strokes[0].x0, row.strokes[0].x1
			for _, s := range row.strokes {
				left, right = min(left, s.x0), max(right, s.x1)
			}
			left = float32(math.Floor(float64(max(left, -x)*m.scale))) / m.scale
			right = float32(math.Ceil(float64(right*m.scale))) / m.scale
			under := pen.image(min(w, max(0, pixels(right-left))), height)
			paintLine(under, row.strokes, sheet{left: left, scale: m.scale, base: base, unit: unit, strong: r.palette.strong, stacks: &pen.stacks})
			layOver(img, under, image.Pt(pixels(x+left), y))
		}
	}
	frame := frame{thick: 2 * unit, colour: r.palette.ink}
	for _, row := range r.order {
		frame.add(row.strokes, func(at float32) int { return pixels(x + at) }, pixels(row.y), height)
	}
	frame.paint(img)
	for _, row := range r.order { // over what lies under the next line too: some scripts reach far down
		pen.write(img, row.parts, x, pixels(row.y)+base, r.palette)
		r.writeLetters(img, row.strokes, x, pixels(row.y))
	}
	r.paintMargin(img)
	return img
}

// showCaret puts the caret before the selection's head.
func (r *renderer) showCaret() {
	v, m := r.v, &r.v.column.metrics
	i := v.column.Lines.At(v.caret.Head, v.caret.Upstream)
	first, last := v.column.Visible()
	if !v.blink.Shown() || v.column.Text.Len() == 0 || i < first || i > last {
		r.caret.Hide()
		return
	}
	wide := m.whole(max(1.5, m.textSize/11))
	x := m.left + v.column.Lines.Line(i).X(v.caret.Head, v.caret.Upstream) - wide/2
	y := float32(v.column.Y(i)-v.column.Top()) + m.base - m.textSize*0.96
	r.caret.FillColor = r.palette.ink
	r.caret.Resize(fyne.NewSize(wide, m.whole(m.textSize*1.25)))
	r.caret.Move(fyne.NewPos(m.whole(x), m.whole(y)))
	r.caret.Show()
	r.caret.Refresh()
}

// showBar puts the scrollbar's thumb where the page is in the text, and the ruler over it.
func (r *renderer) showBar() {
	v, m := r.v, &r.v.column.metrics
	y, h := v.column.Thumb()
	if h == 0 {
		r.thumb.Hide()
		r.ruler.raster.Hide()
		return
	}
	c := r.palette.soft
	c.A = 70
	if v.mouse.Thumb || v.hover.bar {
		c.A = 130
	}
	r.thumb.FillColor = c
	r.thumb.Resize(fyne.NewSize(barWidth-1, h-2))
	r.thumb.Move(fyne.NewPos(m.size.Width-barWidth, y+1))
	r.thumb.Show()
	r.thumb.Refresh()
	r.ruler.show(&v.ruler, m, r.palette)
}
