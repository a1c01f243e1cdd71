package mail

import (
	"bytes"
	"cmp"
	"mime"
	"regexp"
	"slices"
	"strings"

	"factmark/app/charset"
	"factmark/app/ingest/extract"
)

// part is a message, or a part of one: its header and what it holds, not decoded.
type part struct {
	header    map[string][]string // by names in small letters; values as they are, lines that go on joined
	body      []byte
	*detector // of the message
}

const longestHeader = 1 << 20 // bytes, all fields of a part together

// parse parts a header from the body. A line that is no field ends the header, as if an empty one stood before it.
func parse(raw []byte, of *detector) (part, error) {
	p := part{header: map[string][]string{}, detector: of}
	rest, size := raw, 0
	var name string // of the field that is read, and its value
	var value []byte
	keep := func() {
		if name != "" {
			p.header[name] = append(p.header[name], string(value))
		}
	}
	for len(rest) > 0 {
		line, after, _ := bytes.Cut(rest, []byte("\n"))
		line = bytes.TrimSuffix(line, []byte("\r"))
		next, content, is := field(line)
		goesOn := name != "" && len(line) > 0 && (line[0] == ' ' || line[0] == '\t')
		if len(line) == 0 {
			rest = after
			break
		}
		if !is && !goesOn {
			break
		}
		if size += len(line); size > longestHeader {
			return p, extract.TooMuch(longestHeader>>20, "MB in the header of a message")
		}
		if goesOn {
			value = append(append(value, '\n'), line...)
		} else {
			keep()
			name, value = next, append([]byte(nil), content...)
		}
		rest = after
	}
	keep()
	p.body = rest
	return p, nil
}

// field parts a line of a header into name and value.
func field(line []byte) (name string, value []byte, is bool) {
	before, after, found := bytes.Cut(line, []byte(":"))
	before = bytes.TrimRight(before, " \t")
	if !found || len(before) == 0 || len(before) > 100 {
		return "", nil, false
	}
	for _, b := range before {
		if b <= ' ' || b >= 0x7f {
			return "", nil, false
		}
	}
	return strings.ToLower(string(before)), bytes.TrimSpace(after), true
}

// get is the first value of a field, decoded, as one line.
func (p part) get(name string) string {
	if values := p.header[name]; len(values) > 0 {
		return extract.OneLine(p.decoded(values[0]))
	}
	return ""
}

// mediaType is the type of the content and its parameters; text/plain where it is not named.
func (p part) mediaType() (string, map[string]string) {
	kind, params := parameters(strings.Join(p.header["content-type"], ";"))
	if !strings.Contains(kind, "/") {
		kind = "text/plain"
	}
	return kind, params
}

var parameter = regexp.MustCompile(`;\s*([\w-]+)\*?\s*=\s*("[^"]*"|[^;"\s]+)`)

// parameters reads what is written as text/plain; charset=utf-8, and as much as can be of what is not written right.
func parameters(value string) (string, map[string]string) {
	value = strings.ReplaceAll(value, "\n", " ")
	if kind, params, err := mime.ParseMediaType(value); err == nil {
		return kind, params
	}
	kind, _, _ := strings.Cut(value, ";")
	params := map[string]string{}
	for _, m := range parameter.FindAllStringSubmatch(value, 100) {
		if name := strings.ToLower(m[1]); params[name] == "" {
			params[name] = strings.Trim(m[2], `"`)
		}
	}
	return strings.ToLower(strings.TrimSpace(kind)), params
}

// fileName is the name that a part has as a file, without folders; "" for none.
func (p part) fileName() string {
	_, params := parameters(strings.Join(p.header["content-disposition"], ";"))
	name := params["filename"]
	if name == "" {
		_, params = p.mediaType()
		name = params["name"]
	}
	name = extract.OneLine(p.decoded(name))
	return name[strings.LastIndexAny(name, `/\`)+1:]
}

func (p part) disposition() string {
	kind, _ := parameters(strings.Join(p.header["content-disposition"], ";"))
	return kind
}

var (
	encodedWord  = regexp.MustCompile(`=\?([^?\s*]+)(?:\*[^?\s]*)?\?([bBqQ])\?([^?\r\n]*)\?=`)
	betweenWords = regexp.MustCompile(`(\?=)[ \t\r\n]+(=\?[^?\s]+\?[bBqQ]\?)`)
)

// decoded is the value of a field with its encoded words (RFC 2047) decoded, and bytes beyond ASCII in the encoding that the part names or that
// they seem to be in.
func (p part) decoded(value string) string {
	if !isASCII([]byte(value)) {
		_, params := p.mediaType()
		value, _ = p.decode([]byte(value), params["charset"])
	}
	value = betweenWords.ReplaceAllString(value, "$1$2")
	var text strings.Builder
	var bytes []byte // of words that follow each other in the same encoding, as one may end within a character
	var in string
	flush := func() {
		if len(bytes) > 0 {
			s, _ := p.decode(bytes, in)
			text.WriteString(s)
			bytes = nil
		}
	}
	at := 0
	for _, m := range encodedWord.FindAllStringSubmatchIndex(value, -1) {
		name, way, word := value[m[2]:m[3]], value[m[4]:m[5]], value[m[6]:m[7]]
		if _, known := charset.Named(name); !known {
			continue
		}
		if m[0] > at || !strings.EqualFold(name, in) {
			flush()
		}
		text.WriteString(value[at:m[0]])
		in, at = name, m[1]
		if strings.EqualFold(way, "b") {
			bytes = append(bytes, fromBase64([]byte(word))...)
		} else {
			bytes = append(bytes, fromQuotedPrintable([]byte(strings.ReplaceAll(word, "_", "=20")))...)
		}
	}
	flush()
	text.WriteString(value[at:])
	return text.String()
}

// senders are the names of those who wrote a message, or their addresses where they have none.
func (p part) senders() string {
	value := cmp.Or(slices.Concat(p.header["from"], p.header["sender"])...)
	var names []string
	for _, one := range addresses(value) {
		name, address := one, ""
		if at := strings.LastIndexByte(one, '<'); at >= 0 {
			name, address = one[:at], strings.Trim(one[at:], "<> \t\n")
		} else if at := strings.IndexByte(one, '('); at >= 0 {
			address, name = one[:at], strings.Trim(one[at:], "() \t\n")
		}
		name = strings.NewReplacer(`\"`, `"`, `"`, "").Replace(strings.TrimSpace(name))
		if name = cmp.Or(extract.OneLine(strings.Trim(p.decoded(name), `'"`)), extract.OneLine(address)); name != "" {
			names = append(names, name)
		}
	}
	return strings.Join(names, ", ")
}

// addresses parts a list at its commas, but not at those within quotation marks, brackets or parentheses; at most a hundred.
func addresses(list string) []string {
	var parts []string
	start, quoted, depth := 0, false, 0
	for i := 0; i < len(list) && len(parts) < 100; i++ {
		switch c := list[i]; {
		case c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '<' || c == '(':
			depth++
		case c == '>' || c == ')':
			depth--
		case c == ',' && depth == 0:
			parts = append(parts, list[start:i])
			start = i + 1
		}
	}
	return append(parts, list[start:])
}
