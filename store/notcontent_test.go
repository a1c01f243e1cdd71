package store

import (
	"errors"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"factmark/store/internal/db"
)

func TestNotContentIsASetOfPlaces(t *testing.T) {
	const length = 40
	s := create(t)
	id := addText(t, s, "Chrome", "top of page. The text itself stands here")
	empty := dump(t, s)
	rapid.Check(t, func(rt *rapid.T) {
		var want [length]bool
		actions := 0
		for range rapid.IntRange(1, 12).Draw(rt, "marks") {
			start := rapid.IntRange(0, length-1).Draw(rt, "start")
			end := rapid.IntRange(start+1, length).Draw(rt, "end")
			mark := rapid.Bool().Draw(rt, "mark")
			changed := false
			for i := start; i < end; i++ {
				changed = changed || want[i] != mark
				want[i] = mark
			}
			do := s.MarkContent
			if mark {
				do = s.MarkNotContent
			}
			if err := do(t.Context(), id, Passage{start, end}); err != nil {
				rt.Fatal(err)
			}
			if changed {
				actions++
			}
			passages, err := s.NotContent(t.Context(), id)
			if err != nil {
				rt.Fatal(err)
			}
			var got [length]bool
			last := -1
			for _, p := range passages {
				if p.Start <= last {
					rt.Fatalf("passages touch: %v", passages)
				}
				last = p.End
				for i := p.Start; i < p.End; i++ {
					got[i] = true
				}
			}
			if got != want {
				rt.Fatalf("marked %v, want %v", passages, want)
			}
		}
		for range actions {
			if _, err := s.Undo(t.Context()); err != nil {
				rt.Fatal(err)
			}
		}
		if d := unlike(dump(t, s), empty); d != "" {
			rt.Fatal(d)
		}
	})
	expectClean(t, s)
}

func TestNotContentMustLieInTheText(t *testing.T) {
	s := create(t)
	id := addText(t, s, "A", "short")
	for _, p := range []Passage{{-1, 2}, {0, 6}, {3, 3}, {4, 2}} {
		if err := s.MarkNotContent(t.Context(), id, p); !errors.Is(err, db.ErrMismatch) {
			t.Errorf("%v: %v", p, err)
		}
	}
}

func TestNotContentGoesAndComesWithItsDocument(t *testing.T) {
	s := create(t)
	id := addText(t, s, "A", "top of page and more")
	var told []string
	s.Listen(func(c Change) { told = append(told, c.Documents...) })
	if err := s.MarkNotContent(t.Context(), id, Passage{0, 11}); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(told, []string{id}) {
		t.Errorf("listeners heard of %q", told)
	}
	if err := s.RemoveDocument(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Undo(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got, err := s.NotContent(t.Context(), id); err != nil || !slices.Equal(got, []Passage{{0, 11}}) {
		t.Errorf("after undo %v, %v", got, err)
	}
}
