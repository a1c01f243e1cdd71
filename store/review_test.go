package store

import (
	"encoding/json"
	"errors"
	"path/filepath"
	"slices"
	"testing"

	"factmark/store/internal/db"
)

// reviewing is a workspace with Ada's two claims, one labelled, and a session of Bob's, who is signed in.
func reviewing(t *testing.T, mode Mode) (s *Store, in ReviewSession, labelled, bare Claim) {
	t.Helper()
	s = create(t)
	signIn(t, s, "p1", "Ada")
	id := addText(t, s, "T", "one two three")
	labelled = addClaim(t, s, NewClaim{DocumentID: id, Start: 0, End: 3, LabelID: SupportedID})
	bare = addClaim(t, s, NewClaim{DocumentID: id, Start: 4, End: 7})
	signIn(t, s, "p2", "Bob")
	in, err := s.StartSession(t.Context(), NewSession{Name: "First", Mode: mode, Selection: `{"queue":["x"]}`, Seed: 7})
	if err != nil {
		t.Fatal(err)
	}
	return s, in, labelled, bare
}

func signIn(t testing.TB, s *Store, id, name string) {
	t.Helper()
	if err := s.SignIn(t.Context(), Person{ID: id, Name: name}); err != nil {
		t.Fatal(err)
	}
}

