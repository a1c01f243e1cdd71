package app

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"factmark/app/labelset"
	"factmark/app/ui/dialogs"
	"factmark/store"
	"factmark/widgets/chip"
	"factmark/widgets/docview"
)

// labelList is the list in the window of the label set.
func (b *bench) labelList() *dialogs.RowList {
	b.t.Helper()
	for _, o := range test.LaidOutObjects(b.modal().Popup) {
		if l, is := o.(*dialogs.RowList); is {
			return l
		}
	}
	b.t.Fatal("there is no list of labels")
	return nil
}

// chooseLabelRow chooses a label in the window of the label set by its name.
func (b *bench) chooseLabelRow(name string) {
	b.t.Helper()
	i := slices.IndexFunc(b.Workspace.Labels, func(l store.Label) bool { return l.Name == name })
	if i < 0 {
		b.t.Fatalf("there is no label %s", name)
	}
	b.labelList().Select(i)
}

// labelField is a field of the window of the label set by its hint, the n-th of them.
func (b *bench) labelField(hint string, n int) *dialogs.KeyEntry {
	b.t.Helper()
	for _, f := range fieldsOf(b.modal().Popup.Content) {
		if e, is := f.(*dialogs.KeyEntry); is && e.PlaceHolder == hint {
			if n == 0 {
				return e
			}
			n--
		}
	}
	b.t.Fatalf("there is no field %q", hint)
	return nil
}

// press taps a button of the dialog in front.
func (b *bench) pressButton(text string) {
	b.t.Helper()
	for _, o := range test.LaidOutObjects(b.modal().Popup) {
		if button, is := o.(*dialogs.KeyButton); is && button.Text == text {
			if button.Disabled() {
				b.t.Fatalf("the button %s cannot be pressed", text)
			}
			test.Tap(button)
			return
		}
	}
	b.t.Fatalf("there is no button %s", text)
}

func (b *bench) storedLabels() []store.Label {
	b.t.Helper()
	all, err := b.Workspace.Store.Labels(context.Background())
	if err != nil {
		b.t.Fatal(err)
	}
	return all
}

// namesAndKeys gives the labels as the file has them: key and name, ~ before a retired one.
func (b *bench) wantLabels(want ...string) {
	b.t.Helper()
	var got []string
	for _, l := range b.storedLabels() {
		name := l.Key + " " + l.Name
		if l.Retired {
			name = "~" + name
		}
		got = append(got, name)
	}
	if !slices.Equal(got, want) {
		b.t.Errorf("the file has the labels %q, want %q", got, want)
	}
}

func (b *bench) ctrlArrow(o fyne.Shortcutable, key fyne.KeyName) {
	o.TypedShortcut(&desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierShortcutDefault})
}

func TestLabelsAreReordered(t *testing.T) {
	b := newBench(t, first)
	b.ShowLabels()
	b.chooseLabelRow("Disputed")
	b.ctrlArrow(b.labelList(), fyne.KeyUp)
	b.wantLabels("D Disputed", "S Supported", "N Not enough info")
	if got := b.labelList().Chosen; got != 0 {
		t.Errorf("row %d is chosen, and not the label that was moved", got)
	}
	b.ctrlArrow(b.labelList(), fyne.KeyUp)
	b.pressButton("Move down")
	b.pressButton("Move down")
	b.wantLabels("S Supported", "N Not enough info", "D Disputed")
	b.ctrlArrow(b.labelList(), fyne.KeyDown)
	b.wantLabels("S Supported", "N Not enough info", "D Disputed")
	b.Workspace.Undo()
	b.wantLabels("S Supported", "D Disputed", "N Not enough info")
	b.modal().Typed(fyne.KeyEscape)
	if len(b.Modals) != 0 {
		t.Error("it asks, though nothing was typed")
	}
}

