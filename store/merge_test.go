package store_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	. "factmark/store"
	"factmark/store/internal/db"
	"factmark/store/merge"
)

func handOver(t *testing.T, s *Store, name string, p merge.Packing) *Store {
	t.Helper()
	path := filepath.Join(t.TempDir(), name+".factmark")
	if _, err := merge.WritePackage(t.Context(), s, path, "desk", p); err != nil {
		t.Fatal(err)
	}
	return openAs(t, path, name)
}

func mergeInto(t *testing.T, s *Store, others ...*Store) merge.Report {
	t.Helper()
	var paths []string
	for _, o := range others {
		paths = append(paths, o.Path())
	}
	report, err := merge.Into(t.Context(), s, paths, merge.Options{})
	if err != nil {
		t.Fatal(err)
	}
	expectClean(t, s)
	return report
}

func conflictsIn(t *testing.T, s *Store) []merge.Conflict {
	t.Helper()
	all, err := merge.Conflicts(t.Context(), s, 100)
	if err != nil {
		t.Fatal(err)
	}
	n, err := s.CountConflicts(t.Context())
	if err != nil || n != len(all) {
		t.Errorf("CountConflicts() = %d, %v; there are %d", n, err, len(all))
	}
	return all
}

// What one has changed is taken, part by part; of what both have changed ours stands, and theirs waits, with names and
// times, until it is chosen.
func TestBothChangeAClaim(t *testing.T) {
	ann, _, c := annsDesk(t)
	ben := fork(t, ann, "ben")
	do(t, ann.EditClaim(t.Context(), c.ID, ClaimEdit{LabelID: ptr(NotEnoughInfoID), Statement: ptr("The river rose.")}))
	do(t, ben.EditClaim(t.Context(), c.ID, ClaimEdit{LabelID: ptr(DisputedID), Note: ptr("only two metres")}))
	report := mergeInto(t, ann, ben)
	if report.Claims != (merge.Counted{Taken: 1}) || report.Conflicts != 1 {
		t.Errorf("report %+v", report)
	}
	merged := claimIn(t, ann, c.ID)
	if merged.LabelID != NotEnoughInfoID || merged.Note != "only two metres" || merged.Statement != "The river rose." {
		t.Errorf("merged: %+v", merged)
	}
	waits := conflictsIn(t, ann)
	if len(waits) != 1 {
		t.Fatalf("%d conflicts", len(waits))
	}
	w := waits[0]
	if w.Group != "label" || w.ClaimID != c.ID || w.Document != "Rivers" || w.Ours.Person != "ann" || w.Ours.Values[0] != "Not enough info" ||
		w.Theirs.Person != "ben" || w.Theirs.Values[0] != "Disputed" || w.Theirs.At.IsZero() || w.Ours.At.IsZero() {
		t.Errorf("the conflict: %+v", w)
	}
	// At the other's it is the other way round, and a choice made here is not asked for again there.
	mergeInto(t, ben, ann)
	if got := conflictsIn(t, ben); claimIn(t, ben, c.ID).LabelID != DisputedID || len(got) != 1 || got[0].Theirs.Person != "ann" {
		t.Errorf("at Ben's: %+v, %v", claimIn(t, ben, c.ID), got)
	}
	do(t, merge.Resolve(t.Context(), ann, w.ID, true))
	if claimIn(t, ann, c.ID).LabelID != DisputedID || len(conflictsIn(t, ann)) != 0 {
		t.Error("the choice was not taken")
	}
	mergeInto(t, ben, ann)
	if claimIn(t, ben, c.ID).LabelID != DisputedID || len(conflictsIn(t, ben)) != 0 {
		t.Errorf("at Ben's: %+v, %v", claimIn(t, ben, c.ID), conflictsIn(t, ben))
	}
	_, err := ann.Undo(t.Context())
	do(t, err)
	if claimIn(t, ann, c.ID).LabelID != NotEnoughInfoID || len(conflictsIn(t, ann)) != 1 {
		t.Error("the choice was not undone")
	}
	do(t, merge.Resolve(t.Context(), ann, conflictsIn(t, ann)[0].ID, false))
	if claimIn(t, ann, c.ID).LabelID != NotEnoughInfoID || len(conflictsIn(t, ann)) != 0 {
		t.Error("what stood was not kept")
	}
	mergeInto(t, ben, ann) // a later choice than the one that was undone
	if claimIn(t, ben, c.ID).LabelID != NotEnoughInfoID || len(conflictsIn(t, ben)) != 0 {
		t.Errorf("at Ben's: %+v, %v", claimIn(t, ben, c.ID), conflictsIn(t, ben))
	}
	expectError(t, merge.Resolve(t.Context(), ann, w.ID, true), db.ErrNotFound, "conflict is not in the workspace any more")
}

