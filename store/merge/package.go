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

// Packing says what goes into a package. DocumentIDs nil means all documents. A
// blind package leaves out labels, notes, confidence, final labels, decisions,
// evidence, models' suggestions and refused ones: which passages somebody chose for a claim tells
// what they think of it. Links between claims stay, since they tell only which say
// the same; one is left out where the first appearance is in no document of the package. Progress, which may be nil, is called with the number of documents
// done and of all.
type Packing struct {
	DocumentIDs []string
	Blind       bool
	NoClaims    bool   // the documents alone
	Ask         string // the assignment and guidelines, for whoever receives it
	For         string // whom it is for
	Progress    func(done, total int)
}

// Claims is the filter of the claims that go into the package.
func (p Packing) Claims() store.Filter {
	if p.NoClaims {
		return store.Filter{LabelIDs: []string{}}
	}
	return store.Filter{DocumentIDs: p.DocumentIDs}
}

// Package describes a workspace that is a package.
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

// PackageOf gives the description of a workspace that is a package, and the zero
// Package, which has no ID, of any other. ErrDamaged where it cannot be read.
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

// WritePackage makes a package, from a workspace named from: a file of its own, built
// anew from the chosen rows, so that nothing else is in it, in its history and its
// free pages neither. It holds the stamps of its values, with which it is merged
// back. ErrInvalid where there is no document to pack, where s is a blind package
// itself and claims are to go into another, and where a row is too long or holds
// NUL, so that no merge would accept it; fs.ErrExist where dst exists. Nothing is
// written then.
func WritePackage(ctx context.Context, s *store.Store, dst, from string, p Packing) (Package, error) {
	made := Package{ID: db.NewID(), From: from, For: p.For, Ask: p.Ask, Blind: p.Blind}
	dst, err := filepath.Abs(dst)
	if err != nil {
		return made, err
	}
	by, at, err := s.CurrentPerson(ctx)
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

// packing makes one package.
type packing struct {
	Packing
	from   *replica
	into   db.Querier
	made   *Package
	ids    map[string]bool // of the documents in it
	whole  bool            // all documents are in it
	people map[string]bool // the people whom its rows name, and the review sessions of its decisions
	texts  map[string]bool
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
		ids: make(map[string]bool), people: make(map[string]bool), texts: make(map[string]bool)}
	if err := p.copyAll(); err != nil {
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

func (p *packing) copyAll() error {
	blind, err := isBlindPackage(p.from.Querier)
	if err != nil {
		return err
	}
	if blind && !p.NoClaims { // its empty labels and notes would pass for assignments
		return db.Failf(db.ErrInvalid, "this workspace is a blind package, and the labels given in it count only when it is merged itself: send the file, or hand over the documents alone; nothing was made")
	}
	if what, err := tooLongIn(p.from.Querier); err != nil || what != "" {
		return cmp.Or(err, db.Failf(db.ErrInvalid, "%s, and no merge would take it back: shorten it first; nothing was made", what))
	}
	for _, query := range []string{"PRAGMA defer_foreign_keys = ON", "DELETE FROM labels"} {
		if err := p.into.Exec(query); err != nil {
			return err
		}
	}
	if err := errors.Join(p.copyRows(db.Labels, "TRUE"), p.copyRows(db.MergedLabels, "TRUE")); err != nil {
		return err
	}
	ids, err := p.documentIDs()
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
		if err := p.copyDocument(id); err != nil {
			return err
		}
		if p.Progress != nil {
			p.Progress(i+1, len(ids))
		}
	}
	if !p.NoClaims && !p.Blind { // once all the documents are in that evidence may lie in
		for _, id := range ids {
			ofClaims := "claim_id IN (SELECT id FROM claims WHERE document_id = ?)"
			if err := errors.Join(p.copyRows(db.Evidence, ofClaims, id), p.copyRows(db.RefusedPassages, ofClaims, id), p.copyRows(db.Decisions, ofClaims, id)); err != nil {
				return err
			}
		}
		if p.whole { // they tell who has gone through which documents
			if err := p.copyRows(db.ReviewSessions, "mode = 'independent' AND id NOT IN (SELECT session_id FROM decisions WHERE session_id IS NOT NULL)"); err != nil {
				return err
			}
		}
	}
	return p.copyPeople()
}

// documentIDs gives the documents that go into the package, in their order.
func (p *packing) documentIDs() ([]string, error) {
	if p.DocumentIDs != nil {
		ids, err := store.DocumentsInOrder(p.from.Querier, p.DocumentIDs)
		if err == nil && len(ids) == 0 {
			err = db.Failf(db.ErrInvalid, "there is no document to hand over; nothing was made")
		}
		return ids, err
	}
	return p.from.IDs("SELECT id FROM documents ORDER BY title COLLATE NOCASE, id")
}

// copyDocument copies one document and the rows that lie in it.
func (p *packing) copyDocument(id string) error {
	if err := p.copyRows(db.Documents, "id = ?", id); err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(db.Evented)) {
		t := db.Evented[name]
		if t == db.Claims && p.NoClaims || t == db.Suggestions && (p.NoClaims || p.Blind) || t == db.Evidence || t == db.RefusedPassages || !slices.Contains(t.Columns, "document_id") {
			continue
		}
		if err := p.copyRows(t, "document_id = ?", id); err != nil {
			return err
		}
	}
	return nil
}

