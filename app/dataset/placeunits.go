package dataset

import (
	"fmt"
	"slices"
	"strings"
)

// UnitError asks in which unit a file counts: the readings of one of its claims differ, and no quote tells which is right.
type UnitError struct {
	Line     int
	Document string // its title
	Start    int    // as the file has them
	End      int
	Readings []Reading
}

// Reading is what a claim marks if offsets count a unit. All of it is "" where that unit cannot be.
type Reading struct {
	Unit                 Unit
	Before, Text, Behind string // the marked text with what stands around it
}

func (e *UnitError) Error() string {
	var said []string
	for _, r := range e.Readings {
		what := "nothing that stands in the text"
		if r.Text != "" {
			what = Quoted(r.Text)
		}
		said = append(said, fmt.Sprintf("in %s they mark %s", unitNames[r.Unit], what))
	}
	return fmt.Sprintf("the file does not say in which unit it counts offsets, and it matters: %d to %d in %q, %s; say which unit it is: codepoint, utf16 or byte",
		e.Start, e.End, shorten(e.Document), strings.Join(said, ", "))
}

var unitNames = map[Unit]string{CodePoints: "code points", UTF16: "UTF-16 code units", Bytes: "bytes of UTF-8"}

// fit is how well a way to count suits the quotes of a text.
type fit struct{ quotes, exact int }

func (f fit) less(other fit) bool {
	return f.quotes < other.quotes || f.quotes == other.quotes && f.exact < other.exact
}

// choose finds out how each text's offsets count.
func (p *placer) choose() error {
	first := p.countings[0]
	fitting, all := 0, 0
	for _, t := range p.texts {
		if err := p.ctx.Err(); err != nil {
			return err
		}
		f, _ := t.try(first)
		fitting, all = fitting+f.quotes, all+f.exact
	}
	sure := p.forced != "" || p.in.Unit != "" && !p.in.Format.unsure
	if fitting == p.quotes && sure {
		for _, t := range p.texts {
			t.counting = first
		}
		p.placing.Unit = first.unit
		return nil
	}
	total := map[counting]fit{}
	for _, t := range p.texts {
		if err := p.ctx.Err(); err != nil {
			return err
		}
		for _, c := range p.countings {
			f, _ := t.try(c)
			sum := total[c]
			total[c] = fit{sum.quotes + f.quotes, sum.exact + f.exact}
		}
	}
	best := p.best(func(c counting) fit { return total[c] })
	for _, t := range p.texts {
		t.counting = p.best(func(c counting) fit { return t.fits[c] })
		if !t.fits[best].less(t.fits[t.counting]) {
			t.counting = best
		}
	}
	p.placing.Unit = best.unit
	if sure && best == first {
		return nil
	}
	return p.ask(sure, total)
}

// best is the way to count that fits best, the first one of equals.
func (p *placer) best(of func(counting) fit) counting {
	best := p.countings[0]
	for _, c := range p.countings[1:] {
		if of(best).less(of(c)) {
			best = c
		}
	}
	return best
}

// try finds out how well a way to count suits a text.
func (t *placeText) try(c counting) (fit, []position) {
	offsets, at := t.offsets()
	places := c.positions(t.raw, offsets)
	if t.fits == nil {
		t.fits = map[counting]fit{}
	}
	if f, known := t.fits[c]; known {
		return f, places
	}
	var f fit
	for _, s := range t.spots {
		if *s.quote == "" {
			continue
		}
		if there, ok := t.between(places[at[*s.start]], places[at[*s.end]]); ok && sameWhite(*s.quote, there) {
			f.quotes++
			if *s.quote == there {
				f.exact++
			}
		}
	}
	t.fits[c] = f
	return f, places
}

// offsets are those of all spans of a text, sorted, and where each of them stands among them.
func (t *placeText) offsets() ([]int, map[int]int) {
	all := make([]int, 0, 2*len(t.spots))
	for _, s := range t.spots {
		all = append(all, *s.start, *s.end)
	}
	slices.Sort(all)
	all = slices.Compact(all)
	at := make(map[int]int, len(all))
	for i, offset := range all {
		at[offset] = i
	}
	return all, at
}

// ask gives the question of the unit where a span without a quote is another in another unit that fits as well.
func (p *placer) ask(sure bool, total map[counting]fit) error {
	if sure { // what the form says holds for what no quote tells, unless quotes tell otherwise
		return nil
	}
	var question *UnitError
	for _, t := range p.texts {
		rivals := p.rivals(t, total)
		if len(rivals) < 2 {
			continue
		}
		offsets, at := t.offsets()
		var places [][]position
		for _, c := range rivals {
			places = append(places, c.positions(t.raw, offsets))
		}
		for _, s := range t.spots {
			if *s.quote != "" || question != nil && question.Line <= s.line {
				continue
			}
			start, end := at[*s.start], at[*s.end]
			if !slices.ContainsFunc(places[1:], func(other []position) bool {
				return other[start] != places[0][start] || other[end] != places[0][end]
			}) {
				continue
			}
			question = &UnitError{Line: s.line, Document: t.title, Start: *s.start, End: *s.end}
			for i, c := range rivals {
				question.Readings = append(question.Readings, t.reading(c.unit, places[i][start], places[i][end]))
			}
		}
	}
	if question == nil {
		return nil
	}
	return question
}

// rivals are the ways to count, one for each unit, that suit a text and the whole file as well as the chosen one.
func (p *placer) rivals(t *placeText, total map[counting]fit) []counting {
	var rivals []counting
	for _, c := range p.countings {
		if c.ends == t.counting.ends && t.fits[c] == t.fits[t.counting] && total[c] == total[t.counting] {
			rivals = append(rivals, c)
		}
	}
	return rivals
}

func (t *placeText) reading(unit Unit, from, to position) Reading {
	r := Reading{Unit: unit}
	text, ok := t.between(from, to)
	if !ok {
		return r
	}
	r.Text = text
	before := []rune(t.text[max(0, from.at-4*readingContext):from.at])
	r.Before = strings.ToValidUTF8(string(before[max(0, len(before)-readingContext):]), "")
	behind := []rune(t.text[to.at:min(len(t.text), to.at+4*readingContext)])
	r.Behind = strings.ToValidUTF8(string(behind[:min(len(behind), readingContext)]), "")
	return r
}

// readingContext is how many code points before and behind a reading are shown with it.
const readingContext = 40
