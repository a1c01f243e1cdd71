package docview

import (
	"image/color"
	"math"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// Gutter is what stands left of the column.
type Gutter int

// The gutters. The lines that a paragraph is broken into have no numbers: they would change with the window's width.
const (
	NoGutter         Gutter = iota
	ParagraphNumbers        // of the text's own lines, those that line feeds end
)

const (
	gutterGap  = 16   // between the numbers and the column
	gutterText = 0.72 // the size of the numbers, of the text's
)

// SetGutter says what stands left of the column: nothing unless set. The first character on screen stays there.
func (v *View) SetGutter(g Gutter) {
	if g != v.gutter {
		v.gutter = g
		v.renew()
	}
}

// gutterWidth is the room that the widest number takes, and the gap behind it.
func (v *View) gutterWidth() float32 {
	if v.gutter == NoGutter {
		return 0
	}
	digits := len(strconv.Itoa(v.column.Text.Number(v.column.Text.Len())))
	digit := fyne.MeasureText("0", v.textSize*gutterText, fyne.TextStyle{}).Width
	return float32(math.Ceil(float64(digit*float32(max(2, digits))))) + gutterGap
}

// numbers are the objects of the gutter.
type numbers struct {
	texts []*canvas.Text
	box   []fyne.CanvasObject // those on screen
}

// show puts the number of each line of the text that begins on screen beside its first line.
func (n *numbers) show(v *View, p palette, rows []*row) []fyne.CanvasObject {
	n.box = n.box[:0]
	if v.gutter == NoGutter || v.column.Text.Len() == 0 {
		return n.box
	}
	m := &v.column.metrics
	size := m.textSize * gutterText
	_, ascent := fyne.CurrentApp().Driver().RenderedTextSize("0", size, fyne.TextStyle{}, nil)
	rise := m.base - float32(math.Ceil(float64(ascent*m.scale)))/m.scale
	digit := fyne.MeasureText("0", size, fyne.TextStyle{}).Width
	number := 0 // of the last line that was numbered
	for _, row := range rows {
		at := row.line.Start
		if !v.column.Text.Numbered(at) {
			continue
		}
		if number++; number == 1 {
			number = v.column.Text.Number(at)
		}
		if len(n.texts) == len(n.box) {
			n.texts = append(n.texts, canvas.NewText("", color.Transparent))
		}
		t := n.texts[len(n.box)]
		if s := strconv.Itoa(number); t.Text != s || t.Color != p.dim || t.TextSize != size {
			t.Text, t.Color, t.TextSize = s, p.dim, size
			t.Resize(t.MinSize())
			t.Refresh()
		}
		// The digits of a font for reading are equally wide: counting them puts them in columns.
		x := m.whole(m.left - gutterGap - digit*float32(len(t.Text)))
		t.Move(fyne.NewPos(x, row.y+rise))
		n.box = append(n.box, t)
	}
	return n.box
}
