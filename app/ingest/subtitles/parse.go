package subtitles

import (
	"errors"
	"strconv"
	"strings"

	"factmark/app/ingest/extract"
)

var errNoTimes = &extract.BrokenError{Format: "subtitles", Err: errors.New("no line has times such as 00:00:01,000 --> 00:00:04,000")}

// cue is one cue as it stands in the file.
type cue struct {
	start, end int64  // milliseconds; -1 where the time code cannot be read
	text       string // its lines, with their markup
}

// file is what parse finds in one.
type file struct {
	cues     []cue
	language string
	before   int // lines before the first cue that are not in the text
	notes    int // of WebVTT: for those who edit the file
	broken   int // time codes that cannot be read
}

// parse finds the cues. All lines up to the next time code belong to a cue, empty ones too, but for the number or the
// name of the next cue and the blocks of WebVTT that are not shown.
func parse(text string) (file, error) {
	text = plain(text)
	var f file
	webVTT := isWebVTT(text)
	if webVTT {
		text = f.header(text)
	}
	var (
		lines    []string // of the present cue
		size     int      // bytes of them
		number   = -1     // of the present cue
		numbered bool     // the first cue has a number
		hidden   bool     // within a block that is not shown
		gap      = true   // the line before is empty
	)
	finish := func() {
		if len(f.cues) > 0 {
			f.cues[len(f.cues)-1].text = strings.TrimSpace(strings.Join(lines, "\n"))
		} else {
			f.before = len(strings.FieldsFunc(strings.Join(lines, "\n"), func(r rune) bool { return r == '\n' }))
		}
		lines, size = lines[:0], 0
	}
	for len(text) > 0 {
		line, rest, _ := strings.Cut(text, "\n")
		text = rest
		line = strings.TrimSpace(line)
		start, end, timed := timing(line)
		broken := !timed && looksLikeTiming(line)
		switch {
		case timed || broken:
			hidden = false
			if webVTT {
				lines = withoutName(lines)
			} else if n, is := nextNumber(lines, number, numbered || len(f.cues) == 0); is {
				numbered = numbered || len(f.cues) == 0
				number = n
				lines = lines[:lastLine(lines)]
			}
			finish()
			if len(f.cues) == extract.MaxBlocks {
				return f, extract.TooMuch(extract.MaxBlocks, "cues")
			}
			if broken {
				f.broken++
				start, end = -1, -1
			}
			f.cues = append(f.cues, cue{start: start, end: end})
		case hidden:
			hidden = line != ""
		case webVTT && gap && isHiddenBlock(line, len(f.cues) == 0):
			hidden = true
			if strings.HasPrefix(line, "NOTE") {
				f.notes++
			}
		case line != "" || len(lines) > 0 && lines[len(lines)-1] != "":
			if size += len(line) + 1; size > maxCue {
				if len(f.cues) == 0 {
					return f, errNoTimes
				}
				return f, extract.TooMuch(maxCue, "characters in one cue")
			}
			lines = append(lines, line)
		}
		gap = line == ""
	}
	if len(f.cues) == 0 && !webVTT {
		return f, errNoTimes
	}
	finish()
	return f, nil
}

// plain takes the byte order mark off a text and makes every line end LF.
func plain(text string) string {
	text = strings.TrimPrefix(text, "\ufeff")
	if strings.Contains(text, "\r") {
		text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
	}
	return text
}

// header reads what stands between WEBVTT and the first empty line, and gives the rest.
func (f *file) header(text string) string {
	for len(text) > 0 {
		line, rest, _ := strings.Cut(text, "\n")
		line = strings.TrimSpace(line)
		if _, _, is := timing(line); is {
			return text // the empty line is missing
		}
		text = rest
		if line == "" {
			break
		}
		if value, is := strings.CutPrefix(line, "Language:"); is {
			f.language = extract.LanguageTag(value)
		}
	}
	return text
}

// isHiddenBlock tells whether a line begins a block of WebVTT that is not shown: a note anywhere, styles and regions
// before the first cue.
func isHiddenBlock(line string, first bool) bool {
	return line == "NOTE" || strings.HasPrefix(line, "NOTE ") || strings.HasPrefix(line, "NOTE\t") || first && (line == "STYLE" || line == "REGION")
}

