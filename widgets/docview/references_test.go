package docview

import (
	"image"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"

	"factmark/widgets/contrast"
	"factmark/widgets/selecting"
)

var testReferences = []ReferenceStyle{
	{Style{Light: rgb(0x0072B2), Dark: rgb(0x56B4E9)}, Plus}, {Style{Light: rgb(0xC2410C), Dark: rgb(0xF59E6C), Pattern: Double}, Minus},
	{Style{Light: rgb(0x5A626B), Dark: rgb(0x9DA3AB), Pattern: Dotted}, Equals}, {Style{Light: rgb(0x5A626B), Dark: rgb(0x9DA3AB), Pattern: Dashed}, PlusMinus},
}

func referring(t *testing.T) *page {
	text := strings.Repeat("Several claims may cover the very same words of a document. ", 9) + "\nوقال المجلس إن المجموعة تملك عشرة ملايين."
	p := newPage(t, text,
		Highlight{ID: "claim", Start: 8, End: 58, Style: 0},
		Highlight{ID: "other", Start: 200, End: 260, Style: 1})
	p.SetReferenceStyles(testReferences)
	p.SetReferences([]Highlight{
		{ID: "supports", Start: 0, End: 15, Style: 0},
		{ID: "refutes", Start: 60, End: 119, Style: 1},
		{ID: "context", Start: 128, End: 140, Style: 2},
		{ID: "both", Start: 145, End: 178, Style: 3},
		{ID: "inside", Start: 223, End: 238, Style: 0},
		{ID: "long", Start: 300, End: 500, Style: 1},
		{ID: "under", Start: 320, End: 350, Style: 0},
		{ID: "arabic", Start: 546, End: 560, Style: 0},
		{ID: "unknown", Start: 505, End: 520, Style: 9},
	})
	p.SetCurrentReference("both")
	return p
}

func TestReferencesLight(t *testing.T) {
	test.AssertImageMatches(t, "references_light.png", referring(t).window.Canvas().Capture())
}

func TestReferencesDark(t *testing.T) {
	p := referring(t)
	fyne.CurrentApp().Settings().SetTheme(pageTheme{theme.DefaultTheme(), theme.VariantDark})
	p.Refresh()
	test.AssertImageMatches(t, "references_dark.png", p.window.Canvas().Capture())
}

func TestAClickMeansAReferenceWhereNoHighlightLies(t *testing.T) {
	p := referring(t)
	var referred []string
	p.OnReference = func(id string) { referred = append(referred, id) }
	p.HoverReference = func(id string) string { return "reference " + id }
	p.Hover = func(id string) string { return "claim " + id }
	click := func(offset int) {
		p.click(p.at(offset))
		p.wait(selecting.DoubleClick + time.Millisecond)
	}
	click(3)   // a reference alone
	click(10)  // under a highlight
	click(330) // two, one in the other
	click(330)
	click(525) // neither
	if want := []string{"supports", "under", "long"}; !slices.Equal(referred, want) {
		t.Errorf("clicks on references %q, want %q", referred, want)
	}
	if want := []string{"claim", ""}; !slices.Equal(p.clicked, want) {
		t.Errorf("clicks on highlights %q, want %q", p.clicked, want)
	}
	if got := p.rest(p.at(10)); got != "claim claim\nreference supports" {
		t.Errorf("over both the tip says %q", got)
	}
	p.SetText("Another text.", nil)
	if len(p.ReferencesAt(3)) > 0 {
		t.Error("another text has the references of the one before")
	}
}

// The lines above words keep clear of the letters, so that they don't strike through the words, and are told apart
// without colour.
func TestReferencesAreToldApartWithoutColour(t *testing.T) {
	var seen []string
	for i, look := range testReferences {
		img := image.NewRGBA(image.Rect(0, 0, 60, 26))
		s := sheet{scale: 1, base: 16, unit: 1, stacks: new(stacks)}
		s.paintPattern(img, stroke{x1: 60, colour: rgb(0), pattern: look.Pattern}, 10, 60, 0)
		for y := 4; y < 26; y++ {
			for x := range 60 {
				if img.RGBAAt(x, y).A > 0 {
					t.Fatalf("the line of style %d reaches into the letters", i)
				}
			}
		}
		s.paintSign(img, stroke{colour: rgb(0), fill: rgb(0xFFFFFF), sign: look.Sign}, 0, 20)
		if pixels := string(img.Pix); slices.Contains(seen, pixels) {
			t.Errorf("style %d looks like another", i)
		} else {
			seen = append(seen, pixels)
		}
	}
	light, dark := rgb(0xFBFAF7), rgb(0x16181C)
	for i, look := range testReferences {
		if contrast.Ratio(look.Light, light) < 4.5 || contrast.Ratio(look.Dark, dark) < 4.5 {
			t.Errorf("style %d can hardly be seen", i)
		}
	}
}
