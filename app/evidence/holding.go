package evidence

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"factmark/store"
)

// Word is a word that a text may hold; with Prefix one that begins so.
type Word struct {
	Text   string
	Prefix bool
}

const (
	mostPrefixBlocks = 16    // of a segment that are looked through for words with a prefix
	fewTexts         = 1_000 // that are left, from which on a frequent word need not be looked up any more
)

// Narrow tells which texts may hold all of some words, so that only these need be read: maybe says it of a text by its SHA-256.
// It never says false of a text that holds them, in whatever form of case, accents and inflection, and not of one that is not indexed.
// Words that say nothing, prefixes of very many words and an index that is being made narrow nothing down.
func Narrow(ctx context.Context, s *store.Store, words []Word) (maybe func(sha256 string) bool, err error) {
	for range 5 {
		maybe, err = narrow(ctx, s, words)
		if !errors.Is(err, errStaleIndex) {
			break
		}
	}
	if errors.Is(err, errDamagedIndex) || errors.Is(err, errStaleIndex) { // the next Update makes it anew
		return func(string) bool { return true }, nil
	}
	return maybe, err
}

func narrow(ctx context.Context, s *store.Store, words []Word) (func(string) bool, error) {
	all := func(string) bool { return true }
	index, err := s.SearchIndex(ctx)
	if err != nil {
		return nil, err
	}
	var segments []*segment
	for _, g := range index.Segments {
		open := &segment{ctx: ctx, store: s, SearchSegment: g}
		if err := open.open(); err != nil {
			return nil, err
		}
		segments = append(segments, open)
	}
	var wanted []wantedWord
	for _, w := range words {
		for _, forms := range formsOf(w) {
			wanted = append(wanted, wantedWord{forms: forms})
		}
	}
	for i := range wanted {
		if err := wanted[i].lookUp(segments); err != nil {
			return nil, err
		}
	}
	wanted = slices.DeleteFunc(wanted, func(w wantedWord) bool { return w.tooMany })
	if len(wanted) == 0 {
		return all, nil
	}
	slices.SortFunc(wanted, func(a, b wantedWord) int { return cmp.Compare(a.sentences, b.sentences) })
	var left map[int]bool
	for i := range wanted {
		if i > 0 && len(left) <= fewTexts && wanted[i].sentences > 50*fewTexts {
			break
		}
		holding := make(map[int]bool)
		finder := newTextFinder(index.Texts)
		for _, p := range wanted[i].parts {
			postings, err := p.postingsOf(p.entry)
			if err != nil {
				return nil, err
			}
			err = eachPosting(postings, func(offset uint64, _ int) {
				if text := finder.of(p.First + int64(offset)); text >= 0 && (left == nil || left[text]) {
					holding[text] = true
				}
			})
			if err != nil {
				return nil, err
			}
		}
		if left = holding; len(left) == 0 {
			break
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
	}
	may, indexed := make(map[string]bool, len(left)), make(map[string]bool, len(index.Texts))
	for i, t := range index.Texts {
		indexed[t.SHA256] = true
		if left[i] {
			may[t.SHA256] = true
		}
	}
	return func(sum string) bool { return may[sum] || !indexed[sum] }, nil
}

// form is a term, or what a term begins with.
type form struct {
	word   string
	prefix bool
}

// formsOf gives for each term of a word the forms of which a text that holds it has one; none for a word that the index may know as part of
// another term: a figure, what stands before an apostrophe, a letter of an abbreviation.
func formsOf(w Word) (all [][]form) {
	terms := Terms(w.Text)
	for i, t := range terms {
		typed := Slice(w.Text, t.Start, t.End)
		if r, size := utf8.DecodeRuneInString(typed); isUnspaced(r) {
			all = append(all, []form{{t.Word, size == len(typed)}}) // in a text the letter may have another behind it
			continue
		}
		folded, ascii := foldInto(nil, typed)
		prefix := w.Prefix && i+1 == len(terms)
		if len(folded) <= 2 || !ascii && !prefix && t.Word != string(folded) || unsure(string(folded), prefix) {
			continue
		}
		if !prefix {
			all = append(all, []form{{t.Word, false}})
			continue
		}
		// The words that begin so are in the index by their stems, which may be shorter than the prefix and may end otherwise.
		typed = string(folded)
		forms := []form{{typed, true}}
		if t.Word != typed {
			forms = append(forms, form{t.Word, true})
		}
		for n := 2; n < len(typed); n++ {
			forms = append(forms, form{typed[:n], false}, form{typed[:n] + "e", false}, form{typed[:n] + "i", false}, form{typed[:n] + "l", false})
		}
		all = append(all, forms)
	}
	return all
}

// unsure tells whether a word, or with prefix what begins so, may be part of another term.
func unsure(word string, prefix bool) bool {
	if word[0] >= '0' && word[0] <= '9' || partOfOther()[word] {
		return true
	}
	if prefix {
		for number := range smallNumbers {
			if strings.HasPrefix(number, word) {
				return true
			}
		}
		for other := range partOfOther() {
			if strings.HasPrefix(other, word) {
				return true
			}
		}
	}
	_, number := smallNumbers[word]
	return number
}

// partOfOther are words that a text may hold of which the index has another term.
var partOfOther = sync.OnceValue(func() map[string]bool {
	set := make(map[string]bool)
	for _, word := range strings.Fields(`usa cent percent pct can cannot not will shall won shan don doesn didn isn aren wasn weren hasn haven hadn couldn wouldn
		shouldn mustn needn mightn ain dollar euro pound thousand million billion trillion`) {
		set[word] = true
	}
	return set
})

// wantedWord is a word with what the segments have of its forms.
type wantedWord struct {
	forms     []form
	parts     []part
	sentences int
	tooMany   bool // words that begin so
}

func (w *wantedWord) lookUp(segments []*segment) error {
	for _, g := range segments {
		for _, f := range w.forms {
			if !f.prefix {
				e, found, err := g.find(f.word)
				if err != nil {
					return err
				}
				if found {
					w.add(g, e)
				}
				continue
			}
			full, err := g.eachWithPrefix(f.word, mostPrefixBlocks, func(e entry) { w.add(g, e) })
			if err != nil {
				return err
			}
			if !full {
				w.tooMany = true
				return nil
			}
		}
	}
	return nil
}

func (w *wantedWord) add(g *segment, e entry) {
	w.parts = append(w.parts, part{g, e})
	w.sentences += e.sentences
}

// eachWithPrefix calls f with the words of a segment that begin with something; full is false where they are in more than so many blocks.
func (g *segment) eachWithPrefix(prefix string, most int, f func(entry)) (full bool, err error) {
	for i := max(0, g.words.of(prefix)); i < g.words.count(); i++ {
		if first := string(g.words.entry(i)[4:]); first > prefix && !strings.HasPrefix(first, prefix) {
			return true, nil
		}
		if most--; most < 0 {
			return false, nil
		}
		b, err := g.block(g.words.block(i))
		if err != nil {
			return false, err
		}
		for e, err := range entries(b) {
			if err != nil {
				return false, err
			}
			if strings.HasPrefix(e.word, prefix) {
				f(e)
			}
		}
	}
	return true, nil
}
