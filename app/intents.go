package app

import (
	"context"
	"slices"
	"time"
	"unicode/utf8"

	"factmark/app/format"
	"factmark/store"
)

// label gives a label to what a key or a command means; labelID "" stands for a
// claim with no label yet. named is the claim that a menu or a card names, ""
// where a key was pressed. The rule of all of them:
//
//   - A selection becomes a claim with the label, whichever claim is current.
//   - Without one, a command that names its claim relabels that.
//   - Without one, a key relabels the current claim only where the user chose
//     it: by ], [ or Space, by a click on its card or highlight, or in the list.
//     One that only became current, by being made, by undo or redo, under the
//     caret or with its document, keeps its label: the next key was most likely
//     meant for a selection that is not there.
func (d *desk) label(labelID string, selected span, named string) {
	if named == "" && d.chosen {
		named = d.current
	}
	switch {
	case selected.start < selected.end:
		d.lastLabel = &labelID
		d.labelSpan(labelID, selected.trimmed())
	case named != "":
		d.lastLabel = &labelID
		d.relabel(labelID, named)
	case d.current != "":
		d.told.send("Nothing is labelled: select some text, or choose the claim first with [ or ] or a click.")
	default:
		d.told.send("Select some text first, or choose a claim.")
	}
}

func (d *desk) labelSpan(labelID string, wanted span) {
	if wanted.start == wanted.end {
		d.told.send("There is only white space in the selection.")
		return
	}
	isMe := d.me()
	i := slices.IndexFunc(d.claims, func(c store.Claim) bool {
		return c.Start == wanted.start && c.End == wanted.end && isMe(c.PersonID) && placed(c)
	})
	if i >= 0 {
		d.choose(d.claims[i].ID, false)
		d.relabel(labelID, d.claims[i].ID)
		return
	}
	person, now := d.person(), time.Now()
	made := store.Claim{ID: store.NewID(), DocumentID: d.document.ID, DocumentSHA256: d.document.SHA256, Start: wanted.start, End: wanted.end,
		Quote: wanted.text, LabelID: labelID, Status: store.StatusOpen, PersonID: person.ID, Person: person.Name, CreatedAt: now, UpdatedAt: now}
	asked := store.NewClaim{ID: made.ID, DocumentID: made.DocumentID, Start: made.Start, End: made.End, LabelID: labelID}
	d.performShown(change{
		name: "Label",
		write: func(ctx context.Context) error {
			_, err := d.store.AddClaims(ctx, []store.NewClaim{asked})
			return err
		},
		done: func() {
			if labelID == "" {
				d.told.send("Claim made, with no label yet.")
			} else {
				d.told.send("Labelled as " + format.OneLine(d.labelOf(labelID).Name) + ".")
			}
			d.labelled.send(struct{}{})
		},
	}, &pendingEdit{made: &made})
	d.choose(made.ID, false)
}

// span is a selected part of the open document, in code points, with its text.
type span struct {
	start, end int
	text       string
}

// trimmed drops white space from both ends, as the store will.
func (s span) trimmed() span {
	from, to := store.TrimSpan(s.text)
	s.start += utf8.RuneCountInString(s.text[:from])
	s.text = s.text[from:to]
	s.end = s.start + utf8.RuneCountInString(s.text)
	return s
}

// relabel gives claims another label, and says from what to what.
func (d *desk) relabel(labelID string, ids ...string) {
	if !d.mayChange(ids...) {
		return
	}
	if c := d.claim(ids[0]); c != nil && len(ids) == 1 {
		from, to := format.OneLine(d.labelOf(c.LabelID).Name), format.OneLine(d.labelOf(labelID).Name)
		if c.LabelID == labelID {
			d.told.send("Its label is " + to + " already.")
			return
		}
		d.told.send(from + " → " + to)
	}
	d.performShown(change{
		name:  "Label",
		write: func(ctx context.Context) error { return d.store.SetLabel(ctx, labelID, ids...) },
		done:  func() { d.labelled.send(struct{}{}) },
	}, &pendingEdit{ids: ids, edit: func(c *store.Claim) { c.LabelID = labelID }})
}

