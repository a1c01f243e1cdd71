// Package chip has a small button that bears a coloured letter, a word and,
// where wanted, a count.
package chip

import (
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"factmark/widgets/fit"
)

// Chip is a button such as "S Supported 12". It can be reached and pressed by keyboard.
type Chip struct {
	widget.BaseWidget
	Letter      string // in a square of the colour; "" leaves the square out
	Text        string
	Count       string // at the right, in softer ink; "" for none
	Light, Dark color.NRGBA
	Selected    bool
	OnTapped    func()
	OnKey       func(fyne.KeyName) bool // gets the keys that press nothing; may be nil

	hovered, focused bool
}

var (
	_ fyne.Tappable     = (*Chip)(nil)
	_ fyne.Focusable    = (*Chip)(nil)
	_ fyne.Disableable  = (*Chip)(nil)
	_ desktop.Hoverable = (*Chip)(nil)
)

// New makes a chip.
func New(letter, text string, light, dark color.NRGBA, tapped func()) *Chip {
	c := &Chip{Letter: letter, Text: text, Light: light, Dark: dark, OnTapped: tapped}
	c.ExtendBaseWidget(c)
	return c
}

// AccessibilityLabel names the chip for those who don't see it.
func (c *Chip) AccessibilityLabel() string {
	return strings.Join(strings.Fields(c.Letter+" "+c.Text+" "+c.Count), " ")
}

// AccessibilityRole is part of fyne.Accessible.
func (c *Chip) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

func (c *Chip) Tapped(*fyne.PointEvent) {
	if f := c.OnTapped; f != nil {
		f()
	}
}

func (c *Chip) FocusGained()   { c.focused = true; c.Refresh() }
func (c *Chip) FocusLost()     { c.focused = false; c.Refresh() }
func (c *Chip) TypedRune(rune) {}
func (c *Chip) TypedKey(e *fyne.KeyEvent) {
	if e.Name == fyne.KeySpace || e.Name == fyne.KeyReturn || e.Name == fyne.KeyEnter {
		c.Tapped(nil)
	} else if c.OnKey != nil {
		c.OnKey(e.Name)
	}
}

// Disabled is part of fyne.Disableable: a chip that does nothing is only shown, and Tab goes past it.
func (c *Chip) Disabled() bool { return c.OnTapped == nil }

// Enable is part of fyne.Disableable. It does nothing: OnTapped decides.
func (c *Chip) Enable() {}

// Disable is part of fyne.Disableable. It does nothing: OnTapped decides.
func (c *Chip) Disable() {}

func (c *Chip) MouseIn(*desktop.MouseEvent)    { c.hovered = true; c.Refresh() }
func (c *Chip) MouseMoved(*desktop.MouseEvent) {}
func (c *Chip) MouseOut()                      { c.hovered = false; c.Refresh() }

// Sizes in pixels.
const (
	square  = 18
	gap     = 6
	padding = 7
	height  = 28
)

func (c *Chip) CreateRenderer() fyne.WidgetRenderer {
	r := &renderer{
		chip:   c,
		ground: canvas.NewRectangle(color.Transparent),
		square: canvas.NewRectangle(color.Transparent),
		letter: canvas.NewText("", color.Black),
		text:   canvas.NewText("", color.Black),
		count:  canvas.NewText("", color.Black),
	}
	r.ground.CornerRadius = 5
	r.square.CornerRadius = 3
	r.letter.TextStyle.Bold = true
	r.letter.TextSize = 12
	r.Refresh()
	return r
}

type renderer struct {
	chip                *Chip
	ground, square      *canvas.Rectangle
	letter, text, count *canvas.Text
}

