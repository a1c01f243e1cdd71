package app

import (
	"errors"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"factmark/app/format"
	"factmark/app/location"
	"factmark/app/profile"
	"factmark/store"
	"factmark/widgets/panes"
)

// window is the one window of the program: it joins the panes of the open
// workspace with the menu and the dialogs.
type window struct {
	*host
	*reportDialogs
	*historyDialogs
	*safetyDialogs
	*exchangeDialogs
	*claimDialogs
	*documentDialogs
	*reviews
	panes    *paneRow             // nil with it
	lastPane fyne.Focusable       // of the text and the two lists, the one that had the keyboard last
	inUse    atomic.Pointer[desk] // desk, for what may not wait for the interface thread

	commands    *commands
	menu        *fyne.MainMenu
	labelMenu   *fyne.Menu                   // the menu bar's menu of the claim and its labels
	items       map[commandID]*fyne.MenuItem // of the menu bar
	numbers     bool                         // paragraphs are numbered
	notice      string                       // to be told once a workspace is open
	resizing    pause                        // the size of text or window is being changed
	fitted      fyne.Size                    // made to fit the screen, which is no size that the user chose
	draftsShown func()                       // brings the list of drafts up to date, while it is open
	workArea    func() fyne.Size             // of the screen, in its coordinates; tests lie
}

// paneRow is what the window shows of an open workspace.
type paneRow struct {
	library  *library
	document *documentPane
	claims   *claimsPane
	status   *statusBar
	row      *panes.Panes
	ask      *nameStrip
	review   *reviewPane
	resume   *resumeStrip
	placing  *placingStrip
	readOnly *readOnlyStrip
	drafts   *draftStrip
}

// Least and first size of the window, in pixels.
const (
	firstWidth, firstHeight = 1200, 780
	leftWidth, rightWidth   = 260, 340
)

func newWindow(a fyne.App, p *profile.Profile, back *background) *window {
	h := &host{app: a, profile: p, back: back, win: a.NewWindow("Factmark"), folder: p.Folder(), textSize: p.TextSize()}
	w := &window{host: h, workArea: workArea, numbers: p.ParagraphNumbers()}
	h.frame = frame{beforeModal: w.endNote, focusBack: w.returnFocus, windowKey: w.paneKey, mayLeave: w.leaveSafely, end: w.quitNow, switchTo: w.open,
		focusText: func() { w.focusOn(w.panes.document.view) }}
	w.reportDialogs, w.exchangeDialogs, w.claimDialogs = &reportDialogs{host: h}, &exchangeDialogs{host: h}, &claimDialogs{host: h}
	w.reviews = &reviews{host: h, keys: w.reviewKey, remark: func() string { return w.panes.status.told.Text }, began: w.reviewBegan, ended: w.reviewEnded, repeated: func() bool { return w.panes.document.view.Repeated() },
		point: func(e store.Evidence) { w.panes.document.pointIn(e.DocumentID, span{start: e.Start, end: e.End}) }, showRight: func() { w.panes.row.ShowRight(true) }}
	w.mayUnlabel = func() bool { return w.sitting == nil || w.sitting.independent() }
	w.safetyDialogs, w.historyDialogs, w.documentDialogs = &safetyDialogs{host: h, locate: location.Of}, &historyDialogs{host: h}, &documentDialogs{host: h}
	w.resizing = pause{back: back, wait: time.Second, ended: w.keepSizes}
	a.Settings().SetTheme(newLook(p.Theme()))
	w.commands = newCommands()
	w.buildMenu()
	w.win.SetContent(container.NewCenter(widget.NewLabel("")))
	w.win.SetPadded(false)
	width, height := p.WindowSize()
	if width == 0 {
		width, height = firstWidth, firstHeight
	}
	w.win.Resize(fyne.NewSize(width, height))
	w.win.SetOnDropped(w.dropped)
	w.win.SetCloseIntercept(w.quit)
	w.win.Canvas().SetOnTypedKey(func(e *fyne.KeyEvent) {
		switch {
		case w.chooser != nil && e.Name == fyne.KeyEscape:
			w.chooser.Dismiss()
		case !w.modalKey(e.Name) && !w.windowKey(e.Name) && w.refocus():
			w.panes.document.view.TypedKey(e)
		}
	})
	if c, is := w.win.Canvas().(desktop.Canvas); is {
		c.SetOnKeyDown(func(e *fyne.KeyEvent) { // the text gets what is typed with no focus
			if w.panes != nil {
				w.panes.document.view.KeyDown(e)
			}
		})
	}
	w.win.Canvas().SetOnTypedRune(func(r rune) {
		if w.refocus() {
			w.panes.document.view.TypedRune(r)
		}
	})
	return w
}

