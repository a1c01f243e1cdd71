package docview

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
)

func TestFewObjectsForManyHighlights(t *testing.T) {
	text := news(5 << 20)
	p := newPage(t, text)
	p.SetHighlights(claims(20_000, p.column.Text.Points()))
	p.window.Resize(fyne.NewSize(1400, 1200))
	r := rand.New(rand.NewPCG(5, 6))
	most := 0
	for range 200 {
		switch r.IntN(4) {
		case 0:
			p.column.report(p.column.JumpTo(r.Float64() * p.column.Height()))
		case 1:
			p.column.scrollBy(r.Float64()*4000 - 2000)
		case 2:
			at := r.IntN(p.column.Text.Points())
			p.Reveal(at, at+100)
		case 3:
			p.wait(sliceGap)
		}
		most = max(most, len(p.renderer().Objects())+len(p.renderer().box.Objects))
	}
	if most > 10 {
		t.Errorf("up to %d objects on screen, for text that the pen can write", most)
	}
	if n := len(p.renderer().pool); n > 150 {
		t.Errorf("%d rows wait in the pool", n)
	}
}

// Everything on screen must be the line that belongs there, and in its place.
func (p *page) checkPage() {
	p.t.Helper()
	r := p.renderer()
	first, last := p.column.Visible()
	if len(r.order) != last-first+1 {
		p.t.Fatalf("%d lines on screen, want %d", len(r.order), last-first+1)
	}
	for i := first; i <= last; i++ {
		row := r.order[i-first]
		if want := p.column.Lines.Line(i); row.line.Start != want.Start || row.line.End != want.End {
			p.t.Fatalf("on screen is [%d,%d), want [%d,%d)", row.line.Start, row.line.End, want.Start, want.End)
		}
		if y := float32(p.column.Y(i) - p.column.Top()); abs(row.y-y) > 1 {
			p.t.Errorf("line %d is at %v, belongs at %v", i, row.y, y)
		}
	}
}

func TestThePageShowsWhatItsPlaceSays(t *testing.T) {
	for name, text := range map[string]string{"blank lines": news(200 << 10), "paragraph space": numbered(6000)} {
		t.Run(name, func(t *testing.T) { pageShowsWhatItsPlaceSays(t, text) })
	}
}

func pageShowsWhatItsPlaceSays(t *testing.T, text string) {
	p := newPage(t, text)
	r := rand.New(rand.NewPCG(7, 8))
	for range 300 {
		switch r.IntN(6) {
		case 0:
			p.column.report(p.column.JumpTo(r.Float64() * p.column.Height()))
		case 1:
			p.column.scrollBy(r.Float64()*1000 - 500)
		case 2:
			at := r.IntN(p.column.Text.Points())
			p.Reveal(at, at+10)
			i := p.column.Lines.At(p.column.Text.Byte(at), false)
			if p.column.Y(i) < p.column.Top()-1 || p.column.Y(i)+float64(p.column.metrics.row) > p.column.Top()+400 {
				t.Fatalf("revealed line %d at %v, the page is at %v", i, p.column.Y(i), p.column.Top())
			}
		case 3:
			p.wait(sliceGap)
		case 4:
			p.SetTopOffset(r.IntN(p.column.Text.Points()))
		case 5:
			p.window.Resize(fyne.NewSize(float32(300+r.IntN(700)), float32(200+r.IntN(400))))
			p.window.Resize(fyne.NewSize(p.window.Canvas().Size().Width, 400))
		}
		p.checkPage()
	}
}

func TestLayingOutTheRestMovesNothing(t *testing.T) {
	for name, text := range map[string]string{"blank lines": news(300 << 10), "paragraph space": numbered(9000)} {
		t.Run(name, func(t *testing.T) { layingOutTheRestMovesNothing(t, text) })
	}
}

func layingOutTheRestMovesNothing(t *testing.T, text string) {
	p := newPage(t, text)
	p.column.report(p.column.JumpTo(p.column.Height() * 0.7))
	want, y := p.shown(), p.renderer().order[3].y
	for range 1000 {
		p.wait(sliceGap)
		if got := p.shown(); !slices.Equal(got, want) {
			t.Fatalf("the page changed from %q to %q", want, got)
		}
		if got := p.renderer().order[3].y; got != y {
			t.Fatalf("a line moved from %v to %v", y, got)
		}
	}
	if p.column.Lines.Step() {
		t.Error("the layout has not ended")
	}
}

