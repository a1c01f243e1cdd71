package search

import (
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"factmark/app/format"
	"factmark/app/locale"
	"factmark/app/search"
	"factmark/app/ui/dialogs"
	"factmark/widgets/docview/layout"
)

// Item is a row of the list: where something was found, and in two lines what, with the words that were looked for on a ground
// of their own and underlined.
type Item struct {
	widget.BaseWidget
	pane *Pane
	at   int
	row  row
	head string
	mark string // the letter of a claim's label, the sign of evidence
}

func newItem(p *Pane) *Item {
	i := &Item{pane: p}
	i.ExtendBaseWidget(i)
	return i
}

// Tapped chooses the row and opens it.
func (i *Item) Tapped(*fyne.PointEvent) {
	i.pane.List.Select(i.at)
	i.pane.openChosen(false)
}

// AccessibilityLabel names the row for those who don't see it.
func (i *Item) AccessibilityLabel() string {
	if i.row.more > 0 {
		return moreWords(i.row)
	}
	return strings.Join(format.NonEmpty(i.head, i.row.hit.Snippet.Text), ": ")
}

func (i *Item) set(at int, r row) {
	i.at, i.row = at, r
	i.head, i.mark = i.pane.headOf(r.hit)
	i.Refresh()
}

func moreWords(r row) string { return locale.N("{{.N}} more results in this document", r.more) }

// headOf says where a hit was found, and by which letter or sign it is known.
func (p *Pane) headOf(h search.Hit) (head, mark string) {
	switch h.Kind {
	case search.InClaim:
		return strings.Join(format.NonEmpty(locale.T("Claim"), p.labelName(h.Claim.LabelID), format.NameLine(h.Document)), " · "), dialogs.Badge(p.model.LabelOf(h.Claim.LabelID))
	case search.InNote:
		return strings.Join(format.NonEmpty(locale.T("Note"), p.labelName(h.Claim.LabelID), format.NameLine(h.Document)), " · "), dialogs.Badge(p.model.LabelOf(h.Claim.LabelID))
	case search.InEvidence:
		where := format.NameLine(h.Document)
		if h.DocumentID == "" {
			where = locale.T("Outside source")
		}
		return strings.Join(format.NonEmpty(locale.T("Evidence"), dialogs.StanceName(h.Evidence.Stance), where), " · "), dialogs.StanceSign(h.Evidence.Stance)
	}
	return format.NameLine(h.Document), ""
}

func (p *Pane) labelName(id string) string {
	if id == "" {
		return ""
	}
	return format.NameLine(p.model.LabelOf(id).Name)
}

// CreateRenderer is part of fyne.Widget.
func (i *Item) CreateRenderer() fyne.WidgetRenderer { return &itemRenderer{item: i} }

const (
	itemHeight = 2*dialogs.ItemPad + dialogs.ItemLine + 2*dialogs.ItemSummary
	leadIn     = 24 // code points before what was found, so that it stands in the first line of a narrow pane
)

type itemRenderer struct {
	item    *Item
	objects []fyne.CanvasObject
}

// Refresh is part of fyne.WidgetRenderer.
func (r *itemRenderer) Refresh() {
	r.Layout(r.item.Size())
	canvas.Refresh(r.item)
}

func (r *itemRenderer) text(s string, x, y, size float32, ink color.Color, bold bool) {
	t := canvas.NewText(s, ink)
	t.TextSize, t.TextStyle.Bold = size, bold
	t.Move(fyne.NewPos(x, y))
	r.objects = append(r.objects, t)
}

// Layout is part of fyne.WidgetRenderer.
func (r *itemRenderer) Layout(size fyne.Size) {
	r.objects = nil
	i, caption := r.item, theme.CaptionTextSize()
	ink, soft := theme.Color(theme.ColorNameForeground), theme.Color(theme.ColorNamePlaceHolder)
	x, y, room := float32(dialogs.ItemPad), float32(dialogs.ItemPad), size.Width-2*dialogs.ItemPad
	if i.row.more > 0 {
		r.text(moreWords(i.row), x, y+dialogs.ItemLine, caption, theme.Color(theme.ColorNamePrimary), false)
		return
	}
	if i.mark != "" {
		r.mark(i, x, y)
		x, room = x+22, room-22
	}
	hit := i.row.hit
	bold := hit.Kind == search.InDocument && i.row.first
	headSize := theme.TextSize()
	if !bold {
		headSize = caption
	}
	titled := hit.Field == search.FieldTitle
	if date := hit.Published; date != "" && !titled {
		width := fyne.MeasureText(date, caption, fyne.TextStyle{}).Width
		if width < room/3 {
			r.text(date, size.Width-dialogs.ItemPad-width, y+1, caption, soft, false)
			room -= width + dialogs.ItemPad
		}
	}
	if titled {
		r.lines(hit.Snippet, dialogs.ItemPad, y, size.Width-2*dialogs.ItemPad, 2, theme.TextSize(), dialogs.ItemLine, ink, true)
		r.text(strings.Join(format.NonEmpty(locale.T("Title"), hit.Published), " · "), dialogs.ItemPad, size.Height-dialogs.ItemPad-dialogs.ItemSummary, caption, soft, false)
		return
	}
	if lines := dialogs.FittedLines(i.head, room, 1, headSize, fyne.TextStyle{Bold: bold}); len(lines) > 0 {
		r.text(layout.Visual(lines[0]), x, y, headSize, ink, bold)
	}
	r.lines(led(hit.Snippet), dialogs.ItemPad, y+dialogs.ItemLine, size.Width-2*dialogs.ItemPad, 2, caption, dialogs.ItemSummary, ink, false)
}

