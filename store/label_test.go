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

// Labels that two sides made under one name are one after a merge, and a table's labels are those that are there.
func TestLabelsMeetHoweverTheirNameIsWritten(t *testing.T) {
	base, _, c := annsDesk(t)
	for i, name := range sameNames[1:] {
		ann, ben := fork(t, base, fmt.Sprint("ann", i)), fork(t, base, fmt.Sprint("ben", i))
		_, err := ann.AddLabel(t.Context(), Label{Name: sameNames[0], Meaning: "none"})
		do(t, err)
		theirs, err := ben.AddLabel(t.Context(), Label{Name: name, Meaning: "none"})
		do(t, err)
		do(t, ben.SetLabel(t.Context(), theirs.ID, c.ID))
		before, err := ann.Labels(t.Context())
		do(t, err)
		mergeInto(t, ann, ben)
		after, err := ann.Labels(t.Context())
		do(t, err)
		if len(after) != len(before) {
			t.Errorf("%q and %q stay two: %+v", sameNames[0], name, after)
		}
		if again := mergeInto(t, ann, ben); again.Changed {
			t.Errorf("%q, again: %+v", name, again)
		}
	}
	s := create(t)
	addText(t, s, "T", "one two three")
	var rows []ImportedClaim
	for i, name := range append(sameNames, "Not  enough  info", "not enough\u00a0info\u200b") {
		rows = append(rows, ImportedClaim{Line: i + 2, DocumentTitle: "T", Start: i, End: i + 1, Label: name, Quote: "one two three"[i : i+1]})
	}
	rows[3].Start, rows[3].End, rows[3].Quote, rows[7].Start, rows[7].End, rows[7].Quote = 9, 10, "h", 10, 11, "r"
	report, err := s.ImportClaims(t.Context(), rows, ImportOptions{})
	if err != nil || len(report.NewLabels) != 1 || report.Added != len(rows) {
		t.Errorf("%+v, %v", report, err)
	}
}

// What an earlier version let have one name stays two, in a merge too, and can be edited.
func TestTwoLabelsOfOneNameStayTwo(t *testing.T) {
	base, _, _ := annsDesk(t)
	for _, name := range []string{"a", "b"} {
		_, err := base.AddLabel(t.Context(), Label{Name: "Some name " + name, Meaning: "none"})
		do(t, err)
	}
	twins := fork(t, base, "twins")
	all, err := twins.Labels(t.Context())
	do(t, err)
	for i, l := range all[len(all)-2:] { // as an earlier version wrote it
		after := l
		after.Name = []string{"Some name", "Some  name"}[i]
		_, err := twins.write(t.Context(), ChangeDo, "Edit label", func(w *transaction) error { return w.Save(db.Labels, l.row(), after.row()) })
		do(t, err)
		all[len(all)-2+i] = after
	}
	mergeInto(t, base, twins)
	mergeInto(t, twins, base)
	for _, s := range []*Store{base, twins} {
		got, err := s.Labels(t.Context())
		do(t, err)
		if len(got) != len(all) || got[len(got)-2].Name != "Some name" || got[len(got)-1].Name != "Some  name" {
			t.Errorf("%+v", got)
		}
	}
	last := all[len(all)-1]
	last.Guideline = "When it is the right one."
	do(t, twins.EditLabel(t.Context(), last))
	addText(t, twins, "U", "one two three")
	report, err := twins.ImportClaims(t.Context(), []ImportedClaim{{Line: 2, DocumentTitle: "U", Start: 0, End: 3, Quote: "one", Label: "Some  name"}}, ImportOptions{})
	if err != nil || len(report.NewLabels) != 0 {
		t.Errorf("%+v, %v", report, err)
	}
}
