package docview

import (
	"testing"
)

// kindsAt counts what is drawn of a kind on the line with a code point.
func (p *page) kindsAt(point int, k kind) (n int) {
	for _, row := range p.renderer().rows {
		if row.line.Start <= p.column.Text.Byte(point) && p.column.Text.Byte(point) < row.line.End {
			for _, s := range row.strokes {
				if s.kind == k {
					n++
				}
			}
		}
	}
	return n
}

func TestAComparedPassageIsMarked(t *testing.T) {
	p := newPage(t, "The first line.\nThe second has $10 million.\nThe third has more.\nThe fourth.")
	p.SetComparison(Comparison{Passage: Span{16, 63}, Shared: []Span{{20, 26}, {48, 53}}, Differing: []Span{{31, 42}}})
	p.Refresh()
	for _, want := range []struct{ at, bars, boxes, dots int }{{0, 0, 0, 0}, {20, 1, 1, 1}, {50, 1, 0, 1}, {66, 0, 0, 0}} {
		if bars, boxes, dots := p.kindsAt(want.at, barred), p.kindsAt(want.at, found), p.kindsAt(want.at, hinted); bars != want.bars || boxes != want.boxes || dots != want.dots {
			t.Errorf("the line at %d has %d bars, %d boxes and %d dotted words, want %+v", want.at, bars, boxes, dots, want)
		}
	}
	if got := p.TextBetween(31, 42); got != "$10 million" {
		t.Errorf("the text between is %q", got)
	}
	version := p.version
	p.SetComparison(p.Compared())
	if p.version != version {
		t.Error("the same marks are drawn anew")
	}
	p.SetComparison(Comparison{})
	p.Refresh()
	if p.kindsAt(20, barred)+p.kindsAt(20, found)+p.kindsAt(20, hinted) != 0 {
		t.Error("the marks stay")
	}
	p.SetComparison(Comparison{Passage: Span{0, 5}})
	p.SetText("Another text.", nil)
	if p.Compared().Passage != (Span{}) {
		t.Error("another text has the marks")
	}
}