// use shows a workspace that has been opened.
func (w *window) use(d *desk) {
	w.desk, w.sitting = d, nil
	w.inUse.Store(d)
	rows := &paneRow{}
	rows.library = newLibrary(d, w.askImport)
	rows.library.onMenu = w.documentMenu
	rows.library.search.onKey = w.windowKey
	rows.library.search.onDown = func() { w.focusOn(rows.library.list) }
	rows.library.search.onEnter = rows.library.openFirst
	rows.library.search.onEscape = w.focusBack
	rows.library.onKey = w.windowKey
	rows.document = newDocumentPane(d, w.askImport, func() { w.showDocumentDetails(d.document) })
	rows.document.focus = w.focusOn
	rows.document.focusBack = w.focusBack
	rows.document.view.OnFocus = func() { w.lastPane = rows.document.view }
	rows.library.onEnter = func() { w.focusOn(rows.document.view) }
	rows.document.onMenu = func(at fyne.Position) { w.claimMenu("", at) }
	rows.document.onZoom = w.zoom
	rows.document.onKey = w.windowKey
	rows.document.onTextKey = w.textKey
	rows.document.view.OnShortcut = w.shortcut
	rows.document.view.SetTextSize(w.textSize)
	rows.claims = newClaimsPane(d)
	rows.claims.list.OnFocus = func() { w.lastPane = rows.claims.list }
	rows.claims.list.OnNoteEnd = w.focusBack
	rows.library.list.entered = func() { w.lastPane = rows.library.list }
	rows.claims.onMenu = w.claimMenu
	rows.claims.onLabel = w.labelChoice
	rows.claims.onRune = rows.document.typedRune
	rows.claims.list.OnShortcut = w.shortcut
	rows.claims.onKey = rows.document.typedKey
	rows.claims.search.onKey = w.windowKey
	rows.claims.search.onDown = func() { w.focusOn(rows.claims.list) }
	rows.claims.search.onEnter = rows.claims.search.onDown
	rows.claims.search.onEscape = w.focusBack
	rows.status = newStatusBar(d, &rows.document.selected, w.askElsewhere)
	rows.status.conflicts.OnTapped = func() { w.run(commandConflicts) }
	rows.ask = newNameStrip(w.claimDialogs)
	rows.review = newReviewPane(rows.document.body, rows.claims.body, func() { w.focusOn(rows.document.view) }, w.focusBack)
	rows.review.comment.After = d.back.later
	rows.resume = newResumeStrip(w.reviews)
	rows.drafts = newDraftStrip(w)
	d.typed.offered.listen(func(struct{}) {
		rows.status.showDrafts(len(d.typed.offers))
		if w.draftsShown != nil {
			w.draftsShown()
		}
	})
	rows.status.drafts.OnTapped = func() { w.run(commandDrafts) }
	rows.placing = newPlacingStrip(w.documentDialogs)
	rows.readOnly = newReadOnlyStrip(d, w.askElsewhere)
	rows.row = panes.New(rows.library.body, rows.review.over,
		container.NewStack(rows.claims.body, rows.review.body), leftWidth, rightWidth)
	w.panes = rows
	w.text, w.placing = rows.document, rows.placing
	w.reviews.pane, w.resume = rows.review, rows.resume

	w.showNumbers()

	d.failed.listen(w.tell)
	d.noteLost.listen(w.offerNote)
	d.told.listen(w.answer)
	d.stuck.listen(w.tellStuck)
	d.undoChanged.listen(w.showUndo)
	d.undoChanged.listen(func([2]string) { // something was written
		if w.history != nil {
			w.history.reload()
		}
	})
	d.labelsChanged.listen(func(struct{}) { w.fillClaimMenu() })
	d.opened.listen(func(opening) {
		w.showTitle()
		if !w.staysWith(w.win.Canvas().Focused()) {
			w.focusOn(rows.document.view)
		}
	})
	d.documentsChanged.listen(func(struct{}) { w.showTitle() })
	d.labelled.listen(func(struct{}) { rows.ask.offer() })
	d.reviewsChanged.listen(func(c store.Change) {
		if w.sitting != nil && (c.Kind != store.ChangeDo || c.Everything) {
			w.sitting.forget()
			w.sitting.reread()
		}
		if rows.resume.body.Visible() {
			rows.resume.offer()
		}
	})
	d.failed.listen(func(error) {
		if w.sitting != nil {
			w.sitting.reread()
		}
	})
	d.labelsChanged.listen(func(struct{}) { rows.review.refresh() })
	w.showTitle()
	content := container.NewBorder(nil, container.NewVBox(rows.placing.body, rows.ask.body, rows.resume.body, rows.drafts.body, rows.readOnly.body, rows.status.body), nil, nil, rows.row)
	w.win.SetContent(container.New(&noticed{layout.NewStackLayout(), w.resizing.touch}, content))
	w.fillRecent()
	w.fillClaimMenu()
	d.told.send(w.notice)
	w.notice = ""
	d.load()
	rows.resume.offer()
	w.checkPlace(d)
	w.showAsked(true)
}

