package document

import (
	"image/color"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"

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
	chips    *fyne.Container // the proposals, in one row
	host     *dialogs.Host
}

func newTagField(host *dialogs.Host, text, hint string, known []string) *tagField {
	f := &tagField{host: host, known: known, chips: container.NewHBox()}
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
	if len(f.known) == 0 {
		return problem.Field(f.Entry)
	}
	room := canvas.NewRectangle(color.Transparent) // so that nothing moves where none is proposed
	room.SetMinSize(fyne.NewSize(0, chip.New("", "M", dialogs.Rgb(0), dialogs.Rgb(0), nil).MinSize().Height))
	return container.New(layout.NewCustomPaddedVBoxLayout(2), problem.Field(f.Entry), container.NewStack(room, f.chips))
}

// typed parts the tag that is being typed from those before it. One in use that is typed out is one of those.
func (f *tagField) typed() (before []string, last string) {
	text := f.Entry.Text
	at := strings.LastIndexByte(text, ',') + 1
	before, last = store.SplitTags(text[:at]), strings.TrimSpace(text[at:])
	if slices.ContainsFunc(f.known, func(tag string) bool { return strings.EqualFold(tag, last) }) {
		return append(before, last), ""
	}
	return before, last
}

// propose shows the tags in use that hold what is typed, those that begin with it first.
func (f *tagField) propose() {
	before, last := f.typed()
	last = format.Fold(last)
	var starting, holding []string
	for _, tag := range f.known {
		folded := format.Fold(tag)
		switch {
		case slices.ContainsFunc(before, func(there string) bool { return strings.EqualFold(there, tag) }):
		case strings.HasPrefix(folded, last):
			starting = append(starting, tag)
		case strings.Contains(folded, last):
			holding = append(holding, tag)
		}
	}
	f.proposed = nil
	f.chips.RemoveAll()
	room := max(300, f.Entry.Size().Width)
	for _, tag := range append(starting, holding...) {
		c := chip.New("", dialogs.VisualOrder(format.Shorten(tag, 40)), dialogs.Rgb(0), dialogs.Rgb(0), func() {
			f.take(tag)
			f.host.Win.Canvas().Focus(f.Entry)
		})
		c.Selected, c.OnKey = true, f.host.ModalKey
		if room -= c.MinSize().Width + theme.Padding(); room < 0 {
			break
		}
		f.proposed = append(f.proposed, tag)
		f.chips.Add(c)
	}
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
