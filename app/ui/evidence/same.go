package evidence

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"factmark/app/evidence"
	"factmark/app/format"
	"factmark/app/locale"
	"factmark/app/ui/dialogs"
	"factmark/app/workspace"
	"factmark/store"
)

// Same is the section of the evidence panel that shows where else the claim in hand is made: the claims that it is linked
// with, the first appearance before the others, and what other documents say in nearly the same words.
type Same struct {
	model   *workspace.Workspace
	pane    *Pane
	section *Section
	Count   *widget.Label

	claim   store.Claim // that all of this is about
	linked  []store.LinkedClaim
	similar []similarClaim
	reading workspace.Latest // of linked claims
	asked   workspace.Latest // of similar ones
	pause   workspace.Debouncer
	cancel  context.CancelFunc
	looking bool   // similar ones are looked for, as they are whenever another claim comes to hand
	then    func() // once they are found; may be nil

	OnPoint  func(documentID string, at workspace.Span)
	OnBeside func(documentID string, at workspace.Span)
}

// sameLines is how many lines a linked or similar claim is shown in, which says what the one in hand says.
const sameLines = 3

// similarClaim is a statement in another document that is possibly the same claim.
type similarClaim struct {
	evidence.SameClaim
	claim store.Claim // where it is one
	said  string      // its document and date, and whether it is no claim yet
}

func (c *similarClaim) key() string { return fmt.Sprintf("%s %d %d", c.DocumentID, c.Start, c.End) }

// NewSame adds the section to the panel; it is shown while there is something to say.
func NewSame(p *Pane) *Same {
	s := &Same{model: p.model, pane: p, Count: widget.NewLabel(""), cancel: func() {}}
	s.Count.SizeName, s.Count.Importance, s.Count.Alignment = theme.SizeNameCaptionText, widget.LowImportance, fyne.TextAlignTrailing
	s.Count.Truncation = fyne.TextTruncateEllipsis
	s.section = p.List.AddSection(container.New(layout.NewCustomPaddedVBoxLayout(0), widget.NewSeparator(),
		container.NewBorder(nil, nil, dialogs.Bold(locale.T("Same claim")), nil, s.Count)))
	s.section.Show(false)
	s.pause = workspace.Debouncer{Back: s.model.Back, Wait: 150 * time.Millisecond, Ended: s.look}
	s.model.HandChanged.Listen(func(struct{}) { s.follow() })
	s.model.Written.Listen(s.written)
	return s
}

// Look says whether similar statements are looked for as soon as a claim comes to hand.
func (s *Same) Look(yes bool) {
	if yes == s.looking {
		return
	}
	s.looking = yes
	if yes {
		s.look()
	}
}

// written takes over what has become of claims, where that concerns the one in hand: links, and the labels of linked claims.
func (s *Same) written(c store.Change) {
	links, shown := c.Everything, c.Everything
	for _, change := range c.Claims {
		for _, claim := range []*store.Claim{change.Before, change.After} {
			shown = shown || claim != nil && (claim.ID == s.claim.ID || slices.ContainsFunc(s.linked, func(l store.LinkedClaim) bool { return l.ID == claim.ID }))
		}
		links = links || change.Before == nil || change.After == nil || change.Before.FirstID != change.After.FirstID
	}
	if links || shown {
		s.read()
	}
	if links && s.looking {
		s.pause.Touch()
	}
}

// follow takes another claim in hand.
func (s *Same) follow() {
	c := s.model.Hand
	if c.ID == s.claim.ID && c.DocumentID == s.claim.DocumentID && c.Quote == s.claim.Quote {
		s.claim = c
		return
	}
	s.forget()
	s.claim = c
	s.show()
	if c.ID == "" {
		return
	}
	s.read()
	if s.looking {
		s.pause.Touch()
	}
}

func (s *Same) forget() {
	s.reading.Ask()
	s.asked.Ask()
	s.cancel()
	s.linked, s.similar, s.then = nil, nil, nil
}

