package docview

import (
	"math"
	"slices"

	"factmark/widgets/docview/layout"
)

// screen holds the lines on screen with what is painted for them, so that what stays on screen is not worked out anew.
type screen struct {
	rows    map[int]*row // by the byte at which their line starts
	pool    []*row
	order   []*row  // those on screen, from the top
	start   int     // the byte at which the first of them starts
	y       float32 // and its place
	version int     // of what is marked
}

// row is a line on screen.
type row struct {
	line    *layout.Line
	y       float32 // of its top, in the view
	parts   []part
	strokes []stroke
	drawn   bool // on screen in this frame
}

// forget gives all rows back.
func (s *screen) forget() {
	for key, row := range s.rows {
		s.pool = append(s.pool, row)
		delete(s.rows, key)
	}
}

// row takes a row from the pool.
func (s *screen) row() *row {
	if n := len(s.pool); n > 0 {
		row := s.pool[n-1]
		s.pool = s.pool[:n-1]
		return row
	}
	return new(row)
}

// update finds the visible lines with what is painted under their letters, and says whether any of that changed. Lines
// that stay on screen keep their rows.
func (s *screen) update(c *column, m *marking, selected layout.Range, p palette) (changed bool) {
	for _, row := range s.rows {
		row.drawn = false
	}
	first, last := c.Visible()
	scale := float64(c.metrics.scale)
	top := math.Round(c.Top()*scale) / scale
	before := len(s.order)
	s.order = s.order[:0]
	missing := 0
	for i := first; i <= last; i++ {
		row := s.rows[c.Lines.Start(i)]
		if row != nil {
			row.drawn = true
		} else {
			missing++
		}
		s.order = append(s.order, row)
	}
	for key, row := range s.rows {
		if !row.drawn {
			s.pool = append(s.pool, row)
			delete(s.rows, key)
		}
	}
	for k, row := range s.order {
		if row == nil {
			row = s.row()
			row.line, row.strokes, row.drawn = c.Lines.Line(first+k), nil, false
			row.parts = m.parts(row.line, selected)
			s.order[k], s.rows[row.line.Start] = row, row
		}
		row.y = float32(c.Y(first+k) - top)
	}
	head := s.order[0]
	changed = head.line.Start != s.start || head.y != s.y || missing > 0 || len(s.order) != before
	s.start, s.y = head.line.Start, head.y
	if m.version == s.version && missing == 0 {
		return changed
	}
	from, to := m.text.Point(head.line.Start), m.text.Point(s.order[len(s.order)-1].line.End)
	marked, outlined, referred := m.marks.between(from, to), m.outlines.between(from, to), m.references.between(from, to)
	for _, row := range s.order {
		if m.version == s.version && row.drawn {
			continue
		}
		if strokes := m.strokes(row.line, marked, outlined, referred, selected, p, c.metrics.textSize, c.metrics.width); !slices.Equal(strokes, row.strokes) {
			row.strokes, changed = strokes, true
		}
		if row.drawn && len(m.dims(row.line)) > 0 { // marks change the ink of what is dimmed
			row.parts, changed = m.parts(row.line, selected), true
		}
	}
	s.version = m.version
	return changed
}
