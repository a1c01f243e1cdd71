package evidence

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"factmark/store"
)

// invented makes texts of words that are as frequent as those of a language are (Zipf), of twenty sentences each.
type invented struct {
	*rand.Rand
	zipf *rand.Zipf
}

func newInvented() *invented {
	r := rand.New(rand.NewPCG(1, 2))
	return &invented{r, rand.NewZipf(r, 1.07, 3, 800_000)}
}

func (v *invented) word() string {
	n := v.zipf.Uint64()
	const vowels, consonants = "aeiou", "bcdfghklmnprstvz"
	var b strings.Builder
	for x := n*2654435761%4294967291 + n; b.Len() < 3 || x > 0; x /= 80 {
		b.WriteByte(consonants[x%16])
		b.WriteByte(vowels[x/16%5])
	}
	return b.String()
}

func (v *invented) sentence() string {
	words := make([]string, 10+v.IntN(14))
	for i := range words {
		words[i] = v.word()
	}
	s := strings.Join(words, " ")
	return strings.ToUpper(s[:1]) + s[1:] + ". "
}

func (v *invented) text() string {
	var b strings.Builder
	for i := range 20 {
		b.WriteString(v.sentence())
		if i%5 == 4 {
			b.WriteByte('\n')
		}
	}
	return b.String()
}

// BenchmarkLarge says what the index costs at 2,000,000 sentences, or FACTMARK_SENTENCES of them: making it (CPU), its size against that of
// the texts, and how long evidence and a prefix take. It makes its workspace where FACTMARK_BENCH names a file, and finds it there again.
func BenchmarkLarge(b *testing.B) {
	sentences := 2_000_000
	if n, err := strconv.Atoi(os.Getenv("FACTMARK_SENTENCES")); err == nil {
		sentences = n
	}
	path := os.Getenv("FACTMARK_BENCH")
	if path == "" {
		path = filepath.Join(b.TempDir(), "large.factmark")
	}
	s, err := store.Open(b.Context(), path)
	if err != nil {
		if s, err = store.Create(b.Context(), path); err != nil {
			b.Fatal(err)
		}
	}
	defer s.Close()
	v := newInvented()
	textBytes := 0
	all, err := s.Documents(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	if len(all) == 0 {
		for n := 0; n < sentences/20; n += 2000 {
			var news []store.NewDocument
			for i := range 2000 {
				text := v.text()
				textBytes += len(text)
				news = append(news, store.NewDocument{Title: fmt.Sprintf("Text %d", n+i), Text: text})
			}
			if _, err := s.AddDocuments(b.Context(), news); err != nil {
				b.Fatal(err)
			}
		}
		before := cpu(b)
		if err := Update(b.Context(), s, nil); err != nil {
			b.Fatal(err)
		}
		used := cpu(b) - before
		index, err := s.SearchIndex(b.Context())
		if err != nil {
			b.Fatal(err)
		}
		bytes := 0
		for _, g := range index.Segments {
			bytes += len(g.Directory)
			for n := range g.Blocks {
				block, err := s.SearchBlock(b.Context(), g.ID, n)
				if err != nil {
					b.Fatal(err)
				}
				bytes += len(block)
			}
		}
		for _, t := range index.Texts {
			d, err := s.SearchedTexts(b.Context(), []int64{t.First})
			if err != nil {
				b.Fatal(err)
			}
			bytes += len(t.Lengths) + len(t.SHA256) + len(d[0].Sentences)
		}
		b.Logf("%d MB of text, %d MB of index, %.0f sentences a second of CPU", textBytes>>20, bytes>>20, float64(index.Sentences)/used.Seconds())
	}
	index, err := s.SearchIndex(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	b.Logf("%d segments, %d sentences, %d words", len(index.Segments), index.Sentences, index.Words)
	var evidence, evidenceCPU, prefix, prefixCPU []time.Duration
	for range 200 {
		text := v.sentence()
		begun, before := time.Now(), cpu(b)
		if _, err := Find(b.Context(), s, Query{Text: text}, 20); err != nil {
			b.Fatal(err)
		}
		evidence, evidenceCPU = append(evidence, time.Since(begun)), append(evidenceCPU, cpu(b)-before)
		word := v.word()
		word = word[:min(len(word), 1+v.IntN(4))]
		begun, before = time.Now(), cpu(b)
		if _, _, err := TextsWith(b.Context(), s, []Wanted{{Beginnings: []string{word}}}); err != nil {
			b.Fatal(err)
		}
		prefix, prefixCPU = append(prefix, time.Since(begun)), append(prefixCPU, cpu(b)-before)
	}
	for _, all := range [][]time.Duration{evidence, evidenceCPU, prefix, prefixCPU} {
		slices.Sort(all)
	}
	b.Logf("evidence p50 %v, p95 %v (CPU %v, %v); prefix p50 %v, p95 %v (CPU %v, %v)", evidence[100], evidence[190], evidenceCPU[100], evidenceCPU[190],
		prefix[100], prefix[190], prefixCPU[100], prefixCPU[190])
}
