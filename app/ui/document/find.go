package document

import (
	"context"
	"errors"
	"sort"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"factmark/app/find"
	"factmark/app/format"
	"factmark/app/locale"
	"factmark/app/ui/dialogs"
	"factmark/app/workspace"
	"factmark/store"
	"factmark/widgets/chip"
	"factmark/widgets/docview"
)

// FindBar searches the open document while one types. All hits are marked in
// the text; Enter goes to the next one, Shift+Enter to the one before.
type FindBar struct {
	model *workspace.Workspace
	view  *docview.View
	Entry *dialogs.KeyEntry
	Count *widget.Label
	Body  *fyne.Container

	CaseChip, wordChip, LooseChip, PatternChip *chip.Chip

	Hits    []docview.Span
	settled bool             // they are those of the words that stand there now
	Current int              // the hit that is gone to, -1 when there is none
	skipped int              // hits in what is not content
	from    int              // where the caret was: the first hit gone to is the next one from there
	asked   workspace.Latest // searches
	stop    context.CancelFunc

	OnKey  func(fyne.KeyName) bool // the keys of the whole window
	text   func() string
	leave  func() // gives the keyboard back to where the bar was opened from
	intoIt func() // gives it to the text
}

// findTime is how long a search may take before it is stopped.
const findTime = 5 * time.Second

func newFindBar(model *workspace.Workspace, view *docview.View, text func() string, intoIt, leave func()) *FindBar {
	b := &FindBar{model: model, view: view, text: text, intoIt: intoIt, leave: leave, Current: -1, stop: func() {}}
	b.Entry = dialogs.NewKeyEntry(b.Typed)
	b.Entry.SetPlaceHolder(locale.T("Find in this document"))
	b.Entry.OnChanged = func(string) { b.search() }
	b.Count = widget.NewLabel("")
	b.Count.SizeName = theme.SizeNameCaptionText
	b.Count.Truncation = fyne.TextTruncateEllipsis
	toggle := func(text string, selected bool) *chip.Chip {
		c := chip.New("", text, dialogs.Rgb(0), dialogs.Rgb(0), nil)
		c.Selected, c.OnKey = selected, b.Typed
		c.OnTapped = func() {
			c.Selected = !c.Selected
			c.Refresh()
			b.search()
		}
		return c
	}
	b.CaseChip = toggle(locale.T("Match case"), false)
	b.wordChip = toggle(locale.T("Whole words"), false)
	b.LooseChip = toggle(locale.T("Ignore accents and quote styles"), true)
	b.PatternChip = toggle(locale.T("Regular expression"), false)
	button := func(icon fyne.Resource, tapped func()) *dialogs.KeyButton {
		k := dialogs.NewKeyButton("", b.Typed, tapped)
		k.Icon, k.Importance = icon, widget.LowImportance
		return k
	}
	back := button(theme.NavigateBackIcon(), func() { b.Step(-1) })
	next := button(theme.NavigateNextIcon(), func() { b.Step(+1) })
	shut := button(theme.CancelIcon(), b.Close)
	b.Body = container.NewVBox(
		container.New(layout.NewCustomPaddedLayout(4, 0, 8, 8), container.NewVBox(
			container.NewBorder(nil, nil, nil, container.NewHBox(back, next, shut), b.Entry),
			container.New(layout.NewRowWrapLayoutWithCustomPadding(4, 4), b.CaseChip, b.wordChip, b.LooseChip, b.PatternChip),
			b.Count)),
		widget.NewSeparator())
	b.Body.Hide()
	model.Opened.Listen(func(workspace.Opening) {
		b.from = 0
		b.look()
	})
	return b
}

// Open shows the bar, with the selected words in it if there are some.
func (b *FindBar) Open(selected workspace.Span) {
	b.from = selected.Start
	b.Body.Show()
	if words := format.OneLine(selected.Text); words != "" && len(words) < 200 {
		b.Entry.SetText(words)
	}
	b.Entry.TypedShortcut(&fyne.ShortcutSelectAll{})
	b.search()
}

// Close hides the bar and leaves the hit gone to selected, ready to be labelled.
func (b *FindBar) Close() {
	if !b.Body.Visible() {
		return
	}
	b.Body.Hide()
	hit, found := b.hit()
	found = found && b.settled // else it is a hit of fewer words than were typed
	b.look()
	if found {
		b.view.Select(hit.Start, hit.End)
	}
	b.leave()
}

