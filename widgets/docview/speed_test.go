package docview

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
)

var sizes = []struct {
	name       string
	bytes      int
	highlights int
}{
	{"10KB_50", 10 << 10, 50},
	{"100KB_500", 100 << 10, 500},
	{"1MB_5000", 1 << 20, 5_000},
	{"5MB_20000", 5 << 20, 20_000},
}

func eachSize(b *testing.B, run func(b *testing.B, p *page, text string, all []Highlight)) {
	for _, size := range sizes {
		text := news(size.bytes)
		all := claims(size.highlights, len([]rune(text)))
		b.Run(size.name, func(b *testing.B) {
			p := newPage(b, "")
			p.window.Resize(fyne.NewSize(900, 860))
			run(b, p, text, all)
		})
	}
}

// Open shows a text with its highlights: everything up to the first page.
func BenchmarkOpen(b *testing.B) {
	eachSize(b, func(b *testing.B, p *page, text string, all []Highlight) {
		for b.Loop() {
			p.SetText(text, all)
			p.timers = nil
		}
	})
}

// LayOut does the whole layout.
func BenchmarkLayOut(b *testing.B) {
	eachSize(b, func(b *testing.B, p *page, text string, all []Highlight) {
		for b.Loop() {
			p.SetText(text, all)
			for p.column.Lines.Step() {
			}
			p.timers = nil
		}
	})
}

// Add puts one more highlight on the page.
func BenchmarkAdd(b *testing.B) {
	eachSize(b, func(b *testing.B, p *page, text string, all []Highlight) {
		p.SetText(text, all)
		p.settled()
		p.SetTopOffset(p.column.Text.Points() / 2)
		at := p.TopOffset()
		n := 0
		for b.Loop() {
			n++
			p.PutHighlight(Highlight{ID: fmt.Sprint("new", n%20), Start: at + n%200, End: at + n%200 + 80, Style: n % 4})
		}
	})
}

// Scroll goes down by a page, over a text that is laid out.
func BenchmarkScroll(b *testing.B) {
	eachSize(b, func(b *testing.B, p *page, text string, all []Highlight) {
		p.SetText(text, all)
		p.settled()
		for b.Loop() {
			if p.column.Top()+860 >= p.column.Height()-860 {
				p.column.scrollBy(-p.column.Height())
			}
			p.column.scrollBy(840)
		}
	})
}

// ScrollLine goes down by a line, as the wheel does.
func BenchmarkScrollLine(b *testing.B) {
	eachSize(b, func(b *testing.B, p *page, text string, all []Highlight) {
		p.SetText(text, all)
		p.settled()
		for b.Loop() {
			if p.column.Top()+860 >= p.column.Height()-860 {
				p.column.scrollBy(-p.column.Height())
			}
			p.column.scrollBy(float64(p.column.metrics.row))
		}
	})
}

// Resize gives the page another width, and lays out what is on screen.
func BenchmarkResize(b *testing.B) {
	eachSize(b, func(b *testing.B, p *page, text string, all []Highlight) {
		p.SetText(text, all)
		p.SetTopOffset(p.column.Text.Points() / 2)
		n := 0
		for b.Loop() {
			n++
			p.window.Resize(fyne.NewSize(float32(500+n%2*100), 860))
			p.timers = nil
		}
	})
}

// Select moves the selection's end by a line.
func BenchmarkSelect(b *testing.B) {
	eachSize(b, func(b *testing.B, p *page, text string, all []Highlight) {
		p.SetText(text, all)
		p.SetTopOffset(p.column.Text.Points() / 2)
		at := p.TopOffset()
		n := 0
		for b.Loop() {
			n++
			p.Select(at, at+300+n%2*80)
			p.timers = nil
		}
	})
}

// ScrollLocated goes down by a line with parts and hints all along the text.
func BenchmarkScrollLocated(b *testing.B) {
	eachSize(b, func(b *testing.B, p *page, text string, all []Highlight) {
		p.SetText(text, all)
		var parts []Location
		var hints []Span
		for at := 0; at < p.column.Text.Points(); at += max(200, p.column.Text.Points()/3000) {
			parts = append(parts, Location{At: at, Short: fmt.Sprintf("p. %d", len(parts)), Long: "page"})
			hints = append(hints, Span{at + 20, at + 26})
		}
		p.SetLocations(parts)
		p.SetHints(hints)
		p.SetSuggestions(hints)
		p.settled()
		for b.Loop() {
			if p.column.Top()+860 >= p.column.Height()-860 {
				p.column.scrollBy(-p.column.Height())
			}
			p.column.scrollBy(float64(p.column.metrics.row))
		}
	})
}

// SetLocations shows the parts of a text in the gutter.
func BenchmarkSetLocations(b *testing.B) {
	eachSize(b, func(b *testing.B, p *page, text string, all []Highlight) {
		p.SetText(text, all)
		var parts []Location
		for at := 0; at < p.column.Text.Points() && len(parts) < 3000; at += 100 {
			parts = append(parts, Location{At: at, Short: fmt.Sprintf("p. %d", len(parts)), Long: "page"})
		}
		for b.Loop() {
			p.SetLocations(parts)
			p.SetLocations(nil)
			p.timers = nil
		}
	})
}

// ScrollReferring goes down by a line in a text with references all along it.
func BenchmarkScrollReferring(b *testing.B) {
	eachSize(b, func(b *testing.B, p *page, text string, all []Highlight) {
		p.SetText(text, all)
		p.SetReferenceStyles(testReferences)
		p.SetReferences(claims(len(all)/4, p.column.Text.Points()))
		p.settled()
		for b.Loop() {
			if p.column.Top()+860 >= p.column.Height()-860 {
				p.column.scrollBy(-p.column.Height())
			}
			p.column.scrollBy(float64(p.column.metrics.row))
		}
	})
}
