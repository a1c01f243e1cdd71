package docview

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"factmark/widgets/selecting"
)

// typing is a page with the focus and the caret at an offset.
func typing(t *testing.T, text string, caret int) *page {
	p := newPage(t, text)
	p.window.Canvas().Focus(p.View)
	p.Select(caret, caret)
	return p
}

func TestArrowsMoveByCluster(t *testing.T) {
	text := "ae\u0301👨‍👩‍👧‍👦🇦🇫z" // z is code point 12
	p := typing(t, text, 0)
	var stops []int
	for range 6 {
		p.key(fyne.KeyRight)
		_, at := p.Selection()
		stops = append(stops, at)
	}
	if want := []int{1, 3, 10, 12, 13, 13}; !slices.Equal(stops, want) {
		t.Errorf("right stops at %v, want %v", stops, want)
	}
	p.shift(fyne.KeyLeft, fyne.KeyLeft)
	p.wantSelected("🇦🇫z")
	p.key(fyne.KeyLeft)
	p.wantSelection(10, 10)
	p.shift(fyne.KeyLeft)
	p.key(fyne.KeyRight)
	p.wantSelection(10, 10)
}

func TestArrowsFollowTheReadingDirection(t *testing.T) {
	p := typing(t, "שלום עולם\nplain", 0)
	p.key(fyne.KeyLeft, fyne.KeyLeft)
	p.wantSelection(2, 2)
	p.key(fyne.KeyRight)
	p.wantSelection(1, 1)
	x := p.renderer().caret.Position().X
	p.key(fyne.KeyLeft)
	if now := p.renderer().caret.Position().X; now >= x {
		t.Errorf("left moves the caret from %v to %v", x, now)
	}
	p.shift(fyne.KeyLeft)
	p.wantSelection(2, 3)
	p.key(fyne.KeyRight)
	p.wantSelection(2, 2)
	p.click(fyne.NewPos(p.column.metrics.left+p.column.metrics.width-1, p.at(0).Y))
	p.wantSelection(0, 0)
}

func TestSelectSnapsToClusters(t *testing.T) {
	p := newPage(t, "ae\u0301👨‍👩‍👧‍👦🇦🇫z")
	p.Select(2, 5)
	p.wantSelection(1, 10)
	p.Select(11, 4)
	p.wantSelection(3, 12)
	if p.caret.Head > p.caret.Anchor {
		t.Error("the caret is at the wrong end")
	}
	p.Select(-5, 100)
	p.wantSelection(0, 13)
}

func TestUpAndDownKeepTheColumn(t *testing.T) {
	p := typing(t, "A long first line of text\nshort\n\nA long fourth line of text", 20)
	column := p.column.Lines.Line(0).X(p.caret.Head, false)
	p.key(fyne.KeyDown)
	p.wantSelection(31, 31)
	p.key(fyne.KeyDown)
	p.wantSelection(32, 32)
	p.key(fyne.KeyDown)
	if x := p.column.Lines.Line(3).X(p.caret.Head, p.caret.Upstream); abs(x-column) > 6 {
		t.Errorf("the caret stands at %v, was at %v", x, column)
	}
	p.shift(fyne.KeyUp, fyne.KeyUp, fyne.KeyUp)
	if start, _ := p.Selection(); start != 20 {
		t.Errorf("back on the first line the caret is at %d", start)
	}
	p.key(fyne.KeyUp)
	p.key(fyne.KeyUp)
	p.wantSelection(0, 0)
	p.key(fyne.KeyDown, fyne.KeyDown, fyne.KeyDown, fyne.KeyDown)
	n := len("A long first line of text\nshort\n\nA long fourth line of text")
	p.wantSelection(n, n)
}

func TestHomeAndEndStayOnTheLine(t *testing.T) {
	p := typing(t, strings.Repeat("word ", 40)+strings.Repeat("x", 200), 30)
	line := p.column.Lines.Line(0)
	p.key(fyne.KeyEnd)
	p.wantSelection(line.Ink, line.Ink)
	p.key(fyne.KeyHome)
	p.wantSelection(0, 0)
	// Within a word wider than the page the end of one line is the start of the next; End must not go there.
	i := p.column.Lines.At(250, false)
	p.Select(250, 250)
	p.key(fyne.KeyEnd)
	p.wantSelection(p.column.Lines.Line(i).End, p.column.Lines.Line(i).End)
	if got := p.column.Lines.At(p.caret.Head, p.caret.Upstream); got != i {
		t.Errorf("the caret is on line %d, was on %d", got, i)
	}
	p.key(fyne.KeyHome)
	p.wantSelection(p.column.Lines.Line(i).Start, p.column.Lines.Line(i).Start)
}

