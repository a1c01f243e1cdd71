package claims

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"factmark/app/format"
	"factmark/app/ui/dialogs"
	"factmark/app/workspace"
	"factmark/store"
	"factmark/widgets/chip"
)

// meanings are what a label can stand for, as the user reads them and as the store keeps them.
var meanings = []struct{ name, meaning string }{
	{"supported", "supported"}, {"disputed", "disputed"}, {"unclear", "unclear"}, {"nothing of these", "none"},
}

// labelRow is one label in the dialog of labels.
type labelRow struct {
	label   store.Label // its ID is empty for a new one
	name    *dialogs.KeyEntry
	meaning *dialogs.KeySelect
}

func (d *ClaimDialogs) newLabelRow(l store.Label) *labelRow {
	row := &labelRow{label: l, name: dialogs.NewKeyEntry(d.ModalKey), meaning: dialogs.NewKeySelect(nil, d.ModalEnd)}
	row.name.SetText(l.Name)
	row.name.SetPlaceHolder("A label of your own")
	for _, m := range meanings {
		row.meaning.Options = append(row.meaning.Options, m.name)
		if m.meaning == l.Meaning {
			row.meaning.SetSelected(m.name)
		}
	}
	return row
}

func (r *labelRow) object(name fyne.CanvasObject) fyne.CanvasObject {
	light, dark := dialogs.Colours(r.label)
	letter := r.label.Key
	if letter == "" {
		letter = "+"
	}
	return container.NewBorder(nil, nil,
		container.NewGridWrap(fyne.NewSize(40, 32), chip.New(letter, "", light, dark, nil)),
		container.NewGridWrap(fyne.NewSize(170, 36), r.meaning), name)
}

// wanted is the label as the row now says, and whether that is something new.
func (r *labelRow) wanted() (l store.Label, changed bool) {
	l = r.label
	l.Name = strings.TrimSpace(r.name.Text)
	for _, m := range meanings {
		if m.name == r.meaning.Selected {
			l.Meaning = m.meaning
		}
	}
	return l, l.Name != "" && l != r.label
}

// watch has drafts kept of what is typed in the row; that of a new label has no id before the space.
func (r *labelRow) watch(drafts *dialogs.DraftForm) {
	title := "The name of “" + format.Shorten(r.label.Name, 40) + "”"
	drafts.Add(r.label.ID+" name", title, r.label.Name, r.name.SetText, &r.name.OnChanged)
	drafts.Add(r.label.ID+" meaning", "The meaning of “"+format.Shorten(r.label.Name, 40)+"”", r.meaning.Selected, r.meaning.SetSelected, &r.meaning.OnChanged)
}

// edited tells whether the row says something else than what is stored.
func (r *labelRow) edited() bool {
	l, _ := r.wanted()
	return l.Name != r.label.Name || l.ID != "" && l != r.label
}

// ShowLabels renames labels and adds the user's own; keys, colours and patterns
// of new ones are chosen so that they differ from the others.
func (d *ClaimDialogs) ShowLabels() {
	problem := d.NewFormProblem(1)
	var rows []*labelRow
	list := container.NewVBox()
	add := func(l store.Label) *labelRow {
		row := d.newLabelRow(l)
		rows = append(rows, row)
		list.Add(row.object(problem.Field(row.name)))
		return row
	}
	for _, l := range d.Workspace.Labels {
		add(l)
	}
	fresh := add(store.Label{Meaning: "none"})
	drafts := dialogs.NewDraftForm(d.Workspace, workspace.FormLabels, "")
	for _, row := range rows {
		row.watch(drafts)
	}
	hint := dialogs.Wrapped("The key stands at the left. The last row adds a label; what it means tells exports how to count it.")
	hint.Importance = widget.LowImportance
	d.ShowModal(dialogs.Modal{Title: "Labels", Content: container.NewVBox(list, hint, problem.Body), Confirm: "Save", Cancel: "Cancel", Width: 520, Focus: fresh.name,
		Form: drafts, Saves: true, TypedInto: func() bool { return slices.ContainsFunc(rows, (*labelRow).edited) },
		OnConfirm: func() bool {
			if field, say := againstLabels(rows); say != "" {
				return problem.At(field, say)
			}
			for _, row := range rows {
				l, changed := row.wanted()
				if !changed {
					continue
				}
				typed := drafts.Take(row.label.ID+" name", row.label.ID+" meaning")
				if l.ID == "" {
					d.Workspace.Writes.Perform(workspace.PendingWrite{Name: "Add label", Write: d.Workspace.Drafts.Saving(typed, func(ctx context.Context) error {
						_, err := d.Workspace.Store.AddLabel(ctx, l)
						return err
					})})
				} else {
					d.Workspace.Writes.Perform(workspace.PendingWrite{Name: "Edit label", Write: d.Workspace.Drafts.Saving(typed, func(ctx context.Context) error { return d.Workspace.Store.EditLabel(ctx, l) })})
				}
			}
			return true
		}})
}

// againstLabels says what stands against the labels as they were typed, "" for nothing, and against which field.
func againstLabels(rows []*labelRow) (field *dialogs.KeyEntry, say string) {
	for i, row := range rows {
		l, _ := row.wanted()
		if l.Name == "" {
			if l.ID != "" {
				return row.name, "Every label needs a name."
			}
			continue
		}
		for _, above := range rows[:i] {
			other, _ := above.wanted()
			renamed := l.Name != row.label.Name || other.Name != above.label.Name // an earlier version let two have one name
			if renamed && store.SameLabelName(l.Name, other.Name) {
				return row.name, "Two labels are called " + l.Name + "."
			}
		}
	}
	return nil, ""
}
