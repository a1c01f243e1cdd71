package ingest

import (
	"path/filepath"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"
)

// Lengths in code points.
const (
	titleLength   = 90  // a title that is made of running text is cut here
	longestTitle  = 140 // a longer line is a paragraph
	shortSentence = 25  // the shortest sentence that makes a title
)

// titleOf derives a title of one line: the first line that reads as a headline, else the beginning of the first
// sentence, else the file's name.
func titleOf(text, fileName string) string {
	lines := openingLines(text)
	chrome, siteName := false, ""
	for i, line := range lines {
		switch {
		case line == "" || strings.IndexFunc(line, unicode.IsLetter) < 0:
		case isChrome(line):
			chrome = true
		case isParagraph(lines[i:]):
			if siteName != "" {
				return siteName
			}
			return firstSentence(paragraph(lines[i:]))
		case chrome && isShort(line):
			// Below a page's navigation a short line is the site's name more often than the headline.
			if siteName == "" {
				siteName = cutAtWord(line)
			}
		default:
			return line
		}
	}
	if siteName != "" {
		return siteName
	}
	return readableName(fileName)
}

// markdownTitle is the first heading of a Markdown text, or the title in the block of metadata above it; "" without either.
func markdownTitle(text string) string {
	lines := strings.Split(text[:min(len(text), 64<<10)], "\n")
	fence := ""
	for i, line := range lines {
		bare := strings.TrimSpace(line)
		switch {
		case i == 0 && bare == "---":
			fence = "---"
			continue
		case fence == "---" && (bare == "---" || bare == "..."):
			fence = ""
			continue
		case fence == "---":
			if title, is := strings.CutPrefix(bare, "title:"); is && strings.TrimSpace(title) != "" {
				return clean(strings.Trim(strings.TrimSpace(title), `"'`))
			}
			continue
		case strings.HasPrefix(bare, "```"), strings.HasPrefix(bare, "~~~"):
			switch fence {
			case "":
				fence = bare[:3]
			case bare[:3]:
				fence = ""
			}
			continue
		case fence != "" || bare == "":
			continue
		}
		if level := len(bare) - len(strings.TrimLeft(bare, "#")); level > 0 && level <= 6 && strings.HasPrefix(bare[level:], " ") {
			return clean(strings.TrimSpace(strings.TrimRight(bare[level:], "# ")))
		}
		if i+1 < len(lines) {
			under := strings.TrimSpace(lines[i+1])
			if len(under) >= 2 && (strings.Trim(under, "=") == "" || strings.Trim(under, "-") == "") && !strings.HasPrefix(bare, "|") {
				return clean(bare)
			}
		}
	}
	return ""
}

// openingLines are the lines, cleaned, of the first 8 KiB.
func openingLines(text string) []string {
	const opening = 8 << 10
	if len(text) > opening {
		end := opening
		for !utf8.RuneStart(text[end]) {
			end--
		}
		text = text[:end]
	}
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = strings.TrimSpace(strings.TrimLeft(clean(line), "#"))
	}
	return lines
}

// clean makes white space single spaces and drops what could make a title show as something else: control characters
// and marks that turn the direction of writing.
func clean(line string) string {
	line = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), r == '\uFEFF', r == '\u200B', r == '\u00AD', r >= '\u202A' && r <= '\u202E', r >= '\u2066' && r <= '\u2069':
			return -1
		}
		return r
	}, line)
	return strings.Join(strings.Fields(line), " ")
}

// chromeLines are lines that a copied web page has above its headline.
var chromeLines = func() map[string]bool {
	lines := map[string]bool{}
	for _, line := range strings.Split(`top of page|bottom of page|skip to content|skip to main content|skip to navigation|skip navigation|
back to top|go to top|menu|main menu|navigation|home|homepage|search|close|open menu|close menu|toggle navigation|toggle menu|
share|share this|share this article|share this story|print|print this page|email|copy link|save|listen|listen to this article|read more|
subscribe|subscribe now|sign in|sign up|log in|login|register|my account|newsletter|newsletters|donate|
advertisement|advertising|sponsored|sponsored content|breaking news|latest news|news|world|politics|opinion|about|about us|contact|contact us|
accept|accept all|accept all cookies|accept cookies|cookie settings|english|comments|commentaires|no comments|leave a comment`, "|") {
		lines[strings.TrimSpace(line)] = true
	}
	return lines
}()