func TestScrollingUpOverWhatIsNotLaidOut(t *testing.T) {
	text := numbered(5000)
	p := newPage(t, text)
	p.SetTopOffset(len(text) / 2)
	line := func() string { return p.shown()[1] }
	var seen []string
	for range 300 {
		seen = append(seen, line())
		p.column.scrollBy(-float64(p.column.metrics.row))
	}
	i := strings.Index(text, seen[0])
	for _, s := range seen {
		if at := strings.LastIndex(text[:i+len(s)], s); at < 0 || strings.Count(text[at:i], "\n") > 1 {
			t.Fatalf("after %q came %q", text[i:i+20], s)
		} else {
			i = at
		}
	}
}

func TestResizingAndZoomingKeepTheFirstCharacter(t *testing.T) {
	p := newPage(t, news(300<<10))
	for _, place := range []int{0, 1234, 100_000, 299_000} {
		p.window.Resize(fyne.NewSize(720, 400))
		p.SetTextSize(17)
		p.SetTopOffset(place)
		at := p.TopOffset()
		if at > place || place-at > 200 {
			t.Fatalf("asked for %d, the page begins at %d", place, at)
		}
		for _, size := range []float32{17, 11, 30, 22, 17} {
			for _, width := range []float32{300, 1000, 500, 720} {
				p.window.Resize(fyne.NewSize(width, 400))
				p.SetTextSize(size)
				p.wait(sliceGap)
				first, _ := p.column.Visible()
				line := p.column.Lines.Line(first)
				if b := p.column.Text.Byte(at); b < line.Start || b >= line.End {
					t.Fatalf("%d is not on the first line [%d,%d) at width %v, size %v", at, line.Start, line.End, width, size)
				}
			}
		}
		if got := p.TopOffset(); got != at {
			t.Errorf("the page begins at %d, began at %d", got, at)
		}
	}
}

func TestAPlaceSetBeforeTheViewIsShown(t *testing.T) {
	p := newPage(t, "")
	text := numbered(1000)
	v := New()
	v.After = p.After
	v.SetText(text, nil)
	at := strings.Index(text, "This is line 600.")
	v.SetTopOffset(at)
	if got := v.TopOffset(); got != at {
		t.Errorf("the place is %d before there is a window, want %d", got, at)
	}
	p.View = v
	p.window.SetContent(v)
	if got := p.shown()[0]; got != "This is line 600." {
		t.Errorf("the page begins with %q", got)
	}
	v = New()
	v.After = p.After
	v.SetText(text, nil)
	v.Reveal(at, at+5)
	p.View = v
	p.window.SetContent(v)
	if shown := p.shown(); !slices.Contains(shown, "This is line 600.") {
		t.Errorf("not revealed: %q", shown)
	}
}

func TestRevealLeavesAVisibleRangeAlone(t *testing.T) {
	p := newPage(t, numbered(1000))
	p.SetTopOffset(p.column.Text.Points() / 2)
	top := p.column.Top()
	first, last := p.column.Visible()
	middle := p.column.Lines.Line((first + last) / 2)
	p.Reveal(middle.Start, middle.Ink)
	if p.column.Top() != top {
		t.Error("the page scrolled to what was on it")
	}
	p.Reveal(0, 5)
	if p.column.Top() != 0 {
		t.Errorf("top is %v", p.column.Top())
	}
	at := strings.Index(numbered(1000), "line 600")
	p.Reveal(at, at+8)
	if y := p.column.Y(600) - p.column.Top(); y < 100 || y > 160 {
		t.Errorf("revealed line is at %v of 400", y)
	}
	n := p.column.Text.Points()
	p.Reveal(n, n)
	if p.column.Top() != p.column.Height()-400 {
		t.Errorf("top is %v, the end would be %v", p.column.Top(), p.column.Height()-400)
	}
}

func TestANewRendererShowsTheSame(t *testing.T) {
	p := newPage(t, news(50<<10), Highlight{ID: "a", Start: 20_000, End: 20_200})
	p.window.Canvas().Focus(p.View)
	p.Reveal(20_000, 20_200)
	p.Select(20_010, 20_050)
	old := p.renderer()
	again := p.CreateRenderer().(*renderer)
	again.Layout(p.Size())
	if !slices.Equal(old.shown(), again.shown()) {
		t.Errorf("old shows %q, new %q", old.shown(), again.shown())
	}
	if len(old.box.Objects) != len(again.box.Objects) {
		t.Fatalf("old has %d objects, new %d", len(old.box.Objects), len(again.box.Objects))
	}
	for i, o := range old.box.Objects {
		if n := again.box.Objects[i]; o.Position() != n.Position() || o.Size() != n.Size() {
			t.Errorf("object %d is at %v, was at %v", i, n.Position(), o.Position())
		}
	}
	if old.caret.Position() != again.caret.Position() || !again.caret.Visible() {
		t.Errorf("caret at %v, was at %v", again.caret.Position(), old.caret.Position())
	}
}

