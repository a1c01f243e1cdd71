package pdf

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"
)

// separator says how a line goes on from the one before it.
type separator uint8

const (
	newBlock separator = iota // a paragraph, heading or table of its own
	ownLine                   // a line of its own: of a list, a table, a poem
	sameLine                  // the paragraph goes on
)

// A block is a run of lines of one size and one distance under each other. Distances are in parts of the height of a
// line from ascent to descent, which is 1.0 to 1.4 times the size of the font.
const (
	sameSize     = 0.12 // most difference of two heights
	sameEdge     = 0.6  // most difference of two edges that stand under each other
	widestSpaced = 2.2  // most distance of baselines
	wordSpace    = 0.25
	wideGap      = 1.7 // as between the cells of a table
	widerGap     = 3   // behind a full stop or comma, where a justified line is stretched most
)

// separators decides for each line of a page how it goes on from the one before it; the first is always a new block.
func separators(lines []*line) []separator {
	found := make([]separator, len(lines))
	usual := usualDistances(lines)
	for begin := 0; begin < len(lines); {
		end := begin + 1
		for end < len(lines) && inOneBlock(lines, end, usual) {
			end++
		}
		block(lines[begin:end], found[begin:end])
		if begin > 0 {
			switch before := lines[begin-1]; {
			case before.tabular && lines[begin].tabular && under(before, lines[begin]) && before.y-lines[begin].y < 2*widestSpaced*before.height:
				found[begin] = ownLine
			case goesOnElsewhere(lines[:begin], lines[begin:end]):
				found[begin] = sameLine
			}
		}
		begin = end
	}
	return found
}

// under tells whether b stands under a, in the same column.
func under(a, b *line) bool {
	return abs(a.angle-b.angle) < 0.02 && b.y < a.y && min(a.right, b.right) > max(a.left, b.left)
}

func alike(a, b *line) bool {
	return under(a, b) && abs(a.height-b.height) <= sameSize*max(a.height, b.height) && a.y-b.y <= widestSpaced*max(a.height, b.height)
}

// usualDistances gives, for each height of lines in half points, the distance of baselines that is met most often.
func usualDistances(lines []*line) map[int]float32 {
	counts := map[[2]int]int{}
	for i := 1; i < len(lines); i++ {
		if alike(lines[i-1], lines[i]) {
			counts[[2]int{int(2 * lines[i].height), int(math.Round(2 * float64(lines[i-1].y-lines[i].y)))}]++
		}
	}
	usual, most := map[int]float32{}, map[int]int{}
	for key, count := range counts {
		distance := float32(key[1]) / 2
		if count > most[key[0]] || count == most[key[0]] && distance < usual[key[0]] {
			usual[key[0]], most[key[0]] = distance, count
		}
	}
	return usual
}

// inOneBlock tells whether line i belongs to the block of the one before it.
func inOneBlock(lines []*line, i int, usual map[int]float32) bool {
	a, b := lines[i-1], lines[i]
	if a.hyphen {
		return true
	}
	if !alike(a, b) || a.rtl != b.rtl && a.rtl {
		return false
	}
	distance := a.y - b.y
	least := distance
	if known := usual[int(2*b.height)]; known > 0.5*b.height {
		least = min(least, known)
	}
	if i >= 2 && alike(lines[i-2], a) && lines[i-2].y-a.y > 0.7*a.height {
		least = min(least, lines[i-2].y-a.y)
	}
	if i+1 < len(lines) && alike(b, lines[i+1]) && b.y-lines[i+1].y > 0.7*b.height {
		least = min(least, b.y-lines[i+1].y)
	}
	return distance <= 1.2*least+0.5
}

// listItem is how a line of a list begins that has a sign of its own; numbered may be the beginning of one, or a number in a sentence.
var (
	listItem = pattern(`^[•‣◦▪▫●○■□➢✓–—*·-]\s`)
	numbered = pattern(`^(\(?(\d{1,3}|[A-Za-z]|[ivxIVX]{1,5})[.)]|\[\d{1,3}\])\s`)
)

// block decides about the lines of one block. Whether a line was ended on purpose is seen by whether the first word of
// the next would have found room behind it.
func block(lines []*line, found []separator) {
	found[0] = newBlock
	last := float32(-math.MaxFloat32) // where the longest line ends
	for _, l := range lines {
		last = max(last, l.end())
	}
	onPurpose := func(i int) bool { // that line i ends
		next := lines[i+1]
		return !lines[i].hyphen && last-lines[i].end() > next.firstWord+wordSpace*next.height
	}
	short := 0
	for i := range len(lines) - 1 {
		if onPurpose(i) {
			short++
		}
	}
	if separate := short*5 > (len(lines)-1)*3; separate {
		for i := 1; i < len(lines); i++ {
			found[i] = ownLine
			if lines[i-1].hyphen {
				found[i] = sameLine
			}
		}
		return
	}
	begun := true // the line before is the first of its paragraph
	for i := 1; i < len(lines); i++ {
		a, b := lines[i-1], lines[i]
		indent := b.start() - a.start()
		edge := sameEdge * b.height
		switch {
		case a.hyphen:
			found[i] = sameLine
		case a.tabular || b.tabular:
			found[i] = ownLine
		case listItem().MatchString(b.text):
			found[i] = ownLine
		case numbered().MatchString(b.text) && (onPurpose(i-1) || indent < -edge || strings.ContainsAny(lastRune(a.text), ".:;!?")):
			found[i] = ownLine
		case begun && numbered().MatchString(a.text) && numbered().MatchString(b.text):
			found[i] = ownLine
		case onPurpose(i - 1):
			found[i] = newBlock
		case indent > edge && i+1 < len(lines) && abs(lines[i+1].start()-a.start()) < edge && !onPurpose(i):
			found[i] = newBlock // the first line of a paragraph
		case indent > edge && begunAfterSentence(a, b):
			found[i] = newBlock
		case indent < -edge && !begun:
			found[i] = newBlock // what came before hangs
		default:
			found[i] = sameLine
		}
		begun = found[i] != sameLine
	}
}

