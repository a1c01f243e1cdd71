package subtitles

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"factmark/app/ingest/extract"
)

// flow writes cues as running text.
type flow struct {
	extract.Builder
	named   bool // most cues begin with their speaker's name and a colon
	rolling bool // cues say again what those before them said

	last     cue      // the cue before
	lines    []string // its lines
	speaker  string   // of the present paragraph
	voiced   bool     // by a voice tag
	dialogue bool     // the last line is one of a dialogue
	tail     rune     // the last character written
	length   int      // bytes of the present paragraph
	repeated int      // cues left out because the one before them is the same
}

func (f *flow) add(c *cue) {
	if c.text != "" && *c == f.last && c.start >= 0 {
		f.repeated++
		return
	}
	parts := c.parts()
	if f.rolling {
		var lines []string
		for _, p := range parts {
			lines = append(lines, p.lines...)
		}
		if follows(&f.last, c) {
			parts = without(parts, f.lines, lines)
		}
		if len(lines) > 0 {
			f.lines = lines
		}
	}
	paragraph := f.endsBefore(c)
	for _, p := range parts {
		voiced := p.speaker != ""
		for i, line := range p.lines {
			speaker := p.speaker
			if !voiced {
				line, speaker = f.nameIn(line)
			}
			f.say(c, line, speaker, voiced, i == 0 || speaker != p.speaker, paragraph)
			paragraph = false
		}
	}
	f.last = *c
}

// endsBefore tells whether the present paragraph ends before a cue: after a pause, where the times go back, and where it
// is long enough.
func (f *flow) endsBefore(c *cue) bool {
	if c.start >= 0 && f.last.start >= 0 && (c.start-f.last.end >= pause || c.start < f.last.start) {
		return true
	}
	return f.length >= longParagraph && strings.ContainsRune(".!?…。！？\"”»)", f.tail) || f.length >= unpunctuated
}

// nameIn finds the speaker's name in a line of text. The name stays in the text, except where every cue repeats it and
// the same person goes on speaking.
func (f *flow) nameIn(line string) (text, speaker string) {
	rest, name := speakerOf(line)
	if name == "" || !f.named && strings.ToUpper(name) != name {
		return line, ""
	}
	if f.named && name == f.speaker && f.length > 0 {
		return rest, name
	}
	return line, name
}

// say writes a line of a cue; begins tells that it is the first of its speaker in the cue.
func (f *flow) say(c *cue, line, speaker string, voiced, begins, paragraph bool) {
	if line == "" {
		return
	}
	changed := speaker != f.speaker && (speaker != "" || begins && f.voiced)
	dialogue := isDialogue(line)
	first, _ := utf8.DecodeRuneInString(line)
	switch {
	case paragraph || changed || strings.HasPrefix(line, ">>"):
		f.Block()
		f.length = 0
	case dialogue || f.dialogue && begins && !unicode.IsLower(first):
		f.Line()
	case !f.AtLineStart() && !(unspaced(f.tail) && unspaced(first)):
		if begins {
			f.Locate(extract.Time, "") // the space belongs to no cue
		}
		f.Write(" ")
	}
	if changed {
		f.speaker, f.voiced = speaker, voiced
	}
	if begins {
		f.Locate(extract.Time, label(c.start, speaker))
	}
	f.Write(line)
	f.dialogue = dialogue || f.dialogue && !begins
	f.tail, _ = utf8.DecodeLastRuneInString(line)
	f.length += len(line) + 1
}

// label is a time in milliseconds, none if it is negative, and who speaks.
func label(start int64, speaker string) string {
	if start < 0 {
		return speaker
	}
	at := fmt.Sprintf("%02d:%02d:%02d.%03d", start/3600000, start/60000%60, start/1000%60, start%1000)
	return strings.TrimSpace(at + " " + speaker)
}

// isDialogue tells whether a line begins with the dash of a change of speaker.
func isDialogue(line string) bool {
	rest := strings.TrimLeft(line, "-–—‐")
	if rest == line || rest == "" || len(line)-len(rest) > len("—") {
		return false
	}
	next, _ := utf8.DecodeRuneInString(rest)
	return next == ' ' || !unicode.IsLower(next) && !unicode.IsDigit(next)
}

// unspaced tells whether a character belongs to a writing that has no spaces between words.
func unspaced(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar) ||
		r >= 0x3000 && r <= 0x303f || r >= 0xff01 && r <= 0xff65
}

// namedInText tells whether most cues begin with a name and a colon, as those of video conferences do.
func namedInText(cues []cue) bool {
	names, count := map[string]bool{}, 0
	cues = cues[:min(len(cues), 1000)]
	for i := range cues {
		parts := cues[i].parts()
		if len(parts) == 0 || parts[0].speaker != "" {
			continue
		}
		if _, name := speakerOf(parts[0].lines[0]); name != "" {
			names[name] = true
			count++
		}
	}
	return count >= 3 && count*2 >= len(cues) && len(names) < count
}

// rolls tells whether a file's captions roll: many cues begin with what the one before ends with, and go on.
func rolls(cues []cue) bool {
	cues = cues[:min(len(cues), 1000)]
	again, more := 0, 0
	var before []string
	for i := range cues {
		var lines []string
		for _, p := range cues[i].parts() {
			lines = append(lines, p.lines...)
		}
		if len(lines) == 0 {
			continue
		}
		if i > 0 && follows(&cues[i-1], &cues[i]) {
			if whole, rest := overlap(before, lines); whole > 0 || rest > 0 {
				again++
				if whole < len(lines) {
					more++
				}
			}
		}
		before = lines
	}
	return more >= 2 && again*3 >= len(cues)
}

// follows tells whether a cue comes right after another one in time.
func follows(before, c *cue) bool {
	return before.start >= 0 && c.start >= before.start && c.start-before.end <= 500
}

// overlap tells how many lines at the beginning of a cue the cue before it ends with, and how many bytes of the next line:
// captions that are transcribed live grow by words.
func overlap(before, lines []string) (whole, rest int) {
	for n := min(len(before), len(lines)); n > 0; n-- {
		tail := before[len(before)-n:]
		same := 0
		for same < n && tail[same] == lines[same] {
			same++
		}
		if same == n {
			return n, 0
		}
		if same == n-1 && strings.HasPrefix(lines[same], tail[same]+" ") {
			return same, len(tail[same]) + 1
		}
	}
	return 0, 0
}

// without leaves out of the parts of a cue what the cue before it has said; lines are all of its lines.
func without(parts []part, before, lines []string) []part {
	whole, rest := overlap(before, lines)
	var kept []part
	for _, p := range parts {
		n := min(whole, len(p.lines))
		whole -= n
		p.lines = p.lines[n:]
		if len(p.lines) > 0 && rest > 0 {
			p.lines = append([]string{p.lines[0][rest:]}, p.lines[1:]...)
			rest = 0
		}
		if len(p.lines) > 0 {
			kept = append(kept, p)
		}
	}
	return kept
}
