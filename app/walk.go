package app

import (
	"fmt"
	"slices"

	"factmark/store"
)

// step finds the next claim (by = 1) or the one before (by = -1) among those
// wanted, seen from the claim that the user chose or else from the caret. One
// that is current and was not chosen comes first on its side of the caret.
func (d *desk) step(by, caret int, wanted func(store.Claim) bool) (id string, found bool) {
	at := d.claimIndex(d.current)
	if at < 0 || !d.chosen {
		if at >= 0 && wanted(d.claims[at]) && (by > 0) == (d.claims[at].Start >= caret) {
			return d.current, true
		}
		at = d.firstFrom(caret)
		if by > 0 {
			at--
		}
	}
	for i := at + by; i >= 0 && i < len(d.claims); i += by {
		if wanted(d.claims[i]) {
			return d.claims[i].ID, true
		}
	}
	return "", false
}

// firstFrom is the index of the first claim that starts at a place of the text or behind it.
func (d *desk) firstFrom(caret int) int {
	i, _ := slices.BinarySearchFunc(d.claims, caret, func(c store.Claim, caret int) int { return c.Start - caret })
	return i
}

// toLabel tells whether a claim is to be labelled here and now.
func (d *desk) toLabel(c store.Claim) bool {
	return c.ToLabel() && placed(c) && !d.isHidden(c.ID)
}

// nextToLabel goes to the next claim without a label: from the claim that the
// user chose, or the caret, to the end of the document, on from its start, then
// to the next document that has one, in the library's order and round again.
// Where none is left no claim stays current, so that no key changes one.
func (d *desk) nextToLabel(caret int) {
	if d.stillOpening() {
		return
	}
	from, own := d.firstFrom(caret), ""
	if at := d.claimIndex(d.current); at >= 0 && d.chosen {
		from = at + 1
		if d.toLabel(d.claims[at]) {
			own = d.current
		}
	}
	for i := range d.claims {
		if c := d.claims[(from+i)%len(d.claims)]; c.ID != own && d.toLabel(c) {
			d.pick(c.ID, true)
			return
		}
	}
	if own == "" {
		d.choose("", false)
	}
	switch others := d.othersToLabel(); {
	case d.reviewing:
		d.told.send("All claims in this text are labelled.")
	case len(others) > 0:
		d.choose("", false)
		d.seek(others, own)
	default:
		d.noneToLabel(own)
	}
}

// othersToLabel are the other documents with something to label, from the open one on and round again.
func (d *desk) othersToLabel() []string {
	var ids []string
	here := d.documentIndex(d.document.ID)
	for i := range d.documents {
		if doc := d.documents[(here+1+i)%len(d.documents)]; doc.Unlabelled > 0 && doc.ID != d.document.ID {
			ids = append(ids, doc.ID)
		}
	}
	return ids
}

// seek opens the first of some documents that has a claim to label, at that
// claim. What is pressed meanwhile belongs to no claim.
func (d *desk) seek(documents []string, own string) {
	current, see := d.asked.unchanged(), d.visibility
	hidden, pending := d.hidden.Judged, d.pending
	d.seeking = true
	d.back.do(func() {
		var found store.Claim
		var err error
		for _, id := range documents {
			var claims []store.Claim
			if claims, err = d.store.ClaimsToLabel(d.ctx, id); err != nil {
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
		d.back.post(func() {
			if !current() { // another document was asked for since
				return
			}
			d.seeking = false
			switch {
			case err != nil:
				d.fail(fmt.Errorf("looking for a claim without a label: %w", err))
			case found.ID != "":
				d.openAt(found.DocumentID, place{Claim: found.ID, asked: true, chosen: true})
			default:
				d.noneToLabel(own)
			}
		})
	})
}

// noneToLabel says that no claim is left to label but own, where that is one.
func (d *desk) noneToLabel(own string) {
	if own != "" && d.claimIndex(own) >= 0 {
		d.pick(own, true)
		d.told.send("This is the only claim without a label.")
		return
	}
	total, orphans := 0, 0
	for _, doc := range d.documents {
		total, orphans = total+doc.Claims, orphans+doc.Orphans
	}
	switch {
	case total == 0 && len(d.claims) == 0:
		d.told.send("There are no claims yet.")
	case d.hidden.Any():
		d.told.send("All claims that your blind review does not hide are labelled.")
	case orphans > 0:
		d.told.send("All claims that have a place are labelled.")
	default:
		d.told.send("All claims are labelled.")
	}
}
