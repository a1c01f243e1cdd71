package app

import (
	"fyne.io/fyne/v2"

	"factmark/app/locale"
	"factmark/app/ui/evidence"
	"factmark/app/workspace"
)

// newFinding adds to the evidence panel what finds evidence, and the same claim elsewhere.
func (w *window) newFinding(rows *paneRow, key func(fyne.KeyName) bool) {
	rows.same = evidence.NewSame(rows.evidence)
	rows.suggestions = evidence.NewSuggestions(rows.evidence)
	rows.same.OnPoint, rows.suggestions.OnPoint = w.pointEvidence, w.pointEvidence
	rows.same.OnBeside, rows.suggestions.OnBeside = w.showSimilarBeside, w.showSuggestionsBeside
	rows.suggestions.OnListed = w.suggestionsListed
	rows.suggestions.Focus = w.FocusOn
	rows.relabel = evidence.NewRelabelStrip(w.Workspace, key, w.RestoreFocus)
}

// findEvidence looks for evidence for the claim in hand, or for the selection where none is, and gives the suggestions the
// keyboard; from there it hides them.
func (w *window) findEvidence() {
	p := w.panes
	if w.suggesting() && w.Win.Canvas().Focused() == p.evidence.List {
		w.hideSuggestions()
		return
	}
	if selected := p.document.SelectedSpan().Trimmed(); w.Workspace.Hand.ID == "" && selected.Text != "" {
		w.findEvidenceFor(selected)
		return
	}
	w.showSuggestions(func() { p.suggestions.Show(true) })
}

// findEvidenceFor looks for evidence for a selected part of the text.
func (w *window) findEvidenceFor(selected workspace.Span) {
	if selected.Text == "" {
		w.Workspace.Notices.Send(locale.T("Select some text first."))
		return
	}
	w.showSuggestions(func() { w.panes.suggestions.ShowFor(selected) })
}

// suggesting tells whether suggestions are on screen.
func (w *window) suggesting() bool { return w.evidenceShown() && w.panes.suggestions.Shown() }

// suggestionsShare is how much of the right column the evidence panel has at least while suggestions are shown.
const suggestionsShare = 0.65

func (w *window) showSuggestions(show func()) {
	w.showEvidence(true)
	w.panes.right.NeedLower(suggestionsShare)
	show()
	w.panes.same.Look(true)
	w.panes.suggestions.Begin()
}

// hideSuggestions ends the search for evidence, and goes back to the text.
func (w *window) hideSuggestions() {
	w.panes.suggestions.Show(false)
	w.panes.same.Look(false)
	w.panes.right.NeedLower(0)
	w.FocusOn(w.panes.document.View)
}

// linkSame links the claim in hand with what is possibly the same claim.
func (w *window) linkSame() {
	w.showEvidence(true)
	w.panes.same.Link()
}

// showNames shows the names that mean the same.
func (w *window) showNames() {
	w.ShowNames(w.panes.suggestions.Again)
}
