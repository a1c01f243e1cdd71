package layout

import (
	"math"
	"slices"
	"sort"
	"strings"

	"github.com/clipperhouse/uax29/v2/graphemes"
)

// Line is one line of a layout. It stays right as long as the layout's text, measure and width do.
type Line struct {
	Start, End int   // bytes, with the white space and the line break at its end
	Ink        int   // where that white space begins
	Runs       []Run // in the order in which they stand, from the left
	RTL        bool  // the line reads from the right
	edge       int   // where the line break begins: the last place a caret can stand

	width, overhang float32 // of the column, and how far white space is shown beyond it
}

// Run is a stretch of a line that reads in one direction and is drawn in one piece.
type Run struct {
	Text string  // what to draw, in the order it is read
	X    float32 // its left edge
	RTL  bool

	start, end int
	ink        int // where what is drawn ends
	source     string
	places     Places
	stops      []int     // the cluster boundaries, from the run's start
	shown      []int     // where they are in Text, and in what would be drawn behind it
	xs         []float32 // how far the stops are from where the run begins
}

// Segment is a part of a line from one x to another.
type Segment struct {
	X0, X1 float32
	Left   bool // what it is a part of ends or begins at X0
	Right  bool // it does at X1
}

// Line gives a line by its number, which is moved into the range there is. Its block has to be laid out (see Prepare).
func (l *Layout) Line(i int) *Line {
	b, k := l.locate(i)
	l.layOut(b)
	starts, block := l.lines[b], &l.text.blocks[b]
	k = min(k, len(starts)-1)
	line := &Line{Start: block.start + int(starts[k].at), End: block.end(), width: l.width, overhang: l.letter}
	if k+1 < len(starts) {
		line.End = block.start + int(starts[k+1].at)
	}
	s := l.text.Slice(line.Start, line.End)
	line.edge = line.Start + len(strings.TrimRightFunc(s, isHard))
	line.Ink = line.Start + len(strings.TrimRightFunc(s, func(r rune) bool { return classOf(r) == blank || isHard(r) }))
	if from, to := l.text.Cluster(line.Ink); from < line.Ink && line.Ink < line.edge { // a letter that holds a space
		line.Ink = to
	}
	line.Runs = l.runs(line)
	line.RTL = l.reading(line.Start).rtl
	return line
}

func isHard(r rune) bool { return classOf(r) == hard }

// runs makes the runs of a line. A tab is a run of its own, as wide as the way to the next tab stop.
func (l *Layout) runs(line *Line) []Run {
	read := l.reading(line.Start)
	parts := []level{{line.Start, line.edge, 0}}
	if read.levels != nil && line.edge > line.Start {
		parts = l.order(line, read)
	}
	parts = l.atTabs(parts)
	runs := make([]Run, 0, len(parts))
	for _, part := range parts {
		r := Run{
			RTL: part.depth%2 == 1, start: part.start, end: part.end, ink: max(part.start, min(part.end, line.Ink)),
			source: l.text.Slice(part.start, part.end), places: l.places,
		}
		r.Text = display(r.source[:r.ink-r.start])
		if r.ink == line.End && line.End < l.text.Len() && endsSoftHyphen(r.source[:r.ink-r.start]) {
			r.Text += "-"
		}
		runs = append(runs, r)
	}
	if !read.rtl {
		if len(runs) == 1 && runs[0].source != "\t" {
			return runs // no need to measure it before it is asked for
		}
		x := float32(0)
		for i := range runs {
			runs[i].X = x
			x += l.runWidth(&runs[i], x)
		}
		return runs
	}
	x := l.width
	for i := len(runs) - 1; i >= 0; i-- {
		x -= l.runWidth(&runs[i], l.width-x) // the white space at the end stands out to the left
	}
	for i := range runs {
		runs[i].X = x
		x += runs[i].Width()
	}
	return runs
}

