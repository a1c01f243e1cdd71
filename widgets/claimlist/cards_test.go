package claimlist

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// panelWidth is the width of a narrow panel, in pixels.
const panelWidth = 300

// written is the text of a card's pieces of the byline and the label.
func written(l *laid) string {
	var all []string
	for _, p := range l.pieces[1:] {
		all = append(all, p.text)
	}
	return strings.Join(all, "\n")
}

// Nothing on a card is wider than its box, and of the caption nothing that matters is cut.
func TestCaptionsInANarrowPanel(t *testing.T) {
	test.NewTempApp(t)
	for name, card := range map[string]Card{
		"short":                     {Label: "Supported", Person: "Ana", Age: "5 min ago", Quote: "Yes."},
		"a long name":               {Label: "Not enough info", Person: "Benedikt Østergård-Lindqvist", Age: "yesterday", Quote: "Yes."},
		"unplaced":                  {Label: "Not enough info", Status: "unplaced", Person: "Benedikt Østergård-Lindqvist", Where: "page 3", Age: "yesterday", Quote: "Yes."},
		"settled":                   {Label: "Misleading use of a true figure", Status: "final: Misleading use of a true figure", Person: "Ana Beispiel", Where: "page 3", Age: "12 Nov 2026", Quote: "Yes."},
		"a document with a title":   {Label: "Disputed", Status: "unanimous", Person: "Ana Beispiel", Where: "Minutes of the council's meeting on the new bridge, page 12", Age: "yesterday"},
		"a long label":              {Label: "Not supported by any of the sources that the desk has asked for", Person: "Ana", Age: "yesterday"},
		"the place alone":           {Label: "Disputed", Where: "Minutes of the council's meeting on the new bridge, page 12"},
		"a status and nothing else": {Label: "No label", Status: "not saved yet"},
	} {
		l := layOut(card, face{width: panelWidth - 2*margin})
		said := strings.Join(strings.Fields(written(l)), " ")
		for _, whole := range []string{card.Label, card.Status, card.Person} {
			if !strings.Contains(said, whole) {
				t.Errorf("%s: %q is cut in\n%s", name, whole, written(l))
			}
		}
		if card.Where != "" && !strings.Contains(said, card.Where[:6]) {
			t.Errorf("%s: the place has gone from\n%s", name, written(l))
		}
		for _, p := range l.pieces {
			style := fyne.TextStyle{Bold: p.bold, Italic: p.slant}
			if wide := fyne.MeasureText(p.text, p.size, style).Width; wide > p.w+0.5 || p.x+p.w > l.face.width-right+0.5 {
				t.Errorf("%s: %q is %v wide in a box of %v at %v", name, p.text, wide, p.w, p.x)
			}
		}
	}
}

func TestNineClaimsOfOneLine(t *testing.T) {
	test.NewTempApp(t)
	l := layOut(Card{Letter: "S", Label: "Supported", Person: "Ana", Age: "5 min ago", Quote: "Crime fell by a tenth."}, face{width: panelWidth - 2*margin})
	if l.high > 54 {
		t.Errorf("a claim of one line is %v high, so that nine take %v", l.high, 9*l.high)
	}
}

