package store

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"factmark/store/internal/db"
)

// entry is a value that a register has or had: its stamps, which are the ids
// of the events that assigned it ("" among them where one is not known), who
// assigned it last and when, and whether it is live: in the row, or beside it in
// a conflict. An entry that is not live has been superseded.
type entry struct {
	stamps     []string // in order
	person, at string
	live       bool
}

func (v entry) last() string {
	if len(v.stamps) == 0 {
		return ""
	}
	return v.stamps[len(v.stamps)-1]
}

// register is a multi-value register: what one replica knows of one field group
// of a row, or of the row's existence, whose values are alive and deleted (a
// tombstone). values has an entry for each value that is or was assigned; the
// stamps of all entries are the register's causal history. Of values that a
// package was made without, because they had been superseded by then, it has
// the stamps alone: they are in superseded.
type register struct {
	values     map[string]entry
	superseded map[string]bool
}

func newRegister() register {
	return register{make(map[string]entry), make(map[string]bool)}
}

// observe adds the stamp of an event that assigned a value; "" stands for an
// event that is not known.
func (g register) observe(value, stamp, person, at string) {
	v := g.values[value]
	i, found := slices.BinarySearch(v.stamps, stamp)
	if found && (stamp == "" || v.person != "") {
		g.values[value] = v
		return
	}
	if i == len(v.stamps) || found && i == len(v.stamps)-1 {
		v.person, v.at = person, at
	}
	if !found {
		v.stamps = slices.Insert(v.stamps, i, stamp) // of this register alone
	}
	g.values[value] = v
}

// observeValue adds a value that the row had. Where no stamp of it is known, it
// gets the unknown one.
func (g register) observeValue(value string) {
	if len(g.values[value].stamps) == 0 {
		g.observe(value, "", "", "")
	}
}

// markLive makes a value's entry a live one.
func (g register) markLive(value string) {
	v := g.values[value]
	v.live = true
	g.values[value] = v
}

// receive adds what a package was made with: a value with the stamps of its
// assignments, and the stamps of those that it supersedes.
func (g register) receive(value string, stamps, superseded stampList) {
	if len(stamps) == 0 {
		g.observeValue(value)
	}
	for _, stamp := range stamps {
		g.observe(value, stamp, "", "")
	}
	for _, stamp := range superseded {
		g.superseded[stamp] = true
	}
}

// liveValues gives the live values, the one assigned last first. Where clocks
// that went wrong leave none, it is the value assigned last.
func (g register) liveValues() []string {
	var some []string
	for value, v := range g.values {
		if v.live {
			some = append(some, value)
		}
	}
	if len(some) == 0 {
		return []string{g.last()}
	}
	slices.SortFunc(some, func(a, b string) int {
		return -cmp.Or(cmp.Compare(g.values[a].last(), g.values[b].last()), cmp.Compare(a, b))
	})
	return some
}

// decided gives the live values of a field group with the rule decision: those
// that somebody has decided, each decision once, the last one first. Where nobody
// has decided, it is the last of the values that were derived.
func (g register) decided(t *db.Table) ([]string, error) {
	var some []string
	said := make(map[[2]string]bool)
	open := newRegister()
	for value, v := range g.values {
		c, err := settlementOf(t, value)
		if err != nil {
			return nil, err
		}
		if !c.settledBySomeone() {
			open.values[value] = v
		}
	}
	for _, value := range g.liveValues() {
		c, err := settlementOf(t, value)
		if err != nil {
			return nil, err
		}
		if says := [2]string{string(c.Status), c.FinalLabelID}; c.settledBySomeone() && !said[says] {
			said[says] = true
			some = append(some, value)
		}
	}
	if len(some) == 0 && len(open.values) > 0 {
		some = []string{open.last()}
	}
	if len(some) == 0 {
		some = []string{g.last()}
	}
	return some, nil
}

// settlementOf reads how a claim was settled from a value of that field group.
func settlementOf(t *db.Table, value string) (Claim, error) {
	r, err := t.Decode(&value)
	if err != nil {
		return Claim{}, err
	}
	return claimOf(r), nil
}