// Two who have chosen differently, without knowing of each other, are asked once
// more, and what each has chosen stands until then. So it is after a redo too.
func TestTwoChooseDifferently(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(t *testing.T, s *Store, doc, claim string, theirs bool)
	}{
		{"label", func(t *testing.T, s *Store, _, claim string, theirs bool) {
			do(t, s.SetLabel(t.Context(), map[bool]string{false: NotEnoughInfoID, true: DisputedID}[theirs], claim))
		}},
		{"title", func(t *testing.T, s *Store, doc, _ string, theirs bool) {
			do(t, s.EditDocument(t.Context(), doc, DocumentEdit{Title: ptr(map[bool]string{false: "Streams", true: "Waters"}[theirs])}))
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			ann, doc, c := annsDesk(t)
			ben := fork(t, ann, "ben")
			test.change(t, ann, doc, c.ID, false)
			test.change(t, ben, doc, c.ID, true)
			copied := fork(t, ann, "copy")
			mergeInto(t, ann, ben)
			mergeInto(t, ben, copied)
			hers, his := conflictsIn(t, ann)[0].Ours.Values[0], conflictsIn(t, ben)[0].Ours.Values[0]
			for _, s := range []*Store{ann, ben} {
				do(t, merge.Resolve(t.Context(), s, conflictsIn(t, s)[0].ID, false))
				undo(t, s)
				_, err := s.Redo(t.Context())
				do(t, err)
				if n := len(conflictsIn(t, s)); n != 0 {
					t.Errorf("%d wait after the choice", n)
				}
			}
			copied = fork(t, ann, "copy")
			mergeInto(t, ann, ben)
			mergeInto(t, ben, copied)
			for s, want := range map[*Store]string{ann: hers, ben: his} {
				if waits := conflictsIn(t, s); len(waits) != 1 || waits[0].Ours.Values[0] != want {
					t.Fatalf("what waits, where %q was chosen: %+v", want, waits)
				}
			}
			do(t, merge.Resolve(t.Context(), ann, conflictsIn(t, ann)[0].ID, true))
			mergeInto(t, ben, ann)
			expectSame(t, dump(t, ben), dump(t, ann))
			if n := len(conflictsIn(t, ben)); n != 0 {
				t.Errorf("%d wait", n)
			}
		})
	}
}

// Who did it before the merge is known after it.
func TestTheHistoryOfTheOtherSideIsKept(t *testing.T) {
	ann, _, c := annsDesk(t)
	ben := fork(t, ann, "ben")
	do(t, ben.SetLabel(t.Context(), DisputedID, c.ID))
	do(t, ben.SetLabel(t.Context(), NotEnoughInfoID, c.ID))
	mergeInto(t, ann, ben)
	var told []string
	err := ann.ReadingForTest(t.Context()).Each("SELECT person_id, action, json_extract(after, '$.label_id') FROM merged_events WHERE entity_id = ? ORDER BY id", []any{c.ID},
		func(scan func(...any) error) error {
			var person, action, label string
			err := scan(&person, &action, &label)
			told = append(told, person+": "+action+" "+label)
			return err
		})
	do(t, err)
	want := []string{"person-ben: Label as Disputed " + DisputedID, "person-ben: Label as Not enough info " + NotEnoughInfoID}
	if !slices.Equal(told, want) {
		t.Errorf("the history is %q", told)
	}
}

