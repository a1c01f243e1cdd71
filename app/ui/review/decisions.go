package review

import (
	"context"
	"strings"

	"factmark/app/locale"
	"factmark/app/workspace"
	"factmark/store"
)

// Say decides on the claim in question and goes on to the next.
func (s *Controller) Say(kind store.DecisionKind, labelID string) {
	id, model := s.Current(), s.model
	if id == "" || s.Claim.ID != id { // it is not shown yet: nothing can have been meant for it
		return
	}
	comment := s.comment()
	if s.settling() {
		s.settle(kind, labelID, comment)
		return
	}
	took := s.clock.Spent(s.now())
	s.spent += took
	n := store.NewDecision{SessionID: s.Session.ID, ClaimID: id, Kind: kind, LabelID: labelID, Comment: comment, Seconds: took.Seconds()}
	s.write(locale.T("Decision"), s.withDraft(id, func(ctx context.Context) error { _, err := model.Store.Decide(ctx, n); return err }))
	// The decision shows at once, and is written behind: the store is asked again only where that failed.
	word := s.decisions[id]
	word.ClaimID, word.Kind, word.LabelID, word.Comment = id, kind, labelID, comment
	s.decisions[id] = word
	s.mark(id, true)
	s.next(s.At)
}

// comment is what the user has typed for the claim in question, or else the comment of the decision on it.
func (s *Controller) comment() string {
	if draft, typed := s.drafts[s.Current()]; typed {
		return strings.TrimSpace(draft)
	}
	return s.decisions[s.Current()].Comment
}

// write has a change of this session written, so that it can be undone from here.
func (s *Controller) write(name string, f func(context.Context) error) {
	documentID := s.Claim.DocumentID
	s.model.Writes.Perform(workspace.PendingWrite{Name: name, Write: f, Done: func() {
		s.writes, s.undone = s.writes+1, 0
		s.model.Recount(documentID)
	}})
}

// KeepComment keeps a comment that was typed, with the decision where there is one.
func (s *Controller) KeepComment() {
	id := s.Current()
	word, decided := s.decisions[id]
	if draft, typed := s.drafts[id]; !typed || !decided || s.settling() || strings.TrimSpace(draft) == word.Comment {
		return
	}
	if word.Kind == store.DecidedSkip && s.comment() == "" {
		return
	}
	n := store.NewDecision{SessionID: s.Session.ID, ClaimID: id, Kind: word.Kind, LabelID: word.LabelID, Comment: s.comment()}
	s.write(locale.T("Comment"), s.withDraft(id, func(ctx context.Context) error { _, err := s.model.Store.Decide(ctx, n); return err }))
	word.Comment = n.Comment
	s.decisions[id] = word
}

// TakeBack removes the decision on the claim in question.
func (s *Controller) TakeBack() {
	id, model := s.Current(), s.model
	if _, decided := s.decisions[id]; !decided {
		model.Notices.Send(locale.T("There is no decision on this claim to clear."))
		return
	}
	if s.settling() {
		s.reopen()
		return
	}
	session := s.Session.ID
	s.write(locale.T("Clear decision"), func(ctx context.Context) error {
		made, err := model.Store.Decisions(ctx, store.DecisionFilter{SessionID: session, ClaimID: id})
		if err != nil || len(made) == 0 {
			return err
		}
		return model.Store.RemoveDecision(ctx, made[0].ID)
	})
	delete(s.decisions, id)
	s.mark(id, false)
	s.host.Pane.Refresh()
}

// Undo takes back the last change of this session and no other.
func (s *Controller) Undo() {
	if s.writes == 0 {
		s.model.Notices.Send(locale.T("Nothing to undo in this review."))
		return
	}
	s.writes, s.undone = s.writes-1, s.undone+1
	s.model.Undo()
}

// Redo does the last change again that Undo took back, and no other.
func (s *Controller) Redo() {
	if s.undone == 0 {
		s.model.Notices.Send(locale.T("Nothing to redo in this review."))
		return
	}
	s.writes, s.undone = s.writes+1, s.undone-1
	s.model.Redo()
}
