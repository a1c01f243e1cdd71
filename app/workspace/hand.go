package workspace

import (
	"errors"
	"fmt"
	"slices"

	"factmark/store"
)

// hand is the claim in hand: the one that evidence is shown of, added to and looked for. The current claim is; while
// none is current, the one that was so last, whatever document is open. A claim of the second view has to be chosen by the
// user: one that lies under the caret there is most likely a place of evidence for the one in hand.
type hand struct {
	Hand    store.Claim      // as far as it may be seen; its ID is "" while none is in hand
	InHand  []store.Evidence // of it
	Picked  string           // the ID of the evidence that was picked in the text or in its list, "" for none
	handing Latest           // readings of it
}

// followHand has the claim in hand follow what becomes of claims, before any panel hears of it.
func (w *Workspace) followHand() {
	w.followHandHere()
	w.CurrentChanged.Listen(func(bool) {
		if c := w.Claim(w.Current); c != nil && !w.Adding {
			w.takeInHand(*c)
		}
	})
	w.LabelsChanged.Listen(func(struct{}) { w.HandChanged.Send(struct{}{}) })
}

// followHandHere has it follow what becomes of the claims of one view.
func (w *Workspace) followHandHere() {
	w.ClaimsChanged.Listen(func([]store.ClaimChange) { w.lookAtHand(func() { w.takeInHand(store.Claim{}) }) })
	w.Reread.Listen(func(struct{}) { w.lookAtHand(func() { w.readHand(w.Hand.ID) }) })
}

// TakeInHand makes a claim of any document the one in hand, unless evidence is being added to another.
func (w *Workspace) TakeInHand(claimID string) {
	if w.Adding {
		return
	}
	if c := w.Claim(claimID); c != nil {
		w.takeInHand(*c)
		return
	}
	w.readHand(claimID)
}

func (w *Workspace) takeInHand(c store.Claim) {
	w.handing.Ask()
	if c == w.Hand {
		return
	}
	other := c.ID != w.Hand.ID
	w.Hand = c
	if other {
		w.handEvidence()
	}
	if c.ID == "" {
		w.EndAdding()
	}
	w.HandChanged.Send(struct{}{})
}

// lookAtHand takes over what has become of the claim in hand, where its document is open; gone is for one that is not
// among the claims that are seen.
func (w *Workspace) lookAtHand(gone func()) {
	if w.Hand.ID == "" || w.Hand.DocumentID != w.Document.ID {
		return
	}
	if c := w.Claim(w.Hand.ID); c != nil {
		w.takeInHand(*c)
	} else {
		gone()
	}
}

// readHand reads a claim, which becomes or stays the one in hand; one that is gone, or may not be seen, is in hand no more.
func (w *Workspace) readHand(claimID string) {
	if claimID == "" {
		return
	}
	current := w.handing.Ask()
	w.Back.Go(func() {
		c, err := w.Store.Claim(w.Ctx, claimID)
		w.Back.OnUI(func() {
			switch {
			case !current():
			case errors.Is(err, store.ErrNotFound):
				w.takeInHand(store.Claim{})
			case err != nil:
				w.Fail(fmt.Errorf("reading the claim in hand: %w", err))
			default:
				w.takeInHand(w.seenClaim(c))
			}
		})
	})
}

// handChanged takes over what the store says has become of the claim in hand in a document that is not open.
func (w *Workspace) handChanged(changes []store.ClaimChange) {
	for _, c := range changes {
		if c.Before == nil || c.Before.ID != w.Hand.ID || w.viewOf(c.Before.DocumentID) != nil {
			continue
		}
		if c.After == nil {
			w.takeInHand(store.Claim{})
		} else {
			w.takeInHand(w.seenClaim(*c.After))
		}
	}
}

// pick picks a piece of evidence by its ID.
func (w *Workspace) pick(id string) {
	if id != w.Picked {
		w.Picked = id
		w.PickedChanged.Send(struct{}{})
	}
}

// PickEvidence picks a piece of evidence, which stands out where it is shown, and takes its claim in hand, unless evidence is
// being added to another.
func (w *Workspace) PickEvidence(e store.Evidence) {
	if !slices.ContainsFunc(w.InHand, func(other store.Evidence) bool { return other.ID == e.ID }) {
		w.TakeInHand(e.ClaimID)
	}
	w.pick(e.ID)
}
