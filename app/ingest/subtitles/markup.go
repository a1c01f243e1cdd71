package subtitles

import (
	"html"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"
)

// part is what one speaker says within a cue.
type part struct {
	speaker string // "" where it is not named
	lines   []string
}

// tags are the elements that are markup in subtitles; < before anything else is text.
var tags = []string{"a", "b", "br", "c", "div", "em", "font", "i", "lang", "p", "rt", "ruby", "s", "small", "span", "strong", "u", "v"}

// parts gives the text of a cue without its markup: lines of words, those of each voice apart.
func (c *cue) parts() []part {
	var (
		found []part
		now   part
		text  strings.Builder
	)
	flush := func() {
		for _, line := range strings.Split(text.String(), "\n") {
			if line = clean(line); line != "" {
				now.lines = append(now.lines, line)
			}
		}
		text.Reset()
		if now.lines != nil {
			found = append(found, now)
		}
	}
	for rest := c.text; rest != ""; {
		at := strings.IndexAny(rest, "<{")
		if at < 0 {
			text.WriteString(rest)
			break
		}
		text.WriteString(rest[:at])
		rest = rest[at:]
		length := markupLength(rest)
		if length == 0 {
			text.WriteByte(rest[0])
			rest = rest[1:]
			continue
		}
		tag := rest[1 : length-1]
		rest = rest[length:]
		switch name := tagName(tag); name {
		case "v":
			flush()
			now = part{speaker: voice(tag)}
		case "/v":
			flush()
			now = part{}
		case "br", "p", "/p", "div", "/div":
			text.WriteByte('\n')
		}
	}
	flush()
	return found
}

// markupLength is the length in bytes of the markup at the beginning of s, 0 where it is text: a tag <i>, a time
// <00:00:01.000>, or an instruction in braces {\an8}, {i}.
func markupLength(s string) int {
	if s[0] == '{' {
		end := strings.IndexAny(s[1:], "{}")
		if end < 0 || s[1+end] != '}' {
			return 0
		}
		inside := s[1 : 1+end]
		if !strings.HasPrefix(inside, `\`) && !slices.Contains([]string{"b", "i", "u", "s", "/b", "/i", "/u", "/s"}, strings.ToLower(inside)) {
			return 0
		}
		return end + 2
	}
	end := strings.IndexAny(s[1:], "<>")
	if end < 0 || s[1+end] != '>' {
		return 0
	}
	inside := s[1 : 1+end]
	if _, rest, is := clock(inside); is && rest == "" {
		return end + 2
	}
	if _, is := slices.BinarySearch(tags, strings.TrimPrefix(tagName(inside), "/")); !is {
		return 0
	}
	return end + 2
}

// tagName is the name of a tag in small letters, with the / of its end.
func tagName(tag string) string {
	end := len(tag)
	if i := strings.IndexAny(strings.TrimPrefix(tag, "/"), " \t\n./"); i >= 0 {
		end = i + len(tag) - len(strings.TrimPrefix(tag, "/"))
	}
	return strings.ToLower(tag[:end])
}

// voice is the name in a tag <v.loud Ann Lee>.
func voice(tag string) string {
	_, name, _ := strings.Cut(strings.ReplaceAll(tag, "\n", " "), " ")
	return clean(name)
}

// clean decodes entities and makes white space single spaces.
func clean(line string) string {
	if strings.Contains(line, "&") {
		line = unescape(line)
	}
	for strings.HasPrefix(line, `\h`) { // a hard space of another format
		line = line[2:]
	}
	line = strings.Map(func(r rune) rune {
		switch r {
		case '\u200b', '\u200e', '\u200f', '\u202a', '\u202b', '\u202c', '\ufeff', '\u2060': // marks around lines for players
			return -1
		}
		return r
	}, line)
	return strings.Join(strings.FieldsFunc(strings.Trim(line, " \t\u00a0"), func(r rune) bool { return r == ' ' || r == '\t' }), " ")
}

// unescape decodes entities that end with a semicolon: R&D; stays as it is where there is no such entity.
func unescape(s string) string {
	var b strings.Builder
	for {
		at := strings.IndexByte(s, '&')
		if at < 0 {
			break
		}
		b.WriteString(s[:at])
		s = s[at:]
		end := strings.IndexByte(s[:min(len(s), 32)], ';')
		if end < 0 {
			b.WriteByte('&')
			s = s[1:]
			continue
		}
		b.WriteString(html.UnescapeString(s[:end+1]))
		s = s[end+1:]
	}
	b.WriteString(s)
	return b.String()
}

// nameBefore matches a speaker's name at the beginning of a line: one to four capitalised words and a colon, after the
// signs of a change of speaker.
var nameBefore = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^((?:>>+ ?|[-–—] ?)?)((?:\p{Lu}[\p{L}\p{M}.'’-]*|\d{1,3})(?: (?:\p{Lu}[\p{L}\p{M}.'’-]*|\d{1,3}|de|van|von|der|la|bin|al|of|\(\p{L}+\))){0,3}): *`)
})

// speakerOf cuts a speaker's name off a line: what remains, and the name.
func speakerOf(line string) (rest, name string) {
	if at := strings.IndexByte(line, ':'); at < 1 || at > 60 {
		return line, ""
	}
	match := nameBefore().FindStringSubmatchIndex(line)
	if match == nil || !strings.ContainsFunc(line[match[4]:match[5]], unicode.IsLetter) {
		return line, ""
	}
	return line[:match[2]] + line[match[1]:], line[match[4]:match[5]]
}
