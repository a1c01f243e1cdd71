package app

import (
	"time"

	"fyne.io/fyne/v2"
)

// typeahead is what was pressed in a review before the claim that it is meant
// for was on screen. It waits for that claim, in order, so that fast typing on a
// slow disk loses no key and none acts on another claim.
type typeahead struct {
	keys []func()
	of   string // the claim that the first is meant for; "" while they are acted on

	comments bool // one of them leads into the comment: any letter may belong there

	told string // what was said of them, "" while they have not waited long
}

// toldAfter is how long a key waits before that is said.
const toldAfter = 200 * time.Millisecond

// shown tells whether the claim in question is on screen.
func (s *sitting) shown() bool { return s.current() != "" && s.claim.ID == s.current() }

// whenShown acts on the claim in question once it is shown and what was pressed
// before has been acted on. An empty queue has nothing to act on.
func (s *sitting) whenShown(act func()) {
	t := &s.typeahead
	switch {
	case s.current() == "":
	case s.shown() && len(t.keys) == 0:
		act()
	default:
		if len(t.keys) == 0 {
			t.of = s.current()
			s.waits++
			waits := s.waits
			s.desk.back.later(toldAfter, func() {
				if waits == s.waits {
					s.tellWaiting()
				}
			})
		}
		t.keys = append(t.keys, act)
		if t.told != "" {
			s.tellWaiting()
		}
	}
}

// tellWaiting says that what was pressed is not lost, and what it waits for.
func (s *sitting) tellWaiting() {
	t := &s.typeahead
	if n := len(t.keys); n > 0 {
		t.told = "The next claim is still being read; " + pluralVerb(n, "key waits for it.", "keys wait for it.")
		s.desk.told.send(t.told)
	}
}

// forgetTyped ends the waiting, and takes back that keys wait where nothing else was said since.
func (s *sitting) forgetTyped() {
	if t := &s.typeahead; t.told != "" && s.window.remark() == t.told {
		s.desk.told.send("")
	}
	s.typeahead = typeahead{}
}

// actOnTyped acts on what waited for the claim that is shown now. What it leads
// to, the next claim, may have to be waited for again.
func (s *sitting) actOnTyped() {
	t := &s.typeahead
	if t.of != "" && t.of != s.claim.ID {
		s.dropTyped("The claim that was awaited is not shown")
		return
	}
	for len(t.keys) > 0 && s.shown() && !s.closed {
		act := t.keys[0]
		t.keys, t.of = t.keys[1:], ""
		act()
	}
	if len(t.keys) == 0 {
		s.forgetTyped()
	} else {
		t.of = s.current()
		if t.told != "" {
			s.tellWaiting()
		}
	}
}

// dropTyped forgets what waits, and says so and why.
func (s *sitting) dropTyped(why string) {
	if n := len(s.typeahead.keys); n > 0 {
		s.desk.told.send(why + ": " + pluralVerb(n, "key that was pressed did nothing.", "keys that were pressed did nothing."))
	}
	s.forgetTyped()
}

// inComment gives the comment where a key that waited has led there: those behind it are typed into it.
func (s *sitting) inComment() (comment fyne.Focusable, is bool) {
	comment = s.window.pane.comment
	return comment, s.window.win.Canvas().Focused() == comment
}
