package merge

import (
	"encoding/json"
	"maps"
	"slices"

	"factmark/store"
	"factmark/store/internal/db"
	"factmark/store/internal/register"
)

// rowState is what one replica knows of one row: a register for each field group and
// one for its existence, and what is needed to restore a deleted row.
type rowState struct {
	row       db.Row              // as it is, or as it was when it was deleted; nil where the replica never had it
	alive     bool                // it is not deleted
	registers []register.Register // in the order of the table's field groups; one that was never observed has no values
	existence register.Register   // its values are db.Alive and db.Deleted
	blind     bool                // received in a blind package: the registers of db.BlindGroups have no values
	unnamed   []bool              // by field group: received in a package that says nothing of it, see leavesOut

	tombstoned []map[string]bool   // by field group: the values that the row had when someone deleted it
	replaced   []map[string]string // by field group, by value: the stamp of the last assignment that superseded it
}

// replica is one of the two workspaces that are joined.
type replica struct {
	db.Querier
	labels map[string]string   // the canonical id of a label, by each of its other ids and those of labels merged into it
	others map[string][]string // the other ids of a label, by its canonical id
}

// labelColumns are the columns that name a label, by table.
var labelColumns = func() map[string][]string {
	all := make(map[string][]string)
	for _, t := range db.Evented {
		for _, column := range t.Columns {
			if t != db.MergedLabels && (column == "label_id" || column == "final_label_id") {
				all[t.Name] = append(all[t.Name], column)
			}
		}
	}
	return all
}()

// translated gives a row with the canonical ids of labels, which both replicas use.
func (s *replica) translated(t *db.Table, r db.Row) db.Row {
	if r == nil || len(s.labels) == 0 {
		return r
	}
	copied := false
	columns := labelColumns[t.Name]
	if t == db.Labels {
		columns = []string{"id"}
	}
	for _, name := range columns {
		i := t.Column(name)
		if same, ok := s.labels[r.Text(i)]; ok {
			if !copied {
				r, copied = slices.Clone(r), true
			}
			r[i] = same
		}
	}
	return r
}

// current reads a row by its id, a label by any of its ids.
func (s *replica) current(t *db.Table, id string) (db.Row, error) {
	r, err := s.Read(t, id)
	if t == db.Labels {
		for _, other := range s.others[id] {
			if r == nil && err == nil {
				r, err = s.Read(t, other)
			}
		}
	}
	return s.translated(t, r), err
}

// idsOf gives all ids of a row; only labels may have several.
func (s *replica) idsOf(t *db.Table, id string) []string {
	if t != db.Labels || len(s.others[id]) == 0 {
		return []string{id}
	}
	return append([]string{id}, s.others[id]...)
}

const historyOf = `SELECT e.id, e.person_id, e.at, e.before, e.after FROM events e JOIN actions a ON a.id = e.action_id
	WHERE e.entity = ?1 AND e.entity_id = ?2 AND ` + db.OwnEvents + `
	UNION ALL SELECT m.id, m.person_id, m.at, m.before, m.after FROM merged_events m JOIN actions a ON a.seq = m.merge
	WHERE m.entity = ?1 AND m.entity_id = ?2 AND a.undone = 0 ORDER BY 1`

// rowState builds the registers of a row from the row, its events, the causal histories of packages, and its conflicts.
func (s *replica) rowState(t *db.Table, id string) (*rowState, error) {
	now, err := s.current(t, id)
	if err != nil {
		return nil, err
	}
	n := len(t.Groups)
	l := &rowState{row: now, alive: now != nil, registers: make([]register.Register, n), existence: register.New(), unnamed: make([]bool, n), tombstoned: make([]map[string]bool, n), replaced: make([]map[string]string, n)}
	for i := range l.registers {
		l.registers[i], l.tombstoned[i], l.replaced[i] = register.New(), map[string]bool{}, map[string]string{}
	}
	if err := s.bases(l, t, id); err != nil {
		return nil, err
	}
	last, err := s.history(l, t, id)
	if err != nil {
		return nil, err
	}
	if now != nil {
		l.existence.ObserveValue(db.Alive)
		l.existence.MarkLive(db.Alive)
	} else if last != nil {
		l.row = slices.Clone(last)
		l.existence.MarkLive(db.Deleted)
	}
	if l.row == nil {
		return l, nil
	}
	if now == nil {
		if err := s.observeDeletedHere(l, t, id); err != nil {
			return nil, err
		}
	}
	for i, p := range t.Groups {
		if l.leavesOut(p, i) {
			continue
		}
		if now == nil {
			if err := t.Set(p, l.row, l.tombstoneValue(i, p.Rule)); err != nil {
				return nil, err
			}
		}
		value, err := t.Value(p, l.row)
		if err != nil {
			return nil, err
		}
		l.registers[i].ObserveValue(value)
		l.registers[i].MarkLive(value)
	}
	return l, s.observeConflicts(l, t, id)
}

