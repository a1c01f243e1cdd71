package layout

import (
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"
)

// wrap breaks a block into lines as full as they can be, and gives where they start, from the block's own start. The last block has one more, empty line if its text ends
// with a line break, or if there is no text.
func (l *Layout) wrap(b block, last bool) []lineStart {
	starts := make([]lineStart, 0, l.estimate(b)+2)
	s := b.s
	p := newPieces(s)
	from, x := 0, float32(0) // the line that is being filled
	breaks := int32(0)
	begin := func(at int) {
		starts = append(starts, lineStart{int32(at), breaks})
		from, x = at, 0
	}
	begin(0)
	for p.at < len(s) {
		at := p.at
		ink, end, hard := p.next()
		w := l.wordWidth(s[at:ink])
		room := l.width - x
		if !hard && endsSoftHyphen(s[at:ink]) {
			room -= l.hyphen
		}
		if w > room && at > from {
			begin(at)
		}
		for w > l.width { // a word wider than a line is broken where it must be
			n := l.fitting(s[at:ink])
			if at += n; at == ink {
				break
			}
			begin(at)
			w = l.wordWidth(s[at:ink])
		}
		x = l.behindBlank(s[ink:end], x+w)
		if hard {
			breaks++
		}
		if hard && (end < len(s) || last) {
			begin(end)
		}
	}
	return starts
}

func endsSoftHyphen(s string) bool {
	return len(s) >= 2 && s[len(s)-1] == 0xAD && s[len(s)-2] == 0xC2
}

// wordWidth measures a word, or remembers it. What is certainly wider than a line is not measured to its end.
func (l *Layout) wordWidth(word string) float32 {
	if word == "" {
		return 0
	}
	if w, ok := l.widths[word]; ok {
		return w
	}
	if len(word) > maxKeyLen {
		_, w := l.enough(word)
		return w
	}
	if len(l.widths) >= maxWidths {
		clear(l.widths)
	}
	w := l.measure(display(word))
	l.widths[word] = w
	return w
}

// behindBlank gives where the white space between two words ends that begins at x; a line break has no width. White space has no kerning.
func (l *Layout) behindBlank(s string, x float32) float32 {
	if s == " " {
		return x + l.space
	}
	for i, n := 0, 0; i < len(s) && breakLen(s, i) == 0; i += n {
		_, n = utf8.DecodeRuneInString(s[i:])
		if s[i] == '\t' {
			x += l.toTabStop(x)
		} else {
			x += l.wordWidth(s[i : i+n])
		}
	}
	return x
}

// enough gives the start of a word that is wider than a line, or the whole word, and how wide it is. It grows in steps,
// so that a word of a megabyte costs no more than a few lines of text.
func (l *Layout) enough(word string) (n int, w float32) {
	for step := int(l.width/l.letter) + 16; ; step *= 2 {
		n = min(len(word), step)
		for n < len(word) && !utf8.RuneStart(word[n]) {
			n++
		}
		w = l.measure(display(word[:n]))
		if n == len(word) || w > l.width+4*l.letter {
			return n, w
		}
	}
}

// fitting gives the length of the longest start of a word, in whole clusters and at least one, that fits in a line.
func (l *Layout) fitting(word string) int {
	n, w := l.enough(word)
	if w <= l.width {
		return len(word)
	}
	var ends []int
	for g := graphemes.FromString(word); g.Next(); {
		ends = append(ends, g.End())
		if g.End() >= n {
			break
		}
	}
	// Letters are about equally wide, so guess by proportion: lo fits (or is the one cluster there must be), hi doesn't.
	lo, wlo := 0, float32(0)
	hi, whi := len(ends)-1, w
	for lo+1 < hi {
		mid := lo + int(float32(hi-lo)*(l.width-wlo)/(whi-wlo))
		mid = min(max(mid, lo+1), hi-1)
		if w := l.measure(display(word[:ends[mid]])); w <= l.width {
			lo, wlo = mid, w
		} else {
			hi, whi = mid, max(w, wlo+1)
		}
		if lo+1 < hi { // close in from the other side, lest one end never move
			mid = min(lo+2, hi-1)
			if w := l.measure(display(word[:ends[mid]])); w <= l.width {
				lo, wlo = mid, w
			} else {
				hi, whi = mid, max(w, wlo+1)
			}
		}
	}
	return ends[lo]
}