// What one side deletes and the other has worked on stays, and the deletion waits.
func TestDeletedHereAndChangedThere(t *testing.T) {
	aloneOnly(t)
	for _, change := range map[string]func(t *testing.T, s *Store, documentID, claimID string){
		"relabelled": func(t *testing.T, s *Store, _, claimID string) { do(t, s.SetLabel(t.Context(), DisputedID, claimID)) },
		"evidence":   func(t *testing.T, s *Store, doc, claimID string) { addEvidence(t, s, claimID, "refutes", doc, 43, 60) },
		"new claim": func(t *testing.T, s *Store, doc, _ string) {
			addClaim(t, s, NewClaim{DocumentID: doc, Start: 43, End: 60})
		},
	} {
		ann, doc, c := annsDesk(t)
		ben := fork(t, ann, "ben")
		do(t, ann.RemoveDocument(t.Context(), doc))
		change(t, ben, doc, c.ID)
		mergeInto(t, ann, ben)
		mergeInto(t, ben, ann)
		expectSame(t, dump(t, ann), dump(t, ben))
		waits := conflictsIn(t, ann)
		if len(waits) == 0 {
			t.Fatal("the deletion does not wait")
		}
		for _, w := range waits {
			if w.Group != db.Existence || !w.Theirs.Deleted || w.Theirs.Person != "ann" {
				t.Errorf("what waits: %+v", w)
			}
		}
		if report := mergeInto(t, ann, ben); report.Changed {
			t.Errorf("merging again: %+v", report)
		}
		// Kept for good, Ann's deleting it is history on both sides.
		for len(conflictsIn(t, ann)) > 0 {
			do(t, merge.Resolve(t.Context(), ann, conflictsIn(t, ann)[0].ID, false))
		}
		mergeInto(t, ben, ann)
		expectSame(t, dump(t, ben), dump(t, ann))
		if len(conflictsIn(t, ben)) != 0 {
			t.Error("Ben is asked again")
		}
	}
}

func TestDeletingAfterAll(t *testing.T) {
	ann, doc, c := annsDesk(t)
	ben := fork(t, ann, "ben")
	do(t, ann.RemoveDocument(t.Context(), doc))
	do(t, ben.SetLabel(t.Context(), DisputedID, c.ID))
	mergeInto(t, ann, ben)
	for _, w := range conflictsIn(t, ann) {
		if w.Entity == "documents" {
			do(t, merge.Resolve(t.Context(), ann, w.ID, true))
		}
	}
	if all, err := ann.Documents(t.Context()); err != nil || len(all) != 0 || len(conflictsIn(t, ann)) != 0 {
		t.Errorf("%d documents, %v; conflicts %v", len(all), err, conflictsIn(t, ann))
	}
	mergeInto(t, ben, ann)
	if all, err := ben.Documents(t.Context()); err != nil || len(all) != 0 {
		t.Errorf("at Ben's: %d documents, %v", len(all), err)
	}
}

func TestLabelsOfOneName(t *testing.T) {
	ann, _, c := annsDesk(t)
	ben := fork(t, ann, "ben")
	hers, err := ann.AddLabel(t.Context(), Label{Name: "Rumour", Meaning: "unclear"})
	do(t, err)
	_, err = ann.AddLabel(t.Context(), Label{Name: "Opinion", Meaning: "none"})
	do(t, err)
	_, err = ben.AddLabel(t.Context(), Label{Name: "Satire", Meaning: "none"}) // takes the key that her Rumour has
	do(t, err)
	his, err := ben.AddLabel(t.Context(), Label{Name: "rumour", Meaning: "unclear"})
	do(t, err)
	do(t, ben.SetLabel(t.Context(), his.ID, c.ID))
	copied := fork(t, ann, "copy")
	report := mergeInto(t, ann, ben)
	mergeInto(t, ben, copied)
	for _, s := range []*Store{ann, ben} {
		all, err := s.Labels(t.Context())
		do(t, err)
		var names []string
		for _, l := range all {
			names = append(names, strings.ToLower(l.Name)+l.Key)
		}
		slices.Sort(names)
		if got := strings.Join(names, " "); !strings.Contains(got, "rumour") || len(all) != 6 || strings.Count(got, "1") > 1 {
			t.Errorf("labels %q", got)
		}
		if got := claimIn(t, s, c.ID).LabelID; got != min(hers.ID, his.ID) {
			t.Errorf("the claim has label %s", got)
		}
	}
	if !slices.Equal(report.Joined, []string{"Rumour"}) {
		t.Errorf("joined %q", report.Joined)
	}
}

