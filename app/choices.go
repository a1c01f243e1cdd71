package app

import (
	"image/color"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// radioGroup chooses one of some options. Arrow keys choose the option beside,
// Space the one that has the focus; other keys are offered to the surroundings:
// the toolkit's group keeps all of them.
type radioGroup struct {
	widget.BaseWidget
	Options   []string
	Selected  string
	OnChanged func(string)

	offer    func(fyne.KeyName) (taken bool)
	box      *fyne.Container // of the options
	disabled bool
}

// Distances of radio buttons, in pixels: between those side by side, and from the
// mark to its text, whose own margin is wider than that of a check box.
const (
	radioBetween = 8
	radioText    = -5
)

// newRadioGroup makes a group whose options stand one below another.
func newRadioGroup(offer func(fyne.KeyName) bool, options ...string) *radioGroup {
	return makeRadioGroup(offer, layout.NewCustomPaddedVBoxLayout(0), options)
}

// newRadioRow makes a group whose options stand side by side.
func newRadioRow(offer func(fyne.KeyName) bool, options ...string) *radioGroup {
	return makeRadioGroup(offer, layout.NewCustomPaddedHBoxLayout(radioBetween), options)
}

func makeRadioGroup(offer func(fyne.KeyName) bool, l fyne.Layout, options []string) *radioGroup {
	g := &radioGroup{Options: options, offer: offer, box: container.New(l)}
	g.ExtendBaseWidget(g)
	g.fill()
	return g
}

// CreateRenderer is part of fyne.Widget.
func (g *radioGroup) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(g.box) }

// Refresh is part of fyne.Widget.
func (g *radioGroup) Refresh() {
	g.fill()
	g.BaseWidget.Refresh()
}

// fill makes the options anew where others are to be shown.
func (g *radioGroup) fill() {
	if !slices.EqualFunc(g.box.Objects, g.Options, func(o fyne.CanvasObject, option string) bool { return o.(*radioOption).name == option }) {
		g.box.RemoveAll()
		for _, option := range g.Options {
			g.box.Add(newRadioOption(g, option))
		}
	}
	for _, o := range g.box.Objects {
		o.(*radioOption).look()
	}
}

// SetSelected chooses an option.
func (g *radioGroup) SetSelected(option string) {
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
func (g *radioGroup) Enable() { g.disabled = false; g.Refresh() }

// Disable is part of fyne.Disableable.
func (g *radioGroup) Disable() { g.disabled = true; g.Refresh() }

// Disabled is part of fyne.Disableable.
func (g *radioGroup) Disabled() bool { return g.disabled }

// step chooses the option beside one, and gives it the focus.
func (g *radioGroup) step(from *radioOption, by int) {
	n := len(g.box.Objects)
	to := g.box.Objects[(slices.Index(g.box.Objects, fyne.CanvasObject(from))+by+n)%n].(*radioOption)
	if c := fyne.CurrentApp().Driver().CanvasForObject(from); c != nil {
		c.Focus(to)
	}
	to.choose()
}

// radioOption is one option of a group.
type radioOption struct {
	widget.BaseWidget
	group   *radioGroup
	name    string
	text    *widget.Label
	ring    *canvas.Circle // shown around the mark while it has the focus or the pointer
	dot     *canvas.Image
	edge    *canvas.Image
	focused bool
	hovered bool
}

func newRadioOption(g *radioGroup, name string) *radioOption {
	o := &radioOption{group: g, name: name, text: widget.NewLabel(name), ring: canvas.NewCircle(color.Transparent), dot: &canvas.Image{}, edge: &canvas.Image{}}
	o.ExtendBaseWidget(o)
	return o
}

// CreateRenderer is part of fyne.Widget.
func (o *radioOption) CreateRenderer() fyne.WidgetRenderer {
	icon := theme.IconInlineSize()
	mark := container.NewStack(o.ring, container.NewCenter(container.NewGridWrap(fyne.NewSquareSize(icon), container.NewStack(o.dot, o.edge))))
	return widget.NewSimpleRenderer(container.New(layout.NewCustomPaddedHBoxLayout(radioText),
		container.NewCenter(container.NewGridWrap(fyne.NewSquareSize(icon+theme.InnerPadding()), mark)), o.text))
}

// Refresh is part of fyne.Widget.
func (o *radioOption) Refresh() {
	o.look()
	o.BaseWidget.Refresh()
}

// look draws it as it stands.
func (o *radioOption) look() {
	chosen, disabled := o.group.Selected == o.name, o.group.disabled
	dot, edge := theme.NewThemedResource(theme.RadioButtonFillIcon()), theme.NewThemedResource(theme.RadioButtonIcon())
	dot.ColorName, edge.ColorName = theme.ColorNameInputBackground, theme.ColorNameInputBorder
	o.text.Importance = widget.MediumImportance
	if chosen {
		dot.ColorName, edge.ColorName = theme.ColorNamePrimary, theme.ColorNameForeground
	}
	if disabled {
		dot.ColorName, edge.ColorName = theme.ColorNameBackground, theme.ColorNameDisabled
		if chosen {
			dot.ColorName = theme.ColorNameDisabled
		}
		o.text.Importance = widget.LowImportance
	}
	o.dot.Resource, o.edge.Resource = dot, edge
	o.ring.FillColor = color.Transparent
	switch {
	case disabled:
	case o.focused:
		o.ring.FillColor = theme.Color(theme.ColorNameFocus)
	case o.hovered:
		o.ring.FillColor = theme.Color(theme.ColorNameHover)
	}
	for _, part := range []fyne.CanvasObject{o.dot, o.edge, o.ring, o.text} {
		part.Refresh()
	}
}

func (o *radioOption) choose() {
	if !o.group.disabled {
		o.group.SetSelected(o.name)
	}
}

// Tapped is part of fyne.Tappable.
func (o *radioOption) Tapped(*fyne.PointEvent) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(o); c != nil {
		c.Focus(o)
	}
	o.choose()
}

