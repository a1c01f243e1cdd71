package document

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"factmark/app/format"
	"factmark/app/ui/dialogs"
	"factmark/app/workspace"
	"factmark/widgets/chip"
)

// FilterName is how a filter of the library is called on its own.
func FilterName(f workspace.DocumentFilter) string {
	switch {
	case f.Kind == workspace.FilterStatus:
		return format.UpperFirst(f.Value)
	case f.Value == "":
		return "No " + string(f.Kind)
	case f.Kind == workspace.FilterLanguage:
		return format.LanguageName(f.Value)
	}
	return format.NameLine(f.Value)
}

// filterChooser is the dialog that finds a value to filter the documents by.
type filterChooser struct {
	model  *workspace.Workspace
	values []workspace.FilterValue
	Shown  []workspace.FilterValue // those that fit what was typed
	Search *dialogs.KeyEntry
	List   *dialogs.RowList
	Dialog *dialogs.OpenModal
}

// ShowFilter offers the statuses, tags, languages and publishers of the documents to filter the library by.
func (d *DocumentDialogs) ShowFilter() {
	d.Workspace.FilterValues(func(values []workspace.FilterValue) {
		if len(d.Modals) == 0 {
			d.chooseFilter(values)
		}
	})
}

func (d *DocumentDialogs) chooseFilter(values []workspace.FilterValue) *filterChooser {
	c := &filterChooser{model: d.Workspace, values: values}
	c.List = dialogs.NewRowList(func() int { return len(c.Shown) }, func() fyne.CanvasObject {
		row := chip.New("", "", dialogs.Rgb(0), dialogs.Rgb(0), nil)
		row.OnKey = d.ModalKey
		return row
	}, func(i int, o fyne.CanvasObject) {
		row, v := o.(*chip.Chip), c.Shown[i]
		row.Text, row.Count = rowOf(v), format.Thousands(v.Count)
		row.Selected = slices.Contains(c.model.View.Filters, v.DocumentFilter)
		if row.Selected {
			row.Text = "✓ " + row.Text
		}
		row.OnTapped = func() {
			c.List.Select(i)
			c.Dialog.Accept()
		}
		row.Refresh()
	}, c.chosen, d.ModalKey)
	c.List.HideSeparators = true
	c.Search = dialogs.NewKeyEntry(func(name fyne.KeyName) bool {
		switch name {
		case fyne.KeyUp, fyne.KeyDown, fyne.KeyPageUp, fyne.KeyPageDown:
			c.List.TypedKey(&fyne.KeyEvent{Name: name})
			return true
		}
		return d.ModalKey(name)
	})
	c.Search.SetPlaceHolder("Find a status, tag, language or publisher")
	c.Search.OnChanged = func(string) { c.fill() }
	hint := dialogs.Small("With several filters, documents are listed that have all of the tags, and any of the statuses, languages and publishers.")
	room := canvas.NewRectangle(nil)
	room.SetMinSize(fyne.NewSize(360, max(120, min(380, d.Win.Canvas().Size().Height-260))))
	c.Dialog = d.ShowModal(dialogs.Modal{Title: "Filter documents", Confirm: "Filter", Cancel: "Cancel", Width: 420, Focus: c.Search,
		Content: container.NewBorder(c.Search, hint, nil, nil, container.NewStack(room, c.List.Framed())),
		OnConfirm: func() bool {
			if c.List.Chosen < 0 {
				return false
			}
			c.model.ToggleFilter(c.Shown[c.List.Chosen].DocumentFilter)
			return true
		}})
	c.fill()
	return c
}

// rowOf is how a value is called among those of all kinds.
func rowOf(v workspace.FilterValue) string {
	name := FilterName(v.DocumentFilter)
	if v.Value == "" {
		return name
	}
	return format.UpperFirst(string(v.Kind)) + ": " + dialogs.VisualOrder(format.Shorten(name, 60))
}

// chosen says what Enter does with the row.
func (c *filterChooser) chosen(i int) {
	c.Dialog.Ok.SetText("Filter")
	if slices.Contains(c.model.View.Filters, c.Shown[i].DocumentFilter) {
		c.Dialog.Ok.SetText("Remove filter")
	}
}

// fill shows the values that fit the words.
func (c *filterChooser) fill() {
	words := strings.Fields(format.Fold(c.Search.Text))
	c.Shown = slices.DeleteFunc(slices.Clone(c.values), func(v workspace.FilterValue) bool {
		return !format.ContainsAll(format.Fold(rowOf(v)+" "+v.Value), words)
	})
	c.List.UnselectAll()
	c.List.Refresh()
	c.Dialog.Allow(len(c.Shown) > 0)
	if len(c.Shown) > 0 {
		c.List.Select(0)
	}
}
