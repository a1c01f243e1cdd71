package store

import (
	"math"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"factmark/store/internal/db"
)

// sittings are the review sessions that decisions were made in, by the id and person that their rows give.
type sittings map[[2]string]*sitting

// sitting is a review session as far as its decisions tell of it.
type sitting struct {
	id       string // "" until it was found or made
	from, to time.Time
}

// bringDecisions adds the decisions, with the sessions that they were made in.
func (im *importing) bringDecisions(d *Dataset) error {
	held := make(sittings)
	for i := range d.Decisions {
		held.add(&d.Decisions[i], im.At)
	}
	spoken := make(map[string]bool) // claims that were here before, and on which something more was said
	for i := range d.Decisions {
		r := &d.Decisions[i]
		err := im.row(lineOf(d, r.Line, r.Claim), func() error {
			claimID, err := im.bringDecision(r, held)
			if err == nil && claimID != "" && !im.added[claimID] {
				spoken[claimID] = true
			}
			return err
		})
		if err != nil {
			return err
		}
	}
	for _, id := range im.claims { // in their order
		if !spoken[id] {
			continue
		}
		delete(spoken, id)
		row, err := im.Existing(db.Claims, id)
		if err != nil {
			return err
		}
		if c := ClaimOf(row); c.Status != StatusOrphaned {
			if err := im.deriveStatus(c.DocumentID, c.Start, c.End); err != nil {
				return err
			}
		}
	}
	return nil
}

// add takes in when a decision was made.
func (s sittings) add(r *ImportedDecision, now time.Time) {
	if r.SessionID == "" {
		return
	}
	from, to := r.times(now)
	if !isTime(from) || !isTime(to) {
		return
	}
	key := [2]string{r.SessionID, r.Person}
	if s[key] == nil {
		s[key] = &sitting{from: from, to: to}
	}
	if from.Before(s[key].from) {
		s[key].from = from
	}
	if to.After(s[key].to) {
		s[key].to = to
	}
}

// times gives when a decision was first made and last changed, now where that is not said.
func (r *ImportedDecision) times(now time.Time) (created, updated time.Time) {
	if created = r.CreatedAt; created.IsZero() {
		created = now
	}
	if updated = r.UpdatedAt; updated.IsZero() {
		updated = created
	}
	return created, updated
}

// bringDecision adds a decision unless it is here, and gives the claim of one that was added.
func (im *importing) bringDecision(r *ImportedDecision, held sittings) (claimID string, err error) {
	if claimID, err = im.claimAt(r.Claim, "a decision"); err != nil {
		return "", err
	}
	d := Decision{ID: r.ID, SessionID: r.SessionID, ClaimID: claimID, Kind: DecisionKind(strings.ToLower(strings.TrimSpace(r.Kind))), Comment: r.Comment, Seconds: r.Seconds}
	d.CreatedAt, d.UpdatedAt = r.times(im.At)
	if err := im.checkDecision(r, &d); err != nil {
		return "", err
	}
	if d.LabelID, err = im.label(r.Label); err != nil {
		return "", err
	}
	if d.Kind == DecidedLabel && d.LabelID == "" {
		return "", db.Failf(db.ErrInvalid, "a decision for a label names none")
	}
	if d.PersonID, err = im.someone(r.Person); err != nil {
		return "", err
	}
	if err := im.fits(db.Decisions, d.row()); err != nil {
		return "", err
	}
	there, err := im.knownDecision(r, &d)
	if err != nil {
		return "", err
	}
	if there != nil {
		known := decisionOf(there)
		same := known.Kind == d.Kind && known.LabelID == d.LabelID && known.Comment == d.Comment
		switch {
		case same:
			im.report.DecisionsExisting++
		case !slices.Contains(im.report.DifferingDecisions, known.ID):
			im.report.DifferingDecisions = append(im.report.DifferingDecisions, known.ID)
		}
		return "", nil
	}
	if d.PersonID, err = im.personMade(d.PersonID, r.Person); err != nil {
		return "", err
	}
	if d.LabelID, err = im.labelMade(d.LabelID, r.Label, ""); err != nil {
		return "", err
	}
	if d.SessionID != "" {
		if d.SessionID, err = im.session(r, d.PersonID, held[[2]string{r.SessionID, r.Person}]); err != nil {
			return "", err
		}
		// There is one word on a claim in a session; a merge may have left two, which come as they are.
		said, err := im.IDs("SELECT id FROM decisions WHERE claim_id = ? AND session_id = ? ORDER BY id", claimID, d.SessionID)
		if err != nil {
			return "", err
		}
		if said = slices.DeleteFunc(said, func(id string) bool { return im.added[id] }); len(said) > 0 {
			im.report.DifferingDecisions = append(im.report.DifferingDecisions, said[0])
			return "", nil
		}
	}
	im.added[d.ID] = true
	im.report.DecisionsAdded++
	return claimID, im.Save(db.Decisions, nil, d.row())
}

