package evidence

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// sentenceFacts is what a sentence says that another can contradict.
type sentenceFacts struct {
	terms   []Term
	figures []figureSaid
	dates   []dateSaid
}

// figureSaid is a figure with what it counts.
type figureSaid struct {
	value      float64
	unit       string // a term; "" for a bare number
	start, end int    // code points
}

// dateSaid is a day, month or year: what is not said is 0.
type dateSaid struct {
	year, month, day int
	decade           bool // year is the first of ten
	start, end       int  // code points
}

func factsOf(text string) sentenceFacts {
	f := sentenceFacts{terms: Terms(text)}
	words := slices.Clone(f.terms)
	slices.SortStableFunc(words, func(a, b Term) int { return a.Start - b.Start })
	used := make([]bool, len(words))
	runes := []rune(text)
	for i := range words {
		if month := months[words[i].Word]; month > 0 {
			f.addDate(words, used, i, month)
		}
	}
	for i, w := range words {
		value, err := strconv.ParseFloat(w.Word, 64)
		if err != nil || used[i] || w.Word[0] < '0' || w.Word[0] > '9' {
			continue
		}
		if isYear(w, value) && (i+1 == len(words) || words[i+1].Word != "percent") && (i == 0 || !currencies[words[i-1].Word]) {
			f.dates = append(f.dates, dateSaid{year: int(value), decade: runes[w.End-1] == 's' && int(value)%10 == 0, start: w.Start, end: w.End})
			continue
		}
		f.figures = append(f.figures, figureAt(words, i, value, runes))
	}
	return f
}

var months = map[string]int{"januari": 1, "februari": 2, "march": 3, "april": 4, "mai": 5, "june": 6, "juli": 7, "august": 8, "septemb": 9, "octob": 10, "novemb": 11, "decemb": 12}

var currencies = map[string]bool{"dollar": true, "euro": true, "pound": true, "yen": true, "rubl": true, "rupe": true, "yuan": true}

func isYear(w Term, value float64) bool {
	return len(w.Word) == 4 && value >= 1000 && value <= 2100 && w.End-w.Start >= 4 && w.End-w.Start <= 5
}

// addDate reads the day before or behind a month, and the year behind them.
func (f *sentenceFacts) addDate(words []Term, used []bool, i, month int) {
	d := dateSaid{month: month, start: words[i].Start, end: words[i].End}
	asDay := func(j int) bool {
		if j < 0 || j >= len(words) || used[j] || d.day > 0 {
			return false
		}
		n, err := strconv.Atoi(words[j].Word)
		return err == nil && n >= 1 && n <= 31
	}
	switch {
	case asDay(i+1) && near(words[i].End, words[i+1].Start):
		d.day, _ = strconv.Atoi(words[i+1].Word)
		d.end, used[i+1] = words[i+1].End, true
	case asDay(i-1) && near(words[i-1].End, words[i].Start):
		d.day, _ = strconv.Atoi(words[i-1].Word)
		d.start, used[i-1] = words[i-1].Start, true
	}
	for j := i + 1; j < len(words) && j <= i+2; j++ {
		if n, err := strconv.Atoi(words[j].Word); err == nil && !used[j] && isYear(words[j], float64(n)) && near(d.end, words[j].Start) {
			d.year, d.end, used[j] = n, words[j].End, true
		}
	}
	if words[i].Word == "mai" || words[i].Word == "march" { // may and march are verbs too
		if d.day == 0 && d.year == 0 {
			return
		}
	}
	f.dates = append(f.dates, d)
}

// near tells whether no more than a space or two stand between two places.
func near(from, to int) bool { return to-from <= 2 }

// figureAt finds what the figure of a term counts: the currency before or behind it, per cent, or the next word that says something.
func figureAt(words []Term, i int, value float64, text []rune) figureSaid {
	said := figureSaid{value: value, start: words[i].Start, end: words[i].End}
	if i > 0 && currencies[words[i-1].Word] && words[i-1].End == words[i].Start {
		said.unit, said.start = words[i-1].Word, words[i-1].Start
	}
	j := i + 1
	for j < len(words) && words[j].Start < said.end { // the scale within it
		j++
	}
	if j+1 < len(words) && (words[j].Word == "to" || words[j].Word == "and" || words[j].Word == "or") || j < len(words) && strings.ContainsAny(string(text[said.end:words[j].Start]), "-–—") {
		said.scaleAsInRange(words, j)
	}
	for n := 0; said.unit == "" && n < 3 && j < len(words); j++ {
		w := words[j].Word
		if strings.ContainsAny(string(text[said.end:words[j].Start]), ".;:()") {
			break
		}
		switch {
		case w == "percent" || currencies[w]:
			said.unit = w
			said.end = words[j].End
		case scales[w] > 0:
		case w == "per" || w == "usa" && n == 0:
		case stopWords()[w] || w[0] >= '0' && w[0] <= '9':
			n = 3
		default:
			said.unit = w
			said.end = words[j].End
		}
		n++
	}
	return said
}

// scaleAsInRange gives the first figure of a range, such as $10 to $25 million, the scale and unit of the second; j is the term behind it.
func (said *figureSaid) scaleAsInRange(words []Term, j int) {
	for n := 0; n < 4 && j < len(words); n, j = n+1, j+1 {
		w := words[j]
		if currencies[w.Word] || w.Word == "to" || w.Word == "and" || w.Word == "or" {
			continue
		}
		value, err := strconv.ParseFloat(w.Word, 64)
		if err != nil {
			return
		}
		for k := j + 1; k < len(words) && words[k].Start < w.End; k++ {
			if scale := scales[words[k].Word]; scale > 0 && said.value < value && said.value < scale && value >= scale {
				said.value *= scale
				if said.unit == "" && currencies[words[j-1].Word] {
					said.unit = words[j-1].Word
				}
			}
		}
		if said.unit == "" && j+1 < len(words) && words[j+1].Word == "percent" {
			said.unit = "percent"
		}
		return
	}
}

// Slice gives the range [start, end) of a text, in code points.
func Slice(text string, start, end int) string {
	return text[byteAt(text, start):byteAt(text, end)]
}

func byteAt(text string, point int) int {
	if len(text) == utf8.RuneCountInString(text) {
		return min(point, len(text))
	}
	at := 0
	for ; point > 0 && at < len(text); point-- {
		_, size := utf8.DecodeRuneInString(text[at:])
		at += size
	}
	return at
}
