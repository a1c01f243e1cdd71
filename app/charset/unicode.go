package charset

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

var (
	littleEndian = binary.LittleEndian
	bigEndian    = binary.BigEndian
)

func fromUTF8(raw []byte, at *Borders) (string, *BrokenError) {
	text := bytes.TrimPrefix(raw, []byte("\xEF\xBB\xBF"))
	if !utf8.Valid(text) {
		return "", brokenUTF8(text)
	}
	if at != nil {
		for i := len(raw) - len(text); i < len(raw); {
			_, size := utf8.DecodeRune(raw[i:])
			at.add(i, i+size, 1)
			i += size
		}
	}
	return string(text), nil
}

func brokenUTF8(raw []byte) *BrokenError {
	i := 0
	for i < len(raw) {
		r, size := utf8.DecodeRune(raw[i:])
		if r == utf8.RuneError && size == 1 {
			break
		}
		i += size
	}
	length := 1
	if !utf8.FullRune(raw[i:]) {
		length = len(raw) - i
	}
	problem := broken("utf-8", raw, i, length, string(raw[:i]))
	problem.Cut = !utf8.FullRune(raw[i:])
	return problem
}

// utf16In decodes UTF-16 in one byte order. Half a unit or half a surrogate pair is broken.
func utf16In(order binary.ByteOrder) func(raw []byte, at *Borders) (string, *BrokenError) {
	return func(raw []byte, at *Borders) (string, *BrokenError) {
		var text strings.Builder
		text.Grow(len(raw)/2 + len(raw)/8)
		i := 0
		if len(raw) >= 2 && order.Uint16(raw) == 0xFEFF {
			i = 2
		}
		for ; i < len(raw); i += 2 {
			if len(raw)-i < 2 {
				problem := broken("utf-16", raw, i, 1, text.String())
				problem.Cut = true
				return "", problem
			}
			start, r := i, rune(order.Uint16(raw[i:]))
			if utf16.IsSurrogate(r) {
				low := rune(utf8.RuneError)
				if len(raw)-i >= 4 {
					low = rune(order.Uint16(raw[i+2:]))
				}
				pair := utf16.DecodeRune(r, low)
				if pair == utf8.RuneError {
					problem := broken("utf-16", raw, i, 2, text.String())
					problem.Cut = len(raw)-i < 4 && r < 0xDC00
					return "", problem
				}
				r = pair
				i += 2
			}
			at.add(start, i+2, 1)
			text.WriteRune(r)
		}
		return text.String(), nil
	}
}

// looseUTF16 decodes what it can; half a surrogate pair becomes U+FFFD.
func looseUTF16(raw []byte, big bool) string {
	units := make([]uint16, len(raw)/2)
	for i := range units {
		if units[i] = littleEndian.Uint16(raw[2*i:]); big {
			units[i] = bigEndian.Uint16(raw[2*i:])
		}
	}
	return string(utf16.Decode(units))
}

func utf32In(order binary.ByteOrder) func(raw []byte, at *Borders) (string, *BrokenError) {
	return func(raw []byte, at *Borders) (string, *BrokenError) {
		var text strings.Builder
		text.Grow(len(raw) / 4)
		i := 0
		if len(raw) >= 4 && order.Uint32(raw) == 0xFEFF {
			i = 4
		}
		for ; i < len(raw); i += 4 {
			if len(raw)-i < 4 {
				problem := broken("utf-32", raw, i, 4, text.String())
				problem.Cut = true
				return "", problem
			}
			unit := order.Uint32(raw[i:])
			if unit > utf8.MaxRune || !utf8.ValidRune(rune(unit)) {
				return "", broken("utf-32", raw, i, 4, text.String())
			}
			at.add(i, i+4, 1)
			text.WriteRune(rune(unit))
		}
		return text.String(), nil
	}
}

// fromUTF7 decodes RFC 2152: UTF-16 in Base64 between + and -, all else in ASCII.
func fromUTF7(raw []byte, at *Borders) (string, *BrokenError) {
	var text strings.Builder
	text.Grow(len(raw))
	for i := 0; i < len(raw); i++ {
		switch b := raw[i]; {
		case b >= utf8.RuneSelf:
			return "", broken("utf-7", raw, i, 1, text.String())
		case b != '+':
			at.add(i, i+1, 1)
			text.WriteByte(b)
		default:
			end := i + 1
			for end < len(raw) && isBase64(raw[end]) {
				end++
			}
			encoded := raw[i+1 : end]
			units, err := base64.RawStdEncoding.Strict().DecodeString(string(encoded))
			whole := units[:len(units)&^1]
			filled := len(encoded)*6%16 < 6 && (len(whole) == len(units) || units[len(whole)] == 0) // with as few zero bits as fill up the last sign
			inside, problem := utf16In(bigEndian)(whole, nil)
			ended := end < len(raw) && raw[end] == '-'
			switch {
			case len(encoded) == 0 && ended:
				inside = "+"
			case len(encoded) == 0 || err != nil || !filled || problem != nil || inside == "":
				return "", broken("utf-7", raw, i, end-i, text.String())
			}
			text.WriteString(inside)
			start := i
			if i = end - 1; ended {
				i = end
			}
			at.add(start, i+1, utf8.RuneCountInString(inside))
		}
	}
	return text.String(), nil
}

func isBase64(b byte) bool {
	return 'A' <= b && b <= 'Z' || 'a' <= b && b <= 'z' || '0' <= b && b <= '9' || b == '+' || b == '/'
}
