package layout

import "strings"

const lfStride = 4 << 10 // bytes between two marks of the count of line feeds

// numbers counts the line feeds of a text: marks[i] is how many stand before byte i*lfStride.
type numbers struct{ marks []int32 }

func (t *Text) countLines() {
	if t.lfs.marks != nil {
		return
	}
	n := 0
	for i := 0; i <= len(t.s); i += lfStride {
		t.lfs.marks = append(t.lfs.marks, int32(n))
		n += strings.Count(t.s[i:min(len(t.s), i+lfStride)], "\n")
	}
}

// Number gives the number of the text's own line, from 1, that holds a byte: line feeds end lines. The first call
// counts them all.
func (t *Text) Number(at int) int {
	t.countLines()
	at = min(max(at, 0), len(t.s))
	i := at / lfStride
	return 1 + int(t.lfs.marks[i]) + strings.Count(t.s[i*lfStride:at], "\n")
}

// Numbered says whether one of the text's own lines starts at a byte.
func (t *Text) Numbered(at int) bool { return at == 0 || t.s[at-1] == '\n' }
