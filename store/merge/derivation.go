package merge

import (
	"factmark/store"
	"factmark/store/internal/db"
)

// derivation derives the claims' status from what people say of them.
type derivation struct {
	*db.Transaction
	side         *replica
	save         func(t *db.Table, before, after db.Row) error
	mergedClaims map[string]bool // claims that were told of from elsewhere, by id
	who          db.Aliases
	changed      int
}

// derive gives the claims of these documents the status that follows from what
// people say, and takes it for lost where they were made on another text. What
// somebody has decided stays. Where fewer than two have spoken, nothing
// follows, and the status is the last that somebody gave the claim, here or
// elsewhere, not one that was derived from words that are gone. So replicas that
// know the same derive the same.
func (f *derivation) derive(documentIDs []string) error {
	var err error
	if f.who, err = db.ReadAliases(f.Querier); err != nil {
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

// standing is a claim as far as its status depends on it.
type standing struct {
	store.ClaimHead
	lost, fixed bool
}

const standingClaims = `SELECT c.id, c.start, c."end", ifnull(c.label_id, ''), c.status, ifnull(c.labeller_id, c.person_id), ifnull(c.final_label_id, ''),
	ifnull(c.reviewer_id, ''), c.document_sha256 <> d.sha256, ` + db.LabelledAt + `
	FROM documents d JOIN claims c ON c.document_id = d.id WHERE d.id = ? ORDER BY c.start, c."end", c.id`

func (f *derivation) document(id string) error {
	var all []standing
	err := f.Each(standingClaims, []any{id}, func(scan func(...any) error) error {
		var s standing
		var c store.Claim
		var at string
		err := scan(&s.ID, &s.Start, &s.End, &s.LabelID, &s.Status, &s.LabellerID, &s.FinalLabelID, &c.ReviewerID, &s.lost, &at)
		s.DocumentID, s.LabellerID, s.LabelledAt = id, f.who.Canonical(s.LabellerID).ID, db.ParseTime(at)
		c.Status = s.Status
		s.fixed = c.SettledBySomeone()
		all = append(all, s)
		return err
	})
	if err != nil || len(all) == 0 {
		return err
	}
	spoken, err := store.DecisionsSpoken(f.Querier, f.who, id)
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
		status, labelID := store.DerivedStatus(store.WordsOn(heads, spoken))
		for _, s := range all[from:to] {
			if err := f.claim(s, status, labelID); err != nil {
				return err
			}
		}
		from = to
	}
	return nil
}

// claim brings one claim up to date with what follows for its span.
func (f *derivation) claim(s standing, status store.Status, labelID string) error {
	asStated := !s.fixed && (status == "" || s.lost)
	switch {
	case s.lost != (s.Status == store.StatusOrphaned):
	case s.fixed:
		return nil
	case asStated && !f.mergedClaims[s.ID] && (s.Status == store.StatusOpen || s.lost) && s.FinalLabelID == "":
		return nil
	}
	before, err := f.Existing(db.Claims, s.ID)
	if err != nil {
		return err
	}
	after := append(db.Row{}, before...)
	switch {
	case asStated:
		if err := f.lastStated(after); err != nil {
			return err
		}
	case !s.fixed:
		after = store.StandsAs(before, status, labelID)
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

// lastStated has a claim stand as was last said of it by anybody, not as a merge
// has found to follow.
func (f *derivation) lastStated(r db.Row) error {
	l, err := f.side.rowState(db.Claims, r.ID())
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
