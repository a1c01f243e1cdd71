//go:build ignore

// makeletters counts the letter sequences of languages and writes letters.gz, which the package embeds.
//
//	go run makeletters.go FOLDER
//
// FOLDER holds one UTF-8 text a language, called by its code: hr.txt, zh-cn.txt. NOTICE names the texts that were used.
package main

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"encoding/binary"
	"log"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// alphabetic are the languages whose letters are counted in sequences of three; the others' characters are counted alone.
var alphabetic = strings.Fields("en fr de es pt it nl ca gl eu br ga sv da no fi is et lv lt pl cs sk hu sl hr ro sq tr mt cy eo se vi ru uk be bg mk sr kk el he ar fa th")
var others = strings.Fields("ja zh-cn zh-tw ko")

const (
	trigramsKept   = 3000
	charactersKept = 3500
	damp           = 0.7 // a word that occurs n times counts n^damp times: the texts are of one field
)

func main() {
	folder := os.Args[1]
	var b bytes.Buffer
	for _, name := range alphabetic {
		writeAlphabetic(&b, name, words(read(folder, name), name))
	}
	for _, name := range others {
		writeCharacters(&b, name, read(folder, name))
	}
	var packed bytes.Buffer
	w, _ := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	w.Write(b.Bytes())
	w.Close()
	if err := os.WriteFile("letters.gz", packed.Bytes(), 0o644); err != nil {
		log.Fatal(err)
	}
	log.Printf("%d bytes, %d packed", b.Len(), packed.Len())
}

func read(folder, name string) string {
	files := map[string][]string{"no": {"nb", "nn"}, "pt": {"pt", "pt-br"}, "ga": {"ga", "gd"}}[name]
	if files == nil {
		files = []string{name}
	}
	var all strings.Builder
	for _, file := range files {
		text, err := os.ReadFile(filepath.Join(folder, file+".txt"))
		if err != nil {
			log.Fatal(err)
		}
		all.Write(text)
	}
	return all.String()
}

// words gives how often each word occurs.
func words(text, name string) map[string]float64 {
	counts := map[string]float64{}
	for word := range strings.FieldsSeq(strings.ToLower(norm.NFC.String(text))) {
		switch name {
		case "vi":
			word = withToneMarks(word)
		case "ro":
			word = strings.NewReplacer("ş", "ș", "ţ", "ț").Replace(word)
		}
		counts[word]++
	}
	for word, n := range counts {
		counts[word] = math.Pow(n, damp)
	}
	return counts
}

// withToneMarks writes Vietnamese as Windows-1258 does: the tones as combining marks behind their letters.
func withToneMarks(word string) string {
	var b strings.Builder
	for _, r := range word {
		tone := rune(-1)
		letter := strings.Map(func(part rune) rune {
			if strings.ContainsRune("\u0300\u0301\u0303\u0309\u0323", part) {
				tone = part
				return -1
			}
			return part
		}, norm.NFD.String(string(r)))
		b.WriteString(norm.NFC.String(letter))
		if tone >= 0 {
			b.WriteRune(tone)
		}
	}
	return b.String()
}

// The symbols that all languages share come before the letters of the alphabet.
const (
	gap = iota
	digit
	mark       // ASCII punctuation
	apostrophe // ' and ’
	sign       // typographic punctuation and other signs
	foreign    // letters that the language does not have
	latin      // a to z in a language that is not written with them
	firstLetter
)

