package review

import (
	"context"
	"errors"
	"strings"

	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"factmark/app/locale"
	"factmark/app/review"
	"factmark/app/ui/dialogs"
	"factmark/app/workspace"
	"factmark/store"
)

// AskAdjudicate asks which of the spans that people differ on are to be settled.
func (r *Reviews) AskAdjudicate() {
	model := r.Workspace
	scope := dialogs.NewRadioRow(r.ModalKey, dialogs.ScopeDocument, dialogs.ScopeWorkspace)
	nameless, again := dialogs.NewKeyCheck(r.ModalKey), dialogs.NewKeyCheck(r.ModalKey)
	nameless.Text = locale.T("Hide people’s names")
	again.Text = locale.T("Include settled claims")
	count := dialogs.Bold(locale.T("Counting…"))
	form := container.New(layout.NewFormLayout(),
		widget.NewLabel(locale.T("Documents")), scope, widget.NewLabel(""), nameless, widget.NewLabel(""), again)
	var all, found *review.Differing
	ctx, stop := context.WithCancel(model.Ctx)
	dialog := r.ShowModal(dialogs.Modal{Title: locale.T("Adjudicate"), Width: 520, Confirm: locale.T("Start"), Cancel: locale.T("Cancel"), OnClose: stop,
		Content: container.NewVBox(form, count),
		OnConfirm: func() bool {
			s := NewController(r)
			s.nameless = nameless.Checked
			s.goThrough(found.Claims)
			for i := range s.decided {
				if found.Settled(i) {
					s.decided[i] = true
					s.undecided--
				}
			}
			r.beginSession(s)
			s.next(-1)
			return true
		}})
	dialog.Ok.Disable()
	recount := func() {
		if all == nil {
			return
		}
		documentID := ""
		if scope.Selected == dialogs.ScopeDocument {
			documentID = model.Document.ID
		}
		found = all.In(documentID, again.Checked)
		found.Claims.Index()
		n, say := found.Claims.Len(), ""
		switch {
		case n > 0:
			say = locale.N("{{.N}} spans with disagreement", n)
		case all.Claims.Len() == 0:
			say = locale.T("No disagreement: nothing to adjudicate.")
		case all.In(documentID, true).Claims.Len() > 0:
			say = locale.T("All disagreement here is settled.")
		default:
			say = locale.T("No disagreement in this document.")
		}
		count.SetText(say)
		dialog.Allow(n > 0)
	}
	scope.SetSelected(dialogs.ScopeWorkspace)
	scope.OnChanged = func(string) { recount() }
	again.OnChanged = func(bool) { recount() }
	model.Back.Go(func() {
		loaded, err := review.ReadDiffering(ctx, model.Store, r.Counting(count))
		model.Back.OnUI(func() {
			switch {
			case ctx.Err() != nil: // the dialog was left
			case err != nil:
				dialog.Close()
				model.Fail(err)
			default:
				all = loaded
				recount()
			}
		})
	})
}

// readSettled reads the decisions that have settled the spans of these claims, by claim; those not settled are
// left out.
func (s *Controller) readSettled(ctx context.Context, ids []string) (map[string]store.Decision, error) {
	settled := map[string]store.Decision{}
	for _, id := range ids {
		_, word, err := review.ReadCase(ctx, s.model.Store, id)
		switch {
		case errors.Is(err, store.ErrNotFound):
		case err != nil:
			return nil, err
		case word != nil:
			settled[id] = *word
		}
	}
	return settled, nil
}

// readOpinions reads what each person says of a case. It runs away from the interface thread.
func (s *Controller) readOpinions(ctx context.Context, c review.Case) ([]opinion, error) {
	if len(c.Words) == 0 {
		return nil, nil
	}
	known, err := s.model.Store.KnownPeople(ctx)
	if err != nil {
		return nil, err
	}
	var opinions []opinion
	for i, word := range c.Words {
		v := opinion{label: word.LabelID, comment: word.Comment}
		for _, p := range known {
			if p.ID == word.PersonID {
				v.person = p.Name
			}
		}
		if !word.Decision {
			claim, err := s.model.Store.Claim(ctx, word.ClaimID)
			if err != nil && !errors.Is(err, store.ErrNotFound) {
				return nil, err
			}
			v.comment = claim.Note
		}
		if s.nameless {
			v.person = locale.T("Person {{.Letter}}", "Letter", string(rune('A'+i%26)))
		}
		opinions = append(opinions, v)
	}
	return opinions, nil
}

// settle writes how the span in question is settled, for every claim on it.
func (s *Controller) settle(kind store.DecisionKind, labelID, comment string) {
	id, model := s.Current(), s.model
	var claims []string
	var open []store.Settlement
	for _, h := range s.here.Heads {
		claims = append(claims, h.ID)
		open = append(open, store.Settlement{ClaimID: h.ID, Status: store.StatusUnresolved})
	}
	s.mark(id, true)
	s.decisions[id] = store.Decision{ClaimID: id, Kind: kind, LabelID: labelID, Comment: comment}
	if kind == store.DecidedSkip {
		s.write(locale.T("Leave unresolved"), func(ctx context.Context) error { _, err := model.Store.Settle(ctx, open, nil); return err })
	} else {
		s.write(locale.T("Settle"), s.withDraft(id, func(ctx context.Context) error { return model.Store.Adjudicate(ctx, labelID, comment, claims...) }))
	}
	s.next(s.At)
}

// reopen takes back how the span in question was settled.
func (s *Controller) reopen() {
	id, model := s.Current(), s.model
	var open []store.Settlement
	for _, h := range s.here.Heads {
		open = append(open, store.Settlement{ClaimID: h.ID, Status: store.StatusOpen})
	}
	s.write(locale.T("Reopen"), func(ctx context.Context) error { _, err := model.Store.Settle(ctx, open, nil); return err })
	delete(s.decisions, id)
	s.mark(id, false)
	s.host.Pane.Refresh()
}

// SettleAgreed gives every claim the status that follows from what people say.
func (r *Reviews) SettleAgreed() {
	model, said := r.Workspace, ""
	r.PerformLong(locale.T("Comparing everyone’s labels…"), workspace.PendingWrite{Name: locale.T("Update agreement status"),
		Done:   func() { model.Notices.Send(said) },
		Failed: model.Unless(locale.T("No status was changed."))},
		func(ctx context.Context, progress func(done, total int)) (err error) {
			said, err = settleFollowing(ctx, model.Store, nil, progress)
			return err
		})
}

// settleFollowing is SettleAgreed for the claims of a queue, nil for all; it gives in words what came of it.
func settleFollowing(ctx context.Context, st *store.Store, only *store.Queue, progress func(done, total int)) (said string, err error) {
	follows, err := review.Outcomes(ctx, st, only, progress)
	if err != nil {
		return "", err
	}
	if len(follows) == 0 {
		return locale.T("No status changed."), nil
	}
	if _, err := st.Settle(ctx, follows, progress); err != nil {
		return "", err
	}
	counts := map[store.Status]int{}
	for _, one := range follows {
		counts[one.Status]++
	}
	var parts []string
	for _, one := range []struct {
		n    int
		text string
	}{{counts[store.StatusUnanimous], locale.Mark("{{.N}} unanimous")}, {counts[store.StatusRejected], locale.Mark("{{.N}} rejected")},
		{counts[store.StatusUnresolved], locale.Mark("{{.N}} with disagreement")}} {
		if one.n > 0 {
			parts = append(parts, locale.T(one.text, "N", locale.Number(one.n)))
		}
	}
	return locale.T("Updated: {{.Counts}}.", "Counts", strings.Join(parts, ", ")), nil
}
