package app

import (
	"strings"

	"fyne.io/fyne/v2"

	"factmark/store"
)

// reviewAct is what a key does in a review.
type reviewAct struct {
	do       func(*sitting)
	walks    bool // goes to another claim, also while the present one is being read and as long as the key is held
	comments bool // may lead into the comment: what is typed behind it goes there
}

// typed acts on a letter; in a review of claims all of them are its own, so
// that none changes a claim by accident.
func (s *sitting) typed(r rune) bool {
	if s.independent() {
		return false
	}
	s.clock.Touch(s.now())
	act := s.window.keys(typedRuneName(r))
	switch {
	case s.window.repeated() && !act.walks:
		// A key that lies too long says one word, not one on each claim that comes.
	case act.do == nil && !s.uses(r) && !s.typeahead.comments:
		return false // on another keyboard it may be one that is used
	case act.walks && len(s.typeahead.keys) == 0:
		act.do(s) // the claim need not be shown
	default:
		s.typeahead.comments = s.typeahead.comments || !s.shown() && act.comments
		s.whenShown(func() {
			if comment, is := s.inComment(); is {
				comment.TypedRune(r)
			} else if act.do != nil {
				act.do(s)
			} else if labelID, is := s.desk.labelForKey(r); is && labelID != "" {
				s.say(store.DecidedLabel, labelID)
			}
		})
	}
	return true
}

// showOrNext shows the claim in question or, where it is shown and decided, the next one to decide.
func (s *sitting) showOrNext() {
	if s.desk.current == s.claim.ID && s.desk.document.ID == s.claim.DocumentID && s.done(s.current()) {
		s.next(s.at)
	} else {
		s.backToClaim()
	}
}

// uses tells whether a letter means something in a review that is no command of
// it: a label, or the dot, which would repeat one.
func (s *sitting) uses(r rune) bool {
	_, label := s.desk.labelForKey(r)
	return label || r == '.'
}

// press acts on a key, by its name in the table of commands.
func (s *sitting) press(key string) {
	switch name := fyne.KeyName(key); name {
	case "Space":
		s.typed(' ')
	case fyne.KeyDelete:
		s.typedKey(name)
	default:
		s.typed([]rune(key)[0])
	}
}

// typedKey acts on a key that is no letter.
func (s *sitting) typedKey(name fyne.KeyName) bool {
	s.clock.Touch(s.now())
	act := s.window.keys(typedKeyName(name))
	escape := name == fyne.KeyEscape
	switch {
	case act.do == nil, s.independent() && (!escape || s.desk.current != ""): // Escape leaves the claim first
		return false
	case escape && len(s.typeahead.keys) == 0:
		s.pause()
	default:
		s.typeahead.comments = s.typeahead.comments || !s.shown() && act.comments
		s.whenShown(func() {
			if comment, is := s.inComment(); is {
				comment.TypedKey(&fyne.KeyEvent{Name: name})
			} else {
				act.do(s)
			}
		})
	}
	return true
}

func (s *sitting) back()        { s.step(-1) }
func (s *sitting) forward()     { s.step(+1) }
func (s *sitting) editComment() { s.window.pane.editComment(false) }

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
	s.window.pane.editComment(true)
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
	s.window.showRight()
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

// showInReview says in the menu whether a review is under way.
func (w *window) showInReview() {
	for _, c := range w.commands.all {
		if c.needsReview {
			w.items[c.id].Disabled = w.sitting == nil
		}
	}
	w.menu.Refresh()
}

// done says that one is done: with a document of the review, or with the dialog
// in front, in which Enter may be a line break.
func (w *window) done() {
	if n := len(w.modals); n > 0 {
		w.modals[n-1].enter()
		return
	}
	inReview((*sitting).documentDone)(w)
}
