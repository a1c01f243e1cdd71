package store

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"sync"
)

// lineage is what a workspace knows of one row: a map of registers (see
// register), with what else it takes to bring back a row that was deleted.
type lineage struct {
	now   row        // as it is, or as it was when it was deleted; nil where there never was one
	here  bool       // it is there, and not only was
	parts []register // in the order of the table's parts; of what nothing is known it has no values
	row   register   // of its existence
	blind bool       // it came in a blind package: of some parts this side knows nothing

	buried   []map[string]bool   // by part: the values that the row had when someone deleted it
	replaced []map[string]string // by part, by value: the last event that put another in its place
}

// side is one of the workspaces that meet.
type side struct {
	session
	labels map[string]string   // label ids, by those that are the same label under another id
	others map[string][]string // the other way round
}

// labelColumns are the columns that name a label.
var labelColumns = map[string][]string{"labels": {"id"}, "claims": {"label_id", "final_label_id"}, "decisions": {"label_id"}}

// translated gives a row with the labels' ids that both sides use.
func (s *side) translated(t *table, r row) row {
	if r == nil || len(s.labels) == 0 {
		return r
	}
	copied := false
	for _, name := range labelColumns[t.name] {
		i := t.column(name)
		if same, ok := s.labels[r.text(i)]; ok {
			if !copied {
				r, copied = slices.Clone(r), true
			}
			r[i] = same
		}
	}
	return r
}

// current reads a row by its id or by one that means the same.
func (s *side) current(t *table, id string) (row, error) {
	r, err := s.read(t, id)
	if t == labels {
		for _, other := range s.others[id] {
			if r == nil && err == nil {
				r, err = s.read(t, other)
			}
		}
	}
	return s.translated(t, r), err
}

// idsOf gives all ids of a row: a label may be one under several.
func (s *side) idsOf(t *table, id string) []string {
	if t != labels || len(s.others[id]) == 0 {
		return []string{id}
	}
	return append([]string{id}, s.others[id]...)
}

// ownEvents are those that are no part of a merge, or of undoing or redoing one.
const ownEvents = `a.seq NOT IN (SELECT seq FROM merges) AND ifnull(a.target, 0) NOT IN (SELECT seq FROM merges)`

const historyOf = `SELECT e.id, e.person_id, e.at, e.before, e.after FROM events e JOIN actions a ON a.id = e.action_id
	WHERE e.entity = ?1 AND e.entity_id = ?2 AND ` + ownEvents + `
	UNION ALL SELECT m.id, m.person_id, m.at, m.before, m.after FROM merged_events m JOIN actions a ON a.seq = m.merge
	WHERE m.entity = ?1 AND m.entity_id = ?2 AND a.undone = 0 ORDER BY 1`

// lineage reads what is known of a row.
func (s *side) lineage(t *table, id string) (*lineage, error) {
	now, err := s.current(t, id)
	if err != nil {
		return nil, err
	}
	n := len(t.parts)
	l := &lineage{now: now, here: now != nil, parts: make([]register, n), row: newRegister(), buried: make([]map[string]bool, n), replaced: make([]map[string]string, n)}
	for i := range l.parts {
		l.parts[i], l.buried[i], l.replaced[i] = newRegister(), map[string]bool{}, map[string]string{}
	}
	if err := s.bases(l, t, id); err != nil {
		return nil, err
	}
	deleted, err := s.history(l, t, id)
	if err != nil {
		return nil, err
	}
	if now != nil {
		l.row.seen(there)
		l.row.stand(there)
	} else if deleted != nil {
		l.now = slices.Clone(deleted)
		l.row.stand(gone)
	}
	if l.now == nil {
		return l, nil
	}
	if now == nil {
		if err := s.lastHere(l, t, id); err != nil {
			return nil, err
		}
	}
	for i, p := range t.parts {
		if l.blind && blindParts[p.name] {
			continue
		}
		if now == nil {
			if err := t.set(p, l.now, l.asBuried(i, p.rule)); err != nil {
				return nil, err
			}
		}
		value, err := t.value(p, l.now)
		if err != nil {
			return nil, err
		}
		l.parts[i].seen(value)
		l.parts[i].stand(value)
	}
	return l, s.waiting(l, t, id)
}

