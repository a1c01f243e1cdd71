package claimlist

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
)

func TestAClickChoosesTheCard(t *testing.T) {
	l, w := shown(t, 100)
	var chosen []int
	l.OnChoose = func(i int) { chosen = append(chosen, i) }
	l.OnLabel = func(int, fyne.Position) { t.Error("a click on the quote asked for a label") }
	l.scrollTo(l.cardTop(7) + 50)
	test.TapAt(l, inQuote(l, 9))
	if len(chosen) != 1 || chosen[0] != 9 || l.Current() != 9 {
		t.Errorf("clicked card 9, chose %v, current is %d", chosen, l.Current())
	}
	if w.Canvas().Focused() != l {
		t.Errorf("after the click the keyboard is with %T", w.Canvas().Focused())
	}
	test.TapAt(l, fyne.NewPos(margin/2, 300)) // beside them
	if len(chosen) != 1 {
		t.Errorf("a click beside the cards chose one: %v", chosen)
	}
}

func TestAClickOnTheLabelAsksForAnother(t *testing.T) {
	l, _ := shown(t, 100)
	l.scrollTo(500)
	var index int
	var at fyne.Position
	calls := 0
	l.OnLabel = func(i int, p fyne.Position) { index, at, calls = i, p, calls+1 }
	test.TapAt(l, inLabel(l, 6))
	want := inCard(l, 6, indent, l.laidOut(6).lead+least)
	if calls != 1 || index != 6 || at != want {
		t.Errorf("%d calls, card %d at %v; want one, card 6 at %v", calls, index, at, want)
	}
	test.TapAt(l, inCard(l, 6, 250, pad+9)) // the byline
	if calls != 1 {
		t.Error("a click on the byline asked for a label")
	}
}

func TestARightClickAsksForTheMenu(t *testing.T) {
	l, _ := shown(t, 10)
	index, at := -1, fyne.Position{}
	l.OnContextMenu = func(i int, p fyne.Position) { index, at = i, p }
	pos := inCard(l, 2, 100, 50)
	test.TapSecondaryAt(l, pos)
	if index != 2 || at != pos || l.Current() != 2 {
		t.Errorf("menu of card %d at %v, current %d; want card 2 at %v", index, at, l.Current(), pos)
	}
	l.TypedKey(&fyne.KeyEvent{Name: desktop.KeyMenu})
	if want := inCard(l, 2, indent, l.laidOut(2).quoteTop); at != want {
		t.Errorf("the menu key opens the menu at %v, want %v", at, want)
	}
}

func TestKeysMoveTheCurrentCard(t *testing.T) {
	const page = 5 // cards of 600 pixels
	for _, c := range []struct {
		from int
		key  fyne.KeyName
		want int
	}{
		{5, fyne.KeyDown, 6}, {5, fyne.KeyUp, 4},
		{0, fyne.KeyUp, 0}, {99, fyne.KeyDown, 99},
		{5, fyne.KeyPageDown, 5 + page}, {5, fyne.KeyPageUp, 5 - page}, {1, fyne.KeyPageUp, 0}, {98, fyne.KeyPageDown, 99},
		{5, fyne.KeyHome, 0}, {5, fyne.KeyEnd, 99},
		{-1, fyne.KeyDown, 20}, {-1, fyne.KeyUp, 20}, {-1, fyne.KeyPageDown, 20}, // the first in view
		{-1, fyne.KeyHome, 0}, {-1, fyne.KeyEnd, 99},
	} {
		l, _ := shown(t, 100)
		chosen := -1
		l.OnChoose = func(i int) { chosen = i }
		l.SetCurrent(c.from)
		if c.from < 0 {
			l.scrollTo(l.cardTop(20))
		}
		l.TypedKey(&fyne.KeyEvent{Name: c.key})
		if l.Current() != c.want || chosen != c.want {
			t.Errorf("%s from %d leads to %d and tells of %d, want %d", c.key, c.from, l.Current(), chosen, c.want)
		}
		if y := l.cardY(l.Current()); !wholly(l, l.Current()) {
			t.Errorf("%s from %d leaves the current card at %v", c.key, c.from, y)
		}
	}
}

