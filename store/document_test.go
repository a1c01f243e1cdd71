package store

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"factmark/store/internal/db"
	"factmark/store/internal/doctext"
)

func ptr[T any](v T) *T { return &v }

func TestAddDocuments(t *testing.T) {
	s := create(t)
	s.now = func() time.Time { return time.Date(2025, 5, 6, 7, 8, 9, 123456789, time.FixedZone("x", 3600)) }
	added, err := s.AddDocuments(t.Context(), []NewDocument{
		{Title: "zebra", Publisher: "P", Published: "2025-02?", SourceURL: "https://example.org", FileName: "z.txt", Charset: "windows-1252",
			Text: "Straße 😀\n", Original: []byte("Stra\xdfe\r\n")},
		{Title: "Apple", Text: "one text"},
		{Title: "Apple again", Text: "one text"},
	})
	if err != nil {
		t.Fatal(err)
	}
	d := added[0].Document
	want := Document{ID: doctext.ID("Straße 😀\n"), Title: "zebra", Publisher: "P", Published: "2025-02?", SourceURL: "https://example.org",
		FileName: "z.txt", Charset: "windows-1252", SHA256: doctext.Sum("Straße 😀\n"), OriginalSHA256: doctext.Sum("Stra\xdfe\r\n"), Length: 9,
		AddedAt: time.Date(2025, 5, 6, 6, 8, 9, 123000000, time.UTC)}
	if d != want {
		t.Errorf("got  %+v\nwant %+v", d, want)
	}
	if added[1].Existing || !added[2].Existing || added[2].Document.ID != added[1].Document.ID {
		t.Errorf("the same text twice: %+v", added[1:])
	}
	again, err := s.AddDocuments(t.Context(), []NewDocument{{Title: "other title", Text: "one text"}})
	if err != nil || !again[0].Existing || again[0].Document.Title != "Apple" {
		t.Errorf("the same text later: %+v, %v", again, err)
	}
	all, err := s.Documents(t.Context())
	if err != nil || len(all) != 2 || all[0].Title != "Apple" || all[1] != want {
		t.Errorf("Documents() = %+v, %v; want Apple before zebra", all, err)
	}
	if undo, _, err := s.UndoNames(t.Context()); err != nil || undo != "Import 2 documents" {
		t.Errorf("UndoNames() = %q, %v", undo, err)
	}
}

func TestDocumentIDsAreContentUUIDs(t *testing.T) {
	a, b := doctext.ID("a text"), doctext.ID("a text ")
	if a == b || a != doctext.ID("a text") {
		t.Fatal("ids do not follow the text")
	}
	if a[14] != '8' || !strings.ContainsRune("89ab", rune(a[19])) {
		t.Errorf("%s is no UUID of version 8", a)
	}
	sum := doctext.Sum("a text")
	if got := strings.ReplaceAll(a, "-", ""); got[:12] != sum[:12] || got[20:] != sum[20:32] {
		t.Errorf("%s does not begin as the SHA-256 %s does", a, sum)
	}
}

func TestAddDocumentsRefuses(t *testing.T) {
	s := create(t)
	for _, test := range []struct {
		name string
		doc  NewDocument
		says string
	}{
		{"no text", NewDocument{Title: "T"}, "no text"},
		{"not UTF-8", NewDocument{Title: "T", Text: "a\xffb"}, "not text"},
		{"half a surrogate", NewDocument{Title: "T", Text: "a\xed\xa0\x80"}, "not text"},
		{"CRLF", NewDocument{Title: "T", Text: "a\r\nb"}, "line ends"},
		{"title not UTF-8", NewDocument{Title: "T\xff", Text: "a"}, "title"},
		{"date in words", NewDocument{Title: "T", Text: "a", Published: "May 2025"}, "date"},
		{"month 13", NewDocument{Title: "T", Text: "a", Published: "2025-13"}, "date"},
		{"day 30 of February", NewDocument{Title: "T", Text: "a", Published: "2025-02-30"}, "date"},
		{"two question marks", NewDocument{Title: "T", Text: "a", Published: "2025??"}, "date"},
		{"line end after a date", NewDocument{Title: "T", Text: "a", Published: "2025\n"}, "date"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := s.AddDocuments(t.Context(), []NewDocument{{Title: "good", Text: "a good text"}, test.doc})
			expectError(t, err, db.ErrInvalid, test.says)
			if all, err := s.Documents(t.Context()); err != nil || len(all) != 0 {
				t.Errorf("there are %d documents (%v), want none", len(all), err)
			}
		})
	}
	for _, date := range []string{"", "2025", "2025?", "2025-02", "2025-02?", "2024-02-29", "2024-02-29?"} {
		if err := CheckPublished(date); err != nil {
			t.Errorf("%q: %v", date, err)
		}
	}
}

