package dialogs

import (
	"factmark/app/format"
	"factmark/store"
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

func SetVisible(o fyne.CanvasObject, visible bool) {
	if visible && !o.Visible() {
		o.Show()
	} else if !visible && o.Visible() {
		o.Hide()
	}
}

// Heading is the first line of a panel: its name, and a count at the right.
func Heading(name string, right fyne.CanvasObject) fyne.CanvasObject {
	label := widget.NewLabel(name)
	label.TextStyle.Bold = true
	return container.NewBorder(nil, nil, label, right)
}

func Wrapped(text string) *widget.Label {
	l := widget.NewLabel(text)
	l.Wrapping = fyne.TextWrapWord
	return l
}

func Small(text string) *widget.Label {
	l := Wrapped(text)
	l.SizeName = theme.SizeNameCaptionText
	return l
}

func Section(title string) fyne.CanvasObject {
	l := canvas.NewText(title, theme.Color(theme.ColorNamePlaceHolder))
	l.TextSize = theme.CaptionTextSize()
	return container.New(layout.NewCustomPaddedLayout(8, 0, 8, 0), l)
}

func Bold(text string) *widget.Label {
	l := widget.NewLabel(text)
	l.TextStyle.Bold = true
	return l
}

// Top keeps the name of a tall row at its first line.
func Top(o fyne.CanvasObject) fyne.CanvasObject { return container.NewVBox(o) }

func NewTwoLines() fyne.CanvasObject {
	first, second := NewTextLine(false), widget.NewLabel("")
	second.Truncation = fyne.TextTruncateEllipsis
	second.SizeName = theme.SizeNameCaptionText
	return container.New(layout.NewCustomPaddedVBoxLayout(-14), first, second)
}

func SetTwoLines(o fyne.CanvasObject, first, second string) {
	rows := o.(*fyne.Container).Objects
	rows[0].(*Headline).SetText(first)
	rows[1].(*widget.Label).SetText(second)
}

// Places in a row, in pixels.
const (
	ItemPad     = 8
	ItemLine    = 18
	ItemSummary = 16
)

// What a dialog is about, where the user chooses.
const (
	ScopeDocument  = "This document"
	ScopeWorkspace = "All documents"
)

// Scrolling is a column of text that takes what it needs of the window's height, and scrolls beyond that.
func Scrolling(body fyne.CanvasObject, w *Host) *container.Scroll {
	scroll := container.NewVScroll(body)
	body.Resize(fyne.NewSize(600, 0))
	room := w.Win.Canvas().Size()
	scroll.SetMinSize(fyne.NewSize(min(600, room.Width-80), min(body.MinSize().Height, room.Height-220)))
	return scroll
}

// Listed are lines of text, the first of them where they are many.
func Listed(lines []string) string {
	const most = 100
	if more := len(lines) - most; more > 0 {
		lines = append(lines[:most:most], fmt.Sprintf("and %s more", format.Thousands(more)))
	}
	return strings.Join(lines, "\n")
}

// SomeRows shows a long choice in a few rows that scroll; the half one tells that there are more.
func SomeRows(choice fyne.CanvasObject) *container.Scroll {
	const rows = 6.5
	scroll := container.NewVScroll(choice)
	scroll.SetMinSize(fyne.NewSize(0, min(choice.MinSize().Height, rows*widget.NewCheck(" ", nil).MinSize().Height)))
	return scroll
}

// Signed says who made a claim and, where that was another, who gave it its
// label, with their names made as short as they have to be.
func Signed(c store.Claim, short func(name string) string) string {
	who, by, did := format.NameLine(c.Person), format.NameLine(c.Labeller), "labelled by "
	if c.Corrected {
		did = "relabelled by "
	}
	if by == "" || by == who || who == "" { // where it is hidden who made it, all of it is
		return who
	}
	return short(who) + ", " + did + short(by)
}

func Whole(name string) string { return name }
