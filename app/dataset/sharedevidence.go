package dataset

import (
	"fmt"

	"factmark/app/format"
	"factmark/store"
)

// evidenceOnce takes in the evidence of files in which what linked claims share stands at each of them, once.
type evidenceOnce struct {
	taken  map[string]bool // ids
	shared []sharedEvidence
}

// sharedEvidence stands at a claim that is linked with the one it was added to.
type sharedEvidence struct {
	store.ImportedEvidence
	from string // id of the claim that it was added to; "" for the one at which it stands
}

// check refuses evidence that was added to an earlier claim too.
func (o *evidenceOnce) check(e sharedEvidence) error {
	if e.from == "" && e.ID != "" && o.taken[e.ID] {
		return fmt.Errorf("the evidence %s is that of an earlier claim too", shorten(e.ID))
	}
	return nil
}

// add takes a piece of evidence in, or keeps it for the end where it was added to another claim.
func (o *evidenceOnce) add(in *Imported, e sharedEvidence) {
	if e.from != "" {
		o.shared = append(o.shared, e)
		return
	}
	if o.taken == nil {
		o.taken = map[string]bool{}
	}
	o.taken[e.ID] = true
	in.Evidence = append(in.Evidence, e.ImportedEvidence)
}

// end takes in what is left when all claims are read. Where the claim that it was added to is not in the file it becomes the evidence of
// the first claim at which it stands.
func (o *evidenceOnce) end(in *Imported) {
	if len(o.shared) == 0 {
		return
	}
	claims := claimsByID(in)
	apart := 0
	for _, e := range o.shared {
		if e.ID != "" && o.taken[e.ID] {
			continue
		}
		if i, there := claims[e.from]; there {
			e.Claim = i
		} else {
			apart++
		}
		e.from = ""
		o.add(in, e)
	}
	if apart > 0 {
		in.say("%s", format.Count(apart, "piece of evidence was added to a linked claim that is not in the file; it is taken for that of the claim at which it stands.",
			"pieces of evidence were added to linked claims that are not in the file; they are taken for those of the claims at which they stand."))
	}
}

// claimsByID gives the index of every claim that has an id, the first of those with the same.
func claimsByID(in *Imported) map[string]int {
	claims := make(map[string]int, len(in.Claims))
	for i, c := range in.Claims {
		if _, there := claims[c.ClaimID]; !there && c.ClaimID != "" {
			claims[c.ClaimID] = i
		}
	}
	return claims
}

// sayTextless says how many documents came without their texts.
func (in *Imported) sayTextless(n int) {
	if n > 0 {
		in.say("%s", format.Count(n, "document comes without its text, and must be in the workspace already.", "documents come without their texts, and must be in the workspace already."))
	}
}
