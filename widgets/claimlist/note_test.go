package claimlist

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
)

// kept is what OnNote was told.
type kept struct {
	index int
	id    string
	note  string
}

// listen collects what the list tells of notes.
func listen(l *List) (notes *[]kept) {
	notes = new([]kept)
	l.OnNote = func(i int, id, note string) { *notes = append(*notes, kept{i, id, note}) }
	return notes
}

func TestEnterKeepsTheNote(t *testing.T) {
	l, w := shown(t, 10)
	notes := listen(l)
	l.SetCurrent(3)
	l.TypedKey(&fyne.KeyEvent{Name: fyne.KeyF2})
	entry := l.note.entry
	if w.Canvas().Focused() != entry {
		t.Fatalf("F2 gave the keyboard to %T", w.Canvas().Focused())
	}
	test.Type(entry, " We")
	entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if want := []kept{{3, "claim-3", "Ask. We"}}; !slices.Equal(*notes, want) {
		t.Errorf("notes %v, want %v", *notes, want)
	}
	if w.Canvas().Focused() != l || l.note != nil {
		t.Errorf("after Enter the keyboard is with %T", w.Canvas().Focused())
	}
}

func TestEscapeKeepsTheNote(t *testing.T) {
	l, w := shown(t, 10)
	notes := listen(l)
	l.EditNote(3)
	entry := l.note.entry
	test.Type(entry, "!")
	entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if len(*notes) != 1 || !strings.HasSuffix((*notes)[0].note, "!") {
		t.Errorf("Escape kept %v", *notes)
	}
	if w.Canvas().Focused() != l {
		t.Errorf("after Escape the keyboard is with %T", w.Canvas().Focused())
	}
}

func TestLosingTheKeyboardKeepsTheNote(t *testing.T) {
	for name, lose := range map[string]func(*List, fyne.Window){
		"a click on a card":         func(l *List, _ fyne.Window) { test.TapAt(l, inQuote(l, 1)) },
		"the window goes back":      func(l *List, _ fyne.Window) { l.note.entry.FocusLost() },
		"another note is edited":    func(l *List, _ fyne.Window) { l.EditNote(1) },
		"the keyboard goes nowhere": func(_ *List, w fyne.Window) { w.Canvas().Unfocus() },
	} {
		t.Run(name, func(t *testing.T) {
			l, w := shown(t, 10)
			notes := listen(l)
			l.EditNote(3)
			test.Type(l.note.entry, "!")
			lose(l, w)
			if want := []kept{{3, "claim-3", "Ask.!"}}; !slices.Equal(*notes, want) {
				t.Errorf("notes %v, want %v", *notes, want)
			}
		})
	}
}

func TestAnUnchangedNoteIsNotTold(t *testing.T) {
	l, _ := shown(t, 10)
	notes := listen(l)
	l.EditNote(3)
	l.note.entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	l.EditNote(3)
	l.note.entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if len(*notes) != 0 {
		t.Errorf("nothing was typed, and the list told of %v", *notes)
	}
}

func TestANoteMayHaveLines(t *testing.T) {
	l, _ := shown(t, 10)
	notes := listen(l)
	l.EditNote(3)
	entry := l.note.entry
	entry.KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	entry.KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	test.Type(entry, "Soon.")
	entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if want := []kept{{3, "claim-3", "Ask.\nSoon."}}; !slices.Equal(*notes, want) {
		t.Errorf("notes %+v, want %+v", *notes, want)
	}
}

// A reload, or a filter, in the middle of an edit must not cost what was typed.
func TestAnEditSurvivesOtherCards(t *testing.T) {
	l, w := shown(t, 10)
	notes := listen(l)
	l.EditNote(3)
	entry := l.note.entry
	test.Type(entry, "!")
	deck(l, append([]int{100, 101}, count(0, 10)...))
	if l.note == nil || l.note.index != 5 || w.Canvas().Focused() != entry {
		t.Fatal("two cards put in above ended the edit")
	}
	if want := inCard(l, 5, 0, 0).Y; l.note.frame.Position().Y < want || l.note.frame.Position().Y > want+float32(l.height(5)) {
		t.Errorf("the editor is at %v, its card at %v", l.note.frame.Position().Y, want)
	}
	deck(l, count(4, 10))
	if want := []kept{{-1, "claim-3", "Ask.!"}}; !slices.Equal(*notes, want) {
		t.Errorf("the card went, and the list told of %v, want %v", *notes, want)
	}
}

func TestASecondClickOnTheNoteEditsIt(t *testing.T) {
	l, _ := shown(t, 10)
	test.TapAt(l, inNote(l, 3))
	if l.note != nil {
		t.Error("a click on the note of another card edits it, want it only chosen")
	}
	test.TapAt(l, inNote(l, 3))
	if l.note == nil || l.note.index != 3 {
		t.Error("a click on the note of the current card does not edit it")
	}
	l.KeepNote()
	test.TapAt(l, inQuote(l, 1))
	test.TapAt(l, inNote(l, 1)) // the offer to add one
	if l.note == nil || l.note.index != 1 {
		t.Error("a click on the offer to add a note does nothing")
	}
}

// A window that comes to the front again gives the keyboard to what had it: the entry of a finished edit.
func TestAFinishedEditGivesTheKeyboardBack(t *testing.T) {
	l, w := shown(t, 10)
	l.EditNote(3)
	entry := l.note.entry
	entry.FocusLost()
	entry.FocusGained()
	if w.Canvas().Focused() != l {
		t.Errorf("the keyboard is with %T", w.Canvas().Focused())
	}
}

func TestTheEditorIsWhollyInView(t *testing.T) {
	l, _ := shown(t, 100)
	for _, i := range []int{99, 0, 5, 50} {
		l.EditNote(i)
		if y := l.note.frame.Position().Y; y < 0 || y+l.note.frame.Size().Height > l.Size().Height {
			t.Errorf("the editor of card %d is from %v to %v of %v", i, y, y+l.note.frame.Size().Height, l.Size().Height)
		}
	}
}
