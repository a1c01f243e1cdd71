package workspace

import (
	"fmt"
	"slices"

	"factmark/app/locale"
	"factmark/store"
)

// toLabel tells whether a claim is to be labelled here and now.
func (w *Workspace) toLabel(c store.Claim) bool {
	return c.ToLabel() && Placed(c) && !w.IsHidden(c.ID)
}

// NextToLabel makes the next claim without a label current. It looks from the claim that the user chose, or else
// from the caret at a code point, to the end of the document and on from its start. Then it goes through the
// other documents, in the order of their list and round again. Where none is left no claim stays current, so that no
// key changes one.
func (w *Workspace) NextToLabel(caret int) {
	if w.StillOpening() {
		return
	}
	from, own := w.firstFrom(caret), ""
	if at := w.ClaimIndex(w.Current); at >= 0 && w.Chosen {
		from = at + 1
		if w.toLabel(w.Claims[at]) {
			own = w.Current
		}
	}
	for i := range w.Claims {
		if c := w.Claims[(from+i)%len(w.Claims)]; c.ID != own && w.toLabel(c) {
			w.Pick(c.ID, true)
			return
		}
	}
	if own == "" {
		w.Choose("", false)
	}
	switch others := w.othersToLabel(); {
	case w.Reviewing:
		w.Notices.Send(locale.T("All claims in this text are labelled."))
	case len(others) > 0:
		w.Choose("", false)
		w.seek(others, own)
	default:
		w.noneToLabel(own)
	}
}

// othersToLabel are the other documents with something to label: those listed, from the open one on and round again, then the rest.
func (w *Workspace) othersToLabel() []string {
	var ids []string
	seen := map[string]bool{w.Document.ID: true}
	add := func(doc store.Document) {
		if doc.Unlabelled > 0 && !seen[doc.ID] {
			seen[doc.ID] = true
			ids = append(ids, doc.ID)
		}
	}
	here, listed := w.Listed.Row(w.Document.ID), w.Listed.Len()
	for i := range listed {
		add(w.Listed.At((here + 1 + i) % listed))
	}
	here = w.DocumentIndex(w.Document.ID)
	for i := range w.Documents {
		add(w.Documents[(here+1+i)%len(w.Documents)])
	}
	return ids
}

// seek opens the first of some documents that has a claim to label, at that
// claim. What is pressed meanwhile belongs to no claim.
func (w *Workspace) seek(documents []string, own string) {
	current, visibility := w.asked.Unchanged(), w.Visibility
	hidden, pending := w.Hidden.Judged, w.Pending
	w.seeking = true
	w.Back.Go(func() {
		var found store.Claim
		var err error
		for _, id := range documents {
			var claims []store.Claim
			if claims, err = w.Store.ClaimsToLabel(w.Ctx, id); err != nil {
				break
			}
			i := slices.IndexFunc(claims, func(c store.Claim) bool {
				_, visible := visibility.see(c)
				waits := slices.ContainsFunc(pending, func(e *pendingEdit) bool { return slices.Contains(e.ids, c.ID) })
				return visible && !hidden(c.ID) && !waits
			})
			if i >= 0 {
				found = claims[i]
				break
			}
		}
		w.Back.OnUI(func() {
			if !current() { // another document was asked for since
				return
			}
			w.seeking = false
			switch {
			case err != nil:
				w.Fail(fmt.Errorf("looking for a claim without a label: %w", err))
			case found.ID != "":
				w.openAt(found.DocumentID, place{Claim: found.ID, Asked: true, chosen: true})
			default:
				w.noneToLabel(own)
			}
		})
	})
}

// noneToLabel says that no claim is left to label but own, where that is one.
func (w *Workspace) noneToLabel(own string) {
	if own != "" && w.ClaimIndex(own) >= 0 {
		w.Pick(own, true)
		w.Notices.Send(locale.T("This is the only claim without a label."))
		return
	}
	total, orphans := 0, 0
	for _, doc := range w.Documents {
		total, orphans = total+doc.Claims, orphans+doc.Orphans
	}
	switch {
	case total == 0 && len(w.Claims) == 0:
		w.Notices.Send(locale.T("There are no claims yet."))
	case w.Hidden.Any():
		w.Notices.Send(locale.T("All claims are labelled, except those hidden by your blind review."))
	case orphans > 0:
		w.Notices.Send(locale.T("All claims are labelled, except unplaced claims."))
	default:
		w.Notices.Send(locale.T("All claims are labelled."))
	}
}

// GoTo opens a document at a claim, or chooses the claim where the document is open.
func (w *Workspace) GoTo(documentID, claimID string) {
	if w.Document.ID == documentID {
		w.Choose(claimID, true)
		return
	}
	w.Open(documentID, claimID)
}

// GoToThen is GoTo that calls then once the claim is current.
func (w *Workspace) GoToThen(documentID, claimID string, then func()) {
	if w.Document.ID == documentID {
		w.Choose(claimID, true)
		then()
		return
	}
	w.then = then
	w.Open(documentID, claimID)
}

// PickIn makes a claim of a document current by the user's own choice, and brings it into view; the document is opened where
// it is not open.
func (w *Workspace) PickIn(documentID, claimID string) {
	if w.Document.ID == documentID && w.Opening == "" && w.ClaimIndex(claimID) >= 0 {
		w.setCurrent(claimID, true, true)
		return
	}
	w.openAt(documentID, place{Claim: claimID, Asked: true, chosen: true})
}

// OpenClaim opens the document of a claim at it, by the user's own choice, and calls then, which may be nil, once the claim is current.
func (w *Workspace) OpenClaim(documentID, claimID string, then func()) {
	switch {
	case w.Document.ID == documentID && w.Opening == "":
		w.Pick(claimID, true)
		if then != nil {
			then()
		}
		return
	case w.Opening == documentID && w.goal.Claim == claimID: // already asked for
		w.then = then
		return
	}
	w.then = then
	w.openAt(documentID, place{Claim: claimID, Asked: true, chosen: true})
}
