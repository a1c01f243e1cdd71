package store

import (
	"math"
	"reflect"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"

	"factmark/store/internal/db"
)

func TestAddClaims(t *testing.T) {
	s := create(t)
	if err := s.SignIn(t.Context(), Person{ID: "p1", Name: "Ada"}); err != nil {
		t.Fatal(err)
	}
	id := addText(t, s, "T", "😀 The café is open, he said.")
	added, err := s.AddClaims(t.Context(), []NewClaim{{DocumentID: id, Start: 1, End: 19, LabelID: DisputedID, Note: "so?"}})
	if err != nil {
		t.Fatal(err)
	}
	c := added[0]
	if c.Start != 2 || c.End != 18+1 || c.Quote != "The café is open," || c.Prefix != "😀 " || c.Suffix != " he said." {
		t.Errorf("cut %d to %d %q between %q and %q", c.Start, c.End, c.Quote, c.Prefix, c.Suffix)
	}
	if c.PersonID != "p1" || c.Person != "Ada" || c.Status != "open" || c.LabelID != DisputedID || c.Note != "so?" || c.CreatedAt.IsZero() {
		t.Errorf("made %+v", c)
	}
	read, err := s.Claim(t.Context(), c.ID)
	if err != nil || !reflect.DeepEqual(read, c) {
		t.Errorf("read %+v, %v\nmade %+v", read, err, c)
	}
	all, err := s.Claims(t.Context(), id)
	if err != nil || len(all) != 1 || !reflect.DeepEqual(all[0], c) {
		t.Errorf("Claims() = %+v, %v", all, err)
	}
}

func TestAddClaimsRefuses(t *testing.T) {
	s := create(t)
	id := addText(t, s, "T", "one \u00a0\n two")
	for _, test := range []struct {
		name string
		n    NewClaim
		want error
		says string
	}{
		{"white space", NewClaim{DocumentID: id, Start: 3, End: 7}, db.ErrMismatch, "white space"},
		{"empty", NewClaim{DocumentID: id, Start: 2, End: 2}, db.ErrMismatch, "2 to 2"},
		{"backwards", NewClaim{DocumentID: id, Start: 3, End: 1}, db.ErrMismatch, "3 to 1"},
		{"before", NewClaim{DocumentID: id, Start: -1, End: 3}, db.ErrMismatch, "-1 to 3"},
		{"beyond", NewClaim{DocumentID: id, Start: 0, End: 11}, db.ErrMismatch, "10 characters"},
		{"far beyond", NewClaim{DocumentID: id, Start: math.MaxInt - 1, End: math.MaxInt}, db.ErrMismatch, "10 characters"},
		{"no document", NewClaim{DocumentID: "x", Start: 0, End: 1}, db.ErrNotFound, "document"},
		{"no such label", NewClaim{DocumentID: id, Start: 0, End: 3, LabelID: "x"}, db.ErrConflict, "gone"},
		{"note not UTF-8", NewClaim{DocumentID: id, Start: 0, End: 3, Note: "\xff"}, db.ErrInvalid, "note"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := s.AddClaims(t.Context(), []NewClaim{{DocumentID: id, Start: 0, End: 3}, test.n})
			expectError(t, err, test.want, test.says)
			if all, err := s.Claims(t.Context(), id); err != nil || len(all) != 0 {
				t.Errorf("there are %d claims (%v), want none", len(all), err)
			}
		})
	}
}

// Whatever the text and the span, what is kept is what stands there.
func TestClaimsFitAnyText(t *testing.T) {
	s := create(t)
	rapid.Check(t, func(rt *rapid.T) {
		text := texts(300).Draw(rt, "text")
		runes := []rune(text)
		id := addText(t, s, "T", text)
		start := rapid.IntRange(0, len(runes)-1).Draw(rt, "start")
		end := rapid.IntRange(start+1, len(runes)).Draw(rt, "end")
		_, err := s.AddClaims(t.Context(), []NewClaim{{DocumentID: id, Start: start, End: end}})
		blank := strings.TrimFunc(string(runes[start:end]), unicode.IsSpace) == ""
		if (err != nil) != blank {
			rt.Fatalf("%q: %v", string(runes[start:end]), err)
		}
		all, err := s.Claims(t.Context(), id)
		if err != nil {
			rt.Fatal(err)
		}
		for _, c := range all {
			if c.Status != "open" || c.Quote != string(runes[c.Start:c.End]) || c.Start < start || c.End > end {
				rt.Fatalf("%+v", c)
			}
		}
		if findings, err := runCheck(t.Context(), s, nil); err != nil || len(findings) != 0 {
			rt.Fatalf("%v %v", findings, err)
		}
		if err := s.RemoveDocument(t.Context(), id); err != nil {
			rt.Fatal(err)
		}
	})
}