// history learns from the events of a row, and gives the row as it last was
// before it was deleted, or before it became one with another.
func (s *side) history(l *lineage, t *table, id string) (deleted row, err error) {
	for _, id := range s.idsOf(t, id) {
		err := s.each(historyOf, []any{t.name, id}, func(scan func(...any) error) error {
			var e setting
			var before, after *string
			if err := scan(&e.stamp, &e.person, &e.at, &before, &after); err != nil {
				return err
			}
			from, err := s.state(t, before)
			if err != nil {
				return err
			}
			to, err := s.state(t, after)
			if err != nil {
				return err
			}
			if is := either(to.row, from.row); is != nil {
				deleted = is
			}
			e.chosen = chosenIn(after)
			return l.learn(t, from, to, e)
		})
		if err != nil {
			return nil, err
		}
	}
	return deleted, nil
}

// state is a row as an event has it, nil for none, with the columns that the
// event does not tell.
type state struct {
	row     row
	unknown []bool // nil where it tells all
}

func (s state) knows(p part) bool {
	return s.row != nil && (s.unknown == nil || !s.unknown[p.columns[0]])
}

func (s *side) state(t *table, image *string) (state, error) {
	r, err := t.decode(image)
	if r == nil || err != nil || t.canonical(*image) {
		return state{row: s.translated(t, r)}, err
	}
	var told map[string]json.RawMessage
	if err := json.Unmarshal([]byte(*image), &told); err != nil {
		return state{}, failf(ErrDamaged, "the history of a %s cannot be read; nothing was changed", t.noun)
	}
	unknown := make([]bool, len(t.columns))
	for i, c := range t.columns {
		_, is := told[c]
		unknown[i] = !is && !t.later[i]
	}
	return state{s.translated(t, r), unknown}, nil
}

// lastHere learns how a row that was deleted was here at last, as far as no
// event tells it and those who deleted it have not seen it.
func (s *side) lastHere(l *lineage, t *table, id string) error {
	var image *string
	found, err := s.one("SELECT before FROM events WHERE entity = ? AND entity_id = ? AND verb = 'delete' ORDER BY seq DESC LIMIT 1", []any{t.name, id}, &image)
	if err != nil || !found {
		return err
	}
	last, err := s.state(t, image)
	if err != nil {
		return err
	}
	for i, p := range t.parts {
		if !last.knows(p) {
			continue
		}
		value, err := t.value(p, last.row)
		if err != nil {
			return err
		}
		if _, known := l.parts[i].values[value]; known && len(l.buried[i]) > 0 {
			continue
		}
		l.parts[i].seen(value)
		l.buried[i][value] = true
	}
	return nil
}

// setting is an event that set something: its id, whose it is, and when, and
// the part that was chosen in it, whatever its value was before.
type setting struct{ stamp, person, at, chosen string }

// learn takes in one event.
func (l *lineage) learn(t *table, before, after state, e setting) error {
	if before.row != nil {
		l.row.seen(there)
	}
	if after.row != nil {
		l.row.learn(there, e.stamp, e.person, e.at)
	} else {
		l.row.learn(gone, e.stamp, e.person, e.at)
	}
	for i, p := range t.parts {
		var from, to string
		var err error
		if before.knows(p) {
			if from, err = t.value(p, before.row); err != nil {
				return err
			}
			l.parts[i].seen(from)
		}
		switch {
		case after.row == nil && before.knows(p):
			l.buried[i][from] = true
		case after.knows(p) && (before.row == nil || before.knows(p)):
			if to, err = t.value(p, after.row); err != nil {
				return err
			}
			if before.row == nil || from != to || e.chosen == p.name {
				l.parts[i].learn(to, e.stamp, e.person, e.at)
			}
			if before.row != nil && from != to {
				l.replaced[i][from] = max(l.replaced[i][from], e.stamp)
			}
		}
	}
	return nil
}

// builtInStamp is the stamp of what every workspace begins with: the labels
// that the migrations make, for which there are no events. It comes before all
// ids of events.
const builtInStamp = "!"

// bases learns what no event tells: how a row was built in, how it was handed
// over where this is a package, and how packages that were merged here had it.
func (s *side) bases(l *lineage, t *table, id string) error {
	for _, id := range s.idsOf(t, id) {
		if t == labels {
			if err := s.builtIn(l, id); err != nil {
				return err
			}
		}
		if err := s.base(l, t, id); err != nil {
			return err
		}
		if err := s.mergedBases(l, t, id); err != nil {
			return err
		}
	}
	return nil
}

// builtInRows are the rows that the migrations make.
var builtInRows = sync.OnceValues(func() (map[*table]map[string]string, error) { return firstRows(context.Background()) })

