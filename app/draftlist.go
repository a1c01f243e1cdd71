package app

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"factmark/app/format"
	"factmark/store"
)

// restoreDraft opens the form that a draft belongs to, at its document and
// claim; the form fills it in.
func (w *window) restoreDraft(o draftOffer) {
	d := w.desk
	switch {
	case o.gone:
		var texts []string
		for _, draft := range o.drafts {
			texts = append(texts, draft.Text)
		}
		w.app.Clipboard().SetContent(strings.Join(texts, "\n\n"))
		what := "What it was about was deleted"
		if o.form == store.FormReview {
			what = "The review has ended"
		}
		d.told.send(what + "; the text is in the clipboard.")
	case o.form == formClaim:
		d.goToThen(o.claim.DocumentID, o.claim.ID, func() {
			if o.noteAlone() && !o.aside {
				w.panes.row.ShowRight(true)
				w.panes.claims.showAll()
				w.panes.claims.editNote()
			} else {
				w.showClaimDetails()
			}
		})
	case o.form == formDocument:
		w.showDocumentDetails(o.document)
	case o.form == formGuidelines:
		w.showGuidelines()
	case o.form == formLabels:
		w.showLabels()
	case o.form == formPeople:
		w.showPeople()
	case o.form == formPackage:
		w.showPackage()
	case o.form == formImport:
		w.askImport()
	case o.form == formMerge:
		w.askMerge()
	case o.form == formAdjudication:
		if w.mayReveal(commandAdjudicate) {
			w.askAdjudicate()
		}
	}
}

// draftStrip offers what was left when the workspace was used last, in a strip
// that can be ignored; the status bar offers it on.
type draftStrip struct {
	window   *window
	text     *widget.Label
	restore  *keyButton
	discard  *keyButton
	undo     *keyButton
	body     *fyne.Container
	shown    []draftOffer
	begun    bool // it was shown once
	undoable bool
}

func newDraftStrip(w *window) *draftStrip {
	s := &draftStrip{window: w, text: widget.NewLabel("")}
	s.text.Truncation = fyne.TextTruncateEllipsis
	keys := w.stripKey(s.close)
	s.restore = newKeyButton("Restore", keys, s.act)
	s.restore.Importance = widget.HighImportance
	s.discard = newKeyButton("Discard", keys, s.drop)
	s.undo = newKeyButton("Undo", keys, func() {
		s.window.desk.typed.undiscard()
		s.undoable = false
	})
	later := newKeyButton("Later", keys, s.close)
	s.body = container.NewVBox(widget.NewSeparator(), container.NewPadded(
		container.NewBorder(nil, nil, nil, container.NewHBox(s.restore, s.discard, s.undo, later), s.text)))
	s.body.Hide()
	w.desk.typed.offered.listen(func(struct{}) { s.refresh() })
	return s
}

// refresh shows what was left, from the first time on that it is known until it is put off.
func (s *draftStrip) refresh() {
	s.shown = s.window.desk.typed.offers
	if !s.begun && len(s.shown) > 0 && s.window.sitting == nil {
		s.begun = true
		s.body.Show()
	}
	if !s.body.Visible() {
		return
	}
	n := len(s.shown)
	setVisible(s.restore, n > 0)
	setVisible(s.discard, n == 1)
	setVisible(s.undo, n == 0)
	switch {
	case n == 1:
		s.text.SetText("Unsaved draft: " + s.shown[0].about() + ".")
		s.restore.SetText(restoreOf(s.shown[0]))
	case n > 1:
		s.text.SetText("There are " + format.Plural(n, "unsaved draft") + ".")
		s.restore.SetText("Show…")
	case s.undoable:
		s.text.SetText("Draft discarded.")
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
	if len(s.shown) == 1 && len(s.window.modals) == 0 {
		s.undoable = true
		s.window.desk.typed.discard(s.shown[0].drafts)
	}
}

func (s *draftStrip) close() {
	s.body.Hide()
	s.window.focusOn(s.window.panes.document.view)
}

// showDrafts lists what was typed and not saved.
func (w *window) showDrafts() {
	typed := w.desk.typed
	if len(typed.offers) == 0 {
		w.desk.told.send("There are no drafts: all that was typed is saved.")
		return
	}
	var dialog *openModal
	offers, chosen := typed.offers, 0
	undo := newKeyButton("Undo discard", w.modalKey, nil)
	undo.Disable()
	list := newRowList(func() int { return len(offers) }, newTwoLines, func(i int, o fyne.CanvasObject) {
		setTwoLines(o, offers[i].about(), offers[i].preview())
	}, func(i int) {
		chosen = i
		if dialog != nil {
			dialog.ok.SetText(restoreOf(offers[i]))
		}
	}, w.modalKey)
	dialog = w.showModal(modal{title: "Drafts", confirm: "Restore", other: "Discard", cancel: "Close", width: 560, focus: list,
		content: container.NewVBox(small("What was typed and not saved."),
			container.NewGridWrap(fyne.NewSize(560, min(320, float32(len(offers))*rowHeight+8)), list.framed()), container.NewHBox(undo)),
		onConfirm: func() bool {
			if chosen >= len(offers) {
				return false
			}
			dialog.close() // before another can open
			w.restoreDraft(offers[chosen])
			return true
		},
		onOther: func() {
			if chosen < len(offers) {
				undo.Enable()
				typed.discard(offers[chosen].drafts)
			}
		},
		onClose: func() { w.draftsShown = nil }})
	undo.OnTapped = func() {
		typed.undiscard()
		if len(typed.discarded) == 0 {
			undo.Disable()
		}
	}
	w.draftsShown = func() {
		offers = typed.offers
		list.Refresh()
		if len(offers) == 0 {
			dialog.ok.Disable()
			dialog.other.Disable()
			return
		}
		dialog.ok.Enable()
		dialog.other.Enable()
		list.Select(min(chosen, len(offers)-1))
	}
	list.Select(0)
}