func writeAlphabetic(b *bytes.Buffer, name string, words map[string]float64) {
	latinScript := !slices.Contains(strings.Fields("ru uk be bg mk sr kk el he ar fa th"), name)
	letters, total := map[rune]float64{}, 0.0
	for word, n := range words {
		for _, r := range word {
			letters[r] += n
			total += n
		}
	}
	var alphabet []rune
	for r, n := range letters {
		ascii := 'a' <= r && r <= 'z'
		switch {
		case ascii && !latinScript, r < 0x80 && !ascii, r == '’', !unicode.IsLetter(r) && !unicode.IsMark(r) && !isQuote(r):
		case unicode.Is(unicode.Latin, r) != latinScript && unicode.IsLetter(r):
		case ascii, n/total > 1.5e-5:
			alphabet = append(alphabet, r)
		}
	}
	slices.Sort(alphabet)
	symbol := map[rune]int{}
	for i, r := range alphabet {
		symbol[r] = firstLetter + i
	}
	size := firstLetter + len(alphabet)
	of := func(r rune) int {
		if s, is := symbol[r]; is {
			return s
		}
		switch {
		case '0' <= r && r <= '9':
			return digit
		case r == '\'' || r == '’':
			return apostrophe
		case 'a' <= r && r <= 'z':
			return latin
		case r < 0x80:
			return mark
		case unicode.IsLetter(r) || unicode.IsMark(r):
			return foreign
		}
		return sign
	}
	uni, bi, tri := make([]float64, size), make([]float64, size*size), map[int]float64{}
	for word, n := range words {
		a, c := gap, gap
		for _, r := range append([]rune(word), ' ') {
			s := gap
			if r != ' ' {
				s = of(r)
			}
			uni[s] += n
			bi[c*size+s] += n
			if a != gap || c != gap { // of a first letter the pair says all
				tri[(a*size+c)*size+s] += n
			}
			a, c = c, s
		}
	}
	uniTotal := sum(uni)
	log2 := make([]float64, size*size) // of the pairs, with the single letters behind them
	before := make([]float64, size)
	for i := range size {
		before[i] = sum(bi[i*size : (i+1)*size])
	}
	for i := range size {
		for j := range size {
			const prior = 20
			p := (bi[i*size+j] + prior*(uni[j]+0.5)/(uniTotal+0.5*float64(size))) / (before[i] + prior)
			log2[i*size+j] = -math.Log(p)
		}
	}
	type trigram struct {
		key   int
		cost  float64
		worth float64
	}
	var kept []trigram
	for key, n := range tri {
		pair, last := key/size, key%size
		const prior = 4
		p := (n + prior*math.Exp(-log2[pair%size*size+last])) / (bi[pair] + prior)
		cost := -math.Log(p)
		worth := n * math.Abs(cost-log2[pair%size*size+last])
		for _, s := range []int{pair / size, pair % size, last} { // the letters beyond ASCII are what is doubtful
			if s >= firstLetter && alphabet[s-firstLetter] >= 0x80 && latinScript {
				worth *= 3
				break
			}
		}
		if n >= 2 {
			kept = append(kept, trigram{key, cost, worth})
		}
	}
	slices.SortFunc(kept, func(x, y trigram) int { return cmp.Or(cmp.Compare(y.worth, x.worth), cmp.Compare(x.key, y.key)) })
	kept = kept[:min(len(kept), trigramsKept)]
	slices.SortFunc(kept, func(x, y trigram) int { return cmp.Compare(x.key, y.key) })

	writeString(b, name)
	writeString(b, string(alphabet))
	for _, n := range uni {
		b.WriteByte(quantised(-math.Log((n + 0.01) / uniTotal)))
	}
	for _, cost := range log2 {
		b.WriteByte(quantised(cost))
	}
	writeInt(b, len(kept))
	last := 0
	for _, t := range kept {
		writeInt(b, t.key-last)
		last = t.key
	}
	for _, t := range kept {
		b.WriteByte(quantised(t.cost))
	}
	log.Print(name, " ", len(alphabet), " ", string(alphabet))
}

func writeCharacters(b *bytes.Buffer, name, text string) {
	counts, total := map[rune]float64{}, 0.0
	lines := map[string]bool{}
	for line := range strings.Lines(text) {
		lines[line] = true
	}
	for line := range lines {
		for _, r := range line {
			if r >= 0x80 && r < 0xFF00 && (unicode.IsLetter(r) || r >= 0x3000 && r < 0x3100) || r >= 0xFF00 && r < 0xFF60 {
				counts[r]++
			}
		}
	}
	for r, n := range counts {
		if n < 2 {
			delete(counts, r)
			continue
		}
		counts[r] = math.Pow(n, damp)
		total += counts[r]
	}
	characters := slices.SortedFunc(maps.Keys(counts), func(x, y rune) int {
		return cmp.Or(cmp.Compare(counts[y], counts[x]), cmp.Compare(x, y))
	})
	characters = characters[:min(len(characters), charactersKept)]
	writeString(b, name)
	writeString(b, string(characters))
	for _, r := range characters {
		b.WriteByte(quantised(-math.Log(counts[r] / total)))
	}
	log.Print(name, " ", len(characters))
}

func isQuote(r rune) bool { return strings.ContainsRune("“”„‘‚«»‹›–—…", r) }

// quantised is a cost in nats as a byte, in steps of a sixteenth.
func quantised(cost float64) byte { return byte(min(255, math.Round(cost*16))) }

func sum(values []float64) (total float64) {
	for _, v := range values {
		total += v
	}
	return total
}

func writeInt(b *bytes.Buffer, n int) { b.Write(binary.AppendUvarint(nil, uint64(n))) }

func writeString(b *bytes.Buffer, s string) {
	writeInt(b, len(s))
	b.WriteString(s)
}
