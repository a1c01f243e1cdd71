package textfield

import (
	"image/color"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"factmark/widgets/selecting"
)

// desk is a field in a test window with a clock of its own.
type desk struct {
	*Field
	t       testing.TB
	window  fyne.Window
	time    time.Duration
	timers  []timer
	changes int
	leftOut int
}

type timer struct {
	at time.Duration
	f  func()
}

type fieldTheme struct {
	fyne.Theme
	variant fyne.ThemeVariant
}

func rgb(hex uint32) color.NRGBA {
	return color.NRGBA{R: uint8(hex >> 16), G: uint8(hex >> 8), B: uint8(hex), A: 0xFF}
}

func (t fieldTheme) Color(name fyne.ThemeColorName, _ fyne.ThemeVariant) color.Color {
	both := map[fyne.ThemeColorName][2]color.Color{
		theme.ColorNameInputBackground: {rgb(0xFBFAF7), rgb(0x16181C)},
		theme.ColorNameForeground:      {rgb(0x1F2328), rgb(0xE6E3DD)},
		theme.ColorNamePlaceHolder:     {rgb(0x5F6770), rgb(0x9AA0A8)},
		theme.ColorNamePrimary:         {rgb(0x3B5BDB), rgb(0x91A7FF)},
		theme.ColorNameSelection:       {color.NRGBA{0x3B, 0x5B, 0xDB, 0x38}, color.NRGBA{0x91, 0xA7, 0xFF, 0x48}},
	}
	if pair, ok := both[name]; ok {
		if t.variant == theme.VariantDark {
			return pair[1]
		}
		return pair[0]
	}
	return t.Theme.Color(name, t.variant)
}

func newDesk(t testing.TB, text string) *desk {
	test.NewTempApp(t).Settings().SetTheme(fieldTheme{theme.DefaultTheme(), theme.VariantLight})
	d := &desk{Field: New(), t: t}
	d.After = func(after time.Duration, f func()) { d.timers = append(d.timers, timer{d.time + after, f}) }
	d.now = func() time.Time { return time.Time{}.Add(time.Hour + d.time) }
	d.SetText(text)
	d.OnChanged = func() { d.changes++ }
	d.OnLeftOut = func(n int) { d.leftOut += n }
	d.window = test.NewTempWindow(t, d.Field)
	d.window.SetPadded(false)
	d.window.Resize(fyne.NewSize(300, 120))
	d.window.Canvas().Focus(d.Field)
	return d
}

// wait lets time pass: what is due runs, in order.
func (d *desk) wait(span time.Duration) {
	for end := d.time + span; ; {
		slices.SortStableFunc(d.timers, func(a, b timer) int { return int(a.at - b.at) })
		if len(d.timers) == 0 || d.timers[0].at > end {
			d.time = end
			return
		}
		next := d.timers[0]
		d.timers = d.timers[1:]
		d.time = max(d.time, next.at)
		next.f()
	}
}

// type_ types into whatever has the keyboard; a line feed is Enter.
func (d *desk) type_(text string) {
	for _, r := range text {
		if r == '\n' {
			d.key(fyne.KeyReturn)
		} else {
			d.window.Canvas().Focused().TypedRune(r)
		}
	}
}

func (d *desk) key(names ...fyne.KeyName) {
	for _, name := range names {
		d.window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: name})
	}
}

func (d *desk) shift(names ...fyne.KeyName) {
	d.KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	d.key(names...)
	d.KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
}

const (
	ctrl      = fyne.KeyModifierShortcutDefault
	ctrlShift = ctrl | fyne.KeyModifierShift
)

func (d *desk) shortcut(mods fyne.KeyModifier, names ...fyne.KeyName) {
	for _, name := range names {
		d.TypedShortcut(&desktop.CustomShortcut{KeyName: name, Modifier: mods})
	}
}

