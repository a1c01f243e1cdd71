package store

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"factmark/store/internal/db"
)

// keepAll keeps the tallies of all documents.
func keepAll(t testing.TB, s *Store) {
	t.Helper()
	ids, err := s.reading(t.Context()).IDs("SELECT id FROM documents")
	if err == nil {
		err = s.keepTallies(t.Context(), ids)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func progressOf(t testing.TB, s *Store) string {
	t.Helper()
	p, err := s.Progress(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprint(p.Documents, p.Work)
}

// slowProgress counts row by row.
func slowProgress(t testing.TB, s *Store) string {
	t.Helper()
	var p Progress
	q := s.reading(t.Context())
	err := q.Each(`SELECT d.id, d.title,
		(SELECT count(*) FROM claims c WHERE c.document_id = d.id),
		(SELECT count(*) FROM claims c WHERE c.document_id = d.id AND c.label_id IS NOT NULL),
		(SELECT count(*) FROM claims c WHERE c.document_id = d.id AND c.id IN (SELECT claim_id FROM decisions WHERE kind <> 'skip')),
		(SELECT count(*) FROM claims c WHERE c.document_id = d.id AND c.status IN ('unanimous', 'adjudicated', 'rejected'))
		FROM documents d ORDER BY d.title COLLATE NOCASE, d.id`, nil, func(scan func(...any) error) error {
		var d DocumentProgress
		err := scan(&d.ID, &d.Title, &d.Claims, &d.Labelled, &d.Reviewed, &d.Settled)
		p.Documents = append(p.Documents, d)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	who, err := db.ReadAliases(q)
	if err != nil {
		t.Fatal(err)
	}
	days := working{who: who, days: make(map[dayKey]*DayOfWork)}
	last := make(map[string]time.Time)
	err = q.Each(`SELECT person_id, created_at, 1, label_id IS NOT NULL AND labeller_id IS NULL, 0 FROM claims
		UNION ALL SELECT person_id, created_at, 0, 0, kind <> 'skip' FROM decisions ORDER BY 2`, nil, func(scan func(...any) error) error {
		var id, at string
		var claimed, labelled, decided int
		if err := scan(&id, &at, &claimed, &labelled, &decided); err != nil {
			return err
		}
		when := db.ParseTime(at)
		if when.IsZero() {
			return nil
		}
		person := who.Canonical(id).ID
		d := days.of(person, when.UnixMilli())
		d.Claims, d.Labelled, d.Decisions = d.Claims+claimed, d.Labelled+labelled, d.Decisions+decided
		if pause := when.Sub(last[person]); pause > 0 && pause <= MaxPause {
			d.Busy += pause
			d.Timed++
		}
		last[person] = when
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprint(p.Documents, days.sorted())
}

// People go to and fro between documents, pause, and do things at one stroke.
func TestTimeAtWorkAcrossDocuments(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s, err := createAt(t.Context(), fmt.Sprintf("%s/%d.factmark", t.TempDir(), rapid.IntRange(0, 1<<40).Draw(rt, "name")))
		if err != nil {
			rt.Fatal(err)
		}
		defer s.Close()
		var ids []string
		for i := range 3 {
			ids = append(ids, addText(t, s, fmt.Sprint("T", i), fmt.Sprintf("Text %d has words in it.", i)))
		}
		at := time.Date(2025, 3, 1, 22, 40, 0, 0, time.UTC)
		s.now = func() time.Time { return at }
		for _, seconds := range rapid.SliceOfN(rapid.IntRange(0, 420), 1, 25).Draw(rt, "pauses") {
			at = at.Add(time.Duration(seconds-seconds%60) * time.Second)
			if err := s.SignIn(t.Context(), Person{ID: rapid.SampledFrom([]string{"ada", "ben"}).Draw(rt, "who")}); err != nil {
				rt.Fatal(err)
			}
			addClaim(t, s, NewClaim{DocumentID: rapid.SampledFrom(ids).Draw(rt, "where"), Start: 0, End: 4})
		}
		if got, want := progressOf(t, s), slowProgress(t, s); got != want {
			rt.Fatalf("progress is\n%s\nwant\n%s", got, want)
		}
	})
}

func TestACountThatIsWrongIsFoundAndMended(t *testing.T) {
	s := create(t)
	id := addText(t, s, "T", "One claim is here.")
	addClaim(t, s, NewClaim{DocumentID: id, Start: 0, End: 9, LabelID: SupportedID})
	keepAll(t, s)
	if err := s.outside(t, "UPDATE tallies SET stints = replace(stints, '1', '2')"); err != nil {
		t.Fatal(err)
	}
	found, err := runCheck(t.Context(), s, nil)
	if err != nil || len(found) != 1 || found[0].Repair != "they are counted anew" || !strings.Contains(found[0].What, "counts kept of “T”") {
		t.Fatalf("Check() = %+v, %v", found, err)
	}
	mended, left, err := runRepair(t.Context(), s, nil)
	if err != nil || len(mended) != 1 || len(left) != 0 {
		t.Errorf("Repair() = %+v, %+v, %v", mended, left, err)
	}
	if got, want := progressOf(t, s), slowProgress(t, s); got != want {
		t.Errorf("progress is %s, want %s", got, want)
	}
}

// outside runs a statement outside any action.
func (s *Store) outside(t testing.TB, sql string) error {
	_, err := s.conn.ExecContext(t.Context(), sql)
	return err
}

// talliedOf is all that tallies say.
func talliedOf(t testing.TB, s *Store) string {
	t.Helper()
	var all strings.Builder
	err := s.EachTally(t.Context(), TallyClaims|TallyDiffering|TallyStints, nil, nil, func(tally *Tally) error {
		fmt.Fprintln(&all, tally.Kinds, tally.Differing, tally.Stints, tally.Spans, tally.Claims.All())
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all.String()
}

// A tally of another version, or one that cannot be read, is counted anew.
func TestATallyThatCannotBeReadIsCounted(t *testing.T) {
	s := create(t)
	id := addText(t, s, "T", "One claim is here.")
	addClaim(t, s, NewClaim{DocumentID: id, Start: 0, End: 9, LabelID: SupportedID})
	want := talliedOf(t, s)
	for _, damage := range []string{"rules = 0, kinds = 'x'", "kinds = 'x'", "kinds = '[]' || x'0a' || 'x'", "kinds = '[]' || x'0a' || '1' || x'09' || 'o,9,9,9,0'", "stints = '[]' || x'0a' || '7'",
		"spans = '[]' || x'0a' || '1' || x'09' || '0' || x'09' || '9' || x'0a'", "spans = '[]' || x'0a' || '0' || x'0a'", "claims = x'00'", "claims = zeroblob(32)", "claims = unhex('FFFFFFFFFFFFFFFF0000000000000000')"} {
		keepAll(t, s)
		if err := s.outside(t, "UPDATE tallies SET "+damage); err != nil {
			t.Fatal(err)
		}
		if got := talliedOf(t, s); got != want {
			t.Errorf("%s: the tallies are %s, want %s", damage, got, want)
		}
		if err := s.outside(t, "DELETE FROM tallies"); err != nil {
			t.Fatal(err)
		}
	}
}

// What is asked with every decision looks things up: no statement goes through a table.
func TestDecidingReadsNoTableThrough(t *testing.T) {
	s := create(t)
	id := addText(t, s, "T", "One claim is here.")
	c := addClaim(t, s, NewClaim{DocumentID: id, Start: 0, End: 9, LabelID: SupportedID})
	session, err := s.StartSession(t.Context(), NewSession{Mode: ModeBlind, Selection: "{}"})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if _, err := s.Decide(t.Context(), NewDecision{SessionID: session.ID, ClaimID: c.ID, Kind: DecidedLabel, LabelID: DisputedID}); err != nil {
			t.Fatal(err)
		}
	}
	var queries []string
	s.writes.Mu.Lock()
	for query := range s.writes.ByQuery {
		queries = append(queries, query)
	}
	s.writes.Mu.Unlock()
	if len(queries) < 8 {
		t.Fatalf("%d statements", len(queries))
	}
	small := []string{"SCAN p", "SCAN people", "SCAN actions USING INDEX actions_undone", "SCAN 2 CONSTANT ROWS"}
	for _, query := range append(queries, headsBeside, talliedClaims, talliedDecisions, goneClaims) {
		for _, step := range stepsOf(t, s, query) {
			unbroken := strings.HasPrefix(query, "INSERT") && step == "SCAN actions" // run only where a link to a row that is to come is open
			if strings.HasPrefix(step, "SCAN") && !slices.Contains(small, step) && !unbroken {
				t.Errorf("%s\n%s", query, step)
			}
			if strings.Contains(query, whoHolds) && !strings.Contains(step, "USING COVERING INDEX") {
				t.Errorf("a session's row is read: %s", step)
			}
		}
	}
	for _, step := range stepsOf(t, s, allTallies) { // the documents in the order of their index, each with its tally
		if strings.Contains(step, "SCAN") && !strings.Contains(step, "documents_by_title") && !strings.Contains(step, "json_each") || strings.Contains(step, "TEMP B-TREE") {
			t.Errorf("tallies: %s", step)
		}
	}
}

// stepsOf gives the steps of a statement's plan.
func stepsOf(t testing.TB, s *Store, query string) []string {
	t.Helper()
	var args []any
	for range strings.Count(query, "?") {
		args = append(args, nil)
	}
	rows, err := s.conn.QueryContext(t.Context(), "EXPLAIN QUERY PLAN "+query, args...)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	defer rows.Close()
	var steps []string
	for rows.Next() {
		var id, parent, unused int
		var detail string
		if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
			t.Fatal(err)
		}
		steps = append(steps, detail)
	}
	return steps
}

// A queue gives back what was put into it, be it a UUID or not, and knows where it stands.
func TestQueues(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		id := rapid.OneOf(rapid.Map(rapid.Uint64(), func(n uint64) string { return fmt.Sprintf("0189%04x-0000-7000-8000-%012x", n>>48, n&(1<<48-1)) }), rapid.StringMatching(`[a-f0-9-]{0,40}`), rapid.String(),
			rapid.Just("ffffffff-ffff-ffff-ffff-ffffffffffff"), rapid.Just("01890000-0000-7000-8000-00000000000A"), rapid.Just("01890000-0000-7000-8000-00000000000a"))
		ids := rapid.SliceOfDistinct(id, rapid.ID[string]).Draw(rt, "ids")
		q := NewQueue(ids...)
		if got := q.All(); !slices.Equal(got, ids) && len(ids) > 0 {
			rt.Fatalf("it holds %q, want %q", got, ids)
		}
		for i, id := range ids {
			if at := q.Place(id); at != i {
				rt.Fatalf("%q stands at %d, want %d", id, at, i)
			}
		}
		if at := q.Place("somewhere else"); at != -1 {
			rt.Fatalf("what it does not hold stands at %d", at)
		}
		half := ids[:len(ids)/2]
		both := NewQueue(half...)
		for i := range q.Len() - len(half) {
			both.AddAt(q, len(half)+i)
		}
		if got := both.All(); !slices.Equal(got, ids) && len(ids) > 0 {
			rt.Fatalf("put together it holds %q, want %q", got, ids)
		}
	})
}

// A long queue comes back from the file as it was, and goes with its session.
func TestAQueueIsKept(t *testing.T) {
	s := create(t)
	q := &Queue{}
	for i := range queuePart + 10 {
		q.Add(db.NewID())
		if i%1000 == 0 {
			q.Add(fmt.Sprint("no UUID ", i))
		}
	}
	session, err := s.StartSession(t.Context(), NewSession{Mode: ModeOpen, Selection: "{}", Queue: q})
	if err != nil {
		t.Fatal(err)
	}
	got, err := s.SessionQueue(t.Context(), session.ID)
	if err != nil || !slices.Equal(got.All(), q.All()) {
		t.Fatalf("%d ids came back, want %d; %v", got.Len(), q.Len(), err)
	}
	if all, err := s.Sessions(t.Context()); err != nil || all[0].Queued != q.Len() || session.Queued != q.Len() {
		t.Errorf("the session says %d and %d are queued; %v", all[0].Queued, session.Queued, err)
	}
	if err := s.outside(t, "UPDATE queues SET ids = x'ff' WHERE part = 1"); err != nil {
		t.Fatal(err)
	}
	_, err = s.SessionQueue(t.Context(), session.ID)
	expectError(t, err, db.ErrDamaged, "queue")
	if none, err := s.SessionQueue(t.Context(), "none"); none != nil || err != nil {
		t.Errorf("a session without a queue has %v, %v", none, err)
	}
}
