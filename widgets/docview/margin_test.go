package docview

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
)

// margined is a page with marks in the margin.
func margined(t testing.TB, text string, highlights ...Highlight) *page {
	p := newPage(t, text, highlights...)
	p.SetMarginMarks(true)
	return p
}

// marked gives the marks on screen as they are seen: slot, lines, and ids.
func (p *page) marked() (all []string) {
	p.renderer().Refresh()
	for _, m := range p.margins.marks {
		counts := ""
		if m.counts {
			counts = "+"
		}
		all = append(all, fmt.Sprintf("%d: %d-%d %s%s", m.slot, m.first, m.last, counts, strings.Join(m.ids, ",")))
	}
	return all
}

// middle gives the place of a mark on a line.
func (p *page) middle(slot, line int) fyne.Position {
	m := &p.column.metrics
	return fyne.NewPos(m.slotLeft(slot)+slotSize/2, float32(p.column.Y(line)-p.column.Top())+m.row/2)
}

func TestMarksInTheMargin(t *testing.T) {
	p := margined(t, prose, Highlight{ID: "a", Start: 4, End: 16, Style: 0}, Highlight{ID: "long", Start: 30, End: 170, Style: 1},
		Highlight{ID: "c", Start: 90, End: 100}, Highlight{ID: "d", Start: 102, End: 110})
	if want := []string{"0: 0-0 a", "1: 0-0 +long", "0: 2-2 c", "1: 2-2 +d"}; p.column.metrics.slots != 2 || p.marked() == nil {
		t.Fatalf("%d slots, %q, want like %q", p.column.metrics.slots, p.marked(), want)
	}
	p.window.Resize(fyne.NewSize(1100, 400)) // the column has its greatest width: the margin is wider
	marks := p.marked()
	if p.column.metrics.slots != mostSlots || len(marks) != 4 || slices.ContainsFunc(marks, func(s string) bool { return strings.Contains(s, "+") }) {
		t.Fatalf("%d slots: %q", p.column.metrics.slots, marks)
	}
	if right := p.column.metrics.slotLeft(p.column.metrics.slots); right > 1100-barWidth {
		t.Errorf("the marks reach to %v of %v", right, 1100-barWidth)
	}
	p.click(p.middle(0, 0))
	p.click(p.middle(1, 0))
	if !slices.Equal(p.clicked, []string{"a", "long"}) {
		t.Errorf("clicked: %q", p.clicked)
	}
	p.wantSelection(0, 0)
	for _, d := range []fyne.Position{{X: -11.5}, {X: 11.5}, {Y: -11.5}, {Y: 11.5}} {
		if ids := p.marginUnder(p.middle(0, 0).Add(d)); !slices.Equal(ids, []string{"a"}) {
			t.Errorf("%v beside the middle of a mark is %q", d, ids)
		}
	}
	test.MoveMouse(p.window.Canvas(), p.middle(0, 0))
	if p.Cursor() != desktop.PointerCursor {
		t.Error("no pointer over a mark")
	}
	p.SetMarginMarks(false)
	if got := p.marked(); len(got) > 0 || p.marginUnder(p.middle(0, 0)) != nil {
		t.Errorf("marks that were taken away: %q", got)
	}
}

// What has no room is counted, and clicks on the number go through all of it.
func TestMoreMarksThanRoom(t *testing.T) {
	var all []Highlight
	for i := range 9 {
		all = append(all, Highlight{ID: fmt.Sprint(i), Start: 2 * i, End: 2*i + 3, Style: i % 3})
	}
	p := margined(t, prose, all...)
	if got := p.marked(); !slices.Equal(got, []string{"0: 0-0 0", "1: 0-0 +1,2,3,4,5,6,7,8"}) {
		t.Fatalf("the marks are %q", got)
	}
	for range 9 {
		p.click(p.middle(1, 0))
	}
	if want := strings.Split("1 2 3 4 5 6 7 8 1", " "); !slices.Equal(p.clicked, want) {
		t.Errorf("clicks on the number give %q, want %q", p.clicked, want)
	}
	p.press(p.middle(1, 0), 0)
	p.MouseUp(mouse(p.middle(0, 0), 0))
	if len(p.clicked) != 9 {
		t.Error("let go beside the mark it is a click all the same")
	}
}

// While the page scrolls each mark stays in its slot.
func TestMarksKeepTheirSlots(t *testing.T) {
	text := numbered(3000)
	p := margined(t, text, claims(4000, len(text))...)
	p.window.Resize(fyne.NewSize(1100, 600))
	p.settled()
	slots := map[string]int{}
	r := rand.New(rand.NewPCG(3, 4))
	for range 200 {
		p.column.scrollBy(r.Float64()*400 - 150)
		p.marked()
		first, last := p.column.Visible()
		for _, m := range p.margins.marks {
			if m.first > last || m.last < first {
				t.Fatalf("a mark of the lines %d to %d, on screen are %d to %d", m.first, m.last, first, last)
			}
			for _, id := range m.ids {
				if before, known := slots[id]; known && before != m.slot {
					t.Fatalf("the mark of %s was in slot %d, now it is in %d", id, before, m.slot)
				}
				slots[id] = m.slot
			}
		}
	}
	if len(slots) < 100 {
		t.Errorf("%d marks were seen", len(slots))
	}
	if n := len(p.renderer().Objects()) + len(p.renderer().box.Objects); n > 10 {
		t.Errorf("%d objects", n)
	}
}

func TestMarginLight(t *testing.T) { marginGolden(t, "margin_light.png") }

func marginGolden(t *testing.T, name string) {
	text := "Several claims may cover the very same words of a document. " + strings.Repeat("Several claims may cover the very same words of a document. ", 6)
	p := margined(t, text, Highlight{ID: "a", Start: 8, End: 26, Style: 0}, Highlight{ID: "b", Start: 40, End: 210, Style: 1},
		Highlight{ID: "c", Start: 120, End: 140, Style: 2}, Highlight{ID: "d", Start: 230, End: 420, Style: 3}, Highlight{ID: "e", Start: 236, End: 240, Style: 1},
		Highlight{ID: "f", Start: 242, End: 246, Style: 0}, Highlight{ID: "g", Start: 243, End: 249, Style: 2})
	styles := slices.Clone(testStyles)
	for i, letter := range []string{"S", "D", "N", "–"} {
		styles[i].Letter = letter
	}
	p.SetStyles(styles)
	p.window.Resize(fyne.NewSize(860, 300))
	p.SetCurrent("b")
	test.AssertImageMatches(t, name, p.window.Canvas().Capture())
}
