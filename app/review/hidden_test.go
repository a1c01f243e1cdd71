package review

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"factmark/store"
)

func held(id, person string, mode store.Mode, ended bool, queue ...string) store.ReviewSession {
	s := store.ReviewSession{ID: id, PersonID: person, Mode: mode, Selection: Choice{Queue: queue}.String()}
	if ended {
		s.EndedAt = time.Unix(1, 0)
	}
	return s
}

// hides is Hides of what stands in the material, with the queues in the sessions themselves.
func (m *Material) hides(sessions []store.ReviewSession, personID string) (Hidden, error) {
	h := hiding{
		Material: *m,
		queue: func(s store.ReviewSession) (*store.Queue, error) {
			c, err := ReadChoice(s)
			return store.NewQueue(c.Queue...), err
		},
		present: func() (map[string]string, error) { return nil, nil },
		each: func(f func(store.ClaimHead) error) error {
			heads := slices.Clone(m.Heads)
			slices.SortStableFunc(heads, func(a, b store.ClaimHead) int { return strings.Compare(a.DocumentID, b.DocumentID) })
			for _, h := range heads {
				if err := f(h); err != nil {
					return err
				}
			}
			return nil
		},
	}
	return h.hides(sessions, personID)
}

// judged are the ids of the claims that are hidden, in order.
func judged(hidden Hidden, heads []store.ClaimHead) string {
	var ids []string
	for _, h := range heads {
		if hidden.Judged(h.ID) {
			ids = append(ids, h.ID)
		}
	}
	return strings.Join(ids, " ")
}

func TestWhatBlindSessionsHide(t *testing.T) {
	heads := []store.ClaimHead{
		head("1", "d", 0, 5, "S", "ada"), head("2", "d", 0, 5, "S", "bob"), head("3", "d", 3, 9, "D", "ada"), head("4", "d", 5, 9, "D", "ada"),
		head("5", "d", 20, 30, "S", "me"), head("6", "d", 22, 24, "S", "ada"), head("7", "d", 29, 40, "S", "me"), head("8", "e", 0, 5, "S", "ada"),
		head("9", "d", 0, 50, "S", "ada"),
	}
	for _, c := range []struct {
		name     string
		sessions []store.ReviewSession
		judged   string
		docs     string
	}{
		{"none", nil, "", ""},
		{"an open one", []store.ReviewSession{held("s", "me", store.ModeOpen, false, "1")}, "", ""},
		{"one that has ended", []store.ReviewSession{held("s", "me", store.ModeBlind, true, "1")}, "", ""},
		{"somebody else's", []store.ReviewSession{held("s", "bob", store.ModeBlind, false, "1")}, "", ""},
		{"under another name", []store.ReviewSession{held("s", "me too", store.ModeBlind, false, "8")}, "8", ""},
		{"the same words and parts of them, but not what touches", []store.ReviewSession{held("s", "me", store.ModeBlind, false, "1")}, "1 2 3 9", ""},
		{"one's own label, not what one marked beside it", []store.ReviewSession{held("s", "me", store.ModeBlind, false, "5")}, "5 6 9", ""},
		{"two at once", []store.ReviewSession{held("s", "me", store.ModeBlind, false, "8"), held("t", "me", store.ModeIndependent, false, "e")}, "8", "e"},
		{"what is gone", []store.ReviewSession{held("s", "me", store.ModeBlind, false, "gone")}, "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			hidden, err := (&Material{Heads: heads, same: map[string]string{"me too": "me"}}).hides(c.sessions, "me")
			if err != nil {
				t.Fatal(err)
			}
			if got := judged(hidden, heads); got != c.judged {
				t.Errorf("hides the claims %q, want %q", got, c.judged)
			}
			if got := strings.Join(slices.Sorted(maps.Keys(hidden.Documents)), " "); got != c.docs {
				t.Errorf("hides others' claims in %q, want %q", got, c.docs)
			}
			if hidden.Any() != (c.judged+c.docs != "") {
				t.Error("Any tells something else")
			}
		})
	}
	if _, err := (&Material{}).hides([]store.ReviewSession{{PersonID: "me", Mode: store.ModeBlind, Selection: "no"}}, "me"); err == nil {
		t.Error("a queue that cannot be read hides nothing")
	}
}

// Whatever overlaps with a queued claim is hidden, found here the slow way.
func TestHidingFindsEveryOverlap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var heads []store.ClaimHead
		var queue []string
		for i := range rapid.IntRange(0, 20).Draw(t, "claims") {
			start := rapid.IntRange(0, 30).Draw(t, "start")
			h := head(fmt.Sprint(i), "d", start, start+rapid.IntRange(1, 12).Draw(t, "length"), "S", rapid.SampledFrom([]string{"me", "ada"}).Draw(t, "who"))
			if heads = append(heads, h); rapid.Bool().Draw(t, "queued") {
				queue = append(queue, h.ID)
			}
		}
		slices.SortStableFunc(heads, func(a, b store.ClaimHead) int { return a.Start - b.Start })
		hidden, err := (&Material{Heads: heads}).hides([]store.ReviewSession{held("s", "me", store.ModeBlind, false, queue...)}, "me")
		if err != nil {
			t.Fatal(err)
		}
		for _, h := range heads {
			want := slices.Contains(queue, h.ID)
			for _, q := range heads {
				want = want || h.PersonID != "me" && slices.Contains(queue, q.ID) && q.Start < h.End && h.Start < q.End
			}
			if hidden.Judged(h.ID) != want {
				t.Fatalf("claim %s [%d, %d) hidden: %v", h.ID, h.Start, h.End, hidden.Judged(h.ID))
			}
		}
	})
}
