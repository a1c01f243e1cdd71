package textfield

import (
	"math"

	"fyne.io/fyne/v2"

	"factmark/widgets/docview/layout"
	"factmark/widgets/selecting"
	"factmark/widgets/viewport"
)

// caret is the selection, with the end of it that keys move.
type caret struct {
	selecting.Selection
	view *viewport.Viewport

	chosen func(changed bool) // called when the selection was set, to another one if it changed
	moved  func()             // called when a key has moved the caret
}

// choose sets the selection in bytes, which have to be grapheme boundaries.
func (c *caret) choose(anchor, head int, upstream bool) {
	c.chosen(c.Select(anchor, head, upstream))
}

// move moves the caret by a key and shows it; the anchor follows unless the selection is being extended.
func (c *caret) move(head int, upstream, keep bool) {
	anchor := head
	if keep {
		anchor = c.Anchor
	}
	c.choose(anchor, head, upstream)
	c.moved()
}

// key moves the caret by a key; page is how many lines a page is.
func (c *caret) key(key fyne.KeyName, page int, keep bool) {
	switch key {
	case fyne.KeyLeft, fyne.KeyRight:
		c.sideways(key == fyne.KeyRight, keep)
	case fyne.KeyUp:
		c.vertical(-1, keep)
	case fyne.KeyDown:
		c.vertical(+1, keep)
	case fyne.KeyPageUp:
		c.vertical(-page, keep)
	case fyne.KeyPageDown:
		c.vertical(+page, keep)
	case fyne.KeyHome:
		c.move(c.line().Start, false, keep)
	case fyne.KeyEnd:
		at, upstream := c.endOf(c.line())
		c.move(at, upstream, keep)
	}
}

// line is the line the caret is on.
func (c *caret) line() *layout.Line {
	return c.view.Lines.Line(c.view.Lines.At(c.Head, c.Upstream))
}

// lastOf says whether a line is the last one of the text.
func (c *caret) lastOf(line *layout.Line) bool {
	return line.End == c.view.Text.Len() && !line.Broken()
}

// endOf gives the place where a caret stands at the end of a line: behind all of it, but before the white space where
// the line was wrapped.
func (c *caret) endOf(line *layout.Line) (at int, upstream bool) {
	if line.Broken() || c.lastOf(line) {
		return line.Edge(), true
	}
	return line.Ink, line.Ink == line.End
}

// sideways moves the caret past the letter that is seen to the right or the left of it, or to that end of the selection.
func (c *caret) sideways(right, keep bool) {
	i := c.view.Lines.At(c.Head, c.Upstream)
	line := c.view.Lines.Line(i)
	if sel := c.Range(); sel.Start < sel.End && !keep {
		if right != line.RTL {
			c.move(sel.End, true, false)
		} else {
			c.move(sel.Start, false, false)
		}
		return
	}
	at, upstream, ok := line.Beside(c.Head, c.Upstream, right)
	if !ok {
		if right != line.RTL {
			i++
		} else {
			i--
		}
		if i < 0 || i >= c.view.Lines.Lines() {
			c.move(c.Head, c.Upstream, keep)
			return
		}
		on := right != line.RTL
		line = c.view.Lines.Line(i)
		at, upstream = line.Side(on == line.RTL) // where it begins, or going back where it ends
		if at == c.Head {                        // of a wrapped line that is the same place
			if beyond, up, ok := line.Beside(at, upstream, on != line.RTL); ok {
				at, upstream = beyond, up
			}
		}
	}
	c.move(at, upstream && (at < line.End || c.lastOf(line)), keep)
}

// vertical moves the caret by lines, in the column it began in.
func (c *caret) vertical(by int, keep bool) {
	i := c.view.Lines.At(c.Head, c.Upstream)
	goal, kept := c.Goal()
	if !kept {
		goal = c.view.Lines.Line(i).X(c.Head, c.Upstream)
	}
	for again := true; again; { // what lies between has to be laid out
		i = c.view.Lines.At(c.Head, c.Upstream)
		again = false
		for k := max(0, min(i, i+by)); k <= min(max(i, i+by), c.view.Lines.Lines()-1); k++ {
			again = c.view.Lines.Prepare(k) || again
		}
	}
	switch target := i + by; {
	case target < 0:
		c.move(0, false, keep)
	case target >= c.view.Lines.Lines():
		c.move(c.view.Text.Len(), true, keep)
	default:
		at, upstream := c.hitLine(c.view.Lines.Line(target), goal)
		c.move(at, upstream, keep)
		c.KeepGoal(goal)
	}
}

// hitLine gives the place for a caret nearest to x of a line, also behind the white space at the end of a paragraph:
// the next word goes there.
func (c *caret) hitLine(line *layout.Line, x float32) (at int, upstream bool) {
	at, upstream = line.Hit(x)
	if end, _ := c.endOf(line); at == line.Ink && end > at {
		best := float32(math.Inf(1))
		for k := at; ; k = c.view.Text.Next(k) {
			d := line.X(k, k == end) - x
			if d = max(d, -d); d >= best {
				break
			}
			if best, at, upstream = d, k, k == end; k >= end {
				break
			}
		}
	}
	return at, upstream
}

// wordStep gives the end of the word at or behind the caret, or the start of the one that begins before it.
func (c *caret) wordStep(on bool) int {
	if on {
		return selecting.SnapOn(c.view.Text, c.view.Text.NextWord(c.Head))
	}
	return c.view.Text.Snap(c.view.Text.PrevWord(c.Head))
}

func (c *caret) sentenceStep(key fyne.KeyName, keep bool) bool {
	if key != fyne.KeyLeft && key != fyne.KeyRight {
		return false
	}
	if (key == fyne.KeyRight) != c.line().RTL {
		c.move(selecting.SnapOn(c.view.Text, c.view.Text.NextSentence(c.Head)), false, keep)
	} else {
		c.move(c.view.Text.Snap(c.view.Text.PrevSentence(c.Head)), false, keep)
	}
	return true
}