func TestOtherKeysAreHandedOn(t *testing.T) {
	l, w := shown(t, 10)
	var runes []rune
	var keys []fyne.KeyName
	opened := -1
	l.OnRune = func(r rune) bool { runes = append(runes, r); return true }
	l.OnKey = func(ev *fyne.KeyEvent) { keys = append(keys, ev.Name) }
	l.OnOpen = func(i int) { opened = i }
	w.Canvas().Focus(l)
	test.Type(l, "Sd")
	for _, k := range []fyne.KeyName{fyne.KeyDelete, fyne.KeyEscape, fyne.KeyReturn} {
		l.TypedKey(&fyne.KeyEvent{Name: k})
	}
	if string(runes) != "Sd" || len(keys) != 2 || keys[0] != fyne.KeyDelete || keys[1] != fyne.KeyEscape {
		t.Errorf("runes %q, keys %v", string(runes), keys)
	}
	if opened != -1 {
		t.Errorf("Enter without a current card opened %d", opened)
	}
	l.SetCurrent(3)
	l.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnter})
	if opened != 3 {
		t.Errorf("Enter opened %d, want 3", opened)
	}
}

func TestTheWheelStaysWithinTheCards(t *testing.T) {
	l, w := shown(t, 100)
	wheel := func(dy float32) { test.Scroll(w.Canvas(), fyne.NewPos(100, 100), 0, dy) }
	wheel(-75)
	if l.offset != 75 {
		t.Errorf("the wheel went 75 down and the list to %v", l.offset)
	}
	wheel(1000)
	if l.offset != 0 {
		t.Errorf("the list is %v above its top", l.offset)
	}
	wheel(-1e9)
	if end := l.cardY(99) + l.laidOut(99).high; end >= l.Size().Height || end < l.Size().Height-foot {
		t.Errorf("at the end the last card ends at %v of %v", end, l.Size().Height)
	}
	w.Resize(fyne.NewSize(300, 2000))
	if end := l.cardY(99) + l.laidOut(99).high; end < 2000-foot {
		t.Errorf("after growing the last card ends at %v of 2000", end)
	}
}

func TestThePointerMarksACard(t *testing.T) {
	l, w := shown(t, 10)
	marked := func(i int) bool {
		return slices.Contains(l.view.objects, fyne.CanvasObject(l.view.hover)) && l.view.hover.Position().Y == l.cardY(i)+l.laidOut(i).lead
	}
	test.MoveMouse(w.Canvas(), inCard(l, 2, 100, 50))
	if !marked(2) {
		t.Error("the card under the pointer looks like the others")
	}
	if l.Cursor() != desktop.DefaultCursor {
		t.Error("the quote has a cursor of its own")
	}
	// The list moves under a pointer at rest.
	test.Scroll(w.Canvas(), fyne.NewPos(100, 100), 0, float32(-l.height(2)))
	if marked(2) || !marked(3) {
		t.Error("after the wheel, the card that left the pointer is still marked")
	}
	test.MoveMouse(w.Canvas(), inLabel(l, 3))
	if l.Cursor() != desktop.PointerCursor {
		t.Error("the label has no hand cursor")
	}
	l.SetCurrent(3)
	test.MoveMouse(w.Canvas(), inNote(l, 3))
	if l.Cursor() != desktop.TextCursor {
		t.Error("the note of the current card has no text cursor")
	}
	l.MouseOut()
	if l.Cursor() != desktop.DefaultCursor {
		t.Error("the cursor stays when the pointer has left")
	}
}

func TestTheScrollbarIsDraggedAndPaged(t *testing.T) {
	l, w := shown(t, 1000)
	x := l.Size().Width - barTrough/2
	test.Drag(w.Canvas(), fyne.NewPos(x, 5), 0, 2000)
	if want := l.clamp(1e9); l.offset != want {
		t.Errorf("the thumb dragged to the end shows offset %v, want %v", l.offset, want)
	}
	if thumb := l.bar.thumb; thumb.Position().Y+thumb.Size().Height != l.Size().Height {
		t.Errorf("at the end the thumb ends at %v of %v", thumb.Position().Y+thumb.Size().Height, l.Size().Height)
	}
	first, _ := l.visible()
	at := l.cardY(first)
	l.bar.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(4, 10)}, Button: desktop.MouseButtonPrimary})
	if l.cardY(first) != at+600-overlap {
		t.Errorf("a click above the thumb moved the cards from %v to %v", at, l.cardY(first))
	}
	l.SetCards(2, card)
	if l.bar.Visible() {
		t.Error("two cards that fit have a scrollbar")
	}
}

// press puts the first button of the mouse down.
func press(l *List, pos fyne.Position) {
	l.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: pos}, Button: desktop.MouseButtonPrimary})
}
