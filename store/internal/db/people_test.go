package db

import (
	"fmt"
	"testing"
)

// Who somebody is takes one look however long the chain is, and rings have one name.
func TestWhoIsWhomOverLongChains(t *testing.T) {
	const n = 200_000 // with a step for each of those before, this would take an hour
	who := Aliases{make(map[string]knownAs), make(map[string]string)}
	id := func(kind string, i int) string { return fmt.Sprintf("%s-%07d", kind, i) }
	for i := range n {
		p := knownAs{Person: Person{ID: id("chain", i)}}
		if i+1 < n {
			p.sameAs = id("chain", i+1)
		}
		who.by[p.ID] = p
		who.by[id("ring", i)] = knownAs{Person{ID: id("ring", i)}, id("ring", (i+1)%n)}
	}
	who.by["tail"] = knownAs{Person{ID: "tail"}, id("ring", 7)}
	for i := range n {
		if got := who.Canonical(id("chain", i)).ID; got != id("chain", n-1) {
			t.Fatalf("%d of the chain is %s", i, got)
		}
		if got := who.Canonical(id("ring", n-1-i)).ID; got != id("ring", 0) {
			t.Fatalf("%d of the ring is %s", n-1-i, got)
		}
	}
	if got := who.Canonical("tail").ID; got != id("ring", 0) {
		t.Errorf("who leads into the ring is %s", got)
	}
	who.Unify(id("ring", 5), id("chain", 3))
	if one, other := who.Canonical(id("ring", n/2)), who.Canonical(id("chain", n/2)); one != other || one.ID != id("chain", n-1) {
		t.Errorf("joined they are %s and %s", one.ID, other.ID)
	}
}
