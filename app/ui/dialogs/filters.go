package dialogs

import (
	"fyne.io/fyne/v2"

	"factmark/app/format"
	"factmark/app/locale"
	"factmark/widgets/chip"
)

// FilterFinder finds a value to filter a list by, and puts its filter on the list or takes it off.
type FilterFinder[V any] struct {
	All   []V
	Words func(V) string // what is searched
	Name  func(V) string // as a row says it
	Count func(V) int    // of what in the list has the value
	IsOn  func(V) bool
	Tap   func(V) // puts the filter on, or takes it off
}

// Open shows the dialog with a hint in its field, and below the list what several filters do together.
func (f FilterFinder[V]) Open(h *Host, title, hint, together string) {
	find := Finder[V]{
		All:   f.All,
		Words: f.Words,
		Fill: func(row *chip.Chip, v V) {
			row.Text, row.Count, row.Selected = f.Name(v), format.Thousands(f.Count(v)), f.IsOn(v)
			if row.Selected {
				row.Text = "✓ " + row.Text
			}
		},
		Accept: f.Tap,
	}
	find.Tapped = func() { find.Dialog.Accept() }
	find.Chosen = func(v V) {
		find.Dialog.Ok.SetText(locale.X("verb: Filter", "Filter"))
		if f.IsOn(v) {
			find.Dialog.Ok.SetText(locale.T("Remove filter"))
		}
	}
	find.Open(h, Modal{Title: title, Confirm: locale.X("verb: Filter", "Filter"), Cancel: locale.T("Cancel"), Width: 420, Content: Small(together)}, hint, 0)
}

// OffChip says which filter is on and takes it off when it is tapped; key gets the keys that press nothing.
func OffChip(text string, off func(), key func(fyne.KeyName) bool) *chip.Chip {
	c := chip.New("", text, Rgb(0), Rgb(0), off)
	c.Selected, c.OnKey = true, key
	return c
}
