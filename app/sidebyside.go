package app

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"fyne.io/fyne/v2"

	"factmark/app/locale"
	"factmark/app/ui/document"
	"factmark/app/workspace"
	"factmark/store"
)

// newText makes the pane of a text. Whichever has the keyboard is the one in use, which commands are for.
func (w *window) newText(model *workspace.Workspace, key func(fyne.KeyName) bool) *document.Pane {
	p := document.NewPane(model, w.AskImport, func() { w.ShowDocumentDetails(model.Document) }, key)
	p.Focus = w.FocusOn
	p.RestoreFocus = w.RestoreFocus
	p.View.OnFocus = func() {
		w.lastPane = p.View
		w.useText(p)
		w.showOfDocument()
	}
	p.OnMenu = func(at fyne.Position) {
		w.useText(p)
		w.claimMenu("", at)
	}
	p.OnZoom = w.zoom
	moved := p.View.OnScroll
	p.View.OnScroll = func() {
		moved()
		w.scrollClaims(p)
	}
	p.OnKey = w.WindowKey
	p.OnTextKey = w.textKey
	p.ActsWhileHeld = w.actsWhileHeld
	p.Find.OnKey = func(name fyne.KeyName) bool {
		if c := w.keyCommand(name); c == nil || c.id != commandNextPane {
			return w.WindowKey(name)
		}
		p.Find.ToText()
		return true
	}
	p.OnEscape = w.leaveSideBySide
	p.View.OnShortcut = w.shortcut
	p.View.SetTypography(w.Typography())
	if model.IsBeside() {
		p.View.SetGutter(w.gutter())
		w.marking.set(p)
		p.MarkDates(w.dates)
		p.MarkSuggestions(w.suggestions)
		w.followText(p)
		w.Placing.Hear(model)
		if w.Active != nil {
			p.BeginReview(reviewOf(w.Active))
		}
	}
	return p
}

// scrollClaims shows in their list the claims of the text that is in view, as it scrolls.
func (w *window) scrollClaims(p *document.Pane) {
	if w.claimsScroll && w.panes != nil && p == w.panes.document && w.panes.row.RightShown() {
		w.panes.claims.ShowInView(p.View.InView())
	}
}

// followText has the window follow which document a text shows, and what is selected in it, while it is in use.
func (w *window) followText(p *document.Pane) {
	rows := w.panes
	p.Selected.Listen(func(at workspace.Span) {
		if p == rows.document {
			rows.selected.Send(at)
		}
	})
	p.Model().Opened.Listen(func(workspace.Opening) {
		switch texts := rows.texts; {
		case p == texts.First || !texts.Shown():
		case p.Model().Document.ID == "": // it was removed
			w.useText(texts.First)
		case len(texts.Topic().All) == 0: // the user has chosen it
			w.useText(p)
		}
		rows.library.Follow(w.opensIn())
		if p != rows.document {
			return
		}
		w.showTitle()
		w.showGoTo()
		if !w.staysWith(w.Win.Canvas().Focused()) {
			w.FocusOn(p.View)
		}
	})
}

// opensIn is the view in which a document is opened that is chosen in their list: that in use, unless the second text waits
// for one.
func (w *window) opensIn() *workspace.Workspace {
	if texts := w.panes.texts; texts.Waits() {
		return texts.Second.Model()
	}
	return w.panes.document.Model()
}

// useText makes a text the one in use: commands, keys, the claims and the list of documents are for its document.
func (w *window) useText(p *document.Pane) {
	rows := w.panes
	if rows == nil || p == rows.document {
		return
	}
	rows.document, w.Text, w.Workspace = p, p, p.Model()
	p.Model().Use()
	rows.claims.Follow(p.Model())
	rows.library.Follow(w.opensIn())
	rows.texts.ShowInUse(p)
	rows.selected.Send(p.SelectedSpan())
	w.showTitle()
	w.showGoTo()
}

// toggleSideBySide shows the claim and its evidence side by side, or ends that.
func (w *window) toggleSideBySide() {
	if w.panes.texts.Shown() {
		w.panes.texts.Close()
		return
	}
	switch model := w.Workspace; {
	case model.Claim(model.Current) != nil:
		w.showEvidenceBeside(*model.Claim(model.Current), "")
	case model.Hand.ID != "":
		w.showEvidenceBeside(model.Hand, "")
	default:
		w.showBeside(document.Passages{})
	}
}

