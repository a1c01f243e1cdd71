package docview

import (
	"image"
	"image/color"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
	"github.com/clipperhouse/uax29/v2/graphemes"
	"pgregory.net/rapid"

	"factmark/widgets/contrast"
)

// scripts are what texts are made of that have to be marked exactly.
var scripts = []string{
	" ", " ", " ", " ", "\n", "\n\n", "\t", "word", "AVAVA", "To", "don’t", "1,250", "“quoted”", "(note)", "—", "e\u0301", "o\u0308\u0323", strings.Repeat("x", 90),
	"😀", "👍🏽", "👨‍👩‍👧‍👦", "🇦🇫", "1️⃣", "नमस्ते", "क्षत्रिय", "สวัสดี", "ขอบคุณครับ", "مرحبا", "السَّلَامُ", "می\u200cخواهم", "(۱۲)", "שלום", "שָׁלוֹם, ", "漢字", "日本語。", "한국어",
	"\u00a0", "soft\u00adhyphen", "\u200b", "\u2060", "\u200f", "\u202eabc\u202c", "  ", "\u3000",
}

func manyScripts() *rapid.Generator[string] {
	return rapid.Map(rapid.SliceOfN(rapid.SampledFrom(scripts), 1, 90), func(parts []string) string { return strings.Join(parts, "") })
}

func spanIn(points int) *rapid.Generator[Span] {
	return rapid.Custom(func(t *rapid.T) Span {
		a := rapid.IntRange(-2, points+2).Draw(t, "from")
		return Span{a, a + rapid.IntRange(0, 25).Draw(t, "length")}
	})
}

// What is painted under the letters covers the boxes of the clusters that are marked, and no others.
func TestMarksCoverTheirClustersAndNoOthers(t *testing.T) {
	p := newPage(t, "")
	rapid.Check(t, func(t *rapid.T) {
		text := manyScripts().Draw(t, "text")
		p.SetText(text, nil)
		n := p.column.Text.Points()
		spans := rapid.SliceOfN(spanIn(n), 0, 6).Draw(t, "spans")
		kind := rapid.IntRange(0, 3).Draw(t, "kind")
		switch kind {
		case 0:
			p.SetHits(spans, rapid.IntRange(-1, len(spans)).Draw(t, "current"))
		case 1:
			for i, s := range spans {
				p.PutHighlight(Highlight{ID: string(rune('a' + i)), Start: s.Start, End: s.End, Style: i})
			}
		case 2:
			spans = spans[:min(1, len(spans))]
			for _, s := range spans {
				p.Select(s.Start, s.End)
			}
		case 3:
			p.SetDimmed(spans)
		}
		marked := func(start, end int) bool {
			return slices.ContainsFunc(spans, func(s Span) bool {
				r := clusters(p.column.Text, s.Start, s.End)
				return s.Start < s.End && r.Start < end && r.End > start
			})
		}
		r := p.renderer()
		for _, row := range r.rows {
			line := row.line
			img := image.NewRGBA(image.Rect(0, 0, 800, int(p.column.metrics.row)))
			s := sheet{left: -20, scale: 1, base: int(p.column.metrics.base), unit: 1, stacks: new(stacks)}
			paintLine(img, row.strokes, s)
			for g := graphemes.FromString(text[line.Start:line.Ink]); g.Next(); {
				from, to := line.Start+g.Start(), line.Start+g.End()
				if kind == 3 {
					checkInk(t, row, from, to, marked(from, to))
					continue
				}
				for _, box := range line.Segments(from, to) {
					if box.X1-box.X0 < 5 {
						continue
					}
					x := int((box.X0+box.X1)/2 - s.left)
					painted := img.RGBAAt(x, s.base-4).A > 0
					if painted != marked(from, to) {
						t.Fatalf("%q at %d, from %v to %v, is painted: %v; spans %v of kind %d", text[from:to], p.column.Text.Point(from), box.X0, box.X1, painted, spans, kind)
					}
				}
			}
		}
	})
}

// checkInk checks that a cluster is written once and in the right ink.
func checkInk(t *rapid.T, row *row, from, to int, dim bool) {
	for i := range row.line.Runs {
		run := &row.line.Runs[i]
		if from < run.Start() || to > run.End() {
			continue
		}
		from, to := run.Drawn(from, to)
		for b := from; b < to; b++ {
			times := 0
			for _, part := range row.parts {
				if part.run == run && part.from <= b && b < part.to {
					times++
					if part.dim != dim {
						t.Fatalf("bytes [%d,%d) of %q are dim: %v", from, to, run.Text, part.dim)
					}
				}
			}
			if times != 1 {
				t.Fatalf("bytes [%d,%d) of %q are written %d times", from, to, run.Text, times)
			}
		}
	}
}