func (d *desk) want(text string) {
	d.t.Helper()
	if got := d.Text(); got != text {
		d.t.Fatalf("the field holds %q, want %q", got, text)
	}
}

func (d *desk) wantSelection(start, end int) {
	d.t.Helper()
	if s, e := d.Selection(); s != start || e != end {
		d.t.Fatalf("the selection is [%d,%d), want [%d,%d)", s, e, start, end)
	}
}

// at gives the middle of the left edge of a code point on screen.
func (d *desk) at(offset int) fyne.Position {
	d.fit()
	d.view.Settle()
	b := d.view.Text.Byte(offset)
	i := d.view.Lines.At(b, false)
	return fyne.NewPos(d.metrics.inset+d.view.Lines.Line(i).X(b, false)+1, float32(d.view.Y(i)-d.view.Top())+d.metrics.row/2)
}

func mouse(at fyne.Position, button desktop.MouseButton, mods fyne.KeyModifier) *desktop.MouseEvent {
	return &desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: at, AbsolutePosition: at}, Button: button, Modifier: mods}
}

func (d *desk) click(at fyne.Position, times int, mods fyne.KeyModifier) {
	d.wait(time.Second)
	for range times {
		d.MouseDown(mouse(at, desktop.MouseButtonPrimary, mods))
		d.MouseUp(mouse(at, desktop.MouseButtonPrimary, mods))
	}
}

func (d *desk) drag(at fyne.Position) {
	d.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: at, AbsolutePosition: at}})
}

// A note of an ordinary day: spaces fall on the ends of rows, whatever the width.
const report = "The ministry's report of the same day says that the bridge was closed in March, which the mayor's office denied; see the minutes of 12 May, page 4."

func TestSpacesAtTheEndsOfRowsAreKept(t *testing.T) {
	d := newDesk(t, "")
	for width := float32(100); width < 700; width += 13 {
		d.SetText("")
		d.window.Resize(fyne.NewSize(width, 120))
		d.type_(report)
		d.want(report)
		d.key(fyne.KeyHome)
		d.type_("x")
		d.key(fyne.KeyBackspace)
		d.want(report)
	}
}

func TestTypingReplacesTheSelectionAndKeysDelete(t *testing.T) {
	d := newDesk(t, "one two three")
	d.Select(4, 7)
	d.type_("2")
	d.want("one 2 three")
	d.key(fyne.KeyBackspace, fyne.KeyDelete)
	d.want("one three")
	d.shortcut(ctrl, fyne.KeyDelete)
	d.want("one ")
	d.shortcut(ctrl, fyne.KeyBackspace)
	d.want("")
	d.key(fyne.KeyBackspace, fyne.KeyDelete)
	d.shortcut(ctrl, fyne.KeyBackspace, fyne.KeyDelete)
	d.want("")
	if d.changes != 5 {
		t.Errorf("told of %d changes, want 5", d.changes)
	}
}

func TestLettersAreWholeClusters(t *testing.T) {
	for _, letter := range []string{"e\u0301", "👨‍👩‍👧‍👦", "🇦🇫", "กำ", "คุ", "한", "👍🏽", "1️⃣", "नि"} {
		d := newDesk(t, "")
		d.type_("a" + letter + "b")
		d.want("a" + letter + "b")
		d.key(fyne.KeyLeft)
		d.shift(fyne.KeyLeft)
		if got := d.SelectedText(); got != letter {
			t.Errorf("Shift+Left takes %q of %q", got, letter)
		}
		d.key(fyne.KeyRight, fyne.KeyBackspace)
		d.want("ab")
		d.Undo()
		d.want("a" + letter + "b")
		d.Select(1, 1)
		d.key(fyne.KeyDelete)
		d.want("ab")
	}
}

