// Package textfield is a field to type a text of any length in. It lays text out and draws it as the document view does
// (package docview), so that all scripts, both directions, a line and a megabyte are the same to it: an edit costs the
// few kilobytes around it, and what is drawn is what is on screen.
//
// What is stored is what was typed. Carriage returns of pasted text become line feeds; other control characters than
// tab and line feed are not taken in, and OnLeftOut says how many were not. Text of SetText is taken as it is.
//
// Composed characters come from the toolkit one by one: dead keys and keyboards with a compose key work, input methods
// that show what they are composing (Chinese, Japanese, Korean) don't, as the toolkit knows none on Linux.
//
// Offsets are Unicode code points of the text. All calls belong on the interface goroutine, where all callbacks are made.
package textfield

import (
	"strings"
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
	_ fyne.Widget            = (*Field)(nil)
	_ fyne.Accessible        = (*Field)(nil)
	_ fyne.Disableable       = (*Field)(nil)
	_ fyne.DoubleTappable    = (*Field)(nil)
	_ fyne.Draggable         = (*Field)(nil)
	_ fyne.Focusable         = (*Field)(nil)
	_ fyne.SecondaryTappable = (*Field)(nil)
	_ fyne.Shortcutable      = (*Field)(nil)
	_ fyne.Tabbable          = (*Field)(nil)
	_ desktop.Cursorable     = (*Field)(nil)
	_ desktop.Keyable        = (*Field)(nil)
	_ desktop.Mouseable      = (*Field)(nil)
)

// Callbacks are what a field tells and asks of what lies around it. All are optional.
type Callbacks struct {
	// OnChanged is called when the text has changed, whoever changed it.
	OnChanged func()
	// OnSubmitted is called by Enter, which then makes no line break; with Shift it does.
	OnSubmitted func()
	// OnFocus is called when the keyboard has come to the field or left it.
	OnFocus func(focused bool)
	// OnLeftOut is called when that many characters of what was pasted or typed were not taken in (see the package).
	OnLeftOut func(count int)
	// Offer is given each key first; the field leaves alone what it takes.
	Offer func(fyne.KeyName) (taken bool)
	// OnReveal is called when the caret has been brought into view, with the place of its line in the field, so that what
	// lies around the field can follow.
	OnReveal func(top, bottom float32)
}

// Field is the widget.
type Field struct {
	widget.DisableableWidget

	Callbacks

	// ReadOnly has the text read, selected and copied, but not changed.
	ReadOnly bool

	// After runs f on the interface goroutine when d has passed: the caret's blinking and scrolling while dragging go
	// through it. Tests replace it right after New.
	After func(d time.Duration, f func())
	now   func() time.Time

	view        viewport.Viewport
	whole       string // the text as one, if it was asked for since it changed
	known       bool   // whole is that
	placeholder string
	name        string // what the field is called, for those who don't see its caption
	wrong       string // what is wrong with the text, said elsewhere
	minRows     int
	maxRows     int

	metrics metrics
	waiting bool // for fonts

	caret   caret
	history history

	focused bool
	away    bool // the keyboard has left for the time of a drag
	keys    keyboard.Keys
	blink   selecting.Blink
	mouse   selecting.Mouse
	wheel   *wheel
	version int // counts the changes to what is drawn, but for the caret
}

// The lines that a field has room for unless SetRows says otherwise.
const (
	MinRows = 2
	MaxRows = 8
)

// New makes an empty field of at least two lines.
func New() *Field {
	f := &Field{
		After:   func(d time.Duration, do func()) { time.AfterFunc(d, func() { fyne.Do(do) }) },
		now:     time.Now,
		view:    viewport.Viewport{LeastThumb: leastThumb},
		minRows: MinRows,
		maxRows: MaxRows,
	}
	f.view.Show(layout.NewText(""))
	f.blink = selecting.Blink{After: func(d time.Duration, do func()) { f.After(d, do) }, Changed: f.Refresh}
	f.caret = caret{view: &f.view, chosen: f.chosen, moved: f.reveal}
	f.mouse = selecting.Mouse{
		After:  f.blink.After,
		Room:   func() (height, edge float32) { return f.metrics.size.Height, f.metrics.inset },
		Scroll: f.scrollHeld,
	}
	f.wheel = newWheel(f)
	f.ExtendBaseWidget(f)
	return f
}

// Text is what the field holds. It costs nothing unless the text has changed since it was asked for last.
func (f *Field) Text() string {
	if !f.known {
		f.whole, f.known = f.view.Text.Slice(0, f.view.Text.Len()), true
	}
	return f.whole
}

