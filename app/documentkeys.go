package app

import (
	"unicode"

	"fyne.io/fyne/v2"

	"factmark/store"
)

// apply labels the selection or, without one, the claim that the user chose.
func (p *documentPane) apply(labelID string) { p.applyTo(labelID, "") }

// applyTo labels the selection or, without one, the named claim. The rule is desk.label's.
func (p *documentPane) applyTo(labelID, named string) {
	if !p.desk.mayWrite() {
		return
	}
	if s := p.review; s != nil && !s.independent {
		if labelID != "" {
			s.say(labelID)
		}
		return
	}
	if p.desk.stillOpening() {
		return
	}
	selected := p.selectedSpan()
	if selected.start < selected.end {
		// The selection goes before the label is written, so that a key held
		// down does not label the same span twice.
		p.place(func() { p.view.Select(selected.end, selected.end) })
		p.desk.choose("", false)
		p.selected.send(p.selection())
	}
	p.desk.label(labelID, selected, named)
}

// runeInText acts on a letter typed into the text: one that a held key gives again
// and again labels once.
func (p *documentPane) runeInText(r rune) bool {
	if _, labels := p.desk.labelForKey(r); (labels || r == '.') && p.view.Repeated() && (p.review == nil || p.review.independent) {
		return true
	}
	return p.typedRune(r)
}

// typedRune acts on the letter keys of the document, as the list of keys says.
func (p *documentPane) typedRune(r rune) bool {
	if s := p.review; s != nil && s.typed(r) {
		return true
	}
	if labelID, is := p.desk.labelForKey(r); is {
		p.apply(labelID)
		return true
	}
	return p.onTextKey(typedRuneName(r))
}

// labelForKey finds the label whose key this is; C stands for a claim with none.
func (d *desk) labelForKey(r rune) (labelID string, is bool) {
	key := string(unicode.ToUpper(r))
	for _, l := range d.labels {
		if l.Key == key {
			return l.ID, true
		}
	}
	return "", key == noLabel.Key
}

func (p *documentPane) repeatLabel(named string) {
	if p.desk.lastLabel == nil {
		p.desk.told.send("No label to repeat yet.")
		return
	}
	p.applyTo(*p.desk.lastLabel, named)
}

func (p *documentPane) step(by int, wanted func(store.Claim) bool, otherwise string) {
	if p.desk.stillOpening() {
		return
	}
	start, _ := p.view.Selection()
	id, found := p.desk.step(by, start, wanted)
	if !found {
		p.desk.told.send(otherwise)
		return
	}
	p.desk.pick(id, true)
}

func (p *documentPane) nextUnlabelled() {
	start, _ := p.view.Selection()
	p.desk.nextToLabel(start)
}

func (p *documentPane) typedKey(e *fyne.KeyEvent) {
	if s := p.review; s != nil && s.typedKey(e.Name) {
		return
	}
	switch key := typedKeyName(e.Name); {
	case key == "Escape":
		p.desk.choose("", false)
	case key == "":
		p.onKey(e.Name)
	case !p.desk.stillOpening():
		p.onTextKey(key)
	}
}

func (p *documentPane) contextMenu(offset int, at fyne.Position) {
	start, end := p.view.Selection()
	if start == end || offset < start || offset >= end {
		p.view.Select(offset, offset)
	}
	p.onMenu(at)
}
