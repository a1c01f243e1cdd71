package app

import (
	"factmark/store"
	"unicode"
)

// noLabel is how a claim without a label looks; it is no row of the store.
var noLabel = store.Label{Name: "No label yet", Meaning: "none", Letter: "–", Key: "C", Light: "#6B7280", Dark: "#9CA3AF", Pattern: "dashed"}

func (d *desk) labelIndex(labelID string) int {
	for i, l := range d.labels {
		if l.ID == labelID {
			return i
		}
	}
	return -1
}

// labelOf returns a claim's label, noLabel where it has none.
func (d *desk) labelOf(labelID string) store.Label {
	if i := d.labelIndex(labelID); i >= 0 {
		return d.labels[i]
	}
	return noLabel
}

// settled says how a review has settled a claim, "" where none has.
func (d *desk) settled(c store.Claim) string {
	switch c.Status {
	case store.StatusUnanimous:
		if c.FinalLabelID != c.LabelID { // what its author says since, or what others say of a claim without one
			return "unanimous: " + d.labelOf(c.FinalLabelID).Name
		}
		return "unanimous"
	case store.StatusAdjudicated:
		return "final: " + d.labelOf(c.FinalLabelID).Name
	case store.StatusRejected:
		return "rejected"
	case store.StatusUnresolved:
		return "people differ"
	}
	return ""
}

// labelForKey finds the label whose key this is; C stands for a claim with none.
func (d *desk) labelForKey(r rune) (labelID string, is bool) {
	key := string(unicode.ToUpper(r))
	for _, l := range d.labels {
		if l.Key == key {
			return l.ID, true
		}
	}
	return "", key == noLabel.Key
}

// guided tells whether any label has a guideline.
func guided(labels []store.Label) bool {
	for _, l := range labels {
		if l.Guideline != "" {
			return true
		}
	}
	return false
}
