package evidence

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"factmark/store"
)

func indexOf(t testing.TB, s *store.Store) *store.SearchIndex {
	t.Helper()
	index, err := s.SearchIndex(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return index
}

func bringUpToDate(t testing.TB, s *store.Store) {
	t.Helper()
	if err := Update(t.Context(), s, nil); err != nil {
		t.Fatal(err)
	}
}

// Many small segments become few, and everything in them is found as in one that was made at once.
func TestSegmentsAreMerged(t *testing.T) {
	s := newWorkspace(t)
	var texts []string
	for i := range 30 {
		text := fmt.Sprintf("Text %d\nThe harbour of city%d has %d cranes. %s", i, i, i+1, strings.Repeat("Nothing happened there at all. ", i%4))
		texts = append(texts, text)
		addTexts(t, s, text)
		bringUpToDate(t, s)
	}
	if n := len(indexOf(t, s).Segments); n >= 2*fanOut {
		t.Errorf("there are %d segments", n)
	}
	whole := newWorkspace(t)
	addTexts(t, whole, texts...)
	for _, ask := range []string{"the harbour of city7 has 8 cranes", "nothing happened", "city29"} {
		a, b := find20(t, s, Query{Text: ask}), find20(t, whole, Query{Text: ask})
		if !slices.Equal(quotes(a), quotes(b)) {
			t.Errorf("for %q %q is found, and %q where all was indexed at once", ask, quotes(a), quotes(b))
		}
	}
}

// An update that is interrupted is taken up by the next one, and leaves nothing behind.
func TestAnUpdateIsInterrupted(t *testing.T) {
	s := newWorkspace(t)
	addTexts(t, s, bridge...)
	ctx, cancel := context.WithCancel(t.Context())
	if err := Update(ctx, s, func(done, _ int) {
		if done == 2 {
			cancel()
		}
	}); !errors.Is(err, context.Canceled) {
		t.Fatalf("an update that was cancelled gives %v", err)
	}
	if found := find20(t, s, Query{Text: "the council denies"}); len(found) == 0 {
		t.Error("nothing is found after an interrupted update")
	}
}

// With the next clean-up the words of a removed document are nowhere in the index, nor in the bytes of the file.
func TestWordsOfARemovedDocumentLeaveTheFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "w.factmark")
	s, err := store.Create(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	ids := addTexts(t, s, append(slices.Clone(bridge), "Secret\nThe source is xylophonist Quibberly.")...)
	bringUpToDate(t, s)
	has := func() bool {
		index := indexOf(t, s)
		for _, g := range index.Segments {
			for n := range g.Blocks {
				block, err := s.SearchBlock(t.Context(), g.ID, n)
				if err != nil {
					t.Fatal(err)
				}
				if bytes.Contains(block, []byte("xylophonist")) || bytes.Contains(block, []byte("quibberli")) {
					return true
				}
			}
		}
		return false
	}
	if !has() {
		t.Fatal("the words were never in the index")
	}
	if err := s.RemoveDocument(t.Context(), ids[3]); err != nil {
		t.Fatal(err)
	}
	if found := find20(t, s, Query{Text: "xylophonist"}); len(found) > 0 {
		t.Errorf("of a removed document %q is found", quotes(found))
	}
	if err := Compact(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	if has() {
		t.Error("the words are still in the index")
	}
	if len(find20(t, s, Query{Text: "the council denies"})) == 0 {
		t.Error("the other documents are not found any more")
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(content, []byte("quibberli")) { // the text itself stays, so that Undo brings it back, and has no such word
		t.Error("a word of the index is in the file")
	}
}

// A workspace that cannot be written is searched all the same, with an index in memory, and is left as it is.
func TestFindInAReadOnlyWorkspace(t *testing.T) {
	path := filepath.Join(t.TempDir(), "w.factmark")
	s, err := store.Create(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	addTexts(t, s, bridge...)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, 0o400); err != nil {
		t.Fatal(err)
	}
	s, err = store.OpenToRead(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	if s.ReadOnly() == nil {
		t.Fatal("the workspace can be written")
	}
	if found := find20(t, s, Query{Text: "the council denies"}); len(found) == 0 {
		t.Error("nothing is found")
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if after, err := os.ReadFile(path); err != nil || !bytes.Equal(before, after) {
		t.Errorf("the file has changed, %v", err)
	}
}

// An index that was made by another version of the rules, or is damaged, is made anew by the next search.
func TestTheIndexIsMadeAnew(t *testing.T) {
	s := newWorkspace(t)
	addTexts(t, s, bridge...)
	bringUpToDate(t, s)
	if err := s.EmptySearch(t.Context(), normaliserVersion+1); err != nil {
		t.Fatal(err)
	}
	if found := find20(t, s, Query{Text: "the council denies"}); len(found) == 0 {
		t.Error("nothing is found")
	}
}