// The user's own note is shown whole, with its line ends; only one of more than twelve lines is folded, until it is asked for.
func TestTheWholeNoteIsShown(t *testing.T) {
	l, w := shown(t, 0)
	note := func(lines int) string {
		var all []string
		for i := range lines {
			all = append(all, fmt.Sprint("Reason ", i+1))
		}
		return strings.Join(all, "\n")
	}
	notes := []string{note(1), note(12), note(13), note(40), "One.\n\nThree."}
	l.SetCards(len(notes), func(i int) Card {
		c := looks[1]
		c.ID, c.Note = fmt.Sprint("claim-", i), notes[i]
		return c
	})
	w.Resize(fyne.NewSize(300, 1500))
	for i, want := range []int{1, 12, foldedNote, foldedNote, 3} {
		got := l.laidOut(i)
		if n := strings.Count(written(got), "Reason"); n != want && i != 4 {
			t.Errorf("note %d shows %d lines, want %d", i, n, want)
		}
		if got.more != (want == foldedNote) {
			t.Errorf("note %d is folded: %v", i, got.more)
		}
	}
	if high := l.laidOut(4).moreTop - l.laidOut(4).noteTop; high != 3*noteLine {
		t.Errorf("a note with an empty line is %v high", high)
	}
	more := func(i int) fyne.Position { return inCard(l, i, textLeft+20, l.laidOut(i).moreTop+10) }
	test.TapAt(l, more(2))
	if got := l.laidOut(2); !strings.Contains(written(got), "Reason 13\n") || !got.more {
		t.Errorf("unfolded by a click the note says\n%s", written(got))
	}
	test.TapAt(l, more(2))
	if got := l.laidOut(2); strings.Contains(written(got), "Reason 13") {
		t.Errorf("folded again it says\n%s", written(got))
	}
	l.SetCurrent(3)
	handed := 0
	l.OnKey = func(*fyne.KeyEvent) { handed++ }
	l.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	if got := l.laidOut(3); !strings.Contains(written(got), "Reason 40") || handed != 0 {
		t.Errorf("unfolded by a key it says\n%s", written(got))
	}
	l.SetCurrent(0)
	l.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight}) // nothing to unfold
	if handed != 1 {
		t.Errorf("%d keys were handed on, want one", handed)
	}
}

// joined is a list in which every third span is marked by three people.
func joined(t *testing.T) (*List, fyne.Window) {
	l, w := shown(t, 0)
	l.SetCards(60, func(i int) Card {
		c := card(i / 3 * 5)
		c.ID = fmt.Sprint("claim-", i)
		if i%3 > 0 {
			other := looks[(i+1)%len(looks)]
			other.ID, other.Quote, other.Joined, other.Note = c.ID, c.Quote, true, "I say otherwise."
			return other
		}
		return c
	})
	return l, w
}

// Claims of several people on one span stand on one card: the quote once, and each claim is chosen by itself.
func TestClaimsOnOneSpanShareACard(t *testing.T) {
	l, _ := joined(t)
	for i := range 6 {
		card := l.laidOut(i)
		if quoted := strings.Contains(written(card), "Within a year"); quoted != (i%3 == 0) {
			t.Errorf("claim %d repeats the quote: %v", i, quoted)
		}
		if i%3 > 0 && (card.lead != 0 || !strings.Contains(written(card), card.card.Person) || !strings.Contains(written(card), "otherwise")) {
			t.Errorf("claim %d says\n%s", i, written(card))
		}
	}
	var told []int
	l.OnChoose = func(i int) { told = append(told, i) }
	test.TapAt(l, inCard(l, 1, 150, 25))
	l.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	l.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	if fmt.Sprint(told) != "[1 2 3]" {
		t.Errorf("a click and two arrows chose %v", told)
	}
}

func TestLookOfSharedCards(t *testing.T) {
	for _, look := range []string{"light", "dark"} {
		l, w := joined(t)
		fyne.CurrentApp().Settings().SetTheme(factmarkTheme{Theme: test.Theme(), dark: look == "dark"})
		w.Resize(fyne.NewSize(panelWidth, 520))
		w.Canvas().Focus(l)
		l.SetCurrent(1)
		test.AssertImageMatches(t, look+"_shared.png", w.Canvas().Capture())
	}
}