// copyRows copies the rows of a table that a condition selects, claims of a blind
// package without the groups that tell their label.
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
	case db.Evidence, db.RefusedPassages:
		if id := r.Text(t.Column("document_id")); id != "" && !p.ids[id] {
			return nil // it lies in a document that is not in the package
		}
	case db.Documents:
		p.made.Documents++
	case db.Claims:
		p.made.Claims++
	case db.Decisions:
		if id := r.Text(db.DecisionsSessionID); id != "" && !p.people[id] {
			p.people[id] = true
			if err := p.copyRows(db.ReviewSessions, "id = ?", id); err != nil {
				return err
			}
		}
	case db.ReviewSessions:
		if !p.whole { // it quotes other documents too
			r = slices.Clone(r)
			r[db.SessionsSummary] = "{}"
		}
	}
	linked, err := p.linkedInside(t, r)
	if err != nil {
		return err
	}
	if err := p.recordStamps(t, r, linked); err != nil {
		return err
	}
	if t == db.Claims && p.Blind {
		r = blinded(r)
	}
	if !linked {
		r = slices.Clone(r)
		r[db.ClaimsFirstClaimID] = nil
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
			p.people[value] = true
		case column == "sha256" || column == "original_sha256":
			if err := p.copyText(value); err != nil {
				return err
			}
		}
	}
	return p.into.Exec(t.Insert, r...)
}

// linkedInside tells of a claim whether what it is linked with is in the package, which is so where it is linked with nothing.
func (p *packing) linkedInside(t *db.Table, r db.Row) (inside bool, err error) {
	if t != db.Claims || r.Text(db.ClaimsFirstClaimID) == "" {
		return true, nil
	}
	first, err := p.from.Read(db.Claims, r.Text(db.ClaimsFirstClaimID))
	if err != nil || first == nil {
		return false, err
	}
	return p.ids[first.Text(db.ClaimsDocumentID)], nil
}

// recordStamps writes the causal history of a row into handed_over: the stamps of its
// live values and of the superseded ones, for each field group; not for the link of a claim that goes without it.
func (p *packing) recordStamps(t *db.Table, r db.Row, linked bool) error {
	l, err := p.from.rowState(t, r.ID())
	if err != nil {
		return err
	}
	blind := t == db.Claims && p.Blind
	stamps, superseded := map[string]register.Stamps{db.Existence: l.existence.Values[db.Alive].Stamps}, make(map[string]register.Stamps)
	supersede := func(group string, g register.Register) {
		past := g.Past()
		if blind {
			past = register.MaskAll(past)
		}
		if len(past) > 0 {
			superseded[group] = past
		}
	}
	supersede(db.Existence, l.existence)
	for i, group := range t.Groups {
		if blind && db.BlindGroups[group.Name] || !linked && group.Name == "link" || t == db.ReviewSessions && group.Name == "summary" && !p.whole || group.Rule == db.Least || group.Rule == db.Greatest {
			continue
		}
		value, err := t.Value(group, r)
		if err != nil {
			return err
		}
		if known := l.registers[i].Values[value]; known.Last() != "" {
			stamps[group.Name] = known.Stamps
		}
		supersede(group.Name, l.registers[i])
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

// copyText copies a text, its locators and the file it came from.
func (p *packing) copyText(sum string) error {
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

// copyPeople copies the people whom rows of the package name, and those whom they are aliases of.
func (p *packing) copyPeople() error {
	return p.copyRows(db.People, "t.id IN ("+db.WithCanonical("SELECT value FROM json_each(?)")+")",
		db.JSONList(slices.Sorted(maps.Keys(p.people))))
}
