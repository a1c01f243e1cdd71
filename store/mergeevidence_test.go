package store_test

import (
	"fmt"
	"slices"
	"testing"

	. "factmark/store"
	"factmark/store/internal/db"
	"factmark/store/merge"
)

// desksOf gives Ann's workspace with a claim in each of so many dated documents, the
// earliest first, and Ben's copy of it.
func desksOf(t *testing.T, count int, prepare func(s *Store, c []string)) (ann, ben *Store, claims []string) {
	t.Helper()
	var dates []string
	for i := range count {
		dates = append(dates, fmt.Sprint(2020+i))
	}
	ann, claims = dated(t, dates...)
	signInAs(t, ann, "ann")
	if prepare != nil {
		prepare(ann, claims)
	}
	return ann, fork(t, ann, "ben"), claims
}

// meet merges two workspaces into each other, and expects that nothing is left to merge.
func meet(t *testing.T, ann, ben *Store) {
	t.Helper()
	mergeInto(t, ann, ben)
	mergeInto(t, ben, ann)
	for _, pair := range [][2]*Store{{ann, ben}, {ben, ann}} {
		if report := mergeInto(t, pair[0], pair[1]); report.Changed {
			t.Errorf("merging again: %+v", report)
		}
	}
}

func TestLinksMeet(t *testing.T) {
	link := func(t *testing.T, s *Store, a, b string) { t.Helper(); do(t, s.LinkClaims(t.Context(), a, b)) }
	for _, test := range []struct {
		name          string
		before        func(t *testing.T, s *Store, c []string)
		anns, bens    func(t *testing.T, s *Store, c []string)
		waits         int
		group         []int // of the last claim; nil for none
		resolved      []int // its group once the other value is taken
		stillThere    int   // claims
		deletionWaits bool
	}{
		{"one side links", nil, func(t *testing.T, s *Store, c []string) { link(t, s, c[0], c[3]) }, func(*testing.T, *Store, []string) {}, 0, []int{0, 3}, nil, 4, false},
		{"both link the same", nil, func(t *testing.T, s *Store, c []string) { link(t, s, c[0], c[3]) }, func(t *testing.T, s *Store, c []string) { link(t, s, c[3], c[0]) },
			0, []int{0, 3}, nil, 4, false},
		{"a chain", nil, func(t *testing.T, s *Store, c []string) { link(t, s, c[1], c[3]) }, func(t *testing.T, s *Store, c []string) { link(t, s, c[0], c[1]) },
			0, []int{0, 1, 3}, nil, 4, false},
		{"different links", nil, func(t *testing.T, s *Store, c []string) { link(t, s, c[0], c[3]) }, func(t *testing.T, s *Store, c []string) { link(t, s, c[1], c[3]) },
			1, []int{0, 3}, []int{1, 3}, 4, false},
		{"different links that are one in the end", nil, func(t *testing.T, s *Store, c []string) { link(t, s, c[0], c[3]) },
			func(t *testing.T, s *Store, c []string) {
				link(t, s, c[1], c[3])
				link(t, s, c[0], c[1])
				link(t, s, c[0], c[3])
			}, 0, []int{0, 1, 3}, nil, 4, false},
		{"one links, the other deletes", nil, func(t *testing.T, s *Store, c []string) { link(t, s, c[0], c[3]) },
			func(t *testing.T, s *Store, c []string) { do(t, s.DeleteClaims(t.Context(), c[0])) }, 1, []int{0, 3}, nil, 4, true},
		{"a whole group is deleted", func(t *testing.T, s *Store, c []string) { link(t, s, c[0], c[1]); link(t, s, c[0], c[2]) }, func(*testing.T, *Store, []string) {},
			func(t *testing.T, s *Store, c []string) { do(t, s.DeleteClaims(t.Context(), c[0], c[2], c[1])) }, 0, nil, nil, 1, false},
		{"the role is handed over", func(t *testing.T, s *Store, c []string) { link(t, s, c[0], c[2]); link(t, s, c[0], c[3]) }, func(*testing.T, *Store, []string) {},
			func(t *testing.T, s *Store, c []string) { do(t, s.DeleteClaims(t.Context(), c[0])) }, 0, []int{2, 3}, nil, 3, false},
		{"unlinked", func(t *testing.T, s *Store, c []string) { link(t, s, c[0], c[3]) }, func(*testing.T, *Store, []string) {},
			func(t *testing.T, s *Store, c []string) { do(t, s.UnlinkClaim(t.Context(), c[3])) }, 0, nil, nil, 4, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			ann, ben, c := desksOf(t, 4, func(s *Store, c []string) {
				if test.before != nil {
					test.before(t, s, c)
				}
			})
			test.anns(t, ann, c)
			test.bens(t, ben, c)
			expect := func(want []int) {
				t.Helper()
				var ids []string
				for _, i := range want {
					ids = append(ids, c[i])
				}
				if got := linkedIDs(t, ann, c[3]); !slices.Equal(got, ids) {
					t.Errorf("the group is %q, want %q", got, ids)
				}
			}
			before := dump(t, ann)
			mergeInto(t, ann, ben)
			if slices.Contains([]string{"one side links", "both link the same"}, test.name) == false {
				expectUndone(t, ann, before)
			}
			meet(t, ann, ben)
			expect(test.group)
			waits := conflictsIn(t, ann)
			if len(waits) != test.waits || len(dump(t, ann)["claims"]) != test.stillThere {
				t.Fatalf("%d claims, and what waits: %+v", len(dump(t, ann)["claims"]), waits)
			}
			if test.waits == 0 {
				expectSame(t, dump(t, ben), dump(t, ann))
				return
			}
			if w := waits[0]; test.deletionWaits != (w.Group == db.Existence) || !test.deletionWaits && (w.Group != "link" || w.Theirs.Values[0] == "") {
				t.Errorf("what waits: %+v", w)
			}
			do(t, merge.Resolve(t.Context(), ann, waits[0].ID, true))
			expectClean(t, ann)
			if len(conflictsIn(t, ann)) != 0 {
				t.Errorf("then waits %+v", conflictsIn(t, ann))
			}
			expect(test.resolved)
			mergeInto(t, ben, ann)
			expectSame(t, dump(t, ben), dump(t, ann))
		})
	}
}

