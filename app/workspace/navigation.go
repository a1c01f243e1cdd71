package workspace

import (
	"fmt"
	"slices"

	"factmark/store"
)

// toLabel tells whether a claim is to be labelled here and now.
func (d *Workspace) toLabel(c store.Claim) bool {
	return c.ToLabel() && Placed(c) && !d.IsHidden(c.ID)
}

// NextToLabel goes to the next claim without a label: from the claim that the
// user chose, or the caret, to the end of the document, on from its start, then
// to the next document that has one, in the library's order and round again.
// Where none is left no claim stays current, so that no key changes one.
func (d *Workspace) NextToLabel(caret int) {
	if d.StillOpening() {
		return
	}
	from, own := d.firstFrom(caret), ""
	if at := d.ClaimIndex(d.Current); at >= 0 && d.Chosen {
		from = at + 1
		if d.toLabel(d.Claims[at]) {
			own = d.Current
		}
	}
	for i := range d.Claims {
		if c := d.Claims[(from+i)%len(d.Claims)]; c.ID != own && d.toLabel(c) {
			d.Pick(c.ID, true)
			return
		}
	}
	if own == "" {
		d.Choose("", false)
	}
	switch others := d.othersToLabel(); {
	case d.Reviewing:
		d.Notices.Send("All claims in this text are labelled.")
	case len(others) > 0:
		d.Choose("", false)
		d.seek(others, own)
	default:
		d.noneToLabel(own)
	}
}

// othersToLabel are the other documents with something to label, from the open one on and round again.
func (d *Workspace) othersToLabel() []string {
	var ids []string
	here := d.DocumentIndex(d.Document.ID)
	for i := range d.Documents {
		if doc := d.Documents[(here+1+i)%len(d.Documents)]; doc.Unlabelled > 0 && doc.ID != d.Document.ID {
			ids = append(ids, doc.ID)
		}
	}
	return ids
}

// seek opens the first of some documents that has a claim to label, at that
// claim. What is pressed meanwhile belongs to no claim.
func (d *Workspace) seek(documents []string, own string) {
	current, see := d.asked.Unchanged(), d.Visibility
	hidden, pending := d.Hidden.Judged, d.Pending
	d.seeking = true
	d.Back.Go(func() {
		var found store.Claim
		var err error
		for _, id := range documents {
			var claims []store.Claim
			if claims, err = d.Store.ClaimsToLabel(d.Ctx, id); err != nil {
				break
			}
			i := slices.IndexFunc(claims, func(c store.Claim) bool {
				visible := true
				if see != nil {
					_, visible = see(c)
				}
				waits := slices.ContainsFunc(pending, func(e *pendingEdit) bool { return slices.Contains(e.ids, c.ID) })
				return visible && !hidden(c.ID) && !waits
			})
			if i >= 0 {
				found = claims[i]
				break
			}
		}
		d.Back.OnUI(func() {
			if !current() { // another document was asked for since
				return
			}
			d.seeking = false
			switch {
			case err != nil:
				d.Fail(fmt.Errorf("looking for a claim without a label: %w", err))
			case found.ID != "":
				d.openAt(found.DocumentID, place{Claim: found.ID, Asked: true, chosen: true})
			default:
				d.noneToLabel(own)
			}
		})
	})
}

// noneToLabel says that no claim is left to label but own, where that is one.
func (d *Workspace) noneToLabel(own string) {
	if own != "" && d.ClaimIndex(own) >= 0 {
		d.Pick(own, true)
		d.Notices.Send("This is the only claim without a label.")
		return
	}
	total, orphans := 0, 0
	for _, doc := range d.Documents {
		total, orphans = total+doc.Claims, orphans+doc.Orphans
	}
	switch {
	case total == 0 && len(d.Claims) == 0:
		d.Notices.Send("There are no claims yet.")
	case d.Hidden.Any():
		d.Notices.Send("All claims that your blind review does not hide are labelled.")
	case orphans > 0:
		d.Notices.Send("All claims that have a place are labelled.")
	default:
		d.Notices.Send("All claims are labelled.")
	}
}

// GoTo opens a document at a claim, or chooses it where the document lies open.
func (d *Workspace) GoTo(documentID, claimID string) {
	if d.Document.ID == documentID {
		d.Choose(claimID, true)
		return
	}
	d.Open(documentID, claimID)
}

// GoToThen is goTo that goes on once the claim is in hand.
func (d *Workspace) GoToThen(documentID, claimID string, then func()) {
	if d.Document.ID == documentID {
		d.Choose(claimID, true)
		then()
		return
	}
	d.then = then
	d.Open(documentID, claimID)
}