// Labels that several have made under one name, written differently, are one, and
// how it is written waits to be chosen, in whatever order workspaces meet.
func TestLabelsOfOneNameInAnyOrder(t *testing.T) {
	aloneOnly(t)
	base, _, c := annsDesk(t)
	sides := make(map[string]*Store)
	for _, name := range []string{"ann", "ben", "cem", "dan"} {
		sides[name] = fork(t, base, name)
	}
	for name, label := range map[string]string{"ann": "Mixed", "ben": "mixed", "cem": "MIXED"} {
		l, err := sides[name].AddLabel(t.Context(), Label{Name: label, Meaning: "none"})
		do(t, err)
		do(t, sides[name].SetLabel(t.Context(), l.ID, c.ID))
	}
	names := func(s *Store) []string {
		var all []string
		for _, w := range conflictsIn(t, s) {
			if w.Entity != "labels" || w.Group != "name" {
				t.Errorf("what waits: %+v", w)
			}
			all = append(all, w.Theirs.Values[0])
			all = append(all, w.Ours.Values[0])
		}
		slices.Sort(all)
		return slices.Compact(all)
	}
	for _, order := range [][]string{{"ann", "ben"}, {"ben", "ann"}, {"dan", "ann", "ben"}, {"dan", "ben", "ann"}} {
		s := fork(t, sides[order[0]], "x")
		for _, other := range order[1:] {
			mergeInto(t, s, sides[other])
		}
		if got := names(s); !slices.Equal(got, []string{"Mixed", "mixed"}) {
			t.Errorf("in the order %v: %q", order, got)
		}
		p := handOver(t, s, "p", merge.Packing{})
		for _, into := range []*Store{fork(t, base, "y"), create(t)} {
			mergeInto(t, into, p)
			mergeInto(t, into, s)
			if got := names(into); !slices.Equal(got, []string{"Mixed", "mixed"}) {
				t.Errorf("a package, and where it was made, in the order %v: %q", order, got)
			}
		}
	}
	for _, order := range [][]string{{"ann", "ben", "cem"}, {"cem", "ann", "ben"}, {"ben", "cem", "ann"}, {"dan", "cem", "ben", "ann"}} {
		s := fork(t, sides[order[0]], "x")
		for _, other := range order[1:] {
			mergeInto(t, s, sides[other])
		}
		if got := names(s); !slices.Equal(got, []string{"MIXED", "Mixed", "mixed"}) {
			t.Errorf("in the order %v: %q", order, got)
		}
		other := fork(t, sides[order[len(order)-1]], "x")
		pair := fork(t, sides[order[0]], "x")
		mergeInto(t, pair, sides[order[1]])
		mergeInto(t, other, pair)
		for _, more := range order[2 : len(order)-1] {
			mergeInto(t, other, sides[more])
		}
		if got := names(other); !slices.Equal(got, []string{"MIXED", "Mixed", "mixed"}) {
			t.Errorf("two first, in the order %v: %q", order, got)
		}
		if report := mergeInto(t, other, pair); report.Changed {
			t.Errorf("again: %+v", report)
		}
	}
}

