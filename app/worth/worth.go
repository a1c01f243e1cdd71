// Package worth tells how much a sentence is worth checking (check-worthiness), by what stands in it: figures, dates,
// reporting verbs and the like speak for it, opinions, intentions and questions against it. The weights are set by
// hand and know nothing of any topic. The words are English; Knows tells in which texts to look.
package worth

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Suggest is the least score of a sentence that is suggested as a claim. It is set high: what is suggested should be
// worth checking, and is found in two of five sentences that are.
const Suggest = 4.0

// The weights. What may occur several times in a sentence counts at most mostCounted times.
const (
	mostCounted = 2

	firstFigure  = 2.0 // a number in digits or words that is neither a year nor a lone "one"
	secondFigure = 1.0
	perCent      = 0.7
	money        = 0.7
	date         = 0.3 // a year, a month, a weekday
	pastTense    = 0.6 // each
	perfectTense = 0.5 // has grown
	reporting    = 0.5
	comparison   = 0.7 // each: more than, fell, the largest
	name         = 0.4 // each word with a capital inside of the sentence
	thirdPerson  = 0.3 // it is about somebody else
	measured     = 0.4 // what statistics count: prices, deaths, emissions
	denial       = 0.2 // never, nobody
	wholeLength  = 0.3 // of fullLength words and more, in proportion below
	fullLength   = 15

	intention   = -0.6 // each: will, should, going to
	opinion     = -0.7 // each: think, believe, want
	firstPerson = -0.3
	address     = -0.4 // you
	question    = -1.0
	condition   = -0.5 // if, whether
)

// Rating is what a sentence is worth.
type Rating struct {
	Score   float64  // from about -4 to about 10; Suggest and more is worth suggesting
	Reasons []string // what speaks for it, in words, the weightiest kinds first: "figure", "per cent"
}

// Knows tells whether the words are those of a language, by its code; one that is not known may be English.
func Knows(language string) bool {
	return language == "" || language == "en" || strings.HasPrefix(language, "en-")
}

// Rate rates one sentence.
func Rate(sentence string) Rating {
	f := look(sentence)
	var r Rating
	add := func(weight float64, n int, reason string) {
		n = min(n, mostCounted)
		r.Score += weight * float64(n)
		if n > 0 && reason != "" {
			r.Reasons = append(r.Reasons, reason)
		}
	}
	add(firstFigure, min(f.figures, 1), "figure")
	add(secondFigure, min(max(f.figures-1, 0), 1), "")
	add(perCent, min(f.perCents, 1), "per cent")
	add(money, min(f.moneys, 1), "money")
	add(date, min(f.dates, 1), "date")
	add(comparison, f.comparisons, "comparison")
	add(reporting, min(f.reports, 1), "reporting verb")
	add(pastTense, f.pasts, "past tense")
	add(perfectTense, min(f.perfects, 1), "")
	add(name, f.names, "name")
	add(measured, min(f.measures, 1), "")
	add(thirdPerson, min(f.others, 1), "")
	add(denial, min(f.denials, 1), "")
	add(intention, f.intentions, "")
	add(opinion, f.opinions, "")
	add(firstPerson, min(f.firsts, 1), "")
	add(address, min(f.addresses, 1), "")
	add(question, min(f.questions, 1), "")
	add(condition, min(f.conditions, 1), "")
	r.Score += wholeLength * min(1, float64(f.words)/fullLength)
	return r
}

// features counts what speaks for a sentence and against it.
type features struct {
	words, figures, perCents, moneys, dates, pasts, perfects, reports, comparisons, names, others, measures, denials int
	intentions, opinions, firsts, addresses, questions, conditions                                                   int
}

