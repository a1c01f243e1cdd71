package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"factmark/app/locale"
	"factmark/app/ui/dialogs"
	"factmark/widgets/keyboard"
)

// keyField shows the key that is pressed in it. While it has the keyboard it takes every key but Tab, which leaves it, and
// Escape, which it offers to its dialog.
type keyField struct {
	widget.BaseWidget
	pressed  func(key string)
	escape   func(fyne.KeyName) bool
	listened func(bool) // it has got or lost the keyboard
	keys     keyboard.Keys
	frame    *canvas.Rectangle
	text     *widget.Label
	down     bool // a key has gone down since it has the keyboard: what comes before is one that is still held
}

// AccessibilityLabel is part of fyne.Accessible.
func (f *keyField) AccessibilityLabel() string { return f.text.Text }

// AccessibilityRole is part of fyne.Accessible.
func (f *keyField) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

var (
	_ fyne.Shortcutable = (*keyField)(nil)
	_ desktop.Keyable   = (*keyField)(nil)
)

func newKeyField(pressed func(key string), escape func(fyne.KeyName) bool, listened func(bool)) *keyField {
	f := &keyField{pressed: pressed, escape: escape, listened: listened, frame: canvas.NewRectangle(nil), text: widget.NewLabel(locale.T("Press a key"))}
	f.text.Alignment, f.text.TextStyle.Bold = fyne.TextAlignCenter, true
	f.frame.CornerRadius = 5
	f.ExtendBaseWidget(f)
	f.colour(false)
	return f
}

func (f *keyField) colour(focused bool) {
	f.frame.FillColor = theme.Color(theme.ColorNameInputBackground)
	f.frame.StrokeColor, f.frame.StrokeWidth = theme.Color(theme.ColorNameInputBorder), 1
	if focused {
		f.frame.StrokeColor, f.frame.StrokeWidth = theme.Color(theme.ColorNamePrimary), 2
	}
	f.frame.Refresh()
}

// CreateRenderer is part of fyne.Widget.
func (f *keyField) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.NewStack(f.frame, f.text))
}

// FocusGained is part of fyne.Focusable.
func (f *keyField) FocusGained() {
	f.down = false
	f.colour(true)
	f.listened(true)
}

// FocusLost is part of fyne.Focusable.
func (f *keyField) FocusLost() {
	f.keys.AllUp()
	f.colour(false)
	f.listened(false)
}

// Tapped is part of fyne.Tappable.
func (f *keyField) Tapped(*fyne.PointEvent) {
	fyne.CurrentApp().Driver().CanvasForObject(f).Focus(f)
}

// KeyDown is part of desktop.Keyable.
func (f *keyField) KeyDown(e *fyne.KeyEvent) {
	f.down = true
	f.keys.Down(e)
}

// KeyUp is part of desktop.Keyable.
func (f *keyField) KeyUp(e *fyne.KeyEvent) { f.keys.Up(e) }

// TypedShortcut is part of fyne.Shortcutable.
func (f *keyField) TypedShortcut(s fyne.Shortcut) {
	if key := shortcutKey(s); key != "" {
		f.take(key)
	}
}

// TypedKey is part of fyne.Focusable: what gives a character comes as that.
func (f *keyField) TypedKey(e *fyne.KeyEvent) {
	switch {
	case e.Name == fyne.KeyEscape:
		f.escape(e.Name)
	case !f.down && (e.Name == fyne.KeyReturn || e.Name == fyne.KeyEnter || e.Name == fyne.KeySpace):
		// The key that has opened the field is held down.
	case len(e.Name) > 1 && e.Name != fyne.KeySpace && e.Name != fyne.KeyUnknown:
		f.take(keyWith(f.keys.Modifiers(), e.Name))
	}
}

// TypedRune is part of fyne.Focusable.
func (f *keyField) TypedRune(r rune) { f.take(dialogs.TypedRuneName(r)) }

func (f *keyField) take(key string) {
	f.text.SetText(shownKey(key))
	f.pressed(key)
}
