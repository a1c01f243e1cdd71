package document

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"factmark/app/format"
	"factmark/app/locale"
	"factmark/app/ui/dialogs"
	"factmark/app/workspace"
	"factmark/store"
)

// PlacingStrip stands below the document while a claim is to be placed by hand.
type PlacingStrip struct {
	host  *DocumentDialogs
	claim store.Claim // its ID is empty while there is none
	quote *widget.Label
	Body  *fyne.Container
}

// NewPlacingStrip makes the strip, hidden until a claim is to be placed by hand.
func NewPlacingStrip(host *DocumentDialogs) *PlacingStrip {
	s := &PlacingStrip{host: host, quote: widget.NewLabel("")}
	s.quote.Truncation = fyne.TextTruncateEllipsis
	here := dialogs.NewKeyButton(host.Workspace.WithKey(locale.T("Place here"), "place-claim"), host.StripKey(s.end), host.PlaceHere)
	here.Importance = widget.HighImportance
	s.Body = container.NewVBox(widget.NewSeparator(), container.NewPadded(container.NewBorder(nil, nil,
		widget.NewLabel(locale.T("Select the passage for")), container.NewHBox(here, dialogs.NewKeyButton(locale.T("Later"), host.StripKey(s.end), s.end)), s.quote)))
	s.Body.Hide()
	s.Hear(host.Workspace)
	return s
}

// Hear has the strip follow what becomes of the claims of the document that is open in a view of the workspace.
func (s *PlacingStrip) Hear(model *workspace.Workspace) {
	model.ClaimsChanged.Listen(func([]store.ClaimChange) { s.check() })
	model.Reread.Listen(func(struct{}) { s.check() })
	model.Opened.Listen(func(workspace.Opening) { s.check() })
}

// check ends the waiting once the claim has a place, or is gone, or is of another document.
func (s *PlacingStrip) check() {
	if c := s.host.Workspace.Claim(s.claim.ID); s.claim.ID != "" && (c == nil || workspace.Placed(*c)) {
		s.end()
	}
}

// begin asks for a place for the claim.
func (s *PlacingStrip) begin(c store.Claim) {
	s.claim = c
	s.quote.SetText("“" + format.Shorten(c.Quote, 200) + "”")
	s.Body.Show()
	s.host.Workspace.EndLabelEach() // what is selected now is for the claim
	s.host.FocusText()
}

func (s *PlacingStrip) end() {
	s.claim = store.Claim{}
	s.Body.Hide()
	s.host.RestoreFocus()
}

// PlaceHere puts a claim without a place on the selection: the one that is to be placed by hand, or else the
// current one.
func (d *DocumentDialogs) PlaceHere() {
	model, strip := d.Workspace, d.Placing
	id := strip.claim.ID
	if c := model.Claim(model.Current); id == "" && c != nil && c.Status == store.StatusOrphaned {
		id = c.ID
	}
	selected := d.Text.SelectedSpan().Trimmed()
	switch {
	case id == "" || model.Claim(id) == nil || model.Claim(id).Status != store.StatusOrphaned:
		model.Notices.Send(locale.T("Choose an unplaced claim first."))
	case selected.Start == selected.End:
		model.Notices.Send(locale.T("Select the passage first."))
	default:
		model.PlaceOrphan(id, selected.Start, selected.End)
	}
}
