package app

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"factmark/store"
	"factmark/widgets/chip"
)

// shifted types a letter with Shift held, as a keyboard does.
func (b *bench) shifted(r rune) {
	shift := &fyne.KeyEvent{Name: desktop.KeyShiftLeft}
	view := b.panes.document.View
	b.FocusOn(view)
	view.KeyDown(shift)
	view.TypedRune(r)
	view.KeyUp(shift)
}

// dragOver selects with the mouse from one place of the text to another, and gives what was selected before it was let go.
func (b *bench) dragOver(from, to fyne.Position, held fyne.KeyName) (selected string) {
	view := b.panes.document.View
	b.FocusOn(view)
	if held != "" {
		view.KeyDown(&fyne.KeyEvent{Name: held})
		defer view.KeyUp(&fyne.KeyEvent{Name: held})
	}
	press := &desktop.MouseEvent{Button: desktop.MouseButtonPrimary, PointEvent: fyne.PointEvent{Position: from}}
	view.MouseDown(press)
	for _, at := range []fyne.Position{from.AddXY(6, 0), to} {
		view.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: at}})
	}
	selected = view.SelectedText()
	press.Position = to
	view.MouseUp(press)
	view.DragEnd()
	return selected
}

// lineOfText gives the height of a line's middle in the view, which shows the text from its beginning.
func (b *bench) lineOfText(words string) float32 {
	view := b.panes.document.View
	want := len([]rune(b.panes.document.Text[:strings.Index(b.panes.document.Text, words)]))
	for y := float32(4); y < view.Size().Height; y += 4 {
		e := &desktop.MouseEvent{Button: desktop.MouseButtonPrimary, PointEvent: fyne.PointEvent{Position: fyne.NewPos(70, y)}}
		view.MouseDown(e)
		at, _ := view.Selection()
		view.MouseUp(e)
		if at > want && at < want+20 {
			return y + 8
		}
	}
	b.t.Fatalf("%q is not on screen", words)
	return 0
}

func TestEachSelectionIsLabelledAsItIsMade(t *testing.T) {
	b := newBench(t, lines)
	p := b.panes.document
	first, second := b.lineOfText("The first"), b.lineOfText("The second")
	b.shifted('S')
	if !p.Each.Body.Visible() || !strings.Contains(p.Each.Said.Text, "Supported") || b.inWindow(p.Each.Said) == false {
		t.Fatalf("the strip shows: %v, %q", p.Each.Body.Visible(), p.Each.Said.Text)
	}
	quote := b.dragOver(fyne.NewPos(50, first), fyne.NewPos(130, first), "")
	if quote == "" || strings.TrimSpace(quote) != quote {
		t.Fatalf("the drag selects %q", quote)
	}
	b.wantNoted("S " + quote + " / ")
	if start, end := p.View.Selection(); start != end {
		t.Error("the selection stays after it was labelled")
	}

	b.send("Ctrl+Home", "Down", "Home", "Shift+Down") // not before it is finished
	b.wantNoted("S " + quote + " / ")
	b.send("Enter")
	b.wantNoted("S "+quote+" / ", "S The second line of it. / ")
	b.send("Ctrl+Z")
	b.wantNoted("S " + quote + " / ")
	b.send("Ctrl+Shift+Z")

	b.send("Ctrl+Home", "Down", "Down", "Home", "Shift+End")
	b.shifted('D') // another label; what is selected is given it
	b.wantNoted("S "+quote+" / ", "S The second line of it. / ", "D The third line of it. / ")
	if !strings.Contains(p.Each.Said.Text, "Disputed") {
		t.Errorf("the strip says %q", p.Each.Said.Text)
	}
	b.send("Ctrl+End", "Home", "Shift+End", "N") // a label key is for once
	b.wantNoted("S "+quote+" / ", "S The second line of it. / ", "D The third line of it. / ", "N The fourth line of it. / ")

	b.send("Escape")
	if p.Each.Body.Visible() {
		t.Error("the strip stays after Escape")
	}
	before := len(b.stored())
	b.dragOver(fyne.NewPos(50, second), fyne.NewPos(100, second), "")
	if got := len(b.stored()); got != before {
		t.Errorf("%d claims after Escape, before there were %d", got, before)
	}
}