// leavesOut tells whether this replica knows nothing of a field group: a blind package
// does not of those that tell a label, and a package does not of one that it does
// not name, which it left out or which came with a later version, until a
// value of it is assigned there.
func (l *rowState) leavesOut(p db.FieldGroup, i int) bool {
	return l.blind && db.BlindGroups[p.Name] || l.unnamed[i] && len(l.registers[i].Values) == 0
}

// history observes the events of a row, and gives the row as the last of them leaves
// it, or as it was before the last one deleted it.
func (s *replica) history(l *rowState, t *db.Table, id string) (deleted db.Row, err error) {
	for _, id := range s.idsOf(t, id) {
		err := s.Each(historyOf, []any{t.Name, id}, func(scan func(...any) error) error {
			var e assignment
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
			if is := db.Either(to.row, from.row); is != nil {
				deleted = is
			}
			e.chosen = db.ChosenIn(after)
			return l.observe(t, from, to, e)
		})
		if err != nil {
			return nil, err
		}
	}
	return deleted, nil
}

// state is a row before or after an event, nil where it is not alive, and which of its
// columns the event does not hold.
type state struct {
	row     db.Row
	unknown []bool // nil where it holds all
}

func (s state) knows(p db.FieldGroup) bool {
	return s.row != nil && (s.unknown == nil || !s.unknown[p.Columns[0]])
}

func (s *replica) state(t *db.Table, image *string) (state, error) {
	r, err := t.Decode(image)
	if r == nil || err != nil || t.Canonical(*image) {
		return state{row: s.translated(t, r)}, err
	}
	var held map[string]json.RawMessage
	if err := json.Unmarshal([]byte(*image), &held); err != nil {
		return state{}, db.Failf(db.ErrDamaged, "the history of a %s cannot be read; nothing was changed", t.Noun)
	}
	unknown := make([]bool, len(t.Columns))
	for i, c := range t.Columns {
		_, is := held[c]
		unknown[i] = !is && !t.Later[i]
	}
	return state{s.translated(t, r), unknown}, nil
}

// observeDeletedHere observes the values that a row had when it was deleted here, but
// for those of which an assignment is known and that the tombstone has already.
func (s *replica) observeDeletedHere(l *rowState, t *db.Table, id string) error {
	var image *string
	found, err := s.One("SELECT before FROM events WHERE entity = ? AND entity_id = ? AND verb = 'delete' ORDER BY seq DESC LIMIT 1", []any{t.Name, id}, &image)
	if err != nil || !found {
		return err
	}
	last, err := s.state(t, image)
	if err != nil {
		return err
	}
	for i, p := range t.Groups {
		if !last.knows(p) {
			continue
		}
		value, err := t.Value(p, last.row)
		if err != nil {
			return err
		}
		if _, known := l.registers[i].Values[value]; known && len(l.tombstoned[i]) > 0 {
			continue
		}
		l.registers[i].ObserveValue(value)
		l.tombstoned[i][value] = true
	}
	return nil
}

// assignment is an event: its id, which is the stamp, whose it is, and when, and the
// field group of the conflict that it resolved, which it assigns even where the
// value stays the same.
type assignment struct{ stamp, person, at, chosen string }

