package claimlist

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"factmark/widgets/docview/layout"
	"factmark/widgets/fit"
)

const (
	labelSize  = 13
	quoteSize  = 14
	noteSize   = 13
	bylineSize = 11
	addNote    = "Add a note"
)

// row is the canvas objects of one visible card; rows are used again for other cards as the list scrolls.
type row struct {
	root                 *fyne.Container
	fill, bar, pillHover *canvas.Rectangle
	square               *canvas.Rectangle
	letter, label        *canvas.Text
	byline               *canvas.Text
	pattern              *swatch
	quote                [2]*canvas.Text
	note, tally          *canvas.Text

	index int // -1 while unused
	card  Card
	width float32
	// labelRight is where the label's name ends, in pixels from the card's left edge.
	labelRight float32
	noteLine   string // the fitted note
}

// state is what the look of a card depends on besides the card.
type state struct {
	current, hovered, focused, editing bool
	zone                               zone
}

func newRow() *row {
	text := func(size float32) *canvas.Text {
		t := canvas.NewText("", color.NRGBA{})
		t.TextSize = size
		return t
	}
	rect := func(radius float32) *canvas.Rectangle {
		r := canvas.NewRectangle(color.NRGBA{})
		r.CornerRadius = radius
		return r
	}
	r := &row{
		index: -1,
		fill:  rect(6), bar: rect(1.5), pillHover: rect(5), square: rect(4),
		letter: text(labelSize), label: text(labelSize), byline: text(bylineSize),
		quote: [2]*canvas.Text{text(quoteSize), text(quoteSize)},
		note:  text(noteSize), tally: text(noteSize),

		pattern: newSwatch(),
	}
	r.letter.TextStyle.Bold = true
	r.label.TextStyle.Bold = true
	r.root = container.NewWithoutLayout(r.fill, r.bar, r.pillHover, r.square, r.letter, r.pattern.root, r.label, r.byline,
		r.quote[0], r.quote[1], r.note, r.tally)
	return r
}

// measurer gives the width of texts drawn like t.
func measurer(t *canvas.Text) func(string) float32 {
	return func(s string) float32 { return fyne.MeasureText(s, t.TextSize, t.TextStyle).Width }
}

// show fills the row with a card, fitting its texts again only when the card or the width changed.
func (r *row) show(index int, card Card, width float32) {
	r.index = index
	if r.card == card && r.width == width {
		return
	}
	r.card, r.width = card, width
	r.bar.Move(fyne.NewPos(0, pad))
	r.square.Resize(fyne.NewSize(pillSize, pillSize))
	r.square.Move(fyne.NewPos(indent, pad))
	r.pattern.root.Move(fyne.NewPos(indent, patternTop))
	r.place(r.letter, card.Letter, indent, pad, pillSize, pillSize, fyne.TextAlignCenter)

	inner := width - indent - pad
	left := float32(indent + pillSize + 6)
	label := oneLine(card.Label, (inner-pillSize-6)*0.65, r.label)
	labelWidth := measurer(r.label)(label)
	r.labelRight = left + labelWidth + 4
	r.place(r.label, label, left, pad, labelWidth, pillSize, fyne.TextAlignLeading)
	r.pillHover.Move(fyne.NewPos(indent-3, pad-3))
	r.pillHover.Resize(fyne.NewSize(r.labelRight-indent+3, patternTop+patternHigh-pad+4))

	room := width - pad - r.labelRight - 8
	byline := oneLine(card.Byline, room, r.byline)
	r.place(r.byline, byline, width-pad-room, pad, room, pillSize, fyne.TextAlignTrailing)

	quote := fit.Lines(card.Quote, inner, 2, measurer(r.quote[0]))
	for i, t := range r.quote {
		s := ""
		if i < len(quote) {
			s = layout.Visual(quote[i])
		}
		r.place(t, s, indent, quoteTop+float32(i)*quoteLine, inner, quoteLine, fyne.TextAlignLeading)
	}
	tally := float32(0)
	if card.Tally != "" {
		tally = measurer(r.tally)(card.Tally)
		r.place(r.tally, card.Tally, width-pad-tally, noteTop, tally, noteLine, fyne.TextAlignTrailing)
		tally += 8
	}
	r.noteLine = oneLine(card.Note, inner-tally, r.note)
	r.note.Move(fyne.NewPos(indent, noteTop))
	r.note.Resize(fyne.NewSize(inner, noteLine))
}

