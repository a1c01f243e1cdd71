package app

import (
	"errors"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"factmark/app/crash"
	"factmark/app/format"
	"factmark/app/locale"
	"factmark/app/location"
	"factmark/app/profile"
	"factmark/app/ui/claims"
	"factmark/app/ui/dialogs"
	"factmark/app/ui/document"
	"factmark/app/ui/evidence"
	"factmark/app/ui/exchange"
	"factmark/app/ui/help"
	"factmark/app/ui/history"
	"factmark/app/ui/reports"
	reviewui "factmark/app/ui/review"
	"factmark/app/ui/safety"
	searchui "factmark/app/ui/search"
	"factmark/app/ui/start"
	"factmark/app/workspace"
	"factmark/store"
	"factmark/widgets/panes"
)

// window is the one window of the program: it joins the panes of the open
// workspace with the menu and the dialogs.
type window struct {
	*dialogs.Host
	*reports.Reports
	*history.Histories
	*safety.Safety
	*exchange.Exchange
	*claims.ClaimDialogs
	*document.DocumentDialogs
	*evidence.EvidenceDialogs
	*reviewui.Reviews
	start    *start.Start
	help     *help.Help
	panes    *paneRow                            // nil with it
	lastPane fyne.Focusable                      // of the text and the lists, the one that had the keyboard last
	inUse    atomic.Pointer[workspace.Workspace] // what is open, for what may not wait for the interface thread

	commands     *commands
	shiftHeld    func() bool     // tests lie
	shortcuts    []fyne.Shortcut // of the canvas: those that the menu bar does not know of
	menu         *fyne.MainMenu
	labelMenu    *fyne.Menu                   // the menu bar's menu of the claim and its labels
	items        map[commandID]*fyne.MenuItem // of the menu bar
	marking      marking
	numbers      bool                // paragraphs are numbered
	dates        bool                // relative dates are marked where a document has none
	suggestions  bool                // sentences worth checking are marked
	notice       string              // to be told once a workspace is open
	resizing     workspace.Debouncer // the size of text or window is being changed
	scaled       *scaledSettings     // the scale of the whole window
	theme        profile.Theme       // what the user chose,
	highContrast bool                // with colours of high contrast
	fitted       fyne.Size           // made to fit the screen, which is no size that the user chose
	keysShown    func()              // brings the Keys window up to date, while it is open
	draftsShown  func()              // brings the list of drafts up to date, while it is open
	workArea     func() fyne.Size    // of the screen, in its coordinates; tests lie
	crashes      *crash.Reports      // nil where none are kept
	handed       string              // the workspace that another start of the program was asked for last, while it waits
	guideNext    bool                // the guide is to begin once a workspace is open
	welcome      bool                // the start page is to be shown once a workspace is open

	claimsScroll   bool // the list of claims scrolls with the text
	libraryGaveWay bool // the list of documents was hidden to make room for two texts side by side
	keepsLibrary   bool // the user had it shown again then
}

// paneRow is what the window shows of an open workspace.
type paneRow struct {
	library     *document.Library
	search      *searchui.Pane // in place of the library, while it is open
	document    *document.Pane // of the text that is in use
	texts       *document.SideBySide
	selected    workspace.Signal[workspace.Span] // the selection or the caret in it
	claims      *claims.Pane
	evidence    *evidence.Pane
	same        *evidence.Same
	suggestions *evidence.Suggestions
	relabel     *evidence.RelabelStrip
	status      *statusBar
	row         *panes.Panes
	right       *panes.Column // the claims, and the evidence below them
	ask         *claims.NameStrip
	review      *reviewui.Pane
	resume      *reviewui.ResumeStrip
	placing     *document.PlacingStrip
	adding      *evidence.AddingStrip
	readOnly    *readOnlyStrip
	guide       *start.Guide
	crash       *crashStrip
	drafts      *draftStrip
}

// First sizes of the window and its panels, in pixels.
const (
	firstWidth, firstHeight = 1200, 780
	leftWidth, rightWidth   = 260, 340
	evidenceHeight          = 320
)