var chromePattern = regexp.MustCompile(`(?i)^(?:` +
	`(?:image|photo|photograph|picture|illustration|file photo)s?(?: courtesy| credit| by|\s*[:/©])` + // credits
	`|(?:https?://|www\.)\S+$` + // addresses
	`|\d+[ -]min(?:ute)?s? read$` +
	`|(?:published|updated|posted|last updated|last modified)\b.*\d` +
	`|©` +
	`)`)

func isChrome(line string) bool {
	bare := strings.TrimFunc(strings.ToLower(line), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	return chromeLines[bare] || chromePattern.MatchString(line)
}

// isParagraph tells whether the first of lines is running text: long, or carried on by the next line.
func isParagraph(lines []string) bool {
	length := utf8.RuneCountInString(lines[0])
	if length > longestTitle || length > titleLength && strings.ContainsAny(lines[0][len(lines[0])-1:], ".!?") {
		return true
	}
	if len(lines) < 2 {
		return false
	}
	next, _ := utf8.DecodeRuneInString(lines[1])
	return unicode.IsLower(next)
}

// paragraph joins the lines up to the next blank one.
func paragraph(lines []string) string {
	end := 0
	for end < len(lines) && lines[end] != "" {
		end++
	}
	return strings.Join(lines[:end], " ")
}

func isShort(line string) bool {
	return len(strings.Fields(line)) <= 3 && utf8.RuneCountInString(line) <= 40
}

// dateline is the place, date and agency that a news report begins with: [Kabul], KABUL, Afghanistan (AP) –
var dateline = regexp.MustCompile(`^(?:\[[^\]]{2,40}\]|\p{Lu}{2}[\p{Lu} .'’-]*(?:,[\p{L}\d .'’-]{1,40}){0,3}(?: ?\([\p{L} ./]{2,30}\))? ?[–—-]{1,2})\s+`)

// firstSentence is the first sentence of a paragraph without its dateline, or as much of it as a title holds.
func firstSentence(paragraph string) string {
	if loc := dateline.FindStringIndex(paragraph); loc != nil && utf8.RuneCountInString(paragraph[loc[1]:]) >= shortSentence {
		paragraph = paragraph[loc[1]:]
	}
	for i, r := range paragraph {
		if (r == '.' || r == '!' || r == '?') && utf8.RuneCountInString(paragraph[:i]) >= shortSentence && endsSentence(paragraph, i) {
			if r == '.' {
				return cutAtWord(paragraph[:i])
			}
			return cutAtWord(paragraph[:i+1])
		}
	}
	return cutAtWord(paragraph)
}

// endsSentence tells whether the stop at byte i ends a sentence: it is the last character, or follows a word too
// long for an abbreviation and a capital comes next.
func endsSentence(s string, i int) bool {
	if i == len(s)-1 {
		return true
	}
	rest := s[i+1:]
	next := strings.TrimLeft(rest, " ")
	if next == rest {
		return false
	}
	word := s[strings.LastIndexByte(s[:i], ' ')+1 : i]
	first, _ := utf8.DecodeRuneInString(strings.TrimLeft(next, `"'“‘(`))
	return utf8.RuneCountInString(word) > 4 && !strings.Contains(word, ".") && !unicode.IsLower(first)
}

// cutAtWord shortens s to titleLength and an ellipsis, between words where there are any, never inside what is read
// as one character.
func cutAtWord(s string) string {
	if utf8.RuneCountInString(s) <= titleLength {
		return s
	}
	end, length, space := 0, 0, -1
	for tokens := graphemes.FromString(s); tokens.Next(); {
		cluster := tokens.Value()
		if length += utf8.RuneCountInString(cluster); length > titleLength {
			if cluster == " " {
				space = end
			}
			break
		}
		if cluster == " " {
			space = end
		}
		end = tokens.End()
	}
	if space > end/2 {
		end = space
	}
	return strings.TrimRightFunc(s[:end], func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(",;:–—-", r) }) + "…"
}

// readableName is a file's name without its ending, its underscores and hyphens as spaces; a hyphen between digits
// stays, as in a date.
func readableName(fileName string) string {
	name := []rune(clean(strings.TrimSuffix(fileName, filepath.Ext(fileName))))
	digit := func(i int) bool { return i >= 0 && i < len(name) && unicode.IsDigit(name[i]) }
	spaced := strings.ContainsRune(string(name), ' ')
	for i, r := range name {
		if r == '_' || r == '-' && !spaced && !(digit(i-1) && digit(i+1)) {
			name[i] = ' '
		}
	}
	if readable := strings.Join(strings.Fields(string(name)), " "); readable != "" {
		return cutAtWord(readable)
	}
	if whole := clean(fileName); whole != "" {
		return cutAtWord(whole)
	}
	return "Untitled"
}
