package evidence

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"math"
	"slices"

	"factmark/store"
)

// Query is what evidence is looked for.
type Query struct {
	Text       string // the claim's own words, or its statement
	DocumentID string // where the claim stands, "" where nowhere
	Start, End int    // its span there, in code points; what overlaps it is no evidence for it
	Claim      string // its id, "" where it is none: its evidence and the passages refused for it are left out
}

// QueryOf asks for evidence for a claim: by its statement, which stands alone, where it has one, else by its quote.
func QueryOf(c store.Claim) Query {
	text := c.Quote
	if c.Statement != "" {
		text = c.Statement
	}
	return Query{Text: text, DocumentID: c.DocumentID, Start: c.Start, End: c.End, Claim: c.ID}
}

// Passage is a sentence that may bear on a claim.
type Passage struct {
	DocumentID, Document string // id and title
	FileName             string
	Published            string // as in store.Document
	Start, End           int    // code points
	Text                 string
	Score                float64
	Reason               string // why it was found, in words
	Hints                []Hint
	Shared               []Span // ranges of Text that the claim has too, in code points

	why why
}

// why is what a passage was found by.
type why struct {
	shared []sharedWord
	counts map[*claimWord]int
	text   *foundText
	alike  string
}

// Span is a range of code points.
type Span struct{ Start, End int }

const (
	mostRows      = 5_000 // postings that are read for a claim, those of its rarest words first
	leastWords    = 2     // whose postings are read, however many they are
	rescored      = 100   // sentences that are scored by all of their words
	wholeTexts    = 10    // texts of which all sentences are
	mostSentences = 2_000 // of those texts together
)

// Find gives the passages of all documents that bear most on a claim, the best first, at most so many. It first brings the index up to date.
func Find(ctx context.Context, s *store.Store, c Query, limit int) ([]Passage, error) {
	for tries := 0; ; tries++ {
		found, err := find(ctx, s, c, limit)
		switch {
		case errors.Is(err, errStaleIndex) && tries < 3:
		case (errors.Is(err, errDamagedIndex) || errors.Is(err, errStaleIndex)) && tries < 5:
			if err := s.EmptySearch(ctx, normaliserVersion); err != nil {
				return nil, err
			}
		default:
			return found, err
		}
	}
}

func find(ctx context.Context, s *store.Store, c Query, limit int) ([]Passage, error) {
	if err := Update(ctx, s, nil); err != nil {
		return nil, err
	}
	index, err := s.SearchIndex(ctx)
	if err != nil {
		return nil, err
	}
	f := &finding{ctx: ctx, store: s, index: index, query: c, own: -1}
	if c.DocumentID != "" {
		first, found, err := s.SearchedText(ctx, c.DocumentID)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return nil, err
		}
		if found {
			f.own = index.TextOf(first)
		}
	}
	if err := f.leaveOut(); err != nil {
		return nil, err
	}
	if err := f.lookUp(); err != nil {
		return nil, err
	}
	if err := f.gather(); err != nil {
		return nil, err
	}
	return f.best(limit)
}

// finding is a search under way.
type finding struct {
	ctx    context.Context
	store  *store.Store
	index  *store.SearchIndex
	query  Query
	own    int               // place in index.Texts of the claim's own text, -1 for none
	out    map[string][]Span // by document: what is not to be given
	words  []*claimWord
	byWord map[string]*claimWord

	sentences map[int64]*candidate
	texts     map[int]*foundText // by their place in index.Texts
}

// foundText is a text with words of the claim.
type foundText struct {
	score float64
	words []wordInText // in no order
}

// wordInText is what a word gives to the score of a text.
type wordInText struct {
	*claimWord
	gives float64
}

// leaveOut finds what is no news: the claim itself, the passages that are its evidence already, and those that were refused.
func (f *finding) leaveOut() error {
	f.out = make(map[string][]Span)
	if f.query.DocumentID != "" {
		f.out[f.query.DocumentID] = []Span{{f.query.Start, f.query.End}}
	}
	if f.query.Claim == "" {
		return nil
	}
	taken, err := f.store.Evidence(f.ctx, f.query.Claim)
	if err != nil {
		return err
	}
	for _, e := range taken {
		if e.Placed() {
			f.out[e.DocumentID] = append(f.out[e.DocumentID], Span{e.Start, e.End})
		}
	}
	refused, err := f.store.RefusedPassages(f.ctx, f.query.Claim)
	for _, r := range refused {
		f.out[r.DocumentID] = append(f.out[r.DocumentID], Span{r.Start, r.End})
	}
	return err
}