func TestClipboard(t *testing.T) {
	d := newDesk(t, "one two")
	clipboard := fyne.CurrentApp().Clipboard()
	d.TypedShortcut(&fyne.ShortcutSelectAll{})
	d.TypedShortcut(&fyne.ShortcutCopy{})
	if clipboard.Content() != "one two" {
		t.Fatalf("copied %q", clipboard.Content())
	}
	d.Select(3, 7)
	d.TypedShortcut(&fyne.ShortcutCut{})
	d.want("one")
	clipboard.SetContent("a\r\nb\rc\x00d\x1be\u0085\tf\n")
	d.TypedShortcut(&fyne.ShortcutPaste{})
	d.want("onea\nb\ncde\tf\n")
	if d.leftOut != 3 {
		t.Errorf("said that %d were left out, want 3", d.leftOut)
	}
	d.TypedShortcut(&fyne.ShortcutUndo{})
	d.want("one")
	d.type_("\x07")
	d.want("one")
	clipboard.SetContent("bad \xff byte")
	d.TypedShortcut(&fyne.ShortcutPaste{})
	d.want("onebad \uFFFD byte")
	clipboard.SetContent("")
	changes := d.changes
	d.TypedShortcut(&fyne.ShortcutPaste{})
	if d.changes != changes {
		t.Error("pasting nothing is told as a change")
	}
}

func TestUndoGoesByWordsAndPauses(t *testing.T) {
	d := newDesk(t, "")
	d.type_("one two ")
	d.wait(time.Minute)
	d.type_("thr")
	d.wait(time.Minute)
	d.type_("ee")
	var seen []string
	for range 6 {
		d.TypedShortcut(&fyne.ShortcutUndo{})
		seen = append(seen, d.Text())
	}
	if want := []string{"one two thr", "one two ", "one ", "", "", ""}; !slices.Equal(seen, want) {
		t.Fatalf("undone: %q, want %q", seen, want)
	}
	d.TypedShortcut(&fyne.ShortcutRedo{})
	d.shortcut(ctrlShift, fyne.KeyZ)
	d.shortcut(ctrl, fyne.KeyY)
	d.want("one two thr")
	d.type_("x")
	d.Redo()
	d.want("one two thrx")
	d.key(fyne.KeyBackspace, fyne.KeyBackspace, fyne.KeyBackspace)
	d.Undo()
	d.want("one two thrx")
	d.wantSelection(12, 12)
	d.Select(4, 7)
	d.key(fyne.KeyDelete)
	d.Undo()
	d.wantSelection(4, 7)
}

// What is typed before a joiner is one letter with it, also when it is done again.
func TestRedoLeavesLettersWhole(t *testing.T) {
	d := newDesk(t, "\u200dx")
	d.key(fyne.KeyHome)
	d.type_("👩")
	d.wantSelection(2, 2)
	d.Undo()
	d.wantSelection(0, 0)
	d.Redo()
	d.want("👩\u200dx")
	d.wantSelection(2, 2)
}

func TestWhatUndoRemembersIsBounded(t *testing.T) {
	d := newDesk(t, "")
	big := strings.Repeat("0123456789abcdef", 1<<16) // 1 MiB
	for range 40 {
		d.SelectAndPut(big)
	}
	if d.history.bytes > maxBytes {
		t.Errorf("%d bytes are remembered", d.history.bytes)
	}
	sum := 0
	for i := range d.history.done {
		sum += d.history.done[i].size()
	}
	if sum != d.history.bytes {
		t.Errorf("%d bytes are remembered, counted as %d", sum, d.history.bytes)
	}
	for range 3 * maxSteps {
		d.insert("x ", other)
	}
	if n := len(d.history.done); n > maxSteps {
		t.Errorf("%d steps are remembered", n)
	}
}

// SelectAndPut replaces all.
func (d *desk) SelectAndPut(text string) {
	d.selectAll()
	d.insert(text, other)
}

