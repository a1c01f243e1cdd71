package charset

import (
	"bytes"
	"cmp"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Guess is what Detect takes a text's encoding for.
type Guess struct {
	Encoding *Encoding   // the likeliest; nil where the bytes are no text at all
	Language string      // what the text seems to be written in; "" where that was not looked at
	Sure     bool        // nothing else is likely
	Others   []*Encoding // where it isn't sure, what the text may be in besides, the likeliest first
	Text     string      // where it is sure, the text
	Problem  error       // why the text can't be read as it is, even in the likeliest encoding; nil where it can
}

const (
	sureMargin    = 4     // in nats, how much likelier the best reading must be than the next
	likelyMargin  = 18    // what may be the right one after all
	atMost        = 5     // so many others are named
	switching     = 5     // what a word of another language costs
	declaredGain  = 12    // what a declaration is worth
	brokenCost    = 9     // of a broken character
	cutCost       = 3     // of one that the end of the text cuts
	unusualCost   = 5     // of a language in an encoding that was not made for it
	kindMargin    = 2     // what a usual kind of encoding is put before a rarer one for
	plainEvidence = 0.125 // of a letter of ASCII, which tells the language at most
	unlikeText    = 4.2   // the cost of each byte of a word in an encoding that is not known
)

// Detect tells the encoding of raw, which is not empty. Each encoding's reading is compared with how the languages are spelt.
func Detect(raw []byte) Guess {
	sure := func(name string) Guess {
		e, _ := Named(name)
		text, err := e.Decode(raw)
		return Guess{Encoding: e, Text: text, Sure: err == nil, Problem: err}
	}
	switch {
	case bytes.HasPrefix(raw, []byte("\xEF\xBB\xBF")):
		return sure("utf-8")
	case bytes.HasPrefix(raw, []byte("\xFF\xFE\x00\x00")):
		return sure("utf-32le")
	case bytes.HasPrefix(raw, []byte("\x00\x00\xFE\xFF")):
		return sure("utf-32be")
	case bytes.HasPrefix(raw, []byte("\xFF\xFE")):
		return sure("utf-16le")
	case bytes.HasPrefix(raw, []byte("\xFE\xFF")):
		return sure("utf-16be")
	}
	if g, is := ebcdic(raw); is {
		return g
	}
	if g, is := wide(raw); is {
		return g
	}
	if utf8.Valid(raw) {
		if g, is := escaped(raw); is {
			return g
		}
		return sure("utf-8")
	}
	return newReading(raw).guess()
}

var declaration = regexp.MustCompile(`(?i)(?:<meta\b[^>]*\bcharset|<\?xml\b[^>]*\bencoding|^content-type:[^\n]*\bcharset|\n content-type:[^\n]*\bcharset)\s*=\s*["']?\s*([-\w:.]+)`)

// declared is the encoding that a page, an XML file or a letter names within its first 1,024 bytes; nil where none.
func declared(raw []byte) *Encoding {
	if m := declaration.FindSubmatch(raw[:min(len(raw), 1024)]); m != nil {
		e, _ := Named(string(m[1]))
		return e
	}
	return nil
}

// escaped finds the encodings that are all ASCII and shift by escape sequences.
func escaped(raw []byte) (Guess, bool) {
	names := []string{}
	switch {
	case bytes.Contains(raw, []byte("\x1B$)C")):
		names = append(names, "iso-2022-kr")
	case bytes.Contains(raw, []byte("\x1B$)A")):
		names = append(names, "iso-2022-cn")
	case bytes.Contains(raw, []byte("\x1B$")) || bytes.Contains(raw, []byte("\x1B(I")):
		names = append(names, "iso-2022-jp")
	}
	if bytes.Contains(raw, []byte("~{")) && bytes.Contains(raw, []byte("~}")) {
		names = append(names, "hz-gb-2312")
	}
	if manySevenBit.Match(raw) {
		names = append(names, "utf-7")
	}
	for _, name := range names {
		e, _ := Named(name)
		text, err := e.Decode(raw)
		if err != nil {
			if problem, is := err.(*BrokenError); is && problem.Cut && name != "utf-7" {
				return Guess{Encoding: e, Problem: err}, true
			}
			continue
		}
		if foreign, costly := charactersOf(text); foreign > 0 && !costly {
			utf8, _ := Named("utf-8")
			return Guess{Encoding: e, Text: text, Sure: name != "utf-7" || foreign > 2, Others: []*Encoding{utf8}}, true
		}
	}
	return Guess{}, false
}

// manySevenBit matches what UTF-7 makes of a letter beyond ASCII.
var manySevenBit = regexp.MustCompile(`\+[A-Za-z0-9+/]{3,}-?`)

// charactersOf counts the characters beyond ASCII, and tells whether they are unlike any text.
func charactersOf(text string) (foreign int, costly bool) {
	k := known()
	best, size := float32(0), 0
	for word := range strings.FieldsSeq(text[:min(len(text), sampleBytes)]) {
		if isASCII(word) {
			continue
		}
		word = strings.ToValidUTF8(word, "")
		best += slices.Min(k.wordCosts(word))
		for _, r := range word {
			size++
			if r >= utf8.RuneSelf {
				foreign++
			}
		}
	}
	return foreign, best > 10*float32(size)
}

// wide tells UTF-16 and UTF-32 without a mark, which hold bytes that no text in bytes has.
func wide(raw []byte) (Guess, bool) {
	controls := 0
	for _, b := range raw[:min(len(raw), sampleBytes)] {
		if b < ' ' && b != '\t' && b != '\n' && b != '\r' && b != '\f' && b != 0x1B && b != 0x0E && b != 0x0F {
			controls++
		}
	}
	nul := bytes.IndexByte(raw, 0)
	if controls == 0 && nul < 0 {
		return Guess{}, false
	}
	k := known()
	var best *Encoding // by the cost of a byte
	least, next := float32(math.Inf(1)), float32(math.Inf(1))
	for _, name := range []string{"utf-32le", "utf-32be", "utf-16le", "utf-16be"} {
		e, _ := Named(name)
		sample := raw[:min(len(raw), sampleBytes)&^3]
		text := ""
		if strings.HasPrefix(name, "utf-32") {
			text, _ = e.whole(sample, nil)
		} else {
			sample = raw[:min(len(raw), sampleBytes)&^1]
			text = looseUTF16(sample, name == "utf-16be")
		}
		if text == "" || strings.ContainsFunc(text, func(r rune) bool { return r < ' ' && r != 0 && !isSpace(byte(r)) }) ||
			strings.HasPrefix(name, "utf-32") && strings.ContainsRune(text, 0) {
			continue
		}
		cost := k.costOfText(text) / float32(len(sample))
		switch {
		case cost < least:
			best, least, next = e, cost, least
		case cost < next:
			next = cost
		}
	}
	if best == nil || least > unlikeText || next-least < 0.3 {
		best = uncounted(raw)
	}
	if best == nil {
		if nul < 0 {
			return Guess{}, false
		}
		return Guess{Problem: &NULError{Line: 1 + bytes.Count(raw[:nul], []byte("\n")), Many: bytes.Count(raw, []byte{0})*50 > len(raw)}}, true
	}
	text, err := best.Decode(raw)
	if err == nil && strings.IndexByte(text, 0) >= 0 {
		err = &NULError{Line: 1 + strings.Count(text[:strings.IndexByte(text, 0)], "\n")}
	}
	return Guess{Encoding: best, Text: text, Sure: err == nil, Problem: err}, true
}

// uncounted tells UTF-16 in a script whose languages were not counted: all characters are assigned, nearly all letters are of one
// script, and there are spaces or line feeds; nil where that is so in neither byte order, or in both.
func uncounted(raw []byte) (found *Encoding) {
	for _, name := range []string{"utf-16le", "utf-16be"} {
		if !isOneScript(looseUTF16(raw[:min(len(raw), sampleBytes)&^1], name == "utf-16be")) {
			continue
		}
		if found != nil {
			return nil
		}
		found, _ = Named(name)
	}
	return found
}

func isOneScript(text string) bool {
	const fewest = 8 // letters
	counts := map[string]int{}
	letters, spaces, others := 0, 0, 0
	for _, r := range text {
		switch {
		case r == ' ' || r == '\n':
			spaces++
		case r == '\t' || r == '\r' || '!' <= r && r <= '~':
			others++
		case unicode.IsLetter(r) || unicode.IsMark(r):
			letters++
			counts[scriptName(r)]++
		case r == utf8.RuneError || !unicode.IsGraphic(r) && !unicode.Is(unicode.Cf, r) || 0x2000 <= r && r <= 0x200A:
			return false // no character, or a space of the other byte order
		default:
			others++
		}
	}
	most := 0
	for name, n := range counts {
		if name != "" {
			most = max(most, n)
		}
	}
	return letters >= fewest && spaces > 0 && letters > others && 10*most >= 9*letters
}

// scriptName is the script that a letter or mark belongs to; "" where it belongs to several.
func scriptName(r rune) string {
	for name, script := range unicode.Scripts {
		if name != "Common" && name != "Inherited" && unicode.Is(script, r) {
			return name
		}
	}
	return ""
}

// NULError says that there are NUL characters, which no text has.
type NULError struct {
	Line int  // of the first one
	Many bool // so many that it is no text at all
}

func (e *NULError) Error() string {
	if e.Many {
		return "this is a binary file, not plain text"
	}
	return fmt.Sprintf("line %d holds a NUL character, which no text has", e.Line)
}

// costOfText is that of a text in the language that suits it best.
func (k *knowledge) costOfText(text string) float32 {
	costs := make([]float32, len(k.languages))
	for word := range strings.FieldsSeq(text) {
		words := k.wordCosts(word)
		least := slices.Min(words)
		for i := range costs {
			costs[i] += min(words[i], least+switching)
		}
	}
	return slices.Min(costs)
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// reading compares what the encodings make of one text.
type reading struct {
	raw     []byte
	know    *knowledge
	used    [256]bool            // which bytes there are
	words   [][]byte             // different words of the sample with bytes beyond ASCII
	letters int                  // in the sample's ASCII words
	plain   []float32            // by language: the cost of the sample's ASCII words
	costs   map[string][]float32 // by word and language
}

func newReading(raw []byte) *reading {
	r := &reading{raw: raw, know: known(), costs: map[string][]float32{}}
	for _, b := range raw {
		r.used[b] = true
	}
	r.plain = make([]float32, len(r.know.languages))
	seen := map[string]bool{}
	plain := 0
	for _, word := range sampleWords(raw) {
		if seen[string(word)] {
			continue
		}
		seen[string(word)] = true
		if !isASCII(string(word)) {
			r.words = append(r.words, word)
			continue
		}
		if plain++; plain > 400 {
			continue
		}
		r.letters += len(word)
		costs := r.wordCosts(string(word))
		least := slices.Min(costs) + switching
		for i, cost := range costs {
			r.plain[i] += min(cost, least)
		}
	}
	return r
}

// wordCosts gives the costs of a word by language.
func (r *reading) wordCosts(word string) []float32 {
	if costs, is := r.costs[word]; is {
		return costs
	}
	costs := r.know.wordCosts(word)
	r.costs[word] = costs
	return costs
}

// candidate is one encoding's reading of the sample.
type candidate struct {
	encoding *Encoding
	cost     float64
	language *language
	text     string // tells readings apart that differ
}

func (r *reading) guess() Guess {
	announced := declared(r.raw)
	var all []candidate
	for _, e := range encodings {
		if e.ebcdic || e.whole != nil && (e.Name != "utf-8" || !looksLikeUTF8(r.raw)) {
			continue
		}
		c, possible := r.read(e)
		if !possible {
			continue
		}
		if e == announced {
			c.cost -= declaredGain
		}
		all = append(all, c)
	}
	byCost := func(a, b candidate) int { return cmp.Compare(a.cost, b.cost) }
	slices.SortStableFunc(all, byCost)
	for i, least := 0, all[0].cost; i < len(all) && all[i].cost < least+likelyMargin; i++ {
		if all[i].encoding.multi != nil { // the sample was decoded loosely
			_, err := all[i].encoding.Decode(r.raw)
			if problem, is := err.(*BrokenError); is && !problem.Cut {
				all[i].cost += likelyMargin
			}
		}
	}
	slices.SortStableFunc(all, byCost)
	var others []candidate
	for _, c := range all[1:] {
		if c.text != all[0].text && !slices.ContainsFunc(others, func(o candidate) bool { return o.text == c.text }) {
			others = append(others, c)
		}
	}
	best := all[0]
	for _, c := range all { // of those that read the same the usual one names it
		if c.text == best.text && c.encoding.rarity < best.encoding.rarity && c.encoding.isHomeOf(best.language) {
			best.encoding = c.encoding
		}
	}
	g := Guess{Encoding: best.encoding}
	if best.language != nil {
		g.Language = languageNames[best.language.name]
	}
	for _, o := range others[:min(len(others), atMost)] {
		if o.cost-best.cost < likelyMargin && o.encoding.Name != "utf-8" {
			g.Others = append(g.Others, o.encoding)
		}
	}
	if g.Text, g.Problem = best.encoding.Decode(r.raw); g.Problem == nil && r.holdsUTF8(best) {
		g.Problem = MixedError{best.encoding.Name}
	}
	margin := r.neededMargin()
	if best.encoding == announced { // and nothing is likelier
		margin = 0
	}
	g.Sure = g.Problem == nil && (len(others) == 0 || others[0].cost-best.cost >= margin) && best.cost-best.encoding.rarity < r.unlike(best.language)
	if !g.Sure && g.Problem == nil {
		best.encoding = g.Encoding
		g.offer(r.raw, append([]candidate{best}, others...))
	}
	return g
}

// neededMargin is how much likelier the best reading must be than the next, in nats. Of a few letters nearly any reading is a word somewhere.
func (r *reading) neededMargin() float64 {
	const enough = 8 // bytes beyond ASCII
	evidence := 0.0
	for _, word := range r.words {
		for _, b := range word {
			switch {
			case b >= utf8.RuneSelf:
				evidence++
			case 'A' <= b&^0x20 && b&^0x20 <= 'Z':
				evidence += plainEvidence
			}
		}
	}
	evidence += plainEvidence * float64(r.letters)
	return sureMargin + max(0, enough-evidence)
}

// offer names what the text may be in: at nearly the same cost an encoding of Windows before an ISO one, and that before those of DOS and
// the Macintosh.
func (g *Guess) offer(raw []byte, readings []candidate) {
	least := readings[0].cost
	readings = slices.DeleteFunc(readings, func(c candidate) bool {
		if c.cost-least >= likelyMargin {
			return true
		}
		_, err := c.encoding.Decode(raw)
		return err != nil
	})
	rank := func(c candidate) float64 {
		switch name := c.encoding.Name; {
		case strings.HasPrefix(name, "windows-"):
			return c.cost
		case strings.HasPrefix(name, "ibm"), strings.HasPrefix(name, "x-mac"), name == "macintosh":
			return c.cost + 2*kindMargin
		}
		return c.cost + kindMargin
	}
	slices.SortStableFunc(readings, func(a, b candidate) int { return cmp.Compare(rank(a), rank(b)) })
	g.Encoding, g.Others, g.Language = readings[0].encoding, nil, ""
	if l := readings[0].language; l != nil {
		g.Language = languageNames[l.name]
	}
	for _, c := range readings[1:min(len(readings), 1+atMost)] {
		g.Others = append(g.Others, c.encoding)
	}
}

// FirstDifference is where, in bytes, the first word begins that reads differently in the encodings; 0 where none does. They are such as
// have ASCII's white space.
func FirstDifference(raw []byte, in []*Encoding) int {
	for i := 0; i < len(raw); {
		start := i
		for i < len(raw) && !isSpace(raw[i]) {
			i++
		}
		if word := raw[start:i]; !isASCII(string(word)) {
			texts := map[string]bool{}
			for _, e := range in {
				text, _ := e.Decode(word)
				texts[text] = true
			}
			if len(texts) > 1 {
				return start
			}
		}
		i++
	}
	return 0
}

// MixedError says that parts of a text are UTF-8 and others are not.
type MixedError struct{ Encoding string }

func (e MixedError) Error() string {
	return "parts of this text are UTF-8 and parts are " + e.Encoding + ", so that no reading would be right throughout"
}

// holdsUTF8 tells whether there are words that make sense in UTF-8, and not in what the rest is in.
func (r *reading) holdsUTF8(rest candidate) bool {
	if rest.encoding.Name == "utf-8" {
		return false
	}
	const better = 10 // nats
	for _, word := range r.words {
		if !utf8.Valid(word) {
			continue
		}
		text, err := rest.encoding.Decode(word)
		if err != nil || slices.Min(r.wordCosts(string(word)))+better < slices.Min(r.wordCosts(text)) {
			return true
		}
	}
	return false
}

// unlike is the cost of the sample in an encoding that is not known.
func (r *reading) unlike(l *language) float64 {
	total := 0.0
	for _, word := range r.words {
		total += unlikeText*float64(len(word)) + 8
	}
	least := math.Inf(1)
	for i := range r.plain {
		least = min(least, float64(r.plain[i])+r.know.languages[i].rarity)
	}
	return total + least + 10
}

// read gives an encoding's reading of the sample; false where the text can't be in it.
func (r *reading) read(e *Encoding) (candidate, bool) {
	c := candidate{encoding: e, cost: math.Inf(1)}
	var text strings.Builder
	costs := slices.Clone(r.plain)
	if e.single != nil {
		for b, used := range r.used {
			if used && e.single[b] == utf8.RuneError {
				return c, false
			}
			if used && b >= utf8.RuneSelf {
				text.WriteRune(e.single[b])
			}
		}
	}
	for _, word := range r.words {
		decoded := ""
		extra := float32(0)
		switch {
		case e.single != nil:
			decoded, _ = e.fromSingle(word)
		case e.multi != nil:
			decoded = multiText(e.multi, word)
			extra = brokenCost * float32(strings.Count(decoded, "\uFFFD"))
			if strings.HasSuffix(decoded, "\uFFFD") && r.isLast(word) {
				extra += cutCost - brokenCost
			}
			text.WriteString(decoded)
		default:
			decoded, extra = looseUTF8(word, r.isLast(word))
			text.WriteString(decoded)
		}
		words := r.wordCosts(decoded)
		least := float32(math.Inf(1))
		for i, l := range r.know.languages {
			if e.writes(l) {
				least = min(least, words[i])
			}
		}
		for i := range costs {
			costs[i] += min(words[i], least+switching) + extra
		}
	}
	c.text = text.String()
	for i, l := range r.know.languages {
		cost := float64(costs[i]) + l.rarity + e.rarity
		if !e.isHomeOf(l) {
			cost += unusualCost
			if e.multi != nil {
				cost += unusualCost // nearly any bytes are text in them
			}
		}
		if cost < c.cost && e.writes(l) {
			c.cost, c.language = cost, l
		}
	}
	return c, true
}

// isLast tells whether a word of the sample is the end of the text.
func (r *reading) isLast(word []byte) bool { return &word[len(word)-1] == &r.raw[len(r.raw)-1] }

// looksLikeUTF8 tells broken UTF-8 from text in single bytes: somewhere there is a sequence of several bytes that is right, or is right
// up to the end of the text. A lone byte among ASCII is the sign of single bytes.
func looksLikeUTF8(raw []byte) bool {
	for len(raw) > 0 {
		r, size := utf8.DecodeRune(raw)
		if size > 1 || r == utf8.RuneError && len(raw) > 1 && !utf8.FullRune(raw) {
			return true
		}
		raw = raw[size:]
	}
	return false
}

// looseUTF8 decodes what it can; bytes that are no UTF-8 become U+FFFD, at a cost.
func looseUTF8(word []byte, last bool) (text string, cost float32) {
	var b strings.Builder
	for len(word) > 0 {
		r, size := utf8.DecodeRune(word)
		if r == utf8.RuneError && size == 1 {
			if last && !utf8.FullRune(word) && len(word) > 1 {
				return b.String(), cost + cutCost
			}
			cost += brokenCost
		}
		b.WriteRune(r)
		word = word[size:]
	}
	return b.String(), cost
}

// isHomeOf tells whether texts in a language were usually written in the encoding.
func (e *Encoding) isHomeOf(l *language) bool {
	return e.home == "" || l != nil && strings.Contains(" "+e.home+" ", " "+l.name+" ")
}

// writes tells whether the encoding has the letters of a language.
func (e *Encoding) writes(l *language) bool { return e.single == nil || writable()[e][l] }

// writable are the languages that each encoding of single bytes has the letters of.
var writable = sync.OnceValue(func() map[*Encoding]map[*language]bool {
	all := map[*Encoding]map[*language]bool{}
	for _, e := range encodings {
		if e.single == nil {
			continue
		}
		has := map[rune]bool{}
		for _, r := range e.single {
			has[r] = true
			if isForm(r) {
				base, _ := utf8.DecodeRuneInString(norm.NFKC.String(string(r)))
				has[base] = true
			}
			if parts, is := toned()[r]; is {
				has[parts[1]] = true
			}
		}
		all[e] = map[*language]bool{}
		for _, l := range known().languages {
			missing := 0.0
			for i, r := range l.alphabet {
				if l.characters == nil && !has[r] && unicode.IsLetter(r) && !(r == 'ș' && has['ş']) && !(r == 'ț' && has['ţ']) && !(r == 'ی' && has['ي']) && !(r == 'ک' && has['ك']) {
					missing += math.Exp(-float64(l.single[int(firstLetter)+i]))
				}
			}
			all[e][l] = l.characters == nil && missing < 0.001
		}
	}
	return all
})

const (
	sampleBytes  = 8 << 10 // so much of a text is looked at whole
	sampleWord   = 400     // bytes of a word, which in East Asia is a paragraph
	sampleOfByte = 6       // from behind there, so many words with each byte
)

// sampleWords gives the words that tell the encoding: those of the beginning, and those from everywhere with bytes that are rare.
func sampleWords(raw []byte) [][]byte {
	var words [][]byte
	var met [256]int
	taken := 0
	for i := 0; i < len(raw); {
		if isSpace(raw[i]) {
			i++
			continue
		}
		start, rare := i, false
		for ; i < len(raw) && !isSpace(raw[i]); i++ {
			if b := raw[i]; b >= utf8.RuneSelf && met[b] < sampleOfByte {
				met[b]++
				rare = true
			}
		}
		if taken < sampleBytes || rare {
			words = append(words, raw[start:min(i, start+sampleWord)])
			taken += i - start
		}
	}
	return words
}

// isSpace tells ASCII white space, whose bytes are no part of any other character in any encoding of bytes.
func isSpace(b byte) bool { return b == ' ' || b == '\t' || b == '\n' || b == '\r' || b == '\f' }
