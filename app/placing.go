package app

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"factmark/store"
)

// placeOrphan puts a claim that lost its place on a span of its document.
func (d *desk) placeOrphan(id string, start, end int) {
	d.saves.perform(change{
		name:  "Place claim",
		write: func(ctx context.Context) error { return d.store.PlaceClaim(ctx, id, start, end) },
		done: func() {
			said := "The claim is placed."
			if left := d.orphans(); left > 0 && d.claim(id) != nil {
				said = "The claim is placed; " + pluralVerb(left, "is left without a place.", "are left without a place.")
			}
			d.told.send(said)
			if d.claimIndex(id) >= 0 {
				d.choose(id, true)
			}
		},
	})
}

// orphans counts the claims of the open document that have no place.
func (d *desk) orphans() int {
	n := 0
	for _, c := range d.claims {
		if c.Status == store.StatusOrphaned {
			n++
		}
	}
	return n
}

// placingStrip stands below the document while a claim is to be placed by hand.
type placingStrip struct {
	window *documentDialogs
	claim  store.Claim // its ID is empty while there is none
	quote  *widget.Label
	body   *fyne.Container
}

func newPlacingStrip(w *documentDialogs) *placingStrip {
	s := &placingStrip{window: w, quote: widget.NewLabel("")}
	s.quote.Truncation = fyne.TextTruncateEllipsis
	here := newKeyButton("Place here  (Ctrl+P)", w.stripKey(s.end), w.placeHere)
	here.Importance = widget.HighImportance
	s.body = container.NewVBox(widget.NewSeparator(), container.NewPadded(container.NewBorder(nil, nil,
		widget.NewLabel("Select the passage for"), container.NewHBox(here, newKeyButton("Later", w.stripKey(s.end), s.end)), s.quote)))
	s.body.Hide()
	w.desk.claimsChanged.listen(func([]store.ClaimChange) { s.check() })
	w.desk.reread.listen(func(struct{}) { s.check() })
	w.desk.opened.listen(func(opening) { s.check() })
	return s
}

// check ends the waiting once the claim has a place, or is gone, or is of another document.
func (s *placingStrip) check() {
	if c := s.window.desk.claim(s.claim.ID); s.claim.ID != "" && (c == nil || placed(*c)) {
		s.end()
	}
}

// begin asks for a place for the claim.
func (s *placingStrip) begin(c store.Claim) {
	s.claim = c
	s.quote.SetText("“" + shorten(c.Quote, 200) + "”")
	s.body.Show()
	s.window.focusText()
}

func (s *placingStrip) end() {
	s.claim = store.Claim{}
	s.body.Hide()
	s.window.focusBack()
}

// placeHere puts the orphan that waits for it, or the one in hand, on the selection.
func (w *documentDialogs) placeHere() {
	d, strip := w.desk, w.placing
	id := strip.claim.ID
	if c := d.claim(d.current); id == "" && c != nil && c.Status == store.StatusOrphaned {
		id = c.ID
	}
	selected := w.text.selectedSpan().trimmed()
	switch {
	case id == "" || d.claim(id) == nil || d.claim(id).Status != store.StatusOrphaned:
		d.told.send("Choose a claim that has lost its place first.")
	case selected.start == selected.end:
		d.told.send("Select the passage first.")
	default:
		d.placeOrphan(id, selected.start, selected.end)
	}
}
