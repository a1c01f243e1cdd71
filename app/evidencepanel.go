package app

import (
	"fyne.io/fyne/v2"

	"factmark/app/format"
	"factmark/app/locale"
	"factmark/app/ui/dialogs"
	"factmark/app/workspace"
	"factmark/store"
	"factmark/widgets/chip"
)

// evidenceShown tells whether the evidence panel is on screen.
func (w *window) evidenceShown() bool { return w.panes.right.LowerShown() && w.panes.row.RightShown() }

// showEvidence shows or hides the evidence panel.
func (w *window) showEvidence(yes bool) {
	if yes {
		w.panes.row.ShowRight(true)
	}
	w.panes.right.ShowLower(yes)
	w.keepEvidencePanel()
	if !yes && w.Win.Canvas().Focused() == w.panes.evidence.List {
		w.RestoreFocus()
	}
}

func (w *window) keepEvidencePanel() {
	shown, height := w.panes.right.LowerShown(), w.panes.right.Height()
	w.KeepProfile(func() error { return w.Profile.SetEvidencePanel(shown, height) }, nil)
}

// connectEvidence gives the evidence panel what it needs of the rest of the window.
func (w *window) connectEvidence() {
	rows := w.panes
	list := rows.evidence.List
	list.OnFocus = func() { w.lastPane = list }
	list.OnRune = func(r rune) bool { return rows.document.TypedRune(r) }
	list.OnKey = w.evidenceKey
	list.OnShortcut = w.shortcut
	rows.evidence.Focus = w.FocusOn
	rows.evidence.Point = w.pointEvidence
	rows.evidence.Beside = w.showPieceBeside
	rows.evidence.OnMenu = w.evidenceMenu
	rows.evidence.OnDetails = func(e store.Evidence) { w.runAs(commandEvidenceDetails, func() { w.ShowEvidence(e) }) }
	rows.evidence.OnOpenText = func() { w.FocusOn(rows.document.View) }
	rows.evidence.OnGoTo = func() { rows.texts.First.Model().GoTo(w.Workspace.Hand.DocumentID, w.Workspace.Hand.ID) }
	rows.evidence.OnWhy = func() {
		w.useText(rows.texts.First)
		w.Workspace.GoToThen(w.Workspace.Hand.DocumentID, w.Workspace.Hand.ID, func() { w.run(commandEditNote) })
	}
	rows.claims.OnEvidence = func(e store.Evidence) {
		rows.evidence.Open(e)
		w.FocusOn(rows.claims.List)
	}
	rows.claims.OnMoreEvidence = func() {
		w.showEvidence(true)
		w.FocusOn(list)
	}
}

// evidenceKey acts on keys that the rows of the evidence panel have no use for.
func (w *window) evidenceKey(name fyne.KeyName) bool {
	switch {
	case name != fyne.KeyEscape:
		return w.WindowKey(name)
	case w.Workspace.Adding:
		w.Workspace.EndAdding()
	}
	w.FocusOn(w.panes.document.View)
	return true
}

// addEvidence begins to add evidence to the current claim or, where none is current, to the one in hand.
func (w *window) addEvidence() {
	w.Workspace.BeginAdding()
	if w.Workspace.Adding {
		w.FocusOn(w.panes.document.View)
	}
}

// goToClaimOfEvidence goes to the claim that the evidence under the caret bears on, where there is any, else to the claim in hand.
func (w *window) goToClaimOfEvidence() {
	start, _ := w.panes.document.View.Selection()
	if all := w.panes.document.EvidenceAt(start); len(all) > 0 {
		w.goToClaimOf(all)
		return
	}
	if hand := w.Workspace.Hand; hand.ID != "" {
		w.Workspace.GoTo(hand.DocumentID, hand.ID)
		return
	}
	w.Workspace.Notices.Send(locale.T("There is no evidence here, and no current claim."))
}

