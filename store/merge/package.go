package merge

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"maps"
	"path/filepath"
	"slices"
	"time"
	"unicode/utf8"

	"factmark/store"
	"factmark/store/internal/db"
	"factmark/store/internal/register"
)

// Packing says what goes into a package. DocumentIDs nil takes all documents.
// A blind one leaves out labels, notes, confidence, final labels, decisions
// and evidence. Progress, which may be nil, is told how many of how many
// documents are done.
type Packing struct {
	DocumentIDs []string
	Blind       bool
	NoClaims    bool   // the documents alone
	Ask         string // what is asked, and guidelines, as the other will read them
	For         string // of whom
	Progress    func(done, total int)
}

// Claims chooses the claims that go into the package.
func (p Packing) Claims() store.Filter {
	if p.NoClaims {
		return store.Filter{LabelIDs: []string{}}
	}
	return store.Filter{DocumentIDs: p.DocumentIDs}
}

// Package is what a workspace that was handed over says of itself.
type Package struct {
	ID        string    `json:"id"`
	From      string    `json:"from"` // the name of the workspace it was made from
	By        string    `json:"by"`   // who made it
	For       string    `json:"for"`
	Ask       string    `json:"ask"`
	Blind     bool      `json:"blind"`
	MadeAt    time.Time `json:"made_at"`
	Documents int       `json:"documents"`
	Claims    int       `json:"claims"`
}

// settingPackage holds the Package of a workspace that is one.
const settingPackage = "package"

// PackageOf gives what this workspace was made for; the zero Package where it is
// none, which has no ID.
func PackageOf(ctx context.Context, s *store.Store) (Package, error) {
	var p Package
	value, err := s.Setting(ctx, settingPackage)
	if err != nil || value == "" {
		return p, err
	}
	if err := json.Unmarshal([]byte(value), &p); err != nil {
		return Package{}, db.Failf(db.ErrDamaged, "what this package was made for cannot be read; everything else in it is as it should be")
	}
	return p, nil
}

// WritePackage makes a workspace to hand over: a file of its own, built anew
// from what was chosen, so that nothing else is in it, not in its history nor
// in its free pages either. It remembers what it was made with; merged
// back, it tells what was changed since. A blind package hands over no claims
// (ErrInvalid). dst must not exist (fs.ErrExist).
func WritePackage(ctx context.Context, s *store.Store, dst, from string, p Packing) (Package, error) {
	made := Package{ID: db.NewID(), From: from, For: p.For, Ask: p.Ask, Blind: p.Blind}
	dst, err := filepath.Abs(dst)
	if err != nil {
		return made, err
	}
	by, at, err := s.SignedIn(ctx)
	if err != nil {
		return made, err
	}
	made.By, made.MadeAt = by.Name, at
	err = s.Snapshot(ctx, func(q db.Querier) error {
		return db.IntoPlace(dst, func(temporary string) (err error) {
			pool, conn, err := db.ConnectWriter(ctx, temporary)
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, conn.Close(), db.Explain(ctx, pool.Close())) }()
			if err := db.Migrate(ctx, conn, db.Migrations); err != nil {
				return err
			}
			if err := pack(q, conn, p, &made); err != nil {
				return err
			}
			return db.FoldLog(ctx, conn)
		})
	})
	return made, err
}

// packing is a package under way.
type packing struct {
	Packing
	from  *replica
	into  db.Querier
	made  *Package
	ids   map[string]bool // of the documents in it
	whole bool            // every document is in it
	whom  map[string]bool // the people who occur
	texts map[string]bool
}

func pack(q db.Querier, conn *sql.Conn, what Packing, made *Package) error {
	ctx := q.Ctx
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return db.Explain(ctx, err)
	}
	defer tx.Rollback() // does nothing after a commit
	prepared := db.NewStatements(tx.PrepareContext)
	defer prepared.Close()
	p := &packing{Packing: what, from: &replica{Querier: q}, into: db.NewQuerier(ctx, prepared), made: made,
		ids: make(map[string]bool), whom: make(map[string]bool), texts: make(map[string]bool)}
	if err := p.all(); err != nil {
		return err
	}
	note, err := json.Marshal(made)
	if err != nil {
		return err
	}
	if err := p.into.Exec("INSERT INTO settings (key, value) VALUES (?, ?)", settingPackage, string(note)); err != nil {
		return err
	}
	if err := prepared.Close(); err != nil {
		return db.Explain(ctx, err)
	}
	return db.Explain(ctx, tx.Commit())
}

