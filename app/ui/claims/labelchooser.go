package claims

import (
	"slices"
	"strings"

	"factmark/app/format"
	"factmark/app/locale"
	"factmark/app/ui/dialogs"
	"factmark/app/workspace"
	"factmark/store"
	"factmark/widgets/chip"
)

// ChooseLabel asks for one of all labels; no label is one of them where one may be taken back.
func (d *ClaimDialogs) ChooseLabel(chosen string, apply func(labelID string)) {
	labels := d.Workspace.OfferedLabels()
	if d.MayUnlabel() {
		labels = append(labels, workspace.NoLabel)
	}
	find := dialogs.Finder[store.Label]{
		All:   labels,
		Words: func(l store.Label) string { return strings.TrimSpace(l.Name + " " + l.Group) },
		Fill: func(row *chip.Chip, l store.Label) {
			row.Letter, row.Text = l.Key, dialogs.VisualOrder(format.OneLine(l.Name))
			if row.Letter == "" {
				row.Letter = l.Letter
			}
			row.Count = dialogs.VisualOrder(format.Shorten(format.OneLine(l.Group), 24))
			row.Light, row.Dark = dialogs.Colours(l)
		},
		Accept: func(l store.Label) { apply(l.ID) },
	}
	find.Open(d.Host, dialogs.Modal{Title: locale.T("Label"), Confirm: locale.T("Use this label"), Cancel: locale.T("Cancel"), Width: 380}, locale.T("Find a label"),
		max(0, slices.IndexFunc(labels, func(l store.Label) bool { return l.ID == chosen && chosen != "" })))
}
