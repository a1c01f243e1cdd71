package dialogs

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"factmark/app/format"
	"factmark/app/locale"
	"factmark/store"
)

// SetVisible shows or hides an object; one that is so already is not laid out again.
func SetVisible(o fyne.CanvasObject, visible bool) {
	if visible && !o.Visible() {
		o.Show()
	} else if !visible && o.Visible() {
		o.Hide()
	}
}

// Below is where a menu of a button opens.
func Below(o fyne.CanvasObject) fyne.Position {
	return fyne.CurrentApp().Driver().AbsolutePositionForObject(o).AddXY(0, o.Size().Height)
}

// Heading is the first line of a panel: its name, and a count at the right.
func Heading(name string, right fyne.CanvasObject) fyne.CanvasObject {
	label := widget.NewLabel(name)
	label.TextStyle.Bold = true
	return container.NewBorder(nil, nil, label, right)
}

// Wrapped is a text that wraps at words.
func Wrapped(text string) *widget.Label {
	l := widget.NewLabel(text)
	l.Wrapping = fyne.TextWrapWord
	return l
}

// Small is a wrapped text in the size of captions.
func Small(text string) *widget.Label {
	l := Wrapped(text)
	l.SizeName = theme.SizeNameCaptionText
	return l
}

// Section is the soft, small heading of a part of a pane or a dialog.
func Section(title string) fyne.CanvasObject {
	l := canvas.NewText(title, theme.Color(theme.ColorNamePlaceHolder))
	l.TextSize = theme.CaptionTextSize()
	return container.New(layout.NewCustomPaddedLayout(8, 0, 8, 0), l)
}

// Bold is a text in bold.
func Bold(text string) *widget.Label {
	l := widget.NewLabel(text)
	l.TextStyle.Bold = true
	return l
}

// Top keeps the name of a high row of a form level with the first line of its field.
func Top(o fyne.CanvasObject) fyne.CanvasObject { return container.NewVBox(o) }

// NewTwoLines makes a row of a list: a line, and a smaller one below it. SetTwoLines fills it.
func NewTwoLines() fyne.CanvasObject {
	first, second := NewTextLine(false), widget.NewLabel("")
	second.Truncation = fyne.TextTruncateEllipsis
	second.SizeName = theme.SizeNameCaptionText
	return container.New(layout.NewCustomPaddedVBoxLayout(-14), first, second)
}

// SetTwoLines fills a row that NewTwoLines has made; each line is shortened to the row's width.
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

// What a dialog is about, where the user chooses; translated where it is shown.
var (
	ScopeDocument  = locale.Mark("This document")
	ScopeWorkspace = locale.Mark("All documents")
)

// Scrolling is a column of text as high as it needs, as far as the window has room; beyond that it scrolls.
func Scrolling(body fyne.CanvasObject, host *Host) *container.Scroll {
	scroll := container.NewVScroll(body)
	body.Resize(fyne.NewSize(600, 0))
	room := host.Win.Canvas().Size()
	scroll.SetMinSize(fyne.NewSize(min(600, room.Width-80), min(body.MinSize().Height, room.Height-220)))
	return scroll
}

// Listed joins lines of text, at most the first hundred, and says how many more there are.
func Listed(lines []string) string {
	const most = 100
	if more := len(lines) - most; more > 0 {
		lines = append(lines[:most:most], locale.N("and {{.N}} more", more))
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

// Signed says who made a claim and, where another person gave it its label, who that was. With both, short
// shortens the names.
func Signed(c store.Claim, short func(name string) string) string {
	who, by := format.NameLine(c.Person), format.NameLine(c.Labeller)
	switch {
	case by == "" || by == who || who == "": // where it is hidden who made it, all of it is
		return who
	case c.Corrected:
		return locale.T("{{.Name}}, relabelled by {{.Other}}", "Name", short(who), "Other", short(by))
	}
	return locale.T("{{.Name}}, labelled by {{.Other}}", "Name", short(who), "Other", short(by))
}

// Whole leaves a name as it is, where Signed has room for all of it.
func Whole(name string) string { return name }