// claimWord is a word of the claim.
type claimWord struct {
	word                 string
	start, end           int // where it stands in the claim, in bytes; -1 for a word of another name of something in it
	sentences, documents int // that hold it
	parts                []part
	weight               float64
	idf, textIDF         float64
}

// part is a word in one segment.
type part struct {
	*segment
	entry
}

// candidate is a sentence that may be given.
type candidate struct {
	number int64
	text   int // place in index.Texts
	score  float64
}

// lookUp takes the words of the claim, and those of other names of what it names, and finds out how rare they are.
func (f *finding) lookUp() error {
	names, err := Names(f.ctx, f.store)
	if err != nil {
		return err
	}
	f.byWord = make(map[string]*claimWord)
	for _, t := range termsInBytes(f.query.Text) {
		f.addWord(claimWord{word: t.Word, start: t.Start, end: t.End})
	}
	for _, row := range namesIn(f.query.Text, names) {
		for _, other := range row {
			for _, t := range Terms(other) {
				f.addWord(claimWord{word: t.Word, start: -1})
			}
		}
	}
	segments, err := openSegments(f.ctx, f.store, f.index)
	if err != nil {
		return err
	}
	words := make([]string, len(f.words))
	for i, w := range f.words {
		words[i] = w.word
	}
	parts, err := findWords(segments, words)
	if err != nil {
		return err
	}
	for i, w := range f.words {
		w.parts = parts[i]
		for _, p := range w.parts {
			w.sentences += p.sentences
			w.documents += p.documents
		}
	}
	for _, w := range f.words {
		w.idf = w.weight * idf(f.index.Sentences, w.sentences)
		w.textIDF = w.weight * idf(len(f.index.Texts), w.documents)
	}
	return nil
}

func (f *finding) addWord(w claimWord) {
	if f.byWord[w.word] != nil || len(w.word) > longestWord {
		return
	}
	w.weight = 1
	if stopWords()[w.word] {
		w.weight = stopWeight
	}
	f.byWord[w.word] = &w
	f.words = append(f.words, &w)
}

// idf is how much a word says that stands in so many of all (the probabilistic weight of Robertson and Spärck Jones, never below 0).
func idf(all, holding int) float64 {
	return math.Log(1 + (float64(all-holding)+0.5)/(float64(holding)+0.5))
}

// gather reads the postings of the rarest words.
func (f *finding) gather() error {
	f.sentences, f.texts = make(map[int64]*candidate), make(map[int]*foundText)
	rarest := slices.DeleteFunc(slices.Clone(f.words), func(w *claimWord) bool { return w.weight < 1 })
	if len(rarest) == 0 {
		rarest = slices.Clone(f.words)
	}
	slices.SortStableFunc(rarest, func(a, b *claimWord) int { return cmp.Compare(a.sentences, b.sentences) })
	rows := 0
	for i, w := range rarest {
		if rows += w.sentences; rows > mostRows && i >= leastWords {
			break
		}
		if err := f.read(w); err != nil {
			return err
		}
		if err := f.ctx.Err(); err != nil {
			return err
		}
	}
	return nil
}

// read adds what one word gives to the sentences and texts that hold it.
func (f *finding) read(w *claimWord) error {
	average := float64(f.index.Words) / float64(max(1, f.index.Sentences))
	averageText := float64(f.index.Words) / float64(max(1, len(f.index.Texts)))
	last, inText := -1, 0
	endText := func() {
		if last >= 0 {
			t := f.texts[last]
			if t == nil {
				t = &foundText{}
				f.texts[last] = t
			}
			gives := w.textIDF * saturation(inText, textWords(f.index.Texts[last]), averageText, textK1, textB)
			t.score += gives
			t.words = append(t.words, wordInText{w, gives})
		}
		inText = 0
	}
	for _, p := range w.parts {
		postings, err := p.postingsOf(p.entry)
		if err != nil {
			return err
		}
		err = eachPosting(postings, func(offset uint64, count int) {
			sentence := p.First + int64(offset)
			text := f.index.TextOf(sentence)
			if text < 0 {
				return
			}
			if text != last {
				endText()
				last = text
			}
			inText += count
			t := &f.index.Texts[text]
			c := f.sentences[sentence]
			if c == nil {
				c = &candidate{number: sentence, text: text}
				f.sentences[sentence] = c
			}
			c.score += w.idf * saturation(count, int(t.Lengths[sentence-t.First]), average, sentenceK1, sentenceB)
		})
		if err != nil {
			return err
		}
	}
	endText()
	return nil
}

