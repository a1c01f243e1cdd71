package docview

import "time"

const (
	blink     = 530 * time.Millisecond
	blinkStop = 20 // after so many changes without a key the caret stays on: a page at rest isn't repainted
)

// wakeCaret shows the caret, when the view has the focus, and begins to blink anew.
func (v *View) wakeCaret() {
	v.blinking++
	v.caretOn = v.focused
	v.Refresh()
	if !v.focused {
		return
	}
	id, left := v.blinking, blinkStop
	var turn func()
	turn = func() {
		if id != v.blinking {
			return
		}
		v.caretOn = !v.caretOn
		v.Refresh()
		if left--; left > 0 {
			v.After(blink, turn)
		}
	}
	v.After(blink, turn)
}

// FocusGained shows the caret.
func (v *View) FocusGained() {
	v.focused = true
	v.wakeCaret()
	if v.OnFocus != nil {
		v.OnFocus()
	}
}

// FocusLost hides the caret. What is selected stays so.
func (v *View) FocusLost() {
	v.focused, v.held = false, 0
	v.keys.Up(nil)
	v.wakeCaret()
}
