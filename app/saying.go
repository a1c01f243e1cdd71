package app

import (
	"context"
	"strings"

	"factmark/store"
)

// say keeps a word on the claim in question and goes on to the next.
func (s *sitting) say(kind store.DecisionKind, labelID string) {
	id, d := s.current(), s.desk
	if id == "" || s.claim.ID != id { // it is not shown yet: nothing can have been meant for it
		return
	}
	comment := s.comment()
	if s.settling() {
		s.settle(kind, labelID, comment)
		return
	}
	took := s.clock.Spent(s.now())
	s.spent += took
	n := store.NewDecision{SessionID: s.session.ID, ClaimID: id, Kind: kind, LabelID: labelID, Comment: comment, Seconds: took.Seconds()}
	s.write("Decision", s.saying(id, func(ctx context.Context) error { _, err := d.store.Decide(ctx, n); return err }))
	// It shows at once, and is written behind: the store's own word on it is read again only where that failed.
	word := s.said[id]
	word.ClaimID, word.Kind, word.LabelID, word.Comment = id, kind, labelID, comment
	s.said[id] = word
	s.mark(id, true)
	s.next(s.at)
}

// comment is what the user has typed for the claim in question, or said of it before.
func (s *sitting) comment() string {
	if draft, typed := s.drafts[s.current()]; typed {
		return strings.TrimSpace(draft)
	}
	return s.said[s.current()].Comment
}

// write has a change of this sitting written, so that it can be undone from here.
func (s *sitting) write(name string, f func(context.Context) error) {
	documentID := s.claim.DocumentID
	s.desk.saves.perform(change{name: name, write: f, done: func() {
		s.writes, s.undone = s.writes+1, 0
		s.desk.recount(documentID)
	}})
}

// keepComment keeps a comment that was typed, with the decision where there is one.
func (s *sitting) keepComment() {
	id := s.current()
	word, decided := s.said[id]
	if draft, typed := s.drafts[id]; !typed || !decided || s.settling() || strings.TrimSpace(draft) == word.Comment {
		return
	}
	if word.Kind == store.DecidedSkip && s.comment() == "" {
		return
	}
	n := store.NewDecision{SessionID: s.session.ID, ClaimID: id, Kind: word.Kind, LabelID: word.LabelID, Comment: s.comment()}
	s.write("Comment", s.saying(id, func(ctx context.Context) error { _, err := s.desk.store.Decide(ctx, n); return err }))
	word.Comment = n.Comment
	s.said[id] = word
}

// takeBack removes the word on the claim in question.
func (s *sitting) takeBack() {
	id, d := s.current(), s.desk
	if _, decided := s.said[id]; !decided {
		d.told.send("There is no decision on this claim to take back.")
		return
	}
	if s.settling() {
		s.reopen()
		return
	}
	session := s.session.ID
	s.write("Take back a decision", func(ctx context.Context) error {
		made, err := d.store.Decisions(ctx, store.DecisionFilter{SessionID: session, ClaimID: id})
		if err != nil || len(made) == 0 {
			return err
		}
		return d.store.RemoveDecision(ctx, made[0].ID)
	})
	delete(s.said, id)
	s.mark(id, false)
	s.window.pane.refresh()
}

// undo takes back the last change of this sitting and no other.
func (s *sitting) undo() {
	if s.writes == 0 {
		s.desk.told.send("There is nothing to undo in this review.")
		return
	}
	s.writes, s.undone = s.writes-1, s.undone+1
	s.desk.undo()
}

func (s *sitting) redo() {
	if s.undone == 0 {
		s.desk.told.send("There is nothing to redo in this review.")
		return
	}
	s.writes, s.undone = s.writes+1, s.undone-1
	s.desk.redo()
}