func TestAKeyOfALabelIsChangedOrSwapped(t *testing.T) {
	b := newBench(t, lines)
	b.ShowLabels()
	b.chooseLabelRow("Disputed")
	b.labelField("None", 0).SetText("s")
	if !strings.Contains(b.said(), "Supported has the key S now. The two labels swap keys when you save.") {
		t.Errorf("nothing is said of the conflict: %s", b.said())
	}
	b.modal().Accept()
	b.wantLabels("D Supported", "S Disputed", "N Not enough info")
	b.send("Ctrl+Home", "Shift+Down", "S")
	if got := b.stored(); len(got) != 1 || got[0].LabelID != store.DisputedID {
		t.Errorf("the key gives %+v", got)
	}
	if row := b.keyRows()[0]; !slices.Equal(row.keys, []string{"D"}) || row.does != "Supported" {
		t.Errorf("the Keys window says %+v", row)
	}
	b.Workspace.Undo()
	b.Workspace.Undo()
	b.wantLabels("S Supported", "D Disputed", "N Not enough info")
	b.ShowLabels()
	b.labelField("Name of the label", 0).SetText("Misleading")
	b.labelField("Chosen automatically", 0).SetText("s")
	if !strings.Contains(b.said(), "Supported has the key S now, and loses it when you save.") {
		t.Errorf("nothing is said of the key that a new label takes: %s", b.said())
	}
	b.modal().Accept()
	b.wantLabels(" Supported", "D Disputed", "N Not enough info", "S Misleading")
	b.Workspace.Undo()
	for _, taken := range []string{"C", "c", "G", "A", "Z", "+", "ab"} {
		b.ShowLabels()
		b.chooseLabelRow("Disputed")
		b.labelField("None", 0).SetText(taken)
		b.modal().Accept()
		if len(b.Modals) != 1 {
			t.Fatalf("the key %q is taken", taken)
		}
		b.modal().Close()
	}
	b.wantLabels("S Supported", "D Disputed", "N Not enough info")
	b.ShowLabels()
	b.chooseLabelRow("Disputed")
	b.labelField("None", 0).SetText("ä")
	b.modal().Accept()
	b.wantLabels("S Supported", "Ä Disputed", "N Not enough info")
	b.send("Ctrl+Home", "Shift+Down")
	b.type_("ä")
	if got := b.stored(); len(got) != 1 || got[0].LabelID != store.DisputedID {
		t.Errorf("the key ä gives %+v", got)
	}
}

// What is typed of several labels is saved in one action.
func TestSeveralLabelsAreEditedAtOnce(t *testing.T) {
	b := newBench(t, first)
	b.ShowLabels()
	b.chooseLabelRow("Supported")
	b.labelField("Name of the label", 0).SetText("True")
	b.labelField("No rating (1 is worst)", 0).SetText("3")
	b.chooseLabelRow("Disputed")
	b.labelField("#RRGGBB", 0).SetText("#a61e4d")
	b.labelList().Select(3)
	b.labelField("Name of the label", 0).SetText("Satire")
	b.modal().Accept()
	b.wantLabels("S True", "D Disputed", "N Not enough info", "1 Satire")
	all := b.storedLabels()
	if all[0].Rating != 3 || all[1].Light != "#A61E4D" || all[1].Dark != "#F59E6C" || all[3].Meaning != "none" || all[3].Light == "" {
		t.Errorf("stored are %+v", all)
	}
	b.Workspace.Undo()
	b.wantLabels("S Supported", "D Disputed", "N Not enough info")
}

func TestALabelIsRetired(t *testing.T) {
	b := newBench(t, lines)
	b.send("Ctrl+Home", "Shift+Down", "D", "Ctrl+End")
	b.ShowLabels()
	b.chooseLabelRow("Disputed")
	b.pressButton("Retire")
	b.wantLabels("S Supported", "~ Disputed", "N Not enough info")
	b.modal().Typed(fyne.KeyEscape)
	b.send("Ctrl+Home", "Down", "Shift+Down", "D")
	if got := b.stored(); len(got) != 1 || got[0].LabelID != store.DisputedID {
		t.Errorf("a retired label is given, or lost its claims: %+v", got)
	}
	b.send(".")
	if got := b.stored(); len(got) != 1 {
		t.Errorf("the dot gives a retired label: %+v", got)
	}
	for _, item := range b.labelMenu.Items[:2] {
		if strings.HasPrefix(item.Label, "Disputed") {
			t.Error("the menu offers it")
		}
	}
	var bar []string
	for _, o := range b.panes.document.Bar.Row.Objects {
		bar = append(bar, o.(*chip.Chip).Text)
	}
	if slices.Contains(bar, "Disputed") || !slices.Contains(bar, "Supported") {
		t.Errorf("the bar at the selection offers %q", bar)
	}
	var chips []string
	for _, o := range b.panes.claims.Chips.Objects {
		chips = append(chips, o.(*chip.Chip).Text)
	}
	if !slices.Contains(chips, "Disputed") {
		t.Errorf("its claims cannot be filtered: %q", chips)
	}
	b.ChooseLabel("", func(string) {})
	for _, o := range test.LaidOutObjects(b.modal().Popup) {
		if row, is := o.(*chip.Chip); is && row.Text == "Disputed" {
			t.Error("the chooser offers it")
		}
	}
	b.modal().Close()
	b.ShowLabels()
	b.chooseLabelRow("Disputed")
	b.pressButton("Restore")
	b.wantLabels("S Supported", "D Disputed", "N Not enough info")
}

