package store_test

import (
	"fmt"
	"strings"
	"testing"

	. "factmark/store"
	"factmark/store/merge"
)

// words gives a claim's ratings, and what a row of the export says of its label.
func words(t *testing.T, s *Store) string {
	t.Helper()
	var all []string
	do(t, s.EachRating(t.Context(), nil, func(r Rating) error {
		label := r.Label
		if label == "" {
			label = "-"
		}
		word := r.Person + " " + label
		if r.Marked {
			word += " marked"
		}
		if r.Mode != "" {
			word += " " + string(r.Mode)
		}
		all = append(all, word)
		return nil
	}))
	do(t, s.EachLabelled(t.Context(), Filter{}, func(cells []string) error {
		all = append(all, "CSV: "+cells[csvColumn("annotator")]+" "+cells[csvColumn("label")])
		return nil
	}))
	return strings.Join(all, "; ")
}

// Who gives another's claim a label does not speak for them.
func TestWhoseWordALabelIs(t *testing.T) {
	aloneOnly(t)
	for _, test := range []struct {
		name string
		own  string // Ann's first label
		then []string
		want string
	}{
		{"her own", SupportedID, nil, "ann Supported marked; CSV: ann Supported"},
		{"her own, changed", SupportedID, []string{"ann " + DisputedID}, "ann Disputed marked; CSV: ann Disputed"},
		{"corrected by another", SupportedID, []string{"ben " + DisputedID}, "ann - marked; ben Disputed open; CSV: ben Disputed"},
		{"corrected twice", SupportedID, []string{"ben " + DisputedID, "ben " + NotEnoughInfoID}, "ann - marked; ben Not enough info open; CSV: ben Not enough info"},
		{"corrected back", SupportedID, []string{"ben " + DisputedID, "ann " + SupportedID}, "ann - marked; ann Supported open; CSV: ann Supported"},
		{"the same label again is nobody's correction", SupportedID, []string{"ben " + SupportedID}, "ann Supported marked; CSV: ann Supported"},
		{"marked by one, labelled by another", "", []string{"ben " + DisputedID}, "ann - marked; ben Disputed; CSV: ben Disputed"},
		{"labelled by another, who thinks better of it", "", []string{"ben " + DisputedID, "ben " + SupportedID}, "ann - marked; ben Supported; CSV: ben Supported"},
		{"taken away", SupportedID, []string{"ben "}, "ann - marked; CSV: ann "},
		{"taken away and given", SupportedID, []string{"ben ", "ben " + DisputedID}, "ann - marked; ben Disputed open; CSV: ben Disputed"},
		{"another name of hers", SupportedID, []string{"annie " + DisputedID}, "ann Disputed marked; CSV: ann Disputed"},
	} {
		t.Run(test.name, func(t *testing.T) {
			s, _, c := annsDesk(t)
			signInAs(t, s, "annie")
			ann := "person-ann"
			do(t, s.EditPerson(t.Context(), "person-annie", PersonEdit{SameAs: &ann}))
			signInAs(t, s, "ann")
			do(t, s.SetLabel(t.Context(), test.own, c.ID))
			before := dump(t, s)
			for _, step := range test.then {
				name, label, _ := strings.Cut(step, " ")
				labelAs(t, s, name, c.ID, label)
			}
			if got := words(t, s); got != test.want {
				t.Errorf("it says %q, want %q", got, test.want)
			}
			wantSound(t, s)
			for range test.then {
				if name, _, err := s.UndoNames(t.Context()); err != nil || !strings.Contains(strings.ToLower(name), "label") {
					break // the same label again was no action
				}
				if now := dump(t, s); fmt.Sprint(now) == fmt.Sprint(before) {
					break
				}
				if _, err := s.Undo(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
			signInAs(t, s, "ann")
			if got := words(t, s); strings.Contains(got, "ben ") {
				t.Errorf("undone, it says %q", got)
			}
		})
	}
}

// What a correction was comes through: an export of the claim is the claim that is there.
func TestACorrectedClaimIsRecognised(t *testing.T) {
	s, doc, c := annsDesk(t)
	labelAs(t, s, "ben", c.ID, DisputedID)
	d, err := s.Document(t.Context(), doc)
	do(t, err)
	now := claimIn(t, s, c.ID)
	if now.Person != "ann" || now.Labeller != "ben" || !now.Corrected {
		t.Errorf("the claim is %+v", now)
	}
	row := ImportedClaim{ClaimID: c.ID, DocumentSHA256: d.SHA256, Start: c.Start, End: c.End, Quote: c.Quote, Label: "Disputed", Note: c.Note,
		Annotator: "ben", CreatedAt: now.CreatedAt, UpdatedAt: now.UpdatedAt}
	report, err := s.ImportClaims(t.Context(), []ImportedClaim{row}, ImportOptions{})
	if err != nil || report.Existing != 1 {
		t.Errorf("its own export: %+v, %v", report, err)
	}
	row.Annotator = "ann"
	if report, err = s.ImportClaims(t.Context(), []ImportedClaim{row}, ImportOptions{}); err != nil || len(report.Differing) != 1 {
		t.Errorf("in another's name: %+v, %v", report, err)
	}
	blind := handOver(t, s, "cleo", merge.Packing{Blind: true})
	if got := claimIn(t, blind, c.ID); got.LabellerID != "" || got.Corrected || got.LabelID != "" {
		t.Errorf("a package without labels tells %+v", got)
	}
	labelAs(t, blind, "cleo", c.ID, SupportedID)
	mergeInto(t, s, blind)
	if got := claimIn(t, s, c.ID); got.LabelID != DisputedID || got.Labeller != "ben" {
		t.Errorf("after a merge the claim is %+v", got)
	}
	copied := fork(t, s, "dan")
	labelAs(t, copied, "dan", c.ID, NotEnoughInfoID)
	mergeInto(t, s, copied)
	if got := claimIn(t, s, c.ID); got.Labeller != "dan" {
		t.Errorf("a correction that came with a merge is %+v", got)
	}
}

// Two people who correct a claim alike leave nothing to choose.
func TestCorrectedAlike(t *testing.T) {
	s, _, c := annsDesk(t)
	ben, cleo := fork(t, s, "ben"), fork(t, s, "cleo")
	labelAs(t, ben, "ben", c.ID, DisputedID)
	labelAs(t, cleo, "cleo", c.ID, DisputedID)
	there := fork(t, ben, "dan") // the same, the other way round
	mergeInto(t, ben, cleo)
	mergeInto(t, cleo, there)
	for _, merged := range []*Store{ben, cleo} {
		if got := conflictsIn(t, merged); len(got) != 0 {
			t.Errorf("conflicts: %+v", got)
		}
	}
	one, other := claimIn(t, ben, c.ID), claimIn(t, cleo, c.ID)
	if one.LabelID != DisputedID || one != other {
		t.Errorf("the claim is %+v, and %+v", one, other)
	}
	labelAs(t, there, "dan", c.ID, NotEnoughInfoID)
	mergeInto(t, s, cleo, there)
	if got := claimIn(t, s, c.ID); got.LabelID != DisputedID && len(conflictsIn(t, s)) != 1 || len(conflictsIn(t, s)) > 1 {
		t.Errorf("with a third: %+v, %+v", got, conflictsIn(t, s))
	}
}
