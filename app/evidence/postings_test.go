package evidence

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// What is written into blocks is what is read from them, whatever the words and however many sentences hold them.
func TestBlocksHoldWhatWasGathered(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var blocks [][]byte
		w := &segmentWriter{keep: func(some [][]byte) error { blocks = append(blocks, some...); return nil }}
		n := rapid.IntRange(1, 60).Draw(t, "words")
		type known struct {
			word     string
			postings []byte
		}
		var all []known
		for i := range n {
			k := known{word: fmt.Sprintf("w%03d%s", i, rapid.StringMatching(`[a-zé]{0,8}`).Draw(t, "word"))}
			for j := range rapid.SampledFrom([]int{1, 3, 3000}).Draw(t, "sentences") {
				k.postings = append(k.postings, byte(2+2*(j%50)))
			}
			all = append(all, k)
			if err := w.add(entry{word: k.word, sentences: len(k.postings), postings: k.postings}); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.end(); err != nil {
			t.Fatal(err)
		}
		d := directory(makeDirectory(w.firsts, w.numbers))
		if !d.sound() || len(blocks) != w.blocks {
			t.Fatalf("%d of %d blocks, sound %v", len(blocks), w.blocks, d.sound())
		}
		for _, k := range all {
			b, err := unseal(blocks[d.block(d.of(k.word))])
			if err != nil {
				t.Fatal(err)
			}
			e, found, err := lookUp(b, k.word)
			if err != nil || !found || e.sentences != len(k.postings) {
				t.Fatalf("%q: %+v, %v, %v", k.word, e, found, err)
			}
			got := e.postings
			for n := e.block; len(got) < e.length; n++ {
				b, err := unseal(blocks[n])
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, b...)
			}
			if !slices.Equal(got, k.postings) {
				t.Fatalf("%q has other postings", k.word)
			}
		}
	})
}

// A workspace from someone else may have anything in its index: nothing of it does harm.
func TestHostileBlocks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := rapid.SliceOf(rapid.Byte()).Draw(t, "bytes")
		_, _, _ = lookUp(b, "word")
		for range entries(b) {
		}
		_ = eachPosting(b, func(uint64, int) {})
		_, _ = readSpans(b)
		_, _ = unseal(b)
		if d := directory(b); d.sound() {
			for i := range d.count() {
				_ = d.block(i)
			}
			_ = d.of("word")
		}
	})
}
