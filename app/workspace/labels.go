package workspace

import (
	"slices"
	"strings"
	"unicode"

	"factmark/app/locale"
	"factmark/store"
)

// labelSet holds the labels of the workspace in their order.
type labelSet struct{ Labels []store.Label }

// NoLabel is how a claim without a label looks; it is no row of the store. Its name is in the user's language once a workspace is open.
var NoLabel = store.Label{Name: locale.Mark("No label"), Meaning: "none", Letter: "–", Light: "#6B7280", Dark: "#9CA3AF", Pattern: "dashed"}

// LabelIndex is the place of a label in the workspace's order, -1 for none and for one that is not known.
func (s *labelSet) LabelIndex(labelID string) int {
	for i, l := range s.Labels {
		if l.ID == labelID {
			return i
		}
	}
	return -1
}

// LabelOf returns a claim's label, NoLabel where it has none.
func (s *labelSet) LabelOf(labelID string) store.Label {
	if i := s.LabelIndex(labelID); i >= 0 {
		return s.Labels[i]
	}
	return NoLabel
}

// Settled says how a review has settled a claim, "" where none has.
func (s *labelSet) Settled(c store.Claim) string {
	switch c.Status {
	case store.StatusUnanimous:
		if c.FinalLabelID != c.LabelID { // what its author says since, or what others say of a claim without one
			return locale.T("unanimous: {{.Label}}", "Label", s.LabelOf(c.FinalLabelID).Name)
		}
		return locale.T("unanimous")
	case store.StatusAdjudicated:
		return locale.T("final: {{.Label}}", "Label", s.LabelOf(c.FinalLabelID).Name)
	case store.StatusRejected:
		return locale.T("rejected")
	case store.StatusUnresolved:
		return locale.T("people disagree")
	}
	return ""
}

// OfferedLabels gives the labels that a claim may get: those that are not retired.
func (s *labelSet) OfferedLabels() []store.Label {
	return slices.DeleteFunc(slices.Clone(s.Labels), func(l store.Label) bool { return l.Retired })
}

// LabelForKey finds the label whose key this is.
func (s *labelSet) LabelForKey(r rune) (labelID string, is bool) {
	key := string(unicode.ToUpper(r))
	for _, l := range s.Labels {
		if !l.Retired && l.Key != "" && strings.ToUpper(l.Key) == key {
			return l.ID, true
		}
	}
	return "", false
}

// Guided tells whether any label has a guideline.
func Guided(labels []store.Label) bool {
	for _, l := range labels {
		if l.Guideline != "" {
			return true
		}
	}
	return false
}
