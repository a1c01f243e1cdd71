package dataset

import (
	"fmt"
	"strings"
	"unicode"

	"factmark/store"
)

// The verdicts of a form, as mapped takes them.
const (
	supported = iota
	refuted
	notEnough
	conflicting
)

// mapped gives the verdict that a form with a closed list of them has for a claim, out of its words for supported,
// refuted, not enough information and conflicting evidence. The label counts that a review has settled, otherwise the
// annotator's. One that is called as a word of the list is that; otherwise the verdict is the fine label, which follows from
// the evidence, unless the label means something else: the word of people stands above it. It is "" for a claim of
// which nothing is said yet, or whose label means none of these.
func mapped(values [4]string, c *Claim) string {
	label := c.settledLabel()
	for _, value := range values {
		if value != "" && foldValue(value) == foldValue(label) {
			return value
		}
	}
	fine := c.FineLabel
	if c.contradictsFine() {
		fine = store.FineLabel(c.settledMeaning(), 0, 0, 0)
	}
	switch {
	case c.FinalLabel != "" && len(c.Evidence) == 0 && c.FinalMeaning == "none":
		return "" // the fine label follows from the annotator's
	case fine == "supported":
		return values[supported]
	case fine == "refuted":
		return values[refuted]
	case fine == "not enough info":
		return values[notEnough]
	case fine == "conflicting":
		return values[conflicting]
	}
	return ""
}

// settledLabel is the name of the label that a review has settled, otherwise that of the annotator; "" for none.
func (c *Claim) settledLabel() string {
	if c.FinalLabel != "" {
		return c.FinalLabel
	}
	return c.Label
}

// settledMeaning is what that label means: "", supported, disputed, unclear or none.
func (c *Claim) settledMeaning() string {
	if c.FinalLabel != "" {
		return c.FinalMeaning
	}
	return c.Meaning
}

// contradictsFine tells whether the label means something else than the fine label says.
func (c *Claim) contradictsFine() bool {
	switch c.settledMeaning() {
	case "supported":
		return c.FineLabel != "supported"
	case "disputed":
		return c.FineLabel != "refuted" && c.FineLabel != "conflicting"
	case "unclear":
		return c.FineLabel != "not enough info"
	}
	return false
}

// foldValue gives a word of a closed list without regard to case and to how its words are parted: NOT_ENOUGH_INFO is
// "Not enough info".
func foldValue(value string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '_' || r == '-' || r == '/' {
			return -1
		}
		return unicode.ToLower(r)
	}, value)
}

// Verdict is what a label is in a form with verdicts of its own, "" for none.
type Verdict struct{ Form, Value string }

// Verdicts gives what a claim with this label is in FEVER, AVeriTeC and ClaimReview, labels being all there are. A label
// that means nothing of supported, disputed and unclear has no verdict of its own: evidence gives one, where there is some.
func Verdicts(l store.Label, labels []store.Label) []Verdict {
	c := &Claim{Label: l.Name, Meaning: l.Meaning, FineLabel: store.FineLabel(l.Meaning, 0, 0, 0)}
	rating := ""
	if value, best := ratingOf(l, labels); value > 0 {
		rating = fmt.Sprintf("%d of %d", value, best)
	}
	return []Verdict{{"FEVER", mapped(feverValues, c)}, {"AVeriTeC", mapped(averitecValues, c)}, {"ClaimReview", rating}}
}

// ratingOf gives the rating of a label, from 1, the worst, to best: its own, on the scale of the labels of its group, else
// 3, 2 or 1 of 3 for a label that means supported, unclear or disputed; 0 for one that means nothing of these.
func ratingOf(l store.Label, labels []store.Label) (value, best int) {
	if l.Rating > 0 {
		best = l.Rating
		for _, other := range labels {
			if other.Group == l.Group {
				best = max(best, other.Rating)
			}
		}
		return l.Rating, best
	}
	return map[string]int{"supported": 3, "unclear": 2, "disputed": 1}[l.Meaning], 3
}
