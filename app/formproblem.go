package app

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"factmark/widgets/textfield"
)

// formProblem says in a dialog what stands against what was typed: in words, in
// room that is there from the start, so that nothing moves, and by an outline
// around the field at fault, which gets the keyboard.
type formProblem struct {
	Text string // what is said, "" for nothing

	host   *host
	said   *widget.Label
	body   *container.Scroll // the room for it; longer words scroll in it
	frames map[fyne.Focusable]*canvas.Rectangle
}

// newFormProblem makes room for so many lines.
func (w *host) newFormProblem(lines int) *formProblem {
	p := &formProblem{host: w, said: widget.NewLabel(""), frames: map[fyne.Focusable]*canvas.Rectangle{}}
	p.said.Wrapping = fyne.TextWrapWord
	p.body = container.NewVScroll(p.said)
	line := fyne.MeasureText("M", theme.TextSize(), fyne.TextStyle{}).Height
	p.body.SetMinSize(fyne.NewSize(0, p.said.MinSize().Height+float32(lines-1)*(line+theme.LineSpacing())))
	return p
}

// formField is a field of a dialog.
type formField interface {
	fyne.Focusable
	fyne.CanvasObject
}

// field is the field with room for the outline. Typing into it takes back what was said.
func (p *formProblem) field(f formField) fyne.CanvasObject {
	switch e := f.(type) {
	case *keyEntry:
		e.edited = p.clear
	case *keySelectEntry:
		e.edited = p.clear
	case *textfield.Field:
		before := e.OnChanged
		e.OnChanged = func() {
			if before != nil {
				before()
			}
			p.clear()
		}
	}
	return p.framed(f)
}

// framed is field for one that is looked at with every letter, and says then how it stands.
func (p *formProblem) framed(f formField) fyne.CanvasObject {
	frame := canvas.NewRectangle(color.Transparent)
	frame.StrokeWidth = 2
	frame.CornerRadius = theme.InputRadiusSize()
	frame.Hide()
	p.frames[f] = frame
	return container.NewStack(f, frame)
}

// at says what stands against a field, marks it and gives it the keyboard. It
// gives false, as a dialog does that stays open.
func (p *formProblem) at(f formField, what string) bool {
	p.mark(f, what)
	p.host.win.Canvas().Focus(f)
	return false
}

// mark is at for a field that is being typed into.
func (p *formProblem) mark(f formField, what string) {
	p.clear()
	p.tell(what, widget.DangerImportance)
	if frame := p.frames[f]; frame != nil {
		frame.StrokeColor = theme.Color(theme.ColorNameError)
		frame.Show()
	}
}

// standing says how a field stands that is being typed into: what stands
// against it, a warning where it is possible all the same, "" for nothing.
func (p *formProblem) standing(f formField, what string, possible bool) {
	switch {
	case possible:
		p.clear()
		p.tell(what, widget.WarningImportance)
	default:
		p.mark(f, what)
	}
}

// tell says something that stands against no field, a warning say.
func (p *formProblem) tell(what string, importance widget.Importance) {
	p.Text = what
	p.said.Importance = importance
	p.said.SetText(what)
	p.body.ScrollToTop()
}

// clear takes back what was said.
func (p *formProblem) clear() {
	if p.Text != "" {
		p.tell("", widget.MediumImportance)
	}
	for _, frame := range p.frames {
		frame.Hide()
	}
}
