package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

func setVisible(o fyne.CanvasObject, visible bool) {
	if visible && !o.Visible() {
		o.Show()
	} else if !visible && o.Visible() {
		o.Hide()
	}
}

// heading is the first line of a panel: its name, and a count at the right.
func heading(name string, right fyne.CanvasObject) fyne.CanvasObject {
	label := widget.NewLabel(name)
	label.TextStyle.Bold = true
	return container.NewBorder(nil, nil, label, right)
}

func wrapped(text string) *widget.Label {
	l := widget.NewLabel(text)
	l.Wrapping = fyne.TextWrapWord
	return l
}

func small(text string) *widget.Label {
	l := wrapped(text)
	l.SizeName = theme.SizeNameCaptionText
	return l
}

func section(title string) fyne.CanvasObject {
	l := canvas.NewText(title, theme.Color(theme.ColorNamePlaceHolder))
	l.TextSize = theme.CaptionTextSize()
	return container.New(layout.NewCustomPaddedLayout(8, 0, 8, 0), l)
}

func bold(text string) *widget.Label {
	l := widget.NewLabel(text)
	l.TextStyle.Bold = true
	return l
}

// top keeps the name of a tall row at its first line.
func top(o fyne.CanvasObject) fyne.CanvasObject { return container.NewVBox(o) }

func newTwoLines() fyne.CanvasObject {
	first, second := newTextLine(false), widget.NewLabel("")
	second.Truncation = fyne.TextTruncateEllipsis
	second.SizeName = theme.SizeNameCaptionText
	return container.New(layout.NewCustomPaddedVBoxLayout(-14), first, second)
}

func setTwoLines(o fyne.CanvasObject, first, second string) {
	rows := o.(*fyne.Container).Objects
	rows[0].(*headline).SetText(first)
	rows[1].(*widget.Label).SetText(second)
}

// Places in a row, in pixels.
const (
	itemPad     = 8
	itemLine    = 18
	itemSummary = 16
)

// What a dialog is about, where the user chooses.
const (
	scopeDocument  = "This document"
	scopeWorkspace = "All documents"
)
