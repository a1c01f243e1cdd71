package app

import (
	"context"
	"fmt"
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"factmark/app/format"
	"factmark/store"
)

// choosing is the dialog in which values that waited since a merge are chosen,
// one after another, by keys alone.
type choosing struct {
	window *exchangeDialogs
	desk   *desk
	dialog *openModal

	all   []store.Conflict
	at    int
	right bool // the value that waits is in hand, not the one that stands

	where *headline
	quote *headline
	sides [2]*choiceCard
	count *widget.Label
	hint  *widget.Label
	asked latest // readings
}

// mostConflicts is how many are read at once; the rest follows when these are done.
const mostConflicts = 500

func (w *exchangeDialogs) showConflicts() { w.conflictsDialog() }

func (w *exchangeDialogs) conflictsDialog() *choosing {
	c := &choosing{window: w, desk: w.desk, where: newTextLine(true), quote: newTextLines(3, theme.SizeNameText, false), count: widget.NewLabel("")}
	c.quote.ink = theme.ColorNamePlaceHolder
	for i := range c.sides {
		c.sides[i] = newChoiceCard(func() { c.hold(i == 1) })
	}
	c.hint = widget.NewLabel("Left and right or 1 and 2 choose, Enter keeps, up and down go through them.")
	c.hint.Importance = widget.LowImportance
	c.hint.SizeName = theme.SizeNameCaptionText
	cards := container.NewGridWithColumns(2, c.sides[0], c.sides[1])
	c.dialog = w.showModal(modal{title: "Conflicts", width: 680, confirm: "Keep this one", cancel: "Close", onConfirm: c.choose, onKey: c.key,
		content: container.NewVBox(container.NewBorder(nil, nil, nil, top(c.count), c.where), c.quote,
			container.New(layout.NewCustomPaddedLayout(4, 8, 4, 4), cards), c.hint)})
	c.dialog.ok.Disable()
	c.read()
	return c
}

func (c *choosing) read() {
	current, d := c.asked.ask(), c.desk
	d.back.do(func() {
		all, err := d.store.Conflicts(d.ctx, mostConflicts)
		d.back.post(func() {
			if !current() {
				return
			}
			if err != nil {
				c.dialog.close()
				d.fail(fmt.Errorf("reading the conflicts: %w", err))
				return
			}
			c.all = all
			c.at = max(0, min(c.at, len(all)-1))
			c.show()
		})
	})
}

func (c *choosing) show() {
	if len(c.all) == 0 {
		c.where.SetText("Nothing waits to be chosen.")
		c.quote.SetText("When a merge finds that both sides have changed the same thing differently, it is shown here.")
		c.count.SetText("")
		for _, side := range c.sides {
			side.Hide()
		}
		c.hint.Hide()
		c.dialog.ok.SetText("Close")
		c.dialog.ok.Enable()
		c.dialog.leave.Hide()
		return
	}
	now := c.all[c.at]
	c.right = false
	c.where.SetText(conflictTitle(now))
	c.quote.SetText(format.Shorten(now.Quote, 400))
	setVisible(c.quote, now.Quote != "")
	c.count.SetText(fmt.Sprintf("%s of %s", format.Thousands(c.at+1), format.Thousands(max(len(c.all), c.desk.conflicts))))
	c.sides[0].set("1  Stands now", valueWords(now.Part, now.Ours), said(now.Ours))
	c.sides[1].set("2  Waits", valueWords(now.Part, now.Theirs), said(now.Theirs))
	for _, side := range c.sides {
		side.Show()
	}
	c.dialog.ok.Enable()
	c.hold(false)
}

// conflictTitle says what a conflict is about.
func conflictTitle(c store.Conflict) string {
	thing := map[string]string{"claims": "a claim", "documents": "the document", "evidence": "a piece of evidence", "decisions": "a decision",
		"labels": "a label", "people": "a person", "review_sessions": "a review session", "not_content": "a passage that is not content"}[c.Entity]
	if thing == "" {
		thing = c.Entity
	}
	what := strings.ReplaceAll(c.Part, "_", " ")
	title := format.UpperFirst(what) + " of " + thing
	switch {
	case c.Part == "row":
		title = format.UpperFirst(thing) + " was deleted on one side and is in use on the other"
	case c.Part == "final":
		title = "Final label of " + thing
	}
	if c.Document != "" && c.Entity == "documents" {
		return title + " “" + format.Shorten(c.Document, 60) + "”"
	} else if c.Document != "" {
		return title + " in “" + format.Shorten(c.Document, 60) + "”"
	}
	return title
}

