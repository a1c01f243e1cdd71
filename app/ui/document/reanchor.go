package document

import (
	"fmt"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"factmark/app/anchor"
	"factmark/app/format"
	"factmark/app/locale"
	"factmark/app/replacing"
	"factmark/app/ui/dialogs"
	"factmark/app/workspace"
)

// orphanDialog shows the claims that lost their place one after another, each
// beside what is most like it in the document now.
type orphanDialog struct {
	host     *DocumentDialogs
	model    *workspace.Workspace
	document string
	orphans  []replacing.Orphan
	at       int // the orphan that is shown
	chosen   int // its candidate

	heading *widget.Label
	label   *widget.Label
	old     *widget.RichText
	change  *widget.Label // how it differs from the candidate chosen
	none    *widget.Label
	list    *dialogs.KeyList
	dialog  *dialogs.OpenModal
}

// ShowOrphans offers places for the orphans of a document, beginning with the
// claim of this id if it is one.
func (d *DocumentDialogs) ShowOrphans(documentID, first string) {
	model := d.Workspace
	if documentID == "" {
		model.Notices.Send(locale.T("Open a document first."))
		return
	}
	model.Back.Go(func() {
		orphans, err := replacing.Orphans(model.Ctx, model.Store, documentID)
		model.Back.OnUI(func() {
			switch {
			case err != nil:
				model.Fail(fmt.Errorf("looking for the orphans' places: %w", err))
			case len(orphans) == 0:
				model.Notices.Send(locale.T("This document has no unplaced claims."))
			case len(d.Modals) == 0:
				o := &orphanDialog{host: d, model: model, document: documentID, orphans: orphans}
				o.at = max(0, slices.IndexFunc(orphans, func(o replacing.Orphan) bool { return o.Claim.ID == first }))
				o.open()
			}
		})
	})
}

func (o *orphanDialog) open() {
	host := o.host
	o.heading, o.label = widget.NewLabel(""), widget.NewLabel("")
	o.heading.TextStyle.Bold = true
	o.label.Truncation = fyne.TextTruncateEllipsis
	o.old = widget.NewRichText()
	o.old.Wrapping = fyne.TextWrapWord
	o.change = dialogs.Wrapped("")
	o.change.TextStyle.Bold = true
	o.none = dialogs.Wrapped(locale.T("Nothing similar in the text.\n\nPlace the claim by hand, or delete it."))
	o.none.Importance = widget.LowImportance
	o.list = dialogs.NewKeyList(host.ModalKey, func() int { return len(o.orphans[o.at].Candidates) }, newCandidateRow, o.fill)
	o.list.OnSelected = func(i widget.ListItemID) {
		o.chosen = i
		o.showChange(i)
	}

	previous := dialogs.NewKeyButton(locale.T("Previous"), host.ModalKey, func() { o.step(-1) })
	next := dialogs.NewKeyButton(locale.T("Next"), host.ModalKey, func() { o.step(+1) })
	hand := dialogs.NewKeyButton(locale.T("Place by hand"), host.ModalKey, o.byHand)
	remove := dialogs.NewKeyButton(locale.T("Delete claim"), host.ModalKey, o.remove)
	if len(o.orphans) == 1 {
		previous.Disable()
		next.Disable()
	}
	size := host.Win.Canvas().Size()
	side := fyne.NewSize(min(430, size.Width/2-60), min(280, size.Height-340))
	left := container.NewBorder(dialogs.Bold(locale.T("Before")), nil, nil, nil, container.NewVScroll(o.old))
	right := container.NewBorder(dialogs.Bold(locale.T("Now, most similar first")), nil, nil, nil, container.NewStack(o.list, o.none))
	columns := container.NewBorder(nil, nil, container.NewGridWrap(side, left), container.NewGridWrap(side, right), container.NewCenter(widget.NewSeparator()))
	keys := dialogs.Wrapped(locale.T("Up and Down select a passage, Enter places the claim there, Left and Right go to other unplaced claims, H places by hand, Delete deletes the claim."))
	keys.Importance = widget.LowImportance
	keys.SizeName = theme.SizeNameCaptionText
	o.dialog = host.ShowModal(dialogs.Modal{Title: locale.T("Unplaced claims"), Confirm: locale.T("Place here"), Cancel: locale.T("Later"), Width: 700,
		Content: container.NewVBox(container.NewBorder(nil, nil, o.heading, container.NewHBox(previous, next), o.label), o.change, columns, keys,
			container.NewHBox(hand, remove, layout.NewSpacer())),
		OnConfirm: func() bool { o.place(); return false }, OnKey: o.typed})
	o.show()
}