func TestTextsComeBackAsTheyWere(t *testing.T) {
	s := create(t)
	rapid.Check(t, func(rt *rapid.T) {
		text := texts(200).Draw(rt, "text")
		id := addText(t, s, "T", text)
		s.texts = doctext.Cache{} // read it from the file
		got, err := s.Text(t.Context(), id)
		if err != nil || got != text {
			rt.Fatalf("got %q, %v", got, err)
		}
		if err := s.RemoveDocument(t.Context(), id); err != nil {
			rt.Fatal(err)
		}
	})
}

func TestTextIsVerified(t *testing.T) {
	s := create(t)
	id := addText(t, s, "T", "the true text")
	s.texts = doctext.Cache{}
	if _, err := s.conn.ExecContext(t.Context(), "UPDATE texts SET text = 'the false text'"); err != nil {
		t.Fatal(err)
	}
	_, err := s.Text(t.Context(), id)
	expectError(t, err, db.ErrDamaged, "not the one that was imported")
	_, err = s.AddClaims(t.Context(), []NewClaim{{DocumentID: id, Start: 0, End: 3}})
	expectError(t, err, db.ErrDamaged, "not the one that was imported")
	_, err = s.Text(t.Context(), "no such document")
	expectError(t, err, db.ErrNotFound, "document")
}

func TestEditDocument(t *testing.T) {
	s := create(t)
	id := addText(t, s, "Old", "text")
	if err := s.EditDocument(t.Context(), id, DocumentEdit{Title: ptr("New"), Published: ptr("2024?")}); err != nil {
		t.Fatal(err)
	}
	d, err := s.Document(t.Context(), id)
	if err != nil || d.Title != "New" || d.Published != "2024?" || d.Publisher != "" {
		t.Errorf("Document() = %+v, %v", d, err)
	}
	expectError(t, s.EditDocument(t.Context(), id, DocumentEdit{Published: ptr("soon")}), db.ErrInvalid, "soon")
	expectError(t, s.EditDocument(t.Context(), "nobody", DocumentEdit{}), db.ErrNotFound, "document")
	_, err = s.Document(t.Context(), "nobody")
	expectError(t, err, db.ErrNotFound, "document")
}

// A long change of documents tells how far it is, and one that is cancelled changes none.
func TestChangesOfManyDocumentsCanBeCancelled(t *testing.T) {
	s := create(t)
	var ids []string
	for i := range 5 {
		ids = append(ids, addText(t, s, "T", sentence(i, 0)))
	}
	for name, change := range map[string]func(ctx context.Context, progress func(done, total int)) error{
		"edit": func(ctx context.Context, progress func(done, total int)) error {
			return s.EditDocuments(ctx, ids, DocumentEdit{AddTags: "new"}, progress)
		},
		"remove": func(ctx context.Context, progress func(done, total int)) error {
			return s.RemoveDocuments(ctx, ids, progress)
		},
	} {
		ctx, cancel := context.WithCancel(t.Context())
		err := change(ctx, func(done, total int) {
			if total != len(ids) {
				t.Errorf("%s: %d of %d", name, done, total)
			}
			if done == 3 {
				cancel()
			}
		})
		if !errors.Is(err, context.Canceled) {
			t.Errorf("%s: cancelled, it gives %v", name, err)
		}
		all, err := s.Documents(t.Context())
		if err != nil || len(all) != len(ids) || slices.ContainsFunc(all, func(d Document) bool { return d.Tags != "" }) {
			t.Errorf("%s: cancelled, it leaves %+v, %v", name, all, err)
		}
	}
	told := 0
	if err := s.EditDocuments(t.Context(), ids, DocumentEdit{AddTags: "new"}, func(done, _ int) { told = done }); err != nil || told != len(ids) {
		t.Errorf("told of %d, %v", told, err)
	}
}

func TestCompareTitlesIsTheOrderOfDocuments(t *testing.T) {
	s := create(t)
	for i, title := range []string{"b", "B", "a", "_", "É", "é", "Z", "zz", "A b", "a-b", "[", "10", "9", "b"} {
		addText(t, s, title, sentence(i, 0))
	}
	all, err := s.Documents(t.Context())
	if err != nil || !slices.IsSortedFunc(all, CompareTitles) {
		t.Errorf("Documents() = %+v, %v", all, err)
	}
}

