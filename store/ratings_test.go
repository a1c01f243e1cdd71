package store

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"factmark/store/internal/db"
)

// desk has one document, three people, of whom two are one, and a blind and an open session.
func desk(t *testing.T) (s *Store, documentID string) {
	t.Helper()
	s = create(t)
	documentID = addText(t, s, "Report", "One claim here. Another claim there. A third.")
	for _, sql := range []string{
		`INSERT INTO people VALUES ('p1', 'Ada', '', NULL, '2025-03-01T09:00:00.000Z'), ('p2', 'Ben', 'B', NULL, '2025-03-01T09:00:00.000Z'),
			('p3', 'ada', '', 'p1', '2025-03-01T09:00:00.000Z')`,
		`INSERT INTO review_sessions (id, person_id, mode, started_at) VALUES ('blind', 'p2', 'blind', '2025-03-02T09:00:00.000Z'), ('open', 'p3', 'open', '2025-03-02T09:00:00.000Z')`,
	} {
		if _, err := s.conn.ExecContext(t.Context(), sql); err != nil {
			t.Fatal(err)
		}
	}
	return s, documentID
}

func (s *Store) must(t *testing.T, sql string, args ...any) {
	t.Helper()
	if _, err := s.conn.ExecContext(t.Context(), sql, args...); err != nil {
		t.Fatal(err)
	}
}

func TestRatingsAreEveryonesWords(t *testing.T) {
	s, doc := desk(t)
	a := addClaim(t, s, NewClaim{DocumentID: doc, Start: 0, End: 15, LabelID: SupportedID})
	b := addClaim(t, s, NewClaim{DocumentID: doc, Start: 16, End: 36})
	gone := addClaim(t, s, NewClaim{DocumentID: doc, Start: 37, End: 45, LabelID: DisputedID})
	s.must(t, "UPDATE claims SET person_id = 'p1' WHERE id = ?", a.ID)
	s.must(t, "UPDATE claims SET person_id = 'p3' WHERE id = ?", b.ID)
	s.must(t, "UPDATE claims SET status = 'orphaned' WHERE id = ?", gone.ID)
	const decision = "INSERT INTO decisions (id, session_id, claim_id, person_id, kind, label_id, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
	for i, d := range []struct{ querier, claim, person, kind, label any }{
		{"blind", a.ID, "p2", "label", DisputedID},
		{"open", a.ID, "p3", "label", SupportedID},
		{"blind", b.ID, "p2", "skip", nil},
		{"blind", b.ID, "p2", "reject", nil},
		{nil, b.ID, "p1", "label", DisputedID}, // settled by an adjudicator
	} {
		at := db.FormatTime(time.Date(2025, 3, 2, 9, i, 0, 0, time.UTC))
		s.must(t, decision, fmt.Sprint("d", i), d.querier, d.claim, d.person, d.kind, d.label, at, at)
	}
	var got []string
	err := s.EachRating(t.Context(), nil, func(r Rating) error {
		got = append(got, fmt.Sprintf("%d-%d %s %s %q %q %v", r.Start, r.End, r.PersonID, r.Person, r.Label, r.Mode, r.Rejected))
		return nil
	})
	want := []string{
		`0-15 p1 Ada "Supported" "" false`,
		`0-15 p2 Ben "Disputed" "blind" false`,
		`0-15 p1 Ada "Supported" "open" false`,
		`16-36 p1 Ada "" "" false`,
		`16-36 p2 Ben "" "blind" true`,
	}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("%v\n%q, want\n%q", err, got, want)
	}
}

func TestPeopleInARingAreSomeone(t *testing.T) {
	s, doc := desk(t)
	c := addClaim(t, s, NewClaim{DocumentID: doc, Start: 0, End: 3})
	s.must(t, "UPDATE claims SET person_id = 'p3' WHERE id = ?", c.ID)
	s.must(t, "UPDATE people SET same_as = 'p3' WHERE id = 'p1'")
	if err := s.EachRating(t.Context(), nil, func(r Rating) error {
		if r.PersonID != "p1" {
			t.Errorf("the person is %q", r.PersonID)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}

func TestProgress(t *testing.T) {
	s, doc := desk(t)
	addText(t, s, "Another", "Nothing is claimed here.")
	morning := time.Date(2025, 3, 1, 9, 0, 0, 0, time.Local)
	for i, at := range []time.Time{morning, morning.Add(2 * time.Minute), morning.Add(20 * time.Minute), morning.Add(26 * time.Hour)} {
		n := NewClaim{DocumentID: doc, Start: i * 4, End: i*4 + 3}
		if i > 0 {
			n.LabelID = SupportedID
		}
		c := addClaim(t, s, n)
		s.must(t, "UPDATE claims SET person_id = 'p1', created_at = ?, status = ? WHERE id = ?", db.FormatTime(at), []string{"open", "adjudicated", "rejected", "orphaned"}[i], c.ID)
		if i == 1 {
			at = morning.Add(21 * time.Minute)
			s.must(t, "INSERT INTO decisions (id, claim_id, person_id, kind, label_id, created_at, updated_at) VALUES ('d', ?, 'p3', 'label', ?, ?, ?)",
				c.ID, DisputedID, db.FormatTime(at), db.FormatTime(at))
		}
	}
	// A skip is no decision, and of what came at the same moment nobody knows how long it took.
	third := addClaim(t, s, NewClaim{DocumentID: doc, Start: 20, End: 23})
	fourth := addClaim(t, s, NewClaim{DocumentID: doc, Start: 24, End: 27})
	at := db.FormatTime(morning.Add(26*time.Hour + 4*time.Minute))
	s.must(t, "UPDATE claims SET person_id = 'p1', created_at = ? WHERE id IN (?, ?)", at, third.ID, fourth.ID)
	s.must(t, "INSERT INTO decisions (id, session_id, claim_id, person_id, kind, comment, created_at, updated_at) VALUES ('s', 'open', ?, 'p3', 'skip', 'unclear', ?, ?)",
		third.ID, db.FormatTime(morning.Add(26*time.Hour+5*time.Minute)), at)
	p, err := s.Progress(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Documents) != 2 || p.Documents[0].Title != "Another" || p.Documents[0].Claims != 0 {
		t.Errorf("%+v", p.Documents)
	}
	if d := p.Documents[1]; d.Claims != 6 || d.Labelled != 3 || d.Reviewed != 1 || d.Settled != 2 {
		t.Errorf("%+v", d)
	}
	if len(p.Work) != 2 {
		t.Fatalf("%+v", p.Work)
	}
	// The pause between the second and the third claim is too long to count; under her other name Ada decides a minute later.
	if w := p.Work[0]; !w.Day.Equal(morning.Add(-9*time.Hour)) || w.Person.ID != "p1" || w.Claims != 3 || w.Labelled != 2 || w.Decisions != 1 || w.Busy != 3*time.Minute || w.Timed != 2 {
		t.Errorf("%+v", w)
	}
	if w := p.Work[1]; w.Claims != 3 || w.Decisions != 0 || w.Busy != 5*time.Minute || w.Timed != 2 {
		t.Errorf("%+v", w)
	}
}