// observe adds the assignments of one event to the registers: of the field groups
// that it changed, and of existence.
func (l *rowState) observe(t *db.Table, before, after state, e assignment) error {
	if before.row != nil {
		l.existence.ObserveValue(db.Alive)
	}
	if after.row != nil {
		l.existence.Observe(db.Alive, e.stamp, e.person, e.at)
	} else {
		l.existence.Observe(db.Deleted, e.stamp, e.person, e.at)
	}
	for i, p := range t.Groups {
		var from, to string
		var err error
		if l.unnamed[i] && len(l.registers[i].Values) == 0 && before.knows(p) && t.IsFirst(p, before.row) && (after.row == nil || t.IsFirst(p, after.row)) {
			continue // it says no more of the group than the package
		}
		if before.knows(p) {
			if from, err = t.Value(p, before.row); err != nil {
				return err
			}
			l.registers[i].ObserveValue(from)
		}
		switch {
		case after.row == nil && before.knows(p):
			l.tombstoned[i][from] = true
		case after.knows(p) && (before.row == nil || before.knows(p)):
			if to, err = t.Value(p, after.row); err != nil {
				return err
			}
			if before.row == nil || from != to || e.chosen == p.Name {
				l.registers[i].Observe(to, e.stamp, e.person, e.at)
			}
			if before.row != nil && from != to {
				l.replaced[i][from] = max(l.replaced[i][from], e.stamp)
			}
		}
	}
	return nil
}

// builtInStamp is the stamp of the values that every workspace begins with: those of
// the labels that the migrations make, for which there are no events. It sorts
// before all ids of events.
const builtInStamp = "!"

