package panes

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Sizes, in pixels, of a pane of a pair.
const (
	comfortable = 400 // where two have not this width beside each other, they stand one above the other
	minPaired   = 120 // width or height that a pane keeps while the border is dragged
)

// Pair shows one pane alone, or a second with it: beside it where there is room, else below it. The user drags the border
// between them.
type Pair struct {
	widget.BaseWidget
	panes   [2]fyne.CanvasObject
	handle  *handle
	both    bool
	swapped bool
	share   float32 // of the size that the pane in front takes, from 0 to 1
}

// NewPair makes a pair that shows its first pane alone.
func NewPair(first, second fyne.CanvasObject) *Pair {
	p := &Pair{panes: [2]fyne.CanvasObject{first, second}, share: 0.5}
	p.handle = newHandle(false, p.drag)
	p.ExtendBaseWidget(p)
	return p
}

// ShowBoth shows both panes, or the first alone.
func (p *Pair) ShowBoth(yes bool) {
	p.both = yes
	p.Refresh()
}

// Both tells whether both panes are shown.
func (p *Pair) Both() bool { return p.both }

// Swap has the panes change places.
func (p *Pair) Swap() {
	p.swapped = !p.swapped
	p.share = 1 - p.share
	p.Refresh()
}

// Swapped tells whether the second pane stands in front of the first.
func (p *Pair) Swapped() bool { return p.swapped }

// Fits tells whether two panes have room beside each other in a width in pixels.
func (p *Pair) Fits(width float32) bool { return width >= 2*comfortable }

func (p *Pair) drag(by float32) {
	length := p.Size().Width
	if p.handle.level {
		length = p.Size().Height
	}
	if length > 2*minPaired {
		p.share = clamp(p.share*length+by, minPaired, length-minPaired) / length
	}
	p.Refresh()
}

// CreateRenderer is part of fyne.Widget.
func (p *Pair) CreateRenderer() fyne.WidgetRenderer { return &pairRenderer{p} }

type pairRenderer struct{ pair *Pair }

// Layout is part of fyne.WidgetRenderer.
func (r *pairRenderer) Layout(size fyne.Size) {
	p := r.pair
	show(p.panes[1], p.both)
	show(p.handle, p.both)
	if !p.both {
		p.panes[0].Move(fyne.Position{})
		p.panes[0].Resize(size)
		return
	}
	front, behind := p.panes[0], p.panes[1]
	if p.swapped {
		front, behind = behind, front
	}
	p.handle.level = !p.Fits(size.Width)
	front.Move(fyne.Position{})
	if p.handle.level {
		at := float32(int(size.Height * p.share))
		front.Resize(fyne.NewSize(size.Width, at))
		behind.Move(fyne.NewPos(0, at))
		behind.Resize(fyne.NewSize(size.Width, size.Height-at))
		p.handle.Move(fyne.NewPos(0, at-handleWidth/2))
		p.handle.Resize(fyne.NewSize(size.Width, handleWidth))
	} else {
		at := float32(int(size.Width * p.share))
		front.Resize(fyne.NewSize(at, size.Height))
		place(behind, at, size.Width-at, size.Height)
		place(p.handle, at-handleWidth/2, handleWidth, size.Height)
	}
}

// MinSize is part of fyne.WidgetRenderer: two panes show what there is room for.
func (r *pairRenderer) MinSize() fyne.Size {
	return fyne.NewSize(minMiddle, max(r.pair.panes[0].MinSize().Height, minPaired))
}

// Refresh is part of fyne.WidgetRenderer.
func (r *pairRenderer) Refresh() {
	r.Layout(r.pair.Size())
	canvas.Refresh(r.pair)
}

// Objects is part of fyne.WidgetRenderer.
func (r *pairRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.pair.panes[0], r.pair.panes[1], r.pair.handle}
}

// Destroy is part of fyne.WidgetRenderer.
func (r *pairRenderer) Destroy() {}