// runWidth is how wide a run is that begins at a distance from where the line begins.
func (l *Layout) runWidth(r *Run, begins float32) float32 {
	if r.source == "\t" {
		r.stops, r.shown, r.xs = []int{0, 1}, []int{0, len(r.Text)}, []float32{0, l.toTabStop(begins)}
	}
	return r.Width()
}

// lettersATab is how far apart the tab stops are, in letters of average width.
const lettersATab = 8

// toTabStop is how far it is to the next tab stop, at least a space.
func (l *Layout) toTabStop(from float32) float32 {
	stop := lettersATab * l.letter
	to := (float32(math.Floor(float64(from/stop))) + 1) * stop
	if to-from < l.space {
		to += stop
	}
	return to - from
}

// atTabs splits the parts of a line so that each tab is one of its own, in the order in which they stand.
func (l *Layout) atTabs(parts []level) []level {
	var split []level
	for i, part := range parts {
		s := l.text.Slice(part.start, part.end)
		if strings.IndexByte(s, '\t') < 0 {
			if split != nil {
				split = append(split, part)
			}
			continue
		}
		if split == nil {
			split = append(make([]level, 0, len(parts)+8), parts[:i]...)
		}
		first := len(split)
		for at := 0; at < len(s); {
			n := strings.IndexByte(s[at:], '\t')
			switch {
			case n < 0:
				n = len(s) - at
			case n == 0:
				n = 1
			}
			split = append(split, level{part.start + at, part.start + at + n, part.depth})
			at += n
		}
		if part.depth%2 == 1 {
			slices.Reverse(split[first:])
		}
	}
	if split == nil {
		return parts
	}
	return split
}

// X gives where a caret stands before a byte of the line, or with upstream behind the text before it: where the
// direction changes, these are two places.
func (line *Line) X(at int, upstream bool) float32 {
	at = min(max(at, line.Start), line.edge)
	var last *Run
	for i := range line.Runs {
		switch r := &line.Runs[i]; {
		case !upstream && at >= r.start && at < r.end, upstream && at > r.start && at <= r.end:
			return line.inColumn(r.x(at))
		case at == r.start || at == r.end:
			last = r
		}
	}
	if last == nil {
		return 0
	}
	return line.inColumn(last.x(at))
}

// inColumn moves x to the column's edge where white space at the line's end stands out further than a letter: a caret
// behind many tabs stays in sight.
func (line *Line) inColumn(x float32) float32 {
	return min(max(x, -line.overhang), line.width+line.overhang)
}

// Hit gives the place for a caret nearest to x, and whether it is meant upstream (see X). Behind the text of a line it
// is before the white space at its end.
func (line *Line) Hit(x float32) (at int, upstream bool) {
	r := line.run(x)
	if r == nil {
		return line.Start, false
	}
	at = r.nearest(x)
	if at > line.Ink || r.start >= line.Ink && r.end > r.start && line.Ink > line.Start {
		return line.Ink, false
	}
	return at, at == r.end && at > r.start
}

// Cluster gives the cluster whose box holds x, if there is one.
func (line *Line) Cluster(x float32) (start, end int, ok bool) {
	r := line.run(x)
	if r == nil {
		return 0, 0, false
	}
	for k := max(0, r.before(x)-1); k+1 < len(r.stops); k++ {
		a, b := r.x(r.start+r.stops[k]), r.x(r.start+r.stops[k+1])
		if x >= min(a, b) && x < max(a, b) {
			return r.start + r.stops[k], r.start + r.stops[k+1], true
		}
		if k > r.before(x)+1 && a != b {
			break
		}
	}
	return 0, 0, false
}

// Segments gives where the text between two bytes stands, in whole clusters, from the left. Touching parts are one,
// unless the text begins or ends where they touch.
func (line *Line) Segments(start, end int) []Segment {
	return line.SegmentsUpTo(start, end, end)
}

