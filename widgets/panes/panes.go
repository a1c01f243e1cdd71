// Package panes lays panes beside each other, with borders that the user drags: three side by side, two panels and a
// middle that takes the rest, or two, beside each other or one above the other.
package panes

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Widths, in pixels, that the panes keep.
const (
	handleWidth = 7
	minPanel    = 180
	minMiddle   = 320
)

// Panes holds a left panel, a middle and a right panel. In a window that is too
// narrow for both panels the left one gives way, and in a very narrow one the
// right one too, unless it is asked for by ShowLeft or ShowRight: it comes then,
// in the other's place.
type Panes struct {
	widget.BaseWidget
	left, middle, right       fyne.CanvasObject
	leftHandle, rightHandle   *handle
	leftWidth, rightWidth     float32
	leftHidden, rightHidden   bool
	asked                     side // shown where there is room for one panel
	shownLeft, shownRightFrom float32
}

type side int

const (
	neither side = iota
	left
	right
)

// New makes panes with the given widths of the panels, in pixels.
func New(left, middle, right fyne.CanvasObject, leftWidth, rightWidth float32) *Panes {
	p := &Panes{left: left, middle: middle, right: right, leftWidth: leftWidth, rightWidth: rightWidth}
	p.leftHandle = newHandle(false, func(dx float32) { p.drag(dx, 0) })
	p.rightHandle = newHandle(false, func(dx float32) { p.drag(0, -dx) })
	p.ExtendBaseWidget(p)
	return p
}

// ShowLeft shows or hides the left panel.
func (p *Panes) ShowLeft(show bool) { p.ask(left, &p.leftHidden, show) }

// ShowRight shows or hides the right panel.
func (p *Panes) ShowRight(show bool) { p.ask(right, &p.rightHidden, show) }

func (p *Panes) ask(which side, hidden *bool, show bool) {
	*hidden = !show
	if show {
		p.asked = which
	} else if p.asked == which {
		p.asked = neither
	}
	p.Refresh()
}

// LeftShown tells whether the left panel is shown.
func (p *Panes) LeftShown() bool { left, _ := p.shown(p.Size().Width); return left }

// RightShown tells whether the right panel is shown.
func (p *Panes) RightShown() bool { _, right := p.shown(p.Size().Width); return right }

// shown tells which panels a window of this width shows.
func (p *Panes) shown(total float32) (showLeft, showRight bool) {
	showLeft, showRight = !p.leftHidden, !p.rightHidden
	if showLeft && showRight && total < minMiddle+2*minPanel {
		showLeft, showRight = p.asked == left, p.asked != left
	}
	if total < minMiddle+minPanel {
		showLeft, showRight = showLeft && p.asked == left, showRight && p.asked == right
	}
	return showLeft, showRight
}

func (p *Panes) drag(left, right float32) {
	total := p.Size().Width
	room := total - minMiddle - 2*handleWidth
	if left != 0 {
		p.leftWidth = clamp(p.shownLeft+left, minPanel, max(minPanel, room-p.rightWidth))
	}
	if right != 0 {
		shown := total - p.shownRightFrom
		p.rightWidth = clamp(shown+right, minPanel, max(minPanel, room-p.leftWidth))
	}
	p.Refresh()
}

// fit gives the widths of the panels in a window of this width: as the user
// dragged them, less where the middle would get too narrow.
func (p *Panes) fit(total float32) (left, right float32) {
	showLeft, showRight := p.shown(total)
	if showLeft {
		left = p.leftWidth
	}
	if showRight {
		right = p.rightWidth
	}
	if over := left + right + 2*handleWidth + minMiddle - total; over > 0 {
		spareLeft, spareRight := max(0, left-minPanel), max(0, right-minPanel)
		if spare := spareLeft + spareRight; spare > 0 {
			part := min(1, over/spare)
			left -= spareLeft * part
			right -= spareRight * part
		}
	}
	return left, right
}

func clamp(v, low, high float32) float32 { return max(low, min(high, v)) }

// CreateRenderer is part of fyne.Widget.
func (p *Panes) CreateRenderer() fyne.WidgetRenderer {
	return &renderer{panes: p}
}

type renderer struct{ panes *Panes }

