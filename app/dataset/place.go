package dataset

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"factmark/store"
)

// Placing is what became of the offsets of a file.
type Placing struct {
	Unit     Unit        // in which most texts of the file count; "" where nothing tells, and nothing differs
	Moved    []Replacing // claims and evidence that were found by their quotes, away from where the offsets say
	Sought   int         // how many were found by their quotes since the file has no offsets
	Unplaced []Unplaced  // claims and evidence whose place is not known; their claims are imported without one
	Remarks  []string    // sentences on how offsets were read, where it is not as the form says
}

// Replacing is a passage that was found by its quote.
type Replacing struct {
	Line  int
	Claim int // index into Imported.Claims; of the claim that it is evidence of where Evidence is not -1
	Quote string

	Evidence   int // index into Imported.Evidence, -1 for a claim
	Start, End int // where it is now, in code points
}

// Unplaced is a passage without a place.
type Unplaced struct {
	Line, Claim, Evidence int // as in Replacing
	Quote                 string
	Why                   string // a sentence
}

// Place converts all offsets to code points of the texts with LF, which the documents that come along have afterwards. It finds
// out in which unit the file counts, and how its line ends, by the quotes: of the ways to count that the file's own unit comes
// first of, the one that the most quotes of the file stand by, or of a document where it is another there. A unit that is
// given holds whatever the file says. Where no quote tells and it matters, the error is a *UnitError, and nothing is changed.
//
// A quote that stands elsewhere is placed there where it is in the text once, where its context tells which one it is, or by
// the rule of anchor.Find with the same words; what is not found keeps its quote and has no place (see Unplaced).
func (in *Imported) Place(ctx context.Context, st *store.Store, unit Unit) (Placing, error) {
	p := &placer{ctx: ctx, st: st, in: in, forced: unit, countings: countings(in.Unit)}
	if unit != "" {
		p.countings = slices.DeleteFunc(countings(unit), func(c counting) bool { return c.unit != unit })
	}
	for _, step := range []func() error{p.findTexts, p.choose, p.convert} {
		if err := step(); err != nil {
			return Placing{}, err
		}
	}
	p.refuse()
	for i := range in.Documents {
		in.Documents[i].Text = withLF(in.Documents[i].Text)
	}
	return p.placing, nil
}

// spot is a span of the file: of a claim, or of a piece of evidence.
type spot struct {
	line, claim, evidence int
	start, end            *int
	id, sum, title, quote *string
	prefix, suffix        string
	offset                int // where it begins, as the file counts
	placed                bool
}

// placeText is a text that spans of the file stand in.
type placeText struct {
	raw, text string // as the file has it, and with LF
	sum       string
	title     string
	id        string // of the document, as the file or else the workspace has it
	along     bool   // it comes with the file
	earlier   bool   // it is no document's present text
	loaded    bool   // raw and text are there
	spots     []*spot
	fits      map[counting]fit
	counting  counting
}

type placer struct {
	ctx       context.Context
	st        *store.Store
	in        *Imported
	forced    Unit
	countings []counting // the ways to count that may be, the first one before others
	texts     []*placeText
	spots     []spot
	quotes    int // spots with one, in texts that are known
	refused   []*spot
	homeless  map[*spot]string // spans whose document is not known, each with the reason
	placing   Placing
}

// findTexts finds the text that every span stands in. One whose text is not at hand is left to the store, which says so.
func (p *placer) findTexts() error {
	in := p.in
	for i := range in.Claims {
		c := &in.Claims[i]
		p.spots = append(p.spots, spot{line: c.Line, claim: i, evidence: -1, start: &c.Start, end: &c.End, id: &c.DocumentID, sum: &c.DocumentSHA256,
			title: &c.DocumentTitle, quote: &c.Quote, prefix: c.Prefix, suffix: c.Suffix})
	}
	for i := range in.Evidence {
		e := &in.Evidence[i]
		if e.DocumentID == "" && e.DocumentSHA256 == "" && e.DocumentTitle == "" {
			continue // an outside source
		}
		line := e.Line
		if line == 0 && e.Claim >= 0 && e.Claim < len(in.Claims) {
			line = in.Claims[e.Claim].Line
		}
		p.spots = append(p.spots, spot{line: line, claim: e.Claim, evidence: i, start: &e.Start, end: &e.End, id: &e.DocumentID, sum: &e.DocumentSHA256,
			title: &e.DocumentTitle, quote: &e.Quote, prefix: e.Prefix, suffix: e.Suffix})
	}
	lookup, err := newTextLookup(p.ctx, p.st, in.Documents)
	if err != nil {
		return err
	}
	var anywhere []*spot
	for i := range p.spots {
		s := &p.spots[i]
		if i%1000 == 0 && p.ctx.Err() != nil {
			return p.ctx.Err()
		}
		t, err := lookup.find(s)
		if err != nil {
			return err
		}
		switch {
		case t != nil:
			lookup.use(t, s)
		case *s.id == "" && *s.sum == "" && *s.title == "" && *s.quote != "":
			anywhere = append(anywhere, s)
		}
	}
	p.homeless, err = lookup.byQuotes(anywhere)
	p.texts = lookup.used
	for _, t := range p.texts {
		for _, s := range t.spots {
			if *s.quote != "" {
				p.quotes++
			}
		}
	}
	return err
}

