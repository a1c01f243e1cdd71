package document

import (
	"slices"

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

// ShowFilter offers the statuses, tags, languages and publishers of the documents to filter the library by.
func (d *DocumentDialogs) ShowFilter() {
	d.Workspace.FilterValues(func(values []workspace.FilterValue) {
		if len(d.Modals) == 0 {
			d.chooseFilter(values)
		}
	})
}

func (d *DocumentDialogs) chooseFilter(values []workspace.FilterValue) {
	model := d.Workspace
	isOn := func(v workspace.FilterValue) bool { return slices.Contains(model.View.Filters, v.DocumentFilter) }
	find := dialogs.Finder[workspace.FilterValue]{
		All:   values,
		Words: func(v workspace.FilterValue) string { return rowOf(v) + " " + v.Value },
		Fill: func(row *chip.Chip, v workspace.FilterValue) {
			row.Text, row.Count, row.Selected = rowOf(v), format.Thousands(v.Count), isOn(v)
			if row.Selected {
				row.Text = "✓ " + row.Text
			}
		},
		Accept: func(v workspace.FilterValue) { model.ToggleFilter(v.DocumentFilter) },
	}
	find.Tapped = func() { find.Dialog.Accept() }
	find.Chosen = func(v workspace.FilterValue) {
		find.Dialog.Ok.SetText("Filter")
		if isOn(v) {
			find.Dialog.Ok.SetText("Remove filter")
		}
	}
	find.Open(d.Host, dialogs.Modal{Title: "Filter documents", Confirm: "Filter", Cancel: "Cancel", Width: 420,
		Content: dialogs.Small("With several filters, documents are listed that have all of the tags, and any of the statuses, languages and publishers.")},
		"Find a status, tag, language or publisher", 0)
}

// rowOf is how a value is called among those of all kinds.
func rowOf(v workspace.FilterValue) string {
	name := FilterName(v.DocumentFilter)
	if v.Value == "" {
		return name
	}
	return format.UpperFirst(string(v.Kind)) + ": " + dialogs.VisualOrder(format.Shorten(name, 60))
}
