package charset

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

func (r *reading) guess() Guess {
	announced := Declared(r.raw)
	var all []candidate
	for _, e := range encodings {
		if e.ebcdic || e.whole != nil && (e.Name != "utf-8" || !looksLikeUTF8(r.raw)) {
			continue
		}
		c, possible := r.read(e)
		if !possible {
			continue
		}
		if e == announced {
			c.cost -= declaredGain
		}
		all = append(all, c)
	}
	byCost := func(a, b candidate) int { return cmp.Compare(a.cost, b.cost) }
	slices.SortStableFunc(all, byCost)
	for i, least := 0, all[0].cost; i < len(all) && all[i].cost < least+likelyMargin; i++ {
		if all[i].encoding.multi != nil { // the sample was decoded loosely
			_, err := all[i].encoding.Decode(r.raw)
			if problem, is := err.(*BrokenError); is && !problem.Cut {
				all[i].cost += likelyMargin
			}
		}
	}
	slices.SortStableFunc(all, byCost)
	var others []candidate
	for _, c := range all[1:] {
		if c.text != all[0].text && !slices.ContainsFunc(others, func(o candidate) bool { return o.text == c.text }) {
			others = append(others, c)
		}
	}
	best := all[0]
	for _, c := range all { // of those that read the same the usual one names it
		if c.text == best.text && c.encoding.rarity < best.encoding.rarity && c.encoding.isHomeOf(best.language) {
			best.encoding = c.encoding
		}
	}
	g := Guess{Encoding: best.encoding}
	for _, o := range others[:min(len(others), atMost)] {
		if o.cost-best.cost < likelyMargin && o.encoding.Name != "utf-8" {
			g.Others = append(g.Others, o.encoding)
		}
	}
	if g.Text, g.Problem = best.encoding.Decode(r.raw); g.Problem == nil && r.holdsUTF8(best) {
		g.Problem = MixedError{best.encoding.Name}
	}
	margin := r.neededMargin()
	if best.encoding == announced { // and nothing is likelier
		margin = 0
	}
	g.Sure = g.Problem == nil && (len(others) == 0 || others[0].cost-best.cost >= margin) && best.cost-best.encoding.rarity < r.unlike(best.language)
	if !g.Sure && g.Problem == nil {
		best.encoding = g.Encoding
		g.offer(r.raw, append([]candidate{best}, others...))
	}
	return g
}

// neededMargin is how much likelier the best reading must be than the next, in nats. Of a few letters nearly any reading is a word somewhere.
func (r *reading) neededMargin() float64 {
	const enough = 8 // bytes beyond ASCII
	evidence := 0.0
	for _, word := range r.words {
		for _, b := range word {
			switch {
			case b >= utf8.RuneSelf:
				evidence++
			case 'A' <= b&^0x20 && b&^0x20 <= 'Z':
				evidence += plainEvidence
			}
		}
	}
	evidence += plainEvidence * float64(r.letters)
	return sureMargin + max(0, enough-evidence)
}

// offer names what the text may be in: at nearly the same cost an encoding of Windows before an ISO one, and that before those of DOS and
// the Macintosh.
func (g *Guess) offer(raw []byte, readings []candidate) {
	least := readings[0].cost
	readings = slices.DeleteFunc(readings, func(c candidate) bool {
		if c.cost-least >= likelyMargin {
			return true
		}
		_, err := c.encoding.Decode(raw)
		return err != nil
	})
	rank := func(c candidate) float64 {
		switch name := c.encoding.Name; {
		case strings.HasPrefix(name, "windows-"):
			return c.cost
		case strings.HasPrefix(name, "ibm"), strings.HasPrefix(name, "x-mac"), name == "macintosh":
			return c.cost + 2*kindMargin
		}
		return c.cost + kindMargin
	}
	slices.SortStableFunc(readings, func(a, b candidate) int { return cmp.Compare(rank(a), rank(b)) })
	g.Encoding, g.Others = readings[0].encoding, nil
	for _, c := range readings[1:min(len(readings), 1+atMost)] {
		g.Others = append(g.Others, c.encoding)
	}
}

// holdsUTF8 tells whether there are words that make sense in UTF-8, and not in what the rest is in.
func (r *reading) holdsUTF8(rest candidate) bool {
	if rest.encoding.Name == "utf-8" {
		return false
	}
	const better = 10 // nats
	for _, word := range r.words {
		if !utf8.Valid(word) {
			continue
		}
		text, err := rest.encoding.Decode(word)
		if err != nil || slices.Min(r.wordCosts(string(word)))+better < slices.Min(r.wordCosts(text)) {
			return true
		}
	}
	return false
}
