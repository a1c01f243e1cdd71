package store_test

import (
	"path/filepath"
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
