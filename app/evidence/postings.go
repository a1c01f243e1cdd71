package evidence

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"iter"
	"slices"
	"sort"
	"strings"
)

// A segment of the index is a list of words in order, each with its postings: the numbers of the sentences that hold it, and how often.
// It is kept in blocks. One of words holds for each the length of what it shares with the word before, the rest of it, in how many
// sentences and documents it stands, the offset of the last sentence, and the postings; long ones have blocks of their own, of which the
// number stands there. Numbers are varints; each block begins with its CRC-32.

const (
	blockSize    = 8 << 10 // bytes, from which on a block is full
	longPostings = 2 << 10 // bytes, from which on postings get a block of their own
	longestBlock = 1 << 20 // bytes of postings in one block
	longestWord  = 64      // bytes of a word that are indexed
)

var errDamagedIndex = errors.New("the search index is damaged")

// entry is a word of a segment. Postings are differences of offsets from the segment's first sentence, doubled; one more where a count
// follows, because the word stands there more than once.
type entry struct {
	word                 string
	sentences, documents int
	last                 uint64 // the offset of the last sentence
	postings             []byte // nil where they are in blocks of their own
	block, length        int    // the first of those, and how many bytes there are in all
}

func seal(block []byte) []byte {
	binary.LittleEndian.PutUint32(block, crc32.ChecksumIEEE(block[4:]))
	return block
}

func unseal(block []byte) ([]byte, error) {
	if len(block) < 4 || binary.LittleEndian.Uint32(block) != crc32.ChecksumIEEE(block[4:]) {
		return nil, errDamagedIndex
	}
	return block[4:], nil
}

// segmentWriter makes the blocks of a segment from its words, which must come in order.
type segmentWriter struct {
	keep     func(blocks [][]byte) error // takes blocks that are finished
	finished [][]byte
	bytes    int // in finished
	blocks   int // that are numbered, without the one under way
	block    []byte
	first    string   // word of the block under way
	last     string   // word
	firsts   []string // words of the blocks of words
	numbers  []int    // of those blocks
}

// keepAfter is how many bytes of blocks are held before they are kept.
const keepAfter = 1 << 20

func (w *segmentWriter) add(e entry) error {
	if len(w.block) > blockSize {
		if err := w.finishBlock(); err != nil {
			return err
		}
	}
	if len(w.block) == 0 {
		w.block = append(make([]byte, 0, blockSize+longPostings+256), 0, 0, 0, 0)
		w.first, w.last = e.word, ""
	}
	own := len(e.postings) > longPostings
	if own {
		e.block = w.blocks // those of postings come before the block under way
		for piece := range slices.Chunk(e.postings, longestBlock) {
			if err := w.finish(seal(append(make([]byte, 4, 4+len(piece)), piece...))); err != nil {
				return err
			}
		}
	}
	shared := 0
	for shared < min(len(w.last), len(e.word)) && w.last[shared] == e.word[shared] {
		shared++
	}
	b := binary.AppendUvarint(w.block, uint64(shared))
	b = binary.AppendUvarint(b, uint64(len(e.word)-shared))
	b = append(b, e.word[shared:]...)
	b = binary.AppendUvarint(b, uint64(e.sentences))
	b = binary.AppendUvarint(b, uint64(e.documents))
	b = binary.AppendUvarint(b, e.last)
	b = binary.AppendUvarint(b, uint64(len(e.postings)))
	if own {
		b = binary.AppendUvarint(b, uint64(e.block))
	} else {
		b = append(b, e.postings...)
	}
	w.block, w.last = b, e.word
	return nil
}

func (w *segmentWriter) finishBlock() error {
	if len(w.block) == 0 {
		return nil
	}
	w.firsts, w.numbers = append(w.firsts, w.first), append(w.numbers, w.blocks)
	block := w.block
	w.block = nil
	return w.finish(seal(block))
}

func (w *segmentWriter) finish(block []byte) error {
	w.finished = append(w.finished, block)
	w.bytes += len(block)
	w.blocks++
	if w.bytes < keepAfter {
		return nil
	}
	return w.flush()
}

// flush has all finished blocks kept.
func (w *segmentWriter) flush() error {
	finished := w.finished
	w.finished, w.bytes = nil, 0
	if len(finished) == 0 {
		return nil
	}
	return w.keep(finished)
}

func (w *segmentWriter) end() error {
	if err := w.finishBlock(); err != nil {
		return err
	}
	return w.flush()
}

// A directory tells which block of a segment holds a word: the number of blocks of words, where each entry begins, and for each the number
// of the block and its first word.

func makeDirectory(firsts []string, blocks []int) []byte {
	var all []byte
	head := binary.LittleEndian.AppendUint32(nil, uint32(len(firsts)))
	for i, first := range firsts {
		head = binary.LittleEndian.AppendUint32(head, uint32(len(all)))
		all = append(binary.LittleEndian.AppendUint32(all, uint32(blocks[i])), first...)
	}
	return append(binary.LittleEndian.AppendUint32(head, uint32(len(all))), all...)
}

type directory []byte

// sound tells whether the rest may be asked.
func (d directory) sound() bool {
	if len(d) < 8 || len(d) < 8+4*d.count() {
		return false
	}
	for i := range d.count() {
		if a, b := d.offset(i), d.offset(i+1); b-a < 4 || a < 0 || b > len(d)-8-4*d.count() {
			return false
		}
	}
	return true
}

func (d directory) count() int { return int(binary.LittleEndian.Uint32(d)) }

func (d directory) offset(i int) int { return int(binary.LittleEndian.Uint32(d[4+4*i:])) }