func textWords(t store.SearchText) (words int) {
	for _, n := range t.Lengths {
		words += int(n)
	}
	return words
}

// saturation is how much of a word's weight counts that stands so often in something of a length: BM25 (S. Robertson and H. Zaragoza, The
// Probabilistic Relevance Framework, 2009).
func saturation(count, length int, average, k1, b float64) float64 {
	n := float64(count)
	return n * (k1 + 1) / (n + k1*(1-b+b*float64(length)/average))
}

// best scores the best candidates by all of their words and gives the passages.
func (f *finding) best(limit int) ([]Passage, error) {
	type scored struct {
		text  int
		score float64
	}
	texts := make([]scored, 0, len(f.texts))
	total := 0.0
	for t, found := range f.texts {
		if t == f.own {
			continue
		}
		texts = append(texts, scored{t, found.score})
		total += found.score
	}
	slices.SortFunc(texts, func(a, b scored) int { return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.text, b.text)) })
	if own := f.texts[f.own]; own != nil { // it is about the claim whatever it says
		own.score, own.words = total/float64(max(1, len(texts))), nil
	}
	chosen := make([]*candidate, 0, len(f.sentences))
	for _, c := range f.sentences {
		c.score += textShare * f.texts[c.text].score
		chosen = append(chosen, c)
	}
	byScore := func(a, b *candidate) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.number, b.number))
	}
	slices.SortFunc(chosen, byScore)
	chosen = chosen[:min(len(chosen), rescored)]
	inText := make(map[int]map[int64]bool)
	for _, c := range chosen {
		if inText[c.text] == nil {
			inText[c.text] = make(map[int64]bool)
		}
		inText[c.text][c.number] = true
	}
	more := mostSentences
	for _, best := range texts[:min(len(texts), wholeTexts)] {
		text, t := best.text, &f.index.Texts[best.text]
		if more -= len(t.Lengths); more < 0 {
			break
		}
		if inText[text] == nil {
			inText[text] = make(map[int64]bool)
		}
		for i := range t.Lengths {
			inText[text][t.First+int64(i)] = true
		}
	}
	chosenTexts := slices.Sorted(maps.Keys(inText))
	firsts := make([]int64, len(chosenTexts))
	for i, text := range chosenTexts {
		firsts[i] = f.index.Texts[text].First
	}
	documents, err := f.store.SearchedTexts(f.ctx, firsts)
	if err != nil {
		return nil, err
	}
	var passages []Passage
	for i, text := range chosenTexts {
		if documents[i] == nil {
			continue
		}
		found, err := f.passages(text, documents[i], inText[text])
		if err != nil {
			return nil, err
		}
		passages = append(passages, found...)
	}
	slices.SortFunc(passages, func(a, b Passage) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Document, b.Document), cmp.Compare(a.DocumentID, b.DocumentID), cmp.Compare(a.Start, b.Start))
	})
	for i := range passages[:min(len(passages), related)] {
		f.relate(&passages[i])
	}
	slices.SortStableFunc(passages[:min(len(passages), related)], func(a, b Passage) int { return cmp.Compare(b.Score, a.Score) })
	passages = passages[:min(len(passages), limit)]
	said := factsOf(f.query.Text)
	for i := range passages {
		p := &passages[i]
		p.Shared = f.sharedIn(p.Text, p.why.shared)
		p.Reason = f.reason(p.Text, p.why.shared, p.why.counts, p.why.text) + p.why.alike
		p.Hints = hintsOf(f.query.Text, p.Text, said)
		p.why = why{}
	}
	return passages, nil
}

