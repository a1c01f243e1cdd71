package history

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"factmark/app/format"
	"factmark/app/locale"
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

func newHistoryDetail(b *Browser, width float32) *HistoryDetail {
	return &HistoryDetail{history: b, scroll: container.NewVScroll(container.NewWithoutLayout()), width: width}
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
func (d *HistoryDetail) show(e *store.HistoryEntry) {
	d.Objects, d.y = nil, detailMargin
	if e != nil {
		d.draw(e)
	}
	d.scroll.Content = container.New(ofSize(fyne.NewSize(d.width, d.y+detailMargin)), d.Objects...)
	d.scroll.Offset = fyne.Position{}
	d.scroll.Refresh()
}

// ofSize is a layout that leaves everything where it is.
type ofSize fyne.Size

// Layout is part of fyne.Layout.
func (s ofSize) Layout([]fyne.CanvasObject, fyne.Size) {}

// MinSize is part of fyne.Layout.
func (s ofSize) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size(s) }

func (d *HistoryDetail) draw(e *store.HistoryEntry) {
	room := d.width - 2*detailMargin
	d.y += d.text(actionText(e), detailMargin, room, 2, theme.Size(theme.SizeNameSubHeadingText), dialogs.ColourInk, true)
	d.y += 2
	d.y += d.text(strings.Join(format.NonEmpty(format.NameLine(e.Person), format.WeekdayAndDate(e.Action.At)+", "+format.ClockWithSeconds(e.Action.At)), " · "),
		detailMargin, room, 1, theme.CaptionTextSize(), dialogs.ColourInkSoft, false)
	several := onlyClaim(e) == nil
	for i := range e.Rows[:min(len(e.Rows), detailRows)] {
		d.y += detailGap
		d.row(&e.Rows[i], several)
	}
	if more := e.Total - min(len(e.Rows), detailRows); more > 0 {
		d.y += detailGap
		d.y += d.text(locale.N("{{.N}} more items were changed.", more), detailMargin, room, 1, theme.CaptionTextSize(), dialogs.ColourInkSoft, false)
	}
}

// row draws one changed row; where the entry has several claims, each has a
// button of its own.
func (d *HistoryDetail) row(r *store.HistoryRow, several bool) {
	line := canvas.NewRectangle(theme.Color(theme.ColorNameSeparator))
	line.Move(fyne.NewPos(detailMargin, d.y))
	line.Resize(fyne.NewSize(d.width-2*detailMargin, 1))
	d.Objects = append(d.Objects, line)
	d.y += 10

	room := d.width - 2*detailMargin
	if several && r.Restorable {
		b := dialogs.NewKeyButton(locale.T(restoreWord), d.history.host.ModalKey, func() { d.history.model.RestoreClaim(r.ID, r.Seq) })
		size := b.MinSize()
		b.Resize(size)
		b.Move(fyne.NewPos(d.width-detailMargin-size.Width, d.y-2))
		d.Objects = append(d.Objects, b)
		room -= size.Width + 8
	}
	d.y += d.text(rowName(r), detailMargin, room, 1, theme.CaptionTextSize(), dialogs.ColourInkSoft, false)
	if r.Title != "" && r.Entity != "documents" {
		d.y += d.text("“"+r.Title+"”", detailMargin, room, 4, theme.TextSize(), dialogs.ColourInk, false)
	}
	d.y += 10
	d.fields(r)
}

// rowName says what kind of thing a row is and where.
func rowName(r *store.HistoryRow) string {
	name := locale.T(format.UpperFirst(r.Noun))
	if r.Document != "" && r.Entity != "documents" {
		name = locale.T("{{.Thing}} in {{.Document}}", "Thing", name, "Document", r.Document)
	}
	switch r.Verb {
	case store.VerbCreate:
		return locale.T("{{.Thing}}, new", "Thing", name)
	case store.VerbDelete:
		return locale.T("{{.Thing}}, deleted", "Thing", name)
	}
	return name
}

// fields draws the values before and after; of what is new or gone, the one side there is.
func (d *HistoryDetail) fields(r *store.HistoryRow) {
	x := float32(detailMargin + detailName)
	room := d.width - x - detailMargin
	caption := theme.CaptionTextSize()
	if r.Verb == store.VerbUpdate {
		room = (room - detailGap) / 2
		d.text(locale.T("Before"), x, room, 1, caption, dialogs.ColourInkSoft, false)
		d.y += d.text(locale.T("After"), x+room+detailGap, room, 1, caption, dialogs.ColourInkSoft, false) + 4
	}
	for _, f := range r.Fields {
		if value := f.Before + f.After; r.Verb != store.VerbUpdate && (value == r.Title || value == r.Document) && r.Entity != "documents" {
			continue // it stands above
		}
		height := d.text(locale.T(f.Name), detailMargin, detailName-8, 1, caption, dialogs.ColourInkSoft, false)
		switch r.Verb {
		case store.VerbCreate:
			height = max(height, d.value(f.Name, f.After, x, room, dialogs.ColourInk))
		case store.VerbDelete:
			height = max(height, d.value(f.Name, f.Before, x, room, dialogs.ColourInk))
		default:
			height = max(height, d.value(f.Name, f.Before, x, room, dialogs.ColourInkSoft), d.value(f.Name, f.After, x+room+detailGap, room, dialogs.ColourInk))
		}
		d.y += height + 6
	}
}

// value draws a value, a label with its colour before it, and returns its height.
func (d *HistoryDetail) value(name, value string, x, room float32, ink fyne.ThemeColorName) float32 {
	if at, err := time.Parse(time.RFC3339Nano, value); err == nil && (name == "Began" || name == "Ended") {
		value = format.LongDate(at) + ", " + format.ClockWithSeconds(at)
	}
	if value == "" {
		return d.text("–", x, room, 1, theme.TextSize(), dialogs.ColourInkSoft, false)
	}
	for _, l := range d.history.model.Labels {
		if strings.HasSuffix(strings.ToLower(name), "label") && l.Name == value {
			light, dark := dialogs.Colours(l)
			swatch := canvas.NewRectangle(light)
			if theme.Color(dialogs.ColourPage) == dialogs.Palette[dialogs.ColourPage].Dark {
				swatch.FillColor = dark
			}
			swatch.CornerRadius = 2
			swatch.Move(fyne.NewPos(x, d.y+4))
			swatch.Resize(fyne.NewSize(10, 10))
			d.Objects = append(d.Objects, swatch)
			x, room = x+16, room-16
		}
	}
	return d.text(value, x, room, detailLines, theme.TextSize(), ink, false)
}

// text draws a text in at most n lines and returns their height.
func (d *HistoryDetail) text(s string, x, room float32, n int, size float32, ink fyne.ThemeColorName, bold bool) float32 {
	style := fyne.TextStyle{Bold: bold}
	height := float32(0)
	for _, line := range dialogs.FittedLines(s, room, n, size, style) {
		t := canvas.NewText(layout.Visual(line), theme.Color(ink))
		t.TextSize, t.TextStyle = size, style
		t.Move(fyne.NewPos(x, d.y+height))
		t.Resize(t.MinSize())
		d.Objects = append(d.Objects, t)
		height += size * 1.4
	}
	return height
}