// A blind package holds nothing that tells a label, and what is said in it
// comes back as a word beside the first.
func TestABlindPackage(t *testing.T) {
	ann, doc, c := annsDesk(t)
	addEvidence(t, ann, c.ID, "supports", doc, 43, 60)
	addDecision(t, ann, c.ID, DisputedID)
	sure := 0.875
	do(t, ann.EditClaim(t.Context(), c.ID, ClaimEdit{Note: ptr("a note that tells all"), Confidence: ptr(&sure)}))
	ben := handOver(t, ann, "ben", merge.Packing{Blind: true, Ask: "Label every claim.", For: "Ben"})
	info, err := merge.PackageOf(t.Context(), ben)
	if err != nil || info.Ask != "Label every claim." || info.For != "Ben" || info.By != "ann" || !info.Blind || info.Claims != 1 {
		t.Errorf("Package() = %+v, %v", info, err)
	}
	got := claimIn(t, ben, c.ID)
	if got.LabelID != "" || got.Note != "" || got.Confidence != nil || !got.UpdatedAt.Equal(c.CreatedAt) || got.Quote != c.Quote {
		t.Errorf("handed over: %+v", got)
	}
	content, err := os.ReadFile(ben.Path())
	do(t, err)
	wal, err := os.ReadFile(ben.Path() + "-wal")
	do(t, err)
	for _, secret := range []string{"gauge readings", "tells all", "0.875", "supports\x00", "sure"} {
		if strings.Contains(string(content)+string(wal), secret) {
			t.Errorf("the package holds %q", secret)
		}
	}
	for _, table := range []string{"events WHERE entity <> 'people'", "evidence", "decisions", "claims WHERE label_id IS NOT NULL OR final_label_id IS NOT NULL"} {
		var n int
		if _, err := ben.ReadingForTest(t.Context()).Value("SELECT count(*) FROM "+table, &n); err != nil || n != 0 {
			t.Errorf("%d %s, %v", n, table, err)
		}
	}

	do(t, ben.SetLabel(t.Context(), NotEnoughInfoID, c.ID))
	do(t, ben.EditClaim(t.Context(), c.ID, ClaimEdit{LabelID: ptr(DisputedID), Note: ptr("no source")}))
	fresh := addClaim(t, ben, NewClaim{DocumentID: doc, Start: 43, End: 60, LabelID: SupportedID})
	before := claimIn(t, ann, c.ID)
	report := mergeInto(t, ann, ben)
	if report.Claims != (merge.Counted{New: 1}) || report.Decisions.New != 1 || report.Conflicts != 0 {
		t.Errorf("report %+v", report)
	}
	if got := claimIn(t, ann, c.ID); got.LabelID != before.LabelID || got.Note != before.Note || !got.UpdatedAt.Equal(before.UpdatedAt) {
		t.Errorf("Ann's word became %+v", got)
	}
	if claimIn(t, ann, fresh.ID).LabelID != SupportedID {
		t.Error("Ben's own claim came without its label")
	}
	word := func() (label, comment string, n int) {
		_, err := ann.ReadingForTest(t.Context()).Value("SELECT label_id, comment, count(*) FROM decisions WHERE person_id = 'person-ben'", &label, &comment, &n)
		do(t, err)
		return label, comment, n
	}
	if label, comment, n := word(); label != DisputedID || comment != "no source" || n != 1 {
		t.Errorf("Ben's word: %s, %q, %d", label, comment, n)
	}
	// He thinks again and sends it once more.
	do(t, ben.SetLabel(t.Context(), SupportedID, c.ID))
	if report := mergeInto(t, ann, ben); report.Conflicts != 0 {
		t.Errorf("the second time: %+v", report)
	}
	if label, _, n := word(); label != SupportedID || n != 1 {
		t.Errorf("Ben's second word: %s, %d", label, n)
	}
	if report := mergeInto(t, ann, ben); report.Changed {
		t.Errorf("the third time: %+v", report)
	}
	stranger := create(t)
	for _, into := range []*Store{ben, stranger} {
		from := ann
		if into == stranger {
			from = ben
		}
		_, err := merge.Into(t.Context(), into, []string{from.Path()}, merge.Options{})
		expectError(t, err, db.ErrInvalid, "blind package")
	}
}

