package document

import (
	"strings"
	"unicode"

	"fyne.io/fyne/v2"

	"factmark/app/locale"
	"factmark/app/ui/dialogs"
	"factmark/store"
)

// apply labels the selection or, without one, the claim that the user chose.
func (p *Pane) apply(labelID string) { p.ApplyTo(labelID, "") }

// ApplyTo labels the selection or, without one, the named claim. The rule is that of workspace.Label.
func (p *Pane) ApplyTo(labelID, named string) {
	if !p.model.MayWrite() {
		return
	}
	if s := p.review; s != nil && !s.Independent {
		if labelID != "" {
			s.Say(labelID)
		}
		return
	}
	if p.model.StillOpening() {
		return
	}
	selected := p.SelectedSpan()
	if selected.Start < selected.End {
		// The selection goes before the label is written, so that a key held
		// down does not label the same span twice.
		p.place(func() { p.View.Select(selected.End, selected.End) })
		p.model.Choose("", false)
		p.Selected.Send(p.selection())
	}
	if selected.Start == selected.End && named == "" && p.model.CurrentSuggestion != "" {
		p.model.AcceptCurrent(&labelID)
		return
	}
	p.model.Label(labelID, selected, named)
}

// runeInText acts on a letter typed into the text: one that a held key gives again
// and again labels once, and accepts or refuses one suggestion.
func (p *Pane) runeInText(r rune) bool {
	if p.View.Repeated() && !p.actsAgain(r) {
		return true
	}
	labelID, labels := p.model.LabelForKey(r)
	labels = labels || strings.EqualFold(string(r), p.model.KeyLetter("no-label"))
	if labels && (unicode.IsLetter(r) || unicode.IsDigit(r)) && // a sign may need Shift to be typed at all
		p.View.ShiftHeld() && p.marks() {
		p.LabelEach(labelID)
		return true
	}
	return p.TypedRune(r)
}

// actsAgain tells of the key of a character that is held down whether it acts again.
func (p *Pane) actsAgain(r rune) bool {
	_, labels := p.model.LabelForKey(r)
	switch key := dialogs.TypedRuneName(r); {
	case p.model.CurrentSuggestion != "":
		return p.ActsWhileHeld(key, true)
	case p.review != nil && !p.review.Independent:
		return true
	default:
		return !labels && p.ActsWhileHeld(key, false)
	}
}

// TypedRune acts on the letter keys of the document, as the list of keys says.
func (p *Pane) TypedRune(r rune) bool {
	if s := p.review; s != nil && s.Typed(r) {
		return true
	}
	if labelID, is := p.model.LabelForKey(r); is {
		p.apply(labelID)
		return true
	}
	return p.OnTextKey(dialogs.TypedRuneName(r))
}

// RepeatLabel gives the label that was given last, by the rule of ApplyTo.
func (p *Pane) RepeatLabel(named string) {
	if p.model.LastLabel == nil {
		p.model.Notices.Send(locale.T("No label to repeat yet."))
		return
	}
	p.ApplyTo(*p.model.LastLabel, named)
}

// Step chooses the next claim (by = 1) or the one before (by = -1) among those wanted; where there is none, the status bar
// says otherwise.
func (p *Pane) Step(by int, wanted func(store.Claim) bool, otherwise string) {
	if p.model.StillOpening() {
		return
	}
	start, _ := p.View.Selection()
	id, found := p.model.Step(by, start, wanted)
	if !found {
		p.model.Notices.Send(otherwise)
		return
	}
	p.model.Pick(id, true)
}

// NextUnlabelled chooses the next claim without a label, in this document or another.
func (p *Pane) NextUnlabelled() {
	start, _ := p.View.Selection()
	p.model.NextToLabel(start)
}

// keyInText acts on a key that types nothing: one that is held down accepts or refuses one suggestion.
func (p *Pane) keyInText(e *fyne.KeyEvent) {
	switch enter := dialogs.TypedKeyName(e.Name) == "Enter"; {
	case enter && !p.View.Repeated() && p.labelSelection():
	case p.model.CurrentSuggestion == "" || !p.View.Repeated():
		p.TypedKey(e)
	}
}

// TypedKey acts on a key that types nothing, pressed in the text or in the list of claims.
func (p *Pane) TypedKey(e *fyne.KeyEvent) {
	if _, each := p.model.LabelEach(); each && e.Name == fyne.KeyEscape && !p.model.Adding {
		p.model.EndLabelEach()
		return
	}
	if e.Name == fyne.KeyEscape && p.OnEscape() {
		return
	}
	if s := p.review; s != nil && s.TypedKey(e.Name) {
		return
	}
	switch key := dialogs.TypedKeyName(e.Name); {
	case key == "Escape" && p.model.Adding:
		p.model.EndAdding()
	case key == "Escape":
		p.model.Choose("", false)
		p.model.ChooseSuggestion("", false)
	case key == "":
		p.OnKey(e.Name)
	case p.model.StillOpening(), key == "Enter" && p.takeCurrent():
	default:
		p.OnTextKey(key)
	}
}

func (p *Pane) contextMenu(offset int, at fyne.Position) {
	p.menuOffset = offset
	start, end := p.View.Selection()
	if start == end || offset < start || offset >= end {
		p.View.Select(offset, offset)
		if here := p.View.OutlinesAt(offset); len(here) > 0 && p.model.Current == "" {
			p.model.ChooseSuggestion(here[0], false)
		}
	}
	p.OnMenu(at)
}
