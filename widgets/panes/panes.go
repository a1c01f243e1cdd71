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

// Widths, in pixels.
const (
	handleWidth = 7
	minPanel    = 180
	minMiddle   = 320 // of the middle alone
	beside      = 240 // of the middle beside a panel that was opened in a narrow window
	readable    = 420 // of the middle beside panels that are open in a wider one
	railWidth   = 26

	twoPanels = 1000 // a window of this width has room for both panels,
	onePanel  = 720  // one of this width for the right one
)

// Side is a panel beside the middle.
type Side struct {
	Content fyne.CanvasObject
	Caption string  // what its rail says
	Width   float32 // until the user drags its border, in pixels
}

// Panes holds a left panel, a middle and a right panel. In a window that is too narrow for both, the left panel folds into
// a rail at the window's edge, and in a narrower one the right panel too. ShowLeft and ShowRight, or a click on the rail,
// open a folded panel beside the middle; the other folds then. Once the window is wide again the panels are as the user
// had them.
type Panes struct {
	widget.BaseWidget
	left, middle, right       fyne.CanvasObject
	leftHandle, rightHandle   *handle
	leftRail, rightRail       *rail
	leftWidth, rightWidth     float32
	leftHidden, rightHidden   bool
	opened                    side // the panel opened in a window that folds it
	shownLeft, shownRightFrom float32
}

type side int

const (
	neither side = iota
	left
	right
)

// New makes panes.
func New(leftSide Side, middle fyne.CanvasObject, rightSide Side) *Panes {
	p := &Panes{left: leftSide.Content, middle: middle, right: rightSide.Content, leftWidth: leftSide.Width, rightWidth: rightSide.Width}
	p.leftHandle = newHandle(false, func(dx float32) { p.drag(dx, 0) })
	p.rightHandle = newHandle(false, func(dx float32) { p.drag(0, -dx) })
	p.leftRail = newRail(leftSide.Caption, func() { p.ShowLeft(!p.LeftShown()) })
	p.rightRail = newRail(rightSide.Caption, func() { p.ShowRight(!p.RightShown()) })
	p.ExtendBaseWidget(p)
	return p
}

// OnRailKey is offered the keys that a rail which has the keyboard does not use itself.
func (p *Panes) OnRailKey(f func(fyne.KeyName) bool) { p.leftRail.onKey, p.rightRail.onKey = f, f }

// ShowLeft shows or hides the left panel.
func (p *Panes) ShowLeft(show bool) { p.ask(left, &p.leftHidden, show) }

// ShowRight shows or hides the right panel.
func (p *Panes) ShowRight(show bool) { p.ask(right, &p.rightHidden, show) }

func (p *Panes) ask(which side, hidden *bool, show bool) {
	switch total := p.Size().Width; {
	case show:
		*hidden = false
		p.opened = which
	case p.folds(which, total) && p.opened == which: // it goes back into its rail
		p.opened = neither
	default:
		*hidden = true
	}
	p.Refresh()
}

// Fold folds the panel that was opened in a window too narrow for it.
func (p *Panes) Fold() {
	if p.opened != neither {
		p.opened = neither
		p.Refresh()
	}
}

// LeftShown tells whether the left panel is shown.
func (p *Panes) LeftShown() bool { left, _ := p.shown(p.Size().Width); return left }

// RightShown tells whether the right panel is shown.
func (p *Panes) RightShown() bool { _, right := p.shown(p.Size().Width); return right }

// folds tells whether a window of this width has no room for a panel, unless it is opened.
func (p *Panes) folds(which side, total float32) bool {
	if which == left {
		return total < twoPanels
	}
	return total < onePanel || total < twoPanels && p.opened == left
}

// shown tells which panels a window of this width shows.
func (p *Panes) shown(total float32) (showLeft, showRight bool) {
	return !p.leftHidden && (p.opened == left || !p.folds(left, total)), !p.rightHidden && (p.opened == right || !p.folds(right, total))
}

// rails gives the widths of the rails in a window of this width, 0 for one that is not shown.
func (p *Panes) rails(total float32) (leftRail, rightRail float32) {
	if !p.leftHidden && p.folds(left, total) {
		leftRail = railWidth
	}
	if !p.rightHidden && p.folds(right, total) {
		rightRail = railWidth
	}
	return leftRail, rightRail
}

func (p *Panes) drag(left, right float32) {
	total := p.Size().Width
	leftRail, rightRail := p.rails(total)
	room := total - p.least(total) - 2*handleWidth - leftRail - rightRail
	showLeft, showRight := p.shown(total)
	if left != 0 {
		other := p.rightWidth
		if !showRight {
			other = 0
		}
		p.leftWidth = clamp(p.shownLeft-leftRail+left, minPanel, max(minPanel, room-other))
	}
	if right != 0 {
		other := p.leftWidth
		if !showLeft {
			other = 0
		}
		shown := total - rightRail - p.shownRightFrom
		p.rightWidth = clamp(shown+right, minPanel, max(minPanel, room-other))
	}
	p.Refresh()
}

// least is the width that the middle keeps.
func (p *Panes) least(total float32) float32 {
	if p.opened != neither || total < onePanel {
		return beside
	}
	return readable
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
	leftRail, rightRail := p.rails(total)
	if over := left + right + leftRail + rightRail + 2*handleWidth + p.least(total) - total; over > 0 {
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
	if size.Width >= twoPanels {
		p.opened = neither
	}
	left, right := p.fit(size.Width)
	showLeft, showRight := p.shown(size.Width)
	leftRail, rightRail := p.rails(size.Width)
	show(p.left, showLeft)
	show(p.leftHandle, showLeft)
	show(p.right, showRight)
	show(p.rightHandle, showRight)
	show(p.leftRail, leftRail > 0)
	show(p.rightRail, rightRail > 0)
	p.leftRail.set(showLeft)
	p.rightRail.set(showRight)
	from, to := leftRail, size.Width-rightRail
	place(p.leftRail, 0, leftRail, size.Height)
	place(p.rightRail, to, rightRail, size.Height)
	if showLeft {
		place(p.left, from, left, size.Height)
		from += left
		place(p.leftHandle, from-handleWidth/2, handleWidth, size.Height)
	}
	if showRight {
		to -= right
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
	return []fyne.CanvasObject{p.leftRail, p.left, p.middle, p.right, p.rightRail, p.leftHandle, p.rightHandle}
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
