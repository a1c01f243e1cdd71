package workspace

import (
	"context"
	"slices"
	"time"
	"unicode/utf8"

	"factmark/app/format"
	"factmark/app/locale"
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
//     So does the claim that a label key has just made, for the next key follows
//     in a moment where it corrects the first.
//     One that only became current, by being made, by undo or redo, under the
//     caret or with its document, keeps its label: the next key was most likely
//     meant for a selection that is not there.
func (w *Workspace) Label(labelID string, selected Span, named string) {
	if named == "" && w.Chosen {
		named = w.Current
	}
	switch {
	case selected.Start < selected.End:
		w.LastLabel = &labelID
		w.labelSpan(labelID, selected.Trimmed())
	case named != "":
		w.LastLabel = &labelID
		w.Relabel(labelID, named)
	case w.Current != "" && w.Current == w.beingMade:
		w.LastLabel = &labelID
		w.Relabel(labelID, w.Current)
	case w.Current != "":
		w.Notices.Send(locale.T("Nothing was labelled. Select some text, or choose a claim with [ or ] or a click."))
	default:
		w.Notices.Send(locale.T("Select some text first, or choose a claim."))
	}
}

func (w *Workspace) labelSpan(labelID string, wanted Span) {
	if wanted.Start == wanted.End {
		w.Notices.Send(locale.T("There are only spaces in the selection."))
		return
	}
	isMe := w.Me()
	i := slices.IndexFunc(w.Claims, func(c store.Claim) bool {
		return c.Start == wanted.Start && c.End == wanted.End && isMe(c.PersonID) && Placed(c)
	})
	if i >= 0 {
		w.Choose(w.Claims[i].ID, false)
		w.Relabel(labelID, w.Claims[i].ID)
		return
	}
	person, now := w.Person(), time.Now()
	made := store.Claim{ID: store.NewID(), DocumentID: w.Document.ID, DocumentSHA256: w.Document.SHA256, Start: wanted.Start, End: wanted.End,
		Quote: wanted.Text, LabelID: labelID, Status: store.StatusOpen, PersonID: person.ID, Person: person.Name, CreatedAt: now, UpdatedAt: now}
	asked := store.NewClaim{ID: made.ID, DocumentID: made.DocumentID, Start: made.Start, End: made.End, LabelID: labelID}
	w.performShown(PendingWrite{
		Name: locale.T("Label"),
		Write: func(ctx context.Context) error {
			_, err := w.Store.AddClaims(ctx, []store.NewClaim{asked})
			return err
		},
		Done: func() {
			if labelID == "" {
				w.Notices.Send(locale.T("Claim added without a label."))
			} else {
				w.Notices.Send(locale.T("Labelled as {{.Label}}.", "Label", format.OneLine(w.LabelOf(labelID).Name)))
			}
			w.Labelled.Send(struct{}{})
		},
	}, &pendingEdit{made: &made})
	w.Choose(made.ID, false)
	w.beingMade = made.ID
	w.Back.Later(behindLabel, func() { w.madeBehind(made.ID) })
}

// behindLabel is how long a second label key still belongs to the claim that the first has made.
const behindLabel = 300 * time.Millisecond

// LeaveMade says that something else was begun: the next label key does not belong to the claim just made any more.
func (w *Workspace) LeaveMade() { w.beingMade = "" }

// madeBehind says that time has passed since a claim was made. What is pressed belongs to it until it is saved, too.
func (w *Workspace) madeBehind(id string) {
	switch {
	case w.beingMade != id:
	case w.IsPending(id):
		w.Back.Later(behindLabel, func() { w.madeBehind(id) })
	default:
		w.beingMade = ""
	}
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
func (w *Workspace) Relabel(labelID string, ids ...string) {
	if !w.MayChange(ids...) {
		return
	}
	if c := w.knownClaim(ids[0]); c != nil && len(ids) == 1 {
		from, to := format.OneLine(w.LabelOf(c.LabelID).Name), format.OneLine(w.LabelOf(labelID).Name)
		if c.LabelID == labelID {
			w.Notices.Send(locale.T("The label is already {{.Label}}.", "Label", to))
			return
		}
		w.Notices.Send(from + " → " + to)
	}
	w.performShown(PendingWrite{
		Name:  locale.T("Label"),
		Write: func(ctx context.Context) error { return w.Store.SetLabel(ctx, labelID, ids...) },
		Done: func() {
			w.Labelled.Send(struct{}{})
			if len(ids) == 1 {
				w.offerLinked(labelID, ids[0])
			}
		},
	}, &pendingEdit{ids: ids, edit: func(c *store.Claim) { c.LabelID = labelID }})
}

// SetNote keeps a claim's note, of which these are the drafts. Until it is
// written the text is shown, so that a failed write loses nothing; where the
// claim is gone it is handed back.
func (w *Workspace) SetNote(id, note string, typed ...store.Draft) {
	if !w.MayChange(id) {
		w.Drafts.restore(typed)
		return
	}
	w.Notes[id] = note
	w.Writes.Perform(PendingWrite{
		Name: locale.T("Note"),
		Write: w.Drafts.Saving(typed, func(ctx context.Context) error {
			return w.Store.EditClaim(ctx, id, store.ClaimEdit{Note: &note})
		}),
		Done: func() {
			w.forgetNote(id, note)
			w.Notices.Send(locale.T("Note saved."))
		},
		Failed: func(err error) {
			w.forgetNote(id, note)
			if note == "" {
				w.Writes.fail(err)
				return
			}
			w.NoteLost.Send(LostNote{note, err})
		},
	})
}

// LostNote is a note whose claim is gone, or was never made, and why.
type LostNote struct {
	Text string
	Err  error
}

func (w *Workspace) forgetNote(id, note string) {
	if w.Notes[id] == note {
		delete(w.Notes, id)
	}
}

func (w *Workspace) forgetNotes(changes []store.ClaimChange) {
	for _, c := range changes {
		if c.After != nil {
			w.forgetNote(c.After.ID, c.After.Note)
		}
	}
}

// EditClaim changes what is said of a claim; typed are the drafts that this saves.
func (w *Workspace) EditClaim(id string, e store.ClaimEdit, typed ...store.Draft) {
	if !w.MayChange(id) {
		w.Drafts.restore(typed)
		return
	}
	w.Writes.Perform(PendingWrite{
		Name:  locale.T("Edit claim"),
		Write: w.Drafts.Saving(typed, func(ctx context.Context) error { return w.Store.EditClaim(ctx, id, e) }),
		Done:  func() { w.Notices.Send(locale.T("Claim changed.")) },
	})
}

// DeleteClaim deletes a claim of the open document. It goes from the panes at once.
func (w *Workspace) DeleteClaim(id string) {
	i := w.ClaimIndex(id)
	if i < 0 {
		w.Notices.Send(locale.T("Choose a claim first."))
		return
	}
	if !w.MayChange(id) {
		return
	}
	w.performShown(PendingWrite{
		Name:  locale.T("Delete claim"),
		Write: func(ctx context.Context) error { return w.Store.DeleteClaims(ctx, id) },
		Done:  func() { w.Notices.Send(locale.T("Claim deleted. Undo restores it.")) },
	}, &pendingEdit{ids: []string{id}})
}

// RestoreClaim brings a claim back to what an event of its history left.
func (w *Workspace) RestoreClaim(id string, event int64) {
	w.Writes.Perform(PendingWrite{
		Name:  locale.T("Restore claim"),
		Write: func(ctx context.Context) error { return w.Store.RestoreClaim(ctx, id, event) },
		Done:  func() { w.Notices.Send(locale.T("Claim restored.")) },
	})
}

// MarkContent says of a passage of the open document whether it is content.
func (w *Workspace) MarkContent(p store.Passage, content bool) {
	id, mark, name := w.Document.ID, w.Store.MarkNotContent, locale.T("Mark as boilerplate")
	if content {
		mark, name = w.Store.MarkContent, locale.T("Mark as text")
	}
	w.Writes.Perform(PendingWrite{Name: name, Write: func(ctx context.Context) error { return mark(ctx, id, p) }})
}

// Undo takes back the action that UndoChanged names first, and shows what that changes.
func (w *Workspace) Undo() { w.undoOrRedo(false, w.Store.Undo) }

// Redo does the action again that UndoChanged names second, and shows what that changes.
func (w *Workspace) Redo() { w.undoOrRedo(true, w.Store.Redo) }

func (w *Workspace) undoOrRedo(redo bool, do func(context.Context) (store.Change, error)) {
	var what store.Change
	w.LeaveMade()
	name := locale.T("Undo")
	if redo {
		name = locale.T("Redo")
	}
	w.Writes.Perform(PendingWrite{
		Name: name,
		Write: func(ctx context.Context) (err error) {
			what, err = do(ctx)
			return err
		},
		Done: func() {
			did := format.LowerFirst(ActionName(what.Action.Name))
			if redo {
				w.Notices.Send(locale.T("Redone: {{.Action}}", "Action", did))
			} else {
				w.Notices.Send(locale.T("Undone: {{.Action}}", "Action", did))
			}
		},
	})
}

// EditDocument changes what is known of a document; typed are the drafts that this saves.
func (w *Workspace) EditDocument(id string, e store.DocumentEdit, typed ...store.Draft) {
	w.Writes.Perform(PendingWrite{
		Name:  locale.T("Edit document"),
		Write: w.Drafts.Saving(typed, func(ctx context.Context) error { return w.Store.EditDocument(ctx, id, e) }),
	})
}

// SignIn makes the user's work from now on, and before, bear their present name.
func (w *Workspace) SignIn() {
	person := w.Person()
	w.Writes.Perform(PendingWrite{
		Name: locale.T("Your name"),
		Write: func(ctx context.Context) error {
			return w.Store.SignIn(ctx, person)
		},
	})
}

// Keep notes a value in an edit if it is new.
func Keep(field **string, before, after string) {
	if before != after {
		*field = &after
	}
}