// setNote keeps a claim's note, of which these are the drafts. Until it is
// written the text is shown, so that a failed write loses nothing; where the
// claim is gone it is handed back.
func (d *desk) setNote(id, note string, typed ...store.Draft) {
	if !d.mayChange(id) {
		d.typed.restore(typed)
		return
	}
	d.drafts[id] = note
	d.saves.perform(change{
		name: "Note",
		write: d.typed.saving(typed, func(ctx context.Context) error {
			return d.store.EditClaim(ctx, id, store.ClaimEdit{Note: &note})
		}),
		done: func() {
			d.forgetDraft(id, note)
			d.told.send("Note saved. Undo takes it back.")
		},
		failed: func(err error) {
			d.forgetDraft(id, note)
			if note == "" {
				d.saves.fail(err)
				return
			}
			d.noteLost.send(lostNote{note, err})
		},
	})
}

// lostNote is a note whose claim is gone, or was never made, and why.
type lostNote struct {
	text string
	err  error
}

func (d *desk) forgetDraft(id, note string) {
	if d.drafts[id] == note {
		delete(d.drafts, id)
	}
}

func (d *desk) forgetDrafts(changes []store.ClaimChange) {
	for _, c := range changes {
		if c.After != nil {
			d.forgetDraft(c.After.ID, c.After.Note)
		}
	}
}

func (d *desk) editClaim(id string, e store.ClaimEdit, typed ...store.Draft) {
	if !d.mayChange(id) {
		d.typed.restore(typed)
		return
	}
	d.saves.perform(change{
		name:  "Edit claim",
		write: d.typed.saving(typed, func(ctx context.Context) error { return d.store.EditClaim(ctx, id, e) }),
		done:  func() { d.told.send("Claim changed. Undo takes it back.") },
	})
}

func (d *desk) deleteClaim(id string) {
	i := d.claimIndex(id)
	if i < 0 {
		d.told.send("Choose a claim first.")
		return
	}
	if !d.mayChange(id) {
		return
	}
	d.performShown(change{
		name:  "Delete claim",
		write: func(ctx context.Context) error { return d.store.DeleteClaims(ctx, id) },
		done:  func() { d.told.send("Claim deleted. Undo brings it back.") },
	}, &pendingEdit{ids: []string{id}})
}

// restoreClaim brings a claim back to what an event of its history left.
func (d *desk) restoreClaim(id string, event int64) {
	d.saves.perform(change{
		name:  "Restore claim",
		write: func(ctx context.Context) error { return d.store.RestoreClaim(ctx, id, event) },
		done:  func() { d.told.send("Claim restored. Undo takes it back.") },
	})
}

// markContent says of a passage of the open document whether it is content.
func (d *desk) markContent(p store.Passage, content bool) {
	id, mark, name := d.document.ID, d.store.MarkNotContent, "Mark as not content"
	if content {
		mark, name = d.store.MarkContent, "Mark as content"
	}
	d.saves.perform(change{name: name, write: func(ctx context.Context) error { return mark(ctx, id, p) }})
}

func (d *desk) undo() { d.timeTravel("Undid", d.store.Undo) }
func (d *desk) redo() { d.timeTravel("Redid", d.store.Redo) }

func (d *desk) timeTravel(verb string, travel func(context.Context) (store.Change, error)) {
	var what store.Change
	d.saves.perform(change{
		name: verb,
		write: func(ctx context.Context) (err error) {
			what, err = travel(ctx)
			return err
		},
		done: func() { d.told.send(verb + ": " + format.LowerFirst(what.Action.Name)) },
	})
}

func (d *desk) editDocument(id string, e store.DocumentEdit, typed ...store.Draft) {
	d.saves.perform(change{
		name:  "Edit document",
		write: d.typed.saving(typed, func(ctx context.Context) error { return d.store.EditDocument(ctx, id, e) }),
	})
}

func (d *desk) removeDocument(id string) {
	d.saves.perform(change{
		name:  "Remove document",
		write: func(ctx context.Context) error { return d.store.RemoveDocument(ctx, id) },
		done:  func() { d.told.send("Document removed. Undo brings it back with its claims.") },
	})
}

// signIn makes the user's work from now on, and before, bear their present name.
func (d *desk) signIn() {
	person := d.person()
	d.saves.perform(change{
		name: "Your name",
		write: func(ctx context.Context) error {
			return d.store.SignIn(ctx, person)
		},
	})
}

// keep notes a value in an edit if it is new.
func keep(field **string, before, after string) {
	if before != after {
		*field = &after
	}
}
