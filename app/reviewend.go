package app

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
	"factmark/app/review"
	"factmark/store"
)

// documentDone goes on to the next document, where spans are marked anew.
func (s *sitting) documentDone() {
	if !s.independent() {
		s.desk.told.send("This review goes through claims, not documents.")
		return
	}
	if at := s.queue.Place(s.desk.document.ID); at >= 0 { // another may have been opened from the list
		s.at = at
	}
	if id := s.current(); id != "" && !s.done(id) {
		s.gone = append(s.gone, id)
		s.mark(id, true)
		s.keepGone()
	}
	s.next(s.at)
}

// askEnd asks whether the session is over.
func (s *sitting) askEnd() {
	if s.settling() {
		if s.left == 0 && s.queue.Len() > 0 {
			settled := s.countDone()
			s.leave()
			s.desk.told.send("Gone through " + format.Plural(settled, "span") + ".")
		}
		return
	}
	if len(s.window.modals) > 0 {
		return
	}
	done, total := s.countDone(), s.queue.Len()
	question := "Everything is gone through."
	switch {
	case total == 0:
		question = "Nothing that it was to go through is in the workspace any more; Pause keeps the session, should that come back."
	case done < total:
		question = fmt.Sprintf("%s of %s are still open; Pause keeps them for later.", format.Thousands(total-done), format.Thousands(total))
	}
	if s.independent() {
		question += " Others' claims are shown then, so it cannot be resumed."
	}
	if s.blind() {
		question += " The labels are shown then, so it cannot be resumed."
	}
	unsaid := s.countUnsaid()
	if unsaid > 0 {
		question += " " + format.Count(unsaid, "comment was typed without a decision, and goes.", "comments were typed without a decision, and go.")
	}
	ask := s.window.confirm
	if unsaid > 0 {
		ask = s.window.confirmLoss
	}
	ask("End this session?", question, "End session", s.finish)
}

// countUnsaid counts the comments that belong to no decision.
func (s *sitting) countUnsaid() int {
	n := 0
	for id, draft := range s.drafts {
		if _, decided := s.said[id]; !decided && strings.TrimSpace(draft) != "" {
			n++
		}
	}
	return n
}

func (s *sitting) finish() {
	s.keepGone() // before the end of the session removes it: leaving it finds nothing new to keep
	s.window.endSession(s.session, s.queue, slices.Clone(s.gone))
	s.leave()
}

// endSession ends a session, settles what people agree on now, and shows what
// it came to. There is its queue; gone are the documents gone through where spans
// were marked anew.
func (w *reviews) endSession(session store.ReviewSession, there *store.Queue, gone []string) {
	d, said := w.desk, ""
	var typed []store.DraftKey
	for _, draft := range d.typed.of(store.FormReview, session.ID) {
		typed = append(typed, draft.DraftKey)
	}
	taken := d.typed.take(typed...)
	w.performLong("Summing it up, and settling what people agree on.", change{name: "End a review session",
		done: func() { w.showSummary(session.ID, said) },
		failed: func(err error) {
			d.unless("The session was not ended. Review › Resume goes on.")(err)
			w.resume.offer()
		}},
		func(ctx context.Context, progress func(done, total int)) error {
			return d.typed.saving(taken, func(ctx context.Context) error {
				sum, err := review.Summarise(ctx, d.store, session, gone, progress)
				if err == nil {
					err = d.store.EndSession(ctx, session.ID, sum.String())
				}
				if err != nil || session.Mode == store.ModeIndependent {
					return err
				}
				if said, err = settleFollowing(ctx, d.store, there, progress); errors.Is(err, context.Canceled) {
					said, err = "What people agree on was not settled: Review › Settle what is agreed does it.", nil // the session has ended
				}
				return err
			})(ctx)
		})
}

// showSummary shows what a session came to.
func (w *reviews) showSummary(sessionID, more string) {
	d := w.desk
	d.back.do(func() {
		session, err := d.store.Session(d.ctx, sessionID)
		var sum review.Summary
		if err == nil {
			sum, err = review.LookBack(d.ctx, d.store, session)
		}
		d.back.post(func() {
			if err != nil {
				d.fail(err)
				return
			}
			w.summaryDialog(session, sum, more)
		})
	})
}

// summaryDialog lists where the reviewer and the labels differ; a click goes there.
func (w *reviews) summaryDialog(session store.ReviewSession, sum review.Summary, more string) {
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
		content.Add(wrapped(more))
	}
	var dialog *openModal
	items := append(append([]review.Disagreement{}, sum.Disagreements...), sum.Skips...)
	if len(items) > 0 {
		title := widget.NewLabel("Where the review differs")
		if len(sum.Skips) > 0 {
			title.SetText("Where the review differs, and what was skipped")
		}
		title.TextStyle.Bold = true
		list := newKeyList(w.modalKey, func() int { return len(items) }, newTwoLines, func(i widget.ListItemID, o fyne.CanvasObject) {
			setTwoLines(o, "“"+format.Shorten(items[i].Quote, 90)+"”", items[i].Label+"; the review says "+items[i].Decision+comma(items[i].Comment))
		})
		list.leads = true
		list.OnSelected = func(i widget.ListItemID) {
			dialog.close()
			w.desk.goTo(items[i].DocumentID, items[i].ClaimID)
		}
		content.Add(title)
		content.Add(container.NewGridWrap(fyne.NewSize(560, min(260, float32(len(items))*rowHeight)), list))
	}
	save := newKeyButton("Save as a page…", w.modalKey, func() { w.savePage(session, sum) })
	content.Add(container.NewHBox(save))
	dialog = w.showModal(modal{title: session.Name + " by " + format.Shorten(session.Person, 40), content: content, confirm: "Close", width: 560})
}

// rowHeight is the height of a row of two lines in a list, in pixels.
const rowHeight = 57

// savePage writes the summary as a page for print.
func (w *reviews) savePage(session store.ReviewSession, sum review.Summary) {
	name := strings.ToLower(strings.ReplaceAll(session.Name, " ", "-")) + session.StartedAt.Local().Format("-2006-01-02") + ".html"
	w.askSave("Save as a page to print", name, func(out io.Writer) error { return review.WritePage(out, session, sum) })
}

func comma(s string) string {
	if s == "" {
		return ""
	}
	return ": " + format.OneLine(s)
}