func TestTheCaretOfASelectionStandsWhereItWasMoved(t *testing.T) {
	p := typing(t, strings.Repeat("word ", 100), 2)
	second := p.column.Lines.Line(1).Start
	p.shift(fyne.KeyDown, fyne.KeyHome)
	p.wantSelection(2, second)
	caret := p.renderer().caret.Position()
	if want := float32(p.column.Y(1) - p.column.Top()); caret.Y < want || caret.X > p.column.metrics.left+1 {
		t.Errorf("the caret is at %v, the line begins at %v, %v", caret, p.column.metrics.left, want)
	}
}

// Steps by words and sentences go the way the arrow points, also where the line is read from the right.
func TestStepsFollowTheReadingDirection(t *testing.T) {
	p := typing(t, "שלום עולם טוב. ועוד מילים כאן.\nplain words", 0)
	for _, step := range []struct {
		modifier   fyne.KeyModifier
		key        fyne.KeyName
		start, end int
	}{
		{ctrl, fyne.KeyLeft, 4, 4}, {ctrl, fyne.KeyLeft, 9, 9}, {ctrl, fyne.KeyRight, 5, 5}, {ctrlShift, fyne.KeyLeft, 5, 9}, {ctrlShift, fyne.KeyRight, 5, 5},
		{fyne.KeyModifierAlt, fyne.KeyLeft, 15, 15}, {fyne.KeyModifierAlt, fyne.KeyRight, 0, 0},
		{fyne.KeyModifierAlt | fyne.KeyModifierShift, fyne.KeyLeft, 0, 15}, {fyne.KeyModifierAlt | fyne.KeyModifierShift, fyne.KeyRight, 0, 0},
	} {
		p.shortcut(step.modifier, step.key)
		p.wantSelection(step.start, step.end)
	}
}

// A key whose own letter nothing listens to acts as on a US keyboard; one whose letter something does means that.
func TestKeysOfOtherLayouts(t *testing.T) {
	p := typing(t, prose, 0)
	var got []rune
	p.OnRune = func(r rune) bool {
		got = append(got, r)
		return strings.ContainsRune("sSdDж", r)
	}
	for _, key := range []struct {
		code  int
		typed rune
	}{{39, 'ы'}, {39, 's'}, {47, 'ж'}, {24, 'a'}, {65, ' '}} {
		p.KeyDown(&fyne.KeyEvent{Physical: fyne.HardwareKey{ScanCode: key.code}})
		p.TypedRune(key.typed)
		p.KeyUp(&fyne.KeyEvent{})
	}
	if want := "ыssжa "; string(got) != want {
		t.Errorf("got %q, want %q", string(got), want)
	}
}

func TestWordAndParagraphSteps(t *testing.T) {
	p := typing(t, prose, 0)
	p.shortcut(ctrl, fyne.KeyRight, fyne.KeyRight)
	p.wantSelection(12, 12)
	p.shortcut(ctrlShift, fyne.KeyRight)
	p.wantSelected(" met")
	p.shortcut(ctrl, fyne.KeyLeft)
	p.wantSelection(13, 13)
	p.shortcut(ctrlShift, fyne.KeyLeft)
	p.wantSelected("minister ")
	first := len([]rune(prose[:strings.Index(prose, "\n")]))
	p.shortcut(ctrl, fyne.KeyDown)
	p.wantSelection(first+1, first+1)
	p.key(fyne.KeyRight)
	p.shortcut(ctrl, fyne.KeyUp)
	p.wantSelection(first+1, first+1)
	p.shortcut(ctrl, fyne.KeyUp)
	p.wantSelection(0, 0)
	n := len([]rune(prose))
	p.shortcut(ctrl, fyne.KeyEnd)
	p.wantSelection(n, n)
	p.shortcut(ctrlShift, fyne.KeyHome)
	p.wantSelection(0, n)
}

func TestGrowAndShrinkTheSelection(t *testing.T) {
	p := typing(t, prose, 50) // in agreed
	var got []string
	for range 5 {
		p.shortcut(ctrlShift, fyne.KeyUp)
		got = append(got, p.SelectedText())
	}
	paragraph := prose[:strings.Index(prose, "\n")]
	want := []string{"agreed", "“We agreed,” she said.", paragraph, prose, prose}
	if !slices.Equal(got, want) {
		t.Fatalf("growing selects %q, want %q", got, want)
	}
	got = nil
	for range 4 {
		p.shortcut(ctrlShift, fyne.KeyDown)
		got = append(got, p.SelectedText())
	}
	if want := []string{paragraph, "“We agreed,” she said.", "agreed", ""}; !slices.Equal(got, want) {
		t.Errorf("shrinking selects %q, want %q", got, want)
	}
	p.wantSelection(50, 50)
	p.Select(0, len([]rune(paragraph)))
	p.shortcut(ctrlShift, fyne.KeyDown)
	p.wantSelected("The minister met Gen. Kurilla on Monday.")
}

