package review

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"factmark/app/format"
	"factmark/app/profile"
	"factmark/app/review"
	"factmark/app/ui/dialogs"
	"factmark/app/workspace"
	"factmark/store"
)

// DocumentDone goes on to the next document, where spans are marked anew.
func (s *Controller) DocumentDone() {
	if !s.Independent() {
		s.model.Notices.Send("This review goes through claims, not documents.")
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
			s.model.Notices.Send("Gone through " + format.Plural(settled, "span") + ".")
		}
		return
	}
	if len(s.host.Modals) > 0 {
		return
	}
	done, total := s.CountDone(), s.Queue.Len()
	question := "Everything is gone through."
	switch {
	case total == 0:
		question = "Nothing that it was to go through is in the workspace any more; Pause keeps the session, should that come back."
	case done < total:
		question = fmt.Sprintf("%s of %s are still open; Pause keeps them for later.", format.Thousands(total-done), format.Thousands(total))
	}
	if s.Independent() {
		question += " Others' claims are shown then, so it cannot be resumed."
	}
	if s.Blind() {
		question += " The labels are shown then, so it cannot be resumed."
	}
	unsaid := s.countUnsaid()
	if unsaid > 0 {
		question += " " + format.Count(unsaid, "comment was typed without a decision, and goes.", "comments were typed without a decision, and go.")
	}
	ask := s.host.Confirm
	if unsaid > 0 {
		ask = s.host.ConfirmLoss
	}
	ask("End this session?", question, "End session", s.Finish)
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
	r.PerformLong("Summing it up, and settling what people agree on.", workspace.PendingWrite{Name: "End a review session",
		Done: func() { r.showSummary(session.ID, said) },
		Failed: func(err error) {
			model.Unless("The session was not ended. Review › Resume goes on.")(err)
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
					said, err = "What people agree on was not settled: Review › Settle what is agreed does it.", nil // the session has ended
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
		add("Documents", fmt.Sprintf("%d of %d", sum.Done, sum.Total))
		add("Claims marked", format.Thousands(sum.Marked))
	} else {
		add("Decided", fmt.Sprintf("%s of %s", format.Thousands(sum.Done), format.Thousands(sum.Total)))
		counts := []string{format.Thousands(sum.Agreed) + " agreed", format.Thousands(sum.Changed) + " changed"}
		if sum.Labelled > 0 {
			counts = append(counts, format.Thousands(sum.Labelled)+" labelled for the first time")
		}
		add("Decisions", strings.Join(append(counts, format.Thousands(sum.Rejected)+" rejected", format.Thousands(sum.Skipped)+" skipped"), ", "))
	}
	spent := format.Seconds(sum.Seconds)
	if sum.MedianSeconds > 0 {
		spent += ", " + format.Seconds(sum.MedianSeconds) + " in the median for one claim"
	}
	add("Time", spent)
	content := container.NewVBox(figures)
	if more != "" {
		content.Add(dialogs.Wrapped(more))
	}
	var dialog *dialogs.OpenModal
	items := append(append([]review.Disagreement{}, sum.Disagreements...), sum.Skips...)
	if len(items) > 0 {
		title := widget.NewLabel("Where the review differs")
		if len(sum.Skips) > 0 {
			title.SetText("Where the review differs, and what was skipped")
		}
		title.TextStyle.Bold = true
		list := dialogs.NewKeyList(r.ModalKey, func() int { return len(items) }, dialogs.NewTwoLines, func(i widget.ListItemID, o fyne.CanvasObject) {
			dialogs.SetTwoLines(o, "“"+format.Shorten(items[i].Quote, 90)+"”", items[i].Label+"; the review says "+items[i].Decision+afterColon(items[i].Comment))
		})
		list.Leads = true
		list.OnSelected = func(i widget.ListItemID) {
			dialog.Close()
			r.Workspace.GoTo(items[i].DocumentID, items[i].ClaimID)
		}
		content.Add(title)
		content.Add(container.NewGridWrap(fyne.NewSize(560, min(260, float32(len(items))*RowHeight)), list))
	}
	save := dialogs.NewKeyButton("Save as a page…", r.ModalKey, func() { r.SavePage(session, sum) })
	content.Add(container.NewHBox(save))
	dialog = r.ShowModal(dialogs.Modal{Title: session.Name + " by " + format.Shorten(session.Person, 40), Content: content, Confirm: "Close", Width: 560})
}

// RowHeight is the height of a row of two lines in a list, in pixels.
const RowHeight = 57

// SavePage writes the summary as a page for print.
func (r *Reviews) SavePage(session store.ReviewSession, sum review.Summary) {
	name := strings.ToLower(strings.ReplaceAll(session.Name, " ", "-")) + session.StartedAt.Local().Format("-2006-01-02") + ".html"
	r.AskSave(profile.Reports, "Save as a page to print", name, func(out io.Writer) error { return review.WritePage(out, session, sum) })
}

func afterColon(s string) string {
	if s == "" {
		return ""
	}
	return ": " + format.OneLine(s)
}
