package workspace

import (
	"cmp"
	"fmt"
)

// claimMarks is what the claims themselves do not tell.
type claimMarks struct {
	evidence, conflict map[string]bool // ids of claims that have any
	known              bool
	reads              Latest
}

// put notes in a head what is known of its claim, as far as it may be seen.
func (m *claimMarks) put(id string, h *claimHead) {
	h.evidence = !h.judged && m.evidence[id]
	h.is &^= stateInConflict
	if !h.judged && m.conflict[id] {
		h.is |= stateInConflict
	}
}

// readMarks reads which claims have evidence or a conflict, and calls then, which may be nil.
func (w *Workspace) readMarks(then func()) {
	current := w.marks.reads.Ask()
	w.marks.known = true
	w.Back.Go(func() {
		evidence, err := w.Store.ClaimsWithEvidence(w.Ctx)
		conflict, err1 := []string(nil), error(nil)
		if err == nil {
			conflict, err1 = w.Store.ClaimsInConflict(w.Ctx)
		}
		w.Back.OnUI(func() {
			switch {
			case err != nil || err1 != nil:
				w.marks.known = false
				w.Fail(fmt.Errorf("reading which claims have evidence: %w", cmp.Or(err, err1)))
			case current():
				w.marks.evidence, w.marks.conflict = setOf(evidence), setOf(conflict)
				if w.All != nil {
					w.All.do(w.All.mark)
					w.All.arrange()
				}
				w.ClaimListChanged.Send(struct{}{})
			}
			if then != nil {
				then()
			}
		})
	})
}

func setOf(ids []string) map[string]bool {
	set := make(map[string]bool, len(ids))
	for _, id := range ids {
		set[id] = true
	}
	return set
}

// mark notes in the index which claims have evidence or a conflict.
func (a *AllClaims) mark() { a.markIn(a.order.index) }

func (a *AllClaims) markIn(index *claimIndex) {
	for i := range index.heads {
		index.heads[i].evidence = false
		index.heads[i].is &^= stateInConflict
	}
	marks := &a.model.marks
	for _, set := range []map[string]bool{marks.evidence, marks.conflict} {
		for id := range set {
			if row := index.row(id); row >= 0 {
				marks.put(id, &index.heads[row])
			}
		}
	}
}
