package document

import (
	"slices"
	"strconv"
	"strings"

	"factmark/app/format"
	"factmark/app/locale"
	"factmark/app/ui/dialogs"
	"factmark/app/workspace"
	"factmark/store"
	"factmark/widgets/docview"
)

// showReferences marks the evidence that lies in the open document. Evidence of several claims on the very same words is one
// mark.
func (p *Pane) showReferences() {
	p.referred = map[string][]store.EvidenceWithin{}
	var all []docview.Highlight
	at := map[string]int{}
	for _, e := range p.model.EvidenceHere {
		if !e.Placed() {
			continue
		}
		id := referenceID(e.Evidence)
		style := slices.Index(dialogs.Stances(), e.Stance)
		i, there := at[id]
		switch {
		case !there:
			at[id] = len(all)
			all = append(all, docview.Highlight{ID: id, Start: e.Start, End: e.End, Style: style})
		case all[i].Style != style:
			all[i].Style = len(dialogs.Stances())
		}
		p.referred[id] = append(p.referred[id], e)
	}
	p.View.SetReferences(all)
	p.showPicked()
}

// referenceID names the words that evidence stands on.
func referenceID(e store.Evidence) string { return strconv.Itoa(e.Start) + "-" + strconv.Itoa(e.End) }

// showPicked makes the picked evidence stand out, where it lies in the open document.
func (p *Pane) showPicked() {
	id := ""
	for _, e := range p.model.EvidenceHere {
		if e.ID == p.model.Picked && e.Placed() {
			id = referenceID(e.Evidence)
		}
	}
	p.View.SetCurrentReference(id)
}

// referenceClicked picks the evidence under a click: that of the claim in hand, else the first.
func (p *Pane) referenceClicked(id string) {
	if p.review != nil && !p.review.Independent {
		return
	}
	all := p.referred[id]
	if len(all) == 0 {
		return
	}
	i := slices.IndexFunc(all, func(e store.EvidenceWithin) bool { return e.ClaimID == p.model.Hand.ID })
	p.model.PickEvidence(all[max(i, 0)].Evidence)
}

// EvidenceAt is the evidence over a code point of the open document, on the fewest words first.
func (p *Pane) EvidenceAt(offset int) []store.EvidenceWithin {
	var all []store.EvidenceWithin
	for _, id := range p.View.ReferencesAt(offset) {
		all = append(all, p.referred[id]...)
	}
	return all
}

// MenuOffset is the code point that the context menu was opened over.
func (p *Pane) MenuOffset() int { return p.menuOffset }

// hoverReference is what a mark of evidence says when the pointer rests on it.
func (p *Pane) hoverReference(id string) string {
	const most = 4
	all := p.referred[id]
	var said []string
	for _, e := range all[:min(most, len(all))] {
		what := dialogs.StanceName(e.Stance) + " “" + format.Shorten(format.OneLine(e.ClaimQuote), 80) + "”"
		if e.Stance == store.StanceContext {
			what = locale.T("Context of “{{.Claim}}”", "Claim", format.Shorten(format.OneLine(e.ClaimQuote), 80))
		}
		if e.ClaimDocumentID != p.model.Document.ID {
			what += " (" + format.Shorten(format.NameLine(e.ClaimDocument), 50) + ")"
		}
		if note := format.OneLine(e.Note); note != "" {
			what += "\n" + format.Shorten(note, 200)
		}
		said = append(said, what)
	}
	if more := len(all) - most; more > 0 {
		said = append(said, locale.N("and {{.N}} more", more))
	}
	return strings.Join(said, "\n")
}

// AddSelection adds the selection as evidence to the claim in hand, by one of the functions of workspace. The selection goes
// before it is written, as with labels.
func (p *Pane) AddSelection(add func(selected workspace.Span)) {
	if p.model.StillOpening() {
		return
	}
	selected := p.SelectedSpan()
	if selected.Start < selected.End {
		p.place(func() { p.View.Select(selected.End, selected.End) })
		p.Selected.Send(p.selection())
	}
	add(selected)
}

// AddWhileAdding is AddSelection for a key, which means nothing while no evidence is being added, and means one piece of it
// however long it is held down.
func (p *Pane) AddWhileAdding(add func(*workspace.Workspace, workspace.Span)) {
	if p.model.Adding && !p.View.Repeated() {
		p.AddSelection(func(selected workspace.Span) { add(p.model, selected) })
	}
}