// showEvidenceBeside shows a claim and its evidence side by side: the piece with an id first, "" for the first that stands in a
// document.
func (w *window) showEvidenceBeside(c store.Claim, evidenceID string) {
	model := w.Workspace
	if !w.mayReadBeside(c.ID, c.DocumentID) {
		return
	}
	model.Back.Go(func() {
		all, err := model.Store.Evidence(model.Ctx, c.ID)
		model.Back.OnUI(func() {
			if err != nil {
				model.Fail(fmt.Errorf("reading the evidence: %w", err))
				return
			}
			w.showBeside(w.evidencePassages(c, all, evidenceID))
		})
	})
}

// ofEvidence is what passages are called that are evidence.
const ofEvidence = "Evidence"

// rereadBeside takes over what has become of the evidence that is read side by side.
func (w *window) rereadBeside() {
	texts := w.panes.texts
	topic := texts.Topic()
	if topic.Name != ofEvidence {
		return
	}
	model := texts.First.Model()
	model.Back.Go(func() {
		c, err := model.Store.Claim(model.Ctx, topic.Claim.ID)
		all, err1 := model.Store.Evidence(model.Ctx, topic.Claim.ID)
		model.Back.OnUI(func() {
			switch {
			case texts.Topic().Claim.ID != topic.Claim.ID: // something else is read by now
			case !model.MaySeeEvidence(topic.Claim.ID, topic.Claim.DocumentID): // a blind review was begun elsewhere
				texts.Close()
			case errors.Is(err, store.ErrNotFound):
				texts.Update(document.Passages{Claim: topic.Claim, Name: ofEvidence})
			case cmp.Or(err, err1) != nil:
				model.Fail(fmt.Errorf("reading the evidence: %w", cmp.Or(err, err1)))
			default:
				texts.Update(w.evidencePassages(c, all, ""))
			}
		})
	})
}

// evidencePassages are the pieces of a claim's evidence that stand in documents, with one of them in front.
func (w *window) evidencePassages(c store.Claim, all []store.Evidence, evidenceID string) document.Passages {
	topic := document.Passages{Claim: c, Name: ofEvidence, None: locale.T("This claim has no evidence in a document yet.")}
	var placed []store.Evidence
	for _, e := range all {
		if !e.Placed() || e.ClaimID != c.ID && w.Workspace.Visibility != nil { // a linked claim may be hidden
			continue
		}
		if e.ID == evidenceID {
			topic.At = len(placed)
		}
		placed = append(placed, e)
		topic.All = append(topic.All, document.Passage{ID: e.ID, DocumentID: e.DocumentID, Start: e.Start, End: e.End, Said: workspace.StanceWords(e.Stance)})
	}
	topic.Moved = func(at int) { w.Workspace.PickEvidence(placed[at]) }
	if !w.Workspace.ReadOnly() {
		topic.Take = func(at int, stance store.Stance) { w.Workspace.SetStance(placed[at], stance) }
	}
	return topic
}

// showPieceBeside shows a piece of evidence beside the claim in hand.
func (w *window) showPieceBeside(e store.Evidence) {
	if e.Placed() {
		w.showEvidenceBeside(w.Workspace.Hand, e.ID)
	} else {
		w.Workspace.Notices.Send(locale.T("This evidence is not in a document of the workspace."))
	}
}

// ofSuggestions is what passages are called that are suggested as evidence.
const ofSuggestions = "Suggestion"

// showSuggestionsBeside shows a suggestion beside the claim in hand, and goes through the others from there.
func (w *window) showSuggestionsBeside(documentID string, at workspace.Span) {
	if hand := w.Workspace.Hand; !w.mayReadBeside(hand.ID, hand.DocumentID) {
		return
	}
	topic := w.suggestedPassages(w.Workspace.Hand)
	topic.At = slices.IndexFunc(topic.All, func(p document.Passage) bool {
		return p.DocumentID == documentID && p.Start == at.Start && p.End == at.End
	})
	w.showBeside(topic)
}

