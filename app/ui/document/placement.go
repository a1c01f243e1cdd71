package document

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"factmark/app/format"
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

func NewPlacingStrip(w *DocumentDialogs) *PlacingStrip {
	s := &PlacingStrip{host: w, quote: widget.NewLabel("")}
	s.quote.Truncation = fyne.TextTruncateEllipsis
	here := dialogs.NewKeyButton("Place here  (Ctrl+P)", w.StripKey(s.end), w.PlaceHere)
	here.Importance = widget.HighImportance
	s.Body = container.NewVBox(widget.NewSeparator(), container.NewPadded(container.NewBorder(nil, nil,
		widget.NewLabel("Select the passage for"), container.NewHBox(here, dialogs.NewKeyButton("Later", w.StripKey(s.end), s.end)), s.quote)))
	s.Body.Hide()
	w.Workspace.ClaimsChanged.Listen(func([]store.ClaimChange) { s.check() })
	w.Workspace.Reread.Listen(func(struct{}) { s.check() })
	w.Workspace.Opened.Listen(func(workspace.Opening) { s.check() })
	return s
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
	s.host.FocusText()
}

func (s *PlacingStrip) end() {
	s.claim = store.Claim{}
	s.Body.Hide()
	s.host.FocusBack()
}

// PlaceHere puts the orphan that waits for it, or the one in hand, on the selection.
func (w *DocumentDialogs) PlaceHere() {
	d, strip := w.Workspace, w.Placing
	id := strip.claim.ID
	if c := d.Claim(d.Current); id == "" && c != nil && c.Status == store.StatusOrphaned {
		id = c.ID
	}
	selected := w.Text.SelectedSpan().Trimmed()
	switch {
	case id == "" || d.Claim(id) == nil || d.Claim(id).Status != store.StatusOrphaned:
		d.Notices.Send("Choose a claim that has lost its place first.")
	case selected.Start == selected.End:
		d.Notices.Send("Select the passage first.")
	default:
		d.PlaceOrphan(id, selected.Start, selected.End)
	}
}
