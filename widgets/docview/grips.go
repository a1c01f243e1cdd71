package docview

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"factmark/widgets/docview/layout"
)

const (
	knob      = 11 // the diameter of a grip
	gripSize  = 24 // of the square around it in which the pointer takes hold of it
	gripReach = 5  // how far beside the end of a highlight it does so too, over the height of the line
)

// end is one of the two ends of a highlight.
type end int

const (
	noEnd end = iota
	startEnd
	endEnd
)

// reshape is the dragging of an end of a highlight.
type reshape struct {
	end    end
	was    Highlight // as it was before
	moved  bool      // it has another extent now, or had one
	offset float32   // from the end to the pointer when it was taken
}

// grips are what the ends of the current highlight are dragged by.
type grips struct {
	column  *column
	marking *marking
	on      func() bool // whether anyone listens
	over    end         // the one under the pointer
}

// place gives where an end of the current highlight stands: the line's top and x, if that is on screen.
func (g *grips) place(h Highlight, e end) (x, y float32, ok bool) {
	r := g.extentOf(h)
	if g.column.Lines == nil || !g.on() || r.Start >= r.End {
		return 0, 0, false
	}
	at := r.Start
	if e == endEnd {
		at = r.End
	}
	i := g.column.Lines.At(at, e == endEnd)
	first, last := g.column.Visible()
	if i < first || i > last {
		return 0, 0, false
	}
	line := g.column.Lines.Line(i)
	if e == endEnd {
		at = min(at, max(line.Ink, line.Start))
	}
	return g.column.metrics.left + line.X(at, e == endEnd), float32(g.column.Y(i) - g.column.Top()), true
}

// extentOf gives the clusters that a highlight covers.
func (g *grips) extentOf(h Highlight) layout.Range {
	if h.Start >= h.End {
		return layout.Range{}
	}
	return clusters(g.column.Text, h.Start, h.End)
}

// knobAt gives the box of the grip at an end: above the first letter, below the last.
func (g *grips) knobAt(h Highlight, e end) (at fyne.Position, ok bool) {
	x, y, ok := g.place(h, e)
	if e == endEnd {
		y += g.column.metrics.row
	}
	return fyne.NewPos(g.column.metrics.whole(x-knob/2.0), g.column.metrics.whole(y-knob/2.0)), ok
}

// under gives the end of the current highlight that the pointer would take hold of, the nearer one if it could be both.
func (g *grips) under(at fyne.Position) end {
	h, ok := g.marking.marks.get(g.marking.marks.current)
	if !ok {
		return noEnd
	}
	found, nearest := noEnd, float32(0)
	for _, e := range []end{startEnd, endEnd} {
		x, y, ok := g.place(h, e)
		if !ok {
			continue
		}
		top, bottom := y, y+g.column.metrics.row
		centre := top
		if e == endEnd {
			centre = bottom
		}
		dx, dy := abs(at.X-x), max(0, top-at.Y, at.Y-bottom)
		onKnob := dx <= gripSize/2 && abs(at.Y-centre) <= gripSize/2
		onLine := dx <= gripReach && dy == 0
		if d := dx + dy; (onKnob || onLine) && (found == noEnd || d < nearest) {
			found, nearest = e, d
		}
	}
	return found
}

// take begins to drag an end of the current highlight.
func (g *grips) take(e end, at fyne.Position) {
	h, _ := g.marking.marks.get(g.marking.marks.current)
	x, _, _ := g.place(h, e)
	g.marking.reshaping = reshape{end: e, was: h, offset: at.X - x}
}

// follow moves the end to the pointer: to the nearest cluster, or with words to the end of the word there. At least one
// cluster stays in the highlight.
func (g *grips) follow(at fyne.Position, words bool) {
	s := &g.marking.reshaping
	old := g.extentOf(s.was)
	now := old
	offset, _ := g.column.hit(at.SubtractXY(s.offset, 0))
	switch s.end {
	case startEnd:
		if words {
			offset = wordStart(g.column.Text, offset)
		}
		now.Start = min(g.column.Text.Snap(offset), g.column.Text.Prev(old.End))
	case endEnd:
		if words {
			offset = wordEnd(g.column.Text, offset)
		}
		now.End = max(g.column.Text.Snap(offset), g.column.Text.Next(old.Start))
	}
	h := s.was
	if now != old {
		h.Start, h.End = g.column.Text.Point(now.Start), g.column.Text.Point(now.End)
	}
	if shown, _ := g.marking.marks.get(h.ID); shown != h {
		s.moved = true
		g.marking.marks.put(h)
		g.marking.remark()
	}
}

// letGo ends the dragging of an end, and says whether the highlight was given another extent. What becomes of it is the
// listener's to show.
func (g *grips) letGo() (now Highlight, changed bool) {
	was := g.marking.reshaping.was
	now, _ = g.marking.marks.get(was.ID)
	g.marking.dropReshaping()
	return now, now != was
}

// knobs are the grips of the current highlight on screen.
type knobs [2]*canvas.Circle

func newKnobs() knobs {
	var k knobs
	for i := range k {
		k[i] = canvas.NewCircle(color.Transparent)
		k[i].StrokeWidth = 2
		k[i].Resize(fyne.NewSquareSize(knob))
		k[i].Hide()
	}
	return k
}

func (k knobs) show(g *grips, p palette) {
	h, ok := g.marking.marks.get(g.marking.marks.current)
	for i, e := range []end{startEnd, endEnd} {
		at, visible := fyne.Position{}, false
		if ok {
			at, visible = g.knobAt(h, e)
		}
		if !visible {
			k[i].Hide()
			continue
		}
		colour, _ := g.marking.look(h, p)
		k[i].FillColor, k[i].StrokeColor = colour, p.page
		if g.over == e || g.marking.reshaping.end == e {
			k[i].FillColor = p.ink
		}
		k[i].Move(at)
		k[i].Show()
		k[i].Refresh()
	}
}