// Two who make each other's claim the first appearance: both stay linked, ours stands, and which is the first waits until
// it is chosen; then the two are linked everywhere as was chosen, whatever the ids and the dates are.
func TestARingOfLinks(t *testing.T) {
	for _, dates := range [][]string{{"2020", "2021"}, {"2021", "2020"}} {
		for _, anns := range []bool{true, false} { // who chooses
			for _, take := range []bool{false, true} {
				t.Run(fmt.Sprint(dates, " Ann chooses ", anns, " takes ", take), func(t *testing.T) {
					t.Parallel()
					ann, c := dated(t, dates...)
					signInAs(t, ann, "ann")
					ben := fork(t, ann, "ben")
					hers := slices.Clone(c) // in the order of their dates
					if dates[0] > dates[1] {
						slices.Reverse(hers)
					}
					his := []string{hers[1], hers[0]}
					do(t, ann.LinkClaims(t.Context(), c[0], c[1]))
					do(t, ben.LinkClaims(t.Context(), c[0], c[1]))
					do(t, ben.SetFirstAppearance(t.Context(), his[0]))
					meet(t, ann, ben)
					expect := func(s *Store, want []string, waits int) {
						t.Helper()
						if got, w := linkedIDs(t, s, c[0]), conflictsIn(t, s); !slices.Equal(got, want) || len(w) != waits || waits > 0 && w[0].Group != "link" {
							t.Fatalf("the group is %q, want %q; what waits: %+v", got, want, w)
						}
					}
					expect(ann, hers, 1)
					expect(ben, his, 1)
					chooser, other, chosen := ann, ben, hers
					if !anns {
						chooser, other = ben, ann
					}
					if anns == take {
						chosen = his
					}
					before := dump(t, chooser)
					do(t, merge.Resolve(t.Context(), chooser, conflictsIn(t, chooser)[0].ID, take))
					expectClean(t, chooser)
					expect(chooser, chosen, 0)
					expectUndone(t, chooser, before)
					mergeInto(t, other, chooser)
					expect(other, chosen, 0)
					mergeInto(t, chooser, other)
					expect(chooser, chosen, 0)
					expectSame(t, dump(t, other), dump(t, chooser))
				})
			}
		}
	}
}

