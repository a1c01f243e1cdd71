package docview

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"factmark/widgets/docview/layout"
)

const (
	knob      = 11 // the diameter of a grip
	gripReach = 5  // how far beside the end of a highlight the pointer takes hold of it
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

// gripPlace gives where an end of the current highlight stands: the line's top and x, if that is on screen.
func (v *View) gripPlace(h Highlight, e end) (x, y float32, ok bool) {
	r := v.extentOf(h)
	if v.column.Lines == nil || v.OnReshape == nil || r.Start >= r.End {
		return 0, 0, false
	}
	at := r.Start
	if e == endEnd {
		at = r.End
	}
	i := v.column.Lines.At(at, e == endEnd)
	first, last := v.column.Visible()
	if i < first || i > last {
		return 0, 0, false
	}
	line := v.column.Lines.Line(i)
	if e == endEnd {
		at = min(at, max(line.Ink, line.Start))
	}
	return v.column.metrics.left + line.X(at, e == endEnd), float32(v.column.Y(i) - v.column.Top()), true
}

// extentOf gives the clusters that a highlight covers.
func (v *View) extentOf(h Highlight) layout.Range {
	if h.Start >= h.End {
		return layout.Range{}
	}
	return clusters(v.column.Text, h.Start, h.End)
}

// knobAt gives the box of the grip at an end: above the first letter, below the last.
func (v *View) knobAt(h Highlight, e end) (at fyne.Position, ok bool) {
	x, y, ok := v.gripPlace(h, e)
	if e == endEnd {
		y += v.column.metrics.row
	}
	return fyne.NewPos(v.column.metrics.whole(x-knob/2.0), v.column.metrics.whole(y-knob/2.0)), ok
}

// gripUnder gives the end of the current highlight that the pointer would take hold of.
func (v *View) gripUnder(at fyne.Position) end {
	h, ok := v.marks.get(v.marks.current)
	if !ok {
		return noEnd
	}
	found, nearest := noEnd, float32(0)
	for _, e := range []end{startEnd, endEnd} {
		x, y, ok := v.gripPlace(h, e)
		if !ok {
			continue
		}
		top, bottom := y, y+v.column.metrics.row
		if e == startEnd {
			top -= knob / 2
		} else {
			bottom += knob / 2
		}
		d := abs(at.X - x)
		if d <= gripReach && at.Y >= top && at.Y < bottom && (found == noEnd || d < nearest) {
			found, nearest = e, d
		}
	}
	return found
}

// takeGrip begins to drag an end of the current highlight.
func (v *View) takeGrip(e end, at fyne.Position) {
	h, _ := v.marks.get(v.marks.current)
	x, _, _ := v.gripPlace(h, e)
	v.reshaping = reshape{end: e, was: h, offset: at.X - x}
}

// followGrip moves the end to the pointer: to the nearest cluster, or with Alt held to the nearest word's end. At least
// one cluster stays in the highlight.
func (v *View) followGrip() {
	s := &v.reshaping
	old := v.extentOf(s.was)
	now := old
	offset, _ := v.column.hit(v.pointer.at.SubtractXY(s.offset, 0))
	words := v.keys.Modifiers()&fyne.KeyModifierAlt != 0
	switch s.end {
	case startEnd:
		if words {
			offset, _ = v.column.Text.Word(offset)
		}
		now.Start = min(v.column.Text.Snap(offset), v.column.Text.Prev(old.End))
	case endEnd:
		if words {
			_, offset = v.column.Text.Word(offset)
		}
		now.End = max(v.column.Text.Snap(offset), v.column.Text.Next(old.Start))
	}
	h := s.was
	if now != old {
		h.Start, h.End = v.column.Text.Point(now.Start), v.column.Text.Point(now.End)
	}
	if shown, _ := v.marks.get(h.ID); shown != h {
		s.moved = true
		v.marks.put(h)
		v.remark()
	}
}

// letGripGo ends the dragging of an end and reports the new extent. What became of it is the listener's to show.
func (v *View) letGripGo() {
	was := v.reshaping.was
	now, _ := v.marks.get(was.ID)
	v.dropReshaping()
	if v.OnReshape != nil && now != was {
		v.OnReshape(was.ID, now.Start, now.End)
	}
}

// grips are the two knobs of the current highlight.
type grips [2]*canvas.Circle

func newGrips() grips {
	var g grips
	for i := range g {
		g[i] = canvas.NewCircle(color.Transparent)
		g[i].StrokeWidth = 2
		g[i].Resize(fyne.NewSquareSize(knob))
		g[i].Hide()
	}
	return g
}

func (g grips) show(v *View, p palette) {
	h, ok := v.marks.get(v.marks.current)
	for i, e := range []end{startEnd, endEnd} {
		at, visible := fyne.Position{}, false
		if ok {
			at, visible = v.knobAt(h, e)
		}
		if !visible {
			g[i].Hide()
			continue
		}
		colour, _ := v.look(h, p)
		g[i].FillColor, g[i].StrokeColor = colour, p.page
		if v.pointer.over == e || v.reshaping.end == e {
			g[i].FillColor = p.ink
		}
		g[i].Move(at)
		g[i].Show()
		g[i].Refresh()
	}
}
