package profile

import (
	"slices"

	"factmark/app/locale"
)

// Language is the tag of the language that the user has chosen, one of locale.Languages; "" follows the system.
func (p *Profile) Language() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !slices.Contains(locale.Languages, p.data.Language) {
		return ""
	}
	return p.data.Language
}

// SetLanguage keeps the choice of a language by its tag; any that the program does not speak follows the system.
func (p *Profile) SetLanguage(tag string) error {
	if !slices.Contains(locale.Languages, tag) {
		tag = ""
	}
	return p.change(func(d *data) { d.Language = tag })
}
