package claimlist

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
)

// row is the canvas objects of one visible card; rows are used again for other cards as the list scrolls.
type row struct {
	root    *fyne.Container
	rule    *canvas.Rectangle // above a card that begins another span
	thread  *canvas.Rectangle // from the label above to that of a card joined with it
	square  *canvas.Rectangle
	pattern *swatch
	texts   []*canvas.Text // by the pieces of the card; there may be more

	index int // -1 while unused
	laid  *laid
}

// state is what the look of a card depends on besides the card.
type state struct {
	hovered, editing bool
	zone             zone
}

func newRow() *row {
	r := &row{index: -1, rule: canvas.NewRectangle(color.NRGBA{}), thread: canvas.NewRectangle(color.NRGBA{}), square: canvas.NewRectangle(color.NRGBA{}), pattern: newSwatch()}
	r.square.CornerRadius = 4
	r.root = container.NewWithoutLayout()
	return r
}

// show fills the row with a card. above is how high the card above it is, in pixels, for one that is joined with it.
func (r *row) show(index int, l *laid, above float32) {
	r.index = index
	r.thread.Move(fyne.NewPos(indent+pillSize/2-1, least-pad+gap-above))
	r.thread.Resize(fyne.NewSize(2, max(0, above-least+pad-gap+pad-1)))
	if r.laid == l {
		return
	}
	r.laid = l
	for len(r.texts) < len(l.pieces) {
		r.texts = append(r.texts, canvas.NewText("", color.NRGBA{}))
	}
	objects := []fyne.CanvasObject{r.square, r.pattern.root}
	if l.card.Joined {
		objects = append(objects, r.thread)
	} else if index > 0 {
		objects = append(objects, r.rule)
	}
	r.rule.Move(fyne.NewPos(indent, gap/2))
	r.rule.Resize(fyne.NewSize(l.face.width-indent-right, 1))
	top := l.lead + pad
	r.square.Resize(fyne.NewSize(pillSize, pillSize))
	r.square.Move(fyne.NewPos(indent, top))
	r.pattern.root.Move(fyne.NewPos(indent, top+pillSize+2))
	for i, p := range l.pieces {
		t := r.texts[i]
		align := fyne.TextAlignLeading
		switch {
		case i == 0:
			align = fyne.TextAlignCenter
		case p.trailing:
			align = fyne.TextAlignTrailing
		}
		t.Move(fyne.NewPos(p.x, p.y))
		t.Resize(fyne.NewSize(p.w, p.h))
		if style := (fyne.TextStyle{Bold: p.bold, Italic: p.slant}); t.Text != p.text || t.Alignment != align || t.TextSize != p.size || t.TextStyle != style {
			t.Text, t.Alignment, t.TextSize, t.TextStyle = p.text, align, p.size, style
			t.Refresh()
		}
		objects = append(objects, t)
	}
	r.root.Objects = objects
	r.root.Resize(fyne.NewSize(l.face.width, l.high))
}

// paint gives the row its colours for a state.
func (r *row) paint(p palette, s state) {
	card := &r.laid.card
	label := p.label(card)
	square, letter, edge := label, readableOn(label), float32(0)
	if card.Suggested {
		square, letter, edge = color.NRGBA{}, p.ink, 1
		r.pattern.root.Hide()
	} else {
		r.pattern.root.Show()
	}
	if r.square.StrokeWidth != edge || r.square.StrokeColor != label {
		r.square.StrokeWidth, r.square.StrokeColor = edge, label
		r.square.Refresh()
	}
	setFill(r.square, square)
	setFill(r.rule, p.rule)
	setFill(r.thread, p.rule)
	r.pattern.show(card.Pattern, label)
	for i, piece := range r.laid.pieces {
		text, ink := piece.text, p.ink
		switch {
		case i == 0:
			ink = letter
		case piece.ink == inkSoft:
			ink = p.soft
		case piece.ink == inkNote:
			if ink = p.soft; s.editing {
				text = ""
			}
		case piece.ink == inkSign:
			ink = p.line(card.Lines[0])
		}
		setText(r.texts[i], text, ink)
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
