package claims

import (
	"slices"

	"factmark/app/format"
	"factmark/app/ui/dialogs"
	"factmark/app/workspace"
)

// filterName is how a filter of the list is called on its chip.
func (p *Pane) filterName(f workspace.ClaimFilter) string {
	switch f.Kind {
	case workspace.FilterPerson:
		if name, known := p.model.PersonNames[f.Value]; known {
			return dialogs.VisualOrder(format.Shorten(format.NameLine(name), 40))
		}
		return "A person"
	case workspace.FilterEvidence:
		return format.UpperFirst(f.Value) + " evidence"
	}
	return format.UpperFirst(f.Value)
}

// ShowClaimFilter offers the people, statuses and evidence of the claims to filter their list by.
func (d *ClaimDialogs) ShowClaimFilter() {
	d.Workspace.ClaimFilterValues(func(values []workspace.ClaimFilterValue) {
		if len(d.Modals) == 0 {
			d.chooseClaimFilter(values)
		}
	})
}

func (d *ClaimDialogs) chooseClaimFilter(values []workspace.ClaimFilterValue) {
	model := d.Workspace
	isOn := func(v workspace.ClaimFilterValue) bool {
		return slices.Contains(model.ClaimView.Filters, v.ClaimFilter)
	}
	dialogs.FilterFinder[workspace.ClaimFilterValue]{
		All: values, Words: rowOf, Name: rowOf, IsOn: isOn,
		Count: func(v workspace.ClaimFilterValue) int { return v.Count },
		Tap:   func(v workspace.ClaimFilterValue) { model.ToggleClaimFilter(v.ClaimFilter) },
	}.Open(d.Host, "Filter claims", "Find a status or person",
		"With several filters, claims are listed that have any of the labels, any of the statuses and any of the people.")
}

// rowOf is how a value is called among those of all kinds.
func rowOf(v workspace.ClaimFilterValue) string {
	switch v.Kind {
	case workspace.FilterPerson:
		return "By " + dialogs.VisualOrder(format.Shorten(format.NameLine(v.Name), 60))
	case workspace.FilterEvidence:
		return format.UpperFirst(v.Value) + " evidence"
	}
	return "Status: " + format.UpperFirst(v.Value)
}