// Whatever is scrolled, and however wrong the heights were guessed, what is in view moves by what was scrolled; and whatever is replaced,
// the card under the pointer stays.
func TestTheListNeverJumps(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	high := make([]int, 3000)
	for i := range high {
		high[i] = random.IntN(14)
	}
	tall := func(i int) Card {
		c := card(i)
		c.Note = strings.Repeat("A line.\n", high[i])
		return c
	}
	l, _ := shown(t, 0)
	l.SetCards(len(high), tall)
	l.SetCurrent(1500)
	for range 400 {
		first, last := l.visible()
		before := make(map[int]float32)
		for i := first; i < last; i++ {
			before[i] = l.cardY(i)
		}
		by := float32(random.IntN(900) - 450)
		l.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, by)})
		first, last = l.visible()
		for i := first; i < last; i++ {
			if y, was := before[i]; was && l.cardY(i) != y+by {
				t.Fatalf("scrolled by %v, card %d went from %v to %v", by, i, y, l.cardY(i))
			}
		}
	}
	for range 50 {
		pos := fyne.NewPos(100, float32(random.IntN(600)))
		l.pointer = &pos
		hovered, _ := l.hovered()
		y := l.cardY(hovered)
		for range 5 {
			high[max(0, hovered-4+random.IntN(4))] = random.IntN(14)
		}
		l.SetCards(len(high), tall)
		if l.cardY(hovered) != y {
			t.Fatalf("with other cards above it, the card under the pointer went from %v to %v", y, l.cardY(hovered))
		}
	}
	for _, end := range []fyne.KeyName{fyne.KeyEnd, fyne.KeyHome, fyne.KeyEnd} {
		l.TypedKey(&fyne.KeyEvent{Name: end})
		if !wholly(l, l.Current()) || l.Current() != 0 && l.Current() != len(high)-1 {
			t.Errorf("%s leaves card %d at %v", end, l.Current(), l.cardY(l.Current()))
		}
	}
}

// A page leaves nothing out that was never in view.
func TestPagesLeaveNothingOut(t *testing.T) {
	l, _ := shown(t, 300)
	l.SetCurrent(0)
	for l.Current() < 299 {
		from := l.Current()
		_, last := l.visible()
		l.TypedKey(&fyne.KeyEvent{Name: fyne.KeyPageDown})
		if first, _ := l.visible(); first > max(from, last) {
			t.Fatalf("a page from card %d left out those from %d to %d", from, last, first)
		}
		if !wholly(l, l.Current()) {
			t.Fatalf("card %d is not wholly in view", l.Current())
		}
	}
}

// What is pressed on a card means that card, though saving the note that was being typed moves it before the button comes up.
func TestAClickMeansWhatWasPressed(t *testing.T) {
	l, w := shown(t, 40)
	notes := map[int]string{}
	noted := func(i int) Card {
		c := card(i)
		if note, is := notes[i]; is {
			c.Note = note
		}
		return c
	}
	l.SetCards(40, noted)
	l.OnNote = func(i int, _, note string) {
		notes[i] = note
		l.SetCards(40, noted)
	}
	l.EditNote(1)
	l.note.entry.SetText(strings.Repeat("A reason.\n", 8))
	test.MoveMouse(w.Canvas(), fyne.NewPos(200, 580))
	at, _ := l.hovered()
	pos := fyne.NewPos(200, 580)
	press(l, pos)
	w.Canvas().Unfocus()
	l.Tapped(&fyne.PointEvent{Position: pos})
	if l.Current() != at || notes[1] == "" {
		t.Errorf("card %d was pressed and card %d is current", at, l.Current())
	}
}

func TestTheListFollowsUntilItIsScrolledByHand(t *testing.T) {
	l, w := shown(t, 100)
	l.ShowRange(40, 43)
	for i := 40; i < 43; i++ {
		if !wholly(l, i) {
			t.Errorf("card %d is not shown", i)
		}
	}
	at := l.offset
	l.ShowRange(41, 43)
	if l.offset != at {
		t.Error("what is in view was scrolled")
	}
	l.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -50)})
	at = l.offset
	l.ShowRange(0, 2)
	if l.offset != at {
		t.Error("it follows although the user has scrolled it")
	}
	l.Released()
	l.ShowRange(0, 2)
	if l.offset != 0 {
		t.Errorf("released it is at %v", l.offset)
	}
	w.Canvas().Focus(l)
	l.ShowRange(60, 61)
	if l.offset != 0 {
		t.Error("it follows although it has the keyboard")
	}
}

// BenchmarkMillion is a key in lists of three lengths: the cost must not follow the length.
func BenchmarkMillion(b *testing.B) {
	for _, n := range []int{2_000, 20_000, 1_000_000} {
		b.Run(fmt.Sprintf("cards=%d", n), func(b *testing.B) {
			l, _ := shown(b, n)
			l.SetCurrent(n / 2)
			for i := 0; b.Loop(); i++ {
				name := fyne.KeyDown
				if i%100 >= 50 {
					name = fyne.KeyUp
				}
				l.TypedKey(&fyne.KeyEvent{Name: name})
			}
		})
	}
}
