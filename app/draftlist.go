package app

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"factmark/app/locale"
	"factmark/app/ui/dialogs"
	reviewui "factmark/app/ui/review"
	"factmark/app/workspace"
	"factmark/store"
)

// restoreDraft opens the form that a draft belongs to, at its document and
// claim; the form fills it in.
func (w *window) restoreDraft(o workspace.DraftOffer) {
	model := w.Workspace
	switch {
	case o.Gone:
		var texts []string
		for _, draft := range o.Drafts {
			texts = append(texts, draft.Text)
		}
		w.App.Clipboard().SetContent(strings.Join(texts, "\n\n"))
		what := locale.T("What the draft belongs to was deleted. Its text is on the clipboard.")
		if o.Form == store.FormReview {
			what = locale.T("The review has ended. The text of the draft is on the clipboard.")
		}
		model.Notices.Send(what)
	case o.Form == workspace.FormClaim:
		model.GoToThen(o.Claim.DocumentID, o.Claim.ID, func() {
			if o.NoteAlone() && !o.Aside {
				w.panes.row.ShowRight(true)
				w.panes.claims.ShowAll()
				w.panes.claims.EditNote()
			} else {
				w.ShowClaimDetails()
			}
		})
	case o.Form == workspace.FormEvidence:
		model.GoToThen(o.Claim.DocumentID, o.Claim.ID, func() {
			if o.Evidence.ID == "" {
				w.AskSource()
			} else {
				w.ShowEvidence(o.Evidence)
			}
		})
	case o.Form == workspace.FormDocument:
		w.ShowDocumentDetails(o.Document)
	case o.Form == workspace.FormDocuments:
		var documents []store.Document
		for _, id := range o.Documents() {
			if i := model.DocumentIndex(id); i >= 0 {
				documents = append(documents, model.Documents[i])
			}
		}
		if len(documents) < len(o.Documents()) {
			model.Notices.Send(locale.T("Some of these documents are no longer in the workspace."))
			return
		}
		w.ShowDocumentDetails(documents...)
	case o.Form == workspace.FormGuidelines:
		w.ShowGuidelines()
	case o.Form == workspace.FormLabels:
		w.ShowLabels()
	case o.Form == workspace.FormNames:
		w.showNames()
	case o.Form == workspace.FormPeople:
		w.ShowPeople()
	case o.Form == workspace.FormPackage:
		w.ShowPackage()
	case o.Form == workspace.FormImport:
		w.AskImport()
	case o.Form == workspace.FormMerge:
		w.AskMerge()
	case o.Form == workspace.FormAdjudication:
		if w.mayReveal(commandAdjudicate) {
			w.AskAdjudicate()
		}
	}
}

// draftStrip offers what was left when the workspace was used last, in a strip
// that can be ignored; the status bar offers it on.
type draftStrip struct {
	window   *window
	text     *widget.Label
	restore  *dialogs.KeyButton
	discard  *dialogs.KeyButton
	undo     *dialogs.KeyButton
	body     *fyne.Container
	shown    []workspace.DraftOffer
	begun    bool // it was shown once
	undoable bool
}

func newDraftStrip(w *window) *draftStrip {
	s := &draftStrip{window: w, text: widget.NewLabel("")}
	s.text.Truncation = fyne.TextTruncateEllipsis
	keys := w.StripKey(s.close)
	s.restore = dialogs.NewKeyButton(locale.T("Restore"), keys, s.act)
	s.restore.Importance = widget.HighImportance
	s.discard = dialogs.NewKeyButton(locale.T("Discard"), keys, s.drop)
	s.undo = dialogs.NewKeyButton(locale.T("Undo"), keys, func() {
		s.window.Workspace.Drafts.Undiscard()
		s.undoable = false
	})
	later := dialogs.NewKeyButton(locale.T("Later"), keys, s.close)
	s.body = container.NewVBox(widget.NewSeparator(), container.NewPadded(
		container.NewBorder(nil, nil, nil, container.NewHBox(s.restore, s.discard, s.undo, later), s.text)))
	s.body.Hide()
	w.Workspace.Drafts.Offered.Listen(func(struct{}) { s.refresh() })
	return s
}