func newWindow(a fyne.App, p *profile.Profile, back *workspace.Background) *window {
	scaled := newScaledApp(a, p.WindowScale())
	a = scaled
	h := &dialogs.Host{App: a, Profile: p, Back: back, Win: a.NewWindow("Factmark"), Reading: p.Reading()}
	w := &window{Host: h, scaled: scaled.settings, theme: p.Theme(), highContrast: p.HighContrast(), workArea: workArea, shiftHeld: dialogs.ShiftHeld, numbers: p.ParagraphNumbers(), marking: marking{words: p.SnapToWords(), margin: p.MarginMarks()}, dates: p.RelativeDates(), suggestions: p.SuggestedClaims(), claimsScroll: p.ClaimsFollowText()}
	h.Frame = dialogs.Frame{BeforeModal: w.endNote, RestoreFocus: w.returnFocus, WindowKey: w.paneKey, MayLeave: w.leaveSafely, End: w.quitNow, SwitchTo: w.open,
		FocusText: func() { w.FocusOn(w.panes.document.View) }}
	w.Reports, w.Exchange, w.ClaimDialogs = &reports.Reports{Host: h, OpenEvidence: w.openEvidence}, &exchange.Exchange{Host: h}, &claims.ClaimDialogs{Host: h}
	w.Reviews = &reviewui.Reviews{Host: h, Keys: w.reviewKey, Remark: func() string { return w.panes.status.told.Text }, Began: w.reviewBegan, Ended: w.reviewEnded, Repeated: func() bool { return w.panes.document.View.Repeated() },
		Point: func(e store.Evidence) {
			w.panes.document.PointIn(e.DocumentID, workspace.Span{Start: e.Start, End: e.End})
		}, ShowRight: func() { w.panes.row.ShowRight(true) }}
	w.KeyUse = func(key string) string { return w.commands.useOf(key) }
	w.MayUnlabel = func() bool { return w.Active == nil || w.Active.Independent() }
	w.EvidenceDialogs = &evidence.EvidenceDialogs{Host: h}
	w.Safety, w.Histories, w.DocumentDialogs = &safety.Safety{Host: h, Locate: location.Of}, &history.Histories{Host: h}, &document.DocumentDialogs{Host: h}
	w.start, w.help = &start.Start{Host: h}, &help.Help{Host: h, Keys: w.helpKeys}
	w.OnExported = func() { w.panes.guide.Done(start.StepExport) }
	w.resizing = workspace.Debouncer{Back: back, Wait: time.Second, Ended: w.keepSizes}
	w.applyLook()
	w.useReadingFont()
	w.commands = newCommands(p.Keys())
	w.buildMenu()
	w.Win.SetContent(container.NewCenter(widget.NewLabel("")))
	w.Win.SetPadded(false)
	width, height := p.WindowSize()
	if width == 0 {
		width, height = firstWidth, firstHeight
	}
	w.Win.Resize(fyne.NewSize(width/scaled.settings.factor, height/scaled.settings.factor))
	w.Win.SetOnDropped(w.Dropped)
	w.Win.SetCloseIntercept(w.quit)
	w.Win.Canvas().SetOnTypedKey(func(e *fyne.KeyEvent) {
		switch {
		case w.Chooser != nil && e.Name == fyne.KeyEscape:
			w.Chooser.Dismiss()
		case !w.ModalKey(e.Name) && !w.WindowKey(e.Name) && w.refocus():
			w.panes.document.View.TypedKey(e)
		}
	})
	if c, is := w.Win.Canvas().(desktop.Canvas); is {
		c.SetOnKeyDown(func(e *fyne.KeyEvent) { // the text gets what is typed with no focus
			if w.panes != nil {
				w.panes.document.View.KeyDown(e)
			}
		})
	}
	w.Win.Canvas().SetOnTypedRune(func(r rune) {
		if w.refocus() {
			w.panes.document.View.TypedRune(r)
		}
	})
	return w
}

