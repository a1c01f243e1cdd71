// Package docview shows a long text as a page to read, with highlights over it, a caret and a selection. It draws
// only the lines on screen, finds their highlights in an interval index, and lays the rest of the text out in small
// slices, so that it costs the same for a page and for a book. It knows nothing of what the highlights mean.
//
// Offsets are Unicode code points of the text, ranges are half open. All calls belong on the interface goroutine,
// where all callbacks are made.
package docview

import (
	"image/color"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"factmark/widgets/docview/layout"
	"factmark/widgets/keyboard"
	"factmark/widgets/selecting"
	"factmark/widgets/viewport"
)

var (
	_ fyne.Widget            = (*View)(nil)
	_ fyne.Draggable         = (*View)(nil)
	_ fyne.Scrollable        = (*View)(nil)
	_ fyne.SecondaryTappable = (*View)(nil)
	_ fyne.Shortcutable      = (*View)(nil)
	_ fyne.Tabbable          = (*View)(nil)
	_ fyne.Accessible        = (*View)(nil)
	_ desktop.Cursorable     = (*View)(nil)
	_ desktop.Hoverable      = (*View)(nil)
	_ desktop.Keyable        = (*View)(nil)
	_ desktop.Mouseable      = (*View)(nil)
)

// Pattern is how the underline of a highlight is drawn.
type Pattern int

// The patterns, which tell highlights apart without colour.
const (
	Solid Pattern = iota
	Double
	Dotted
	Dashed
	Wavy
)

// Style says how highlights of one kind look.
type Style struct {
	Light, Dark color.NRGBA
	Pattern     Pattern
	Letter      string // of outlines (see SetOutlines), which stands before their words
}

// Highlight is a marked range [Start, End) of code points. ID tells it from others; Style is an index into the styles
// given to SetStyles, one outside them is drawn in the colour of soft ink.
type Highlight struct {
	ID         string
	Start, End int
	Style      int
}

// Callbacks are what a view tells and asks of what lies around it. All are optional.
type Callbacks struct {
	// OnSelection is called when the selection or the caret moved; start == end is a caret alone.
	OnSelection func(start, end int)
	// OnSelected is called when the mouse has selected something and is done: when it is let go, and after a double click once
	// a third one would be a click of its own.
	OnSelected func()
	// OnHighlight is called when a highlight was clicked: the smallest at that place, and with every further click
	// there the next larger, then the smallest again; "" when a click hit none.
	OnHighlight func(id string)
	// OnOutline is called when an outline was clicked: after the highlights at that place, the smallest first.
	OnOutline func(id string)
	// OnReference is called when a reference was clicked where no highlight or outline lies: the smallest there, and with every
	// further click the next larger.
	OnReference func(id string)
	// OnFocus is called when the keyboard has come to the view.
	OnFocus func()
	// OnRune is called with a character typed into the view. Whether it was used is the listener's to say.
	OnRune func(r rune) bool
	// OnColumn is called when the column of the text stands elsewhere in the view: its left edge and its width, in pixels.
	OnColumn func(left, width float32)
	// OnShortcut is called with a shortcut that the view has no use for.
	OnShortcut func(s fyne.Shortcut)
	// OnKey is called with a key the view has no use for.
	OnKey func(*fyne.KeyEvent)
	// OnScroll is called when other text came on screen.
	OnScroll func()
	// OnContextMenu is called on a secondary click, with the offset under it and its place in the window.
	OnContextMenu func(offset int, at fyne.Position)
	// OnReshape is called when an end of the current highlight was dragged and let go, with the extent it was given,
	// in whole clusters, start < end. The view shows the old extent until the highlight is put anew. The current
	// highlight has grips to drag only if this is set.
	OnReshape func(id string, start, end int)
	// Hover gives what is said of a highlight in a small tip beside the pointer when it rests over it, over the
	// smallest if there are several; "" for nothing. Moving, scrolling, a key or a click hide the tip.
	Hover func(id string) string
	// OnLacking is called with letters of the text that no font of the program or the system has, which are shown as boxes:
	// with each letter once, in whatever text it came first.
	OnLacking func(letters []rune)
	// OnZoom is called when the wheel turns with Ctrl held: up is positive.
	OnZoom func(steps int)
	// HoverReference gives what the tip says of a reference, below what is said of a highlight there.
	HoverReference func(id string) string
	// HoverOutline gives what the tip says of an outline, below what is said of a highlight there.
	HoverOutline func(id string) string
	// HoverHint gives what the tip says of the words of a hint (see SetHints), below what is said of a highlight there.
	HoverHint func(words string) string
	// HoverSuggestion gives what the tip says of a suggestion (see SetSuggestions), below all else.
	HoverSuggestion func(at Span) string
}

// View is the widget.
type View struct {
	widget.BaseWidget

	Callbacks

	// After runs f on the interface goroutine when d has passed. Everything the view does later, by itself, goes
	// through it: the caret's blinking, layout in slices, scrolling while dragging. Tests replace it right after New.
	After func(d time.Duration, f func())
	now   func() time.Time

	marking
	column     column
	typography Typography
	gutter     Gutter
	locations  locations
	letters    *typesetter

	caret caret

	focused bool
	keys    keyboard.Keys // the keys that go down
	blink   selecting.Blink

	// SnapToWords has a drag, a Shift+click and the grips of a highlight take whole words; with Alt held they go by characters.
	SnapToWords bool

	mouse   selecting.Mouse
	dragged dragged
	margins margins
	hover   hover
	cycle   cycle
	grips   grips
	tip     tip
	ruler   ruler
	popup   popup
	fresh   int // counts what makes every line on screen a new one
}

