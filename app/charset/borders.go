package charset

import (
	"slices"
	"sort"
	"unicode/utf8"
)

// Borders tells where in a file's bytes each code point of its text begins and ends. Between two of them may lie bytes that are no part of
// either: a byte order mark, an escape sequence.
type Borders struct {
	text         string
	starts, ends []int32 // in bytes, by code point; -1 within a group of code points that only together stand for their bytes
}

// Borders decodes raw and tells where its characters are. What does not decode is a *BrokenError.
func (e *Encoding) Borders(raw []byte) (*Borders, error) {
	b := &Borders{}
	var problem *BrokenError
	switch {
	case e.single != nil:
		if b.text, problem = e.fromSingle(raw); problem == nil {
			b.starts, b.ends = make([]int32, len(raw)), make([]int32, len(raw))
			for i := range raw {
				b.starts[i], b.ends[i] = int32(i), int32(i+1)
			}
		}
	case e.multi != nil:
		if b.text, problem = e.fromMulti(raw); problem == nil {
			b.multi(e, raw)
		}
	default:
		b.text, problem = e.whole(raw, b)
	}
	if problem != nil {
		problem.Encoding = e.Name
		return nil, problem
	}
	return b, nil
}

// add notes that n code points come from the bytes from start to end. Where nobody asks for the borders b is nil.
func (b *Borders) add(start, end, n int) {
	if b == nil {
		return
	}
	for i := range n {
		from, to := int32(-1), int32(-1)
		if i == 0 {
			from = int32(start)
		}
		if i == n-1 {
			to = int32(end)
		}
		b.starts, b.ends = append(b.starts, from), append(b.ends, to)
	}
}

// multi goes through a text of characters of several bytes, all of which decode.
func (b *Borders) multi(e *Encoding, raw []byte) {
	decoder := e.multi.NewDecoder()
	var dst [16]byte
	for i := 0; i < len(raw); {
		if raw[i] < utf8.RuneSelf {
			b.add(i, i+1, 1)
			i++
			continue
		}
		for n := 1; ; n++ {
			end := min(i+n, len(raw))
			if wrote, read, _ := decoder.Transform(dst[:], raw[i:end], end == len(raw)); read > 0 {
				b.add(i, i+read, utf8.RuneCount(dst[:wrote]))
				i += read
				break
			}
		}
	}
}

// WithLF gives the borders in the text with LF for CRLF and CR.
func (b *Borders) WithLF() *Borders {
	lf := &Borders{starts: make([]int32, 0, len(b.starts)), ends: make([]int32, 0, len(b.ends))}
	text := make([]byte, 0, len(b.text))
	i, afterCR := 0, false
	for _, r := range b.text {
		switch {
		case r == '\n' && afterCR:
			lf.ends[len(lf.ends)-1] = b.ends[i]
		case r == '\r':
			text = append(text, '\n')
			lf.starts, lf.ends = append(lf.starts, b.starts[i]), append(lf.ends, b.ends[i])
		default:
			text = utf8.AppendRune(text, r)
			lf.starts, lf.ends = append(lf.starts, b.starts[i]), append(lf.ends, b.ends[i])
		}
		afterCR = r == '\r'
		i++
	}
	lf.text = string(text)
	return lf
}

// Text is what was decoded.
func (b *Borders) Text() string { return b.text }

// Bytes gives the bytes of the code points from start to end, a half-open range that is not empty; false where an end of it is not one of bytes.
func (b *Borders) Bytes(start, end int) (from, to int, exact bool) {
	first, last := start, end-1
	for first > 0 && b.starts[first] < 0 {
		first--
	}
	for last < len(b.ends)-1 && b.ends[last] < 0 {
		last++
	}
	return int(b.starts[first]), int(b.ends[last]), first == start && last == end-1
}

// CodePoints gives the code points of a range of bytes; false where one of its ends lies within a character, which is taken in then.
func (b *Borders) CodePoints(from, to int) (start, end int, exact bool) {
	// The bounds of those inside a group are filled in, so that they rise.
	starts := func(i int) int {
		for b.starts[i] < 0 {
			i--
		}
		return int(b.starts[i])
	}
	ends := func(i int) int {
		for b.ends[i] < 0 {
			i++
		}
		return int(b.ends[i])
	}
	n := len(b.starts)
	start = sort.Search(n, func(i int) bool { return ends(i) > from })
	end = sort.Search(n, func(i int) bool { return starts(i) >= to })
	exact = start < end && starts(start) >= from && ends(end-1) <= to
	return start, end, exact
}

// Encode writes text; false where the encoding lacks a character, or where what is written would not be read as the same text.
func (e *Encoding) Encode(text string) ([]byte, bool) {
	var raw []byte
	switch {
	case e.single != nil:
		back := map[rune]byte{}
		for i, r := range slices.Backward(e.single[:]) {
			back[r] = byte(i)
		}
		raw = make([]byte, 0, len(text))
		for _, r := range text {
			x, is := back[r]
			if !is {
				return nil, false
			}
			raw = append(raw, x)
		}
	case e.multi != nil:
		var err error
		if raw, err = e.multi.NewEncoder().Bytes([]byte(text)); err != nil {
			return nil, false
		}
	case e.Name == "utf-8":
		raw = []byte(text)
	default:
		return nil, false
	}
	again, err := e.Decode(raw)
	return raw, err == nil && again == text
}