// use shows a workspace that has been opened.
func (w *window) use(model *workspace.Workspace) {
	w.Workspace, w.Active, w.libraryGaveWay = model, nil, false
	w.inUse.Store(model)
	w.commands.tellKeys(model)
	rows := &paneRow{}
	key := w.StripKey(w.RestoreFocus) // of buttons: Escape gives the keyboard back
	rows.library = document.NewLibrary(model, w.AskImport, key)
	rows.library.OnMenu = w.documentMenu
	rows.library.OnSort = w.sortMenu
	rows.library.OnFilter = func() { w.run(commandFilterDocuments) }
	rows.library.OnListKey = w.listKey
	rows.library.OnShortcut = w.shortcut
	rows.library.Focus = w.FocusOn
	rows.library.Search.OnKey = w.WindowKey
	rows.library.Search.OnDown = func() { w.FocusOn(rows.library.List) }
	rows.library.Search.OnEnter = rows.library.OpenFirst
	rows.library.Search.OnEscape = w.RestoreFocus
	rows.library.OnKey = w.WindowKey
	rows.search = searchui.NewPane(w.Host, model, key)
	rows.search.Instead = rows.library.Body
	rows.search.OnOpen = w.openHit
	rows.search.OnLeave = w.RestoreFocus
	rows.search.OnKey = w.WindowKey
	rows.search.List.Entered = func() { w.lastPane = rows.search.List }
	rows.document = w.newText(model, key)
	rows.texts = document.NewSideBySide(rows.document, w.StripKey(func() { rows.texts.Close() }), w.RestoreFocus, w.findDocument)
	rows.texts.MakeSecond = func(second *workspace.Workspace) *document.Pane { return w.newText(second, key) }
	rows.texts.OnClosed = w.sideBySideClosed
	rows.library.OnEnter = func() {
		rows.row.Fold()
		w.FocusOn(rows.document.View)
	}
	rows.claims = claims.NewPane(model, key)
	rows.claims.Focus = w.FocusOn
	rows.claims.OnSort = w.claimSortMenu
	rows.claims.OnFilter = func() { w.run(commandFilterClaims) }
	rows.claims.List.OnFocus = func() {
		w.lastPane = rows.claims.List
		rows.guide.Done(start.StepList)
	}
	rows.claims.List.OnNoteEnd = w.RestoreFocus
	rows.library.List.Entered = func() {
		w.lastPane = rows.library.List
		w.showOfDocument()
	}
	rows.library.OnSelection = w.showOfDocument
	rows.claims.OnMenu = w.claimMenu
	rows.claims.OnLabel = w.labelChoice
	held := func() bool { return model.CurrentSuggestion != "" && rows.claims.List.Repeated() }
	rows.claims.OnRune = func(r rune) bool { return held() || rows.document.TypedRune(r) }
	rows.claims.List.OnShortcut = w.shortcut
	rows.claims.OnKey = func(e *fyne.KeyEvent) {
		if !held() {
			rows.document.TypedKey(e)
		}
	}
	rows.claims.Search.OnKey = w.WindowKey
	rows.claims.Search.OnDown = func() { w.FocusOn(rows.claims.List) }
	rows.claims.Search.OnEnter = rows.claims.Search.OnDown
	rows.claims.Search.OnEscape = w.RestoreFocus
	rows.status = newStatusBar(model, &rows.selected, w.askElsewhere, key)
	w.connectSuggestions(rows, model)
	rows.status.conflicts.OnTapped = func() { w.run(commandConflicts) }
	rows.ask = claims.NewNameStrip(w.ClaimDialogs)
	rows.review = reviewui.NewPane(rows.texts.Body, rows.claims.Body, func() { w.FocusOn(rows.document.View) }, w.RestoreFocus, key)
	rows.review.Comment.After = model.Back.Later
	rows.resume = reviewui.NewResumeStrip(w.Reviews)
	rows.drafts = newDraftStrip(w)
	model.Drafts.Offered.Listen(func(struct{}) {
		rows.status.showDrafts(len(model.Drafts.Offers))
		if w.draftsShown != nil {
			w.draftsShown()
		}
	})
	rows.status.drafts.OnTapped = func() { w.run(commandDrafts) }
	rows.guide = start.NewGuide(w.Host, model, &rows.selected, w.keysOf, func() { w.run(commandHelp) })
	rows.crash = newCrashStrip(w)
	rows.placing = document.NewPlacingStrip(w.DocumentDialogs)
	rows.readOnly = newReadOnlyStrip(model, w.askElsewhere, key)
	rows.evidence = evidence.NewPane(model, key)
	rows.adding = evidence.NewAddingStrip(w.Host)
	w.newFinding(rows, key)
	shown, height := w.Profile.EvidencePanel()
	if height == 0 {
		height = evidenceHeight
	}
	rows.right = panes.NewColumn(container.NewStack(rows.claims.Body, rows.review.Body), rows.evidence.Body, height)
	rows.right.ShowLower(shown)
	rows.right.OnResized = w.keepEvidencePanel
	rows.row = panes.New(panes.Side{Content: container.NewStack(rows.library.Body, rows.search.Body), Caption: locale.T("Documents"), Width: leftWidth}, rows.review.Over,
		panes.Side{Content: rows.right, Caption: locale.T("Claims"), Width: rightWidth})
	rows.row.OnRailKey(key)
	w.panes = rows
	w.connectEvidence()
	w.Text, w.Placing = rows.document, rows.placing
	w.Reviews.Pane, w.Resume = rows.review, rows.resume

	w.showNumbers()
	w.check(commandScrollClaims, w.claimsScroll)
	w.showMarking()
	w.markDates()
	w.markSuggestions()
	w.showGoTo()

	model.Errors.Listen(w.ShowError)
	model.NoteLost.Listen(w.OfferNote)
	model.Notices.Listen(w.ShowRemark)
	model.Blocked.Listen(w.tellStuck)
	model.UndoChanged.Listen(w.showUndo)
	model.UndoChanged.Listen(func([2]string) { // something was written
		if w.Open != nil {
			w.Open.Reload()
		}
		if w.Matrix != nil {
			w.Matrix.Reload()
		}
		w.rereadBeside()
	})
	model.LabelsChanged.Listen(func(struct{}) { w.fillClaimMenu() })
	model.EachChanged.Listen(func(struct{}) { w.fillLabelEach() })
	model.LabelsChanged.Listen(func(struct{}) {
		w.ClaimDialogs.LabelsChanged()
		if w.keysShown != nil {
			w.keysShown()
		}
	})
	w.followText(rows.document)
	model.DocumentsChanged.Listen(func(struct{}) { w.showTitle() })
	model.Labelled.Listen(func(struct{}) { rows.ask.Offer() })
	model.ReviewsChanged.Listen(func(c store.Change) {
		if w.Active != nil && (c.Kind != store.ChangeDo || c.Everything) {
			w.Active.Forget()
			w.Active.Reread()
		}
		if rows.resume.Body.Visible() {
			rows.resume.Offer()
		}
	})
	model.Errors.Listen(func(error) {
		if w.Active != nil {
			w.Active.Reread()
		}
	})
	model.LabelsChanged.Listen(func(struct{}) { rows.review.Refresh() })
	w.showTitle()
	content := container.NewBorder(nil, container.NewVBox(rows.adding.Body, rows.relabel.Body, rows.placing.Body, rows.ask.Body, rows.resume.Body, rows.drafts.body, rows.readOnly.body, rows.crash.body, rows.guide.Body, rows.status.body), nil, nil, rows.row)
	w.Win.SetContent(container.New(&resizeLayout{layout.NewStackLayout(), w.resizing.Touch}, content))
	for _, part := range []fyne.CanvasObject{rows.library.Body, rows.search.Body, rows.document.Body, rows.claims.Body, rows.review.Body, rows.evidence.Body, content} {
		dialogs.OrderAsRead(part)
	}
	w.fillRecent()
	w.fillClaimMenu()
	model.Notices.Send(w.notice)
	w.notice = ""
	model.Load()
	rows.resume.Offer()
	w.CheckPlace(model)
	w.ShowAsked(true)
	w.showWelcome()
	w.panes.crash.offer()
	if w.guideNext {
		w.guideNext = false
		w.beginGuideWhenRead()
	}
}

