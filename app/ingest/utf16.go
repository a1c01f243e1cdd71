package ingest

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// byteOrder is one of the two orders of UTF-16.
type byteOrder struct {
	binary.ByteOrder
	name string
}

var (
	littleEndian = byteOrder{binary.LittleEndian, "utf-16le"}
	bigEndian    = byteOrder{binary.BigEndian, "utf-16be"}
)

// fromUTF16 decodes raw, without its byte order mark. Half a surrogate pair or half a unit is an error.
func fromUTF16(raw []byte, order byteOrder) (text, name string, err error) {
	if len(raw)%2 != 0 {
		return "", "", errors.New("the UTF-16 text breaks off in the middle of a character: the file was probably cut short; get it again and import that")
	}
	var b strings.Builder
	b.Grow(len(raw)/2 + len(raw)/8)
	line := 1
	for i := 0; i < len(raw); i += 2 {
		r := rune(order.Uint16(raw[i:]))
		if utf16.IsSurrogate(r) {
			low := rune(utf8.RuneError)
			if i += 2; i < len(raw) {
				low = rune(order.Uint16(raw[i:]))
			}
			if r = utf16.DecodeRune(r, low); r == utf8.RuneError {
				return "", "", fmt.Errorf("this is UTF-16 text with a broken character at line %d; "+
					"mend that line in a text editor, save as UTF-8 and import again, or get the file anew", line)
			}
		}
		if r == '\n' {
			line++
		}
		b.WriteRune(r)
	}
	return noNUL(b.String(), order.name)
}

// guessUTF16 tells whether raw, which holds NUL bytes, is UTF-16 without a byte order mark: read so, it makes plausible
// text with ASCII characters in it. Where both orders do, the one with more of them is it.
func guessUTF16(raw []byte) (byteOrder, bool) {
	var upper [2]int // NULs in the upper halves of units, by order
	for i, b := range raw {
		if b == 0 {
			upper[(i+1)%2]++ // in a little-endian unit the second byte is the upper one
		}
	}
	orders := []byteOrder{littleEndian, bigEndian}
	if upper[1] > upper[0] {
		slices.Reverse(orders)
		slices.Reverse(upper[:])
	}
	for i, order := range orders {
		if upper[i] == 0 {
			continue
		}
		if text, _, err := fromUTF16(raw, order); err == nil && plausible(text) {
			return order, true
		}
	}
	return byteOrder{}, false
}
