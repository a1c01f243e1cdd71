package viewport

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"factmark/widgets/docview/layout"
)

const row, above, below, room = 20, 24, 10, 200

// shown makes a viewport of so many lines in which each letter is a pixel wide.
func shown(lines int) *Viewport {
	var b strings.Builder
	for i := range lines {
		fmt.Fprintf(&b, "This is line %d.\n", i)
	}
	v := &Viewport{LeastThumb: 30}
	v.Show(layout.NewText(b.String()))
	v.Resize(row, above, below, room)
	v.Lines = layout.New(v.Text, func(s string) float32 { return float32(len(s)) }, nil, 400)
	v.Settle()
	return v
}

// What is on screen stays there while the rest of the text is laid out and changed; it is always laid out and within the
// content.
func TestWhatIsOnScreenStaysThere(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := shown(rapid.IntRange(1, 4000).Draw(t, "lines"))
		first := func() (at int, y float64) {
			i, _ := v.Visible()
			return v.Lines.Start(i), v.Y(i) - v.Top()
		}
		t.Repeat(map[string]func(*rapid.T){
			"scroll": func(t *rapid.T) {
				d := rapid.Float64Range(-900, 900).Draw(t, "by")
				before := v.Top()
				if moved := v.ScrollBy(d); !moved && d != 0 && v.Top() != before && v.Lines.Done() {
					t.Fatalf("it moved from %v to %v and says it didn't", before, v.Top())
				}
			},
			"jump": func(t *rapid.T) { v.JumpTo(rapid.Float64Range(-100, v.Height()+100).Draw(t, "to")) },
			"drag": func(t *rapid.T) {
				y := rapid.Float32Range(0, room-30).Draw(t, "y")
				exact := v.Lines.Done() // while lines are estimates, the drag itself may change the height of the content
				v.DragThumb(y)
				if got, h := v.Thumb(); exact && h == 30 && math.Abs(float64(got-y)) > 1 {
					t.Fatalf("the thumb is at %v, dragged to %v", got, y)
				}
			},
			"layout": func(t *rapid.T) {
				at, y := first()
				for range rapid.IntRange(1, 20).Draw(t, "steps") {
					v.Lines.Step()
				}
				v.Settle()
				if at2, y2 := first(); v.Top() > 0 && v.Top() < v.Height()-room && (at2 != at || math.Abs(y2-y) > 1e-6) {
					t.Fatalf("byte %d was at %v, now %d is at %v", at, y, at2, y2)
				}
			},
			"pin": func(t *rapid.T) {
				at := v.Lines.Start(v.Lines.At(rapid.IntRange(0, v.Text.Len()).Draw(t, "at"), false))
				v.Pin(at, 50)
				if y := v.Y(v.Lines.At(at, false)) - v.Top(); y != 50 && v.Top() != 0 && v.Top() != v.Height()-room {
					t.Fatalf("the line is pinned at %v", y)
				}
			},
			"replace": func(t *rapid.T) {
				at, y := first()
				if at == 0 {
					return
				}
				v.Replace(0, 0, "word\n")
				v.Settle()
				if at2, y2 := first(); v.Top() < v.Height()-room && at2 == at+5 && math.Abs(y2-y) > 1e-6 {
					t.Fatalf("the line was at %v, now it is at %v", y, y2)
				}
			},
			"resize": func(t *rapid.T) {
				v.Resize(rapid.Float32Range(10, 40).Draw(t, "row"), above, below, room)
				v.Settle()
				v.Resize(row, above, below, room)
				v.Settle()
			},
			"": func(t *rapid.T) {
				if v.Top() < 0 || v.Top() > max(0, v.Height()-room) {
					t.Fatalf("the top is %v of %v", v.Top(), v.Height())
				}
				first, last := v.Visible()
				for i := first; i <= last; i++ {
					if v.Lines.Prepare(i) {
						t.Fatalf("line %d is on screen and was not laid out", i)
					}
				}
			},
		})
	})
}

func TestAllOnScreenHasNoThumb(t *testing.T) {
	v := shown(3)
	if _, h := v.Thumb(); h != 0 || v.ScrollBy(100) || v.DragThumb(50) || v.Top() != 0 {
		t.Errorf("a text that is all on screen scrolls to %v, its thumb is %v high", v.Top(), h)
	}
}

func TestThePlaceWantedBeforeThereAreLines(t *testing.T) {
	v := shown(500)
	lines := v.Lines
	v.Lines = nil
	if v.Pin(v.Text.Len()/2, 0) {
		t.Error("it moved without lines")
	}
	v.Lines = lines
	v.Settle()
	if first, _ := v.Visible(); first != v.Lines.At(v.Text.Len()/2, false) {
		t.Errorf("line %d is at the top", first)
	}
	if v.PinStart(); v.Top() != 0 {
		t.Errorf("the start of the text is at %v", v.Top())
	}
}
