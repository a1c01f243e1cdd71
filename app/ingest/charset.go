package ingest

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/transform"
)

var errBinary = errors.New("this is a binary file, not plain text; save or copy its text into a .txt file and import that")

// toUTF8 decodes raw and names its encoding. What cannot be decoded without loss or doubt is an error:
// no byte is ever dropped or replaced.
func toUTF8(raw []byte) (text, name string, err error) {
	if rest, ok := bytes.CutPrefix(raw, []byte("\xEF\xBB\xBF")); ok {
		if !utf8.Valid(rest) {
			return "", "", brokenUTF8(count(rest))
		}
		return noNUL(string(rest), "utf-8")
	}
	if rest, ok := bytes.CutPrefix(raw, []byte("\xFF\xFE")); ok {
		return fromUTF16(rest, littleEndian)
	}
	if rest, ok := bytes.CutPrefix(raw, []byte("\xFE\xFF")); ok {
		return fromUTF16(rest, bigEndian)
	}
	if bytes.IndexByte(raw, 0) >= 0 {
		if order, ok := guessUTF16(raw); ok {
			return fromUTF16(raw, order)
		}
		return "", "", errBinary
	}
	if utf8.Valid(raw) {
		return string(raw), "utf-8", nil
	}
	return fromLegacy(raw)
}

func noNUL(text, name string) (string, string, error) {
	if strings.IndexByte(text, 0) >= 0 {
		return "", "", errBinary
	}
	return text, name, nil
}

// fromLegacy decodes text that is neither UTF-8 nor UTF-16: in the encoding it declares, else in the likeliest one
// that gives plausible text. Text that is UTF-8 but for some broken bytes is refused: any other reading would garble it.
func fromLegacy(raw []byte) (text, name string, err error) {
	c := count(raw)
	if c.valid >= c.broken {
		return "", "", brokenUTF8(c)
	}
	for _, label := range append(declared(raw), detected(raw)...) {
		enc, name := charset.Lookup(label)
		if enc == nil || name == "utf-8" || strings.HasPrefix(name, "utf-16") {
			continue
		}
		if c.surelyUTF8 > 0 && !multiByte[name] {
			continue
		}
		if text, ok := decodeAll(enc, raw); ok && plausible(text) {
			return text, name, nil
		}
	}
	what := "its encoding cannot be told"
	if c.surelyUTF8 > 0 {
		what = "parts of it are, so that no reading would be right throughout"
	}
	return "", "", fmt.Errorf("this is not UTF-8 (see line %d), and %s; "+
		"open it in the program it comes from, save it as UTF-8 and import that", c.line, what)
}

// multiByte are the encodings in which chance makes valid UTF-8 sequences.
var multiByte = map[string]bool{"gbk": true, "gb18030": true, "big5": true, "euc-jp": true, "shift_jis": true, "euc-kr": true}

func decodeAll(enc encoding.Encoding, raw []byte) (string, bool) {
	var b strings.Builder
	b.Grow(2 * len(raw)) // what most alphabets need
	if _, err := io.Copy(&b, transform.NewReader(bytes.NewReader(raw), enc.NewDecoder())); err != nil {
		return "", false
	}
	return b.String(), !strings.ContainsRune(b.String(), utf8.RuneError)
}

var declaration = regexp.MustCompile(`(?i)(?:<meta\b[^>]*\bcharset|<\?xml\b[^>]*\bencoding)\s*=\s*["']?\s*([-\w:.]+)`)

// declared is the encoding that a page or an XML file names within its first 1,024 bytes, if any.
func declared(raw []byte) []string {
	if m := declaration.FindSubmatch(raw[:min(len(raw), 1024)]); m != nil {
		return []string{string(m[1])}
	}
	return nil
}

// byteCount says how much of a text is UTF-8.
type byteCount struct {
	valid      int  // valid sequences of two to four bytes
	surelyUTF8 int  // signs of UTF-8 that chance does not make in an encoding of single bytes
	broken     int  // bytes that belong to no valid sequence
	line       int  // the line, from 1, of the first broken byte
	cut        bool // the broken bytes are the beginning of a sequence at the very end
}

func count(raw []byte) byteCount {
	c := byteCount{line: 1}
	run, whole := 0, true // sequences since the last ASCII byte, and whether all of them are valid
	for i := 0; i < len(raw); {
		if raw[i] < utf8.RuneSelf {
			if raw[i] == '\n' && c.broken == 0 {
				c.line++
			}
			if whole && run > 1 {
				c.surelyUTF8++
			}
			run, whole = 0, true
			i++
			continue
		}
		run++
		r, size := utf8.DecodeRune(raw[i:])
		if r == utf8.RuneError && size == 1 {
			if c.broken == 0 {
				c.cut = !utf8.FullRune(raw[i:])
			}
			c.broken++
			whole = false
		} else {
			c.valid++
			if typicalUTF8(raw, i) {
				c.surelyUTF8++
			}
		}
		i += size
	}
	if whole && run > 1 {
		c.surelyUTF8++
	}
	return c
}

// typicalUTF8 tells whether the sequence at i is one that text in single bytes never has: a curly quote or a dash
// (â€™ in Windows-1252, вЂ™ in Windows-1251), an emoji, or an accented letter beside a small one (Ã© after caf).
func typicalUTF8(raw []byte, i int) bool {
	small := func(i int) bool { return i >= 0 && i < len(raw) && 'a' <= raw[i] && raw[i] <= 'z' }
	switch raw[i] {
	case 0xE2:
		return raw[i+1] == 0x80
	case 0xF0:
		return raw[i+1] == 0x9F
	case 0xC3:
		return small(i-1) || small(i+2)
	}
	return false
}

func brokenUTF8(c byteCount) error {
	if c.cut {
		return errors.New("the text breaks off in the middle of a character, so the file was probably cut short; get it again and import that")
	}
	bytesAre := "1 byte is"
	if c.broken > 1 {
		bytesAre = fmt.Sprintf("%d bytes are", c.broken)
	}
	return fmt.Errorf("this is UTF-8 text, but %s broken (first at line %d), and to guess would garble the rest; "+
		"mend it in a text editor, save it as UTF-8 and import that, or get the file anew", bytesAre, c.line)
}