// last gives the value that was assigned last.
func (g register) last() string {
	last := ""
	for value, v := range g.values {
		if last == "" || cmp.Or(cmp.Compare(v.last(), g.values[last].last()), cmp.Compare(value, last)) > 0 {
			last = value
		}
	}
	return last
}

// had gives the live values, or with ever all that there were.
func (g register) had(ever bool) []string {
	var some []string
	for value, v := range g.values {
		if ever || v.live {
			some = append(some, value)
		}
	}
	return some
}

// extremeOf gives the smallest or greatest of some values.
func extremeOf(values []string, rule db.MergeRule) string {
	if rule == db.Least {
		return slices.Min(values)
	}
	return slices.Max(values)
}

// history is the causal history: all stamps of the register.
func (g register) history() map[string]bool {
	all := maps.Clone(g.superseded)
	for _, v := range g.values {
		for _, stamp := range v.stamps {
			all[stamp] = true
		}
	}
	return all
}

// past gives the stamps of superseded values, in order. A value in a conflict is
// live, and not among them.
func (g register) past() stampList {
	all := g.history()
	for _, v := range g.values {
		for _, stamp := range v.stamps {
			if v.live {
				delete(all, stamp)
			}
		}
	}
	delete(all, "")
	return slices.Sorted(maps.Keys(all))
}

// join is the least upper bound of two registers. The causal history is the
// union of both. A value that is live in both stays live; one that is live in
// one alone stays live unless all its stamps are in the other's causal history:
// that one has known the value, and superseded it. So join is commutative,
// associative and idempotent, and replicas may merge in any order and any number
// of times.
func join(a, b register) register {
	both := newRegister()
	for _, sides := range [][2]register{{a, b}, {b, a}} {
		var known map[string]bool
		maps.Copy(both.superseded, sides[0].superseded)
		for value, v := range sides[0].values {
			for _, stamp := range v.stamps {
				both.observe(value, stamp, v.person, v.at)
			}
			if !v.live {
				continue
			}
			other := sides[1].values[value]
			if !other.live && known == nil {
				known = sides[1].history()
			}
			if other.live || !other.knows(v.stamps, known) {
				both.markLive(value)
			}
		}
	}
	for value, v := range both.values { // who assigned it last is known by the replica that knows the last event
		for _, side := range []register{a, b} {
			if known := side.values[value]; known.person != "" && known.last() == v.last() {
				v.person, v.at = known.person, known.at
			}
		}
		both.values[value] = v
	}
	return both
}

// knows reports whether all the stamps of a value are in a replica's causal
// history. The unknown stamp is in it only where the replica's own entry of the
// value, v, has it too.
func (v entry) knows(stamps []string, history map[string]bool) bool {
	for _, stamp := range stamps {
		if stamp == "" && (len(v.stamps) == 0 || v.stamps[0] != "") {
			return false
		}
		if stamp != "" && !history[stamp] && !history[maskedID(stamp)] {
			return false
		}
	}
	return true
}

// unmasked gives a register with stamps in place of their masked ids, where one
// of some other registers has those stamps.
func (g register) unmasked(others ...register) register {
	masked := false
	for _, v := range g.values {
		masked = masked || slices.ContainsFunc(v.stamps, isMasked)
	}
	if !masked {
		return g
	}
	by := make(map[string]string)
	for _, other := range others {
		for stamp := range other.history() {
			by[maskedID(stamp)] = stamp
		}
	}
	all := register{make(map[string]entry, len(g.values)), g.superseded}
	for value, v := range g.values {
		v.stamps = slices.Clone(v.stamps)
		for i, stamp := range v.stamps {
			if known, is := by[stamp]; is {
				v.stamps[i] = known
			}
		}
		slices.Sort(v.stamps)
		v.stamps = slices.Compact(v.stamps)
		all.values[value] = v
	}
	return all
}

func isMasked(stamp string) bool { return strings.HasPrefix(stamp, "#") }
