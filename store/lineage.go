package store

import (
	"encoding/json"
	"maps"
	"slices"
)

// lineage is what a workspace knows of one row.
type lineage struct {
	now   row        // as it is, or as it was when it was deleted; nil where there never was one
	parts []wordings // in the order of the table's parts; what nothing is known of has no wordings
	row   wordings   // of its existence
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
		id, _ := r[i].(string)
		if same, ok := s.labels[id]; ok {
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
	l := &lineage{now: now, parts: make([]wordings, n), row: wordings{}, buried: make([]map[string]bool, n), replaced: make([]map[string]string, n)}
	for i := range l.parts {
		l.parts[i], l.buried[i], l.replaced[i] = wordings{}, map[string]bool{}, map[string]string{}
	}
	if err := s.base(l, t, id); err != nil {
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
	ids := []string{id}
	if t == labels {
		ids = append(ids, s.others[id]...)
	}
	for _, id := range ids {
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
		if _, known := l.parts[i][value]; known && len(l.buried[i]) > 0 {
			continue
		}
		l.parts[i].seen(value)
		l.buried[i][value] = true
	}
	return nil
}

// setting is an event that set something: its id, whose it is, and when.
type setting struct{ stamp, person, at string }

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
			if before.row == nil || from != to {
				l.parts[i].learn(to, e.stamp, e.person, e.at)
			}
			if before.row != nil && from != to {
				l.replaced[i][from] = max(l.replaced[i][from], e.stamp)
			}
		}
	}
	return nil
}

// base learns what a package was made with, which its own events do not tell.
func (s *side) base(l *lineage, t *table, id string) error {
	var stamps string
	found, err := s.one("SELECT stamps, blind FROM handed_over WHERE entity = ? AND entity_id = ?", []any{t.name, id}, &stamps, &l.blind)
	if err != nil || !found {
		return err
	}
	var byPart map[string]stampList
	if err := json.Unmarshal([]byte(stamps), &byPart); err != nil {
		return failf(ErrDamaged, "what the package was made with cannot be read; nothing was changed")
	}
	first := l.now
	var image *string
	if _, err := s.one("SELECT before FROM events WHERE entity = ? AND entity_id = ? ORDER BY seq LIMIT 1", []any{t.name, id}, &image); err != nil {
		return err
	}
	if image != nil {
		if first, err = t.decode(image); err != nil {
			return err
		}
		first = s.translated(t, first)
	}
	if first == nil {
		return nil // it was taken away without an event
	}
	l.row.handed(there, byPart[existence])
	for i, p := range t.parts {
		if l.blind && blindParts[p.name] {
			continue
		}
		value, err := t.value(p, first)
		if err != nil {
			return err
		}
		l.parts[i].handed(value, byPart[p.name])
	}
	return nil
}

// waiting learns of the values that wait in conflicts.
func (s *side) waiting(l *lineage, t *table, id string) error {
	rows, err := s.conflictsOf(t, id)
	if err != nil {
		return err
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
		return extremeOf(slices.Collect(maps.Keys(known)), rule)
	}
	for value := range l.buried[i] {
		if l.replaced[i][value] <= known[value].last() {
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

// meet joins what two sides know of a row.
func meet(t *table, a, b *lineage) (*outcome, error) {
	if a.now == nil {
		a, b = b, a
	}
	if b.blind {
		a, b = b, a
	}
	o := &outcome{last: slices.Clone(a.now)}
	deleted := a.row[gone].stands || b.row[gone].stands
	for i, p := range t.parts {
		known := b.parts[i]
		if !a.blind || !blindParts[p.name] {
			known = joined(a.parts[i], b.parts[i])
		}
		var values []string
		switch p.rule {
		case least, greatest:
			// A row that has been deleted, and may come back on another side, has what it ever had.
			values = []string{extremeOf(append(a.parts[i].had(deleted), b.parts[i].had(deleted)...), p.rule)}
		case decision:
			var err error
			if values, err = known.decided(t); err != nil {
				return nil, err
			}
		default:
			values = known.standing()
		}
		if t == claims && p.name == "label" && len(values) > 1 {
			var err error
			if values, err = differentLabels(values); err != nil {
				return nil, err
			}
		}
		if err := t.set(p, o.last, values[0]); err != nil {
			return nil, err
		}
		if p.rule == ask || p.rule == decision {
			for _, value := range values[1:] {
				o.waiting = append(o.waiting, waiting{p.name, value, known[value]})
			}
		}
	}
	handed := a.row
	if a.blind {
		handed = handed.unveiled(b.row)
	}
	known := joined(handed, b.row)
	o.gone = known[gone]
	o.row = o.last
	switch values := known.standing(); {
	case len(values) > 1:
		o.waiting = append(o.waiting, waiting{existence, gone, o.gone})
	case values[0] == gone:
		o.row = nil
	}
	return o, nil
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
		if label := r[claims.column("label_id")]; !known[label] {
			known[label] = true
			kept = append(kept, value)
		}
	}
	return kept, nil
}
