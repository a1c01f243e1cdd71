package review

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"factmark/store"
)

// largeWorkspace opens a workspace of 10,000 claims by two people in documents of
// a hundred, with a review session in which a third has decided on some, or a
// copy of the one that FACTMARK_WORKSPACE names, such as the store's TestLarge makes.
func largeWorkspace(b *testing.B) *store.Store {
	b.Helper()
	ctx := b.Context()
	path := filepath.Join(b.TempDir(), "w.factmark")
	must := func(err error) {
		if err != nil {
			b.Fatal(err)
		}
	}
	if from := os.Getenv("FACTMARK_WORKSPACE"); from != "" {
		must(store.Restore(ctx, from, path, nil))
		st, err := store.Open(ctx, path)
		must(err)
		b.Cleanup(func() { st.Close() })
		return st
	}
	st, err := store.Create(ctx, path)
	must(err)
	b.Cleanup(func() { st.Close() })
	labels := []string{store.SupportedID, store.DisputedID, store.NotEnoughInfoID, ""}
	var decided []string
	for d := range 100 {
		var text strings.Builder
		for i := range 100 {
			fmt.Fprintf(&text, "Document %03d says in sentence %02d that something is so.\n", d, i)
		}
		added, err := st.AddDocuments(ctx, []store.NewDocument{{Title: fmt.Sprintf("Document %03d", d), Text: text.String()}})
		must(err)
		length := text.Len() / 100
		for p, who := range []string{"ada", "ben"} {
			must(st.SignIn(ctx, store.Person{ID: who, Name: who}))
			var marks []store.NewClaim
			for i := range 90 - 80*p {
				marks = append(marks, store.NewClaim{DocumentID: added[0].Document.ID, Start: length * i, End: length*i + 12, LabelID: labels[(i+d*p)%4]})
			}
			made, err := st.AddClaims(ctx, marks)
			must(err)
			decided = append(decided, made[20%len(made)].ID)
		}
	}
	must(st.SignIn(ctx, store.Person{ID: "cleo", Name: "cleo"}))
	s, err := st.StartSession(ctx, store.NewSession{Mode: store.ModeBlind, Selection: "{}"})
	must(err)
	for i, id := range decided {
		_, err := st.Decide(ctx, store.NewDecision{SessionID: s.ID, ClaimID: id, Kind: store.DecidedLabel, LabelID: labels[i%3]})
		must(err)
	}
	must(st.CountTallies(ctx))
	return st
}

// BenchmarkWhole is what is asked of a workspace as a whole.
func BenchmarkWhole(b *testing.B) {
	st := largeWorkspace(b)
	ctx := b.Context()
	choice := Choice{Fresh: true, Percent: 100, Statuses: []store.Status{store.StatusOpen, store.StatusUnresolved, store.StatusUnanimous}}
	queue := func(c Choice, mode store.Mode) func() (int, error) {
		return func() (int, error) {
			q, err := Queue(ctx, st, c, mode, "cleo", nil)
			return q.Len(), err
		}
	}
	random, least := choice, choice
	random.Order, random.Percent, least.Order = Random, 10, LeastAgreed
	for _, c := range []struct {
		name string
		run  func() (int, error)
	}{
		{"count", func() (int, error) { return Count(ctx, st, choice, store.ModeOpen, "cleo", nil) }},
		{"queue", queue(choice, store.ModeOpen)},
		{"queue blind", queue(choice, store.ModeBlind)},
		{"queue random tenth", queue(random, store.ModeOpen)},
		{"queue least agreed first", queue(least, store.ModeOpen)},
		{"start", func() (int, error) {
			q, err := Queue(ctx, st, choice, store.ModeOpen, "cleo", nil)
			if err != nil {
				return 0, err
			}
			s, err := Start(ctx, st, store.NewSession{Mode: store.ModeOpen}, choice, q)
			if err != nil {
				return 0, err
			}
			back, err := ReadQueue(ctx, st, s)
			return back.Len(), err
		}},
		{"progress", func() (int, error) {
			p, err := st.Progress(ctx, nil)
			if err == nil {
				_, err = Alpha(ctx, st, nil)
			}
			return len(p.Documents), err
		}},
		{"adjudicate", func() (int, error) {
			d, err := ReadDiffering(ctx, st, nil)
			return d.In("", false).Claims.Len(), err
		}},
		{"agreement collected", func() (int, error) {
			w, err := Collect(ctx, st, false, nil)
			if err != nil {
				return 0, err
			}
			runtime.GC()
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			b.ReportMetric(float64(m.HeapAlloc>>20), "MB-kept")
			return len(w.Titles), nil
		}},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			n := 0
			for b.Loop() {
				var err error
				if n, err = c.run(); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(n), "found")
		})
	}
}

// BenchmarkDecide is one decision until it is safe on the disk, in a session whose queue is all claims.
func BenchmarkDecide(b *testing.B) {
	st := largeWorkspace(b)
	ctx := b.Context()
	if err := st.SignIn(ctx, store.Person{ID: "dora", Name: "dora"}); err != nil {
		b.Fatal(err)
	}
	queue, err := Queue(ctx, st, Choice{}, store.ModeOpen, "dora", nil)
	if err != nil {
		b.Fatal(err)
	}
	s, err := Start(ctx, st, store.NewSession{Mode: store.ModeOpen}, Choice{}, queue)
	if err != nil {
		b.Fatal(err)
	}
	i := 0
	for b.Loop() {
		n := store.NewDecision{SessionID: s.ID, ClaimID: queue.At(i % queue.Len()), Kind: store.DecidedLabel, LabelID: store.SupportedID, Seconds: 2}
		if _, err := st.Decide(ctx, n); err != nil {
			b.Fatal(err)
		}
		i++
	}
}
