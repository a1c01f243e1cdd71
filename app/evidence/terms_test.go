package evidence

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func wordsOf(text string) string {
	var words []string
	for _, t := range Terms(text) {
		words = append(words, t.Word)
	}
	return strings.Join(words, " ")
}

func TestTerms(t *testing.T) {
	for text, want := range map[string]string{
		"The U.S. said it":                   "the usa said it",
		"in the US, U.N. and UK":             "in the usa un and uk",
		"he told us.":                        "he told us",
		"$10 million; ten million":           "dollar million 10000000 million 10000000",
		"2.5 million people":                 "million 2500000 peopl",
		"1,234,567 and 12,34":                "1234567 and 12 34",
		"three hundred and fifty":            "hundred and 350",
		"twenty-five of them":                "25 of them",
		"£5bn, €3m and 5m":                   "pound billion 5000000000 euro million 3000000 and 5m",
		"25% is 25 per cent, 25 percent":     "25 percent is 25 per percent 25 percent",
		"doesn't can’t won't cannot":         "doe not can not will not can not",
		"Ann's it’s they're O'Brien l'homme": "ann it thei brien homm",
		"the 1990s, 2nd, 21st":               "the 1990 2 21",
		"on Sept. 3 and September 3":         "on septemb 3 and septemb 3",
		"Café NAÏVE Łódź straße":             "cafe naiv lodz strass",
		"running runs runner":                "run run runner",
		"relational conditional hopefulness": "relat condit hope",
		"日本語です。":                             "日本 本語 語で です す",
		"ISIS-K covid19 5G":                  "isi k covid19 5g",
		"Привет, Ёлка":                       "привет елка",
		"١٢٣ و ４２":                           "123 و 42",
		"12.03.2024":                         "12 3.2024",
		"":                                   "",
	} {
		if got := wordsOf(text); got != want {
			t.Errorf("%q gives %q, want %q", text, got, want)
		}
	}
}

// The vocabulary with which Porter shows his algorithm in its paper.
func TestStem(t *testing.T) {
	for word, want := range map[string]string{
		"caresses": "caress", "ponies": "poni", "ties": "ti", "cats": "cat", "feed": "feed", "agreed": "agre", "plastered": "plaster", "bled": "bled",
		"motoring": "motor", "sing": "sing", "conflated": "conflat", "troubled": "troubl", "sized": "size", "hopping": "hop", "tanned": "tan",
		"falling": "fall", "hissing": "hiss", "fizzed": "fizz", "failing": "fail", "filing": "file", "happy": "happi", "sky": "sky",
		"relational": "relat", "conditional": "condit", "rational": "ration", "valenci": "valenc", "digitizer": "digit", "radicalli": "radic",
		"differentli": "differ", "vileli": "vile", "analogousli": "analog", "vietnamization": "vietnam", "predication": "predic", "operator": "oper",
		"feudalism": "feudal", "decisiveness": "decis", "hopefulness": "hope", "callousness": "callous", "formaliti": "formal", "sensitiviti": "sensit",
		"triplicate": "triplic", "formative": "form", "formalize": "formal", "electriciti": "electr", "electrical": "electr", "goodness": "good",
		"revival": "reviv", "allowance": "allow", "inference": "infer", "airliner": "airlin", "adjustable": "adjust", "defensible": "defens",
		"irritant": "irrit", "replacement": "replac", "adjustment": "adjust", "dependent": "depend", "adoption": "adopt", "communism": "commun",
		"activate": "activ", "effective": "effect", "probate": "probat", "rate": "rate", "cease": "ceas", "controll": "control", "roll": "roll",
	} {
		if got := string(stem([]byte(word))); got != want {
			t.Errorf("the stem of %s is %s, want %s", word, got, want)
		}
	}
}

// Whatever the text, the places of its terms are within it, in order, and hold something.
func TestTermsHavePlaces(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.StringOf(rapid.SampledFrom([]rune("aU.S'’tnm0123,5%$€ -日本ไท한ёé\u0301\n")))).Draw(t, "text")
		length := utf8.RuneCountInString(text)
		for _, term := range Terms(text) {
			if term.Word == "" || term.Start >= term.End || term.Start < 0 || term.End > length {
				t.Fatalf("%+v in %d code points", term, length)
			}
		}
	})
}

func TestSlice(t *testing.T) {
	text := "a😀bcé"
	for start := range utf8.RuneCountInString(text) + 1 {
		for end := start; end <= utf8.RuneCountInString(text); end++ {
			if got, want := Slice(text, start, end), string([]rune(text)[start:end]); got != want {
				t.Errorf("%d to %d: %q, want %q", start, end, got, want)
			}
		}
	}
}
