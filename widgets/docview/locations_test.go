package docview

import (
	"bytes"
	"fmt"
	"image"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"

	"factmark/widgets/contrast"
)

// located gives what stands beside the lines on screen, by their numbers from the top.
func (p *page) located() map[float32]*canvas.Text {
	shown := map[float32]*canvas.Text{}
	l := &p.renderer().labels
	for _, o := range l.places {
		if slices.Contains(l.box, fyne.CanvasObject(o.text)) {
			shown[o.text.Position().Y] = o.text
		}
	}
	return shown
}

// Every part is named beside the line that its beginning is in, wherever the page is and whatever its width, and what
// stands in the gutter never lies over anything else.
func TestPlacingOfLocations(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	hebrew := strings.Repeat("זהו משפט ארוך בעברית עם מספר 12 ועוד מילים, ", 12)
	for name, text := range map[string]string{
		"prose":    strings.Repeat(prose+"\n\n", 30),
		"mixed":    strings.Repeat(prose+"\n"+hebrew+"\nshort\n\n\n", 12),
		"no words": strings.Repeat("字", 3000),
	} {
		t.Run(name, func(t *testing.T) {
			p := newPage(t, text)
			points := len([]rune(text))
			for round := range 12 {
				var all []Location
				for at := random.IntN(9); at < points; at += 1 + random.IntN(200) {
					all = append(all, Location{At: at, Short: fmt.Sprintf("p. %d", len(all)+1), Long: fmt.Sprintf("page %d", len(all)+1)})
				}
				p.SetLocations(all)
				p.SetGutter(Gutter(round % 2))
				p.window.Resize(fyne.NewSize(float32(330+random.IntN(900)), 400))
				p.SetTextSize(float32(12 + random.IntN(16)))
				p.SetTopOffset(random.IntN(points))
				p.column.scrollBy(float64(random.IntN(30)))
				checkPlacing(t, p, all)
			}
		})
	}
}

func checkPlacing(t *testing.T, p *page, all []Location) {
	t.Helper()
	m, shown, beside := &p.column.metrics, p.located(), 0
	if m.located == 0 {
		if len(shown) > 0 || m.width >= leastLetters*m.probe+m.gutter+widestLocation*m.textSize {
			t.Errorf("%d locations beside a column of %v", len(shown), m.width)
		}
		return
	}
	for _, row := range p.renderer().order {
		var want []Location
		for _, l := range all {
			if i := p.column.Lines.At(p.column.Text.Byte(l.At), false); p.column.Lines.Start(i) == row.line.Start {
				want = append(want, l)
			}
		}
		var got *canvas.Text
		for y, o := range shown {
			if y >= row.y && y+o.Size().Height/2 < row.y+m.row {
				got = o
			}
		}
		if (got == nil) != (len(want) == 0) || got != nil && got.Text != want[0].Short {
			t.Fatalf("the line at %d has %v beside it, want %v", row.line.Start, got, want)
		}
		if got != nil {
			beside++
			checkApart(t, p, got)
		}
	}
	if beside != len(shown) {
		t.Errorf("%d of %d locations stand beside lines", beside, len(shown))
	}
}

// checkApart tells that a location lies in the view, left of the numbers and the column.
func checkApart(t *testing.T, p *page, o *canvas.Text) {
	t.Helper()
	m := &p.column.metrics
	left, right := o.Position().X, o.Position().X+o.MinSize().Width
	if left < 0 || right > m.left-gutterGap+1 {
		t.Errorf("%q is at %v to %v, the column begins at %v", o.Text, left, right, m.left)
	}
	for _, n := range p.renderer().labels.texts {
		if slices.Contains(p.renderer().labels.box, fyne.CanvasObject(n)) && n.Position().X < right+4 {
			t.Errorf("%q ends at %v, the number %s begins at %v", o.Text, right, n.Text, n.Position().X)
		}
	}
}

