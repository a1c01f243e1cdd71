package store

import (
	"slices"
	"strings"
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

// WordsOn gives what people say of a span: of the claims on it, in text order,
// by the decisions on each, in the order they were made. The words come in the
// order of the people's ids.
//
// What counts as a person's word: their last decision, a label or a rejection,
// made in a review session on any claim on this very span; where they made
// none, the label of their own claim on it. Each person has one word, however
// many names they go by. A skip is no word, and neither is a decision that
// settled the claim: it was made in sight of the others.
func WordsOn(heads []ClaimHead, spoken map[string][]Decision) []Word {
	words := make(map[string]Word)
	for _, h := range heads {
		if _, twice := words[h.PersonID]; h.LabelID != "" && !twice {
			words[h.PersonID] = Word{PersonID: h.PersonID, LabelID: h.LabelID, ClaimID: h.ID}
		}
	}
	for _, h := range heads {
		for _, d := range spoken[h.ID] {
			if d.SessionID == "" || d.Kind == DecidedSkip {
				continue
			}
			if before, known := words[d.PersonID]; known && before.Decision && before.At.After(d.UpdatedAt) {
				continue
			}
			words[d.PersonID] = Word{d.PersonID, d.LabelID, h.ID, d.Comment, true, d.UpdatedAt}
		}
	}
	all := make([]Word, 0, len(words))
	for _, w := range words {
		all = append(all, w)
	}
	slices.SortFunc(all, func(a, b Word) int { return strings.Compare(a.PersonID, b.PersonID) })
	return all
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
