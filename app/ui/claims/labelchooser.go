package claims

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"factmark/app/format"
	"factmark/app/ui/dialogs"
	"factmark/app/workspace"
	"factmark/store"
	"factmark/widgets/chip"
)

// labelChooser is the dialog that finds one of many labels by its name.
type labelChooser struct {
	labels []store.Label
	shown  []store.Label // those that fit what was typed
	search *dialogs.KeyEntry
	list   *dialogs.RowList
	dialog *dialogs.OpenModal
}

// ChooseLabel asks for one of all labels; no label is one of them where one may be taken back.
func (d *ClaimDialogs) ChooseLabel(chosen string, apply func(labelID string)) *labelChooser {
	c := &labelChooser{labels: slices.Clone(d.Workspace.Labels)}
	if d.MayUnlabel() {
		c.labels = append(c.labels, workspace.NoLabel)
	}
	c.list = dialogs.NewRowList(func() int { return len(c.shown) }, func() fyne.CanvasObject {
		row := chip.New("", "", dialogs.Rgb(0), dialogs.Rgb(0), nil)
		row.OnKey = d.ModalKey
		return row
	}, func(i int, o fyne.CanvasObject) {
		row, l := o.(*chip.Chip), c.shown[i]
		row.Letter, row.Text = l.Key, dialogs.VisualOrder(format.OneLine(l.Name))
		if row.Letter == "" {
			row.Letter = l.Letter
		}
		row.Light, row.Dark = dialogs.Colours(l)
		row.OnTapped = func() { c.list.Select(i) }
		row.Refresh()
	}, nil, d.ModalKey)
	c.list.HideSeparators = true
	c.search = dialogs.NewKeyEntry(func(name fyne.KeyName) bool {
		switch name {
		case fyne.KeyUp, fyne.KeyDown, fyne.KeyPageUp, fyne.KeyPageDown:
			c.list.TypedKey(&fyne.KeyEvent{Name: name})
			return true
		}
		return d.ModalKey(name)
	})
	c.search.SetPlaceHolder("Find a label")
	c.search.OnChanged = func(string) { c.fill(0) }
	room := canvas.NewRectangle(nil)
	room.SetMinSize(fyne.NewSize(300, max(120, min(360, d.Win.Canvas().Size().Height-200))))
	c.dialog = d.ShowModal(dialogs.Modal{Title: "Label", Confirm: "Use this label", Cancel: "Cancel", Width: 380, Focus: c.search,
		Content: container.NewBorder(c.search, nil, nil, nil, container.NewStack(room, c.list.Framed())),
		OnConfirm: func() bool {
			if c.list.Chosen < 0 {
				return false
			}
			apply(c.shown[c.list.Chosen].ID)
			return true
		}})
	c.fill(max(0, slices.IndexFunc(c.labels, func(l store.Label) bool { return l.ID == chosen && chosen != "" })))
	return c
}

// fill shows the labels that fit the words, with one of them chosen.
func (c *labelChooser) fill(choose int) {
	words := strings.Fields(format.Fold(c.search.Text))
	c.shown = slices.DeleteFunc(slices.Clone(c.labels), func(l store.Label) bool { return !format.ContainsAll(format.Fold(l.Name), words) })
	c.list.UnselectAll()
	c.list.Refresh()
	if len(c.shown) == 0 {
		c.dialog.Ok.Disable()
		return
	}
	c.dialog.Ok.Enable()
	c.list.Select(choose)
}