func decide(t testing.TB, s *Store, n NewDecision) Decision {
	t.Helper()
	d, err := s.Decide(t.Context(), n)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func decisionsOf(t testing.TB, s *Store, f DecisionFilter) []Decision {
	t.Helper()
	all, err := s.Decisions(t.Context(), f)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestASessionFromBeginningToEnd(t *testing.T) {
	s, in, c, _ := reviewing(t, ModeBlind)
	if in.Person != "Bob" || in.Mode != ModeBlind || in.Seed != 7 || in.StartedAt.IsZero() || !in.EndedAt.IsZero() {
		t.Errorf("started %+v", in)
	}
	var heard []Change
	s.Listen(func(c Change) { heard = append(heard, c) })
	first := decide(t, s, NewDecision{SessionID: in.ID, ClaimID: c.ID, Kind: DecidedLabel, LabelID: DisputedID, Comment: "see page 3", Seconds: 4})
	again := decide(t, s, NewDecision{SessionID: in.ID, ClaimID: c.ID, Kind: DecidedReject, Seconds: 1.5})
	if again.ID != first.ID || again.Seconds != 5.5 || again.LabelID != "" || again.Comment != "" || again.CreatedAt != first.CreatedAt {
		t.Errorf("the second word is %+v, the first was %+v", again, first)
	}
	if len(heard) != 2 || !heard[0].Reviews || heard[0].Action.Name != "Review as Disputed" || heard[1].Action.Name != "Review: reject the span" {
		t.Errorf("heard %+v", heard)
	}
	if after, err := s.Claim(t.Context(), c.ID); err != nil || after.LabelID != SupportedID || after.PersonID != "p1" {
		t.Errorf("the claim itself became %+v, %v", after, err)
	}
	if _, err := s.Undo(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := decisionsOf(t, s, DecisionFilter{SessionID: in.ID}); len(got) != 1 || got[0] != first {
		t.Errorf("after undo there is %+v, want %+v", got, first)
	}
	if _, err := s.Undo(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := decisionsOf(t, s, DecisionFilter{ClaimID: c.ID}); len(got) != 0 {
		t.Errorf("after two there is %+v", got)
	}
	for range 2 {
		if _, err := s.Redo(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if got := decisionsOf(t, s, DecisionFilter{PersonID: "p2"}); len(got) != 1 || got[0] != again {
		t.Errorf("after redo there is %+v, want %+v", got, again)
	}
	for _, id := range []string{in.ID, "another"} {
		if err := s.SetSetting(t.Context(), SessionSetting(id), `{"drafts":{}}`); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.EndSession(t.Context(), in.ID, `{"done":1}`); err != nil {
		t.Fatal(err)
	}
	for id, want := range map[string]string{in.ID: "", "another": `{"drafts":{}}`} {
		if kept, err := s.Setting(t.Context(), SessionSetting(id)); err != nil || kept != want {
			t.Errorf("once %s has ended, what goes with %s is %q, %v", in.ID, id, kept, err)
		}
	}
	ended, err := s.Session(t.Context(), in.ID)
	if err != nil || ended.EndedAt.IsZero() || ended.Summary != `{"done":1}` || ended.Decided != 1 || ended.Selection != in.Selection {
		t.Errorf("ended %+v, %v", ended, err)
	}
	_, err = s.Decide(t.Context(), NewDecision{SessionID: in.ID, ClaimID: c.ID, Kind: DecidedReject})
	expectError(t, err, db.ErrConflict, "ended")
	if err := s.ReopenSession(t.Context(), in.ID); err != nil {
		t.Fatal(err)
	}
	decide(t, s, NewDecision{SessionID: in.ID, ClaimID: c.ID, Kind: DecidedSkip, Comment: "not my field"})
	if err := s.RemoveDecision(t.Context(), first.ID); err != nil {
		t.Fatal(err)
	}
	if all, err := s.Sessions(t.Context()); err != nil || len(all) != 1 || all[0].Decided != 0 || !all[0].EndedAt.IsZero() {
		t.Errorf("Sessions() = %+v, %v", all, err)
	}
}

func TestWhatADecisionMustBe(t *testing.T) {
	s, in, c, _ := reviewing(t, ModeOpen)
	before := dump(t, s)
	for _, bad := range []struct {
		n    NewDecision
		kind error
		says string
	}{
		{NewDecision{SessionID: in.ID, ClaimID: c.ID, Kind: DecidedLabel}, db.ErrInvalid, "a label"},
		{NewDecision{SessionID: in.ID, ClaimID: c.ID, Kind: DecidedReject, LabelID: DisputedID}, db.ErrInvalid, "a label"},
		{NewDecision{SessionID: in.ID, ClaimID: c.ID, Kind: "agree"}, db.ErrInvalid, "a label"},
		{NewDecision{SessionID: in.ID, ClaimID: c.ID, Kind: DecidedLabel, LabelID: "none such"}, db.ErrNotFound, "label"},
		{NewDecision{SessionID: in.ID, ClaimID: c.ID, Kind: DecidedSkip, Comment: " "}, db.ErrInvalid, "reason"},
		{NewDecision{SessionID: in.ID, ClaimID: "none such", Kind: DecidedReject}, db.ErrNotFound, "claim"},
		{NewDecision{SessionID: "none such", ClaimID: c.ID, Kind: DecidedReject}, db.ErrNotFound, "session"},
		{NewDecision{SessionID: in.ID, ClaimID: c.ID, Kind: DecidedReject, Comment: "\xff"}, db.ErrInvalid, "comment"},
	} {
		_, err := s.Decide(t.Context(), bad.n)
		expectError(t, err, bad.kind, bad.says)
	}
	_, err := s.StartSession(t.Context(), NewSession{Mode: "secret", Selection: "{}"})
	expectError(t, err, db.ErrInvalid, "secret")
	for _, selection := range []string{"", "[1]", "null", "{"} {
		_, err := s.StartSession(t.Context(), NewSession{Mode: ModeOpen, Selection: selection})
		expectError(t, err, db.ErrInvalid, "JSON")
	}
	expectError(t, s.EndSession(t.Context(), in.ID, "7"), db.ErrInvalid, "JSON")
	expectSame(t, dump(t, s), before)

	d := decide(t, s, NewDecision{SessionID: in.ID, ClaimID: c.ID, Kind: DecidedReject})
	signIn(t, s, "p1", "Ada")
	_, err = s.Decide(t.Context(), NewDecision{SessionID: in.ID, ClaimID: c.ID, Kind: DecidedReject})
	expectError(t, err, db.ErrConflict, "someone else")
	expectError(t, s.RemoveDecision(t.Context(), d.ID), db.ErrConflict, "someone else")
}

// A session goes on where it was, whatever the program came to; what it had to go through stays.
func TestASessionGoesOnInAnotherProgram(t *testing.T) {
	s, in, c, bare := reviewing(t, ModeOpen)
	decide(t, s, NewDecision{SessionID: in.ID, ClaimID: c.ID, Kind: DecidedReject, Comment: "no claim"})
	s, err := Open(t.Context(), backupOf(t, s))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	sessions, err := s.Sessions(t.Context())
	if err != nil || len(sessions) != 1 || sessions[0].Selection != in.Selection || sessions[0].Decided != 1 || !sessions[0].EndedAt.IsZero() {
		t.Fatalf("Sessions() = %+v, %v", sessions, err)
	}
	signIn(t, s, sessions[0].PersonID, sessions[0].Person)
	decide(t, s, NewDecision{SessionID: in.ID, ClaimID: bare.ID, Kind: DecidedLabel, LabelID: NotEnoughInfoID})
	if got := decisionsOf(t, s, DecisionFilter{SessionID: in.ID}); len(got) != 2 || got[0].Comment != "no claim" || got[1].Person != "Bob" {
		t.Errorf("decisions: %+v", got)
	}
}

// backupOf copies a workspace while it is open.
func backupOf(t *testing.T, s *Store) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "copy.factmark")
	if err := s.Backup(t.Context(), path, nil); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestAdjudicating(t *testing.T) {
	s, in, c, bare := reviewing(t, ModeOpen)
	decide(t, s, NewDecision{SessionID: in.ID, ClaimID: c.ID, Kind: DecidedLabel, LabelID: DisputedID})
	standing := func(id string) (status Status, final, reviewer string) {
		t.Helper()
		got, err := s.Claim(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		if got.ReviewedAt.IsZero() != (got.ReviewerID == "") {
			t.Errorf("reviewed by %q at %v", got.ReviewerID, got.ReviewedAt)
		}
		return got.Status, got.FinalLabelID, got.ReviewerID
	}
	expect := func(id string, status Status, final, reviewer string) {
		t.Helper()
		if a, b, c := standing(id); a != status || b != final || c != reviewer {
			t.Errorf("the claim is %q, %q, %q; want %q, %q, %q", a, b, c, status, final, reviewer)
		}
	}
	before := dump(t, s)
	if n, err := s.Settle(t.Context(), []Settlement{{c.ID, StatusUnresolved, ""}, {bare.ID, StatusOpen, ""}}, nil); err != nil || n != 1 {
		t.Fatalf("Settle() = %d, %v", n, err)
	}
	expect(c.ID, StatusUnresolved, "", "")
	signIn(t, s, "p3", "Cleo")
	if err := s.Adjudicate(t.Context(), DisputedID, "the minutes say so", c.ID, bare.ID); err != nil {
		t.Fatal(err)
	}
	expect(c.ID, StatusAdjudicated, DisputedID, "p3")
	expect(bare.ID, StatusAdjudicated, DisputedID, "p3")
	if got := decisionsOf(t, s, DecisionFilter{PersonID: "p3"}); len(got) != 2 || got[0].SessionID != "" || got[0].Comment != "the minutes say so" {
		t.Errorf("kept %+v", got)
	}
	// What people agree on later does not touch what somebody has decided.
	if n, err := s.Settle(t.Context(), []Settlement{{c.ID, StatusUnanimous, SupportedID}, {bare.ID, StatusRejected, ""}}, nil); err != nil || n != 0 {
		t.Errorf("Settle() = %d, %v", n, err)
	}
	if err := s.Adjudicate(t.Context(), "", "no claim at all", bare.ID); err != nil {
		t.Fatal(err)
	}
	expect(bare.ID, StatusRejected, "", "p3")
	if n, err := s.Settle(t.Context(), []Settlement{{bare.ID, StatusUnanimous, SupportedID}}, nil); err != nil || n != 0 {
		t.Errorf("Settle() = %d, %v", n, err)
	}
	var cells map[string]string
	rows := 0
	if err := s.EachLabelled(t.Context(), Filter{}, func(row []string) error {
		rows++
		if row[0] == c.ID {
			cells = make(map[string]string)
			for i, name := range LabelledColumns {
				cells[name] = row[i]
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if cells["status"] != "adjudicated" || cells["final_label"] != "Disputed" || cells["reviewer"] != "Cleo" || cells["reviewed_at"] == "" ||
		cells["label"] != "Supported" || cells["annotator"] != "Ada" || rows != 2 {
		t.Errorf("the row is %v, of %d", cells, rows)
	}
	if n, err := s.Settle(t.Context(), []Settlement{{bare.ID, StatusOpen, ""}}, nil); err != nil || n != 1 {
		t.Errorf("Settle() = %d, %v", n, err)
	}
	expect(bare.ID, StatusOpen, "", "")
	if n, err := s.Settle(t.Context(), []Settlement{{bare.ID, StatusUnanimous, SupportedID}, {"gone", StatusOpen, ""}}, nil); err != nil || n != 1 {
		t.Errorf("Settle() = %d, %v", n, err)
	}
	expect(bare.ID, StatusUnanimous, SupportedID, "")
	var heads []ClaimHead
	err := s.EachHead(t.Context(), nil, func(h ClaimHead) error { heads = append(heads, h); return nil })
	if err != nil || len(heads) != 2 || !heads[0].Settled || heads[1].Settled || heads[0].FinalLabelID != DisputedID || heads[0].PersonID != "p1" {
		t.Errorf("heads: %+v, %v", heads, err)
	}
	for range 5 {
		if _, err := s.Undo(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	expect(c.ID, StatusOpen, "", "")
	expectSame(t, dump(t, s), before)
	for _, bad := range []Settlement{{c.ID, StatusUnanimous, ""}, {c.ID, StatusRejected, SupportedID}, {c.ID, StatusAdjudicated, SupportedID}, {c.ID, "done", ""}} {
		_, err := s.Settle(t.Context(), []Settlement{bad}, nil)
		expectError(t, err, db.ErrInvalid, "unanimous")
	}
	expectError(t, s.Adjudicate(t.Context(), "none such", "", c.ID), db.ErrNotFound, "label")
	expectError(t, s.Adjudicate(t.Context(), "", "", "none such"), db.ErrNotFound, "claim")
	if _, err := s.conn.ExecContext(t.Context(), "UPDATE claims SET status = 'orphaned' WHERE id = ?", c.ID); err != nil {
		t.Fatal(err)
	}
	expectError(t, s.Adjudicate(t.Context(), "", "", bare.ID, c.ID), db.ErrConflict, "lost its place")
	expect(bare.ID, StatusOpen, "", "")
	if n, err := s.Settle(t.Context(), []Settlement{{c.ID, StatusUnresolved, ""}}, nil); err != nil || n != 0 {
		t.Errorf("Settle() of an orphan = %d, %v", n, err)
	}
}

func TestEvidence(t *testing.T) {
	s, _, c, _ := reviewing(t, ModeOpen)
	other := addText(t, s, "U", "the source says so")
	added, err := s.AddEvidence(t.Context(), NewEvidence{ClaimID: c.ID, Stance: StanceRefutes, DocumentID: other, Start: 3, End: 10},
		NewEvidence{ClaimID: c.ID, Stance: StanceContext, Set: 2, URL: "https://example.org/a", Quote: "a page", Note: "n"})
	if err != nil {
		t.Fatal(err)
	}
	first, second := added[0], added[1]
	got, err := s.Evidence(t.Context(), c.ID)
	if err != nil || len(got) != 2 || got[0].Quote != "source" || got[0].Document != "U" || got[0].Person != "Bob" || got[0].Start != 4 ||
		got[1].ID != second.ID || got[1].Set != 2 || got[1].DocumentID != "" || got[1].URL == "" {
		t.Errorf("Evidence() = %+v, %v", got, err)
	}
	if findings, err := runCheck(t.Context(), s, nil); err != nil || len(findings) != 0 {
		t.Errorf("Check() = %v, %v", findings, err)
	}
	for _, bad := range []struct {
		n    NewEvidence
		kind error
	}{
		{NewEvidence{ClaimID: "none", Stance: StanceContext, URL: "u"}, db.ErrNotFound},
		{NewEvidence{ClaimID: c.ID, Stance: "likes", URL: "u"}, db.ErrInvalid},
		{NewEvidence{ClaimID: c.ID, Stance: StanceContext}, db.ErrInvalid},
		{NewEvidence{ClaimID: c.ID, Stance: StanceContext, DocumentID: other, Start: 5, End: 99}, db.ErrMismatch},
		{NewEvidence{ClaimID: c.ID, Stance: StanceContext, DocumentID: "none", Start: 0, End: 3}, db.ErrNotFound},
	} {
		_, err := s.AddEvidence(t.Context(), bad.n)
		if !errors.Is(err, bad.kind) {
			t.Errorf("%+v: %v, want %v", bad.n, err, bad.kind)
		}
	}
	if err := s.RemoveEvidence(t.Context(), first.ID); err != nil {
		t.Fatal(err)
	}
	expectError(t, s.RemoveEvidence(t.Context(), first.ID), db.ErrNotFound, "evidence")
	if _, err := s.Undo(t.Context()); err != nil {
		t.Fatal(err)
	}
	if again, err := s.Evidence(t.Context(), c.ID); err != nil || !slices.Equal(again, got) {
		t.Errorf("after undo Evidence() = %+v, %v", again, err)
	}
}

func TestTwoNamesOfOnePerson(t *testing.T) {
	s, in, c, _ := reviewing(t, ModeOpen)
	decide(t, s, NewDecision{SessionID: in.ID, ClaimID: c.ID, Kind: DecidedReject})
	if err := s.Adjudicate(t.Context(), SupportedID, "", c.ID); err != nil {
		t.Fatal(err)
	}
	signIn(t, s, "p3", "Ada B.")
	edit := func(id string, e PersonEdit) {
		t.Helper()
		if err := s.EditPerson(t.Context(), id, e); err != nil {
			t.Fatal(err)
		}
	}
	annotators := func() (got []string) {
		t.Helper()
		if err := s.EachLabelled(t.Context(), Filter{}, func(row []string) error {
			got = append(got, row[24]+"/"+row[29])
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		return got
	}
	edit("p2", PersonEdit{SameAs: ptr("p1")})
	edit("p1", PersonEdit{SameAs: ptr("p3")}) // p2 follows
	edit("p3", PersonEdit{Pseudonym: ptr(" Annotator 1 ")})
	if same, err := s.SamePeople(t.Context()); err != nil || len(same) != 2 || same["p1"] != "p3" || same["p2"] != "p3" {
		t.Errorf("SamePeople() = %v, %v", same, err)
	}
	if got := annotators(); !slices.Equal(got, []string{"Annotator 1/Annotator 1", "Annotator 1/"}) {
		t.Errorf("the view says %q", got)
	}
	if got, err := s.Claim(t.Context(), c.ID); err != nil || got.PersonID != "p1" || got.Person != "Ada B." {
		t.Errorf("Claim() = %q %q, %v", got.PersonID, got.Person, err)
	}
	if got := decisionsOf(t, s, DecisionFilter{PersonID: "p1"}); len(got) != 2 || got[0].PersonID != "p2" || got[0].Person != "Ada B." {
		t.Errorf("decisions of the one: %+v", got)
	}
	if got, err := s.Sessions(t.Context()); err != nil || got[0].Person != "Ada B." || got[0].PersonID != "p2" {
		t.Errorf("Sessions() = %+v, %v", got, err)
	}
	known, err := s.CountedPeople(t.Context())
	if err != nil || len(known) != 3 || known[0] != (KnownPerson{ID: "p1", Name: "Ada", SameAs: "p3", Claims: 2}) ||
		known[1] != (KnownPerson{ID: "p3", Name: "Ada B.", Pseudonym: "Annotator 1"}) || known[2].Decisions != 2 {
		t.Errorf("CountedPeople() = %+v, %v", known, err)
	}
	// An export read back is the same, though it names them all alike.
	var rows []ImportedClaim
	claims, err := s.Claims(t.Context(), c.DocumentID)
	if err != nil {
		t.Fatal(err)
	}
	for i, one := range claims {
		r := ImportedClaim{Line: i + 2, ClaimID: one.ID, DocumentSHA256: one.DocumentSHA256, Start: one.Start, End: one.End, Quote: one.Quote,
			Annotator: "Annotator 1", Status: string(one.Status), CreatedAt: one.CreatedAt, UpdatedAt: one.UpdatedAt, ReviewedAt: one.ReviewedAt}
		if one.ID == c.ID {
			r.Label, r.FinalLabel, r.Reviewer = "Supported", "Supported", "Annotator 1"
		}
		rows = append(rows, r)
	}
	if report, err := s.ImportClaims(t.Context(), rows, ImportOptions{}); err != nil || report.Existing != 2 || len(report.Differing) != 0 {
		t.Errorf("ImportClaims() = %+v, %v", report, err)
	}
	for _, bad := range []struct {
		id string
		e  PersonEdit
		is error
	}{
		{"p3", PersonEdit{SameAs: ptr("p1")}, db.ErrInvalid}, // p1 is p3 already
		{"p3", PersonEdit{SameAs: ptr("p3")}, db.ErrInvalid},
		{"p3", PersonEdit{SameAs: ptr("none")}, db.ErrNotFound},
		{"none", PersonEdit{Name: ptr("x")}, db.ErrNotFound},
		{"p1", PersonEdit{Name: ptr(" ")}, db.ErrInvalid},
		{"p1", PersonEdit{Pseudonym: ptr("Annotator 1")}, db.ErrInvalid},
		{"p1", PersonEdit{Pseudonym: ptr("Bob")}, db.ErrInvalid},
	} {
		if err := s.EditPerson(t.Context(), bad.id, bad.e); !errors.Is(err, bad.is) {
			t.Errorf("%s %+v: %v, want %v", bad.id, bad.e, err, bad.is)
		}
	}
	edit("p2", PersonEdit{SameAs: ptr("")})
	edit("p2", PersonEdit{Name: ptr("Robert")})
	if got := annotators(); got[0] != "Annotator 1/Robert" {
		t.Errorf("the view says %q", got)
	}
	for range 5 {
		if _, err := s.Undo(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if got := annotators(); !slices.Equal(got, []string{"Ada/Bob", "Ada/"}) {
		t.Errorf("after undo the view says %q", got)
	}
}

// Who corrects another's claim does not pose as them: the claim stays theirs, the event is the corrector's.
func TestCorrectingAnothersClaim(t *testing.T) {
	s, _, c, _ := reviewing(t, ModeOpen)
	if err := s.SetLabel(t.Context(), DisputedID, c.ID); err != nil {
		t.Fatal(err)
	}
	after, err := s.Claim(t.Context(), c.ID)
	if err != nil || after.PersonID != "p1" || after.LabelID != DisputedID {
		t.Errorf("the claim is %+v, %v", after, err)
	}
	var who, image string
	if err := s.conn.QueryRowContext(t.Context(), "SELECT person_id, after FROM events WHERE entity = 'claims' ORDER BY seq DESC LIMIT 1").Scan(&who, &image); err != nil {
		t.Fatal(err)
	}
	var kept struct {
		Person string `json:"person_id"`
	}
	if err := json.Unmarshal([]byte(image), &kept); err != nil || who != "p2" || kept.Person != "p1" {
		t.Errorf("the event is %s's, the claim %s's, %v", who, kept.Person, err)
	}
}
