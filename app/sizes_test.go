package app

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/software"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"factmark/app/ui/dialogs"
	"factmark/store"
	"factmark/widgets/chip"
)

// smallWindows are windows of small, turned and finely scaled screens, in units.
var smallWindows = []fyne.Size{{Width: 900, Height: 600}, {Width: 768, Height: 512}, {Width: 640, Height: 480}, {Width: 384, Height: 512}}

// labelNames are names of labels of many lengths, the longest wider than a panel.
func labelNames(n int) (names []string) {
	for i := range n {
		names = append(names, fmt.Sprintf("%s %d", []string{"Opinion", "Out of context", "Satire", "Outdated figures of the ministry that nobody has confirmed in writing"}[i%4], i))
	}
	return names
}

// sizedBench is a bench in a window of this size with so many labels of the user's own, some claims and many documents.
func sizedBench(t *testing.T, size fyne.Size, labels int) *bench {
	t.Helper()
	b := newBench(t, strings.Repeat(first+"\n\n", 12), second)
	for _, name := range labelNames(labels) {
		if _, err := b.Workspace.Store.AddLabel(context.Background(), store.Label{Name: name, Meaning: "none"}); err != nil {
			t.Fatal(err)
		}
	}
	b.restart()
	b.Win.Resize(size)
	b.selectText("Monday")
	b.type_("s")
	b.selectText("Nobody was killed")
	b.type_("d")
	return b
}

// box is where an object stands in the window.
func box(o fyne.CanvasObject) (at, end fyne.Position) {
	at = fyne.CurrentApp().Driver().AbsolutePositionForObject(o)
	return at, at.Add(o.Size())
}

func inside(o, in fyne.CanvasObject) bool {
	at, end := box(o)
	from, to := box(in)
	const rounding = 0.6
	return at.X >= from.X-rounding && at.Y >= from.Y-rounding && end.X <= to.X+rounding && end.Y <= to.Y+rounding
}

// inWindow tells that all of an object lies in the window.
func (b *bench) inWindow(o fyne.CanvasObject) bool {
	at, end := box(o)
	size := b.Win.Canvas().Size()
	return at.X >= 0 && at.Y >= 0 && end.X <= size.Width+0.6 && end.Y <= size.Height+0.6
}

// frame does what the toolkit does before it paints a dialog: it asks for its least size and lays it out.
func (b *bench) frame() {
	if len(b.Modals) > 0 {
		for range 3 {
			b.modal().Popup.Refresh()
			b.Win.Canvas().Overlays().Top().Refresh()
		}
	}
}

func TestTheContentForcesNoWindowWiderThanASmallScreen(t *testing.T) {
	b := sizedBench(t, smallWindows[0], 41)
	b.Workspace.Fail(context.DeadlineExceeded)
	p := b.panes
	p.status.saved.SetText("Not saved: another program holds the file and goes on holding it")
	p.status.again.Show()
	p.status.elsewhere.Show()
	p.status.showConflicts(12345)
	p.ask.Body.Show()
	p.document.Find.Body.Show()
	b.Win.Resize(fyne.NewSize(640, 480))
	for _, strip := range []*fyne.Container{p.placing.Body, p.resume.Body} {
		if width := strip.MinSize().Width; width > 384 {
			t.Errorf("a strip is at least %v wide", width)
		}
	}
	if least := b.Win.Content().MinSize(); least.Width > 560 || least.Height > 440 {
		t.Errorf("with all that can be shown at once the window is at least %v", least)
	}
}

func TestTheFirstWindowFitsTheScreen(t *testing.T) {
	b := newBench(t, first)
	for _, c := range []struct {
		kept, area, want fyne.Size
		scale            float32
	}{
		{fyne.NewSize(1200, 780), fyne.NewSize(1920, 1080), fyne.NewSize(1200, 780), 1},
		{fyne.NewSize(1200, 780), fyne.NewSize(1366, 740), fyne.NewSize(1200, 700), 1},
		{fyne.NewSize(1200, 780), fyne.NewSize(1024, 600), fyne.NewSize(1024, 560), 1},
		{fyne.NewSize(1200, 780), fyne.NewSize(768, 1024), fyne.NewSize(768, 780), 1},
		{fyne.NewSize(1200, 780), fyne.NewSize(768, 1024), fyne.NewSize(384, 472), 2},
		{fyne.NewSize(1200, 780), fyne.NewSize(1536, 1024), fyne.NewSize(768, 472), 2},
		{fyne.NewSize(2500, 1400), fyne.NewSize(1280, 800), fyne.NewSize(1280, 760), 1}, // kept on a larger screen
		{fyne.NewSize(1200, 780), fyne.Size{}, fyne.NewSize(1200, 780), 2},              // an unknown screen
	} {
		b.fitted = fyne.Size{}
		b.Win.Canvas().(software.WindowlessCanvas).SetScale(c.scale)
		b.Win.Resize(c.kept)
		b.keepSizes()
		b.workArea = func() fyne.Size { return c.area }
		b.fitScreen()
		if got := b.Win.Canvas().Size(); got != c.want {
			t.Errorf("a window of %v on %v at a scale of %v is %v, want %v", c.kept, c.area, c.scale, got, c.want)
		}
		b.keepSizes()
		if width, height := b.Profile.WindowSize(); width != c.kept.Width || height != c.kept.Height {
			t.Errorf("the size kept is %v by %v, want the user's %v", width, height, c.kept)
		}
	}
	b.Win.Resize(fyne.NewSize(700, 500))
	b.keepSizes()
	if width, height := b.Profile.WindowSize(); width != 700 || height != 500 {
		t.Errorf("the size kept is %v by %v, not the one the user gave the window", width, height)
	}
}

