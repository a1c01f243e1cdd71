package panes

import (
	"image"
	"image/color"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"factmark/widgets/docview"
	"factmark/widgets/docview/layout"
)

// rail is the narrow strip at the window's edge that a panel folds into. A click, Enter or Space opens the panel, and
// folds it again. Its caption reads from top to bottom.
type rail struct {
	widget.BaseWidget
	caption          string
	tapped           func()
	onKey            func(fyne.KeyName) bool // may be nil
	open             bool
	hovered, focused bool
}

var (
	_ fyne.Tappable      = (*rail)(nil)
	_ fyne.Focusable     = (*rail)(nil)
	_ fyne.Accessible    = (*rail)(nil)
	_ desktop.Hoverable  = (*rail)(nil)
	_ desktop.Cursorable = (*rail)(nil)
)

func newRail(caption string, tapped func()) *rail {
	r := &rail{caption: caption, tapped: tapped}
	r.ExtendBaseWidget(r)
	return r
}

// set says whether the panel is open.
func (r *rail) set(open bool) {
	if open != r.open {
		r.open = open
		r.Refresh()
	}
}

// AccessibilityLabel is part of fyne.Accessible.
func (r *rail) AccessibilityLabel() string { return r.caption }

// AccessibilityRole is part of fyne.Accessible.
func (r *rail) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// Tapped is part of fyne.Tappable.
func (r *rail) Tapped(*fyne.PointEvent) { r.tapped() }

// Cursor is part of desktop.Cursorable.
func (r *rail) Cursor() desktop.Cursor { return desktop.PointerCursor }

// FocusGained is part of fyne.Focusable.
func (r *rail) FocusGained() { r.focused = true; r.Refresh() }

// FocusLost is part of fyne.Focusable.
func (r *rail) FocusLost() { r.focused = false; r.Refresh() }

// TypedRune is part of fyne.Focusable.
func (r *rail) TypedRune(rune) {}

// TypedKey is part of fyne.Focusable.
func (r *rail) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		r.tapped()
	default:
		if r.onKey != nil {
			r.onKey(e.Name)
		}
	}
}

// MouseIn is part of desktop.Hoverable.
func (r *rail) MouseIn(*desktop.MouseEvent) { r.hovered = true; r.Refresh() }

// MouseMoved is part of desktop.Hoverable.
func (r *rail) MouseMoved(*desktop.MouseEvent) {}

// MouseOut is part of desktop.Hoverable.
func (r *rail) MouseOut() { r.hovered = false; r.Refresh() }

// CreateRenderer is part of fyne.Widget.
func (r *rail) CreateRenderer() fyne.WidgetRenderer {
	n := &railRenderer{rail: r, ground: canvas.NewRectangle(color.Transparent), ring: canvas.NewRectangle(color.Transparent)}
	n.caption = canvas.NewRaster(func(w, h int) image.Image { return n.image(w, h) })
	n.ring.StrokeWidth, n.ring.CornerRadius = 2, 4
	n.Refresh()
	return n
}

type railRenderer struct {
	rail         *rail
	ground, ring *canvas.Rectangle
	caption      *canvas.Raster
	fill, ink    color.NRGBA
}

// captionTop is the distance of the caption from the rail's top, in pixels.
const captionTop = 12

func (n *railRenderer) Layout(size fyne.Size) {
	n.ground.Resize(size)
	n.ring.Move(fyne.NewSquareOffsetPos(1))
	n.ring.Resize(size.SubtractWidthHeight(2, 2))
	n.caption.Move(fyne.NewPos(4, captionTop))
	n.caption.Resize(fyne.NewSize(max(0, size.Width-8), max(0, size.Height-2*captionTop)))
}

func (n *railRenderer) MinSize() fyne.Size { return fyne.NewSize(railWidth, 1) }

func (n *railRenderer) Refresh() {
	pick := func(name fyne.ThemeColorName) color.NRGBA {
		return color.NRGBAModel.Convert(theme.Color(name)).(color.NRGBA)
	}
	r := n.rail
	fill, ink := pick(theme.ColorNameHeaderBackground), pick(theme.ColorNameForeground)
	if r.open {
		fill = pick(theme.ColorNameButton)
	}
	if r.hovered {
		fill = over(pick(theme.ColorNameHover), fill)
	}
	n.ground.FillColor = fill
	n.ring.StrokeColor = color.Transparent
	if r.focused {
		n.ring.StrokeColor = pick(theme.ColorNamePrimary)
	}
	n.ground.Refresh()
	n.ring.Refresh()
	if fill != n.fill || ink != n.ink {
		n.fill, n.ink = fill, ink
		n.caption = docview.Repainted(n.caption)
	}
	n.Layout(r.Size())
	canvas.Refresh(r)
}

// over puts a colour over an opaque one.
func over(c, ground color.NRGBA) color.NRGBA {
	mix := func(a, b uint8) uint8 { return uint8((int(a)*int(c.A) + int(b)*(255-int(c.A))) / 255) }
	return color.NRGBA{mix(c.R, ground.R), mix(c.G, ground.G), mix(c.B, ground.B), 0xFF}
}

// image paints the caption turned a quarter to the right, in so many device pixels.
func (n *railRenderer) image(w, h int) image.Image {
	turned := image.NewRGBA(image.Rect(0, 0, w, h))
	scale := float32(1)
	if size := n.caption.Size(); size.Width > 0 {
		scale = float32(w) / size.Width
	}
	textSize := theme.TextSize()
	letters := docview.SharedLetters(theme.TextFont(), textSize, scale)
	text := layout.New(layout.NewText(n.rail.caption), letters.Width, letters.Places, 1e6)
	for text.Step() {
	}
	page := letters.Page(h, w, n.fill)
	base := float64(w)/2 + float64(textSize*scale)*0.36 // half of a capital's height below the middle
	letters.Write(page, text.Line(0), 0, int(math.Round(base)), n.ink)
	for y := range h {
		for x := range w {
			turned.SetRGBA(x, y, page.RGBAAt(y, w-1-x))
		}
	}
	return turned
}

func (n *railRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{n.ground, n.caption, n.ring}
}

func (n *railRenderer) Destroy() {}
