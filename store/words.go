package store

import (
	"cmp"
	"maps"
	"slices"
	"time"
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
// on the same span. Claims' ids grow with time.
func (w Word) HoldsOver(before Word) bool {
	switch {
	case w.Decision != before.Decision:
		return w.Decision
	case w.Decision && !w.At.Equal(before.At):
		return w.At.After(before.At)
	}
	return w.ClaimID >= before.ClaimID
}

// WordsOn gives what people say of a span: of the claims on it, and by the
// decisions on each, in the order they were made. The words come in the order
// of the people's ids.
//
// What counts as a person's word: their last decision, a label or a rejection,
// made in a review session on any claim on this very span; where they made
// none, the label that they gave a claim on it, of several the last that has
// one. Each person has one word, however many names they go by. A skip is no
// word, and neither is a decision that settled the claim: it was made in sight
// of the others.
func WordsOn(heads []ClaimHead, spoken map[string][]Decision) []Word {
	words := make(map[string]Word)
	hear := func(w Word) {
		if before, known := words[w.PersonID]; !known || w.HoldsOver(before) {
			words[w.PersonID] = w
		}
	}
	for _, h := range heads {
		if h.LabelID != "" {
			hear(Word{PersonID: h.LabellerID, LabelID: h.LabelID, ClaimID: h.ID})
		}
		for _, d := range spoken[h.ID] {
			if d.SessionID != "" && d.Kind != DecidedSkip {
				hear(Word{d.PersonID, d.LabelID, h.ID, d.Comment, true, d.UpdatedAt})
			}
		}
	}
	return slices.SortedFunc(maps.Values(words), func(a, b Word) int { return cmp.Compare(a.PersonID, b.PersonID) })
}

// Follows is the status that follows from what people say, with the label
// where it is unanimous; "" where fewer than two have spoken.
func Follows(words []Word) (status, labelID string) {
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
