package anchor

import (
	"slices"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// folded is a wording without what cannot change its meaning: the kind and
// amount of white space, of quotation marks and dashes, invisible characters,
// and how a letter with a mark is put together. from gives, for each of its
// runes, the offset that it comes from, in code points.
type folded struct {
	runes []rune
	from  []int32
}

// fold folds a text. In a row of a table tabs, and gaps as wide as two spaces,
// part the cells and are kept.
func fold(text []rune, row bool) *folded {
	f := &folded{make([]rune, 0, len(text)), make([]int32, 0, len(text))}
	f.fold(text, row)
	return f
}

// fold puts a text in the place of the one before.
func (f *folded) fold(text []rune, row bool) {
	f.runes, f.from = f.runes[:0], f.from[:0]
	put := func(r rune, at int) {
		f.runes = append(f.runes, r)
		f.from = append(f.from, int32(at))
	}
	for i := 0; i < len(text); i++ {
		r := text[i]
		switch {
		case 'a' <= r && r <= 'z':
			put(r, i)
		case r == ' ' && i > 0 && i+1 < len(text) && 'A' <= text[i+1] && text[i+1] <= 'z' && text[i-1] < 0x80 && !space(text[i-1]):
			put(r, i)
		case r == ' ' || r >= 0x80 && space(r) || r < ' ':
			end, tabs := i+1, 0
			if r == '\t' {
				tabs++
			}
			for end < len(text) && (space(text[end]) || text[end] < ' ') {
				if text[end] == '\t' {
					tabs++
				}
				end++
			}
			if row && tabs == 0 && end-i > 1 && i > 0 {
				tabs = 1
			}
			for range tabs {
				if row {
					put('\t', i)
				}
			}
			if (!row || tabs == 0) && i > 0 && end < len(text) && !glued(text[i-1], text[end]) {
				put(' ', i)
			}
			i = end - 1
		case r < 0x80:
			if r == '`' {
				r = '\''
			}
			put(r, i)
		case invisible(r):
		default:
			if s, ok := plainForm[r]; ok {
				for _, p := range s {
					put(p, i)
				}
				continue
			}
			if r < 0xC0 {
				put(r, i)
				continue
			}
			var buf [4]byte
			d := norm.NFD.Properties(buf[:encode(buf[:], r)]).Decomposition()
			if d == nil {
				put(r, i)
				continue
			}
			for _, p := range string(d) {
				put(p, i)
			}
		}
	}
	f.order()
}

func encode(buf []byte, r rune) int { return copy(buf, string(r)) }

// order puts the marks on a letter in their canonical order.
func (f *folded) order() {
	class := func(i int) uint8 {
		if f.runes[i] < 0x300 {
			return 0
		}
		return norm.NFD.PropertiesString(string(f.runes[i])).CCC()
	}
	for i := 1; i < len(f.runes); i++ {
		if f.runes[i] < 0x300 || f.runes[i-1] < 0x300 {
			continue
		}
		for j := i; j > 0; j-- {
			if c := class(j); c == 0 || class(j-1) <= c {
				break
			}
			f.runes[j], f.runes[j-1] = f.runes[j-1], f.runes[j]
			f.from[j], f.from[j-1] = f.from[j-1], f.from[j]
		}
	}
}

// glued tells whether white space between two characters says nothing: in
// scripts without spaces, and where some write one before a sign.
func glued(before, after rune) bool {
	return wide(before) && wide(after) || before == '«' || slices.Contains([]rune(";:!?%»"), after)
}

func wide(r rune) bool { return unspaced(r) || r >= 0x3000 && r < 0x3040 || r >= 0xFF00 && r < 0xFF61 }

func invisible(r rune) bool {
	switch r {
	case 0xAD, 0x200B, 0x200E, 0x200F, 0x2060, 0x61C, 0x640, 0xFEFF:
		return true
	}
	return false
}

// plainForm gives characters that are another way to print the same.
var plainForm = map[rune]string{
	'“': `"`, '”': `"`, '„': `"`, '‟': `"`, '«': `"`, '»': `"`, '‘': "'", '’': "'", '‚': "'", '‛': "'", '´': "'",
	'‐': "-", '‑': "-", '‒': "-", '–': "-", '—': "-", '―': "-", '−': "-", '…': "...",
	'ﬀ': "ff", 'ﬁ': "fi", 'ﬂ': "fl", 'ﬃ': "ffi", 'ﬄ': "ffl", '•': "-", '‣': "-", '◦': "-", '▪': "-", '●': "-",
}

// trimmed drops white space at both ends.
func trimmed(text []rune, a area) area {
	for a.start < a.end && (space(text[a.start]) || unicode.IsControl(text[a.start])) {
		a.start++
	}
	for a.start < a.end && (space(text[a.end-1]) || unicode.IsControl(text[a.end-1])) {
		a.end--
	}
	return a
}
