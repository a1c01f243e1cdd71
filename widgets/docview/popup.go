package docview

import (
	"cmp"
	"image/color"
	"math"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"factmark/widgets/selecting"
)

const popupGap = 6 // between the popup and the line it belongs to

// popup is an object beside the selection.
type popup struct {
	object  fyne.CanvasObject // nil if there is none
	sizeIn  func(room fyne.Size) fyne.Size
	quiet   bool // it waits for the mouse to be released, and for a while after that
	opening int  // counts what the mouse began: a wait for the popup belongs to one of them
	cover   *popupCover

	above      float32 // the margin above the text; it stays as it is while the object shows more or less
	aboveWidth float32 // of the column that it is for

	after   func(d time.Duration, f func())
	changed func() // called when the popup may come
}

// set changes the object.
func (p *popup) set(o fyne.CanvasObject, sizeIn func(room fyne.Size) fyne.Size) {
	p.object, p.aboveWidth = o, 0
	switch {
	case o == nil: // the text does not move when the popup goes: the margin above it stays as it is
	case sizeIn == nil:
		p.sizeIn = func(fyne.Size) fyne.Size { return o.MinSize() }
	default:
		p.sizeIn = sizeIn
	}
}

// place shows the popup where it belongs, or hides it.
func (p *popup) place(c *column, sel *caret) {
	if p.object == nil {
		return
	}
	at, size, ok := p.standing(c, sel)
	if !ok {
		p.object.Hide()
		p.cover.Hide()
		return
	}
	p.cover.Resize(size)
	p.cover.Move(at)
	if p.cover.on {
		p.cover.Show()
	} else {
		p.cover.Hide()
	}
	p.object.Resize(size)
	p.object.Move(at)
	p.object.Show()
}

// hold hides the popup from where the mouse is pressed.
func (p *popup) hold() {
	p.quiet, p.cover.on = true, false
	p.opening++
}

// letCome shows the popup when a next click has had its time to begin, and uncovers it when one that was aimed
// before the popup came has had its own.
func (p *popup) letCome() {
	opening := p.opening
	later := func(f func()) {
		p.after(selecting.DoubleClick, func() {
			if p.opening == opening {
				f()
				p.changed()
			}
		})
	}
	later(func() {
		if !p.quiet {
			return // a key has shown it meanwhile
		}
		p.quiet, p.cover.on = false, true
		later(func() { p.cover.on = false })
	})
}

// popupCover lies over a popup that has just come and gives what is pressed there to the text.
type popupCover struct {
	widget.BaseWidget
	popup *popup
	text  desktop.Mouseable
	on    bool
}

func newPopupCover(p *popup, text desktop.Mouseable) *popupCover {
	c := &popupCover{popup: p, text: text}
	c.ExtendBaseWidget(c)
	c.Hide()
	return c
}

func (c *popupCover) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(canvas.NewRectangle(color.Transparent))
}

// MouseDown is part of desktop.Mouseable.
func (c *popupCover) MouseDown(e *desktop.MouseEvent) {
	if e.Button == desktop.MouseButtonPrimary {
		c.popup.object.Hide() // else the place would be taken for the popup's
		c.Hide()
	}
	c.text.MouseDown(c.below(e))
}

// MouseUp is part of desktop.Mouseable. A press has hidden the cover, and the view gets what follows, but for a release
// of the window's own.
func (c *popupCover) MouseUp(e *desktop.MouseEvent) { c.text.MouseUp(c.below(e)) }

func (c *popupCover) below(e *desktop.MouseEvent) *desktop.MouseEvent {
	moved := *e
	moved.Position = e.Position.Add(c.Position())
	return &moved
}

// standing chooses where the popup stands, and how large: above the selection, else at the foot of the view, lower than it would be
// if neither has the room for all of it; where neither has any, above the head's own line or at the foot, over other lines that
// are selected. The lines right below a selection are those that are read and marked next, so it does not stand there.
func (p *popup) standing(c *column, caret *caret) (fyne.Position, fyne.Size, bool) {
	sel := caret.Range()
	if c.Lines == nil || p.quiet || sel.Start == sel.End {
		return fyne.Position{}, fyne.Size{}, false
	}
	m := c.metrics
	head := c.Lines.At(caret.Head, caret.atEnd())
	y := func(line int) float32 { return float32(c.Y(line) - c.Top()) }
	if y(head)+m.row <= 0 || y(head) >= m.size.Height {
		return fyne.Position{}, fyne.Size{}, false
	}
	around := func(first, last int) []popupRoom {
		return []popupRoom{{0, y(first) - popupGap}, {y(last) + m.row + popupGap, m.size.Height - popupGap}}
	}
	whole := p.sizeIn(fyne.NewSize(m.width, m.size.Height))
	for _, rooms := range [][]popupRoom{around(c.Lines.At(sel.Start, false), c.Lines.At(sel.End, true)), around(head, head)} {
		for _, room := range rooms {
			if whole.Height <= room.height() {
				return popupIn(room, whole, c, caret), whole, true
			}
		}
		room := slices.MaxFunc(rooms, func(a, b popupRoom) int { return cmp.Compare(a.height(), b.height()) })
		if lower := p.sizeIn(fyne.NewSize(m.width, room.height())); lower.Height <= room.height() {
			return popupIn(room, lower, c, caret), lower, true
		}
	}
	return fyne.Position{}, fyne.Size{}, false
}

// popupRoom is a part of the view, from one height to another, in pixels, at whose foot a popup may stand.
type popupRoom struct{ from, to float32 }

func (r popupRoom) height() float32 { return r.to - r.from }

func popupIn(room popupRoom, size fyne.Size, c *column, caret *caret) fyne.Position {
	m := c.metrics
	x := m.left + c.Lines.Line(c.Lines.At(caret.Head, caret.atEnd())).X(caret.Head, caret.atEnd()) - size.Width/2
	x = max(4, m.left, min(x, m.left+m.width-size.Width))
	return fyne.NewPos(m.whole(x), m.whole(room.to-size.Height))
}

// contains says whether a position is on the popup, whose gaps must not be taken for the page.
func (p *popup) contains(at fyne.Position) bool {
	if p.object == nil || !p.object.Visible() {
		return false
	}
	q := at.Subtract(p.object.Position())
	s := p.object.Size()
	return q.X >= 0 && q.Y >= 0 && q.X < s.Width && q.Y < s.Height
}

// marginAbove is the height of the margin above the text in a column of a width, in pixels: a popup has room in it.
func (p *popup) marginAbove(width float32) float32 {
	switch {
	case p.sizeIn == nil:
		return margin
	case width != p.aboveWidth:
		high := p.sizeIn(fyne.NewSize(width, mostAbove)).Height + 2*popupGap
		p.above, p.aboveWidth = float32(math.Ceil(float64(max(margin, min(high, mostAbove))))), width
	}
	return p.above
}
