package store_test

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"factmark/store"
	"factmark/store/check"
)

// Damage of the search index is found, said to be no damage of what the user has, and repaired by making it anew.
func TestADamagedSearchIndexIsMadeAnew(t *testing.T) {
	s, err := store.Create(t.Context(), filepath.Join(t.TempDir(), "w.factmark"))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if err := s.EmptySearch(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	id, err := s.BeginSegment(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.KeepSearchBlocks(t.Context(), id, 0, [][]byte{[]byte("no checksum")}); err != nil {
		t.Fatal(err)
	}
	if found, err := check.Run(t.Context(), s, nil); err != nil || len(found) != 0 {
		t.Errorf("of a segment that is not listed %v is found, %v", found, err)
	}
	if err := s.ListSegment(t.Context(), store.SearchSegment{ID: id, End: 5, Blocks: 1, Directory: []byte{}}, nil, nil); err != nil {
		t.Fatal(err)
	}
	found, err := check.Run(t.Context(), s, nil)
	if err != nil || len(found) != 1 || found[0].Kind != check.Index || found[0].Repair == "" {
		t.Fatalf("found %+v, %v", found, err)
	}
	repaired, left, err := check.Repair(t.Context(), s, nil)
	if err != nil || len(repaired) != 1 || len(left) != 0 {
		t.Errorf("repaired %+v, left %+v, %v", repaired, left, err)
	}
	if used, err := s.SearchIsUsed(t.Context()); err != nil || used {
		t.Errorf("the index is there still: %v, %v", used, err)
	}
}

// Another program that has changed the index meanwhile is not overwritten.
func TestASegmentIsListedOnce(t *testing.T) {
	s, err := store.Create(t.Context(), filepath.Join(t.TempDir(), "w.factmark"))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	list := func(first int64) error {
		id, err := s.BeginSegment(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return s.ListSegment(t.Context(), store.SearchSegment{ID: id, First: first, End: first + 10, Directory: []byte{}}, nil, nil)
	}
	if err := list(0); err != nil {
		t.Fatal(err)
	}
	if err := list(0); err == nil {
		t.Error("numbers are given twice")
	}
	if err := list(10); err != nil {
		t.Error(err)
	}
}

// A segment into which texts were listed meanwhile is not merged without them, and none is listed in one that is replaced.
func TestTextsAreListedInASegmentThatIsThere(t *testing.T) {
	s, err := store.Create(t.Context(), filepath.Join(t.TempDir(), "w.factmark"))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	begin := func() store.SearchSegment {
		id, err := s.BeginSegment(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return store.SearchSegment{ID: id, End: 10, Directory: []byte{}}
	}
	first, merged := begin(), begin()
	if err := s.ListSegment(t.Context(), first, nil, nil); err != nil {
		t.Fatal(err)
	}
	before, err := s.SearchIndex(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	text := store.SearchText{First: 3, SHA256: strings.Repeat("a", 64), Sentences: []byte{0, 1}, Lengths: []byte{1}}
	if n, err := s.ListSearchTexts(t.Context(), first.ID, []store.SearchText{text}); err != nil || n != 1 {
		t.Fatalf("listed %d, %v", n, err)
	}
	if err := s.ListSegment(t.Context(), merged, before, before.Segments); !errors.Is(err, store.ErrConflict) {
		t.Errorf("a merge that has not seen a text: %v", err)
	}
	now, err := s.SearchIndex(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for sentence, want := range map[int64]int{-1: -1, 2: -1, 3: 0, 4: -1, 1 << 40: -1} {
		if got := now.TextOf(sentence); got != want {
			t.Errorf("sentence %d is of text %d, want %d", sentence, got, want)
		}
	}
	if err := s.ListSegment(t.Context(), merged, now, now.Segments); err != nil {
		t.Fatal(err)
	}
	if _, err := s.ListSearchTexts(t.Context(), first.ID, []store.SearchText{text}); !errors.Is(err, store.ErrConflict) {
		t.Errorf("a text in a segment that is replaced: %v", err)
	}
}