func TestTheLabelOfEachSelectionByTheMouse(t *testing.T) {
	b := newBench(t, lines)
	p := b.panes.document
	y := b.lineOfText("The first")
	b.menuItem("choose-label-each")
	if !p.Each.Body.Visible() {
		t.Fatal("no strip asks for the label")
	}
	for _, o := range p.Each.Chips.Box.Objects {
		if c := o.(*chip.Chip); c.Text == "Disputed" {
			test.Tap(c)
			break
		}
	}
	b.wantFocus("after the label was chosen", p.View)
	quote := b.dragOver(fyne.NewPos(50, y), fyne.NewPos(130, y), "")
	b.wantNoted("D " + quote + " / ")
	b.send("Ctrl+Z")
	part := b.dragOver(fyne.NewPos(50, y), fyne.NewPos(130, y), desktop.KeyAltLeft)
	if part == quote || !strings.Contains(quote, strings.TrimSpace(part)) {
		t.Errorf("with Alt %q is selected, without %q", part, quote)
	}
	b.menuItem("end-label-each")
	if _, is := b.Workspace.LabelEach(); is || p.Each.Body.Visible() {
		t.Error("it goes on after it was ended")
	}
}

// Where claims are only reviewed nothing is labelled by selecting it.
func TestNoSelectionIsLabelledInAReview(t *testing.T) {
	b := reviewBench(t)
	b.shifted('D')
	if _, is := b.Workspace.LabelEach(); !is {
		t.Fatal("the key does nothing")
	}
	b.sitDown(store.ModeOpen, nil)
	if _, is := b.Workspace.LabelEach(); is || b.panes.document.Each.Body.Visible() {
		t.Fatal("selections are labelled in a review")
	}
	b.shifted('S')
	if _, is := b.Workspace.LabelEach(); is {
		t.Error("a key begins it in a review")
	}
}

func TestDragsByCharactersWhereTheUserWantsThem(t *testing.T) {
	b := newBench(t, lines)
	y := b.lineOfText("The first")
	words := b.dragOver(fyne.NewPos(50, y), fyne.NewPos(130, y), "")
	b.menuItem(commandWholeWords)
	letters := b.dragOver(fyne.NewPos(50, y), fyne.NewPos(130, y), "")
	if words == letters || b.Profile.SnapToWords() || b.items[commandWholeWords].Checked {
		t.Errorf("whole words %q, letters %q", words, letters)
	}
	b.menuItem(commandMarginMarks)
	if !b.Profile.MarginMarks() || !b.items[commandMarginMarks].Checked {
		t.Error("the marks in the margin are not kept")
	}
}

// The bar at a selection tells which claim is selected, and marks its label.
func TestTheBarSaysWhatTheSelectionIs(t *testing.T) {
	b := newBench(t, lines)
	bar := b.panes.document.Bar
	marked := func() (names []string) {
		for _, o := range bar.Row.Objects {
			if c := o.(*chip.Chip); c.Selected {
				names = append(names, c.Text)
			}
		}
		return names
	}
	b.send("Ctrl+Home", "Shift+End")
	if bar.Said.Text != "" || len(marked()) > 0 {
		t.Errorf("at what is no claim the bar says %q, marked are %q", bar.Said.Text, marked())
	}
	b.send("D", "Ctrl+Home", "Shift+End")
	if !strings.Contains(bar.Said.Text, "Disputed") || len(marked()) != 1 || marked()[0] != "Disputed" || !bar.Visible() {
		t.Errorf("at a claim the bar says %q, marked are %q", bar.Said.Text, marked())
	}
	b.send("Ctrl+Home", "Shift+Right", "Shift+Right", "Shift+Right")
	if !strings.Contains(bar.Said.Text, "Disputed") || len(marked()) > 0 {
		t.Errorf("within a claim the bar says %q, marked are %q", bar.Said.Text, marked())
	}
	b.send("S")
	if c := b.stored(); len(c) != 2 || c[0].LabelID == store.SupportedID && c[1].LabelID == store.SupportedID {
		t.Errorf("stored: %q", b.noted())
	}
}
