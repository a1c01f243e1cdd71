package store

import (
	"compress/gzip"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"factmark/store/internal/db"
	"factmark/store/internal/doctext"
)

const (
	olderText = "One two three. 😀 Four five six. Seven eight nine."
	newerText = "Zero. One two three. 😀 Four 5 six. Ten."
)

// place gives the code points of a part of a text.
func place(t testing.TB, text, part string) (start, end int) {
	t.Helper()
	i := strings.Index(text, part)
	if i < 0 {
		t.Fatalf("%q is not in the text", part)
	}
	start = len([]rune(text[:i]))
	return start, start + len([]rune(part))
}

func moveTo(t testing.TB, id, text, part string) Move {
	start, end := place(t, text, part)
	return Move{id, start, end}
}

// aged is a document with claims that stays, changes and goes, evidence and a passage.
type aged struct {
	*Store
	id                     string
	stays, changes, goes   Claim
	evidence, lostEvidence string
}

func newAged(t *testing.T) *aged {
	a := &aged{Store: create(t)}
	added, err := a.AddDocuments(t.Context(), []NewDocument{{Title: "T", Publisher: "P", FileName: "t.txt", Text: olderText, Original: []byte("orig")}})
	if err != nil {
		t.Fatal(err)
	}
	a.id = added[0].Document.ID
	claim := func(part, label string) Claim {
		start, end := place(t, olderText, part)
		return addClaim(t, a.Store, NewClaim{DocumentID: a.id, Start: start, End: end, LabelID: label, Note: part})
	}
	a.stays, a.changes, a.goes = claim("One two three", SupportedID), claim("Four five six", DisputedID), claim("Seven eight nine", "")
	start, end := place(t, olderText, "two")
	a.evidence = addEvidence(t, a.Store, a.goes.ID, "supports", a.id, start, end)
	start, end = place(t, olderText, "eight")
	a.lostEvidence = addEvidence(t, a.Store, a.stays.ID, "refutes", a.id, start, end)
	start, end = place(t, olderText, "three.")
	if err := a.MarkNotContent(t.Context(), a.id, Passage{start, end}); err != nil {
		t.Fatal(err)
	}
	return a
}

func (a *aged) moves(t *testing.T) []Move {
	t.Helper()
	moves := []Move{moveTo(t, a.stays.ID, newerText, "One two three"), moveTo(t, a.changes.ID, newerText, "Four 5 six"),
		{ID: a.goes.ID}, moveTo(t, a.evidence, newerText, "two"), {ID: a.lostEvidence}}
	placed, err := a.Placed(t.Context(), a.id)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range placed {
		if p.Kind == "not_content" {
			moves = append(moves, moveTo(t, p.ID, newerText, "three."))
		}
	}
	if len(moves) != len(placed) {
		t.Fatalf("%d spans are placed, want %d", len(placed), len(moves))
	}
	return moves
}

func (a *aged) replace(t *testing.T) Document {
	t.Helper()
	fresh, err := a.ReplaceText(t.Context(), a.id, NewDocument{FileName: "t2.txt", Charset: "utf-8", Text: newerText}, a.moves(t))
	if err != nil {
		t.Fatal(err)
	}
	return fresh
}

func (a *aged) wantSound(t *testing.T) {
	t.Helper()
	wantSound(t, a.Store)
}

func wantSound(t testing.TB, s *Store) {
	t.Helper()
	if findings, err := unsound(t, s); err != nil || len(findings) > 0 {
		t.Errorf("check: %v, %v", findings, err)
	}
}

// unsound gives what the check finds besides claims that wait for a place.
func unsound(t testing.TB, s *Store) ([]finding, error) {
	findings, err := runCheck(t.Context(), s, nil)
	return slices.DeleteFunc(findings, func(f finding) bool { return f.Kind == "orphan" }), err
}

