package dialogs

import (
	"image/color"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"factmark/app/format"
	"factmark/widgets/chip"
)

// Finder is a dialog that finds one of many things by words that are typed: a field above the list of those that fit.
type Finder[T any] struct {
	All    []T
	Words  func(T) string            // what is searched
	Fill   func(row *chip.Chip, t T) // shows a thing in a row, which may have shown another
	Chosen func(T)                   // a row is chosen, which can be confirmed; may be nil
	Tapped func()                    // the chosen row was tapped; may be nil
	Accept func(T)                   // the chosen row is confirmed

	shown  []T // those that fit what was typed
	search *KeyEntry
	list   *RowList
	Dialog *OpenModal
}

// Open shows the dialog m, with m.Content below the list, which may be nil, and a hint in the field. The row at first is chosen.
func (f *Finder[T]) Open(h *Host, m Modal, hint string, first int) {
	f.list = NewRowList(func() int { return len(f.shown) }, func() fyne.CanvasObject {
		row := chip.New("", "", Rgb(0), Rgb(0), nil)
		row.OnKey = h.ModalKey
		return row
	}, func(i int, o fyne.CanvasObject) {
		row := o.(*chip.Chip)
		f.Fill(row, f.shown[i])
		row.OnTapped = func() {
			f.list.Select(i)
			callIfSet(f.Tapped)
		}
		row.Refresh()
	}, func(i int) {
		if f.Chosen != nil {
			f.Chosen(f.shown[i])
		}
	}, h.ModalKey)
	f.list.HideSeparators = true
	f.search = NewKeyEntry(func(name fyne.KeyName) bool {
		switch name {
		case fyne.KeyUp, fyne.KeyDown, fyne.KeyPageUp, fyne.KeyPageDown:
			f.list.TypedKey(&fyne.KeyEvent{Name: name})
			return true
		}
		return h.ModalKey(name)
	})
	f.search.SetPlaceHolder(hint)
	f.search.OnChanged = func(string) { f.find(0) }
	room := canvas.NewRectangle(color.Transparent)
	room.SetMinSize(fyne.NewSize(m.Width-60, max(120, min(380, h.Win.Canvas().Size().Height-260))))
	m.Content, m.Focus = container.NewBorder(f.search, m.Content, nil, nil, container.NewStack(room, f.list.Framed())), f.search
	m.OnConfirm = func() bool {
		if f.list.Chosen < 0 {
			return false
		}
		f.Accept(f.shown[f.list.Chosen])
		return true
	}
	f.Dialog = h.ShowModal(m)
	f.find(first)
}

// find shows the things that fit the words, with one of them chosen.
func (f *Finder[T]) find(choose int) {
	words := strings.Fields(format.Fold(f.search.Text))
	f.shown = slices.DeleteFunc(slices.Clone(f.All), func(t T) bool { return !format.ContainsAll(format.Fold(f.Words(t)), words) })
	f.list.UnselectAll()
	f.list.Refresh()
	f.Dialog.Allow(len(f.shown) > 0)
	if len(f.shown) > 0 {
		f.list.Select(choose)
	}
}
