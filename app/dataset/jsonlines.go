package dataset

import (
	"encoding/json"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

// jsonLines writes JSON objects, a line each. encoding/json takes several times as long, and leaves bytes in that some
// readers take for the end of a line.
type jsonLines struct {
	w       io.Writer
	b       []byte
	invalid bool // a text was not UTF-8
}

const jsonBuffer = 1 << 16

// begin begins a line with what kind of record it is.
func (j *jsonLines) begin(record string) {
	j.object()
	j.text("record", record)
}

func (j *jsonLines) end() error {
	j.b = append(j.b, '}', '\n')
	if len(j.b) < jsonBuffer {
		return nil
	}
	return j.flush()
}

func (j *jsonLines) flush() error {
	_, err := j.w.Write(j.b)
	j.b = j.b[:0]
	if cap(j.b) > 16*jsonBuffer { // it held a long text
		j.b = nil
	}
	return err
}

// comma parts a member or an element from the one before it.
func (j *jsonLines) comma() {
	if n := len(j.b); n > 0 && j.b[n-1] != '{' && j.b[n-1] != '[' && j.b[n-1] != '\n' {
		j.b = append(j.b, ',')
	}
}

func (j *jsonLines) key(key string) {
	j.comma()
	j.b = append(j.b, '"')
	j.b = append(j.b, key...)
	j.b = append(j.b, '"', ':')
}

func (j *jsonLines) object() {
	j.comma()
	j.b = append(j.b, '{')
}

func (j *jsonLines) closeObject() { j.b = append(j.b, '}') }

func (j *jsonLines) array(key string) {
	j.key(key)
	j.b = append(j.b, '[')
}

func (j *jsonLines) closeArray() { j.b = append(j.b, ']') }

func (j *jsonLines) number(key string, n int) {
	j.key(key)
	j.b = strconv.AppendInt(j.b, int64(n), 10)
}

func (j *jsonLines) truth(key string, is bool) {
	j.key(key)
	j.b = strconv.AppendBool(j.b, is)
}

// decimal writes a number as it stands in a cell; null for an empty one.
func (j *jsonLines) decimal(key, cell string) {
	if cell != "" && !json.Valid([]byte(cell)) {
		j.text(key, cell)
		return
	}
	j.key(key)
	if cell == "" {
		cell = "null"
	}
	j.b = append(j.b, cell...)
}

// orNull writes a text, null for an empty one.
func (j *jsonLines) orNull(key, text string) {
	if text != "" {
		j.text(key, text)
		return
	}
	j.key(key)
	j.b = append(j.b, "null"...)
}

func (j *jsonLines) text(key, text string) {
	j.key(key)
	if !utf8.ValidString(text) {
		j.invalid = true
		text = strings.ToValidUTF8(text, "\uFFFD")
	}
	j.b = appendJSONString(j.b, text)
}

// jsonAsIs tells which bytes stand for themselves in a JSON string. 0xC2 and 0xE2 may begin a character that ends a line
// for some readers: U+0085, U+2028 and U+2029.
var jsonAsIs = func() (as [256]bool) {
	for c := range as {
		as[c] = c >= 0x20 && c != '"' && c != '\\' && c != 0xC2 && c != 0xE2
	}
	return as
}()

// appendJSONString appends a text, which must be UTF-8, as a JSON string (RFC 8259, section 7). No line end of any reader is left in it.
func appendJSONString(b []byte, text string) []byte {
	const hex = "0123456789abcdef"
	b = append(b, '"')
	from := 0
	for i := 0; i < len(text); i++ {
		c := text[i]
		if jsonAsIs[c] {
			continue
		}
		long := 1
		escape := ""
		switch {
		case c == '"':
			escape = `\"`
		case c == '\\':
			escape = `\\`
		case c == '\n':
			escape = `\n`
		case c == '\t':
			escape = `\t`
		case c == '\r':
			escape = `\r`
		case strings.HasPrefix(text[i:], "\u0085"):
			long, escape = 2, `\u0085`
		case strings.HasPrefix(text[i:], "\u2028"):
			long, escape = 3, `\u2028`
		case strings.HasPrefix(text[i:], "\u2029"):
			long, escape = 3, `\u2029`
		case c >= 0x80:
			continue
		}
		b = append(b, text[from:i]...)
		if escape != "" {
			b = append(b, escape...)
		} else {
			b = append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		}
		i += long - 1
		from = i + 1
	}
	b = append(b, text[from:]...)
	return append(b, '"')
}