// A package tells what was changed in it, without the history of where it came from.
func TestAPackageComesBack(t *testing.T) {
	ann, doc, c := annsDesk(t)
	other := addText(t, ann, "Roads", "The roads are closed.")
	d := addClaim(t, ann, NewClaim{DocumentID: doc, Start: 43, End: 60, LabelID: SupportedID})
	e := addClaim(t, ann, NewClaim{DocumentID: doc, Start: 61, End: 75, LabelID: SupportedID})
	do(t, ann.SetLabel(t.Context(), DisputedID, d.ID))
	ben := handOver(t, ann, "ben", merge.Packing{DocumentIDs: []string{doc}})
	if _, err := ben.Document(t.Context(), other); err == nil {
		t.Error("a document was handed over that was not chosen")
	}
	do(t, ben.SetLabel(t.Context(), NotEnoughInfoID, c.ID))
	do(t, ben.SetLabel(t.Context(), NotEnoughInfoID, d.ID))
	do(t, ben.DeleteClaims(t.Context(), e.ID))
	do(t, ann.EditClaim(t.Context(), c.ID, ClaimEdit{Note: ptr("more")}))
	do(t, ann.SetLabel(t.Context(), SupportedID, d.ID))
	report := mergeInto(t, ann, ben)
	if report.Conflicts != 1 || report.Claims != (merge.Counted{Taken: 1, Conflicting: 1, Deleted: 1}) {
		t.Errorf("report %+v", report)
	}
	if got := claimIn(t, ann, c.ID); got.LabelID != NotEnoughInfoID || got.Note != "more" {
		t.Errorf("merged: %+v", got)
	}
	waits := conflictsIn(t, ann)
	if len(waits) != 1 || waits[0].EntityID != d.ID {
		t.Fatalf("what waits: %+v", waits)
	}
	labels := []string{waits[0].Ours.Values[0], waits[0].Theirs.Values[0]}
	slices.Sort(labels)
	if !slices.Equal(labels, []string{"Not enough info", "Supported"}) {
		t.Errorf("what waits: %q", labels)
	}
}

func TestPeopleOfOneName(t *testing.T) {
	ann, _, c := annsDesk(t)
	ben, copied := fork(t, ann, "ben"), fork(t, ann, "ann")
	do(t, ben.SignIn(t.Context(), Person{ID: "another", Name: "Ann"}))
	do(t, ben.SetLabel(t.Context(), DisputedID, c.ID))
	report := mergeInto(t, ann, ben)
	if want := []merge.SameName{{Name: "ann", Ours: "person-ann", Theirs: "another"}}; !slices.Equal(report.SameNames, want) {
		t.Errorf("same names: %+v", report.SameNames)
	}
	var same *string
	sameAs := func() *string {
		_, err := ann.ReadingForTest(t.Context()).Value("SELECT same_as FROM people WHERE id = 'person-ann'", &same)
		do(t, err)
		return same
	}
	if sameAs() != nil {
		t.Error("taken for one without asking")
	}
	ann = copied
	_, err := merge.Into(t.Context(), ann, []string{ben.Path()}, merge.Options{Same: []string{"ann"}})
	do(t, err)
	if p := sameAs(); p == nil || *p != "another" {
		t.Errorf("same_as is %v", p)
	}
}

func TestADryRunTellsAndChangesNothing(t *testing.T) {
	ann, _, c := annsDesk(t)
	ben := fork(t, ann, "ben")
	do(t, ben.SetLabel(t.Context(), DisputedID, c.ID))
	addText(t, ben, "Rivers", "Another text of that title.")
	before := dump(t, ann)
	content, err := os.ReadFile(ben.Path())
	do(t, err)
	dry, err := merge.Into(t.Context(), ann, []string{ben.Path()}, merge.Options{DryRun: true})
	do(t, err)
	expectSame(t, dump(t, ann), before)
	if undo, _, _ := ann.UndoNames(t.Context()); strings.HasPrefix(undo, "Merge") {
		t.Error("a dry run can be undone")
	}
	if report := mergeInto(t, ann, ben); fmt.Sprint(report) != fmt.Sprint(dry) {
		t.Errorf("said %+v, did %+v", dry, report)
	}
	if len(dry.SameTexts) != 1 || dry.SameTexts[0].Title != "Rivers" {
		t.Errorf("same titles: %+v", dry.SameTexts)
	}
	if after, err := os.ReadFile(ben.Path()); err != nil || string(after) != string(content) {
		t.Errorf("the other file was written: %v", err)
	}
}

