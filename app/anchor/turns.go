package anchor

import "unicode"

// regular tells whether a line reads like the ones beside it, as each does
// in a list that has a subject in every line.
func (o *outline) regular(i int) bool {
	shape := o.shape(i)
	if len(shape) < 2 {
		return false
	}
	for j := i - 1; j >= 0 && j > i-8 && o.units[j].block == o.units[i].block; j-- {
		if o.shape(j) != shape {
			return false
		}
	}
	return true
}

// shape gives the kinds of words in a line: N for names, n for numbers, w for others.
func (o *outline) shape(i int) string {
	var b []byte
	text := o.text[o.units[i].start:o.units[i].end]
	for j := 0; j < len(text); j++ {
		if !inWord(text[j]) && !unspaced(text[j]) || j > 0 && inWord(text[j-1]) {
			continue
		}
		kind := byte('w')
		switch {
		case unicode.IsDigit(text[j]):
			kind = 'n'
		case unicode.IsUpper(text[j]):
			kind = 'N'
		}
		if len(b) == 0 || b[len(b)-1] != kind {
			b = append(b, kind)
		}
	}
	return string(b)
}

// speaker gives the label at the start of a turn: a few words before a colon.
func (o *outline) speaker(i int) []rune {
	u := o.units[i]
	text := o.text[u.start:u.end]
	words := 1
	for j, r := range text {
		switch {
		case j > 40 || terminal(r) && r != '.' || closes(r) && r != ')' && r != ']':
			return nil
		case r == ':' || r == '：':
			if j > 0 && (r == '：' || j+1 < len(text) && space(text[j+1])) {
				return text[:j]
			}
			return nil
		case space(r):
			if words++; words > 5 {
				return nil
			}
		}
	}
	return nil
}

// asked are the labels of questions and answers.
var asked = set("question answer frage antwort réponse pregunta respuesta domanda risposta вопрос ответ سؤال جواب")

// recordOf gives the identity of the record that a line like "City: Lyon" is
// in: the lines around it that have a key each, and no key twice. A line that
// is in none belongs to the first line of its block, and to nothing where it
// is that.
func (o *outline) recordOf(i int) uint64 {
	in := func(j int) bool {
		return j >= 0 && j < len(o.units) && o.units[j].block == o.units[i].block && o.units[j].bare && o.units[j].kind == sentence
	}
	first := i
	for in(first-1) && i-first < mostRecord {
		first--
	}
	if len(o.speaker(i)) > 0 {
		var all []uint64
		keys := map[string]bool{}
		for j := first; in(j) && j-first < 2*mostRecord; j++ {
			label := string(o.speaker(j))
			if label == "" || keys[label] {
				all = nil
				break
			}
			keys[label] = true
			all = append(all, o.of[j].key)
		}
		if len(all) > 1 {
			return o.mix(all...)
		}
	}
	if first == i || o.regular(i) {
		return 0
	}
	return o.of[first].key
}

// mostRecord is how many lines a record may have, before and behind.
const mostRecord = 40
