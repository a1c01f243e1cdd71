package dialogs

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"factmark/app/locale"
)

// RowList is a list in which arrow keys choose the next row at once. Other keys
// are offered to its surroundings: the toolkit's list keeps all of them.
type RowList struct {
	widget.List
	named
	offer   func(fyne.KeyName) bool
	Chosen  int
	Lead    int                     // the row that arrow keys go on from: the chosen one, unless several are
	Entered func()                  // the keyboard has come into it; may be nil
	Before  func(fyne.KeyName) bool // is offered each key before the list acts on it; may be nil
	ring    *canvas.Rectangle       // shown while the list has the keyboard

	// For a list of which several rows can be chosen; all may be nil.
	Extend     func(to int)        // Shift and an arrow key: all rows from where the choice began
	MoveLead   func(to int)        // Ctrl and an arrow key: goes to a row without choosing it
	OnShortcut func(fyne.Shortcut) // any other

	shift bool // is held
}

var (
	_ desktop.Keyable   = (*RowList)(nil)
	_ fyne.Shortcutable = (*RowList)(nil)
)

// NewRowList makes a list of rows: length counts them, create makes an object for one and update fills it, as in the
// toolkit's list. chosen is called when another row is chosen, and may be nil; offer gets the keys that the list does not use.
func NewRowList(length func() int, create func() fyne.CanvasObject, update func(int, fyne.CanvasObject), chosen func(int), offer func(fyne.KeyName) bool) *RowList {
	l := &RowList{offer: offer, Chosen: -1, Lead: -1, ring: canvas.NewRectangle(color.Transparent)}
	l.ring.StrokeWidth = 1.5
	l.ring.CornerRadius = 4
	l.ring.Hide()
	l.Length, l.CreateItem, l.UpdateItem = length, create, update
	l.OnSelected = func(i widget.ListItemID) {
		l.Chosen, l.Lead = i, i
		if chosen != nil {
			chosen(i)
		}
	}
	l.OnUnselected = func(widget.ListItemID) { l.Chosen, l.Lead = -1, -1 }
	l.ExtendBaseWidget(l)
	return l
}

// Framed is the list with a ring around it while it has the keyboard.
func (l *RowList) Framed() fyne.CanvasObject { return container.NewStack(l, l.ring) }

// AccessibilityLabel is part of fyne.Accessible.
func (l *RowList) AccessibilityLabel() string { return l.nameWith("", locale.T("List")) }

// AccessibilityRole is part of fyne.Accessible.
func (l *RowList) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleContainer }

// FocusGained is part of fyne.Focusable.
func (l *RowList) FocusGained() {
	l.ring.StrokeColor = theme.Color(theme.ColorNamePrimary)
	l.ring.Show()
	l.ring.Refresh()
	callIfSet(l.Entered)
}

// FocusLost is part of fyne.Focusable.
func (l *RowList) FocusLost() {
	l.shift = false
	l.ring.Hide()
}

// KeyDown is part of desktop.Keyable.
func (l *RowList) KeyDown(e *fyne.KeyEvent) { l.shift = l.shift || isShift(e) }

// KeyUp is part of desktop.Keyable.
func (l *RowList) KeyUp(e *fyne.KeyEvent) { l.shift = l.shift && !isShift(e) }

// ShiftHeld tells whether Shift is down while the list has the keyboard.
func (l *RowList) ShiftHeld() bool { return l.shift || ShiftHeld() }

func isShift(e *fyne.KeyEvent) bool {
	return e.Name == desktop.KeyShiftLeft || e.Name == desktop.KeyShiftRight
}

// TypedKey is part of fyne.Focusable.
func (l *RowList) TypedKey(e *fyne.KeyEvent) {
	to, moves := l.target(e.Name)
	switch {
	case l.Before != nil && l.Before(e.Name):
	case !moves:
		l.offer(e.Name)
	case to < 0:
	case l.Extend != nil && l.ShiftHeld():
		l.Extend(to)
	default:
		l.Select(to)
	}
}

// TypedShortcut is part of fyne.Shortcutable.
func (l *RowList) TypedShortcut(s fyne.Shortcut) {
	if custom, is := s.(*desktop.CustomShortcut); is && custom.Modifier == fyne.KeyModifierControl && l.MoveLead != nil {
		if to, moves := l.target(custom.KeyName); moves {
			if to >= 0 {
				l.MoveLead(to)
			}
			return
		}
	}
	if l.OnShortcut != nil {
		l.OnShortcut(s)
	}
}

// target is the row that a key leads to, -1 in an empty list; moves is false for a key that leads nowhere.
func (l *RowList) target(key fyne.KeyName) (to int, moves bool) {
	page := max(1, int(l.Size().Height/(l.CreateItem().MinSize().Height+theme.Padding()))-1)
	last := l.Length() - 1
	to = l.Lead
	switch key {
	case fyne.KeyDown:
		to++
	case fyne.KeyUp:
		to--
	case fyne.KeyPageDown:
		to += page
	case fyne.KeyPageUp:
		to -= page
	case fyne.KeyHome:
		to = 0
	case fyne.KeyEnd:
		to = last
	default:
		return 0, false
	}
	if last < 0 {
		return -1, true
	}
	return max(0, min(last, to)), true
}