// Nothing of a file that does not hold together is taken.
func TestPackagesThatCannotBeTrusted(t *testing.T) {
	aloneOnly(t)
	for name, test := range map[string]struct{ tamper, want string }{
		"quote":    {"UPDATE claims SET quote = 'The river rose by nine  metres in a night.'", "has another quote than the text at 0 to 41"},
		"prefix":   {"UPDATE claims SET suffix = 'x'", "has another context than the text around"},
		"text":     {"UPDATE texts SET text = replace(text, 'three', 'nine')", "not the one that was imported"},
		"identity": {"PRAGMA foreign_keys = OFF; UPDATE documents SET id = 'other'; UPDATE claims SET document_id = 'other'", "has an id that is not its text's"},
		"time":     {"UPDATE claims SET created_at = 'yesterday'", "has a time that is none"},
		"colour":   {"UPDATE labels SET light = 'url(x)' WHERE name = 'Disputed'", "a colour is written #RRGGBB"},
		"long":     {"UPDATE claims SET note = printf('%.*c', 5000000, 'x')", "longer than 4 MB"},
		"history":  {`UPDATE events SET after = '{"id":"other"}' WHERE entity = 'claims'`, "history in ben.factmark cannot be trusted"},
		"unknown":  {"UPDATE events SET entity = 'settings' WHERE entity = 'claims'", "cannot be trusted"},
		"trigger":  {"CREATE TRIGGER t AFTER INSERT ON claims BEGIN DELETE FROM texts; END", "cannot be trusted: there is a trigger t"},
		"rejoined": {"PRAGMA foreign_keys = OFF; UPDATE claims SET label_id = 'none of them'", "in none of the workspaces"},
	} {
		t.Run(name, func(t *testing.T) {
			ann := create(t)
			signInAs(t, ann, "ann")
			source, _, _ := annsDesk(t)
			ben := fork(t, source, "ben")
			if _, err := ben.ConnForTest().ExecContext(t.Context(), test.tamper); err != nil {
				t.Fatal(err)
			}
			do(t, ben.Close())
			before := dump(t, ann)
			_, err := merge.Into(t.Context(), ann, []string{ben.Path()}, merge.Options{})
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v", err)
			}
			expectSame(t, dump(t, ann), before)
			expectClean(t, ann)
		})
	}
	ann := create(t)
	_, err := merge.Into(t.Context(), ann, []string{ann.Path()}, merge.Options{})
	expectError(t, err, db.ErrInvalid, "this workspace itself")
	note := filepath.Join(t.TempDir(), "note.factmark")
	do(t, os.WriteFile(note, []byte("no workspace"), 0o600))
	_, err = merge.Into(t.Context(), ann, []string{note}, merge.Options{})
	expectError(t, err, db.ErrNotWorkspace, "note.factmark")
}

