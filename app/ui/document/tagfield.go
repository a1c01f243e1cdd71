package document

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"factmark/app/format"
	"factmark/app/ui/dialogs"
	"factmark/app/workspace"
	"factmark/store"
	"factmark/widgets/chip"
)

// tagField is a field for tags, which are separated by commas. Below it stand tags in use that go on with what is typed; a click
// takes one, and Down the first.
type tagField struct {
	Entry    *dialogs.KeyEntry
	known    []string // tags in use, the most used first
	proposed []string
	chips    *chip.Rows
	host     *dialogs.Host
}

// mostProposed is how many tags are proposed at once.
const mostProposed = 8

func newTagField(host *dialogs.Host, text, hint string, known []string) *tagField {
	f := &tagField{host: host, known: known, chips: chip.NewRows()}
	f.Entry = dialogs.NewKeyEntry(func(name fyne.KeyName) bool {
		if name == fyne.KeyDown && len(f.proposed) > 0 {
			f.take(f.proposed[0])
			return true
		}
		return host.ModalKey(name)
	})
	f.Entry.SetPlaceHolder(hint)
	f.Entry.SetText(text)
	f.Entry.OnChanged = func(string) { f.propose() }
	f.propose()
	return f
}

// body is the field with the proposals below it.
func (f *tagField) body(problem *dialogs.FormProblem) fyne.CanvasObject {
	return container.New(layout.NewCustomPaddedVBoxLayout(2), problem.Field(f.Entry), f.chips)
}

// typed parts the tag that is being typed from those before it.
func (f *tagField) typed() (before []string, last string) {
	text := f.Entry.Text
	at := strings.LastIndexByte(text, ',') + 1
	return store.SplitTags(text[:at]), strings.TrimSpace(text[at:])
}

// propose shows the tags in use that hold what is typed, those that begin with it first.
func (f *tagField) propose() {
	before, last := f.typed()
	last = format.Fold(last)
	var starting, holding []string
	for _, tag := range f.known {
		folded := format.Fold(tag)
		switch {
		case folded == last || slices.ContainsFunc(before, func(there string) bool { return strings.EqualFold(there, tag) }):
		case strings.HasPrefix(folded, last):
			starting = append(starting, tag)
		case strings.Contains(folded, last):
			holding = append(holding, tag)
		}
	}
	proposed := append(starting, holding...)
	proposed = proposed[:min(len(proposed), mostProposed)]
	if slices.Equal(proposed, f.proposed) {
		return
	}
	f.proposed = proposed
	f.chips.Box.RemoveAll()
	for _, tag := range f.proposed {
		c := chip.New("", dialogs.VisualOrder(format.Shorten(tag, 40)), dialogs.Rgb(0), dialogs.Rgb(0), func() {
			f.take(tag)
			f.host.Win.Canvas().Focus(f.Entry)
		})
		c.Selected, c.OnKey = true, f.host.ModalKey
		f.chips.Box.Add(c)
	}
	f.chips.Refresh()
}

// take puts a tag in place of what is being typed, and begins another.
func (f *tagField) take(tag string) {
	before, _ := f.typed()
	f.Entry.SetText(store.JoinTags(append(before, tag)) + ", ")
	f.Entry.CursorColumn = len([]rune(f.Entry.Text))
	f.Entry.Refresh()
}

// tagsOf are the tags among the values that documents can be filtered by.
func tagsOf(values []workspace.FilterValue) (tags []string) {
	for _, v := range values {
		if v.Kind == workspace.FilterTag && v.Value != "" {
			tags = append(tags, v.Value)
		}
	}
	return tags
}

// tagsIn are the tags of some documents, the most used first.
func tagsIn(documents []store.Document) []string {
	counts, written := map[string]int{}, []string{}
	for _, doc := range documents {
		for _, tag := range store.SplitTags(doc.Tags) {
			folded := format.Fold(tag)
			if counts[folded]++; counts[folded] == 1 {
				written = append(written, tag)
			}
		}
	}
	slices.SortStableFunc(written, func(a, b string) int { return counts[format.Fold(b)] - counts[format.Fold(a)] })
	return written
}
