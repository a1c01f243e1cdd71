package review

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"factmark/app/format"
	"factmark/app/locale"
	"factmark/app/ui/dialogs"
	"factmark/app/workspace"
	"factmark/store"
)

// SessionLine says in a line how a session stands.
func SessionLine(s store.ReviewSession) string {
	state := locale.T("ended on {{.Date}}", "Date", format.Date(s.EndedAt))
	if s.EndedAt.IsZero() {
		state = locale.T("not finished")
	}
	if s.Mode == store.ModeIndependent {
		return state
	}
	decided := locale.T("{{.N}} decided", "N", locale.Number(s.Decided))
	if s.Queued > 0 && s.Queued >= s.Decided { // where its queue is not known, or does not hold all that was decided, "of" would be wrong
		decided = locale.T("{{.N}} of {{.Total}} decided", "N", locale.Number(s.Decided), "Total", locale.Number(s.Queued))
	}
	return decided + " · " + state
}

// ShowSessions lists the review sessions: to go on with, or to look at what they came to.
func (r *Reviews) ShowSessions() {
	model := r.Workspace
	model.Back.Go(func() {
		sessions, err := model.Store.Sessions(model.Ctx)
		model.Back.OnUI(func() {
			switch {
			case err != nil:
				model.Fail(fmt.Errorf("reading the review sessions: %w", err))
			case len(sessions) == 0:
				model.Notices.Send(locale.T("There are no review sessions yet. Start one with Review › Start a review."))
			default:
				r.sessionsDialog(sessions)
			}
		})
	})
}

