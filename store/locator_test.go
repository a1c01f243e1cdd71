package store

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// The view says of a claim what Locate says of its span.
func TestTheViewLocatesAsLocateDoes(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := create(t)
		const length = 40
		var all []Locator
		for at := 0; at < length; {
			start := at + rapid.IntRange(0, 3).Draw(rt, "gap")
			end := start + rapid.IntRange(1, 8).Draw(rt, "length")
			if end > length {
				break
			}
			all = append(all, Locator{rapid.SampledFrom(locatorKinds).Draw(rt, "kind"), start, end, rapid.StringMatching(`[a-z0-9 –']{1,3}`).Draw(rt, "label")})
			at = end
		}
		added, err := s.AddDocuments(t.Context(), []NewDocument{{Title: "T", Text: strings.Repeat("x", length), Locators: all}})
		if err != nil {
			rt.Fatal(err)
		}
		if got, err := s.Locators(t.Context(), added[0].Document.SHA256); err != nil || !reflect.DeepEqual(got, all) {
			rt.Fatalf("kept %v, %v, want %v", got, err, all)
		}
		for range 5 {
			start := rapid.IntRange(0, length-1).Draw(rt, "start")
			end := rapid.IntRange(start+1, length).Draw(rt, "end")
			c := addClaim(t, s, NewClaim{DocumentID: added[0].Document.ID, Start: start, End: end})
			want := Locate(all, start, end)
			if got := viewRows(t, s, "WHERE claim_id = ?", c.ID)[0][31]; got != want {
				rt.Fatalf("%d to %d of %v: the view says %q, Locate %q", start, end, all, got, want)
			}
		}
	})
}

func TestLocate(t *testing.T) {
	all := []Locator{{LocatorPage, 0, 10, "i"}, {LocatorPage, 12, 20, "ii"}, {LocatorPage, 20, 30, "1"}}
	for _, c := range []struct {
		start, end int
		want       string
	}{
		{0, 3, "page i"}, {9, 12, "page i"}, {10, 12, ""}, {11, 13, "page ii"}, {5, 25, "page i–1"}, {29, 40, "page 1"}, {30, 40, ""},
	} {
		if got := Locate(all, c.start, c.end); got != c.want {
			t.Errorf("%d to %d: %q, want %q", c.start, c.end, got, c.want)
		}
	}
}

func TestLocatorsThatAreNone(t *testing.T) {
	s := create(t)
	for name, all := range map[string][]Locator{
		"beyond the text": {{LocatorPage, 0, 5, "1"}},
		"empty":           {{LocatorPage, 2, 2, "1"}},
		"overlapping":     {{LocatorPage, 0, 3, "1"}, {LocatorPage, 2, 4, "2"}},
		"without a label": {{LocatorPage, 0, 3, ""}},
		"not text":        {{LocatorPage, 0, 3, "a\x00"}},
		"unknown kind":    {{"verse", 0, 3, "a"}},
	} {
		_, err := s.AddDocuments(t.Context(), []NewDocument{{Title: "T", Text: "four", Locators: all}})
		if !errors.Is(err, ErrInvalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if docs, err := s.Documents(t.Context()); err != nil || len(docs) > 0 {
		t.Errorf("%d documents, %v", len(docs), err)
	}
}

func TestStatusOfADocument(t *testing.T) {
	s := create(t)
	id := addText(t, s, "T", "one two three")
	expect := func(want DocumentStatus) {
		t.Helper()
		if d, err := s.Document(t.Context(), id); err != nil || d.Status() != want {
			t.Errorf("%q, %v, want %q", d.Status(), err, want)
		}
	}
	expect(DocumentNew)
	c := addClaim(t, s, NewClaim{DocumentID: id, Start: 0, End: 3})
	expect(DocumentInProgress)
	if err := s.SetLabel(t.Context(), SupportedID, c.ID); err != nil {
		t.Fatal(err)
	}
	expect(DocumentDone)
	if err := s.EditDocument(t.Context(), id, DocumentEdit{Stated: ptr(DocumentInProgress)}); err != nil {
		t.Fatal(err)
	}
	expect(DocumentInProgress)
	if err := s.EditDocument(t.Context(), id, DocumentEdit{Stated: ptr(DocumentStatus("later"))}); !errors.Is(err, ErrInvalid) {
		t.Errorf("an unknown status: %v", err)
	}
}

func TestTags(t *testing.T) {
	s := create(t)
	a, b := addText(t, s, "A", "one"), addText(t, s, "B", "two")
	edit := func(e DocumentEdit) error { return s.EditDocuments(t.Context(), []string{a, b}, e, nil) }
	expect := func(id, want string) {
		t.Helper()
		if d, err := s.Document(t.Context(), id); err != nil || d.Tags != want {
			t.Errorf("%q, %v, want %q", d.Tags, err, want)
		}
	}
	if err := s.EditDocument(t.Context(), b, DocumentEdit{Tags: ptr("EU, leak")}); err != nil {
		t.Fatal(err)
	}
	if err := edit(DocumentEdit{AddTags: "energy, eu"}); err != nil {
		t.Fatal(err)
	}
	expect(a, "energy, eu")
	expect(b, "EU, leak, energy")
	if err := edit(DocumentEdit{RemoveTags: "ENERGY"}); err != nil {
		t.Fatal(err)
	}
	expect(b, "EU, leak")
	for _, wrong := range []string{"a,b", "a, ", " a", "a\nb", "a, A"} {
		if err := edit(DocumentEdit{Tags: &wrong}); !errors.Is(err, ErrInvalid) {
			t.Errorf("%q: %v", wrong, err)
		}
	}
	if _, err := s.Undo(t.Context()); err != nil {
		t.Fatal(err)
	}
	expect(a, "energy, eu")
	expect(b, "EU, leak, energy")
	if got := SplitTags(" a ,, A,b "); !reflect.DeepEqual(got, []string{"a", "b"}) {
		t.Errorf("SplitTags gives %q", got)
	}
}

func TestSeveralDocumentsGoInOneAction(t *testing.T) {
	s := create(t)
	a, b := addText(t, s, "A", "one"), addText(t, s, "B", "two")
	if err := s.RemoveDocuments(t.Context(), []string{a, b}, nil); err != nil {
		t.Fatal(err)
	}
	if docs, err := s.Documents(t.Context()); err != nil || len(docs) != 0 {
		t.Errorf("%d documents, %v", len(docs), err)
	}
	if _, err := s.Undo(t.Context()); err != nil {
		t.Fatal(err)
	}
	if docs, err := s.Documents(t.Context()); err != nil || len(docs) != 2 {
		t.Errorf("%d documents after undo, %v", len(docs), err)
	}
}

func TestSketchesAreKept(t *testing.T) {
	s := create(t)
	addText(t, s, "A", "one")
	addText(t, s, "B", "two")
	all, err := s.Sketches(t.Context(), 1)
	if err != nil || len(all) != 2 || all[0].Bytes != nil || all[1].Title != "B" {
		t.Fatalf("%+v, %v", all, err)
	}
	all[1].Bytes = []byte("sketch")
	if err := s.KeepSketches(t.Context(), 1, all[1:]); err != nil {
		t.Fatal(err)
	}
	for version, want := range map[int]string{1: "sketch", 2: ""} {
		if all, err = s.Sketches(t.Context(), version); err != nil || all[0].Bytes != nil || string(all[1].Bytes) != want {
			t.Errorf("version %d: %+v, %v", version, all, err)
		}
	}
}