// goToClaimOf goes to the claim that evidence bears on; where that are several, it asks which.
func (w *window) goToClaimOf(all []store.EvidenceWithin) {
	goTo := func(e store.EvidenceWithin) { w.Workspace.GoTo(e.ClaimDocumentID, e.ClaimID) }
	if len(all) == 1 {
		goTo(all[0])
		return
	}
	find := dialogs.Finder[store.EvidenceWithin]{
		All:   all,
		Words: func(e store.EvidenceWithin) string { return e.ClaimQuote + "\n" + e.ClaimDocument },
		Fill: func(row *chip.Chip, e store.EvidenceWithin) {
			row.Letter, row.Text = dialogs.StanceSign(e.Stance), dialogs.VisualOrder("“"+format.NameLine(e.ClaimQuote)+"”")
			row.Light, row.Dark = dialogs.StanceColours(e.Stance)
			row.Count = format.Shorten(format.NameLine(e.ClaimDocument), 24)
		},
		Accept: goTo,
	}
	find.Open(w.Host, dialogs.Modal{Title: locale.T("Claims that this is evidence for"), Confirm: locale.T("Go to claim"), Cancel: locale.T("Cancel"), Width: 560}, locale.T("Find a claim"), 0)
}

// evidenceMenu pops up what can be done with a piece of evidence.
func (w *window) evidenceMenu(e store.Evidence, at fyne.Position) {
	var items []*fyne.MenuItem
	for _, s := range dialogs.Stances() {
		item := w.contextItemCalled(captionWithKeys(dialogs.StanceName(s), dialogs.StanceSign(s)), commandAddEvidence, func() { w.Workspace.SetStance(e, s) })
		item.Checked = e.Stance == s
		items = append(items, item)
	}
	items = append(items, fyne.NewMenuItemSeparator())
	if e.DocumentID != "" {
		items = append(items, w.contextItemCalled(locale.T("Open in its document"), commandOpenDocument, func() { w.panes.evidence.Open(e) }))
	}
	if e.URL != "" {
		items = append(items, w.contextItemCalled(locale.T("Copy URL"), commandCopy, func() {
			w.App.Clipboard().SetContent(e.URL)
			w.Workspace.Notices.Send(locale.T("URL copied."))
		}))
	}
	items = append(items, w.contextItemCalled(locale.T("Details…"), commandEvidenceDetails, func() { w.ShowEvidence(e) }),
		w.contextItem(commandRemoveEvidence, func() { w.Workspace.RemoveEvidence(e) }))
	w.popUpMenu(at, items...)
}

// evidenceItems are the items of the text's context menu that are about evidence: of what is selected, and of what is marked
// under the pointer.
func (w *window) evidenceItems() (items []*fyne.MenuItem) {
	text, hand := w.panes.document, w.Workspace.Hand
	if start, end := text.View.Selection(); start < end && hand.ID != "" && !w.Workspace.IsHidden(hand.ID) {
		item := fyne.NewMenuItem(locale.T("Evidence for “{{.Quote}}”", "Quote", dialogs.VisualOrder(format.Shorten(format.OneLine(hand.Quote), 40))), nil)
		item.ChildMenu = fyne.NewMenu("")
		for _, s := range dialogs.Stances() {
			item.ChildMenu.Items = append(item.ChildMenu.Items, w.contextItemCalled(dialogs.StanceSign(s)+" "+dialogs.StanceName(s), commandAddEvidence, func() {
				text.AddSelection(func(selected workspace.Span) { w.Workspace.AddPassage(s, selected) })
			}))
		}
		items = append(items, item)
	}
	if all := text.EvidenceAt(text.MenuOffset()); len(all) > 0 {
		items = append(items, w.contextItemCalled(locale.T("Go to its claim"), commandEvidenceClaim, func() { w.goToClaimOf(all) }),
			w.contextItem(commandEvidenceDetails, func() { w.ShowEvidence(all[0].Evidence) }),
			w.contextItem(commandRemoveEvidence, func() { w.Workspace.RemoveEvidence(all[0].Evidence) }))
	}
	return items
}

// openEvidence shows evidence of the matrix and its claim side by side, with the claim in hand; an outside source has no
// document, so that its claim is shown alone.
func (w *window) openEvidence(c store.MatrixClaim, e store.MatrixEvidence) {
	w.Workspace.PickEvidence(store.Evidence{ID: e.ID, ClaimID: e.ClaimID})
	w.showEvidence(true)
	switch {
	case e.DocumentID == "":
		w.Workspace.GoTo(c.DocumentID, c.ID)
	case e.Placed:
		w.showEvidenceBeside(store.Claim{ID: c.ID, DocumentID: c.DocumentID, Start: c.Start, End: c.End, Quote: c.Quote}, e.ID)
	default:
		w.Workspace.Open(e.DocumentID, "")
		w.Workspace.Notices.Send(locale.T("The passage is no longer in the document’s text."))
	}
}