func said(s store.Said) string {
	at := ""
	if !s.At.IsZero() {
		at = s.At.Local().Format("2 Jan 2006, 15:04")
	}
	who := format.NameLine(s.Person)
	if who == "" {
		who = "By whom is not known"
	}
	if at == "" {
		at = "when is not known"
	}
	return who + " · " + at
}

// hold takes one of the two values in hand.
func (c *choosing) hold(right bool) {
	c.right = right
	c.sides[0].mark(!right)
	c.sides[1].mark(right)
}

func (c *choosing) key(name fyne.KeyName) bool {
	if len(c.all) == 0 {
		return false
	}
	switch name {
	case fyne.KeyLeft, fyne.Key1:
		c.hold(false)
	case fyne.KeyRight, fyne.Key2:
		c.hold(true)
	case fyne.KeyDown, fyne.KeyUp:
		step := map[fyne.KeyName]int{fyne.KeyDown: 1, fyne.KeyUp: len(c.all) - 1}[name]
		c.at = (c.at + step) % len(c.all)
		c.show()
	default:
		return false
	}
	return true
}

// choose keeps the value in hand, and goes on to the next conflict.
func (c *choosing) choose() bool {
	if len(c.all) == 0 {
		return true
	}
	id, take, d := c.all[c.at].ID, c.right, c.desk
	c.dialog.ok.Disable()
	d.saves.perform(change{name: "Resolve conflict", write: func(ctx context.Context) error {
		return d.store.ResolveConflict(ctx, id, take)
	}})
	d.saves.whenSettled(c.read)
	return false
}

// choiceCard is one of two values, clicked to take it in hand.
type choiceCard struct {
	widget.BaseWidget
	head, value, by *widget.Label
	edge            *canvas.Rectangle
	onTap           func()
	marked          bool
}

func newChoiceCard(tap func()) *choiceCard {
	c := &choiceCard{head: widget.NewLabel(""), value: widget.NewLabel(""), by: widget.NewLabel(""), edge: canvas.NewRectangle(color.Transparent), onTap: tap}
	c.head.SizeName = theme.SizeNameCaptionText
	c.head.Importance = widget.LowImportance
	c.value.Wrapping = fyne.TextWrapWord
	c.by.SizeName = theme.SizeNameCaptionText
	c.by.Importance = widget.LowImportance
	c.edge.CornerRadius = 6
	c.edge.StrokeWidth = 2
	c.ExtendBaseWidget(c)
	return c
}

func (c *choiceCard) CreateRenderer() fyne.WidgetRenderer {
	least := canvas.NewRectangle(color.Transparent)
	least.SetMinSize(fyne.NewSize(300, 130))
	return widget.NewSimpleRenderer(container.NewStack(least, c.edge,
		container.New(layout.NewCustomPaddedLayout(4, 4, 4, 4), container.NewBorder(c.head, c.by, nil, nil, c.value))))
}

func (c *choiceCard) Tapped(*fyne.PointEvent) { c.onTap() }

func (c *choiceCard) set(head, value, by string) {
	c.head.SetText(head)
	c.value.SetText(shortenLines(value, 600))
	c.by.SetText(by)
}

func (c *choiceCard) mark(on bool) {
	c.marked = on
	c.value.TextStyle.Bold = on
	c.value.Refresh()
	c.colour()
}

func (c *choiceCard) colour() {
	c.edge.FillColor = theme.Color(colourPage)
	c.edge.StrokeColor = theme.Color(theme.ColorNameSeparator)
	if c.marked {
		c.edge.StrokeColor = theme.Color(theme.ColorNamePrimary)
	}
	c.edge.Refresh()
}

func (c *choiceCard) Refresh() {
	c.colour()
	c.BaseWidget.Refresh()
}

// shortenLines cuts a text of several lines, at most n code points long.
func shortenLines(s string, n int) string {
	runes := []rune(s)
	if len(runes) <= n {
		return s
	}
	return string(runes[:n-1]) + "…"
}
