package store_test

import (
	"slices"
	"strings"
	"testing"

	. "factmark/store"
	"factmark/store/internal/db"
	"factmark/store/merge"
)

// names gives the names of the labels in their order.
func labelNames(t *testing.T, s *Store) (all []string) {
	t.Helper()
	labels, err := s.Labels(t.Context())
	do(t, err)
	for _, l := range labels {
		all = append(all, l.Name)
	}
	return all
}

func labelOfName(t *testing.T, s *Store, name string) Label {
	t.Helper()
	labels, err := s.Labels(t.Context())
	do(t, err)
	for _, l := range labels {
		if l.Name == name {
			return l
		}
	}
	t.Fatalf("there is no label %s among %q", name, labelNames(t, s))
	return Label{}
}

func addLabel(t *testing.T, s *Store, name string) Label {
	t.Helper()
	l, err := s.AddLabel(t.Context(), Label{Name: name, Meaning: "none"})
	do(t, err)
	return l
}

// deskWithClaims is ann's desk with two claims.
func deskWithClaims(t *testing.T) (*Store, []Claim) {
	t.Helper()
	s, documentID, c := annsDesk(t)
	return s, []Claim{c, addClaim(t, s, NewClaim{DocumentID: documentID, Start: 42, End: 58, LabelID: DisputedID})}
}

// Two labels swap keys and names in one action, which one undo takes back.
func TestLabelsSwapKeysAndNames(t *testing.T) {
	s := create(t)
	one, other := addLabel(t, s, "Satire"), addLabel(t, s, "Rumour")
	for _, swap := range []func(a, b *Label){
		func(a, b *Label) { a.Key, b.Key = b.Key, a.Key },
		func(a, b *Label) { a.Name, b.Name = b.Name, a.Name },
		func(a, b *Label) {
			a.Name, b.Name, a.Key, b.Key = strings.ToUpper(b.Name), a.Name, b.Key, a.Key
		},
	} {
		a, b := one, other
		swap(&a, &b)
		_, err := s.SaveLabels(t.Context(), "Swap", a, b)
		do(t, err)
		all, err := s.Labels(t.Context())
		do(t, err)
		if all[3] != a || all[4] != b {
			t.Fatalf("swapped: %+v and %+v, want %+v and %+v", all[3], all[4], a, b)
		}
		wantSound(t, s)
		_, err = s.Undo(t.Context())
		do(t, err)
		if all, _ := s.Labels(t.Context()); all[3] != one || all[4] != other {
			t.Fatalf("after undo: %+v and %+v", all[3], all[4])
		}
	}
	taken := one
	taken.Key = other.Key
	_, err := s.SaveLabels(t.Context(), "Take a key", taken)
	expectError(t, err, db.ErrInvalid, "Rumour")
	fresh, err := s.SaveLabels(t.Context(), "Add and edit", Label{Name: "Hoax", Meaning: "none", Key: one.Key}, Label{ID: one.ID, Name: one.Name, Meaning: "none", Letter: "A", Light: one.Light, Dark: one.Dark, Pattern: one.Pattern, Position: one.Position})
	do(t, err)
	if fresh[0].ID == "" || fresh[0].Key != one.Key || labelOfName(t, s, "Satire").Key != "" {
		t.Errorf("a new label with a key that is given up: %+v", fresh)
	}
	for what, l := range map[string]Label{"rating": {Name: "X", Meaning: "none", Rating: 101}, "retired": {Name: "X", Meaning: "none", Retired: true, Key: "x"}} {
		_, err := s.AddLabel(t.Context(), l)
		expectError(t, err, db.ErrInvalid, what)
	}
}

func TestReorderLabels(t *testing.T) {
	s := create(t)
	satire := addLabel(t, s, "Satire")
	do(t, s.ReorderLabels(t.Context(), satire.ID, NotEnoughInfoID))
	if got, want := labelNames(t, s), []string{"Satire", "Not enough info", "Supported", "Disputed"}; !slices.Equal(got, want) {
		t.Errorf("the order is %q, want %q", got, want)
	}
	expectError(t, s.ReorderLabels(t.Context(), "x", satire.ID), db.ErrNotFound, "label")
	_, err := s.Undo(t.Context())
	do(t, err)
	if got, want := labelNames(t, s), []string{"Supported", "Disputed", "Not enough info", "Satire"}; !slices.Equal(got, want) {
		t.Errorf("after undo %q, want %q", got, want)
	}
	wantSound(t, s)
}

