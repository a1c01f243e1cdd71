package docview

import (
	"testing"

	"fyne.io/fyne/v2"
)

// Between two paragraphs a click goes to the nearer one, and no character is added.
func TestParagraphSpaceOnThePage(t *testing.T) {
	p := newPage(t, "One.\nTwo.\nThree.")
	row, left := p.column.metrics.row, p.column.metrics.left
	y := func(line int) float32 { return float32(p.column.Y(line) - p.column.Top()) }
	if y(1)-y(0) != row*1.5 || y(2)-y(1) != row*1.5 {
		t.Fatalf("the lines stand at %v, %v and %v, a line is %v high", y(0), y(1), y(2), row)
	}
	for _, c := range []struct {
		y    float32
		want int
	}{{y(0) - 1, 0}, {y(0) + row - 1, 0}, {y(0) + row + 2, 0}, {y(1) - 2, 5}, {y(1) + 1, 5}, {y(2) - 2, 10}, {y(2) + row - 1, 10}, {y(2) + row + 1, 16}} {
		if at, _ := p.column.hit(fyne.NewPos(left, c.y)); at != c.want {
			t.Errorf("at %v is byte %d, want %d", c.y, at, c.want)
		}
	}
	if _, _, ok := p.column.under(fyne.NewPos(left+2, y(1)-2)); ok {
		t.Error("there is a letter between two paragraphs")
	}
	p.Select(0, 16)
	if p.SelectedText() != "One.\nTwo.\nThree." {
		t.Errorf("selected: %q", p.SelectedText())
	}
	p.SetText("One.\n\nTwo.", nil)
	if got := y(2) - y(0); got != 2*row {
		t.Errorf("a text with a blank line is set apart further: %v, a line is %v high", got, row)
	}
}

// Down by pages and up again shows every line, each caret at most a page from the one before.
func TestPagesOfSpacedParagraphs(t *testing.T) {
	p := typing(t, numbered(400), 0)
	seen := map[int]bool{}
	note := func() {
		first, last := p.column.Visible()
		for i := first; i <= last; i++ {
			seen[i] = true
		}
		caret := p.column.Lines.At(p.caret.Head, p.caret.Upstream)
		if caret < first || caret > last {
			t.Fatalf("the caret is on line %d, on the page are %d to %d", caret, first, last)
		}
	}
	for range 60 {
		note()
		p.key(fyne.KeyPageDown)
	}
	note()
	if len(seen) != 401 {
		t.Errorf("%d of 401 lines were on screen", len(seen))
	}
	if at, _ := p.Selection(); at != p.column.Text.Points() {
		t.Errorf("the caret ends at %d", at)
	}
}