func (s *side) builtIn(l *lineage, id string) error {
	first, err := builtInRows()
	if err != nil {
		return err
	}
	image, is := first[labels][id]
	if !is {
		return nil
	}
	r, err := labels.decode(&image)
	if err != nil {
		return err
	}
	l.row.learn(there, builtInStamp, "", "")
	for i, p := range labels.parts {
		value, err := labels.value(p, s.translated(labels, r))
		if err != nil {
			return err
		}
		l.parts[i].learn(value, builtInStamp, "", "")
	}
	return nil
}

// base learns what this workspace was made with, which its own events do not
// tell, where it is a package.
func (s *side) base(l *lineage, t *table, id string) error {
	var h handedRow
	found, err := s.one("SELECT stamps, superseded, blind FROM handed_over WHERE entity = ? AND entity_id = ?", []any{t.name, id}, &h.stamps, &h.superseded, &h.blind)
	if err != nil || !found {
		return err
	}
	l.blind = h.blind
	first, err := s.asHanded(t, id)
	if err != nil || first == nil { // nil: it was taken away without an event
		return err
	}
	return l.handed(t, s.translated(t, first), h)
}

// asHanded gives a row of a package as it was handed over.
func (s *side) asHanded(t *table, id string) (row, error) {
	var image *string
	found, err := s.one("SELECT before FROM events WHERE entity = ? AND entity_id = ? ORDER BY seq LIMIT 1", []any{t.name, id}, &image)
	if err != nil {
		return nil, err
	}
	if found && image != nil {
		return t.decode(image)
	}
	return s.read(t, id)
}

// mergedBases learns what packages that were merged here were made with.
func (s *side) mergedBases(l *lineage, t *table, id string) error {
	return s.each(`SELECT h.image, h.stamps, h.superseded, h.blind FROM merged_handed_over h JOIN actions a ON a.seq = h.merge
		WHERE h.entity = ? AND h.entity_id = ? AND a.undone = 0 ORDER BY h.id`, []any{t.name, id}, func(scan func(...any) error) error {
		var image string
		var h handedRow
		if err := scan(&image, &h.stamps, &h.superseded, &h.blind); err != nil {
			return err
		}
		r, err := t.decode(&image)
		if err != nil {
			return err
		}
		return l.handed(t, s.translated(t, r), h)
	})
}

// handedRow is what a row was handed over with: for each part the stamps of its
// value and those of the values before it, as JSON.
type handedRow struct {
	stamps, superseded string
	blind              bool
}

func (h handedRow) byPart() (stamps, superseded map[string]stampList, err error) {
	for _, one := range []struct {
		from string
		to   *map[string]stampList
	}{{h.stamps, &stamps}, {h.superseded, &superseded}} {
		if json.Unmarshal([]byte(one.from), one.to) != nil {
			return nil, nil, failf(ErrDamaged, "what the package was made with cannot be read; nothing was changed")
		}
	}
	return stamps, superseded, nil
}

// handed learns how a row was handed over.
func (l *lineage) handed(t *table, r row, h handedRow) error {
	stamps, superseded, err := h.byPart()
	if err != nil {
		return err
	}
	l.row.handed(there, stamps[existence], superseded[existence])
	for i, p := range t.parts {
		if h.blind && blindParts[p.name] {
			continue
		}
		value, err := t.value(p, r)
		if err != nil {
			return err
		}
		l.parts[i].handed(value, stamps[p.name], superseded[p.name])
	}
	return nil
}

// waiting learns of the values that wait in conflicts.
func (s *side) waiting(l *lineage, t *table, id string) error {
	var rows []Conflict
	for _, id := range s.idsOf(t, id) {
		some, err := s.conflictsOf(t, id)
		if err != nil {
			return err
		}
		rows = append(rows, some...)
	}
	for _, c := range rows {
		if c.Part == existence {
			l.row.learn(gone, c.stamp, c.PersonID, c.at)
			l.row.stand(gone)
			continue
		}
		for i, p := range t.parts {
			if p.name != c.Part {
				continue
			}
			r := slices.Clone(l.now)
			if err := t.set(p, r, c.value); err != nil {
				return err
			}
			value, err := t.value(p, s.translated(t, r))
			if err != nil {
				return err
			}
			l.parts[i].learn(value, c.stamp, c.PersonID, c.at)
			l.parts[i].stand(value)
		}
	}
	return nil
}

