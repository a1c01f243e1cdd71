package register

import (
	"fmt"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// assign gives the register after somebody who sees it has assigned a value.
func assign(g Register, value, stamp string) Register {
	after := Join(g, g) // a copy
	for other, v := range after.Values {
		v.Live = false
		after.Values[other] = v
	}
	after.Observe(value, stamp, "by "+stamp, "at "+stamp)
	after.MarkLive(value)
	return after
}

// Replicas that assign values and merge with each other come to the same, in whatever order and however often they merge.
// Where values are assigned again, the order of three may matter: see the package's page.
func TestJoinIsCommutativeAssociativeAndIdempotent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		again := rapid.Bool().Draw(t, "values are assigned again")
		first := New()
		first.Observe("a", "0", "by 0", "at 0")
		first.MarkLive("a")
		replicas := []Register{first, first, first}
		for n := range rapid.IntRange(1, 12).Draw(t, "steps") {
			i := rapid.IntRange(0, 2).Draw(t, "replica")
			if rapid.Bool().Draw(t, "assigns") {
				stamp := fmt.Sprintf("%03d", n+1)
				value := "value " + stamp
				if again {
					value = rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "value")
				}
				replicas[i] = assign(replicas[i], value, stamp)
			} else {
				replicas[i] = Join(replicas[i], replicas[rapid.IntRange(0, 2).Draw(t, "other")])
			}
		}
		a, b, c := replicas[0], replicas[1], replicas[2]
		for _, law := range []struct {
			name      string
			one, same Register
		}{
			{"commutative", Join(a, b), Join(b, a)},
			{"associative", Join(Join(a, b), c), Join(a, Join(b, c))},
			{"idempotent", Join(a, b), Join(Join(a, b), b)},
		} {
			if again && law.name == "associative" {
				continue
			}
			if !reflect.DeepEqual(law.one, law.same) {
				t.Errorf("not %s:\n%+v\n%+v", law.name, law.one, law.same)
			}
		}
	})
}

func TestJoin(t *testing.T) {
	base := New()
	base.Observe("a", "1", "Ann", "")
	base.MarkLive("a")
	b, c := assign(base, "b", "2"), assign(base, "c", "3")
	for _, row := range []struct {
		name       string
		one, other Register
		live       []string
	}{
		{"nothing was assigned", base, base, []string{"a"}},
		{"one side knows more", base, b, []string{"b"}},
		{"concurrent assignments are a conflict, the later stamp first", b, c, []string{"c", "b"}},
		{"a choice supersedes both", assign(Join(b, c), "b", "4"), c, []string{"b"}},
		{"the same value from both sides is one", b, assign(base, "b", "5"), []string{"b"}},
		{"a value that comes back", assign(b, "a", "6"), base, []string{"a"}},
	} {
		for _, joined := range []Register{Join(row.one, row.other), Join(row.other, row.one)} {
			if got := joined.LiveValues(); !slices.Equal(got, row.live) {
				t.Errorf("%s: %q, want %q", row.name, got, row.live)
			}
		}
	}
}

// A package without labels brings hashes of stamps, which say the same as the stamps to whoever has those.
func TestMaskedStamps(t *testing.T) {
	ours := New()
	ours.Observe("a", "1", "Ann", "")
	ours.MarkLive("a")
	theirs := New()
	theirs.Receive("a", MaskAll(Stamps{"1"}), nil)
	theirs.MarkLive("a")
	unmasked := theirs.Unmasked(ours)
	if got := unmasked.Values["a"].Stamps; !slices.Equal(got, []string{"1"}) {
		t.Errorf("stamps are %q", got)
	}
	if got := Join(assign(ours, "b", "2"), unmasked).LiveValues(); !slices.Equal(got, []string{"b"}) {
		t.Errorf("live are %q", got)
	}
	newer := New()
	newer.Receive("c", Stamps{"3"}, MaskAll(Stamps{"1"}))
	newer.MarkLive("c")
	if got := Join(ours, newer).LiveValues(); !slices.Equal(got, []string{"c"}) {
		t.Errorf("live are %q: a superseded assignment was not known by its hash", got)
	}
}
