package claims

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"factmark/app/format"
	"factmark/app/locale"
	"factmark/app/ui/dialogs"
	"factmark/app/workspace"
	"factmark/store"
	"factmark/widgets/chip"
	"factmark/widgets/textfield"
)

// LongestGuideline is in bytes. The store takes a little more with the label's name.
const LongestGuideline = 30 << 10

// ShowGuidelines shows when each label is the right one, and has it written;
// during a review they are only read, since undo belongs to the review then.
func (d *ClaimDialogs) ShowGuidelines() {
	if d.Workspace.Reviewing {
		d.readGuidelines()
		return
	}
	labels := d.Workspace.OfferedLabels()
	fields := make([]*textfield.Field, len(labels))
	drafts := dialogs.NewDraftForm(d.Workspace, workspace.FormGuidelines, "")
	rows := container.NewVBox()
	for i, l := range labels {
		fields[i] = d.TextField(locale.T("When to use this label, with an example and a counterexample"), 3)
		fields[i].SetText(l.Guideline)
		drafts.AddText(l.ID, locale.T("Guideline of “{{.Label}}”", "Label", format.Shorten(l.Name, 40)), l.Guideline, fields[i])
		rows.Add(container.New(layout.NewCustomPaddedLayout(4, 8, 0, 12),
			container.New(layout.NewCustomPaddedVBoxLayout(4), container.NewHBox(labelChip(l)), fields[i])))
	}
	scroll := container.NewVScroll(rows)
	room := d.Win.Canvas().Size()
	scroll.SetMinSize(fyne.NewSize(min(560, room.Width-80), min(rows.MinSize().Height, room.Height-220)))
	for _, f := range fields {
		f.OnReveal = func(top, bottom float32) { follow(scroll, f, top, bottom) }
	}
	hint := dialogs.Small(locale.T("Everyone who labels in this workspace can read them here, during reviews too ({{.Key}}). They are part of packages and merges.", "Key", d.Workspace.Key("guidelines")))
	edited := func() bool {
		for i, l := range labels {
			if strings.TrimSpace(fields[i].Text()) != l.Guideline {
				return true
			}
		}
		return false
	}
	d.ShowModal(dialogs.Modal{Title: locale.T("Guidelines"), Width: 560, Confirm: locale.T("Save"), Cancel: locale.T("Cancel"), Focus: fields[0], Scroll: scroll, TypedInto: edited, Form: drafts, Saves: true,
		Content: container.NewBorder(nil, hint, nil, nil, scroll),
		OnConfirm: func() bool {
			for i, f := range fields {
				f.SetError("")
				if len(f.Text()) > LongestGuideline {
					f.SetError(locale.T("This guideline is too long."))
					d.ShowRemark(locale.T("The guideline of “{{.Label}}” is too long. Nothing has been saved. Shorten it.", "Label", format.Shorten(labels[i].Name, 30)))
					d.Win.Canvas().Focus(f)
					return false
				}
			}
			for i, l := range labels {
				if text := strings.TrimSpace(fields[i].Text()); text != l.Guideline {
					l = d.Workspace.LabelOf(l.ID) // another program may have renamed it since
					l.Guideline = text
					d.Workspace.Writes.Perform(workspace.PendingWrite{Name: locale.T("Edit guideline"), Write: d.Workspace.Drafts.Saving(drafts.Take(l.ID),
						func(ctx context.Context) error { return d.Workspace.Store.EditLabel(ctx, l) })})
				}
			}
			return true
		}})
}

// follow scrolls as little as will show a part of an object that lies in the scroll.
func follow(scroll *container.Scroll, o fyne.CanvasObject, top, bottom float32) {
	d := fyne.CurrentApp().Driver()
	y := d.AbsolutePositionForObject(o).Y - d.AbsolutePositionForObject(scroll.Content).Y
	const gap = 8
	offset := max(scroll.Offset.Y, y+bottom+gap-scroll.Size().Height)
	offset = max(0, min(offset, y+top-gap))
	if offset != scroll.Offset.Y {
		scroll.ScrollToOffset(fyne.NewPos(0, offset))
	}
}

func (d *ClaimDialogs) readGuidelines() {
	rows := container.NewVBox()
	for _, l := range d.Workspace.OfferedLabels() {
		text := l.Guideline
		if text == "" {
			text = locale.T("No guideline.")
		}
		rows.Add(container.New(layout.NewCustomPaddedVBoxLayout(0), container.NewHBox(labelChip(l)), dialogs.Wrapped(text)))
	}
	scroll := container.NewVScroll(rows)
	room := d.Win.Canvas().Size()
	scroll.SetMinSize(fyne.NewSize(min(560, room.Width-80), min(420, room.Height-180)))
	d.ShowModal(dialogs.Modal{Title: locale.T("Guidelines"), Width: 560, Confirm: locale.T("Close"), Content: scroll, Scroll: scroll})
}

// labelChip shows a label with its key, for reading.
func labelChip(l store.Label) fyne.CanvasObject {
	light, dark := dialogs.Colours(l)
	return chip.New(dialogs.Badge(l), format.NameLine(l.Name), light, dark, nil)
}
