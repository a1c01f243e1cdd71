package layout

// String gives the whole text.
func (t *Text) String() string { return t.Slice(0, t.Len()) }
