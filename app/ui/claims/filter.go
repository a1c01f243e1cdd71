package claims

import (
	"slices"

	"factmark/app/format"
	"factmark/app/ui/dialogs"
	"factmark/app/workspace"
	"factmark/widgets/chip"
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
	find := dialogs.Finder[workspace.ClaimFilterValue]{
		All:   values,
		Words: rowOf,
		Fill: func(row *chip.Chip, v workspace.ClaimFilterValue) {
			row.Text, row.Count, row.Selected = rowOf(v), format.Thousands(v.Count), isOn(v)
			if row.Selected {
				row.Text = "✓ " + row.Text
			}
		},
		Accept: func(v workspace.ClaimFilterValue) { model.ToggleClaimFilter(v.ClaimFilter) },
	}
	find.Tapped = func() { find.Dialog.Accept() }
	find.Chosen = func(v workspace.ClaimFilterValue) {
		find.Dialog.Ok.SetText("Filter")
		if isOn(v) {
			find.Dialog.Ok.SetText("Remove filter")
		}
	}
	find.Open(d.Host, dialogs.Modal{Title: "Filter claims", Confirm: "Filter", Cancel: "Cancel", Width: 420,
		Content: dialogs.Small("With several filters, claims are listed that have any of the labels, any of the statuses and any of the people.")},
		"Find a status or person", 0)
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
