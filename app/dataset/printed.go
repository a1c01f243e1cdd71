package dataset

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/bidi"

	"factmark/app/format"
	"factmark/store"
)

// printed is a document as a report prints it: its text with the claims on it, and the claims one by one.
type printed struct {
	*Document
	Number     int // from 1, among the documents of the report
	Claims     []printedClaim
	Paragraphs []paragraph // of the text; none in a report without texts
	Legend     []legend    // the labels that its claims have, in their order
}

// printedClaim is a claim with its number in its document, from 1.
type printedClaim struct {
	*Claim
	Number int
	Look   store.Label
	Shown  bool // its span is marked in the text: it has a place there, and no review has rejected it
}

// legend is a label with how many claims of the document have it.
type legend struct {
	Look store.Label
	N    int
}

// paragraph is a line of the text.
type paragraph struct {
	Runs        []run
	RightToLeft bool // by its first letter with a direction
}

// run is a piece of a line on which the same claims lie.
type run struct {
	Text   string
	Claims []int // indexes into the document's claims, the longest first
	Ends   []int // those of them whose span ends with this run
}

// noLabel is how a claim without a label looks.
var noLabel = store.Label{Name: "No label", Meaning: "none", Letter: "–", Light: "#6B7280", Dark: "#9CA3AF", Pattern: "dashed"}

// eachPrinted gives the documents in scope one after another as a report prints them. Of many documents, those without claims are left out.
func (s *Selection) eachPrinted(do func(*printed) error) error {
	looks := make(map[string]int, len(s.Labels)) // indexes of labels by name
	for i, l := range s.Labels {
		looks[l.Name] = i
	}
	n := 0
	return s.EachDocument(func(d *Document, claims []Claim) error {
		if len(claims) == 0 && len(s.export.Documents) > 1 {
			return nil
		}
		n++
		p := &printed{Document: d, Number: n, Claims: make([]printedClaim, len(claims))}
		counts := make([]int, len(s.Labels)+1)
		for i := range claims {
			c := &claims[i]
			at, known := looks[c.Label]
			look := noLabel
			if known {
				look = s.Labels[at]
			} else {
				at = len(s.Labels)
			}
			counts[at]++
			p.Claims[i] = printedClaim{c, i + 1, look, c.Placed && c.Status != string(store.StatusRejected)}
		}
		for i, count := range counts {
			if count > 0 {
				p.Legend = append(p.Legend, legend{slices.Concat(s.Labels, []store.Label{noLabel})[i], count})
			}
		}
		if !s.Options.WithoutTexts {
			text, err := s.Text(d)
			if err != nil {
				return err
			}
			p.Paragraphs = paragraphs(text, p.Claims)
		}
		return do(p)
	})
}

// paragraphs divides a text into lines, and these into runs. Blank lines are left out.
func paragraphs(text string, claims []printedClaim) []paragraph {
	var shown []int // in the order of their starts
	edges := []int{}
	for i, c := range claims {
		if c.Shown {
			shown = append(shown, i)
			edges = append(edges, c.Start, c.End)
		}
	}
	slices.Sort(edges)
	edges = slices.Compact(edges)
	length := func(i int) int { return claims[i].End - claims[i].Start }

	var all []paragraph
	var here []run   // of the present line
	var active []int // the claims on the present run
	next, at := 0, 0 // in shown; a code point of the text
	add := func(piece string, ends []int) {
		if piece != "" || len(ends) > 0 {
			here = append(here, run{piece, slices.Clone(active), ends})
		}
	}
	endLine := func() {
		for _, r := range here {
			if strings.TrimSpace(r.Text) != "" || len(r.Ends) > 0 {
				all = append(all, paragraph{here, rightToLeft(here)})
				break
			}
		}
		here = nil
	}
	begin := 0 // byte at which the present run begins
	edge := func(i int) {
		var ends []int
		for _, c := range active {
			if claims[c].End == at {
				ends = append(ends, c)
			}
		}
		slices.Sort(ends)
		add(text[begin:i], ends)
		begin = i
		active = slices.DeleteFunc(active, func(c int) bool { return claims[c].End == at })
		for ; next < len(shown) && claims[shown[next]].Start == at; next++ {
			active = append(active, shown[next])
		}
		slices.SortStableFunc(active, func(a, b int) int { return cmp.Compare(length(b), length(a)) })
	}
	for i, r := range text {
		if len(edges) > 0 && edges[0] == at {
			edge(i)
			edges = edges[1:]
		}
		if r == '\n' {
			add(text[begin:i], nil)
			begin = i + 1
			endLine()
		}
		at++
	}
	if len(edges) > 0 && edges[0] == at {
		edge(len(text))
	}
	add(text[begin:], nil)
	endLine()
	return all
}

