package merge

import (
	"factmark/store"
	"factmark/store/internal/db"
)

// derivation derives the status of claims from the labels and decisions on their spans.
type derivation struct {
	*db.Transaction
	replica      *replica
	save         func(t *db.Table, before, after db.Row) error
	mergedClaims map[string]bool // the claims of which the replicas differed, by id
	aliases      db.Aliases
	changed      int
}

// derive gives the claims of these documents their derived status: orphaned where a
// claim was made on another text, else what follows from the labels and decisions
// on its span. A status that somebody decided is kept. On a span where fewer than
// two people have given a label or a decision nothing can be derived; the status
// is the one assigned last there, by any replica, never one that was derived from
// labels and decisions deleted since. So replicas with equal registers derive
// equal statuses.
func (f *derivation) derive(documentIDs []string) error {
	var err error
	if f.aliases, err = db.ReadAliases(f.Querier); err != nil {
		return err
	}
	for _, id := range documentIDs {
		if err := f.document(id); err != nil {
			return err
		}
		if err := f.Ctx.Err(); err != nil {
			return err
		}
	}
	return nil
}

// derivable is a claim with what its status is derived from: lost where it was made
// on another text, decided where somebody decided its status.
type derivable struct {
	store.ClaimHead
	lost, decided bool
}

const derivableClaims = `SELECT c.id, c.start, c."end", ifnull(c.label_id, ''), c.status, ifnull(c.labeller_id, c.person_id), ifnull(c.final_label_id, ''),
	ifnull(c.reviewer_id, ''), c.document_sha256 <> d.sha256, ` + db.LabelledAt + `
	FROM documents d JOIN claims c ON c.document_id = d.id WHERE d.id = ? ORDER BY c.start, c."end", c.id`

func (f *derivation) document(id string) error {
	var all []derivable
	err := f.Each(derivableClaims, []any{id}, func(scan func(...any) error) error {
		var s derivable
		var c store.Claim
		var at string
		err := scan(&s.ID, &s.Start, &s.End, &s.LabelID, &s.Status, &s.LabellerID, &s.FinalLabelID, &c.ReviewerID, &s.lost, &at)
		s.DocumentID, s.LabellerID, s.LabelledAt = id, f.aliases.Canonical(s.LabellerID).ID, db.ParseTime(at)
		c.Status = s.Status
		s.decided = c.SettledBySomeone()
		all = append(all, s)
		return err
	})
	if err != nil || len(all) == 0 {
		return err
	}
	decisions, err := store.DecisionsIn(f.Querier, f.aliases, id)
	if err != nil {
		return err
	}
	for from := 0; from < len(all); {
		to := from
		var heads []store.ClaimHead
		for ; to < len(all) && all[to].Start == all[from].Start && all[to].End == all[from].End; to++ {
			if !all[to].lost {
				heads = append(heads, all[to].ClaimHead)
			}
		}
		status, labelID := store.DerivedStatus(store.WordsOn(heads, decisions))
		for _, s := range all[from:to] {
			if err := f.claim(s, status, labelID); err != nil {
				return err
			}
		}
		from = to
	}
	return nil
}

// claim gives one claim the status derived for its span, "" where there is none.
func (f *derivation) claim(s derivable, status store.Status, labelID string) error {
	fromRegister := !s.decided && (status == "" || s.lost)
	switch {
	case s.lost != (s.Status == store.StatusOrphaned):
	case s.decided:
		return nil
	case fromRegister && !f.mergedClaims[s.ID] && (s.Status == store.StatusOpen || s.lost) && s.FinalLabelID == "":
		return nil
	}
	before, err := f.Existing(db.Claims, s.ID)
	if err != nil {
		return err
	}
	after := append(db.Row{}, before...)
	switch {
	case fromRegister:
		if err := f.restoreAssigned(after); err != nil {
			return err
		}
	case !s.decided:
		after = store.WithDerivedStatus(before, status, labelID)
	}
	c := store.ClaimOf(after)
	if c.Status = c.StatusInPlace(); s.lost {
		c.Status = store.StatusOrphaned
	}
	if after = c.Row(); before.Equal(after) {
		return nil
	}
	f.changed++
	return f.save(db.Claims, before, after)
}

// restoreAssigned gives a claim the last status that was assigned to it, by any
// replica, in place of one that a merge derived.
func (f *derivation) restoreAssigned(r db.Row) error {
	l, err := f.replica.rowState(db.Claims, r.ID())
	if err != nil {
		return err
	}
	p, i, err := db.Claims.GroupNamed("final")
	if err != nil {
		return err
	}
	values, err := decidedValues(l.registers[i], db.Claims)
	if err != nil || l.registers[i].Values[values[0]].Last() == "" {
		return err
	}
	return db.Claims.Set(p, r, values[0])
}
