package exchange

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
	"factmark/app/locale"
	"factmark/app/ui/dialogs"
	"factmark/app/workspace"
	"factmark/store/merge"
)

// conflictDialog is the dialog in which the conflicts of merges are resolved one after another, by keys alone.
type conflictDialog struct {
	model  *workspace.Workspace
	Dialog *dialogs.OpenModal

	All   []merge.Conflict
	at    int
	Right bool // the value that waits is chosen, not the one that stands

	Where *dialogs.Headline
	quote *dialogs.Headline
	Sides [2]*choiceCard
	count *widget.Label
	hint  *widget.Label
	asked workspace.Latest // readings
}

// mostConflicts is how many are read at once; the rest follows when these are done.
const mostConflicts = 500

// ShowConflicts opens the dialog in which the conflicts of merges are resolved, and returns it while they are read.
func (x *Exchange) ShowConflicts() *conflictDialog {
	c := &conflictDialog{model: x.Workspace, Where: dialogs.NewTextLine(true), quote: dialogs.NewTextLines(3, theme.SizeNameText, false), count: widget.NewLabel("")}
	c.quote.Ink = theme.ColorNamePlaceHolder
	for i := range c.Sides {
		c.Sides[i] = newChoiceCard(func() { c.hold(i == 1) })
	}
	c.hint = widget.NewLabel(locale.T("Left and Right choose a value, Enter saves it, Up and Down go to other conflicts."))
	c.hint.Importance = widget.LowImportance
	c.hint.SizeName = theme.SizeNameCaptionText
	cards := container.NewGridWithColumns(2, c.Sides[0], c.Sides[1])
	c.Dialog = x.ShowModal(dialogs.Modal{Title: locale.T("Conflicts"), Width: 680, Confirm: locale.T("Use this value"), Cancel: locale.T("Close"), OnConfirm: c.choose, OnKey: c.key,
		Content: container.NewVBox(container.NewBorder(nil, nil, nil, dialogs.Top(c.count), c.Where), c.quote,
			container.New(layout.NewCustomPaddedLayout(4, 8, 4, 4), cards), c.hint)})
	c.Dialog.Ok.Disable()
	c.Where.SetText(locale.T("Loading conflicts…"))
	c.read()
	return c
}

func (c *conflictDialog) read() {
	current, model := c.asked.Ask(), c.model
	model.Back.Go(func() {
		all, err := merge.Conflicts(model.Ctx, model.Store, mostConflicts)
		model.Back.OnUI(func() {
			if !current() {
				return
			}
			if err != nil {
				c.Dialog.Close()
				model.Fail(fmt.Errorf("reading the conflicts: %w", err))
				return
			}
			c.All = all
			c.at = max(0, min(c.at, len(all)-1))
			c.show()
		})
	})
}

func (c *conflictDialog) show() {
	if len(c.All) == 0 {
		c.Where.SetText(locale.T("No conflicts."))
		c.quote.SetText(locale.T("When both files of a merge have changed the same value, you choose here which one to use."))
		c.count.SetText("")
		for _, side := range c.Sides {
			side.Hide()
		}
		c.hint.Hide()
		c.Dialog.Ok.SetText(locale.T("Close"))
		c.Dialog.Ok.Enable()
		c.Dialog.Leave.Hide()
		return
	}
	now := c.All[c.at]
	c.Right = false
	c.Where.SetText(conflictTitle(now))
	c.quote.SetText(format.Shorten(now.Quote, 400))
	dialogs.SetVisible(c.quote, now.Quote != "")
	c.count.SetText(locale.T("{{.N}} of {{.Total}}", "N", locale.Number(c.at+1), "Total", locale.Number(max(len(c.All), c.model.Conflicts))))
	c.Sides[0].set(locale.T("1  Current"), valueWords(now.Group, now.Ours), whoAndWhen(now.Ours))
	c.Sides[1].set(locale.T("2  Other"), valueWords(now.Group, now.Theirs), whoAndWhen(now.Theirs))
	for _, side := range c.Sides {
		side.Show()
	}
	c.Dialog.Ok.Enable()
	c.hold(false)
}

// conflictThings are the kinds of things that conflicts are about, by their tables.
var conflictThings = map[string]string{"claims": locale.Mark("Claim"), "documents": locale.Mark("Document"), "evidence": locale.Mark("Evidence"), "decisions": locale.Mark("Decision"),
	"labels": locale.Mark("Label"), "people": locale.Mark("Person"), "review_sessions": locale.Mark("Review session"), "not_content": locale.Mark("Boilerplate passage"),
	"refused_passages": locale.Mark("Dismissed suggestion"), "suggestions": locale.Mark("Suggestion")}

// conflictGroups are the values that conflicts are about, by the groups of columns that change together.
var conflictGroups = map[string]string{"label": locale.Mark("label"), "note": locale.Mark("note"), "span": locale.Mark("span"), "link": locale.Mark("link"), "final": locale.Mark("final label"),
	"statement": locale.Mark("statement"), "claimant": locale.Mark("claimant"), "claim_date": locale.Mark("date"), "claim_type": locale.Mark("type"), "confidence": locale.Mark("confidence"),
	"title": locale.Mark("title"), "publisher": locale.Mark("publisher"), "published": locale.Mark("publication date"), "name": locale.Mark("name"), "comment": locale.Mark("comment"), "stance": locale.Mark("stance")}

