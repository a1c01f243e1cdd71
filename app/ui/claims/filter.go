package claims

import (
	"slices"

	"factmark/app/format"
	"factmark/app/locale"
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
		return locale.T("A person")
	case workspace.FilterEvidence:
		return evidenceName(f.Value)
	}
	return statusName(f.Value)
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
	}.Open(d.Host, locale.T("Filter claims"), locale.T("Find a status or person"),
		locale.T("Filters of one kind add up: with two people, the claims of both are listed. Filters of different kinds must all match."))
}

// rowOf is how a value is called among those of all kinds.
func rowOf(v workspace.ClaimFilterValue) string {
	switch v.Kind {
	case workspace.FilterPerson:
		return locale.T("Person: {{.Name}}", "Name", dialogs.VisualOrder(format.Shorten(format.NameLine(v.Name), 60)))
	case workspace.FilterEvidence:
		return evidenceName(v.Value)
	}
	return locale.T("Status: {{.Status}}", "Status", statusName(v.Value))
}

var statusNames = map[string]string{
	workspace.ClaimToLabel: locale.Mark("To label"), workspace.ClaimLabelled: locale.Mark("Labelled"), workspace.ClaimDiffering: locale.Mark("People disagree"),
	workspace.ClaimInConflict: locale.Mark("In conflict"), workspace.ClaimSettled: locale.Mark("Settled"), workspace.ClaimRejected: locale.Mark("Rejected"),
	workspace.ClaimUnplaced: locale.Mark("Unplaced"),
}

func statusName(status string) string {
	if name, known := statusNames[status]; known {
		return locale.T(name)
	}
	return format.UpperFirst(status)
}

func evidenceName(value string) string {
	if value == workspace.EvidenceWith {
		return locale.T("With evidence")
	}
	return locale.T("Without evidence")
}
