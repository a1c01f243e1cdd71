package search

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestFindInText(t *testing.T) {
	far := strings.Repeat(" word", 60) + " "
	for _, c := range []struct {
		name, query, text string
		want              []string
	}{
		{"a word", "council", "The Council met. A council-wide vote; councils", []string{"Council", "council", "councils"}},
		{"not within a word", "art", "part artist art", []string{"art"}},
		{"a prefix", "art*", "part artist art", []string{"artist", "art"}},
		{"without accents", "economie", "L’Économie et l’économie", []string{"Économie", "économie"}},
		{"with accents that the text has apart", "école", "l'e\u0301cole d'ecole", []string{"e\u0301cole", "ecole"}},
		{"sharp s", "strasse", "Straße STRASSE", []string{"Straße", "STRASSE"}},
		{"a soft hyphen", "council", "coun\u00adcil", []string{"coun\u00adcil"}},
		{"Greek sigma", "οδος", "ΟΔΟΣ οδός", []string{"ΟΔΟΣ", "οδός"}},
		{"Turkish dotless", "istanbul", "İstanbul", []string{"İstanbul"}},
		{"ligatures", "office", "oﬃce", []string{"oﬃce"}},
		{"a possessive", "council", "the council’s", []string{"council"}},
		{"both words", "council budget", "The council passed the budget." + far + "council", []string{"council passed the budget"}},
		{"in any order", "budget council", "The council passed the budget.", []string{"council passed the budget"}},
		{"the shortest stretch", "a b", "a x x a b", []string{"a b"}},
		{"each stretch", "a b", "a b" + far + "b a", []string{"a b", "b a"}},
		{"the closest, where they stand together nowhere", "alpha beta", "alpha" + far + far + "beta" + far + "alpha", []string{"beta" + far + "alpha"}},
		{"not all", "council senate", "The council met.", nil},
		{"a phrase", `"the council"`, "the council, the new council; The\nCouncil", []string{"the council", "The\nCouncil"}},
		{"a phrase that begins anew", `"a a b"`, "a a a b", []string{"a a b"}},
		{"words with signs", "well-known", "well-known, well known, known well", []string{"well-known", "well known"}},
		{"either", "council OR senate", "The senate and the council", []string{"senate", "council"}},
		{"either, overlapping", `"the council" OR council`, "the council", []string{"the council"}},
		{"without", "council -budget", "The council. No budget.", nil},
		{"without, and it is not there", "council -budget", "The council.", []string{"council"}},
		{"without a phrase", `council -"no budget"`, "The council. Budget? No.", []string{"council"}},
		{"near", "NEAR(a b, 2)", "a x x b", []string{"a x x b"}},
		{"not near enough", "NEAR(a b, 1)", "a x x b", nil},
		{"near, in the other order", "NEAR(a b, 1)", "b x a", []string{"b x a"}},
		{"near phrases", `NEAR("a b" "c d", 1)`, "a b x c d;" + far + "a b x x c d", []string{"a b x c d"}},
		{"near three", "NEAR(a b c, 1)", "a b x c; a x b x c", []string{"a b x c"}},
		{"a number", "10000000", "It holds $10,000,000.", []string{"10,000,000"}},
		{"a number in another way", "10,000,000", "10.000.000 and 10\u00a0000\u202f000, 10,000,0000", []string{"10.000.000", "10\u00a0000\u202f000"}},
		{"years are no thousands", "2020", "2020,300", []string{"2020"}},
		{"an abbreviation", "US", "The U.S. army. US. us", []string{"U.S", "US", "us"}},
		{"Chinese", "成長", "経済成長率は、成長した。成、長", []string{"成長", "成長"}},
		{"over a line's end", "成長", "経済成\n長率", []string{"成\n長"}},
		{"Japanese", "コーヒー", "アイスコーヒー", []string{"コーヒー"}},
		{"Japanese, half-width", "ガス", "ｶﾞｽ会社", []string{"ｶﾞｽ"}},
		{"Korean with an ending", "서울", "서울에서 만나요", []string{"서울"}},
		{"Korean in parts", "서울", "\u1109\u1165\u110b\u116e\u11af에서", []string{"\u1109\u1165\u110b\u116e\u11af"}},
		{"Thai", "รัฐบาล", "วันนี้รัฐบาลไทยประกาศ", []string{"รัฐบาล"}},
		{"Arabic without vowels", "كتاب", "الكتاب كِتَاب", []string{"كِتَاب"}},
		{"Hindi keeps its vowels", "कि", "की कि कु", []string{"कि"}},
		{"Cyrillic", "министр", "Министр сказал", []string{"Министр"}},
		{"an emoji beside", "here", "😀here😀 👨‍👩‍👧here", []string{"here", "here"}},
		{"nothing", "", "text", nil},
		{"underscores", "a_b", "a_b", []string{"a_b"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			for _, hit := range newMatcher(Parse(c.query, false)).find(c.text) {
				got = append(got, string([]rune(c.text)[hit.start:hit.end]))
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("%q in %q: %q, want %q", c.query, c.text, got, c.want)
			}
		})
	}
}

