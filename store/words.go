package store

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"factmark/store/internal/db"
)

// Word is what one person says of a span: a label, or that it is no claim.
type Word struct {
	PersonID string
	LabelID  string // "" for a rejection
	ClaimID  string // the claim it was said on
	Comment  string // of a decision; what belongs to a claim's own label is its note
	Decision bool   // said in a review session; else it is the claim's own label
	At       time.Time
}

// HoldsOver tells whether a word takes the place of another of the same person
// on the same span: the later one does, however either was said. Of two at the
// same time a decision does, then the one on the claim with the greater id,
// which grows with time.
//
// What is later is told by a hybrid clock, see wordTime: in the workspace where
// a word is said it is never timed before the person's words that are known
// there, so that times are in the order of cause and effect where there is one,
// over merges too, and in that of the machines' clocks where there is none.
func (w Word) HoldsOver(before Word) bool {
	switch {
	case !w.At.Equal(before.At):
		return w.At.After(before.At)
	case w.Decision != before.Decision:
		return w.Decision
	}
	return w.ClaimID >= before.ClaimID
}

// wordTime is when a person, by id, says a word now on a span: the time of the
// action, or just after the latest word of theirs on the span, where
// that is later by the clock of another machine, or because this one's was set back.
func (w *transaction) wordTime(documentID string, start, end int, by string) (time.Time, error) {
	var last string
	_, err := w.One(`SELECT ifnull(max(at), '') FROM (
		SELECT c.labelled_at AS at FROM claims c
			WHERE c.document_id = ?1 AND c.start = ?2 AND c."end" = ?3 AND `+db.CanonicalID("ifnull(c.labeller_id, c.person_id)")+" = "+db.CanonicalID("?4")+`
		UNION ALL SELECT d.updated_at FROM claims c JOIN decisions d ON d.claim_id = c.id
			WHERE c.document_id = ?1 AND c.start = ?2 AND c."end" = ?3 AND d.session_id IS NOT NULL AND `+db.CanonicalID("d.person_id")+" = "+db.CanonicalID("?4")+")",
		[]any{documentID, start, end, by}, &last)
	if at := db.ParseTime(last); err == nil && !at.Before(w.At) {
		return at.Add(time.Millisecond), nil
	}
	return w.At, err
}

// sayAgain takes in that somebody gives a claim the label that it has by their
// own word. It says something where they have decided since.
func (w *transaction) sayAgain(c *Claim, by string) error {
	whose := c.PersonID
	if c.LabellerID != "" {
		whose = c.LabellerID
	}
	mine, err := db.SamePerson(w.Querier, whose, by)
	if err != nil || !mine || c.LabelID == "" {
		return err
	}
	var given string
	if _, err := w.One("SELECT "+db.LabelledAt+" FROM claims c WHERE c.id = ?", []any{c.ID}, &given); err != nil {
		return err
	}
	at, err := w.wordTime(c.DocumentID, c.Start, c.End, by)
	if err != nil {
		return err
	}
	decided := false
	_, err = w.One(`SELECT EXISTS (SELECT 1 FROM claims c JOIN decisions d ON d.claim_id = c.id
		WHERE c.document_id = ?1 AND c.start = ?2 AND c."end" = ?3 AND d.session_id IS NOT NULL AND d.kind <> 'skip' AND d.label_id IS NOT ?4
		AND d.updated_at >= ?5 AND `+db.CanonicalID("d.person_id")+" = "+db.CanonicalID("?6")+")",
		[]any{c.DocumentID, c.Start, c.End, c.LabelID, given, by}, &decided)
	if decided {
		c.LabelledAt = at
	}
	return err
}

// WordsOn gives what people say of a span: of the claims on it, and by the
// decisions on each, in the order they were made. The words come in the order
// of the people's ids.
//
// What counts as a person's word is the last thing that they said on any claim
// on this very span: a decision in a review session, a label or a rejection, or
// the label that they gave a claim. Each person has one word, however many names
// they go by. A skip is no word, and neither is a decision that settled the
// claim: it was made in sight of the others.
func WordsOn(heads []ClaimHead, spoken map[string][]Decision) []Word {
	words := make(map[string]Word)
	hear := func(w Word) {
		if before, known := words[w.PersonID]; !known || w.HoldsOver(before) {
			words[w.PersonID] = w
		}
	}
	for _, h := range heads {
		if h.LabelID != "" {
			hear(Word{PersonID: h.LabellerID, LabelID: h.LabelID, ClaimID: h.ID, At: h.LabelledAt})
		}
		for _, d := range spoken[h.ID] {
			if d.SessionID != "" && d.Kind != DecidedSkip {
				hear(Word{d.PersonID, d.LabelID, h.ID, d.Comment, true, d.UpdatedAt})
			}
		}
	}
	return slices.SortedFunc(maps.Values(words), func(a, b Word) int { return cmp.Compare(a.PersonID, b.PersonID) })
}

// DerivedStatus is the status that follows from what people say, with the label
// where it is unanimous; "" where fewer than two have spoken.
func DerivedStatus(words []Word) (status Status, labelID string) {
	if len(words) < 2 {
		return "", ""
	}
	for _, w := range words[1:] {
		if w.LabelID != words[0].LabelID {
			return StatusUnresolved, ""
		}
	}
	if words[0].LabelID == "" {
		return StatusRejected, ""
	}
	return StatusUnanimous, words[0].LabelID
}

const (
	spokenWords = `SELECT d.claim_id, d.person_id, d.session_id, d.kind, ifnull(d.label_id, ''), d.updated_at
		FROM claims c JOIN decisions d ON d.claim_id = c.id WHERE c.document_id = ?`
	thatCount = ` AND d.session_id IS NOT NULL AND d.kind <> 'skip' ORDER BY d.created_at, d.id`

	spokenInDocument = spokenWords + thatCount
	spokenOnSpan     = spokenWords + ` AND c.start = ? AND c."end" = ?` + thatCount
)

// decisionsSpoken gives the decisions that count as words, by claim.
func decisionsSpoken(q db.Querier, who db.Aliases, query string, args ...any) (map[string][]Decision, error) {
	all := make(map[string][]Decision)
	return all, q.Each(query, args, func(scan func(...any) error) error {
		var d Decision
		var at string
		err := scan(&d.ClaimID, &d.PersonID, &d.SessionID, &d.Kind, &d.LabelID, &at)
		d.PersonID, d.UpdatedAt = who.Canonical(d.PersonID).ID, db.ParseTime(at)
		all[d.ClaimID] = append(all[d.ClaimID], d)
		return err
	})
}

// DecisionsIn gives the decisions in a document from which statuses are derived, by claim; who are all people.
func DecisionsIn(q db.Querier, who db.Aliases, documentID string) (map[string][]Decision, error) {
	return decisionsSpoken(q, who, spokenInDocument, documentID)
}
