package document

import (
	"slices"

	"factmark/app/format"
	"factmark/app/locale"
	"factmark/app/ui/dialogs"
	"factmark/app/workspace"
	"factmark/store"
)

// FilterName is how a filter of the library is called on its own.
func FilterName(f workspace.DocumentFilter) string {
	switch {
	case f.Kind == workspace.FilterStatus:
		return statusName(store.DocumentStatus(f.Value))
	case f.Value == "" && f.Kind == workspace.FilterTag:
		return locale.T("No tag")
	case f.Value == "" && f.Kind == workspace.FilterLanguage:
		return locale.T("No language")
	case f.Value == "" && f.Kind == workspace.FilterPublisher:
		return locale.T("No publisher")
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
	}.Open(d.Host, locale.T("Filter documents"), locale.T("Find a status, tag, language or publisher"),
		locale.T("With several filters, documents must have all of the tags, and any of the statuses, languages and publishers."))
}

// rowOf is how a value is called among those of all kinds.
func rowOf(v workspace.FilterValue) string {
	name := FilterName(v.DocumentFilter)
	if v.Value == "" {
		return name
	}
	name = dialogs.VisualOrder(format.Shorten(name, 60))
	switch v.Kind {
	case workspace.FilterStatus:
		return locale.T("Status: {{.Value}}", "Value", name)
	case workspace.FilterTag:
		return locale.T("Tag: {{.Value}}", "Value", name)
	case workspace.FilterLanguage:
		return locale.T("Language: {{.Value}}", "Value", name)
	}
	return locale.T("Publisher: {{.Value}}", "Value", name)
}
