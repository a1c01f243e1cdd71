package agreement

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
)

// The desk of many: 200,000 labels by forty people in 2,000 documents. Either
// every claim is labelled by two of them, or 5,000 claims by all forty.
func manyRatings(people, perClaim int) []Rating {
	const labels = 200_000
	r := rand.New(rand.NewPCG(1, 1))
	ratings := make([]Rating, 0, labels)
	for claim := 0; len(ratings) < labels; claim++ {
		truth, first := r.IntN(4), r.IntN(people)
		for i := range perClaim {
			label := truth
			if r.IntN(4) == 0 {
				label = r.IntN(4)
			}
			// The step is one of several, so that all pairs of people meet.
			who := (first + i*(1+claim%(people-1))) % people
			if perClaim == people {
				who = i
			}
			ratings = append(ratings, Rating{
				Unit: fmt.Sprintf("claim %06d", claim), Document: fmt.Sprintf("document %04d", claim%2000),
				Rater: fmt.Sprintf("person %02d", who), Category: fmt.Sprintf("label %d", label),
			})
		}
	}
	return ratings
}

func manySpans(people, readers int) ([]Span, []Document) {
	r := rand.New(rand.NewPCG(2, 2))
	var spans []Span
	var documents []Document
	perDocument := 200_000 / 2000 / readers
	for d := range 2000 {
		doc := Document{ID: fmt.Sprintf("document %04d", d), Length: 20_000}
		first := r.IntN(people)
		for i := range readers {
			doc.Readers = append(doc.Readers, fmt.Sprintf("person %02d", (first+i*(1+d%(people-1)))%people))
			if readers == people {
				doc.Readers[i] = fmt.Sprintf("person %02d", i)
			}
		}
		for range perDocument {
			start, label := r.IntN(19_000), fmt.Sprintf("label %d", r.IntN(4))
			for _, who := range doc.Readers {
				at := start + r.IntN(3)*r.IntN(10)
				spans = append(spans, Span{Document: doc.ID, Rater: who, Category: label, Start: at, End: at + 80 + r.IntN(2)*10})
			}
		}
		documents = append(documents, doc)
	}
	return spans, documents
}

// BenchmarkMatch matches two people's 20,000 spans in one document: beside each
// other, and all over each other.
func BenchmarkMatch(b *testing.B) {
	for _, c := range []struct {
		name   string
		length int
	}{{"Apart", 40}, {"AllOver", 20_000}} {
		r := rand.New(rand.NewPCG(3, 3))
		var marks [2][]mark
		for i := range marks {
			for at := range 20_000 {
				marks[i] = append(marks[i], mark{start: 50*at + r.IntN(10), end: 50*at + 10 + c.length + r.IntN(10)})
			}
		}
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				new(matcher).match(marks[0], marks[1])
			}
		})
	}
}

var usual = Bootstrap{Replicates: 1000, Seed: 1}

func BenchmarkRatings(b *testing.B) {
	for _, c := range []struct {
		name     string
		perClaim int
	}{{"TwoPerClaim", 2}, {"FortyPerClaim", 40}} {
		ratings := manyRatings(40, c.perClaim)
		r := collect(ratings, nil)
		b.Run(c.name+"/Collect", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				collect(ratings, nil)
			}
		})
		b.Run(c.name+"/AlphaWithoutInterval", func(b *testing.B) {
			for b.Loop() {
				r.Measure(Bootstrap{}, Alpha)
			}
		})
		b.Run(c.name+"/Alpha", func(b *testing.B) {
			for b.Loop() {
				r.Measure(usual, Alpha)
			}
		})
		b.Run(c.name+"/Pairs", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				for _, s := range r.ByPair() {
					r.Within(s).Measure(usual, Cohen)
				}
			}
			b.ReportMetric(float64(len(r.ByPair())), "pairs")
		})
		b.Run(c.name+"/Breakdown", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := r.Breakdown(context.Background(), usual, nil); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkSpans(b *testing.B) {
	for _, c := range []struct {
		name    string
		readers int
	}{{"TwoReaders", 2}, {"FortyReaders", 40}} {
		spans, documents := manySpans(40, c.readers)
		s := collectSpans(spans, documents, nil)
		b.Run(c.name+"/Collect", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				collectSpans(spans, documents, nil)
			}
		})
		b.Run(c.name+"/Overall", func(b *testing.B) {
			for b.Loop() {
				s.Measure(usual, spanMeasures...)
			}
		})
		b.Run(c.name+"/Breakdown", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := s.Breakdown(context.Background(), usual, nil); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
