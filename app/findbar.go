package app

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
	"factmark/store"
	"factmark/widgets/chip"
	"factmark/widgets/docview"
)

// findBar searches the open document while one types. All hits are marked in
// the text; Enter goes to the next one, Shift+Enter to the one before.
type findBar struct {
	desk  *desk
	view  *docview.View
	entry *keyEntry
	count *widget.Label
	body  *fyne.Container

	caseChip, wordChip, looseChip, patternChip *chip.Chip

	hits    []docview.Span
	settled bool   // they are those of the words that stand there now
	current int    // the hit that is gone to, -1 when there is none
	skipped int    // hits in what is not content
	from    int    // where the caret was: the first hit gone to is the next one from there
	asked   latest // searches
	stop    context.CancelFunc

	text   func() string
	leave  func() // gives the keyboard back to where the bar was opened from
	intoIt func() // gives it to the text
}

// findTime is how long a search may take before it is stopped.
const findTime = 5 * time.Second

func newFindBar(d *desk, view *docview.View, text func() string, intoIt, leave func()) *findBar {
	b := &findBar{desk: d, view: view, text: text, intoIt: intoIt, leave: leave, current: -1, stop: func() {}}
	b.entry = newKeyEntry(b.typed)
	b.entry.SetPlaceHolder("Find in this document")
	b.entry.OnChanged = func(string) { b.search() }
	b.count = widget.NewLabel("")
	b.count.SizeName = theme.SizeNameCaptionText
	b.count.Truncation = fyne.TextTruncateEllipsis
	toggle := func(text string, selected bool) *chip.Chip {
		c := chip.New("", text, rgb(0), rgb(0), nil)
		c.Selected, c.OnKey = selected, b.typed
		c.OnTapped = func() {
			c.Selected = !c.Selected
			c.Refresh()
			b.search()
		}
		return c
	}
	b.caseChip = toggle("Match case", false)
	b.wordChip = toggle("Whole words", false)
	b.looseChip = toggle("Ignore accents and kinds of quotes", true)
	b.patternChip = toggle("Pattern", false)
	button := func(icon fyne.Resource, tapped func()) *keyButton {
		k := newKeyButton("", b.typed, tapped)
		k.Icon, k.Importance = icon, widget.LowImportance
		return k
	}
	back := button(theme.NavigateBackIcon(), func() { b.step(-1) })
	next := button(theme.NavigateNextIcon(), func() { b.step(+1) })
	shut := button(theme.CancelIcon(), b.close)
	b.body = container.NewVBox(
		container.New(layout.NewCustomPaddedLayout(4, 0, 8, 8), container.NewVBox(
			container.NewBorder(nil, nil, nil, container.NewHBox(back, next, shut), b.entry),
			container.New(layout.NewRowWrapLayoutWithCustomPadding(4, 4), b.caseChip, b.wordChip, b.looseChip, b.patternChip),
			b.count)),
		widget.NewSeparator())
	b.body.Hide()
	d.opened.listen(func(opening) {
		b.from = 0
		b.look()
	})
	return b
}

// open shows the bar, with the selected words in it if there are some.
func (b *findBar) open(selected span) {
	b.from = selected.start
	b.body.Show()
	if words := format.OneLine(selected.text); words != "" && len(words) < 200 {
		b.entry.SetText(words)
	}
	b.entry.TypedShortcut(&fyne.ShortcutSelectAll{})
	b.search()
}

// close hides the bar and leaves the hit gone to selected, ready to be labelled.
func (b *findBar) close() {
	if !b.body.Visible() {
		return
	}
	b.body.Hide()
	hit, found := b.hit()
	found = found && b.settled // else it is a hit of fewer words than were typed
	b.look()
	if found {
		b.view.Select(hit.Start, hit.End)
	}
	b.leave()
}

// toText gives the keyboard back to the text, with the hit selected, and lets the bar stand.
func (b *findBar) toText() {
	if hit, found := b.hit(); found && b.settled {
		b.view.Select(hit.Start, hit.End)
	}
	b.intoIt()
}

func (b *findBar) hit() (docview.Span, bool) {
	if b.current < 0 || b.current >= len(b.hits) {
		return docview.Span{}, false
	}
	return b.hits[b.current], true
}

func (b *findBar) typed(name fyne.KeyName) bool {
	switch name {
	case fyne.KeyEscape:
		b.close()
	case fyne.KeyF6:
		b.toText()
	case fyne.KeyReturn, fyne.KeyEnter:
		if shiftHeld() {
			b.step(-1)
		} else {
			b.step(+1)
		}
	case fyne.KeyDown:
		b.step(+1)
	case fyne.KeyUp:
		b.step(-1)
	default:
		return false
	}
	return true
}

// search looks for what is asked for now. Whoever searches has left the claim in
// hand: it may be out of sight, and no key must change it there.
func (b *findBar) search() {
	if b.entry.Text != "" {
		b.desk.choose("", false)
	}
	b.look()
}

// look looks for the words away from the interface thread; a search that was
// overtaken or takes too long is stopped.
func (b *findBar) look() {
	b.stop()
	current := b.asked.ask()
	b.settled = false
	query := find.Query{
		Words: b.entry.Text, MatchCase: b.caseChip.Selected, WholeWord: b.wordChip.Selected,
		Loose: b.looseChip.Selected, Regexp: b.patternChip.Selected,
	}
	if !b.body.Visible() || query.Words == "" {
		b.show(nil, 0)
		b.count.SetText("")
		return
	}
	ctx, stop := context.WithTimeout(b.desk.ctx, findTime)
	b.stop = stop
	text, aside := b.text(), b.desk.notContent
	b.desk.back.do(func() {
		defer stop()
		found, err := find.All(ctx, text, query)
		hits, skipped := within(found, aside)
		b.desk.back.post(func() {
			if !current() {
				return
			}
			switch {
			case errors.Is(err, context.DeadlineExceeded):
				b.show(nil, 0)
				b.count.SetText("This takes too long and was stopped.")
			case err != nil:
				b.show(nil, 0)
				b.count.SetText(format.UpperFirst(err.Error()))
			default:
				b.show(hits, skipped)
			}
		})
	})
}

// within parts the hits in the content from those that lie in what is none.
func within(found []find.Hit, aside []store.Passage) (hits []docview.Span, skipped int) {
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
func (b *findBar) show(hits []docview.Span, skipped int) {
	b.hits, b.skipped, b.settled = hits, skipped, true
	b.current = -1
	if len(hits) > 0 {
		b.current = sort.Search(len(hits), func(i int) bool { return hits[i].Start >= b.from }) % len(hits)
	}
	b.goTo()
}

func (b *findBar) step(by int) {
	if len(b.hits) == 0 || !b.settled {
		return
	}
	b.current = (b.current + by + len(b.hits)) % len(b.hits)
	b.from = b.hits[b.current].Start
	b.desk.choose("", false)
	b.goTo()
}

func (b *findBar) goTo() {
	b.view.SetHits(b.hits, b.current)
	hit, found := b.hit()
	if found {
		b.view.Reveal(hit.Start, hit.End)
	}
	said := "No hit"
	if found {
		said = format.Thousands(b.current+1) + " of " + format.Thousands(len(b.hits))
	}
	if len(b.hits)+b.skipped >= find.Limit {
		said += " or more"
	}
	if b.skipped > 0 {
		said += ", " + format.Thousands(b.skipped) + " outside the content"
	}
	b.count.SetText(said)
}