func (p *packing) all() error {
	var blind bool
	if _, err := p.from.Value("SELECT EXISTS (SELECT 1 FROM handed_over WHERE blind)", &blind); err != nil {
		return err
	}
	if blind && !p.NoClaims { // its empty labels and notes would pass for what somebody has said
		return db.Failf(db.ErrInvalid, "this workspace is a blind package, and what is said in it counts only when it comes back itself: send the file, or hand over the documents alone; nothing was made")
	}
	if what, err := tooLongIn(p.from.Querier); err != nil || what != "" {
		return cmp.Or(err, db.Failf(db.ErrInvalid, "%s, and no merge would take it back: shorten it first; nothing was made", what))
	}
	for _, query := range []string{"PRAGMA defer_foreign_keys = ON", "DELETE FROM labels"} {
		if err := p.into.Exec(query); err != nil {
			return err
		}
	}
	if err := p.copyRows(db.Labels, "TRUE"); err != nil {
		return err
	}
	ids, err := p.documents()
	if err != nil {
		return err
	}
	for _, id := range ids {
		p.ids[id] = true
	}
	if _, err := p.from.One("SELECT count(*) = ? FROM documents", []any{len(ids)}, &p.whole); err != nil {
		return err
	}
	for i, id := range ids {
		if err := p.document(id); err != nil {
			return err
		}
		if p.Progress != nil {
			p.Progress(i+1, len(ids))
		}
	}
	if !p.NoClaims && !p.Blind { // when every document is there that evidence may lie in
		for _, id := range ids {
			ofClaims := "claim_id IN (SELECT id FROM claims WHERE document_id = ?)"
			if err := errors.Join(p.copyRows(db.Evidence, ofClaims, id), p.copyRows(db.Decisions, ofClaims, id)); err != nil {
				return err
			}
		}
		if p.whole { // who has gone through which document
			if err := p.copyRows(db.ReviewSessions, "mode = 'independent' AND id NOT IN (SELECT session_id FROM decisions WHERE session_id IS NOT NULL)"); err != nil {
				return err
			}
		}
	}
	return p.people()
}

// documents gives the ids of the documents that are to be in it.
func (p *packing) documents() ([]string, error) {
	if p.DocumentIDs != nil {
		ids, err := store.DocumentsInOrder(p.from.Querier, p.DocumentIDs)
		if err == nil && len(ids) == 0 {
			err = db.Failf(db.ErrInvalid, "there is no document to hand over; nothing was made")
		}
		return ids, err
	}
	var ids []string
	err := p.from.Each("SELECT id FROM documents ORDER BY title COLLATE NOCASE, id", nil, func(scan func(...any) error) error {
		var id string
		err := scan(&id)
		ids = append(ids, id)
		return err
	})
	return ids, err
}

// document puts in one document with all that lies in it.
func (p *packing) document(id string) error {
	if err := p.copyRows(db.Documents, "id = ?", id); err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(db.Evented)) {
		t := db.Evented[name]
		if t == db.Claims && p.NoClaims || t == db.Evidence || !slices.Contains(t.Columns, "document_id") {
			continue
		}
		if err := p.copyRows(t, "document_id = ?", id); err != nil {
			return err
		}
	}
	return nil
}

// copyRows puts in rows as they are, or as they may be seen.
func (p *packing) copyRows(t *db.Table, where string, args ...any) error {
	var rows []db.Row
	err := p.from.Each("SELECT "+t.List("t")+" FROM "+t.Name+" t WHERE "+where+" ORDER BY t.id", args, func(scan func(...any) error) error {
		r, dest := t.Dest()
		err := scan(dest...)
		rows = append(rows, r)
		return err
	})
	if err != nil {
		return err
	}
	for _, r := range rows {
		if err := p.copyRow(t, r); err != nil {
			return err
		}
	}
	return p.from.Ctx.Err()
}

