package anchor

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// prose makes a text of random sentences in several scripts.
func prose(r *rand.Rand, sentences int) []rune {
	words := strings.Fields(`the council ministry report found that prices rose fell by in May June 2024 2025 ten no not was were bridge closed
		group million of and storm Anna Meier Berlin harvest good bad year note signed short long 5 17 cafe` + "\u0301" + ` 😀 👨‍👩‍👧 🇫🇷
		安全理事会 举行会议 قالت الوزارة الأسعار مايو Öl straße naïve`)
	var b strings.Builder
	for range sentences {
		for i := range 4 + r.IntN(14) {
			if i > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(words[r.IntN(len(words))])
		}
		b.WriteString([]string{". ", ".\n", ".\n\n", "? ", "。"}[r.IntN(5)])
	}
	return []rune(b.String())
}

// edited is a text after random edits, with where each of its old code points
// went: -1 for those that are gone.
func edited(r *rand.Rand, text []rune, edits int, allowed func(start, end int) bool) (new []rune, went []int) {
	type edit struct {
		start, end int
		by         []rune
	}
	var all []edit
	for range edits {
		start := r.IntN(len(text) + 1)
		end := min(len(text), start+[]int{0, 0, 1, 5, 40, 150}[r.IntN(6)])
		start, end = snap(text, start), snap(text, end)
		if start > end || !allowed(start, end) || slices.ContainsFunc(all, func(e edit) bool { return start <= e.end+1 && e.start <= end+1 }) {
			continue
		}
		var by []rune
		if r.IntN(3) > 0 {
			by = prose(r, 1+r.IntN(3))
			by = by[:snap(by, 1+r.IntN(len(by)-1))]
		}
		all = append(all, edit{start, end, by})
	}
	slices.SortFunc(all, func(x, y edit) int { return x.start - y.start })
	went = make([]int, len(text)+1)
	at := 0
	for _, e := range append(all, edit{len(text), len(text), nil}) {
		for ; at < e.start; at++ {
			went[at] = len(new)
			new = append(new, text[at])
		}
		for ; at < e.end; at++ {
			went[at] = -1
		}
		new = append(new, e.by...)
	}
	went[len(text)] = len(new)
	return new, went
}

// someSpans picks spans of words that lie apart.
func someSpans(r *rand.Rand, text []rune, n int) []Span {
	var spans []Span
	for range n {
		start := snap(text, r.IntN(len(text)-30))
		end := snap(text, start+20+r.IntN(min(180, len(text)-start-20)))
		for start < end && space(text[start]) {
			start++
		}
		for start < end && space(text[end-1]) {
			end--
		}
		if end-start >= 16 && !slices.ContainsFunc(spans, func(o Span) bool { return start <= o.End && o.Start <= end }) {
			spans = append(spans, spanIn(text, start, end))
		}
	}
	return spans
}

func runs(t *testing.T, f func(r *rand.Rand)) {
	n := uint64(150)
	if testing.Short() {
		n = 60
	}
	for seed := range n {
		f(rand.New(rand.NewPCG(seed, 7)))
		if t.Failed() {
			t.Fatalf("with seed %d", seed)
		}
	}
}

// Edits outside the spans lose none and put none elsewhere.
func TestEditsOutside(t *testing.T) {
	lost, near, total := 0, 0, 0
	runs(t, func(r *rand.Rand) {
		old := prose(r, 10+r.IntN(60))
		spans := someSpans(r, old, 8)
		new, went := edited(r, old, 1+r.IntN(12), func(start, end int) bool {
			return !slices.ContainsFunc(spans, func(s Span) bool { return start < s.End && s.Start < end || start > s.Start && start < s.End })
		})
		for i, f := range find(t, string(old), string(new), spans...) {
			start := went[spans[i].Start]
			want := Place{Start: start, End: start + spans[i].End - spans[i].Start}
			total++
			switch {
			case f.Kind == Nowhere:
				lost++
				t.Logf("lost %q", spans[i].Quote)
			case f.Place.Start != want.Start && snap(new, want.Start) == want.Start || f.Place.End != want.End && snap(new, want.End) == want.End:
				t.Errorf("%q went to %d–%d and was found at %d–%d, kind %d: %q", spans[i].Quote, want.Start, want.End, f.Place.Start, f.Place.End, f.Kind, at(string(new), f.Place))
			case f.Kind == Near:
				near++
			}
		}
	})
	t.Logf("%d spans, %d lost, %d to be looked at", total, lost, near)
	if lost > 0 {
		t.Errorf("%d of %d spans were lost", lost, total)
	}
}

