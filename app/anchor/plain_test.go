package anchor

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// article is a text in paragraphs of sentences, with where each came from.
type article []paragraph

type paragraph struct {
	sentences []sentenceOf
	heading   bool
}

type sentenceOf struct {
	text string
	from int // the sentence of the old text that it is; -1 for none, or for one that was changed
}

// sampleTexts gives the texts whose plain edits are tried: the samples, and reports
// in several languages.
func sampleTexts(t *testing.T) [][]string {
	files, err := filepath.Glob("../../seeds/texts/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no sample texts: %v", err)
	}
	var all [][]string
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, strings.Split(string(text), "\n"))
	}
	files, err = filepath.Glob("testdata/plain/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no texts of our own: %v", err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, strings.Split(string(text), "\n"))
	}
	return all
}

// read cuts a text for the test, by what a reader would call a sentence.
func read(lines []string) article {
	var a article
	n := 0
	for _, line := range lines {
		if strings.TrimSpace(line) == "" {
			continue
		}
		var p paragraph
		rest := line
		for rest != "" {
			end := len(rest)
			for _, stop := range []string{". ", "? ", "! ", ".” ", "。"} {
				if at := strings.Index(rest, stop); at > 30 && at+len(stop) < end && !strings.ContainsAny(rest[at-1:at], "0123456789SCn") {
					end = at + len(stop)
				}
			}
			p.sentences = append(p.sentences, sentenceOf{rest[:end], n})
			n++
			rest = rest[end:]
		}
		p.heading = len(p.sentences) == 1 && !strings.ContainsAny(line[len(line)-1:], ".!?”:\"") && !strings.HasSuffix(line, "。") && !strings.HasSuffix(line, "”")
		a = append(a, p)
	}
	return a
}

// write writes an article, with the place of each sentence in code points.
func (a article) write(between string, width int) (text string, at map[int]area) {
	var b strings.Builder
	at = map[int]area{}
	for _, p := range a {
		column := 0
		for _, s := range p.sentences {
			start := b.Len()
			for _, word := range strings.SplitAfter(s.text, " ") {
				n := utf8.RuneCountInString(word)
				if width > 0 && column > 0 && column+n > width && strings.HasSuffix(b.String()[max(0, b.Len()-1):], " ") {
					cut := b.String()[:b.Len()-1]
					b.Reset()
					b.WriteString(cut + "\n")
					column = 0
				}
				b.WriteString(word)
				column += n
			}
			if s.from >= 0 {
				written := b.String()
				start := utf8.RuneCountInString(written[:start])
				at[s.from] = trimmed([]rune(written), area{start, utf8.RuneCountInString(written)})
			}
		}
		b.WriteString(between)
	}
	return b.String(), at
}

// edit makes an edit that leaves most claims what they were.
func (a article) edit(r *rand.Rand, others []article) article {
	i := r.IntN(len(a))
	body := func() *paragraph { // one that is no heading
		for range 20 {
			if p := &a[r.IntN(len(a))]; !p.heading {
				return p
			}
		}
		return &a[i]
	}
	strange := func() paragraph {
		o := others[r.IntN(len(others))]
		for range 20 {
			if p := o[r.IntN(len(o))]; !p.heading {
				p.sentences = slices.Clone(p.sentences)
				for j := range p.sentences {
					p.sentences[j].from = -1
				}
				return p
			}
		}
		return paragraph{sentences: []sentenceOf{{"A correction was made to this text.", -1}}}
	}
	switch r.IntN(8) {
	case 0, 1: // a letter left out, doubled or exchanged
		p := body()
		s := &p.sentences[r.IntN(len(p.sentences))]
		runes := []rune(s.text)
		if at := r.IntN(len(runes)); inWord(runes[at]) {
			s.text, s.from = string(runes[:at])+string(runes[at+r.IntN(2):at+1])+string(runes[at:]), -1
			if s.text == string(runes) {
				s.text = string(runes[:at]) + string(runes[at+1:])
			}
		}
	case 2: // a paragraph comes
		a = slices.Insert(a, i, strange())
	case 3: // or goes
		if !a[i].heading && len(a) > 3 {
			a = slices.Delete(a, i, i+1)
		}
	case 4: // or moves to the one before it
		if i > 0 && !a[i].heading && !a[i-1].heading {
			a[i], a[i-1] = a[i-1], a[i]
		}
	case 5: // another sentence in the place of one
		p := body()
		p.sentences[r.IntN(len(p.sentences))] = strange().sentences[0]
	case 6: // words put in
		p := body()
		s := &p.sentences[r.IntN(len(p.sentences))]
		if words := strings.SplitAfter(s.text, " "); len(words) > 4 {
			words = slices.Insert(words, 2+r.IntN(len(words)-3), "reportedly ")
			s.text, s.from = strings.Join(words, ""), -1
		}
	case 7: // a sentence more at the end of a paragraph
		p := body()
		last := &p.sentences[len(p.sentences)-1]
		if !strings.HasSuffix(last.text, "。") {
			last.text = strings.TrimRight(last.text, " ") + " "
		}
		p.sentences = append(p.sentences, strange().sentences[0])
	}
	return a
}

// Claims whose sentence is what it was are placed, whatever else is edited.
func TestPlainEdits(t *testing.T) {
	texts := sampleTexts(t)
	var all []article
	for _, lines := range texts {
		all = append(all, read(lines))
	}
	total, kinds := 0, map[Kind]int{}
	betweens := []string{"\n\n", "\n"}
	for seed := range rounds(30) {
		r := rand.New(rand.NewPCG(seed, 5))
		for n := range all {
			a := read(texts[n])
			between, width := betweens[r.IntN(2)], 0
			if r.IntN(3) == 0 {
				between, width = "\n\n", 72
			}
			old, was := a.write(between, width)
			for range 1 + r.IntN(4) {
				a = a.edit(r, all)
			}
			switch r.IntN(4) {
			case 0: // white space put otherwise
				if width = 0; between == "\n\n" && r.IntN(2) == 0 {
					width = 60
				}
			case 1:
				for i := range a {
					for j := range a[i].sentences {
						s := &a[i].sentences[j]
						s.text = strings.NewReplacer("’", "'", "“", `"`, "”", `"`, "–", "-").Replace(s.text)
					}
				}
			}
			new, is := a.write(between, width)
			runes := []rune(old)
			var spans []Span
			var which []int
			for from, place := range was {
				if _, there := is[from]; !there || place.end-place.start < 8 {
					continue
				}
				start, end := place.start, place.end
				if r.IntN(2) == 0 { // a part of it
					if cut := start + r.IntN((end-start)/2); space(runes[cut]) {
						start = cut + 1
					}
				}
				spans = append(spans, spanIn(runes, start, end))
				which = append(which, from)
			}
			for i, f := range find(t, old, new, spans...) {
				total++
				kinds[f.Kind]++
				home := is[which[i]]
				if f.Kind == Sure && (f.Place.Start < home.start || f.Place.End > home.end) {
					if there := strings.Join(strings.Fields(at(new, f.Place)), " "); string(fold([]rune(there), false).runes) != string(fold([]rune(spans[i].Quote), false).runes) {
						t.Errorf("%q is at %q", spans[i].Quote, there)
					}
				}
			}
		}
	}
	t.Logf("%d claims whose sentence is unchanged: %.2f %% placed, %d to be looked at, %d nowhere", total, 100*float64(kinds[Sure])/float64(total), kinds[Near], kinds[Nowhere])
	if kinds[Sure]*100 < total*96 {
		t.Error("fewer than 96 % of them are placed")
	}
}
