package claimlist

import "fyne.io/fyne/v2"

// The geometry in pixels: every card but the current one is as tall as the others, so the place of each is a multiplication.
const (
	margin      = 12 // around the cards and between them
	foot        = 24 // below the last card: shows that it is the last, and leaves room for its note editor
	pad         = 8  // inside a card, above, below and at the right
	indent      = 12 // inside a card at the left, where the bar of the current one is
	barWidth    = 3
	pillSize    = 18 // the square with the letter
	patternTop  = pad + pillSize + 2
	patternHigh = 5
	quoteTop    = patternTop + patternHigh + 4
	quoteLine   = 20
	noteTop     = quoteTop + 2*quoteLine + 4
	noteLine    = 18
	cardHeight  = noteTop + noteLine + pad
	pitch       = cardHeight + margin
	lineGap     = 4  // between the note and a card's own lines
	lineHigh    = 20 // of one of them
	linesTop    = noteTop + noteLine + lineGap
)

// strip is the cards one below the other, and which of them are in view.
type strip struct {
	n int // how many there are
	// offset is the distance in pixels from the top of the first card's margin to the top of the widget; float64, as
	// float32 grows coarse in a list of a million cards.
	offset float64
	room   float64 // the height of the widget; 0 until it has one
	tall   int     // the card that is taller than the others, -1 for none
	extra  float64 // and by how much
}

// cardTop is where the card at index starts, in pixels below the first card.
func (s *strip) cardTop(index int) float64 {
	top := float64(index) * pitch
	if s.tall >= 0 && index > s.tall {
		top += s.extra
	}
	return top
}

// cardY is where a card starts, relative to the list's top edge.
func (s *strip) cardY(index int) float32 { return float32(margin + s.cardTop(index) - s.offset) }

// height is how tall a card is.
func (s *strip) height(index int) float64 {
	if index == s.tall {
		return cardHeight + s.extra
	}
	return cardHeight
}

// whole is how tall all of it is.
func (s *strip) whole() float64 { return s.cardTop(s.n) + foot }

// indexAt is the card at so many pixels below the first card, or in the gap above it; it may lie beyond the last.
func (s *strip) indexAt(y float64) int {
	if s.tall >= 0 && y >= float64(s.tall)*pitch {
		return max(s.tall, int((y-s.extra)/pitch))
	}
	return int(y / pitch)
}

// clamp returns the offset moved into the range that can be scrolled to.
func (s *strip) clamp(offset float64) float64 {
	return max(0, min(offset, s.whole()-s.room))
}

// visible is the half-open range of cards that show at least a pixel.
func (s *strip) visible() (first, last int) {
	last = min(s.n, s.indexAt(s.offset+s.room-margin)+1)
	return min(s.indexAt(s.offset), last), last
}

// reveal scrolls just enough to show the first high pixels of a card with a margin around them.
func (s *strip) reveal(index int, high float64) {
	view := s.room
	if view == 0 {
		return
	}
	start := s.cardTop(index)
	if end := margin + start + high + margin; end > s.offset+view {
		s.offset = end - view
	}
	if start < s.offset {
		s.offset = start
	}
	s.offset = s.clamp(s.offset)
}

// scrollTo moves the view and redraws only when that changes anything.
func (l *List) scrollTo(offset float64) {
	if offset = l.clamp(offset); offset != l.offset {
		l.offset = offset
		l.arrange()
	}
}

// Scrolled answers the mouse wheel and the touchpad.
func (l *List) Scrolled(ev *fyne.ScrollEvent) {
	l.scrollTo(l.offset - float64(ev.Scrolled.DY))
}

// Resize keeps the view within the cards, and the current card in view where it was. The first time, it shows the card
// that was made current before there was a view.
func (l *List) Resize(size fyne.Size) {
	seen := l.Size().Height == 0 || l.current >= 0 && l.cardTop(l.current) >= l.offset-margin && l.cardTop(l.current) < l.offset+l.room
	l.room = float64(size.Height)
	l.BaseWidget.Resize(size)
	l.offset = l.clamp(l.offset)
	if seen && l.current >= 0 {
		l.reveal(l.current, min(l.height(l.current), l.room-2*margin))
	}
	l.arrange()
}