func TestRetireAndDeleteLabel(t *testing.T) {
	s, claims := deskWithClaims(t)
	satire := addLabel(t, s, "Satire")
	do(t, s.RetireLabel(t.Context(), SupportedID, true))
	l := labelOfName(t, s, "Supported")
	if !l.Retired || l.Key != "" {
		t.Errorf("retired: %+v", l)
	}
	satire.Key = "S"
	do(t, s.EditLabel(t.Context(), satire))
	do(t, s.RetireLabel(t.Context(), SupportedID, false))
	if l := labelOfName(t, s, "Supported"); l.Retired || l.Key == "" || l.Key == "S" || l.Position != 1 {
		t.Errorf("back, with S taken: %+v", l)
	}
	uses, err := s.LabelUses(t.Context())
	do(t, err)
	for _, l := range []Label{labelOfName(t, s, "Supported"), labelOfName(t, s, "Disputed"), labelOfName(t, s, "Not enough info")} {
		var n int
		_, err := s.ReadingForTest(t.Context()).One("SELECT count(*) FROM claims WHERE label_id = ?1 OR final_label_id = ?1", []any{l.ID}, &n)
		do(t, err)
		if uses[l.ID].Claims != n {
			t.Errorf("%s is said to have %d claims, and has %d", l.Name, uses[l.ID].Claims, n)
		}
		expectError(t, s.DeleteLabel(t.Context(), l.ID), db.ErrInvalid, "every workspace has")
	}
	do(t, s.SetLabel(t.Context(), satire.ID, claims[0].ID))
	expectError(t, s.DeleteLabel(t.Context(), satire.ID), db.ErrInvalid, "in use")
	do(t, s.SetLabel(t.Context(), "", claims[0].ID))
	do(t, s.DeleteLabel(t.Context(), satire.ID))
	if slices.Contains(labelNames(t, s), "Satire") {
		t.Error("it is still there")
	}
	_, err = s.Undo(t.Context())
	do(t, err)
	if labelOfName(t, s, "Satire") != satire {
		t.Error("undo does not bring it back as it was")
	}
	wantSound(t, s)
}

// Everything that names a label names the other one afterwards, and one undo takes it back.
func TestMergeLabels(t *testing.T) {
	s, claims := deskWithClaims(t)
	satire := addLabel(t, s, "Satire")
	do(t, s.SetLabel(t.Context(), satire.ID, claims[0].ID, claims[1].ID))
	do(t, s.Adjudicate(t.Context(), satire.ID, "", claims[1].ID))
	before := dump(t, s)
	n, err := s.MergeLabels(t.Context(), satire.ID, DisputedID)
	do(t, err)
	if n != 2 || slices.Contains(labelNames(t, s), "Satire") {
		t.Errorf("%d claims changed, labels are %q", n, labelNames(t, s))
	}
	for _, query := range []string{"SELECT count(*) FROM claims WHERE label_id = ?1 OR final_label_id = ?1", "SELECT count(*) FROM decisions WHERE label_id = ?1"} {
		var left int
		_, err := s.ReadingForTest(t.Context()).One(query, []any{satire.ID}, &left)
		if do(t, err); left != 0 {
			t.Errorf("%d left: %s", left, query)
		}
	}
	addLabel(t, s, "Satire") // name and key are free
	wantSound(t, s)
	for range 2 {
		_, err := s.Undo(t.Context())
		do(t, err)
	}
	if after := dump(t, s); !slices.Equal(after["labels"], before["labels"]) || !slices.Equal(after["claims"], before["claims"]) || len(after["merged_labels"]) != 0 {
		t.Error("one undo does not bring it all back")
	}
	for range 2 {
		_, err := s.Redo(t.Context())
		do(t, err)
	}
	wantSound(t, s)
	_, err = s.MergeLabels(t.Context(), SupportedID, DisputedID)
	expectError(t, err, db.ErrInvalid, "every workspace has")
	_, err = s.MergeLabels(t.Context(), DisputedID, DisputedID)
	expectError(t, err, db.ErrInvalid, "into itself")
	_, err = s.MergeLabels(t.Context(), satire.ID, DisputedID)
	expectError(t, err, db.ErrNotFound, "label")
}