func (p *packing) copyRow(t *db.Table, r db.Row) error {
	switch t {
	case db.Evidence:
		if id := r.Text(db.EvidenceDocumentID); id != "" && !p.ids[id] {
			return nil // it lies in a document that is not handed over
		}
	case db.Documents:
		p.made.Documents++
	case db.Claims:
		p.made.Claims++
	case db.Decisions:
		if id := r.Text(db.DecisionsSessionID); id != "" && !p.whom[id] {
			p.whom[id] = true
			if err := p.copyRows(db.ReviewSessions, "id = ?", id); err != nil {
				return err
			}
		}
	case db.ReviewSessions:
		if !p.whole { // it quotes whatever was gone through
			r = slices.Clone(r)
			r[db.SessionsSummary] = "{}"
		}
	}
	if err := p.remember(t, r); err != nil {
		return err
	}
	if t == db.Claims && p.Blind {
		r = blinded(r)
	}
	what, err := nulOf(p.from.Querier, t, r)
	if err == nil && what != "" {
		err = db.Failf(db.ErrInvalid, "%s, and no merge would take it back: %s; nothing was made", what, repairNUL)
	}
	if err != nil {
		return err
	}
	for i, column := range t.Columns {
		value, is := r[i].(string)
		switch {
		case !is:
		case column == "person_id" || column == "reviewer_id" || column == "labeller_id":
			p.whom[value] = true
		case column == "sha256" || column == "original_sha256":
			if err := p.content(value); err != nil {
				return err
			}
		}
	}
	return p.into.Exec(t.Insert, r...)
}

// remember notes what a row is handed over with.
func (p *packing) remember(t *db.Table, r db.Row) error {
	l, err := p.from.rowState(t, r.ID())
	if err != nil {
		return err
	}
	blind := t == db.Claims && p.Blind
	stamps, superseded := map[string]register.Stamps{db.Existence: l.existence.Values[db.Alive].Stamps}, make(map[string]register.Stamps)
	leave := func(part string, g register.Register) {
		past := g.Past()
		if blind {
			past = register.MaskAll(past)
		}
		if len(past) > 0 {
			superseded[part] = past
		}
	}
	leave(db.Existence, l.existence)
	for i, part := range t.Groups {
		if blind && db.BlindGroups[part.Name] || t == db.ReviewSessions && part.Name == "summary" && !p.whole || part.Rule == db.Least || part.Rule == db.Greatest {
			continue
		}
		value, err := t.Value(part, r)
		if err != nil {
			return err
		}
		if known := l.registers[i].Values[value]; known.Last() != "" {
			stamps[part.Name] = known.Stamps
		}
		leave(part.Name, l.registers[i])
	}
	if blind {
		stamps[db.Existence] = register.MaskAll(stamps[db.Existence])
	}
	note, err := json.Marshal(stamps)
	if err != nil {
		return err
	}
	past, err := json.Marshal(superseded)
	if err != nil {
		return err
	}
	return p.into.Exec("INSERT INTO handed_over (entity, entity_id, stamps, superseded, blind) VALUES (?, ?, ?, ?, ?)",
		t.Name, r.ID(), string(note), string(past), blind)
}

// content puts in a text, and the file it came from.
func (p *packing) content(sum string) error {
	if p.texts[sum] {
		return nil
	}
	p.texts[sum] = true
	var text string
	found, err := p.from.One("SELECT text FROM texts WHERE sha256 = ?", []any{sum}, &text)
	if err == nil && found {
		err = p.into.Exec("INSERT INTO texts (sha256, text) VALUES (?, ?)", sum, text)
	}
	if err == nil && found {
		err = store.CopyLocators(p.from.Querier, p.into, sum, utf8.RuneCountInString(text))
	}
	if err != nil {
		return err
	}
	var file []byte
	found, err = p.from.One("SELECT bytes FROM originals WHERE sha256 = ?", []any{sum}, &file)
	if err == nil && found {
		err = p.into.Exec("INSERT INTO originals (sha256, bytes) VALUES (?, ?)", sum, file)
	}
	return err
}

// people puts in those who occur, and who they are the same as.
func (p *packing) people() error {
	return p.copyRows(db.People, `t.id IN (WITH RECURSIVE whom (id) AS (SELECT value FROM json_each(?)
		UNION SELECT same_as FROM people JOIN whom USING (id) WHERE same_as IS NOT NULL) SELECT id FROM whom)`,
		db.JSONList(slices.Sorted(maps.Keys(p.whom))))
}
