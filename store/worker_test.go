package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"

	"factmark/store/internal/db"
)

// worker does what users do, at random.
type worker struct {
	*rand.Rand
	ctx  context.Context
	path string
	say  io.Writer // the journal
	s    *Store
	done []string // the actions since the journal was written
}

func (w *worker) open() error {
	var err error
	if w.s, err = openWhenFree(w.ctx, w.path); err != nil {
		return err
	}
	w.s.Listen(func(c Change) { w.done = append(w.done, c.Action.ID) })
	return nil
}

func one[T any](w *worker, all []T) T { return all[w.IntN(len(all))] }

func (w *worker) text() string {
	return strings.Repeat(one(w, []string{"n", "“é” ", "\n\u2028", "שלום "}), w.IntN(10)*w.IntN(10))
}

// anything does one random thing, which may turn out not to be possible.
func (w *worker) anything() error {
	err := w.try()
	for _, harmless := range []error{db.ErrNothingToUndo, db.ErrNothingToRedo, db.ErrInvalid, db.ErrMismatch, db.ErrNotFound} {
		if errors.Is(err, harmless) {
			return nil
		}
	}
	return err
}

func (w *worker) try() error {
	documents, err := w.s.Documents(w.ctx)
	if err != nil {
		return err
	}
	if len(documents) < 2 || len(documents) < 4 && w.IntN(20) == 0 {
		return w.addDocuments()
	}
	d := one(w, documents)
	claims, err := w.s.Claims(w.ctx, d.ID)
	if err != nil {
		return err
	}
	things := []func(Document) error{w.addClaims, w.addClaims, w.editDocument, w.notContent, w.addLabel, w.editLabel, w.signIn, w.importClaims,
		w.set, w.set, w.reopen, w.undo, w.undo, w.undo, w.redo, w.redo}
	if w.IntN(8) == 0 {
		things = append(things, w.removeDocument)
	}
	if len(claims) > 0 {
		c := one(w, claims)
		for _, thing := range []func(Claim) error{w.label, w.label, w.edit, w.edit, w.delete, w.evidence, w.decide, w.restore, w.review, w.review} {
			things = append(things, func(Document) error { return thing(c) })
		}
	}
	return one(w, things)(d)
}

func (w *worker) addDocuments() error {
	var news []NewDocument
	for range 1 + w.IntN(3) {
		text := fmt.Sprint(w.Int(), strings.Repeat(" The café’s figures were wrong. 😀", 5+w.IntN(40)))
		news = append(news, NewDocument{Title: text[:6], Text: text, Original: []byte(text[:100])})
	}
	if w.IntN(4) == 0 {
		_, err := w.s.AddSamples(w.ctx, news)
		return err
	}
	_, err := w.s.AddDocuments(w.ctx, news)
	return err
}

func (w *worker) editDocument(d Document) error {
	return w.s.EditDocument(w.ctx, d.ID, DocumentEdit{Title: ptr(w.text()), Published: ptr(one(w, []string{"", "2025", "2025-02?"}))})
}

func (w *worker) removeDocument(d Document) error { return w.s.RemoveDocument(w.ctx, d.ID) }

func (w *worker) span(d Document) (start, end int) {
	start = w.IntN(d.Length - 10)
	return start, start + 1 + w.IntN(10)
}

func (w *worker) addClaims(d Document) error {
	var news []NewClaim
	for range 1 + w.IntN(4)*w.IntN(3) {
		n := NewClaim{DocumentID: d.ID, LabelID: one(w, []string{"", SupportedID, DisputedID}), Note: w.text()}
		n.Start, n.End = w.span(d)
		news = append(news, n)
	}
	_, err := w.s.AddClaims(w.ctx, news)
	return err
}

func (w *worker) notContent(d Document) error {
	start, end := w.span(d)
	if w.IntN(3) == 0 {
		return w.s.MarkContent(w.ctx, d.ID, Passage{start, end})
	}
	return w.s.MarkNotContent(w.ctx, d.ID, Passage{start, end})
}

func (w *worker) addLabel(Document) error {
	_, err := w.s.AddLabel(w.ctx, Label{Name: one(w, []string{"One", "Two", "Three"}), Meaning: "unclear"})
	return err
}

func (w *worker) editLabel(Document) error {
	all, err := w.s.Labels(w.ctx)
	if err != nil {
		return err
	}
	l := one(w, all)
	l.Key, l.Name = one(w, []string{"", "x", "y"}), one(w, []string{l.Name, "Supported", "Backed"})
	return w.s.EditLabel(w.ctx, l)
}

