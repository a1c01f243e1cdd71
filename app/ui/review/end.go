package review

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"factmark/app/format"
	"factmark/app/locale"
	"factmark/app/profile"
	"factmark/app/review"
	"factmark/app/ui/dialogs"
	"factmark/app/workspace"
	"factmark/store"
)

// DocumentDone goes on to the next document, where spans are marked anew.
func (s *Controller) DocumentDone() {
	if !s.Independent() {
		s.model.Notices.Send(locale.T("This review goes claim by claim, not by document."))
		return
	}
	if at := s.Queue.Place(s.model.Document.ID); at >= 0 { // another may have been opened from the list
		s.At = at
	}
	if id := s.Current(); id != "" && !s.done(id) {
		s.Gone = append(s.Gone, id)
		s.mark(id, true)
		s.KeepGone()
	}
	s.next(s.At)
}

// AskEnd asks whether the session is over.
func (s *Controller) AskEnd() {
	if s.settling() {
		if s.undecided == 0 && s.Queue.Len() > 0 {
			settled := s.CountDone()
			s.Leave()
			s.model.Notices.Send(locale.N("Adjudicated {{.N}} spans.", settled))
		}
		return
	}
	if len(s.host.Modals) > 0 {
		return
	}
	done, total := s.CountDone(), s.Queue.Len()
	question := locale.N("All {{.N}} claims are decided.", total)
	switch {
	case total == 0:
		question = locale.T("The claims or documents of this session have been deleted. To keep the session in case they are restored, choose Pause instead.")
	case done < total && s.Independent():
		question = locale.N("{{.N}} documents are not done yet. To come back to them, choose Pause instead.", total-done)
	case done < total:
		question = locale.N("{{.N}} claims are not decided yet. To come back to them, choose Pause instead.", total-done)
	case s.Independent():
		question = locale.N("All {{.N}} documents are done.", total)
	}
	if s.Independent() {
		question += " " + locale.T("Ending the session shows everyone’s claims, and it can’t be resumed.")
	}
	if s.Blind() {
		question += " " + locale.T("Ending the session shows the labels, and it can’t be resumed.")
	}
	unsaid := s.countUnsaid()
	if unsaid > 0 {
		question += " " + locale.N("{{.N}} comments without a decision will be lost.", unsaid)
	}
	ask := s.host.Confirm
	if unsaid > 0 {
		ask = s.host.ConfirmLoss
	}
	ask(locale.T("End this session?"), question, locale.T("End session"), s.Finish)
}

// countUnsaid counts the comments that belong to no decision.
func (s *Controller) countUnsaid() int {
	n := 0
	for id, draft := range s.drafts {
		if _, decided := s.decisions[id]; !decided && strings.TrimSpace(draft) != "" {
			n++
		}
	}
	return n
}

// Finish ends the session for good, settles what people agree on now, and leaves the review.
func (s *Controller) Finish() {
	s.KeepGone() // before the end of the session removes it: leaving it finds nothing new to keep
	s.host.endSession(s.Session, s.Queue, slices.Clone(s.Gone))
	s.Leave()
}

// endSession ends a session, settles what people agree on now, and shows what
// it came to. There is its queue; gone are the documents gone through where spans
// were marked anew.
func (r *Reviews) endSession(session store.ReviewSession, there *store.Queue, gone []string) {
	model, said := r.Workspace, ""
	var typed []store.DraftKey
	for _, draft := range model.Drafts.Of(store.FormReview, session.ID) {
		typed = append(typed, draft.DraftKey)
	}
	taken := model.Drafts.Take(typed...)
	r.PerformLong(locale.T("Summing up the session…"), workspace.PendingWrite{Name: locale.T("End review session"),
		Done: func() { r.showSummary(session.ID, said) },
		Failed: func(err error) {
			model.Unless(locale.T("The session was not ended. Continue with Review › Review sessions."))(err)
			r.Resume.Offer()
		}},
		func(ctx context.Context, progress func(done, total int)) error {
			return model.Drafts.Saving(taken, func(ctx context.Context) error {
				sum, err := review.Summarise(ctx, model.Store, session, gone, progress)
				if err == nil {
					err = model.Store.EndSession(ctx, session.ID, sum.String())
				}
				if err != nil || session.Mode == store.ModeIndependent {
					return err
				}
				if said, err = settleFollowing(ctx, model.Store, there, progress); errors.Is(err, context.Canceled) {
					said, err = locale.T("Statuses were not updated; use Review › Update agreement status."), nil // the session has ended
				}
				return err
			})(ctx)
		})
}

// showSummary shows what a session came to.
func (r *Reviews) showSummary(sessionID, more string) {
	model := r.Workspace
	model.Back.Go(func() {
		session, err := model.Store.Session(model.Ctx, sessionID)
		var sum review.Summary
		if err == nil {
			sum, err = review.LookBack(model.Ctx, model.Store, session)
		}
		model.Back.OnUI(func() {
			if err != nil {
				model.Fail(err)
				return
			}
			r.summaryDialog(session, sum, more)
		})
	})
}