// between is what stands between two places, which are in order.
func (t *placeText) between(from, to position) (string, bool) {
	if from.at < 0 || to.at <= from.at {
		return "", false
	}
	return t.text[from.at:to.at], true
}

// convert makes all offsets code points, and places what does not stand where its offsets say.
func (p *placer) convert() error {
	others := 0
	for _, t := range p.texts {
		if err := p.ctx.Err(); err != nil {
			return err
		}
		if t.counting.unit != p.placing.Unit {
			others++
		}
		if err := p.convertText(t); err != nil {
			return err
		}
	}
	if said := p.in.Unit; said != "" && p.placing.Unit != "" && said != p.placing.Unit && p.forced == "" {
		p.placing.Remarks = append(p.placing.Remarks, fmt.Sprintf("Offsets were read as %s, as the quotes say, though the format counts %s.", unitNames[p.placing.Unit], unitNames[said]))
	}
	if others > 0 {
		p.placing.Remarks = append(p.placing.Remarks, fmt.Sprintf("In %d of %d texts the quotes say that offsets count otherwise than in the rest of the file; they were read so there.", others, len(p.texts)))
	}
	slices.SortStableFunc(p.placing.Moved, func(a, b Replacing) int { return a.Line - b.Line })
	slices.SortStableFunc(p.placing.Unplaced, func(a, b Unplaced) int { return a.Line - b.Line })
	return nil
}

func (p *placer) convertText(t *placeText) error {
	_, places := t.try(t.counting)
	_, at := t.offsets()
	var astray []*spot
	placed := map[*spot]passage{}
	for _, s := range t.spots {
		place := passage{places[at[*s.start]], places[at[*s.end]]}
		if there, ok := t.between(place.from, place.to); ok && (*s.quote == "" || sameWhite(*s.quote, there)) {
			placed[s] = place
		} else {
			astray = append(astray, s)
		}
	}
	if p.in.Format == csvFormat || t.earlier { // the store says which rows do not fit
		astray = nil
	}
	rest := p.otherwiseCounted(t, astray, placed)
	for s, place := range placed {
		p.take(t, s, place)
	}
	if len(rest) == 0 {
		return nil
	}
	return p.reanchor(t, rest)
}

// otherwiseCounted finds those of the spans astray that stand where exactly one other way to count says; it gives the rest.
func (p *placer) otherwiseCounted(t *placeText, astray []*spot, placed map[*spot]passage) []*spot {
	if len(astray) == 0 || len(p.countings) == 1 {
		return astray
	}
	_, at := t.offsets()
	found := map[*spot][]passage{}
	for _, c := range p.countings {
		if c == t.counting {
			continue
		}
		_, places := t.try(c)
		for _, s := range astray {
			place := passage{places[at[*s.start]], places[at[*s.end]]}
			there, ok := t.between(place.from, place.to)
			if ok && *s.quote != "" && sameWhite(*s.quote, there) && !slices.Contains(found[s], place) {
				found[s] = append(found[s], place)
			}
		}
	}
	var rest []*spot
	for _, s := range astray {
		if len(found[s]) != 1 {
			rest = append(rest, s)
			continue
		}
		placed[s] = found[s][0]
		p.moved(s, found[s][0])
	}
	return rest
}

func (p *placer) moved(s *spot, place passage) {
	if *s.start == 0 && *s.end == 0 { // the file has no offsets
		p.placing.Sought++
		return
	}
	p.placing.Moved = append(p.placing.Moved, Replacing{Line: s.line, Claim: s.claim, Evidence: s.evidence, Quote: *s.quote, Start: place.from.point, End: place.to.point})
}

