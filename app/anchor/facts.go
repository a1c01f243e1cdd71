package anchor

import (
	"maps"
	"slices"
	"strings"
	"unicode"
)

// denials are words that turn a sentence round, in the languages they were
// collected for: English, German, French, Spanish, Italian, Portuguese, Dutch,
// Russian, Ukrainian, Polish.
var denials = set(`no not none nor never neither nobody nothing nowhere without cannot hardly barely
	nicht kein keine keinen keinem keiner keines nie niemals niemand nichts ohne weder
	ne pas jamais aucun aucune rien personne sans ni non nunca nadie nada ningún ninguna sin jamás
	mai nessuno niente senza né não nem nenhum sem niet geen nooit niemand niets zonder
	не нет ни никогда никто ничего без ні немає ніколи ніхто
	nie nigdy nikt nic bez ani لا لم لن ليس ليست غير بدون`)

// counts are words that are numbers, or as good as one.
var counts = set(`zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
	eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand thousands million millions
	billion billions trillion trillions dozen dozens half third quarter twice double triple first second
	more less fewer most least all every some
	eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf zwanzig hundert tausend millionen milliarden
	deux trois quatre cinq sept huit neuf dix vingt cent mille dos tres cuatro cinco seis siete ocho nueve diez cien mil millones`)

// signs are letters and signs that are a number, a share or a denial by themselves.
const signs = "不没沒無无非未別别一二三四五六七八九十百千万萬亿億两兩%‰"

func set(words string) map[string]bool {
	all := map[string]bool{}
	for _, w := range strings.Fields(words) {
		all[w] = true
	}
	return all
}

// sameFacts tells whether two wordings name the same numbers and names, deny as
// often, and have no word in the place of quite another: "rose" and "fell".
// Where they do not, they are not the same claim.
func sameFacts(a, b []rune) bool {
	x, y := readFacts(a), readFacts(b)
	return maps.Equal(x.counted, y.counted) && x.namesIn(y) && y.namesIn(x) && !exchanged(a, b)
}

// exchanged tells whether words were taken out and others put in their place
// that are more than another spelling of them.
func exchanged(a, b []rune) bool {
	s := &search{a: a, b: b}
	for _, g := range s.gaps(s.common(area{0, len(a)}, area{0, len(b)}, words)) {
		old, new := lettersOf(a[g.old.start:g.old.end]), lettersOf(b[g.new.start:g.new.end])
		if len(old) > 0 && len(new) > 0 && !respelled(old, new) {
			return true
		}
	}
	return false
}

// respelled tells whether two words may be the same: all letters but one are,
// and they are not like "moral" and "amoral".
func respelled(a, b []rune) bool {
	if slices.Equal(a, b) {
		return true
	}
	const least = 5 // "was" and "war" are two words
	longer, shorter := a, b
	if len(b) > len(a) {
		longer, shorter = b, a
	}
	return len(shorter) >= least && distance(a, b) == 1 && !slices.Equal(longer[len(longer)-len(shorter):], shorter)
}

func lettersOf(text []rune) []rune {
	var all []rune
	for _, r := range text {
		if inWord(r) || unspaced(r) {
			all = append(all, unicode.ToLower(r))
		}
	}
	return all
}

// facts are the numbers, denials and names in a text.
type facts struct {
	counted map[string]int  // numbers, signs of currency, denials
	names   map[string]bool // words with a capital letter; false for those that begin a sentence, and may be no name
	words   map[string]bool // all, in small letters
}

// namesIn tells whether each name is one in the other text too.
func (f facts) namesIn(other facts) bool {
	for name, surely := range f.names {
		if _, there := other.names[name]; there || !surely && other.words[strings.ToLower(name)] {
			continue
		}
		return false
	}
	return true
}

func readFacts(text []rune) facts {
	f := facts{map[string]int{}, map[string]bool{}, map[string]bool{}}
	first := true
	for i := 0; i < len(text); {
		r := text[i]
		switch {
		case strings.ContainsRune(signs, r), unicode.Is(unicode.Sc, r), unspaced(r) && unicode.IsNumber(r):
			f.counted[string(r)]++
			i++
			continue
		case !inWord(r) && !unicode.IsNumber(r):
			first = first || stop(r) || wideStop(r) || r == '\n'
			i++
			continue
		}
		end, digits, upper := i, false, false
		for end < len(text) && (inWord(text[end]) || unicode.IsNumber(text[end]) || joins(text, end, digits)) {
			digits = digits || unicode.IsNumber(text[end])
			upper = upper || unicode.IsUpper(text[end])
			end++
		}
		word := string(text[i:end])
		small := strings.ToLower(strings.ReplaceAll(word, "’", "'"))
		f.words[small] = true
		switch {
		case digits:
			if i > 0 && (text[i-1] == '-' || text[i-1] == '−') {
				word = "-" + word
			}
			f.counted[word]++
		case denials[small] || counts[small] || strings.HasSuffix(small, "n't"):
			f.counted[small]++
		case upper:
			f.names[word] = f.names[word] || !first
		}
		first = false
		i = end
	}
	return f
}

// joins tells whether a character belongs to the word around it: the points of
// a number, an apostrophe.
func joins(text []rune, i int, digits bool) bool {
	if i == 0 || i+1 >= len(text) {
		return false
	}
	switch text[i] {
	case '.', ',', ':', '/', '-', '–', '\u00a0', '\u202f':
		return digits && unicode.IsNumber(text[i-1]) && unicode.IsNumber(text[i+1])
	case '\'', '’':
		return inWord(text[i-1]) && inWord(text[i+1])
	}
	return false
}