func TestReplaceText(t *testing.T) {
	a := newAged(t)
	before := dump(t, a.Store)
	var heard []Change
	stop := a.Listen(func(c Change) { heard = append(heard, c) })
	defer stop()
	fresh := a.replace(t)

	if fresh.ID != doctext.ID(newerText) || fresh.Title != "T" || fresh.Publisher != "P" || fresh.FileName != "t2.txt" || fresh.Length != len([]rune(newerText)) {
		t.Errorf("the document is %+v", fresh)
	}
	if c := heard[len(heard)-1]; c.Replaced != a.id || c.By != fresh.ID || c.Action.Name != "Replace text" {
		t.Errorf("heard %+v", c)
	}
	documents, err := a.Documents(t.Context())
	if err != nil || len(documents) != 1 || documents[0].ID != fresh.ID || documents[0].Claims != 3 || documents[0].Orphans != 1 {
		t.Fatalf("documents %+v, %v", documents, err)
	}
	if text, err := a.Text(t.Context(), fresh.ID); err != nil || text != newerText {
		t.Errorf("text %q, %v", text, err)
	}
	claims, err := a.Claims(t.Context(), fresh.ID)
	if err != nil || len(claims) != 3 {
		t.Fatalf("claims %v, %v", claims, err)
	}
	for _, c := range claims {
		switch c.ID {
		case a.stays.ID:
			if c.Quote != "One two three" || c.Prefix != "Zero. " || c.Status != "open" || c.LabelID != SupportedID || c.DocumentSHA256 != fresh.SHA256 {
				t.Errorf("what stays is %+v", c)
			}
		case a.changes.ID:
			if c.Quote != "Four 5 six" || c.Status != "open" {
				t.Errorf("what changes is %+v", c)
			}
		case a.goes.ID:
			if c.Status != StatusOrphaned || c.Quote != "Seven eight nine" || c.Start != a.goes.Start || c.Prefix != a.goes.Prefix || c.DocumentSHA256 != a.goes.DocumentSHA256 {
				t.Errorf("the orphan is %+v", c)
			}
		}
	}
	if aside, err := a.NotContent(t.Context(), fresh.ID); err != nil || len(aside) != 1 || doctext.New(newerText).Slice(aside[0].Start, aside[0].End) != "three." {
		t.Errorf("not content %v, %v", aside, err)
	}
	versions, err := a.Versions(t.Context(), fresh.ID)
	if err != nil || len(versions) != 1 || versions[0].FileName != "t.txt" || versions[0].ReplacedAt.IsZero() {
		t.Fatalf("versions %+v, %v", versions, err)
	}
	if text, err := a.EarlierText(t.Context(), versions[0].SHA256); err != nil || text != olderText {
		t.Errorf("earlier text %q, %v", text, err)
	}
	_, err = a.EarlierText(t.Context(), doctext.Sum("never here"))
	expectError(t, err, db.ErrNotFound, "not in the workspace")
	a.wantSound(t)

	after := dump(t, a.Store)
	undone, err := a.Undo(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if undone.Replaced != fresh.ID || undone.By != a.id {
		t.Errorf("undo says %q by %q", undone.Replaced, undone.By)
	}
	expectSame(t, dump(t, a.Store), before)
	a.wantSound(t)
	if _, err := a.Redo(t.Context()); err != nil {
		t.Fatal(err)
	}
	expectSame(t, dump(t, a.Store), after)
}

func TestReplaceTextRefuses(t *testing.T) {
	a := newAged(t)
	other := addText(t, a.Store, "Other", "another text")
	moves := a.moves(t)
	for _, test := range []struct {
		name  string
		id    string
		Text  NewDocument
		moves []Move
		is    error
		says  string
	}{
		{"the same text", a.id, NewDocument{Text: olderText}, moves, db.ErrInvalid, "very text"},
		{"another document's", a.id, NewDocument{Text: "another text"}, moves, db.ErrInvalid, "“Other”"},
		{"no text", a.id, NewDocument{FileName: "x"}, moves, db.ErrInvalid, "no text"},
		{"CR", a.id, NewDocument{Text: "a\r\n"}, moves, db.ErrInvalid, "line ends"},
		{"a claim left out", a.id, NewDocument{Text: newerText}, moves[1:], db.ErrConflict, "worked on since"},
		{"a place outside", a.id, NewDocument{Text: "short"}, moves, db.ErrMismatch, "does not lie"},
		{"no such document", "none", NewDocument{Text: newerText}, moves, db.ErrNotFound, "not in the workspace"},
	} {
		t.Run(test.name, func(t *testing.T) {
			before := dump(t, a.Store)
			_, err := a.ReplaceText(t.Context(), test.id, test.Text, test.moves)
			expectError(t, err, test.is, test.says)
			expectSame(t, dump(t, a.Store), before)
		})
	}
	if _, err := a.Document(t.Context(), other); err != nil {
		t.Error(err)
	}
}

func TestPlaceClaim(t *testing.T) {
	a := newAged(t)
	do(t, a.Adjudicate(t.Context(), DisputedID, "", a.goes.ID))
	fresh := a.replace(t)
	start, end := place(t, newerText, " Ten")
	if err := a.PlaceClaim(t.Context(), a.goes.ID, start, end); err != nil {
		t.Fatal(err)
	}
	c, err := a.Claim(t.Context(), a.goes.ID)
	if err != nil || c.Quote != "Ten" || c.Status != "adjudicated" || c.DocumentSHA256 != fresh.SHA256 {
		t.Errorf("%+v, %v", c, err)
	}
	a.wantSound(t)
	if undo, _, err := a.UndoNames(t.Context()); err != nil || undo != "Place claim" {
		t.Errorf("undo is called %q, %v", undo, err)
	}
	if _, err := a.Undo(t.Context()); err != nil {
		t.Fatal(err)
	}
	if c, err := a.Claim(t.Context(), a.goes.ID); err != nil || c.Status != StatusOrphaned || c.Quote != "Seven eight nine" {
		t.Errorf("%+v, %v", c, err)
	}
	expectError(t, a.PlaceClaim(t.Context(), a.goes.ID, 0, 1000), db.ErrMismatch, "does not lie")
	expectError(t, a.EditClaim(t.Context(), a.goes.ID, ClaimEdit{Start: ptr(0)}), db.ErrMismatch, "both ends")
}

// Back to a text that the document had before: the orphan fits again, and the
// chain of versions grows by one.
func TestReplaceTextBack(t *testing.T) {
	a := newAged(t)
	fresh := a.replace(t)
	placed, err := a.Placed(t.Context(), fresh.ID)
	if err != nil {
		t.Fatal(err)
	}
	var moves []Move
	for _, p := range placed {
		m := Move{ID: p.ID}
		switch p.SHA256 {
		case a.goes.DocumentSHA256:
			m.Start, m.End = p.Start, p.End
		default:
			if p.ID == a.stays.ID {
				m = moveTo(t, p.ID, olderText, "One two three")
			}
		}
		moves = append(moves, m)
	}
	back, err := a.ReplaceText(t.Context(), fresh.ID, NewDocument{Text: olderText}, moves)
	if err != nil || back.ID != a.id {
		t.Fatalf("%+v, %v", back, err)
	}
	if c, err := a.Claim(t.Context(), a.goes.ID); err != nil || c.Status != "open" || c.Quote != "Seven eight nine" {
		t.Errorf("%+v, %v", c, err)
	}
	if c, err := a.Claim(t.Context(), a.changes.ID); err != nil || c.Status != StatusOrphaned || c.Quote != "Four 5 six" {
		t.Errorf("%+v, %v", c, err)
	}
	if versions, err := a.Versions(t.Context(), back.ID); err != nil || len(versions) != 2 || versions[0].SHA256 != fresh.SHA256 {
		t.Errorf("%+v, %v", versions, err)
	}
	a.wantSound(t)

	// All of it goes with the document, and comes back.
	before := dump(t, a.Store)
	if err := a.RemoveDocument(t.Context(), back.ID); err != nil {
		t.Fatal(err)
	}
	change, err := a.Undo(t.Context())
	if err != nil || change.Replaced != "" {
		t.Fatalf("%+v, %v", change, err)
	}
	expectSame(t, dump(t, a.Store), before)
}

// Orphans leave as rows of the view and come back, with the earlier text at hand or not.
func TestImportOrphans(t *testing.T) {
	a := newAged(t)
	fresh := a.replace(t)
	rows := func(s *Store) (all []ImportedClaim, cells [][]string) {
		t.Helper()
		err := s.EachLabelled(t.Context(), Filter{}, func(c []string) error {
			cell := func(name string) string { return c[slices.Index(LabelledColumns, name)] }
			claim, err := s.Claim(t.Context(), cell("claim_id"))
			all = append(all, ImportedClaim{Line: len(all) + 2, ClaimID: claim.ID, DocumentSHA256: cell("document_sha256"), DocumentTitle: cell("document"),
				Start: claim.Start, End: claim.End, Quote: claim.Quote, Prefix: cell("prefix"), Suffix: cell("suffix"), Label: cell("label"),
				Meaning: cell("meaning"), Note: claim.Note, Annotator: cell("annotator"), Status: string(claim.Status), CreatedAt: claim.CreatedAt, UpdatedAt: claim.UpdatedAt})
			cells = append(cells, slices.Clone(c))
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return all, cells
	}
	imported, want := rows(a.Store)
	if report, err := a.ImportClaims(t.Context(), imported, ImportOptions{}); err != nil || report.Existing != 3 || len(report.Differing) > 0 {
		t.Errorf("into itself: %+v, %v", report, err)
	}

	other := create(t)
	if _, err := other.AddDocuments(t.Context(), []NewDocument{{Title: "T", Publisher: "P", Text: newerText}}); err != nil {
		t.Fatal(err)
	}
	if report, err := other.ImportClaims(t.Context(), imported, ImportOptions{}); err != nil || report.Added != 3 {
		t.Fatalf("%+v, %v", report, err)
	}
	_, got := rows(other)
	for i := range got {
		for j, column := range LabelledColumns {
			if !slices.Contains([]string{"fine_label", "supporting", "refuting"}, column) && got[i][j] != want[i][j] {
				t.Errorf("row %d: %s is %q, want %q", i, column, got[i][j], want[i][j])
			}
		}
	}
	wantSound(t, other)
	if claims, err := other.Claims(t.Context(), fresh.ID); err != nil || claims[2].Status != StatusOrphaned || claims[2].Suffix != a.goes.Suffix {
		t.Errorf("%+v, %v", claims, err)
	}

	// A claim that somebody else made on the earlier text comes as an orphan of the document.
	start, end := place(t, olderText, "eight")
	late := ImportedClaim{Line: 2, DocumentSHA256: doctext.Sum(olderText), Start: start, End: end, Quote: "eight", Annotator: "Bo", Status: "open"}
	if report, err := a.ImportClaims(t.Context(), []ImportedClaim{late}, ImportOptions{}); err != nil || report.Added != 1 {
		t.Errorf("%+v, %v", report, err)
	}
	if d, err := a.Document(t.Context(), fresh.ID); err != nil || d.Orphans != 2 {
		t.Errorf("%+v, %v", d, err)
	}
	late.Quote = "wrong"
	_, err := a.ImportClaims(t.Context(), []ImportedClaim{late}, ImportOptions{})
	expectError(t, err, db.ErrMismatch, "not what stands")
	for _, test := range []struct {
		change func(*ImportedClaim)
		is     error
		says   string
	}{
		{func(r *ImportedClaim) { r.Status = "open" }, db.ErrNotFound, "import that document first"},
		{func(r *ImportedClaim) { r.End++ }, db.ErrMismatch, "not as long"},
		{func(r *ImportedClaim) { r.DocumentSHA256 = "abc" }, db.ErrInvalid, "no SHA-256"},
		{func(r *ImportedClaim) { r.DocumentTitle = "unknown" }, db.ErrNotFound, "import that document first"},
	} {
		r := imported[2]
		r.ClaimID = ""
		test.change(&r)
		_, err := other.ImportClaims(t.Context(), []ImportedClaim{r}, ImportOptions{})
		expectError(t, err, test.is, test.says)
	}
	a.wantSound(t)
}

func TestCheckFindsInVersions(t *testing.T) {
	for _, test := range []struct{ name, sql, kind, says string }{
		{"an orphan's quote", "UPDATE claims SET quote = 'Seven' WHERE status = 'orphaned'", "claim", "earlier text"},
		{"an orphan that is not called one", "UPDATE claims SET status = 'open' WHERE status = 'orphaned'", "claim", "another text"},
		{"a changed earlier text", "UPDATE texts SET text = replace(text, 'Seven', 'SEVEN')", "document", "an earlier text"},
		{"a missing earlier text", "DELETE FROM texts WHERE text LIKE '%Seven%'", "document", "an earlier text"},
		{"evidence of an unknown text", "UPDATE evidence SET document_sha256 = replace(document_sha256, substr(document_sha256, 1, 1), '_')", "evidence", "another text"},
	} {
		t.Run(test.name, func(t *testing.T) {
			a := newAged(t)
			a.replace(t)
			db, err := db.Connect(a.path, nil, 1)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := db.Exec(test.sql); err != nil {
				t.Fatal(err)
			}
			if err := db.Close(); err != nil {
				t.Fatal(err)
			}
			findings, err := runCheck(t.Context(), a.Store, nil)
			if err != nil || !slices.ContainsFunc(findings, func(f finding) bool { return string(f.Kind) == test.kind && strings.Contains(f.What, test.says) }) {
				t.Errorf("found %v, %v", findings, err)
			}
		})
	}
}

// A workspace that version 1 of the schema made is brought up to date, after a copy.
func TestVersion1(t *testing.T) {
	packed, err := os.Open(filepath.Join("testdata", "version1.factmark.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer packed.Close()
	unpacked, err := gzip.NewReader(packed)
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(unpacked)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "old.factmark")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if _, err := os.Stat(filepath.Join(filepath.Dir(path), "old (version 1).factmark")); err != nil {
		t.Error(err)
	}
	documents, err := s.Documents(t.Context())
	if err != nil || len(documents) != 1 || documents[0].Claims != 2 || documents[0].Orphans != 0 {
		t.Fatalf("%+v, %v", documents, err)
	}
	placed, err := s.Placed(t.Context(), documents[0].ID)
	if err != nil || len(placed) != 4 {
		t.Fatalf("%+v, %v", placed, err)
	}
	var moves []Move
	for _, p := range placed {
		moves = append(moves, Move{ID: p.ID})
	}
	if _, err := s.ReplaceText(t.Context(), documents[0].ID, NewDocument{Text: "new"}, moves); err != nil {
		t.Fatal(err)
	}
	wantSound(t, s)
	// Version 1's own work can be undone still.
	for range 2 {
		if _, err := s.Undo(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if claims, err := s.Claims(t.Context(), documents[0].ID); err != nil || len(claims) != 2 || claims[1].Note != "page 3" {
		t.Errorf("%+v, %v", claims, err)
	}
	if _, err := s.Document(t.Context(), doctext.ID("new")); !errors.Is(err, db.ErrNotFound) {
		t.Error(err)
	}
}

// A repair does not place what was left to a person: the name that changed
// stands further from the quote than what is kept of its context.
func TestRepairLeavesOrphansToAPerson(t *testing.T) {
	const quote = "the bridge was safe for all traffic"
	old := "The mayor of Lyon, who has been in office since the spring of last year, said that " + quote + ". That was all."
	s := create(t)
	added, err := s.AddDocuments(t.Context(), []NewDocument{{Title: "T", Text: old}})
	if err != nil {
		t.Fatal(err)
	}
	at := strings.Index(old, quote)
	claims, err := s.AddClaims(t.Context(), []NewClaim{{DocumentID: added[0].Document.ID, Start: at, End: at + len(quote)}})
	if err != nil {
		t.Fatal(err)
	}
	fresh, err := s.ReplaceText(t.Context(), added[0].Document.ID, NewDocument{Text: strings.Replace(old, "Lyon", "Nice", 1)}, []Move{{ID: claims[0].ID}})
	if err != nil {
		t.Fatal(err)
	}
	mended, left, err := runRepair(t.Context(), s, nil)
	if err != nil || len(mended) != 0 {
		t.Fatalf("mended %v, left %v, %v", mended, left, err)
	}
	now, err := s.Claims(t.Context(), fresh.ID)
	if err != nil || len(now) != 1 || now[0].Status != StatusOrphaned {
		t.Errorf("after the repair: %+v, %v", now, err)
	}
}
