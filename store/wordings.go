package store

import (
	"cmp"
	"slices"
)

// version is a value that a part of a row has or had: the events that set it,
// "" among them where one is not known, who set it last and when, and whether
// the value still stands, in the row or waiting in a conflict.
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

// wordings are those of one part, by value.
type wordings map[string]version

// learn takes in that an event set a value, "" for one that is not known.
func (k wordings) learn(value, stamp, person, at string) {
	v := k[value]
	i, found := slices.BinarySearch(v.stamps, stamp)
	if found && (stamp == "" || v.person != "") {
		k[value] = v
		return
	}
	if i == len(v.stamps) || found && i == len(v.stamps)-1 {
		v.person, v.at = person, at
	}
	if !found {
		v.stamps = slices.Insert(slices.Clone(v.stamps), i, stamp)
	}
	k[value] = v
}

// seen takes in that there was a value: where no event is known that set it,
// it was one that is not known.
func (k wordings) seen(value string) {
	if len(k[value].stamps) == 0 {
		k.learn(value, "", "", "")
	}
}

// stand marks a value as one that stands.
func (k wordings) stand(value string) {
	v := k[value]
	v.stands = true
	k[value] = v
}

// standing gives the values that stand, the one set last first. Where clocks
// that went wrong leave none, the one set last stands.
func (k wordings) standing() []string {
	var some []string
	for value, v := range k {
		if v.stands {
			some = append(some, value)
		}
	}
	if len(some) == 0 {
		return []string{k.last()}
	}
	slices.SortFunc(some, func(a, b string) int { return -cmp.Or(cmp.Compare(k[a].last(), k[b].last()), cmp.Compare(a, b)) })
	return some
}

// decided gives the values that stand of a part that somebody may decide: what
// was decided, each decision once, the one made last first. Where there is
// none, it is the value that was set last without anybody's deciding it.
func (k wordings) decided(t *table) ([]string, error) {
	var some []string
	said := make(map[[2]string]bool)
	open := make(wordings)
	for value, v := range k {
		c, err := settlementOf(t, value)
		if err != nil {
			return nil, err
		}
		if !c.settledBySomeone() {
			open[value] = v
		}
	}
	for _, value := range k.standing() {
		c, err := settlementOf(t, value)
		if err != nil {
			return nil, err
		}
		if says := [2]string{c.Status, c.FinalLabelID}; c.settledBySomeone() && !said[says] {
			said[says] = true
			some = append(some, value)
		}
	}
	if len(some) == 0 && len(open) > 0 {
		some = []string{open.last()}
	}
	if len(some) == 0 {
		some = []string{k.last()}
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
func (k wordings) last() string {
	last := ""
	for value, v := range k {
		if last == "" || cmp.Or(cmp.Compare(v.last(), k[last].last()), cmp.Compare(value, last)) > 0 {
			last = value
		}
	}
	return last
}

// had gives the values that stand, or all that ever stood.
func (k wordings) had(ever bool) []string {
	var some []string
	for value, v := range k {
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

// handed takes in that a value was set by these events elsewhere.
func (k wordings) handed(value string, stamps stampList) {
	if len(stamps) == 0 {
		k.seen(value)
	}
	for _, stamp := range stamps {
		k.learn(value, stamp, "", "")
	}
}

// joined is what both sides know. A value that stands on one side alone goes
// if the other has known it, by all the same events, and has seen it go. So
// it does not matter from which side or how often workspaces meet.
func joined(a, b wordings) wordings {
	both := make(wordings, len(a)+len(b))
	for _, sides := range [][2]wordings{{a, b}, {b, a}} {
		for value, v := range sides[0] {
			for _, stamp := range v.stamps {
				both.learn(value, stamp, v.person, v.at)
			}
			other, known := sides[1][value]
			if v.stands && (!known || other.stands || !contains(other.stamps, v.stamps)) {
				both.stand(value)
			}
		}
	}
	for value, v := range both { // who set it last is known by the side that knows the last event
		for _, side := range []wordings{a, b} {
			if known := side[value]; known.person != "" && known.last() == v.last() {
				v.person, v.at = known.person, known.at
			}
		}
		both[value] = v
	}
	return both
}

// contains reports whether all of some are among all; both are in order.
func contains(all, some []string) bool {
	for _, s := range some {
		if _, found := slices.BinarySearch(all, s); !found {
			return false
		}
	}
	return true
}
