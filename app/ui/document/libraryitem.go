package document

import (
	"image/color"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"factmark/app/format"
	"factmark/app/locale"
	"factmark/app/ui/dialogs"
	"factmark/app/workspace"
	"factmark/store"
	"factmark/widgets/docview/layout"
	"factmark/widgets/fit"
)

// DocumentItem is a row of the library: a title in two lines, then what is
// known of the document and done with it.
type DocumentItem struct {
	widget.BaseWidget
	library  *Library
	row      int
	document store.Document
	summary  string
	look     itemLook
	held     fyne.KeyModifier // while the mouse button went down
}

// itemLook is what shows how a row stands in a choice of several.
type itemLook struct {
	selected, lead, open bool
	chosen               bool // on a ground of the colour of selections
}

var (
	_ fyne.Tappable          = (*DocumentItem)(nil)
	_ fyne.SecondaryTappable = (*DocumentItem)(nil)
	_ desktop.Mouseable      = (*DocumentItem)(nil)
)

func newDocumentItem(l *Library) *DocumentItem {
	i := &DocumentItem{library: l}
	i.ExtendBaseWidget(i)
	return i
}

func (i *DocumentItem) set(row int, doc store.Document) {
	l := i.library
	open := l.model.Document.ID == doc.ID
	look := itemLook{chosen: open}
	if s := &l.selection; s.on() {
		look = itemLook{selected: s.ids[doc.ID], lead: s.lead == doc.ID, open: open, chosen: s.ids[doc.ID]}
	}
	i.row = row
	if summary := l.Summary(doc); i.document != doc || i.summary != summary || i.look != look {
		i.document, i.summary, i.look = doc, summary, look
		i.Refresh()
	}
}

// AccessibilityLabel names the row for those who don't see it.
func (i *DocumentItem) AccessibilityLabel() string {
	said := i.document.Title + ", " + i.summary
	if i.look.selected {
		said = locale.T("{{.Document}}, selected", "Document", said)
	}
	return said
}

// Summary is what is said of a document, without its counts where not all claims may be seen.
func (l *Library) Summary(doc store.Document) string {
	counts := ""
	if !l.model.HidesCounts(doc.ID) {
		counts = claimsOf(doc)
	}
	added := ""
	if l.model.View.Sort == workspace.SortAdded {
		added = locale.T("added {{.When}}", "When", format.Ago(doc.AddedAt, time.Now()))
	}
	return strings.Join(format.NonEmpty(statedOf(doc), added, counts, format.NameLine(doc.Publisher), doc.Published, format.NameLine(doc.Tags)), " · ")
}

// statedOf is the status that the user gave a document.
func statedOf(doc store.Document) string {
	if doc.Stated == "" {
		return ""
	}
	return statusName(doc.Stated)
}

// claimsOf says how many claims a document has, and how many are to be labelled.
func claimsOf(doc store.Document) string {
	said := locale.T("No claims yet")
	switch {
	case doc.Claims == 0:
	case doc.Unlabelled == 0:
		said = locale.N("{{.N}} claims", doc.Claims)
	default:
		said = locale.N("{{.N}} claims, {{.Unlabelled}} to label", doc.Claims, "Unlabelled", format.Thousands(doc.Unlabelled))
	}
	if doc.Orphans > 0 {
		said += " · " + locale.N("{{.N}} unplaced", doc.Orphans)
	}
	return said
}

// MouseDown is part of desktop.Mouseable: a tap does not tell what is held.
func (i *DocumentItem) MouseDown(e *desktop.MouseEvent) { i.held = e.Modifier }

// MouseUp is part of desktop.Mouseable.
func (i *DocumentItem) MouseUp(*desktop.MouseEvent) {}

