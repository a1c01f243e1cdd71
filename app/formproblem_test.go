package app

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"factmark/app/ui/dialogs"
	reviewui "factmark/app/ui/review"
	"factmark/app/workspace"
	"factmark/store"
	"factmark/widgets/textfield"
)

// A dialog that says what stands against a field does not move, marks the field and gives it the keyboard.
func TestADialogMarksTheFieldAtFault(t *testing.T) {
	open := func(menu ...string) func(*bench) {
		return func(b *bench) { b.send(menu...) }
	}
	for name, c := range map[string]struct {
		open func(*bench)
		hint string // in the field at fault, "" where it has none
		at   int    // which of those with this hint, from the top
		text string // typed into it
	}{
		"claim: confidence":   {open("Ctrl+I"), "0 to 100 %", 0, "much"},
		"claim: date":         {open("Ctrl+I"), dateHint, 0, "soon"},
		"document: title":     {open("Ctrl+Shift+I"), "Title", 0, " "},
		"document: published": {open("Ctrl+Shift+I"), "2025, 2025-02 or 2025-02-10", 0, "soon"},
		"labels: a name":      {func(b *bench) { b.ShowLabels(); b.chooseLabelRow("Disputed") }, "Name of the label", 0, ""},
		"labels: twice":       {func(b *bench) { b.ShowLabels() }, "Name of the label", 0, "disputed"},
		"labels: a key":       {func(b *bench) { b.ShowLabels(); b.chooseLabelRow("Disputed") }, "None", 0, "e"},
		"import":              {open("Ctrl+O"), "", 0, "/no/such/file/" + name200},
		"merge":               {open("Ctrl+Shift+M"), "", 0, ""},
		"open a workspace":    {open("Ctrl+Shift+O"), "", 0, "/no/such/" + name200},
		"new workspace":       {open("Ctrl+N"), "", 0, "/no/such/" + name200},
		"replace text":        {open("Ctrl+R"), "", 0, ""},
		"package":             {open("Ctrl+Shift+E"), pathHint, 0, "/no/such/x"},
		"backups":             {func(b *bench) { b.openPreferences(sectionBackups) }, pathHint, 1, "relative"},
		"people":              {func(b *bench) { b.ShowPeople() }, "(no name)", 1, ""},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, lines)
			b.send("Ctrl+Home", "Shift+Down", "S")
			c.open(b)
			dialog := b.modal()
			all := fieldsOf(dialog.Popup.Content)
			hinted := slices.DeleteFunc(slices.Clone(all), func(f textField) bool { return c.hint != "" && hintOf(f) != c.hint })
			if len(hinted) <= c.at {
				t.Fatalf("%d fields with this hint", len(hinted))
			}
			fault := hinted[c.at]
			size, at := dialog.Popup.Content.MinSize(), positions(all)
			fault.SetText(c.text)
			dialog.Accept()
			if len(b.Modals) != 1 {
				t.Fatalf("%d dialogs", len(b.Modals))
			}
			b.wantFocus("the field at fault", fault)
			if got := dialog.Popup.Content.MinSize(); got != size {
				t.Errorf("the dialog was %v and is %v", size, got)
			}
			for i, p := range positions(all) {
				if p != at[i] {
					t.Errorf("field %d moved from %v to %v", i, at[i], p)
				}
			}
			if frame := frameOf(dialog.Popup.Content, fault); frame == nil || !frame.Visible() {
				t.Error("the field at fault has no outline")
			}
			for i, f := range all {
				if frame := frameOf(dialog.Popup.Content, f); f != fault && frame != nil && frame.Visible() {
					t.Errorf("field %d has an outline too", i)
				}
			}
			if name == "backups" {
				return // looked at with every letter
			}
			fault.TypedRune('x')
			if frame := frameOf(dialog.Popup.Content, fault); frame.Visible() {
				t.Error("the outline stays while the field is mended")
			}
		})
	}
}

const (
	dateHint = "2025, 2025-02 or 2025-02-10; add ? if unsure"
	pathHint = "(none)"
)

// textField is a field of any kind that text is typed into.
type textField interface {
	dialogs.FormField
	SetText(string)
	Undo() // a button has none
}

func hintOf(f textField) string {
	if e, is := f.(*dialogs.KeyEntry); is && e.PlaceHolder != "" {
		return e.PlaceHolder
	}
	if _, is := f.(*textfield.Field); is {
		return "(several lines)"
	}
	return pathHint
}

// name200 is a long name, for a message of more than a line.
const name200 = "a name that is so long that what is said of it does not fit into one line, nor into two of them, but goes on and on until the dialog has to do something about it " +
	"or to grow, and then it moves under the pointer"

func positions(fields []textField) (all []fyne.Position) {
	for _, f := range fields {
		all = append(all, fyne.CurrentApp().Driver().AbsolutePositionForObject(f))
	}
	return all
}

// fieldsOf are the fields of a dialog, from the top.
func fieldsOf(o fyne.CanvasObject) (all []textField) {
	walk(o, nil, func(o fyne.CanvasObject, _ *fyne.Container) {
		if f, is := o.(textField); is {
			all = append(all, f)
		}
	})
	return all
}

// frameOf is the outline of a field, nil where it has none.
func frameOf(o fyne.CanvasObject, field textField) (frame fyne.CanvasObject) {
	walk(o, nil, func(o fyne.CanvasObject, in *fyne.Container) {
		if o != fyne.CanvasObject(field) || in == nil {
			return
		}
		for _, beside := range in.Objects {
			if _, is := beside.(*canvas.Rectangle); is {
				frame = beside
			}
		}
	})
	return frame
}

func walk(o fyne.CanvasObject, in *fyne.Container, f func(fyne.CanvasObject, *fyne.Container)) {
	f(o, in)
	switch o := o.(type) {
	case *fyne.Container:
		for _, inner := range o.Objects {
			walk(inner, o, f)
		}
	case *container.Scroll:
		walk(o.Content, nil, f)
	}
}

func TestASessionSaysOfHowManyOnlyWhereThatIsKnown(t *testing.T) {
	for queued, want := range map[int]string{0: "6 decided · not finished", 1: "6 decided · not finished", 6: "6 of 6 decided · not finished"} {
		if got := reviewui.SessionLine(store.ReviewSession{Mode: store.ModeBlind, Queued: queued, Decided: 6}); got != want {
			t.Errorf("%d in the queue: %q, want %q", queued, got, want)
		}
	}
}

// A badge shows what can be pressed: the key, never the initial of a label that has another key.
func TestBadgesShowKeys(t *testing.T) {
	for _, c := range []struct {
		label store.Label
		want  string
	}{
		{store.Label{ID: "a", Name: "Satire", Letter: "A", Key: "1"}, "1"},
		{store.Label{ID: "b", Name: "Disputed", Letter: "D", Key: "D"}, "D"},
		{store.Label{ID: "c", Name: "Quote", Letter: "Q"}, "•"},
		{workspace.NoLabel, "–"},
	} {
		if got := dialogs.Badge(c.label); got != c.want {
			t.Errorf("%s: %q, want %q", c.label.Name, got, c.want)
		}
	}
	b := newBench(t, lines)
	if _, err := b.Workspace.Store.AddLabel(t.Context(), store.Label{Name: "Satire", Meaning: "none"}); err != nil {
		t.Fatal(err)
	}
	b.send("Ctrl+Home", "Shift+Down", "1")
	if card := b.panes.claims.Card(b.Workspace.Claims[0], b.Workspace.Claims[0].CreatedAt); card.Letter != "1" {
		t.Errorf("the card shows %q", card.Letter)
	}
}