// reviewBegan gives the text to a review session that begins or goes on.
func (w *window) reviewBegan(s *sitting) {
	w.panes.drafts.body.Hide()
	w.panes.document.beginReview(&textReview{blind: s.blind(), independent: s.independent(), picked: s.picked, typed: s.typed, typedKey: s.typedKey,
		say: func(labelID string) { s.whenShown(func() { s.say(store.DecidedLabel, labelID) }) }})
	w.showUndo([2]string{})
	w.showInReview()
}

// reviewEnded gives the text back to the claims.
func (w *window) reviewEnded() {
	w.panes.document.endReview()
	w.showInReview()
}

func (w *window) showTitle() {
	title := format.VisibleLines(store.NameOf(w.desk.store.Path()))
	if w.desk.readOnly() {
		title += " (read-only)"
	}
	title += " – Factmark"
	if doc := w.desk.document; doc.ID != "" {
		title = format.Shorten(doc.Title, 60) + " – " + title
	}
	w.win.SetTitle(title)
}

// noticed is a layout that tells when it was laid out: the window says nothing of its resizing.
type noticed struct {
	inner fyne.Layout
	tell  func()
}

func (n *noticed) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	n.inner.Layout(objects, size)
	n.tell()
}

func (n *noticed) MinSize(objects []fyne.CanvasObject) fyne.Size { return n.inner.MinSize(objects) }

func (w *window) keepSizes() {
	size, text := w.win.Canvas().Size(), w.textSize
	change := size.Subtract(w.fitted)
	chosen := max(change.Width, -change.Width, change.Height, -change.Height) > 1 // whole pixels of the screen round it
	w.keepProfile(func() error {
		err := w.profile.SetTextSize(text)
		if chosen {
			err = errors.Join(err, w.profile.SetWindowSize(size.Width, size.Height))
		}
		return err
	}, nil)
}

// quit ends the program once everything the user did is written.
func (w *window) quit() {
	if !w.quitting {
		w.mayLeave("Quit", w.end)
	}
}