func TestLabelsAreMerged(t *testing.T) {
	b := newBench(t, lines)
	own, err := b.Workspace.Store.AddLabel(context.Background(), store.Label{Name: "Satire", Meaning: "none"})
	if err != nil {
		t.Fatal(err)
	}
	b.send("Ctrl+Home", "Shift+Down", "1", "Shift+Down", "1")
	b.ShowLabels()
	b.chooseLabelRow("Satire")
	b.pressButton("Merge…")
	if !strings.Contains(b.said(), "Its 2 claims, and the review decisions") {
		t.Errorf("it says %s", b.said())
	}
	b.typeIn("dis")
	b.modal().Accept()
	if got := b.stored(); len(got) != 2 || got[0].LabelID != store.DisputedID || got[1].LabelID != store.DisputedID {
		t.Errorf("the claims are %+v", got)
	}
	b.wantLabels("S Supported", "D Disputed", "N Not enough info")
	b.Workspace.Undo()
	if got := b.stored(); len(got) != 2 || got[0].LabelID != own.ID || len(b.Workspace.Labels) != 4 {
		t.Errorf("after undo the claims are %+v", got)
	}
}

func TestAnUnusedLabelIsDeleted(t *testing.T) {
	b := newBench(t, lines)
	for _, name := range []string{"Satire", "Rumour"} {
		if _, err := b.Workspace.Store.AddLabel(context.Background(), store.Label{Name: name, Meaning: "none"}); err != nil {
			t.Fatal(err)
		}
	}
	b.send("Ctrl+Home", "Shift+Down", "1")
	b.ShowLabels()
	list := b.labelList()
	for _, name := range []string{"Satire", "Supported", "Rumour"} {
		b.chooseLabelRow(name)
		list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDelete})
	}
	b.wantLabels("S Supported", "D Disputed", "N Not enough info", "1 Satire")
	b.chooseLabelRow("Satire")
	b.pressButton("Delete")
	if got := b.modal().Said.Text; !strings.Contains(got, "1 claim has this label") {
		t.Errorf("of a label in use it says %q", got)
	}
	b.pressButton("Retire")
	if got := b.modal().Said.Text; got != "" {
		t.Errorf("once it is retired it still says %q", got)
	}
	b.pressButton("Delete")
	if got := b.modal().Said.Text; !strings.HasPrefix(got, "1 claim has this label.") {
		t.Errorf("of a retired label in use it says %q", got)
	}
	b.pressButton("Merge…")
	if !strings.Contains(b.said(), "Its 1 claim, and the review decisions") {
		t.Errorf("before one claim is merged it says %s", b.said())
	}
	b.modal().Close()
	b.Workspace.Undo()
	b.Workspace.Undo()
	b.wantLabels("S Supported", "D Disputed", "N Not enough info", "1 Satire", "2 Rumour")
}

func TestReadySetsAndFilesOfLabels(t *testing.T) {
	b := newBench(t, first)
	b.ShowLabels()
	b.pressButton("Ready-made sets…")
	if said := b.said(); !strings.Contains(said, "Will be added: Supports") || !strings.Contains(said, "You already have Not enough info, which won't be changed") {
		t.Errorf("before anything is done it says %s", said)
	}
	b.modal().Accept()
	b.wantLabels("S Supported", "D Disputed", "N Not enough info", "1 Supports", "2 Refutes")
	b.pressButton("Save as set…")
	path := filepath.Join(t.TempDir(), "mine"+labelset.Extension)
	b.modal().Focus.(*dialogs.KeyEntry).SetText(path)
	b.modal().Accept()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	s, err := labelset.Read(content)
	if err != nil || len(s.Labels) != 5 || s.Labels[3].Guideline == "" {
		t.Errorf("saved is %+v, %v", s, err)
	}
	b.Workspace.Undo()
	b.wantLabels("S Supported", "D Disputed", "N Not enough info")
	b.pressButton("Open set…")
	for file, says := range map[string]string{"": "Enter the path of a file.", "/no/such/file": "/no/such/file", b.file("bad.json", `{"factmark_label_set":1,"name":"x","labels":[{"name":"A","meaning":"wrong"}]}`): "label 1 (A)"} {
		b.modal().Focus.(*dialogs.KeyEntry).SetText(file)
		b.modal().Accept()
		if !strings.Contains(b.said(), says) || len(b.Modals) != 2 {
			t.Errorf("of %q it says %s", file, b.said())
		}
	}
	b.modal().Focus.(*dialogs.KeyEntry).SetText(path)
	b.modal().Accept()
	if !strings.Contains(b.said(), "Will be added: Supports") {
		t.Errorf("of the file it says %s", b.said())
	}
	b.modal().Accept()
	b.wantLabels("S Supported", "D Disputed", "N Not enough info", "1 Supports", "2 Refutes")
}

