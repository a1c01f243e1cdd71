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

// tip is what is said of what the pointer rests over.
type tip struct {
	text    string // "": nothing is said
	at      fyne.Position
	moved   time.Time
	waiting bool // until the pointer has rested
	resting bool // the pointer has not moved away since

	after   func(d time.Duration, f func())
	now     func() time.Time
	about   func(at fyne.Position) string // gives what is said of a place, if anything
	changed func()                        // called when the tip comes or goes
}

// rest notes that the pointer moved, and says something of what it points at once it rests, if there is anything to say
// at all.
func (t *tip) rest(at fyne.Position, says bool) {
	if at == t.at && t.resting {
		return
	}
	t.hide()
	t.at, t.moved, t.resting = at, t.now(), true
	if !says || t.waiting {
		return
	}
	t.waiting = true
	var look func()
	look = func() {
		if left := tipWait - t.now().Sub(t.moved); left > 0 {
			t.after(left, look)
			return
		}
		t.waiting = false
		if !t.resting {
			return
		}
		if t.text = strings.TrimSpace(t.about(t.at)); t.text != "" {
			t.changed()
		}
	}
	t.after(tipWait, look)
}

// hide hides the tip, until the pointer moves and rests again.
func (t *tip) hide() {
	t.resting = false
	if t.text != "" {
		t.text = ""
		t.changed()
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

// show brings the box up to date with the tip: below the pointer, or above where there is no room.
func (b *tipBox) show(t *tip, m *metrics, p palette) {
	text := t.text
	if text == "" {
		b.box.Hide()
		return
	}
	if b.said != text || b.look != p {
		b.said, b.look = text, p
		b.write(text, p)
	}
	x := max(4, min(t.at.X, m.size.Width-barWidth-b.size.Width-4))
	y := t.at.Y + tipBelow
	if y+b.size.Height > m.size.Height-4 {
		y = max(4, t.at.Y-tipAbove-b.size.Height)
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
	text = cutTip(text)
	lines := layout.New(layout.NewText(text), measure, nil, tipWidth)
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
		if n == tipLines-1 && line.End < len(text) {
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