// withoutName leaves out the name of the next cue: a line of its own right before the time code.
func withoutName(lines []string) []string {
	last := len(lines) - 1
	if last >= 0 && lines[last] != "" && (last == 0 || lines[last-1] == "") {
		return lines[:last]
	}
	return lines
}

// nextNumber tells whether the last line is the number of the next cue. Right before the time code any number is,
// where cues are numbered; with empty lines between, only the one that is due.
func nextNumber(lines []string, present int, numbered bool) (int, bool) {
	last := lastLine(lines)
	if last < 0 || !numbered || !isNumber(lines[last]) {
		return 0, false
	}
	n, err := strconv.Atoi(lines[last])
	return n, err == nil && (last == len(lines)-1 || n == present+1 || present < 0)
}

// lastLine is the index of the last line that is not empty, or -1.
func lastLine(lines []string) int {
	i := len(lines) - 1
	for i >= 0 && lines[i] == "" {
		i--
	}
	return i
}

func isNumber(s string) bool {
	return s != "" && len(s) < 10 && strings.Trim(s, "0123456789") == ""
}

// looksLikeTiming tells whether a line has the arrow of a time code but not its times.
func looksLikeTiming(line string) bool {
	if !strings.Contains(line, "-->") || len(line) > 200 {
		return false
	}
	return strings.Trim(line[:1], "0123456789-:") == ""
}

// timing reads a line such as "00:01:02,500 --> 00:01:04,000 align:start": times in milliseconds.
func timing(line string) (start, end int64, is bool) {
	if line == "" || line[0] != '-' && (line[0] < '0' || line[0] > '9') {
		return 0, 0, false
	}
	start, rest, is := clock(line)
	if !is {
		return 0, 0, false
	}
	rest, is = arrow(strings.TrimLeft(rest, " \t"))
	if !is {
		return 0, 0, false
	}
	end, rest, is = clock(strings.TrimLeft(rest, " \t"))
	return start, end, is && (rest == "" || rest[0] == ' ' || rest[0] == '\t')
}

// arrow cuts "-->" off; programs that translate files make "->" and "- >" of it.
func arrow(s string) (rest string, is bool) {
	head, rest, is := strings.Cut(s, ">")
	return rest, is && len(head) <= 4 && strings.Contains(head, "-") && strings.Trim(head, "- ") == ""
}

// clock reads [hours:]minutes:seconds[,fraction] at the beginning of s, with a point or a comma and with spaces behind
// the signs, as some programs leave them. A time before zero is zero.
func clock(s string) (milliseconds int64, rest string, is bool) {
	negative := strings.HasPrefix(s, "-")
	if negative {
		s = s[1:]
	}
	var parts [3]int64
	n := 0
	for {
		digits := 0
		for digits < len(s) && s[digits] >= '0' && s[digits] <= '9' {
			digits++
		}
		if digits == 0 || digits > 6 || n == len(parts) {
			return 0, "", false
		}
		parts[n], _ = strconv.ParseInt(s[:digits], 10, 64)
		n++
		s = s[digits:]
		if n == len(parts) || s == "" || s[0] != ':' {
			break
		}
		s = strings.TrimLeft(s[1:], " ")
	}
	switch {
	case n < 2:
		return 0, "", false
	case n == 2:
		parts = [3]int64{0, parts[0], parts[1]}
	}
	if parts[1] > 59 && n == 3 || parts[2] > 59 {
		return 0, "", false
	}
	milliseconds = (parts[0]*3600 + parts[1]*60 + parts[2]) * 1000
	if s != "" && (s[0] == '.' || s[0] == ',' || s[0] == ':') {
		fraction, unit := strings.TrimLeft(s[1:], " "), int64(100)
		digits := 0
		for ; digits < len(fraction) && fraction[digits] >= '0' && fraction[digits] <= '9'; digits++ {
			milliseconds += int64(fraction[digits]-'0') * unit
			unit /= 10
		}
		if digits > 0 {
			s = fraction[digits:]
		} else {
			s = s[1:]
		}
	}
	if negative {
		milliseconds = 0
	}
	return milliseconds, s, true
}
