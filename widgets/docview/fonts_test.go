package docview

import (
	"bytes"
	"io"
	"log"
	"math"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
	"github.com/clipperhouse/uax29/v2/graphemes"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/fontscan"
	"pgregory.net/rapid"
)

// joining is a font that comes with the toolkit and has Arabic, as one found on the system might.
func joining(t testing.TB) *font.Font {
	data := parseFont(theme.DefaultTextMonospaceFont())
	if data == nil {
		t.Fatal("no font")
	}
	return data
}

// newScriptPen gives a pen that has found a font for Arabic.
func newScriptPen(t testing.TB, textSize, scale float32) *pen {
	p := newPen(t, textSize, scale)
	p.shaper.fonts.learn(nil, []*font.Font{joining(t)})
	return p
}

const arabic = "السَّلَامُ عليكم، قال الوزير (لا) ٣٢٠٠"

func TestLettersOfAWordAreJoined(t *testing.T) {
	p := newScriptPen(t, 17, 1)
	whole := p.shaper.word("عليكم", fromRight)
	if len(whole.glyphs) == 0 {
		t.Fatal("nothing is drawn")
	}
	var apart []font.GID
	for _, r := range "عليكم" {
		w := p.shaper.word(string(r), fromRight)
		if len(w.glyphs) != 1 || w.glyphs[0].font < ownFonts {
			t.Fatalf("%c has glyphs %v", r, w.glyphs)
		}
		apart = append(apart, w.glyphs[0].id)
	}
	for _, g := range whole.glyphs {
		if slices.Contains(apart, g.id) {
			t.Errorf("glyph %d stands alone as in the word", g.id)
		}
	}
	if left, right := whole.glyphs[0], whole.glyphs[len(whole.glyphs)-1]; left.x > right.x || left.at < right.at {
		t.Errorf("the first letter is at %v, the last at %v", right, left)
	}
}

// Whatever the text and the direction: the places of a text begin at nothing, never go back and end at its width.
func TestPlacesTileTheText(t *testing.T) {
	p := newScriptPen(t, 17, 1)
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom(append([]string{arabic, "لا", "ffi", "عل12"}, scripts...)), 1, 12).Draw(t, "text"), "")
		rtl := rapid.Bool().Draw(t, "from the right")
		at := []int{0}
		for g := graphemes.FromString(text); g.Next(); {
			at = append(at, g.End())
		}
		xs := p.shaper.places(text, rtl, at)
		if xs[0] != 0 || !slices.IsSorted(xs) {
			t.Fatalf("places %v of %q", xs, text)
		}
		width := float32(0)
		p.shaper.each(text, wayOf(rtl), func(w *word, _ int) bool {
			width += w.width
			return true
		})
		if got := xs[len(xs)-1]; math.Abs(float64(got-width)) > 0.01 {
			t.Fatalf("the places of %q end at %v, it is %v wide", text, got, width)
		}
		some := rapid.SliceOfNDistinct(rapid.IntRange(0, len(at)-1), 1, len(at), rapid.ID[int]).Draw(t, "some")
		slices.Sort(some)
		var few []int
		for _, k := range some {
			few = append(few, at[k])
		}
		for i, x := range p.shaper.places(text, rtl, few) {
			if x != xs[some[i]] {
				t.Fatalf("byte %d of %q stands at %v, or at %v when asked among others", few[i], text, xs[some[i]], x)
			}
		}
	})
}

// Letters drawn as one share the room of it.
func TestEachLetterOfALigatureHasAPlace(t *testing.T) {
	p := newScriptPen(t, 17, 1)
	for _, text := range []string{"لا", "بلا", "مرحبا", "قال"} {
		at := []int{0}
		for g := graphemes.FromString(text); g.Next(); {
			at = append(at, g.End())
		}
		xs := p.shaper.places(text, true, at)
		for i := 1; i < len(xs); i++ {
			if xs[i] <= xs[i-1] {
				t.Errorf("%q: letter %d is %v wide", text, i, xs[i]-xs[i-1])
			}
		}
	}
}

// The width that lines are filled by is the one that is drawn.
func TestWordsAreAsWideAsTheyAreDrawn(t *testing.T) {
	p := newScriptPen(t, 17, 1)
	for _, word := range append(strings.Fields(arabic), "می\u200cخواهم", "کابل", "۱۴۰۲", "ب12", "AVAVA", "漢字", "👍🏽") {
		line := lineOf(p, word)
		width := float32(0)
		for i := range line.Runs {
			width += line.Runs[i].Width()
		}
		if got := p.shaper.width(word); math.Abs(float64(got-width)) > 0.01 {
			t.Errorf("%q is measured as %v and drawn as %v", word, got, width)
		}
	}
}

