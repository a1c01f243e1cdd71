package claimlist

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"factmark/widgets/docview/layout"
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
	// The grounds of the current card and of the one under the pointer, and of the part of it that a click would take.
	current, bar, hover, pill *canvas.Rectangle

	objects []fyne.CanvasObject
}

// CreateRenderer makes the objects; Fyne may throw them away and ask again.
func (l *List) CreateRenderer() fyne.WidgetRenderer {
	ground := func(radius float32) *canvas.Rectangle {
		g := canvas.NewRectangle(color.NRGBA{})
		g.CornerRadius = radius
		return g
	}
	r := &renderer{list: l, title: canvas.NewText("", nil), ring: ground(4), current: ground(6), bar: ground(1.5), hover: ground(6), pill: ground(5)}
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

func (r *renderer) MinSize() fyne.Size { return fyne.NewSize(240, 2*margin+firstEstimate) }

func (r *renderer) Objects() []fyne.CanvasObject { return r.objects }

func (r *renderer) Refresh() { r.list.Refresh() }

// Refresh asks for the visible cards again and reads the theme anew, its fonts too.
func (l *List) Refresh() {
	clear(l.known)
	l.measured = [2]int{}
	clear(l.placed)
	held, _ := l.visible()
	l.settle(held, false)
	l.reload()
}

// reload shows the visible cards again as they were asked for last.
func (l *List) reload() {
	l.inView = [2]int{-1, -1}
	l.arrange()
}

// arrange brings what is on screen in line with the list's state.
func (l *List) arrange() {
	if l.view != nil {
		l.view.arrange()
	}
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
	over, where := l.hovered()
	r.arrangeGrounds(p, first, last, over, where)
	for i := first; i < last; i++ {
		row, card := r.rows[i%len(r.rows)], l.laidOut(i)
		above := float32(0)
		if card.card.Joined && i > 0 {
			above = float32(l.height(i - 1))
			if i-1 >= first {
				above -= l.laidOut(i-1).lead - gap
			}
		}
		row.show(i, card, above)
		row.root.Move(fyne.NewPos(margin, l.cardY(i)))
		row.paint(p, state{hovered: i == over, zone: where, editing: l.note != nil && l.note.index == i})
		r.objects = append(r.objects, row.root)
	}
	if l.n == 0 {
		r.arrangeEmpty(p)
	}
	width := size.Width - 2*margin
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

// arrangeGrounds shows which card is current, and which part of which a click would take.
func (r *renderer) arrangeGrounds(p palette, first, last, over int, where zone) {
	l := r.list
	put := func(g *canvas.Rectangle, fill color.NRGBA, x, y, w, h float32) {
		g.Move(fyne.NewPos(margin+x, y))
		g.Resize(fyne.NewSize(w, h))
		setFill(g, fill)
		r.objects = append(r.objects, g)
	}
	if i := over; i >= first && i < last && i != l.current {
		card := l.laidOut(i)
		put(r.hover, p.hover, 0, l.cardY(i)+card.lead, card.face.width, card.high-card.lead)
	}
	if i := l.current; i >= first && i < last {
		card := l.laidOut(i)
		y, high := l.cardY(i)+card.lead, card.high-card.lead
		ring, wide := color.NRGBA{}, float32(0)
		if l.focused {
			ring, wide = p.accent, 1.5
		}
		if r.current.StrokeColor != ring {
			r.current.StrokeColor, r.current.StrokeWidth = ring, wide
			r.current.Refresh()
		}
		put(r.current, p.card, 0, y, card.face.width, high)
		put(r.bar, p.accent, 0, y+pad, barWidth, high-2*pad)
	}
	if i := over; i >= first && i < last {
		card := l.laidOut(i)
		switch y := l.cardY(i); where {
		case zoneLabel:
			put(r.pill, mixColours(p.panel, p.soft, 0.13), indent-3, y+card.lead+pad-3, card.labelRight-indent+7, card.quoteTop-card.lead-pad+2)
		case zoneMore:
			put(r.pill, mixColours(p.panel, p.soft, 0.13), textLeft-4, y+card.moreTop, card.face.width-textLeft-right+8, clickLine)
		}
	}
}

// arrangeLines shows the lines of the current card, which is in view.
func (r *renderer) arrangeLines(p palette, width float32, over int, where zone) {
	l := r.list
	card := l.laidOut(l.current)
	for i, line := range card.card.Lines[:card.lines] {
		y := l.cardY(l.current) + card.linesTop + float32(i)*clickLine
		r.lines[i].show(line, p, fyne.NewPos(margin+textLeft, y), width-textLeft-right, over == l.current && where == zoneLine+zone(i))
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

func (r *lineRow) show(line Line, p palette, at fyne.Position, width float32, hovered bool) {
	r.ground.Move(at.SubtractXY(4, 0))
	r.ground.Resize(fyne.NewSize(width+8, clickLine))
	r.sign.Move(at)
	r.sign.Resize(fyne.NewSize(signWide, clickLine))
	r.text.Move(at.AddXY(signWide+8, 0))
	fill, sign, left := color.NRGBA{}, p.line(line), float32(signWide+8)
	if hovered {
		fill = mixColours(p.card, p.soft, 0.13)
	}
	setFill(r.ground, fill)
	setText(r.sign, line.Sign, sign)
	if r.line.Text != line.Text || r.width != width || r.text.Color != p.ink {
		r.line, r.width = line, width
		r.text.Resize(fyne.NewSize(width-left, clickLine))
		setText(r.text, oneLine(line.Text, width-left), p.ink)
	}
}

func (r *renderer) arrangeNote(width float32) {
	note := r.list.note
	if note == nil || note.index < 0 {
		return
	}
	for range 2 { // the height follows from the width
		note.frame.Resize(fyne.NewSize(width-textLeft-right+8, note.frame.MinSize().Height))
	}
	y, room := r.list.cardY(note.index)+r.list.laidOut(note.index).noteTop, r.list.Size().Height
	if y < room { // below the last card there is nothing to scroll to
		y = min(y, room-note.frame.Size().Height)
	}
	note.frame.Move(fyne.NewPos(margin+textLeft-4, y))
	r.objects = append(r.objects, note.frame)
}

func (r *renderer) arrangeEmpty(p palette) {
	size := r.list.Size()
	width := size.Width - 4*margin
	hint := fit.Lines(r.list.emptyHint, width, hintLines, textWidth(noteSize, false))
	y := (size.Height - float32(len(hint)+1)*quoteLine) / 2.5
	put := func(t *canvas.Text, s string, c color.NRGBA) {
		t.Alignment = fyne.TextAlignCenter
		t.Move(fyne.NewPos(2*margin, y))
		t.Resize(fyne.NewSize(width, quoteLine))
		setText(t, s, c)
		r.objects = append(r.objects, t)
		y += quoteLine
	}
	for _, s := range fit.Lines(r.list.emptyTitle, width, 1, textWidth(quoteSize, true)) {
		put(r.title, s, p.ink)
	}
	y += 4
	for i, s := range hint {
		put(r.hint[i], s, p.soft)
	}
}

// oneLine is a text in one line of notes no wider than width.
func oneLine(text string, width float32) string {
	for _, line := range fit.Lines(text, width, 1, textWidth(noteSize, false)) {
		return layout.Visual(line)
	}
	return ""
}
