package store

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// version is a value that a register has or had: its stamps, which are the ids
// of the events that set it ("" among them where one is not known), who set it
// last and when, and whether it stands, in the row or waiting in a conflict.
type version struct {
	stamps     []string // in order
	person, at string
	stands     bool
}

func (v version) last() string {
	if len(v.stamps) == 0 {
		return ""
	}
	return v.stamps[len(v.stamps)-1]
}

// register is a multi-value register: what one workspace knows of one part of a
// row. A row is a map of registers, with one more for its existence, whose
// values are there and gone (a tombstone). values are those that it has or had;
// the stamps of all of them are its causal history. Of values that a package
// was made without, because later ones had taken their place before, it knows
// the stamps alone: they are in superseded.
type register struct {
	values     map[string]version
	superseded map[string]bool
}

func newRegister() register {
	return register{make(map[string]version), make(map[string]bool)}
}

// learn takes in that an event set a value, "" for one that is not known.
func (g register) learn(value, stamp, person, at string) {
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

// seen takes in that there was a value: where no event is known that set it,
// it was one that is not known.
func (g register) seen(value string) {
	if len(g.values[value].stamps) == 0 {
		g.learn(value, "", "", "")
	}
}

// stand marks a value as one that stands.
func (g register) stand(value string) {
	v := g.values[value]
	v.stands = true
	g.values[value] = v
}

// handed takes in that a value was set by these events elsewhere, and that
// those others had set what it took the place of.
func (g register) handed(value string, stamps, superseded stampList) {
	if len(stamps) == 0 {
		g.seen(value)
	}
	for _, stamp := range stamps {
		g.learn(value, stamp, "", "")
	}
	for _, stamp := range superseded {
		g.superseded[stamp] = true
	}
}

// standing gives the values that stand, the one set last first. Where clocks
// that went wrong leave none, the one set last stands.
func (g register) standing() []string {
	var some []string
	for value, v := range g.values {
		if v.stands {
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

// decided gives the values that stand of a part that somebody may decide: what
// was decided, each decision once, the one made last first. Where there is
// none, it is the value that was set last without anybody's deciding it.
func (g register) decided(t *table) ([]string, error) {
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
	for _, value := range g.standing() {
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

// settlementOf reads how a claim was settled from a value of that part.
func settlementOf(t *table, value string) (Claim, error) {
	r, err := t.decode(&value)
	if err != nil {
		return Claim{}, err
	}
	return claimOf(r), nil
}

// last gives the value that was set last.
func (g register) last() string {
	last := ""
	for value, v := range g.values {
		if last == "" || cmp.Or(cmp.Compare(v.last(), g.values[last].last()), cmp.Compare(value, last)) > 0 {
			last = value
		}
	}
	return last
}

// had gives the values that stand, or all that ever stood.
func (g register) had(ever bool) []string {
	var some []string
	for value, v := range g.values {
		if ever || v.stands {
			some = append(some, value)
		}
	}
	return some
}

// extremeOf gives the smallest or greatest of some values.
func extremeOf(values []string, rule partRule) string {
	if rule == least {
		return slices.Min(values)
	}
	return slices.Max(values)
}

// history gives all stamps that a register knows.
func (g register) history() map[string]bool {
	all := maps.Clone(g.superseded)
	for _, v := range g.values {
		for _, stamp := range v.stamps {
			all[stamp] = true
		}
	}
	return all
}

// past gives the stamps of the values that have been superseded, in order. What
// waits beside a row has not been.
func (g register) past() stampList {
	all := g.history()
	for _, v := range g.values {
		for _, stamp := range v.stamps {
			if v.stands {
				delete(all, stamp)
			}
		}
	}
	delete(all, "")
	return slices.Sorted(maps.Keys(all))
}

// joined is the join of two registers: what both sides know. A value that
// stands on one side alone goes if all its stamps are in the other's causal
// history, which then has seen it go. So it does not matter from which side or
// how often workspaces meet.
func joined(a, b register) register {
	both := newRegister()
	for _, sides := range [][2]register{{a, b}, {b, a}} {
		var known map[string]bool
		maps.Copy(both.superseded, sides[0].superseded)
		for value, v := range sides[0].values {
			for _, stamp := range v.stamps {
				both.learn(value, stamp, v.person, v.at)
			}
			if !v.stands {
				continue
			}
			other := sides[1].values[value]
			if !other.stands && known == nil {
				known = sides[1].history()
			}
			if other.stands || !other.knows(v.stamps, known) {
				both.stand(value)
			}
		}
	}
	for value, v := range both.values { // who set it last is known by the side that knows the last event
		for _, side := range []register{a, b} {
			if known := side.values[value]; known.person != "" && known.last() == v.last() {
				v.person, v.at = known.person, known.at
			}
		}
		both.values[value] = v
	}
	return both
}

// knows reports whether all the stamps of a value are in a causal history. That
// of an event that is not known says nothing without the value: v is what this
// side knows of it.
func (v version) knows(stamps []string, history map[string]bool) bool {
	for _, stamp := range stamps {
		if stamp == "" && (len(v.stamps) == 0 || v.stamps[0] != "") {
			return false
		}
		if stamp != "" && !history[stamp] && !history[veil(stamp)] {
			return false
		}
	}
	return true
}

// unveiled gives a register with the stamps of events in place of their veils,
// where those events are known to one of some others.
func (g register) unveiled(others ...register) register {
	veils := false
	for _, v := range g.values {
		veils = veils || slices.ContainsFunc(v.stamps, isVeil)
	}
	if !veils {
		return g
	}
	by := make(map[string]string)
	for _, other := range others {
		for stamp := range other.history() {
			by[veil(stamp)] = stamp
		}
	}
	all := register{make(map[string]version, len(g.values)), g.superseded}
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

func isVeil(stamp string) bool { return strings.HasPrefix(stamp, "#") }
