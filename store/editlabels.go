package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"factmark/store/internal/db"
)

// EditLabel replaces what a label is by l, found by its id.
func (s *Store) EditLabel(ctx context.Context, l Label) error {
	if l.ID == "" {
		return db.Failf(db.ErrNotFound, "a label has no id; nothing was changed")
	}
	_, err := s.SaveLabels(ctx, "Edit label "+l.Name, l)
	return err
}

// SaveLabels adds the labels that have no id, as AddLabel does, and replaces what those that have one are, in one
// action with this name; so two can swap their keys. It gives them as they are kept. ErrInvalid where one is no
// label or has the name or the key of another afterwards, ErrNotFound where one is not there; nothing is changed then.
func (s *Store) SaveLabels(ctx context.Context, name string, labels ...Label) ([]Label, error) {
	saved := slices.Clone(labels)
	_, err := s.write(ctx, ChangeDo, name, func(w *transaction) error { return w.saveLabels(saved) })
	if err != nil {
		return nil, err
	}
	return saved, nil
}

// saveLabels saves labels, and completes those that are new.
func (w *transaction) saveLabels(labels []Label) error {
	before, err := readLabels(w.Querier)
	if err != nil {
		return err
	}
	after := slices.Clone(before)
	for _, l := range labels {
		if l.ID == "" {
			continue
		}
		i := slices.IndexFunc(after, func(other Label) bool { return other.ID == l.ID })
		if i < 0 {
			return db.Failf(db.ErrNotFound, "the label %s is not in the workspace any more; nothing was changed", l.Name)
		}
		after[i] = l
	}
	for i := range labels {
		l := &labels[i]
		if l.ID == "" {
			if err := roomFor(after); err != nil {
				return err
			}
			l.ID = db.NewID()
			l.complete(after)
			after = append(after, *l)
		}
	}
	for i := range labels {
		others := after
		if was := labelNamed(before, labels[i].ID); was != nil && was.Name == labels[i].Name { // an earlier version may have let another have it
			others = slices.DeleteFunc(slices.Clone(after), func(other Label) bool {
				same := labelNamed(before, other.ID)
				return other.ID != labels[i].ID && same != nil && same.Name == other.Name && SameLabelName(other.Name, labels[i].Name)
			})
		}
		if err := labels[i].check(others); err != nil {
			return err
		}
	}
	return w.replaceLabels(before, labels)
}

// labelNamed gives the label of that id, nil where there is none.
func labelNamed(labels []Label, id string) *Label {
	for i := range labels {
		if labels[i].ID == id {
			return &labels[i]
		}
	}
	return nil
}

// replaceLabels writes labels over those that were there. Names and keys are unique at any moment: where one takes the
// name or key that another gives up, that other one goes without until its turn.
func (w *transaction) replaceLabels(before, labels []Label) error {
	rows := make(map[string]db.Row) // as they are now, of those that there were
	for i := range before {
		rows[before[i].ID] = before[i].row()
	}
	for _, l := range labels {
		for _, other := range labels {
			was := labelNamed(before, other.ID)
			if was == nil || other.ID == l.ID {
				continue
			}
			step := slices.Clone(rows[other.ID])
			if l.Key != "" && strings.EqualFold(was.Key, l.Key) {
				step[db.LabelsKey] = ""
			}
			if db.FoldASCII(was.Name) == db.FoldASCII(l.Name) {
				step[db.LabelsName] = was.Name + " " + was.ID
			}
			if err := w.Save(db.Labels, rows[other.ID], step); err != nil {
				return err
			}
			rows[other.ID] = step
		}
	}
	for i := range labels {
		if err := w.Save(db.Labels, rows[labels[i].ID], labels[i].row()); err != nil {
			return err
		}
	}
	return nil
}

// ReorderLabels puts the labels with these ids first, in this order; others come behind them in the order that they
// have. ErrNotFound where one is not there; nothing is changed then.
func (s *Store) ReorderLabels(ctx context.Context, ids ...string) error {
	_, err := s.write(ctx, ChangeDo, "Reorder labels", func(w *transaction) error {
		all, err := readLabels(w.Querier)
		if err != nil {
			return err
		}
		for _, id := range ids {
			if labelNamed(all, id) == nil {
				return db.Failf(db.ErrNotFound, "the label is not in the workspace any more; nothing was changed")
			}
		}
		place := func(l Label) int {
			if i := slices.Index(ids, l.ID); i >= 0 {
				return i
			}
			return len(ids)
		}
		before := slices.Clone(all)
		slices.SortStableFunc(all, func(a, b Label) int { return cmp.Compare(place(a), place(b)) })
		for i := range all {
			all[i].Position = i + 1
		}
		return w.replaceLabels(before, all)
	})
	return err
}