func TestHomeAndEndAreOfTheRow(t *testing.T) {
	d := newDesk(t, report+"  \nnext")
	d.fit()
	d.Select(60, 60)
	row := d.caret.line()
	if row.Start == 0 || row.Broken() {
		t.Fatal("not in the middle of wrapped rows")
	}
	d.key(fyne.KeyHome)
	d.wantSelection(row.Start, row.Start)
	d.key(fyne.KeyEnd)
	d.wantSelection(row.Ink, row.Ink)
	d.Select(len(report)-1, len(report)-1)
	d.key(fyne.KeyEnd)
	d.wantSelection(len(report)+2, len(report)+2) // behind the spaces: what is typed next stands there
	d.shortcut(ctrl, fyne.KeyHome)
	d.wantSelection(0, 0)
	d.shortcut(ctrlShift, fyne.KeyEnd)
	d.wantSelection(0, len(report)+7)
	d.key(fyne.KeyLeft)
	d.wantSelection(0, 0)
}

func TestUpAndDownKeepTheColumn(t *testing.T) {
	d := newDesk(t, "a long first line\nx\na long third line")
	d.Select(12, 12)
	d.key(fyne.KeyDown)
	d.wantSelection(19, 19)
	d.key(fyne.KeyDown)
	if s, _ := d.Selection(); s < 30 || s > 33 {
		t.Errorf("the column is lost: %d", s)
	}
	d.key(fyne.KeyDown)
	d.wantSelection(37, 37)
	d.key(fyne.KeyUp, fyne.KeyUp, fyne.KeyUp)
	d.wantSelection(0, 0)
	d.shift(fyne.KeyDown)
	d.wantSelection(0, 18)
	d.SetText(strings.Repeat("line\n", 100))
	d.shortcut(ctrl, fyne.KeyHome)
	d.key(fyne.KeyPageDown, fyne.KeyPageDown)
	s, _ := d.Selection()
	if s < 20 || s > 80 || d.view.Top() == 0 {
		t.Errorf("a page down is at %d, the top at %v", s, d.view.Top())
	}
	d.key(fyne.KeyPageUp, fyne.KeyPageUp)
	d.wantSelection(0, 0)
}

func TestArrowsGoWhereTheyPoint(t *testing.T) {
	d := newDesk(t, "ab אבג cd\nשלום abc עולם\n"+strings.Repeat("שלום abc ", 12))
	x := func() (float32, int) {
		i := d.view.Lines.At(d.caret.Head, d.caret.Upstream)
		return d.view.Lines.Line(i).X(d.caret.Head, d.caret.Upstream), i
	}
	d.shortcut(ctrl, fyne.KeyHome)
	for range 400 {
		before, row := x()
		d.key(fyne.KeyRight)
		if after, now := x(); now == row && after < before-0.01 {
			t.Fatalf("Right goes from %v to %v in row %d", before, after, row)
		}
	}
	// Past every letter of a line that reads from the right, and on to the line above.
	d.Select(11, 11)
	d.key(fyne.KeyHome)
	at, _ := d.Selection()
	if at != 10 {
		t.Fatalf("the line begins at %d", at)
	}
	d.key(fyne.KeyRight)
	if s, _ := d.Selection(); s >= 10 {
		t.Errorf("right of the beginning of a line that reads from the right is %d, want the line above", s)
	}
	for range 400 {
		before, row := x()
		d.key(fyne.KeyLeft)
		if after, now := x(); now == row && after > before+0.01 {
			t.Fatalf("Left goes from %v to %v in row %d", before, after, row)
		}
	}
}

// Over every letter, wherever rows are wrapped, Right passes each place once.
func TestRightPassesEveryLetter(t *testing.T) {
	d := newDesk(t, report+"\n\n"+report)
	d.shortcut(ctrl, fyne.KeyHome)
	for i := range len(d.Text()) {
		d.wantSelection(i, i)
		d.key(fyne.KeyRight)
	}
	for i := len(d.Text()); i > 0; i-- {
		d.wantSelection(i, i)
		d.key(fyne.KeyLeft)
	}
}