// Clusters stand side by side in the direction they read, and a click where a caret stands puts it there.
func TestCaretsInLinesOfManyScripts(t *testing.T) {
	p := newScriptPen(t, 17, 1)
	rapid.Check(t, func(t *rapid.T) {
		text := strings.ReplaceAll(strings.Join(rapid.SliceOfN(rapid.SampledFrom(append([]string{arabic, "لا"}, scripts...)), 1, 12).Draw(t, "text"), ""), "\n", "")
		line := lineOf(p, text)
		for i := range line.Runs {
			run := &line.Runs[i]
			x := run.X
			if run.RTL {
				x += run.Width()
			}
			for at := run.Start(); at < min(run.End(), line.Ink); {
				g := graphemes.FromString(text[at:run.End()])
				g.Next()
				next := at + g.End()
				if got := line.X(at, false); abs(got-x) > 0.01 {
					t.Fatalf("%q: the caret before byte %d stands at %v, the letter before it ends at %v", text, at, got, x)
				}
				if hit, upstream := line.Hit(x); abs(line.X(hit, upstream)-x) > 0.01 {
					t.Fatalf("%q: a click at %v puts the caret at %v", text, x, line.X(hit, upstream))
				}
				behind := line.X(next, true)
				if run.RTL && behind > x || !run.RTL && behind < x {
					t.Fatalf("%q: the letter at %d is from %v to %v", text, at, x, behind)
				}
				box := line.Segments(at, next)
				if len(box) != 1 || abs(box[0].X0-min(x, behind)) > 0.01 || abs(box[0].X1-max(x, behind)) > 0.01 {
					t.Fatalf("%q: the letter at %d is from %v to %v, its box %v", text, at, x, behind, box)
				}
				at, x = next, behind
			}
		}
	})
}

func TestInkOfJoinedLettersLiesInTheirBoxes(t *testing.T) {
	for _, scale := range []float32{1, 1.5, 2} {
		p := newScriptPen(t, 17, scale)
		line := lineOf(p, "a "+arabic+" b")
		for i := range line.Runs {
			run := &line.Runs[i]
			img := p.page(int(600*scale), int(60*scale), rgb(0xFFFFFF))
			p.write(img, []part{{run: run, to: len(run.Text)}}, 10, int(40*scale), palette{ink: rgb(0)})
			seen := false
			for x, ink := range inkOf(img) {
				at := float32(x)/scale - 10
				seen = seen || ink > 0
				if ink > 0 && (at < run.X-4 || at > run.X+run.Width()+4) {
					t.Fatalf("scale %v: %q has ink at %v, its box is from %v to %v", scale, run.Text, at, run.X, run.X+run.Width())
				}
			}
			if !seen && strings.TrimSpace(run.Text) != "" {
				t.Errorf("%q left no ink", run.Text)
			}
		}
	}
}

// A letter that is drawn in another ink keeps its shape and its place.
func TestInkChangesInsideAWord(t *testing.T) {
	p := newScriptPen(t, 17, 1)
	line := lineOf(p, arabic)
	black := palette{ink: rgb(0), dim: rgb(0)}
	draw := func(parts []part) []uint8 {
		img := p.page(600, 60, rgb(0xFFFFFF))
		p.write(img, parts, 10, 40, black)
		return slices.Clone(img.Pix)
	}
	want := draw(wholly(line))
	for cut := line.Start; cut < line.Ink; cut++ {
		var parts []part
		for i := range line.Runs {
			run := &line.Runs[i]
			from, to := run.Drawn(run.Start(), max(run.Start(), min(cut, run.End())))
			parts = append(parts, part{run, from, to, true}, part{run, to, len(run.Text), false})
		}
		if !slices.Equal(draw(parts), want) {
			t.Fatalf("cut at byte %d the text looks otherwise", cut)
		}
	}
}

