package profile

// Fonts of the reading page that come with the program. Any other name is that of a family of installed fonts.
const (
	Sans  = "sans"
	Serif = "serif"
)

// Reading is how the page of a text is set.
type Reading struct {
	Font       string  // Sans, Serif, or the name of a family of installed fonts
	Size       float32 // of the letters in pixels, MinTextSize to MaxTextSize
	LineHeight float32 // in multiples of Size, MinLineHeight to MaxLineHeight
	Columns    int     // letters in a line at most, MinColumns to MaxColumns
}

// The bounds of the height of a line, in multiples of the text size, and of the letters in a line; and what holds unless
// the user has chosen another.
const (
	DefaultLineHeight = 1.55
	MinLineHeight     = 1.3
	MaxLineHeight     = 2.2
	DefaultColumns    = 80
	MinColumns        = 40
	MaxColumns        = 120
)

// DefaultReading is how a page is set unless the user has chosen otherwise.
func DefaultReading() Reading {
	return Reading{Font: Sans, Size: DefaultTextSize, LineHeight: DefaultLineHeight, Columns: DefaultColumns}
}

// Bounded brings what is out of bounds into them; what is no number becomes the least.
func (r Reading) Bounded() Reading {
	if r.Font == "" {
		r.Font = Sans
	}
	if !(r.Size >= MinTextSize) {
		r.Size = MinTextSize
	}
	if !(r.LineHeight >= MinLineHeight) {
		r.LineHeight = MinLineHeight
	}
	r.Size, r.LineHeight = min(r.Size, MaxTextSize), min(r.LineHeight, MaxLineHeight)
	r.Columns = max(MinColumns, min(MaxColumns, r.Columns))
	return r
}

// Reading is how the page of a text is set.
func (p *Profile) Reading() Reading {
	p.mu.Lock()
	defer p.mu.Unlock()
	return Reading{Font: p.data.ReadingFont, Size: p.data.TextSize, LineHeight: p.data.LineHeight, Columns: p.data.Columns}.Bounded()
}

// SetReading keeps how a page is set, brought within the bounds.
func (p *Profile) SetReading(r Reading) error {
	r = r.Bounded()
	return p.change(func(d *data) {
		d.ReadingFont, d.TextSize, d.LineHeight, d.Columns = r.Font, r.Size, r.LineHeight, r.Columns
	})
}
