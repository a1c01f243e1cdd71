package evidence

import (
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"factmark/app/format"
	"factmark/app/locale"
	"factmark/app/ui/dialogs"
	"factmark/app/workspace"
	"factmark/store"
)

// Pane is the evidence panel, below the claims: the claim in hand, what follows from what bears on it, and one list of
// rows for that. Evidence itself is its first section.
type Pane struct {
	model *workspace.Workspace
	List  *List
	Body  *fyne.Container

	Claim   *dialogs.Headline // the words of the claim in hand
	Where   *dialogs.KeyButton
	Verdict *widget.Label // what the label is, and what follows from the evidence
	Warning *widget.Label // that they do not go together
	Why     *dialogs.KeyButton
	warned  *fyne.Container
	head    head            // as it is shown
	empty   *fyne.Container // stands in place of the list while no claim is in hand
	section *Section        // of evidence
	most    int             // so many rows of it are shown
	shownOf string          // the claim whose evidence that is
	wanted  string          // the evidence to be current once its row is there
	opened  string          // the evidence that was opened last

	selection string                  // words of the text that evidence is looked for in place of a claim, "" for none
	buttonKey func(fyne.KeyName) bool // gets the keys of buttons

	Focus      func(fyne.Focusable)
	Point      func(documentID string, at workspace.Span) // shows a passage of a document
	Beside     func(e store.Evidence)                     // shows evidence beside its claim
	OnMenu     func(e store.Evidence, at fyne.Position)
	OnDetails  func(e store.Evidence)
	OnWhy      func() // opens the note of the claim in hand
	OnGoTo     func() // goes to the claim in hand
	OnOpenText func() // gives the keyboard to the text
}

// mostRows is how many pieces of evidence are shown at first, and how many more each time that more are asked for.
const mostRows = 100

// NewPane makes the panel of a workspace, which follows the workspace's signals from then on; key gets the keys of its buttons.
func NewPane(model *workspace.Workspace, key func(fyne.KeyName) bool) *Pane {
	p := &Pane{model: model, List: newList(), most: mostRows, buttonKey: key}
	p.Claim = dialogs.NewTextLines(1, theme.SizeNameText, false)
	p.Where = dialogs.NewKeyButton("", key, func() { p.OnGoTo() })
	p.Where.Importance = widget.LowImportance
	p.Verdict, p.Warning = dialogs.Small(""), dialogs.Small("")
	p.Warning.Importance = widget.WarningImportance
	p.Why = dialogs.NewKeyButton(locale.T("Why? Add a note"), key, func() { p.OnWhy() })
	p.Why.Importance = widget.LowImportance
	hint := dialogs.Wrapped(locale.T("Choose a claim to see what bears on it."))
	hint.Alignment = fyne.TextAlignCenter
	p.empty = container.NewVBox(layout.NewSpacer(), hint, layout.NewSpacer())
	p.warned = container.NewBorder(nil, nil, nil, container.NewCenter(p.Why), p.Warning)
	p.head.claim = " " // shown first below
	above := container.New(layout.NewCustomPaddedVBoxLayout(-10),
		container.NewBorder(nil, nil, dialogs.Bold(locale.T("Evidence")), container.NewCenter(p.Where)), p.Claim, p.Verdict, p.warned)
	p.Body = container.NewBorder(above, nil, nil, nil, container.NewStack(p.List, p.empty))
	p.section = p.List.AddSection(nil)
	model.HandChanged.Listen(func(struct{}) { p.show() })
	model.EvidenceChanged.Listen(func(struct{}) { p.show() })
	model.Opened.Listen(func(workspace.Opening) { p.show() }) // what is of the open document is named so
	model.Writes.Moved.Listen(func(struct{}) { p.showHead() })
	model.PickedChanged.Listen(func(struct{}) {
		if p.wanted = model.Picked; p.wanted != "" {
			p.choose()
		}
	})
	p.show()
	return p
}

// show shows the claim in hand and what bears on it.
func (p *Pane) show() {
	if id := p.model.Hand.ID; id != p.shownOf {
		p.shownOf, p.most, p.opened = id, mostRows, ""
		p.List.begin()
	}
	p.showHead()
	empty := p.model.Hand.ID == "" && p.selection == ""
	dialogs.SetVisible(p.empty, empty)
	dialogs.SetVisible(p.List.scroll, !empty)
	p.section.SetRows(p.rows())
	p.choose()
}

// choose makes the row of the evidence that is wanted current, once it is there.
func (p *Pane) choose() {
	if p.wanted == "" {
		return
	}
	for i := range p.model.InHand {
		if p.model.InHand[i].ID == p.wanted {
			if i >= p.most {
				p.most = i + mostRows
				p.section.SetRows(p.rows())
			}
			wanted := p.wanted
			p.wanted = ""
			p.section.Choose(wanted)
			return
		}
	}
}

// head is what stands above the rows.
type head struct {
	none, why                      bool
	where, claim, verdict, warning string
}