func TestEvidenceMeets(t *testing.T) {
	ann, ben, c := desksOf(t, 2, func(s *Store, c []string) {
		add(t, s, NewEvidence{ClaimID: c[0], Stance: StanceSupports, URL: "u"})
	})
	other := claimIn(t, ann, c[1]).DocumentID
	for _, s := range []*Store{ann, ben} { // both find the same passage
		add(t, s, NewEvidence{ClaimID: c[0], Stance: StanceRefutes, DocumentID: other, Start: 0, End: 8})
	}
	shared := func(s *Store) Evidence {
		t.Helper()
		all, err := s.Evidence(t.Context(), c[0])
		do(t, err)
		return all[slices.IndexFunc(all, func(e Evidence) bool { return e.URL != "" })]
	}
	id := shared(ann).ID
	do(t, ann.EditEvidence(t.Context(), id, EvidenceEdit{Stance: ptr(StanceContext), Note: ptr("hers")}))
	do(t, ben.EditEvidence(t.Context(), id, EvidenceEdit{Stance: ptr(StanceRefutes), URL: ptr("v"), ArchiveURL: ptr("a"), Published: ptr("2024")}))
	meet(t, ann, ben)
	all, err := ann.Evidence(t.Context(), c[0])
	do(t, err)
	if len(all) != 3 {
		t.Errorf("%d pieces of evidence: the same passage, found by two, is two of them", len(all))
	}
	if e := shared(ann); e.Stance != StanceContext || e.Note != "hers" || e.URL != "v" || e.ArchiveURL != "a" || e.Published != "2024" {
		t.Errorf("merged: %+v", e)
	}
	waits := conflictsIn(t, ann)
	if len(waits) != 1 || waits[0].Entity != "evidence" || waits[0].Group != "stance" {
		t.Fatalf("what waits: %+v", waits)
	}
	do(t, merge.Resolve(t.Context(), ann, waits[0].ID, true))
	if e := shared(ann); e.Stance != StanceRefutes {
		t.Errorf("chosen: %+v", e)
	}
	expectClean(t, ann)
}

// Refused suggestions go along, and no merge asks about them.
func TestRefusalsMeet(t *testing.T) {
	ann, ben, c := desksOf(t, 3, func(s *Store, c []string) {
		other, err := s.Claim(t.Context(), c[1])
		do(t, err)
		do(t, s.RefusePassage(t.Context(), c[0], other.DocumentID, 0, 8))
	})
	refused := func(s *Store, claimID string) []RefusedPassage {
		t.Helper()
		all, err := s.RefusedPassages(t.Context(), claimID)
		do(t, err)
		return all
	}
	other := claimIn(t, ann, c[1]).DocumentID
	for _, s := range []*Store{ann, ben} {
		do(t, s.RefusePassage(t.Context(), c[0], other, 9, 13))
		do(t, s.RefusePassage(t.Context(), c[2], other, 0, 8))
	}
	do(t, ann.TakeBackRefusal(t.Context(), refused(ann, c[0])[0].ID))
	do(t, ben.DeleteClaims(t.Context(), c[2]))
	do(t, ann.RefusePassage(t.Context(), c[2], other, 9, 13)) // which keeps no claim
	meet(t, ann, ben)
	if waits := conflictsIn(t, ann); len(waits) != 0 {
		t.Errorf("what waits: %+v", waits)
	}
	if _, err := ann.Claim(t.Context(), c[2]); err == nil {
		t.Error("a refused suggestion keeps a claim that was deleted")
	}
	all := refused(ann, c[0])
	if len(all) != 2 || all[0].Start != 9 || all[1].Start != 9 {
		t.Fatalf("refused: %+v", all)
	}
	do(t, ann.TakeBackRefusal(t.Context(), all[0].ID)) // both of them
	if left := refused(ann, c[0]); len(left) != 0 {
		t.Errorf("taken back: %+v", left)
	}
}