// reviewBegan gives the text to a review session that begins or goes on.
func (w *window) reviewBegan(s *reviewui.Controller) {
	w.panes.search.Close()
	w.panes.drafts.body.Hide()
	w.Workspace.EndAdding()
	if !s.Independent() { // what others say would tell the label
		w.panes.right.ShowLower(false)
	}
	w.panes.texts.Close()
	for _, text := range w.panes.texts.Texts() {
		text.BeginReview(reviewOf(s))
	}
	w.showUndo([2]string{})
	w.showInReview()
}

// reviewOf is what a review session does with a text.
func reviewOf(s *reviewui.Controller) *document.Review {
	return &document.Review{Blind: s.Blind(), Independent: s.Independent(), Picked: s.Picked, Typed: s.Typed, TypedKey: s.TypedKey,
		Say: func(labelID string) { s.WhenShown(func() { s.Say(store.DecidedLabel, labelID) }) }}
}

// reviewEnded gives the text back to the claims.
func (w *window) reviewEnded() {
	w.panes.texts.Close()
	for _, text := range w.panes.texts.Texts() {
		text.EndReview()
	}
	shown, _ := w.Profile.EvidencePanel()
	w.panes.right.ShowLower(shown)
	w.showInReview()
}

func (w *window) showTitle() {
	const program = "Factmark"
	title := format.VisibleLines(store.NameOf(w.Workspace.Store.Path()))
	if doc := format.NameLine(w.Workspace.Document.Title); doc != "" && doc != title {
		title = format.Shorten(doc, 60) + " – " + title
	}
	if w.Workspace.ReadOnly() {
		title = locale.T("{{.Title}} (read-only)", "Title", title)
	}
	if title != program && !strings.HasSuffix(title, " – "+program) { // as the first workspace is called
		title += " – " + program
	}
	w.Win.SetTitle(title)
	w.showOfDocument()
}