func TestOtherTextForgetsTheOldOne(t *testing.T) {
	p := newPage(t, news(50<<10), Highlight{ID: "a", Start: 0, End: 100})
	p.Select(5, 50)
	p.column.report(p.column.JumpTo(2000))
	p.SetText("Another text.", []Highlight{{ID: "b", Start: 0, End: 7}})
	p.wantSelection(0, 0)
	if p.column.Top() != 0 || !slices.Equal(p.shown(), []string{"Another text."}) {
		t.Errorf("top %v, shown %q", p.column.Top(), p.shown())
	}
	if got := p.HighlightsAt(3); !slices.Equal(got, []string{"b"}) {
		t.Errorf("highlights %q", got)
	}
	p.wait(sliceGap * 10) // slices of the old layout must not touch the new one
	p.SetText("", nil)
	if shown := p.shown(); !slices.Equal(shown, []string{""}) || p.renderer().caret.Visible() {
		t.Errorf("of no text it shows %q", shown)
	}
	p.click(fyne.NewPos(100, 100))
	p.key(fyne.KeyDown, fyne.KeyEnd, fyne.KeyPageDown, fyne.KeyUp)
	p.shortcut(ctrlShift, fyne.KeyUp, fyne.KeyDown)
	p.wantSelection(0, 0)
}

// The way to the end of a long text leads over lines that are only estimated; however wrong the estimate, the caret's
// line is on screen, wholly, and stays there while the rest is laid out.
func TestTheEndOfALongTextIsShownAtOnce(t *testing.T) {
	for name, text := range map[string]string{
		"more lines than estimated":  strings.Repeat("WWWWWW MMMMMMMM ", 200_000),
		"fewer lines than estimated": strings.Repeat("illicit, fill it; ", 200_000),
		"news":                       news(5 << 20),
	} {
		t.Run(name, func(t *testing.T) {
			p := newPage(t, text)
			p.window.Resize(fyne.NewSize(720, 413))
			p.press(p.at(10), 0)
			p.MouseUp(mouse(p.at(10), 0))
			p.wholeCaret()
			for step, do := range []func(){
				func() { p.shortcut(ctrl, fyne.KeyEnd) },
				func() { p.shortcut(ctrlShift, fyne.KeyLeft, fyne.KeyLeft) },
				func() { p.shift(fyne.KeyUp) },
				func() { p.wait(5 * sliceGap) },
				func() { p.key(fyne.KeyPageUp, fyne.KeyDown, fyne.KeyDown) },
				func() { p.shortcut(ctrl, fyne.KeyHome) },
				func() { p.wait(5 * sliceGap) },
				func() { p.shortcut(ctrl, fyne.KeyEnd) },
				func() { p.window.Resize(fyne.NewSize(500, 347)) },
				func() { p.shortcut(ctrlShift, fyne.KeyLeft) },
			} {
				if do(); step != 8 { // another width leaves the top where it was, not the caret
					p.wholeCaret()
				}
			}
			p.shortcut(ctrl, fyne.KeyEnd)
			shown := p.shown()
			if last := p.column.Lines.Line(p.column.Lines.Lines() - 1); last.Runs[0].Text != shown[len(shown)-1] {
				t.Errorf("the page ends with %q, the text with %q", shown[len(shown)-1], last.Runs[0].Text)
			}
		})
	}
}

// What lies between the caret's old place and its new one must not be laid out on the way.
func TestJumpingLaysOutLittle(t *testing.T) {
	p := newPage(t, news(5<<20))
	p.window.Canvas().Focus(p.View)
	laidOut := func() int {
		n := 0
		for range 1 << 20 {
			if !p.column.Lines.Step() {
				break
			}
			n++
		}
		return n
	}
	p.shortcut(ctrl, fyne.KeyEnd)
	p.Reveal(2_000_000, 2_000_100)
	p.shortcut(ctrl, fyne.KeyHome)
	if n := laidOut(); n < 2000 {
		t.Errorf("only %d blocks of the text were left to lay out", n)
	}
}

// wholeCaret checks that the line with the caret is on screen from its top to its bottom.
func (p *page) wholeCaret() {
	p.t.Helper()
	line := p.column.Lines.At(p.caret.Head, p.caret.Upstream)
	y := p.column.Y(line) - p.column.Top()
	if y < 0 || y+float64(p.column.metrics.row) > float64(p.column.metrics.size.Height) {
		p.t.Errorf("the caret's line is at %v of %v", y, p.column.metrics.size.Height)
	}
	row := p.renderer().rows[p.column.Lines.Start(line)]
	if row == nil || !p.renderer().caret.Visible() {
		p.t.Errorf("line %d is not drawn, or the caret isn't", line)
	}
}
