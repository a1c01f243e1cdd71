package docview

import (
	"fmt"
	"image"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
	"pgregory.net/rapid"
)

// Every line with a mark has a tick at its height, and where there is no mark there is no tick.
func TestTheRulerShowsWhereThingsAre(t *testing.T) {
	p := newPage(t, "")
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(20, 3000).Draw(t, "lines")
		p.timers, p.ruler.waiting = nil, false
		p.SetText(numbered(n), nil)
		points := p.column.Text.Points()
		spans := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Span {
			a := rapid.IntRange(0, points-1).Draw(t, "start")
			return Span{a, min(points, a+rapid.IntRange(1, 60).Draw(t, "length"))}
		}), 0, 8).Draw(t, "spans")
		hits := rapid.Bool().Draw(t, "hits")
		if hits {
			p.SetHits(spans, -1)
		} else {
			for i, s := range spans {
				p.PutHighlight(Highlight{ID: fmt.Sprint(i), Start: s.Start, End: s.End, Style: i % 2})
			}
		}
		for p.column.Lines.Step() {
		}
		p.wait(rulerWait)
		rows := len(p.ruler.ticks)
		want := make([]bool, rows)
		for _, s := range spans {
			first, last := p.column.Lines.At(s.Start, false), p.column.Lines.At(s.End-1, false)
			from := int(p.column.Y(first) * float64(rows) / p.column.Height())
			to := int((p.column.Y(last+1) - 0.001) * float64(rows) / p.column.Height())
			for y := from; y <= min(to, rows-1); y++ {
				want[y] = true
			}
		}
		got := make([]bool, rows)
		for y, tick := range p.ruler.ticks {
			got[y] = tick.n > 0 && !hits || tick.hit && hits
		}
		for y := range rows { // a row that two lines share stands for one of them
			near := func(in []bool) bool { return slices.Contains(in[max(0, y-1):min(rows, y+2)], true) }
			if want[y] && !near(got) || got[y] && !near(want) {
				t.Fatalf("row %d of %d has a tick: %v, want %v; spans %v in %d lines", y, rows, got[y], want[y], spans, p.column.Lines.Lines())
			}
		}
	})
}

func TestScrollingLeavesTheRulerAlone(t *testing.T) {
	p := newPage(t, news(200<<10), claims(300, 190_000)...)
	p.settled()
	p.wait(rulerWait)
	version := p.ruler.version
	if version == 0 || len(p.ruler.ticks) != 400 || p.renderer().ruler.version != version {
		t.Fatalf("version %d, shown %d, %d ticks", version, p.renderer().ruler.version, len(p.ruler.ticks))
	}
	for range 50 {
		p.column.scrollBy(333)
		p.wait(rulerWait)
	}
	p.Select(5, 500)
	p.wait(rulerWait)
	if p.ruler.version != version {
		t.Error("scrolling and selecting make the ruler anew")
	}
	for range 30 {
		p.PutHighlight(Highlight{ID: "new", Start: 150_000, End: 150_100, Style: 3})
		p.PutHighlight(Highlight{ID: "other", Start: 100, End: 1000, Style: 2})
	}
	p.wait(rulerWait)
	if p.ruler.version != version+1 {
		t.Errorf("sixty changes at once make the ruler %d times", p.ruler.version-version)
	}
}

func TestAClickOnATickGoesToItsPlace(t *testing.T) {
	for _, laidOut := range []bool{true, false} {
		p := newPage(t, news(400<<10))
		if laidOut {
			p.settled()
		}
		at := p.column.Text.Points() * 5 / 8
		p.PutHighlight(Highlight{ID: "a", Start: at, End: at + 20})
		p.SetHits([]Span{{at / 4, at/4 + 3}}, -1)
		p.ruler.makeTicks()
		for _, want := range []int{at, at / 4} {
			y := slices.IndexFunc(p.ruler.ticks, func(t tick) bool { return t.n > 0 && want == at || t.hit && want != at })
			place := fyne.NewPos(714, float32(y)+2.2)
			p.press(place, 0)
			p.release(place)
			first, last := p.column.Visible()
			if i := p.column.Lines.At(p.column.Text.Byte(want), false); i <= first || i >= last {
				t.Errorf("laid out %v: a click at %v shows lines %d to %d, the place is on %d", laidOut, place.Y, first, last, i)
			}
		}
		p.wantSelection(0, 0)
	}
}

func TestAShortTextHasNoRuler(t *testing.T) {
	p := newPage(t, "short", Highlight{ID: "a", Start: 0, End: 5})
	p.wait(rulerWait)
	if len(p.ruler.ticks) > 0 || p.renderer().ruler.raster.Visible() {
		t.Error("there is a ruler")
	}
}

func TestRulerLight(t *testing.T) { rulerGolden(t, theme.VariantLight, "ruler_light.png") }

func TestRulerDark(t *testing.T) { rulerGolden(t, theme.VariantDark, "ruler_dark.png") }

func rulerGolden(t *testing.T, variant fyne.ThemeVariant, name string) {
	text := news(60 << 10)
	p := newPage(t, text)
	fyne.CurrentApp().Settings().SetTheme(pageTheme{theme.DefaultTheme(), variant})
	r := rand.New(rand.NewPCG(8, 9))
	for i := range 40 {
		at := r.IntN(p.column.Text.Points() - 5000)
		p.PutHighlight(Highlight{ID: fmt.Sprint(i), Start: at, End: at + 150, Style: r.IntN(4)})
	}
	p.PutHighlight(Highlight{ID: "long", Start: 30_000, End: 33_000, Style: 0})
	p.PutHighlight(Highlight{ID: "over", Start: 31_000, End: 32_000, Style: 1})
	p.SetCurrent("long")
	var hits []Span
	for i := 0; i < len(text); {
		k := strings.Index(text[i:], "Mayor")
		if k < 0 {
			break
		}
		at := p.column.Text.Point(i + k)
		hits = append(hits, Span{at, at + 5})
		i += k + 900
	}
	p.SetHits(hits, len(hits)/3)
	p.SetTopOffset(31_500)
	p.settled()
	p.wait(rulerWait)
	test.AssertImageMatches(t, name, p.window.Canvas().Capture())
}

// Rule makes the ruler of a large text with many marks, and paints it.
func BenchmarkRule(b *testing.B) {
	text := news(5 << 20)
	p := newPage(b, text)
	p.window.Resize(fyne.NewSize(900, 860))
	p.SetHighlights(claims(20_000, p.column.Text.Points()))
	hits := make([]Span, 100_000)
	for i := range hits {
		hits[i] = Span{i * 50, i*50 + 4}
	}
	p.SetHits(hits, 7)
	for name, all := range map[string]bool{"estimated": false, "laid out": true} {
		if all {
			p.settled()
		}
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				p.ruler.ticks = nil
				p.ruler.makeTicks()
			}
		})
	}
	b.Run("paint", func(b *testing.B) {
		img := image.NewRGBA(image.Rect(0, 0, barWidth, 860))
		for b.Loop() {
			p.ruler.paint(img, p.palette())
		}
	})
	b.Run("hits", func(b *testing.B) {
		n := 0
		for b.Loop() {
			n++
			p.SetHits(hits[n%2:], n)
		}
	})
	b.Run("next hit", func(b *testing.B) {
		n := 0
		for b.Loop() {
			n++
			p.SetHits(hits, n%1000)
		}
	})
}
