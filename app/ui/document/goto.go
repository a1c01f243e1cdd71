package document

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"factmark/app/format"
	"factmark/app/locale"
	"factmark/app/ui/dialogs"
	"factmark/store"
	"factmark/widgets/docview"
)

// locations are locators as they stand beside the text.
func locations(all []store.Locator) []docview.Location {
	beside := make([]docview.Location, len(all))
	for i, l := range all {
		beside[i] = docview.Location{At: l.Start, Short: shortLocator(l), Long: string(l.Kind) + " " + l.Label}
	}
	return beside
}

// shortLocator is what stands of a locator in the gutter: "p. 3", a time in whole seconds without its speaker.
func shortLocator(l store.Locator) string {
	switch l.Kind {
	case store.LocatorPage:
		return "p. " + l.Label
	case store.LocatorTime:
		if at := clockTime.FindString(l.Label); at != "" {
			at, _, _ = strings.Cut(at, ".")
			return at
		}
	case store.LocatorSlide, store.LocatorRow:
		return string(l.Kind) + " " + l.Label
	}
	return l.Label
}

// clockTime is a time at the beginning of a label, or as it is typed: hours, minutes and seconds, or the last two.
var clockTime = regexp.MustCompile(`^(?:(\d{1,4}):)?(\d{1,3}):(\d{2})(?:[.,](\d{1,3}))?(?:\s|$)`)

// timeIn gives the time that a label begins with, and whether it has a fraction of a second.
func timeIn(label string) (at time.Duration, fraction, ok bool) {
	parts := clockTime.FindStringSubmatch(label)
	if parts == nil {
		return 0, false, false
	}
	number := func(s string) time.Duration {
		n, _ := strconv.Atoi(s) // "" is 0
		return time.Duration(n)
	}
	at = number(parts[1])*time.Hour + number(parts[2])*time.Minute + number(parts[3])*time.Second +
		number((parts[4] + "000")[:3])*time.Millisecond
	return at, parts[4] != "", true
}

// findLocator gives the locator that the user means: the one with this label, or written so in the gutter, else a chapter whose
// title begins so, or the last time at or before this one.
func findLocator(all []store.Locator, asked string) (store.Locator, bool) {
	asked = strings.Join(strings.Fields(asked), " ")
	for _, names := range []func(store.Locator) string{
		func(l store.Locator) string { return l.Label },
		func(l store.Locator) string { return string(l.Kind) + " " + l.Label },
		shortLocator,
	} {
		if i := slices.IndexFunc(all, func(l store.Locator) bool { return strings.EqualFold(names(l), asked) }); i >= 0 {
			return all[i], true
		}
	}
	if i := slices.IndexFunc(all, func(l store.Locator) bool {
		return l.Kind == store.LocatorChapter && asked != "" && strings.HasPrefix(strings.ToLower(l.Label), strings.ToLower(asked))
	}); i >= 0 {
		return all[i], true
	}
	at, fraction, ok := timeIn(asked)
	if !ok {
		return store.Locator{}, false
	}
	best, bestAt, found := store.Locator{}, time.Duration(0), false
	for _, l := range all {
		began, _, timed := timeIn(l.Label)
		if l.Kind != store.LocatorTime || !timed {
			continue
		}
		if !fraction && began.Truncate(time.Second) == at { // as the gutter shows it
			return l, true
		}
		// Where nothing was said so early, the earliest is meant.
		if !found || bestAt > at && began < bestAt || began <= at && began > bestAt {
			best, bestAt, found = l, began, true
		}
	}
	return best, found
}

// GoToCaption is what the menu says of going to a part of a document: "Go to page…"; "" where it has no locators.
func GoToCaption(all []store.Locator) string {
	if len(all) == 0 {
		return ""
	}
	return locale.T("{{.Title}}…", "Title", goToWords(all).title)
}

// partWords are the texts about one kind of part of documents.
type partWords struct{ title, name, enter, none string }

// goToWords are the texts about what the locators of a document count.
func goToWords(all []store.Locator) partWords {
	kind := all[0].Kind
	for _, l := range all {
		if l.Kind != kind {
			kind = ""
		}
	}
	switch kind {
	case store.LocatorPage:
		return partWords{locale.T("Go to page"), locale.T("Page"), locale.T("Enter a page."), locale.T("There is no such page.")}
	case store.LocatorTime:
		return partWords{locale.T("Go to time"), locale.T("Time"), locale.T("Enter a time."), locale.T("A time is minutes and seconds, or hours too: 12:05 or 1:12:05.")}
	case store.LocatorChapter:
		return partWords{locale.T("Go to chapter"), locale.T("Chapter"), locale.T("Enter a chapter."), locale.T("There is no such chapter.")}
	case store.LocatorSlide:
		return partWords{locale.T("Go to slide"), locale.T("Slide"), locale.T("Enter a slide."), locale.T("There is no such slide.")}
	case store.LocatorRow:
		return partWords{locale.T("Go to row"), locale.T("Row"), locale.T("Enter a row."), locale.T("There is no such row.")}
	}
	return partWords{locale.T("Go to place"), locale.T("Place"), locale.T("Enter a place."), locale.T("There is no such place.")}
}

// AskGoTo asks for a page, a time or another part of the open document, and goes there.
func (d *DocumentDialogs) AskGoTo() {
	model := d.Workspace
	all, id := model.Locators, model.Document.ID
	if len(all) == 0 {
		model.Notices.Send(locale.T("This document has no pages, times or chapters to go to."))
		return
	}
	words := goToWords(all)
	label := d.DetailEntry("", goToHint(all))
	problem := d.NewFormProblem(2)
	form := container.New(layout.NewFormLayout(), widget.NewLabel(words.name), problem.Field(label))
	gone := false
	d.ShowModal(dialogs.Modal{Title: words.title, Content: container.NewVBox(form, problem.Body), Confirm: locale.T("Go"), Cancel: locale.T("Cancel"), Width: 420, Focus: label,
		OnConfirm: func() bool {
			l, found := findLocator(all, label.Text)
			switch {
			case !found && strings.TrimSpace(label.Text) == "":
				return problem.At(label, words.enter)
			case !found:
				return problem.At(label, locale.T("{{.NoSuch}} The first is “{{.First}}”, the last “{{.Last}}”.", "NoSuch", words.none, "First", shortLabel(all[0]), "Last", shortLabel(all[len(all)-1])))
			}
			gone = true
			if model.Document.ID == id {
				d.Text.goTo(l)
			}
			return true
		},
		OnClose: func() {
			if gone {
				d.FocusText()
			}
		}})
}

// goToHint shows what may be typed.
func goToHint(all []store.Locator) string {
	if first, last := shortLabel(all[0]), shortLabel(all[len(all)-1]); first != last {
		return first + " to " + last
	}
	return shortLabel(all[0])
}

// shortLabel is the label of a locator as it may be typed.
func shortLabel(l store.Locator) string {
	if l.Kind == store.LocatorTime {
		return format.Shorten(shortLocator(l), 24)
	}
	return format.Shorten(l.Label, 24)
}

// flashed is how much of a part is pointed at, in code points.
const flashed = 100

// goTo brings the beginning of a part of the document to the top of the page, with the caret there.
func (p *Pane) goTo(l store.Locator) {
	p.model.Choose("", false)
	p.place(func() { p.View.Select(l.Start, l.Start) })
	p.View.SetTopOffset(l.Start)
	p.View.Flash(l.Start, min(l.End, l.Start+flashed))
	p.Selected.Send(p.selection())
}