// suggestedPassages are the suggestions as they are listed.
func (w *window) suggestedPassages(c store.Claim) document.Passages {
	listed := w.panes.suggestions.Listed()
	topic := document.Passages{Claim: c, Name: ofSuggestions, None: locale.T("No suggestions left.")}
	for _, p := range listed {
		topic.All = append(topic.All, document.Passage{ID: p.Key, DocumentID: p.DocumentID, Start: p.Start, End: p.End})
	}
	topic.Moved = func(at int) { w.panes.suggestions.Choose(listed[at].Key) }
	if !w.Workspace.ReadOnly() {
		topic.Take = func(at int, stance store.Stance) { w.panes.suggestions.Take(listed[at].Key, stance) }
	}
	return topic
}

// suggestionsListed takes over which suggestions are listed: where the one that is read beside the claim was taken or refused,
// the next is shown.
func (w *window) suggestionsListed() {
	topic := w.panes.texts.Topic()
	if topic.Name == ofSuggestions && w.panes.suggestions.Of() == topic.Claim.ID {
		w.panes.texts.Update(w.suggestedPassages(topic.Claim))
	}
}

// showSimilarBeside shows what is possibly the same claim beside the one in hand.
func (w *window) showSimilarBeside(documentID string, at workspace.Span) {
	if hand := w.Workspace.Hand; w.mayReadBeside(hand.ID, hand.DocumentID) {
		w.showBeside(document.Passages{Claim: hand, Name: locale.T("Possibly the same"), All: []document.Passage{{DocumentID: documentID, Start: at.Start, End: at.End}}})
	}
}

// pointEvidence shows a passage of a document: beside the claim, where two texts are shown.
func (w *window) pointEvidence(documentID string, at workspace.Span) {
	texts := w.panes.texts
	if !texts.Shown() {
		w.panes.document.PointIn(documentID, at)
		return
	}
	texts.GoTo(documentID, at)
}

// mayReadBeside tells whether what bears on a claim may be read beside it now; where it may not, the status bar says why.
func (w *window) mayReadBeside(claimID, documentID string) bool {
	if w.Active != nil && (w.Active.Blind() || w.Active.Independent()) {
		w.Workspace.Notices.Send(locale.T("Not during a blind review: evidence could give away a label. Pause or end the review first."))
		return false
	}
	if !w.Workspace.MaySeeAll(claimID) {
		return false
	}
	if !w.Workspace.MaySeeEvidence(claimID, documentID) {
		w.Workspace.Notices.Send(locale.T("Your blind review hides the evidence for this claim."))
		return false
	}
	return true
}

// showBeside shows a claim and a passage side by side. Where two texts have no room beside each other, the list of documents
// makes room.
func (w *window) showBeside(topic document.Passages) {
	rows := w.panes
	chosen := len(topic.All) > 0
	if chosen && !rows.texts.Shown() && rows.row.LeftShown() && !w.keepsLibrary && !rows.texts.Fits(rows.texts.Body.Size().Width) {
		rows.row.ShowLeft(false)
		w.libraryGaveWay = true
	}
	rows.texts.Show(topic)
	rows.library.Follow(w.opensIn())
	if chosen {
		w.FocusOn(rows.texts.First.View)
	} else if rows.texts.Waits() {
		w.findDocument()
	}
}

// openBeside opens a document beside the one that is open.
func (w *window) openBeside(documentID string) {
	texts := w.panes.texts
	if !texts.Shown() {
		texts.Show(document.Passages{})
	}
	texts.Second.Model().Open(documentID, "")
}

// sideBySideClosed follows that one text is shown again.
func (w *window) sideBySideClosed() {
	rows := w.panes
	w.useText(rows.texts.First)
	if w.libraryGaveWay {
		w.keepsLibrary = rows.row.LeftShown() // the user wanted it there
		rows.row.ShowLeft(true)
		w.libraryGaveWay = false
	}
	w.RestoreFocus()
}

// leaveSideBySide ends the reading side by side, and tells whether there was any.
func (w *window) leaveSideBySide() bool {
	if w.Workspace.Adding || !w.panes.texts.Shown() {
		return false
	}
	w.panes.texts.Close()
	return true
}

// takePassage takes the passage that is read beside a claim as evidence with a stance, and tells whether there is one.
func (w *window) takePassage(stance store.Stance) bool {
	return w.Active == nil && !w.Workspace.Adding && w.Workspace.MayWrite() && w.panes.texts.Take(stance)
}