func (d directory) entry(i int) []byte {
	rest := d[8+4*d.count():]
	return rest[d.offset(i):d.offset(i+1)]
}

func (d directory) block(i int) int { return int(binary.LittleEndian.Uint32(d.entry(i))) }

// of gives the place in the directory of the block in which a word is, if it is in any; -1 where it stands before all.
func (d directory) of(word string) int {
	return sort.Search(d.count(), func(i int) bool { return string(d.entry(i)[4:]) > word }) - 1
}

// reader reads numbers and bytes; after the end of what it reads, zeros.
type reader struct {
	rest   []byte
	failed bool
}

func (r *reader) number() uint64 {
	v, n := binary.Uvarint(r.rest)
	if n <= 0 {
		r.failed, r.rest = true, nil
		return 0
	}
	r.rest = r.rest[n:]
	return v
}

func (r *reader) take(n int) []byte {
	if n < 0 || n > len(r.rest) {
		r.failed, r.rest = true, nil
		return nil
	}
	taken := r.rest[:n]
	r.rest = r.rest[n:]
	return taken
}

// entry reads the next entry of a block, but for its word, and that word over the one before it.
func (r *reader) entry(before []byte) (e entry, word []byte, err error) {
	shared := int(r.number())
	rest := r.take(int(r.number()))
	if r.failed || shared < 0 || shared > len(before) {
		return entry{}, nil, errDamagedIndex
	}
	word = append(before[:shared], rest...)
	e = entry{sentences: int(r.number()), documents: int(r.number()), last: r.number(), length: int(r.number())}
	if e.length > longPostings {
		e.block = int(r.number())
	} else {
		e.postings = r.take(e.length)
	}
	if r.failed {
		return entry{}, nil, errDamagedIndex
	}
	return e, word, nil
}

// entries gives the words of a block, without its checksum, in order.
func entries(block []byte) iter.Seq2[entry, error] {
	return func(yield func(entry, error) bool) {
		r := reader{rest: block}
		word := make([]byte, 0, longestWord)
		for len(r.rest) > 0 {
			var e entry
			var err error
			e, word, err = r.entry(word)
			e.word = string(word)
			if !yield(e, err) || err != nil {
				return
			}
		}
	}
}

// lookUp finds a word in a block. It compares without making a string of each word.
func lookUp(block []byte, want string) (e entry, found bool, err error) {
	r := reader{rest: block}
	word := make([]byte, 0, longestWord)
	for len(r.rest) > 0 {
		if e, word, err = r.entry(word); err != nil {
			return entry{}, false, err
		}
		switch c := bytes.Compare(word, []byte(want)); {
		case c == 0:
			e.word = want
			return e, true, nil
		case c > 0:
			return entry{}, false, nil
		}
	}
	return entry{}, false, nil
}

// appendPosting appends a sentence so far behind the one before in which a word stands so often.
func appendPosting(postings []byte, behind uint64, count int) []byte {
	if count > 1 {
		return binary.AppendUvarint(binary.AppendUvarint(postings, behind<<1|1), uint64(count))
	}
	return binary.AppendUvarint(postings, behind<<1)
}

// eachPosting calls f with each sentence of postings, by its offset in the segment, and how often the word stands in it.
func eachPosting(postings []byte, f func(offset uint64, count int)) error {
	r := reader{rest: postings}
	offset := uint64(0)
	for len(r.rest) > 0 {
		v := r.number()
		offset += v >> 1
		count := 1
		if v&1 != 0 {
			count = int(r.number())
		}
		f(offset, count)
	}
	if r.failed {
		return errDamagedIndex
	}
	return nil
}

// builder gathers the postings of the words of many texts.
type builder struct {
	words     map[string]*gathered
	sentences uint64 // so far
	documents int
	bytes     int // that the postings take
	counts    []*gathered
	known     map[string][]byte // as of a normaliser
}

// gathered is what is known of a word so far.
type gathered struct {
	entry
	document int // the one that was counted last
	now      int // how often it stands in the sentence under way
}

func newBuilder() *builder {
	return &builder{words: make(map[string]*gathered, 1<<14), known: make(map[string][]byte)}
}

// addDocument begins a document.
func (b *builder) addDocument() { b.documents++ }

// addSentence takes the words of the next sentence of the document, and gives how many there are.
func (b *builder) addSentence(text string) (words int) {
	n := normaliser{text: text, known: b.known, emit: func(word []byte, _, _ int) {
		words++
		word = word[:min(len(word), longestWord)]
		g := b.words[string(word)]
		if g == nil {
			g = &gathered{entry: entry{word: string(word)}}
			b.words[g.word] = g
			b.bytes += len(word) + 96
		}
		if g.now == 0 {
			b.counts = append(b.counts, g)
		}
		g.now++
	}}
	n.run()
	for _, g := range b.counts {
		if g.document != b.documents {
			g.document = b.documents
			g.documents++
		}
		length := len(g.postings)
		g.postings = appendPosting(g.postings, b.sentences-g.last, g.now)
		b.bytes += len(g.postings) - length
		g.last, g.now = b.sentences, 0
		g.sentences++
	}
	b.counts = b.counts[:0]
	b.sentences++
	return words
}

// write writes all words into a segment.
func (b *builder) write(w *segmentWriter) error {
	all := make([]*gathered, 0, len(b.words))
	for _, g := range b.words {
		all = append(all, g)
	}
	slices.SortFunc(all, func(x, y *gathered) int { return strings.Compare(x.word, y.word) })
	for _, g := range all {
		if err := w.add(g.entry); err != nil {
			return err
		}
	}
	return w.end()
}