func TestWordAndSentenceSteps(t *testing.T) {
	d := newDesk(t, "One two. Three four.")
	d.shortcut(ctrl, fyne.KeyHome, fyne.KeyRight)
	d.wantSelection(3, 3)
	d.shortcut(ctrlShift, fyne.KeyRight)
	d.wantSelection(3, 7)
	d.shortcut(fyne.KeyModifierAlt, fyne.KeyRight)
	d.wantSelection(9, 9)
	d.shortcut(ctrl, fyne.KeyLeft)
	d.wantSelection(4, 4)
	d.SetText("שלום עולם")
	d.shortcut(ctrl, fyne.KeyHome, fyne.KeyLeft)
	d.wantSelection(4, 4) // to the left is on
}

func TestMouseSelects(t *testing.T) {
	d := newDesk(t, "One two three. Four five.\nSix.")
	d.click(d.at(5), 1, 0)
	d.wantSelection(5, 5)
	d.click(d.at(5), 2, 0)
	d.wantSelection(4, 7)
	d.click(d.at(5), 3, 0)
	d.wantSelection(0, 14)
	d.click(d.at(2), 1, 0)
	d.click(d.at(9), 1, fyne.KeyModifierShift)
	d.wantSelection(2, 9)
	d.wait(time.Second)
	d.MouseDown(mouse(d.at(9), desktop.MouseButtonPrimary, 0))
	d.drag(d.at(2))
	d.wantSelection(2, 9)
	d.MouseUp(mouse(d.at(2), desktop.MouseButtonPrimary, 0))
	d.DragEnd()
	d.click(fyne.NewPos(299, d.at(2).Y), 1, 0)
	d.wantSelection(25, 25)
	d.mouse.Forget()
	test.DoubleTap(d.Field) // a driver without presses
	if d.SelectedText() == "" {
		t.Error("a double tap selects nothing")
	}
}

func TestDraggingBeyondTheEdgeScrolls(t *testing.T) {
	d := newDesk(t, strings.Repeat("line\n", 200))
	d.Select(0, 0)
	d.MouseDown(mouse(fyne.NewPos(20, 20), desktop.MouseButtonPrimary, 0))
	d.drag(fyne.NewPos(20, 300))
	d.wait(2 * time.Second)
	top := d.view.Top()
	if top < 500 {
		t.Fatalf("after two seconds at %v", top)
	}
	lost := 0
	d.OnFocus = func(focused bool) { lost++ }
	d.MouseUp(mouse(fyne.NewPos(20, 300), desktop.MouseButtonPrimary, 0))
	d.window.Canvas().Unfocus() // as the window does
	d.DragEnd()
	if d.window.Canvas().Focused() != fyne.Focusable(d.Field) || lost > 0 {
		t.Errorf("the focus is with %v, told %d times", d.window.Canvas().Focused(), lost)
	}
	d.wait(2 * time.Second)
	if d.view.Top() != top {
		t.Error("it scrolls on when the mouse is let go")
	}
}

func TestItGrowsToEightLinesAndThenScrolls(t *testing.T) {
	d := newDesk(t, "")
	row, inset := d.metrics.row, d.metrics.inset
	for lines := 1; lines < 12; lines++ {
		if want := float32(min(8, max(2, lines)))*row + 2*inset; d.MinSize().Height != want {
			t.Errorf("%d lines: %v high, want %v", lines, d.MinSize().Height, want)
		}
		d.key(fyne.KeyReturn)
	}
	d.window.Resize(fyne.NewSize(300, d.MinSize().Height))
	if _, h := d.view.Thumb(); h == 0 || !d.wheel.Visible() {
		t.Error("twelve lines have no scrollbar")
	}
	d.SetText(d.Text() + "x")
	if d.view.Top() != 0 {
		t.Errorf("a new text begins at %v", d.view.Top())
	}
	d.shortcut(ctrl, fyne.KeyHome, fyne.KeyEnd)
	if _, y := d.caretAt(); y < 0 || y+row > d.metrics.size.Height {
		t.Errorf("the caret's line is at %v", y)
	}
	d.wheel.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, 30)})
	before := d.view.Top()
	d.type_("x")
	if _, y := d.caretAt(); d.view.Top() <= before || y+row > d.metrics.size.Height {
		t.Error("typing doesn't bring the caret back into view")
	}
	d.SetText("short")
	if _, h := d.view.Thumb(); h != 0 || d.wheel.Visible() {
		t.Error("a short text has a scrollbar")
	}
	d.SetRows(5, 8)
	if got, want := d.MinSize().Height, 5*row+2*inset; got != want {
		t.Errorf("%v high, want %v", got, want)
	}
	if got := d.MostRows(2.5 * row); got != 7 {
		t.Errorf("%d rows may be had with two and a half more", got)
	}
}