// A span with an edit inside is found where its rest is, or nowhere.
func TestEditsInside(t *testing.T) {
	nowhere, total := 0, 0
	runs(t, func(r *rand.Rand) {
		old := prose(r, 10+r.IntN(60))
		spans := someSpans(r, old, 6)
		new, went := edited(r, old, 4+r.IntN(20), func(int, int) bool { return true })
		for i, f := range find(t, string(old), string(new), spans...) {
			total++
			if f.Kind == Nowhere {
				nowhere++
				continue
			}
			// Some of what it holds now must have been in it before.
			own := 0
			for at := spans[i].Start; at < spans[i].End; at++ {
				if n := went[at]; n >= f.Place.Start && n < f.Place.End {
					own++
				}
			}
			if own*2 < spans[i].End-spans[i].Start {
				t.Errorf("%q was found as %q, kind %d, of which %d code points are its own", spans[i].Quote, at(string(new), f.Place), f.Kind, own)
			}
		}
	})
	t.Logf("%d spans, %d nowhere", total, nowhere)
	if nowhere == total {
		t.Error("no span was found at all")
	}
}

// Whatever the texts, places lie in the new text, on whole characters.
func FuzzFind(f *testing.F) {
	f.Add("one two three four five", "one two 3 four five", 4, 13)
	f.Add("e\u0301e\u0301e\u0301 😀😀", "e\u0301 👨‍👩‍👧", 0, 4)
	f.Add("ab\nab\nab\nab", "ab\nab\nab", 3, 5)
	f.Fuzz(func(t *testing.T, old, new string, start, end int) {
		if !utf8.ValidString(old) || !utf8.ValidString(new) {
			t.Skip()
		}
		runes := []rune(old)
		if start < 0 || start >= end || end > len(runes) {
			t.Skip()
		}
		found := find(t, old, new, spanAt(old, start, end))[0]
		places := found.Candidates
		if found.Kind != Nowhere {
			places = append(places, found.Place)
		}
		text := []rune(new)
		for _, p := range places {
			if p.Start < 0 || p.Start >= p.End || p.End > len(text) || p.Score < 0 || p.Score > 1.000001 {
				t.Errorf("%+v in a text of %d", p, len(text))
			}
		}
		if was := fold(runes[start:end], false); found.Kind == Sure && !slices.Equal(fold(text[found.Place.Start:found.Place.End], false).runes, was.runes) {
			t.Errorf("sure, and another text: %+v", found)
		}
	})
}

// The differ finds a longest common sequence where it goes the shortest way.
func TestShortest(t *testing.T) {
	runs(t, func(r *rand.Rand) {
		list := func() []int32 {
			l := make([]int32, r.IntN(30))
			for i := range l {
				l[i] = int32(r.IntN(4))
			}
			return l
		}
		a, b := list(), list()
		d := &differ{a: a, b: b, kinds: 4}
		d.shortest(0, len(a), 0, len(b))
		got, x, y := 0, 0, 0
		for _, m := range d.matches {
			if m.old < x || m.new < y || !slices.Equal(a[m.old:m.old+m.n], b[m.new:m.new+m.n]) {
				t.Fatalf("%v and %v: %v", a, b, d.matches)
			}
			got, x, y = got+m.n, m.old+m.n, m.new+m.n
		}
		row := make([]int, len(b)+1)
		for i := range a {
			diagonal := 0
			for j := range b {
				best := max(row[j], row[j+1])
				if a[i] == b[j] {
					best = diagonal + 1
				}
				diagonal, row[j+1] = row[j+1], best
			}
		}
		if got != row[len(b)] {
			t.Errorf("%v and %v have %d in common, found %d", a, b, row[len(b)], got)
		}
	})
}

// A book with a claim in nearly every sentence takes seconds, not minutes.
func BenchmarkFind(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 1))
	old := prose(r, 72_000)
	var spans []Span
	for i := 0; len(spans) < 20_000; i++ {
		start := snap(old, i*(len(old)-300)/20_000)
		spans = append(spans, spanAt(string(old[start:start+150]), 0, 100))
		s := &spans[len(spans)-1]
		s.Start, s.End = start, start+100
		s.Quote = ""
	}
	for _, edits := range []int{100, 2_000, 20_000} {
		new, _ := edited(r, old, edits, func(int, int) bool { return true })
		b.Run("", func(b *testing.B) {
			for b.Loop() {
				start := time.Now()
				found := find(b, string(old), string(new), spans...)
				kinds := map[Kind]int{}
				for _, f := range found {
					kinds[f.Kind]++
				}
				b.Logf("%d code points, %d edits: %v %v", len(old), edits, kinds, time.Since(start))
			}
		})
	}
}

