package document

import (
	"strings"

	"factmark/app/format"
	"factmark/app/locale"
	"factmark/app/ui/dialogs"
	"factmark/widgets/docview"
)

// outlineSuggestions outlines what models suggest in the text; nothing where claims are only reviewed.
func (p *Pane) outlineSuggestions() {
	var all []docview.Highlight
	if p.suggestsModels() {
		for _, s := range p.model.Suggestions {
			all = append(all, docview.Highlight{ID: s.ID, Start: s.Start, End: s.End, Style: p.model.LabelIndex(s.LabelID) + 1})
		}
	}
	if len(all)+len(p.View.Outlines()) > 0 {
		p.View.SetOutlines(all)
		p.View.SetCurrentOutline(p.model.CurrentSuggestion)
	}
}

// suggestsModels tells whether what models suggest belongs to the work at hand.
func (p *Pane) suggestsModels() bool {
	return (p.review == nil || p.review.Independent) && p.shown == p.model.Document.ID
}

func (p *Pane) suggestionChosen(reveal bool) {
	p.View.SetCurrentOutline(p.model.CurrentSuggestion)
	s := p.model.Suggestion(p.model.CurrentSuggestion)
	if s == nil || !reveal {
		return
	}
	p.place(func() { p.View.Select(s.Start, s.Start) })
	p.View.Reveal(s.Start, s.End)
	p.Selected.Send(p.selection())
}

// outlineClicked makes the suggestion that was clicked current.
func (p *Pane) outlineClicked(id string) {
	if !p.model.StillOpening() {
		p.model.ChooseSuggestion(id, false)
	}
}

// leaveSuggestion follows the caret out of the current suggestion.
func (p *Pane) leaveSuggestion(start, end int) {
	if s := p.model.Suggestion(p.model.CurrentSuggestion); s != nil && (start != end || start < s.Start || start > s.End) {
		p.model.ChooseSuggestion("", false)
	}
}

// outlineHint is what the tip says of what a model suggests.
func (p *Pane) outlineHint(id string) string {
	s := p.model.Suggestion(id)
	if s == nil {
		return ""
	}
	said := locale.T("Suggestion: {{.Label}}", "Label", labelName(p.model.LabelOf(s.LabelID))) + "\n" + strings.Join(format.NonEmpty(format.OneLine(s.Model), dialogs.ScoreWords(*s)), " · ")
	if note := format.OneLine(strings.Join(format.NonEmpty(s.Statement, s.Note), " — ")); note != "" {
		said += "\n" + format.Shorten(note, 300)
	}
	return said
}

// StepModel makes the next suggestion of a model (by = 1) or the one before (by = -1) current.
func (p *Pane) StepModel(by int) {
	if p.model.StillOpening() {
		return
	}
	start, _ := p.View.Selection()
	all, shown := p.model.SuggestionCount(), len(p.model.Suggestions)
	switch {
	case p.model.StepSuggestion(by, start):
	case all == 0:
		p.model.Notices.Send(locale.T("There are no suggestions for this text."))
	case shown == 0:
		p.model.Notices.Send(locale.T("The filter hides all suggestions of this text."))
	case by > 0:
		p.model.Notices.Send(locale.T("No suggestion after this one."))
	default:
		p.model.Notices.Send(locale.T("No suggestion before this one."))
	}
}

// AcceptModel accepts the current suggestion of a model, with its label.
func (p *Pane) AcceptModel() {
	if !p.model.StillOpening() {
		p.model.AcceptCurrent(nil)
	}
}

// RefuseModel refuses the current suggestion of a model.
func (p *Pane) RefuseModel() {
	if !p.model.StillOpening() {
		p.model.RefuseCurrent()
	}
}

// Delete deletes the current claim, or refuses the current suggestion of a model.
func (p *Pane) Delete() {
	if p.model.CurrentSuggestion != "" {
		p.RefuseModel()
		return
	}
	p.model.DeleteClaim(p.model.Current)
}

// takeCurrent accepts the current suggestion of a model, or makes a sentence that is suggested and selected a claim, and tells whether
// there is either.
func (p *Pane) takeCurrent() bool {
	if p.model.CurrentSuggestion == "" {
		return p.takeSuggestion()
	}
	p.AcceptModel()
	return true
}

// SuggestionsShown are the ids of the suggestions of models that are shown.
func (p *Pane) SuggestionsShown() (ids []string) {
	for _, s := range p.model.Suggestions {
		ids = append(ids, s.ID)
	}
	return ids
}