func (w *worker) signIn(Document) error {
	id := one(w, []string{"ada", "ben", "cleo"})
	return w.s.SignIn(w.ctx, Person{ID: id, Name: id + one(w, []string{"", " Example"})})
}

func (w *worker) importClaims(d Document) error {
	var rows []ImportedClaim
	for line := range 1 + w.IntN(8) {
		r := ImportedClaim{Line: line, DocumentSHA256: d.SHA256, Label: one(w, []string{"", "Supported", "Mixed"}), Annotator: one(w, []string{"", "Ada", "Dora"}), Note: w.text()}
		r.Start, r.End = w.span(d)
		rows = append(rows, r)
	}
	_, err := w.s.ImportClaims(w.ctx, rows, ImportOptions{})
	return err
}

func (w *worker) set(Document) error {
	value := fmt.Sprint(w.Uint64())
	fmt.Fprintln(w.say, "setting?", value)
	err := w.s.SetSetting(w.ctx, "k", value)
	if err == nil {
		fmt.Fprintln(w.say, "setting", value)
	}
	return err
}

func (w *worker) reopen(Document) error {
	if err := w.s.Close(); err != nil {
		return err
	}
	return w.open()
}

func (w *worker) undo(Document) error { _, err := w.s.Undo(w.ctx); return err }
func (w *worker) redo(Document) error { _, err := w.s.Redo(w.ctx); return err }

func (w *worker) label(c Claim) error {
	return w.s.SetLabel(w.ctx, one(w, []string{"", SupportedID, DisputedID, NotEnoughInfoID}), c.ID)
}

func (w *worker) edit(c Claim) error {
	sure := ptr(w.Float64())
	return w.s.EditClaim(w.ctx, c.ID, ClaimEdit{Note: ptr(w.text()), Statement: ptr(w.text()), Confidence: &sure, Start: ptr(max(0, c.Start-w.IntN(4)))})
}

func (w *worker) delete(c Claim) error { return w.s.DeleteClaims(w.ctx, c.ID) }

func (w *worker) evidence(c Claim) error {
	_, err := writeEvidence(w.ctx, w.s, c.ID, one(w, []Stance{StanceSupports, StanceRefutes, StanceContext}), c.DocumentID, c.Start, c.End)
	return err
}

func (w *worker) decide(c Claim) error { return writeDecision(w.ctx, w.s, c.ID, DisputedID) }

// review does one thing of a review with a claim, in a session of whoever is signed in.
func (w *worker) review(c Claim) error {
	sessions, err := w.s.Sessions(w.ctx)
	if err != nil {
		return err
	}
	if len(sessions) == 0 || !sessions[0].EndedAt.IsZero() || sessions[0].PersonID != w.s.person.ID {
		_, err := w.s.StartSession(w.ctx, NewSession{Mode: ModeBlind, Selection: `{"queue":[]}`})
		return err
	}
	in := sessions[0].ID
	switch w.IntN(8) {
	case 0:
		return w.s.Adjudicate(w.ctx, one(w, []string{"", DisputedID}), w.text(), c.ID)
	case 1:
		_, err = w.s.Settle(w.ctx, []Settlement{{c.ID, one(w, []Status{StatusUnresolved, StatusOpen, StatusRejected}), ""}}, nil)
		return err
	case 2:
		made, err := w.s.Decisions(w.ctx, DecisionFilter{SessionID: in})
		if err != nil || len(made) == 0 {
			return err
		}
		return w.s.RemoveDecision(w.ctx, one(w, made).ID)
	case 3:
		return w.s.EndSession(w.ctx, in, "{}")
	}
	_, err = w.s.Decide(w.ctx, NewDecision{SessionID: in, ClaimID: c.ID, Kind: DecidedLabel, LabelID: SupportedID, Comment: w.text(), Seconds: 1.5})
	return err
}

// restore takes any claim's past, that of deleted ones too.
func (w *worker) restore(Claim) error {
	page, err := w.s.History(w.ctx, HistoryFilter{Entity: "claims"}, 0, 1+w.IntN(20))
	if err != nil {
		return err
	}
	if len(page.Entries) == 0 {
		return nil
	}
	r := one(w, one(w, page.Entries).Rows)
	return w.s.RestoreClaim(w.ctx, r.ID, r.Seq)
}
