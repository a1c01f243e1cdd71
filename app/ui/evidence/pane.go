package evidence

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"factmark/app/format"
	"factmark/app/ui/dialogs"
	"factmark/app/workspace"
	"factmark/store"
)

// Pane is the evidence panel, below the claims: the claim in hand, and one list of rows for what bears on it.
type Pane struct {
	model *workspace.Workspace
	List  *List
	Body  *fyne.Container

	claim *dialogs.Headline // the words of the claim in hand
	where *widget.Label     // and its document
	empty *fyne.Container   // stands in place of the list while no claim is in hand
}

// NewPane makes the panel of a workspace, which follows the workspace's signals from then on.
func NewPane(model *workspace.Workspace) *Pane {
	p := &Pane{model: model, List: newList()}
	p.claim = dialogs.NewTextLines(1, theme.SizeNameText, false)
	p.where = widget.NewLabel("")
	p.where.SizeName = theme.SizeNameCaptionText
	p.where.Truncation = fyne.TextTruncateEllipsis
	p.where.Importance = widget.LowImportance
	title := dialogs.Bold("Evidence")
	hint := dialogs.Wrapped("Choose a claim to see what bears on it. E adds evidence from any document.")
	hint.Alignment = fyne.TextAlignCenter
	p.empty = container.NewVBox(layout.NewSpacer(), hint, layout.NewSpacer())
	head := container.New(layout.NewCustomPaddedVBoxLayout(-14), container.NewBorder(nil, nil, title, nil, p.where), p.claim)
	p.Body = container.NewBorder(head, nil, nil, nil, container.NewStack(p.List, p.empty))
	model.HandChanged.Listen(func(struct{}) { p.show() })
	model.DocumentsChanged.Listen(func(struct{}) { p.show() })
	p.show()
	return p
}

// show shows which claim is in hand.
func (p *Pane) show() {
	c := p.model.Hand
	none := c.ID == ""
	dialogs.SetVisible(p.empty, none)
	dialogs.SetVisible(p.List.scroll, !none)
	if none {
		p.claim.SetText("")
		p.where.SetText("")
		return
	}
	p.claim.SetText("“" + format.OneLine(c.Quote) + "”")
	p.where.SetText(p.titleOf(c))
}

// titleOf is the title of a claim's document, "" where that is the open one.
func (p *Pane) titleOf(c store.Claim) string {
	if i := p.model.DocumentIndex(c.DocumentID); i >= 0 && c.DocumentID != p.model.Document.ID {
		return format.NameLine(p.model.Documents[i].Title)
	}
	return ""
}
