// Package claimlist shows a long list of cards, at a cost that does not depend on how many there are. Each is as high as what it says.
// Claims of several people on the same words follow each other on one card: the quote stands once, and each claim below it is chosen by
// itself.
//
// The list knows no store: it asks for the cards it shows, as ready strings, and tells what the user wants by callbacks.
// Everything here runs on the interface goroutine.
package claimlist

import (
	"image/color"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"factmark/widgets/keyboard"
)

var (
	_ fyne.Focusable         = (*List)(nil)
	_ fyne.Shortcutable      = (*List)(nil)
	_ desktop.Keyable        = (*List)(nil)
	_ fyne.Scrollable        = (*List)(nil)
	_ fyne.Tappable          = (*List)(nil)
	_ fyne.SecondaryTappable = (*List)(nil)
	_ fyne.Accessible        = (*List)(nil)
	_ desktop.Hoverable      = (*List)(nil)
	_ desktop.Cursorable     = (*List)(nil)
)

// Card is what is shown of one claim: display strings, already worded.
type Card struct {
	ID        string // tells cards apart across SetCards
	Letter    string // one letter for the label, in the filled square
	Label     string // the label's name
	Quote     string // shown in at most three lines
	Statement string // shown in at most three lines
	Note      string // shown whole, with its own line ends; one of more than twelve lines is folded until it is asked for
	// The byline. Status and Person are never cut; where there is no room for all, Age goes first and Where is shortened.
	Status, Person, Where, Age string
	Tally                      string // sums up the lines while the card is not current: "+2 −1"
	// Lines are shown while the card is current, as far as they have a text; else the first of them.
	Lines [MostLines]Line

	Light, Dark color.NRGBA // the label's colour in light and in dark themes
	Pattern     int         // the label's underline: 0 solid, 1 double, 2 dotted, 3 dashed, 4 wavy
	// Joined says that the claim marks the same words as the card before it: the two stand on one card, and the quote is not repeated.
	Joined bool
	// Suggested says that the card is no claim yet: its square is empty, it has no underline, and no note can be typed.
	Suggested bool
	// Unread says that what the card shows is still to come: until then it is as high as others are.
	Unread bool
}

// Byline is who, where and when, whole.
func (c *Card) Byline() string { return join(c.Status, c.Person, c.Where, c.Age) }

// MostLines is how many lines of its own a card can have.
const MostLines = 6

// Line is a line of its own on a card: a sign in a colour, and a text. A click on it is told.
type Line struct {
	Sign, Text  string
	Light, Dark color.NRGBA
}

// Callbacks are what a list tells and asks of what lies around it. All are optional and may be set at any time.
type Callbacks struct {
	// IndexOf says where the card with an ID is now, -1 if it is gone. SetCards uses it to keep the place and the
	// current card. Without it, SetCards asks for the cards one after the other, outwards from where the card was.
	IndexOf func(id string) int

	OnChoose      func(index int)                   // a card was clicked or reached by a key
	OnReach       func(index int)                   // a card was reached by a key; without it OnChoose is told
	OnView        func(first, last int)             // other cards are in view, from first up to but not including last, or were asked for anew
	OnOpen        func(index int)                   // Enter on the current card
	OnLabel       func(index int, at fyne.Position) // the label was clicked; at is the absolute position just below it
	OnContextMenu func(index int, at fyne.Position) // right click, or the menu key; at is absolute
	OnLine        func(index, line int)             // a line of the current card was clicked

	// OnNote gets a note that was edited and changed. The index is -1 if the card has left the list meanwhile.
	OnNote func(index int, id, note string)
	// OnLeftOut is called when that many control characters were left out of what was pasted into a note.
	OnLeftOut func(count int)

	OnFocus   func() // the keyboard has come to the list
	OnNoteEnd func() // Enter or Escape ended the edit of a note: gives the keyboard back; without it the list takes it
	// OnEditNote is told that a note is opened for typing, and gives the text to begin with; OnNoteTyped of every change
	// of it; OnNoteClosed of the end of the edit, after OnNote and whether or not anything was changed.
	OnEditNote   func(id, note string) (text string)
	OnNoteTyped  func(text string)
	OnNoteClosed func()

	OnRune     func(r rune) bool // letters typed while the list has focus; tells whether there is a use for it
	OnShortcut func(s fyne.Shortcut)
	OnKey      func(*fyne.KeyEvent) // keys that the list does not use itself
}

