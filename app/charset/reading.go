package charset

import (
	"math"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

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
	r := &reading{raw: raw, know: loadKnowledge(), costs: map[string][]float32{}}
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
		for _, l := range loadKnowledge().languages {
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
