package panes

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Heights, in pixels, that the panes of a column keep, as far as there is room for both.
const (
	minUpper = 260
	minLower = 120
)

// Column holds two panes one above the other: a lower one whose height the user drags, and which can be hidden, and an
// upper one that takes the rest.
type Column struct {
	widget.BaseWidget
	OnResized func() // the user has given the lower pane another height; may be nil

	upper, lower fyne.CanvasObject
	handle       *handle
	height       float32 // of the lower pane, as the user dragged it
	least        float32 // the share of the column that it has at least, 0 to 1
	shown        float32 // as the window has room for it
	hidden       bool
}

// NewColumn makes a column whose lower pane has a height in pixels and is hidden.
func NewColumn(upper, lower fyne.CanvasObject, height float32) *Column {
	c := &Column{upper: upper, lower: lower, height: height, hidden: true}
	c.handle = newHandle(true, func(dy float32) {
		c.height, c.least = c.fit(c.shown-dy), 0
		c.Refresh()
	})
	c.handle.ended = func() {
		if c.OnResized != nil {
			c.OnResized()
		}
	}
	c.ExtendBaseWidget(c)
	return c
}

// ShowLower shows or hides the lower pane.
func (c *Column) ShowLower(yes bool) {
	c.hidden = !yes
	c.Refresh()
}

// NeedLower gives the lower pane at least a share of the column, 0 to 1, for what is shown there, until the user drags
// the border; 0 gives it the height back that the user gave it.
func (c *Column) NeedLower(share float32) {
	c.least = share
	c.Refresh()
}

// Height is what the user gave the lower pane, in pixels, shown or not.
func (c *Column) Height() float32 { return c.height }

// LowerShown tells whether the lower pane is shown.
func (c *Column) LowerShown() bool { return !c.hidden }

// fit brings a height of the lower pane within what the column has room for.
func (c *Column) fit(height float32) float32 {
	return clamp(height, minLower, max(minLower, c.Size().Height-minUpper))
}

// CreateRenderer is part of fyne.Widget.
func (c *Column) CreateRenderer() fyne.WidgetRenderer { return &columnRenderer{c} }

type columnRenderer struct{ column *Column }

// Layout is part of fyne.WidgetRenderer.
func (r *columnRenderer) Layout(size fyne.Size) {
	c := r.column
	show(c.lower, !c.hidden)
	show(c.handle, !c.hidden)
	c.shown = 0
	if !c.hidden {
		c.shown = c.fit(max(c.height, c.least*size.Height))
	}
	at := size.Height - c.shown
	c.upper.Move(fyne.NewPos(0, 0))
	c.upper.Resize(fyne.NewSize(size.Width, at))
	c.lower.Move(fyne.NewPos(0, at))
	c.lower.Resize(fyne.NewSize(size.Width, c.shown))
	c.handle.Move(fyne.NewPos(0, at-handleWidth/2))
	c.handle.Resize(fyne.NewSize(size.Width, handleWidth))
}

// MinSize is part of fyne.WidgetRenderer: the column shows what it has room for.
func (r *columnRenderer) MinSize() fyne.Size { return fyne.NewSize(minPanel, minLower) }

// Refresh is part of fyne.WidgetRenderer.
func (r *columnRenderer) Refresh() {
	r.Layout(r.column.Size())
	canvas.Refresh(r.column)
}

// Objects is part of fyne.WidgetRenderer.
func (r *columnRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.column.upper, r.column.lower, r.column.handle}
}

// Destroy is part of fyne.WidgetRenderer.
func (r *columnRenderer) Destroy() {}
