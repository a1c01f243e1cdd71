package app

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"factmark/app/format"
	"factmark/store"
	"factmark/widgets/docview/layout"
)

// historyDetail shows one entry of the history: what it changed, before and after.
type historyDetail struct {
	history *history
	scroll  *container.Scroll
	width   float32

	objects []fyne.CanvasObject
	y       float32 // where the next line goes
}

func newHistoryDetail(h *history, width float32) *historyDetail {
	return &historyDetail{history: h, scroll: container.NewVScroll(container.NewWithoutLayout()), width: width}
}

// What is shown of one entry, at most: rows, and lines of one value. The
// places are in pixels.
const (
	detailRows   = 12
	detailLines  = 14
	detailMargin = 16
	detailName   = 104 // the column of names
	detailGap    = 16
)

// show draws an entry, nil for none.
func (p *historyDetail) show(e *store.HistoryEntry) {
	p.objects, p.y = nil, detailMargin
	if e != nil {
		p.draw(e)
	}
	p.scroll.Content = container.New(ofSize(fyne.NewSize(p.width, p.y+detailMargin)), p.objects...)
	p.scroll.Offset = fyne.Position{}
	p.scroll.Refresh()
}

// ofSize is a layout that leaves everything where it is.
type ofSize fyne.Size

func (s ofSize) Layout([]fyne.CanvasObject, fyne.Size) {}
func (s ofSize) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size(s) }

func (p *historyDetail) draw(e *store.HistoryEntry) {
	room := p.width - 2*detailMargin
	p.y += p.text(deed(e), detailMargin, room, 2, theme.Size(theme.SizeNameSubHeadingText), colourInk, true)
	p.y += 2
	p.y += p.text(strings.Join(format.NonEmpty(format.NameLine(e.Person), e.Action.At.Local().Format("Monday, 2 January 2006, 15:04:05")), " · "),
		detailMargin, room, 1, theme.CaptionTextSize(), colourInkSoft, false)
	several := onlyClaim(e) == nil
	for i := range e.Rows[:min(len(e.Rows), detailRows)] {
		p.y += detailGap
		p.row(&e.Rows[i], several)
	}
	if more := e.Total - min(len(e.Rows), detailRows); more > 0 {
		p.y += detailGap
		p.y += p.text("The change has "+format.Plural(more, "more row")+".", detailMargin, room, 1, theme.CaptionTextSize(), colourInkSoft, false)
	}
}

// row draws one changed row; where the entry has several claims, each has a
// button of its own.
func (p *historyDetail) row(r *store.HistoryRow, several bool) {
	line := canvas.NewRectangle(theme.Color(theme.ColorNameSeparator))
	line.Move(fyne.NewPos(detailMargin, p.y))
	line.Resize(fyne.NewSize(p.width-2*detailMargin, 1))
	p.objects = append(p.objects, line)
	p.y += 10

	room := p.width - 2*detailMargin
	if several && r.Restorable {
		b := newKeyButton(restoreWord, p.history.window.modalKey, func() { p.history.desk.restoreClaim(r.ID, r.Seq) })
		size := b.MinSize()
		b.Resize(size)
		b.Move(fyne.NewPos(p.width-detailMargin-size.Width, p.y-2))
		p.objects = append(p.objects, b)
		room -= size.Width + 8
	}
	p.y += p.text(rowName(r), detailMargin, room, 1, theme.CaptionTextSize(), colourInkSoft, false)
	if r.Title != "" && r.Entity != "documents" {
		p.y += p.text("“"+r.Title+"”", detailMargin, room, 4, theme.TextSize(), colourInk, false)
	}
	p.y += 10
	p.fields(r)
}

// rowName says what kind of thing a row is and where.
func rowName(r *store.HistoryRow) string {
	name := format.UpperFirst(r.Noun)
	if r.Document != "" && r.Entity != "documents" {
		name += " in " + r.Document
	}
	switch r.Verb {
	case store.VerbCreate:
		return name + ", new"
	case store.VerbDelete:
		return name + ", deleted"
	}
	return name
}

// fields draws the values before and after; of what is new or gone, the one side there is.
func (p *historyDetail) fields(r *store.HistoryRow) {
	x := float32(detailMargin + detailName)
	room := p.width - x - detailMargin
	caption := theme.CaptionTextSize()
	if r.Verb == store.VerbUpdate {
		room = (room - detailGap) / 2
		p.text("Before", x, room, 1, caption, colourInkSoft, false)
		p.y += p.text("After", x+room+detailGap, room, 1, caption, colourInkSoft, false) + 4
	}
	for _, f := range r.Fields {
		if value := f.Before + f.After; r.Verb != store.VerbUpdate && (value == r.Title || value == r.Document) && r.Entity != "documents" {
			continue // it stands above
		}
		height := p.text(f.Name, detailMargin, detailName-8, 1, caption, colourInkSoft, false)
		switch r.Verb {
		case store.VerbCreate:
			height = max(height, p.value(f.Name, f.After, x, room, colourInk))
		case store.VerbDelete:
			height = max(height, p.value(f.Name, f.Before, x, room, colourInk))
		default:
			height = max(height, p.value(f.Name, f.Before, x, room, colourInkSoft), p.value(f.Name, f.After, x+room+detailGap, room, colourInk))
		}
		p.y += height + 6
	}
}

// value draws a value, a label with its colour before it, and returns its height.
func (p *historyDetail) value(name, value string, x, room float32, ink fyne.ThemeColorName) float32 {
	if value == "" {
		return p.text("–", x, room, 1, theme.TextSize(), colourInkSoft, false)
	}
	for _, l := range p.history.desk.labels {
		if strings.HasSuffix(strings.ToLower(name), "label") && l.Name == value {
			light, dark := colours(l)
			swatch := canvas.NewRectangle(light)
			if theme.Color(colourPage) == palette[colourPage].dark {
				swatch.FillColor = dark
			}
			swatch.CornerRadius = 2
			swatch.Move(fyne.NewPos(x, p.y+4))
			swatch.Resize(fyne.NewSize(10, 10))
			p.objects = append(p.objects, swatch)
			x, room = x+16, room-16
		}
	}
	return p.text(value, x, room, detailLines, theme.TextSize(), ink, false)
}

// text draws a text in at most n lines and returns their height.
func (p *historyDetail) text(s string, x, room float32, n int, size float32, ink fyne.ThemeColorName, bold bool) float32 {
	style := fyne.TextStyle{Bold: bold}
	height := float32(0)
	for _, line := range fittedLines(s, room, n, size, style) {
		t := canvas.NewText(layout.Visual(line), theme.Color(ink))
		t.TextSize, t.TextStyle = size, style
		t.Move(fyne.NewPos(x, p.y+height))
		t.Resize(t.MinSize())
		p.objects = append(p.objects, t)
		height += size * 1.4
	}
	return height
}
