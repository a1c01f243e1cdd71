package dataset

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"slices"
	"sort"
	"strconv"
	"strings"

	"factmark/store"
)

// Split is how many parts of the claims are for training, development and test, as 80, 10 and 10; its zero value is no split.
type Split struct{ Train, Dev, Test int }

// parts are the names of the parts, in the order of the fields of Split.
var parts = [...]string{"train", "dev", "test"}

func (s Split) shares() [len(parts)]int { return [...]int{s.Train, s.Dev, s.Test} }

// together are documents that belong together: their claims are linked, directly or over others.
type together struct {
	documents []string // ids
	claims    int
	hash      [sha256.Size]byte // of their texts: the order in which they are dealt out
}

// ParseSplit reads shares as 80/10/10, of training, development and test.
func ParseSplit(text string) (Split, error) {
	var s Split
	fields := []*int{&s.Train, &s.Dev, &s.Test}
	shares := strings.Split(text, "/")
	bad := fmt.Errorf("%q is no split; write the shares of train, dev and test, as 80/10/10", text)
	if len(shares) != len(fields) {
		return Split{}, bad
	}
	some := 0
	for i, share := range shares {
		n, err := strconv.Atoi(strings.TrimSpace(share))
		if err != nil || n < 0 || n > mostShare {
			return Split{}, bad
		}
		if *fields[i] = n; n > 0 {
			some++
		}
	}
	if some < 2 {
		return Split{}, fmt.Errorf("%q is no split; two of the shares must be above 0", text)
	}
	return s, nil
}

const mostShare = 1000

// String gives a split as ParseSplit reads it.
func (s Split) String() string { return fmt.Sprintf("%d/%d/%d", s.Train, s.Dev, s.Test) }

// assign gives the part of each document in scope, by id, and how many claims each part holds. Documents whose claims are linked are in one part: who learns from what is
// said in one would know the other. It depends on nothing but the texts, the links and how many claims each document has, so that the
// same content is split in the same way on every machine. Groups are dealt out in the order of their hashes, each to the part
// that lacks most, and then moved and exchanged as long as that brings the parts nearer to their shares: the sum of the squared
// differences falls with each step.
func (s Split) assign(e *store.Export) (assigned map[string]string, held Split, err error) {
	groups, err := linkedGroups(e)
	if err != nil {
		return nil, Split{}, err
	}
	d := dealing{shares: s.shares()}
	for _, share := range d.shares {
		d.whole += share
	}
	for _, g := range groups {
		d.claims += g.claims
	}
	of := make([]int, len(groups))
	for i, g := range groups {
		of[i] = -1
		for part, share := range d.shares {
			if share > 0 && (of[i] < 0 || d.lack(part) > d.lack(of[i])) {
				of[i] = part
			}
		}
		d.held[of[i]] += g.claims
	}
	d.improve(groups, of)
	assigned = make(map[string]string)
	for i, g := range groups {
		for _, id := range g.documents {
			assigned[id] = parts[of[i]]
		}
	}
	return assigned, Split{d.held[0], d.held[1], d.held[2]}, nil
}

// linkedGroups gives the documents in scope that belong together, in the order of their hashes.
func linkedGroups(e *store.Export) ([]together, error) {
	lead := make(map[string]string) // union-find, over ids of documents and of first appearances
	var find func(id string) string
	find = func(id string) string {
		up, is := lead[id]
		if !is || up == id {
			return id
		}
		lead[id] = find(up)
		return lead[id]
	}
	if err := e.Links(func(documentID, first string) { lead[find("document "+documentID)] = find("claim " + first) }); err != nil {
		return nil, err
	}
	weights, err := e.Weights()
	if err != nil {
		return nil, err
	}
	claims := make(map[string]int, len(weights))
	for _, w := range weights {
		claims[w.DocumentID] = w.Claims
	}
	sums := make(map[string][]string)
	byLead := make(map[string]*together)
	var groups []*together
	for _, d := range e.Documents {
		root := find("document " + d.ID)
		g := byLead[root]
		if g == nil {
			g = &together{}
			byLead[root], groups = g, append(groups, g)
		}
		g.documents, g.claims = append(g.documents, d.ID), g.claims+claims[d.ID]
		sums[root] = append(sums[root], d.SHA256)
	}
	for root, g := range byLead {
		slices.Sort(sums[root])
		g.hash = sha256.Sum256([]byte("split " + strings.Join(sums[root], " ")))
	}
	slices.SortFunc(groups, func(a, b *together) int { return slices.Compare(a.hash[:], b.hash[:]) })
	sorted := make([]together, len(groups))
	for i, g := range groups {
		sorted[i] = *g
	}
	return sorted, nil
}

// dealing is how many claims the parts hold and are to hold. Numbers of claims are taken whole times, so that no rounding decides.
type dealing struct {
	shares, held  [len(parts)]int
	whole, claims int
}

// lack is how much a part lacks, in claims times whole; below 0 where it has too much.
func (d *dealing) lack(part int) int { return d.shares[part]*d.claims - d.held[part]*d.whole }

// gain is half of how much the squared differences fall when a part gives this many claims more than it gets to another.
func (d *dealing) gain(from, to, claims int) int {
	n := claims * d.whole
	return n * (d.lack(to) - d.lack(from) - n)
}

// improve moves and exchanges groups between two parts, the best first, until none brings them nearer to their shares. Of groups with as many
// claims the one with the least hash is taken.
func (d *dealing) improve(groups []together, of []int) {
	var bySize [len(parts)]map[int][]int // groups of each part by their numbers of claims
	for part := range parts {
		bySize[part] = make(map[int][]int)
	}
	for i, g := range groups {
		if g.claims > 0 {
			bySize[of[i]][g.claims] = append(bySize[of[i]][g.claims], i)
		}
	}
	take := func(part, size int) int {
		all := bySize[part][size]
		if bySize[part][size] = all[1:]; len(all) == 1 {
			delete(bySize[part], size)
		}
		return all[0]
	}
	put := func(part, group int) {
		size := groups[group].claims
		all := append(bySize[part][size], group)
		sort.Ints(all)
		bySize[part][size], of[group] = all, part
	}
	const most = 10_000 // steps; each is nearer than the one before, and few are needed
	for range most {
		type step struct {
			from, to, give, get int
			gain                int
		}
		var best step
		for from := range parts {
			for to := range parts {
				if from == to || d.shares[to] == 0 || d.lack(from) >= d.lack(to) {
					continue
				}
				got := sizes(bySize[to])
				for _, give := range sizes(bySize[from]) {
					if give == 0 {
						continue
					}
					// The best is to give half of what the one has more than the other.
					wanted := give - (d.lack(to)-d.lack(from))/(2*d.whole)
					near := sort.SearchInts(got, wanted)
					for _, i := range []int{near - 1, near, near + 1} {
						if i < 0 || i >= len(got) {
							continue
						}
						if gain := d.gain(from, to, give-got[i]); gain > best.gain {
							best = step{from, to, give, got[i], gain}
						}
					}
				}
			}
		}
		if best.gain <= 0 {
			return
		}
		given := take(best.from, best.give)
		if best.get > 0 {
			put(best.from, take(best.to, best.get))
		}
		put(best.to, given)
		d.held[best.from] += best.get - best.give
		d.held[best.to] += best.give - best.get
	}
}

// sizes are the numbers of claims of the groups of a part, and 0 for none, sorted.
func sizes(groups map[int][]int) []int {
	all := []int{0}
	for size := range groups {
		all = append(all, size)
	}
	slices.SortFunc(all, cmp.Compare)
	return all
}
