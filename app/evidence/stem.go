package evidence

// stem cuts an English word of small ASCII letters to its stem, in place, by the algorithm of M. F. Porter (An algorithm
// for suffix stripping, Program 14 (3), 1980) with his later departures from it (-bli, -logi).
func stem(word []byte) []byte {
	if len(word) <= 2 {
		return word
	}
	w := stemmer(word)
	w.plurals()
	w.pastAndProgress()
	w.finalY()
	w.replaceFirst(doubleSuffixes, 0)
	w.replaceFirst(longSuffixes, 0)
	w.dropFirst()
	w.finalE()
	return w
}

type stemmer []byte

// consonant tells whether a letter is one; y is where a vowel or nothing stands before it.
func (w stemmer) consonant(i int) bool {
	switch w[i] {
	case 'a', 'e', 'i', 'o', 'u':
		return false
	case 'y':
		return i == 0 || !w.consonant(i-1)
	}
	return true
}

// measure counts the sequences of vowels and consonants in the first n letters.
func (w stemmer) measure(n int) (m int) {
	i := 0
	for i < n && w.consonant(i) {
		i++
	}
	for i < n {
		for i < n && !w.consonant(i) {
			i++
		}
		if i == n {
			break
		}
		m++
		for i < n && w.consonant(i) {
			i++
		}
	}
	return m
}

func (w stemmer) hasVowel(n int) bool {
	for i := range n {
		if !w.consonant(i) {
			return true
		}
	}
	return false
}

func (w stemmer) double(n int) bool { return n >= 2 && w[n-1] == w[n-2] && w.consonant(n-1) }

// short tells whether the first n letters end in consonant, vowel, consonant, the last not w, x or y: as in hop.
func (w stemmer) short(n int) bool {
	if n < 3 || !w.consonant(n-1) || w.consonant(n-2) || !w.consonant(n-3) {
		return false
	}
	return w[n-1] != 'w' && w[n-1] != 'x' && w[n-1] != 'y'
}

func (w stemmer) ends(suffix string) bool {
	return len(w) > len(suffix) && string(w[len(w)-len(suffix):]) == suffix
}

func (w *stemmer) cut(n int) { *w = (*w)[:len(*w)-n] }

func (w *stemmer) plurals() {
	switch {
	case w.ends("sses"), w.ends("ies"):
		w.cut(2)
	case w.ends("ss"):
	case w.ends("s"):
		w.cut(1)
	}
}

func (w *stemmer) pastAndProgress() {
	switch {
	case w.ends("eed"):
		if w.measure(len(*w)-3) > 0 {
			w.cut(1)
		}
		return
	case w.ends("ed") && w.hasVowel(len(*w)-2):
		w.cut(2)
	case w.ends("ing") && w.hasVowel(len(*w)-3):
		w.cut(3)
	default:
		return
	}
	n := len(*w)
	switch {
	case w.ends("at"), w.ends("bl"), w.ends("iz"):
		*w = append(*w, 'e')
	case w.double(n):
		if last := (*w)[n-1]; last != 'l' && last != 's' && last != 'z' {
			w.cut(1)
		}
	case w.measure(n) == 1 && w.short(n):
		*w = append(*w, 'e')
	}
}

func (w *stemmer) finalY() {
	if w.ends("y") && w.hasVowel(len(*w)-1) {
		(*w)[len(*w)-1] = 'i'
	}
}

var doubleSuffixes = [][2]string{
	{"ational", "ate"}, {"tional", "tion"}, {"enci", "ence"}, {"anci", "ance"}, {"izer", "ize"}, {"bli", "ble"}, {"alli", "al"}, {"entli", "ent"},
	{"eli", "e"}, {"ousli", "ous"}, {"ization", "ize"}, {"ation", "ate"}, {"ator", "ate"}, {"alism", "al"}, {"iveness", "ive"},
	{"fulness", "ful"}, {"ousness", "ous"}, {"aliti", "al"}, {"iviti", "ive"}, {"biliti", "ble"}, {"logi", "log"},
}

var longSuffixes = [][2]string{{"icate", "ic"}, {"ative", ""}, {"alize", "al"}, {"iciti", "ic"}, {"ical", "ic"}, {"ful", ""}, {"ness", ""}}

// replaceFirst replaces the first of some suffixes that the word has, where more than so many sequences stand before it.
func (w *stemmer) replaceFirst(suffixes [][2]string, least int) {
	for _, s := range suffixes {
		if w.ends(s[0]) {
			if n := len(*w) - len(s[0]); w.measure(n) > least {
				*w = append((*w)[:n], s[1]...)
			}
			return
		}
	}
}

var endings = []string{"al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent", "sion", "tion", "ou", "ism", "ate", "iti", "ous", "ive", "ize"}

func (w *stemmer) dropFirst() {
	for _, s := range endings {
		if w.ends(s) {
			n := len(s)
			if s == "sion" || s == "tion" {
				n = len("ion")
			}
			if w.measure(len(*w)-n) > 1 {
				w.cut(n)
			}
			return
		}
	}
}

func (w *stemmer) finalE() {
	if n := len(*w); w.ends("e") {
		if m := w.measure(n - 1); m > 1 || m == 1 && !w.short(n-1) {
			w.cut(1)
		}
	}
	if n := len(*w); w.ends("l") && w.double(n) && w.measure(n) > 1 {
		w.cut(1)
	}
}
