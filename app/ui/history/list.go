package history

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
	"factmark/widgets/docview/layout"
)

// newHistoryList is the list of entries.
func newHistoryList(b *Browser) *dialogs.RowList {
	l := dialogs.NewRowList(func() int { return len(b.Entries) }, func() fyne.CanvasObject { return NewHistoryItem() }, func(i int, o fyne.CanvasObject) {
		o.(*historyItem).Set(i, &b.Entries[i], time.Now())
		if i >= len(b.Entries)-HistoryPage/10 && b.Next != 0 && !b.Reading && !b.halted {
			b.model.Back.Later(0, b.more) // not while the list is being drawn
		}
	}, b.choose, b.host.ModalKey)
	l.HideSeparators = true
	return l
}

// historyItem is a row of the list: what was done and when, to what, by whom.
type historyItem struct {
	widget.BaseWidget
	at   int
	Text [4]string // what, when, to what, by whom
}

// NewHistoryItem makes an empty row.
func NewHistoryItem() *historyItem {
	i := &historyItem{}
	i.ExtendBaseWidget(i)
	return i
}

// Set fills the row with the entry at an index of the list; now is what “today” and “yesterday” are reckoned from.
func (i *historyItem) Set(at int, e *store.HistoryEntry, now time.Time) {
	text := [4]string{actionText(e), format.Moment(e.Action.At, now), subjectText(e), strings.Join(format.NonEmpty(format.NameLine(e.Person), format.NameLine(documentOf(e))), " · ")}
	if i.at != at || i.Text != text {
		i.at, i.Text = at, text
		i.Refresh()
	}
}

// AccessibilityLabel names the row for those who don't see it.
func (i *historyItem) AccessibilityLabel() string { return strings.Join(i.Text[:], ", ") }

// actionText says what was done.
func actionText(e *store.HistoryEntry) string {
	switch e.Kind {
	case store.ChangeUndo:
		return locale.T("Undone: {{.Action}}", "Action", format.LowerFirst(actionName(e)))
	case store.ChangeRedo:
		return locale.T("Redone: {{.Action}}", "Action", format.LowerFirst(actionName(e)))
	}
	return actionName(e)
}

// actionName is what an action is called.
func actionName(e *store.HistoryEntry) string {
	if e.Action.Name == "Sign in" { // as the store calls it, whatever was changed
		return locale.T("Name changed")
	}
	return workspace.ActionName(e.Action.Name)
}

// mainRow is the row that an entry is about: a claim rather than its evidence,
// a document rather than what lay in it.
func mainRow(e *store.HistoryEntry) *store.HistoryRow {
	main := &e.Rows[0]
	for i := range e.Rows {
		r := &e.Rows[i]
		if r.Entity == "documents" || r.Entity == "claims" && main.Entity != "claims" {
			main = r
		}
		if r.Entity == "documents" {
			break
		}
	}
	return main
}

// subjectText says to what it was done.
func subjectText(e *store.HistoryEntry) string {
	main := mainRow(e)
	title := main.Title
	if title != "" {
		title = "“" + format.NameLine(title) + "”"
	}
	if others := othersLike(main, e); others > 0 {
		return locale.N("{{.First}} and {{.N}} more", others, "First", format.Shorten(title, 40))
	}
	return title
}

// othersLike counts the other rows of an entry that are of the same kind.
func othersLike(main *store.HistoryRow, e *store.HistoryEntry) int {
	if e.More {
		return e.Total - 1
	}
	count := -1
	for i := range e.Rows {
		if e.Rows[i].Entity == main.Entity {
			count++
		}
	}
	return count
}

// documentOf names the document that it was done in.
func documentOf(e *store.HistoryEntry) string {
	if r := mainRow(e); r.Entity != "documents" {
		return r.Document
	}
	return ""
}

// CreateRenderer is part of fyne.Widget.
func (i *historyItem) CreateRenderer() fyne.WidgetRenderer {
	r := &historyItemRenderer{item: i}
	for n := range r.text {
		r.text[n] = canvas.NewText("", color.Transparent)
	}
	return r
}

// Places in a row, in pixels.
const historyItemHeight = 2*dialogs.ItemPad + dialogs.ItemLine + 2*dialogs.ItemSummary + 2

type historyItemRenderer struct {
	item *historyItem
	text [4]*canvas.Text
}

// Refresh is part of fyne.WidgetRenderer.
func (r *historyItemRenderer) Refresh() {
	r.Layout(r.item.Size())
	canvas.Refresh(r.item)
}

// Layout is part of fyne.WidgetRenderer.
func (r *historyItemRenderer) Layout(size fyne.Size) {
	caption := theme.CaptionTextSize()
	when := fyne.MeasureText(r.item.Text[1], caption, fyne.TextStyle{}).Width
	room := size.Width - 2*dialogs.ItemPad
	for n, place := range []struct {
		x, y, width, size float32
		ink               fyne.ThemeColorName
	}{
		{dialogs.ItemPad, dialogs.ItemPad, room - when - dialogs.ItemPad, theme.TextSize(), theme.ColorNameForeground},
		{size.Width - dialogs.ItemPad - when, dialogs.ItemPad + 1, when + 1, caption, theme.ColorNamePlaceHolder},
		{dialogs.ItemPad, dialogs.ItemPad + dialogs.ItemLine, room, caption, theme.ColorNameForeground},
		{dialogs.ItemPad, dialogs.ItemPad + dialogs.ItemLine + dialogs.ItemSummary, room, caption, theme.ColorNamePlaceHolder},
	} {
		t := r.text[n]
		t.Text, t.TextSize, t.Color = "", place.size, theme.Color(place.ink)
		t.TextStyle.Bold = n == 0
		if lines := dialogs.FittedLines(r.item.Text[n], place.width, 1, place.size, t.TextStyle); len(lines) > 0 {
			t.Text = layout.Visual(lines[0])
		}
		t.Move(fyne.NewPos(place.x, place.y))
	}
}

// MinSize is part of fyne.WidgetRenderer.
func (r *historyItemRenderer) MinSize() fyne.Size { return fyne.NewSize(0, historyItemHeight) }

// Objects is part of fyne.WidgetRenderer.
func (r *historyItemRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.text[0], r.text[1], r.text[2], r.text[3]}
}

// Destroy is part of fyne.WidgetRenderer.
func (r *historyItemRenderer) Destroy() {}
