package docview

import (
	"fmt"
	"image"
	"image/draw"
	"math"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"

	"factmark/widgets/docview/layout"
)

var written = []string{
	"The minister met Gen. Kurilla on Monday.", "AVAVA To Ty WA. LT 11,7 r. f) T\u00e4", "“We agreed,” she said — 3.7\u00a0% of all…",
	"ÅÉÎ çœß łŻž e\u0301a\u0308", "Ελληνικά και ευρωπαϊκά", "Газета «Правда» сообщила", "office affluent fjord", "\u2013 a\u00adb", "i", "mmmm  iiii",
}

func newPen(t testing.TB, textSize, scale float32) *pen {
	test.NewTempApp(t)
	return (*pen)(nil).fitting(newFonts(func() bool { return false }), theme.TextFont(), textSize, scale)
}

// lineOf lays a text out in one line.
func lineOf(p *pen, text string) *layout.Line {
	l := layout.New(layout.NewText(text), p.shaper.width, p.shaper.places, 4000)
	return l.Line(0)
}

// wholly gives the runs of a line as parts, none of them dimmed.
func wholly(line *layout.Line) []part {
	var parts []part
	for i := range line.Runs {
		parts = append(parts, part{run: &line.Runs[i], to: len(line.Runs[i].Text)})
	}
	return parts
}

// inkOf gives how much ink is in each column of pixels.
func inkOf(img *image.RGBA) []int {
	out := make([]int, img.Rect.Dx())
	for y := range img.Rect.Dy() {
		for x := range out {
			out[x] += 255 - int(img.RGBAAt(x, y).R)
		}
	}
	return out
}

func TestInkLiesInTheMeasuredBoxes(t *testing.T) {
	for _, scale := range []float32{1, 1.25, 2} {
		p := newPen(t, 17, scale)
		for _, text := range written {
			line := lineOf(p, text)
			const left = 20
			img := p.page(int(1000*scale), int(60*scale), rgb(0xFFFFFF))
			p.write(img, wholly(line), left, int(40*scale), palette{ink: rgb(0)})
			from, to := float32(left)*scale, (left+line.Runs[0].Width())*scale
			slack := 2.5 * scale // a letter may lean over its box
			seen := false
			for x, ink := range inkOf(img) {
				if ink == 0 {
					continue
				}
				seen = true
				if float32(x+1) < from-slack || float32(x) > to+slack {
					t.Errorf("scale %v: %q has ink at %d, its box is [%v,%v]", scale, text, x, from, to)
				}
			}
			if !seen {
				t.Errorf("scale %v: %q left no ink", scale, text)
			}
		}
	}
}

// What stands behind a cluster's right edge must not change when the cluster does: letters stand where they are measured.
func TestALettersInkMovesWithItsMeasure(t *testing.T) {
	p := newPen(t, 17, 1)
	ink := func(text string, from int) []int {
		img := p.page(400, 60, rgb(0xFFFFFF))
		p.write(img, wholly(lineOf(p, text)), 10, 40, palette{ink: rgb(0)})
		return inkOf(img)[10+from:]
	}
	for _, before := range []string{"i ", "mm ", "AV ", "Газета ", "e\u0301 "} {
		want, w := ink("H", 0), p.shaper.width(before)
		got := ink(before+"H", int(math.Round(float64(w))))
		off := math.Abs(float64(w) - math.Round(float64(w)))
		total, moved := 0, 0
		for x := range got {
			total += want[x]
			moved += int(math.Abs(float64(got[x] - want[x])))
		}
		if float64(moved) > (0.15+2*off)*2*float64(total) {
			t.Errorf("behind %q, %d of %d ink is elsewhere (%.2f of a pixel off)", before, moved, total, off)
		}
	}
}