// passages scores some sentences of one text.
func (f *finding) passages(text int, d *store.SearchedDocument, numbers map[int64]bool) ([]Passage, error) {
	t := &f.index.Texts[text]
	spans, err := readSpans(d.Sentences)
	if err != nil {
		return nil, err
	}
	if len(spans) != len(t.Lengths) {
		return nil, errDamagedIndex
	}
	average := float64(f.index.Words) / float64(max(1, f.index.Sentences))
	var passages []Passage
	for n := range numbers {
		span := spans[n-t.First]
		if span.Start >= span.End || slices.ContainsFunc(f.out[d.ID], func(o Span) bool { return span.Start < o.End && o.Start < span.End }) {
			continue
		}
		quote, is := d.Slice(span.Start, span.End)
		if !is {
			return nil, errDamagedIndex
		}
		p := Passage{DocumentID: d.ID, Document: d.Title, FileName: d.FileName, Published: d.Published, Start: span.Start, End: span.End, Text: quote}
		f.judge(&p, f.texts[text], average)
		passages = append(passages, p)
	}
	return passages, nil
}

// The weights were chosen on public sets of claims with their evidence; all of them may be half or twice as much without much harm.
const (
	sentenceK1, sentenceB = 0.9, 0.5
	textK1, textB         = 1.2, 0.75

	textShare     = 0.7 // of the score of a passage's document, beside its own
	coverageShare = 0.3 // more for a passage that has all of the claim
	stopWeight    = 0.6 // of a word that says little
	related       = 50  // passages that are looked at once more for words that are used alike
	leastAlike    = 0.5 // from which likeness on, 1 being the same
	leastNamed    = 0.8 // from which likeness on a reason names such words: lower ones help the order, but explain nothing to a reader
	alikeShare    = 0.7 // of such a word, beside the same word
)

// judge scores a passage by all words of the claim: BM25 of the sentence, so much of the BM25 of its document, and the more the more of
// the claim it covers. It says why.
func (f *finding) judge(p *Passage, text *foundText, average float64) {
	counts := make(map[*claimWord]int)
	length := 0
	var shared []sharedWord
	eachTerm(p.Text, func(term []byte, start, end int) {
		length++
		if w := f.byWord[string(term)]; w != nil {
			counts[w]++
			shared = append(shared, sharedWord{w, start, end})
		}
	})
	score, matched, all := 0.0, 0.0, 0.0
	for _, w := range f.words {
		if w.start >= 0 {
			all += w.idf
		}
		if n := counts[w]; n > 0 {
			score += w.idf * saturation(n, length, average, sentenceK1, sentenceB)
			matched += w.idf
		}
	}
	if all > 0 {
		score += coverageShare * min(1, matched/all) * score
	}
	p.Score = score + textShare*text.score
	p.why = why{shared: shared, counts: counts, text: text}
}

// relate adds to the score of a passage what its words say that are used as words of the claim are which it lacks, and names the best pair
// that is clearly alike.
func (f *finding) relate(p *Passage) {
	table := vectors()
	in := make(map[string]bool)
	type partner struct {
		vector
		start, end int
	}
	var partners []partner
	eachTerm(p.Text, func(term []byte, start, end int) {
		if in[string(term)] || stopWords()[string(term)] {
			return
		}
		in[string(term)] = true
		if v, known := table.of(string(term)); known && f.byWord[string(term)] == nil {
			partners = append(partners, partner{v, start, end})
		}
	})
	best, ours, theirs := 0.0, "", ""
	for _, w := range f.words {
		if w.weight < 1 || w.start < 0 || in[w.word] {
			continue
		}
		v, known := table.of(w.word)
		if !known {
			continue
		}
		most := leastAlike
		for _, o := range partners {
			if a := v.alike(o.vector); a > most {
				most = a
				if gives := w.idf * (a - leastAlike); a >= leastNamed && gives > best {
					best, ours, theirs = gives, f.query.Text[w.start:w.end], p.Text[o.start:o.end]
				}
			}
		}
		p.Score += alikeShare * w.idf * (most - leastAlike) / (1 - leastAlike)
	}
	if ours != "" {
		p.why.alike = "; *" + ours + "* ~ *" + theirs + "*"
	}
}

// ContradictingFirst gives the same passages in another order: first those with hints, the most telling ones in front, then the others.
func ContradictingFirst(passages []Passage) []Passage {
	ordered := slices.Clone(passages)
	slices.SortStableFunc(ordered, func(a, b Passage) int { return cmp.Compare(len(b.Hints), len(a.Hints)) })
	return ordered
}