func TestALongLocationIsCutAndSaidWhole(t *testing.T) {
	p := newPage(t, strings.Repeat(prose+"\n", 5))
	long := "How the ministry counted, and what it left out of its report"
	p.SetLocations([]Location{{At: 0, Short: long, Long: "chapter " + long}, {At: 70, Short: "פרק ראשון על הדוח של המשרד", Long: "chapter 2"}, {At: 75, Short: "c", Long: "chapter 3"}})
	var texts []string
	for _, o := range p.located() {
		texts = append(texts, o.Text)
		checkApart(t, p, o)
	}
	if len(texts) != 2 || !slices.ContainsFunc(texts, func(s string) bool {
		return strings.HasSuffix(s, "…") && strings.HasPrefix(long, strings.TrimSuffix(s, "…"))
	}) {
		t.Errorf("the gutter says %q", texts)
	}
	beside := func(offset int) fyne.Position {
		return fyne.NewPos(p.column.metrics.left-gutterGap-10, p.at(offset).Y)
	}
	if got := p.rest(beside(0)); !strings.Contains(strings.ReplaceAll(got, "\n", " "), "left out of its report") {
		t.Errorf("the tip says %q", got)
	}
	if got := p.rest(beside(70)); got != "chapter 2\nchapter 3" {
		t.Errorf("of a line in which two parts begin the tip says %q", got)
	}
	if got := p.rest(beside(260)); got != "" {
		t.Errorf("beside a line in which no part begins the tip says %q", got)
	}
	if got := p.rest(p.at(2)); got != "" {
		t.Errorf("over the text the tip says %q", got)
	}
	p.SetText("another", nil)
	if len(p.located()) > 0 || p.column.metrics.gutter > 0 {
		t.Error("the locations of another text are still there")
	}
}

func TestLocationsKeepThePlaceAndLeaveNarrowColumns(t *testing.T) {
	p := newPage(t, news(100<<10))
	p.SetTopOffset(50_000)
	at := p.TopOffset()
	p.SetLocations([]Location{{At: 10, Short: "p. 1"}, {At: at, Short: "p. 1234"}})
	if p.TopOffset() != at || len(p.located()) != 1 {
		t.Errorf("the page begins at %d, began at %d, with %d locations", p.TopOffset(), at, len(p.located()))
	}
	p.window.Resize(fyne.NewSize(190, 400))
	if len(p.located()) > 0 || p.column.metrics.gutter > 0 {
		t.Error("locations take the room of a narrow column")
	}
}

func TestLocationsLight(t *testing.T) { locationsGolden(t, theme.VariantLight, "locations_light.png") }

func TestLocationsDark(t *testing.T) { locationsGolden(t, theme.VariantDark, "locations_dark.png") }

func locationsGolden(t *testing.T, variant fyne.ThemeVariant, name string) {
	text := strings.Repeat(prose+"\n", 12)
	p := newPage(t, text, Highlight{ID: "a", Start: 10, End: 60, Style: 2}, Highlight{ID: "b", Start: 30, End: 44, Style: 0})
	fyne.CurrentApp().Settings().SetTheme(pageTheme{theme.DefaultTheme(), variant})
	p.SetGutter(ParagraphNumbers)
	p.SetLocations([]Location{{At: 0, Short: "00:00:01"}, {At: 90, Short: "00:00:07"}, {At: 400, Short: "00:01:12"}})
	p.SetHints([]Span{{35, 41}, {100, 117}, {200, 212}})
	p.SetSuggestions([]Span{{190, 260}, {300, 380}})
	p.Refresh()
	if got := contrast.Ratio(p.palette().dim, p.palette().page); got < 4.5 {
		t.Errorf("contrast of %.2f", got)
	}
	test.AssertImageMatches(t, name, p.window.Canvas().Capture())
}

func TestHintsSayWhatTheyAre(t *testing.T) {
	p := hovering(t)
	p.HoverHint = func(words string) string { return "hint of “" + words + "”" }
	p.SetHints([]Span{{200, 205}, {14, 18}, {16, 30}, {90, 90}})
	words := string([]rune(prose)[14:18])
	if got := p.rest(p.at(15)); got != "note of b\nhint of “"+words+"”" {
		t.Errorf("the tip says %q", got)
	}
	p.Hover = nil
	if got := p.rest(p.at(16)); got != "hint of “"+words+"”" {
		t.Errorf("with nothing said of highlights the tip says %q", got)
	}
	if got := p.rest(p.at(25)); got != "" {
		t.Errorf("of a hint that overlaps one before it the tip says %q", got)
	}
	p.SetHints(nil)
	if got := p.rest(p.at(15)); got != "" {
		t.Errorf("of a hint that is gone the tip says %q", got)
	}
}

