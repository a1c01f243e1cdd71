package claimlist

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

const (
	barTrough   = 12 // wider than the margin it lies in, so that it is caught
	barThin     = 4
	barThick    = 8
	barShortest = 28 // the thumb never gets too short to be caught
	overlap     = 40 // of what was in view, what a page leaves there, in pixels
)

var (
	_ fyne.Draggable    = (*scrollbar)(nil)
	_ desktop.Mouseable = (*scrollbar)(nil)
	_ desktop.Hoverable = (*scrollbar)(nil)
)

// scrollbar is the slim bar at the list's right edge: drag the thumb, click the trough for a page.
type scrollbar struct {
	widget.BaseWidget
	list    *List
	thumb   *canvas.Rectangle
	hovered bool
	// dragged is where the drag has taken the thumb, in pixels, beyond the ends too, so that it stays under the pointer; nil while there
	// is no drag.
	dragged *float64
}

func newScrollbar(l *List) *scrollbar {
	s := &scrollbar{list: l, thumb: canvas.NewRectangle(color.Transparent)}
	s.ExtendBaseWidget(s)
	return s
}

// CreateRenderer shows the thumb; the list moves it.
func (s *scrollbar) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.NewWithoutLayout(s.thumb))
}

// arrange places the thumb for the list's offset, and hides the bar when everything is in view.
func (s *scrollbar) arrange(p palette) {
	view, all := float64(s.list.Size().Height), s.list.whole()
	if all <= view || s.list.n == 0 {
		s.Hide()
		return
	}
	s.Show()
	high := s.thumbHeight()
	wide := float32(barThin)
	fill := p.thumb
	if s.hovered || s.dragged != nil {
		wide, fill = barThick, p.thumbStrong
	}
	y := s.list.offset / (all - view) * (view - high)
	s.thumb.Resize(fyne.NewSize(wide, float32(high)))
	s.thumb.Move(fyne.NewPos((barTrough-wide)/2, float32(y)))
	s.thumb.CornerRadius = wide / 2
	if s.thumb.FillColor != fill {
		s.thumb.FillColor = fill
		s.thumb.Refresh()
	}
}

func (s *scrollbar) thumbHeight() float64 {
	view := float64(s.list.Size().Height)
	return min(view, max(barShortest, view*view/s.list.whole()))
}

// MouseDown on the trough goes a page towards the pointer.
func (s *scrollbar) MouseDown(ev *desktop.MouseEvent) {
	if ev.Button != desktop.MouseButtonPrimary {
		return
	}
	s.list.byHand = true
	page := max(s.list.room-overlap, s.list.room/2)
	switch y := s.thumb.Position().Y; {
	case ev.Position.Y < y:
		s.list.scrollTo(s.list.offset - page)
	case ev.Position.Y >= y+s.thumb.Size().Height:
		s.list.scrollTo(s.list.offset + page)
	}
}

// MouseUp does nothing; the drag's end is told apart.
func (s *scrollbar) MouseUp(*desktop.MouseEvent) {}

// Dragged scrolls so that the thumb follows the pointer.
func (s *scrollbar) Dragged(ev *fyne.DragEvent) {
	s.list.byHand = true
	if s.dragged == nil {
		from := float64(s.thumb.Position().Y)
		s.dragged = &from
	}
	*s.dragged += float64(ev.Dragged.DY)
	if room := s.list.room - s.thumbHeight(); room > 0 {
		s.list.scrollTo(*s.dragged / room * s.list.most())
	}
}

// DragEnd lets the thumb go.
func (s *scrollbar) DragEnd() {
	s.dragged = nil
	s.list.arrange()
}

// MouseIn makes the thumb easier to catch.
func (s *scrollbar) MouseIn(*desktop.MouseEvent) {
	s.hovered = true
	s.list.arrange()
}

// MouseMoved does nothing.
func (s *scrollbar) MouseMoved(*desktop.MouseEvent) {}

// MouseOut makes the thumb slim again.
func (s *scrollbar) MouseOut() {
	s.hovered = false
	s.list.arrange()
}
