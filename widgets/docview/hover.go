package docview

import (
	"image/color"
	"math"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"factmark/widgets/docview/layout"
)

const (
	tipWait    = 500 * time.Millisecond // that the pointer has to rest
	tipWidth   = 320                    // of the widest line
	tipLines   = 8
	tipText    = 13
	tipLeading = 19
	tipPad     = 8
	tipBelow   = 22 // the pointer
	tipAbove   = 8
)

// tip is what is said of the highlight under the pointer.
type tip struct {
	text    string // "": nothing is said
	at      fyne.Position
	moved   time.Time
	waiting bool // until the pointer has rested
	resting bool // the pointer has not moved away since
}

// rest notes that the pointer moved, and says something of what it points at once it rests.
func (v *View) rest(at fyne.Position) {
	t := &v.tip
	if at == t.at && t.resting {
		return
	}
	v.hideTip()
	t.at, t.moved, t.resting = at, v.now(), true
	if v.Hover == nil || t.waiting {
		return
	}
	t.waiting = true
	var look func()
	look = func() {
		if left := tipWait - v.now().Sub(v.tip.moved); left > 0 {
			v.After(left, look)
			return
		}
		v.tip.waiting = false
		v.sayTip()
	}
	v.After(tipWait, look)
}

// sayTip asks what to say of the smallest highlight under the pointer.
func (v *View) sayTip() {
	t := &v.tip
	if !t.resting || v.Hover == nil || v.column.Lines == nil || v.pointer.pressed || v.pointer.hoverBar || v.popup.contains(t.at) {
		return
	}
	start, _, ok := v.column.under(t.at)
	if !ok {
		return
	}
	here := v.marks.at(v.column.Text.Point(start))
	if len(here) == 0 {
		return
	}
	if t.text = strings.TrimSpace(v.Hover(here[0].ID)); t.text != "" {
		v.Refresh()
	}
}

// hideTip hides the tip, until the pointer moves and rests again.
func (v *View) hideTip() {
	v.tip.resting = false
	if v.tip.text != "" {
		v.tip.text = ""
		v.Refresh()
	}
}

// tipBox shows the tip: a few lines on a small sheet.
type tipBox struct {
	box   *fyne.Container
	sheet *canvas.Rectangle
	said  string
	look  palette
	size  fyne.Size
}

func newTipBox() *tipBox {
	b := &tipBox{sheet: canvas.NewRectangle(color.Transparent), box: &fyne.Container{}}
	b.sheet.CornerRadius, b.sheet.StrokeWidth = 4, 1
	b.box.Hide()
	return b
}

// show brings the tip up to date with the view: below the pointer, or above where there is no room.
func (b *tipBox) show(v *View, p palette) {
	text := v.tip.text
	if text == "" {
		b.box.Hide()
		return
	}
	if b.said != text || b.look != p {
		b.said, b.look = text, p
		b.write(text, p)
	}
	m := &v.column.metrics
	x := max(4, min(v.tip.at.X, m.size.Width-barWidth-b.size.Width-4))
	y := v.tip.at.Y + tipBelow
	if y+b.size.Height > m.size.Height-4 {
		y = max(4, v.tip.at.Y-tipAbove-b.size.Height)
	}
	b.box.Resize(b.size)
	b.box.Move(fyne.NewPos(m.whole(x), m.whole(y)))
	b.box.Show()
}

// write lays the text out and makes its lines.
func (b *tipBox) write(text string, p palette) {
	measure := func(s string) float32 {
		if s == "" {
			return 0
		}
		return fyne.MeasureText(s, tipText, fyne.TextStyle{}).Width
	}
	b.sheet.FillColor, b.sheet.StrokeColor = p.page, p.soft
	b.box.Objects = []fyne.CanvasObject{b.sheet}
	lines := layout.New(layout.NewText(cutTip(text)), measure, nil, tipWidth)
	wide, n := float32(0), 0
	for n = 0; n < tipLines; n++ {
		lines.Prepare(n)
		if n >= lines.Lines() {
			break
		}
		line := lines.Line(n)
		said, right := "", float32(0) // the toolkit draws what it is given from left to right, but for words of letters
		for _, run := range line.Runs {
			if run.RTL {
				said += layout.Visual(run.Text)
			} else {
				said += run.Text
			}
			right = max(right, run.X+run.Width())
		}
		if n == tipLines-1 && line.End < len(cutTip(text)) {
			said += " …"
		}
		t := canvas.NewText(said, p.ink)
		t.TextSize = tipText
		t.Resize(t.MinSize())
		x := line.Runs[0].X
		t.Move(fyne.NewPos(tipPad+x, tipPad+float32(n)*tipLeading))
		b.box.Objects = append(b.box.Objects, t)
		wide = max(wide, right)
	}
	b.size = fyne.NewSize(float32(math.Ceil(float64(wide)))+2*tipPad, float32(n)*tipLeading+2*tipPad)
	b.sheet.Resize(b.size)
}

// cutTip bounds the work that a very long tip makes.
func cutTip(text string) string {
	const most = 2000
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:most], "") + "…"
}