// RetireLabel retires a label: it keeps its claims, is offered for no new ones, and its key is free. With false it is
// offered again, with the key that it began with where that is free.
func (s *Store) RetireLabel(ctx context.Context, id string, retired bool) error {
	_, err := s.write(ctx, ChangeDo, "", func(w *transaction) error {
		all, err := readLabels(w.Querier)
		if err != nil {
			return err
		}
		found := labelNamed(all, id)
		if found == nil {
			return db.Failf(db.ErrNotFound, "the label is not in the workspace any more; nothing was changed")
		}
		l := *found
		if l.Retired == retired {
			return nil
		}
		w.Name = "Retire label " + l.Name
		if l.Retired = retired; retired {
			l.Key = ""
		} else {
			w.Name = "Bring back label " + l.Name
			l.Key = map[string]string{SupportedID: "S", DisputedID: "D", NotEnoughInfoID: "N"}[id]
			if slices.ContainsFunc(all, func(other Label) bool { return strings.EqualFold(other.Key, l.Key) }) {
				l.Key = ""
			}
			l.complete(all)
			l.Position = found.Position
		}
		return w.Save(db.Labels, found.row(), l.row())
	})
	return err
}

// LabelUse is what names a label: claims that it is the label of, or the final one, and decisions and whatever else
// says it of a claim.
type LabelUse struct{ Claims, Others int }

// LabelUses counts what names each label, by its id; those that nothing names are missing.
func (s *Store) LabelUses(ctx context.Context) (map[string]LabelUse, error) {
	uses := make(map[string]LabelUse)
	err := s.Snapshot(ctx, func(q db.Querier) error {
		refs, err := referencesToLabels(q)
		if err != nil {
			return err
		}
		for _, r := range refs {
			query := fmt.Sprintf(`SELECT %s, count(*) FROM %s WHERE %[1]s IS NOT NULL GROUP BY %[1]s`, r.Column, r.From.Name)
			if r.Column == "final_label_id" { // a claim counts once for a label
				query = `SELECT final_label_id, count(*) FROM claims WHERE final_label_id IS NOT NULL AND final_label_id IS NOT label_id GROUP BY final_label_id`
			}
			err := q.Each(query, nil, func(scan func(...any) error) error {
				var id string
				var n int
				err := scan(&id, &n)
				use := uses[id]
				if r.From == db.Claims {
					use.Claims += n
				} else {
					use.Others += n
				}
				uses[id] = use
				return err
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	return uses, err
}

// referencesToLabels gives the columns that name labels.
func referencesToLabels(q db.Querier) ([]db.Reference, error) {
	all, err := db.ReadReferences(q)
	all = slices.DeleteFunc(all, func(r db.Reference) bool { return r.To != db.Labels.Name })
	slices.SortFunc(all, func(a, b db.Reference) int {
		return cmp.Or(cmp.Compare(a.From.Name, b.From.Name), cmp.Compare(a.Column, b.Column))
	})
	return all, err
}

// DeleteLabel deletes a label that nothing names: no claim, no decision, no conflict. ErrInvalid where something does,
// and of the three labels that every workspace begins with, which can be retired.
func (s *Store) DeleteLabel(ctx context.Context, id string) error {
	_, err := s.write(ctx, ChangeDo, "", func(w *transaction) error {
		before, err := w.Existing(db.Labels, id)
		if err != nil {
			return err
		}
		l := labelOf(before)
		w.Name = "Delete label " + l.Name
		if l.builtIn() {
			return db.Failf(db.ErrInvalid, "%s is one of the labels that every workspace has: it can be retired, and not deleted; nothing was changed", l.Name)
		}
		refs, err := referencesToLabels(w.Querier)
		if err != nil {
			return err
		}
		used, err := db.IsReferred(w.Querier, refs, db.Labels, id)
		if err == nil && !used {
			_, err = w.One("SELECT EXISTS (SELECT 1 FROM conflicts WHERE instr(value, ?))", []any{`"` + id + `"`}, &used)
		}
		if err != nil {
			return err
		}
		if used {
			return db.Failf(db.ErrInvalid, "the label %s is in use: retire it, or merge it into another; nothing was changed", l.Name)
		}
		return w.Save(db.Labels, before, nil)
	})
	return err
}
