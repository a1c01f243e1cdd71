package app

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"factmark/app/format"
	"factmark/store"
	"factmark/widgets/chip"
	"factmark/widgets/textfield"
)

// longestGuideline is in bytes. The store takes a little more with the label's name.
const longestGuideline = 30 << 10

// showGuidelines shows when each label is the right one, and has it written;
// during a review they are only read, since undo belongs to the review then.
func (w *claimDialogs) showGuidelines() {
	if w.desk.reviewing {
		w.readGuidelines()
		return
	}
	labels := w.desk.labels
	fields := make([]*textfield.Field, len(labels))
	drafts := newDraftForm(w.desk, formGuidelines, "")
	rows := container.NewVBox()
	for i, l := range labels {
		fields[i] = w.textField("When it is the right label, with an example that is, and one that is not", 3)
		fields[i].SetText(l.Guideline)
		drafts.addText(l.ID, "The guideline of “"+format.Shorten(l.Name, 40)+"”", l.Guideline, fields[i])
		rows.Add(container.New(layout.NewCustomPaddedLayout(4, 8, 0, 12),
			container.New(layout.NewCustomPaddedVBoxLayout(4), container.NewHBox(labelChip(l)), fields[i])))
	}
	scroll := container.NewVScroll(rows)
	room := w.win.Canvas().Size()
	scroll.SetMinSize(fyne.NewSize(min(560, room.Width-80), min(rows.MinSize().Height, room.Height-220)))
	for _, f := range fields {
		f.OnReveal = func(top, bottom float32) { follow(scroll, f, top, bottom) }
	}
	hint := small("Everyone who labels in this workspace reads them here, in a review too (Ctrl+G). They go with packages and come with merges.")
	edited := func() bool {
		for i, l := range labels {
			if strings.TrimSpace(fields[i].Text()) != l.Guideline {
				return true
			}
		}
		return false
	}
	w.showModal(modal{title: "Guidelines", width: 560, confirm: "Save", cancel: "Cancel", focus: fields[0], scroll: scroll, typedInto: edited, form: drafts, saves: true,
		content: container.NewBorder(nil, hint, nil, nil, scroll),
		onConfirm: func() bool {
			for i, f := range fields {
				f.SetError("")
				if len(f.Text()) > longestGuideline {
					f.SetError("The guideline is too long.")
					w.answer("The guideline of " + format.Shorten(labels[i].Name, 30) + " is too long; nothing is saved yet.")
					w.win.Canvas().Focus(f)
					return false
				}
			}
			for i, l := range labels {
				if text := strings.TrimSpace(fields[i].Text()); text != l.Guideline {
					l = w.desk.labelOf(l.ID) // another program may have renamed it since
					l.Guideline = text
					w.desk.saves.perform(change{name: "Guideline", write: w.desk.typed.saving(drafts.take(l.ID),
						func(ctx context.Context) error { return w.desk.store.EditLabel(ctx, l) })})
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

func (w *claimDialogs) readGuidelines() {
	rows := container.NewVBox()
	for _, l := range w.desk.labels {
		text := l.Guideline
		if text == "" {
			text = "No guideline."
		}
		rows.Add(container.New(layout.NewCustomPaddedVBoxLayout(0), container.NewHBox(labelChip(l)), wrapped(text)))
	}
	scroll := container.NewVScroll(rows)
	room := w.win.Canvas().Size()
	scroll.SetMinSize(fyne.NewSize(min(560, room.Width-80), min(420, room.Height-180)))
	w.showModal(modal{title: "Guidelines", width: 560, confirm: "Close", content: scroll, scroll: scroll})
}

// labelChip shows a label with its key, for reading.
func labelChip(l store.Label) fyne.CanvasObject {
	light, dark := colours(l)
	return chip.New(badge(l), format.NameLine(l.Name), light, dark, nil)
}
