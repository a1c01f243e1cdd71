package app

import "fyne.io/fyne/v2"

// typeahead is what was pressed in a review before the claim that it is meant
// for was on screen. It waits for that claim, in order, so that fast typing on a
// slow disk loses no key and none acts on another claim.
type typeahead struct {
	keys []func()
	of   string // the claim that the first is meant for; "" while they are acted on

	comments bool // one of them leads into the comment: any letter may belong there
}

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
		}
		t.keys = append(t.keys, act)
	}
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
		*t = typeahead{}
	} else {
		t.of = s.current()
	}
}

// dropTyped forgets what waits, and says so and why.
func (s *sitting) dropTyped(why string) {
	if n := len(s.typeahead.keys); n > 0 {
		s.desk.told.send(why + ": " + pluralVerb(n, "key that was pressed did nothing.", "keys that were pressed did nothing."))
	}
	s.typeahead = typeahead{}
}

// inComment gives the comment where a key that waited has led there: those behind it are typed into it.
func (s *sitting) inComment() (comment fyne.Focusable, is bool) {
	comment = s.window.panes.review.comment
	return comment, s.window.win.Canvas().Focused() == comment
}
