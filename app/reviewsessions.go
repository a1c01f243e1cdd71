package app

import (
	"context"
	"fmt"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"factmark/app/format"
	"factmark/store"
)

// sessionLine says in a line how a session stands.
func sessionLine(s store.ReviewSession) string {
	state := "ended on " + s.EndedAt.Local().Format("2 Jan 2006")
	if s.EndedAt.IsZero() {
		state = "not finished"
	}
	if s.Mode == store.ModeIndependent {
		return state
	}
	total := "" // where its queue is not known, or does not hold all that was decided, "of" would be wrong
	if s.Queued > 0 && s.Queued >= s.Decided {
		total = " of " + format.Thousands(s.Queued)
	}
	return fmt.Sprintf("%s%s decided · %s", format.Thousands(s.Decided), total, state)
}

// showSessions lists the review sessions: to go on with, or to look at what they came to.
func (w *reviews) showSessions() {
	d := w.desk
	d.back.do(func() {
		sessions, err := d.store.Sessions(d.ctx)
		d.back.post(func() {
			switch {
			case err != nil:
				d.fail(fmt.Errorf("reading the review sessions: %w", err))
			case len(sessions) == 0:
				d.told.send("There are no review sessions yet.")
			default:
				w.sessionsDialog(sessions)
			}
		})
	})
}

func (w *reviews) sessionsDialog(sessions []store.ReviewSession) {
	chosen := -1
	var dialog *openModal
	again := newKeyButton("Open it again", w.modalKey, func() {
		dialog.close()
		w.reopen(sessions[chosen])
	})
	again.Disable()
	choose := func(i int) {
		chosen = i
		s := sessions[i]
		dialog.ok.Enable()
		dialog.ok.SetText("Resume")
		again.Disable()
		if !s.EndedAt.IsZero() {
			dialog.ok.SetText("Summary")
			if s.Mode == store.ModeOpen { // after a blind one the labels have been seen
				again.Enable()
			}
		}
	}
	list := newRowList(func() int { return len(sessions) }, newTwoLines, func(i int, o fyne.CanvasObject) {
		s := sessions[i]
		setTwoLines(o, fmt.Sprintf("%s by %s, %s", s.Name, format.Shorten(s.Person, 30), s.StartedAt.Local().Format("2 Jan 2006, 15:04")), sessionLine(s))
	}, choose, w.modalKey)
	dialog = w.showModal(modal{title: "Review sessions", confirm: "Resume", cancel: "Close", width: 520, focus: list,
		content: container.NewVBox(container.NewGridWrap(fyne.NewSize(520, min(300, float32(len(sessions))*rowHeight)), list.framed()), container.NewHBox(again)),
		onConfirm: func() bool {
			if chosen < 0 {
				return false
			}
			if s := sessions[chosen]; s.EndedAt.IsZero() {
				w.sit(s)
			} else if w.maySee("This summary") {
				w.showSummary(s.ID, "")
			}
			return true
		}})
	dialog.ok.Disable()
	if open := slices.IndexFunc(sessions, func(s store.ReviewSession) bool { return s.EndedAt.IsZero() }); open >= 0 {
		list.Select(open)
	} else {
		list.Select(0)
	}
}

func (w *reviews) reopen(s store.ReviewSession) {
	w.desk.saves.perform(change{name: "Reopen a review session",
		write: func(ctx context.Context) error { return w.desk.store.ReopenSession(ctx, s.ID) },
		done:  func() { w.sit(s) }})
}

// resumeStrip offers to go on with a session that was left.
type resumeStrip struct {
	window  *reviews
	text    *widget.Label
	end     *keyButton
	body    *fyne.Container
	session store.ReviewSession
	begun   bool // the comments that were left are known
}

func newResumeStrip(w *reviews) *resumeStrip {
	r := &resumeStrip{window: w, text: widget.NewLabel("")}
	r.text.Truncation = fyne.TextTruncateEllipsis
	goOn := newKeyButton("Resume", w.stripKey(r.putOff), func() {
		r.body.Hide()
		if w.sitting == nil {
			w.sit(r.session)
		}
	})
	goOn.Importance = widget.HighImportance
	r.end = newKeyButton("End…", w.stripKey(r.putOff), func() {
		w.askEndPaused(r.session, "End this session?", "What it hid is shown then, so it cannot be resumed.", "End session")
	})
	later := newKeyButton("Not now", w.stripKey(r.putOff), r.putOff)
	r.body = container.NewVBox(widget.NewSeparator(), container.NewPadded(container.NewBorder(nil, nil, nil, container.NewHBox(goOn, r.end, later), r.text)))
	r.body.Hide()
	return r
}