// begunAfterSentence tells whether a line ends a sentence and the next begins one, and is no item of a list, whose lines are indented.
func begunAfterSentence(a, b *line) bool {
	first, _ := utf8.DecodeRuneInString(strings.TrimLeft(b.text, "\"'“„«‘("))
	ended := strings.ContainsAny(lastRune(strings.TrimRight(a.text, "\"'”“»’)")), ".!?…")
	return ended && !unicode.IsLower(first) && !listItem().MatchString(a.text) && !numbered().MatchString(a.text)
}

func lastRune(text string) string {
	_, size := utf8.DecodeLastRuneInString(text)
	return text[len(text)-size:]
}

// goesOnElsewhere tells whether the paragraph at the end of before goes on in the block after it, which is another column or page: its
// last line is full and ends within a sentence, and the next line is one of several or begins with a small letter.
func goesOnElsewhere(before, after []*line) bool {
	a, b := before[len(before)-1], after[0]
	if a.tabular || b.tabular || a.rtl != b.rtl || abs(a.angle-b.angle) > 0.02 || abs(a.height-b.height) > 0.05*a.height || under(a, b) {
		return false
	}
	first, _ := utf8.DecodeRuneInString(b.text)
	if !unicode.IsLower(first) && (len(after) < 2 || !unicode.IsLetter(first)) || strings.ContainsAny(lastRune(a.text), ".!?:;…") {
		return false
	}
	// Both columns are as wide, and the last line is as long as those above it.
	longest, widest := float32(0), float32(0)
	for i := len(before) - 1; i >= max(0, len(before)-6); i-- {
		if i < len(before)-1 && !alike(before[i], before[i+1]) {
			break
		}
		longest = max(longest, before[i].right-before[i].left)
	}
	for _, l := range after {
		widest = max(widest, l.right-l.left)
	}
	return len(before) > 1 && longest-(a.right-a.left) < b.firstWord+wordSpace*b.height && abs(longest-widest) < 0.15*longest
}

// words counts the words of a document, and those with a hyphen, as they stand within a line.
type words map[string]int

// maxWords bounds the words that are remembered of a document.
const maxWords = 200_000

func isWordRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r)
}

// add counts the words of a line, but those that its ends may have cut.
func (w words) add(l *line, cutBefore bool) {
	fields := strings.FieldsFunc(l.text, func(r rune) bool { return !isWordRune(r) && !isHyphen(r) })
	if l.hyphen || isHyphen(lastOf(l.text)) {
		fields = fields[:max(len(fields)-1, 0)]
	}
	if cutBefore && len(fields) > 0 {
		fields = fields[1:]
	}
	for _, f := range fields {
		f = strings.ToLower(strings.ReplaceAll(strings.Trim(f, "-\u2010\u2011\u00ad"), "\u2010", "-"))
		if f == "" || len(w) >= maxWords && w[f] == 0 {
			continue
		}
		w[f]++
		if strings.Contains(f, "-") {
			for part := range strings.SplitSeq(f, "-") {
				w[part]++
			}
		}
	}
}

func isHyphen(r rune) bool { return r == '-' || r == '\u2010' || r == '\u2011' || r == '\u00ad' }

func lastOf(text string) rune { r, _ := utf8.DecodeLastRuneInString(text); return r }

// First parts of compounds that keep their hyphen, and those that are written together although each part is a word.
const (
	compoundFirst = "twenty thirty forty fifty sixty seventy eighty ninety self ex vice all half quarter well so high low long short one two three four five six seven eight nine ten"
	closedFirst   = "over under out inter super with some every any fore after back down up head land news data web micro multi home work water trans semi sub"
	linkWord      = "of the in to by and on at a an for up as or de la le du sur"
)

// isOneOf tells whether a word of letters and digits is in a list with spaces between.
func isOneOf(list, word string) bool {
	return strings.Contains(" "+list+" ", " "+word+" ")
}