// List is the widget. Make one with New.
type List struct {
	widget.BaseWidget

	Callbacks

	// After runs f on the interface goroutine when d has passed; without it the clock does. The caret of a note blinks by it.
	After func(d time.Duration, f func())

	strip
	card    func(i int) Card
	current int
	// currentID lets the current card be found again after SetCards.
	currentID             string
	gone                  int // where the current card was when it left the list, -1 for none: keys go on from there
	emptyTitle, emptyHint string
	inView                [2]int // what OnView was told last

	placed   map[int]*laid    // cards as they are laid out, by index, since they were asked for
	known    map[string]*laid // likewise by ID
	unfolded map[string]bool  // cards whose long note is shown whole, by ID
	measured [2]int           // how many cards were measured, and how high they are together
	byHand   bool             // the user has scrolled

	focused bool
	keys    keyboard.Keys  // the keys that go down
	pointer *fyne.Position // where the pointer is, relative to the list; nil when it is elsewhere
	pressed *pressed       // where a button of the mouse went down; nil once it was let go
	note    *noteEditor    // nil unless a note is being edited
	bar     *scrollbar
	view    *renderer // nil while the list is not shown
}

// New returns an empty list.
func New() *List {
	l := &List{current: -1, gone: -1, placed: map[int]*laid{}, known: map[string]*laid{}, unfolded: map[string]bool{}}
	l.heights = newHeights(0, firstEstimate)
	l.ExtendBaseWidget(l)
	l.bar = newScrollbar(l)
	return l
}

// SetCards replaces the cards by n others. card is asked only for those that come into view. The cards in view stay
// where they are, the one under the pointer before all, and the current card stays current, if they still exist; else no card is current.
func (l *List) SetCards(n int, card func(i int) Card) {
	held, y := l.anchor(n, card)
	was := l.current
	l.current = l.find(l.currentID, l.current, n, card)
	if l.current < 0 {
		l.currentID = ""
		if was >= 0 {
			l.gone = was
		}
	}
	l.card = card
	if n != l.n {
		l.n = n
		l.heights = newHeights(n, l.estimate())
	}
	if held >= 0 {
		l.offset = l.cardTop(held) - y
	}
	clear(l.placed)
	l.settle(max(0, held), false)

	orphan := l.note
	if orphan != nil {
		if orphan.index = l.find(orphan.id, orphan.index, n, card); orphan.index >= 0 {
			orphan = nil
		}
	}
	l.reload()
	if orphan != nil {
		l.KeepNote()
	}
}

// anchor is the new index of the card that is to stay in its place, -1 for none, and where that is, below the list's top edge: the card
// under the pointer, else the first in view that says what it said, else the first.
func (l *List) anchor(n int, card func(i int) Card) (index int, y float64) {
	index = -1
	hovered, _ := l.hovered()
	if l.n == 0 || l.offset == 0 && hovered < 0 {
		return -1, 0
	}
	take := func(i int) bool {
		known := l.placed[i]
		if known == nil {
			return false
		}
		at := l.find(known.card.ID, i, n, card)
		if at < 0 {
			return false
		}
		same := i == hovered || card(at) == known.card
		if same || index < 0 {
			index, y = at, l.cardTop(i)-l.offset
		}
		return same
	}
	if hovered >= 0 && take(hovered) {
		return index, y
	}
	first, last := l.visible()
	for i := first; i < last && !take(i); i++ {
	}
	return index, y
}

