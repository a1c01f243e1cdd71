package store

import (
	"fmt"
	"testing"

	"factmark/store/internal/db"
)

func TestBuiltInLabels(t *testing.T) {
	s := create(t)
	all, err := s.Labels(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	want := []Label{
		{ID: SupportedID, Name: "Supported", Meaning: "supported", Key: "S", Letter: "S", Light: "#0072B2", Dark: "#56B4E9", Pattern: "solid", Position: 1},
		{ID: DisputedID, Name: "Disputed", Meaning: "disputed", Key: "D", Letter: "D", Light: "#C2410C", Dark: "#F59E6C", Pattern: "double", Position: 2},
		{ID: NotEnoughInfoID, Name: "Not enough info", Meaning: "unclear", Key: "N", Letter: "N", Light: "#7A6A00", Dark: "#E6C84F", Pattern: "dotted", Position: 3},
	}
	if len(all) != len(want) {
		t.Fatalf("there are %d labels", len(all))
	}
	for i := range want {
		if all[i] != want[i] {
			t.Errorf("label %d is %+v, want %+v", i, all[i], want[i])
		}
	}
}

func TestAddLabel(t *testing.T) {
	s := create(t)
	first, err := s.AddLabel(t.Context(), Label{Name: "Satire", Meaning: "none"})
	if err != nil {
		t.Fatal(err)
	}
	if first.ID == "" || first.Key != "1" || first.Letter != "A" || first.Pattern == "" || !colour.MatchString(first.Light) || !colour.MatchString(first.Dark) || first.Position != 4 {
		t.Errorf("chosen: %+v; S is taken, so A", first)
	}
	looks := map[string]bool{first.Light: true}
	for i := 2; i <= 10; i++ {
		l, err := s.AddLabel(t.Context(), Label{Name: fmt.Sprintf("标签 %d", i), Meaning: "unclear"})
		if err != nil {
			t.Fatal(err)
		}
		if want := map[bool]string{true: fmt.Sprint(i), false: ""}[i <= 9]; l.Key != want {
			t.Errorf("label %d has key %q, want %q", i, l.Key, want)
		}
		if l.Letter == "" {
			t.Errorf("label %d has no letter", i)
		}
		looks[l.Light] = true
	}
	if len(looks) != len(ownLook) {
		t.Errorf("%d colours for ten labels, want all %d", len(looks), len(ownLook))
	}
	all, err := s.Labels(t.Context())
	if err != nil || len(all) != 13 || all[3] != first {
		t.Errorf("Labels() = %d labels, %v", len(all), err)
	}
	for _, test := range []struct {
		l    Label
		says string
	}{
		{Label{Name: " ", Meaning: "none"}, "name"},
		{Label{Name: "sUPPORTED", Meaning: "none"}, "Supported already"},
		{Label{Name: "X", Meaning: "wrong"}, "meaning"},
		{Label{Name: "X", Meaning: "none", Key: "s"}, "key S"},
		{Label{Name: "X", Meaning: "none", Key: "no"}, "one key"},
		{Label{Name: "X", Meaning: "none", Light: "red"}, "#RRGGBB"},
		{Label{Name: "X", Meaning: "none", Pattern: "striped"}, "pattern"},
		{Label{Name: "X\xff", Meaning: "none"}, "name"},
	} {
		_, err := s.AddLabel(t.Context(), test.l)
		expectError(t, err, db.ErrInvalid, test.says)
	}
}

func TestEditLabel(t *testing.T) {
	s := create(t)
	l, err := s.AddLabel(t.Context(), Label{Name: "Satire", Meaning: "none"})
	if err != nil {
		t.Fatal(err)
	}
	l.Name, l.Key, l.Light = "Parody", "p", "#123456"
	if err := s.EditLabel(t.Context(), l); err != nil {
		t.Fatal(err)
	}
	all, err := s.Labels(t.Context())
	if err != nil || all[3] != l {
		t.Errorf("%+v, %v; want %+v", all[3], err, l)
	}
	l.Key = "D"
	expectError(t, s.EditLabel(t.Context(), l), db.ErrInvalid, "Disputed")
	l.ID = "x"
	expectError(t, s.EditLabel(t.Context(), l), db.ErrNotFound, "label")
}

// sameNames are ways of writing one label's name that nobody can tell apart, or that programs make of it.
var sameNames = []string{"Café  noted", "Cafe\u0301 noted", "CAFÉ NOTED", " Café\u00a0noted ", "Café\u200b noted\ufeff", "Ca\u00adfé\t noted", "Café\u2003noted\ufe0f"}

func TestNamesOfOneLabel(t *testing.T) {
	for _, name := range sameNames {
		if !SameLabelName(name, sameNames[0]) {
			t.Errorf("%q and %q are two", name, sameNames[0])
		}
	}
	for a, b := range map[string]string{"Cafe noted": "Café noted", "Cafénoted": "Café noted", "A-B": "A B", "ı": "i", "": "x", "ﬁ": "x"} {
		if SameLabelName(a, b) {
			t.Errorf("%q and %q are one", a, b)
		}
	}
	if !SameLabelName("STRASSE σας", "Straße ΣΑΣ") {
		t.Error("case is not folded")
	}
	s := create(t)
	first, err := s.AddLabel(t.Context(), Label{Name: sameNames[0], Meaning: "none"})
	do(t, err)
	other, err := s.AddLabel(t.Context(), Label{Name: "Other", Meaning: "none"})
	do(t, err)
	for _, name := range sameNames[1:] {
		_, err := s.AddLabel(t.Context(), Label{Name: name, Meaning: "none"})
		expectError(t, err, db.ErrInvalid, "there is a label")
		edited := other
		edited.Name = name
		expectError(t, s.EditLabel(t.Context(), edited), db.ErrInvalid, "there is a label")
		edited = first
		edited.Name = name
		do(t, s.EditLabel(t.Context(), edited))
	}
	_, err = s.AddLabel(t.Context(), Label{Name: "\u200b", Meaning: "none"})
	expectError(t, err, db.ErrInvalid, "needs a name")
}
