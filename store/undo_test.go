package store_test

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	. "factmark/store"
	"factmark/store/internal/db"
)

func TestUndoAndRedo(t *testing.T) {
	s := create(t)
	var heard []string
	s.Listen(func(c Change) { heard = append(heard, string(c.Kind)+" "+c.Action.Name) })
	id := addText(t, s, "T", "one two three")
	c := addClaim(t, s, NewClaim{DocumentID: id, Start: 0, End: 3, LabelID: SupportedID})
	if err := s.SetLabel(t.Context(), DisputedID, c.ID); err != nil {
		t.Fatal(err)
	}
	names := func(wantUndo, wantRedo string) {
		t.Helper()
		if undo, redo, err := s.UndoNames(t.Context()); err != nil || undo != wantUndo || redo != wantRedo {
			t.Fatalf("UndoNames() = %q, %q, %v; want %q, %q", undo, redo, err, wantUndo, wantRedo)
		}
	}
	names("Label as Disputed", "")
	change, err := s.Undo(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(change.Claims) != 1 || change.Claims[0].Before.LabelID != DisputedID || change.Claims[0].After.LabelID != SupportedID {
		t.Errorf("undone: %+v", change)
	}
	names("Label as Supported", "Label as Disputed")
	if change, err = s.Undo(t.Context()); err != nil || change.Claims[0].After != nil {
		t.Errorf("undone: %+v, %v", change, err)
	}
	if change, err = s.Redo(t.Context()); err != nil || change.Claims[0].After.ID != c.ID {
		t.Errorf("redone: %+v, %v", change, err)
	}
	names("Label as Supported", "Label as Disputed")
	// Something else: what was undone is past redoing, also when the new thing is undone in turn.
	if err := s.EditClaim(t.Context(), c.ID, ClaimEdit{Note: ptr("n")}); err != nil {
		t.Fatal(err)
	}
	names("Edit note", "")
	_, err = s.Redo(t.Context())
	expectError(t, err, db.ErrNothingToRedo, "nothing")
	if _, err := s.Undo(t.Context()); err != nil {
		t.Fatal(err)
	}
	names("Label as Supported", "Edit note")
	if _, err := s.Redo(t.Context()); err != nil {
		t.Fatal(err)
	}
	names("Edit note", "")
	want := []string{"do Import document", "do Label as Supported", "do Label as Disputed", "undo Label as Disputed",
		"undo Label as Supported", "redo Label as Supported", "do Edit note", "undo Edit note", "redo Edit note"}
	if !slices.Equal(heard, want) {
		t.Errorf("heard %q, want %q", heard, want)
	}
}

// Undo must not run over what another program has changed meanwhile.
func TestUndoFindsConflicts(t *testing.T) {
	s := create(t)
	id := addText(t, s, "T", "one two three")
	c := addClaim(t, s, NewClaim{DocumentID: id, Start: 0, End: 3})
	d := addClaim(t, s, NewClaim{DocumentID: id, Start: 4, End: 7})
	if err := s.SetLabel(t.Context(), DisputedID, c.ID, d.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := s.ConnForTest().ExecContext(t.Context(), "UPDATE claims SET note = 'from elsewhere' WHERE id = ?", c.ID); err != nil {
		t.Fatal(err)
	}
	before := dump(t, s)
	_, err := s.Undo(t.Context())
	expectError(t, err, db.ErrConflict, "“Label 2 claims as Disputed” cannot be undone")
	expectSame(t, dump(t, s), before)
	if undo, _, _ := s.UndoNames(t.Context()); undo != "Label 2 claims as Disputed" {
		t.Errorf("then %q is to be undone", undo)
	}

	// And neither must redo.
	s = create(t)
	c = addClaim(t, s, NewClaim{DocumentID: addText(t, s, "T", "one two three"), Start: 0, End: 3})
	if err := s.DeleteClaims(t.Context(), c.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Undo(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := s.ConnForTest().ExecContext(t.Context(), "UPDATE claims SET note = 'from elsewhere'"); err != nil {
		t.Fatal(err)
	}
	_, err = s.Redo(t.Context())
	expectError(t, err, db.ErrConflict, "“Delete claim” cannot be redone: a claim is no longer as it was left")
}

func TestBigChangesAreNotListed(t *testing.T) {
	aloneOnly(t)
	s := create(t)
	id := addText(t, s, "T", strings.Repeat("x ", maxListed))
	var last Change
	stop := s.Listen(func(c Change) { last = c })
	news := make([]NewClaim, maxListed)
	for i := range news {
		news[i] = NewClaim{DocumentID: id, Start: i, End: i + 2}
	}
	if _, err := s.AddClaims(t.Context(), news); err != nil {
		t.Fatal(err)
	}
	if last.Everything || len(last.Claims) != maxListed {
		t.Errorf("%d claims listed, Everything is %v", len(last.Claims), last.Everything)
	}
	if err := s.RemoveDocument(t.Context(), id); err != nil { // one row more
		t.Fatal(err)
	}
	if !last.Everything || last.Claims != nil || last.Documents != nil {
		t.Errorf("%d claims listed, Everything is %v", len(last.Claims), last.Everything)
	}
	stop()
	if _, err := s.Undo(t.Context()); err != nil {
		t.Fatal(err)
	}
	if last.Kind != "do" {
		t.Error("heard of a change after stop")
	}
	if all, err := s.Claims(t.Context(), id); err != nil || len(all) != maxListed {
		t.Errorf("%d claims after undo, %v", len(all), err)
	}
}

// history is a workspace under test with every state it has been in.
type history struct {
	t      *rapid.T
	test   *testing.T
	path   string
	s      *Store
	states []map[string][]string // states[at] is now; those above can be redone
	at     int
	heard  int
}

func (h *history) open(open func() (*Store, error)) {
	s, err := open()
	if err != nil {
		h.t.Fatal(err)
	}
	s.Listen(func(Change) { h.heard++ })
	h.s = s
}

// did looks at the state after an action; one that changed nothing is none.
func (h *history) did(err error) {
	for _, allowed := range []error{db.ErrMismatch, db.ErrInvalid} {
		if errors.Is(err, allowed) {
			expectSame(h.test, dump(h.test, h.s), h.states[h.at])
			return
		}
	}
	if err != nil {
		h.t.Fatal(err)
	}
	if h.heard == 0 {
		return
	}
	h.heard = 0
	h.states = append(h.states[:h.at+1], dump(h.test, h.s))
	h.at++
}

func (h *history) step(by int, travel func() (Change, error), none error) bool {
	possible := h.at+by >= 0 && h.at+by < len(h.states)
	_, err := travel()
	h.heard = 0
	if !possible {
		if !errors.Is(err, none) {
			h.t.Fatalf("got %v, want %v", err, none)
		}
		return false
	}
	if err != nil {
		h.t.Fatal(err)
	}
	h.at += by
	if d := unlike(dump(h.test, h.s), h.states[h.at]); d != "" {
		h.t.Fatal(d)
	}
	return true
}

func (h *history) undo() bool {
	return h.step(-1, func() (Change, error) { return h.s.Undo(h.test.Context()) }, db.ErrNothingToUndo)
}

func (h *history) redo() bool {
	return h.step(+1, func() (Change, error) { return h.s.Redo(h.test.Context()) }, db.ErrNothingToRedo)
}

// some draws one of the ids that a query gives, or "" where it gives none.
func (h *history) some(query string) string {
	var ids []string
	err := h.s.ReadingForTest(h.test.Context()).Each(query, nil, func(scan func(...any) error) error {
		var id string
		err := scan(&id)
		ids = append(ids, id)
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
	if len(ids) == 0 {
		return ""
	}
	return rapid.SampledFrom(ids).Draw(h.t, "id")
}

func (h *history) document() string { return h.some("SELECT id FROM documents ORDER BY title, sha256") }
func (h *history) claim() string    { return h.some("SELECT id FROM claims ORDER BY id") }
func (h *history) label() string {
	return h.some("SELECT id FROM labels UNION ALL SELECT '' ORDER BY id")
}

// span draws a span of a document, of mostly a few code points.
func (h *history) span(documentID string) (start, end int) {
	d, err := h.s.Document(h.test.Context(), documentID)
	if err != nil {
		h.t.Fatal(err)
	}
	start = rapid.IntRange(0, d.Length-1).Draw(h.t, "start")
	return start, min(d.Length, start+rapid.IntRange(1, 12).Draw(h.t, "length"))
}

func (h *history) actions() map[string]func(*rapid.T) {
	ctx := h.test.Context()
	needs := func(id string) string {
		if id == "" {
			h.t.Skip()
		}
		return id
	}
	note := rapid.SampledFrom([]string{"", "note", "a “note”\n<b>&", "שלום", "\u2028"})
	// Each action sets h.t first: rapid hands every one its own.
	on := func(f func()) func(*rapid.T) {
		return func(t *rapid.T) { h.t = t; f() }
	}
	return map[string]func(*rapid.T){
		"": func(t *rapid.T) {},
		"add documents": on(func() {
			var news []NewDocument
			for i := range rapid.IntRange(1, 3).Draw(h.t, "count") {
				news = append(news, NewDocument{Title: fmt.Sprint("D", i), Text: texts(8).Draw(h.t, "text"), Original: []byte("x")})
			}
			_, err := h.s.AddDocuments(ctx, news)
			h.did(err)
		}),
		"edit document": on(func() {
			h.did(h.s.EditDocument(ctx, needs(h.document()), DocumentEdit{Title: ptr(note.Draw(h.t, "title")), Published: ptr("2025?")}))
		}),
		"replace text": on(func() {
			id := needs(h.document())
			placed, err := h.s.Placed(ctx, id)
			if err != nil {
				h.t.Fatal(err)
			}
			text := texts(8).Draw(h.t, "text")
			length := max(1, len([]rune(text)))
			var moves []Move
			for _, p := range placed {
				m := Move{ID: p.ID}
				if rapid.Bool().Draw(h.t, "found") {
					m.Start = rapid.IntRange(0, length-1).Draw(h.t, "start")
					m.End = min(length, m.Start+rapid.IntRange(1, 12).Draw(h.t, "length"))
				}
				moves = append(moves, m)
			}
			_, err = h.s.ReplaceText(ctx, id, NewDocument{Text: text}, moves)
			h.did(err)
		}),
		"place claim": on(func() {
			c, err := h.s.Claim(ctx, needs(h.claim()))
			if err != nil {
				h.t.Fatal(err)
			}
			start, end := h.span(c.DocumentID)
			h.did(h.s.PlaceClaim(ctx, c.ID, start, end))
		}),
		"remove document": on(func() { h.did(h.s.RemoveDocument(ctx, needs(h.document()))) }),
		"add claims": on(func() {
			var news []NewClaim
			for range rapid.IntRange(1, 4).Draw(h.t, "count") {
				n := NewClaim{DocumentID: needs(h.document()), LabelID: h.label(), Note: note.Draw(h.t, "note")}
				n.Start, n.End = h.span(n.DocumentID)
				news = append(news, n)
			}
			_, err := h.s.AddClaims(ctx, news)
			h.did(err)
		}),
		"set label": on(func() { h.did(h.s.SetLabel(ctx, h.label(), needs(h.claim()), needs(h.claim()))) }),
		"edit claim": on(func() {
			c, err := h.s.Claim(ctx, needs(h.claim()))
			if err != nil {
				h.t.Fatal(err)
			}
			e := ClaimEdit{Note: ptr(note.Draw(h.t, "note")), Statement: ptr(note.Draw(h.t, "statement"))}
			if rapid.Bool().Draw(h.t, "move") {
				start, end := h.span(c.DocumentID)
				e.Start, e.End = &start, &end
			}
			if rapid.Bool().Draw(h.t, "confidence") {
				f := rapid.Float64Range(0, 1).Draw(h.t, "value")
				e.Confidence = ptr(&f)
			}
			h.did(h.s.EditClaim(ctx, c.ID, e))
		}),
		"delete claim": on(func() { h.did(h.s.DeleteClaims(ctx, needs(h.claim()))) }),
		"add label": on(func() {
			_, err := h.s.AddLabel(ctx, Label{Name: rapid.SampledFrom([]string{"One", "Two", "Three"}).Draw(h.t, "name"), Meaning: "unclear"})
			h.did(err)
		}),
		"edit label": on(func() {
			all, err := h.s.Labels(ctx)
			if err != nil {
				h.t.Fatal(err)
			}
			l := rapid.SampledFrom(all).Draw(h.t, "label")
			l.Key = rapid.SampledFrom([]string{"", "x", "y"}).Draw(h.t, "key")
			h.did(h.s.EditLabel(ctx, l))
		}),
		"add evidence": on(func() {
			claim, document := needs(h.claim()), h.document()
			start, end := h.span(document)
			addEvidence(h.test, h.s, claim, rapid.SampledFrom([]Stance{StanceSupports, StanceRefutes, StanceContext}).Draw(h.t, "stance"), document, start, end)
			h.did(nil)
		}),
		"edit evidence": on(func() {
			id := h.some("SELECT id FROM evidence ORDER BY id")
			if id == "" {
				return
			}
			e := EvidenceEdit{Note: ptr(note.Draw(h.t, "note")), Set: ptr(rapid.IntRange(1, 2).Draw(h.t, "set"))}
			if rapid.Bool().Draw(h.t, "another stance") {
				e.Stance = ptr(rapid.SampledFrom([]Stance{StanceSupports, StanceRefutes, StanceContext}).Draw(h.t, "stance"))
			}
			if in := h.some("SELECT document_id FROM evidence WHERE id = '" + id + "' AND document_id IS NOT NULL"); in == "" {
				e.Published = ptr(rapid.SampledFrom([]string{"", "2024", "2025-02?"}).Draw(h.t, "published"))
			} else if rapid.Bool().Draw(h.t, "move") {
				start, end := h.span(in)
				e.Start, e.End = &start, &end
			}
			h.did(h.s.EditEvidence(ctx, id, e))
		}),
		"add source": on(func() {
			if id := h.claim(); id != "" {
				_, err := h.s.AddEvidence(ctx, NewEvidence{ClaimID: id, Stance: StanceRefutes, URL: note.Draw(h.t, "url"), ArchiveURL: note.Draw(h.t, "archive")})
				h.did(err)
			}
		}),
		"remove evidence": on(func() {
			if id := h.some("SELECT id FROM evidence ORDER BY id"); id != "" {
				h.did(h.s.RemoveEvidence(ctx, id))
			}
		}),
		"link": on(func() {
			if id := h.claim(); id != "" {
				h.did(h.s.LinkClaims(ctx, id, h.claim()))
			}
		}),
		"unlink": on(func() {
			if id := h.claim(); id != "" {
				h.did(h.s.UnlinkClaim(ctx, id))
			}
		}),
		"set first appearance": on(func() {
			if id := h.claim(); id != "" {
				h.did(h.s.SetFirstAppearance(ctx, id))
			}
		}),
		"refuse passage": on(func() {
			if claim, document := h.claim(), h.document(); claim != "" && document != "" {
				start, end := h.span(document)
				h.did(h.s.RefusePassage(ctx, claim, document, start, end))
			}
		}),
		"take back refusal": on(func() {
			if id := h.some("SELECT id FROM refused_passages ORDER BY id"); id != "" {
				h.did(h.s.TakeBackRefusal(ctx, id))
			}
		}),
		"suggest": on(func() {
			id := h.document()
			if id == "" {
				return
			}
			d, err := h.s.Document(ctx, id)
			if err != nil {
				h.t.Fatal(err)
			}
			start, end := h.span(d.ID)
			_, err = h.s.ImportClaims(ctx, []ImportedClaim{{Line: 2, DocumentSHA256: d.SHA256, Start: start, End: end, Label: rapid.SampledFrom([]string{"Supported", "Mixed", ""}).Draw(h.t, "label"),
				Statement: note.Draw(h.t, "statement"), Model: rapid.SampledFrom([]string{"m1", "m2"}).Draw(h.t, "model")}}, ImportOptions{SkipBadRows: true})
			h.did(err)
		}),
		"accept suggestion": on(func() {
			if id := h.some("SELECT g.id FROM suggestions g JOIN documents d ON d.id = g.document_id WHERE g.state = 'open' ORDER BY g.id"); id != "" {
				_, err := h.s.AcceptSuggestion(ctx, id, "")
				h.did(err)
			}
		}),
		"refuse suggestion": on(func() {
			if id := h.some("SELECT id FROM suggestions WHERE state <> 'accepted' ORDER BY id"); id != "" {
				h.did(h.s.RefuseSuggestions(ctx, id))
			}
		}),
		"restore claim": on(func() {
			id := needs(h.some("SELECT DISTINCT entity_id FROM events WHERE entity = 'claims' ORDER BY entity_id"))
			seqs := wholeHistory(h.test, h.s, HistoryFilter{ClaimID: id, Entity: "claims"}, 5)
			e := rapid.SampledFrom(seqs).Draw(h.t, "entry")
			r := e.Rows[rapid.IntRange(0, len(e.Rows)-1).Draw(h.t, "row")]
			before := dump(h.test, h.s)
			err := h.s.RestoreClaim(ctx, id, r.Seq)
			if errors.Is(err, db.ErrNotFound) || r.Restorable && errors.Is(err, db.ErrInvalid) { // its document or label is gone, or its place was in a text since replaced
				expectSame(h.test, dump(h.test, h.s), before)
				return
			}
			if restorable := err == nil; restorable != r.Restorable {
				h.t.Fatalf("%+v is restored with %v", r, err)
			}
			h.did(err)
		}),
		"decide": on(func() { addDecision(h.test, h.s, needs(h.claim()), DisputedID); h.did(nil) }),
		"import claims": on(func() {
			d, err := h.s.Document(ctx, needs(h.document()))
			if err != nil {
				h.t.Fatal(err)
			}
			start, end := h.span(d.ID)
			_, err = h.s.ImportClaims(ctx, []ImportedClaim{{Line: 2, DocumentSHA256: d.SHA256, Start: start, End: end,
				Label: rapid.SampledFrom([]string{"Supported", "Mixed", ""}).Draw(h.t, "label"), Annotator: note.Draw(h.t, "annotator")}}, ImportOptions{})
			h.did(err)
		}),
		"sign in": on(func() {
			if err := h.s.SignIn(ctx, Person{Name: note.Draw(h.t, "name")}); err != nil {
				h.t.Fatal(err)
			}
			h.heard = 0
		}),
		"undo":  on(func() { h.undo() }),
		"undo2": on(func() { h.undo(); h.undo() }),
		"redo":  on(func() { h.redo() }),
		"restart": on(func() {
			if err := h.s.Close(); err != nil {
				h.t.Fatal(err)
			}
			h.open(func() (*Store, error) { return openUnsynced(ctx, h.path) })
		}),
	}
}

// Random work in any document, with undo, redo and restarts in between: undo
// goes back through the very states that were, to the first; redo goes
// forward through them to the last; and the events alone make the same rows.
func TestHistories(t *testing.T) {
	aloneOnly(t)
	n := 0
	folder := t.TempDir()
	rapid.Check(t, func(rt *rapid.T) {
		n++
		h := &history{t: rt, test: t, path: filepath.Join(folder, fmt.Sprintf("%d.factmark", n))}
		h.open(func() (*Store, error) { return createAt(t.Context(), h.path) })
		defer func() {
			if err := h.s.Close(); err != nil {
				rt.Error(err)
			}
		}()
		h.states = []map[string][]string{dump(t, h.s)}
		_, err := h.s.AddDocuments(t.Context(), []NewDocument{{Title: "A", Text: strings.Join(pieces, "")}, {Title: "B", Text: "One line.\nAnother."}})
		h.did(err)
		rt.Repeat(h.actions())
		h.t = rt
		for h.redo() {
		}
		for h.undo() {
		}
		for h.redo() {
		}
		if d := unlike(replayed(t, h.s), h.states[h.at]); d != "" {
			rt.Fatal("from the events alone: ", d)
		}
		if findings, err := unsound(t, h.s); err != nil || len(findings) != 0 {
			rt.Fatal(findings, err)
		}
		expectPagesFit(t, rt, h.s)
	})
}

// replayed gives the state of a new workspace after all events of s.
func replayed(t testing.TB, s *Store) map[string][]string {
	t.Helper()
	ctx := t.Context()
	empty, err := Create(ctx, filepath.Join(t.TempDir(), "replayed.factmark"))
	if err != nil {
		t.Fatal(err)
	}
	defer empty.Close()
	_, err = empty.Write(ctx, ChangeDo, "Replay", func(w *db.Transaction) error {
		err := s.ReadingForTest(ctx).Each("SELECT sha256, text FROM texts", nil, func(scan func(...any) error) error {
			var sum, text string
			if err := scan(&sum, &text); err != nil {
				return err
			}
			return w.Exec("INSERT INTO texts VALUES (?, ?)", sum, text)
		})
		if err != nil {
			return err
		}
		return s.ReadingForTest(ctx).Each("SELECT entity, before, after FROM events ORDER BY seq", nil, func(scan func(...any) error) error {
			var entity string
			var beforeImage, afterImage *string
			if err := scan(&entity, &beforeImage, &afterImage); err != nil {
				return err
			}
			before, err := db.Evented[entity].Decode(beforeImage)
			if err != nil {
				return err
			}
			after, err := db.Evented[entity].Decode(afterImage)
			if err != nil {
				return err
			}
			return w.Save(db.Evented[entity], before, after)
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return dump(t, empty)
}

// The columns of a table in Go are those of the schema, in order.
func TestRowsFollowTheSchema(t *testing.T) {
	s := create(t)
	for name, table := range db.Evented {
		var columns []string
		var real []bool
		err := s.ReadingForTest(t.Context()).Each("SELECT name, type FROM pragma_table_info(?)", []any{name}, func(scan func(...any) error) error {
			var column, kind string
			err := scan(&column, &kind)
			columns, real = append(columns, column), append(real, kind == "REAL")
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(columns, table.Columns) || !slices.Equal(real, table.Real) {
			t.Errorf("%s has %v in the schema and %v in rows", name, columns, table.Columns)
		}
	}
}

// Who came with an import that was undone comes back with a claim of theirs.
func TestAPersonComesBackWithTheirClaim(t *testing.T) {
	s := create(t)
	d, err := s.Document(t.Context(), addText(t, s, "T", "one two three"))
	do(t, err)
	before := withPeople(t, s)
	imported, err := s.ImportClaims(t.Context(), []ImportedClaim{{Line: 2, DocumentSHA256: d.SHA256, Start: 0, End: 3, Annotator: "Ada", Reviewer: "Bob", Status: string(StatusRejected)}}, ImportOptions{})
	do(t, err)
	undo(t, s)
	expectSame(t, withPeople(t, s), before)
	e := wholeHistory(t, s, HistoryFilter{Entity: "claims"}, 5)[0]
	c := e.Rows[0]
	do(t, s.RestoreClaim(t.Context(), c.ID, c.Seq))
	if got := claimIn(t, s, c.ID); got.Person != "Ada" || got.ReviewerID == "" {
		t.Errorf("restored %+v of %+v", got, imported)
	}
	expectClean(t, s)
}