// FocusGained is part of fyne.Focusable.
func (o *radioOption) FocusGained() { o.focused = true; o.look() }

// FocusLost is part of fyne.Focusable.
func (o *radioOption) FocusLost() { o.focused = false; o.look() }

// TypedRune is part of fyne.Focusable: the space that chooses has come as a key already.
func (o *radioOption) TypedRune(rune) {}

// TypedKey is part of fyne.Focusable.
func (o *radioOption) TypedKey(k *fyne.KeyEvent) {
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
func (o *radioOption) MouseIn(*desktop.MouseEvent) { o.hovered = true; o.look() }

// MouseMoved is part of desktop.Hoverable.
func (o *radioOption) MouseMoved(*desktop.MouseEvent) {}

// MouseOut is part of desktop.Hoverable.
func (o *radioOption) MouseOut() { o.hovered = false; o.look() }

// checkGroup chooses any of some options, each with a keyCheck.
type checkGroup struct {
	widget.BaseWidget
	Options   []string
	Selected  []string // in the order of Options
	OnChanged func([]string)

	box *fyne.Container // of the check boxes
}

// newCheckGroup makes a group with every option chosen; in a row its options stand side by side.
func newCheckGroup(offer func(fyne.KeyName) bool, row bool, options ...string) *checkGroup {
	l := layout.NewCustomPaddedVBoxLayout(0)
	if row {
		l = layout.NewCustomPaddedHBoxLayout(0)
	}
	g := &checkGroup{Options: options, Selected: slices.Clone(options), box: container.New(l)}
	for _, option := range options {
		check := newKeyCheck(offer)
		check.Text, check.Checked = option, true
		check.OnChanged = func(bool) { g.changed() }
		g.box.Add(check)
	}
	g.ExtendBaseWidget(g)
	return g
}

// CreateRenderer is part of fyne.Widget.
func (g *checkGroup) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(g.box) }

func (g *checkGroup) changed() {
	g.Selected = nil
	for i, o := range g.box.Objects {
		if o.(*keyCheck).Checked {
			g.Selected = append(g.Selected, g.Options[i])
		}
	}
	if g.OnChanged != nil {
		g.OnChanged(g.Selected)
	}
}

// SetSelected chooses these options and no others.
func (g *checkGroup) SetSelected(options []string) {
	for i, o := range g.box.Objects {
		check := o.(*keyCheck)
		check.Checked = slices.Contains(options, g.Options[i])
		check.Refresh()
	}
	g.changed()
}

// Enable is part of fyne.Disableable.
func (g *checkGroup) Enable() {
	for _, o := range g.box.Objects {
		o.(*keyCheck).Enable()
	}
}

// Disable is part of fyne.Disableable.
func (g *checkGroup) Disable() {
	for _, o := range g.box.Objects {
		o.(*keyCheck).Disable()
	}
}

// Disabled is part of fyne.Disableable.
func (g *checkGroup) Disabled() bool {
	return len(g.box.Objects) > 0 && g.box.Objects[0].(*keyCheck).Disabled()
}

// keySlider is a slider that offers each key to its surroundings first.
type keySlider struct {
	widget.Slider
	offer func(fyne.KeyName) (taken bool)
}

func newKeySlider(least, most float64, offer func(fyne.KeyName) bool) *keySlider {
	s := &keySlider{offer: offer}
	s.Min, s.Max, s.Step = least, most, 1
	s.ExtendBaseWidget(s)
	return s
}

// TypedKey is part of fyne.Focusable.
func (s *keySlider) TypedKey(k *fyne.KeyEvent) {
	if !s.offer(k.Name) {
		s.Slider.TypedKey(k)
	}
}
