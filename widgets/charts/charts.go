// Package charts draws small charts as images, by way of gonum.org/v1/plot.
package charts

import (
	"fmt"
	"image"
	"image/color"
	"math"
	"strconv"

	"golang.org/x/image/font/opentype"
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"
)

// pixel is one of the screen's at a scale of 1.
const pixel = vg.Inch / 96

// Look is how a chart is drawn. Font is an outline font's file; where it can't be read, another one is used.
type Look struct {
	Page, Ink, Soft, Grid color.Color
	Series                []color.Color
	Font                  []byte
}

// Frame is a chart's size in pixels of the screen's scale of 1, the scale it is drawn at, and what stands along its axes.
type Frame struct {
	Width, Height int
	Scale         float64
	X             []string // one name for each value
	Y             string
}

// Series is a row of values with a name. NaN means that there is none.
type Series struct {
	Name   string
	Values []float64
}

// Bars draws bars of one series upon the other.
func Bars(look Look, frame Frame, series ...Series) (image.Image, error) {
	p := look.plot(frame)
	p.Y.Min = 0
	width := vg.Length(frame.Width) * pixel * 0.7 / vg.Length(max(4, len(frame.X)))
	var below *plotter.BarChart
	highest := 1.0
	sums := make([]float64, len(frame.X))
	var all []*plotter.BarChart
	var names []string
	for i, s := range series {
		values := make(plotter.Values, len(s.Values))
		for k, v := range s.Values {
			if !math.IsNaN(v) {
				values[k] = v
				sums[k] += v
				highest = max(highest, sums[k])
			}
		}
		if len(values) == 0 {
			continue
		}
		bars, err := plotter.NewBarChart(values, width)
		if err != nil {
			return nil, fmt.Errorf("drawing %s: %w", s.Name, err)
		}
		bars.Color = look.colour(i)
		bars.LineStyle.Width = 0
		if len(series) > 1 { // a gap, so that two colours alike are still two bars
			bars.LineStyle.Width, bars.LineStyle.Color = 0.75, look.Page
		}
		if below != nil {
			bars.StackOn(below)
		}
		below = bars
		p.Add(bars)
		all, names = append(all, bars), append(names, s.Name)
	}
	p.Y.Max = highest * 1.08
	if len(all) > 1 { // in the order of the bars, above them
		p.Y.Max += highest * 0.09 * float64(len(all))
		for i := len(all) - 1; i >= 0; i-- {
			p.Legend.Add(names[i], all[i])
		}
	}
	return look.draw(p, frame), nil
}

// Lines draws a line through the values of each series, with a mark at each, from low to high.
func Lines(look Look, frame Frame, low, high float64, series ...Series) (image.Image, error) {
	p := look.plot(frame)
	p.Y.Min, p.Y.Max = low, high
	for i, s := range series {
		for from := 0; from < len(s.Values); {
			if math.IsNaN(s.Values[from]) {
				from++
				continue
			}
			var points plotter.XYs
			for ; from < len(s.Values) && !math.IsNaN(s.Values[from]); from++ {
				points = append(points, plotter.XY{X: float64(from), Y: s.Values[from]})
			}
			line, marks, err := plotter.NewLinePoints(points)
			if err != nil {
				return nil, fmt.Errorf("drawing %s: %w", s.Name, err)
			}
			line.Color, line.Width, line.Dashes = look.colour(i), vg.Points(1.5), dashes[i%len(dashes)]
			marks.Color, marks.Shape, marks.Radius = look.colour(i), shapes[i%len(shapes)], vg.Points(2.5)
			p.Add(line, marks)
			if len(series) > 1 && points[0].X == float64(s.first()) {
				p.Legend.Add(s.Name, line, marks)
			}
		}
	}
	return look.draw(p, frame), nil
}

// Colour alone tells no series from another.
var (
	dashes = [][]vg.Length{nil, {vg.Points(6), vg.Points(3)}, {vg.Points(2), vg.Points(2)}}
	shapes = []draw.GlyphDrawer{draw.CircleGlyph{}, draw.BoxGlyph{}, draw.TriangleGlyph{}, draw.RingGlyph{}, draw.CrossGlyph{}}
)

func (s Series) first() int {
	for i, v := range s.Values {
		if !math.IsNaN(v) {
			return i
		}
	}
	return -1
}

func (l Look) colour(i int) color.Color { return l.Series[i%len(l.Series)] }

// maxNames is how many names stand along the horizontal axis.
const maxNames = 8

func (l Look) plot(frame Frame) *plot.Plot {
	p := plot.New()
	p.BackgroundColor = l.Page
	var face font.Font
	p.TextHandler, face = l.text()
	p.Y.Label.Text = frame.Y
	p.X.Min, p.X.Max = -0.6, float64(len(frame.X))-0.4
	p.X.Tick.Marker = names(frame.X)
	p.Y.Tick.Marker = plain{}
	for _, style := range []*text.Style{&p.X.Tick.Label, &p.Y.Tick.Label, &p.Y.Label.TextStyle, &p.Legend.TextStyle} {
		style.Handler, style.Color = p.TextHandler, l.Soft
		style.Font = font.From(face, vg.Points(8.5))
	}
	p.Legend.TextStyle.Color = l.Ink
	p.Legend.Top, p.Legend.Left = true, true
	p.Legend.Padding = vg.Points(3)
	for _, axis := range []*plot.Axis{&p.X, &p.Y} {
		axis.LineStyle.Color, axis.Tick.LineStyle.Color = l.Grid, l.Grid
	}
	grid := plotter.NewGrid()
	grid.Vertical.Width = 0
	grid.Horizontal.Color, grid.Horizontal.Width = l.Grid, vg.Points(0.5)
	p.Add(grid)
	return p
}

// text gives what writes in the look's font, and the font's name there.
func (l Look) text() (text.Handler, font.Font) {
	parsed, err := opentype.Parse(l.Font)
	if err != nil {
		return plot.DefaultTextHandler, plot.DefaultFont
	}
	page := font.Font{Typeface: "Page"}
	fonts := font.NewCache(nil)
	fonts.Add(font.Collection{{Font: page, Face: parsed}})
	return text.Plain{Fonts: fonts}, page
}

func (l Look) draw(p *plot.Plot, frame Frame) image.Image {
	w, h := vg.Length(frame.Width)*pixel, vg.Length(frame.Height)*pixel
	c := vgimg.NewWith(vgimg.UseWH(w, h), vgimg.UseDPI(int(96*frame.Scale)), vgimg.UseBackgroundColor(l.Page))
	const edge = 6
	p.Draw(draw.Crop(draw.New(c), edge, -edge, edge, -edge))
	return c.Image()
}

// names are the ticks of the horizontal axis, as many as have room.
type names []string

func (n names) Ticks(low, high float64) []plot.Tick {
	step := (len(n) + maxNames - 1) / maxNames
	var ticks []plot.Tick
	for i := 0; i < len(n); i += step {
		ticks = append(ticks, plot.Tick{Value: float64(i), Label: n[i]})
	}
	return ticks
}

// plain are the ticks of the vertical axis, without the small ones between and without needless noughts.
type plain struct{}

func (plain) Ticks(low, high float64) []plot.Tick {
	var major []plot.Tick
	for _, t := range (plot.DefaultTicks{}).Ticks(low, high) {
		if !t.IsMinor() {
			t.Label = strconv.FormatFloat(t.Value, 'g', 6, 64)
			major = append(major, t)
		}
	}
	return major
}