// look counts the features of a sentence.
func look(sentence string) features {
	var f features
	f.questions = strings.Count(sentence, "?")
	f.perCents = strings.Count(sentence, "%")
	f.moneys = strings.Count(sentence, "$") + strings.Count(sentence, "€") + strings.Count(sentence, "£") + strings.Count(sentence, "¥")
	var before, behindHave string // the word before in small letters, and "have" while a participle may follow it
	for word := range words(sentence) {
		first := f.words == 0
		f.words++
		letter, _ := utf8.DecodeRuneInString(word)
		if unicode.IsDigit(letter) {
			if isYear(word) {
				f.dates++
			} else {
				f.figures++
			}
			before, behindHave = word, ""
			continue
		}
		w := strings.ToLower(word)
		kinds := lexicon()[w]
		if kinds == 0 && strings.HasSuffix(w, "'s") {
			kinds = lexicon()[w[:len(w)-2]] & (thing | weekday)
		}
		count := func(k kind, n *int) {
			if kinds&k != 0 {
				*n++
			}
		}
		count(number, &f.figures)
		count(per, &f.perCents)
		count(currency, &f.moneys)
		count(report, &f.reports)
		count(compare, &f.comparisons)
		count(thing, &f.measures)
		count(deny, &f.denials)
		count(other, &f.others)
		count(intend, &f.intentions)
		count(opine, &f.opinions)
		count(me, &f.firsts)
		count(you, &f.addresses)
		count(conditional, &f.conditions)
		if kinds&weekday != 0 && unicode.IsUpper(letter) { // not "may" and "march"
			f.dates++
		}
		if kinds&compare == 0 && isSuperlative(w) {
			f.comparisons++
		}
		participle := isRegularPast(w) || kinds&past != 0
		switch {
		case behindHave != "" && (participle || kinds&partner != 0):
			f.perfects++
			if participle {
				f.pasts++
			}
			behindHave = ""
		case participle:
			f.pasts++
		case kinds&have != 0 || strings.HasSuffix(w, "'ve"):
			behindHave = w
		case kinds&between == 0:
			behindHave = ""
		}
		if !first && unicode.IsUpper(letter) && kinds&(me|weekday) == 0 {
			f.names++
		}
		if short := strings.LastIndexByte(w, '\''); short >= 0 && (w[short:] == "'ll" || w[short:] == "'d") || intends(before, w) {
			f.intentions++
		}
		before = w
	}
	return f
}

// intends tells of two words whether they say what is to come: going to, have to.
func intends(before, w string) bool {
	if w != "to" {
		return false
	}
	switch before {
	case "going", "got", "have", "has", "able", "ought", "prepared", "committed", "determined", "ready":
		return true
	}
	return false
}

// isYear tells whether digits are those of a year from 1800 to 2099.
func isYear(digits string) bool {
	digits = strings.TrimSuffix(digits, "s") // the 1990s
	return len(digits) == 4 && (digits[:2] == "18" || digits[:2] == "19" || digits[:2] == "20") && strings.Trim(digits, "0123456789") == ""
}

// isRegularPast tells whether a word in small letters looks like the past of a regular verb.
func isRegularPast(w string) bool {
	return len(w) > 4 && strings.HasSuffix(w, "ed") && lexicon()[w]&notPast == 0
}

// isSuperlative tells whether a word in small letters looks like a superlative.
func isSuperlative(w string) bool {
	return len(w) > 5 && strings.HasSuffix(w, "est") && lexicon()[w]&notMost == 0
}

// words gives the words of a sentence: letters with apostrophes among them, or digits with what parts them.
func words(sentence string) func(yield func(string) bool) {
	sentence = strings.ReplaceAll(sentence, "’", "'")
	return func(yield func(string) bool) {
		start, digits := -1, false
		for i, r := range sentence {
			inside := unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
			if !inside && start >= 0 && i+1 < len(sentence) { // within a word or a number only
				next, _ := utf8.DecodeRuneInString(sentence[i+1:]) // what parts them is one byte long
				inside = r == '\'' && !digits && unicode.IsLetter(next) || (r == ',' || r == '.') && digits && unicode.IsDigit(next)
			}
			switch {
			case inside && start < 0:
				start, digits = i, unicode.IsDigit(r)
			case !inside && start >= 0:
				if !yield(sentence[start:i]) {
					return
				}
				start = -1
			}
		}
		if start >= 0 {
			yield(sentence[start:])
		}
	}
}