// conflictTitle says what a conflict is about.
func conflictTitle(c merge.Conflict) string {
	thing := c.Entity
	if known := conflictThings[c.Entity]; known != "" {
		thing = locale.T(known)
	}
	title := ""
	if c.Group == "row" {
		title = locale.T("{{.Thing}}: deleted in one file, used in the other", "Thing", thing)
	} else {
		value := strings.ReplaceAll(c.Group, "_", " ")
		if known := conflictGroups[c.Group]; known != "" {
			value = locale.T(known)
		}
		title = locale.T("{{.Thing}}: {{.Value}}", "Thing", thing, "Value", value)
	}
	if c.Document != "" {
		title = locale.T("{{.Conflict}} · “{{.Document}}”", "Conflict", title, "Document", format.Shorten(c.Document, 60))
	}
	return title
}

func whoAndWhen(s merge.ConflictValue) string {
	at := ""
	if !s.At.IsZero() {
		at = format.DateAndTime(s.At)
	}
	who := format.NameLine(s.Person)
	if who == "" {
		who = locale.T("Unknown person")
	}
	if at == "" {
		at = locale.T("unknown date")
	}
	return who + " · " + at
}

// hold chooses one of the two values; Enter keeps it.
func (c *conflictDialog) hold(right bool) {
	c.Right = right
	c.Sides[0].mark(!right)
	c.Sides[1].mark(right)
}

func (c *conflictDialog) key(name fyne.KeyName) bool {
	if len(c.All) == 0 {
		return false
	}
	switch name {
	case fyne.KeyLeft, fyne.Key1:
		c.hold(false)
	case fyne.KeyRight, fyne.Key2:
		c.hold(true)
	case fyne.KeyDown, fyne.KeyUp:
		step := map[fyne.KeyName]int{fyne.KeyDown: 1, fyne.KeyUp: len(c.All) - 1}[name]
		c.at = (c.at + step) % len(c.All)
		c.show()
	default:
		return false
	}
	return true
}

// choose keeps the chosen value, and goes on to the next conflict.
func (c *conflictDialog) choose() bool {
	if len(c.All) == 0 {
		return true
	}
	id, take, model := c.All[c.at].ID, c.Right, c.model
	c.Dialog.Ok.Disable()
	model.Writes.Perform(workspace.PendingWrite{Name: locale.T("Resolve conflict"), Write: func(ctx context.Context) error {
		return merge.Resolve(ctx, model.Store, id, take)
	}})
	model.Writes.WhenSettled(c.read)
	return false
}

// choiceCard is one of two values; a click chooses it.
type choiceCard struct {
	widget.BaseWidget
	head, Value, By *widget.Label
	edge            *canvas.Rectangle
	onTap           func()
	Marked          bool
}

func newChoiceCard(tap func()) *choiceCard {
	c := &choiceCard{head: widget.NewLabel(""), Value: widget.NewLabel(""), By: widget.NewLabel(""), edge: canvas.NewRectangle(color.Transparent), onTap: tap}
	c.head.SizeName = theme.SizeNameCaptionText
	c.head.Importance = widget.LowImportance
	c.Value.Wrapping = fyne.TextWrapWord
	c.By.SizeName = theme.SizeNameCaptionText
	c.By.Importance = widget.LowImportance
	c.edge.CornerRadius = 6
	c.edge.StrokeWidth = 2
	c.ExtendBaseWidget(c)
	return c
}

// CreateRenderer is part of fyne.Widget.
func (c *choiceCard) CreateRenderer() fyne.WidgetRenderer {
	least := canvas.NewRectangle(color.Transparent)
	least.SetMinSize(fyne.NewSize(300, 130))
	return widget.NewSimpleRenderer(container.NewStack(least, c.edge,
		container.New(layout.NewCustomPaddedLayout(4, 4, 4, 4), container.NewBorder(c.head, c.By, nil, nil, c.Value))))
}

// Tapped is part of fyne.Tappable.
func (c *choiceCard) Tapped(*fyne.PointEvent) { c.onTap() }

func (c *choiceCard) set(head, value, by string) {
	c.head.SetText(head)
	c.Value.SetText(shortenLines(value, 600))
	c.By.SetText(by)
}

func (c *choiceCard) mark(on bool) {
	c.Marked = on
	c.Value.TextStyle.Bold = on
	c.Value.Refresh()
	c.colour()
}

func (c *choiceCard) colour() {
	c.edge.FillColor = theme.Color(dialogs.ColourPage)
	c.edge.StrokeColor = theme.Color(theme.ColorNameSeparator)
	if c.Marked {
		c.edge.StrokeColor = theme.Color(theme.ColorNamePrimary)
	}
	c.edge.Refresh()
}

// Refresh is part of fyne.Widget.
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
