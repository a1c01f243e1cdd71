package review

import (
	"strings"

	"fyne.io/fyne/v2"

	"factmark/app/locale"
	"factmark/app/ui/dialogs"
	"factmark/store"
)

// Action is what a key does in a review.
type Action struct {
	Do       func(*Controller)
	Walks    bool // goes to another claim, also while the present one is being read and as long as the key is held
	Comments bool // may lead into the comment: what is typed behind it goes there
}

// Typed acts on a letter; in a review of claims all of them are its own, so
// that none changes a claim by accident.
func (s *Controller) Typed(r rune) bool {
	if s.Independent() {
		return false
	}
	s.clock.Touch(s.now())
	act := s.host.Keys(dialogs.TypedRuneName(r))
	labelID, labels := s.model.LabelForKey(r)
	if labelID != "" { // the key of a label is never another's, here as in the text
		act = Action{}
	}
	switch {
	case s.host.Repeated() && !act.Walks:
		// A key that lies too long says one word, not one on each claim that comes.
	case act.Do == nil && !labels && !s.Typeahead.comments:
		return false // on another keyboard it may be one that is used
	case act.Walks && len(s.Typeahead.Keys) == 0:
		act.Do(s) // the claim need not be shown
	default:
		s.Typeahead.comments = s.Typeahead.comments || !s.shown() && act.Comments
		s.WhenShown(func() {
			if comment, is := s.inComment(); is {
				comment.TypedRune(r)
			} else if act.Do != nil {
				act.Do(s)
			} else if labelID, is := s.model.LabelForKey(r); is && labelID != "" {
				s.Say(store.DecidedLabel, labelID)
			}
		})
	}
	return true
}

// ShowOrNext shows the claim in question or, where it is shown and decided, the next one to decide.
func (s *Controller) ShowOrNext() {
	if s.model.Current == s.Claim.ID && s.model.Document.ID == s.Claim.DocumentID && s.done(s.Current()) {
		s.next(s.At)
	} else {
		s.backToClaim()
	}
}

// Press does what a key of the review does, from a menu.
func (s *Controller) Press(act Action) {
	s.clock.Touch(s.now())
	switch {
	case s.Independent():
		s.model.Notices.Send(locale.T("Not available in a review from scratch."))
	case act.Walks && len(s.Typeahead.Keys) == 0:
		act.Do(s)
	default:
		s.WhenShown(func() { act.Do(s) })
	}
}

// TypedKey acts on a key that is no letter.
func (s *Controller) TypedKey(name fyne.KeyName) bool {
	s.clock.Touch(s.now())
	act := s.host.Keys(dialogs.TypedKeyName(name))
	escape := name == fyne.KeyEscape
	switch {
	case act.Do == nil, s.Independent() && (!escape || s.model.Current != ""): // Escape leaves the claim first
		return false
	case escape && len(s.Typeahead.Keys) == 0:
		s.Pause()
	default:
		s.Typeahead.comments = s.Typeahead.comments || !s.shown() && act.Comments
		s.WhenShown(func() {
			if comment, is := s.inComment(); is {
				comment.TypedKey(&fyne.KeyEvent{Name: name})
			} else {
				act.Do(s)
			}
		})
	}
	return true
}

// Back shows the one before in the queue.
func (s *Controller) Back() { s.Step(-1) }

// Forward shows the next in the queue, decided or not.
func (s *Controller) Forward() { s.Step(+1) }

// EditComment puts the keyboard into the comment on the claim in question.
func (s *Controller) EditComment() { s.host.Pane.EditComment(false) }

// Agree decides for the label that the claim has, where there is one and it may be seen; else it says why not.
func (s *Controller) Agree() {
	switch {
	case s.settling():
		s.model.Notices.Send(locale.T("People disagree here. Choose the label."))
	case s.Blind():
		s.model.Notices.Send(locale.T("The label is hidden. Choose the one that you think is right."))
	case s.Claim.LabelID == "":
		s.model.Notices.Send(locale.T("There is no label yet to agree with."))
	default:
		s.Say(store.DecidedLabel, s.Claim.LabelID)
	}
}

// Skip goes past the claim; where no reason was typed it asks for one.
func (s *Controller) Skip() {
	if s.settling() || s.comment() != "" {
		s.Say(store.DecidedSkip, "")
		return
	}
	s.host.Pane.EditComment(true)
}

// EditComment puts the keyboard into the comment.
func (p *Pane) EditComment(skipping bool) {
	s := p.session
	if s.Independent() || s.Current() == "" {
		return
	}
	p.skipping = skipping
	if skipping {
		p.asking.SetText(locale.T("Reason for skipping (Enter skips)"))
	}
	s.host.ShowRight()
	s.host.FocusOn(p.Comment)
}

// commentKey acts on the keys of the comment: Enter keeps it, with Shift it is
// a new line; Escape goes back to the text.
func (p *Pane) commentKey(name fyne.KeyName) bool {
	switch name {
	case fyne.KeyReturn, fyne.KeyEnter:
		if dialogs.ShiftHeld() {
			return false
		}
		s, skipping := p.session, p.skipping
		if skipping && strings.TrimSpace(p.Comment.Text()) == "" {
			return true
		}
		p.skipping = false
		p.focusBack()
		if skipping {
			s.Say(store.DecidedSkip, "")
		}
	case fyne.KeyEscape:
		p.skipping = false
		p.asking.SetText(p.session.model.WithKey(locale.T("Comment"), "review-comment"))
		p.focusBack()
	default:
		return p.session.host.WindowKey(name)
	}
	return true
}

// commentLeft keeps the comment where a decision is there for it to belong to.
func (p *Pane) commentLeft() {
	if p.session != nil && !p.session.closed {
		p.session.KeepComment()
	}
}