// putOff takes the strip away for now.
func (r *resumeStrip) putOff() {
	r.body.Hide()
	r.window.focusBack()
}

// offer shows the strip where a session of the user's was left.
func (r *resumeStrip) offer() {
	d := r.window.desk
	if d.readOnly() {
		return
	}
	begun := r.begun // later the file may still hold one that is being saved
	r.begun = true
	d.back.do(func() {
		sessions, err := d.store.Sessions(d.ctx)
		var typed []store.Draft
		var err1 error
		if !begun {
			typed, err1 = typedInSessions(d.ctx, d.store, sessions)
		}
		d.back.post(func() {
			d.typed.learn(typed)
			if err := firstError(err, err1); err != nil {
				d.fail(fmt.Errorf("reading the review sessions: %w", err))
				return
			}
			if r.window.sitting != nil {
				return
			}
			isMe := d.me()
			for _, s := range sessions {
				if s.EndedAt.IsZero() && isMe(s.PersonID) {
					r.session = s
					line := sessionLine(s)
					if n := d.typed.countComments(s.ID); n > 0 {
						line += " · " + format.Plural(n, "comment") + " not saved yet"
					}
					said := "A review session of yours was left: " + line + "."
					if s.Mode != store.ModeOpen {
						said = "Your blind review is paused, and hides its labels until it ends: " + line + "."
					}
					r.text.SetText(said)
					setVisible(r.end, s.Mode != store.ModeOpen)
					r.body.Show()
					return
				}
			}
			if r.body.Visible() { // it was ended elsewhere: what was typed in it is offered now
				r.body.Hide()
				d.typed.readOffers()
			}
		})
	})
}

// typedInSessions reads the comments that were typed and not saved in sessions
// that go on, whoever they are of: who works here may have acted for another.
func typedInSessions(ctx context.Context, st *store.Store, sessions []store.ReviewSession) (typed []store.Draft, err error) {
	read := map[string][]store.Draft{}
	for _, s := range sessions {
		if !s.EndedAt.IsZero() {
			continue
		}
		drafts, known := read[s.PersonID]
		if !known {
			if drafts, err = st.Drafts(ctx, s.PersonID); err != nil {
				return nil, err
			}
			read[s.PersonID] = drafts
		}
		for _, draft := range drafts {
			if draft.Form == store.FormReview && draft.Subject == s.ID {
				typed = append(typed, draft)
			}
		}
	}
	return typed, nil
}

// maySee tells whether something may be shown that tells labels; where a blind
// review pauses it offers to end that first.
func (w *reviews) maySee(what string) bool {
	d := w.desk
	if d == nil || !d.hidden.Any() {
		return true
	}
	session := d.blinding
	w.askEndPaused(session, "End the blind review first?", what+" would show what your blind review hides, which is paused ("+sessionLine(session)+
		"). What you decided in it is kept, but it cannot be resumed once you have seen the labels.", "End the review")
	return false
}

// askEndPaused asks whether to end a session that nobody sits in, and says what goes with it.
func (w *reviews) askEndPaused(session store.ReviewSession, title, question, yes string) {
	ask := w.confirm
	if n := w.desk.typed.countComments(session.ID); n > 0 {
		question += " " + format.Count(n, "comment was typed and not saved, and goes.", "comments were typed and not saved, and go.")
		ask = w.confirmLoss
	}
	ask(title, question, yes, func() { w.endPaused(session) })
}

// endPaused ends a session that nobody sits in.
func (w *reviews) endPaused(session store.ReviewSession) {
	d := w.desk
	d.back.do(func() {
		there, _, kept, err := readSession(d.ctx, d.store, session, nil)
		d.back.post(func() {
			if err != nil {
				d.fail(err)
				return
			}
			w.endSession(session, there, kept.Gone)
		})
	})
}