// refresh shows what was left, from the first time on that it is known until it is put off.
func (s *draftStrip) refresh() {
	s.shown = s.window.Workspace.Drafts.Offers
	if !s.begun && len(s.shown) > 0 && s.window.Active == nil {
		s.begun = true
		s.body.Show()
	}
	if !s.body.Visible() {
		return
	}
	n := len(s.shown)
	dialogs.SetVisible(s.restore, n > 0)
	dialogs.SetVisible(s.discard, n == 1)
	dialogs.SetVisible(s.undo, n == 0)
	switch {
	case n == 1:
		s.text.SetText(locale.T("Unsaved draft: {{.What}}.", "What", s.shown[0].About()))
		s.restore.SetText(workspace.RestoreOf(s.shown[0]))
	case n > 1:
		s.text.SetText(locale.N("There are {{.N}} unsaved drafts.", n))
		s.restore.SetText(locale.T("Show…"))
	case s.undoable:
		s.text.SetText(locale.T("Draft discarded."))
	default:
		s.body.Hide()
	}
}

func (s *draftStrip) act() {
	w := s.window
	if !w.may(commandDrafts) {
		return
	}
	switch shown := s.shown; {
	case len(shown) == 1:
		s.undoable = false
		w.restoreDraft(shown[0])
	case len(shown) > 1:
		w.showDrafts()
	}
}

func (s *draftStrip) drop() {
	if len(s.shown) == 1 && len(s.window.Modals) == 0 {
		s.undoable = true
		s.window.Workspace.Drafts.Discard(s.shown[0].Drafts)
	}
}

func (s *draftStrip) close() {
	s.body.Hide()
	s.window.FocusOn(s.window.panes.document.View)
}

// showDrafts lists what was typed and not saved.
func (w *window) showDrafts() {
	typed := w.Workspace.Drafts
	if len(typed.Offers) == 0 {
		w.Workspace.Notices.Send(locale.T("There are no drafts. Everything you typed is saved."))
		return
	}
	var dialog *dialogs.OpenModal
	offers, chosen := typed.Offers, 0
	undo := dialogs.NewKeyButton(locale.T("Undo discard"), w.ModalKey, nil)
	undo.Disable()
	list := dialogs.NewRowList(func() int { return len(offers) }, dialogs.NewTwoLines, func(i int, o fyne.CanvasObject) {
		dialogs.SetTwoLines(o, offers[i].About(), offers[i].Preview())
	}, func(i int) {
		chosen = i
		if dialog != nil {
			dialog.Ok.SetText(workspace.RestoreOf(offers[i]))
		}
	}, w.ModalKey)
	dialog = w.ShowModal(dialogs.Modal{Title: locale.T("Drafts"), Confirm: locale.T("Restore"), Other: locale.T("Discard"), Cancel: locale.T("Close"), Width: 560, Focus: list,
		Content: container.NewVBox(dialogs.Small(locale.T("What you typed and haven’t saved.")),
			container.NewGridWrap(fyne.NewSize(560, min(320, float32(len(offers))*reviewui.RowHeight+8)), list.Framed()), container.NewHBox(undo)),
		OnConfirm: func() bool {
			if chosen >= len(offers) {
				return false
			}
			dialog.Close() // before another can open
			w.restoreDraft(offers[chosen])
			return true
		},
		OnOther: func() {
			if chosen < len(offers) {
				undo.Enable()
				typed.Discard(offers[chosen].Drafts)
			}
		},
		OnClose: func() { w.draftsShown = nil }})
	undo.OnTapped = func() {
		typed.Undiscard()
		if len(typed.Discarded) == 0 {
			undo.Disable()
		}
	}
	w.draftsShown = func() {
		offers = typed.Offers
		list.Refresh()
		if len(offers) == 0 {
			dialog.Ok.Disable()
			dialog.Other.Disable()
			return
		}
		dialog.Ok.Enable()
		dialog.Other.Enable()
		list.Select(min(chosen, len(offers)-1))
	}
	list.Select(0)
}
