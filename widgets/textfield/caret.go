package textfield

import (
	"math"

	"fyne.io/fyne/v2"

	"factmark/widgets/docview/layout"
)

// FocusGained shows the caret.
func (f *Field) FocusGained() {
	again := f.away
	f.focused, f.away = !f.Disabled(), false
	f.blink.Wake(f.focused)
	f.Refresh()
	if f.OnFocus != nil && !again {
		f.OnFocus(true)
	}
	if f.OnReveal != nil && f.focused {
		f.OnReveal(0, min(f.metrics.size.Height, 2*f.metrics.inset+float32(f.minRows)*f.metrics.row))
	}
}

// FocusLost hides the caret. What is selected stays so.
func (f *Field) FocusLost() {
	f.focused = false
	f.keys.AllUp()
	f.history.closed = true
	f.blink.Wake(f.focused)
	f.Refresh()
	if f.mouse.Drags { // the window takes the focus away where the mouse is let go; the field takes it back
		f.away = true
		return
	}
	if f.OnFocus != nil {
		f.OnFocus(false)
	}
}

func (f *Field) takeFocus() {
	if c := fyne.CurrentApp().Driver().CanvasForObject(f); c != nil && c.Focused() != fyne.Focusable(f) && !f.Disabled() {
		c.Focus(f)
	}
}

// choose sets the selection in bytes, which have to be grapheme boundaries.
func (f *Field) choose(anchor, head int, upstream bool) {
	f.history.closed = true
	f.goal = float32(math.NaN())
	if f.anchor != anchor || f.head != head || f.upstream != upstream {
		f.anchor, f.head, f.upstream = anchor, head, upstream
		f.version++
	}
	f.blink.Wake(f.focused)
	f.Refresh()
}

// move moves the caret by a key and shows it; the anchor follows unless the selection is being extended.
func (f *Field) move(head int, upstream, keep bool) {
	anchor := head
	if keep {
		anchor = f.anchor
	}
	f.choose(anchor, head, upstream)
	f.reveal()
}

// caretLine is the line the caret is on.
func (f *Field) caretLine() *layout.Line {
	return f.view.Lines.Line(f.view.Lines.At(f.head, f.upstream))
}

// lastOf says whether a line is the last one of the text.
func (f *Field) lastOf(line *layout.Line) bool {
	return line.End == f.view.Text.Len() && !line.Broken()
}

// endOf gives the place where a caret stands at the end of a line: behind all of it, but before the white space where
// the line was wrapped.
func (f *Field) endOf(line *layout.Line) (at int, upstream bool) {
	if line.Broken() || f.lastOf(line) {
		return line.Edge(), true
	}
	return line.Ink, line.Ink == line.End
}

// sideways moves the caret past the letter that is seen to the right or the left of it, or to that end of the selection.
func (f *Field) sideways(right, keep bool) {
	i := f.view.Lines.At(f.head, f.upstream)
	line := f.view.Lines.Line(i)
	if sel := f.selection(); sel.Start < sel.End && !keep {
		if right != line.RTL {
			f.move(sel.End, true, false)
		} else {
			f.move(sel.Start, false, false)
		}
		return
	}
	at, upstream, ok := line.Beside(f.head, f.upstream, right)
	if !ok {
		if right != line.RTL {
			i++
		} else {
			i--
		}
		if i < 0 || i >= f.view.Lines.Lines() {
			f.move(f.head, f.upstream, keep)
			return
		}
		on := right != line.RTL
		line = f.view.Lines.Line(i)
		at, upstream = line.Side(on == line.RTL) // where it begins, or going back where it ends
		if at == f.head {                        // of a wrapped line that is the same place
			if beyond, up, ok := line.Beside(at, upstream, on != line.RTL); ok {
				at, upstream = beyond, up
			}
		}
	}
	f.move(at, upstream && (at < line.End || f.lastOf(line)), keep)
}

// vertical moves the caret by lines, in the column it began in.
func (f *Field) vertical(by int, keep bool) {
	goal := f.goal
	i := f.view.Lines.At(f.head, f.upstream)
	if goal != goal {
		goal = f.view.Lines.Line(i).X(f.head, f.upstream)
	}
	for again := true; again; { // what lies between has to be laid out
		i = f.view.Lines.At(f.head, f.upstream)
		again = false
		for k := max(0, min(i, i+by)); k <= min(max(i, i+by), f.view.Lines.Lines()-1); k++ {
			again = f.view.Lines.Prepare(k) || again
		}
	}
	switch target := i + by; {
	case target < 0:
		f.move(0, false, keep)
	case target >= f.view.Lines.Lines():
		f.move(f.view.Text.Len(), true, keep)
	default:
		at, upstream := f.hitLine(f.view.Lines.Line(target), goal)
		f.move(at, upstream, keep)
		f.goal = goal
	}
}

// page is how many lines a page is.
func (f *Field) page() int {
	return max(1, int((f.metrics.size.Height-2*f.metrics.inset)/f.metrics.row)-1)
}

// hitLine gives the place for a caret nearest to x of a line, also behind the white space at the end of a paragraph:
// the next word goes there.
func (f *Field) hitLine(line *layout.Line, x float32) (at int, upstream bool) {
	at, upstream = line.Hit(x)
	if end, _ := f.endOf(line); at == line.Ink && end > at {
		best := float32(math.Inf(1))
		for k := at; ; k = f.view.Text.Next(k) {
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
func (f *Field) wordStep(on bool) int {
	if on {
		return f.snap(f.view.Text.NextWord(f.head))
	}
	return f.view.Text.Snap(f.view.Text.PrevWord(f.head))
}
