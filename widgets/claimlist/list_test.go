package claimlist

import (
	"fmt"
	"image/color"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
)

func hex(v uint32) color.NRGBA { return color.NRGBA{uint8(v >> 16), uint8(v >> 8), uint8(v), 0xff} }

// looks are the labels' looks and texts of the cards in these tests, taken in turn.
var looks = []Card{
	{Letter: "S", Label: "Supported", Light: hex(0x0072B2), Dark: hex(0x56B4E9), Pattern: 0, Person: "Ana", Age: "5 min ago",
		Quote: "Within a year the number of patients rose from 1,200 to more than 4,500, the ministry said on Monday.",
		Note:  "The ministry's own table gives 4,480; close enough to stand."},
	{Letter: "D", Label: "Disputed", Light: hex(0xC2410C), Dark: hex(0xF59E6C), Pattern: 1, Person: "Benedikt Østergård-Lindqvist", Age: "yesterday",
		Quote: "No one\nwas\thurt."},
	{Letter: "N", Label: "Not enough info", Light: hex(0x7A6A00), Dark: hex(0xE6C84F), Pattern: 2, Person: "Ana", Age: "just now",
		Quote: "The bridge had been inspected four times, and each report had been published in full within a week."},
	{Letter: "–", Label: "No label yet", Light: hex(0x6B7280), Dark: hex(0x9CA3AF), Pattern: 3, Person: "Lee", Age: "3 Nov 2026",
		Quote: "A-very-long-word-without-a-single-space-but-with-hyphens-in-it-and-then-some", Note: "Ask."},
	{Letter: "M", Label: "Misleading use of a true figure", Light: hex(0x7B2D8B), Dark: hex(0xD39BE0), Pattern: 4, Person: "Ana", Age: "2 h ago",
		Quote: "Crime fell by a tenth."},
}

func card(i int) Card {
	c := looks[i%len(looks)]
	c.ID = fmt.Sprintf("claim-%d", i)
	return c
}

// deck is a list of cards by their numbers, for tests that put in and take away.
func deck(l *List, numbers []int) {
	l.SetCards(len(numbers), func(i int) Card { return card(numbers[i]) })
}

func count(from, to int) []int {
	var out []int
	for i := from; i < to; i++ {
		out = append(out, i)
	}
	return out
}

// factmarkTheme is Fyne's test theme with the app's colours.
type factmarkTheme struct {
	fyne.Theme
	dark bool
}

func (t factmarkTheme) Color(name fyne.ThemeColorName, variant fyne.ThemeVariant) color.Color {
	colours := map[fyne.ThemeColorName][2]uint32{
		colorInk: {0x1F2328, 0xE6E3DD}, theme.ColorNameForeground: {0x1F2328, 0xE6E3DD},
		colorInkSoft: {0x5C6370, 0x9A9DA5},
		colorPanel:   {0xF3F1EC, 0x1C1F24}, theme.ColorNameBackground: {0xF3F1EC, 0x1C1F24},
		colorCard:              {0xFFFFFF, 0x262A31},
		theme.ColorNamePrimary: {0x3B5BDB, 0x91A7FF},
	}
	if c, ok := colours[name]; ok {
		if t.dark {
			return hex(c[1])
		}
		return hex(c[0])
	}
	return t.Theme.Color(name, variant)
}

// shown returns a list of n cards in a window of 300 by 600.
func shown(tb testing.TB, n int) (*List, fyne.Window) {
	tb.Helper()
	app := test.NewTempApp(tb)
	app.Settings().SetTheme(factmarkTheme{Theme: test.Theme()})
	l := New()
	l.After = func(time.Duration, func()) {}
	l.SetCards(n, card)
	w := test.NewTempWindow(tb, l)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(300, 600))
	return l, w
}

// inCard is a position in the list: x and y within the card at index.
func inCard(l *List, index int, x, y float32) fyne.Position {
	return fyne.NewPos(margin+x, l.cardY(index)+y)
}

// inQuote, inLabel and inNote are positions in parts of the card at index.
func inQuote(l *List, index int) fyne.Position {
	return inCard(l, index, 100, l.laidOut(index).quoteTop+5)
}

func inLabel(l *List, index int) fyne.Position {
	return inCard(l, index, textLeft+5, l.laidOut(index).lead+pad+5)
}

func inNote(l *List, index int) fyne.Position {
	return inCard(l, index, 60, l.laidOut(index).noteTop+8)
}

// wholly tells whether all of a card is in view.
func wholly(l *List, index int) bool {
	y := l.cardY(index)
	return y >= 0 && y+l.laidOut(index).high <= l.Size().Height
}

func TestAListAsksOnlyForWhatIsInView(t *testing.T) {
	l, _ := shown(t, 0)
	asked := map[int]int{}
	l.SetCards(20_000, func(i int) Card { asked[i]++; return card(i) })
	if want := 12; len(asked) > want {
		t.Errorf("600 pixels asked for %d cards, want at most %d", len(asked), want)
	}
	l.scrollTo(1e9)
	for i := range asked {
		if i > 12 && i < 19_980 {
			t.Errorf("a jump to the end asked for card %d", i)
		}
	}
	before := asked[19_999]
	l.scrollTo(l.offset - 1)
	if asked[19_999] != before {
		t.Error("scrolling by a pixel asked again for a card that stayed in view")
	}
	l.Refresh()
	if asked[19_999] == before {
		t.Error("Refresh did not ask again for a card in view")
	}
}

