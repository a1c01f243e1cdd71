package dialogs

import (
	"fmt"
	"image/color"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"factmark/app/locale"
)

// RadioGroup chooses one of some options. Arrow keys choose the option beside,
// Space the one that has the focus; other keys are offered to the surroundings:
// the toolkit's group keeps all of them.
type RadioGroup struct {
	widget.BaseWidget
	Options   []string // marked for translation
	About     []string // what each of the options means, in a smaller line below it; nil for nothing
	Selected  string
	OnChanged func(string)

	offer    func(fyne.KeyName) (taken bool)
	Box      *fyne.Container // of the options
	disabled bool
}

// Distances of radio buttons, in pixels: between those side by side, and from the
// mark to its text, whose own margin is wider than that of a check box.
const (
	radioBetween = 8
	radioText    = -5
	radioLines   = -14 // between an option and what is said about it
)

// NewRadioGroup makes a group whose options stand one below another.
func NewRadioGroup(offer func(fyne.KeyName) bool, options ...string) *RadioGroup {
	return makeRadioGroup(offer, layout.NewCustomPaddedVBoxLayout(0), options)
}

// NewRadioRow makes a group whose options stand side by side.
func NewRadioRow(offer func(fyne.KeyName) bool, options ...string) *RadioGroup {
	return makeRadioGroup(offer, layout.NewCustomPaddedHBoxLayout(radioBetween), options)
}

func makeRadioGroup(offer func(fyne.KeyName) bool, l fyne.Layout, options []string) *RadioGroup {
	g := &RadioGroup{Options: options, offer: offer, Box: container.New(l)}
	g.ExtendBaseWidget(g)
	g.fill()
	return g
}

// CreateRenderer is part of fyne.Widget.
func (g *RadioGroup) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(g.Box) }

// Refresh is part of fyne.Widget.
func (g *RadioGroup) Refresh() {
	g.fill()
	g.BaseWidget.Refresh()
}

// fill makes the options anew where others are to be shown.
func (g *RadioGroup) fill() {
	if !slices.EqualFunc(g.Box.Objects, g.Options, func(o fyne.CanvasObject, option string) bool { return o.(*RadioOption).name == option }) {
		g.Box.RemoveAll()
		for i, option := range g.Options {
			o := newRadioOption(g, option)
			if i < len(g.About) {
				o.about.SetText(locale.T(g.About[i]))
				o.about.Show()
			}
			g.Box.Add(o)
		}
	}
	for _, o := range g.Box.Objects {
		o.(*RadioOption).look()
	}
}

// SetSelected chooses an option.
func (g *RadioGroup) SetSelected(option string) {
	if option == g.Selected {
		return
	}
	g.Selected = option
	g.Refresh()
	if g.OnChanged != nil {
		g.OnChanged(option)
	}
}

// Enable is part of fyne.Disableable.
func (g *RadioGroup) Enable() { g.disabled = false; g.Refresh() }

// Disable is part of fyne.Disableable.
func (g *RadioGroup) Disable() { g.disabled = true; g.Refresh() }

// Disabled is part of fyne.Disableable.
func (g *RadioGroup) Disabled() bool { return g.disabled }

// step chooses the option beside one, and gives it the focus.
func (g *RadioGroup) step(from *RadioOption, by int) {
	n := len(g.Box.Objects)
	to := g.Box.Objects[(slices.Index(g.Box.Objects, fyne.CanvasObject(from))+by+n)%n].(*RadioOption)
	if c := fyne.CurrentApp().Driver().CanvasForObject(from); c != nil {
		c.Focus(to)
	}
	to.choose()
}

// RadioOption is one option of a group.
type RadioOption struct {
	widget.BaseWidget
	group   *RadioGroup
	name    string
	Text    *widget.Label
	about   *widget.Label
	ring    *canvas.Circle    // shown around the mark while it has the pointer
	line    *canvas.Rectangle // around the option while it has the focus
	dot     *canvas.Image
	edge    *canvas.Image
	focused bool
	hovered bool
}