func TestDocumentCounts(t *testing.T) {
	s := create(t)
	id := addText(t, s, "T", "one two three")
	other := addText(t, s, "U", "four")
	if _, err := s.AddClaims(t.Context(), []NewClaim{{DocumentID: id, Start: 0, End: 3, LabelID: SupportedID},
		{DocumentID: id, Start: 4, End: 7}, {DocumentID: id, Start: 0, End: 13}}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []struct {
		id                 string
		claims, unlabelled int
	}{{id, 3, 2}, {other, 0, 0}} {
		if d, err := s.Document(t.Context(), want.id); err != nil || d.Claims != want.claims || d.Unlabelled != want.unlabelled {
			t.Errorf("%s has %d claims, %d of them unlabelled (%v); want %d, %d", d.Title, d.Claims, d.Unlabelled, err, want.claims, want.unlabelled)
		}
	}
}

// Removing a document takes with it its claims, their evidence and decisions,
// and evidence of other claims that lies in it; undo brings all of it back.
func TestRemoveDocumentIsWhole(t *testing.T) {
	s := create(t)
	a, b := addText(t, s, "A", "first document"), addText(t, s, "B", "second document")
	inA := addClaim(t, s, NewClaim{DocumentID: a, Start: 0, End: 5})
	inB := addClaim(t, s, NewClaim{DocumentID: b, Start: 0, End: 6})
	addEvidence(t, s, inA.ID, "supports", b, 0, 6)
	addEvidence(t, s, inB.ID, "refutes", a, 0, 5)
	addEvidence(t, s, inB.ID, "context", b, 0, 6)
	addDecision(t, s, inA.ID, DisputedID)
	before := dump(t, s)
	if err := s.RemoveDocument(t.Context(), a); err != nil {
		t.Fatal(err)
	}
	left := dump(t, s)
	for table, want := range map[string]int{"documents": 1, "claims": 1, "evidence": 1, "decisions": 0} {
		if got := len(left[table]); got != want {
			t.Errorf("%d rows of %s left, want %d", got, table, want)
		}
	}
	expectClean(t, s)
	if _, err := s.Undo(t.Context()); err != nil {
		t.Fatal(err)
	}
	expectSame(t, dump(t, s), before)
	expectClean(t, s)
	expectError(t, s.RemoveDocument(t.Context(), "nobody"), db.ErrNotFound, "document")
}

func TestUndoLeavesTheSamples(t *testing.T) {
	s := create(t)
	var heard []string
	s.Listen(func(c Change) { heard = append(heard, string(c.Kind)+" "+c.Action.Name) })
	if err := s.SignIn(t.Context(), Person{ID: "p", Name: "Ada"}); err != nil {
		t.Fatal(err)
	}
	samples := []NewDocument{{Title: "A", Text: "one two three"}, {Title: "B", Text: "four five"}, {Title: "A again", Text: "one two three"}}
	added, err := s.AddSamples(t.Context(), samples)
	if err != nil || len(added) != 3 || added[0].Existing || added[1].Existing || !added[2].Existing || added[2].Document.Title != "A" {
		t.Fatalf("AddSamples() = %+v, %v", added, err)
	}
	if again, err := s.AddSamples(t.Context(), samples); err != nil || !again[0].Existing || !again[1].Existing {
		t.Errorf("AddSamples() again = %+v, %v", again, err)
	}
	_, err = s.AddSamples(t.Context(), []NewDocument{{Title: "C", Text: "c"}, {Title: "D"}})
	expectError(t, err, db.ErrInvalid, "D has no text")
	if undo, redo, err := s.UndoNames(t.Context()); err != nil || undo != "" || redo != "" {
		t.Errorf("UndoNames() = %q, %q, %v", undo, redo, err)
	}
	_, err = s.Undo(t.Context())
	expectError(t, err, db.ErrNothingToUndo, "nothing")
	if everyone, err := s.People(t.Context()); err != nil || !slices.Equal(everyone, []Person{{ID: "p", Name: "Ada"}}) {
		t.Errorf("People() = %v, %v", everyone, err)
	}

	// What is done with a sample is undone and done again as ever, and a sample more in between is not in the way.
	begun := dump(t, s)
	addClaim(t, s, NewClaim{DocumentID: added[0].Document.ID, Start: 0, End: 3})
	if err := s.RemoveDocument(t.Context(), added[0].Document.ID); err != nil {
		t.Fatal(err)
	}
	done := dump(t, s)
	for range 2 {
		if _, err := s.Undo(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	expectSame(t, dump(t, s), begun)
	if _, err := s.AddSamples(t.Context(), []NewDocument{{Title: "C", Text: "six"}}); err != nil {
		t.Fatal(err)
	}
	_, err = s.Undo(t.Context())
	expectError(t, err, db.ErrNothingToUndo, "nothing")
	for range 2 {
		if _, err := s.Redo(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.RemoveDocument(t.Context(), doctext.ID("six")); err != nil {
		t.Fatal(err)
	}
	expectSame(t, dump(t, s), done)
	expectSame(t, lastImages(t, s), done)
	expectClean(t, s)
	want := []string{"record Sign in", "record Import 2 documents", "do Add claim", "do Remove document", "undo Remove document", "undo Add claim",
		"record Import document", "redo Add claim", "redo Remove document", "do Remove document"}
	if !slices.Equal(heard, want) {
		t.Errorf("heard %q, want %q", heard, want)
	}
}
