package profile

// SnapToWords tells whether what is dragged over a text takes whole words. It does unless the user has chosen otherwise.
func (p *Profile) SnapToWords() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return !p.data.ByCharacters
}

// SetSnapToWords keeps whether drags take whole words.
func (p *Profile) SetSnapToWords(snap bool) error {
	return p.change(func(d *data) { d.ByCharacters = !snap })
}

// MarginMarks tells whether claims are marked in the margin beside their lines too.
func (p *Profile) MarginMarks() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.data.MarginMarks
}

// SetMarginMarks keeps whether claims are marked in the margin.
func (p *Profile) SetMarginMarks(shown bool) error {
	return p.change(func(d *data) { d.MarginMarks = shown })
}
