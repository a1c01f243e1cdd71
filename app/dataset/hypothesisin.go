package dataset

import (
	"strings"
)

func (m members) isHypothesis() bool {
	return m.has("uri") && len(m["target"]) > 0 && m["target"][0] == '[' && (m.has("user") || m.has("group") || m.has("tags"))
}

// hypothesis reads what Hypothesis's API and client write.
func (r *w3cReader) hypothesis(a members, n *w3cNote) {
	n.by = strings.TrimPrefix(a.text("user"), "acct:")
	n.by = strings.TrimSuffix(n.by, "@hypothes.is")
	n.labels = a.texts("tags")
	if text := a.text("text"); text != "" {
		n.notes = append(n.notes, text)
	}
	if references := a.texts("references"); len(references) > 0 { // from the first of the thread on
		n.about = references
	} else if group := a.text("group"); group != "" && group != "__world__" {
		if r.groups == nil {
			r.groups = map[string]int{}
		}
		r.groups[group]++
	}
	title := documentTitle(membersOf(a["document"]), "")
	for _, value := range oneOrMore(a["target"]) {
		t := membersOf(value)
		m := w3cMark{title: title, url: a.text("uri")}
		if source := t.text("source"); source != "" {
			m.url = source
		}
		for _, s := range oneOrMore(t["selector"]) {
			m.selector(membersOf(s), 0)
		}
		if t.has("selector") {
			n.marks = append(n.marks, m)
		}
	}
}
