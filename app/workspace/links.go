package workspace

import (
	"context"
	"fmt"
	"slices"

	"factmark/app/format"
	"factmark/app/locale"
	"factmark/store"
)

// linkedOffer is what is offered after a linked claim got another label: to give it to the others too.
type linkedOffer struct {
	LabelID string
	IDs     []string // claims with another label; empty while nothing is offered
}

// links is what the model knows of linked claims besides what the store keeps.
type links struct {
	Offered  linkedOffer
	offering Latest
}

// followLinks withdraws an offer with whatever is done next.
func (w *Workspace) followLinks() {
	w.ClaimsChanged.Listen(func([]store.ClaimChange) { w.OfferNothing() })
	w.Reread.Listen(func(struct{}) { w.OfferNothing() })
	w.Opened.Listen(func(Opening) { w.OfferNothing() })
	w.CurrentChanged.Listen(func(bool) { w.OfferNothing() })
}

// linksChanged tells of changes whether other claims are linked than before, which share their evidence.
func linksChanged(changes []store.ClaimChange) bool {
	first := func(c *store.Claim) string {
		if c == nil {
			return ""
		}
		return c.FirstID
	}
	return slices.ContainsFunc(changes, func(c store.ClaimChange) bool { return first(c.Before) != first(c.After) })
}

// OfferNothing withdraws the offer to label linked claims.
func (w *Workspace) OfferNothing() {
	w.offering.Ask()
	if len(w.Offered.IDs) > 0 {
		w.Offered = linkedOffer{}
		w.LinkedOffered.Send(struct{}{})
	}
}

// SeenLinked gives what may be seen of linked claims.
func (w *Workspace) SeenLinked(linked []store.LinkedClaim) []store.LinkedClaim {
	if w.Visibility == nil {
		return linked
	}
	var all []store.LinkedClaim
	for _, c := range linked {
		if seen, visible := w.Visibility(c.Claim); visible {
			c.Claim = seen
			all = append(all, c)
		}
	}
	return all
}

// offerLinked offers to give a label that a claim has just got to the claims that it is linked with, as far as they have
// another and may be seen and changed.
func (w *Workspace) offerLinked(labelID, id string) {
	current := w.offering.Ask()
	w.Back.Go(func() {
		linked, err := w.Store.LinkedClaims(w.Ctx, id)
		w.Back.OnUI(func() {
			if !current() {
				return
			}
			if err != nil {
				w.Fail(fmt.Errorf("reading the linked claims: %w", err))
				return
			}
			offer := linkedOffer{LabelID: labelID}
			for _, c := range w.SeenLinked(linked) {
				if c.ID != id && c.LabelID != labelID && !w.IsHidden(c.ID) {
					offer.IDs = append(offer.IDs, c.ID)
				}
			}
			if len(offer.IDs) > 0 {
				w.Offered = offer
				w.LinkedOffered.Send(struct{}{})
			}
		})
	})
}

// LabelLinked does what is offered: the linked claims get the label too, in one action.
func (w *Workspace) LabelLinked() {
	offer := w.Offered
	if len(offer.IDs) == 0 {
		w.Notices.Send(locale.T("No linked claim needs this label."))
		return
	}
	if !w.MayChange(offer.IDs...) {
		return
	}
	w.OfferNothing()
	w.performShown(PendingWrite{
		Name:  locale.T("Label"),
		Write: func(ctx context.Context) error { return w.Store.SetLabel(ctx, offer.LabelID, offer.IDs...) },
		Done: func() {
			w.Notices.Send(locale.N("{{.N}} linked claims labelled as {{.Label}}.", len(offer.IDs), "Label", format.OneLine(w.LabelOf(offer.LabelID).Name)))
		},
	}, &pendingEdit{ids: offer.IDs, edit: func(c *store.Claim) { c.LabelID = offer.LabelID }})
}

// LinkClaims links two claims, and those that they are linked with, as the same claim.
func (w *Workspace) LinkClaims(id, other string) {
	if !w.MayChange(id) || !w.MayChange(other) {
		return
	}
	w.Writes.Perform(PendingWrite{
		Name:  locale.T("Link claims"),
		Write: func(ctx context.Context) error { return w.Store.LinkClaims(ctx, id, other) },
		Done:  func() { w.Notices.Send(locale.T("Claims linked. They now share their evidence.")) },
	})
}

// LinkPassage makes a passage a claim with no label yet, and links a claim with it, in one action.
func (w *Workspace) LinkPassage(id string, passage store.NewClaim) {
	if !w.MayChange(id) {
		return
	}
	passage.ID = store.NewID()
	w.Writes.Perform(PendingWrite{
		Name:  locale.T("Link claims"),
		Write: func(ctx context.Context) error { return w.Store.LinkPassage(ctx, id, passage) },
		Done: func() {
			w.Notices.Send(locale.T("Linked to a new claim without a label. Undo removes both the link and the claim."))
		},
	})
}

// UnlinkClaim takes a claim out of those that it is linked with.
func (w *Workspace) UnlinkClaim(id string) {
	if !w.MayChange(id) {
		return
	}
	w.Writes.Perform(PendingWrite{
		Name:  locale.T("Unlink claim"),
		Write: func(ctx context.Context) error { return w.Store.UnlinkClaim(ctx, id) },
		Done:  func() { w.Notices.Send(locale.T("Claim unlinked.")) },
	})
}

// SetFirstAppearance makes a claim the first appearance of those that it is linked with.
func (w *Workspace) SetFirstAppearance(id string) {
	if !w.MayChange(id) {
		return
	}
	w.Writes.Perform(PendingWrite{
		Name:  locale.T("Set first appearance"),
		Write: func(ctx context.Context) error { return w.Store.SetFirstAppearance(ctx, id) },
		Done:  func() { w.Notices.Send(locale.T("This is now the first appearance.")) },
	})
}

// RefusePassage keeps a passage from being suggested as evidence for a claim again.
func (w *Workspace) RefusePassage(claimID, documentID string, start, end int) {
	if !w.MayChange(claimID) {
		return
	}
	w.Writes.Perform(PendingWrite{
		Name:  locale.T("Reject suggestion"),
		Write: func(ctx context.Context) error { return w.Store.RefusePassage(ctx, claimID, documentID, start, end) },
		Done:  func() { w.Notices.Send(locale.T("Suggestion rejected. Undo restores it.")) },
	})
}

// TakeBackRefusal lets refused passages be suggested again.
func (w *Workspace) TakeBackRefusal(ids ...string) {
	w.Writes.Perform(PendingWrite{
		Name:  locale.T("Suggest again"),
		Write: func(ctx context.Context) error { return w.Store.TakeBackRefusal(ctx, ids...) },
		Done:  func() { w.Notices.Send(locale.T("It can be suggested again.")) },
	})
}