// read reads which claims the one in hand is linked with.
func (s *Same) read() {
	model, id, current := s.model, s.claim.ID, s.reading.Ask()
	if id == "" {
		return
	}
	model.Back.Go(func() {
		linked, err := model.Store.LinkedClaims(model.Ctx, id)
		model.Back.OnUI(func() {
			switch {
			case !current():
				return
			case err != nil && !errors.Is(err, store.ErrNotFound):
				model.Fail(fmt.Errorf("reading the linked claims: %w", err))
				return
			}
			s.linked = model.SeenLinked(linked)
			s.show()
		})
	})
}

// look looks for what other documents say in nearly the same words.
func (s *Same) look() {
	s.cancel()
	model, c, current := s.model, s.claim, s.asked.Ask()
	if c.ID == "" {
		return
	}
	ctx, cancel := context.WithCancel(model.Ctx)
	s.cancel = cancel
	q := evidence.Query{Text: c.Quote, DocumentID: c.DocumentID, Claim: c.ID}
	if workspace.Placed(c) {
		q.Start, q.End = c.Start, c.End
	}
	model.Back.Go(func() {
		defer cancel()
		similar, err := findSimilar(ctx, model.Store, q)
		model.Back.OnUI(func() {
			switch {
			case !current() || errors.Is(err, context.Canceled):
				return
			case err != nil:
				s.then = nil
				model.Fail(fmt.Errorf("looking for the same claim: %w", err))
				return
			}
			s.similar = slices.DeleteFunc(similar, func(c similarClaim) bool { return c.ClaimID != "" && !model.MaySeeClaim(c.claim) })
			s.show()
			if then := s.then; then != nil {
				s.then = nil
				then()
			}
		})
	})
}

// findSimilar finds what is possibly the same claim. It waits for the disk.
func findSimilar(ctx context.Context, st *store.Store, q evidence.Query) ([]similarClaim, error) {
	if err := evidence.Update(ctx, st, nil); err != nil {
		return nil, err
	}
	found, err := evidence.Same(ctx, st, q)
	if err != nil {
		return nil, err
	}
	var all []similarClaim
	for _, c := range found {
		doc, err := st.Document(ctx, c.DocumentID)
		if errors.Is(err, store.ErrNotFound) { // it was removed meanwhile
			continue
		}
		if err != nil {
			return nil, err
		}
		said := format.NonEmpty(format.NameLine(doc.Title), doc.Published)
		var claim store.Claim
		if c.ClaimID == "" {
			said = append(said, locale.T("no claim yet"))
		} else if claim, err = st.Claim(ctx, c.ClaimID); errors.Is(err, store.ErrNotFound) {
			continue // it was deleted meanwhile
		} else if err != nil {
			return nil, err
		}
		all = append(all, similarClaim{c, claim, strings.Join(said, " · ")})
	}
	return all, nil
}

// show shows what is known of the claim in hand.
func (s *Same) show() {
	var rows []Row
	for i, c := range s.linked {
		rows = append(rows, s.linkedRow(c, i == 0))
	}
	similar := s.offered()
	if len(similar) > 0 && len(s.linked) > 0 {
		rows = append(rows, heading(locale.T("Possibly the same"), ""))
	}
	for _, c := range similar {
		rows = append(rows, s.similarRow(c))
	}
	said := locale.T("possibly")
	if n := len(s.linked); n > 0 {
		said = locale.N("{{.N}} linked claims", n)
	}
	s.Count.SetText(said)
	s.section.Show(len(rows) > 0)
	s.section.SetRows(rows)
}

// offered are the similar statements that are not linked yet.
func (s *Same) offered() []similarClaim {
	return slices.DeleteFunc(slices.Clone(s.similar), func(c similarClaim) bool {
		return slices.ContainsFunc(s.linked, func(l store.LinkedClaim) bool {
			return passageAt{l.DocumentID, l.Start, l.End}.overlaps(c.DocumentID, c.Start, c.End)
		})
	})
}