func newRadioOption(g *RadioGroup, name string) *RadioOption {
	o := &RadioOption{group: g, name: name, Text: widget.NewLabel(locale.T(name)), about: Small(""), ring: canvas.NewCircle(color.Transparent), line: canvas.NewRectangle(color.Transparent), dot: &canvas.Image{}, edge: &canvas.Image{}}
	o.about.Wrapping = fyne.TextWrapOff
	o.about.Hide()
	o.ExtendBaseWidget(o)
	return o
}

// CreateRenderer is part of fyne.Widget.
func (o *RadioOption) CreateRenderer() fyne.WidgetRenderer {
	icon := theme.IconInlineSize()
	mark := container.NewStack(o.ring, container.NewCenter(container.NewGridWrap(fyne.NewSquareSize(icon), container.NewStack(o.dot, o.edge))))
	square := container.NewGridWrap(fyne.NewSquareSize(icon+theme.InnerPadding()), mark)
	content := container.New(layout.NewCustomPaddedHBoxLayout(radioText), container.NewCenter(square), o.Text)
	if o.about.Visible() {
		content = container.New(layout.NewCustomPaddedHBoxLayout(radioText), container.NewVBox(square),
			container.New(layout.NewCustomPaddedVBoxLayout(radioLines), o.Text, o.about))
	}
	o.line.StrokeWidth, o.line.CornerRadius = 2, theme.InputRadiusSize()
	return widget.NewSimpleRenderer(container.NewStack(content, o.line))
}

// Refresh is part of fyne.Widget.
func (o *RadioOption) Refresh() {
	o.look()
	o.BaseWidget.Refresh()
}

// look draws it as it stands.
func (o *RadioOption) look() {
	chosen, disabled := o.group.Selected == o.name, o.group.disabled
	dot, edge := theme.NewThemedResource(theme.RadioButtonFillIcon()), theme.NewThemedResource(theme.RadioButtonIcon())
	dot.ColorName, edge.ColorName = theme.ColorNameInputBackground, theme.ColorNameInputBorder
	o.Text.Importance = widget.MediumImportance
	if chosen {
		dot.ColorName, edge.ColorName = theme.ColorNamePrimary, theme.ColorNameForeground
	}
	if disabled {
		dot.ColorName, edge.ColorName = theme.ColorNameBackground, theme.ColorNameDisabled
		if chosen {
			dot.ColorName = theme.ColorNameDisabled
		}
		o.Text.Importance = widget.LowImportance
	}
	o.dot.Resource, o.edge.Resource = dot, edge
	o.ring.FillColor = color.Transparent
	if o.hovered && !disabled {
		o.ring.FillColor = theme.Color(theme.ColorNameHover)
	}
	o.line.StrokeColor = color.Transparent
	if o.focused && !disabled {
		o.line.StrokeColor = theme.Color(theme.ColorNamePrimary)
	}
	for _, part := range []fyne.CanvasObject{o.dot, o.edge, o.ring, o.line, o.Text} {
		part.Refresh()
	}
}

func (o *RadioOption) choose() {
	if !o.group.disabled {
		o.group.SetSelected(o.name)
	}
}

// AccessibilityLabel is part of fyne.Accessible.
func (o *RadioOption) AccessibilityLabel() string { return o.name }

// AccessibilityRole is part of fyne.Accessible.
func (o *RadioOption) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// Tapped is part of fyne.Tappable.
func (o *RadioOption) Tapped(*fyne.PointEvent) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(o); c != nil {
		c.Focus(o)
	}
	o.choose()
}

// FocusGained is part of fyne.Focusable.
func (o *RadioOption) FocusGained() { o.focused = true; o.look() }

// FocusLost is part of fyne.Focusable.
func (o *RadioOption) FocusLost() { o.focused = false; o.look() }

// TypedRune is part of fyne.Focusable: the space that chooses has come as a key already.
func (o *RadioOption) TypedRune(rune) {}

