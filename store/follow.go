package store

// following brings the claims' status up to date with what people say of them.
type following struct {
	*writing
	side    *side
	put     func(t *table, before, after row) error
	met     map[string]bool // claims that were told of from elsewhere, by id
	who     everyone
	changed int
}

// follow gives the claims of these documents the status that follows from what
// people say, and takes it for lost where they were made on another text. What
// somebody has decided stays. Where too few have spoken for anything to follow,
// a claim stands as was last said of it here or elsewhere: not as followed from
// words that are gone. So it comes to the same on whichever side it is done.
func (f *following) follow(documentIDs []string) error {
	var err error
	if f.who, err = f.everyone(); err != nil {
		return err
	}
	for _, id := range documentIDs {
		if err := f.document(id); err != nil {
			return err
		}
		if err := f.ctx.Err(); err != nil {
			return err
		}
	}
	return nil
}

// standing is a claim as far as its status depends on it.
type standing struct {
	ClaimHead
	lost, fixed bool
}

const standingClaims = `SELECT c.id, c.start, c."end", ifnull(c.label_id, ''), c.status, ifnull(c.labeller_id, c.person_id), ifnull(c.final_label_id, ''),
	ifnull(c.reviewer_id, ''), c.document_sha256 <> d.sha256, ` + labelledAt + `
	FROM documents d JOIN claims c ON c.document_id = d.id WHERE d.id = ? ORDER BY c.start, c."end", c.id`

const (
	spokenWords = `SELECT d.claim_id, d.person_id, d.session_id, d.kind, ifnull(d.label_id, ''), d.updated_at
		FROM claims c JOIN decisions d ON d.claim_id = c.id WHERE c.document_id = ?`
	thatCount = ` AND d.session_id IS NOT NULL AND d.kind <> 'skip' ORDER BY d.created_at, d.id`

	spokenInDocument = spokenWords + thatCount
	spokenOnSpan     = spokenWords + ` AND c.start = ? AND c."end" = ?` + thatCount
)

// spoken gives the decisions that count as words, by claim.
func (q session) spoken(who everyone, query string, args ...any) (map[string][]Decision, error) {
	all := make(map[string][]Decision)
	return all, q.each(query, args, func(scan func(...any) error) error {
		var d Decision
		var at string
		err := scan(&d.ClaimID, &d.PersonID, &d.SessionID, &d.Kind, &d.LabelID, &at)
		d.PersonID, d.UpdatedAt = who.one(d.PersonID).ID, parseTime(at)
		all[d.ClaimID] = append(all[d.ClaimID], d)
		return err
	})
}

func (f *following) document(id string) error {
	var all []standing
	err := f.each(standingClaims, []any{id}, func(scan func(...any) error) error {
		var s standing
		var c Claim
		var at string
		err := scan(&s.ID, &s.Start, &s.End, &s.LabelID, &s.Status, &s.LabellerID, &s.FinalLabelID, &c.ReviewerID, &s.lost, &at)
		s.DocumentID, s.LabellerID, s.LabelledAt = id, f.who.one(s.LabellerID).ID, parseTime(at)
		c.Status = s.Status
		s.fixed = c.settledBySomeone()
		all = append(all, s)
		return err
	})
	if err != nil || len(all) == 0 {
		return err
	}
	spoken, err := f.spoken(f.who, spokenInDocument, id)
	if err != nil {
		return err
	}
	for from := 0; from < len(all); {
		to := from
		var heads []ClaimHead
		for ; to < len(all) && all[to].Start == all[from].Start && all[to].End == all[from].End; to++ {
			if !all[to].lost {
				heads = append(heads, all[to].ClaimHead)
			}
		}
		status, labelID := Follows(WordsOn(heads, spoken))
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
func (f *following) claim(s standing, status Status, labelID string) error {
	asStated := !s.fixed && (status == "" || s.lost)
	switch {
	case s.lost != (s.Status == StatusOrphaned):
	case s.fixed:
		return nil
	case asStated && !f.met[s.ID] && (s.Status == StatusOpen || s.lost) && s.FinalLabelID == "":
		return nil
	}
	before, err := f.existing(claims, s.ID)
	if err != nil {
		return err
	}
	after := append(row{}, before...)
	switch {
	case asStated:
		if err := f.stated(after); err != nil {
			return err
		}
	case !s.fixed:
		after = standsAs(before, status, labelID)
	}
	c := claimOf(after)
	if c.Status = c.statusInPlace(); s.lost {
		c.Status = StatusOrphaned
	}
	if after = c.row(); before.equal(after) {
		return nil
	}
	f.changed++
	return f.put(claims, before, after)
}

// stated has a claim stand as was last said of it by anybody, not as a merge
// has found to follow.
func (f *following) stated(r row) error {
	l, err := f.side.lineage(claims, r.id())
	if err != nil {
		return err
	}
	p, i, err := claims.partNamed("final")
	if err != nil {
		return err
	}
	values, err := l.parts[i].decided(claims)
	if err != nil || l.parts[i].values[values[0]].last() == "" {
		return err
	}
	return claims.set(p, r, values[0])
}
