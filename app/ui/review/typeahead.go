package review

import (
	"time"

	"fyne.io/fyne/v2"

	"factmark/app/locale"
)

// typeahead is what was pressed in a review before the claim that it is meant
// for was on screen. It waits for that claim, in order, so that fast typing on a
// slow disk loses no key and none acts on another claim.
type typeahead struct {
	Keys []func()
	of   string // the claim that the first is meant for; "" while they are acted on

	comments bool // one of them leads into the comment: any letter may belong there

	told string // what was said of them, "" while they have not waited long
}

// toldAfter is how long a key waits before that is said.
const toldAfter = 200 * time.Millisecond

// shown tells whether the claim in question is on screen.
func (s *Controller) shown() bool { return s.Current() != "" && s.Claim.ID == s.Current() }

// WhenShown acts on the claim in question once it is shown and what was pressed
// before has been acted on. An empty queue has nothing to act on.
func (s *Controller) WhenShown(act func()) {
	t := &s.Typeahead
	switch {
	case s.Current() == "":
	case s.shown() && len(t.Keys) == 0:
		act()
	default:
		if len(t.Keys) == 0 {
			t.of = s.Current()
			s.waits++
			waits := s.waits
			s.model.Back.Later(toldAfter, func() {
				if waits == s.waits {
					s.tellWaiting()
				}
			})
		}
		t.Keys = append(t.Keys, act)
		if t.told != "" {
			s.tellWaiting()
		}
	}
}

// tellWaiting says that what was pressed is not lost, and what it waits for.
func (s *Controller) tellWaiting() {
	t := &s.Typeahead
	if n := len(t.Keys); n > 0 {
		t.told = locale.N("The next claim is still loading; {{.N}} keys wait for it.", n)
		s.model.Notices.Send(t.told)
	}
}

// forgetTyped ends the waiting, and takes back that keys wait where nothing else was said since.
func (s *Controller) forgetTyped() {
	if t := &s.Typeahead; t.told != "" && s.host.Remark() == t.told {
		s.model.Notices.Send("")
	}
	s.Typeahead = typeahead{}
}

// actOnTyped acts on what waited for the claim that is shown now. What it leads
// to, the next claim, may have to be waited for again.
func (s *Controller) actOnTyped() {
	t := &s.Typeahead
	if t.of != "" && t.of != s.Claim.ID {
		s.dropTyped(locale.T("The claim is no longer shown"))
		return
	}
	for len(t.Keys) > 0 && s.shown() && !s.closed {
		act := t.Keys[0]
		t.Keys, t.of = t.Keys[1:], ""
		act()
	}
	if len(t.Keys) == 0 {
		s.forgetTyped()
	} else {
		t.of = s.Current()
		if t.told != "" {
			s.tellWaiting()
		}
	}
}

// dropTyped forgets what waits, and says so and why.
func (s *Controller) dropTyped(why string) {
	if n := len(s.Typeahead.Keys); n > 0 {
		s.model.Notices.Send(locale.N("{{.Why}}: {{.N}} keys had no effect.", n, "Why", why))
	}
	s.forgetTyped()
}

// inComment gives the comment where a key that waited has led there: those behind it are typed into it.
func (s *Controller) inComment() (comment fyne.Focusable, is bool) {
	comment = s.host.Pane.Comment
	return comment, s.host.Win.Canvas().Focused() == comment
}
