package store

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"factmark/store/internal/db"
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

// Progress counts what was done and what is left, from the tallies of the
// documents. progress is as for EachTally.
func (s *Store) Progress(ctx context.Context, progress func(done, total int)) (Progress, error) {
	var p Progress
	if err := s.countTallies(ctx, progress); err != nil {
		return p, err
	}
	err := s.Snapshot(ctx, func(q db.Querier) error {
		titles := make(map[string]string)
		err := q.Each("SELECT id, title FROM documents", nil, func(scan func(...any) error) error {
			var id, title string
			err := scan(&id, &title)
			titles[id] = title
			return err
		})
		if err != nil {
			return err
		}
		var did []stintIn
		err = eachTally(q, TallyKinds|TallyStints, nil, func(t *Tally) error {
			d := DocumentProgress{ID: t.DocumentID, Title: titles[t.DocumentID]}
			for _, k := range t.Kinds {
				for _, c := range k.Claims {
					d.Claims += k.Count
					d.Labelled += k.Count * number(c.LabelID != "")
					d.Reviewed += k.Count * number(c.Decided)
					d.Settled += k.Count * number(oneOf(c.Status, StatusUnanimous, StatusAdjudicated, StatusRejected))
				}
			}
			for _, one := range t.Stints {
				did = append(did, stintIn{one, len(p.Documents)})
			}
			p.Documents = append(p.Documents, d)
			return nil
		})
		if err != nil {
			return err
		}
		p.Work, err = readWork(q, did, p.Documents)
		return err
	})
	return p, err
}

// stintIn is a stint in a document, by its place in a list.
type stintIn struct {
	Stint
	document int
}

// readWork puts the stints of a person, in whichever documents, in the order of
// time. Where two of them overlap, because somebody went to and fro between
// documents, what was done in them is read one by one.
func readWork(q db.Querier, did []stintIn, documents []DocumentProgress) ([]DayOfWork, error) {
	who, err := db.ReadAliases(q)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(did, func(a, b stintIn) int {
		return cmp.Or(cmp.Compare(a.PersonID, b.PersonID), cmp.Compare(a.First, b.First), cmp.Compare(a.Last, b.Last))
	})
	days := working{who: who, days: make(map[dayKey]*DayOfWork)}
	for from := 0; from < len(did); {
		to, last := from+1, did[from].Last
		for to < len(did) && did[to].PersonID == did[from].PersonID && did[to].First < last {
			last = max(last, did[to].Last)
			to++
		}
		if to == from+1 {
			days.add(did[from].Stint)
		} else if err := readApart(q, did[from:to], documents, &days); err != nil {
			return nil, err
		}
		from = to
	}
	return days.sorted(), nil
}

const (
	doneClaims    = `SELECT c.person_id, c.created_at FROM claims c WHERE c.document_id = ?`
	doneDecisions = `SELECT d.person_id, d.created_at FROM claims c CROSS JOIN decisions d ON d.claim_id = c.id WHERE c.document_id = ?`
)

// readApart adds stints of one person's that overlap: their counts as they are, the
// times between from all that was done.
func readApart(q db.Querier, overlapping []stintIn, documents []DocumentProgress, days *working) error {
	var times []int64
	read := make(map[int]bool)
	first, last := overlapping[0].First, overlapping[0].Last
	for _, one := range overlapping {
		last = max(last, one.Last)
	}
	for _, one := range overlapping {
		if read[one.document] {
			continue
		}
		read[one.document] = true
		for _, query := range []string{doneClaims, doneDecisions} {
			err := q.Each(query, []any{documents[one.document].ID}, func(scan func(...any) error) error {
				var id, made string
				if err := scan(&id, &made); err != nil {
					return err
				}
				if at := db.ParseTime(made); !at.IsZero() && days.who.Canonical(id).ID == one.PersonID {
					if ms := at.UnixMilli(); first <= ms && ms <= last {
						times = append(times, ms)
					}
				}
				return nil
			})
			if err != nil {
				return err
			}
		}
	}
	for _, one := range overlapping {
		days.count(one.Stint)
	}
	slices.Sort(times)
	for _, at := range slices.Compact(times) {
		days.spend(overlapping[0].PersonID, at, at, 1)
	}
	return nil
}

// working adds up what people did on their days, in the order of time.
type working struct {
	who    db.Aliases
	days   map[dayKey]*DayOfWork
	person string // whose time it is
	last   int64  // when they last did something
}

type dayKey struct {
	person string
	day    time.Time
}

func (w *working) add(s Stint) {
	w.count(s)
	w.spend(s.PersonID, s.First, s.Last, s.Times)
}

// of gives the local day of a moment. A stint lies within a quarter of an hour, and so within one.
func (w *working) of(personID string, at int64) *DayOfWork {
	year, month, day := time.UnixMilli(at).Local().Date()
	k := dayKey{personID, time.Date(year, month, day, 0, 0, 0, 0, time.Local)}
	d := w.days[k]
	if d == nil {
		d = &DayOfWork{Day: k.day, Person: w.who.Canonical(personID)}
		w.days[k] = d
	}
	return d
}

func (w *working) count(s Stint) {
	d := w.of(s.PersonID, s.First)
	d.Claims, d.Labelled, d.Decisions = d.Claims+s.Claims, d.Labelled+s.Labelled, d.Decisions+s.Decisions
}

// spend adds the time up to and between so many moments.
func (w *working) spend(personID string, first, last int64, times int) {
	d := w.of(personID, first)
	if personID == w.person {
		if pause := first - w.last; pause > 0 && pause <= MaxPause.Milliseconds() {
			d.Busy += time.Duration(pause) * time.Millisecond
			d.Timed++
		}
	}
	d.Busy += time.Duration(last-first) * time.Millisecond
	d.Timed += times - 1
	w.person, w.last = personID, last
}

func (w *working) sorted() []DayOfWork {
	var all []DayOfWork
	for _, d := range w.days {
		all = append(all, *d)
	}
	slices.SortFunc(all, func(a, b DayOfWork) int {
		return cmp.Or(a.Day.Compare(b.Day), strings.Compare(a.Person.Name, b.Person.Name), strings.Compare(a.Person.ID, b.Person.ID))
	})
	return all
}
