package docview

import (
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"factmark/widgets/docview/layout"
	"factmark/widgets/selecting"
)

// caret is the selection, with the end of it that keys move.
type caret struct {
	selecting.Selection
	column *column
	grown  []layout.Range // what was selected before it grew, with the anchor as start

	byKey  func()           // called before a key moves the caret
	chosen func(moved bool) // called when the selection was set, to another one if it moved
}

// choose sets the selection in bytes, which have to be grapheme boundaries.
func (c *caret) choose(anchor, head int, upstream bool) {
	c.grown = nil
	c.chosen(c.Select(anchor, head, upstream))
}

// extend moves the head; the anchor follows unless the selection is being extended.
func (c *caret) extend(head int, upstream, keep bool) {
	anchor := head
	if keep {
		anchor = c.Anchor
	}
	c.choose(anchor, head, upstream)
}

// move moves the caret by a key and shows it.
func (c *caret) move(at int, upstream, keep bool) {
	c.byKey()
	c.extend(at, upstream, keep)
	c.column.revealLine(c.Head, c.Upstream)
}

// key moves the caret by a key, or says that it is none that does; with keep the selection is extended.
func (c *caret) key(key fyne.KeyName, keep bool) bool {
	switch key {
	case fyne.KeyLeft, fyne.KeyRight:
		c.sideways((key == fyne.KeyRight) != c.line().RTL, keep)
	case fyne.KeyUp:
		c.vertical(-1, keep)
	case fyne.KeyDown:
		c.vertical(+1, keep)
	case fyne.KeyPageUp:
		c.page(-1, keep)
	case fyne.KeyPageDown:
		c.page(+1, keep)
	case fyne.KeyHome:
		c.move(c.line().Start, false, keep)
	case fyne.KeyEnd:
		line := c.line()
		c.move(line.Ink, line.Ink == line.End, keep)
	case fyne.KeyEscape:
		if c.Anchor == c.Head {
			return false
		}
		c.choose(c.Head, c.Head, c.Upstream)
	default:
		return false
	}
	return true
}

// shortcut moves the caret by a shortcut, or says that it is none that does.
func (c *caret) shortcut(s *desktop.CustomShortcut) bool {
	const ctrl, shift = fyne.KeyModifierShortcutDefault, fyne.KeyModifierShift
	keep := s.Modifier&shift != 0
	sideways := s.KeyName == fyne.KeyLeft || s.KeyName == fyne.KeyRight
	on := (s.KeyName == fyne.KeyRight) != c.line().RTL
	switch s.Modifier &^ shift {
	case ctrl:
	case fyne.KeyModifierAlt:
		if sideways {
			c.sentenceStep(on, keep)
		}
		return sideways
	default:
		return false
	}
	switch s.KeyName {
	case fyne.KeyLeft, fyne.KeyRight:
		c.wordStep(on, keep)
	case fyne.KeyHome:
		c.move(0, false, keep)
	case fyne.KeyEnd:
		c.move(c.column.Text.Len(), false, keep)
	case fyne.KeyUp:
		if keep {
			c.byKey()
			c.grow()
		} else {
			c.move(c.column.Text.PrevParagraph(c.Head), false, false)
		}
	case fyne.KeyDown:
		if keep {
			c.shrink()
		} else {
			c.move(c.column.Text.NextParagraph(c.Head), false, false)
		}
	default:
		return false
	}
	return true
}

// line is the line the caret is on.
func (c *caret) line() *layout.Line {
	return c.column.Lines.Line(c.column.Lines.At(c.Head, c.Upstream))
}

// sideways moves the caret to the next or the previous cluster, or to an end of the selection.
func (c *caret) sideways(on, keep bool) {
	sel := c.Range()
	switch {
	case sel.Start < sel.End && !keep && on:
		c.move(sel.End, false, false)
	case sel.Start < sel.End && !keep:
		c.move(sel.Start, false, false)
	case on:
		c.move(c.column.Text.Next(c.Head), false, keep)
	default:
		c.move(c.column.Text.Prev(c.Head), false, keep)
	}
}

// vertical moves the caret by lines, in the column it began in.
func (c *caret) vertical(by int, keep bool) {
	i := c.column.Lines.At(c.Head, c.Upstream)
	goal, kept := c.Goal()
	if !kept {
		goal = c.column.Lines.Line(i).X(c.Head, c.Upstream)
	}
	c.column.Lines.Prepare(max(0, i-max(by, -by)))
	c.column.Settle()
	i = c.column.Lines.At(c.Head, c.Upstream)
	switch target := i + by; {
	case target < 0:
		c.move(0, false, keep)
	case target >= c.column.Lines.Lines():
		c.move(c.column.Text.Len(), false, keep)
	default:
		next := c.column.Lines.Line(target)
		at, upstream := next.Hit(goal)
		c.move(at, upstream, keep)
	}
	c.KeepGoal(goal)
}

// page moves caret and page together by a page less a line.
func (c *caret) page(by int, keep bool) {
	row := float64(c.column.metrics.row)
	far := float64(by) * row * max(1, math.Floor(float64(c.column.metrics.size.Height)/row)-1)
	before := c.column.Top()
	c.column.scrollBy(far)
	if c.column.Top() == before { // no page left: to the first or last line
		c.vertical(by*c.column.Lines.Lines(), keep)
		return
	}
	line, target := 0, 0
	for again := true; again; again = c.column.Lines.Prepare(target) {
		line = c.column.Lines.At(c.Head, c.Upstream)
		target = c.column.LineAt(c.column.Y(line) + far + row/2)
	}
	c.vertical(by*max(1, by*(target-line)), keep)
}

// wordStep moves the caret to where the next word ends or this one begins.
func (c *caret) wordStep(on, keep bool) {
	if on {
		c.move(c.column.Text.NextWord(c.Head), false, keep)
	} else {
		c.move(c.column.Text.Snap(c.column.Text.PrevWord(c.Head)), false, keep)
	}
}

// sentenceStep moves the caret to where the next or this sentence begins.
func (c *caret) sentenceStep(on, keep bool) {
	if on {
		c.move(c.column.Text.Snap(c.column.Text.NextSentence(c.Head)), false, keep)
	} else {
		c.move(c.column.Text.Snap(c.column.Text.PrevSentence(c.Head)), false, keep)
	}
}

// grow selects the next larger unit around the selection: word, sentence, paragraph, text.
func (c *caret) grow() {
	sel := c.Range()
	next := c.column.Text.Grow(sel)
	if next == sel {
		return
	}
	grown := append(c.grown, layout.Range{Start: c.Anchor, End: c.Head})
	c.choose(next.Start, next.End, false)
	c.grown = grown
}

// shrink goes back one step of growing, or selects the next smaller unit at the start of the selection.
func (c *caret) shrink() {
	if n := len(c.grown); n > 0 {
		back, left := c.grown[n-1], c.grown[:n-1]
		c.choose(back.Start, back.End, false)
		c.grown = left
		return
	}
	next := c.column.Text.Shrink(c.Range())
	c.choose(next.Start, next.End, false)
}

// atEnd says whether the caret is at the end of a line rather than at the start of the next: a selection that
// reaches to the end of a line doesn't touch the next one.
func (c *caret) atEnd() bool { return c.Upstream || c.Head > c.Anchor }