// In lists whose lines are all alike, with lines taken out, put in, changed and
// moved, a line is found where it went, or nowhere: never on its neighbour.
func TestLists(t *testing.T) {
	nowhere, total := 0, 0
	runs(t, func(r *rand.Rand) {
		word := func(list string) string { all := strings.Fields(list); return all[r.IntN(len(all))] }
		line := func() string {
			return "In the " + word("northern southern eastern western central") + " district " + word("prices rents wages taxes") + " " +
				word("rose fell stayed") + " by " + word("2 3 4 5") + " percent in " + word("May June July") + "."
		}
		type row struct {
			text string
			from int // the old line that it is, -1 for none
		}
		var rows []row
		var old strings.Builder
		for i := range 10 + r.IntN(60) {
			text := line()
			if i%7 == 3 {
				text = rows[r.IntN(len(rows))].text // twins
			}
			rows = append(rows, row{text, i})
			old.WriteString(text + "\n")
		}
		before := slices.Clone(rows)
		for range 1 + r.IntN(8) {
			i := r.IntN(len(rows))
			switch r.IntN(4) {
			case 0:
				if len(rows) > 1 {
					rows = slices.Delete(rows, i, i+1)
				}
			case 1:
				rows = slices.Insert(rows, i, row{line(), -1})
			case 2:
				rows[i] = row{strings.Replace(rows[i].text, "percent", "per cent", 1), rows[i].from}
			case 3:
				gone := rows[i]
				rows = slices.Insert(slices.Delete(rows, i, i+1), r.IntN(len(rows)), gone)
			}
		}
		var new strings.Builder
		starts := map[int]row{}
		for _, row := range rows {
			starts[utf8.RuneCountInString(new.String())] = row
			new.WriteString(row.text + "\n")
		}
		for i, f := range find(t, old.String(), new.String(), everyLine(old.String(), strings.SplitAfter(old.String(), "\n"))...) {
			total++
			if f.Kind == Nowhere {
				nowhere++
				continue
			}
			there, whole := starts[f.Place.Start]
			// A line that reads like its twin may be taken for it: nobody can tell them apart.
			if !whole || there.from != i && there.text != before[i].text {
				t.Errorf("line %d %q was found as %q, which was line %d; kind %d", i, before[i].text, at(new.String(), f.Place), there.from, f.Kind)
			}
		}
	})
	t.Logf("%d lines, %d nowhere", total, nowhere)
	if nowhere*4 > total {
		t.Errorf("%d of %d lines were lost", nowhere, total)
	}
}

// A long list of few kinds of rows, none of which stands once, is told apart by
// the rows' order.
func TestRowsOfFewKinds(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	var old, new strings.Builder
	var went []int // where each row went, -1 for those that are gone
	for range 2_000 {
		row := "Row kind " + strings.Repeat("x", 1+r.IntN(30)) + ": the value was recorded and checked.\n"
		old.WriteString(row)
		switch r.IntN(40) {
		case 0:
			went = append(went, -1)
			continue
		case 1:
			new.WriteString("Row kind " + strings.Repeat("x", 1+r.IntN(30)) + ": the value was recorded and checked.\n")
		}
		went = append(went, new.Len())
		new.WriteString(row)
	}
	home := 0
	spans := everyLine(old.String(), strings.SplitAfter(old.String(), "\n"))
	before := func(text string, start int) string { return text[max(0, start-60):start] }
	after := func(text string, end int) string { return text[end:min(len(text), end+60)] }
	for i, f := range find(t, old.String(), new.String(), spans...) {
		switch {
		case f.Kind == Nowhere:
		case f.Place.Start == went[i]:
			home++
		case before(old.String(), spans[i].Start) == before(new.String(), f.Place.Start) || after(old.String(), spans[i].End) == after(new.String(), f.Place.End):
			// It was taken out and its like put in on the same spot: that is no change for a reader.
		default:
			t.Errorf("row %d went to %d and was found at %d", i, went[i], f.Place.Start)
		}
	}
	if home < 1_750 {
		t.Errorf("%d of 2,000 rows were found", home)
	}
}
