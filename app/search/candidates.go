package search

import (
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
	"golang.org/x/text/width"

	"factmark/app/evidence"
)

// root gives what the inflections of a folded word have in common: its one term in the search index.
func root(folded string) string {
	if terms := evidence.Terms(folded); len(terms) == 1 {
		return terms[0].Word
	}
	return folded
}

// need is what the search index must say of a text for the query to be in it. What is not sure is said of most such texts, not
// of all: the index writes figures and contractions in one way, whatever way the text has.
type need struct {
	evidence.Wanted
	sure bool
}

// needs gives what a text needs to hold so that the query can be found in it.
func (q Query) needs() []need { return q.needsOf(q.root) }

func (q Query) needsOf(n *node) (all []need) {
	switch n.kind {
	case phrase:
		for _, atom := range n.atoms {
			all = append(all, needsOfAtom(q.atoms[atom], n.signs)...)
		}
	case either:
		any := need{sure: true}
		for _, kid := range n.kids {
			if kid.kind == not {
				continue
			}
			// One need of each alternative will do; the longest word is likely to be the rarest.
			best, found := need{}, false
			for _, k := range q.needsOf(kid) {
				if !found || k.sure && !best.sure || k.sure == best.sure && longest(k) > longest(best) {
					best, found = k, true
				}
			}
			if !found {
				return nil
			}
			any.Words, any.Beginnings, any.sure = append(any.Words, best.Words...), append(any.Beginnings, best.Beginnings...), any.sure && best.sure
		}
		all = append(all, any)
	case every, near:
		for _, kid := range n.kids {
			if kid.kind != not {
				all = append(all, q.needsOf(kid)...)
			}
		}
	}
	return all
}

func longest(n need) (length int) {
	for _, w := range slices.Concat(n.Words, n.Beginnings) {
		length = max(length, len(w))
	}
	return length
}

// needsOfAtom gives what a text needs for a word. signs says that it is part of one with an apostrophe in it, such as can't,
// of which the index holds other parts.
func needsOfAtom(a atom, signs bool) []need {
	first, _ := utf8.DecodeRuneInString(a.folded)
	if class(first) == alone {
		return []need{letterNeed(a.folded)}
	}
	terms := evidence.Terms(a.folded)
	sure := !signs && unicode.IsLetter(first) && !strings.ContainsFunc(a.folded, keepsMarks) && len(a.folded) <= 40 && utf8.RuneCountInString(a.folded) > 1 && !strings.Contains(a.folded, "_") && !inNumbers(a.folded, a.prefix) && !contracted()[a.folded]
	if a.prefix {
		w := evidence.Wanted{Beginnings: []string{a.folded}}
		// What the index has of a longer word may be shorter than what was typed of it, or end in another letter.
		for i := range a.folded {
			if i > 1 {
				w.Words = append(w.Words, a.folded[:i], a.folded[:i]+"i", a.folded[:i]+"e")
			}
		}
		if strings.HasPrefix("cent", a.folded) || strings.HasPrefix("pct", a.folded) { // per cent is one word there
			w.Words = append(w.Words, "percent")
		}
		for _, t := range terms {
			w.Words = append(w.Words, t.Word)
		}
		return []need{{w, sure}}
	}
	var all []need
	for _, t := range terms {
		w := evidence.Wanted{Words: []string{t.Word}}
		switch a.folded {
		case "us":
			w.Words = append(w.Words, "usa")
		case "cent", "pct":
			w.Words = append(w.Words, "percent")
		}
		all = append(all, need{w, sure})
	}
	return all
}

// letterNeed is what a text needs for a letter of a script without spaces: a pair of letters that begins with it, in any of the
// ways it may be written.
func letterNeed(folded string) need {
	n := need{sure: true}
	composed := norm.NFC.String(folded)
	for _, form := range []string{composed, norm.NFD.String(composed), width.Narrow.String(norm.NFD.String(composed)), width.Widen.String(composed)} {
		r, size := utf8.DecodeRuneInString(form)
		if r != utf8.RuneError && !slices.Contains(n.Beginnings, form[:size]) {
			n.Beginnings = append(n.Beginnings, form[:size])
		}
	}
	return n
}

// keepsMarks tells of a letter whether it is of a script in which the index keeps the marks of words that are left out here.
func keepsMarks(r rune) bool {
	return r >= utf8.RuneSelf && !unicode.In(r, unicode.Latin, unicode.Greek, unicode.Cyrillic)
}

// numberWords are those that the index turns into figures.
var numberWords = sync.OnceValue(func() []string {
	return strings.Fields("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen " +
		"eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion trillion and per percent")
})

func inNumbers(word string, prefix bool) bool {
	return slices.ContainsFunc(numberWords(), func(w string) bool { return w == word || prefix && strings.HasPrefix(w, word) })
}

// contracted are words before an apostrophe that the index holds in full.
var contracted = sync.OnceValue(func() map[string]bool {
	all := map[string]bool{}
	for _, w := range strings.Fields("qu can won shan don doesn didn isn aren wasn weren hasn haven hadn wouldn couldn shouldn mustn needn ain mightn mayn daren ll ve re") {
		all[w] = true
	}
	return all
})