// keepsHyphen tells whether the hyphen between the parts of a word that a line's end divides belongs to the word: the
// left part ends a line, the right begins the next. How the document writes the word elsewhere decides first.
func (w words) keepsHyphen(left, right string) bool {
	l, r := left, right
	if i := strings.LastIndexFunc(l, func(r rune) bool { return !isWordRune(r) }); i >= 0 {
		_, size := utf8.DecodeRuneInString(l[i:])
		l = l[i+size:]
	}
	compoundBefore := strings.HasSuffix(left[:len(left)-len(l)], "-")
	rest := ""
	if i := strings.IndexFunc(r, func(r rune) bool { return !isWordRune(r) }); i >= 0 {
		r, rest = r[:i], r[i:]
	}
	lastLeft, firstRight := lastOf(l), []rune(r + " ")[0]
	lowerLeft, lowerRight := strings.ToLower(l), strings.ToLower(r)
	capitals := strings.ToUpper(l) == l && strings.ToUpper(r) == r && utf8.RuneCountInString(l) > 1 && utf8.RuneCountInString(r) > 1
	switch {
	case l == "" || r == "", strings.Contains(left, "://"), strings.Contains(left, "@"), strings.HasPrefix(left, "www."):
		return true
	case unicode.IsDigit(lastLeft), unicode.IsDigit(firstRight):
		return true
	case unicode.IsUpper(firstRight) && !capitals:
		return true
	}
	hyphenated, together := w[lowerLeft+"-"+lowerRight], w[lowerLeft+lowerRight]
	switch {
	case hyphenated > 0 || together > 0:
		return hyphenated > together
	case utf8.RuneCountInString(l) == 1, isOneOf(compoundFirst, lowerLeft):
		return true
	case compoundBefore && isOneOf(linkWord, lowerLeft), strings.HasPrefix(rest, "-") && isOneOf(linkWord, lowerRight):
		return true
	case utf8.RuneCountInString(l) < 4 || utf8.RuneCountInString(r) < 4 || isOneOf(closedFirst, lowerLeft):
		return false
	}
	return w[lowerLeft] > 0 && w[lowerRight] > 0
}

// pageText is the text of one page.
type pageText struct {
	label  string
	text   string
	goesOn bool // the text of the page before goes on with no line end between
}

// textOf makes the text of each page of its lines.
func textOf(pages [][]*line, keepHyphens bool) []pageText {
	known := words{}
	for _, lines := range pages {
		for i, l := range lines {
			known.add(l, i > 0 && (lines[i-1].hyphen || isHyphen(lastOf(lines[i-1].text))))
		}
	}
	texts := make([]pageText, len(pages))
	var last *line // of the pages before
	var previous []*line
	at := -1 // the page of last
	out := make([][]byte, len(pages))
	for p, lines := range pages {
		if len(lines) == 0 {
			continue
		}
		kinds := separators(lines)
		if previous != nil && (last.hyphen || goesOnElsewhere(previous, lines)) {
			kinds[0] = sameLine
			texts[p].goesOn = true
		}
		for i, l := range lines {
			text := strings.ReplaceAll(l.text, "\u00ad", "")
			target := &out[p]
			if i == 0 {
				target = nil
				if at >= 0 {
					target = &out[at]
				}
			}
			if target != nil && last != nil {
				switch {
				case kinds[i] == sameLine:
					*target = joint(*target, last, l, known, keepHyphens)
				case i > 0 && kinds[i] == ownLine:
					*target = append(*target, '\n')
				case i > 0:
					*target = append(*target, "\n\n"...)
				}
			}
			out[p] = append(out[p], text...)
			last, at = l, p
		}
		previous = lines
	}
	for p := range texts {
		texts[p].text = string(out[p])
	}
	return texts
}

// joint adds what stands between two lines of a paragraph, and takes a hyphen away that divides a word.
func joint(out []byte, a, b *line, known words, keepHyphens bool) []byte {
	left := a.text[strings.LastIndexAny(a.text, " \t")+1:]
	right, _, _ := strings.Cut(b.text, " ")
	end := lastOf(a.text)
	first, _ := utf8.DecodeRuneInString(b.text)
	switch {
	case a.hyphen, isHyphen(end) && utf8.RuneCountInString(left) > 1:
		soft := end == '\u00ad' // which textOf has left out
		if !soft && isHyphen(end) {
			out = out[:len(out)-utf8.RuneLen(end)]
		}
		switch stem := strings.TrimRightFunc(left, isHyphen); {
		case keepHyphens:
			out = append(out, "-\n"...)
		case !soft && known.keepsHyphen(stem, right):
			out = append(out, '-')
		}
	case end == '/' && strings.Contains(left, "://"), end == '—' && !unicode.IsSpace(first):
	case isCJK(end) && isCJK(first):
	default:
		out = append(out, ' ')
	}
	return out
}

// isCJK tells whether a character belongs to a script that is written without spaces between words.
func isCJK(r rune) bool {
	return isIdeograph(r) || unicode.In(r, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}

// isIdeograph tells whether a character is an ideograph or is set among them.
func isIdeograph(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) || r >= 0x3000 && r < 0x3100 || r >= 0xff00 && r < 0xfff0
}