// asBuried gives the value that a part of a deleted row would have, and marks
// those that stand: several may have deleted it without knowing of each other,
// each with a last word of their own.
func (l *lineage) asBuried(i int, rule partRule) string {
	known := l.parts[i]
	if rule == least || rule == greatest {
		return extremeOf(slices.Collect(maps.Keys(known.values)), rule)
	}
	for value := range l.buried[i] {
		if l.replaced[i][value] <= known.values[value].last() {
			known.stand(value)
		}
	}
	return known.standing()[0]
}

// outcome is what two lineages come to.
type outcome struct {
	row     row // nil where the row is gone
	last    row // as it is or would be
	gone    version
	waiting []waiting // beside it, or what would wait beside it
}

// waiting is a value that waits in a conflict.
type waiting struct {
	part, value string
	version     version
}

// meet joins what two sides know of a row. Where values contradict each other,
// ours stands in the row until one is chosen, and the others wait beside it.
func meet(t *table, ours, theirs *lineage) (*outcome, error) {
	a, b := ours, theirs
	if a.now == nil {
		a, b = b, a
	}
	if b.blind {
		a, b = b, a
	}
	o := &outcome{last: slices.Clone(a.now)}
	deleted := a.row.values[gone].stands || b.row.values[gone].stands
	for i, p := range t.parts {
		known := b.parts[i]
		if !a.blind || !blindParts[p.name] {
			known = joined(a.parts[i], b.parts[i])
		}
		values, err := t.stand(p, known, a, b, i, deleted)
		if err != nil {
			return nil, err
		}
		for _, side := range []*lineage{theirs, ours} {
			if values, err = t.first(p, values, side); err != nil {
				return nil, err
			}
		}
		if err := t.set(p, o.last, values[0]); err != nil {
			return nil, err
		}
		if p.rule == ask || p.rule == decision {
			for _, value := range values[1:] {
				o.waiting = append(o.waiting, waiting{p.name, value, known.values[value]})
			}
		}
	}
	known := joined(a.row.unveiled(a.row, b.row), b.row.unveiled(a.row, b.row))
	o.gone = known.values[gone]
	o.row = o.last
	switch values := known.standing(); {
	case len(values) > 1:
		o.waiting = append(o.waiting, waiting{existence, gone, o.gone})
	case values[0] == gone:
		o.row = nil
	}
	return o, nil
}

// stand gives the values of a part that stand after a join, the one set last first.
func (t *table) stand(p part, known register, a, b *lineage, i int, deleted bool) (values []string, err error) {
	switch p.rule {
	case least, greatest:
		// A row that has been deleted, and may come back on another side, has what it ever had.
		return []string{extremeOf(append(a.parts[i].had(deleted), b.parts[i].had(deleted)...), p.rule)}, nil
	case decision:
		return known.decided(t)
	case newest:
		return known.standing()[:1], nil
	}
	if values = known.standing(); t == claims && p.name == "label" && len(values) > 1 {
		return differentLabels(values)
	}
	return values, nil
}

// first puts the value that a side has in its row before the others. Of values
// that say the same there is one; that one is put first where the side says so too.
func (t *table) first(p part, values []string, side *lineage) ([]string, error) {
	if len(values) < 2 || !side.here || side.blind && blindParts[p.name] {
		return values, nil
	}
	has, err := t.says(p, side.now)
	if err != nil {
		return nil, err
	}
	for i, value := range values {
		r, err := t.decode(&value)
		if err != nil {
			return nil, err
		}
		if said, err := t.says(p, r); err != nil || said == has {
			return append([]string{value}, slices.Delete(slices.Clone(values), i, i+1)...), err
		}
	}
	return values, nil
}

// says gives what tells a value of a part apart from another that a user would
// have to choose between: a label whoever gave it, a settlement whoever made it.
func (t *table) says(p part, r row) (string, error) {
	switch {
	case t == claims && p.name == "label":
		return r.text(claimsLabelID), nil
	case p.rule == decision:
		c := claimOf(r)
		return string(c.statusInPlace()) + " " + c.FinalLabelID, nil
	}
	return t.value(p, r)
}

// differentLabels gives the first value with each label: that two people have
// given a claim the same one is nothing to choose between.
func differentLabels(values []string) ([]string, error) {
	var kept []string
	known := make(map[any]bool)
	for _, value := range values {
		r, err := claims.decode(&value)
		if err != nil {
			return nil, err
		}
		if label := r[claimsLabelID]; !known[label] {
			known[label] = true
			kept = append(kept, value)
		}
	}
	return kept, nil
}
