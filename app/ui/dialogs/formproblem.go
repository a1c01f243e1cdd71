package dialogs

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"factmark/widgets/textfield"
)

// FormProblem says in a dialog what stands against what was typed. The words have room from the start, so that
// nothing moves; an outline marks the field at fault, which gets the keyboard.
type FormProblem struct {
	Text string // what is said, "" for nothing

	host   *Host
	said   *widget.Label
	Body   *container.Scroll // the room for it; longer words scroll in it
	frames map[fyne.Focusable]*canvas.Rectangle
}

// NewFormProblem makes room for so many lines.
func (h *Host) NewFormProblem(lines int) *FormProblem {
	p := &FormProblem{host: h, said: widget.NewLabel(""), frames: map[fyne.Focusable]*canvas.Rectangle{}}
	p.said.Wrapping = fyne.TextWrapWord
	p.Body = container.NewVScroll(p.said)
	line := fyne.MeasureText("M", theme.TextSize(), fyne.TextStyle{}).Height
	p.Body.SetMinSize(fyne.NewSize(0, p.said.MinSize().Height+float32(lines-1)*(line+theme.LineSpacing())))
	return p
}

// FormField is a field of a dialog.
type FormField interface {
	fyne.Focusable
	fyne.CanvasObject
}

// Field is the field with room for the outline. Typing into it takes back what was said.
func (p *FormProblem) Field(f FormField) fyne.CanvasObject {
	switch e := f.(type) {
	case *KeyEntry:
		e.edited = p.Clear
	case *KeySelectEntry:
		e.edited = p.Clear
	case *textfield.Field:
		before := e.OnChanged
		e.OnChanged = func() {
			if before != nil {
				before()
			}
			p.Clear()
		}
	}
	return p.Framed(f)
}

// Framed is Field for one whose text is checked at every letter, with Standing.
func (p *FormProblem) Framed(f FormField) fyne.CanvasObject {
	frame := canvas.NewRectangle(color.Transparent)
	frame.StrokeWidth = 2
	frame.CornerRadius = theme.InputRadiusSize()
	frame.Hide()
	p.frames[f] = frame
	return container.NewStack(f, frame)
}

// At says what stands against a field, marks it and gives it the keyboard. It
// gives false, as a dialog does that stays open.
func (p *FormProblem) At(f FormField, what string) bool {
	p.Mark(f, what)
	p.host.Win.Canvas().Focus(f)
	return false
}

// Mark is At for a field that is being typed into.
func (p *FormProblem) Mark(f FormField, what string) {
	p.Clear()
	p.Tell(what, widget.DangerImportance)
	if frame := p.frames[f]; frame != nil {
		frame.StrokeColor = theme.Color(theme.ColorNameError)
		frame.Show()
	}
}

// Standing says how a field stands that is being typed into: what stands
// against it, a warning where it is possible all the same, "" for nothing.
func (p *FormProblem) Standing(f FormField, what string, possible bool) {
	switch {
	case possible:
		p.Clear()
		p.Tell(what, widget.WarningImportance)
	default:
		p.Mark(f, what)
	}
}

// Tell says something that stands against no field, a warning say.
func (p *FormProblem) Tell(what string, importance widget.Importance) {
	p.Text = what
	p.said.Importance = importance
	p.said.SetText(what)
	p.Body.ScrollToTop()
}

// Clear takes back what was said.
func (p *FormProblem) Clear() {
	if p.Text != "" {
		p.Tell("", widget.MediumImportance)
	}
	for _, frame := range p.frames {
		frame.Hide()
	}
}
