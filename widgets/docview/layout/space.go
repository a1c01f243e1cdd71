package layout

import (
	"math"
	"sort"
)

// SetParagraphSpace sets paragraphs apart by a share of a line, 0 unless set: half a line is 0.5. Nothing else changes:
// the lines, their numbers and what they hold stay the same.
func (l *Layout) SetParagraphSpace(share float64) { l.spaced = share }

// Top gives how far below the first line a line stands, in lines; behind the last line, how far all of them reach.
// Where nothing is laid out yet it is an estimate.
func (l *Layout) Top(i int) float64 {
	if l.spaced == 0 {
		return float64(i)
	}
	return float64(i) + l.spaced*l.paragraphsBefore(i)
}

// paragraphsBefore gives the number of paragraphs that end before a line. The lines of a block that is not laid out share its
// paragraphs evenly.
func (l *Layout) paragraphsBefore(i int) float64 {
	l.count()
	if i <= 0 {
		return 0
	}
	if i >= l.first[len(l.lines)] {
		return float64(l.breaks[len(l.lines)])
	}
	b, k := l.locate(i)
	if starts := l.lines[b]; starts != nil {
		return float64(l.breaks[b] + int(starts[k].breaks))
	}
	share := float64(k) / float64(l.first[b+1]-l.first[b])
	return float64(l.breaks[b]) + share*float64(l.breaks[b+1]-l.breaks[b])
}

// LineAt gives the line at a height below the first one, in lines: one that stands there, else the one above the space there.
// It is below 0 for what is above the first line, and is not bounded by the number of lines.
func (l *Layout) LineAt(height float64) int {
	l.count()
	if n := l.first[len(l.lines)]; l.spaced == 0 || height < 0 || height >= l.Top(n) {
		if height >= 0 && l.spaced > 0 {
			height += float64(n) - l.Top(n)
		}
		return int(math.Floor(height))
	}
	// The block first, lest each step of the search look for its own.
	b := sort.Search(len(l.lines), func(b int) bool { return float64(l.first[b+1])+l.spaced*float64(l.breaks[b+1]) > height })
	from, to := l.first[b], l.first[b+1]
	return from + max(0, sort.Search(to-from, func(k int) bool { return l.Top(from+k) > height })-1)
}

// BlankLines says whether a blank line stands between two paragraphs anywhere in the text.
func (t *Text) BlankLines() bool {
	written, blank := false, false // before where we are
	for at := 0; at < t.Len(); {
		end := t.lineBreak(at)
		switch {
		case !t.Blank(at, end):
			if written && blank {
				return true
			}
			written, blank = true, false
		default:
			blank = true
		}
		at = t.behind(end)
	}
	return false
}
