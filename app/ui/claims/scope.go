package claims

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"factmark/app/locale"
	"factmark/app/ui/dialogs"
	"factmark/widgets/chip"
)

// scopeSwitch is a switch of two parts: the claims of this document, or of all documents.
type scopeSwitch struct {
	widget.BaseWidget
	This, All *chip.Chip
	frame     *canvas.Rectangle
}

func newScopeSwitch(key func(fyne.KeyName) bool, set func(all bool)) *scopeSwitch {
	s := &scopeSwitch{frame: canvas.NewRectangle(color.Transparent)}
	part := func(text string, all bool) *chip.Chip {
		c := chip.New("", text, dialogs.Rgb(0), dialogs.Rgb(0), func() { set(all) })
		c.OnKey = key
		return c
	}
	s.This, s.All = part(locale.T("This document"), false), part(locale.T("All documents"), true)
	s.frame.CornerRadius, s.frame.StrokeWidth = 5, 1
	s.ExtendBaseWidget(s)
	return s
}

// CreateRenderer is part of fyne.Widget.
func (s *scopeSwitch) CreateRenderer() fyne.WidgetRenderer {
	s.look()
	return widget.NewSimpleRenderer(container.NewCenter(container.NewStack(s.frame, container.New(layout.NewCustomPaddedHBoxLayout(0), s.This, s.All))))
}

// Refresh is part of fyne.CanvasObject: the theme may have changed.
func (s *scopeSwitch) Refresh() {
	s.look()
	s.BaseWidget.Refresh()
}

func (s *scopeSwitch) look() {
	s.frame.StrokeColor = s.Theme().Color(theme.ColorNamePlaceHolder, fyne.CurrentApp().Settings().ThemeVariant())
	s.frame.Refresh()
}

// show shows which part is on.
func (s *scopeSwitch) show(all bool) {
	for _, part := range []*chip.Chip{s.This, s.All} {
		if on := (part == s.All) == all; part.Selected != on {
			part.Selected = on
			part.Refresh()
		}
	}
}