const defaultTextSize = 17

// New makes an empty view.
func New() *View {
	v := &View{
		After:      func(d time.Duration, f func()) { time.AfterFunc(d, func() { fyne.Do(f) }) },
		now:        time.Now,
		typography: DefaultTypography(),
	}
	later := func(d time.Duration, f func()) { v.After(d, f) }
	v.column = column{
		after: later, moved: v.scrolled, longer: v.ruleAnew, glide: glide{after: later, scroll: v.scrollUnder},
		Viewport: viewport.Viewport{LeastThumb: leastThumb},
	}
	v.caret = caret{column: &v.column, byKey: func() { v.popup.quiet = false }, chosen: v.chosen}
	v.marking = marking{after: later, changed: v.ruleAnew}
	v.show(layout.NewText(""), nil)
	v.blink = selecting.Blink{After: later, Changed: v.Refresh}
	v.mouse = selecting.Mouse{After: later, Room: v.room, Scroll: v.scrollHeld}
	v.grips = grips{column: &v.column, marking: &v.marking, on: func() bool { return v.OnReshape != nil }}
	v.tip = tip{after: later, now: func() time.Time { return v.now() }, about: v.hoverText, changed: v.Refresh}
	v.ruler = ruler{column: &v.column, marking: &v.marking, after: later, changed: v.Refresh}
	v.popup = popup{after: later, changed: v.Refresh}
	v.popup.cover = newPopupCover(&v.popup, v)
	v.letters = newTypesetter(later, v.renew, func(letters []rune) {
		if v.OnLacking != nil {
			v.OnLacking(letters)
		}
	})
	v.ExtendBaseWidget(v)
	return v
}

// SetText shows a text from its beginning, with these highlights and the caret at its start; "" shows nothing.
func (v *View) SetText(text string, highlights []Highlight) {
	v.show(layout.NewText(text), highlights)
	v.caret.Selection, v.caret.grown = selecting.Selection{}, nil
	v.mouse.Forget()
	v.dragged, v.margins.pressed = dragged{}, nil
	v.hover, v.cycle, v.grips.over = hover{}, cycle{}, noEnd
	v.tip.hide()
	v.locations = locations{}
	v.renew()
	v.ruler.later()
}

func (v *View) show(text *layout.Text, highlights []Highlight) {
	v.column.show(text)
	v.marking.reset(text, highlights)
}

// renew draws every line anew.
func (v *View) renew() {
	v.fresh++
	v.Refresh()
}

// ruleAnew follows a change of what the ruler shows too.
func (v *View) ruleAnew() {
	v.Refresh()
	v.ruler.later()
}

// SetStyles says how the kinds of highlights look. A highlight's Style is an index into them.
func (v *View) SetStyles(styles []Style) {
	v.styles = slices.Clone(styles)
	v.ruler.version++
	v.remark()
}

// Selection is the selected range; start == end is where the caret stands.
func (v *View) Selection() (start, end int) {
	sel := v.caret.Range()
	return v.column.Text.Point(sel.Start), v.column.Text.Point(sel.End)
}

// Select selects the text between two offsets, whole grapheme clusters of it, with the caret at head. Offsets outside
// the text are moved into it. The page doesn't scroll.
func (v *View) Select(anchor, head int) {
	r := clusters(v.column.Text, anchor, head)
	v.popup.quiet = false
	if anchor > head {
		v.caret.choose(r.End, r.Start, false)
	} else {
		v.caret.choose(r.Start, r.End, false)
	}
}

// chosen follows that the selection was set.
func (v *View) chosen(moved bool) {
	if moved {
		v.version++
	}
	v.wakeCaret()
	if moved && v.OnSelection != nil {
		v.OnSelection(v.Selection())
	}
}

// wakeCaret shows the caret, when the view has the focus, and begins to blink anew.
func (v *View) wakeCaret() {
	v.blink.Wake(v.focused)
	v.Refresh()
}

// SetPopup gives an object that the view shows beside the selection while there is a selection on screen; nil for none.
// After the mouse has selected it comes 400 ms later, and the mouse reaches it another 400 ms later: a click that was
// on its way to the text when the popup came over it goes to the text. It stays within the column and never covers the line of the selection's head.
// sizeIn says what size it takes in a room of some width and height, in pixels; nil stands for its least size.
func (v *View) SetPopup(o fyne.CanvasObject, sizeIn func(room fyne.Size) fyne.Size) {
	v.popup.set(o, sizeIn)
	v.Refresh()
}

// SelectedText is the text of the selection.
func (v *View) SelectedText() string {
	sel := v.caret.Range()
	return v.column.Text.Slice(sel.Start, sel.End)
}

// TextBetween is the text between two offsets.
func (v *View) TextBetween(start, end int) string {
	t := v.column.Text
	return t.Slice(t.Byte(start), t.Byte(end))
}

// MinSize is small: the view shows what it has room for.
func (v *View) MinSize() fyne.Size { return fyne.NewSize(160, 80) }

// AccessibilityLabel is the text on screen.
func (v *View) AccessibilityLabel() string {
	if v.column.Lines == nil {
		return ""
	}
	first, last := v.column.Visible()
	return v.column.Text.Slice(v.column.Lines.Line(first).Start, v.column.Lines.Line(last).End)
}

// AccessibilityRole says that the view is text.
func (v *View) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }
