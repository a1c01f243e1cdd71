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
	c.hint = widget.NewLabel("Left and right or 1 and 2 choose, Enter keeps, up and down go through them.")
	c.hint.Importance = widget.LowImportance
	c.hint.SizeName = theme.SizeNameCaptionText
	cards := container.NewGridWithColumns(2, c.Sides[0], c.Sides[1])
	c.Dialog = x.ShowModal(dialogs.Modal{Title: "Conflicts", Width: 680, Confirm: "Keep this one", Cancel: "Close", OnConfirm: c.choose, OnKey: c.key,
		Content: container.NewVBox(container.NewBorder(nil, nil, nil, dialogs.Top(c.count), c.Where), c.quote,
			container.New(layout.NewCustomPaddedLayout(4, 8, 4, 4), cards), c.hint)})
	c.Dialog.Ok.Disable()
	c.Where.SetText("Reading what waits to be chosen…")
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
		c.Where.SetText("Nothing waits to be chosen.")
		c.quote.SetText("When a merge finds that both sides have changed the same thing differently, it is shown here.")
		c.count.SetText("")
		for _, side := range c.Sides {
			side.Hide()
		}
		c.hint.Hide()
		c.Dialog.Ok.SetText("Close")
		c.Dialog.Ok.Enable()
		c.Dialog.Leave.Hide()
		return
	}
	now := c.All[c.at]
	c.Right = false
	c.Where.SetText(conflictTitle(now))
	c.quote.SetText(format.Shorten(now.Quote, 400))
	dialogs.SetVisible(c.quote, now.Quote != "")
	c.count.SetText(fmt.Sprintf("%s of %s", format.Thousands(c.at+1), format.Thousands(max(len(c.All), c.model.Conflicts))))
	c.Sides[0].set("1  Stands now", valueWords(now.Group, now.Ours), whoAndWhen(now.Ours))
	c.Sides[1].set("2  Waits", valueWords(now.Group, now.Theirs), whoAndWhen(now.Theirs))
	for _, side := range c.Sides {
		side.Show()
	}
	c.Dialog.Ok.Enable()
	c.hold(false)
}

// conflictTitle says what a conflict is about.
func conflictTitle(c merge.Conflict) string {
	thing := map[string]string{"claims": "a claim", "documents": "the document", "evidence": "a piece of evidence", "decisions": "a decision",
		"labels": "a label", "people": "a person", "review_sessions": "a review session", "not_content": "a passage that is not content", "refused_passages": "a refused suggestion", "suggestions": "a suggestion"}[c.Entity]
	if thing == "" {
		thing = c.Entity
	}
	what := strings.ReplaceAll(c.Group, "_", " ")
	title := format.UpperFirst(what) + " of " + thing
	switch {
	case c.Group == "row":
		title = format.UpperFirst(thing) + " was deleted on one side and is in use on the other"
	case c.Group == "final":
		title = "Final label of " + thing
	}
	if c.Document != "" && c.Entity == "documents" {
		return title + " “" + format.Shorten(c.Document, 60) + "”"
	} else if c.Document != "" {
		return title + " in “" + format.Shorten(c.Document, 60) + "”"
	}
	return title
}

func whoAndWhen(s merge.ConflictValue) string {
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
	model.Writes.Perform(workspace.PendingWrite{Name: "Resolve conflict", Write: func(ctx context.Context) error {
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