// Tapped opens the document or, with Ctrl or Shift, selects it besides; the row takes the tap from the list, so it hands it back.
func (i *DocumentItem) Tapped(*fyne.PointEvent) {
	l, held := i.library, i.held
	i.held = 0
	row := l.model.Listed.Row(i.document.ID)
	switch {
	case row < 0:
	case held&fyne.KeyModifierShift != 0:
		l.Focus(l.List)
		l.extend(row)
	case held&fyne.KeyModifierShortcutDefault != 0:
		l.Focus(l.List)
		l.toggle(row)
	default:
		l.List.Select(row)
		l.OnEnter()
	}
}

// TappedSecondary offers what else can be done with the document, or with all that are selected where it is one of them.
func (i *DocumentItem) TappedSecondary(e *fyne.PointEvent) {
	l := i.library
	if l.selection.ids[i.document.ID] {
		l.OnMenu(l.Selected(), e.AbsolutePosition)
		return
	}
	l.OnMenu([]store.Document{i.document}, e.AbsolutePosition)
}

// CreateRenderer is part of fyne.Widget.
func (i *DocumentItem) CreateRenderer() fyne.WidgetRenderer {
	r := &documentItemRenderer{item: i, ground: canvas.NewRectangle(color.Transparent), bar: canvas.NewRectangle(color.Transparent)}
	r.ground.CornerRadius, r.bar.CornerRadius = theme.SelectionRadiusSize(), 1.5
	for n := range r.title {
		r.title[n] = canvas.NewText("", color.Transparent)
	}
	r.summary = canvas.NewText("", color.Transparent)
	r.done = canvas.NewImageFromResource(theme.NewColoredResource(theme.ConfirmIcon(), theme.ColorNameSuccess))
	r.done.FillMode = canvas.ImageFillContain
	r.done.Resize(fyne.NewSquareSize(doneSize))
	return r
}

type documentItemRenderer struct {
	item    *DocumentItem
	ground  *canvas.Rectangle // of a selected row, framed where keys go on from it
	bar     *canvas.Rectangle // at the left of the row of the open document and of a selected one: a selection is told by more than its ground
	title   [2]*canvas.Text
	summary *canvas.Text
	done    *canvas.Image // a tick at the right, on a document that the user marked as done
}

// doneSize is the width and height of the tick, in pixels.
const doneSize = 18

// Refresh is part of fyne.WidgetRenderer.
func (r *documentItemRenderer) Refresh() {
	r.Layout(r.item.Size())
	canvas.Refresh(r.item)
}

// Layout is part of fyne.WidgetRenderer.
func (r *documentItemRenderer) Layout(size fyne.Size) {
	r.ground.Resize(size)
	r.bar.Resize(fyne.NewSize(3, size.Height-8))
	r.bar.Move(fyne.NewPos(0, 4))
	r.ground.FillColor, r.ground.StrokeWidth, r.bar.FillColor = color.Transparent, 0, color.Transparent
	if look := r.item.look; look.selected || look.lead {
		if look.selected {
			r.ground.FillColor = theme.Color(theme.ColorNameSelection)
		}
		if look.lead {
			r.ground.StrokeWidth, r.ground.StrokeColor = 1, theme.Color(theme.ColorNamePrimary)
		}
	}
	if r.item.look.open || r.item.look.chosen {
		r.bar.FillColor = theme.Color(theme.ColorNamePrimary)
	}
	room := size.Width - 2*dialogs.ItemPad
	beside := room
	if r.done.Hidden = r.item.document.Stated != store.DocumentDone; !r.done.Hidden {
		beside -= doneSize + theme.Padding()
		r.done.Move(fyne.NewPos(size.Width-dialogs.ItemPad-doneSize, dialogs.ItemPad))
	}
	title := linesOf(format.NameLine(r.item.document.Title), beside, len(r.title), theme.TextSize())
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
	if r.item.look.chosen { // softer ink could not be read there
		r.summary.Color = theme.Color(theme.ColorNameForeground)
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
	return []fyne.CanvasObject{r.ground, r.bar, r.title[0], r.title[1], r.summary, r.done}
}

// Destroy is part of fyne.WidgetRenderer.
func (r *documentItemRenderer) Destroy() {}