// take gives a span its place in a text. A quote that differs in white space alone becomes what stands there.
func (p *placer) take(t *placeText, s *spot, place passage) {
	s.placed = true
	*s.start, *s.end = place.from.point, place.to.point
	if p.in.Format == csvFormat { // whose rows the store holds against the text itself
		if *s.sum == "" && *s.title != t.title { // the document goes by its file's name, or its address
			*s.id = t.id
		}
		return
	}
	if *s.quote != "" {
		*s.quote = t.text[place.from.at:place.to.at]
	}
	if t.along || *s.quote != "" { // without a quote the text may be another version
		*s.id, *s.sum, *s.title = t.id, t.sum, t.title
	}
}

// sameWhite tells whether a quote is what stands in a text, white space being any.
func sameWhite(quote, there string) bool {
	if quote == there {
		return true
	}
	quote, there = strings.TrimSpace(quote), strings.TrimSpace(there)
	return quote != "" && there != "" && quote[0] == there[0] && slices.Equal(strings.Fields(quote), strings.Fields(there))
}

// unplaced lists a span without a place, and lets its claim come in without one.
func (p *placer) unplaced(t *placeText, s *spot, why string) {
	p.placing.Unplaced = append(p.placing.Unplaced, Unplaced{Line: s.line, Claim: s.claim, Evidence: s.evidence, Quote: *s.quote, Why: why})
	s.withoutPlace(t)
	if s.evidence < 0 {
		p.in.Claims[s.claim].Status = string(store.StatusOrphaned)
	}
}

// refuse takes out what cannot come in, since it has neither a place nor a quote, with what belongs to it; all of that is
// among the bad rows.
func (p *placer) refuse() {
	if len(p.refused)+len(p.homeless) == 0 {
		return
	}
	in := p.in
	claims, evidence := map[int]bool{}, map[int]bool{}
	out := func(s *spot, why string) {
		if s.evidence < 0 {
			claims[s.claim] = true
		} else {
			evidence[s.evidence] = true
		}
		in.Bad = append(in.Bad, store.BadRow{Line: s.line, Err: errors.New(why)})
	}
	for _, s := range p.refused {
		out(s, fmt.Sprintf("%d to %d does not lie in the text, and there is no quote to look for", *s.start, *s.end))
	}
	for s, why := range p.homeless {
		out(s, why)
	}
	slices.SortStableFunc(in.Bad, func(a, b store.BadRow) int { return a.Line - b.Line })
	now := make([]int, len(in.Claims)) // the index of each claim that stays
	var stay []store.ImportedClaim
	for i, c := range in.Claims {
		now[i] = len(stay)
		if claims[i] {
			now[i] = -1
			continue
		}
		stay = append(stay, c)
	}
	in.Claims = stay
	at := func(claim int) int {
		if claim < 0 || claim >= len(now) {
			return claim // of no claim at all, which the store refuses
		}
		return now[claim]
	}
	gone := func(line, claim int, what string) bool {
		if claim < 0 || claim >= len(now) || now[claim] >= 0 {
			return false
		}
		in.Bad = append(in.Bad, store.BadRow{Line: line, Err: fmt.Errorf("%s belongs to a claim that has no place", what)})
		return true
	}
	kept := make([]int, len(in.Evidence))
	var pieces []store.ImportedEvidence
	for i, e := range in.Evidence {
		kept[i] = len(pieces)
		if !evidence[i] && !gone(e.Line, e.Claim, "the evidence") {
			e.Claim = at(e.Claim)
			pieces = append(pieces, e)
		}
	}
	in.Evidence = pieces
	in.Decisions = slices.DeleteFunc(in.Decisions, func(d store.ImportedDecision) bool { return gone(d.Line, d.Claim, "the decision") })
	for i := range in.Decisions {
		in.Decisions[i].Claim = at(in.Decisions[i].Claim)
	}
	for i := range p.placing.Moved {
		m := &p.placing.Moved[i]
		if m.Claim = at(m.Claim); m.Evidence >= 0 {
			m.Evidence = kept[m.Evidence]
		}
	}
	for i := range p.placing.Unplaced {
		u := &p.placing.Unplaced[i]
		if u.Claim = at(u.Claim); u.Evidence >= 0 {
			u.Evidence = kept[u.Evidence]
		}
	}
}

// withoutPlace makes a span that of a version of its document that nobody has here: so it is a claim without a place, with
// its quote. The version goes by what the file says of it.
func (s *spot) withoutPlace(t *placeText) {
	*s.quote = strings.TrimSpace(withLF(*s.quote))
	*s.start = min(max(*s.start, 0), len(t.text))
	*s.end = *s.start + len([]rune(*s.quote))
	*s.sum = textSum(strings.Join([]string{t.sum, s.prefix, *s.quote, s.suffix}, "\x00"))
	*s.id, *s.title = t.id, t.title
}
