package store_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	. "factmark/store"
	"factmark/store/check"
	"factmark/store/internal/db"
)

// sourced is a workspace with two documents and a claim in the first.
func sourced(t testing.TB) (s *Store, doc, other string, c Claim) {
	t.Helper()
	s = create(t)
	doc = addText(t, s, "A", "one two three four")
	other = addText(t, s, "B", "the source says so, the source denies")
	return s, doc, other, addClaim(t, s, NewClaim{DocumentID: doc, Start: 4, End: 7, LabelID: SupportedID})
}

func add(t testing.TB, s *Store, news ...NewEvidence) []Evidence {
	t.Helper()
	added, err := s.AddEvidence(t.Context(), news...)
	if err != nil {
		t.Fatal(err)
	}
	return added
}

func undoName(t testing.TB, s *Store) string {
	t.Helper()
	name, _, err := s.UndoNames(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return name
}

// expectUndone takes back the last action, expects the state before it and does it again.
func expectUndone(t testing.TB, s *Store, before map[string][]string) {
	t.Helper()
	after := dump(t, s)
	if _, err := s.Undo(t.Context()); err != nil {
		t.Fatal(err)
	}
	expectSame(t, dump(t, s), before)
	expectClean(t, s)
	if _, err := s.Redo(t.Context()); err != nil {
		t.Fatal(err)
	}
	expectSame(t, dump(t, s), after)
	expectClean(t, s)
}

func TestEvidenceIsAddedTogether(t *testing.T) {
	s, doc, other, c := sourced(t)
	var heard []Change
	s.Listen(func(c Change) { heard = append(heard, c) })
	before := dump(t, s)
	id := NewID()
	added := add(t, s, NewEvidence{ID: id, ClaimID: c.ID, Stance: StanceSupports, DocumentID: other, Start: 3, End: 10},
		NewEvidence{ClaimID: c.ID, Stance: StanceRefutes, Set: 2, URL: "https://example.org", Published: "2025-02?", ArchiveURL: "https://archive.example.org/1", Note: "n"},
		NewEvidence{ClaimID: c.ID, Stance: StanceContext, DocumentID: doc, Start: 0, End: 18}) // its own document, around itself
	if undoName(t, s) != "Add 3 pieces of evidence" {
		t.Errorf("called %q", undoName(t, s))
	}
	if e := added[0]; e.ID != id || e.Quote != "source" || e.Start != 4 || !e.Placed() || e.Document != "B" || e.Prefix != "the " {
		t.Errorf("a span: %+v", e)
	}
	if e := added[1]; e.Placed() || e.Published != "2025-02?" || e.ArchiveURL == "" || e.Set != 2 {
		t.Errorf("an outside source: %+v", e)
	}
	if len(heard) != 1 || len(heard[0].Evidence) != 3 || heard[0].Evidence[0].Before != nil || *heard[0].Evidence[0].After != added[0] ||
		!slices.Equal(heard[0].Documents, []string{other, doc}) {
		t.Errorf("heard %+v", heard)
	}
	expectUndone(t, s, before)

	// A try that had been written after all.
	again := add(t, s, NewEvidence{ID: id, ClaimID: c.ID, Stance: StanceRefutes, DocumentID: other, Start: 0, End: 3})
	if again[0] != added[0] {
		t.Errorf("again: %+v", again)
	}
	got, err := s.Evidence(t.Context(), c.ID)
	if err != nil || !slices.Equal(got, []Evidence{added[0], added[2], added[1]}) {
		t.Errorf("Evidence() = %+v, %v", got, err)
	}
	all, err := s.EvidenceForDocument(t.Context(), doc)
	if err != nil || len(all) != 1 || !slices.Equal(all[c.ID], got) {
		t.Errorf("EvidenceForDocument() = %+v, %v", all, err)
	}
	within, err := s.EvidenceWithin(t.Context(), other)
	if err != nil || len(within) != 1 || within[0].Evidence != added[0] || within[0].ClaimDocument != "A" || within[0].ClaimDocumentID != doc ||
		within[0].ClaimQuote != "two" || within[0].ClaimLabelID != SupportedID {
		t.Errorf("EvidenceWithin() = %+v, %v", within, err)
	}
	if _, err := s.EvidenceWithin(t.Context(), "none"); !errors.Is(err, db.ErrNotFound) {
		t.Errorf("in no document: %v", err)
	}
}

func TestEvidenceThatIsNone(t *testing.T) {
	s, _, other, c := sourced(t)
	before := dump(t, s)
	for _, bad := range []struct {
		n    NewEvidence
		kind error
		says string
	}{
		{NewEvidence{Stance: StanceContext, URL: " \n"}, db.ErrInvalid, "an outside source needs a URL or a quote"},
		{NewEvidence{Stance: "likes", URL: "u"}, db.ErrInvalid, `"likes" is no stance of evidence`},
		{NewEvidence{Stance: StanceContext, URL: "u", Published: "yesterday"}, db.ErrInvalid, "is not a date"},
		{NewEvidence{Stance: StanceContext, URL: "u", Published: "2025-02-30"}, db.ErrInvalid, "is not a date"},
		{NewEvidence{Stance: StanceContext, URL: "u\x00"}, db.ErrInvalid, "NUL"},
		{NewEvidence{Stance: StanceContext, URL: "u", ArchiveURL: "\xff"}, db.ErrInvalid, "bytes that are not text"},
		{NewEvidence{Stance: StanceContext, Quote: strings.Repeat("x", 4<<20+1)}, db.ErrInvalid, "longer than 4 MB"},
		{NewEvidence{Stance: StanceContext, DocumentID: other, Start: 3, End: 4}, db.ErrMismatch, "only white space"},
	} {
		bad.n.ClaimID = c.ID
		_, err := s.AddEvidence(t.Context(), NewEvidence{ClaimID: c.ID, Stance: StanceContext, URL: "fine"}, bad.n)
		expectError(t, err, bad.kind, bad.says)
		expectSame(t, dump(t, s), before)
	}
	// An address is text, whatever it is.
	for _, url := range []string{"javascript:alert(1)", "file:///etc/passwd", "no address", "urn:isbn:1", "http://例え.jp/é?q=<b>"} {
		if e := add(t, s, NewEvidence{ClaimID: c.ID, Stance: StanceContext, URL: url})[0]; e.URL != url {
			t.Errorf("%q is kept as %q", url, e.URL)
		}
	}
}

func TestEditEvidence(t *testing.T) {
	s, _, other, c := sourced(t)
	added := add(t, s, NewEvidence{ClaimID: c.ID, Stance: StanceSupports, DocumentID: other, Start: 4, End: 10},
		NewEvidence{ClaimID: c.ID, Stance: StanceSupports, URL: "u", Quote: "q"})
	span, source := added[0].ID, added[1].ID
	for _, e := range []struct {
		id   string
		edit EvidenceEdit
		name string
		want func(Evidence) bool
	}{
		{span, EvidenceEdit{Stance: ptr(StanceRefutes)}, "Change stance to refutes", func(e Evidence) bool { return e.Stance == StanceRefutes && e.Quote == "source" }},
		{span, EvidenceEdit{Set: ptr(3)}, "Change set of evidence", func(e Evidence) bool { return e.Set == 3 }},
		{span, EvidenceEdit{Note: ptr("so")}, "Edit note of evidence", func(e Evidence) bool { return e.Note == "so" }},
		{span, EvidenceEdit{End: ptr(16)}, "Change span of evidence", func(e Evidence) bool { return e.Quote == "source says" && e.Suffix == " so, the source denies" }},
		{source, EvidenceEdit{URL: ptr(""), Published: ptr("2024"), ArchiveURL: ptr("a"), Quote: ptr("q2")}, "Edit evidence",
			func(e Evidence) bool {
				return e.URL == "" && e.Published == "2024" && e.ArchiveURL == "a" && e.Quote == "q2"
			}},
	} {
		before := dump(t, s)
		if err := s.EditEvidence(t.Context(), e.id, e.edit); err != nil {
			t.Fatal(e.name, err)
		}
		if name := undoName(t, s); name != e.name {
			t.Errorf("called %q, want %q", name, e.name)
		}
		got, err := s.Evidence(t.Context(), c.ID)
		if i := slices.IndexFunc(got, func(g Evidence) bool { return g.ID == e.id }); err != nil || i < 0 || !e.want(got[i]) {
			t.Errorf("%s: %+v, %v", e.name, got, err)
		}
		expectUndone(t, s, before)
	}
	before := dump(t, s)
	for _, bad := range []struct {
		id   string
		edit EvidenceEdit
		kind error
		says string
	}{
		{"none", EvidenceEdit{Note: ptr("")}, db.ErrNotFound, "not in the workspace"},
		{span, EvidenceEdit{Quote: ptr("other")}, db.ErrInvalid, "is what stands there"},
		{span, EvidenceEdit{Start: ptr(30), End: ptr(99)}, db.ErrMismatch, "does not lie"},
		{span, EvidenceEdit{Stance: ptr(Stance(""))}, db.ErrInvalid, "no stance"},
		{span, EvidenceEdit{Set: ptr(0)}, db.ErrInvalid, "counted from 1"},
		{source, EvidenceEdit{Start: ptr(0), End: ptr(3)}, db.ErrInvalid, "lies in no document"},
		{source, EvidenceEdit{Quote: ptr("")}, db.ErrInvalid, "a URL or a quote"},
		{source, EvidenceEdit{Published: ptr("2024-13")}, db.ErrInvalid, "is not a date"},
	} {
		expectError(t, s.EditEvidence(t.Context(), bad.id, bad.edit), bad.kind, bad.says)
		expectSame(t, dump(t, s), before)
	}
	if err := s.EditEvidence(t.Context(), span, EvidenceEdit{Stance: ptr(StanceRefutes)}); err != nil || undoName(t, s) != "Edit evidence" {
		t.Errorf("what is so already: %v, and %q is to be undone", err, undoName(t, s))
	}
	if err := s.RemoveEvidence(t.Context(), span, source); err != nil || undoName(t, s) != "Remove 2 pieces of evidence" {
		t.Errorf("removed: %v, called %q", err, undoName(t, s))
	}
	expectUndone(t, s, before)
}

// linkedIDs gives a claim's group, the first appearance first.
func linkedIDs(t testing.TB, s *Store, id string) (ids []string) {
	t.Helper()
	all, err := s.LinkedClaims(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	for i, l := range all {
		if (l.FirstID == "") != (i == 0) || i > 0 && l.FirstID != all[0].ID {
			t.Fatalf("claim %d of the group names %q", i, l.FirstID)
		}
		ids = append(ids, l.ID)
	}
	return ids
}

// dated is a workspace with documents of these dates and a claim in each.
func dated(t testing.TB, dates ...string) (s *Store, claims []string) {
	t.Helper()
	s = create(t)
	for i, date := range dates {
		added, err := s.AddDocuments(t.Context(), []NewDocument{{Title: fmt.Sprint("D", i), Published: date, Text: fmt.Sprint("reserves rose to ", i, " million")}})
		if err != nil {
			t.Fatal(err)
		}
		claims = append(claims, addClaim(t, s, NewClaim{DocumentID: added[0].Document.ID, Start: 0, End: 13, LabelID: SupportedID}).ID)
	}
	return s, claims
}

func TestLinkedClaims(t *testing.T) {
	s, c := dated(t, "", "2025-03-02", "2025-03-01?", "2024", "")
	link := func(a, b int) {
		t.Helper()
		before := dump(t, s)
		if err := s.LinkClaims(t.Context(), c[a], c[b]); err != nil {
			t.Fatal(err)
		}
		if undoName(t, s) != "Link claims" {
			t.Errorf("called %q", undoName(t, s))
		}
		expectUndone(t, s, before)
	}
	expect := func(want ...int) {
		t.Helper()
		var ids []string
		for _, i := range want {
			ids = append(ids, c[i])
		}
		for _, id := range ids {
			if got := linkedIDs(t, s, id); !slices.Equal(got, ids) {
				t.Fatalf("the group of %s is %q, want %q", id, got, ids)
			}
		}
	}
	if got := linkedIDs(t, s, c[0]); got != nil {
		t.Errorf("alone: %q", got)
	}
	link(0, 1)
	expect(1, 0) // an undated document comes last
	link(4, 0)
	expect(1, 0, 4) // of undated ones the claim made first
	link(3, 2)
	expect(3, 2)
	link(0, 2) // two groups
	expect(3, 2, 1, 0, 4)
	before := dump(t, s)
	if err := s.LinkClaims(t.Context(), c[4], c[1]); err != nil {
		t.Fatal(err)
	}
	expectSame(t, dump(t, s), before) // they were one already

	if err := s.SetFirstAppearance(t.Context(), c[0]); err != nil || undoName(t, s) != "Set first appearance" {
		t.Fatal(err, undoName(t, s))
	}
	expectUndone(t, s, before)
	expect(0, 3, 2, 1, 4)
	before = dump(t, s)
	if err := s.UnlinkClaim(t.Context(), c[0]); err != nil || undoName(t, s) != "Unlink claim" {
		t.Fatal(err, undoName(t, s))
	}
	expectUndone(t, s, before)
	expect(3, 2, 1, 4)
	if got := linkedIDs(t, s, c[0]); got != nil {
		t.Errorf("unlinked: %q", got)
	}
	for _, bad := range []error{s.UnlinkClaim(t.Context(), c[0]), s.SetFirstAppearance(t.Context(), c[0]), s.LinkClaims(t.Context(), c[1], c[1])} {
		expectError(t, bad, db.ErrInvalid, "linked")
	}
	expectError(t, s.LinkClaims(t.Context(), c[1], "none"), db.ErrNotFound, "claim")
	expectClean(t, s)
}

// Whatever becomes of a first appearance, the others stay linked, and undo makes it that again.
func TestTheFirstAppearanceGoes(t *testing.T) {
	for name, gone := range map[string]func(s *Store, ctx context.Context, c []string) error{
		"its claim is deleted": func(s *Store, ctx context.Context, c []string) error { return s.DeleteClaims(ctx, c[0]) },
		"two are deleted":      func(s *Store, ctx context.Context, c []string) error { return s.DeleteClaims(ctx, c[0], c[2]) },
		"its document goes": func(s *Store, ctx context.Context, c []string) error {
			first, err := s.Claim(ctx, c[0])
			return errors.Join(err, s.RemoveDocument(ctx, first.DocumentID))
		},
		"everything goes": func(s *Store, ctx context.Context, c []string) error {
			all, err := s.Documents(ctx)
			var ids []string
			for _, d := range all {
				ids = append(ids, d.ID)
			}
			return errors.Join(err, s.RemoveDocuments(ctx, ids, nil))
		},
	} {
		t.Run(name, func(t *testing.T) {
			s, c := dated(t, "2021", "2022", "2023", "2024")
			first, err := s.Claim(t.Context(), c[0])
			if err != nil {
				t.Fatal(err)
			}
			beside := addClaim(t, s, NewClaim{DocumentID: first.DocumentID, Start: 0, End: 8}) // in its document
			for _, id := range append(c[1:], beside.ID) {
				if err := s.LinkClaims(t.Context(), c[0], id); err != nil {
					t.Fatal(err)
				}
			}
			add(t, s, NewEvidence{ClaimID: c[0], Stance: StanceRefutes, URL: "u"}, NewEvidence{ClaimID: c[3], Stance: StanceSupports, URL: "u"})
			before := dump(t, s)
			if err := gone(s, t.Context(), c); err != nil {
				t.Fatal(err)
			}
			if rest := linkedIDs(t, s, c[3]); len(rest) > 0 && slices.Contains(rest, c[0]) {
				t.Errorf("left: %q", rest)
			}
			if row := viewRows(t, s, "WHERE claim_id = ?", c[3]); len(row) > 0 && row[0][15] != "supported" {
				t.Errorf("without what went: %q", row[0][15])
			}
			expectUndone(t, s, before)
		})
	}
}

// Linked claims share their evidence: in their counts and fine labels, and in the view of the evidence.
func TestLinkedClaimsShareEvidence(t *testing.T) {
	s, c := dated(t, "2021", "2022", "2023")
	source := addText(t, s, "S", "no, they fell")
	own := add(t, s, NewEvidence{ClaimID: c[0], Stance: StanceSupports, URL: "u", Set: 2}, NewEvidence{ClaimID: c[1], Stance: StanceRefutes, DocumentID: source, Start: 4, End: 13})
	expect := func(i int, label string, supports, refutes int, evidence ...Evidence) {
		t.Helper()
		row := viewRows(t, s, "WHERE claim_id = ?", c[i])[0]
		if row[15] != label || row[22] != fmt.Sprint(supports) || row[23] != fmt.Sprint(refutes) {
			t.Errorf("claim %d is %s, %s to %s; want %s, %d to %d", i, row[15], row[22], row[23], label, supports, refutes)
		}
		got, err := s.Evidence(t.Context(), c[i])
		if err != nil || !slices.Equal(got, evidence) {
			t.Errorf("the evidence of claim %d is %+v, %v", i, got, err)
		}
		var inView []string
		err = s.ReadingForTest(t.Context()).Each("SELECT evidence_id, shared_from FROM claim_evidence WHERE claim_id = ?", []any{c[i]}, func(scan func(...any) error) error {
			var id, from string
			err := scan(&id, &from)
			inView = append(inView, id+" "+from)
			return err
		})
		var want []string
		for _, e := range evidence {
			from := e.ClaimID
			if from == c[i] {
				from = ""
			}
			want = append(want, e.ID+" "+from)
		}
		if err != nil || !slices.Equal(inView, want) {
			t.Errorf("claim_evidence of claim %d is %q, want %q, %v", i, inView, want, err)
		}
	}
	expect(0, "supported", 1, 0, own[0])
	expect(1, "refuted", 0, 1, own[1])
	expect(2, "supported", 0, 0) // by its label
	for _, i := range []int{1, 2} {
		if err := s.LinkClaims(t.Context(), c[i], c[0]); err != nil {
			t.Fatal(err)
		}
	}
	expect(0, "conflicting", 1, 1, own[0], own[1])
	expect(1, "conflicting", 1, 1, own[1], own[0])
	expect(2, "conflicting", 1, 1, own[0], own[1])
	if err := s.EditEvidence(t.Context(), own[1].ID, EvidenceEdit{Stance: ptr(StanceSupports)}); err != nil {
		t.Fatal(err)
	}
	if row := viewRows(t, s, "WHERE claim_id = ?", c[2])[0]; row[15] != "supported" || row[22] != "2" {
		t.Errorf("another stance: %q, %s", row[15], row[22])
	}
	if err := s.UnlinkClaim(t.Context(), c[0]); err != nil {
		t.Fatal(err)
	}
	own[1].Stance = StanceSupports
	got, err := s.Evidence(t.Context(), c[2])
	if err != nil || len(got) != 1 || got[0].ID != own[1].ID {
		t.Errorf("without the first: %+v, %v", got, err)
	}
	if err := s.RemoveEvidence(t.Context(), own[1].ID); err != nil {
		t.Fatal(err)
	}
	expect(2, "supported", 0, 0)
	expectClean(t, s)
}

func TestRefusedPassages(t *testing.T) {
	s, doc, other, c := sourced(t)
	var heard Change
	s.Listen(func(c Change) { heard = c })
	before := dump(t, s)
	for range 2 { // the second time it is so already
		if err := s.RefusePassage(t.Context(), c.ID, other, 20, 37); err != nil {
			t.Fatal(err)
		}
	}
	if undoName(t, s) != "Refuse suggestion" || !slices.Equal(heard.Refusals, []string{c.ID}) {
		t.Errorf("called %q, heard %+v", undoName(t, s), heard)
	}
	expectUndone(t, s, before)
	if err := s.RefusePassage(t.Context(), c.ID, doc, 8, 18); err != nil {
		t.Fatal(err)
	}
	got, err := s.RefusedPassages(t.Context(), c.ID)
	if err != nil || len(got) != 2 {
		t.Fatal(got, err)
	}
	for _, bad := range []struct {
		err  error
		kind error
	}{
		{s.RefusePassage(t.Context(), c.ID, other, 30, 99), db.ErrMismatch},
		{s.RefusePassage(t.Context(), c.ID, "none", 0, 3), db.ErrNotFound},
		{s.RefusePassage(t.Context(), "none", other, 0, 3), db.ErrNotFound},
		{s.TakeBackRefusal(t.Context(), "none"), db.ErrNotFound},
	} {
		if !errors.Is(bad.err, bad.kind) {
			t.Errorf("%v, want %v", bad.err, bad.kind)
		}
	}
	before = dump(t, s)
	if err := s.TakeBackRefusal(t.Context(), got[0].ID, got[1].ID); err != nil || undoName(t, s) != "Take back 2 refusals" {
		t.Fatal(err, undoName(t, s))
	}
	expectUndone(t, s, before)
	if _, err := s.Undo(t.Context()); err != nil {
		t.Fatal(err)
	}
	// They go with their claim and with their document.
	before = dump(t, s)
	for _, gone := range []func() error{func() error { return s.DeleteClaims(t.Context(), c.ID) }, func() error { return s.RemoveDocument(t.Context(), other) },
		func() error { return s.RemoveDocument(t.Context(), doc) }} {
		if err := gone(); err != nil {
			t.Fatal(err)
		}
		expectUndone(t, s, before)
		if _, err := s.Undo(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	history, err := s.History(t.Context(), HistoryFilter{ClaimID: c.ID}, 0, 20)
	if err != nil || !slices.ContainsFunc(history.Entries, func(e HistoryEntry) bool {
		return e.Action.Name == "Refuse suggestion" && len(e.Rows) == 1 && e.Rows[0].Noun == "refused suggestion" && e.Rows[0].Title == "two"
	}) {
		t.Errorf("history: %+v, %v", history.Entries, err)
	}
}

// Evidence and refused passages go with their words into a newer text. Evidence whose words are gone is kept, and says so.
func TestEvidenceInANewerText(t *testing.T) {
	s, _, other, c := sourced(t)
	added := add(t, s, NewEvidence{ClaimID: c.ID, Stance: StanceSupports, DocumentID: other, Start: 4, End: 10},
		NewEvidence{ClaimID: c.ID, Stance: StanceRefutes, DocumentID: other, Start: 31, End: 37})
	for _, at := range []int{11, 20} {
		if err := s.RefusePassage(t.Context(), c.ID, other, at, at+4); err != nil {
			t.Fatal(err)
		}
	}
	refused, err := s.RefusedPassages(t.Context(), c.ID)
	if err != nil {
		t.Fatal(err)
	}
	before := dump(t, s)
	fresh, err := s.ReplaceText(t.Context(), other, NewDocument{Text: "Today the source says so"}, []Move{{added[0].ID, 10, 16}, {ID: added[1].ID},
		{refused[0].ID, 17, 21}, {ID: refused[1].ID}})
	if err != nil {
		t.Fatal(err)
	}
	after := dump(t, s)
	got, err := s.Evidence(t.Context(), c.ID)
	if err != nil || len(got) != 2 || !got[0].Placed() || got[0].Start != 10 || got[0].DocumentID != fresh.ID || got[0].Prefix != "Today the " {
		t.Fatalf("moved: %+v, %v", got, err)
	}
	if lost := got[1]; lost.Placed() || lost.Quote != "denies" || lost.DocumentID != fresh.ID {
		t.Errorf("lost: %+v", lost)
	}
	within, err := s.EvidenceWithin(t.Context(), fresh.ID)
	if err != nil || len(within) != 2 || !within[0].Placed() || within[1].Placed() {
		t.Errorf("EvidenceWithin() = %+v, %v", within, err)
	}
	if left, err := s.RefusedPassages(t.Context(), c.ID); err != nil || len(left) != 1 || left[0].ID != refused[0].ID || left[0].Start != 17 || left[0].DocumentID != fresh.ID {
		t.Errorf("refused: %+v, %v", left, err)
	}
	wantSound(t, s)
	// It can be put on another span, by both ends.
	expectError(t, s.EditEvidence(t.Context(), added[1].ID, EvidenceEdit{Start: ptr(6)}), db.ErrMismatch, "both ends")
	if err := s.EditEvidence(t.Context(), added[1].ID, EvidenceEdit{Start: ptr(17), End: ptr(24)}); err != nil {
		t.Fatal(err)
	}
	if got, err := s.Evidence(t.Context(), c.ID); err != nil || !got[1].Placed() || got[1].Quote != "says so" {
		t.Errorf("placed: %+v, %v", got, err)
	}
	expectClean(t, s)
	for _, want := range []map[string][]string{after, before} {
		if _, err := s.Undo(t.Context()); err != nil {
			t.Fatal(err)
		}
		expectSame(t, dump(t, s), want)
	}
}

// A repair makes links one step long, takes away one to a claim that is gone, and counts evidence anew.
func TestRepairOfLinks(t *testing.T) {
	s, c := dated(t, "2021", "2022", "2023", "2024")
	add(t, s, NewEvidence{ClaimID: c[0], Stance: StanceRefutes, URL: "u"})
	for _, sql := range []string{
		"PRAGMA foreign_keys = OFF", // as other programs are
		"UPDATE claims SET first_claim_id = '" + c[1] + "' WHERE id = '" + c[2] + "'",
		"UPDATE claims SET first_claim_id = '" + c[0] + "' WHERE id = '" + c[1] + "'",
		"UPDATE claims SET first_claim_id = 'nowhere' WHERE id = '" + c[3] + "'",
		"UPDATE stances SET refutes = 7",
		"PRAGMA foreign_keys = ON",
	} {
		if _, err := s.ConnForTest().ExecContext(t.Context(), sql); err != nil {
			t.Fatal(err)
		}
	}
	repaired, left, err := check.Repair(t.Context(), s, nil)
	if err != nil || len(left) != 0 || len(repaired) == 0 {
		t.Fatalf("repaired %v, left %v, %v", repaired, left, err)
	}
	if got := linkedIDs(t, s, c[2]); !slices.Equal(got, c[:3]) || linkedIDs(t, s, c[3]) != nil {
		t.Errorf("the group is %q, and that of the last claim %q", got, linkedIDs(t, s, c[3]))
	}
	if row := viewRows(t, s, "WHERE claim_id = ?", c[2])[0]; row[15] != "refuted" || row[23] != "1" {
		t.Errorf("%q by %s", row[15], row[23])
	}
	expectClean(t, s)
}

// A claim that comes back from the history is linked again as far as that is there.
func TestRestoreALinkedClaim(t *testing.T) {
	s, c := dated(t, "2021", "2022", "2023")
	for _, id := range c[1:] {
		if err := s.LinkClaims(t.Context(), c[0], id); err != nil {
			t.Fatal(err)
		}
	}
	restoreLast := func(id string, back int) {
		t.Helper()
		entries := wholeHistory(t, s, HistoryFilter{ClaimID: id, Entity: "claims"}, 50)
		if err := s.RestoreClaim(t.Context(), id, entries[back].Rows[0].Seq); err != nil {
			t.Fatal(err)
		}
		expectClean(t, s)
	}
	for i := range c { // the first appearance, and others
		if err := s.DeleteClaims(t.Context(), c[i]); err != nil {
			t.Fatal(err)
		}
		restoreLast(c[i], 0)
		if got := linkedIDs(t, s, c[2]); !slices.Equal(got, c) {
			t.Errorf("claim %d back, the group is %q, want %q", i, got, c)
		}
	}
	if err := s.UnlinkClaim(t.Context(), c[2]); err != nil {
		t.Fatal(err)
	}
	restoreLast(c[2], 1)
	if got := linkedIDs(t, s, c[2]); !slices.Equal(got, c) {
		t.Errorf("linked as before, the group is %q", got)
	}
	words := wholeHistory(t, s, HistoryFilter{ClaimID: c[2], Entity: "claims"}, 50)[0].Rows[0]
	if !slices.Contains(words.Fields, HistoryField{"Same as", "", "reserves rose"}) {
		t.Errorf("in words: %+v", words.Fields)
	}
}