func (r *Reviews) sessionsDialog(sessions []store.ReviewSession) {
	chosen := -1
	var dialog *dialogs.OpenModal
	again := dialogs.NewKeyButton(locale.T("Reopen"), r.ModalKey, func() {
		dialog.Close()
		r.reopen(sessions[chosen])
	})
	again.Disable()
	choose := func(i int) {
		chosen = i
		s := sessions[i]
		dialog.Ok.Enable()
		dialog.Ok.SetText(locale.T("Resume"))
		again.Disable()
		if !s.EndedAt.IsZero() {
			dialog.Ok.SetText(locale.T("Summary"))
			if s.Mode == store.ModeOpen { // after a blind one the labels have been seen
				again.Enable()
			}
		}
	}
	list := dialogs.NewRowList(func() int { return len(sessions) }, dialogs.NewTwoLines, func(i int, o fyne.CanvasObject) {
		s := sessions[i]
		dialogs.SetTwoLines(o, locale.T("{{.Session}} by {{.Person}}, {{.Date}}", "Session", sessionName(s), "Person", format.Shorten(s.Person, 30), "Date", format.DateAndTime(s.StartedAt)), SessionLine(s))
	}, choose, r.ModalKey)
	dialog = r.ShowModal(dialogs.Modal{Title: locale.T("Review sessions"), Confirm: locale.T("Resume"), Cancel: locale.T("Close"), Width: 520, Focus: list,
		Content: container.NewVBox(container.NewGridWrap(fyne.NewSize(520, min(300, float32(len(sessions))*RowHeight)), list.Framed()), container.NewHBox(again)),
		OnConfirm: func() bool {
			if chosen < 0 {
				return false
			}
			if s := sessions[chosen]; s.EndedAt.IsZero() {
				r.ContinueSession(s)
			} else if r.MaySee(locale.T("This summary")) {
				r.showSummary(s.ID, "")
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

func (r *Reviews) reopen(s store.ReviewSession) {
	r.Workspace.Writes.Perform(workspace.PendingWrite{Name: locale.T("Reopen review session"),
		Write: func(ctx context.Context) error { return r.Workspace.Store.ReopenSession(ctx, s.ID) },
		Done:  func() { r.ContinueSession(s) }})
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

// NewResumeStrip makes the strip, hidden until Offer shows it.
func NewResumeStrip(host *Reviews) *ResumeStrip {
	r := &ResumeStrip{host: host, Text: widget.NewLabel("")}
	r.Text.Truncation = fyne.TextTruncateEllipsis
	goOn := dialogs.NewKeyButton(locale.T("Resume"), host.StripKey(r.putOff), func() {
		r.Body.Hide()
		if host.Active == nil {
			host.ContinueSession(r.Session)
		}
	})
	goOn.Importance = widget.HighImportance
	r.End = dialogs.NewKeyButton(locale.T("End…"), host.StripKey(r.putOff), func() {
		host.askEndPaused(r.Session, locale.T("End this session?"), locale.T("Ending it shows what it hides, and it can’t be resumed."), locale.T("End session"))
	})
	later := dialogs.NewKeyButton(locale.T("Not now"), host.StripKey(r.putOff), r.putOff)
	r.Body = container.NewVBox(widget.NewSeparator(), container.NewPadded(container.NewBorder(nil, nil, nil, container.NewHBox(goOn, r.End, later), r.Text)))
	r.Body.Hide()
	return r
}

// putOff takes the strip away for now.
func (r *ResumeStrip) putOff() {
	r.Body.Hide()
	r.host.RestoreFocus()
}

// Offer shows the strip where a session of the user's was left.
func (r *ResumeStrip) Offer() {
	model := r.host.Workspace
	if model.ReadOnly() {
		return
	}
	begun := r.begun // later the file may still hold one that is being saved
	r.begun = true
	model.Back.Go(func() {
		sessions, err := model.Store.Sessions(model.Ctx)
		var typed []store.Draft
		var err1 error
		if !begun {
			typed, err1 = typedInSessions(model.Ctx, model.Store, sessions)
		}
		model.Back.OnUI(func() {
			model.Drafts.Learn(typed)
			if err := cmp.Or(err, err1); err != nil {
				model.Fail(fmt.Errorf("reading the review sessions: %w", err))
				return
			}
			if r.host.Active != nil {
				return
			}
			isMe := model.Me()
			for _, s := range sessions {
				if s.EndedAt.IsZero() && isMe(s.PersonID) {
					r.Session = s
					line := SessionLine(s)
					if n := model.Drafts.CountComments(s.ID); n > 0 {
						line += " · " + locale.N("{{.N}} comments not saved yet", n)
					}
					said := locale.T("You have an unfinished review: {{.Session}}.", "Session", line)
					if s.Mode != store.ModeOpen {
						said = locale.T("Your blind review is paused; labels stay hidden until it ends: {{.Session}}.", "Session", line)
					}
					r.Text.SetText(said)
					dialogs.SetVisible(r.End, s.Mode != store.ModeOpen)
					r.Body.Show()
					return
				}
			}
			if r.Body.Visible() { // it was ended elsewhere: what was typed in it is offered now
				r.Body.Hide()
				model.Drafts.ReadOffers()
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
func (r *Reviews) MaySee(what string) bool {
	model := r.Workspace
	if model == nil || !model.Hidden.Any() {
		return true
	}
	session := model.Blinding
	r.askEndPaused(session, locale.T("End the blind review first?"), locale.T("{{.What}} would show what your paused blind review hides ({{.Session}}). Your decisions are saved, but the review can’t be resumed once you have seen the labels.",
		"What", what, "Session", SessionLine(session)), locale.T("End review"))
	return false
}

// askEndPaused asks whether to end a session that is paused, and says what goes with it.
func (r *Reviews) askEndPaused(session store.ReviewSession, title, question, yes string) {
	ask := r.Confirm
	if n := r.Workspace.Drafts.CountComments(session.ID); n > 0 {
		question += " " + locale.N("{{.N}} unsaved comments will be lost.", n)
		ask = r.ConfirmLoss
	}
	ask(title, question, yes, func() { r.endPaused(session) })
}

// endPaused ends a session that is paused.
func (r *Reviews) endPaused(session store.ReviewSession) {
	model := r.Workspace
	model.Back.Go(func() {
		there, _, kept, err := readSession(model.Ctx, model.Store, session, nil)
		model.Back.OnUI(func() {
			if err != nil {
				model.Fail(err)
				return
			}
			r.endSession(session, there, kept.Gone)
		})
	})
}
