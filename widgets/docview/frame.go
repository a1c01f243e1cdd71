package docview

import (
	"image"
	"image/color"
	"slices"
)

// frame is the outline of the current highlight on screen: of all its lines together.
type frame struct {
	lines  []framedLine
	thick  int // of the outline, in device pixels
	colour color.NRGBA
}

// framedLine is what the current highlight covers on one line.
type framedLine struct {
	parts       []image.Rectangle // from the left
	first, last bool              // the highlight begins, or ends, on this line
}

// add takes in the next line on screen, by its strokes and its place in device pixels; column turns an x of a stroke into one.
func (f *frame) add(strokes []stroke, column func(float32) int, y, height int) {
	var line framedLine
	for _, k := range strokes {
		if k.framed {
			line.first, line.last = k.first, k.last
			line.parts = append(line.parts, image.Rect(column(k.x0)-f.thick, y, column(k.x1)+f.thick, y+height))
		}
	}
	f.lines = append(f.lines, line)
}

// paint draws the outline: the ends of each line, and its upper and lower edge where no part of the next line meets it. Where
// the highlight goes on beyond the screen it stays open.
func (f *frame) paint(img *image.RGBA) {
	for i, line := range f.lines {
		var above, below []image.Rectangle
		if i > 0 {
			above = f.lines[i-1].parts
		}
		if i+1 < len(f.lines) {
			below = f.lines[i+1].parts
		}
		for _, p := range line.parts {
			fillOver(img, image.Rect(p.Min.X, p.Min.Y, p.Min.X+f.thick, p.Max.Y), f.colour)
			fillOver(img, image.Rect(p.Max.X-f.thick, p.Min.Y, p.Max.X, p.Max.Y), f.colour)
			if line.first || i > 0 {
				f.edge(img, image.Rect(p.Min.X, p.Min.Y, p.Max.X, p.Min.Y+f.thick), above)
			}
			if line.last || i+1 < len(f.lines) {
				f.edge(img, image.Rect(p.Min.X, p.Max.Y-f.thick, p.Max.X, p.Max.Y), below)
			}
		}
	}
}

// edge draws an edge, but for what lies inside the parts of the line that it touches: the corners of both are joined.
func (f *frame) edge(img *image.RGBA, at image.Rectangle, touched []image.Rectangle) {
	slices.SortFunc(touched, func(a, b image.Rectangle) int { return a.Min.X - b.Min.X })
	x := at.Min.X
	for _, t := range touched {
		if from, to := t.Min.X+f.thick, t.Max.X-f.thick; from < to && to > x && from < at.Max.X {
			fillOver(img, image.Rect(x, at.Min.Y, max(x, from), at.Max.Y), f.colour)
			x = to
		}
	}
	fillOver(img, image.Rect(x, at.Min.Y, max(x, at.Max.X), at.Max.Y), f.colour)
}
