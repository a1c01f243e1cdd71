package dataset

import (
	"strings"
	"unicode"
)

// The verdicts of a form, as mapped takes them.
const (
	supported = iota
	refuted
	notEnough
	conflicting
)

// mapped gives the verdict that a form with a closed list of them has for a claim, out of its words for supported,
// refuted, not enough information and conflicting evidence. A label that is called as one of these is meant, whatever
// else the claim says. Otherwise the verdict is the claim's fine label, which follows from the evidence; where there is
// none, from what the label means, that of a review before the annotator's. It is "" for a claim of which nothing is said
// yet, or whose label means none of these.
func mapped(values [4]string, c *Claim) string {
	label := c.settledLabel()
	for _, value := range values {
		if value != "" && foldValue(value) == foldValue(label) {
			return value
		}
	}
	if c.FinalLabel != "" && len(c.Evidence) == 0 {
		switch c.FinalMeaning {
		case "supported":
			return values[supported]
		case "disputed":
			return values[refuted]
		case "unclear":
			return values[notEnough]
		}
		return ""
	}
	switch c.FineLabel {
	case "supported":
		return values[supported]
	case "refuted":
		return values[refuted]
	case "not enough info":
		return values[notEnough]
	case "conflicting":
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
