package evidence

import (
	"strconv"
	"unicode/utf8"
)

// figure is a number under way: what its words have come to, and where they are.
type figure struct {
	start, end     int // bytes
	total, current float64
	kind           figureKind
}

type figureKind int

const (
	noFigure figureKind = iota
	digits              // as it is written in digits, perhaps with a scale behind
	inWords
)

// endFigure gives the term of the number that ends here.
func (n *normaliser) endFigure() {
	f := n.figure
	if f.kind == noFigure {
		return
	}
	n.figure.kind = noFigure
	var buffer [32]byte
	n.emit(strconv.AppendFloat(buffer[:0], f.total+f.current, 'f', -1, 64), f.start, f.end)
}

// number reads a number in digits, with what hangs on it: 1,000,000 3.5 10m 5bn 1990s 2nd.
func (n *normaliser) number(start int) (end int) {
	n.endFigure()
	text := n.text
	w := n.word[:0]
	i := start
	decimal := false
	for i < len(text) {
		c := text[i]
		switch {
		case c >= '0' && c <= '9':
			w = append(w, c)
			i++
			continue
		case c == ',' && threeDigits(text, i+1) && !decimal:
			i++
			continue
		case c == '.' && !decimal && i+1 < len(text) && isDigit(text[i+1]) && !dottedDate(text, i+1):
			decimal = true
			w = append(w, c)
			i++
			continue
		}
		if c >= utf8.RuneSelf { // 10 000 with a space that does not break
			r, size := utf8.DecodeRuneInString(text[i:])
			if (r == '\u00a0' || r == '\u202f' || r == '\u2009') && threeDigits(text, i+size) && !decimal {
				i += size
				continue
			}
		}
		break
	}
	n.word = w
	suffix := i
	for i < len(text) && text[i] < utf8.RuneSelf && asciiWord[text[i]] {
		i++
	}
	value, err := strconv.ParseFloat(string(w), 64)
	scale := 0.0
	switch tail := text[suffix:i]; {
	case tail == "":
	case equalFold(tail, "s"), equalFold(tail, "st"), equalFold(tail, "nd"), equalFold(tail, "rd"), equalFold(tail, "th"):
	case equalFold(tail, "bn"):
		scale = 1e9
	case equalFold(tail, "mn"):
		scale = 1e6
	case equalFold(tail, "tn"):
		scale = 1e12
	case currencyBefore(text, start) && equalFold(tail, "m"):
		scale = 1e6
	case currencyBefore(text, start) && equalFold(tail, "b"):
		scale = 1e9
	case currencyBefore(text, start) && equalFold(tail, "k"):
		scale = 1e3
	default: // 5g, 3d
		n.word, _ = foldInto(n.word[:0], text[start:i])
		n.emit(n.word, start, i)
		return i
	}
	if err != nil || len(w) > 15 { // no number that can be counted with: as it stands
		n.emit(w, start, i)
		return i
	}
	n.figure = figure{start: start, end: i, current: value, kind: digits}
	if scale != 0 {
		n.figure.current *= scale
		n.emit(append(n.word[:0], scaleNames[scale]...), suffix, i)
		n.endFigure()
	}
	return i
}

var scaleNames = map[float64]string{1e3: "thousand", 1e6: "million", 1e9: "billion", 1e12: "trillion"}

func equalFold(s, lower string) bool {
	if len(s) != len(lower) {
		return false
	}
	for i := range len(s) {
		if s[i]|0x20 != lower[i] {
			return false
		}
	}
	return true
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// threeDigits tells whether exactly three digits follow.
func threeDigits(text string, at int) bool {
	return at+3 <= len(text) && isDigit(text[at]) && isDigit(text[at+1]) && isDigit(text[at+2]) && (at+3 == len(text) || !isDigit(text[at+3]))
}

// dottedDate tells whether what follows a full stop in a number has another behind it, as in 12.03.2024.
func dottedDate(text string, at int) bool {
	for at < len(text) && isDigit(text[at]) {
		at++
	}
	return at+1 < len(text) && text[at] == '.' && isDigit(text[at+1])
}

func currencyBefore(text string, at int) bool {
	if at == 0 {
		return false
	}
	r, _ := utf8.DecodeLastRuneInString(text[:at])
	return r == '$' || r == '€' || r == '£' || r == '¥'
}

var smallNumbers = map[string]float64{
	"zero": 0, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
	"eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
	"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}

var scales = map[string]float64{"hundred": 100, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}

// numberWord takes a word of a number into the figure under way, or begins one.
func (n *normaliser) numberWord(w []byte, start, end int) bool {
	if len(w) < 3 || len(w) > 9 {
		return false
	}
	f := &n.figure
	adjoins := f.kind != noFigure && n.adjoins(f.end, start)
	if scale, is := scales[string(w)]; is {
		if !adjoins {
			n.endFigure()
			n.emit(w, start, end)
			return true
		}
		n.emit(w, start, end)
		if f.current == 0 {
			f.current = 1
		}
		if scale == 100 {
			f.current *= scale
		} else {
			f.total += f.current * scale
			f.current = 0
		}
		f.end = end
		return true
	}
	value, is := smallNumbers[string(w)]
	if !is {
		return false
	}
	if adjoins && f.kind == inWords && (f.current == 0 && f.total > 0 || f.current >= 20 && value < 10 || f.current >= 100) {
		f.current += value
		f.end = end
		return true
	}
	n.endFigure()
	*f = figure{start: start, end: end, current: value, kind: inWords}
	return true
}

// adjoins tells whether nothing but a space or a hyphen, or and, stands between two words.
func (n *normaliser) adjoins(end, start int) bool {
	switch n.text[end:start] {
	case " ", "-", "\u00a0", "‑", "–", " and ":
		return true
	}
	return false
}