func TestEveryButtonOfTheLabelBarCanBeReached(t *testing.T) {
	for _, size := range smallWindows {
		for _, labels := range []int{0, 41} {
			t.Run(fmt.Sprint(size, labels), func(t *testing.T) {
				b := sizedBench(t, size, labels)
				view, bar := b.panes.document.View, b.panes.document.Bar
				// Every button can be reached, in a long bar by scrolling, and does what it says.
				start, end := b.selectText("$10 million")
				view.Reveal(start, end)
				if !bar.Visible() || !inside(bar, view) {
					t.Fatal("the bar leaves the text's pane")
				}
				if len(bar.Row.Objects) != labels+5 { // No label and Evidence among them
					t.Fatalf("%d buttons", len(bar.Row.Objects))
				}
				for _, o := range bar.Row.Objects {
					scrollTo(bar.Rows, o)
					if !inside(o, bar) || !b.inWindow(o) {
						t.Errorf("the button %q can't be reached", o.(*chip.Chip).Text)
					}
				}
				button := bar.Row.Objects[labels+2].(*chip.Chip)
				test.Tap(button)
				c := b.stored()
				if at := slices.IndexFunc(c, func(c store.Claim) bool { return c.Start == start }); at < 0 || b.Workspace.LabelOf(c[at].LabelID).Name != button.Text {
					t.Errorf("a tap on %q made no such claim", button.Text)
				}
			})
		}
	}
}

// A selection in the first line has the bar above it, so that the lines below can be marked one after another.
func TestTheLabelBarStandsAboveTheFirstLine(t *testing.T) {
	for _, size := range []fyne.Size{{Width: 1280, Height: 860}, smallWindows[0]} {
		b := sizedBench(t, size, 0)
		view, bar := b.panes.document.View, b.panes.document.Bar
		b.send("Ctrl+Home", "Shift+End")
		top, _ := box(view)
		at, _ := box(bar)
		if !bar.Visible() || at.Y < top.Y || at.Y > top.Y+12 { // the line begins below it, so the bar would else stand lower
			t.Errorf("in %v the bar stands at %v of the text, and is %v high", size, at.Y-top.Y, bar.Size().Height)
		}
	}
}

// scrollTo scrolls rows of chips with the wheel until a chip is in view.
func scrollTo(rows *chip.Rows, o fyne.CanvasObject) {
	scroll := test.WidgetRenderer(rows).Objects()[0].(*container.Scroll)
	for range 100 {
		at, end := box(o)
		from, to := box(rows)
		switch {
		case end.Y > to.Y:
			scroll.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -10)})
		case at.Y < from.Y:
			scroll.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, 10)})
		default:
			return
		}
	}
}

func TestTheClaimsPanelKeepsItsCards(t *testing.T) {
	for _, size := range smallWindows {
		b := sizedBench(t, size, 41)
		b.panes.row.ShowRight(true)
		p := b.panes.claims
		if share := p.List.Size().Height / p.Body.Size().Height; share < 0.45 || !b.inWindow(p.List) || !b.inWindow(p.Search) {
			t.Errorf("in %v the cards have %.2f of the panel", size, share)
		}
		if len(p.Chips.Objects) != 45 {
			t.Fatalf("%d chips", len(p.Chips.Objects))
		}
		for _, o := range p.Chips.Objects {
			scrollTo(p.Rows, o)
			if !inside(o, p.Rows) || !b.inWindow(o) {
				t.Errorf("in %v the chip %q can't be reached", size, o.(*chip.Chip).Text)
			}
		}
		test.Tap(p.Chips.Objects[1].(*chip.Chip))
		if len(p.Shown) != 1 {
			t.Errorf("a chip does not filter: %d claims", len(p.Shown))
		}
	}
}

// everyDialog opens each of the dialogs that the menus lead to.
func (b *bench) everyDialog() map[string]func() {
	w := b.window
	return map[string]func(){
		"labels": w.ShowLabels, "package": func() { w.ShowPackage() }, "export": func() { w.ShowExport() }, "claim": func() {
			b.Workspace.Choose(b.Workspace.Claims[0].ID, false)
			w.ShowClaimDetails()
		}, "document": func() { w.ShowDocumentDetails(b.Workspace.Document) }, "guidelines": w.ShowGuidelines, "keys": w.showKeys,
		"preferences": w.showPreferences, "conflicts": func() { w.ShowConflicts() }, "agreement": func() { w.ShowAgreement() }, "progress": func() { w.ShowProgress() },
		"history": w.ShowHistory, "import": w.AskImport, "import claims": w.AskImportClaims, "merge": w.AskMerge, "review": func() { w.AskReview() },
		"adjudicate": w.AskAdjudicate, "people": w.ShowPeople, "check": func() { w.ShowCheck() }, "clean up": w.AskCleanUp, "about": w.help.ShowAbout, "restore": w.ShowRestore,
		"replace": func() { w.AskReplaceText(b.Workspace.Document) }, "occurrences": func() { b.selectText("Monday"); w.AskOccurrences() },
		"sessions": w.ShowSessions, "new": w.askNewWorkspace, "elsewhere": w.askElsewhere, "orphans": func() { w.ShowOrphans("", "") },
		"label": func() { w.ChooseLabel("", func(string) {}) },
	}
}

func TestEveryDialogFitsASmallWindow(t *testing.T) {
	for _, size := range []fyne.Size{smallWindows[0], smallWindows[3]} {
		t.Run(fmt.Sprint(size), func(t *testing.T) {
			b := sizedBench(t, size, 41)
			for name, show := range b.everyDialog() {
				show()
				if len(b.Modals) == 0 {
					t.Logf("%s shows no dialog here", name)
					continue
				}
				b.frame()
				m := b.modal()
				if !b.inWindow(m.Popup) {
					at, end := box(m.Popup)
					t.Errorf("%s stands from %v to %v", name, at, end)
				}
				seen := []fyne.CanvasObject{m.Frame.Title, m.Ok}
				if m.Leave != nil {
					seen = append(seen, m.Leave)
				}
				for _, o := range seen {
					if o.Visible() && (!b.inWindow(o) || !inside(o, m.Popup)) {
						t.Errorf("%s does not show all of its title and buttons", name)
					}
				}
				b.tabThrough(name, m)
				for len(b.Modals) > 0 {
					b.modal().Close()
				}
			}
		})
	}
}

// tabThrough leads the focus through some fields of a dialog: each comes into view.
func (b *bench) tabThrough(name string, m *dialogs.OpenModal) {
	if !m.Frame.Overflows() && m.Scroll == nil {
		return
	}
	for range 12 {
		b.Win.Canvas().(interface{ FocusNext() }).FocusNext()
		o, is := b.Win.Canvas().Focused().(fyne.CanvasObject)
		if !is {
			continue
		}
		m.Frame.MinSize(nil)
		at, end := box(o)
		from, to := box(m.Frame.Scroll)
		if o != fyne.CanvasObject(m.Ok) && o != fyne.CanvasObject(m.Leave) && o.Size().Height < to.Y-from.Y-2*dialogs.FocusRoom &&
			(at.Y < from.Y || end.Y > to.Y+1 || at.X > to.X-min(dialogs.Seen, o.Size().Width)+1 || end.X < from.X+min(dialogs.Seen, o.Size().Width)-1) {
			b.t.Errorf("%s: the focus is at %v to %v, out of sight of %v to %v (%T)", name, at, end, from, to, o)
		}
	}
}

func TestOneOfManyLabelsIsFoundFromTheKeyboard(t *testing.T) {
	b := sizedBench(t, smallWindows[1], 41)
	b.FocusOn(b.panes.document.View)
	start, _ := b.selectText("The council")
	items := b.labelMenu.Items
	other := slices.IndexFunc(items, func(i *fyne.MenuItem) bool { return i == b.items[commandOtherLabel] })
	if other != mostMenuLabels {
		t.Fatalf("the menu lists %d labels", other)
	}
	items[other].Action()
	c := b.Win.Canvas()
	test.Type(c.Focused(), "satire 38")
	c.Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	claim := b.Workspace.Claims[slices.IndexFunc(b.Workspace.Claims, func(c store.Claim) bool { return c.Start == start })]
	if got := b.Workspace.LabelOf(claim.LabelID).Name; got != "Satire 38" || len(b.Modals) != 0 {
		t.Errorf("the claim is %q", got)
	}

	// The label of a card: the menu is no higher than the window, and leads to all labels too.
	b.labelChoice(claim.ID, fyne.NewPos(600, 400))
	popup, _ := c.Focused().(*widget.PopUpMenu)
	if popup == nil || !b.inWindow(popup) {
		t.Fatalf("the menu does not lie in the window: %v", popup)
	}
	popup.ActivatePrevious() // no label
	popup.ActivatePrevious() // other labels
	popup.TriggerLast()
	if len(b.Modals) != 1 {
		t.Fatal("no dialog of labels")
	}
	b.modal().Typed(fyne.KeyEscape)
}