func (r *renderer) Layout(size fyne.Size) {
	p := r.panes
	left, right := p.fit(size.Width)
	showLeft, showRight := p.shown(size.Width)
	show(p.left, showLeft)
	show(p.leftHandle, showLeft)
	show(p.right, showRight)
	show(p.rightHandle, showRight)
	from, to := float32(0), size.Width
	if showLeft {
		place(p.left, 0, left, size.Height)
		place(p.leftHandle, left-handleWidth/2, handleWidth, size.Height)
		from = left
	}
	if showRight {
		to = size.Width - right
		place(p.right, to, right, size.Height)
		place(p.rightHandle, to-handleWidth/2-1, handleWidth, size.Height)
	}
	place(p.middle, from, to-from, size.Height)
	p.shownLeft, p.shownRightFrom = from, to
}

func show(o fyne.CanvasObject, visible bool) {
	if visible != o.Visible() {
		if visible {
			o.Show()
		} else {
			o.Hide()
		}
	}
}

func place(o fyne.CanvasObject, x, width, height float32) {
	o.Move(fyne.NewPos(x, 0))
	o.Resize(fyne.NewSize(width, height))
}

func (r *renderer) MinSize() fyne.Size {
	return fyne.NewSize(minMiddle, max(r.panes.middle.MinSize().Height, 120))
}

func (r *renderer) Refresh() {
	r.Layout(r.panes.Size())
	canvas.Refresh(r.panes)
}

func (r *renderer) Objects() []fyne.CanvasObject {
	p := r.panes
	return []fyne.CanvasObject{p.left, p.middle, p.right, p.leftHandle, p.rightHandle}
}

func (r *renderer) Destroy() {}

// handle is the narrow strip between two panes that is dragged.
type handle struct {
	widget.BaseWidget
	level   bool             // it lies between panes one above the other
	moved   func(by float32) // to the right or, where it is level, down
	ended   func()           // it was let go; may be nil
	hovered bool
}

var (
	_ fyne.Draggable     = (*handle)(nil)
	_ desktop.Hoverable  = (*handle)(nil)
	_ desktop.Cursorable = (*handle)(nil)
)

func newHandle(level bool, moved func(by float32)) *handle {
	h := &handle{level: level, moved: moved}
	h.ExtendBaseWidget(h)
	return h
}

func (h *handle) CreateRenderer() fyne.WidgetRenderer {
	return &handleRenderer{handle: h, line: canvas.NewRectangle(theme.Color(theme.ColorNameSeparator))}
}

func (h *handle) Dragged(e *fyne.DragEvent) {
	if h.level {
		h.moved(e.Dragged.DY)
	} else {
		h.moved(e.Dragged.DX)
	}
}

func (h *handle) DragEnd() {
	if h.ended != nil {
		h.ended()
	}
}

func (h *handle) Cursor() desktop.Cursor {
	if h.level {
		return desktop.VResizeCursor
	}
	return desktop.HResizeCursor
}

func (h *handle) MouseIn(*desktop.MouseEvent)    { h.hovered = true; h.Refresh() }
func (h *handle) MouseMoved(*desktop.MouseEvent) {}
func (h *handle) MouseOut()                      { h.hovered = false; h.Refresh() }

type handleRenderer struct {
	handle *handle
	line   *canvas.Rectangle
}

func (r *handleRenderer) Layout(size fyne.Size) {
	thick := float32(1)
	if r.handle.hovered {
		thick = 3
	}
	if r.handle.level {
		r.line.Resize(fyne.NewSize(size.Width, thick))
		r.line.Move(fyne.NewPos(0, (size.Height-thick)/2))
		return
	}
	r.line.Resize(fyne.NewSize(thick, size.Height))
	r.line.Move(fyne.NewPos((size.Width-thick)/2, 0))
}

func (r *handleRenderer) MinSize() fyne.Size {
	if r.handle.level {
		return fyne.NewSize(1, handleWidth)
	}
	return fyne.NewSize(handleWidth, 1)
}

func (r *handleRenderer) Refresh() {
	name := theme.ColorNameSeparator
	if r.handle.hovered {
		name = theme.ColorNamePrimary
	}
	r.line.FillColor = theme.Color(name)
	r.Layout(r.handle.Size())
	r.line.Refresh()
}

func (r *handleRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.line} }
func (r *handleRenderer) Destroy()                     {}
