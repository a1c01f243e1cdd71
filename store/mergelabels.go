package store

import (
	"context"
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"

	"factmark/store/internal/db"
	"factmark/store/internal/doctext"
)

// MergeLabels merges a label into another one, in one action: claims, final labels, decisions and all else that names
// it name the other one then, evidence stays as it is, and the label is no more. What other workspaces still say with
// it counts for the other one when they are merged. ErrInvalid where both are one, and of the three labels that every
// workspace begins with; nothing is changed then. It gives how many claims were changed.
func (s *Store) MergeLabels(ctx context.Context, from, into string) (claims int, err error) {
	_, err = s.write(ctx, ChangeDo, "", func(w *transaction) error {
		claims = 0
		gone, err := w.Existing(db.Labels, from)
		if err != nil {
			return err
		}
		kept, err := w.Existing(db.Labels, into)
		if err != nil {
			return err
		}
		l, other := labelOf(gone), labelOf(kept)
		w.Name = "Merge label " + l.Name + " into " + other.Name
		switch {
		case from == into:
			return db.Failf(db.ErrInvalid, "a label cannot be merged into itself; nothing was changed")
		case l.builtIn():
			return db.Failf(db.ErrInvalid, "%s is one of the labels that every workspace has: merge the other one into it, or retire it; nothing was changed", l.Name)
		}
		refs, err := referencesToLabels(w.Querier)
		if err != nil {
			return err
		}
		for _, r := range refs {
			n, err := w.renameLabel(r, from, into)
			if err != nil {
				return err
			}
			if r.From == db.Claims {
				claims += n
			}
		}
		if err := w.relabelConflicts(from, into); err != nil {
			return err
		}
		if err := w.Save(db.Labels, gone, nil); err != nil {
			return err
		}
		return w.Save(db.MergedLabels, nil, db.Row{db.MergedLabelsID: from, db.MergedLabelsLabelID: into, db.MergedLabelsName: l.Name,
			db.MergedLabelsPersonID: w.Person.ID, db.MergedLabelsCreatedAt: db.FormatTime(w.At)})
	})
	return claims, err
}

// renameLabel has the rows that name a label in a column name another one, and counts those that it changes.
func (w *transaction) renameLabel(r db.Reference, from, into string) (n int, err error) {
	ids, err := w.IDs(`SELECT id FROM `+r.From.Name+` WHERE "`+r.Column+`" = ? ORDER BY id`, from)
	if err != nil {
		return 0, err
	}
	for _, id := range ids {
		before, err := w.Existing(r.From, id)
		if err != nil {
			return 0, err
		}
		after := slices.Clone(before)
		for i := range after { // a claim's final label too
			if strings.HasSuffix(r.From.Columns[i], "label_id") && after[i] == from {
				after[i] = into
			}
		}
		w.StampUpdated(r.From, after)
		if err := w.Save(r.From, before, after); err != nil {
			return 0, err
		}
	}
	return len(ids), nil
}

// relabelConflicts does the same in the values of conflicts; one whose value is that of its row then is none.
func (w *transaction) relabelConflicts(from, into string) error {
	ids, err := w.IDs("SELECT id FROM conflicts WHERE instr(value, ?) ORDER BY id", `"`+from+`"`)
	if err != nil {
		return err
	}
	for _, id := range ids {
		before, err := w.Existing(db.Conflicts, id)
		if err != nil {
			return err
		}
		after := slices.Clone(before)
		after[db.ConflictsValue] = strings.ReplaceAll(before.Text(db.ConflictsValue), `"`+from+`"`, `"`+into+`"`)
		after[db.ConflictsID] = ConflictID(after)
		same, err := w.saidInRow(after)
		if err != nil {
			return err
		}
		known, err := w.Read(db.Conflicts, after.ID())
		if err == nil {
			err = w.Save(db.Conflicts, before, nil)
		}
		if err == nil && known == nil && !same {
			err = w.Save(db.Conflicts, nil, after)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// saidInRow tells whether the row of a conflict says what the value beside it says: of a label, which one, whoever gave it.
func (w *transaction) saidInRow(conflict db.Row) (bool, error) {
	t := db.Evented[conflict.Text(db.ConflictsEntity)]
	if t == nil {
		return false, nil
	}
	now, err := w.Read(t, conflict.Text(db.ConflictsEntityID))
	if err != nil || now == nil {
		return false, err
	}
	p, _, err := t.GroupNamed(conflict.Text(db.ConflictsPart))
	if err != nil {
		return false, err
	}
	other := slices.Clone(now)
	if err := t.Set(p, other, conflict.Text(db.ConflictsValue)); err != nil {
		return false, err
	}
	if t == db.Claims && p.Name == "label" {
		return now[db.ClaimsLabelID] == other[db.ClaimsLabelID], nil
	}
	return now.Equal(other), nil
}

// ConflictID is the id of a conflict: the hash of what it is about and of the value, so that two merges of one value
// make one conflict.
func ConflictID(r db.Row) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00%s\x00%s\x00%s", r.Text(db.ConflictsEntity), r.Text(db.ConflictsEntityID), r.Text(db.ConflictsPart), r.Text(db.ConflictsValue)))
	return doctext.ContentID(sum)
}
