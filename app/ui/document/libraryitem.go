package document

import (
	"fmt"
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"factmark/app/format"
	"factmark/app/ui/dialogs"
	"factmark/store"
	"factmark/widgets/docview/layout"
	"factmark/widgets/fit"
)

// DocumentItem is a row of the library: a title in two lines, then what is
// known of the document and done with it.
type DocumentItem struct {
	widget.BaseWidget
	library  *Library
	document store.Document
	summary  string
}

var (
	_ fyne.Tappable          = (*DocumentItem)(nil)
	_ fyne.SecondaryTappable = (*DocumentItem)(nil)
)

func newDocumentItem(l *Library) *DocumentItem {
	i := &DocumentItem{library: l}
	i.ExtendBaseWidget(i)
	return i
}

func (i *DocumentItem) set(doc store.Document) {
	if summary := i.library.Summary(doc); i.document != doc || i.summary != summary {
		i.document, i.summary = doc, summary
		i.Refresh()
	}
}

// AccessibilityLabel names the row for those who don't see it.
func (i *DocumentItem) AccessibilityLabel() string {
	return i.document.Title + ", " + i.summary
}

// Summary is what is said of a document, without its counts where not all claims may be seen.
func (l *Library) Summary(doc store.Document) string {
	if model := l.model; model.Visibility != nil && (model.Reviewing || model.Hidden.Touched[doc.ID]) {
		return strings.Join(format.NonEmpty(format.NameLine(doc.Publisher), doc.Published), " · ")
	}
	return DocumentSummary(doc)
}

// DocumentSummary says in a line how many claims a document has and how many are to be labelled, who published it and when.
func DocumentSummary(doc store.Document) string {
	var parts []string
	switch {
	case doc.Claims == 0:
		parts = append(parts, "No claims yet")
	case doc.Unlabelled == 0:
		parts = append(parts, format.Plural(doc.Claims, "claim"))
	default:
		parts = append(parts, fmt.Sprintf("%s, %s to label", format.Plural(doc.Claims, "claim"), format.Thousands(doc.Unlabelled)))
	}
	if doc.Orphans > 0 {
		parts = append(parts, format.Thousands(doc.Orphans)+" without a place")
	}
	return strings.Join(append(parts, format.NonEmpty(format.NameLine(doc.Publisher), doc.Published)...), " · ")
}

// Tapped opens the document; the row takes the tap from the list, so it hands it back.
func (i *DocumentItem) Tapped(*fyne.PointEvent) {
	for at, doc := range i.library.Shown {
		if doc.ID == i.document.ID {
			i.library.List.Select(at)
			i.library.OnEnter()
			return
		}
	}
}

// TappedSecondary offers what else can be done with the document.
func (i *DocumentItem) TappedSecondary(e *fyne.PointEvent) {
	i.library.OnMenu(i.document, e.AbsolutePosition)
}

// CreateRenderer is part of fyne.Widget.
func (i *DocumentItem) CreateRenderer() fyne.WidgetRenderer {
	r := &documentItemRenderer{item: i}
	for n := range r.title {
		r.title[n] = canvas.NewText("", color.Transparent)
	}
	r.summary = canvas.NewText("", color.Transparent)
	return r
}

type documentItemRenderer struct {
	item    *DocumentItem
	title   [2]*canvas.Text
	summary *canvas.Text
}

// Refresh is part of fyne.WidgetRenderer.
func (r *documentItemRenderer) Refresh() {
	r.Layout(r.item.Size())
	canvas.Refresh(r.item)
}

// Layout is part of fyne.WidgetRenderer.
func (r *documentItemRenderer) Layout(size fyne.Size) {
	room := size.Width - 2*dialogs.ItemPad
	title := linesOf(format.NameLine(r.item.document.Title), room, len(r.title), theme.TextSize())
	y := float32(dialogs.ItemPad)
	for n, text := range r.title {
		text.Text, text.TextSize, text.Color = "", theme.TextSize(), theme.Color(theme.ColorNameForeground)
		if n < len(title) {
			text.Text = layout.Visual(title[n])
			text.Move(fyne.NewPos(dialogs.ItemPad, y))
			y += dialogs.ItemLine
		}
	}
	r.summary.Text, r.summary.TextSize, r.summary.Color = "", theme.CaptionTextSize(), theme.Color(theme.ColorNamePlaceHolder)
	if lines := linesOf(r.item.summary, room, 1, theme.CaptionTextSize()); len(lines) > 0 {
		r.summary.Text = layout.Visual(lines[0])
	}
	r.summary.Move(fyne.NewPos(dialogs.ItemPad, y+1))
}

func linesOf(text string, width float32, n int, size float32) []string {
	return fit.Lines(text, width, n, func(s string) float32 { return fyne.MeasureText(s, size, fyne.TextStyle{}).Width })
}

// MinSize is part of fyne.WidgetRenderer.
func (r *documentItemRenderer) MinSize() fyne.Size {
	return fyne.NewSize(0, 2*dialogs.ItemPad+2*dialogs.ItemLine+dialogs.ItemSummary)
}

// Objects is part of fyne.WidgetRenderer.
func (r *documentItemRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.title[0], r.title[1], r.summary}
}

// Destroy is part of fyne.WidgetRenderer.
func (r *documentItemRenderer) Destroy() {}