// resizeLayout is a layout that tells when it was laid out: the toolkit does not tell that a window was resized.
type resizeLayout struct {
	inner   fyne.Layout
	resized func()
}

// Layout is part of fyne.Layout.
func (l *resizeLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.inner.Layout(objects, size)
	l.resized()
}

// MinSize is part of fyne.Layout.
func (l *resizeLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return l.inner.MinSize(objects)
}

func (w *window) keepSizes() {
	size, reading := w.Win.Canvas().Size(), w.Reading
	change := size.Subtract(w.fitted)
	scale := w.scaled.factor                                                      // what is kept is the size on the screen, whatever its content is scaled by
	chosen := max(change.Width, -change.Width, change.Height, -change.Height) > 1 // whole pixels of the screen round it
	w.KeepProfile(func() error {
		err := w.Profile.SetReading(reading)
		if chosen {
			err = errors.Join(err, w.Profile.SetWindowSize(size.Width*scale, size.Height*scale))
		}
		return err
	}, nil)
}

// quit ends the program once everything the user did is written.
func (w *window) quit() {
	if !w.Quitting {
		w.MayLeave(locale.T("Quit without saving?"), w.End)
	}
}

// leaveSafely goes on once everything the user did is written, a note that is
// being typed with it; what is typed in a dialog, and what can't be written, is
// asked about.
func (w *window) leaveSafely(question string, then func()) {
	if w.Workspace == nil {
		then()
		return
	}
	for i := len(w.Modals) - 1; i >= 0; i-- {
		o := w.Modals[i]
		if o.Closing != nil { // it is asked already
			return
		}
		if o.OnLeave != nil {
			o.OnLeave()
		}
		if o.TypedInto != nil && o.TypedInto() {
			w.AskUnsaved(o, true, func() { w.MayLeave(question, then) })
			return
		}
	}
	w.endNote()
	if w.Active != nil {
		w.Active.KeepComment()
		w.Active.KeepGone()
	}
	model := w.Workspace
	model.Back.Go(func() {
		err := model.Drafts.Flush()
		model.Back.OnUI(func() { model.Writes.WhenSettled(func() { w.mayLose(question, err, then) }) })
	})
}

// mayLose asks before what could not be written is lost; undrafted says why
// what is typed could not be kept.
func (w *window) mayLose(question string, undrafted error, then func()) {
	model, anyway := w.Workspace, locale.T("Continue anyway")
	switch lost := model.Writes.State().Count; {
	case lost > 0:
		w.ConfirmLoss(question, locale.N("The last {{.N}} changes couldn’t be saved in the workspace and will be lost. Everything before is safe.", lost), anyway, then)
	case undrafted != nil:
		w.ConfirmLoss(question, locale.T("What you typed couldn’t be saved as a draft and will be lost: {{.Reason}}", "Reason", format.LowerFirst(workspace.Sentence(undrafted))), anyway, then)
	case model.FileMissing:
		w.ConfirmLoss(locale.T("Continue without the file?"), locale.T("The file of {{.Workspace}} has been moved or deleted. You can still save its content with File › Save as; after this you can’t.", "Workspace", store.NameOf(model.Store.Path())), anyway, then)
	default:
		then()
	}
}

// quitNow ends the program.
func (w *window) quitNow() {
	w.Quitting = true
	w.keepSizes()
	w.App.Quit()
}

// returnFocus gives the keyboard to the pane that had it before a field or a
// dialog took it; caret, selection and current card are as they were there.
func (w *window) returnFocus() {
	switch p := w.panes; {
	case p == nil:
	case w.lastPane == p.claims.List && p.row.RightShown() && p.claims.Body.Visible(),
		w.lastPane == p.claims.Suggestions.List && p.row.RightShown() && p.claims.Body.Visible() && p.claims.Suggestions.Body.Visible(),
		w.lastPane == p.evidence.List && w.evidenceShown(),
		w.lastPane == p.library.List && p.row.LeftShown() && p.library.Body.Visible(),
		w.lastPane == p.search.List && p.row.LeftShown() && p.search.Body.Visible():
		w.FocusOn(w.lastPane)
	default:
		w.FocusOn(p.document.View)
	}
}

