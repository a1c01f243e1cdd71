package profile

// ClaimsFollowText tells whether the list of claims scrolls with the text. It does unless the user has chosen otherwise.
func (p *Profile) ClaimsFollowText() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return !p.data.Apart
}

// SetClaimsFollowText keeps whether the list of claims scrolls with the text.
func (p *Profile) SetClaimsFollowText(follow bool) error {
	return p.change(func(d *data) { d.Apart = !follow })
}