// The toolkit draws the same letters, as dark and as wide.
func TestInkIsLikeTheToolkits(t *testing.T) {
	p := newPen(t, 17, 1)
	for _, text := range written {
		line := lineOf(p, text)
		drawn := line.Runs[0].Text
		if want, got := fyne.MeasureText(drawn, 17, fyne.TextStyle{}).Width, line.Runs[0].Width(); math.Abs(float64(want-got)) > 0.3 {
			t.Errorf("%q is %v wide, the toolkit's %v", text, got, want)
		}
		img := p.page(600, 60, rgb(0xFFFFFF))
		p.write(img, wholly(line), 10, 40, palette{ink: rgb(0)})
		got := 0
		for _, ink := range inkOf(img) {
			got += ink
		}
		object := canvas.NewText(drawn, rgb(0))
		object.TextSize = 17
		w := test.NewTempWindow(t, object)
		w.Resize(fyne.NewSize(600, 60))
		shot := w.Canvas().Capture()
		want, background := 0, luminanceAt(shot, 599, 59)
		for y := range 60 {
			for x := range 600 {
				want += int(float64(background-luminanceAt(shot, x, y)) * 255 / float64(background))
			}
		}
		if math.Abs(float64(got-want)) > 0.06*float64(want) {
			t.Errorf("%q has %d of ink, the toolkit's %d", text, got, want)
		}
	}
}

func luminanceAt(img image.Image, x, y int) int {
	r, _, _, _ := img.At(x, y).RGBA()
	return int(r >> 8)
}

func TestWhatIsRememberedIsBounded(t *testing.T) {
	p := newPen(t, 17, 1)
	for i := range 3 * maxShaped {
		p.shaper.width(fmt.Sprint("word", i))
		p.shaper.width(fmt.Sprint("א", i))
		p.shaper.places(fmt.Sprint("א", i), true, []int{0})
		for _, words := range p.shaper.words {
			if n := len(words); n > maxShaped {
				t.Fatalf("%d words are remembered", n)
			}
		}
	}
	big := newPen(t, 600, 1)
	for range 2 {
		for _, text := range written {
			big.write(big.page(10, 10, rgb(0)), wholly(lineOf(big, text)), 0, 5, palette{ink: rgb(0)})
			bytes := 0
			for _, m := range big.glyphs.masks {
				bytes += len(m.Pix)
			}
			if bytes > maxMasks {
				t.Fatalf("%d bytes of glyphs are remembered", bytes)
			}
		}
	}
}

func TestNoTextNeedsAnObjectOfItsOwn(t *testing.T) {
	p := newPage(t, "Plain words, “quoted” – Ελληνικά.\nSome 漢字 here.\nשלום and more 👍🏽\n"+strings.Repeat(written[0]+" ", 400))
	if n := len(p.renderer().box.Objects); n != 1 {
		t.Errorf("%d objects for a page of text", n)
	}
}

func BenchmarkColumn(b *testing.B) {
	p := newPage(b, news(100<<10), claims(500, 100<<10)...)
	p.window.Resize(fyne.NewSize(900, 860))
	r := p.renderer()
	b.ReportAllocs()
	for b.Loop() {
		r.image(760, 860)
	}
}

func TestLayMixesAsTheLibraryDoes(t *testing.T) {
	under := image.NewRGBA(image.Rect(0, 0, 40, 12))
	paintLine(under, []stroke{
		{x1: 30, colour: rgb(0x0072B2)}, {x0: 10, x1: 38, colour: rgb(0xC2410C), pattern: Wavy, lane: 1},
		{kind: selected, x0: 20, x1: 26, colour: rgb(0x3B5BDB)},
	}, sheet{scale: 1, base: 5, unit: 1, stacks: new(stacks)})
	for _, at := range []image.Point{{0, 0}, {-7, -3}, {15, 9}, {60, 0}} {
		got, want := image.NewRGBA(image.Rect(0, 0, 50, 18)), image.NewRGBA(image.Rect(0, 0, 50, 18))
		draw.Draw(got, got.Rect, image.NewUniform(rgb(0xFBFAF7)), image.Point{}, draw.Src)
		draw.Draw(got, image.Rect(5, 2, 25, 9), image.NewUniform(rgb(0x123456)), image.Point{}, draw.Src)
		copy(want.Pix, got.Pix)
		layOver(got, under, at)
		draw.Draw(want, under.Rect.Add(at), under, image.Point{}, draw.Over)
		if !slices.Equal(got.Pix, want.Pix) {
			t.Errorf("at %v the mixture is another", at)
		}
	}
}
