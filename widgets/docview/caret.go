package docview

// wakeCaret shows the caret, when the view has the focus, and begins to blink anew.
func (v *View) wakeCaret() {
	v.blink.Wake(v.focused)
	v.Refresh()
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
	v.focused = false
	v.keys.AllUp()
	v.wakeCaret()
}
