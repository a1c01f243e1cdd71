package layout

import (
	"math"
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
}

// Run is a stretch of a line that reads in one direction and is drawn in one piece.
type Run struct {
	Text string  // what to draw
	X    float32 // its left edge
	RTL  bool

	start, end int
	ink        int    // where what is drawn ends
	tail       string // drawn behind it: the hyphen of a soft hyphen
	source     string
	measure    Measure
	stops      []int     // the cluster boundaries, from the run's start
	xs         []float32 // the widths of the text before the stops; NaN: not measured yet
}

// Segment is a part of a line from one x to another.
type Segment struct{ X0, X1 float32 }

// Line gives a line by its number, which is moved into the range there is. Its block has to be laid out (see Prepare).
func (l *Layout) Line(i int) *Line {
	b, k := l.locate(i)
	l.layOut(b)
	starts := l.lines[b]
	k = min(k, len(starts)-1)
	line := &Line{Start: int(starts[k]), End: l.text.blocks[b].end}
	if k+1 < len(starts) {
		line.End = int(starts[k+1])
	}
	s := l.text.s[line.Start:line.End]
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

// runs makes the runs of a line.
func (l *Layout) runs(line *Line) []Run {
	read := l.reading(line.Start)
	parts := []level{{line.Start, line.edge, 0}}
	if read.levels != nil && line.edge > line.Start {
		parts = l.order(line, read)
	}
	runs := make([]Run, 0, len(parts))
	x := float32(0)
	if read.rtl {
		x = l.width
	}
	for i, part := range parts {
		r := Run{
			RTL: part.depth%2 == 1, start: part.start, end: part.end, ink: max(part.start, min(part.end, line.Ink)),
			source: l.text.s[part.start:part.end], measure: l.measure,
		}
		if r.ink == line.End && line.End < l.text.Len() && endsSoftHyphen(l.text.s[part.start:r.ink]) {
			r.tail = "-"
		}
		r.Text = r.drawn()
		runs = append(runs, r)
		if read.rtl && part.start < line.Ink {
			x -= runs[i].Width()
		}
	}
	if len(runs) == 1 && !read.rtl {
		return runs // no need to measure it before it is asked for
	}
	if read.rtl && runs[0].start >= line.Ink { // the white space at the end stands out to the left
		x -= runs[0].Width()
	}
	for i := range runs {
		runs[i].X = x
		x += runs[i].Width()
	}
	return runs
}

// X gives where a caret stands before a byte of the line, or with upstream behind the text before it: where the
// direction changes, these are two places.
func (line *Line) X(at int, upstream bool) float32 {
	at = min(max(at, line.Start), line.edge)
	var last *Run
	for i := range line.Runs {
		switch r := &line.Runs[i]; {
		case !upstream && at >= r.start && at < r.end, upstream && at > r.start && at <= r.end:
			return r.x(at)
		case at == r.start || at == r.end:
			last = r
		}
	}
	if last == nil {
		return 0
	}
	return last.x(at)
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

// Segments gives where the text between two bytes stands, in whole clusters, from the left; touching parts are one.
func (line *Line) Segments(start, end int) []Segment {
	var out []Segment
	for i := range line.Runs {
		r := &line.Runs[i]
		from, to := max(start, r.start), min(end, r.end)
		if from >= to {
			continue
		}
		a, b := r.x(r.floor(from)), r.x(r.ceil(to))
		if a > b {
			a, b = b, a
		}
		if n := len(out); n > 0 && out[n-1].X1 >= a-0.01 {
			out[n-1].X1 = b
		} else {
			out = append(out, Segment{a, b})
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
	return r.advance(len(r.stops) - 1)
}

// open finds the cluster boundaries of the run.
func (r *Run) open() {
	if r.stops != nil {
		return
	}
	r.stops = append(make([]int, 0, len(r.source)+1), 0)
	for g := graphemes.FromString(r.source); g.Next(); {
		r.stops = append(r.stops, g.End())
	}
	r.xs = make([]float32, len(r.stops))
	for i := range r.xs[1:] {
		r.xs[i+1] = float32(math.NaN())
	}
}

// advance gives the width of the text before stop k.
func (r *Run) advance(k int) float32 {
	if w := r.xs[k]; w == w {
		return w
	}
	r.xs[k] = r.measure(display(r.source[:r.stops[k]]))
	return r.xs[k]
}

// x gives where a byte of the run stands: one inside a cluster stands where the cluster starts.
func (r *Run) x(at int) float32 {
	r.open()
	k := sort.SearchInts(r.stops, at-r.start+1) - 1
	if r.RTL {
		return r.X + r.Width() - r.advance(k)
	}
	return r.X + r.advance(k)
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
	return max(0, sort.Search(len(r.stops), func(k int) bool { return r.advance(k) > w })-1)
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

// Part gives the clusters of the run that begin between two bytes as a run of its own, standing where they stand.
func (r *Run) Part(start, end int) Run {
	start, end = r.ceil(max(start, r.start)), r.ceil(min(max(start, end), r.end))
	p := Run{
		RTL: r.RTL, start: start, end: end, ink: min(max(r.ink, start), end),
		source: r.source[start-r.start : end-r.start], measure: r.measure,
	}
	if end >= r.ink && start < r.ink {
		p.tail = r.tail
	}
	p.Text = p.drawn()
	if r.RTL {
		p.X = r.x(end)
	} else {
		p.X = r.x(start)
	}
	return p
}

// drawn gives what is drawn of the run.
func (r *Run) drawn() string {
	text := display(r.source[:r.ink-r.start]) + r.tail
	if r.RTL && strings.IndexFunc(text, isRightLetter) < 0 {
		return turned(text)
	}
	return text
}

func abs(x float32) float32 { return max(x, -x) }