func TestTheScrollbarIsDragged(t *testing.T) {
	d := newDesk(t, strings.Repeat("line\n", 3000))
	x := d.metrics.size.Width - 3
	d.MouseDown(mouse(fyne.NewPos(x, 110), desktop.MouseButtonPrimary, 0))
	if d.view.Top() < d.view.Height()/2 {
		t.Errorf("a press near the bar's end is at %v of %v", d.view.Top(), d.view.Height())
	}
	d.drag(fyne.NewPos(x, 500))
	if want := d.view.Height() - float64(d.metrics.size.Height); d.view.Top() < want-1 {
		t.Errorf("dragged down it is at %v, want %v", d.view.Top(), want)
	}
	d.drag(fyne.NewPos(x, -500))
	if d.view.Top() != 0 {
		t.Errorf("dragged up it is at %v", d.view.Top())
	}
	d.MouseUp(mouse(fyne.NewPos(x, -500), desktop.MouseButtonPrimary, 0))
	d.DragEnd()
	d.wantSelection(15000, 15000)
}

func TestKeysAreOfferedFirstAndTabLeadsOn(t *testing.T) {
	d := newDesk(t, "text")
	var offered []fyne.KeyName
	d.Offer = func(name fyne.KeyName) bool {
		offered = append(offered, name)
		return name == fyne.KeyEscape || name == fyne.KeyReturn
	}
	d.key(fyne.KeyEscape, fyne.KeyReturn, fyne.KeyBackspace)
	d.want("tex")
	if len(offered) != 3 || d.AcceptsTab() {
		t.Errorf("offered %v; takes Tab: %v", offered, d.AcceptsTab())
	}
}

func TestEnterSubmitsAndShiftEnterDoesNot(t *testing.T) {
	d := newDesk(t, "text")
	submitted := 0
	d.OnSubmitted = func() { submitted++ }
	d.key(fyne.KeyReturn, fyne.KeyEnter)
	d.shift(fyne.KeyReturn)
	d.shortcut(ctrl, fyne.KeyReturn)
	d.want("text\n\n")
	if submitted != 2 {
		t.Errorf("submitted %d times", submitted)
	}
}

func TestReadOnlyAndDisabled(t *testing.T) {
	d := newDesk(t, "some text")
	d.ReadOnly = true
	d.Select(0, 4)
	d.type_("x\n")
	d.key(fyne.KeyDelete, fyne.KeyBackspace)
	d.TypedShortcut(&fyne.ShortcutPaste{})
	d.TypedShortcut(&fyne.ShortcutCut{})
	d.shortcut(ctrl, fyne.KeyBackspace)
	d.want("some text")
	d.TypedShortcut(&fyne.ShortcutCopy{})
	if got := fyne.CurrentApp().Clipboard().Content(); got != "some" {
		t.Errorf("copied %q", got)
	}
	d.ReadOnly = false
	d.Disable()
	d.type_("x")
	d.key(fyne.KeyDelete)
	d.click(d.at(7), 1, 0)
	d.want("some text")
	d.wantSelection(0, 4)
	d.Enable()
	d.type_("x")
	d.want("x text")
}

