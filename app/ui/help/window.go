package help

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"factmark/app/format"
	"factmark/app/locale"
	"factmark/app/ui/dialogs"
)

// Help shows the pages of help, and what the program is made of.
type Help struct {
	*dialogs.Host
	Keys func() Keys
}

// Window is the help while it is open: its pages at the left, the chosen one at the right.
type Window struct {
	host   *Help
	List   *dialogs.RowList
	Search *dialogs.SearchEntry
	scroll *container.Scroll
	body   *fyne.Container
	none   *widget.Label
	all    []page
	found  []page
	words  []string
}

// Sizes of the window, in pixels.
const (
	contentsWidth = 220
	pageWidth     = 580
	pageHeight    = 460
	keyWidth      = 170
)

// ShowHelp opens the help at its first page.
func (h *Help) ShowHelp() *Window {
	w := &Window{host: h, all: pages(h.Keys())}
	w.found = w.all
	w.body = container.New(layout.NewCustomPaddedVBoxLayout(0))
	w.scroll = container.NewVScroll(container.New(layout.NewCustomPaddedLayout(0, 8, 0, 12), w.body))
	w.none = dialogs.Wrapped("")
	w.none.Importance = widget.LowImportance
	w.List = dialogs.NewRowList(func() int { return len(w.found) }, func() fyne.CanvasObject { return dialogs.NewTextLine(false) },
		func(i int, o fyne.CanvasObject) { o.(*dialogs.Headline).SetText(w.found[i].title) },
		func(i int) { w.show(w.found[i]) }, h.ModalKey)
	w.List.Before = func(key fyne.KeyName) bool { // these scroll the page; the list is short
		return (key == fyne.KeyPageUp || key == fyne.KeyPageDown) && h.ModalKey(key)
	}
	w.Search = dialogs.NewSearchEntry(locale.T("Search the help"), w.search)
	w.Search.OnKey = func(key fyne.KeyName) bool {
		return (key == fyne.KeyPageUp || key == fyne.KeyPageDown) && h.ModalKey(key)
	}
	w.Search.OnDown = func() { h.Win.Canvas().Focus(w.List) }
	w.Search.OnEnter = w.Search.OnDown
	w.Search.OnEscape = func() { h.Win.Canvas().Focus(w.List) }
	room := h.Win.Canvas().Size()
	width, height := min(pageWidth, room.Width-80), min(pageHeight, room.Height-150)
	var content fyne.CanvasObject
	if left := min(contentsWidth, room.Width*0.32); room.Width >= 560 {
		width = min(width, room.Width-left-90)
		content = container.NewBorder(nil, nil, container.NewGridWrap(fyne.NewSize(left, height),
			container.NewBorder(w.Search.KeyEntry, w.none, nil, nil, w.List.Framed())), nil,
			container.New(layout.NewCustomPaddedLayout(0, 0, 16, 0), container.NewGridWrap(fyne.NewSize(width, height), w.scroll)))
	} else {
		contents := container.NewGridWrap(fyne.NewSize(width, height*0.35), container.NewBorder(w.Search.KeyEntry, w.none, nil, nil, w.List.Framed()))
		content = container.NewVBox(contents, container.NewGridWrap(fyne.NewSize(width, height*0.6), w.scroll))
	}
	w.none.Hide()
	w.List.Select(0)
	h.ShowModal(dialogs.Modal{Title: locale.T("Help"), Content: content, Confirm: locale.T("Close"), Scroll: w.scroll, Focus: w.List})
	w.scroll.ScrollToTop() // what it held was laid out in another size before
	return w
}

// search lists the pages that have all of some words, and goes to the first place of them in the first page.
func (w *Window) search(typed string) {
	w.words = strings.Fields(format.Fold(typed))
	w.found = nil
	for _, p := range w.all {
		if p.holds(w.words) {
			w.found = append(w.found, p)
		}
	}
	w.List.UnselectAll()
	w.List.Refresh()
	dialogs.SetVisible(w.none, len(w.found) == 0)
	if len(w.found) == 0 {
		w.none.SetText(locale.T("No page has “{{.Words}}”.", "Words", format.OneLine(typed)))
		return
	}
	w.List.Select(0)
}

// show shows a page; where words are searched for, it is scrolled to the first part that has one.
func (w *Window) show(p page) {
	w.body.RemoveAll()
	title := dialogs.Bold(p.title)
	title.SizeName = theme.SizeNameSubHeadingText
	w.body.Add(title)
	var hit fyne.CanvasObject
	for _, part := range p.parts {
		o := w.part(part)
		w.body.Add(o)
		if hit == nil && len(w.words) > 0 && format.ContainsAll(part.words(), w.words[:1]) {
			hit = o
		}
	}
	w.scroll.Refresh()
	w.scroll.ScrollToTop()
	if hit != nil {
		w.body.Resize(fyne.NewSize(w.scroll.Size().Width-12, w.body.MinSize().Height))
		w.scroll.ScrollToOffset(fyne.NewPos(0, max(0, min(hit.Position().Y-8, w.scroll.Content.MinSize().Height-w.scroll.Size().Height))))
	}
}

func (w *Window) part(p part) fyne.CanvasObject {
	column := container.New(layout.NewCustomPaddedVBoxLayout(-6))
	if p.heading != "" {
		column.Add(dialogs.Bold(p.heading))
	}
	if p.text != "" {
		column.Add(dialogs.Wrapped(p.text))
	}
	for _, k := range p.keys {
		keys := dialogs.Bold(k.Keys)
		keys.Wrapping = fyne.TextWrapWord
		does := dialogs.Wrapped(k.Does)
		column.Add(container.NewBorder(nil, nil, container.New(&fixedWidth{keyWidth}, keys), nil, does))
	}
	return column
}

// fixedWidth lays an object out in a width, as high as it needs to be in it.
type fixedWidth struct{ width float32 }

// Layout is part of fyne.Layout.
func (f *fixedWidth) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		o.Move(fyne.Position{})
		o.Resize(fyne.NewSize(f.width, size.Height))
	}
}

// MinSize is part of fyne.Layout.
func (f *fixedWidth) MinSize(objects []fyne.CanvasObject) fyne.Size {
	height := float32(0)
	for _, o := range objects {
		o.Resize(fyne.NewSize(f.width, o.MinSize().Height))
		height = max(height, o.MinSize().Height)
	}
	return fyne.NewSize(f.width, height)
}
