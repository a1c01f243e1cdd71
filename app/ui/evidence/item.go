package evidence

import (
	"image/color"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"factmark/app/format"
	"factmark/app/locale"
	"factmark/app/ui/dialogs"
	"factmark/app/workspace"
	"factmark/store"
	"factmark/widgets/contrast"
	"factmark/widgets/docview/layout"
)

// item is what a row shows of a piece of evidence: its stance and where it is from, the quote in two lines, and in small type
// what else is known of it.
type item struct {
	widget.BaseWidget
	sign, stance, source string
	light, dark          color.NRGBA
	quote, note          string
	known                string
}

// newItem makes what is shown of evidence; set names the set that it shares with others, or is "".
func newItem(model *workspace.Workspace, e store.Evidence, set string, now time.Time) *item {
	i := &item{sign: dialogs.StanceSign(e.Stance), stance: dialogs.StanceName(e.Stance), source: dialogs.SourceOf(model, e), quote: format.OneLine(e.Quote), note: format.NameLine(e.Note)}
	i.light, i.dark = dialogs.StanceColours(e.Stance)
	if i.quote != "" {
		i.quote = "“" + i.quote + "”"
	} else {
		i.quote = format.NameLine(e.URL)
	}
	place := model.LocateEvidence(e)
	switch {
	case e.DocumentID == "" && e.Published != "":
		place = e.Published
	case e.DocumentID != "" && !e.Placed():
		place = locale.T("not in the present text")
	}
	i.known = strings.Join(format.NonEmpty(format.NameLine(place), set, i.shared(model, e), format.NameLine(e.Person), format.Ago(e.CreatedAt, now)), " · ")
	i.ExtendBaseWidget(i)
	return i
}

// shared says that evidence belongs to a claim that is linked with the one in hand.
func (i *item) shared(model *workspace.Workspace, e store.Evidence) string {
	if e.ClaimID == model.Hand.ID {
		return ""
	}
	return locale.T("of a linked claim")
}

// said is all of it, for those who don't see it.
func (i *item) said() string {
	return strings.Join(format.NonEmpty(i.stance, i.source, i.quote, i.note, i.known), ". ")
}

// The sizes of an item in pixels.
const (
	badge     = 18
	headLine  = 20
	quoteLine = 18
	smallLine = 16
)

// CreateRenderer is part of fyne.Widget.
func (i *item) CreateRenderer() fyne.WidgetRenderer {
	r := &itemRenderer{item: i, square: canvas.NewRectangle(color.Transparent)}
	r.square.CornerRadius = 4
	for n := range r.texts {
		r.texts[n] = canvas.NewText("", color.Transparent)
	}
	return r
}

// The texts of an item.
const (
	textSign = iota
	textStance
	textSource
	textQuote1
	textQuote2
	textNote
	textKnown
	texts
)

type itemRenderer struct {
	item   *item
	square *canvas.Rectangle
	texts  [texts]*canvas.Text
}

// lines are the quote in at most two lines of a width.
func (r *itemRenderer) lines(width float32) []string {
	return dialogs.FittedLines(r.item.quote, width, 2, theme.TextSize(), fyne.TextStyle{})
}

// Layout is part of fyne.WidgetRenderer.
func (r *itemRenderer) Layout(size fyne.Size) {
	i := r.item
	own := i.light
	if dialogs.LightInk() {
		own = i.dark
	}
	r.square.FillColor = own
	r.square.Resize(fyne.NewSquareSize(badge))
	r.square.Move(fyne.NewPos(0, 1))
	ink, soft := theme.Color(theme.ColorNameForeground), theme.Color(theme.ColorNamePlaceHolder)
	put := func(n int, s string, size float32, bold bool, c color.Color, x, y, width float32, align fyne.TextAlign) float32 {
		t := r.texts[n]
		t.TextSize, t.TextStyle.Bold, t.Color, t.Alignment = size, bold, c, align
		t.Text = ""
		if lines := dialogs.FittedLines(s, width, 1, size, t.TextStyle); len(lines) > 0 {
			t.Text = layout.Visual(lines[0])
		}
		t.Move(fyne.NewPos(x, y))
		t.Resize(fyne.NewSize(width, t.MinSize().Height))
		return t.MinSize().Width
	}
	onOwn := color.Color(color.White)
	if contrast.Ratio(color.NRGBA{A: 0xFF}, own) > contrast.Ratio(color.NRGBA{0xFF, 0xFF, 0xFF, 0xFF}, own) {
		onOwn = color.Black
	}
	text, small := theme.TextSize(), theme.CaptionTextSize()
	put(textSign, i.sign, text, true, onOwn, 0, 1, badge, fyne.TextAlignCenter)
	x := float32(badge + 6)
	wide := put(textStance, i.stance, text, true, ink, x, 0, max(0, size.Width-x), fyne.TextAlignLeading)
	x += wide + 8
	put(textSource, i.source, small, false, soft, x, 1, max(0, size.Width-x), fyne.TextAlignTrailing)
	y := float32(headLine + 2)
	lines := append(r.lines(size.Width), "", "")
	for n := range 2 {
		put(textQuote1+n, lines[n], text, false, ink, 0, y, size.Width, fyne.TextAlignLeading)
		if lines[n] != "" {
			y += quoteLine
		}
	}
	put(textNote, i.note, text, false, soft, 0, y, size.Width, fyne.TextAlignLeading)
	if i.note != "" {
		y += quoteLine
	}
	put(textKnown, i.known, small, false, soft, 0, y+1, size.Width, fyne.TextAlignLeading)
}

// MinSize is part of fyne.WidgetRenderer: the height follows from the present width.
func (r *itemRenderer) MinSize() fyne.Size {
	n := max(1, len(r.lines(max(100, r.item.Size().Width))))
	if r.item.note != "" {
		n++
	}
	return fyne.NewSize(0, headLine+2+float32(n)*quoteLine+smallLine+2)
}

// Refresh is part of fyne.WidgetRenderer.
func (r *itemRenderer) Refresh() {
	r.Layout(r.item.Size())
	canvas.Refresh(r.item)
}

// Objects is part of fyne.WidgetRenderer.
func (r *itemRenderer) Objects() []fyne.CanvasObject {
	objects := []fyne.CanvasObject{r.square}
	for _, t := range r.texts {
		objects = append(objects, t)
	}
	return objects
}

// Destroy is part of fyne.WidgetRenderer.
func (r *itemRenderer) Destroy() {}
