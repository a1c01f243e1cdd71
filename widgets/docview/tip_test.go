package docview

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
)

// hovering is a page that has something to say of its highlights.
func hovering(t testing.TB) *page {
	p := newPage(t, strings.Repeat(prose+"\n", 20), Highlight{ID: "a", Start: 4, End: 40}, Highlight{ID: "b", Start: 13, End: 29}, Highlight{ID: "mute", Start: 64, End: 80})
	p.Hover = func(id string) string {
		if id == "mute" {
			return ""
		}
		return "note of " + id
	}
	p.window.Canvas().Focus(p.View)
	return p
}

// said gives what the tip on screen says, "" if there is none.
func (p *page) said() string {
	b := p.renderer().tip
	if !b.box.Visible() {
		return ""
	}
	var lines []string
	for _, o := range b.box.Objects[1:] {
		lines = append(lines, o.(*canvas.Text).Text)
	}
	return strings.Join(lines, "\n")
}

func (p *page) rest(at fyne.Position) string {
	test.MoveMouse(p.window.Canvas(), at)
	p.wait(tipWait)
	return p.said()
}

func TestATipComesWhenThePointerRests(t *testing.T) {
	p := hovering(t)
	test.MoveMouse(p.window.Canvas(), p.at(6))
	p.wait(tipWait * 4 / 5)
	test.MoveMouse(p.window.Canvas(), p.at(18))
	p.wait(tipWait * 4 / 5)
	if got := p.said(); got != "" {
		t.Fatalf("before the pointer rests it says %q", got)
	}
	p.wait(tipWait / 5)
	if got := p.said(); got != "note of b" {
		t.Errorf("over two highlights it says %q", got)
	}
	for offset, want := range map[int]string{6: "note of a", 50: "", 70: "", 20: "note of b"} {
		if got := p.rest(p.at(offset)); got != want {
			t.Errorf("over %d it says %q, want %q", offset, got, want)
		}
	}
	if got := p.rest(fyne.NewPos(5, 30)); got != "" {
		t.Errorf("over the margin it says %q", got)
	}
	for range 100 {
		test.MoveMouse(p.window.Canvas(), p.at(6))
		test.MoveMouse(p.window.Canvas(), p.at(18))
	}
	if len(p.timers) > 5 {
		t.Errorf("%d timers wait", len(p.timers))
	}
}

func TestATipGoesWithTheFirstMove(t *testing.T) {
	for name, do := range map[string]func(p *page){
		"move":   func(p *page) { test.MoveMouse(p.window.Canvas(), p.at(17).AddXY(1, 0)) },
		"out":    func(p *page) { p.MouseOut() },
		"click":  func(p *page) { p.press(p.at(17), 0) },
		"key":    func(p *page) { p.key(fyne.KeyRight) },
		"rune":   func(p *page) { test.Type(p.View, "x") },
		"scroll": func(p *page) { p.column.scrollBy(30) },
		"text":   func(p *page) { p.SetText("another", nil) },
	} {
		t.Run(name, func(t *testing.T) {
			p := hovering(t)
			if got := p.rest(p.at(18)); got == "" {
				t.Fatal("no tip")
			}
			if do(p); p.said() != "" {
				t.Errorf("it still says %q", p.said())
			}
			p.MouseOut()
			if p.wait(time.Second); p.said() != "" {
				t.Errorf("it says %q again", p.said())
			}
		})
	}
}

func TestATipStaysOnThePage(t *testing.T) {
	p := hovering(t)
	long := strings.Repeat("A long note in many words; ", 300)
	p.Hover = func(string) string { return long }
	p.SetHighlights([]Highlight{{ID: "all", Start: 0, End: 1 << 20}})
	for _, at := range []fyne.Position{{X: 60, Y: 40}, {X: 640, Y: 40}, {X: 300, Y: 240}, {X: 640, Y: 342}} {
		if got := p.rest(at); len(got) < 100 || !slices.Contains([]int{tipLines}, strings.Count(got, "\n")+1) || !strings.HasSuffix(got, "…") {
			t.Fatalf("at %v it says %q", at, got)
		}
		box := p.renderer().tip.box
		pos, size := box.Position(), box.Size()
		if pos.X < 0 || pos.Y < 0 || pos.X+size.Width > 720-barWidth || pos.Y+size.Height > 400 {
			t.Errorf("the tip for %v is at %v, %v large", at, pos, size)
		}
		if at.X >= pos.X && at.X < pos.X+size.Width && at.Y >= pos.Y && at.Y < pos.Y+size.Height {
			t.Errorf("the tip at %v covers the pointer at %v", pos, at)
		}
	}
}

func TestTipLight(t *testing.T) { tipGolden(t, theme.VariantLight, "tip_light.png") }

func TestTipDark(t *testing.T) { tipGolden(t, theme.VariantDark, "tip_dark.png") }

func tipGolden(t *testing.T, variant fyne.ThemeVariant, name string) {
	p := hovering(t)
	fyne.CurrentApp().Settings().SetTheme(pageTheme{theme.DefaultTheme(), variant})
	p.Refresh()
	p.Hover = func(string) string {
		return "The general is named in two other reports, but with another date.\nAsk the agency."
	}
	p.rest(p.at(20))
	test.AssertImageMatches(t, name, p.window.Canvas().Capture())
}
