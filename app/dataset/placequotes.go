package dataset

import (
	"fmt"
	"slices"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"factmark/app/anchor"
)

// reanchor places spans by their quotes.
func (p *placer) reanchor(t *placeText, spots []*spot) error {
	finder := newQuoteFinder(t.text)
	var several, missing []*spot
	for i, s := range spots {
		if i%64 == 0 && p.ctx.Err() != nil {
			return p.ctx.Err()
		}
		if *s.quote == "" {
			p.refused = append(p.refused, s)
			continue
		}
		all := finder.all(*s.quote)
		if len(all) > 1 {
			all = finder.around(all, s.prefix, s.suffix)
		}
		switch len(all) {
		case 0:
			missing = append(missing, s)
		case 1:
			p.anchored(t, s, all[0])
		default:
			several = append(several, s)
		}
	}
	for _, s := range several {
		if place, ok := t.shifted(s, finder.all(*s.quote)); ok {
			p.anchored(t, s, place)
		} else {
			p.unplaced(t, s, fmt.Sprintf("it stands at %d places in the text, and nothing tells which is meant", len(finder.all(*s.quote))))
		}
	}
	return p.seek(t, finder, missing)
}

// anchored puts a span where its quote was found.
func (p *placer) anchored(t *placeText, s *spot, place passage) {
	p.moved(s, place)
	p.take(t, s, place)
}

// shifted gives the one of several places that is as far from where the offsets say as that of the nearest span that was
// found by its quote alone.
func (t *placeText) shifted(s *spot, all []passage) (passage, bool) {
	var nearest *spot
	for _, other := range t.spots {
		if other.placed && other.offset != s.offset && (nearest == nil || distance(other.offset, s.offset) < distance(nearest.offset, s.offset)) {
			nearest = other
		}
	}
	if nearest == nil {
		return passage{}, false
	}
	i := slices.IndexFunc(all, func(at passage) bool { return at.from.point-s.offset == *nearest.start-nearest.offset })
	if i < 0 {
		return passage{}, false
	}
	return all[i], true
}

func distance(a, b int) int { return max(a-b, b-a) }

// seek places what does not stand in the text as it is, by the rule by which claims find their places in a newer text. What
// it finds must have the same letters.
func (p *placer) seek(t *placeText, finder *quoteFinder, spots []*spot) error {
	if len(spots) == 0 {
		return nil
	}
	spans := make([]anchor.Span, len(spots))
	for i, s := range spots {
		spans[i] = anchor.Span{Quote: strings.TrimSpace(withLF(*s.quote)), Prefix: withLF(s.prefix), Suffix: withLF(s.suffix)}
	}
	found, err := anchor.Find(p.ctx, "", t.text, spans, nil)
	if err != nil {
		return err
	}
	for i, s := range spots {
		like := found[i].Candidates
		if found[i].Kind != anchor.Nowhere {
			place := finder.passage(found[i].Place.Start, found[i].Place.End)
			if sameLetters(*s.quote, t.text[place.from.at:place.to.at]) {
				p.anchored(t, s, place)
				continue
			}
		}
		why := "it does not stand in the text"
		if len(like) > 0 {
			place := finder.passage(like[0].Start, like[0].End)
			why += "; the most like it is " + Quoted(t.text[place.from.at:place.to.at])
		}
		p.unplaced(t, s, why)
	}
	return nil
}

// sameLetters tells whether two texts have the same letters and numbers, whatever their spaces and punctuation, and however
// their accents are written.
func sameLetters(a, b string) bool { return foldLetters(a) == foldLetters(b) }

func foldLetters(s string) string {
	runes := []rune(norm.NFC.String(s))
	digit := func(i int) bool { return i >= 0 && i < len(runes) && unicode.IsDigit(runes[i]) }
	var b strings.Builder
	for i, r := range runes {
		switch {
		case unicode.IsLetter(r), unicode.IsNumber(r), unicode.IsMark(r), unicode.IsSymbol(r), strings.ContainsRune("%‰&@#", r):
			b.WriteRune(r)
		case unicode.Is(unicode.Pd, r) && digit(i+1):
			b.WriteByte('-')
		case strings.ContainsRune(".,:/'", r) && digit(i-1) && digit(i+1):
			b.WriteRune(r)
		}
	}
	return b.String()
}

