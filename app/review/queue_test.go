package review

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"factmark/app/agreement"
	"factmark/store"
)

// What the dialog counts from tallies is what goes into the queue, and that is
// what the claims and decisions read one by one give.
func TestQueuesFromTallies(t *testing.T) {
	for seed := range rounds(15) {
		r := rand.New(rand.NewPCG(seed, 3))
		ctx := t.Context()
		must := func(err error) {
			if err != nil {
				t.Fatal(err)
			}
		}
		st, err := store.Create(ctx, filepath.Join(t.TempDir(), "w.factmark"))
		must(err)
		defer st.Close()
		people := []string{"ada", "ben", "cleo"}
		labels := []string{store.SupportedID, store.DisputedID, ""}
		var documents, sessions, claims []string
		for i := range 3 {
			added, err := st.AddDocuments(ctx, []store.NewDocument{{Title: fmt.Sprint("T", i), Text: fmt.Sprintf("%d one two three four five six", i)}})
			must(err)
			documents = append(documents, added[0].Document.ID)
		}
		for _, who := range people {
			must(st.SignIn(ctx, store.Person{ID: who, Name: who}))
			s, err := st.StartSession(ctx, store.NewSession{Mode: pick(r, []store.Mode{store.ModeOpen, store.ModeBlind}), Selection: "{}"})
			must(err)
			sessions = append(sessions, s.ID)
		}
		for range r.IntN(26) {
			who := r.IntN(3)
			must(st.SignIn(ctx, store.Person{ID: people[who], Name: people[who]}))
			label := pick(r, labels)
			if len(claims) == 0 || r.IntN(2) == 0 {
				start := r.IntN(3)
				made, err := st.AddClaims(ctx, []store.NewClaim{{DocumentID: pick(r, documents), Start: 2 + start, End: 5, LabelID: label}})
				must(err)
				claims = append(claims, made[0].ID)
				continue
			}
			n := store.NewDecision{SessionID: sessions[who], ClaimID: pick(r, claims), Kind: store.DecidedLabel, LabelID: label}
			if label == "" {
				n.Kind, n.Comment = pick(r, []store.DecisionKind{store.DecidedReject, store.DecidedSkip}), "so"
			}
			_, err := st.Decide(ctx, n)
			must(err)
		}
		if r.IntN(2) == 0 {
			must(st.EditPerson(ctx, "cleo", store.PersonEdit{SameAs: &people[0]}))
		}
		if r.IntN(2) == 0 {
			follows, err := Outcomes(ctx, st, nil, nil)
			must(err)
			m, err := load(ctx, st, nil)
			must(err)
			if want := m.outcomes(); !slices.Equal(follows, want) {
				t.Fatalf("it follows %v, want %v", follows, want)
			}
			_, err = st.Settle(ctx, follows, nil)
			must(err)
		}
		m, err := load(ctx, st, nil)
		must(err)
		for range 5 {
			c := Choice{Fresh: r.IntN(2) == 0, Percent: pick(r, []float64{100, 50}), Seed: 7,
				Order: pick(r, []Order{InDocuments, Random, LeastAgreed}),
				Whose: pick(r, []Whose{Everyones, Mine, Others})}
			if r.IntN(2) == 0 {
				c.Labels = []string{store.SupportedID, ""}
			}
			if r.IntN(2) == 0 {
				c.Statuses = []store.Status{store.StatusOpen, store.StatusUnresolved}
			}
			if r.IntN(2) == 0 {
				c.Documents = documents[1:]
			}
			mode, who := pick(r, []store.Mode{store.ModeOpen, store.ModeBlind}), pick(r, people)
			want := m.Queue(c, mode, who)
			n, err := Count(ctx, st, c, mode, who, nil)
			must(err)
			queue, err := Queue(ctx, st, c, mode, who, nil)
			must(err)
			if got := queue.All(); !slices.Equal(got, want) && len(got)+len(want) > 0 || n != len(want) {
				t.Fatalf("%+v, %s, %s: %d counted, the queue is %v, want %v", c, mode, who, n, got, want)
			}
		}
		var found []string
		for _, one := range differing(m.Cases()) {
			found = append(found, one.Heads[0].ID)
		}
		all, err := ReadDiffering(ctx, st, nil)
		must(err)
		if got := all.In("", true).Claims.All(); !slices.Equal(got, found) && len(got)+len(found) > 0 {
			t.Fatalf("people differ on %v, want %v", got, found)
		}
		for _, id := range found {
			one, _, err := ReadCase(ctx, st, id)
			must(err)
			if one.Heads[0].ID != id || one.disagreement() == 0 {
				t.Fatalf("the span of %s is %+v", id, one)
			}
		}
		words, err := Collect(ctx, st, false, nil)
		must(err)
		alpha, err := Alpha(ctx, st, nil)
		must(err)
		figures := words.Overall("").Labels.Overall.Figures
		whole := figures[slices.IndexFunc(figures, func(f agreement.Figure) bool { return f.Measure == agreement.Alpha })]
		if alpha.String() != whole.String() || alpha.N != whole.N || alpha.Alone != whole.Alone {
			t.Fatalf("alpha from tallies is %v (%d, %d), of the words %v (%d, %d)", alpha, alpha.N, alpha.Alone, whole, whole.N, whole.Alone)
		}
	}
}

// rounds is how often a property is tried that is usually tried n times: RAPID_CHECKS per cent of it, as of all properties.
func rounds(n int) uint64 {
	if checks, err := strconv.Atoi(os.Getenv("RAPID_CHECKS")); err == nil {
		n = max(1, n*checks/100)
	}
	return uint64(n)
}

func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

func TestDocumentsToMarkAnew(t *testing.T) {
	d := newDesk(t)
	other := d.add("Another", "zero one two three four five six")
	for _, c := range []struct {
		choice Choice
		want   []string
	}{
		{Choice{}, []string{other, d.document}},
		{Choice{Documents: []string{d.document}, Labels: []string{"S"}}, []string{d.document}},
		{Choice{Documents: []string{}}, []string{}},
	} {
		queue, err := Queue(t.Context(), d.st, c.choice, store.ModeIndependent, "ada", nil)
		n, err1 := Count(t.Context(), d.st, c.choice, store.ModeIndependent, "ada", nil)
		if err != nil || err1 != nil || !slices.Equal(queue.All(), c.want) || n != len(c.want) {
			t.Errorf("%+v: %v, %d counted, want %v", c.choice, queue.All(), n, c.want)
		}
	}
}
