package register

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"strings"
)

// Entry is a value that a register has or had: its stamps, which are the ids
// of the events that assigned it ("" among them where one is not known), who
// assigned it last and when, and whether it is live: in the row, or beside it in
// a conflict. An entry that is not live has been superseded.
type Entry struct {
	Stamps     []string // in order
	Person, At string
	Live       bool
}

// Last is the last stamp, "" where none is known.
func (v Entry) Last() string {
	if len(v.Stamps) == 0 {
		return ""
	}
	return v.Stamps[len(v.Stamps)-1]
}

// Register is a multi-value register: what one replica knows of one field group
// of a row, or of the row's existence, whose values are alive and deleted (a
// tombstone). Values has an entry for each value that is or was assigned; the
// stamps of all entries are the register's causal history. Of values that were
// superseded before a package was made, which the package does not hold, only the
// stamps are known: they are in superseded.
type Register struct {
	Values     map[string]Entry
	superseded map[string]bool
}

// New is a register without values.
func New() Register {
	return Register{make(map[string]Entry), make(map[string]bool)}
}

// Observe adds an assignment of a value to the register: its stamp, "" where the
// event is not known, and who made it when, "" where only the stamp is known.
func (g Register) Observe(value, stamp, person, at string) {
	v := g.Values[value]
	i, found := slices.BinarySearch(v.Stamps, stamp)
	if found && (stamp == "" || v.Person != "") {
		g.Values[value] = v
		return
	}
	if i == len(v.Stamps) || found && i == len(v.Stamps)-1 {
		v.Person, v.At = person, at
	}
	if !found {
		v.Stamps = slices.Insert(v.Stamps, i, stamp) // of this register alone
	}
	g.Values[value] = v
}

// ObserveValue adds a value that the row had. Where no stamp of it is known, it
// gets the unknown one.
func (g Register) ObserveValue(value string) {
	if len(g.Values[value].Stamps) == 0 {
		g.Observe(value, "", "", "")
	}
}

// MarkLive makes a value live.
func (g Register) MarkLive(value string) {
	v := g.Values[value]
	v.Live = true
	g.Values[value] = v
}

// Receive adds a value as a package brings it: with the stamps of its assignments,
// and those of the values that it superseded.
func (g Register) Receive(value string, stamps, superseded Stamps) {
	if len(stamps) == 0 {
		g.ObserveValue(value)
	}
	for _, stamp := range stamps {
		g.Observe(value, stamp, "", "")
	}
	for _, stamp := range superseded {
		g.superseded[stamp] = true
	}
}

// LiveValues gives the live values, the one assigned last first. Where clocks
// that went wrong leave none, it is the value assigned last.
func (g Register) LiveValues() []string {
	var some []string
	for value, v := range g.Values {
		if v.Live {
			some = append(some, value)
		}
	}
	if len(some) == 0 {
		return []string{g.Last()}
	}
	slices.SortFunc(some, func(a, b string) int {
		return -cmp.Or(cmp.Compare(g.Values[a].Last(), g.Values[b].Last()), cmp.Compare(a, b))
	})
	return some
}

// Last gives the value that was assigned last.
func (g Register) Last() string {
	last := ""
	for value, v := range g.Values {
		if last == "" || cmp.Or(cmp.Compare(v.Last(), g.Values[last].Last()), cmp.Compare(value, last)) > 0 {
			last = value
		}
	}
	return last
}

// Had gives the live values, or with ever the superseded ones too.
func (g Register) Had(ever bool) []string {
	var some []string
	for value, v := range g.Values {
		if ever || v.Live {
			some = append(some, value)
		}
	}
	return some
}

// history is the causal history: all stamps of the register.
func (g Register) history() map[string]bool {
	all := maps.Clone(g.superseded)
	for _, v := range g.Values {
		for _, stamp := range v.Stamps {
			all[stamp] = true
		}
	}
	return all
}

// Past gives the stamps of superseded values, in order. A value in a conflict is
// live, and not among them.
func (g Register) Past() Stamps {
	all := g.history()
	for _, v := range g.Values {
		for _, stamp := range v.Stamps {
			if v.Live {
				delete(all, stamp)
			}
		}
	}
	delete(all, "")
	return slices.Sorted(maps.Keys(all))
}

// Join is the join of two registers. Its causal history is the union of both. A
// value that is live in both stays live; one that is live in one only stays live
// unless all its stamps are in the other's causal history: that replica has
// observed the value, and superseded it. Join is commutative and idempotent, and
// associative but for the exception that the page of package merge names.
func Join(a, b Register) Register {
	both := New()
	for _, pair := range [][2]Register{{a, b}, {b, a}} {
		var known map[string]bool
		maps.Copy(both.superseded, pair[0].superseded)
		for value, v := range pair[0].Values {
			for _, stamp := range v.Stamps {
				both.Observe(value, stamp, v.Person, v.At)
			}
			if !v.Live {
				continue
			}
			other := pair[1].Values[value]
			if !other.Live && known == nil {
				known = pair[1].history()
			}
			if other.Live || !other.knows(v.Stamps, known) {
				both.MarkLive(value)
			}
		}
	}
	for value, v := range both.Values { // who assigned it last is known by the replica that knows the last event
		for _, one := range []Register{a, b} {
			if known := one.Values[value]; known.Person != "" && known.Last() == v.Last() {
				v.Person, v.At = known.Person, known.At
			}
		}
		both.Values[value] = v
	}
	return both
}

// knows reports whether all the stamps of a value are in a replica's causal
// history. The unknown stamp is in it only where the replica's own entry of the
// value, v, has it too.
func (v Entry) knows(stamps []string, history map[string]bool) bool {
	for _, stamp := range stamps {
		if stamp == "" && (len(v.Stamps) == 0 || v.Stamps[0] != "") {
			return false
		}
		if stamp != "" && !history[stamp] && !history[Mask(stamp)] {
			return false
		}
	}
	return true
}

// Unmasked gives a register with stamps in place of their masked ids, where one
// of some other registers has those stamps.
func (g Register) Unmasked(others ...Register) Register {
	masked := false
	for _, v := range g.Values {
		masked = masked || slices.ContainsFunc(v.Stamps, isMasked)
	}
	if !masked {
		return g
	}
	by := make(map[string]string)
	for _, other := range others {
		for stamp := range other.history() {
			by[Mask(stamp)] = stamp
		}
	}
	all := Register{make(map[string]Entry, len(g.Values)), g.superseded}
	for value, v := range g.Values {
		v.Stamps = slices.Clone(v.Stamps)
		for i, stamp := range v.Stamps {
			if known, is := by[stamp]; is {
				v.Stamps[i] = known
			}
		}
		slices.Sort(v.Stamps)
		v.Stamps = slices.Compact(v.Stamps)
		all.Values[value] = v
	}
	return all
}

func isMasked(stamp string) bool { return strings.HasPrefix(stamp, "#") }

// Stamps are the ids of the events that assigned a value, in order. Packages of
// earlier versions name the last one only.
type Stamps []string

func (l *Stamps) UnmarshalJSON(b []byte) error {
	var one string
	if json.Unmarshal(b, &one) == nil {
		*l = Stamps{one}
		return nil
	}
	return json.Unmarshal(b, (*[]string)(l))
}
