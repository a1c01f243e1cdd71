package layout

import (
	"strings"
	"testing"

	"github.com/clipperhouse/uax29/v2/graphemes"
)

// seen gives what a reader sees of a line from left to right: what reads from the right is turned round and its
// brackets are mirrored, as fonts do it.
func seen(line *Line) string {
	mirrored := map[string]string{"(": ")", ")": "(", "«": "»", "»": "«"}
	var b strings.Builder
	for _, r := range line.Runs {
		if !r.RTL {
			b.WriteString(r.Text)
			continue
		}
		var clusters []string
		for g := graphemes.FromString(r.Text); g.Next(); {
			c := g.Value()
			if m, ok := mirrored[c]; ok {
				c = m
			}
			clusters = append([]string{c}, clusters...)
		}
		b.WriteString(strings.Join(clusters, ""))
	}
	return b.String()
}

// The rules write letters that read from the right as capitals, as is usual in descriptions of them. Here אבג are the
// first, and a line is read by its clusters.
func TestLinesThatMixDirections(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"plain text.", "plain text."},
		{"אבג", "גבא"},
		{"אבג דהו", "והד גבא"},
		{"car אבג end", "car גבא end"},
		{"car (אבג, דהו) end", "car (והד ,גבא) end"},
		{"אבג, דהו.", ".והד ,גבא"},
		{"אבג (דהו)!", "!(והד) גבא"},
		{"אבג 123 דהו", "והד 123 גבא"},
		{"אבג 12.5% דהו", "והד 12.5% גבא"},
		{"car אבג 123 end", "car 123 גבא end"},
		{"car אבג 123, 45 דהו end", "car והד 45 ,123 גבא end"},
		{"123 אבג", "גבא 123"},
		{"car 123 אבג", "car 123 גבא"},
		{"אבג car דהו", "והד car גבא"},
		{"אבג one two דהו", "והד one two גבא"},
		{"אבג «דהו»", "«והד» גבא"},
		{"عدد ۱۲۳ هو", "وه ۱۲۳ ددع"},
		{"אֲבָג", "גבָאֲ"},
	} {
		line := New(NewText(c.text), ruler, nil, 1000).Line(0)
		if got := seen(line); got != c.want {
			t.Errorf("%q is seen as %q, want %q", c.text, got, c.want)
		}
	}
}

func TestParagraphsFromTheRightStandOnTheRight(t *testing.T) {
	l := New(NewText("אבג car.\ncar אבג\n123\n!אבג "), ruler, nil, 500)
	for i, rtl := range []bool{true, false, false, true} {
		line := l.Line(i)
		if line.RTL != rtl {
			t.Errorf("line %d reads from the right: %v", i, line.RTL)
		}
		left, right := line.X(line.Start, false), float32(0)
		for _, s := range line.Segments(line.Start, line.Ink) {
			right = max(right, s.X1)
		}
		if rtl && (right != 500 || left != 500) || !rtl && left != 0 {
			t.Errorf("line %d begins at %v, its right edge is at %v", i, left, right)
		}
	}
}

func TestASelectionAcrossDirectionsIsInPieces(t *testing.T) {
	line := New(NewText("one אבג two"), ruler, nil, 500).Line(0)
	all := line.Segments(line.Start, line.Ink)
	if len(all) != 1 || all[0].X0 != 0 {
		t.Errorf("the whole line is %v", all)
	}
	from := strings.Index("one אבג two", "ב")
	parts := line.Segments(0, from)
	if len(parts) != 2 || parts[1].X0 <= parts[0].X1 {
		t.Errorf("half of the line is %v, want two pieces", parts)
	}
}

func TestVisualOrder(t *testing.T) {
	for _, c := range []struct{ name, line, want string }{
		{"nothing", "", ""},
		{"from the left", "The council met.", "The council met."},
		{"a word from the right", "He said שלום to all.", "He said שלום to all."},
		{"from the right", "שלום עולם.", ".שלום עולם"},
		{"a number", "ارتفع 25 بالمئة", "بالمئة 25 ارتفع"},
		{"brackets", "שלום (עולם)", "(עולם) שלום"},
		{"a Latin word", "وكالة Reuters قالت", "قالت Reuters وكالة"},
	} {
		if got := strings.ReplaceAll(Visual(c.line), leftToRightMark, ""); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}