// bases observes the assignments of which this replica has no events: of a label that
// is built in, and those that packages name by their stamps, the package that this
// workspace is and those that were merged here.
func (s *replica) bases(l *rowState, t *db.Table, id string) error {
	for _, id := range s.idsOf(t, id) {
		if t == db.Labels {
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

// builtIn observes the values of a label that every workspace begins with.
func (s *replica) builtIn(l *rowState, id string) error {
	first, err := db.FirstRows()
	if err != nil {
		return err
	}
	image, is := first[db.Labels][id]
	if !is {
		return nil
	}
	r, err := db.Labels.Decode(&image)
	if err != nil {
		return err
	}
	l.existence.Observe(db.Alive, builtInStamp, "", "")
	for i, p := range db.Labels.Groups {
		value, err := db.Labels.Value(p, s.translated(db.Labels, r))
		if err != nil {
			return err
		}
		l.registers[i].Observe(value, builtInStamp, "", "")
	}
	return nil
}

// base observes the causal history that this workspace received, where it is a
// package: its events begin later.
func (s *replica) base(l *rowState, t *db.Table, id string) error {
	var h receivedRow
	found, err := s.One("SELECT stamps, superseded, blind FROM handed_over WHERE entity = ? AND entity_id = ?", []any{t.Name, id}, &h.stamps, &h.superseded, &h.blind)
	if err != nil || !found {
		return err
	}
	l.blind = h.blind
	first, err := s.asReceived(t, id)
	if err != nil || first == nil { // nil: deleted without an event
		return err
	}
	return l.receive(t, s.translated(t, first), h)
}

// asReceived gives a row of a package as it was when the package was made.
func (s *replica) asReceived(t *db.Table, id string) (db.Row, error) {
	var image *string
	found, err := s.One("SELECT before FROM events WHERE entity = ? AND entity_id = ? ORDER BY seq LIMIT 1", []any{t.Name, id}, &image)
	if err != nil {
		return nil, err
	}
	if found && image != nil {
		return t.Decode(image)
	}
	return s.Read(t, id)
}

// mergedBases observes the causal histories of the packages that were merged here.
func (s *replica) mergedBases(l *rowState, t *db.Table, id string) error {
	return s.Each(`SELECT h.image, h.stamps, h.superseded, h.blind FROM merged_handed_over h JOIN actions a ON a.seq = h.merge
		WHERE h.entity = ? AND h.entity_id = ? AND a.undone = 0 ORDER BY h.id`, []any{t.Name, id}, func(scan func(...any) error) error {
		var image string
		var h receivedRow
		if err := scan(&image, &h.stamps, &h.superseded, &h.blind); err != nil {
			return err
		}
		r, err := t.Decode(&image)
		if err != nil {
			return err
		}
		return l.receive(t, s.translated(t, r), h)
	})
}

// receivedRow is the causal history of a row in a package: for each field group the
// stamps of its value and those of the values that it superseded, as JSON.
type receivedRow struct {
	stamps, superseded string
	blind              bool
}

func (h receivedRow) byGroup() (stamps, superseded map[string]register.Stamps, err error) {
	for _, one := range []struct {
		from string
		to   *map[string]register.Stamps
	}{{h.stamps, &stamps}, {h.superseded, &superseded}} {
		if json.Unmarshal([]byte(one.from), one.to) != nil {
			return nil, nil, db.Failf(db.ErrDamaged, "what the package was made with cannot be read; nothing was changed")
		}
	}
	return stamps, superseded, nil
}

// receive adds a row of a package and its causal history to the registers.
func (l *rowState) receive(t *db.Table, r db.Row, h receivedRow) error {
	stamps, superseded, err := h.byGroup()
	if err != nil {
		return err
	}
	l.existence.Receive(db.Alive, stamps[db.Existence], superseded[db.Existence])
	for i, p := range t.Groups {
		if h.blind && db.BlindGroups[p.Name] {
			continue
		}
		if stamps[p.Name] == nil && superseded[p.Name] == nil && t.IsFirst(p, r) {
			l.unnamed[i] = true
			continue
		}
		value, err := t.Value(p, r)
		if err != nil {
			return err
		}
		l.registers[i].Receive(value, stamps[p.Name], superseded[p.Name])
	}
	return nil
}

// observeConflicts makes the values of the row's conflicts live.
func (s *replica) observeConflicts(l *rowState, t *db.Table, id string) error {
	var rows []Conflict
	for _, id := range s.idsOf(t, id) {
		some, err := readConflicts(s.Querier, t, id)
		if err != nil {
			return err
		}
		rows = append(rows, some...)
	}
	for _, c := range rows {
		if c.Group == db.Existence {
			l.existence.Observe(db.Deleted, c.stamp, c.PersonID, c.at)
			l.existence.MarkLive(db.Deleted)
			continue
		}
		for i, p := range t.Groups {
			if p.Name != c.Group {
				continue
			}
			r := slices.Clone(l.row)
			if err := t.Set(p, r, c.value); err != nil {
				return err
			}
			value, err := t.Value(p, s.translated(t, r))
			if err != nil {
				return err
			}
			l.registers[i].Observe(value, c.stamp, c.PersonID, c.at)
			l.registers[i].MarkLive(value)
		}
	}
	return nil
}

// tombstoneValue gives the value that a register of a deleted row keeps, and marks
// the live ones: several may have deleted the row concurrently, each with a
// last value of their own.
func (l *rowState) tombstoneValue(i int, rule db.MergeRule) string {
	known := l.registers[i]
	if rule == db.Least || rule == db.Greatest {
		return extremeOf(slices.Collect(maps.Keys(known.Values)), rule)
	}
	for value := range l.tombstoned[i] {
		if l.replaced[i][value] <= known.Values[value].Last() {
			known.MarkLive(value)
		}
	}
	return known.LiveValues()[0]
}

// outcome is the join of two states of a row.
type outcome struct {
	row        db.Row // nil where it is deleted
	last       db.Row // as it is, or as it was when it was deleted
	deletion   register.Entry
	concurrent []liveValue // the live values that are not in the row
}

// liveValue is a live value that is not in the row, and becomes a conflict.
type liveValue struct {
	group, value string
	entry        register.Entry
}

// mergeStates joins the registers of two states of a row. Where several values stay
// live and the rule is db.Ask or db.Decision, ours stays in the row and the others
// become conflicts.
func mergeStates(t *db.Table, ours, theirs *rowState) (*outcome, error) {
	a, b := ours, theirs
	if a.row == nil {
		a, b = b, a
	}
	if b.blind {
		a, b = b, a
	}
	o := &outcome{last: slices.Clone(a.row)}
	wasDeleted := a.existence.Values[db.Deleted].Live || b.existence.Values[db.Deleted].Live
	for i, p := range t.Groups {
		known := b.registers[i]
		if !a.blind || !db.BlindGroups[p.Name] {
			known = register.Join(a.registers[i], b.registers[i])
		}
		if a.leavesOut(p, i) && b.leavesOut(p, i) {
			continue
		}
		values, err := liveValuesOf(t, p, known, a, b, i, wasDeleted)
		if err != nil {
			return nil, err
		}
		for _, state := range []*rowState{theirs, ours} {
			if values, err = replicaFirst(t, p, i, values, state); err != nil {
				return nil, err
			}
		}
		if err := t.Set(p, o.last, values[0]); err != nil {
			return nil, err
		}
		if p.Rule == db.Ask || p.Rule == db.Decision {
			for _, value := range values[1:] {
				o.concurrent = append(o.concurrent, liveValue{p.Name, value, known.Values[value]})
			}
		}
	}
	known := register.Join(a.existence.Unmasked(a.existence, b.existence), b.existence.Unmasked(a.existence, b.existence))
	o.deletion = known.Values[db.Deleted]
	o.row = o.last
	switch values := known.LiveValues(); {
	case len(values) > 1:
		o.concurrent = append(o.concurrent, liveValue{db.Existence, db.Deleted, o.deletion})
	case values[0] == db.Deleted:
		o.row = nil
	}
	return o, nil
}

// liveValuesOf gives the live values of a field group after a join and by its rule, the one assigned last first.
func liveValuesOf(t *db.Table, p db.FieldGroup, known register.Register, a, b *rowState, i int, wasDeleted bool) (values []string, err error) {
	switch p.Rule {
	case db.Least, db.Greatest:
		// A deleted row may be revived in another replica: the extreme is that of all values it ever had.
		return []string{extremeOf(append(a.registers[i].Had(wasDeleted), b.registers[i].Had(wasDeleted)...), p.Rule)}, nil
	case db.Decision:
		return decidedValues(known, t)
	case db.Newest:
		return known.LiveValues()[:1], nil
	}
	if values = known.LiveValues(); t == db.Claims && p.Name == "label" && len(values) > 1 {
		return differentLabels(values)
	}
	return values, nil
}

// replicaFirst puts the value that a replica has in its row before the other live
// values. Values of one meaning count as one, see meaningOf.
func replicaFirst(t *db.Table, p db.FieldGroup, i int, values []string, state *rowState) ([]string, error) {
	if len(values) < 2 || !state.alive || state.leavesOut(p, i) {
		return values, nil
	}
	has, err := meaningOf(t, p, state.row)
	if err != nil {
		return nil, err
	}
	for at, value := range values {
		r, err := t.Decode(&value)
		if err != nil {
			return nil, err
		}
		if means, err := meaningOf(t, p, r); err != nil || means == has {
			return append([]string{value}, slices.Delete(slices.Clone(values), at, at+1)...), err
		}
	}
	return values, nil
}

// meaningOf gives the part of a field group's value that a user would choose by: of a
// label, which one, whoever gave it; of a decided status, status and final label,
// whoever decided. Other values mean themselves.
func meaningOf(t *db.Table, p db.FieldGroup, r db.Row) (string, error) {
	switch {
	case t == db.Claims && p.Name == "label":
		return r.Text(db.ClaimsLabelID), nil
	case p.Rule == db.Decision:
		c := store.ClaimOf(r)
		return string(c.StatusInPlace()) + " " + c.FinalLabelID, nil
	}
	return t.Value(p, r)
}

// differentLabels gives the first value with each label: two people who gave a claim
// the same one are in no conflict.
func differentLabels(values []string) ([]string, error) {
	var kept []string
	known := make(map[any]bool)
	for _, value := range values {
		r, err := db.Claims.Decode(&value)
		if err != nil {
			return nil, err
		}
		if label := r[db.ClaimsLabelID]; !known[label] {
			known[label] = true
			kept = append(kept, value)
		}
	}
	return kept, nil
}

// decidedValues gives the live values of a field group with the rule db.Decision: those
// that somebody decided, each decision once, the one assigned last first. Where
// nobody has decided, it is the derived value that was assigned last.
func decidedValues(g register.Register, t *db.Table) ([]string, error) {
	var some []string
	seen := make(map[[2]string]bool)
	open := register.New()
	for value, v := range g.Values {
		c, err := settlementOf(t, value)
		if err != nil {
			return nil, err
		}
		if !c.SettledBySomeone() {
			open.Values[value] = v
		}
	}
	for _, value := range g.LiveValues() {
		c, err := settlementOf(t, value)
		if err != nil {
			return nil, err
		}
		if decision := [2]string{string(c.Status), c.FinalLabelID}; c.SettledBySomeone() && !seen[decision] {
			seen[decision] = true
			some = append(some, value)
		}
	}
	if len(some) == 0 && len(open.Values) > 0 {
		some = []string{open.Last()}
	}
	if len(some) == 0 {
		some = []string{g.Last()}
	}
	return some, nil
}

// settlementOf decodes the field group of a claim's status and final label.
func settlementOf(t *db.Table, value string) (store.Claim, error) {
	r, err := t.Decode(&value)
	if err != nil {
		return store.Claim{}, err
	}
	return store.ClaimOf(r), nil
}

// extremeOf gives the smallest or greatest of some values.
func extremeOf(values []string, rule db.MergeRule) string {
	if rule == db.Least {
		return slices.Min(values)
	}
	return slices.Max(values)
}
