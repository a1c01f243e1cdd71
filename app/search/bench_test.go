package search

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"factmark/app/evidence"
	"factmark/store"
)

// zipf makes texts of words that are as frequent as those of a language.
type zipf struct {
	random *rand.Rand
	ranks  *rand.Zipf
}

func newZipf() zipf {
	random := rand.New(rand.NewPCG(1, 2))
	return zipf{random, rand.NewZipf(random, 1.07, 4, 200_000)}
}

// wordOf is the word of a rank: frequent ones are short.
func wordOf(rank uint64) string {
	const syllables = "bacedifogumanerisotulavezi"
	w := ""
	for rank += 3; rank > 0; rank /= 13 {
		i := 2 * (rank % 13)
		w += syllables[i : i+2]
	}
	return w
}

func (z zipf) sentence() string {
	var b strings.Builder
	for i := range 12 + z.random.IntN(16) {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(wordOf(z.ranks.Uint64()))
	}
	w := b.String()
	return strings.ToUpper(w[:1]) + w[1:] + "."
}

// filled is a workspace with so many sentences, 20 a document, which are indexed.
func filled(b *testing.B, sentences int) *store.Store {
	b.Helper()
	ctx := b.Context()
	st, err := store.Create(ctx, filepath.Join(b.TempDir(), "W.factmark"))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { st.Close() })
	z := newZipf()
	for done := 0; done < sentences; {
		var news []store.NewDocument
		for range min(2000, (sentences-done+19)/20) {
			var text strings.Builder
			for range 20 {
				text.WriteString(z.sentence() + " ")
			}
			news = append(news, store.NewDocument{Title: fmt.Sprintf("Document %d", done), FileName: fmt.Sprintf("%d.txt", done), Text: text.String()})
			done += 20
		}
		if _, err := st.AddDocuments(ctx, news); err != nil {
			b.Fatal(err)
		}
	}
	if err := evidence.Update(ctx, st, nil); err != nil {
		b.Fatal(err)
	}
	return st
}

// How long it takes until the first page of hits is there, and until all is searched.
func BenchmarkFind(b *testing.B) {
	for _, sentences := range []int{20_000, 200_000, 2_000_000} {
		b.Run(fmt.Sprint(sentences), func(b *testing.B) {
			if sentences > 200_000 && testing.Short() {
				b.Skip("a large workspace")
			}
			st := filled(b, sentences)
			for _, kind := range []struct {
				name  string
				query func(z zipf) string
			}{
				{"prefix", func(z zipf) string { w := wordOf(50 + z.ranks.Uint64()); return w[:max(3, len(w)-2)] + "*" }},
				{"word", func(z zipf) string { return wordOf(50 + z.ranks.Uint64()) }},
				{"two", func(z zipf) string { return wordOf(50+z.ranks.Uint64()) + " " + wordOf(50+z.ranks.Uint64()) }},
				{"phrase", func(z zipf) string { return `"` + wordOf(z.ranks.Uint64()) + " " + wordOf(z.ranks.Uint64()) + `"` }},
			} {
				b.Run(kind.name, func(b *testing.B) {
					z := newZipf()
					var firsts, wholes []time.Duration
					for b.Loop() {
						q := Parse(kind.query(z), false)
						begun := time.Now()
						s := &searching{ctx: b.Context(), st: st, query: q, matcher: newMatcher(q), begun: begun}
						s.More = map[Kind]bool{}
						first := time.Duration(0)
						s.told = begun.Add(-time.Hour) // what the first texts have is told at once
						s.tell = func(r Result) {
							if first == 0 && len(r.Hits) > 0 {
								first = time.Since(begun)
							}
						}
						for _, part := range []func() error{s.open, s.inDocuments} {
							if err := part(); err != nil {
								b.Fatal(err)
							}
						}
						wholes = append(wholes, time.Since(begun))
						if first == 0 {
							first = wholes[len(wholes)-1]
						}
						firsts = append(firsts, first)
					}
					at := func(all []time.Duration, share float64) float64 {
						slices.Sort(all)
						return float64(all[int(share*float64(len(all)-1))].Microseconds()) / 1000
					}
					b.ReportMetric(at(firsts, .5), "ms-first-p50")
					b.ReportMetric(at(firsts, .95), "ms-first-p95")
					b.ReportMetric(at(wholes, .95), "ms-whole-p95")
				})
			}
		})
	}
}

// How fast texts are read where no index helps.
func BenchmarkMatcher(b *testing.B) {
	z := newZipf()
	var text strings.Builder
	for text.Len() < 1<<20 {
		text.WriteString(z.sentence() + " ")
	}
	m := newMatcher(Parse(wordOf(300)+" "+wordOf(40)+"*", false))
	b.SetBytes(int64(text.Len()))
	for b.Loop() {
		m.find(text.String())
	}
}