func TestPageKeys(t *testing.T) {
	p := typing(t, numbered(500), 0)
	p.key(fyne.KeyPageDown)
	line := p.column.Lines.At(p.caret.Head, false)
	if line < 8 || line > 10 { // paragraphs of a line each, half a line apart
		t.Errorf("a page down leads to line %d", line)
	}
	first, last := p.column.Visible()
	if line < first || line > last {
		t.Errorf("the caret on line %d is off the page, %d to %d", line, first, last)
	}
	p.shift(fyne.KeyPageDown)
	if got := p.column.Lines.At(p.caret.Head, false); got != 2*line {
		t.Errorf("two pages down lead to line %d", got)
	}
	p.key(fyne.KeyPageUp, fyne.KeyPageUp, fyne.KeyPageUp)
	p.wantSelection(0, 0)
	if p.column.Top() != 0 {
		t.Errorf("top is %v", p.column.Top())
	}
	p.shortcut(ctrl, fyne.KeyEnd)
	n := p.column.Text.Points()
	p.wantSelection(n, n)
	p.key(fyne.KeyPageDown)
	p.wantSelection(n, n)
	if shown := p.shown(); shown[len(shown)-1] != "" || shown[len(shown)-2] != "This is line 499." {
		t.Errorf("the page ends with %q", shown[len(shown)-2:])
	}
}

func TestTheCaretStaysOnThePage(t *testing.T) {
	p := typing(t, numbered(200), 0)
	for _, key := range []fyne.KeyName{fyne.KeyDown, fyne.KeyUp} {
		for range 60 {
			p.key(key)
			first, last := p.column.Visible()
			if i := p.column.Lines.At(p.caret.Head, false); i < first || i > last || p.column.Y(i) < p.column.Top() || p.column.Y(i+1) > p.column.Top()+400 {
				t.Fatalf("%s leads to line %d, the page is %d to %d", key, i, first, last)
			}
		}
	}
}

func TestOtherKeysAndRunesAreHandedOn(t *testing.T) {
	p := typing(t, prose, 0)
	p.key(fyne.KeyDelete, fyne.KeyReturn, fyne.KeyF2, fyne.KeyEscape)
	p.Select(3, 6)
	p.key(fyne.KeyEscape)
	p.wantSelection(6, 6)
	p.key(fyne.KeyEscape)
	if want := []fyne.KeyName{fyne.KeyDelete, fyne.KeyReturn, fyne.KeyF2, fyne.KeyEscape, fyne.KeyEscape}; !slices.Equal(p.keys, want) {
		t.Errorf("keys handed on: %v, want %v", p.keys, want)
	}
	test.Type(p.View, "sD9 ]é")
	if string(p.runes) != "sD9 ]é" {
		t.Errorf("runes handed on: %q", string(p.runes))
	}
}

func TestCopyAndSelectAll(t *testing.T) {
	p := typing(t, prose, 0)
	clipboard := fyne.CurrentApp().Clipboard()
	clipboard.SetContent("before")
	send := func(s fyne.Shortcut) { p.window.Canvas().Focused().(fyne.Shortcutable).TypedShortcut(s) }
	send(&fyne.ShortcutCopy{})
	if got := clipboard.Content(); got != "before" {
		t.Errorf("copying nothing leaves %q on the clipboard", got)
	}
	p.Select(4, 12)
	send(&fyne.ShortcutCopy{})
	if got := clipboard.Content(); got != "minister" {
		t.Errorf("clipboard holds %q", got)
	}
	send(&fyne.ShortcutSelectAll{})
	p.wantSelected(prose)
}

func TestTheCaretBlinksWithTheFocusOnly(t *testing.T) {
	p := newPage(t, prose)
	shown := func() bool { return p.renderer().caret.Visible() }
	if shown() {
		t.Error("a caret without the focus")
	}
	p.window.Canvas().Focus(p.View)
	var seen []bool
	for range 4 {
		seen = append(seen, shown())
		p.wait(selecting.BlinkInterval)
	}
	if !slices.Equal(seen, []bool{true, false, true, false}) {
		t.Errorf("the caret shows %v", seen)
	}
	p.wait(selecting.BlinkInterval)
	p.key(fyne.KeyRight)
	p.wait(selecting.BlinkInterval / 2)
	if !shown() {
		t.Error("the caret hides right after a key")
	}
	p.wait(time.Minute)
	if !shown() || len(p.timers) > 1 {
		t.Errorf("after a minute at rest the caret shows: %v, timers: %d", shown(), len(p.timers))
	}
	p.window.Canvas().Unfocus()
	p.wait(time.Second)
	if shown() {
		t.Error("the caret shows after the focus was lost")
	}
}