// leaveSafely goes on once everything the user did is written, a note that is
// being typed with it; what is typed in a dialog, and what can't be written, is
// asked about.
func (w *window) leaveSafely(what string, then func()) {
	if w.desk == nil {
		then()
		return
	}
	for i := len(w.modals) - 1; i >= 0; i-- {
		o := w.modals[i]
		if o.closing != nil { // it is asked already
			return
		}
		if o.onLeave != nil {
			o.onLeave()
		}
		if o.typedInto != nil && o.typedInto() {
			w.askUnsaved(o, true, func() { w.mayLeave(what, then) })
			return
		}
	}
	w.endNote()
	if w.sitting != nil {
		w.sitting.keepComment()
		w.sitting.keepGone()
	}
	d := w.desk
	d.back.do(func() {
		err := d.typed.flush()
		d.back.post(func() { d.saves.whenSettled(func() { w.mayLose(what, err, then) }) })
	})
}

// mayLose asks before what could not be written is lost; undrafted says why
// what is typed could not be kept.
func (w *window) mayLose(what string, undrafted error, then func()) {
	d := w.desk
	switch lost := d.saves.state().count; {
	case lost > 0:
		w.confirmLoss(what+" without saving?", "The last "+format.Plural(lost, "change")+
			" could not be written to the workspace and will be lost. Everything before is safe.", what+" all the same", then)
	case undrafted != nil:
		w.confirmLoss(what+" without saving?", "What you typed could not be kept as a draft and will be lost: "+
			format.LowerFirst(sentence(undrafted)), what+" all the same", then)
	case d.gone:
		w.confirmLoss(what+" without the file?", store.NameOf(d.store.Path())+" is not in its place any more. What is in it can still be saved with "+
			"File › Save elsewhere and go on; after this it can't.", what+" all the same", then)
	default:
		then()
	}
}

// quitNow ends the program.
func (w *window) quitNow() {
	w.quitting = true
	w.keepSizes()
	w.app.Quit()
}

// returnFocus gives the keyboard to the pane that had it before a field or a
// dialog took it; caret, selection and current card are as they were there.
func (w *window) returnFocus() {
	switch p := w.panes; {
	case p == nil:
	case w.lastPane == p.claims.list && p.row.RightShown() && p.claims.body.Visible(),
		w.lastPane == p.library.list && p.row.LeftShown():
		w.focusOn(w.lastPane)
	default:
		w.focusOn(p.document.view)
	}
}

// staysWith tells whether the keyboard stays where it is when another document
// is shown: with who goes through the list of documents, or types in a field.
func (w *window) staysWith(focused fyne.Focusable) bool {
	p := w.panes
	switch focused {
	case p.library.list, p.library.search.keyEntry, p.claims.search.keyEntry, p.document.find.entry, p.ask.entry, p.review.comment:
		return true
	}
	return false
}

// endNote keeps the note that is being typed and gives the keyboard back,
// before something takes it without the field's knowing.
func (w *window) endNote() {
	if w.panes != nil && w.panes.claims.list.Editing() {
		w.panes.claims.list.KeepNote()
		w.focusBack()
	}
}

// editNote opens the note of the current claim for typing, wherever its card is.
func (w *window) editNote() {
	w.panes.row.ShowRight(true)
	w.panes.claims.editNote()
}

// refocus gives the text the focus that the menu bar or a click beside everything took away, and says whether it did.
func (w *window) refocus() bool {
	if w.panes == nil || len(w.modals) > 0 || w.win.Canvas().Focused() != nil || w.win.Canvas().Overlays().Top() != nil {
		return false
	}
	w.focusOn(w.panes.document.view)
	return true
}

// nextPane moves the focus: documents, text, claims, and round again.
func (w *window) nextPane() {
	if w.panes == nil || len(w.modals) > 0 {
		return
	}
	focused := w.win.Canvas().Focused()
	switch focused {
	case w.panes.document.view:
		if !w.panes.claims.body.Visible() {
			w.panes.row.ShowLeft(true)
			w.focusOn(w.panes.library.list)
			return
		}
		w.panes.row.ShowRight(true)
		w.focusOn(w.panes.claims.list)
	case w.panes.claims.list:
		w.panes.row.ShowLeft(true)
		w.focusOn(w.panes.library.list)
	default:
		w.focusOn(w.panes.document.view)
	}
}
