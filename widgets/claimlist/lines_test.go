package claimlist

import (
	"image/color"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// lined is a list whose cards have lines of their own, each fifth one none.
func lined(t *testing.T) (*List, fyne.Window) {
	l, w := shown(t, 40)
	plain := l.card
	l.SetCards(40, func(i int) Card {
		c := plain(i)
		if i%5 == 4 {
			return c
		}
		c.Tally = "+1 −1"
		c.Lines[0] = Line{Sign: "+", Text: "Text B, page 3: “the group holds ten million, it was said on the same day in the same place”", Light: color.NRGBA{0, 0x72, 0xB2, 0xFF}, Dark: color.NRGBA{0x56, 0xB4, 0xE9, 0xFF}}
		c.Lines[1] = Line{Sign: "−", Text: "example.org: “it holds nothing”", Light: color.NRGBA{0xC2, 0x41, 0x0C, 0xFF}, Dark: color.NRGBA{0xF5, 0x9E, 0x6C, 0xFF}}
		c.Lines[2] = Line{Text: "3 more"}
		return c
	})
	return l, w
}

func TestTheCurrentCardHasRoomForItsLines(t *testing.T) {
	l, _ := lined(t)
	var told [][2]int
	l.OnLine = func(index, line int) { told = append(told, [2]int{index, line}) }
	next := l.cardY(3)
	l.SetCurrent(2)
	if got := l.cardY(3) - next; got != 2*clickLine+clickLine { // two more lines, and the offer to add a note
		t.Errorf("the card below gave way by %v pixels", got)
	}
	for line := range 3 {
		test.TapAt(l, inCard(l, 2, 100, l.laidOut(2).linesTop+float32(line)*clickLine+5))
	}
	if len(told) != 3 || told[0] != [2]int{2, 0} || told[2] != [2]int{2, 2} {
		t.Errorf("clicks on lines told %v", told)
	}
	for i := range 5 { // every card is hit where it stands
		y := l.cardY(i)
		for _, at := range []float32{y + 1, y + l.laidOut(i).quoteTop, y + l.laidOut(i).high - 1} {
			if index, _ := l.at(fyne.NewPos(100, at)); index != i {
				t.Errorf("at card %d is %d", i, index)
			}
		}
	}
}

func TestACardThatIsClickedStaysUnderThePointer(t *testing.T) {
	l, _ := lined(t)
	l.SetCurrent(3)
	l.scrollTo(l.cardTop(2))
	y := l.cardY(4)
	test.TapAt(l, inQuote(l, 4)) // the lines of the card above go
	if l.Current() != 4 || l.cardY(4) != y {
		t.Errorf("card %d is current; the one that was clicked moved from %v to %v", l.Current(), y, l.cardY(4))
	}
	for range 60 {
		l.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
		if y := l.cardY(l.Current()); y < 0 || float64(y)+l.height(l.Current()) > l.room {
			t.Fatalf("card %d at %v is not wholly in view", l.Current(), y)
		}
	}
	if l.offset != l.clamp(1e9) && l.cardY(39)+l.laidOut(39).high > l.Size().Height {
		t.Error("the last card is out of reach")
	}
}

func TestLookOfLines(t *testing.T) {
	for _, look := range []string{"light", "dark"} {
		l, w := lined(t)
		fyne.CurrentApp().Settings().SetTheme(factmarkTheme{Theme: test.Theme(), dark: look == "dark"})
		w.Resize(fyne.NewSize(320, 560))
		l.SetCurrent(1)
		test.MoveMouse(w.Canvas(), inCard(l, 1, textLeft+60, l.laidOut(1).linesTop+clickLine+5))
		test.AssertImageMatches(t, look+"_lines.png", w.Canvas().Capture())
	}
}