func TestClaimsComeInTextOrder(t *testing.T) {
	s := create(t)
	id := addText(t, s, "T", "abcdefgh")
	spans := [][2]int{{3, 5}, {0, 8}, {3, 4}, {0, 2}, {3, 5}}
	for _, sp := range spans {
		addClaim(t, s, NewClaim{DocumentID: id, Start: sp[0], End: sp[1]})
	}
	all, err := s.Claims(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	want := [][2]int{{0, 2}, {0, 8}, {3, 4}, {3, 5}, {3, 5}}
	for i, c := range all {
		if [2]int{c.Start, c.End} != want[i] {
			t.Errorf("claim %d is %d to %d, want %v", i, c.Start, c.End, want[i])
		}
	}
	if all[3].ID >= all[4].ID {
		t.Error("claims on the same span are not in the order of their ids")
	}
}

func TestClaimsThatDoNotFitAreOrphaned(t *testing.T) {
	s := create(t)
	id := addText(t, s, "T", "The truth is out.")
	for range 3 {
		addClaim(t, s, NewClaim{DocumentID: id, Start: 4, End: 9})
	}
	all, err := s.Claims(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	for i, change := range []string{"quote = 'lies!'", `"end" = 900`, "document_sha256 = replace(document_sha256, substr(document_sha256, 1, 1), '_')"} {
		if _, err := s.conn.ExecContext(t.Context(), "UPDATE claims SET "+change+" WHERE id = ?", all[i].ID); err != nil {
			t.Fatal(err)
		}
	}
	if all, err = s.Claims(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	for _, c := range all {
		if c.Status != "orphaned" {
			t.Errorf("%+v is not orphaned", c)
		}
	}
	if findings, err := runCheck(t.Context(), s, nil); err != nil || len(findings) != 6 {
		t.Errorf("Check() = %v, %v; want two for each: it does not fit, and the history knows another", findings, err)
	}
	// Cut anew, it fits again.
	if err := s.EditClaim(t.Context(), all[0].ID, ClaimEdit{Start: ptr(4), End: ptr(9)}); err != nil {
		t.Fatal(err)
	}
	if all, err = s.Claims(t.Context(), id); err != nil || all[0].Status != "open" || all[0].Quote != "truth" {
		t.Errorf("after cutting anew: %+v, %v", all[0], err)
	}
}

func TestSetLabel(t *testing.T) {
	s := create(t)
	id := addText(t, s, "T", "one two three")
	a := addClaim(t, s, NewClaim{DocumentID: id, Start: 0, End: 3})
	b := addClaim(t, s, NewClaim{DocumentID: id, Start: 4, End: 7, LabelID: SupportedID})
	var heard []Change
	s.Listen(func(c Change) { heard = append(heard, c) })
	if err := s.SetLabel(t.Context(), SupportedID, a.ID, b.ID); err != nil {
		t.Fatal(err)
	}
	if len(heard) != 1 || len(heard[0].Claims) != 1 || heard[0].Claims[0].After.ID != a.ID || heard[0].Claims[0].Before.LabelID != "" {
		t.Errorf("heard %+v, want only the one that changed", heard)
	}
	if heard[0].Action.Name != "Label 2 claims as Supported" {
		t.Errorf("named %q", heard[0].Action.Name)
	}
	if err := s.SetLabel(t.Context(), "", b.ID); err != nil {
		t.Fatal(err)
	}
	if c, err := s.Claim(t.Context(), b.ID); err != nil || c.LabelID != "" {
		t.Errorf("%+v, %v", c, err)
	}
	if err := s.SetLabel(t.Context(), "", b.ID); err != nil || len(heard) != 2 {
		t.Errorf("what changes nothing: %v, heard %d changes", err, len(heard))
	}
	expectError(t, s.SetLabel(t.Context(), "x", a.ID), db.ErrNotFound, "label")
	expectError(t, s.SetLabel(t.Context(), SupportedID, a.ID, "x"), db.ErrNotFound, "claim")
}

func TestEditClaim(t *testing.T) {
	s := create(t)
	id := addText(t, s, "T", "one two three")
	c := addClaim(t, s, NewClaim{DocumentID: id, Start: 0, End: 3, Note: "n"})
	half := ptr(0.5)
	for _, test := range []struct {
		name  string // of the action
		edit  ClaimEdit
		check func(Claim) bool
	}{
		{"Edit note", ClaimEdit{Note: ptr("other")}, func(c Claim) bool { return c.Note == "other" }},
		{"Label as Disputed", ClaimEdit{LabelID: ptr(DisputedID)}, func(c Claim) bool { return c.LabelID == DisputedID && c.Note == "other" }},
		{"Change span", ClaimEdit{Start: ptr(3), End: ptr(8)}, func(c Claim) bool { return c.Start == 4 && c.End == 7 && c.Quote == "two" }},
		{"Change span", ClaimEdit{End: ptr(13)}, func(c Claim) bool { return c.Start == 4 && c.Quote == "two three" }},
		{"Edit claim", ClaimEdit{Statement: ptr("s"), Claimant: ptr("c"), ClaimDate: ptr("d"), ClaimType: ptr("t"), Confidence: &half},
			func(c Claim) bool {
				return c.Statement == "s" && c.Claimant == "c" && c.ClaimDate == "d" && c.ClaimType == "t" && *c.Confidence == 0.5
			}},
		{"Edit claim", ClaimEdit{Confidence: new(*float64)}, func(c Claim) bool { return c.Confidence == nil && c.Statement == "s" }},
	} {
		if err := s.EditClaim(t.Context(), c.ID, test.edit); err != nil {
			t.Fatalf("%s: %v", test.name, err)
		}
		if got, err := s.Claim(t.Context(), c.ID); err != nil || !test.check(got) {
			t.Errorf("%s: %+v, %v", test.name, got, err)
		}
		if undo, _, err := s.UndoNames(t.Context()); err != nil || undo != test.name {
			t.Errorf("named %q, want %q", undo, test.name)
		}
	}
	over := ptr(1.01)
	nan := ptr(math.NaN())
	for _, e := range []ClaimEdit{{Confidence: &over}, {Confidence: &nan}} {
		expectError(t, s.EditClaim(t.Context(), c.ID, e), db.ErrInvalid, "confidence")
	}
	expectError(t, s.EditClaim(t.Context(), c.ID, ClaimEdit{Start: ptr(7), End: ptr(8)}), db.ErrMismatch, "white space")
	expectError(t, s.EditClaim(t.Context(), c.ID, ClaimEdit{Start: ptr(99)}), db.ErrMismatch, "99")
	expectError(t, s.EditClaim(t.Context(), "x", ClaimEdit{}), db.ErrNotFound, "claim")
}

func TestDeleteClaims(t *testing.T) {
	s := create(t)
	id := addText(t, s, "T", "one two three")
	a := addClaim(t, s, NewClaim{DocumentID: id, Start: 0, End: 3})
	b := addClaim(t, s, NewClaim{DocumentID: id, Start: 4, End: 7})
	addEvidence(t, s, a.ID, "supports", id, 8, 13)
	addDecision(t, s, a.ID, SupportedID)
	before := dump(t, s)
	expectError(t, s.DeleteClaims(t.Context(), a.ID, "x"), db.ErrNotFound, "claim")
	expectSame(t, dump(t, s), before)
	if err := s.DeleteClaims(t.Context(), a.ID, b.ID); err != nil {
		t.Fatal(err)
	}
	if left := dump(t, s); len(left["claims"])+len(left["evidence"])+len(left["decisions"]) != 0 {
		t.Errorf("left: %v", left)
	}
	if _, err := s.Claim(t.Context(), a.ID); err == nil {
		t.Error("the claim is still there")
	}
	if _, err := s.Undo(t.Context()); err != nil {
		t.Fatal(err)
	}
	expectSame(t, dump(t, s), before)
}

// A claim that is shown before it is written brings its id, and a second try of what was written all the same makes no second one.
func TestAClaimMayBringItsID(t *testing.T) {
	s := create(t)
	id := addText(t, s, "T", "one two")
	n := NewClaim{ID: NewID(), DocumentID: id, Start: 0, End: 3, LabelID: DisputedID}
	for range 2 {
		added, err := s.AddClaims(t.Context(), []NewClaim{n})
		if err != nil || len(added) != 1 || added[0].ID != n.ID || added[0].Quote != "one" {
			t.Fatalf("added %+v, %v", added, err)
		}
	}
	all, err := s.Claims(t.Context(), id)
	if err != nil || len(all) != 1 {
		t.Errorf("there are %d claims, %v", len(all), err)
	}
}

// What is to be labelled is what nobody has said a word on, as the library counts it.
func TestClaimsToLabel(t *testing.T) {
	s := create(t)
	id := addText(t, s, "T", "one two three four five")
	added, err := s.AddClaims(t.Context(), []NewClaim{
		{DocumentID: id, Start: 8, End: 13}, {DocumentID: id, Start: 0, End: 3},
		{DocumentID: id, Start: 4, End: 7, LabelID: DisputedID}, {DocumentID: id, Start: 14, End: 18}, {DocumentID: id, Start: 19, End: 23},
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Adjudicate(t.Context(), "", "", added[3].ID); err != nil {
		t.Fatal(err)
	}
	if err := s.Adjudicate(t.Context(), SupportedID, "", added[4].ID); err != nil {
		t.Fatal(err)
	}
	left, err := s.ClaimsToLabel(t.Context(), id)
	if err != nil || len(left) != 2 || left[0].Quote != "one" || left[1].Quote != "three" {
		t.Errorf("to be labelled: %+v, %v", left, err)
	}
	for i := range left {
		if !left[i].ToLabel() {
			t.Errorf("%q says that it is labelled", left[i].Quote)
		}
	}
	session, err := s.StartSession(t.Context(), NewSession{Name: "R", Mode: ModeBlind, Selection: "{}"})
	if err != nil {
		t.Fatal(err)
	}
	for i, kind := range []DecisionKind{DecidedSkip, DecidedReject} {
		if _, err := s.Decide(t.Context(), NewDecision{SessionID: session.ID, ClaimID: left[i].ID, Kind: kind, Comment: "why"}); err != nil {
			t.Fatal(err)
		}
	}
	if d, err := s.Document(t.Context(), id); err != nil || d.Unlabelled != 1 {
		t.Errorf("%d of the claims are to be labelled, %v; one was decided on, one skipped", d.Unlabelled, err)
	}
}