// staysWith tells whether the keyboard stays where it is when another document
// is shown: in the list of documents, in that of the claims of all documents, and in a field.
func (w *window) staysWith(focused fyne.Focusable) bool {
	p := w.panes
	switch focused {
	case p.library.List, p.evidence.List, p.search.List, p.search.Field, p.library.Search.KeyEntry, p.claims.Search.KeyEntry, p.document.Find.Entry, p.ask.Entry, p.review.Comment:
		return true
	case p.claims.List:
		return w.Workspace.ListsAll()
	}
	return false
}

// endNote keeps the note that is being typed and gives the keyboard back,
// before something takes it without the field's knowing.
func (w *window) endNote() {
	if w.panes != nil && w.panes.claims.List.Editing() {
		w.panes.claims.List.KeepNote()
		w.RestoreFocus()
	}
}

// editNote opens the note of the current claim for typing, wherever its card is.
func (w *window) editNote() {
	w.panes.row.ShowRight(true)
	w.panes.claims.EditNote()
}

// refocus gives the text the focus that the menu bar or a click beside everything took away, and says whether it did.
func (w *window) refocus() bool {
	if w.panes == nil || len(w.Modals) > 0 || w.Win.Canvas().Focused() != nil || w.Win.Canvas().Overlays().Top() != nil {
		return false
	}
	w.FocusOn(w.panes.document.View)
	return true
}

// nextPane moves the focus: documents, text, a second text beside it, claims, suggestions of models and evidence where it is shown, and round again.
func (w *window) nextPane() {
	if w.panes == nil || len(w.Modals) > 0 {
		return
	}
	focused := w.Win.Canvas().Focused()
	texts := w.panes.texts
	switch focused {
	case w.panes.document.View:
		if next := texts.After(w.panes.document); next != nil {
			w.FocusOn(next.View)
			return
		}
		if !w.panes.claims.Body.Visible() {
			w.focusLeft()
			return
		}
		w.panes.row.ShowRight(true)
		w.FocusOn(w.panes.claims.List)
	case w.panes.claims.List, w.panes.claims.Suggestions.List, w.panes.evidence.List:
		if s := w.panes.claims.Suggestions; focused == w.panes.claims.List && s.Body.Visible() {
			w.FocusOn(s.List)
			return
		}
		if focused != w.panes.evidence.List && w.evidenceShown() {
			w.FocusOn(w.panes.evidence.List)
			return
		}
		w.focusLeft()
	default:
		w.FocusOn(texts.InFront().View)
	}
}

// previousPane moves the focus the other way round.
func (w *window) previousPane() {
	if w.panes == nil || len(w.Modals) > 0 {
		return
	}
	p, focused := w.panes, w.Win.Canvas().Focused()
	var stops []fyne.Focusable // those that are shown, in the order of nextPane
	if p.row.LeftShown() && p.search.Body.Visible() {
		stops = append(stops, p.search.List)
	} else {
		stops = append(stops, p.library.List)
	}
	for _, text := range p.texts.Texts() {
		stops = append(stops, text.View)
	}
	if p.claims.Body.Visible() {
		stops = append(stops, p.claims.List)
		if p.claims.Suggestions.Body.Visible() {
			stops = append(stops, p.claims.Suggestions.List)
		}
	}
	if w.evidenceShown() {
		stops = append(stops, p.evidence.List)
	}
	at := max(0, slices.Index(stops, focused))
	switch to := stops[(at+len(stops)-1)%len(stops)]; {
	case slices.Index(stops, focused) < 0:
		w.FocusOn(p.texts.InFront().View)
	case to == stops[0]:
		w.focusLeft()
	default:
		if to != fyne.Focusable(p.document.View) && at == 0 {
			p.row.ShowRight(true)
		}
		w.FocusOn(to)
	}
}

// openMenuBar opens the first menu, from which arrow keys lead to all others.
func (w *window) openMenuBar() {
	if bar, is := w.Win.Canvas().(interface{ ToggleMenu() }); is {
		bar.ToggleMenu()
	}
}

// stepHit goes to the next hit of the search in the text, or the one before; where nothing is searched, it asks what for.
func (w *window) stepHit(by int) {
	if find := w.panes.document.Find; find.Body.Visible() && find.Entry.Text != "" {
		find.Step(by)
		return
	}
	w.find()
}

// focusLeft gives the keyboard to the left panel: the list of documents, or what a search has found.
func (w *window) focusLeft() {
	w.panes.row.ShowLeft(true)
	if w.panes.search.Body.Visible() {
		w.FocusOn(w.panes.search.List)
	} else {
		w.FocusOn(w.panes.library.List)
	}
}
