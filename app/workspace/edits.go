package workspace

import (
	"context"
	"slices"
	"time"
	"unicode/utf8"

	"factmark/app/format"
	"factmark/store"
)

// Label gives a label to what a key or a command means; labelID "" stands for a
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
func (d *Workspace) Label(labelID string, selected Span, named string) {
	if named == "" && d.Chosen {
		named = d.Current
	}
	switch {
	case selected.Start < selected.End:
		d.LastLabel = &labelID
		d.labelSpan(labelID, selected.Trimmed())
	case named != "":
		d.LastLabel = &labelID
		d.Relabel(labelID, named)
	case d.Current != "":
		d.Notices.Send("Nothing is labelled: select some text, or choose the claim first with [ or ] or a click.")
	default:
		d.Notices.Send("Select some text first, or choose a claim.")
	}
}

func (d *Workspace) labelSpan(labelID string, wanted Span) {
	if wanted.Start == wanted.End {
		d.Notices.Send("There is only white space in the selection.")
		return
	}
	isMe := d.Me()
	i := slices.IndexFunc(d.Claims, func(c store.Claim) bool {
		return c.Start == wanted.Start && c.End == wanted.End && isMe(c.PersonID) && Placed(c)
	})
	if i >= 0 {
		d.Choose(d.Claims[i].ID, false)
		d.Relabel(labelID, d.Claims[i].ID)
		return
	}
	person, now := d.Person(), time.Now()
	made := store.Claim{ID: store.NewID(), DocumentID: d.Document.ID, DocumentSHA256: d.Document.SHA256, Start: wanted.Start, End: wanted.End,
		Quote: wanted.Text, LabelID: labelID, Status: store.StatusOpen, PersonID: person.ID, Person: person.Name, CreatedAt: now, UpdatedAt: now}
	asked := store.NewClaim{ID: made.ID, DocumentID: made.DocumentID, Start: made.Start, End: made.End, LabelID: labelID}
	d.performShown(PendingWrite{
		Name: "Label",
		Write: func(ctx context.Context) error {
			_, err := d.Store.AddClaims(ctx, []store.NewClaim{asked})
			return err
		},
		Done: func() {
			if labelID == "" {
				d.Notices.Send("Claim made, with no label yet.")
			} else {
				d.Notices.Send("Labelled as " + format.OneLine(d.LabelOf(labelID).Name) + ".")
			}
			d.Labelled.Send(struct{}{})
		},
	}, &pendingEdit{made: &made})
	d.Choose(made.ID, false)
}

// Span is a selected part of the open document, in code points, with its text.
type Span struct {
	Start, End int
	Text       string
}

// Trimmed drops white space from both ends, as the store will.
func (s Span) Trimmed() Span {
	from, to := store.TrimSpan(s.Text)
	s.Start += utf8.RuneCountInString(s.Text[:from])
	s.Text = s.Text[from:to]
	s.End = s.Start + utf8.RuneCountInString(s.Text)
	return s
}

// Relabel gives claims another label, and says from what to what.
func (d *Workspace) Relabel(labelID string, ids ...string) {
	if !d.MayChange(ids...) {
		return
	}
	if c := d.Claim(ids[0]); c != nil && len(ids) == 1 {
		from, to := format.OneLine(d.LabelOf(c.LabelID).Name), format.OneLine(d.LabelOf(labelID).Name)
		if c.LabelID == labelID {
			d.Notices.Send("Its label is " + to + " already.")
			return
		}
		d.Notices.Send(from + " → " + to)
	}
	d.performShown(PendingWrite{
		Name:  "Label",
		Write: func(ctx context.Context) error { return d.Store.SetLabel(ctx, labelID, ids...) },
		Done:  func() { d.Labelled.Send(struct{}{}) },
	}, &pendingEdit{ids: ids, edit: func(c *store.Claim) { c.LabelID = labelID }})
}

// SetNote keeps a claim's note, of which these are the drafts. Until it is
// written the text is shown, so that a failed write loses nothing; where the
// claim is gone it is handed back.
func (d *Workspace) SetNote(id, note string, typed ...store.Draft) {
	if !d.MayChange(id) {
		d.Drafts.restore(typed)
		return
	}
	d.Notes[id] = note
	d.Writes.Perform(PendingWrite{
		Name: "Note",
		Write: d.Drafts.Saving(typed, func(ctx context.Context) error {
			return d.Store.EditClaim(ctx, id, store.ClaimEdit{Note: &note})
		}),
		Done: func() {
			d.forgetDraft(id, note)
			d.Notices.Send("Note saved. Undo takes it back.")
		},
		Failed: func(err error) {
			d.forgetDraft(id, note)
			if note == "" {
				d.Writes.fail(err)
				return
			}
			d.NoteLost.Send(LostNote{note, err})
		},
	})
}