func TestFindInFields(t *testing.T) {
	m := newMatcher(Parse("guterres reserves", false))
	found := m.find("The group’s reserves", "", "António Guterres")
	if len(found) != 1 || found[0].field != 0 || found[0].start != 12 || found[0].end != 20 {
		t.Errorf("found %+v", found)
	}
	if got := newMatcher(Parse(`"reserves antonio"`, false)).find("The group’s reserves", "António Guterres"); got != nil {
		t.Errorf("a phrase goes over the end of a field: %+v", got)
	}
}

// scripts are letters, with what stands between words in them.
var scripts = []struct{ letters, between string }{
	{"abcdefgàéîöşßœ", " .,;—\n"},
	{"АБВгдеёжз", " .,"},
	{"αβγάώςσ", " ·"},
	{"אבגדה", " ־"},
	{"ابتثج\u064b\u0650", " ،"},
	{"कखगघािीु", " ।"},
	{"กขคงาิี่", " "},
	{"東京都大学成長", "、。\n"},
	{"あいうガギグー", "、"},
	{"서울에만나요", " "},
	{"0123456789", " ,.%"},
	{"e\u0301o\u0308a\u00ad", " "},
}

// Each range holds the words of the query, as they are compared, in every script; and a word that stands in a text is found.
func TestRangesHoldTheWords(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.SampledFrom(scripts).Draw(t, "script")
		runes := append([]rune(s.letters), []rune(s.between+s.between)...)
		text := string(rapid.SliceOfN(rapid.SampledFrom(runes), 1, 60).Draw(t, "text"))
		var stand []string
		words(text, func(w word) { stand = append(stand, text[w.start:w.end]) })
		if len(stand) == 0 {
			return
		}
		at := rapid.IntRange(0, len(stand)-1).Draw(t, "first")
		asked := []string{stand[at], rapid.SampledFrom(stand).Draw(t, "second")}
		query := strings.Join(asked, " ")
		q := Parse(query, false)
		found := newMatcher(q).find(text)
		if len(found) == 0 && !q.Empty() {
			t.Fatalf("%q is not found in %q", query, text)
		}
		for _, hit := range found {
			piece := string([]rune(text)[hit.start:hit.end])
			if utf8.ValidString(text) && piece != text[hit.begin:hit.until] {
				t.Fatalf("%q is not %q", piece, text[hit.begin:hit.until])
			}
			var folded []string
			words(piece, func(w word) { folded = append(folded, fold(piece[w.start:w.end])) })
			for _, w := range asked {
				if f := fold(w); f != "" && !slices.ContainsFunc(folded, func(g string) bool { return root(g) == root(f) || g == f }) {
					t.Fatalf("%q holds no %q of %q", piece, w, query)
				}
			}
		}
	})
}