func (r *renderer) Refresh() {
	c := r.chip
	th := c.Theme()
	variant := fyne.CurrentApp().Settings().ThemeVariant()
	colour := func(name fyne.ThemeColorName) color.Color { return th.Color(name, variant) }
	own := c.Light
	if bright(colour(theme.ColorNameForeground)) {
		own = c.Dark
	}
	r.square.FillColor = own
	r.letter.Text, r.text.Text, r.count.Text = c.Letter, c.Text, c.Count
	r.letter.Color = on(own)
	r.text.Color = colour(theme.ColorNameForeground)
	r.count.Color = colour(theme.ColorNamePlaceHolder)
	r.text.TextSize = th.Size(theme.SizeNameText)
	r.count.TextSize = th.Size(theme.SizeNameText)
	r.ground.FillColor = color.Transparent
	r.ground.StrokeWidth, r.ground.StrokeColor = 0, color.Transparent
	if c.Selected {
		r.ground.FillColor = colour(theme.ColorNameButton)
		r.ground.StrokeWidth, r.ground.StrokeColor = 1, colour(theme.ColorNamePlaceHolder) // the fill alone is too faint to tell
		r.count.Color = r.text.Color
	}
	if c.hovered && !c.Selected {
		r.ground.FillColor = colour(theme.ColorNameHover)
	}
	if c.focused {
		r.ground.StrokeWidth, r.ground.StrokeColor = 2, colour(theme.ColorNamePrimary)
		if c.Selected { // seen beside the border that it takes the place of
			r.ground.StrokeWidth = 4
		}
	}
	show(r.square, c.Letter != "")
	show(r.letter, c.Letter != "")
	r.Layout(c.Size())
	canvas.Refresh(c)
}

func show(o fyne.CanvasObject, visible bool) {
	if visible {
		o.Show()
	} else {
		o.Hide()
	}
}

func (r *renderer) Layout(size fyne.Size) {
	r.ground.Resize(size)
	x := float32(padding)
	if r.chip.Letter != "" {
		r.square.Resize(fyne.NewSquareSize(square))
		r.square.Move(fyne.NewPos(x, (size.Height-square)/2))
		letter := r.letter.MinSize()
		r.letter.Move(fyne.NewPos(x+(square-letter.Width)/2, (size.Height-letter.Height)/2))
		x += square + gap
	}
	count := r.count.MinSize()
	room := size.Width - padding - x
	if r.chip.Count != "" {
		room -= gap + count.Width
	}
	r.text.Text = r.chip.Text
	if r.text.MinSize().Width > room+0.5 {
		r.text.Text = strings.Join(fit.Lines(r.chip.Text, room, 1, r.textWidth), "")
	}
	r.text.Move(fyne.NewPos(x, (size.Height-r.text.MinSize().Height)/2))
	r.count.Move(fyne.NewPos(size.Width-padding-count.Width, (size.Height-count.Height)/2))
}

// textWidth is the width of a text as the chip draws it, in pixels.
func (r *renderer) textWidth(s string) float32 {
	return fyne.MeasureText(s, r.text.TextSize, r.text.TextStyle).Width
}

func (r *renderer) MinSize() fyne.Size {
	width := float32(2*padding) + r.textWidth(r.chip.Text)
	if r.chip.Letter != "" {
		width += square
		if r.chip.Text != "" {
			width += gap
		}
	}
	if r.chip.Count != "" {
		width += gap + r.count.MinSize().Width
	}
	return fyne.NewSize(width, height)
}

func (r *renderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ground, r.square, r.letter, r.text, r.count}
}

func (r *renderer) Destroy() {}

// on gives ink that can be read on a ground of this colour.
func on(ground color.Color) color.Color {
	if luminance(ground) > 0.18 {
		return color.NRGBA{R: 0x14, G: 0x16, B: 0x1A, A: 0xff}
	}
	return color.White
}

func bright(c color.Color) bool { return luminance(c) > 0.5 }

// luminance is WCAG 2's relative luminance, 0 to 1, with the gamma taken as 2.2.
func luminance(c color.Color) float64 {
	r, g, b, _ := c.RGBA()
	part := func(v uint32) float64 { f := float64(v) / 0xffff; return f * f * (0.6 + 0.4*f) }
	return 0.2126*part(r) + 0.7152*part(g) + 0.0722*part(b)
}
