package docview

import (
	"fmt"
	"image/color"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
)

// page is a view in a test window with a clock of its own. It notes what the view reports.
type page struct {
	*View
	t      testing.TB
	window fyne.Window
	time   time.Duration
	timers []timer

	clicked  []string
	selected [][2]int
	runes    []rune
	keys     []fyne.KeyName
	scrolled int
}

type timer struct {
	at time.Duration
	f  func()
}

func newPage(t testing.TB, text string, highlights ...Highlight) *page {
	test.NewTempApp(t).Settings().SetTheme(pageTheme{theme.DefaultTheme(), theme.VariantLight})
	p := &page{View: New(), t: t}
	p.After = func(d time.Duration, f func()) { p.timers = append(p.timers, timer{p.time + d, f}) }
	p.now = func() time.Time { return time.Time{}.Add(time.Hour + p.time) }
	p.OnHighlight = func(id string) { p.clicked = append(p.clicked, id) }
	p.OnSelection = func(start, end int) { p.selected = append(p.selected, [2]int{start, end}) }
	p.OnRune = func(r rune) bool { p.runes = append(p.runes, r); return true }
	p.OnKey = func(e *fyne.KeyEvent) { p.keys = append(p.keys, e.Name) }
	p.OnScroll = func() { p.scrolled++ }
	p.SetStyles(testStyles)
	p.window = test.NewTempWindow(t, p.View)
	p.window.SetPadded(false)
	p.window.Resize(fyne.NewSize(720, 400))
	p.SetText(text, highlights)
	return p
}

// wait lets time pass: what is due runs, in order.
func (p *page) wait(d time.Duration) {
	for end := p.time + d; ; {
		slices.SortStableFunc(p.timers, func(a, b timer) int { return int(a.at - b.at) })
		if len(p.timers) == 0 || p.timers[0].at > end {
			p.time = end
			return
		}
		next := p.timers[0]
		p.timers = p.timers[1:]
		p.time = max(p.time, next.at)
		next.f()
	}
}

// settled waits until the whole text is laid out.
func (p *page) settled() {
	for range 100_000 {
		if p.column.Lines != nil && !p.column.Lines.Step() {
			return
		}
		p.wait(sliceGap)
	}
	p.t.Fatal("the layout doesn't end")
}

// at gives the middle of the left edge of a code point on screen, in the window.
func (p *page) at(offset int) fyne.Position {
	b := p.column.Text.Byte(offset)
	i := p.column.Lines.At(b, false)
	y := p.column.Y(i) - p.column.Top() + float64(p.column.metrics.row)/2
	return fyne.NewPos(p.column.metrics.left+p.column.Lines.Line(i).X(b, false)+1, float32(y))
}

func (p *page) press(at fyne.Position, mods fyne.KeyModifier) {
	p.MouseDown(mouse(at, mods))
}

func (p *page) release(at fyne.Position) {
	p.MouseUp(mouse(at, 0))
	p.DragEnd()
}

func (p *page) drag(at fyne.Position) {
	p.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: at, AbsolutePosition: at}})
}

func mouse(at fyne.Position, mods fyne.KeyModifier) *desktop.MouseEvent {
	return &desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: at, AbsolutePosition: at}, Button: desktop.MouseButtonPrimary, Modifier: mods}
}

// click clicks once, long after whatever was clicked before.
func (p *page) click(at fyne.Position) {
	p.wait(time.Second)
	p.press(at, 0)
	p.MouseUp(mouse(at, 0))
}

// key types keys into whatever has the focus, as the window does.
func (p *page) key(names ...fyne.KeyName) {
	for _, name := range names {
		p.window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: name})
	}
}

// shift types keys with Shift held.
func (p *page) shift(names ...fyne.KeyName) {
	focused := p.window.Canvas().Focused().(desktop.Keyable)
	focused.KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	p.key(names...)
	focused.KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
}

const (
	ctrl      = fyne.KeyModifierShortcutDefault
	ctrlShift = ctrl | fyne.KeyModifierShift
)

func (p *page) shortcut(mods fyne.KeyModifier, names ...fyne.KeyName) {
	for _, name := range names {
		p.window.Canvas().Focused().(fyne.Shortcutable).TypedShortcut(&desktop.CustomShortcut{KeyName: name, Modifier: mods})
	}
}

func (p *page) wantSelection(start, end int) {
	p.t.Helper()
	if s, e := p.Selection(); s != start || e != end {
		p.t.Errorf("selection is [%d,%d) %q, want [%d,%d)", s, e, p.SelectedText(), start, end)
	}
}

func (p *page) wantSelected(text string) {
	p.t.Helper()
	if got := p.SelectedText(); got != text {
		p.t.Errorf("selected is %q, want %q", got, text)
	}
}

// renderer gives the objects that show the view.
func (p *page) renderer() *renderer { return test.WidgetRenderer(p.View).(*renderer) }

// shown gives the texts on screen from the top.
func (p *page) shown() []string { return p.renderer().shown() }

func (r *renderer) shown() []string {
	var lines []string
	first, last := r.v.column.Visible()
	for i := first; i <= last; i++ {
		row := r.rows[r.v.column.Lines.Start(i)]
		text := ""
		for k := range row.line.Runs {
			text += row.line.Runs[k].Text
		}
		lines = append(lines, text)
	}
	return lines
}

var testStyles = []Style{
	{Light: rgb(0x0072B2), Dark: rgb(0x56B4E9), Pattern: Solid, Letter: "S"},
	{Light: rgb(0xC2410C), Dark: rgb(0xF59E6C), Pattern: Double, Letter: "D"},
	{Light: rgb(0x7A6A00), Dark: rgb(0xE6C84F), Pattern: Dotted, Letter: "N"},
	{Light: rgb(0x6B7280), Dark: rgb(0x9CA3AF), Pattern: Dashed, Letter: "–"},
	{Light: rgb(0x7E3794), Dark: rgb(0xD3A4F9), Pattern: Wavy, Letter: "1"},
}

func rgb(hex uint32) color.NRGBA {
	return color.NRGBA{R: uint8(hex >> 16), G: uint8(hex >> 8), B: uint8(hex), A: 0xFF}
}

// pageTheme knows the view's colours.
type pageTheme struct {
	fyne.Theme
	variant fyne.ThemeVariant
}

func (t pageTheme) Color(name fyne.ThemeColorName, _ fyne.ThemeVariant) color.Color {
	both := map[fyne.ThemeColorName][2]color.Color{
		ColorPage:                {rgb(0xFBFAF7), rgb(0x16181C)},
		ColorInk:                 {rgb(0x1F2328), rgb(0xE6E3DD)},
		ColorInkSoft:             {rgb(0x5A626B), rgb(0x9DA3AB)},
		theme.ColorNamePrimary:   {rgb(0x3B5BDB), rgb(0x91A7FF)},
		theme.ColorNameSelection: {color.NRGBA{0x3B, 0x5B, 0xDB, 0x38}, color.NRGBA{0x91, 0xA7, 0xFF, 0x48}},
	}
	if pair, ok := both[name]; ok {
		if t.variant == theme.VariantDark {
			return pair[1]
		}
		return pair[0]
	}
	return t.Theme.Color(name, t.variant)
}

// numbered makes a text of short lines that tell where they are.
func numbered(lines int) string {
	var b strings.Builder
	for i := range lines {
		fmt.Fprintf(&b, "This is line %d.\n", i)
	}
	return b.String()
}
