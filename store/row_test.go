package store

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"factmark/store/internal/db"
)

// Images are written as encoding/json writes them: the events of every version are.
func FuzzImages(f *testing.F) {
	for _, s := range []string{"", "a “quote” & <b>", "\"\\\n\t\x00\x7f", "\u2028 \u2029", "\xff", "😀שלום", "\u00e9\u0301"} {
		f.Add(s, int64(-5), 0.1)
	}
	f.Fuzz(func(t *testing.T, s string, n int64, x float64) {
		for _, v := range []any{s, n, x, nil} {
			var want bytes.Buffer
			enc := json.NewEncoder(&want)
			enc.SetEscapeHTML(false)
			if enc.Encode(v) != nil {
				continue
			}
			if got, err := db.AppendJSON(nil, v); err != nil || string(got)+"\n" != want.String() {
				t.Errorf("%#v is written as %s, %v; want %s", v, got, err, want.String())
			}
		}
	})
}

// No text may hold NUL: SQLite's own tools end a text there. What holds one all the same, from another program, is found.
func TestNULIsRefusedByName(t *testing.T) {
	s := create(t)
	id := addText(t, s, "Paper", "one two three")
	c := addClaim(t, s, NewClaim{DocumentID: id, Start: 0, End: 3})
	const nul = "a\x00b"
	ctx := t.Context()
	for where, do := range map[string]func() error{
		"note":      func() error { return s.EditClaim(ctx, c.ID, ClaimEdit{Note: ptr(nul)}) },
		"statement": func() error { return s.EditClaim(ctx, c.ID, ClaimEdit{Statement: ptr(nul)}) },
		"claimant":  func() error { return s.EditClaim(ctx, c.ID, ClaimEdit{Claimant: ptr(nul)}) },
		"title":     func() error { return s.EditDocument(ctx, id, DocumentEdit{Title: ptr(nul)}) },
		"name":      func() error { return s.SignIn(ctx, Person{Name: nul}) },
		"label":     func() error { _, err := s.AddLabel(ctx, Label{Name: nul, Meaning: "none"}); return err },
		"Other":     func() error { _, err := s.AddDocuments(ctx, []NewDocument{{Title: "Other", Text: nul}}); return err },
		"guideline": func() error {
			all, err := s.Labels(ctx)
			if err != nil {
				return err
			}
			all[0].Guideline = nul
			return s.EditLabel(ctx, all[0])
		},
		"comment": func() error { return s.Adjudicate(ctx, SupportedID, nul, c.ID) },
	} {
		before := dump(t, s)
		err := do()
		expectError(t, err, db.ErrInvalid, "NUL")
		expectError(t, err, db.ErrInvalid, where)
		expectSame(t, dump(t, s), before)
	}
	if _, err := s.conn.ExecContext(ctx, "UPDATE claims SET note = 'a' || char(0) || 'b'"); err != nil {
		t.Fatal(err)
	}
	findings, err := runCheck(ctx, s, nil)
	if err != nil || !slices.ContainsFunc(findings, func(f finding) bool { return f.Kind == "text" && f.ID == c.ID && strings.Contains(f.What, "NUL") }) {
		t.Errorf("%+v, %v", findings, err)
	}
}
