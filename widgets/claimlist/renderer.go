package claimlist

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"factmark/widgets/fit"
)

// hintLines is how many lines the hint of an empty list may take.
const hintLines = 5

// renderer holds the canvas objects of what is in view, and nothing that is not in the list itself.
type renderer struct {
	list  *List
	rows  []*row // the card at index i is in rows[i % len(rows)]
	title *canvas.Text
	hint  [hintLines]*canvas.Text
	ring  *canvas.Rectangle   // the focus, when no current card in view shows it
	lines [MostLines]*lineRow // of the current card

	objects []fyne.CanvasObject
}

// CreateRenderer makes the objects; Fyne may throw them away and ask again.
func (l *List) CreateRenderer() fyne.WidgetRenderer {
	r := &renderer{list: l, title: canvas.NewText("", nil), ring: canvas.NewRectangle(nil)}
	r.title.TextSize, r.title.TextStyle.Bold = quoteSize, true
	for i := range r.hint {
		r.hint[i] = canvas.NewText("", nil)
		r.hint[i].TextSize = noteSize
	}
	for i := range r.lines {
		r.lines[i] = newLineRow()
	}
	r.ring.StrokeWidth = 1.5
	r.ring.CornerRadius = 4
	l.view = r
	r.arrange()
	return r
}

// IsClip keeps cards that are partly in view inside the list's bounds.
func (r *renderer) IsClip() {}

func (r *renderer) Destroy() {
	if r.list.view == r {
		r.list.view = nil
	}
}

func (r *renderer) Layout(fyne.Size) { r.arrange() }

func (r *renderer) MinSize() fyne.Size { return fyne.NewSize(240, pitch+margin) }

func (r *renderer) Objects() []fyne.CanvasObject { return r.objects }

func (r *renderer) Refresh() { r.list.Refresh() }

// Refresh asks for the visible cards again and reads the theme anew, its fonts too.
func (l *List) Refresh() {
	if l.view != nil {
		for _, row := range l.view.rows {
			row.width = 0
		}
	}
	l.reload()
}

// reload asks for the visible cards again; the texts that stay the same are not fitted again.
func (l *List) reload() {
	l.inView = [2]int{-1, -1}
	if l.view != nil {
		for _, row := range l.view.rows {
			row.index = -1
		}
	}
	l.arrange()
}

// arrange brings what is on screen in line with the list's state.
func (l *List) arrange() {
	if l.view != nil {
		l.view.arrange()
	}
}

// labelRight is where the label of a visible card ends, in pixels from the card's left edge.
func (l *List) labelRight(index int) float32 {
	if l.view == nil || len(l.view.rows) == 0 {
		return 0
	}
	if row := l.view.rows[index%len(l.view.rows)]; row.index == index {
		return row.labelRight
	}
	return 0
}

func (r *renderer) arrange() {
	l := r.list
	size := l.Size()
	if size.Width <= 0 || size.Height <= 0 {
		return
	}
	p := l.palette()
	r.objects = r.objects[:0]
	first, last := l.visible()
	r.grow(last - first)
	width := size.Width - 2*margin
	for i := first; i < last; i++ {
		row := r.rows[i%len(r.rows)]
		card := row.card
		if row.index != i {
			card = l.card(i)
		}
		row.show(i, card, width)
		row.stretch(float32(l.height(i)))
		row.root.Move(fyne.NewPos(margin, l.cardY(i)))
		r.objects = append(r.objects, row.root)
	}
	over, where := l.hovered()
	for i := first; i < last; i++ {
		r.rows[i%len(r.rows)].paint(p, state{
			current: i == l.current, hovered: i == over, zone: where, focused: l.focused,
			editing: l.note != nil && l.note.index == i,
		})
	}
	if l.n == 0 {
		r.arrangeEmpty(p)
	}
	if l.current >= first && l.current < last {
		r.arrangeLines(p, width, over, where)
	}
	r.arrangeNote(width)
	if l.focused && (l.current < first || l.current >= last) {
		r.ring.StrokeColor = p.accent
		r.ring.FillColor = color.Transparent
		r.ring.Move(fyne.NewPos(2, 2))
		r.ring.Resize(fyne.NewSize(size.Width-4, size.Height-4))
		r.objects = append(r.objects, r.ring)
	}
	l.bar.Move(fyne.NewPos(size.Width-barTrough, 0))
	l.bar.Resize(fyne.NewSize(barTrough, size.Height))
	l.bar.arrange(p)
	r.objects = append(r.objects, l.bar)
	canvas.Refresh(l.bar) // asks for a frame, as taking objects away does not
	if view := [2]int{first, last}; l.OnView != nil && view != l.inView {
		l.inView = view
		l.OnView(first, last) // the last thing done here: it may have cards shown anew
	}
}