// tap chooses what the menu calls so.
func (d *desk) tap(name string) {
	d.t.Helper()
	c := d.window.Canvas()
	if c.Overlays().Top() == nil {
		d.t.Fatal("there is no menu")
	}
	var item fyne.Tappable
	for _, o := range test.LaidOutObjects(c.Overlays().Top()) {
		if tappable, is := o.(fyne.Tappable); is {
			item = tappable
		}
		if text, is := o.(*canvas.Text); is && text.Text == name {
			item.Tapped(&fyne.PointEvent{})
			return
		}
	}
	d.t.Fatalf("the menu has no %q", name)
}

func TestTheMenu(t *testing.T) {
	d := newDesk(t, "one two")
	clipboard := fyne.CurrentApp().Clipboard()
	d.Select(4, 7)
	d.key(desktop.KeyMenu)
	d.tap("Cut")
	d.want("one ")
	if clipboard.Content() != "two" {
		t.Errorf("cut %q", clipboard.Content())
	}
	d.window.Canvas().Focus(d.Field)
	at := d.at(1)
	d.MouseDown(mouse(at, desktop.MouseButtonSecondary, 0))
	d.wantSelection(1, 1)
	test.TapSecondaryAt(d.Field, at)
	d.tap("Paste")
	d.want("otwone ")
	d.key(desktop.KeyMenu)
	d.tap("Undo")
	d.want("one ")
	d.key(desktop.KeyMenu)
	d.tap("Redo")
	d.key(desktop.KeyMenu)
	d.tap("Select all")
	d.wantSelection(0, 7)
	d.MouseDown(mouse(d.at(3), desktop.MouseButtonSecondary, 0)) // the menu is about the selection
	d.wantSelection(0, 7)
	d.ReadOnly = true
	d.key(desktop.KeyMenu)
	d.tap("Cut") // is greyed
	d.want("otwone ")
}

func TestTheCaretBlinksAndRests(t *testing.T) {
	d := newDesk(t, "text")
	d.wait(time.Minute)
	if len(d.timers) > 0 || !d.blink.Shown() {
		t.Errorf("%d timers run in a field at rest; the caret shows: %v", len(d.timers), d.blink.Shown())
	}
	version := d.version
	d.type_("x")
	d.wait(selecting.BlinkInterval)
	if d.blink.Shown() {
		t.Error("the caret doesn't blink")
	}
	d.wait(selecting.BlinkInterval)
	if !d.blink.Shown() || d.version != version+1 {
		t.Error("blinking paints the text anew")
	}
	d.window.Canvas().Unfocus()
	if d.blink.Shown() || d.focused {
		t.Error("a field without the keyboard shows a caret")
	}
	d.wait(time.Minute)
	if d.blink.Shown() {
		t.Error("it blinks on")
	}
}

func TestTheWheelOfAShortFieldScrollsWhatIsAroundIt(t *testing.T) {
	test.NewTempApp(t)
	f := New()
	f.SetText("short")
	box := container.NewVBox(f)
	for range 30 {
		box.Add(widget.NewLabel("label"))
	}
	scroll := container.NewVScroll(box)
	w := test.NewTempWindow(t, scroll)
	w.Resize(fyne.NewSize(300, 200))
	test.Scroll(w.Canvas(), fyne.NewPos(50, 20), 0, -60)
	if scroll.Offset.Y == 0 {
		t.Error("the field swallows the wheel")
	}
}

func TestSetText(t *testing.T) {
	d := newDesk(t, "one")
	d.type_("!")
	d.want("one!")
	d.Undo()
	d.want("one")
	d.SetText("other\rtext") // what is stored is shown as it is
	d.want("other\rtext")
	d.Undo()
	d.want("other\rtext")
	d.SetText("other\rtext")
	if d.changes != 3 {
		t.Errorf("told of %d changes, want 3", d.changes)
	}
}
