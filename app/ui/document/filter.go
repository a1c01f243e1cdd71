package document

import (
	"slices"

	"factmark/app/format"
	"factmark/app/ui/dialogs"
	"factmark/app/workspace"
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
	dialogs.FilterFinder[workspace.FilterValue]{
		All: values, Name: rowOf, IsOn: isOn,
		Words: func(v workspace.FilterValue) string { return rowOf(v) + " " + v.Value },
		Count: func(v workspace.FilterValue) int { return v.Count },
		Tap:   func(v workspace.FilterValue) { model.ToggleFilter(v.DocumentFilter) },
	}.Open(d.Host, "Filter documents", "Find a status, tag, language or publisher",
		"With several filters, documents are listed that have all of the tags, and any of the statuses, languages and publishers.")
}

// rowOf is how a value is called among those of all kinds.
func rowOf(v workspace.FilterValue) string {
	name := FilterName(v.DocumentFilter)
	if v.Value == "" {
		return name
	}
	return format.UpperFirst(string(v.Kind)) + ": " + dialogs.VisualOrder(format.Shorten(name, 60))
}