// stretch gives the row its height.
func (r *row) stretch(height float32) {
	r.root.Resize(fyne.NewSize(r.width, height))
	r.fill.Resize(fyne.NewSize(r.width, height))
	r.bar.Resize(fyne.NewSize(barWidth, height-2*pad))
}

// oneLine is a text in one line no wider than width.
func oneLine(text string, width float32, like *canvas.Text) string {
	if lines := fit.Lines(text, width, 1, measurer(like)); len(lines) > 0 {
		return layout.Visual(lines[0])
	}
	return ""
}

// place puts a text in a box, vertically centred.
func (r *row) place(t *canvas.Text, s string, x, y, w, h float32, align fyne.TextAlign) {
	t.Move(fyne.NewPos(x, y))
	t.Resize(fyne.NewSize(w, h))
	if t.Text != s || t.Alignment != align {
		t.Text, t.Alignment = s, align
		t.Refresh()
	}
}

// paint gives the row its colours for a state.
func (r *row) paint(p palette, s state) {
	fill, bar, pill := color.NRGBA{}, color.NRGBA{}, color.NRGBA{}
	switch {
	case s.current:
		fill, bar = p.card, p.accent
	case s.hovered:
		fill = p.hover
	}
	if s.hovered && s.zone == zoneLabel {
		pill = mixColours(p.panel, p.soft, 0.13)
	}
	setFill(r.fill, fill)
	setFill(r.bar, bar)
	setFill(r.pillHover, pill)

	ring, width := color.NRGBA{}, float32(0)
	if s.current && s.focused {
		ring, width = p.accent, 1.5
	}
	if r.fill.StrokeColor != ring {
		r.fill.StrokeColor, r.fill.StrokeWidth = ring, width
		r.fill.Refresh()
	}

	label := p.label(r.card)
	square, letter, edge := label, readableOn(label), float32(0)
	if r.card.Suggested {
		square, letter, edge = color.NRGBA{}, label, 1
		r.pattern.root.Hide()
	} else {
		r.pattern.root.Show()
	}
	if r.square.StrokeWidth != edge || r.square.StrokeColor != label {
		r.square.StrokeWidth, r.square.StrokeColor = edge, label
		r.square.Refresh()
	}
	setFill(r.square, square)
	setText(r.letter, r.letter.Text, letter)
	r.pattern.show(r.card.Pattern, label)
	setText(r.label, r.label.Text, p.ink)
	setText(r.byline, r.byline.Text, p.soft)
	for _, t := range r.quote {
		setText(t, t.Text, p.ink)
	}
	tally := r.card.Tally
	if s.current && r.card.lines() > 0 { // they say it
		tally = ""
	}
	setText(r.tally, tally, p.soft)
	switch {
	case s.editing:
		setText(r.note, "", p.soft)
	case r.noteLine == "" && !r.card.Suggested && (s.current || s.hovered):
		setText(r.note, addNote, p.faint)
	default:
		setText(r.note, r.noteLine, p.soft)
	}
}

func setFill(r *canvas.Rectangle, c color.NRGBA) {
	if r.FillColor != c {
		r.FillColor = c
		r.Refresh()
	}
}

func setText(t *canvas.Text, s string, c color.NRGBA) {
	if t.Text != s || t.Color != c {
		t.Text, t.Color = s, c
		t.Refresh()
	}
}