// rightToLeft tells the direction of a line by the first letter that has one: rules P2 and P3 of the Unicode Bidirectional Algorithm.
func rightToLeft(line []run) bool {
	for _, r := range line {
		for _, letter := range r.Text {
			switch p, _ := bidi.LookupRune(letter); p.Class() {
			case bidi.L:
				return false
			case bidi.R, bidi.AL:
				return true
			}
		}
	}
	return false
}

// facts are what a report says of a document below its title.
func (p *printed) facts() []string {
	return format.NonEmpty(p.Publisher, p.Published, p.Author, p.SourceURL)
}

// details are what is known of a claim beside its label, statement and note: a name and a value each.
func (c *printedClaim) details() [][2]string {
	var all [][2]string
	add := func(name, value string) {
		if value != "" {
			all = append(all, [2]string{name, value})
		}
	}
	add("Claimant", c.Claimant)
	add("Claim date", c.ClaimDate)
	add("Type", c.ClaimType)
	add("Confidence", c.Confidence)
	add("Place", c.Locator)
	switch {
	case c.Status == string(store.StatusRejected):
		add("Status", "rejected: a review found that this is no claim")
	case !c.Placed:
		add("Status", "without a place in the present text")
	}
	if c.FineLabel != "" && len(c.Evidence) > 0 {
		add("By the evidence", c.FineLabel)
	}
	add("Labelled by", signed(c.Annotator, c.UpdatedAt))
	if c.FinalLabel != "" {
		add("Final label", c.FinalLabel+" ("+signed(c.Reviewer, c.ReviewedAt)+")")
	}
	for _, d := range c.Decisions {
		said := d.Label
		if d.Kind != string(store.DecidedLabel) {
			said = map[string]string{string(store.DecidedReject): "no claim", string(store.DecidedSkip): "skipped"}[d.Kind]
		}
		add("Review", strings.Join(format.NonEmpty(said, d.Comment), ": ")+" ("+signed(d.Person, d.UpdatedAt)+")")
	}
	return all
}

// stanceSigns stand before a piece of evidence, so that its stance is not told by a colour alone.
var stanceSigns = map[string]string{string(store.StanceSupports): "+", string(store.StanceRefutes): "−", string(store.StanceContext): "="}

// source says where a piece of evidence stands, without its address.
func (e *Evidence) source() string {
	place := e.Document
	if e.DocumentID != "" && !e.Placed {
		place += " (an earlier text)"
	}
	return strings.Join(format.NonEmpty(place, e.Locator, e.Published), ", ")
}

// told is the last line of a piece of evidence.
func (e *Evidence) told() string {
	set := ""
	if e.Set > 1 {
		set = "set " + format.InEnglish(e.Set)
	}
	shared := ""
	if e.SharedFrom != "" {
		shared = "shared by a linked claim"
	}
	return strings.Join(format.NonEmpty(set, shared, signed(e.Annotator, e.CreatedAt)), " · ")
}

// signed says who did something, and when: a time of RFC 3339 to the minute.
func signed(who, at string) string {
	if len(at) >= 16 {
		at = at[:10] + " " + at[11:16] + " UTC"
	}
	return strings.Join(format.NonEmpty(format.OneLine(who), at), ", ")
}

// webAddress tells whether a report may make a link of an address.
func webAddress(address string) bool {
	lower := strings.ToLower(address)
	return strings.HasPrefix(lower, "http://") || strings.HasPrefix(lower, "https://")
}

// printable replaces characters that no page can hold: control characters but the tab, and code points that are no characters.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		if r != '\t' && r != '\n' && unicode.Is(unicode.Cc, r) || r >= 0xFDD0 && r <= 0xFDEF || r&0xFFFE == 0xFFFE {
			return unicode.ReplacementChar
		}
		return r
	}, text)
}

// mix lays a share of the colour #RRGGBB over a ground, as a highlight does on the page.
func mix(colour, ground string, share float64) string {
	c, g := rgb(colour), rgb(ground)
	const digits = "0123456789ABCDEF"
	out := []byte("#")
	for i := range c {
		v := int(share*float64(c[i]) + (1-share)*float64(g[i]) + .5)
		out = append(out, digits[v>>4], digits[v&15])
	}
	return string(out)
}

// rgb reads a colour that is written #RRGGBB, as the store checks it.
func rgb(colour string) (c [3]int) {
	for i := range c {
		for _, digit := range colour[1+2*i : 3+2*i] {
			c[i] = c[i]<<4 + strings.IndexRune("0123456789ABCDEF", unicode.ToUpper(digit))
		}
	}
	return c
}

// tint is how strong a highlight lies over the page.
const tint = .18
