package merge

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"factmark/store"
	"factmark/store/internal/db"
	"factmark/store/internal/doctext"
)

// foreign validates the rows of another replica, whose file anybody may have written.
type foreign struct {
	store *store.Store // the opened copy
	q     db.Querier
	name  string // of the file, for messages
}

func (f *foreign) wrong(t *db.Table, r db.Row, what string) error {
	return db.Failf(db.ErrMismatch, "%s cannot be trusted: a %s (%s) %s; nothing was changed", f.name, t.Noun, db.Shorten(r.ID()), what)
}

// check validates one row: the sizes and forms of its values, and that a span's quote
// and context are those of the text. ErrMismatch where they are not.
func (f *foreign) check(ctx context.Context, t *db.Table, r db.Row) error {
	what, err := nulOf(f.q, t, r)
	if err == nil && what != "" {
		err = db.Failf(db.ErrMismatch, "%s cannot be merged: %s; in %s, %s; nothing was changed", f.name, what, f.name, repairNUL)
	}
	if err != nil {
		return err
	}
	for i, v := range r {
		s, is := v.(string)
		if !is {
			continue
		}
		column := t.Columns[i]
		switch {
		case !utf8.ValidString(s):
			return f.wrong(t, r, "holds bytes that are not text")
		case len(s) > db.LongestText:
			return f.wrong(t, r, "is longer than 4 MB")
		case (column == "id" || strings.HasSuffix(column, "_id")) && !db.SoundID(s):
			return f.wrong(t, r, "has an id that none can have")
		case strings.HasSuffix(column, "_at") && s != "" && db.FormatTime(db.ParseTime(s)) != s:
			return f.wrong(t, r, fmt.Sprintf("has a time that is none: %q", db.Shorten(s)))
		case strings.HasSuffix(column, "_at") && s == "" && (column == "created_at" || column == "updated_at"):
			return f.wrong(t, r, "has no time")
		}
	}
	switch t {
	case db.Labels:
		if err := store.CheckLabel(r); err != nil {
			return f.wrong(t, r, "is not one: "+err.Error())
		}
	case db.MergedLabels:
		if store.IsBuiltIn(r.ID()) || len(r.Text(db.MergedLabelsName)) > db.LongestName {
			return f.wrong(t, r, "is not one")
		}
	case db.Documents:
		return f.document(ctx, r)
	case db.Evidence:
		if err := store.CheckPublished(r.Text(db.EvidencePublished)); err != nil {
			return f.wrong(t, r, "has a date that is none")
		}
		return f.span(ctx, t, r)
	case db.Claims:
		return f.span(ctx, t, r)
	case db.NotContent, db.RefusedPassages:
		return f.passage(ctx, t, r)
	case db.Suggestions:
		if _, err := db.TextOf(f.q, r.Text(db.SuggestionsDocumentID)); errors.Is(err, db.ErrNotFound) {
			return nil // it says nothing any more, and nothing of a document that is here
		}
		return f.span(ctx, t, r)
	}
	return nil
}

func (f *foreign) document(ctx context.Context, r db.Row) error {
	if err := store.CheckPublished(r.Text(db.DocumentsPublished)); err != nil {
		return f.wrong(db.Documents, r, "has a date that is none")
	}
	t, err := f.store.IndexedText(ctx, r.Text(db.DocumentsSHA256))
	switch {
	case err != nil:
		return fmt.Errorf("%s: %w", f.name, err)
	case doctext.ID(t.Content) != r.ID(): // else it could put another text in the place of ours
		return f.wrong(db.Documents, r, "has an id that is not its text's")
	case t.Length != r.Number(db.DocumentsLength):
		return f.wrong(db.Documents, r, "has another length than its text")
	case strings.Contains(t.Content, "\r") || !utf8.ValidString(t.Content):
		return f.wrong(db.Documents, r, "has a text that is none")
	}
	return nil
}

// span validates the offsets, quote and context of a claim or of evidence against the text.
func (f *foreign) span(ctx context.Context, t *db.Table, r db.Row) error {
	at := func(column string) string { return r.Text(t.Column(column)) }
	number := func(column string) int { return r.Number(t.Column(column)) }
	if at("document_id") == "" {
		return nil // an outside source
	}
	sum := at("document_sha256")
	var is string
	found, err := f.q.One("SELECT sha256 FROM documents WHERE id = ?", []any{at("document_id")}, &is)
	if err != nil {
		return err
	}
	lost := t == db.Claims && store.Status(r.Text(db.ClaimsStatus)) == store.StatusOrphaned
	if t == db.Evidence && is != sum { // it has no status; one of an earlier text has lost its place
		lost, err = f.q.One("SELECT 1 FROM versions WHERE document_id = ? AND sha256 = ?", []any{at("document_id"), sum}, new(int))
		if err != nil {
			return err
		}
		if !lost { // or that was imported without its text
			kept, err := db.HasText(f.q, sum)
			if err != nil {
				return err
			}
			lost = found && !kept
		}
	}
	if !lost && (!found || is != sum) {
		return f.wrong(t, r, "was made on another text")
	}
	if kept, err := db.HasText(f.q, sum); err != nil || lost && !kept {
		return err
	}
	text, err := f.store.IndexedText(ctx, sum)
	if err != nil {
		return fmt.Errorf("%s: %w", f.name, err)
	}
	start, end := number("start"), number("end")
	if !text.Has(start, end) || text.Slice(start, end) != at("quote") {
		return f.wrong(t, r, fmt.Sprintf("has another quote than the text at %d to %d of its document", start, end))
	}
	if prefix, suffix := text.Around(start, end); prefix != at("prefix") || suffix != at("suffix") {
		return f.wrong(t, r, fmt.Sprintf("has another context than the text around %d to %d of its document", start, end))
	}
	return nil
}

func (f *foreign) passage(ctx context.Context, t *db.Table, r db.Row) error {
	sum, err := db.TextOf(f.q, r.Text(t.Column("document_id")))
	if t == db.RefusedPassages && errors.Is(err, db.ErrNotFound) {
		return nil // it says nothing any more, and nothing of a document that is here
	}
	if err != nil {
		return fmt.Errorf("%s: %w", f.name, err)
	}
	text, err := f.store.IndexedText(ctx, sum)
	if err != nil {
		return fmt.Errorf("%s: %w", f.name, err)
	}
	start, end := r.Number(t.Column("start")), r.Number(t.Column("end"))
	if !text.Has(start, end) {
		return f.wrong(t, r, fmt.Sprintf("does not lie in its document: %d to %d", start, end))
	}
	return nil
}

// repairNUL tells the user what to do about NUL characters.
const repairNUL = "repair the workspace first, with Tools › Check workspace or factmark check --repair"

// nulOf names the column, or the document's text, in which a row has a NUL character; "" where none has.
func nulOf(q db.Querier, t *db.Table, r db.Row) (string, error) {
	for i := range r {
		if strings.IndexByte(r.Text(i), 0) >= 0 {
			return fmt.Sprintf("the %s of a %s (%s) holds a NUL character, which no text may have", t.Columns[i], t.Noun, db.Shorten(r.ID())), nil
		}
	}
	if t != db.Documents {
		return "", nil
	}
	var holds bool
	if _, err := q.One("SELECT instr(text, char(0)) > 0 FROM texts WHERE sha256 = ?", []any{r.Text(t.Column("sha256"))}, &holds); err != nil || !holds {
		return "", err
	}
	return fmt.Sprintf("the text of “%s” holds a NUL character, which no text may have", db.Shorten(r.Text(t.Column("title")))), nil
}