// linkedRow shows one of the claims that are linked.
func (s *Same) linkedRow(c store.LinkedClaim, first bool) Row {
	said := format.NonEmpty(format.NameLine(c.Document), c.Published)
	if l := s.model.LabelOf(c.LabelID); !s.model.IsHidden(c.ID) {
		said = append([]string{format.NameLine(l.Name)}, said...)
	}
	var actions []action
	if first {
		said = append([]string{locale.T("First appearance")}, said...)
	} else {
		actions = append(actions, plainAction(locale.T("Make this the first"), func() { s.model.SetFirstAppearance(c.ID) }, "M"))
	}
	if c.ID == s.claim.ID {
		said = append(said, locale.T("in hand"))
	}
	actions = append(actions, plainAction(locale.T("Unlink"), func() { s.model.UnlinkClaim(c.ID) }, "X", "Delete", "Backspace"))
	if s.model.ReadOnly() {
		actions = nil
	}
	if s.OnBeside != nil && c.ID != s.claim.ID {
		actions = append(actions, plainAction(locale.T("Side by side"), func() { s.OnBeside(c.DocumentID, workspace.Span{Start: c.Start, End: c.End}) }, "V"))
	}
	shown := newWords(wording{text: runsOf("“"+strings.TrimSpace(c.Quote)+"”", nil), most: sameLines, caption: strings.Join(said, " · ")})
	return Row{ID: c.ID, Object: shown, Actions: s.pane.buttons(actions), Said: locale.T("Linked claim. {{.AccessibilityLabel}}", "AccessibilityLabel", shown.AccessibilityLabel()), Key: keysOf(actions),
		Open: func() { s.OnPoint(c.DocumentID, workspace.Span{Start: c.Start, End: c.End}) }}
}

// similarRow shows what is possibly the same claim.
func (s *Same) similarRow(c similarClaim) Row {
	shown := newWords(wording{text: runsOf("“"+strings.TrimSpace(c.Text)+"”", nil), most: sameLines, caption: c.said})
	var actions []action
	if !s.model.ReadOnly() {
		actions = append(actions, plainAction(locale.T("Link"), func() { s.link(c) }, "K"))
	}
	actions = append(actions, plainAction(locale.T("Side by side"), func() { s.OnBeside(c.DocumentID, workspace.Span{Start: c.Start, End: c.End}) }, "V"))
	return Row{ID: c.key(), Object: shown, Actions: s.pane.buttons(actions), Said: locale.T("Possibly the same. {{.AccessibilityLabel}}", "AccessibilityLabel", shown.AccessibilityLabel()), Key: keysOf(actions),
		Open: func() { s.OnPoint(c.DocumentID, workspace.Span{Start: c.Start, End: c.End}) }}
}

// link links the claim in hand with another; what is no claim yet becomes one, without a label.
func (s *Same) link(c similarClaim) {
	if s.claim.ID == "" || s.claim.ID != s.model.Hand.ID {
		return
	}
	if c.ClaimID != "" {
		s.model.LinkClaims(s.claim.ID, c.ClaimID)
		return
	}
	s.model.LinkPassage(s.claim.ID, store.NewClaim{DocumentID: c.DocumentID, Start: c.Start, End: c.End})
}

// Link links the claim in hand with what is possibly the same: the one that is current in the list or, where only one was
// found, that. Where nothing was looked for yet it shows what there is, to be linked by the same key again.
func (s *Same) Link() {
	if s.claim.ID == "" {
		s.model.Notices.Send(locale.T("Choose a claim first."))
		return
	}
	if !s.model.MayChange(s.claim.ID) {
		return
	}
	similar := s.offered()
	for _, c := range similar {
		if c.key() == s.section.Current() || len(similar) == 1 {
			s.link(c)
			return
		}
	}
	offer := func() {
		similar := s.offered()
		if len(similar) == 0 {
			s.model.Notices.Send(locale.T("No other document seems to make this claim."))
			return
		}
		s.section.Choose(similar[0].key())
		s.model.Notices.Send(locale.T("Possibly the same: “{{.Text}}”. K links the claim with it.", "Text", format.Shorten(format.NameLine(similar[0].Text), 60)))
	}
	if len(similar) > 0 {
		offer()
		return
	}
	s.then = offer
	s.look()
}