func TestEmojiHaveColoursAndSequencesAreOne(t *testing.T) {
	p := newPen(t, 32, 1)
	for _, text := range []string{"😀", "👍🏽", "👨‍👩‍👧‍👦", "🇦🇫", "❤️", "1️⃣"} {
		w := p.shaper.word(text, fromLeft)
		if len(w.glyphs) != 1 {
			t.Errorf("%q has %d glyphs", text, len(w.glyphs))
		}
		img := p.page(80, 60, rgb(0xFFFFFF))
		p.write(img, wholly(lineOf(p, text)), 10, 40, palette{ink: rgb(0)})
		colours, left, right := 0, 80, 0
		for i := 0; i < len(img.Pix); i += 4 {
			r, g, b := img.Pix[i], img.Pix[i+1], img.Pix[i+2]
			if r != g || g != b {
				colours++
			}
			if min(r, g, b) < 0xFF {
				x := i / 4 % 80
				left, right = min(left, x), max(right, x)
			}
		}
		if colours < 100 && text != "1️⃣" {
			t.Errorf("%q has %d pixels of colour", text, colours)
		}
		if left < 8 || float32(right) > 12+w.width || right-left < 16 {
			t.Errorf("%q is drawn from %d to %d, it is %v wide", text, left, right, w.width)
		}
	}
}

// What no font has is a box, never nothing.
func TestALetterWithoutAFontIsABox(t *testing.T) {
	p := newPen(t, 17, 1)
	for _, r := range "א漢ㅎ\U0010FFFD\uE000ก" {
		img := p.page(40, 60, rgb(0xFFFFFF))
		p.write(img, wholly(lineOf(p, "i"+string(r))), 10, 40, palette{ink: rgb(0)})
		total := 0
		for _, ink := range inkOf(img)[int(10+p.shaper.width("i")):] {
			total += ink
		}
		if total == 0 || p.shaper.width(string(r)) < 5 {
			t.Errorf("%U: ink %d, width %v", r, total, p.shaper.width(string(r)))
		}
	}
}

// Installed fonts are chosen once for all the letters they have, the one for the user's language first.
func TestChoosingInstalledFonts(t *testing.T) {
	installed := fontscan.NewFontMap(log.New(io.Discard, "", 0))
	for _, r := range []fyne.Resource{theme.DefaultTextMonospaceFont(), theme.DefaultEmojiFont()} {
		if err := installed.AddFont(bytes.NewReader(r.Content()), r.Name(), ""); err != nil {
			t.Fatal(err)
		}
	}
	installed.SetQuery(fontscan.Query{Families: []string{fontscan.SansSerif}})
	if got := chooseFonts([]rune("قال漢"), nil, installed); len(got) != 1 || !anyHas([]*font.Face{font.NewFace(got[0])}, 'ق') {
		t.Errorf("%d fonts for Arabic and what no font has", len(got))
	}
	if got := chooseFonts([]rune("ق😀ل"), nil, installed); len(got) != 2 {
		t.Errorf("%d fonts for Arabic and an emoji", len(got))
	}
	local := font.NewFace(parseFont(theme.DefaultTextFont()))
	if got := chooseFonts([]rune("aق"), local, installed); len(got) != 2 || got[0] != local.Font {
		t.Errorf("%d fonts, the first the local one: %v", len(got), got[0] == local.Font)
	}
}

// seeking is a page whose search for fonts ends when it is told to.
func seeking(t *testing.T, text string, brings ...*font.Font) (p *page, end func(), asked *[]string) {
	p = newPage(t, "")
	asked = new([]string)
	var waiting []func()
	p.letters.away = func(work, then func()) { waiting = append(waiting, func() { work(); then() }) }
	p.letters.find = func(letters []rune) []*font.Font {
		*asked = append(*asked, string(letters))
		return brings
	}
	p.SetText(text, nil)
	return p, func() {
		p.wait(0)
		for _, f := range waiting {
			f()
		}
		waiting = nil
	}, asked
}

func TestFontsAreLookedForInTheBackground(t *testing.T) {
	p, end, asked := seeking(t, "Some "+arabic+" here.\n"+numbered(100), joining(t))
	ink := func() int {
		n := 0
		for _, g := range p.letters.pen.shaper.word("الوزير", fromRight).glyphs {
			if g.font >= ownFonts {
				n++
			}
		}
		return n
	}
	if ink() > 0 || len(p.letters.pen.shaper.word("الوزير", fromRight).glyphs) > 0 {
		t.Error("letters that are looked for are drawn")
	}
	end()
	if ink() == 0 {
		t.Error("letters that were found are not drawn")
	}
	p.settled()
	end()
	if len(*asked) != 1 || strings.ContainsRune((*asked)[0], 'S') || !strings.ContainsRune((*asked)[0], 'و') {
		t.Errorf("asked for %q", *asked)
	}
}