func TestSuggestionsSayWhatTheyAre(t *testing.T) {
	p := hovering(t)
	p.HoverSuggestion = func(at Span) string { return fmt.Sprint("suggested ", at) }
	p.HoverHint = func(words string) string { return "hint" }
	p.SetHints([]Span{{14, 18}})
	p.SetSuggestions([]Span{{200, 205}, {10, 30}, {16, 40}, {90, 90}})
	if got := p.Suggestions(); !slices.Equal(got, []Span{{10, 30}, {200, 205}}) {
		t.Errorf("suggestions are %v", got)
	}
	for at, want := range map[int]string{15: "note of b\nhint\nsuggested {10 30}", 29: "suggested {10 30}", 40: ""} {
		if got := p.rest(p.at(at)); !strings.HasSuffix(got, want) || want == "" && strings.Contains(got, "suggested") {
			t.Errorf("at %d the tip says %q", at, got)
		}
	}
	var lanes []int
	for _, s := range p.renderer().order[0].strokes {
		if s.kind == suggested {
			lanes = append(lanes, s.lane)
		}
	}
	if len(lanes) == 0 || lanes[0] < 1 {
		t.Errorf("a suggestion with a hint in it runs in the lanes %v", lanes)
	}
	p.SetHints(nil)
	p.Hover = nil
	if got := p.rest(p.at(25)); got != "suggested {10 30}" {
		t.Errorf("with nothing said of highlights and no hints the tip says %q", got)
	}
	p.SetText(prose, nil)
	if len(p.Suggestions()) > 0 {
		t.Error("suggestions stay with another text")
	}
}

// A hint runs in a lane of its own: no highlight's underline lies over it while a lane is free.
func TestAHintHasALaneOfItsOwn(t *testing.T) {
	p := newPage(t, prose, Highlight{ID: "a", Start: 0, End: 30}, Highlight{ID: "b", Start: 10, End: 20})
	p.SetHints([]Span{{12, 16}, {24, 27}, {34, 40}})
	var lanes []int
	for _, s := range p.renderer().order[0].strokes {
		if s.kind == hinted {
			lanes = append(lanes, s.lane)
		}
	}
	if !slices.Equal(lanes, []int{2, 1, 0}) {
		t.Errorf("hints run in the lanes %v", lanes)
	}
}

// The dots of a hint are finer than those of any highlight's underline, and not of its rhythm.
func TestAHintIsNoUnderlineOfALabel(t *testing.T) {
	paint := func(k stroke) *image.RGBA {
		img := image.NewRGBA(image.Rect(0, 0, 200, 26))
		k.x1, k.colour = 200, rgb(0x000000)
		paintLine(img, []stroke{k}, sheet{scale: 1, base: 16, unit: 1, stacks: new(stacks)})
		return img
	}
	opaque := func(img *image.RGBA) (n int) {
		for i := 3; i < len(img.Pix); i += 4 {
			if img.Pix[i] == 0xFF {
				n++
			}
		}
		return n
	}
	hint := paint(stroke{kind: hinted})
	if n := opaque(hint); n == 0 || n > 60 {
		t.Errorf("a hint is of %d dots", n)
	}
	if suggestion := paint(stroke{kind: suggested}); opaque(suggestion) == 0 || opaque(suggestion) >= opaque(hint) || bytes.Equal(suggestion.Pix, hint.Pix) {
		t.Errorf("a suggestion is of %d dots, a hint of %d", opaque(suggestion), opaque(hint))
	}
	for _, pattern := range []Pattern{Solid, Double, Dotted, Dashed, Wavy} {
		if n := opaque(paint(stroke{pattern: pattern})); n < 3*opaque(hint) {
			t.Errorf("pattern %d is of %d pixels, as fine as a hint", pattern, n)
		}
	}
}