// ToText gives the keyboard back to the text, with the hit selected, and lets the bar stand.
func (b *FindBar) ToText() {
	if hit, found := b.hit(); found && b.settled {
		b.view.Select(hit.Start, hit.End)
	}
	b.intoIt()
}

func (b *FindBar) hit() (docview.Span, bool) {
	if b.Current < 0 || b.Current >= len(b.Hits) {
		return docview.Span{}, false
	}
	return b.Hits[b.Current], true
}

// Typed acts on a key in the bar and tells whether it was one of the bar's.
func (b *FindBar) Typed(name fyne.KeyName) bool {
	switch name {
	case fyne.KeyEscape:
		b.Close()
	case fyne.KeyReturn, fyne.KeyEnter:
		if dialogs.ShiftHeld() {
			b.Step(-1)
		} else {
			b.Step(+1)
		}
	case fyne.KeyDown:
		b.Step(+1)
	case fyne.KeyUp:
		b.Step(-1)
	default:
		return b.OnKey(name)
	}
	return true
}

// search looks for what is asked for now. No claim stays current: it may be out of sight, and no key must change
// it there.
func (b *FindBar) search() {
	if b.Entry.Text != "" {
		b.model.Choose("", false)
	}
	b.look()
}

// look looks for the words away from the interface thread; a search that was
// overtaken or takes too long is stopped.
func (b *FindBar) look() {
	b.stop()
	current := b.asked.Ask()
	b.settled = false
	query := find.Query{
		Words: b.Entry.Text, MatchCase: b.CaseChip.Selected, WholeWord: b.wordChip.Selected,
		Loose: b.LooseChip.Selected, Regexp: b.PatternChip.Selected,
	}
	if !b.Body.Visible() || query.Words == "" {
		b.show(nil, 0)
		b.Count.SetText("")
		return
	}
	ctx, stop := context.WithTimeout(b.model.Ctx, findTime)
	b.stop = stop
	text, aside := b.text(), b.model.NotContent
	b.model.Back.Go(func() {
		defer stop()
		found, err := find.All(ctx, text, query)
		hits, skipped := contentHits(found, aside)
		b.model.Back.OnUI(func() {
			if !current() {
				return
			}
			switch {
			case errors.Is(err, context.DeadlineExceeded):
				b.show(nil, 0)
				b.Count.SetText(locale.T("This takes too long and was stopped."))
			case err != nil:
				b.show(nil, 0)
				b.Count.SetText(format.UpperFirst(err.Error()))
			default:
				b.show(hits, skipped)
			}
		})
	})
}

// contentHits parts the hits in the content from those that lie in what is none.
func contentHits(found []find.Hit, aside []store.Passage) (hits []docview.Span, skipped int) {
	for _, h := range found {
		i := sort.Search(len(aside), func(i int) bool { return aside[i].End > h.Start })
		if i < len(aside) && aside[i].Start < h.End {
			skipped++
			continue
		}
		hits = append(hits, docview.Span{Start: h.Start, End: h.End})
	}
	return hits, skipped
}

// show marks the hits and goes to the first one from where the caret was.
func (b *FindBar) show(hits []docview.Span, skipped int) {
	b.Hits, b.skipped, b.settled = hits, skipped, true
	b.Current = -1
	if len(hits) > 0 {
		b.Current = sort.Search(len(hits), func(i int) bool { return hits[i].Start >= b.from }) % len(hits)
	}
	b.goTo()
}

// Step goes to the next hit (by = 1) or the one before (by = -1), round the ends of the document.
func (b *FindBar) Step(by int) {
	if len(b.Hits) == 0 || !b.settled {
		return
	}
	b.Current = (b.Current + by + len(b.Hits)) % len(b.Hits)
	b.from = b.Hits[b.Current].Start
	b.model.Choose("", false)
	b.goTo()
}

func (b *FindBar) goTo() {
	b.view.SetHits(b.Hits, b.Current)
	hit, found := b.hit()
	if found {
		b.view.Reveal(hit.Start, hit.End)
	}
	said, at, of := locale.T("No hit"), format.Thousands(b.Current+1), format.Thousands(len(b.Hits))
	switch more := len(b.Hits)+b.skipped >= find.Limit; {
	case found && more:
		said = locale.T("{{.At}} of {{.All}} or more", "At", at, "All", of)
	case found:
		said = locale.T("{{.At}} of {{.All}}", "At", at, "All", of)
	case more:
		said = locale.T("No hit so far")
	}
	if b.skipped > 0 {
		said += ", " + locale.N("{{.N}} in boilerplate", b.skipped)
	}
	b.Count.SetText(said)
}