// TypedKey is part of fyne.Focusable.
func (o *RadioOption) TypedKey(k *fyne.KeyEvent) {
	switch k.Name {
	case fyne.KeySpace:
		o.choose()
	case fyne.KeyUp, fyne.KeyLeft:
		o.group.step(o, -1)
	case fyne.KeyDown, fyne.KeyRight:
		o.group.step(o, +1)
	default:
		o.group.offer(k.Name)
	}
}

// MouseIn is part of desktop.Hoverable.
func (o *RadioOption) MouseIn(*desktop.MouseEvent) { o.hovered = true; o.look() }

// MouseMoved is part of desktop.Hoverable.
func (o *RadioOption) MouseMoved(*desktop.MouseEvent) {}

// MouseOut is part of desktop.Hoverable.
func (o *RadioOption) MouseOut() { o.hovered = false; o.look() }

// CheckGroup chooses any of some options, each with a KeyCheck.
type CheckGroup struct {
	widget.BaseWidget
	Options   []string
	Selected  []string // in the order of Options
	OnChanged func([]string)

	box *fyne.Container // of the check boxes
}

// NewCheckGroup makes a group with every option chosen; in a row its options stand side by side.
func NewCheckGroup(offer func(fyne.KeyName) bool, row bool, options ...string) *CheckGroup {
	l := layout.NewCustomPaddedVBoxLayout(0)
	if row {
		l = layout.NewCustomPaddedHBoxLayout(0)
	}
	g := &CheckGroup{Options: options, Selected: slices.Clone(options), box: container.New(l)}
	for _, option := range options {
		check := NewKeyCheck(offer)
		check.Text, check.Checked = option, true
		check.OnChanged = func(bool) { g.changed() }
		g.box.Add(check)
	}
	g.ExtendBaseWidget(g)
	return g
}

// CreateRenderer is part of fyne.Widget.
func (g *CheckGroup) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(g.box) }

func (g *CheckGroup) changed() {
	g.Selected = nil
	for i, o := range g.box.Objects {
		if o.(*KeyCheck).Checked {
			g.Selected = append(g.Selected, g.Options[i])
		}
	}
	if g.OnChanged != nil {
		g.OnChanged(g.Selected)
	}
}

// SetSelected chooses these options and no others.
func (g *CheckGroup) SetSelected(options []string) {
	for i, o := range g.box.Objects {
		check := o.(*KeyCheck)
		check.Checked = slices.Contains(options, g.Options[i])
		check.Refresh()
	}
	g.changed()
}

// Enable is part of fyne.Disableable.
func (g *CheckGroup) Enable() {
	for _, o := range g.box.Objects {
		o.(*KeyCheck).Enable()
	}
}

// Disable is part of fyne.Disableable.
func (g *CheckGroup) Disable() {
	for _, o := range g.box.Objects {
		o.(*KeyCheck).Disable()
	}
}

// Disabled is part of fyne.Disableable.
func (g *CheckGroup) Disabled() bool {
	return len(g.box.Objects) > 0 && g.box.Objects[0].(*KeyCheck).Disabled()
}

// keySlider is a slider that offers each key to its surroundings first.
type keySlider struct {
	widget.Slider
	named
	offer func(fyne.KeyName) (taken bool)
}

// NewKeySlider makes a slider from least to most in steps of 1. Each key goes to offer first, which tells whether it has
// used it.
func NewKeySlider(least, most float64, offer func(fyne.KeyName) bool) *keySlider {
	s := &keySlider{offer: offer}
	s.Min, s.Max, s.Step = least, most, 1
	s.ExtendBaseWidget(s)
	return s
}

// AccessibilityLabel is part of fyne.Accessible.
func (s *keySlider) AccessibilityLabel() string { return s.nameWith(fmt.Sprint(s.Value), "") }

// AccessibilityRole is part of fyne.Accessible.
func (s *keySlider) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// TypedKey is part of fyne.Focusable.
func (s *keySlider) TypedKey(k *fyne.KeyEvent) {
	if !s.offer(k.Name) {
		s.Slider.TypedKey(k)
	}
}
