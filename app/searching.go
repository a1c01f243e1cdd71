package app

import (
	"slices"

	"factmark/app/format"
	"factmark/app/locale"
	"factmark/app/search"
	"factmark/app/workspace"
	"factmark/widgets/docview"
)

// searchEverywhere opens the search of the whole workspace, for the selected words where there are some.
func (w *window) searchEverywhere() {
	w.panes.row.ShowLeft(true)
	words := format.OneLine(w.panes.document.SelectedSpan().Text)
	if len(words) >= 200 {
		words = ""
	}
	w.panes.search.Open(words)
}

// openHit shows what a search has found at its place; passages are all those that it has found in the document. keep lets the
// keyboard stay in the search.
func (w *window) openHit(h search.Hit, passages []search.Hit, keep bool) {
	model, text := w.Workspace, w.panes.document
	documentID := h.DocumentID
	if h.Kind == search.InEvidence && !h.Placed { // from outside, or without a place: it is shown with its claim
		documentID = h.Claim.DocumentID
	}
	if model.DocumentIndex(documentID) < 0 {
		model.Notices.Send(locale.T("This document is no longer in the workspace. Search again."))
		return
	}
	if !keep {
		w.FocusOn(text.View)
	}
	switch {
	case h.Kind == search.InDocument && !h.Placed:
		if model.Document.ID != documentID {
			model.Open(documentID, "")
		}
	case h.Kind == search.InDocument:
		hits := make([]docview.Span, len(passages))
		for i, p := range passages {
			hits[i] = docview.Span{Start: p.Start, End: p.End}
		}
		text.ShowHits(documentID, hits, max(0, slices.Index(hits, docview.Span{Start: h.Start, End: h.End})), !keep)
	case h.Kind == search.InEvidence:
		w.showEvidence(true)
		model.PickEvidence(h.Evidence)
		if h.Placed {
			text.PointIn(documentID, workspace.Span{Start: h.Start, End: h.End})
		} else {
			model.GoToThen(documentID, h.Claim.ID, func() { w.choseHit(h, keep) })
		}
	default:
		w.panes.row.ShowRight(true)
		model.GoToThen(documentID, h.Claim.ID, func() { w.choseHit(h, keep) })
	}
}

// choseHit makes the claim of a hit the user's choice, so that keys act on it, and opens its note where that was found.
func (w *window) choseHit(h search.Hit, keep bool) {
	model := w.Workspace
	if model.Claim(h.Claim.ID) == nil {
		model.Choose("", false)
		model.Notices.Send(locale.T("This claim is no longer in the workspace. Search again."))
		return
	}
	model.Pick(h.Claim.ID, true)
	if h.Kind == search.InNote && !keep && !model.ReadOnly() && !model.IsHidden(h.Claim.ID) {
		w.editNote()
	}
}