// The window says what a label's look lacks, and shows it on both pages.
func TestTheLookOfALabelIsChecked(t *testing.T) {
	b := newBench(t, first)
	b.ShowLabels()
	b.chooseLabelRow("Disputed")
	if said := b.said(); strings.Contains(said, "the contrast is") || strings.Contains(said, "it looks like") || !strings.Contains(said, "FEVER: REFUTES · AVeriTeC: Refuted · ClaimReview: 1 of 3") {
		t.Errorf("of a good look it says %s", said)
	}
	b.labelField("#RRGGBB", 0).SetText("#EEEEEE")
	if said := b.said(); !strings.Contains(said, "Its underline is hard to see on the light page: the contrast is 1.1 : 1, and should be 3.0 : 1.") {
		t.Errorf("of a faint colour it says %s", said)
	}
	var samples []*docview.Sample
	for _, o := range test.LaidOutObjects(b.modal().Popup) {
		if s, is := o.(*docview.Sample); is {
			samples = append(samples, s)
		}
	}
	if len(samples) != 2 || samples[0].Page == samples[1].Page || samples[0].Colour != dialogs.Rgb(0xEEEEEE) || samples[1].Colour != dialogs.Rgb(0xF59E6C) {
		t.Errorf("%d samples", len(samples))
	}
	b.labelField("#RRGGBB", 0).SetText("#0072B2")
	b.labelField("#RRGGBB", 1).SetText("#56B4E9")
	selectIn(b, "solid")
	if said := b.said(); !strings.Contains(said, "It looks like Supported, which has the same pattern") {
		t.Errorf("of a look that another has it says %s", said)
	}
	b.labelField("#RRGGBB", 0).SetText("#5A4FCF") // unlike blue but to the blue-blind and others
	selectIn(b, "dotted")
	if said := b.said(); strings.Contains(said, "It looks like Supported") {
		t.Errorf("with another pattern it says %s", said)
	}
}

// selectIn chooses an option of the choice that has it in the dialog in front.
func selectIn(b *bench, option string) {
	b.t.Helper()
	for _, o := range test.LaidOutObjects(b.modal().Popup) {
		if s, is := o.(*dialogs.KeySelect); is && slices.Contains(s.Options, option) {
			s.SetSelected(option)
			return
		}
	}
	b.t.Fatalf("nothing offers %s", option)
}

// No two labels that the program makes or brings are taken for one another, or are too faint: this would be said of them.
func TestLabelsOfTheProgramAreToldApart(t *testing.T) {
	b := newBench(t, first)
	for range 9 {
		b.ShowLabels()
		b.modal().Focus.(*dialogs.KeyEntry).SetText("Label " + string(rune('A'+len(b.Workspace.Labels))))
		b.modal().Accept()
	}
	b.ShowLabels()
	for _, l := range b.Workspace.Labels {
		b.chooseLabelRow(l.Name)
		if said := b.said(); strings.Contains(said, "the contrast is") || strings.Contains(said, "It looks like") {
			t.Errorf("of %s (%s %s %s): %s", l.Name, l.Light, l.Dark, l.Pattern, said)
		}
	}
}

func TestLabelsAreOnlyReadInAReview(t *testing.T) {
	b := newBench(t, lines)
	b.send("Ctrl+Home", "Shift+Down", "S")
	b.Workspace.Reviewing = true
	b.ShowLabels()
	for _, o := range test.LaidOutObjects(b.modal().Popup) {
		switch o.(type) {
		case *dialogs.KeyEntry, *widget.Entry, *dialogs.KeySelect:
			t.Errorf("there is a field: %T", o)
		}
	}
	b.modal().Close()
	b.Workspace.Reviewing = false
}

func TestUndoneAndChangedElsewhereInTheWindowOfLabels(t *testing.T) {
	b := newBench(t, first)
	b.ShowLabels()
	b.chooseLabelRow("Disputed")
	b.labelField("Name of the label", 0).SetText("Refuted")
	l := b.storedLabels()[1]
	l.Light, l.Guideline = "#A61E4D", "By somebody else"
	if err := b.Workspace.Store.EditLabel(context.Background(), l); err != nil {
		t.Fatal(err)
	}
	if got := b.labelField("Name of the label", 0).Text; got != "Refuted" {
		t.Errorf("what was typed is gone: %q", got)
	}
	b.modal().Accept()
	if got := b.storedLabels()[1]; got.Name != "Refuted" || got.Light != "#A61E4D" || got.Guideline != "By somebody else" {
		t.Errorf("stored is %+v", got)
	}
}