// checkDecision refuses what is no decision.
func (im *importing) checkDecision(r *ImportedDecision, d *Decision) error {
	switch {
	case !oneOf(d.Kind, DecidedLabel, DecidedReject, DecidedSkip):
		return db.Failf(db.ErrInvalid, "%q is no kind of decision; it is label, reject or skip", db.Shorten(r.Kind))
	case d.Kind != DecidedLabel && r.Label != "":
		return db.Failf(db.ErrInvalid, "a decision that is no label has the label %q", db.Shorten(r.Label))
	case d.Kind == DecidedSkip && r.SessionID == "":
		return db.Failf(db.ErrInvalid, "a claim is skipped in a review session, and none is named")
	case !(r.Seconds >= 0) || math.IsInf(r.Seconds, 1):
		return db.Failf(db.ErrInvalid, "%v is no number of seconds", r.Seconds)
	}
	for _, cell := range []struct{ what, text string }{{"label", r.Label}, {"name of the person", r.Person}, {"session", r.SessionID}} {
		if what := db.NotText(cell.text); what != "" {
			return db.Failf(db.ErrInvalid, "the %s of a decision holds %s", cell.what, what)
		}
	}
	return nil
}

// knownDecision gives the row of the decision that r is, nil where it is not here.
func (im *importing) knownDecision(r *ImportedDecision, d *Decision) (db.Row, error) {
	if u, err := uuid.Parse(d.ID); err == nil {
		d.ID = u.String()
	}
	if d.ID != "" {
		there, err := im.Read(db.Decisions, d.ID)
		if err != nil || there == nil {
			return nil, err
		}
		if there.Text(db.DecisionsClaimID) == d.ClaimID {
			return there, nil
		}
		im.report.Unidentified++
	}
	said := *r
	said.Line, said.Claim, said.ID = 0, 0, d.ClaimID
	var err error
	if d.ID, err = contentID("decision", said); err != nil {
		return nil, err
	}
	return im.Read(db.Decisions, d.ID)
}

// session gives the id of the review session of a decision, which is made where it is not here: one that has ended. A session
// is one person's: what several have said in one of the same id becomes a session for each.
func (im *importing) session(r *ImportedDecision, personID string, s *sitting) (string, error) {
	if s.id != "" {
		return s.id, nil
	}
	own, err := contentID("session", [2]string{r.SessionID, personName(r.Person)})
	if err != nil {
		return "", err
	}
	for _, id := range []string{r.SessionID, own} {
		if !db.SoundID(id) {
			continue
		}
		var by string
		found, err := im.One(whoHolds, []any{id}, &by, new(string))
		if err != nil {
			return "", err
		}
		if found {
			same, err := db.SamePerson(im.transaction.Querier, by, personID)
			if err != nil {
				return "", err
			}
			if same {
				s.id = id
				return id, nil
			}
			continue
		}
		made := ReviewSession{ID: id, PersonID: personID, Name: "From an imported dataset", Mode: ModeOpen, Selection: "{}",
			StartedAt: s.from, EndedAt: s.to, Summary: "{}"}
		im.report.SessionsAdded++
		s.id = id
		return id, im.Save(db.ReviewSessions, nil, made.row())
	}
	return "", db.Failf(db.ErrInvalid, "the session %q of a decision is another person's", db.Shorten(r.SessionID))
}
