package store

import (
	"context"
	"slices"
	"strings"
	"time"
)

// DocumentProgress is how far the work on a document has come, in claims.
// Reviewed are those that someone decided on in a review session, Settled
// those whose final label or rejection stands.
type DocumentProgress struct {
	ID, Title                           string
	Claims, Labelled, Reviewed, Settled int
}

// DayOfWork is what one person did on one day. A skip is no decision. Busy is
// the time between one claim, decision or skip and the next, where it was no
// longer than MaxPause, and Timed is how many came at the end of such a time:
// of what was imported, or made at a stroke, nobody knows how long it took.
type DayOfWork struct {
	Day                         time.Time // its start, local time
	Person                      Person
	Claims, Labelled, Decisions int
	Timed                       int
	Busy                        time.Duration
}

// MaxPause is the longest time between two claims or decisions that counts as
// work on the second.
const MaxPause = 5 * time.Minute

// Progress is how far the work has come, at one moment. Work is in the order
// of days, then of names.
type Progress struct {
	Documents []DocumentProgress
	Work      []DayOfWork
}

const (
	documentProgress = `SELECT d.id, d.title,
		(SELECT count(*) FROM claims c WHERE c.document_id = d.id),
		(SELECT count(*) FROM claims c WHERE c.document_id = d.id AND c.label_id IS NOT NULL),
		(SELECT count(*) FROM claims c WHERE c.document_id = d.id AND c.id IN (SELECT claim_id FROM decisions WHERE kind <> 'skip')),
		(SELECT count(*) FROM claims c WHERE c.document_id = d.id AND c.status IN ('unanimous', 'adjudicated', 'rejected'))
		FROM documents d ORDER BY d.title COLLATE NOCASE, d.id`
	allWork = `SELECT person_id, created_at, 1, label_id IS NOT NULL AND labeller_id IS NULL, 0 FROM claims
		UNION ALL SELECT person_id, created_at, 0, 0, kind <> 'skip' FROM decisions ORDER BY 2`
)

// Progress counts what was done and what is left.
func (s *Store) Progress(ctx context.Context) (Progress, error) {
	var p Progress
	err := s.snapshot(ctx, func(q session) error {
		err := q.each(documentProgress, nil, func(scan func(...any) error) error {
			var d DocumentProgress
			err := scan(&d.ID, &d.Title, &d.Claims, &d.Labelled, &d.Reviewed, &d.Settled)
			p.Documents = append(p.Documents, d)
			return err
		})
		if err != nil {
			return err
		}
		p.Work, err = q.work()
		return err
	})
	return p, err
}

func (q session) work() ([]DayOfWork, error) {
	who, err := q.everyone()
	if err != nil {
		return nil, err
	}
	type key struct {
		person string
		day    time.Time
	}
	days := make(map[key]*DayOfWork)
	last := make(map[string]time.Time)
	err = q.each(allWork, nil, func(scan func(...any) error) error {
		var id, at string
		var claimed, labelled, decided int
		if err := scan(&id, &at, &claimed, &labelled, &decided); err != nil {
			return err
		}
		person, when := who.one(id), parseTime(at).Local()
		if when.IsZero() {
			return nil
		}
		year, month, day := when.Date()
		k := key{person.ID, time.Date(year, month, day, 0, 0, 0, 0, time.Local)}
		w := days[k]
		if w == nil {
			w = &DayOfWork{Day: k.day, Person: person}
			days[k] = w
		}
		w.Claims += claimed
		w.Labelled += labelled
		w.Decisions += decided
		if pause := when.Sub(last[person.ID]); pause > 0 && pause <= MaxPause {
			w.Busy += pause
			w.Timed++
		}
		last[person.ID] = when
		return nil
	})
	if err != nil {
		return nil, err
	}
	var all []DayOfWork
	for _, w := range days {
		all = append(all, *w)
	}
	slices.SortFunc(all, func(a, b DayOfWork) int {
		if c := a.Day.Compare(b.Day); c != 0 {
			return c
		}
		if a.Person.Name != b.Person.Name {
			return strings.Compare(a.Person.Name, b.Person.Name)
		}
		return strings.Compare(a.Person.ID, b.Person.ID)
	})
	return all, nil
}