// SegmentsUpTo gives the segments of a text of which only what lies before a byte is wanted. What ends behind that,
// but on the line, ends there.
func (line *Line) SegmentsUpTo(start, end, limit int) []Segment {
	if end <= line.End {
		end = min(end, limit)
	}
	var out []Segment
	for i := range line.Runs {
		r := &line.Runs[i]
		from, to := max(start, r.start), min(end, limit, r.end)
		if from >= to {
			continue
		}
		s := Segment{line.inColumn(r.x(r.floor(from))), line.inColumn(r.x(r.ceil(to))), from == start, to == end}
		if r.RTL {
			s = Segment{s.X1, s.X0, s.Right, s.Left}
		}
		if n := len(out); n > 0 && out[n-1].X1 >= s.X0-0.01 && !out[n-1].Right && !s.Left {
			out[n-1].X1, out[n-1].Right = s.X1, s.Right
		} else {
			if n > 0 {
				s.X0 = max(s.X0, out[n-1].X1)
			}
			out = append(out, s)
		}
	}
	return out
}

// Broken says whether a line break ends the line.
func (line *Line) Broken() bool { return line.edge < line.End }

// Edge is the last byte before which a caret can stand on this line.
func (line *Line) Edge() int { return line.edge }

// run gives the run at x, or the nearest one.
func (line *Line) run(x float32) *Run {
	var found *Run
	for i := range line.Runs {
		r := &line.Runs[i]
		if r.start == r.end {
			continue
		}
		if found == nil || x >= r.X {
			found = r
		}
	}
	return found
}

// Width is how wide the run is.
func (r *Run) Width() float32 {
	r.open()
	return r.xs[len(r.xs)-1]
}

// open finds the cluster boundaries of the run and where they stand.
func (r *Run) open() {
	if r.stops != nil {
		return
	}
	r.stops = append(make([]int, 0, len(r.source)+1), 0)
	for g := graphemes.FromString(r.source); g.Next(); {
		r.stops = append(r.stops, g.End())
	}
	text := r.source
	r.shown = r.stops
	if strings.IndexFunc(text, altered) >= 0 {
		r.shown = slices.Clone(r.stops)
		text = displayed(text, r.shown)
	}
	r.xs = r.places(text, r.RTL, r.shown)
}

// x gives where a byte of the run stands: one inside a cluster stands where the cluster starts.
func (r *Run) x(at int) float32 {
	r.open()
	k := sort.SearchInts(r.stops, at-r.start+1) - 1
	if r.RTL {
		return r.X + r.Width() - r.xs[k]
	}
	return r.X + r.xs[k]
}

func (r *Run) floor(at int) int {
	r.open()
	return r.start + r.stops[sort.SearchInts(r.stops, at-r.start+1)-1]
}

func (r *Run) ceil(at int) int {
	r.open()
	return r.start + r.stops[min(sort.SearchInts(r.stops, at-r.start), len(r.stops)-1)]
}

// before gives the last stop that stands at or before x in reading direction.
func (r *Run) before(x float32) int {
	r.open()
	w := x - r.X
	if r.RTL {
		w = r.Width() - w
	}
	return max(0, sort.Search(len(r.stops), func(k int) bool { return r.xs[k] > w })-1)
}

// nearest gives the cluster boundary nearest to x.
func (r *Run) nearest(x float32) int {
	k := r.before(x)
	if k+1 < len(r.stops) {
		a, b := r.x(r.start+r.stops[k]), r.x(r.start+r.stops[k+1])
		if abs(b-x) < abs(x-a) {
			k++
		}
	}
	return r.start + r.stops[k]
}

// Start is the byte at which the run starts.
func (r *Run) Start() int { return r.start }

// End is the byte at which the run ends.
func (r *Run) End() int { return r.end }

// Drawn gives the part of Text that is drawn of the clusters that begin between two bytes.
func (r *Run) Drawn(start, end int) (from, to int) {
	r.open()
	stop := func(at int) int {
		k := min(sort.SearchInts(r.stops, at-r.start), len(r.stops)-1)
		if r.start+r.stops[k] >= r.ink {
			return len(r.Text)
		}
		return r.shown[k]
	}
	from = stop(start)
	return from, max(from, stop(end))
}

func abs(x float32) float32 { return max(x, -x) }