func TestWhatIsNotFoundIsNotLookedForAgain(t *testing.T) {
	p, end, asked := seeking(t, "漢字 and 漢字\n"+numbered(100))
	reflows := p.column.reflows
	end()
	p.SetTextSize(20)
	p.SetText("漢字 once more", nil)
	end()
	if len(*asked) != 1 {
		t.Errorf("asked for %q", *asked)
	}
	if g := p.letters.pen.shaper.word("漢字", fromLeft).glyphs; len(g) != 2 || p.column.reflows > reflows+2 {
		t.Errorf("glyphs %v, %d layouts", g, p.column.reflows-reflows)
	}
}

func TestLatinAsksForNothing(t *testing.T) {
	p, end, asked := seeking(t, strings.Join(written, "\n")+numbered(50))
	p.settled()
	end()
	if len(*asked) > 0 || p.letters.fonts.faces[emojiFont] != nil {
		t.Errorf("asked for %q, emoji read: %v", *asked, p.letters.fonts.faces[emojiFont] != nil)
	}
}

// When fonts arrive the text is laid out anew, but what the reader looks at stays there.
func TestThePageStaysWhenFontsArrive(t *testing.T) {
	long := strings.Repeat(arabic+" ", 30) + "\n"
	p, end, _ := seeking(t, strings.Repeat(long, 10)+numbered(40)+strings.Repeat(long, 10), joining(t))
	at := strings.Index(p.column.Text.Slice(0, p.column.Text.Len()), "line 20.")
	point := p.column.Text.Point(at)
	p.Select(point, point+4)
	p.Reveal(point, point+4)
	before := p.at(point)
	top := p.TopOffset()
	reflows := p.column.reflows
	end()
	if p.column.reflows == reflows {
		t.Fatal("the text wasn't laid out anew")
	}
	if after := p.at(point); after != before || p.TopOffset() != top {
		t.Errorf("what was at %v is at %v, the top %d at %d", before, after, top, p.TopOffset())
	}
	p.wantSelection(point, point+4)
	p.settled()
	if after := p.at(point); after != before {
		t.Errorf("what was at %v is at %v after the layout", before, after)
	}
	if p.window.Canvas().Capture().Bounds().Dx() != int(p.window.Canvas().Size().Width) {
		t.Error("not painted")
	}
}

// Highlights inside a word that reads from the right have their ends where the letters are.
func TestEndsOfAHighlightInMixedLines(t *testing.T) {
	p := newPage(t, "one שלום two", Highlight{ID: "a", Start: 6, End: 10})
	strokes := p.renderer().rows[0].strokes
	line := p.column.Lines.Line(0)
	b := p.column.Text.Byte
	if len(strokes) != 2 {
		t.Fatalf("strokes %v", strokes)
	}
	word, rest := strokes[0], strokes[1]
	if word.opens || !word.closes || rest.opens || !rest.closes {
		t.Errorf("ends: %v, %v", word, rest)
	}
	if word.x1 != line.X(b(6), false) || rest.x1 != line.X(b(10), true) {
		t.Errorf("the highlight is %v", strokes)
	}
	if word.x0 != line.Segments(b(7), b(8))[0].X0 || rest.x0 != line.X(b(8), false) {
		t.Errorf("the highlight is %v", strokes)
	}
}

func TestScriptsOnAPage(t *testing.T) {
	text := "Latin before " + arabic + " and behind, 😀 👍🏽 🇦🇫.\n" + strings.Repeat(arabic+" ", 3) + "\nHxg العربية Hxg 12 😀 Hxg → Hxg"
	p, end, _ := seeking(t, text, joining(t))
	end()
	points := func(s string) int { return p.column.Text.Point(strings.Index(text, s)) }
	p.PutHighlight(Highlight{ID: "a", Start: 6, End: points("ليكم"), Style: 0})
	p.PutHighlight(Highlight{ID: "b", Start: points("وزير"), End: points("👍🏽"), Style: 1})
	p.PutHighlight(Highlight{ID: "c", Start: points("عربية"), End: points("ربية") + 2, Style: 2})
	second := p.column.Text.Point(strings.Index(text, "\n")) + 5
	p.Select(second, second+20)
	test.AssertImageMatches(t, "scripts.png", p.window.Canvas().Capture())
}