// LostNote is a note whose claim is gone, or was never made, and why.
type LostNote struct {
	Text string
	Err  error
}

func (d *Workspace) forgetDraft(id, note string) {
	if d.Notes[id] == note {
		delete(d.Notes, id)
	}
}

func (d *Workspace) forgetDrafts(changes []store.ClaimChange) {
	for _, c := range changes {
		if c.After != nil {
			d.forgetDraft(c.After.ID, c.After.Note)
		}
	}
}

func (d *Workspace) EditClaim(id string, e store.ClaimEdit, typed ...store.Draft) {
	if !d.MayChange(id) {
		d.Drafts.restore(typed)
		return
	}
	d.Writes.Perform(PendingWrite{
		Name:  "Edit claim",
		Write: d.Drafts.Saving(typed, func(ctx context.Context) error { return d.Store.EditClaim(ctx, id, e) }),
		Done:  func() { d.Notices.Send("Claim changed. Undo takes it back.") },
	})
}

func (d *Workspace) DeleteClaim(id string) {
	i := d.ClaimIndex(id)
	if i < 0 {
		d.Notices.Send("Choose a claim first.")
		return
	}
	if !d.MayChange(id) {
		return
	}
	d.performShown(PendingWrite{
		Name:  "Delete claim",
		Write: func(ctx context.Context) error { return d.Store.DeleteClaims(ctx, id) },
		Done:  func() { d.Notices.Send("Claim deleted. Undo brings it back.") },
	}, &pendingEdit{ids: []string{id}})
}

// RestoreClaim brings a claim back to what an event of its history left.
func (d *Workspace) RestoreClaim(id string, event int64) {
	d.Writes.Perform(PendingWrite{
		Name:  "Restore claim",
		Write: func(ctx context.Context) error { return d.Store.RestoreClaim(ctx, id, event) },
		Done:  func() { d.Notices.Send("Claim restored. Undo takes it back.") },
	})
}

// MarkContent says of a passage of the open document whether it is content.
func (d *Workspace) MarkContent(p store.Passage, content bool) {
	id, mark, name := d.Document.ID, d.Store.MarkNotContent, "Mark as not content"
	if content {
		mark, name = d.Store.MarkContent, "Mark as content"
	}
	d.Writes.Perform(PendingWrite{Name: name, Write: func(ctx context.Context) error { return mark(ctx, id, p) }})
}

func (d *Workspace) Undo() { d.timeTravel("Undid", d.Store.Undo) }
func (d *Workspace) Redo() { d.timeTravel("Redid", d.Store.Redo) }

func (d *Workspace) timeTravel(verb string, travel func(context.Context) (store.Change, error)) {
	var what store.Change
	d.Writes.Perform(PendingWrite{
		Name: verb,
		Write: func(ctx context.Context) (err error) {
			what, err = travel(ctx)
			return err
		},
		Done: func() { d.Notices.Send(verb + ": " + format.LowerFirst(what.Action.Name)) },
	})
}

func (d *Workspace) EditDocument(id string, e store.DocumentEdit, typed ...store.Draft) {
	d.Writes.Perform(PendingWrite{
		Name:  "Edit document",
		Write: d.Drafts.Saving(typed, func(ctx context.Context) error { return d.Store.EditDocument(ctx, id, e) }),
	})
}

func (d *Workspace) RemoveDocument(id string) {
	d.Writes.Perform(PendingWrite{
		Name:  "Remove document",
		Write: func(ctx context.Context) error { return d.Store.RemoveDocument(ctx, id) },
		Done:  func() { d.Notices.Send("Document removed. Undo brings it back with its claims.") },
	})
}

// SignIn makes the user's work from now on, and before, bear their present name.
func (d *Workspace) SignIn() {
	person := d.Person()
	d.Writes.Perform(PendingWrite{
		Name: "Your name",
		Write: func(ctx context.Context) error {
			return d.Store.SignIn(ctx, person)
		},
	})
}

// Keep notes a value in an edit if it is new.
func Keep(field **string, before, after string) {
	if before != after {
		*field = &after
	}
}
