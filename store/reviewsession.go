package store

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"factmark/store/internal/db"
)

// Mode is the way a review session is held.
type Mode string

const (
	ModeOpen        Mode = "open"        // the label is seen
	ModeBlind       Mode = "blind"       // the label is hidden
	ModeIndependent Mode = "independent" // others' claims are hidden: the reviewer marks the spans anew
)

// ReviewSession is a sitting in which one person goes through a queue.
// Selection and Summary are JSON objects that belong to the caller; what was
// chosen stands in Selection from the beginning, and the queue with it, as the list "queue", or beside
// it (see SessionQueue), so that the session can go on after a crash and whatever is added later.
type ReviewSession struct {
	ID, PersonID, Person string
	Name                 string
	Mode                 Mode
	Selection            string
	Seed                 int64
	StartedAt            time.Time
	EndedAt              time.Time // zero while it can go on
	Summary              string
	Decided              int // how many decisions were made in it
	Queued               int // how long its queue is
}

// NewSession is a review session to be started by the one who is signed in.
type NewSession struct {
	Name, Selection string
	Mode            Mode
	Seed            int64
	Queue           *Queue // kept beside the session's row; nil where it stands in Selection
}

func reviewSessionOf(r db.Row) ReviewSession {
	seed, _ := r[db.SessionsSeed].(int64)
	return ReviewSession{
		ID: r.Text(db.SessionsID), PersonID: r.Text(db.SessionsPersonID), Name: r.Text(db.SessionsName), Mode: Mode(r.Text(db.SessionsMode)),
		Selection: r.Text(db.SessionsSelection), Seed: seed, StartedAt: r.Time(db.SessionsStartedAt), EndedAt: r.Time(db.SessionsEndedAt), Summary: r.Text(db.SessionsSummary),
	}
}

func (s *ReviewSession) row() db.Row {
	return db.Row{
		db.SessionsID: s.ID, db.SessionsPersonID: s.PersonID, db.SessionsName: s.Name, db.SessionsMode: string(s.Mode), db.SessionsSelection: s.Selection,
		db.SessionsSeed: s.Seed, db.SessionsStartedAt: db.FormatTime(s.StartedAt), db.SessionsEndedAt: db.FormatTime(s.EndedAt), db.SessionsSummary: s.Summary,
	}
}

// StartSession starts a review session. It stands outside undo.
func (s *Store) StartSession(ctx context.Context, n NewSession) (ReviewSession, error) {
	var started ReviewSession
	_, err := s.write(ctx, ChangeRecord, "Start review session", func(w *transaction) error {
		if !oneOf(n.Mode, ModeOpen, ModeBlind, ModeIndependent) {
			return db.Failf(db.ErrInvalid, "%q is no way to hold a review session; nothing was changed", n.Mode)
		}
		if err := checkObject(n.Selection); err != nil {
			return err
		}
		started = ReviewSession{ID: db.NewID(), PersonID: w.Person.ID, Person: w.Person.Name, Name: n.Name, Mode: n.Mode,
			Selection: n.Selection, Seed: n.Seed, StartedAt: w.At, Summary: "{}"}
		if err := w.Save(db.ReviewSessions, nil, started.row()); err != nil {
			return err
		}
		if n.Queue != nil {
			if err := keepQueue(w.Querier, started.ID, n.Queue); err != nil {
				return err
			}
			started.Queued = n.Queue.Len()
		}
		return nil
	})
	return started, err
}

func checkObject(s string) error {
	var object map[string]json.RawMessage
	if json.Unmarshal([]byte(s), &object) != nil || object == nil {
		return db.Failf(db.ErrInvalid, "what a review session keeps is not a JSON object; nothing was changed")
	}
	return nil
}

// SessionSetting is the key of the setting that holds what a review session
// needs to go on. It is removed when the session ends.
func SessionSetting(id string) string { return sessionSettings + id }

const sessionSettings = "session:"

// EndSession ends a review session with its summary, or ends it anew with
// another one. It stands outside undo.
func (s *Store) EndSession(ctx context.Context, id, summary string) error {
	if err := checkObject(summary); err != nil {
		return err
	}
	return s.editSession(ctx, "End review session", id, func(w *transaction, after db.Row) error {
		after[db.SessionsEndedAt], after[db.SessionsSummary] = db.FormatTime(w.At), summary
		// Sessions that ended elsewhere, and came by a merge, leave a setting here too; what was typed in them stays,
		// to be offered: nobody was asked about it.
		return errors.Join(
			w.Exec(`DELETE FROM settings WHERE key = ? OR key IN (SELECT ? || id FROM review_sessions WHERE ended_at <> '')`,
				SessionSetting(id), sessionSettings),
			w.Exec("DELETE FROM drafts WHERE form = ? AND subject = ?", FormReview, id))
	})
}

// ReopenSession lets a review session that was ended go on. It stands outside undo.
func (s *Store) ReopenSession(ctx context.Context, id string) error {
	return s.editSession(ctx, "Reopen review session", id, func(_ *transaction, after db.Row) error {
		after[db.SessionsEndedAt], after[db.SessionsSummary] = "", "{}"
		return nil
	})
}

func (s *Store) editSession(ctx context.Context, name, id string, edit func(w *transaction, after db.Row) error) error {
	_, err := s.write(ctx, ChangeRecord, name, func(w *transaction) error {
		before, err := w.Existing(db.ReviewSessions, id)
		if err != nil {
			return err
		}
		after := append(db.Row{}, before...)
		if err := edit(w, after); err != nil {
			return err
		}
		return w.Save(db.ReviewSessions, before, after)
	})
	return err
}

var allSessions = "SELECT " + db.ReviewSessions.List("r") + `, p.name, (SELECT count(*) FROM decisions WHERE session_id = r.id),
	coalesce((SELECT sum(length) FROM queues WHERE session_id = r.id), json_array_length(r.selection, '$.queue'), 0)
	FROM review_sessions r JOIN people p ON p.id = ` + db.CanonicalID("r.person_id")

// Sessions gives all review sessions, the one started last first.
func (s *Store) Sessions(ctx context.Context) ([]ReviewSession, error) {
	return readReviewSessions(s.reading(ctx), allSessions+" ORDER BY r.started_at DESC, r.id DESC")
}

// Session gives one review session, or ErrNotFound.
func (s *Store) Session(ctx context.Context, id string) (ReviewSession, error) {
	found, err := readReviewSessions(s.reading(ctx), allSessions+" WHERE r.id = ?", id)
	if err == nil && len(found) == 0 {
		err = db.Failf(db.ErrNotFound, "the review session is not in the workspace any more")
	}
	if err != nil {
		return ReviewSession{}, err
	}
	return found[0], nil
}

func readReviewSessions(q db.Querier, query string, args ...any) ([]ReviewSession, error) {
	var all []ReviewSession
	r, dest := db.ReviewSessions.Dest()
	var name string
	var decided, queued int
	dest = append(dest, &name, &decided, &queued)
	err := q.Each(query, args, func(scan func(...any) error) error {
		if err := scan(dest...); err != nil {
			return err
		}
		one := reviewSessionOf(r)
		one.Person, one.Decided, one.Queued = name, decided, queued
		all = append(all, one)
		return nil
	})
	return all, err
}