// The parts of a line are all of its runs.
func TestPartsAreTheirRuns(t *testing.T) {
	p := newPage(t, "")
	rapid.Check(t, func(t *rapid.T) {
		p.SetText(manyScripts().Draw(t, "text"), nil)
		p.SetDimmed(rapid.SliceOfN(spanIn(p.column.Text.Points()), 0, 6).Draw(t, "spans"))
		for _, row := range p.renderer().rows {
			for i := range row.line.Runs {
				run := &row.line.Runs[i]
				whole := ""
				for _, part := range row.parts {
					if part.run == run {
						whole += run.Text[part.from:part.to]
					}
				}
				if whole != run.Text {
					t.Fatalf("run %q is written as %q", run.Text, whole)
				}
			}
		}
	})
}

func TestHitsOverTintsKeepTheContrast(t *testing.T) {
	for _, variant := range []fyne.ThemeVariant{theme.VariantLight, theme.VariantDark} {
		p := newPage(t, "")
		fyne.CurrentApp().Settings().SetTheme(pageTheme{theme.DefaultTheme(), variant})
		look := p.palette()
		worst := 21.0
		for _, current := range []bool{false, true} {
			for i := range testStyles {
				for j := range testStyles {
					for _, selection := range []bool{false, true} {
						a, _ := p.look(Highlight{Style: i}, look)
						b, _ := p.look(Highlight{Style: j}, look)
						stack := []stroke{{x1: 8, colour: a}, {x1: 8, colour: b}}
						hit := stroke{kind: found, x1: 8, colour: look.hits().box, fill: look.hits().fill, current: current}
						if current {
							hit.fill = look.hits().strong
						}
						stack = append(stack, hit)
						if selection {
							stack = append(stack, stroke{kind: selected, x1: 8, colour: look.selection})
						}
						img := image.NewRGBA(image.Rect(0, 0, 8, 26))
						paintLine(img, stack, sheet{scale: 1, base: 16, unit: 1, stacks: new(stacks)})
						worst = min(worst, contrast.Ratio(look.ink, on(look.page, img.RGBAAt(4, 10))))
					}
				}
			}
		}
		if worst < 4.5 {
			t.Errorf("dark %v: contrast over hits falls to %.2f", look.dark, worst)
		}
		if c := contrast.Ratio(look.dim, look.page); c < 4.5 || look.dim == look.ink {
			t.Errorf("dark %v: dimmed letters have a contrast of %.2f", look.dark, c)
		}
		if c := contrast.Ratio(look.hits().box, look.page); c < 3 {
			t.Errorf("dark %v: the boxes have a contrast of %.2f", look.dark, c)
		}
		t.Logf("dark %v: at worst %.2f", look.dark, worst)
	}
}

func TestSoftInkIsMadeLegible(t *testing.T) {
	page, ink := rgb(0xFFFFFF), rgb(0)
	for _, c := range []color.NRGBA{rgb(0xCCCCCC), rgb(0x808080), rgb(0x444444), rgb(0xFFFFFF)} {
		if got := legibleColour(c, ink, page); contrast.Ratio(got, page) < 4.5 {
			t.Errorf("%v becomes %v, with a contrast of %.2f", c, got, contrast.Ratio(got, page))
		}
	}
	if c := rgb(0x444444); legibleColour(c, ink, page) != c {
		t.Errorf("a legible colour is changed to %v", legibleColour(c, ink, page))
	}
}

