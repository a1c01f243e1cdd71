package app

import (
	"slices"
	"strings"
	"unicode"

	"fyne.io/fyne/v2"

	"factmark/store"
)

// reviewKeys are the keys of a review, for the list of keys.
var reviewKeys = []keyHelp{
	{"A", "agree with the label"},
	{"S, D, N, 1 to 9", "another label"},
	{"R", "reject the span: it is no claim"},
	{"X", "skip, with a reason"},
	{"C or Enter", "comment; Enter keeps it"},
	{"Z or [", "back to the claim before"},
	{"]", "the claim after"},
	{"Space", "show the claim in question; if it is, the next to decide"},
	{"Delete", "take back the decision"},
	{"Ctrl+Enter", "done with this document (blind altogether); in a dialog, its main button"},
	{"Ctrl+G", "the guidelines for the labels"},
	{"Escape", "pause"},
}

// typed acts on a letter; in a review of claims all of them are its own, so
// that none changes a claim by accident.
func (s *sitting) typed(r rune) bool {
	if s.independent() {
		return false
	}
	s.clock.Touch(s.now())
	walks := strings.ContainsRune("zZ[]", r)
	switch {
	case s.window.panes.document.view.Repeated() && !walks:
		// A key that lies too long says one word, not one on each claim that comes.
	case !s.uses(r) && !s.typeahead.comments:
		return false // on another keyboard it may be one that is used
	case walks && len(s.typeahead.keys) == 0:
		s.actOn(r) // the claim need not be shown
	default:
		s.typeahead.comments = s.typeahead.comments || !s.shown() && strings.ContainsRune("cCxX", r)
		s.whenShown(func() {
			if comment, is := s.inComment(); is {
				comment.TypedRune(r)
			} else {
				s.actOn(r)
			}
		})
	}
	return true
}

// actOn acts on a letter, with the claim in question on screen.
func (s *sitting) actOn(r rune) {
	switch unicode.ToUpper(r) {
	case 'A':
		s.agree()
	case 'R':
		s.say(store.DecidedReject, "")
	case 'X':
		s.skip()
	case 'C':
		s.window.panes.review.editComment(false)
	case 'Z', '[':
		s.step(-1)
	case ']':
		s.step(+1)
	case ' ':
		if s.desk.current == s.claim.ID && s.desk.document.ID == s.claim.DocumentID && s.done(s.current()) {
			s.next(s.at)
		} else {
			s.backToClaim()
		}
	default:
		if labelID, is := s.desk.labelForKey(r); is && labelID != "" {
			s.say(store.DecidedLabel, labelID)
		}
	}
}

// uses tells whether a letter is a key of reviews; the dot is, since it would repeat a label.
func (s *sitting) uses(r rune) bool {
	_, label := s.desk.labelForKey(r)
	return label || strings.ContainsRune("ARXZ[] .", unicode.ToUpper(r))
}

// typedKey acts on a key that is no letter.
func (s *sitting) typedKey(name fyne.KeyName) bool {
	s.clock.Touch(s.now())
	act, is := map[fyne.KeyName]func(){
		fyne.KeyEscape: s.pause,
		fyne.KeyReturn: func() { s.window.panes.review.editComment(false) },
		fyne.KeyEnter:  func() { s.window.panes.review.editComment(false) },
		fyne.KeyDelete: s.takeBack, fyne.KeyBackspace: s.takeBack,
	}[name]
	escape := name == fyne.KeyEscape
	switch {
	case !is, s.independent() && (!escape || s.desk.current != ""): // Escape leaves the claim first
		return false
	case escape && len(s.typeahead.keys) == 0:
		s.pause()
	default:
		s.typeahead.comments = s.typeahead.comments || !s.shown() && (name == fyne.KeyReturn || name == fyne.KeyEnter)
		s.whenShown(func() {
			if comment, is := s.inComment(); is {
				comment.TypedKey(&fyne.KeyEvent{Name: name})
			} else {
				act()
			}
		})
	}
	return true
}

func (s *sitting) agree() {
	switch {
	case s.settling():
		s.desk.told.send("People differ here: choose the label.")
	case s.blind():
		s.desk.told.send("The label is hidden: say which one is right.")
	case s.claim.LabelID == "":
		s.desk.told.send("There is no label yet to agree with.")
	default:
		s.say(store.DecidedLabel, s.claim.LabelID)
	}
}

// skip goes past the claim; where no reason was typed it asks for one.
func (s *sitting) skip() {
	if s.settling() || s.comment() != "" {
		s.say(store.DecidedSkip, "")
		return
	}
	s.window.panes.review.editComment(true)
}

// editComment puts the keyboard into the comment.
func (p *reviewPane) editComment(skipping bool) {
	s := p.sitting
	if s.independent() || s.current() == "" {
		return
	}
	p.skipping = skipping
	if skipping {
		p.asking.SetText("Why skip it? Enter skips.")
	}
	s.window.panes.row.ShowRight(true)
	s.window.focusOn(p.comment)
}

