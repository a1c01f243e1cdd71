package review

import (
	"context"
	"fmt"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"factmark/app/format"
	"factmark/app/ui/dialogs"
	"factmark/app/workspace"
	"factmark/store"
)

// SessionLine says in a line how a session stands.
func SessionLine(s store.ReviewSession) string {
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

// ShowSessions lists the review sessions: to go on with, or to look at what they came to.
func (w *Reviews) ShowSessions() {
	d := w.Workspace
	d.Back.Go(func() {
		sessions, err := d.Store.Sessions(d.Ctx)
		d.Back.OnUI(func() {
			switch {
			case err != nil:
				d.Fail(fmt.Errorf("reading the review sessions: %w", err))
			case len(sessions) == 0:
				d.Notices.Send("There are no review sessions yet.")
			default:
				w.sessionsDialog(sessions)
			}
		})
	})
}

func (w *Reviews) sessionsDialog(sessions []store.ReviewSession) {
	chosen := -1
	var dialog *dialogs.OpenModal
	again := dialogs.NewKeyButton("Open it again", w.ModalKey, func() {
		dialog.Close()
		w.reopen(sessions[chosen])
	})
	again.Disable()
	choose := func(i int) {
		chosen = i
		s := sessions[i]
		dialog.Ok.Enable()
		dialog.Ok.SetText("Resume")
		again.Disable()
		if !s.EndedAt.IsZero() {
			dialog.Ok.SetText("Summary")
			if s.Mode == store.ModeOpen { // after a blind one the labels have been seen
				again.Enable()
			}
		}
	}
	list := dialogs.NewRowList(func() int { return len(sessions) }, dialogs.NewTwoLines, func(i int, o fyne.CanvasObject) {
		s := sessions[i]
		dialogs.SetTwoLines(o, fmt.Sprintf("%s by %s, %s", s.Name, format.Shorten(s.Person, 30), s.StartedAt.Local().Format("2 Jan 2006, 15:04")), SessionLine(s))
	}, choose, w.ModalKey)
	dialog = w.ShowModal(dialogs.Modal{Title: "Review sessions", Confirm: "Resume", Cancel: "Close", Width: 520, Focus: list,
		Content: container.NewVBox(container.NewGridWrap(fyne.NewSize(520, min(300, float32(len(sessions))*RowHeight)), list.Framed()), container.NewHBox(again)),
		OnConfirm: func() bool {
			if chosen < 0 {
				return false
			}
			if s := sessions[chosen]; s.EndedAt.IsZero() {
				w.Sit(s)
			} else if w.MaySee("This summary") {
				w.showSummary(s.ID, "")
			}
			return true
		}})
	dialog.Ok.Disable()
	if open := slices.IndexFunc(sessions, func(s store.ReviewSession) bool { return s.EndedAt.IsZero() }); open >= 0 {
		list.Select(open)
	} else {
		list.Select(0)
	}
}

func (w *Reviews) reopen(s store.ReviewSession) {
	w.Workspace.Writes.Perform(workspace.PendingWrite{Name: "Reopen a review session",
		Write: func(ctx context.Context) error { return w.Workspace.Store.ReopenSession(ctx, s.ID) },
		Done:  func() { w.Sit(s) }})
}

// ResumeStrip offers to go on with a session that was left.
type ResumeStrip struct {
	host    *Reviews
	Text    *widget.Label
	End     *dialogs.KeyButton
	Body    *fyne.Container
	Session store.ReviewSession
	begun   bool // the comments that were left are known
}

func NewResumeStrip(w *Reviews) *ResumeStrip {
	r := &ResumeStrip{host: w, Text: widget.NewLabel("")}
	r.Text.Truncation = fyne.TextTruncateEllipsis
	goOn := dialogs.NewKeyButton("Resume", w.StripKey(r.putOff), func() {
		r.Body.Hide()
		if w.Active == nil {
			w.Sit(r.Session)
		}
	})
	goOn.Importance = widget.HighImportance
	r.End = dialogs.NewKeyButton("End…", w.StripKey(r.putOff), func() {
		w.askEndPaused(r.Session, "End this session?", "What it hid is shown then, so it cannot be resumed.", "End session")
	})
	later := dialogs.NewKeyButton("Not now", w.StripKey(r.putOff), r.putOff)
	r.Body = container.NewVBox(widget.NewSeparator(), container.NewPadded(container.NewBorder(nil, nil, nil, container.NewHBox(goOn, r.End, later), r.Text)))
	r.Body.Hide()
	return r
}

// putOff takes the strip away for now.
func (r *ResumeStrip) putOff() {
	r.Body.Hide()
	r.host.FocusBack()
}

// Offer shows the strip where a session of the user's was left.
func (r *ResumeStrip) Offer() {
	d := r.host.Workspace
	if d.ReadOnly() {
		return
	}
	begun := r.begun // later the file may still hold one that is being saved
	r.begun = true
	d.Back.Go(func() {
		sessions, err := d.Store.Sessions(d.Ctx)
		var typed []store.Draft
		var err1 error
		if !begun {
			typed, err1 = typedInSessions(d.Ctx, d.Store, sessions)
		}
		d.Back.OnUI(func() {
			d.Drafts.Learn(typed)
			if err := workspace.FirstError(err, err1); err != nil {
				d.Fail(fmt.Errorf("reading the review sessions: %w", err))
				return
			}
			if r.host.Active != nil {
				return
			}
			isMe := d.Me()
			for _, s := range sessions {
				if s.EndedAt.IsZero() && isMe(s.PersonID) {
					r.Session = s
					line := SessionLine(s)
					if n := d.Drafts.CountComments(s.ID); n > 0 {
						line += " · " + format.Plural(n, "comment") + " not saved yet"
					}
					said := "A review session of yours was left: " + line + "."
					if s.Mode != store.ModeOpen {
						said = "Your blind review is paused, and hides its labels until it ends: " + line + "."
					}
					r.Text.SetText(said)
					dialogs.SetVisible(r.End, s.Mode != store.ModeOpen)
					r.Body.Show()
					return
				}
			}
			if r.Body.Visible() { // it was ended elsewhere: what was typed in it is offered now
				r.Body.Hide()
				d.Drafts.ReadOffers()
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

// MaySee tells whether something may be shown that tells labels; where a blind
// review pauses it offers to end that first.
func (w *Reviews) MaySee(what string) bool {
	d := w.Workspace
	if d == nil || !d.Hidden.Any() {
		return true
	}
	session := d.Blinding
	w.askEndPaused(session, "End the blind review first?", what+" would show what your blind review hides, which is paused ("+SessionLine(session)+
		"). What you decided in it is kept, but it cannot be resumed once you have seen the labels.", "End the review")
	return false
}

// askEndPaused asks whether to end a session that nobody sits in, and says what goes with it.
func (w *Reviews) askEndPaused(session store.ReviewSession, title, question, yes string) {
	ask := w.Confirm
	if n := w.Workspace.Drafts.CountComments(session.ID); n > 0 {
		question += " " + format.Count(n, "comment was typed and not saved, and goes.", "comments were typed and not saved, and go.")
		ask = w.ConfirmLoss
	}
	ask(title, question, yes, func() { w.endPaused(session) })
}

// endPaused ends a session that nobody sits in.
func (w *Reviews) endPaused(session store.ReviewSession) {
	d := w.Workspace
	d.Back.Go(func() {
		there, _, kept, err := readSession(d.Ctx, d.Store, session, nil)
		d.Back.OnUI(func() {
			if err != nil {
				d.Fail(err)
				return
			}
			w.endSession(session, there, kept.Gone)
		})
	})
}
