package docview

import (
	"math"

	"fyne.io/fyne/v2"

	"factmark/widgets/docview/layout"
)

const (
	margin     = 24 // around the column
	mostAbove  = 96 // above the first line, where a popup stands and not over the lines that are marked next
	barWidth   = 12 // the scrollbar's
	leastThumb = 32
	baseline   = 0.615 // of a line of the default height

	paragraphSpace = 0.5 // of a line, between paragraphs that no blank line sets apart

	laneHeight = 3 // of an underline, in units
	lanes      = 3
)

// metrics are the sizes that follow from the text size, the view's size and the screen. All are whole device pixels,
// so that letters and what is drawn under them are rounded alike.
type metrics struct {
	scale    float32 // device pixels a unit
	textSize float32
	font     fyne.Resource
	probe    float32 // the width of a sample: when the font changes, it does
	fonts    int     // counts the fonts' changes
	size     fyne.Size
	row      float32 // the height of a line
	base     float32 // from the top of a line to its baseline
	numbers  float32 // the room of the numbers left of the column
	located  float32 // that of the locations left of them
	gutter   float32 // both
	left     float32 // of the column
	width    float32
	slots    int     // for marks in the margin right of the column; 0: there are no marks
	above    float32 // the margin above the first line
}

// fit brings metrics and layout up to date with the text size, the font, the view's size and the screen.
func (v *View) fit() {
	t := v.typography
	m := metrics{scale: 1, textSize: t.Size, font: t.font(), fonts: v.letters.fonts.found, size: v.Size()}
	if c := fyne.CurrentApp().Driver().CanvasForObject(v); c != nil && c.Scale() > 0 {
		m.scale = c.Scale()
	}
	if v.letters.fit(m.font, m.textSize, m.scale) {
		v.fresh++
	}
	m.probe = layout.AverageWidth(v.letters.measure)
	if m.size.Width <= 0 || m.size.Height <= 0 {
		return
	}
	m.numbers = v.gutter.width(v.column.Text, m.textSize)
	room := m.size.Width - 2*margin - barWidth - m.numbers
	if m.located = v.locations.room(m.textSize, m.probe); room-m.located < leastLetters*m.probe {
		m.located = 0
	}
	m.gutter, room = m.numbers+m.located, room-m.located
	reserved := float32(0) // for marks, besides the margin
	if least := float32(leastSlots*slotSize + slotGap - margin); v.margins.on && room-least >= leastLetters*m.probe {
		reserved, room = least, room-least
		m.slots = leastSlots
	}
	m.width = float32(math.Floor(float64(max(room, 0))))
	if widest := float32(math.Ceil(float64(m.probe * float32(t.Columns)))); m.width > widest {
		m.width = widest
	}
	m.above = v.popup.marginAbove(m.width)
	m.row = m.whole(m.textSize * t.LineHeight)
	m.base = m.whole(m.row/2 + m.textSize*DefaultLineHeight*(baseline-0.5)) // a higher line has as much more room above the letters as below
	m.left = m.whole(max(margin+m.gutter, (m.size.Width-m.width)/2))
	if m.slots > 0 {
		m.left = m.whole(max(margin+m.gutter, min(m.left, m.size.Width-barWidth-margin-reserved-m.width)))
		free := m.size.Width - barWidth - m.left - m.width - slotGap
		m.slots = max(leastSlots, min(mostSlots, int(free/slotSize)))
	}
	old := v.column.metrics
	if v.column.Lines != nil && m == old {
		return
	}
	v.column.metrics = m
	if v.OnColumn != nil && (m.left != old.left || m.width != old.width) {
		v.OnColumn(m.left, m.width)
	}
	v.column.Resize(m.row, m.above, margin, m.size.Height)
	v.fresh++
	v.ruler.later()
	switch {
	case v.column.Lines == nil:
		v.column.Lines = layout.New(v.column.Text, v.letters.measure, v.letters.places, m.width)
		if !v.column.Text.BlankLines() {
			v.column.Lines.SetParagraphSpace(paragraphSpace)
		}
	case m.textSize != old.textSize || m.font != old.font || m.probe != old.probe || m.fonts != old.fonts:
		v.column.Lines.SetMeasure(v.letters.measure, v.letters.places)
		v.column.Lines.SetWidth(m.width)
	case m.width != old.width:
		v.column.Lines.SetWidth(m.width)
	default:
		return
	}
	v.column.layOut()
}

// whole rounds to device pixels.
func (m *metrics) whole(x float32) float32 {
	return float32(math.Round(float64(x*m.scale))) / m.scale
}
