package claimlist

import "fyne.io/fyne/v2"

// strip is the cards one below the other, and which of them are in view.
type strip struct {
	n int // how many there are
	// offset is the distance in pixels from the top of the first card's margin to the top of the widget; float64, as
	// float32 grows coarse in a list of a million cards.
	offset  float64
	room    float64 // the height of the widget; 0 until it has one
	heights heights
}

// firstEstimate is how tall a card is taken to be before any was measured, in pixels.
const firstEstimate = 72

// cardTop is where the card at index starts, in pixels below the first card.
func (s *strip) cardTop(index int) float64 { return float64(s.heights.top(index)) }

// cardY is where a card starts, relative to the list's top edge.
func (s *strip) cardY(index int) float32 { return float32(margin + s.cardTop(index) - s.offset) }

// height is how tall a card is, as far as is known.
func (s *strip) height(index int) float64 { return float64(s.heights.at(index)) }

// whole is how tall all of it is.
func (s *strip) whole() float64 { return margin + s.cardTop(s.n) + foot }

// indexAt is the card at so many pixels below the first card, n below the last.
func (s *strip) indexAt(y float64) int { return s.heights.indexAt(int(y)) }

// most is the largest offset.
func (s *strip) most() float64 { return max(0, s.whole()-s.room) }

// clamp returns the offset moved into the range that can be scrolled to.
func (s *strip) clamp(offset float64) float64 { return max(0, min(offset, s.most())) }

// visible is the half-open range of cards that show at least a pixel.
func (s *strip) visible() (first, last int) {
	if s.n == 0 {
		return 0, 0
	}
	first = min(s.indexAt(s.offset-margin), s.n-1)
	return first, min(s.n, s.indexAt(s.offset+s.room-margin)+1)
}

// laidOut is the card at an index with its texts in lines. It is measured once, until it or its width changes.
func (l *List) laidOut(index int) *laid {
	if known := l.placed[index]; known != nil {
		return known
	}
	card := l.card(index)
	f := face{width: l.Size().Width - 2*margin, current: index == l.current, unfolded: l.unfolded[card.ID]}
	known := l.known[card.ID]
	if known == nil || known.card != card || known.face != f {
		known = layOut(card, f)
		if card.Unread {
			known.high = float32(l.heights.at(index))
		} else {
			l.measured[0]++
			l.measured[1] += int(known.high)
		}
		if len(l.known) >= mostKnown {
			clear(l.known)
		}
		l.known[card.ID] = known
	}
	if len(l.placed) >= mostKnown {
		clear(l.placed)
	}
	l.placed[index] = known
	return known
}

// mostKnown is how many cards are kept as they were laid out.
const mostKnown = 400

// estimate is the height of a card that is not known.
func (l *List) estimate() int {
	if l.measured[0] == 0 {
		return firstEstimate
	}
	return l.measured[1] / l.measured[0]
}

// forgetHeights has all cards measured anew as they come into view.
func (l *List) forgetHeights() {
	clear(l.placed)
	l.heights = newHeights(l.n, l.estimate())
}

// measure notes the height of a card. What is held stays where it is on screen when a card above it turns out taller or lower.
func (l *List) measure(index, held int) (changed bool) {
	if l.Size().Width <= 0 {
		return false
	}
	by := int(l.laidOut(index).high) - l.heights.at(index)
	if by == 0 {
		return false
	}
	l.heights.set(index, int(l.laidOut(index).high))
	if index < held {
		l.offset += float64(by)
	}
	return true
}

// settle measures the cards in view at the offset. The card that is held stays where it is; at the end of the list, the end does.
func (l *List) settle(held int, atEnd bool) {
	if l.Size().Width <= 0 || l.room <= 0 {
		return
	}
	for range mostKnown { // each time round, a card at least has become known
		if l.offset = l.clamp(l.offset); atEnd {
			l.offset = l.most()
		}
		changed := false
		first, last := l.visible()
		for i := first; i < last; i++ {
			changed = l.measure(i, held) || changed
		}
		if !changed {
			return
		}
	}
}

// reveal scrolls just enough to show the first high pixels of a card with a margin around them, or all of it where high is 0.
func (l *List) reveal(index int, high float64) {
	if l.room == 0 || l.Size().Width <= 0 {
		return
	}
	l.measure(index, index)
	if high == 0 {
		high = l.height(index)
	}
	start := l.cardTop(index)
	if end := margin + start + high + margin; end > l.offset+l.room {
		l.offset = end - l.room
	}
	if start < l.offset {
		l.offset = start
	}
	l.settle(index, false)
}

// scrollTo moves the view and redraws only when that changes anything.
func (l *List) scrollTo(offset float64) {
	if offset == l.offset {
		return
	}
	before, _ := l.visible()
	atEnd := offset >= l.most()
	if offset = l.clamp(offset); offset == l.offset && !atEnd {
		return
	}
	was := l.offset
	l.offset = offset
	held, last := l.visible()
	if before >= held && before < last { // a card that was in view and still is moves by what was scrolled
		held = before
	}
	l.settle(held, atEnd)
	if l.offset != was {
		l.arrange()
	}
}

// Scrolled answers the mouse wheel and the touchpad.
func (l *List) Scrolled(ev *fyne.ScrollEvent) {
	l.byHand = true
	l.scrollTo(l.offset - float64(ev.Scrolled.DY))
}

// ShowRange scrolls just enough to show the cards from first up to but not including last, the first of them before all. It does nothing
// while the list has the keyboard, and after the user has scrolled it, until another card is made current or Released is called.
func (l *List) ShowRange(first, last int) {
	if l.focused || l.byHand || l.note != nil || first < 0 || first >= last || last > l.n || l.room == 0 {
		return
	}
	was := l.offset
	l.reveal(last-1, 0)
	l.reveal(first, 0)
	if first <= l.current && l.current < last {
		l.reveal(l.current, 0)
	}
	if l.offset != was {
		l.arrange()
	}
}

// Released lets ShowRange scroll again after the user has scrolled.
func (l *List) Released() { l.byHand = false }

// Resize keeps the view within the cards, and the current card in view where it was. The first time, it shows the card
// that was made current before there was a view.
func (l *List) Resize(size fyne.Size) {
	first := l.Size().Height == 0
	seen := first || l.current >= 0 && l.cardTop(l.current) >= l.offset-margin && l.cardTop(l.current) < l.offset+l.room
	held, y := 0, 0.0
	if l.n > 0 {
		held, _ = l.visible()
		if seen && l.current >= 0 {
			held = l.current
		}
		y = l.cardTop(held) - l.offset
	}
	wider := size.Width != l.Size().Width
	l.room = float64(size.Height)
	l.BaseWidget.Resize(size)
	if l.n > 0 {
		if wider {
			l.measured = [2]int{}
			l.forgetHeights()
			if l.offset > 0 {
				l.offset = l.cardTop(held) - y
			}
		}
		l.settle(held, false)
		if seen && l.current >= 0 {
			l.reveal(l.current, min(float64(l.laidOut(l.current).high), l.room-2*margin))
		}
	}
	l.arrange()
}