// show shows the orphan at hand.
func (o *orphanDialog) show() {
	orphan := &o.orphans[o.at]
	c := &orphan.Claim
	o.heading.SetText(locale.T("{{.Count}} of {{.All}}", "Count", format.Thousands(o.at+1), "All", format.Thousands(len(o.orphans))))
	said := o.model.LabelOf(c.LabelID).Name
	if c.Note != "" {
		said += " · " + format.NameLine(c.Note)
	}
	o.label.SetText(said)
	o.showChange(0)
	dialogs.SetVisible(o.none, len(orphan.Candidates) == 0)
	dialogs.SetVisible(o.list, len(orphan.Candidates) > 0)
	o.list.UnselectAll()
	for i := range orphan.Candidates {
		o.list.SetItemHeight(i, o.rowHeight(i))
	}
	o.list.ScrollToTop()
	o.list.Refresh()
	if len(orphan.Candidates) > 0 {
		o.list.Select(0)
	}
	o.dialog.Allow(len(orphan.Candidates) > 0)
}

// showChange shows what the orphan stood in beside its candidate, and says how they differ.
func (o *orphanDialog) showChange(i int) {
	orphan := &o.orphans[o.at]
	var is anchor.Sentence
	said := ""
	if i < len(orphan.Candidates) {
		is = orphan.Candidates[i].In
		said = dialogs.DifferenceInWords(orphan.Was, is)
	} else {
		is = orphan.Was // nothing to compare it with
	}
	o.old.Segments, _ = dialogs.SideBySide(orphan.Was, is)
	o.old.Refresh()
	o.change.SetText(said)
}

func newCandidateRow() fyne.CanvasObject {
	text := widget.NewRichText()
	text.Wrapping = fyne.TextWrapWord
	return text
}

func (o *orphanDialog) segments(i int) []widget.RichTextSegment {
	orphan := &o.orphans[o.at]
	_, segments := dialogs.SideBySide(orphan.Was, orphan.Candidates[i].In)
	return segments
}

func (o *orphanDialog) fill(i widget.ListItemID, object fyne.CanvasObject) {
	if i < len(o.orphans[o.at].Candidates) {
		text := object.(*widget.RichText)
		text.Segments = o.segments(i)
		text.Refresh()
	}
}

// rowHeight measures a candidate at the width of the list.
func (o *orphanDialog) rowHeight(i int) float32 {
	text := widget.NewRichText(o.segments(i)...)
	text.Wrapping = fyne.TextWrapWord
	text.Resize(fyne.NewSize(o.list.Size().Width, 10))
	return text.MinSize().Height
}

func (o *orphanDialog) typed(name fyne.KeyName) bool {
	switch name {
	case fyne.KeyUp:
		o.choose(o.chosen - 1)
	case fyne.KeyDown:
		o.choose(o.chosen + 1)
	case fyne.KeyLeft:
		o.step(-1)
	case fyne.KeyRight:
		o.step(+1)
	case fyne.KeyH:
		o.byHand()
	case fyne.KeyDelete, fyne.KeyBackspace:
		o.remove()
	default:
		return false
	}
	return true
}

func (o *orphanDialog) choose(i int) {
	if 0 <= i && i < len(o.orphans[o.at].Candidates) {
		o.list.Select(i)
	}
}

func (o *orphanDialog) step(by int) {
	o.at = (o.at + by + len(o.orphans)) % len(o.orphans)
	o.show()
}

// place puts the claim on the candidate chosen and goes on to the next orphan.
func (o *orphanDialog) place() {
	orphan := o.orphans[o.at]
	p := orphan.Candidates[o.chosen]
	o.model.PlaceOrphan(orphan.Claim.ID, p.Start, p.End)
	o.drop()
}

func (o *orphanDialog) remove() {
	o.model.DeleteClaim(o.orphans[o.at].Claim.ID)
	o.drop()
}

// drop takes the orphan at hand out of the dialog.
func (o *orphanDialog) drop() {
	o.orphans = slices.Delete(o.orphans, o.at, o.at+1)
	if len(o.orphans) == 0 {
		o.dialog.Close()
		return
	}
	o.at %= len(o.orphans)
	o.show()
}

// byHand closes the dialog and waits for a selection.
func (o *orphanDialog) byHand() {
	o.dialog.Close()
	o.host.Placing.begin(o.orphans[o.at].Claim)
	if o.document != o.model.Document.ID {
		o.model.Open(o.document, "")
	}
}
