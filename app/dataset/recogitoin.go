package dataset

import (
	"strings"
)

// isRecogito tells of the form that Recogito keeps in memory, which programs save too.
func (m members) isRecogito() bool {
	target := membersOf(m["target"])
	selectors := oneOrMore(target["selector"])
	return elementsOf(m["bodies"]) != nil && len(selectors) > 0 && membersOf(selectors[0]).has("quote")
}

// recogito reads the form that Recogito and Annotorious keep in memory.
func (n *w3cNote) recogito(a members) {
	target := membersOf(a["target"])
	n.by, n.model = w3cMaker(target["creator"])
	if at, err := timeOfText(target.text("created")); err == nil {
		n.created = at
	}
	if at, err := timeOfText(target.text("updated")); err == nil {
		n.updated = at
	}
	for _, value := range oneOrMore(a["bodies"]) {
		b := membersOf(value)
		text := b.text("value")
		by, _ := w3cMaker(b["creator"])
		switch purpose := b.text("purpose"); {
		case text == "":
		case purpose == "tagging" || purpose == "classifying":
			n.labels = append(n.labels, strings.TrimSpace(text))
		default:
			n.notes = append(n.notes, saidBy(by, n.by, text))
		}
	}
	for _, value := range oneOrMore(target["selector"]) {
		s := membersOf(value)
		m := w3cMark{exact: s.text("quote"), prefix: s.text("quotePrefix", "prefix"), suffix: s.text("quoteSuffix", "suffix"), url: target.text("source")}
		if s.has("start") || s.has("end") {
			m.position(s["start"], s["end"])
		}
		n.marks = append(n.marks, m)
	}
}