// summaryDialog lists where the reviewer and the labels differ; a click goes there.
func (r *Reviews) summaryDialog(session store.ReviewSession, sum review.Summary, more string) {
	figures := container.New(layout.NewFormLayout())
	add := func(name, value string) {
		figures.Add(widget.NewLabel(name))
		figures.Add(widget.NewLabel(value))
	}
	if session.Mode == store.ModeIndependent {
		add(locale.T("Documents"), locale.T("{{.N}} of {{.Total}}", "N", locale.Number(sum.Done), "Total", locale.Number(sum.Total)))
		add(locale.T("Claims marked"), locale.Number(sum.Marked))
	} else {
		add(locale.T("Decided"), locale.T("{{.N}} of {{.Total}}", "N", locale.Number(sum.Done), "Total", locale.Number(sum.Total)))
		var counts []string
		for _, one := range []struct {
			n    int
			text string
		}{{sum.Agreed, locale.Mark("{{.N}} agreed")}, {sum.Changed, locale.Mark("{{.N}} changed")}, {sum.Labelled, locale.Mark("{{.N}} newly labelled")},
			{sum.Rejected, locale.Mark("{{.N}} rejected")}, {sum.Skipped, locale.Mark("{{.N}} skipped")}} {
			if one.n > 0 {
				counts = append(counts, locale.T(one.text, "N", locale.Number(one.n)))
			}
		}
		add(locale.T("Decisions"), strings.Join(counts, ", "))
	}
	spent := format.Seconds(sum.Seconds)
	if sum.MedianSeconds > 0 {
		spent = locale.T("{{.Time}} · median {{.Each}} per claim", "Time", spent, "Each", locale.T("{{.Seconds}} s", "Seconds", format.Decimal(sum.MedianSeconds, 1)))
	}
	add(locale.T("Time"), spent)
	content := container.NewVBox(figures)
	if more != "" {
		content.Add(dialogs.Wrapped(more))
	}
	var dialog *dialogs.OpenModal
	items := append(append([]review.Disagreement{}, sum.Disagreements...), sum.Skips...)
	if len(items) > 0 {
		title := widget.NewLabel(locale.T("Changed or rejected"))
		if len(sum.Skips) > 0 {
			title.SetText(locale.T("Changed, rejected or skipped"))
		}
		title.TextStyle.Bold = true
		list := dialogs.NewKeyList(r.ModalKey, func() int { return len(items) }, dialogs.NewTwoLines, func(i widget.ListItemID, o fyne.CanvasObject) {
			dialogs.SetTwoLines(o, "“"+format.Shorten(items[i].Quote, 90)+"”", differenceLine(items[i]))
		})
		list.Leads = true
		list.OnSelected = func(i widget.ListItemID) {
			dialog.Close()
			r.Workspace.GoTo(items[i].DocumentID, items[i].ClaimID)
		}
		content.Add(title)
		content.Add(container.NewGridWrap(fyne.NewSize(560, min(260, float32(len(items))*RowHeight)), list))
	}
	save := dialogs.NewKeyButton(locale.T("Save report…"), r.ModalKey, func() { r.SavePage(session, sum) })
	content.Add(container.NewHBox(save))
	dialog = r.ShowModal(dialogs.Modal{Title: locale.T("{{.Session}} by {{.Person}}", "Session", sessionName(session), "Person", format.Shorten(session.Person, 40)), Content: content, Confirm: locale.T("Close"), Width: 560})
}

// RowHeight is the height of a row of two lines in a list, in pixels.
const RowHeight = 57

// SavePage writes the summary as a page for print.
func (r *Reviews) SavePage(session store.ReviewSession, sum review.Summary) {
	name := strings.ToLower(strings.ReplaceAll(session.Name, " ", "-")) + session.StartedAt.Local().Format("-2006-01-02") + ".html"
	r.AskSave(profile.Reports, locale.T("Save report"), name, func(out io.Writer) error { return review.WritePage(out, session, sum) })
}

// differenceLine says what a claim was labelled, and what became of it in the review.
func differenceLine(d review.Disagreement) string {
	said := ""
	switch d.Decision {
	case review.Rejected:
		said = locale.T("{{.Label}}; rejected in the review", "Label", d.Label)
	case review.Skipped:
		said = locale.T("{{.Label}}; skipped in the review", "Label", d.Label)
	default:
		said = locale.T("{{.Label}}; in the review {{.Decision}}", "Label", d.Label, "Decision", d.Decision)
	}
	if d.Comment != "" {
		said += " · " + format.OneLine(d.Comment)
	}
	return said
}

// sessionName is what a session is called. One that was named by how it is held is called so in the user's language.
func sessionName(s store.ReviewSession) string {
	switch s.Name {
	case "Open review", "Blind review", "Blind review from scratch", "Blind altogether review":
		return locale.T(review.SessionName(s.Mode))
	}
	return s.Name
}
