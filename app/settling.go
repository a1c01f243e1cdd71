package app

import (
	"context"
	"errors"
	"slices"
	"strings"

	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"factmark/app/review"
	"factmark/store"
)

// askAdjudicate asks which of the spans that people differ on are to be settled.
func (w *window) askAdjudicate() {
	d := w.desk
	scope := widget.NewRadioGroup([]string{scopeDocument, scopeWorkspace}, nil)
	scope.Horizontal, scope.Required = true, true
	nameless := widget.NewCheck("Hide who said what", nil)
	again := widget.NewCheck("Those too that somebody has settled already", nil)
	count := widget.NewLabel("Looking…")
	count.TextStyle.Bold = true
	keys := newKeyCatcher(w.modalKey)
	form := container.New(layout.NewFormLayout(),
		widget.NewLabel("Where"), scope, widget.NewLabel(""), nameless, widget.NewLabel(""), container.NewBorder(nil, nil, nil, keys, again))
	var all *differing
	var found []review.Case
	dialog := w.showModal(modal{title: "Adjudicate", width: 520, confirm: "Begin", cancel: "Cancel",
		content: container.NewVBox(form, count),
		onConfirm: func() bool {
			s := newSitting(w)
			s.nameless = nameless.Checked
			if scope.Selected == scopeDocument {
				s.documents = []string{d.document.ID}
			}
			for _, c := range found {
				s.queue = append(s.queue, c.Heads[0].ID)
			}
			s.take(all)
			w.beginSitting(s)
			s.next(-1)
			return true
		}})
	dialog.ok.Disable()
	recount := func() {
		if all == nil {
			return
		}
		found = slices.DeleteFunc(slices.Clone(all.found), func(c review.Case) bool {
			return c.Settled() && !again.Checked || scope.Selected == scopeDocument && c.Heads[0].DocumentID != d.document.ID
		})
		if count.SetText("People differ on " + plural(len(found), "span") + "."); len(found) == 0 {
			dialog.ok.Disable()
		} else {
			dialog.ok.Enable()
		}
	}
	scope.SetSelected(scopeWorkspace)
	changed := func() {
		w.win.Canvas().Focus(keys)
		recount()
	}
	scope.OnChanged = func(string) { changed() }
	again.OnChanged = func(bool) { changed() }
	nameless.OnChanged = again.OnChanged
	d.back.do(func() {
		loaded, err := readDiffering(d.ctx, d.store)
		d.back.post(func() {
			if err != nil {
				dialog.close()
				d.fail(err)
				return
			}
			all = loaded
			recount()
		})
	})
}

// differing is what there is to settle, with how it was settled already.
type differing struct {
	cases map[string]review.Case    // by the first of its claims
	said  map[string]store.Decision // likewise
	found []review.Case             // in which people differ, most first
}

// readDiffering runs away from the interface thread: a desk of many has some hundred thousand spans.
func readDiffering(ctx context.Context, st *store.Store) (*differing, error) {
	m, err := review.Load(ctx, st)
	if err != nil {
		return nil, err
	}
	settled := map[string]store.Decision{} // by claim, the last one
	for _, d := range m.Decisions {
		if d.SessionID == "" {
			settled[d.ClaimID] = d
		}
	}
	all := m.Cases()
	d := &differing{make(map[string]review.Case, len(all)), map[string]store.Decision{}, review.Differing(all)}
	for _, c := range all {
		first := c.Heads[0].ID
		d.cases[first] = c
		if word, decided := settled[first]; decided && c.Settled() {
			d.said[first] = word
		}
	}
	return d, nil
}

// take has the sitting go on with what was read.
func (s *sitting) take(d *differing) {
	s.cases, s.said = d.cases, d.said
}

// hear reads what each person says of a case. It runs away from the interface thread.
func (s *sitting) hear(ctx context.Context, c review.Case) ([]voice, error) {
	if len(c.Words) == 0 {
		return nil, nil
	}
	known, err := s.desk.store.KnownPeople(ctx)
	if err != nil {
		return nil, err
	}
	var voices []voice
	for i, word := range c.Words {
		v := voice{label: word.LabelID, comment: word.Comment}
		for _, p := range known {
			if p.ID == word.PersonID {
				v.person = p.Name
			}
		}
		if !word.Decision {
			claim, err := s.desk.store.Claim(ctx, word.ClaimID)
			if err != nil && !errors.Is(err, store.ErrNotFound) {
				return nil, err
			}
			v.comment = claim.Note
		}
		if s.nameless {
			v.person = "Person " + string(rune('A'+i%26))
		}
		voices = append(voices, v)
	}
	return voices, nil
}

// settle writes how the span in question is settled, for every claim on it.
func (s *sitting) settle(kind, labelID, comment string) {
	id, d := s.current(), s.desk
	var claims []string
	var open []store.Settlement
	for _, h := range s.cases[id].Heads {
		claims = append(claims, h.ID)
		open = append(open, store.Settlement{ClaimID: h.ID, Status: store.StatusUnresolved})
	}
	s.said[id] = store.Decision{ClaimID: id, Kind: kind, LabelID: labelID, Comment: comment}
	if kind == store.DecidedSkip {
		s.write("Leave unresolved", func(ctx context.Context) error { _, err := d.store.Settle(ctx, open); return err })
	} else {
		s.write("Settle", s.saying(id, func(ctx context.Context) error { return d.store.Adjudicate(ctx, labelID, comment, claims...) }))
	}
	s.next(s.at)
}

// reopen takes back how the span in question was settled.
func (s *sitting) reopen() {
	id, d := s.current(), s.desk
	var open []store.Settlement
	for _, h := range s.cases[id].Heads {
		open = append(open, store.Settlement{ClaimID: h.ID, Status: store.StatusOpen})
	}
	s.write("Reopen", func(ctx context.Context) error { _, err := d.store.Settle(ctx, open); return err })
	delete(s.said, id)
	s.window.panes.review.refresh()
}

// settleAgreed gives every claim the status that follows from what people say.
func (w *window) settleAgreed() {
	d, said := w.desk, ""
	d.saves.perform(change{name: "Settle what is agreed",
		write: func(ctx context.Context) (err error) {
			said, err = settleFollowing(ctx, d.store, nil)
			return err
		},
		done: func() { d.told.send(said) }})
}

// settleFollowing does so for the claims with these ids, nil for all, and
// gives in words what came of it.
func settleFollowing(ctx context.Context, st *store.Store, only map[string]bool) (said string, err error) {
	m, err := review.Load(ctx, st)
	if err != nil {
		return "", err
	}
	follows := slices.DeleteFunc(m.Outcomes(), func(one store.Settlement) bool { return only != nil && !only[one.ClaimID] })
	if len(follows) == 0 {
		return "Nothing new follows from what people say.", nil
	}
	if _, err := st.Settle(ctx, follows); err != nil {
		return "", err
	}
	counts := map[string]int{}
	for _, one := range follows {
		counts[one.Status]++
	}
	var parts []string
	for _, status := range []string{store.StatusUnanimous, store.StatusRejected, store.StatusUnresolved} {
		if n := counts[status]; n > 0 {
			parts = append(parts, thousands(n)+" "+status)
		}
	}
	return "Newly settled: " + strings.Join(parts, ", ") + ".", nil
}
