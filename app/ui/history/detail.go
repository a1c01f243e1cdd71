package history

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"factmark/app/format"
	"factmark/app/ui/dialogs"
	"factmark/store"
	"factmark/widgets/docview/layout"
)

// HistoryDetail shows one entry of the history: what it changed, before and after.
type HistoryDetail struct {
	history *Browser
	scroll  *container.Scroll
	width   float32

	Objects []fyne.CanvasObject
	y       float32 // where the next line goes
}

func newHistoryDetail(h *Browser, width float32) *HistoryDetail {
	return &HistoryDetail{history: h, scroll: container.NewVScroll(container.NewWithoutLayout()), width: width}
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
func (p *HistoryDetail) show(e *store.HistoryEntry) {
	p.Objects, p.y = nil, detailMargin
	if e != nil {
		p.draw(e)
	}
	p.scroll.Content = container.New(ofSize(fyne.NewSize(p.width, p.y+detailMargin)), p.Objects...)
	p.scroll.Offset = fyne.Position{}
	p.scroll.Refresh()
}

// ofSize is a layout that leaves everything where it is.
type ofSize fyne.Size

func (s ofSize) Layout([]fyne.CanvasObject, fyne.Size) {}
func (s ofSize) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size(s) }

func (p *HistoryDetail) draw(e *store.HistoryEntry) {
	room := p.width - 2*detailMargin
	p.y += p.text(deed(e), detailMargin, room, 2, theme.Size(theme.SizeNameSubHeadingText), dialogs.ColourInk, true)
	p.y += 2
	p.y += p.text(strings.Join(format.NonEmpty(format.NameLine(e.Person), e.Action.At.Local().Format("Monday, 2 January 2006, 15:04:05")), " · "),
		detailMargin, room, 1, theme.CaptionTextSize(), dialogs.ColourInkSoft, false)
	several := onlyClaim(e) == nil
	for i := range e.Rows[:min(len(e.Rows), detailRows)] {
		p.y += detailGap
		p.row(&e.Rows[i], several)
	}
	if more := e.Total - min(len(e.Rows), detailRows); more > 0 {
		p.y += detailGap
		p.y += p.text("The change has "+format.Plural(more, "more row")+".", detailMargin, room, 1, theme.CaptionTextSize(), dialogs.ColourInkSoft, false)
	}
}

// row draws one changed row; where the entry has several claims, each has a
// button of its own.
func (p *HistoryDetail) row(r *store.HistoryRow, several bool) {
	line := canvas.NewRectangle(theme.Color(theme.ColorNameSeparator))
	line.Move(fyne.NewPos(detailMargin, p.y))
	line.Resize(fyne.NewSize(p.width-2*detailMargin, 1))
	p.Objects = append(p.Objects, line)
	p.y += 10

	room := p.width - 2*detailMargin
	if several && r.Restorable {
		b := dialogs.NewKeyButton(restoreWord, p.history.host.ModalKey, func() { p.history.model.RestoreClaim(r.ID, r.Seq) })
		size := b.MinSize()
		b.Resize(size)
		b.Move(fyne.NewPos(p.width-detailMargin-size.Width, p.y-2))
		p.Objects = append(p.Objects, b)
		room -= size.Width + 8
	}
	p.y += p.text(rowName(r), detailMargin, room, 1, theme.CaptionTextSize(), dialogs.ColourInkSoft, false)
	if r.Title != "" && r.Entity != "documents" {
		p.y += p.text("“"+r.Title+"”", detailMargin, room, 4, theme.TextSize(), dialogs.ColourInk, false)
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
func (p *HistoryDetail) fields(r *store.HistoryRow) {
	x := float32(detailMargin + detailName)
	room := p.width - x - detailMargin
	caption := theme.CaptionTextSize()
	if r.Verb == store.VerbUpdate {
		room = (room - detailGap) / 2
		p.text("Before", x, room, 1, caption, dialogs.ColourInkSoft, false)
		p.y += p.text("After", x+room+detailGap, room, 1, caption, dialogs.ColourInkSoft, false) + 4
	}
	for _, f := range r.Fields {
		if value := f.Before + f.After; r.Verb != store.VerbUpdate && (value == r.Title || value == r.Document) && r.Entity != "documents" {
			continue // it stands above
		}
		height := p.text(f.Name, detailMargin, detailName-8, 1, caption, dialogs.ColourInkSoft, false)
		switch r.Verb {
		case store.VerbCreate:
			height = max(height, p.value(f.Name, f.After, x, room, dialogs.ColourInk))
		case store.VerbDelete:
			height = max(height, p.value(f.Name, f.Before, x, room, dialogs.ColourInk))
		default:
			height = max(height, p.value(f.Name, f.Before, x, room, dialogs.ColourInkSoft), p.value(f.Name, f.After, x+room+detailGap, room, dialogs.ColourInk))
		}
		p.y += height + 6
	}
}

// value draws a value, a label with its colour before it, and returns its height.
func (p *HistoryDetail) value(name, value string, x, room float32, ink fyne.ThemeColorName) float32 {
	if value == "" {
		return p.text("–", x, room, 1, theme.TextSize(), dialogs.ColourInkSoft, false)
	}
	for _, l := range p.history.model.Labels {
		if strings.HasSuffix(strings.ToLower(name), "label") && l.Name == value {
			light, dark := dialogs.Colours(l)
			swatch := canvas.NewRectangle(light)
			if theme.Color(dialogs.ColourPage) == dialogs.Palette[dialogs.ColourPage].Dark {
				swatch.FillColor = dark
			}
			swatch.CornerRadius = 2
			swatch.Move(fyne.NewPos(x, p.y+4))
			swatch.Resize(fyne.NewSize(10, 10))
			p.Objects = append(p.Objects, swatch)
			x, room = x+16, room-16
		}
	}
	return p.text(value, x, room, detailLines, theme.TextSize(), ink, false)
}

// text draws a text in at most n lines and returns their height.
func (p *HistoryDetail) text(s string, x, room float32, n int, size float32, ink fyne.ThemeColorName, bold bool) float32 {
	style := fyne.TextStyle{Bold: bold}
	height := float32(0)
	for _, line := range dialogs.FittedLines(s, room, n, size, style) {
		t := canvas.NewText(layout.Visual(line), theme.Color(ink))
		t.TextSize, t.TextStyle = size, style
		t.Move(fyne.NewPos(x, p.y+height))
		t.Resize(t.MinSize())
		p.Objects = append(p.Objects, t)
		height += size * 1.4
	}
	return height
}
