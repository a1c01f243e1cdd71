package docview

import (
	"math"
	"time"

	"fyne.io/fyne/v2"

	"factmark/widgets/docview/layout"
	"factmark/widgets/viewport"
)

const (
	sliceLength = 2 * time.Millisecond // of layout, before the interface gets its turn
	sliceGap    = time.Millisecond
)

// column is the text in lines, and the part of it that is on screen.
type column struct {
	viewport.Viewport
	metrics metrics
	glide   glide
	wanted  *layout.Range // to be revealed once there are lines
	reflows int           // counts the layouts begun, so that an old slice knows it is old

	after  func(d time.Duration, f func())
	moved  func() // called when other text came on screen
	longer func() // called when the layout of the rest has changed the length of the column, and when it is done
}

// show puts another text into the column.
func (c *column) show(text *layout.Text) {
	c.Show(text)
	c.wanted = nil
	c.glide.stop()
}

// hit gives the place for a caret nearest to a position.
func (c *column) hit(at fyne.Position) (offset int, upstream bool) {
	y := c.Top() + float64(at.Y)
	i := c.LineAt(y)
	row := float64(c.metrics.row)
	switch {
	case y < c.Y(0):
		return 0, false
	case y < c.Y(i)+row:
	case i == c.Lines.Lines()-1:
		return c.Text.Len(), false
	case y >= (c.Y(i)+row+c.Y(i+1))/2: // between two paragraphs, nearer to the one below
		i++
	}
	return c.Lines.Line(i).Hit(at.X - c.metrics.left)
}

// lineUnder gives the line at a height of the view, nil where there is none.
func (c *column) lineUnder(height float32) *layout.Line {
	y := c.Top() + float64(height)
	i := c.LineAt(y)
	if y < c.Y(i) || y >= c.Y(i)+float64(c.metrics.row) {
		return nil
	}
	return c.Lines.Line(i)
}

// under gives the cluster under a position, if there is text.
func (c *column) under(at fyne.Position) (start, end int, ok bool) {
	line := c.lineUnder(at.Y)
	if line == nil {
		return 0, 0, false
	}
	return line.Cluster(at.X - c.metrics.left)
}

// scrollBy moves the page by pixels, down for positive ones.
func (c *column) scrollBy(d float64) { c.report(c.ScrollBy(d)) }

// dragThumb scrolls so that the thumb's top is at y.
func (c *column) dragThumb(y float32) {
	c.glide.stop()
	c.report(c.DragThumb(y))
}

func (c *column) report(moved bool) {
	if moved {
		c.moved()
	}
}

// moveLine scrolls so that the line of a byte lies at a height of the view.
func (c *column) moveLine(at int, upstream bool, height float64) {
	c.glide.stop()
	before := c.Top()
	c.Pin(c.Lines.Start(c.Lines.At(at, upstream)), height)
	c.ScrollTo(c.Top()) // from now on the line at the top stays where it is
	c.report(c.Top() != before)
}

// reveal scrolls so that a range is on screen, with its start about a third from the top, if any of it isn't.
func (c *column) reveal(r layout.Range) {
	if c.Lines == nil {
		c.wanted = &r
		return
	}
	above, below := c.Extent(r.Start, false, r.End, true)
	if room := float64(c.metrics.size.Height); above < c.Top() || below > c.Top()+room {
		c.moveLine(r.Start, false, math.Round(room/3))
	}
}

// revealWanted reveals what was to be revealed before there were lines.
func (c *column) revealWanted() {
	if wanted := c.wanted; wanted != nil {
		c.wanted = nil
		c.reveal(*wanted)
	}
}

// revealLine scrolls as little as will show the line of a place for a caret and the ones next to it.
func (c *column) revealLine(at int, upstream bool) {
	if c.Lines == nil {
		return
	}
	y, bottom := c.Extent(at, upstream, at, upstream)
	line := c.Lines.At(at, upstream)
	row, room := float64(c.metrics.row), float64(c.metrics.size.Height)
	above, below := row, row
	if line == 0 {
		above = margin
	}
	if line == c.Lines.Lines()-1 {
		below = margin
	}
	if spare := room - row; above+below > spare { // a view too low for that
		above, below = max(0, spare/2), max(0, spare/2)
	}
	switch {
	case y-above < c.Top():
		c.moveLine(at, upstream, above)
	case bottom+below > c.Top()+room:
		c.moveLine(at, upstream, room-row-below)
	}
}

// layOut lays out the rest of the text in slices, short enough to go unnoticed between two frames. What longer calls
// paints the window: that is due only when the scrollbar shows a difference, as the lines on screen stay where they are.
func (c *column) layOut() {
	c.reflows++
	layout := c.reflows
	shown, shownHeight := c.Thumb()
	var slice func()
	slice = func() {
		if layout != c.reflows {
			return
		}
		more := true
		for end := time.Now().Add(sliceLength); more && time.Now().Before(end); {
			more = c.Lines.Step()
		}
		c.Settle()
		if newY, newHeight := c.Thumb(); !more || math.Abs(float64(newY-shown)) >= 1 || math.Abs(float64(newHeight-shownHeight)) >= 1 {
			shown, shownHeight = newY, newHeight
			c.longer()
		}
		if more {
			c.after(sliceGap, slice)
		}
	}
	c.after(sliceGap, slice)
}