// A workspace of the first version can be opened and merged; merging leaves its file as it is.
func TestTheFirstVersionIsMerged(t *testing.T) {
	ann, doc, c := annsDesk(t)
	old := filepath.Join(t.TempDir(), "old.factmark")
	ctx := context.Background()
	do(t, db.IntoPlace(old, func(temporary string) error {
		pool, conn, err := db.ConnectWriter(ctx, temporary)
		if err != nil {
			return err
		}
		defer pool.Close()
		defer conn.Close()
		if err := db.Migrate(ctx, conn, db.Migrations[:1]); err != nil {
			return err
		}
		if _, err := conn.ExecContext(ctx, "ATTACH ? AS new", ann.Path()); err != nil {
			return err
		}
		for _, table := range []string{"people", "texts", "documents", "claims", "actions", "events"} {
			columns := "*"
			switch table { // these have got more since
			case "claims":
				columns, _, _ = strings.Cut(db.Claims.List("new.claims"), ", new.claims.\"labeller_id\"")
			case "documents":
				columns, _, _ = strings.Cut(db.Documents.List("new.documents"), ", new.documents.\"author\"")
			}
			if _, err := conn.ExecContext(ctx, "INSERT INTO "+table+" SELECT "+columns+" FROM new."+table); err != nil {
				return err
			}
		}
		if _, err := conn.ExecContext(ctx, `UPDATE events SET after = json_remove(after, '$.labeller_id', '$.corrected', '$.labelled_at') WHERE entity = 'claims'`); err != nil {
			return err
		}
		return db.FoldLog(ctx, conn)
	}))
	content, err := os.ReadFile(old)
	do(t, err)
	into := create(t)
	_, err = merge.Into(t.Context(), into, []string{old}, merge.Options{})
	do(t, err)
	if claimIn(t, into, c.ID).LabelID != SupportedID {
		t.Error("the claim came without its label")
	}
	if after, err := os.ReadFile(old); err != nil || string(after) != string(content) || len(namesIn(t, filepath.Dir(old))) != 1 {
		t.Errorf("the file was touched: %v, %v", err, namesIn(t, filepath.Dir(old)))
	}
	upgraded := openAs(t, old, "ben")
	was, is := dump(t, ann), dump(t, upgraded)
	for i := range was["claims"] { // when the label was given was not kept then
		was["claims"][i], _, _ = strings.Cut(was["claims"][i], `"labelled_at"`)
		is["claims"][i], _, _ = strings.Cut(is["claims"][i], `"labelled_at"`)
	}
	expectSame(t, is, was)
	ann = fork(t, upgraded, "ann")
	addClaim(t, upgraded, NewClaim{DocumentID: doc, Start: 43, End: 60})
	if report := mergeInto(t, ann, upgraded); report.Claims != (merge.Counted{New: 1}) {
		t.Errorf("report %+v", report)
	}
}

// A merge that is broken off leaves everything as it was.
func TestAMergeIsCancelled(t *testing.T) {
	ann, _, _ := annsDesk(t)
	ben := fork(t, ann, "ben")
	doc := addText(t, ben, "Long", strings.Repeat("word ", 400))
	var news []NewClaim
	for i := range 400 {
		news = append(news, NewClaim{DocumentID: doc, Start: i * 5, End: i*5 + 4})
	}
	_, err := ben.AddClaims(t.Context(), news)
	do(t, err)
	before := dump(t, ann)
	ctx, cancel := context.WithCancel(t.Context())
	_, err = merge.Into(ctx, ann, []string{ben.Path()}, merge.Options{Progress: func(done, total int) {
		if total < 400 || done > total {
			t.Errorf("%d of %d", done, total)
		}
		cancel()
	}})
	expectError(t, err, context.Canceled, "canceled")
	expectSame(t, dump(t, ann), before)
	if report := mergeInto(t, ann, ben); report.Claims.New != 400 {
		t.Errorf("then: %+v", report)
	}
}

// What only one side has changed is no conflict, however often the other had
// come to its value before they parted.
func TestAValueComesBackToWhatItWas(t *testing.T) {
	ann, _, c := annsDesk(t)
	do(t, ann.SetLabel(t.Context(), DisputedID, c.ID))
	undo(t, ann)
	do(t, ann.SetLabel(t.Context(), DisputedID, c.ID))
	do(t, ann.SetLabel(t.Context(), SupportedID, c.ID))
	ben := handOver(t, ann, "ben", merge.Packing{})
	do(t, ben.SetLabel(t.Context(), NotEnoughInfoID, c.ID))
	if report := mergeInto(t, ann, ben); report.Conflicts != 0 || report.Claims != (merge.Counted{Taken: 1}) {
		t.Errorf("report %+v", report)
	}
	if got := claimIn(t, ann, c.ID).LabelID; got != NotEnoughInfoID {
		t.Errorf("the label is %s", got)
	}
}