func TestMarkedLettersKeepTheirInk(t *testing.T) {
	p := newPage(t, prose)
	p.SetDimmed([]Span{{0, 20}, {10, 40}})
	dim := func() string {
		var s strings.Builder
		for _, part := range p.renderer().rows[0].parts {
			if part.dim {
				s.WriteString("[" + part.run.Text[part.from:part.to] + "]")
			} else {
				s.WriteString(part.run.Text[part.from:part.to])
			}
		}
		return s.String()
	}
	if got := dim(); !strings.HasPrefix(got, "[The minister met Gen. Kurilla on Monday.]") {
		t.Errorf("dimmed: %q", got)
	}
	p.PutHighlight(Highlight{ID: "a", Start: 4, End: 12})
	if got := dim(); !strings.HasPrefix(got, "[The ]minister[ met Gen. Kurilla on Monday.]") {
		t.Errorf("with a highlight, dimmed: %q", got)
	}
	p.Select(17, 21)
	p.SetHits([]Span{{22, 29}}, 0)
	if got := dim(); !strings.HasPrefix(got, "[The ]minister[ met ]Gen.[ ]Kurilla[ on Monday.]") {
		t.Errorf("with a selection and a hit, dimmed: %q", got)
	}
	p.RemoveHighlight("a")
	p.Select(0, 0)
	p.SetHits(nil, -1)
	if got := dim(); !strings.HasPrefix(got, "[The minister met Gen. Kurilla on Monday.]") {
		t.Errorf("without marks, dimmed: %q", got)
	}
	p.SetDimmed(nil)
	if got := dim(); strings.Contains(got, "[") {
		t.Errorf("dimmed: %q", got)
	}
}

func TestHitsGoWithTheirText(t *testing.T) {
	p := newPage(t, prose)
	painted := func() int { return len(p.renderer().rows[0].strokes) }
	p.SetHits([]Span{{4, 12}, {0, 3}}, 1)
	strokes := p.renderer().rows[0].strokes
	if len(strokes) != 2 || strokes[0].current || !strokes[1].current || strokes[1].x0 != 0 {
		t.Errorf("strokes: %+v", strokes)
	}
	top := p.column.Top()
	p.SetHits([]Span{{4, 12}, {0, 3}}, 0)
	if s := p.renderer().rows[0].strokes; !s[1].current || s[1].x0 == 0 || p.column.Top() != top {
		t.Errorf("strokes: %+v", s)
	}
	p.SetHits([]Span{{4, 12}}, -1)
	if s := p.renderer().rows[0].strokes; len(s) != 1 || s[0].current {
		t.Errorf("strokes: %+v", s)
	}
	p.SetHits([]Span{{-5, 0}, {7, 7}, {9, 3}, {1 << 30, 1 << 31}}, 7)
	if painted() != 0 {
		t.Error("odd hits are painted")
	}
	p.SetHits([]Span{{4, 12}}, 0)
	p.SetText(prose, nil)
	if painted() != 0 {
		t.Error("the hits of another text are painted")
	}
}

// marked is a page with everything that can be on it.
func marked(t *testing.T, variant fyne.ThemeVariant) *page {
	text := "Top of page · Share · Print\n" + strings.Repeat("The mayor said that the bridge had been closed since March, and that nobody had told the people of the town. ", 7) +
		"\n\nقال العمدة إن الجسر أُغلق (منذ مارس) ولم يخبر أحد.\nCommentaires (12)\n" + numbered(60)
	p := newPage(t, text)
	fyne.CurrentApp().Settings().SetTheme(pageTheme{theme.DefaultTheme(), variant})
	at := func(s string, n int) Span {
		from := 0
		for range n {
			from += strings.Index(text[from:], s) + 1
		}
		start := p.column.Text.Point(from - 1)
		return Span{start, start + len([]rune(s))}
	}
	p.SetDimmed([]Span{at("Top of page · Share · Print", 1), at("Commentaires (12)", 1)})
	first, second := at("the bridge had been closed", 1), at("nobody had told the people of the town", 3)
	p.SetHighlights([]Highlight{
		{ID: "a", Start: first.Start, End: first.End, Style: 0},
		{ID: "b", Start: second.Start, End: second.End, Style: 1},
		{ID: "c", Start: at("الجسر", 1).Start, End: at("مارس", 1).End, Style: 2},
	})
	p.SetHits([]Span{at("the", 1), at("the", 2), at("bridge", 1), at("bridge", 2), at("bridge", 3), at("bridge", 4), at("العمدة", 1), at("line 1", 1), at("Share", 1)}, 4)
	p.Refresh()
	return p
}

func TestHitsLight(t *testing.T) {
	test.AssertImageMatches(t, "hits_light.png", marked(t, theme.VariantLight).window.Canvas().Capture())
}

func TestHitsDark(t *testing.T) {
	test.AssertImageMatches(t, "hits_dark.png", marked(t, theme.VariantDark).window.Canvas().Capture())
}
