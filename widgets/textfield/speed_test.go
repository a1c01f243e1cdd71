package textfield

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
)

// sizes are texts from a line to a megabyte, also in one paragraph.
func sizes() []struct{ name, text string } {
	line := "The ministry's report of the same day says that the bridge was closed in March.\n"
	of := func(n int) string { return strings.Repeat(line, n/len(line)+1)[:n] }
	return []struct{ name, text string }{
		{"1 line", line[:len(line)-1]}, {"8 lines", of(600)}, {"10 kB", of(10 << 10)}, {"100 kB", of(100 << 10)}, {"1 MB", of(1 << 20)},
		{"1 MB in one paragraph", strings.ReplaceAll(of(1<<20), "\n", " ")},
	}
}

// places are where in a text something is typed.
var places = []struct {
	name  string
	share float64
}{{"begin", 0}, {"middle", 0.5}, {"end", 1}}

// BenchmarkType types a letter and paints the field, then takes it away and paints it again.
func BenchmarkType(b *testing.B) {
	for _, s := range sizes() {
		for _, p := range places {
			b.Run(fmt.Sprintf("%s/%s", s.name, p.name), func(b *testing.B) {
				d := newDesk(b, s.text)
				d.window.Resize(fyne.NewSize(540, 176))
				at := int(float64(len(s.text)) * p.share)
				d.Select(at, at)
				paint := d.painter()
				b.ReportAllocs()
				for b.Loop() {
					d.timers = nil
					d.TypedRune('x')
					paint()
					d.key(fyne.KeyBackspace)
					paint()
				}
			})
		}
	}
}

// BenchmarkEnter breaks a line and joins it again.
func BenchmarkEnter(b *testing.B) {
	for _, s := range sizes() {
		b.Run(s.name, func(b *testing.B) {
			d := newDesk(b, s.text)
			d.window.Resize(fyne.NewSize(540, 176))
			d.Select(len(s.text)/2, len(s.text)/2)
			paint := d.painter()
			for b.Loop() {
				d.timers = nil
				d.key(fyne.KeyReturn)
				paint()
				d.key(fyne.KeyBackspace)
				paint()
			}
		})
	}
}

// BenchmarkMove goes down and up a row, by words, and to both ends.
func BenchmarkMove(b *testing.B) {
	for _, s := range sizes() {
		b.Run(s.name, func(b *testing.B) {
			d := newDesk(b, s.text)
			d.window.Resize(fyne.NewSize(540, 176))
			paint := d.painter()
			for b.Loop() {
				d.timers = nil
				d.shortcut(ctrl, fyne.KeyHome, fyne.KeyRight)
				d.key(fyne.KeyDown, fyne.KeyUp)
				paint()
				d.shortcut(ctrl, fyne.KeyEnd, fyne.KeyLeft)
				paint()
			}
		})
	}
}

// BenchmarkSetText puts a text into the field and shows its beginning.
func BenchmarkSetText(b *testing.B) {
	for _, s := range sizes() {
		b.Run(s.name, func(b *testing.B) {
			d := newDesk(b, "")
			d.window.Resize(fyne.NewSize(540, 176))
			paint := d.painter()
			for b.Loop() {
				d.SetText(s.text)
				paint()
				d.SetText("")
			}
		})
	}
}

// painter gives what paints the text on screen, as the window does after a change.
func (d *desk) painter() func() {
	r := &renderer{f: d.Field}
	return func() {
		d.fit()
		d.view.Settle()
		r.image(534, 172)
	}
}
