package charset

import (
	"encoding/hex"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/transform"
)

// BrokenError says where bytes are no text in an encoding.
type BrokenError struct {
	Encoding string
	Line     int    // from 1
	Before   string // the end of the line's text before the broken bytes, at most 24 code points
	Bytes    []byte // the broken ones, at most four
	Cut      bool   // the text ends within a character
}

func (e *BrokenError) Error() string {
	if e.Cut {
		return fmt.Sprintf("the text breaks off in the middle of a character (%s), so the file was probably cut short; get it again and import that", e.place())
	}
	name := e.Encoding
	if strings.HasPrefix(name, "utf-") {
		name = strings.ToUpper(name)
	}
	return fmt.Sprintf("this is %s text, but broken: %s", name, e.place())
}

// place says what stands where: line 4 has the byte E9 after “caf”.
func (e *BrokenError) place() string {
	bytes := "byte"
	if len(e.Bytes) > 1 {
		bytes = "bytes"
	}
	said := fmt.Sprintf("line %d has the %s %s", e.Line, bytes, strings.ToUpper(hex.EncodeToString(e.Bytes)))
	if e.Before != "" {
		said += " after “" + e.Before + "”"
	}
	return said
}

// broken places an error at byte at of raw; before is the text up to there.
func broken(name string, raw []byte, at, length int, before string) *BrokenError {
	e := &BrokenError{Encoding: name, Line: 1 + strings.Count(before, "\n")}
	if strings.Count(before, "\r") > strings.Count(before, "\n") { // a text of lines ended by CR alone
		e.Line = 1 + strings.Count(before, "\r")
	}
	start := strings.LastIndexAny(before, "\r\n") + 1
	line := []rune(before[start:])
	e.Before = strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return ' '
		}
		return r
	}, strings.TrimSpace(string(line[max(0, len(line)-24):])))
	e.Bytes = raw[at:min(len(raw), at+min(length, 4))]
	return e
}

// Decode gives raw as text; a byte order mark at its beginning is dropped, and nothing else. What does not decode is a *BrokenError.
func (e *Encoding) Decode(raw []byte) (string, error) {
	var text string
	var problem *BrokenError
	switch {
	case e.single != nil:
		text, problem = e.fromSingle(raw)
	case e.multi != nil:
		text, problem = e.fromMulti(raw)
	default:
		text, problem = e.whole(raw, nil)
	}
	if problem != nil {
		problem.Encoding = e.Name
		return "", problem
	}
	return text, nil
}

func (e *Encoding) fromSingle(raw []byte) (string, *BrokenError) {
	length, ascii := 0, true
	for _, b := range raw {
		r := e.single[b]
		length += utf8.RuneLen(r)
		ascii = ascii && r == rune(b) && b < utf8.RuneSelf
	}
	if ascii {
		return string(raw), nil
	}
	var text strings.Builder
	text.Grow(length)
	for i, b := range raw {
		r := e.single[b]
		if r == utf8.RuneError {
			return "", broken(e.Name, raw, i, 1, text.String())
		}
		text.WriteRune(r)
	}
	return text.String(), nil
}

func (e *Encoding) fromMulti(raw []byte) (string, *BrokenError) {
	text := multiText(e.multi, raw)
	at := strings.IndexRune(text, utf8.RuneError)
	if at < 0 {
		return text, nil
	}
	// Each character is of one, two, three or four bytes; count up to the one that is broken.
	before := text[:at]
	i := 0
	for range before {
		i += e.characterLength(raw[i:])
	}
	problem := broken(e.Name, raw, i, 1, before)
	if rest := raw[i:]; rest[0] >= utf8.RuneSelf && len(rest) < 4 {
		for _, more := range []string{"\xA1", "\x40", "\x30\x81\x30", "\x81\x30", "\x30", "\xA1\xA1"} {
			completed := multiText(e.multi, append(append([]byte(nil), rest...), more...))
			if utf8.RuneCountInString(completed) == 1 && completed != "\uFFFD" {
				problem.Cut, problem.Bytes = true, rest
				break
			}
		}
	}
	return "", problem
}

func (e *Encoding) characterLength(raw []byte) int {
	for n := 1; n < 4 && n < len(raw); n++ {
		if text := multiText(e.multi, raw[:n]); !strings.ContainsRune(text, utf8.RuneError) {
			return n
		}
	}
	return min(4, len(raw))
}

// multiText decodes raw; what is broken becomes U+FFFD.
func multiText(enc encoding.Encoding, raw []byte) string {
	dst := make([]byte, 2*len(raw)+16)
	decoder := enc.NewDecoder()
	n, done := 0, 0
	for {
		wrote, read, err := decoder.Transform(dst[n:], raw[done:], true)
		n, done = n+wrote, done+read
		if err != transform.ErrShortDst {
			return string(dst[:n])
		}
		dst = append(dst, make([]byte, len(dst)/2)...)
	}
}
