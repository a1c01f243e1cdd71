package app

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"factmark/store"
)

// draftOffer is what was typed into one form and left: a row in the list of drafts.
type draftOffer struct {
	form, subject string
	drafts        []store.Draft // the oldest first
	title         string        // "Note on “the bridge was safe”"
	claim         store.Claim   // that it is about, where it is about one
	document      store.Document
	gone          bool // what it is about was deleted, or its review has ended
	resumable     bool // its review can go on, and shows it then
	aside         bool // what it was typed over was changed since
}

// about says in a line what was left and when it was typed.
func (o draftOffer) about() string {
	return o.title + ", typed " + whenTyped(o.drafts[len(o.drafts)-1].TypedAt)
}

// preview is the longest of what was typed.
func (o draftOffer) preview() string {
	longest := ""
	for _, d := range o.drafts {
		if len(d.Text) > len(longest) {
			longest = d.Text
		}
	}
	if longest = shorten(longest, 120); longest == "" {
		longest = "(emptied)"
	}
	switch {
	case o.gone && o.form == store.FormReview:
	case o.gone:
		longest += " · what it is about was deleted"
	case o.aside:
		longest += " · what is saved was changed since"
	}
	return longest
}

// begin takes over what was left when the workspace was used last.
func (d *drafts) begin(left []store.Draft) {
	d.begun = true
	d.learn(left)
	d.readOffers()
}

// learn takes over drafts that are in the file.
func (d *drafts) learn(drafts []store.Draft) {
	defer d.changed.send(struct{}{})
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, draft := range drafts {
		_, newer := d.all[draft.DraftKey]
		_, changing := d.pending[draft.DraftKey] // it is being removed
		if !newer && !changing {
			d.all[draft.DraftKey] = draft
		}
	}
}

// readOffers looks up what the drafts are about whose forms are not on screen.
func (d *drafts) readOffers() {
	var left []store.Draft
	for _, draft := range d.all {
		if !d.onScreen(draft.DraftKey) {
			left = append(left, draft)
		}
	}
	current, desk := d.reads.ask(), d.desk
	desk.back.do(func() {
		offers, saved, err := readOffers(desk.ctx, desk.store, left)
		desk.back.post(func() {
			switch {
			case !current():
				return
			case err != nil:
				desk.fail(fmt.Errorf("reading the drafts: %w", err))
				return
			}
			for _, k := range saved {
				d.remove(k)
			}
			d.offers = d.offers[:0] // where a blind review hides one, the status bar says all the same that something is a draft
			for _, o := range offers {
				if desk.mayOffer(o) {
					d.offers = append(d.offers, o)
				}
			}
			d.offered.send(struct{}{})
		})
	})
}

// mayOffer tells whether a draft may be shown: not where a blind review that
// pauses hides what it is about.
func (d *desk) mayOffer(o draftOffer) bool {
	switch {
	case o.form == formAdjudication, o.form == store.FormReview:
		return !d.hidden.Any()
	case o.claim.ID == "" || d.visibility == nil:
		return true
	}
	_, visible := d.visibility(o.claim)
	return visible && !d.hidden.Judged(o.claim.ID)
}

// readOffers runs away from the interface thread. saved are the drafts of what
// is stored already.
func readOffers(ctx context.Context, st *store.Store, left []store.Draft) (offers []draftOffer, saved []store.DraftKey, err error) {
	at := map[[2]string]int{}
	for _, draft := range left {
		form := [2]string{draft.Form, draft.Subject}
		i, there := at[form]
		if !there {
			i = len(offers)
			o := draftOffer{form: draft.Form, subject: draft.Subject}
			if err := o.look(ctx, st); err != nil {
				return nil, nil, err
			}
			at[form], offers = i, append(offers, o)
		}
		o := &offers[i]
		if stored, known := o.stored(draft.Field); known && stored == draft.Text {
			saved = append(saved, draft.DraftKey)
			continue
		} else if known && draftBase(stored) != draft.Base {
			o.aside = true
		}
		o.drafts = append(o.drafts, draft)
	}
	kept := offers[:0]
	for _, o := range offers {
		if len(o.drafts) == 0 || o.resumable {
			continue
		}
		slices.SortFunc(o.drafts, byTime)
		o.title = o.name()
		kept = append(kept, o)
	}
	slices.SortFunc(kept, func(a, b draftOffer) int { return byTime(b.drafts[len(b.drafts)-1], a.drafts[len(a.drafts)-1]) })
	return kept, saved, nil
}

func byTime(a, b store.Draft) int { return a.TypedAt.Compare(b.TypedAt) }

// look reads what the form is about.
func (o *draftOffer) look(ctx context.Context, st *store.Store) (err error) {
	switch o.form {
	case formClaim:
		o.claim, err = st.Claim(ctx, o.subject)
	case formDocument:
		o.document, err = st.Document(ctx, o.subject)
	case store.FormReview:
		var session store.ReviewSession
		session, err = st.Session(ctx, o.subject)
		o.resumable, o.gone = err == nil && session.EndedAt.IsZero(), err == nil && !session.EndedAt.IsZero()
	}
	if errors.Is(err, store.ErrNotFound) {
		o.gone, err = true, nil
	}
	return err
}

// stored is what is stored now in a field of a claim or document.
func (o *draftOffer) stored(field string) (value string, known bool) {
	switch {
	case o.gone:
		return "", false
	case o.form == formClaim:
		value, known = map[string]string{fieldNote: o.claim.Note, "statement": o.claim.Statement, "claimant": o.claim.Claimant,
			"date": o.claim.ClaimDate, "type": o.claim.ClaimType, "confidence": confidenceText(o.claim.Confidence)}[field]
	case o.form == formDocument:
		value, known = map[string]string{"title": o.document.Title, "publisher": o.document.Publisher,
			"published": o.document.Published, "source": o.document.SourceURL}[field]
	}
	return value, known
}

// fieldNote is the claim's field that is also typed in the list of claims.
const fieldNote = "note"

// noteAlone tells whether nothing but a claim's note was typed.
func (o *draftOffer) noteAlone() bool {
	for _, d := range o.drafts {
		if d.Field != fieldNote {
			return false
		}
	}
	return o.form == formClaim
}

func (o *draftOffer) name() string {
	switch o.form {
	case formClaim:
		what := "Details of the claim "
		if o.noteAlone() {
			what = "Note on "
		}
		if o.gone {
			return strings.TrimSuffix(strings.TrimSuffix(what, " the claim "), " ") + " a claim that was deleted"
		}
		return what + "“" + shorten(o.claim.Quote, 60) + "”"
	case formDocument:
		if o.gone {
			return "Details of a document that was removed"
		}
		return "Details of “" + shorten(o.document.Title, 60) + "”"
	case store.FormReview:
		return "Comments in a review that has ended"
	}
	return map[string]string{formGuidelines: "Guidelines", formLabels: "Labels", formPeople: "People", formPackage: "Package for someone",
		formImport: "List of documents to import", formMerge: "List of workspaces to merge", formAdjudication: "Comments in adjudication"}[o.form]
}

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
		s.text.SetText("There are " + plural(n, "unsaved draft") + ".")
		s.restore.SetText("Show…")
	case s.undoable:
		s.text.SetText("Draft discarded.")
	default:
		s.body.Hide()
	}
}

// restoreOf is the word on the button: what is gone can only be copied.
func restoreOf(o draftOffer) string {
	if o.gone {
		return "Copy text"
	}
	return "Restore"
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