// mark draws the letter of a label in a square of its colour, or the sign of evidence.
func (r *itemRenderer) mark(i *Item, x, y float32) {
	square := canvas.NewRectangle(theme.Color(theme.ColorNameButton))
	square.CornerRadius = 3
	letterInk := theme.Color(theme.ColorNameForeground)
	square.StrokeColor, square.StrokeWidth = theme.Color(theme.ColorNamePlaceHolder), 1
	if i.row.hit.Kind != search.InEvidence && i.row.hit.Claim.LabelID != "" {
		light, dark := dialogs.Colours(i.pane.model.LabelOf(i.row.hit.Claim.LabelID))
		square.StrokeColor = light
		if dialogs.LightInk() {
			square.StrokeColor = dark
		}
		square.StrokeWidth = 2
	}
	square.Move(fyne.NewPos(x, y))
	square.Resize(fyne.NewSquareSize(17))
	r.objects = append(r.objects, square)
	width := fyne.MeasureText(i.mark, 11, fyne.TextStyle{Bold: true}).Width
	r.text(i.mark, x+(17-width)/2, y+1, 11, letterInk, true)
}

// lines draws a snippet in at most n lines, with a ground and a line under what was found.
func (r *itemRenderer) lines(s search.Snippet, x, y, width float32, n int, size, height float32, ink color.Color, bold bool) {
	style := fyne.TextStyle{Bold: bold}
	measure := func(text string) float32 { return fyne.MeasureText(text, size, style).Width }
	runes := []rune(format.Visible(s.Text))
	if len(runes) != len([]rune(s.Text)) { // marks would be off
		s.Marks = nil
	}
	at := 0 // code points before the line
	for _, line := range dialogs.FittedLines(string(runes), width, n, size, style) {
		for at < len(runes) && runes[at] == ' ' {
			at++
		}
		shown := []rune(strings.TrimSuffix(line, "…"))
		if at+len([]rune(line)) <= len(runes) && string(runes[at:at+len([]rune(line))]) == line {
			shown = []rune(line) // the text's own ellipsis
		}
		visual := layout.Visual(line)
		for _, m := range s.Marks {
			from, to := max(m.Start-at, 0), min(m.End-at, len(shown))
			if from >= to {
				continue
			}
			piece := layout.Visual(string(shown[from:to]))
			begin := len(string(shown[:from]))
			if visual != line { // written from the right
				if begin = strings.Index(visual, piece); begin < 0 {
					continue
				}
			}
			left := measure(visual[:min(begin, len(visual))])
			r.found(x+left, y, measure(visual[:min(begin+len(piece), len(visual))])-left, height)
		}
		r.text(visual, x, y, size, ink, bold)
		at += len(shown)
		y += height
	}
}

// found marks words that were found.
func (r *itemRenderer) found(x, y, width, height float32) {
	ground := canvas.NewRectangle(theme.Color(dialogs.ColourFound))
	ground.CornerRadius = 2
	ground.Move(fyne.NewPos(x-1, y))
	ground.Resize(fyne.NewSize(width+2, height-1))
	line := canvas.NewRectangle(theme.Color(dialogs.ColourFoundLine))
	line.Move(fyne.NewPos(x, y+height-2))
	line.Resize(fyne.NewSize(width, 1.5))
	r.objects = append(r.objects, ground, line)
}

// led is a snippet that begins not long before what was found.
func led(s search.Snippet) search.Snippet {
	if len(s.Marks) == 0 || s.Marks[0].Start <= leadIn+8 {
		return s
	}
	runes := []rune(s.Text)
	from := s.Marks[0].Start - leadIn
	for from < s.Marks[0].Start && runes[from-1] != ' ' && !search.Spaceless(runes[from]) {
		from++
	}
	cut := search.Snippet{Text: "…" + string(runes[from:])}
	for _, m := range s.Marks {
		cut.Marks = append(cut.Marks, search.Span{Start: m.Start - from + 1, End: m.End - from + 1})
	}
	return cut
}

// MinSize is part of fyne.WidgetRenderer.
func (r *itemRenderer) MinSize() fyne.Size { return fyne.NewSize(0, itemHeight) }

// Objects is part of fyne.WidgetRenderer.
func (r *itemRenderer) Objects() []fyne.CanvasObject { return r.objects }

// Destroy is part of fyne.WidgetRenderer.
func (r *itemRenderer) Destroy() {}