// What a package of some documents, or of documents alone, leaves out of links, evidence and refusals is as it was here when it comes back.
func TestLinksAndEvidenceInPackages(t *testing.T) {
	for name, packing := range map[string]merge.Packing{"whole": {}, "blind": {Blind: true}, "part": {DocumentIDs: []string{}}, "blind part": {DocumentIDs: []string{}, Blind: true},
		"texts": {NoClaims: true}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ann, _, c := desksOf(t, 3, nil)
			for _, id := range c[1:] {
				do(t, ann.LinkClaims(t.Context(), c[0], id))
			}
			first, second := claimIn(t, ann, c[0]).DocumentID, claimIn(t, ann, c[1]).DocumentID
			add(t, ann, NewEvidence{ClaimID: c[1], Stance: StanceRefutes, DocumentID: second, Start: 0, End: 8, Note: "inside"},
				NewEvidence{ClaimID: c[1], Stance: StanceSupports, DocumentID: first, Start: 0, End: 8, Note: "outside"},
				NewEvidence{ClaimID: c[1], Stance: StanceContext, URL: "https://example.org", Published: "2024"})
			do(t, ann.RefusePassage(t.Context(), c[1], second, 9, 13))
			do(t, ann.RefusePassage(t.Context(), c[1], first, 9, 13))
			if packing.DocumentIDs != nil {
				packing.DocumentIDs = []string{second, claimIn(t, ann, c[2]).DocumentID}
			}
			ben := handOver(t, ann, "ben", packing)
			expectClean(t, ben)
			in := dump(t, ben)
			want := map[string][3]int{"whole": {3, 2, 2}, "blind": {0, 0, 2}, "part": {2, 1, 0}, "blind part": {0, 0, 0}, "texts": {0, 0, 0}}[name] // evidence, refusals, links
			links := 0
			if !packing.NoClaims {
				for _, id := range c[1:] {
					if claimIn(t, ben, id).FirstID != "" {
						links++
					}
				}
			}
			if got := [3]int{len(in["evidence"]), len(in["refused_passages"]), links}; got != want {
				t.Fatalf("the package has %v pieces of evidence, refusals and links, want %v", got, want)
			}
			before := dump(t, ann)
			if !packing.NoClaims {
				do(t, ben.EditClaim(t.Context(), c[1], ClaimEdit{Claimant: ptr("the ministry")}))
				add(t, ben, NewEvidence{ClaimID: c[2], Stance: StanceRefutes, DocumentID: second, Start: 0, End: 8, Note: "ben's"})
			}
			mergeInto(t, ann, ben)
			if waits := conflictsIn(t, ann); len(waits) != 0 {
				t.Errorf("what waits: %+v", waits)
			}
			after := dump(t, ann)
			for table, rows := range before {
				for _, row := range rows {
					if table != "claims" && !slices.Contains(after[table], row) {
						t.Errorf("gone or changed: %s", row)
					}
				}
			}
			if got := linkedIDs(t, ann, c[2]); !slices.Equal(got, c) {
				t.Errorf("the group is %q, want %q", got, c)
			}
			if report := mergeInto(t, ann, ben); report.Changed {
				t.Errorf("again: %+v", report)
			}
			if packing.DocumentIDs == nil || packing.Blind {
				return
			}
			// A link that is made in the package meets the one that it knew nothing of.
			do(t, ben.LinkClaims(t.Context(), c[1], c[2]))
			mergeInto(t, ann, ben)
			if got := linkedIDs(t, ann, c[2]); !slices.Equal(got, c) || len(conflictsIn(t, ann)) != 0 {
				t.Errorf("the group is %q, want %q; what waits: %+v", got, c, conflictsIn(t, ann))
			}
		})
	}
}

// A package from before there were links knows nothing of them: it contradicts none that was made since.
func TestAPackageFromBeforeLinks(t *testing.T) {
	ann, _, c := desksOf(t, 2, nil)
	ben := handOver(t, ann, "ben", merge.Packing{})
	byHand(t, ben, "UPDATE handed_over SET stamps = json_remove(stamps, '$.link'), superseded = json_remove(superseded, '$.link')")
	do(t, ann.LinkClaims(t.Context(), c[0], c[1]))
	do(t, ben.EditClaim(t.Context(), c[1], ClaimEdit{Claimant: ptr("x")}))
	copied := fork(t, ann, "copy")
	mergeInto(t, ann, ben)
	if got := linkedIDs(t, ann, c[1]); !slices.Equal(got, c) || len(conflictsIn(t, ann)) != 0 {
		t.Errorf("the group is %q, and waits %+v", got, conflictsIn(t, ann))
	}
	mergeInto(t, ben, copied)
	if got := linkedIDs(t, ben, c[1]); !slices.Equal(got, c) || len(conflictsIn(t, ben)) != 0 {
		t.Errorf("in the package the group is %q, and waits %+v", got, conflictsIn(t, ben))
	}
	// Where there are only such packages a choice among links can be made too.
	desk, _, c := desksOf(t, 3, nil)
	var from [3]*Store
	for i, name := range []string{"ann", "ben", "cem"} {
		from[i] = handOver(t, desk, name, merge.Packing{})
		byHand(t, from[i], "UPDATE handed_over SET stamps = json_remove(stamps, '$.link'), superseded = json_remove(superseded, '$.link')")
	}
	do(t, from[1].LinkClaims(t.Context(), c[0], c[2]))
	do(t, from[2].LinkClaims(t.Context(), c[1], c[2]))
	mergeInto(t, from[0], from[1], from[2])
	waits := conflictsIn(t, from[0])
	if len(waits) != 1 || waits[0].Group != "link" {
		t.Fatalf("what waits: %+v", waits)
	}
	do(t, merge.Resolve(t.Context(), from[0], waits[0].ID, true))
	if got := linkedIDs(t, from[0], c[2]); !slices.Equal(got, c[1:]) || len(conflictsIn(t, from[0])) != 0 {
		t.Errorf("chosen, the group is %q, and waits %+v", got, conflictsIn(t, from[0]))
	}
}