// SetText puts another text into the field, with the caret at its end and its beginning in view. What was done before
// can't be undone then.
func (f *Field) SetText(text string) {
	f.history = history{}
	if text == f.Text() {
		return
	}
	f.view.Show(layout.NewText(text))
	f.known = false
	f.caret.Select(f.view.Text.Len(), f.view.Text.Len(), false)
	f.changed()
}

// changed tells everyone that the text is another.
func (f *Field) changed() {
	f.known = false
	f.version++
	f.Refresh()
	if f.OnChanged != nil {
		f.OnChanged()
	}
}

// SetPlaceHolder gives what stands in the field while it is empty.
func (f *Field) SetPlaceHolder(text string) {
	f.placeholder = text
	f.version++
	f.Refresh()
}

// SetRows gives how many lines the field has room for: at least so many, and at most so many, beyond which it scrolls.
// They are two and eight unless set.
func (f *Field) SetRows(least, most int) {
	f.minRows = max(1, least)
	f.maxRows = max(f.minRows, most)
	f.Refresh()
}

// MostRows gives how many lines the field may have without being higher than its least height and so many units more.
func (f *Field) MostRows(more float32) int {
	f.fit()
	return f.minRows + max(0, int(more/f.metrics.row))
}

// SetError marks the field as the one at fault, or with "" takes the mark back. What is wrong is for its surroundings
// to show.
func (f *Field) SetError(wrong string) {
	f.wrong = wrong
	f.Refresh()
}

// Selection is the selected range; start == end is where the caret stands.
func (f *Field) Selection() (start, end int) {
	sel := f.caret.Range()
	return f.view.Text.Point(sel.Start), f.view.Text.Point(sel.End)
}

// SelectedText is the text of the selection.
func (f *Field) SelectedText() string {
	sel := f.caret.Range()
	return f.view.Text.Slice(sel.Start, sel.End)
}

// Select selects the text between two offsets, whole grapheme clusters of it, with the caret at head, and shows it.
// Offsets outside the text are moved into it.
func (f *Field) Select(anchor, head int) {
	a, b := selecting.SnapOn(f.view.Text, f.view.Text.Byte(anchor)), selecting.SnapOn(f.view.Text, f.view.Text.Byte(head))
	f.caret.choose(a, b, false)
	f.reveal()
}

// Disable makes the field one that is only looked at.
func (f *Field) Disable() {
	f.version++
	f.DisableableWidget.Disable()
}

// Enable takes Disable back.
func (f *Field) Enable() {
	f.version++
	f.DisableableWidget.Enable()
}

func (f *Field) editable() bool { return !f.Disabled() && !f.ReadOnly }

// chosen follows that the selection was set.
func (f *Field) chosen(changed bool) {
	f.history.closed = true
	if changed {
		f.version++
	}
	f.blink.Wake(f.focused)
	f.Refresh()
}

// Cursor is the one for text, but for the scrollbar.
func (f *Field) Cursor() desktop.Cursor {
	if f.Disabled() || f.mouse.Thumb {
		return desktop.DefaultCursor
	}
	return desktop.TextCursor
}

// SetAccessibleName gives the name of the field to those who don't see the caption beside it.
func (f *Field) SetAccessibleName(name string) { f.name = name }

// AccessibilityLabel is the field's name, what is wrong, if anything, and what the field holds, or is for.
func (f *Field) AccessibilityLabel() string {
	return strings.TrimSpace(f.name + " " + f.content())
}

func (f *Field) content() string {
	text := f.placeholder
	if f.view.Text.Len() > 0 {
		text = f.view.Text.Slice(0, f.view.Text.Snap(min(f.view.Text.Len(), 2000)))
	}
	if f.wrong != "" {
		return f.wrong + " " + text
	}
	return text
}

// AccessibilityRole says that the field is text.
func (f *Field) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// takeIn gives a text as it is taken in, and how many characters are not.
func takeIn(text string) (taken string, leftOut int) {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	text = strings.ReplaceAll(text, "\r", "\n")
	text = strings.Map(func(r rune) rune { // a byte that is no UTF-8 becomes U+FFFD
		if r < ' ' && r != '\n' && r != '\t' || r >= 0x7F && r < 0xA0 {
			leftOut++
			return -1
		}
		return r
	}, text)
	return text, leftOut
}

// taken is clean, with word of what is left out.
func (f *Field) taken(text string) string {
	text, leftOut := takeIn(text)
	if leftOut > 0 && f.OnLeftOut != nil {
		f.OnLeftOut(leftOut)
	}
	return text
}
