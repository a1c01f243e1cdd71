package app

import (
	"context"
	"slices"
	"strings"
	"unicode"

	"factmark/store"
)

// label says what the user's key or button asked for: the selected span becomes
// a claim with this label, or the claim in hand gets it. labelID "" stands for
// a claim with no label yet.
func (d *desk) label(labelID string, selected span) {
	d.lastLabel = &labelID
	if selected.start < selected.end {
		d.labelSpan(labelID, selected.trimmed())
		return
	}
	if d.current == "" {
		d.told.send("Select some text first, or choose a claim.")
		return
	}
	d.relabel(labelID, d.current)
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
	var made []store.Claim
	asked := store.NewClaim{DocumentID: d.document.ID, Start: wanted.start, End: wanted.end, LabelID: labelID}
	d.saves.perform(change{
		name: "Label",
		write: func(ctx context.Context) (err error) {
			made, err = d.store.AddClaims(ctx, []store.NewClaim{asked})
			return err
		},
		done: func() {
			if d.claimIndex(made[0].ID) >= 0 {
				d.choose(made[0].ID, false)
			}
			d.labelled.send(struct{}{})
		},
	})
}

// span is a selected part of the open document, in code points, with its text.
type span struct {
	start, end int
	text       string
}

// trimmed drops white space from both ends, as the store will.
func (s span) trimmed() span {
	runes := []rune(s.text)
	for len(runes) > 0 && unicode.IsSpace(runes[0]) {
		runes, s.start = runes[1:], s.start+1
	}
	for len(runes) > 0 && unicode.IsSpace(runes[len(runes)-1]) {
		runes, s.end = runes[:len(runes)-1], s.end-1
	}
	s.text = string(runes)
	return s
}

func (d *desk) relabel(labelID string, ids ...string) {
	if !d.mayChange(ids...) {
		return
	}
	d.saves.perform(change{
		name:  "Label",
		write: func(ctx context.Context) error { return d.store.SetLabel(ctx, labelID, ids...) },
		done:  func() { d.labelled.send(struct{}{}) },
	})
}

// setNote keeps a claim's note. Until it is written the text stays as a draft,
// so that a failed write loses nothing.
func (d *desk) setNote(id, note string) {
	if !d.mayChange(id) {
		return
	}
	d.drafts[id] = note
	d.saves.perform(change{
		name: "Note",
		write: func(ctx context.Context) error {
			return d.store.EditClaim(ctx, id, store.ClaimEdit{Note: &note})
		},
		done: func() {
			d.forgetDraft(id, note)
			d.told.send("Note kept. Undo takes it back.")
		},
	})
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

func (d *desk) editClaim(id string, e store.ClaimEdit) {
	if !d.mayChange(id) {
		return
	}
	d.saves.perform(change{
		name:  "Edit claim",
		write: func(ctx context.Context) error { return d.store.EditClaim(ctx, id, e) },
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
	d.saves.perform(change{
		name:  "Delete claim",
		write: func(ctx context.Context) error { return d.store.DeleteClaims(ctx, id) },
		done:  func() { d.told.send("Claim deleted. Undo brings it back.") },
	})
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
func (d *desk) redo() { d.timeTravel("Did again", d.store.Redo) }

func (d *desk) timeTravel(verb string, travel func(context.Context) (store.Change, error)) {
	var what store.Change
	d.saves.perform(change{
		name: verb,
		write: func(ctx context.Context) (err error) {
			what, err = travel(ctx)
			return err
		},
		done: func() { d.told.send(verb + ": " + lowerFirst(what.Action.Name)) },
	})
}

func lowerFirst(s string) string {
	if s == "" {
		return s
	}
	return strings.ToLower(s[:1]) + s[1:]
}

func (d *desk) editDocument(id string, e store.DocumentEdit) {
	d.saves.perform(change{
		name:  "Edit document",
		write: func(ctx context.Context) error { return d.store.EditDocument(ctx, id, e) },
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

// step finds the next claim (by = 1) or the one before (by = -1) among those
// wanted, seen from the claim in hand or else from the caret.
func (d *desk) step(by, caret int, wanted func(store.Claim) bool) (id string, found bool) {
	at := d.claimIndex(d.current)
	if at < 0 {
		at, _ = slices.BinarySearchFunc(d.claims, caret, func(c store.Claim, caret int) int { return c.Start - caret })
		if by > 0 {
			at--
		}
	}
	for i := at + by; i >= 0 && i < len(d.claims); i += by {
		if wanted(d.claims[i]) {
			return d.claims[i].ID, true
		}
	}
	return "", false
}