func TestAListIsFewObjectsHoweverLong(t *testing.T) {
	l, w := shown(t, 20_000)
	w.Resize(fyne.NewSize(420, 1400))
	for _, offset := range []float64{0, 1e6, 1e9, 55} {
		l.scrollTo(offset)
		if n := len(test.LaidOutObjects(l)); n >= 300 {
			t.Errorf("at offset %.0f the list is %d objects, want fewer than 300", l.offset, n)
		}
	}
}

func TestCurrentStaysCurrent(t *testing.T) {
	byIndex := func(l *List, numbers []int) {
		l.IndexOf = func(id string) int {
			for i, number := range numbers {
				if card(number).ID == id {
					return i
				}
			}
			return -1
		}
	}
	for name, prepare := range map[string]func(*List, []int){"searching": func(*List, []int) {}, "by IndexOf": byIndex} {
		t.Run(name, func(t *testing.T) {
			l, _ := shown(t, 100)
			chosen := 0
			l.OnChoose = func(int) { chosen++ }
			l.SetCurrent(50)
			for _, step := range []struct {
				numbers []int
				want    int
			}{
				{append([]int{1000, 1001}, count(0, 100)...), 52},
				{count(40, 60), 10},
				{count(50, 51), 0},
				{count(0, 30), -1},
				{count(0, 100), -1},
			} {
				prepare(l, step.numbers)
				deck(l, step.numbers)
				if l.Current() != step.want {
					t.Fatalf("with %d cards the current one is %d, want %d", len(step.numbers), l.Current(), step.want)
				}
			}
			if chosen != 0 {
				t.Errorf("SetCards told of %d choices that nobody made", chosen)
			}
		})
	}
}

func TestCardsInViewStayWhereTheyAre(t *testing.T) {
	l, _ := shown(t, 100)
	l.scrollTo(l.cardTop(40) + 30)
	y := l.cardY(41)
	deck(l, append([]int{1000, 1001, 1002}, count(0, 100)...))
	if l.cardY(44) != y {
		t.Errorf("three cards put in above moved what is in view from %v to %v", y, l.cardY(44))
	}
	// The topmost card in view goes: the next one holds the place.
	deck(l, append(count(0, 40), count(41, 100)...))
	if l.cardY(40) != y {
		t.Errorf("taking away the topmost card in view moved the next from %v to %v", y, l.cardY(40))
	}
	deck(l, []int{1, 2})
	if l.offset != 0 {
		t.Errorf("two cards are scrolled by %v", l.offset)
	}
}

func TestSetCurrentScrollsOnlyWhenItMust(t *testing.T) {
	l, _ := shown(t, 100)
	l.scrollTo(l.cardTop(10))
	at := l.offset
	l.SetCurrent(12)
	if l.offset != at {
		t.Errorf("choosing a card in view scrolled from %v to %v", at, l.offset)
	}
	for _, i := range []int{99, 3, 60, 0} {
		l.SetCurrent(i)
		if y := l.cardY(i); !wholly(l, i) {
			t.Errorf("card %d is current and lies at %v", i, y)
		}
	}
	l.SetCurrent(100)
	if l.Current() != -1 {
		t.Errorf("card 100 of 100 is current: %d", l.Current())
	}
}

// A program opens where it was left before its window has a size.
func TestACardMadeCurrentBeforeThereIsAWindowIsShown(t *testing.T) {
	test.NewTempApp(t)
	l := New()
	l.After = func(time.Duration, func()) {}
	l.SetCards(1000, card)
	l.SetCurrent(700)
	w := test.NewTempWindow(t, l)
	w.Resize(fyne.NewSize(300, 600))
	if y := l.cardY(700); !wholly(l, 700) {
		t.Errorf("the current card lies at %v of %v", y, l.Size().Height)
	}
}

func TestEmptyListSaysWhy(t *testing.T) {
	l, _ := shown(t, 0)
	l.SetEmpty("No claims yet", "Select some words and press S.")
	if got := l.AccessibilityLabel(); got != "No claims yet" {
		t.Errorf("an empty list reads %q", got)
	}
	if got := l.view.title.Text; got != "No claims yet" {
		t.Errorf("an empty list shows %q", got)
	}
	l.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	l.EditNote(0)
	if l.Current() != -1 || l.note != nil {
		t.Error("a list without cards has a current one")
	}
	l.SetCards(3, card)
	for _, o := range l.view.objects {
		if o == l.view.title {
			t.Error("the title of the empty list lies over the cards")
		}
	}
}

// A renderer is a cache: Fyne drops one that was not used for a minute and makes another.
func TestAnotherRendererShowsTheSame(t *testing.T) {
	l, w := shown(t, 100)
	l.SetCurrent(70)
	want := w.Canvas().Capture()
	l.CreateRenderer().Layout(l.Size())
	if got := l.view.rows[70%len(l.view.rows)].laid.card; got != card(70) {
		t.Errorf("the new renderer shows %v", got)
	}
	l.scrollTo(0)
	l.SetCurrent(70)
	test.AssertImageMatches(t, "current70.png", want)
	test.AssertImageMatches(t, "current70.png", w.Canvas().Capture())
}

func BenchmarkScroll(b *testing.B) {
	for _, n := range []int{20, 2_000, 20_000} {
		b.Run(fmt.Sprintf("cards=%d", n), func(b *testing.B) {
			l, _ := shown(b, n)
			room := l.whole() - float64(l.Size().Height)
			for i := 0; b.Loop(); i++ {
				// There and back over the range that the shortest list has too, a notch of the wheel at a time,
				// from the middle of each list.
				step := float64(i % 100)
				l.scrollTo(room/2 - 500 + min(step, 100-step)*20)
			}
		})
	}
}
