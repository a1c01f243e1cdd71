package store

import (
	"context"
	"errors"
	"time"

	"factmark/store/internal/db"
)

// DraftKey names what is typed: by whom, into which field of which kind of
// form, about what (an id, or ""), and over which stored value. Base is a
// digest of that value, so that a draft whose value has changed meanwhile is
// told from one that can take its place.
type DraftKey struct {
	PersonID, Form, Subject, Field, Base string
}

// Draft is text that was typed and is not saved yet.
type Draft struct {
	DraftKey
	Text    string
	TypedAt time.Time // to the millisecond
}

// FormReview is the form of comments typed in a review session: its subject is
// the session, its field the claim. They go when the session ends.
const FormReview = "review"

// mostDrafts and longestDrafts, in bytes, bound what is read at once: a file
// from someone else may hold anything.
const (
	mostDrafts    = 1000
	longestDrafts = 64 << 20
)

// Drafts gives what a person has typed and neither saved nor discarded, the
// oldest first; the newest 1,000, of 64 MB together.
func (s *Store) Drafts(ctx context.Context, personID string) ([]Draft, error) {
	var drafts []Draft
	err := s.reading(ctx).Each(`SELECT form, subject, field, base, text, typed_at FROM (
			SELECT *, sum(octet_length(text)) OVER (ORDER BY typed_at DESC, rowid DESC) AS total
			FROM drafts WHERE person_id = ? ORDER BY typed_at DESC, rowid DESC LIMIT ?)
		WHERE total <= ? ORDER BY typed_at, form, subject, field, base`, []any{personID, mostDrafts, longestDrafts},
		func(scan func(...any) error) error {
			d, at := Draft{DraftKey: DraftKey{PersonID: personID}}, ""
			err := scan(&d.Form, &d.Subject, &d.Field, &d.Base, &d.Text, &at)
			d.TypedAt = db.ParseTime(at)
			drafts = append(drafts, d)
			return err
		})
	return drafts, err
}

// KeepDrafts keeps drafts, each in place of the one with the same key, and
// removes others, all of it or nothing. It is no action: there is nothing to
// undo, and nobody is told.
func (s *Store) KeepDrafts(ctx context.Context, keep []Draft, drop []DraftKey) error {
	return s.WriteUnrecorded(ctx, func(q db.Querier) (err error) {
		for _, k := range drop {
			err = errors.Join(err, q.Exec("DELETE FROM drafts WHERE person_id = ? AND form = ? AND subject = ? AND field = ? AND base = ?",
				k.PersonID, k.Form, k.Subject, k.Field, k.Base))
		}
		for _, d := range keep {
			err = errors.Join(err, q.Exec(`INSERT INTO drafts (person_id, form, subject, field, base, text, typed_at) VALUES (?, ?, ?, ?, ?, ?, ?)
				ON CONFLICT (person_id, form, subject, field, base) DO UPDATE SET text = excluded.text, typed_at = excluded.typed_at`,
				d.PersonID, d.Form, d.Subject, d.Field, d.Base, d.Text, db.FormatTime(d.TypedAt)))
		}
		return err
	})
}

type finishedDrafts struct{}

// FinishDrafts marks a context so that the action run with it removes these
// drafts in its own transaction: what they hold is saved then. What was typed
// into the same fields later stays.
func FinishDrafts(ctx context.Context, saved ...Draft) context.Context {
	if len(saved) == 0 {
		return ctx
	}
	return context.WithValue(ctx, finishedDrafts{}, saved)
}

// finishDrafts removes the drafts that the action has saved, and tells whether
// there were any to remove.
func finishDrafts(q db.Querier) (finished bool, err error) {
	saved, _ := q.Ctx.Value(finishedDrafts{}).([]Draft)
	for _, d := range saved {
		err = errors.Join(err, q.Exec("DELETE FROM drafts WHERE person_id = ? AND form = ? AND subject = ? AND field = ? AND base = ? AND typed_at <= ?",
			d.PersonID, d.Form, d.Subject, d.Field, d.Base, db.FormatTime(d.TypedAt)))
	}
	return len(saved) > 0, err
}

// leaveOutDrafts removes the drafts from a copy of a workspace: whoever gets
// it gets what was saved, and nothing that was only typed.
func leaveOutDrafts(ctx context.Context, path string) (err error) {
	pool, conn, err := db.ConnectWriter(ctx, path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close(), db.Explain(ctx, pool.Close())) }()
	var there bool
	if err := conn.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'drafts')").Scan(&there); err != nil {
		return db.Explain(ctx, err)
	}
	if !there { // a workspace of an earlier version
		return nil
	}
	removed, err := conn.ExecContext(ctx, "DELETE FROM drafts") // secure_delete overwrites them
	if err != nil {
		return db.Explain(ctx, err)
	}
	if n, err := removed.RowsAffected(); err != nil || n == 0 {
		return err
	}
	return db.FoldLog(ctx, conn)
}