// showHead shows which claim is in hand, and what follows from its evidence.
func (p *Pane) showHead() {
	c := p.model.Hand
	now := head{none: c.ID == ""}
	if !now.none {
		if i := p.model.DocumentIndex(c.DocumentID); i >= 0 && c.DocumentID != p.model.Document.ID {
			now.where = format.Shorten(format.NameLine(p.model.Documents[i].Title), 28)
		}
		now.claim = "“" + format.OneLine(c.Quote) + "”"
		now.verdict, now.warning = Verdict(p.model)
		note, waits := p.model.Notes[c.ID]
		if !waits {
			note = c.Note
		}
		now.why = note == ""
	}
	if now == p.head {
		return
	}
	p.head = now
	p.Where.SetText(now.where)
	p.Claim.SetText(now.claim)
	p.Verdict.SetText(now.verdict)
	p.Warning.SetText(now.warning)
	dialogs.SetVisible(p.Where, now.where != "")
	dialogs.SetVisible(p.Claim, !now.none)
	dialogs.SetVisible(p.Verdict, !now.none)
	dialogs.SetVisible(p.Why, now.why)
	dialogs.SetVisible(p.warned, now.warning != "")
	p.Body.Refresh()
}

// Verdict says what label the claim in hand has and what follows from the stances of its evidence, and warns where the two do
// not go together.
func Verdict(model *workspace.Workspace) (said, warning string) {
	c, all := model.Hand, model.InHand
	if !model.MaySeeEvidence(c.ID, c.DocumentID) {
		return locale.T("Your blind review hides what bears on this claim."), ""
	}
	l := model.LabelOf(c.LabelID)
	said = locale.T("Label: {{.Label}}", "Label", format.NameLine(l.Name))
	if c.LabelID == "" {
		said = workspace.NoLabel.Name
	}
	if len(all) == 0 {
		return locale.T("{{.Said}} · no evidence yet", "Said", said), ""
	}
	supports, refutes, context := workspace.Tally(all)
	follows := store.FineLabel(l.Meaning, supports, refutes, context)
	said = locale.T("{{.Said}} · the evidence says: {{.Follows}}", "Said", said, "Follows", verdictWords(follows))
	goesWith := map[string][]string{"supported": {"supported"}, "disputed": {"refuted", "conflicting"}, "unclear": {"not enough info"}}[l.Meaning]
	if goesWith == nil || slices.Contains(goesWith, follows) {
		return said, ""
	}
	return said, map[string]string{"supported": locale.T("The evidence only supports it."), "refuted": locale.T("The evidence only refutes it."),
		"conflicting": locale.T("The evidence supports and refutes it."), "not enough info": locale.T("The evidence is context only.")}[follows]
}

// rows are those of the evidence of the claim in hand.
func (p *Pane) rows() []Row {
	all := p.model.InHand
	if len(all) == 0 {
		if p.model.Hand.ID == "" || !p.model.MaySeeEvidence(p.model.Hand.ID, p.model.Hand.DocumentID) {
			return nil
		}
		hint := locale.T("No evidence yet. E adds it: a passage of any document. An outside source is added from the menu.")
		if p.model.ReadOnly() {
			hint = locale.T("No evidence.")
		}
		return []Row{{ID: "none", Object: dialogs.Small(hint), Said: hint}}
	}
	type set struct {
		claimID string
		number  int
	}
	members := map[set]int{}
	for _, e := range all {
		members[set{e.ClaimID, e.Set}]++
	}
	now := time.Now()
	var rows []Row
	for _, e := range all[:min(p.most, len(all))] {
		name := ""
		if members[set{e.ClaimID, e.Set}] > 1 {
			name = locale.T("set {{.Set}}", "Set", e.Set)
		}
		rows = append(rows, p.row(e, name, now))
	}
	if more := len(all) - p.most; more > 0 {
		text := locale.T("Show {{.Next}} more of {{.All}}", "Next", format.Thousands(min(more, mostRows)), "All", format.Thousands(more))
		rows = append(rows, Row{ID: "more", Object: widget.NewLabel(text), Said: text, Open: func() {
			p.most += mostRows
			p.section.SetRows(p.rows())
		}})
	}
	return rows
}

func (p *Pane) row(e store.Evidence, set string, now time.Time) Row {
	shown := newItem(p.model, e, set, now)
	actions := append(stanceActions(e.Stance, func(s store.Stance) { p.model.SetStance(e, s) }),
		plainAction(locale.T("Side by side"), func() { p.Beside(e) }, "V"),
		plainAction(locale.T("Details…"), func() { p.OnDetails(e) }, "F2"),
		plainAction(locale.T("Remove"), func() { p.model.RemoveEvidence(e) }, "Delete", "Backspace"))
	r := Row{ID: e.ID, Object: shown, Said: shown.said(), Open: func() { p.Open(e) }, Menu: func(at fyne.Position) { p.OnMenu(e, at) },
		Chosen: func() { p.model.PickEvidence(e) }, Key: keysOf(actions)}
	if !p.model.ReadOnly() {
		r.Actions = p.buttons(actions)
	}
	return r
}

// Open shows a piece of evidence at its place; where it is shown already it gives the keyboard to the text. An outside source
// has no place, so that its details are shown.
func (p *Pane) Open(e store.Evidence) {
	switch {
	case e.DocumentID == "":
		p.OnDetails(e)
	case !e.Placed():
		p.model.Notices.Send(locale.T("The document has a newer text, in which this passage was not found."))
	case p.opened == e.ID && p.model.Document.ID == e.DocumentID && p.model.Opening == "":
		p.opened = ""
		p.OnOpenText()
	default:
		p.opened = e.ID
		p.model.PickEvidence(e)
		p.Point(e.DocumentID, workspace.Span{Start: e.Start, End: e.End})
	}
}

// verdictWords is what the screen calls a fine label.
func verdictWords(fine string) string {
	return map[string]string{"supported": locale.T("supported"), "refuted": locale.T("refuted"), "conflicting": locale.T("conflicting"),
		"not enough info": locale.T("not enough info")}[fine]
}
