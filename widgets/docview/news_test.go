package docview

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// news makes English like that of newspapers, of about so many bytes, the same every time.
func news(size int) string {
	r := rand.New(rand.NewPCG(1, 2))
	pick := func(from []string) string { return from[r.IntN(len(from))] }
	who := strings.Split("The minister|A spokesman for the council|Mayor Ellen Hart|The opposition|Dr. Amin Rahimi|The report|Two witnesses|Gen. Paul Weaver|The agency|Local farmers|The U.N. envoy|Her deputy|The committee|A former adviser|Police in the capital|Several hospitals", "|")
	did := strings.Split("said|denied|confirmed|told reporters|warned|wrote in a letter|claimed|conceded|repeated|argued|suggested", "|")
	what := strings.Split("that prices had risen by %d per cent since March|that %d people were still missing|that the bridge had been closed in %d|that nobody had been told about the plan|that the talks would go on “as long as it takes”|that the budget fell short by $%d million|that the figures were wrong|that %d schools had lost their roofs|that an inquiry was under way|that the river had flooded the lower town", "|")
	tail := strings.Split("| on Monday| after a meeting that lasted until midnight| according to documents seen by this newspaper| despite earlier promises| in a televised speech|, though no evidence was given|, a charge the government rejects| — for the third time this year", "|")
	var b strings.Builder
	for b.Len() < size {
		for range 2 + r.IntN(5) {
			phrase := pick(what)
			if strings.Contains(phrase, "%d") {
				phrase = fmt.Sprintf(phrase, 2+r.IntN(4000))
			}
			fmt.Fprintf(&b, "%s %s %s%s. ", pick(who), pick(did), phrase, pick(tail))
		}
		b.WriteString("\n")
		if r.IntN(6) == 0 {
			b.WriteString("\n")
		}
	}
	return b.String()
}

// claims spreads highlights of 20 to 200 code points over a text; about a tenth overlap the one before.
func claims(n, points int) []Highlight {
	r := rand.New(rand.NewPCG(3, 4))
	all := make([]Highlight, n)
	for i := range all {
		room := points / n
		start := i * room
		if i > 0 && r.IntN(10) == 0 {
			start = max(0, all[i-1].End-15)
		}
		all[i] = Highlight{ID: fmt.Sprintf("claim-%06d", i), Start: start, End: min(points, start+20+r.IntN(180)), Style: r.IntN(4)}
	}
	return all
}