// find returns the index of the card with the ID among n cards, looking first near where it was, or -1.
func (l *List) find(id string, near, n int, card func(i int) Card) int {
	if id == "" {
		return -1
	}
	if near >= 0 && near < n && card(near).ID == id {
		return near
	}
	if l.IndexOf != nil {
		if i := l.IndexOf(id); i < n {
			return i
		}
		return -1
	}
	for d := 0; d < n || near-d >= 0; d++ {
		if i := near + d; i >= 0 && i < n && card(i).ID == id {
			return i
		}
		if i := near - d; d > 0 && i >= 0 && i < n && card(i).ID == id {
			return i
		}
	}
	return -1
}

// SetCurrent makes the card at index current, -1 for none, and scrolls it into view if it is not wholly visible.
// It calls nothing back.
func (l *List) SetCurrent(index int) {
	l.byHand = false
	l.setCurrent(index)
	l.arrange()
}

// setCurrent leaves the card where it is, whatever room the one before had taken.
func (l *List) setCurrent(index int) {
	was, held := l.current, index
	l.current, l.currentID = -1, ""
	if index >= 0 && index < l.n {
		l.gone = -1
		l.current, l.currentID = index, l.card(index).ID
	} else {
		held, _ = l.visible()
	}
	delete(l.placed, was)
	delete(l.placed, l.current)
	if l.room == 0 || l.Size().Width <= 0 {
		return
	}
	if was >= 0 && was < l.n && was != l.current {
		l.measure(was, held)
	}
	if l.current >= 0 {
		l.reveal(l.current, 0)
	} else {
		l.settle(held, false)
	}
}

// lines is how many lines of its own a card has.
func (c *Card) lines() int {
	n := 0
	for n < MostLines && c.Lines[n].Text != "" {
		n++
	}
	return n
}

// Current is the index of the current card, -1 if there is none.
func (l *List) Current() int { return l.current }

// SetEmpty sets what is said, centred, when there are no cards.
func (l *List) SetEmpty(title, hint string) {
	l.emptyTitle, l.emptyHint = title, hint
	l.arrange()
}

// AccessibilityLabel reads the current card.
func (l *List) AccessibilityLabel() string {
	if l.current < 0 {
		return l.emptyTitle
	}
	c := l.card(l.current)
	said := c.Label + ", " + c.Byline() + ": " + c.Quote + ". " + join(c.Statement, c.Note)
	for _, line := range c.Lines[:c.lines()] {
		said += "\n" + line.Sign + " " + line.Text
	}
	return said
}

// AccessibilityRole says that the list holds other things.
func (l *List) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleContainer }

// choose makes a card current on the user's behalf.
func (l *List) choose(index int) {
	l.makeCurrent(index, l.OnChoose)
}

func (l *List) makeCurrent(index int, told func(index int)) {
	l.setCurrent(index)
	l.arrange()
	if told != nil && l.current >= 0 {
		told(l.current)
	}
}

// TopCard is the ID of the first card in view, "" where there is none, and how far above the list's top edge it begins, in pixels.
func (l *List) TopCard() (id string, above float64) {
	first, last := l.visible()
	if first >= last {
		return "", 0
	}
	return l.laidOut(first).card.ID, l.offset - l.cardTop(first)
}

// ScrollToTop shows the first cards.
func (l *List) ScrollToTop() {
	l.byHand = false
	l.scrollTo(0)
}

// Unfold shows the long note of a card whole, or folds it again, and tells whether the card has one.
func (l *List) Unfold(index int, whole bool) bool {
	if index < 0 || index >= l.n || !l.laidOut(index).more {
		return false
	}
	if id := l.card(index).ID; whole {
		l.unfolded[id] = true
	} else {
		delete(l.unfolded, id)
	}
	delete(l.placed, index)
	l.reveal(index, min(float64(l.laidOut(index).high), l.room-2*margin))
	l.arrange()
	return true
}

// takeFocus gives the list the keyboard, if it is on a canvas.
func (l *List) takeFocus() {
	if c := fyne.CurrentApp().Driver().CanvasForObject(l); c != nil {
		c.Focus(l)
	}
}