// quoteFinder finds quotes in a text with LF.
type quoteFinder struct {
	text  string
	marks []int // code points before every markStep bytes
}

const markStep = 1024

func newQuoteFinder(text string) *quoteFinder {
	f := &quoteFinder{text: text}
	for at := 0; at < len(text); at += markStep {
		before := 0
		if n := len(f.marks); n > 0 {
			before = f.marks[n-1] + starts(text[at-markStep:at])
		}
		f.marks = append(f.marks, before)
	}
	return f
}

// starts counts the bytes that begin a code point.
func starts(text string) int {
	n := 0
	for i := range len(text) {
		if utf8.RuneStart(text[i]) {
			n++
		}
	}
	return n
}

// position gives the place of a byte.
func (f *quoteFinder) position(at int) position {
	if len(f.marks) == 0 {
		return position{}
	}
	mark := min(at/markStep, len(f.marks)-1)
	return position{f.marks[mark] + starts(f.text[mark*markStep:at]), at}
}

// passage gives the places of code points.
func (f *quoteFinder) passage(start, end int) passage {
	return passage{f.point(start), f.point(end)}
}

func (f *quoteFinder) point(n int) position {
	mark := max(0, sort.SearchInts(f.marks, n+1)-1)
	at, left := mark*markStep, 0
	if len(f.marks) > 0 {
		left = n - f.marks[mark]
	}
	for at < len(f.text) {
		if utf8.RuneStart(f.text[at]) {
			if left == 0 {
				break
			}
			left--
		}
		at++
	}
	return position{n, at}
}

// mostFound is how many places of a quote are looked at.
const mostFound = 1000

// all finds the places of a quote, white space in it being any.
func (f *quoteFinder) all(quote string) []passage {
	var found []passage
	words := strings.Fields(quote)
	if len(words) == 0 {
		return nil
	}
	for from := 0; len(found) < mostFound; {
		i := strings.Index(f.text[from:], words[0])
		if i < 0 {
			break
		}
		start := from + i
		if end, ok := f.goesOn(start+len(words[0]), words[1:]); ok {
			found = append(found, passage{f.position(start), f.position(end)})
		}
		_, size := utf8.DecodeRuneInString(f.text[start:])
		from = start + size
	}
	return found
}

// goesOn tells whether words follow at a byte of the text, with white space before each, and where they end.
func (f *quoteFinder) goesOn(at int, words []string) (end int, ok bool) {
	for _, word := range words {
		rest := strings.TrimLeftFunc(f.text[at:], unicode.IsSpace)
		white := len(f.text) - at - len(rest)
		if white == 0 || !strings.HasPrefix(rest, word) {
			return 0, false
		}
		at += white + len(word)
	}
	return at, true
}

// around keeps the places that stand between what is said to stand before and behind; all of them where that is none or
// nothing is said.
func (f *quoteFinder) around(all []passage, prefix, suffix string) []passage {
	prefix, suffix = withoutWhite(prefix), withoutWhite(suffix)
	if prefix == "" && suffix == "" {
		return all
	}
	far := 4 * (len(prefix) + len(suffix) + 64) // white space may be more
	var fit []passage
	for _, p := range all {
		before := withoutWhite(f.text[max(0, p.from.at-far):p.from.at])
		behind := withoutWhite(f.text[p.to.at:min(len(f.text), p.to.at+far)])
		if strings.HasSuffix(before, prefix) && strings.HasPrefix(behind, suffix) {
			fit = append(fit, p)
		}
	}
	if fit == nil {
		return all
	}
	return fit
}

func withoutWhite(s string) string { return strings.Join(strings.Fields(s), "") }
