package docview

import (
	"image/color"
	"math"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"factmark/widgets/docview/layout"
)

// Gutter is what is shown left of the column.
type Gutter int

// The gutters. The lines that a paragraph is broken into have no numbers: they would change with the window's width.
const (
	NoGutter         Gutter = iota
	ParagraphNumbers        // of the text's own lines, those that line feeds end
)

const (
	gutterGap  = 16   // between the numbers and the column
	gutterText = 0.72 // the size of what stands in the gutter, of the text's
)

// SetGutter says what stands left of the column: nothing unless set. The first character on screen stays there.
func (v *View) SetGutter(g Gutter) {
	if g != v.gutter {
		v.gutter = g
		v.renew()
	}
}

// width is the room that the widest number takes, and the gap behind it.
func (g Gutter) width(t *layout.Text, textSize float32) float32 {
	if g == NoGutter {
		return 0
	}
	digits := len(strconv.Itoa(t.Number(t.Len())))
	digit := fyne.MeasureText("0", textSize*gutterText, fyne.TextStyle{}).Width
	return float32(math.Ceil(float64(digit*float32(max(2, digits))))) + gutterGap
}

// labels gives what is beside a line by the byte at which it starts, "" where that is nothing. It has to be asked for
// lines in their order.
func (g Gutter) labels(t *layout.Text) func(at int) string {
	number := 0 // of the last line that was numbered
	return func(at int) string {
		if g == NoGutter || !t.Numbered(at) {
			return ""
		}
		if number++; number == 1 {
			number = t.Number(at)
		}
		return strconv.Itoa(number)
	}
}

// labels are the objects of the gutter.
type labels struct {
	texts  []*canvas.Text
	box    []fyne.CanvasObject // those on screen
	places []placeLabel        // the locations on screen
}

// placeLabel is a location beside its line.
type placeLabel struct {
	text  *canvas.Text
	short string  // as given
	wide  float32 // the room that it was cut for
	size  float32
}

// show puts what the gutter has for lines on screen beside them: the numbers next to the column, the locations left of them.
func (l *labels) show(v *View, p palette, rows []*row) []fyne.CanvasObject {
	l.box = l.box[:0]
	t, m := v.column.Text, &v.column.metrics
	if m.gutter == 0 || t.Len() == 0 || len(rows) == 0 {
		return l.box
	}
	size := m.textSize * gutterText
	_, ascent := fyne.CurrentApp().Driver().RenderedTextSize("0", size, fyne.TextStyle{}, nil)
	rise := m.base - float32(math.Ceil(float64(ascent*m.scale)))/m.scale
	l.showNumbers(v.gutter, t, m, p, rows, rise)
	if m.located > 0 {
		l.showLocations(&v.locations, t, m, p, rows, rise)
	}
	return l.box
}

func (l *labels) showNumbers(g Gutter, t *layout.Text, m *metrics, p palette, rows []*row, rise float32) {
	size := m.textSize * gutterText
	digit := fyne.MeasureText("0", size, fyne.TextStyle{}).Width
	label := g.labels(t)
	for _, row := range rows {
		s := label(row.line.Start)
		if s == "" {
			continue
		}
		if len(l.texts) == len(l.box) {
			l.texts = append(l.texts, canvas.NewText("", color.Transparent))
		}
		o := l.texts[len(l.box)]
		write(o, s, size, p)
		// The digits of a font for reading are equally wide: counting them puts them in columns.
		x := m.whole(m.left - gutterGap - digit*float32(len(o.Text)))
		o.Move(fyne.NewPos(x, row.y+rise))
		l.box = append(l.box, o)
	}
}

func (l *labels) showLocations(all *locations, t *layout.Text, m *metrics, p palette, rows []*row, rise float32) {
	size, right := m.textSize*gutterText, m.left-m.numbers-gutterGap
	shown := 0
	all.each(t, rows, func(row *row, here []Location) {
		if shown == len(l.places) {
			l.places = append(l.places, placeLabel{text: canvas.NewText("", color.Transparent)})
		}
		o := &l.places[shown]
		shown++
		text := o.text.Text
		if wide := m.located - gutterGap; o.short != here[0].Short || o.wide != wide || o.size != size {
			o.short, o.wide, o.size = here[0].Short, wide, size
			text = layout.Visual(cutToWidth(o.short, size, wide))
		}
		write(o.text, text, size, p)
		o.text.Move(fyne.NewPos(m.whole(right-o.text.Size().Width), row.y+rise))
		l.box = append(l.box, o.text)
	})
}

// write has a text object show a text in soft ink.
func write(o *canvas.Text, s string, size float32, p palette) {
	if o.Text != s || o.Color != p.dim || o.TextSize != size {
		o.Text, o.Color, o.TextSize = s, p.dim, size
		o.Resize(o.MinSize())
		o.Refresh()
	}
}