// commentKey acts on the keys of the comment: Enter keeps it, with Shift it is
// a new line; Escape goes back to the text.
func (p *reviewPane) commentKey(name fyne.KeyName) bool {
	switch name {
	case fyne.KeyReturn, fyne.KeyEnter:
		if shiftHeld() {
			return false
		}
		s, skipping := p.sitting, p.skipping
		if skipping && strings.TrimSpace(p.comment.Text()) == "" {
			return true
		}
		p.skipping = false
		p.focusBack()
		if skipping {
			s.say(store.DecidedSkip, "")
		}
	case fyne.KeyEscape:
		p.skipping = false
		p.asking.SetText("Comment (C)")
		p.focusBack()
	default:
		return p.sitting.window.windowKey(name)
	}
	return true
}

// commentLeft keeps the comment where a decision is there for it to belong to.
func (p *reviewPane) commentLeft() {
	if p.sitting != nil && !p.sitting.closed {
		p.sitting.keepComment()
	}
}

// duringReview are the menu's items that a review leaves as they are.
var duringReview = []string{"Copy", "Copy with source", "Select all", "Find in document…", "Find a document", "Larger text", "Smaller text",
	"Usual text size", "Paragraph numbers", "Show or hide documents", "Show or hide claims", "Next pane (F6)", "Keys (F1)", "About Factmark",
	"Preferences…", "Guidelines…", "What is asked of you…", "Pause  (Escape)", "End session…", "Done with this document", "Agree  (A)", "Reject the span  (R)", "Skip  (X)", "Comment  (C)",
	"Back  (Z)", "Forward  (])", "Show the claim, or the next  (Space)", "Take back the decision  (Delete)"}

// mayDo tells whether a review leaves room for a command of the menu, and says so where it does not.
func (w *window) mayDo(label string) bool {
	if w.desk != nil && writes[label] && !w.desk.mayWrite() {
		return false
	}
	if w.sitting == nil {
		return !showing[label] || w.maySee(strings.TrimSuffix(label, "…"))
	}
	if slices.Contains(duringReview, label) {
		return true
	}
	at := slices.IndexFunc(w.labelMenu.Items, func(i *fyne.MenuItem) bool { return i.Label == label })
	// The history would show others' claims.
	if at >= 0 && (w.sitting.independent() && !strings.HasPrefix(label, "History") || at < min(mostMenuLabels, len(w.desk.labels)) || label == otherLabel) {
		return true
	}
	w.desk.told.send("Not during a review. Pause or end it first.")
	return false
}

// showInReview says in the menu whether a review is under way.
func (w *window) showInReview() {
	for _, item := range w.ofReview {
		item.Disabled = w.sitting == nil
	}
	w.menu.Refresh()
}

// doneItem says that one is done: with a document, or with the dialog in front,
// in which Enter may be a line break.
func (w *window) doneItem(documentDone func()) *fyne.MenuItem {
	item := w.item("Done with this document", ctrl(fyne.KeyReturn), documentDone)
	done := item.Action
	item.Action = func() {
		if n := len(w.modals); n > 0 {
			w.modals[n-1].enter()
			return
		}
		done()
	}
	return item
}

// reviewMenu holds what reviews are begun and ended with, and their keys for those who prefer a menu.
func (w *window) reviewMenu() *fyne.Menu {
	inReview := func(do func(s *sitting)) func() {
		return func() {
			if w.sitting == nil {
				w.endNote() // a key meant for the review may be pressed in a note
				w.desk.told.send("No review is under way.")
				return
			}
			do(w.sitting)
		}
	}
	typed := func(r rune) func() { return inReview(func(s *sitting) { s.typed(r) }) }
	inside := fyne.NewMenuItem("In the review", nil)
	inside.ChildMenu = fyne.NewMenu("",
		w.item("Agree  (A)", nil, typed('A')),
		w.item("Reject the span  (R)", nil, typed('R')),
		w.item("Skip  (X)", nil, typed('X')),
		w.item("Comment  (C)", nil, typed('C')),
		w.item("Back  (Z)", nil, typed('Z')),
		w.item("Forward  (])", nil, typed(']')),
		w.item("Show the claim, or the next  (Space)", nil, typed(' ')),
		w.item("Take back the decision  (Delete)", nil, inReview(func(s *sitting) { s.typedKey(fyne.KeyDelete) })),
	)
	pause := w.item("Pause  (Escape)", nil, inReview((*sitting).pause))
	end := w.item("End session…", nil, inReview((*sitting).askEnd))
	w.ofReview = []*fyne.MenuItem{inside, pause, end}
	for _, item := range w.ofReview {
		item.Disabled = true
	}
	return fyne.NewMenu("Review",
		w.item("Start review session…", ctrlShift(fyne.KeyR), w.askReview),
		w.item("Resume or look at sessions…", ctrlShift(fyne.KeyG), w.showSessions),
		pause, end, inside,
		w.doneItem(inReview((*sitting).documentDone)),
		fyne.NewMenuItemSeparator(),
		w.item("Adjudicate…", nil, w.askAdjudicate),
		w.item("Settle what is agreed", nil, w.settleAgreed),
		w.item("Conflicts…", ctrlShift(fyne.KeyD), w.showConflicts),
		w.item("What is asked of you…", nil, func() { w.showAsked(false) }),
		w.item("Guidelines…", ctrl(fyne.KeyG), w.showGuidelines),
		fyne.NewMenuItemSeparator(),
		w.item("Agreement…", nil, w.showAgreement),
		w.item("Progress…", nil, w.showProgress),
		w.item("People…", nil, w.showPeople),
	)
}