// What somebody else still says with a label that was merged into another counts for that one.
func TestMergedLabelsMeetOtherWorkspaces(t *testing.T) {
	s, claims := deskWithClaims(t)
	satire, rumour := addLabel(t, s, "Satire"), addLabel(t, s, "Rumour")
	do(t, s.SetLabel(t.Context(), satire.ID, claims[0].ID))
	there := handOver(t, s, "ben", merge.Packing{})
	_, err := s.MergeLabels(t.Context(), satire.ID, rumour.ID)
	do(t, err)
	fresh := addLabel(t, s, "Satire")
	do(t, there.SetLabel(t.Context(), satire.ID, claims[1].ID))
	renamed := labelOfName(t, there, "Satire")
	renamed.Guideline = "Only where it says so."
	do(t, there.EditLabel(t.Context(), renamed))
	mergeInto(t, s, there)
	for _, c := range claims[:2] {
		is, err := s.Claim(t.Context(), c.ID)
		if do(t, err); is.LabelID != rumour.ID {
			t.Errorf("%q has the label %s", is.Quote, is.LabelID)
		}
	}
	if got := labelNames(t, s); !slices.Contains(got, "Satire") || slices.Contains(got, "Satire (2)") || labelOfName(t, s, "Satire").ID != fresh.ID {
		t.Errorf("the labels are %q", got)
	}
	if got := conflictsIn(t, s); len(got) != 0 {
		t.Errorf("conflicts: %+v", got)
	}
	wantSound(t, s)
	mergeInto(t, there, s)
	if got := labelNames(t, there); !slices.Equal(got, labelNames(t, s)) {
		t.Errorf("there the labels are %q, here %q", got, labelNames(t, s))
	}
	for _, c := range claims[:2] {
		is, err := there.Claim(t.Context(), c.ID)
		if do(t, err); is.LabelID != rumour.ID {
			t.Errorf("there %q has the label %s", is.Quote, is.LabelID)
		}
	}
	wantSound(t, there)
}

// Two who merge two labels into each other have one of them; a merge of labels that is undone is so everywhere.
func TestMergedLabelsBothWays(t *testing.T) {
	s, claims := deskWithClaims(t)
	satire, rumour := addLabel(t, s, "Satire"), addLabel(t, s, "Rumour")
	do(t, s.SetLabel(t.Context(), satire.ID, claims[0].ID))
	do(t, s.SetLabel(t.Context(), rumour.ID, claims[1].ID))
	there := handOver(t, s, "ben", merge.Packing{})
	_, err := s.MergeLabels(t.Context(), satire.ID, rumour.ID)
	do(t, err)
	_, err = there.MergeLabels(t.Context(), rumour.ID, satire.ID)
	do(t, err)
	mergeInto(t, s, there)
	mergeInto(t, there, s)
	for _, in := range []*Store{s, there} {
		wantSound(t, in)
		for _, c := range claims[:2] {
			is, err := in.Claim(t.Context(), c.ID)
			if do(t, err); is.LabelID != min(satire.ID, rumour.ID) {
				t.Errorf("%q has the label %s", is.Quote, is.LabelID)
			}
		}
		if got := len(labelNames(t, in)); got != 4 {
			t.Errorf("%d labels: %q", got, labelNames(t, in))
		}
	}
}

func TestUndoneMergeOfLabelsIsSoEverywhere(t *testing.T) {
	s, claims := deskWithClaims(t)
	satire, rumour := addLabel(t, s, "Satire"), addLabel(t, s, "Rumour")
	do(t, s.SetLabel(t.Context(), satire.ID, claims[0].ID))
	_, err := s.MergeLabels(t.Context(), satire.ID, rumour.ID)
	do(t, err)
	there := handOver(t, s, "ben", merge.Packing{})
	_, err = s.Undo(t.Context())
	do(t, err)
	mergeInto(t, there, s)
	if got := labelNames(t, there); !slices.Equal(got, labelNames(t, s)) {
		t.Errorf("there the labels are %q, here %q", got, labelNames(t, s))
	}
	if is, err := there.Claim(t.Context(), claims[0].ID); err != nil || is.LabelID != satire.ID {
		t.Errorf("there the claim has the label %s, %v", is.LabelID, err)
	}
	wantSound(t, there)
	mergeInto(t, s, there)
	if is, err := s.Claim(t.Context(), claims[0].ID); err != nil || is.LabelID != satire.ID {
		t.Errorf("here the claim has the label %s, %v", is.LabelID, err)
	}
	wantSound(t, s)
}