// grow makes sure that as many rows exist as cards are in view. A change of their number gives every card another row.
func (r *renderer) grow(n int) {
	for len(r.rows) < n {
		r.rows = append(r.rows, newRow())
	}
}

// arrangeLines shows the lines of the current card, which is in view.
func (r *renderer) arrangeLines(p palette, width float32, over int, where zone) {
	l := r.list
	card := r.rows[l.current%len(r.rows)].card
	for i, line := range card.Lines[:card.lines()] {
		y := l.cardY(l.current) + linesTop + float32(i)*lineHigh
		r.lines[i].show(line, p, fyne.NewPos(margin+indent, y), width-indent-pad, over == l.current && where == zoneLine+zone(i))
		r.objects = append(r.objects, r.lines[i].objects[:]...)
	}
}

// lineRow is the canvas objects of one of a card's own lines.
type lineRow struct {
	ground     *canvas.Rectangle
	sign, text *canvas.Text
	objects    [3]fyne.CanvasObject
	line       Line
	width      float32
}

func newLineRow() *lineRow {
	r := &lineRow{ground: canvas.NewRectangle(color.Transparent), sign: canvas.NewText("", nil), text: canvas.NewText("", nil)}
	r.ground.CornerRadius = 4
	r.sign.TextSize, r.text.TextSize = noteSize, noteSize
	r.sign.TextStyle.Bold = true
	r.sign.Alignment = fyne.TextAlignCenter
	r.objects = [...]fyne.CanvasObject{r.ground, r.sign, r.text}
	return r
}

const signWide = 18 // the room of a line's sign, in pixels

func (r *lineRow) show(line Line, p palette, at fyne.Position, width float32, hovered bool) {
	r.ground.Move(at.SubtractXY(4, 0))
	r.ground.Resize(fyne.NewSize(width+8, lineHigh))
	r.sign.Move(at)
	r.sign.Resize(fyne.NewSize(signWide, lineHigh))
	r.text.Move(at.AddXY(signWide+2, 0))
	fill, sign, left := color.NRGBA{}, line.Light, float32(signWide+2)
	if p.dark {
		sign = line.Dark
	}
	if hovered {
		fill = mixColours(p.card, p.soft, 0.13)
	}
	setFill(r.ground, fill)
	setText(r.sign, line.Sign, sign)
	if r.line.Text != line.Text || r.width != width || r.text.Color != p.ink {
		r.line, r.width = line, width
		r.text.Resize(fyne.NewSize(width-left, lineHigh))
		setText(r.text, oneLine(line.Text, width-left, r.text), p.ink)
	}
}

func (r *renderer) arrangeNote(width float32) {
	note := r.list.note
	if note == nil {
		return
	}
	for range 2 { // the height follows from the width
		note.frame.Resize(fyne.NewSize(width-indent-pad+8, note.frame.MinSize().Height))
	}
	y, room := r.list.cardY(note.index)+noteTop-4, r.list.Size().Height
	if y < room { // below the last card there is nothing to scroll to
		y = min(y, room-note.frame.Size().Height)
	}
	note.frame.Move(fyne.NewPos(margin+indent-4, y))
	r.objects = append(r.objects, note.frame)
}

func (r *renderer) arrangeEmpty(p palette) {
	size := r.list.Size()
	width := size.Width - 4*margin
	hint := fit.Lines(r.list.emptyHint, width, hintLines, measurer(r.hint[0]))
	y := (size.Height - float32(len(hint)+1)*quoteLine) / 2.5
	put := func(t *canvas.Text, s string, c color.NRGBA) {
		t.Alignment = fyne.TextAlignCenter
		t.Move(fyne.NewPos(2*margin, y))
		t.Resize(fyne.NewSize(width, quoteLine))
		setText(t, s, c)
		r.objects = append(r.objects, t)
		y += quoteLine
	}
	put(r.title, oneLine(r.list.emptyTitle, width, r.title), p.ink)
	y += 4
	for i, s := range hint {
		put(r.hint[i], s, p.soft)
	}
}
