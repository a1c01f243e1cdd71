package claims

import (
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"factmark/app/dataset"
	"factmark/app/format"
	"factmark/app/labelset"
	"factmark/app/locale"
	"factmark/app/ui/dialogs"
	"factmark/store"
	"factmark/widgets/docview"
	"factmark/widgets/textfield"
)

// meanings are what a label can stand for, as the store keeps it.
var meanings = []string{"supported", "disputed", "unclear", "none"}

// meaningName is how a meaning is called.
func meaningName(meaning string) string {
	switch meaning {
	case "supported":
		return locale.T("supported")
	case "disputed":
		return locale.T("disputed")
	case "unclear":
		return locale.T("unclear")
	}
	return locale.X("meaning: other", "other")
}

// colourPairs are colours that are legible on both pages, as the user reads them.
var colourPairs = []struct{ name, light, dark string }{
	{locale.Mark("blue"), "#0072B2", "#56B4E9"}, {locale.Mark("vermilion"), "#C2410C", "#F59E6C"}, {locale.Mark("olive"), "#7A6A00", "#E6C84F"}, {locale.Mark("purple"), "#8E3B8A", "#D9A0D6"},
	{locale.Mark("green"), "#00735A", "#4FD1AE"}, {locale.Mark("violet"), "#5B3FA8", "#B8A6F2"}, {locale.Mark("brown"), "#8A4B08", "#DDA76A"}, {locale.Mark("crimson"), "#A61E4D", "#F59BB6"},
	{locale.Mark("moss"), "#3E6B00", "#A3D160"}, {locale.Mark("teal"), "#00707A", "#5ACBD6"}, {locale.Mark("slate"), "#4A5568", "#B3BDCC"}, {locale.Mark("rust"), "#6B2D0F", "#E0997A"},
}

// patterns are those of underlines, as the store keeps them and, translated, as the user reads them.
var patterns = []string{locale.Mark("solid"), locale.Mark("double"), locale.Mark("dotted"), locale.Mark("dashed"), locale.Mark("wavy")}

// inWords are names as the user reads them.
func inWords(names []string) (words []string) {
	for _, name := range names {
		words = append(words, locale.T(name))
	}
	return words
}

func ownColours() string { return locale.T("custom") }

// labelForm is what can be said of one label, to be typed.
type labelForm struct {
	window *labelsDialog
	stored store.Label // as it was when the form was made; its ID is empty for a new one

	name      *dialogs.KeyEntry
	meaning   *dialogs.KeySelect
	group     *dialogs.KeySelectEntry
	rating    *dialogs.KeyEntry
	key       *dialogs.KeyEntry
	colours   *dialogs.KeySelect
	light     *dialogs.KeyEntry
	dark      *dialogs.KeyEntry
	pattern   *dialogs.KeySelect
	guideline *textfield.Field

	samples [2]*docview.Sample
	remarks *widget.Label // what is to be known of its key, its look and its exports
	body    fyne.CanvasObject
	filling bool // the fields are being filled in
}

func (w *labelsDialog) newForm(l store.Label) *labelForm {
	f := &labelForm{window: w, stored: l, filling: true}
	entry := func(text, hint string) *dialogs.KeyEntry {
		e := dialogs.NewKeyEntry(w.ModalKey)
		e.SetText(text)
		e.SetPlaceHolder(hint)
		e.OnChanged = func(string) { f.changed() }
		return e
	}
	choice := func(options []string, chosen string) *dialogs.KeySelect {
		s := dialogs.NewKeySelect(options, w.ModalEnd)
		s.SetSelected(chosen)
		s.OnChanged = func(string) { f.changed() }
		return s
	}
	f.name = entry(l.Name, locale.T("Name of the label"))
	f.meaning = choice(nil, "")
	for _, m := range meanings {
		f.meaning.Options = append(f.meaning.Options, meaningName(m))
		if m == l.Meaning {
			f.meaning.SetSelected(meaningName(m))
		}
	}
	f.group = dialogs.NewKeySelectEntry(w.groups(), w.ModalKey)
	f.group.SetText(l.Group)
	f.group.SetPlaceHolder(locale.T("No group"))
	f.group.OnChanged = func(string) { f.changed() }
	f.rating = entry(ratingText(l.Rating), locale.T("No rating (1 is worst)"))
	f.key = entry(l.Key, w.keyHint(l))
	f.light, f.dark = entry(l.Light, w.colourHint(l)), entry(l.Dark, w.colourHint(l))
	f.pattern = choice(inWords(patterns), patternName(l.Pattern))
	f.colours = choice(nil, "")
	for _, c := range colourPairs {
		f.colours.Options = append(f.colours.Options, locale.T(c.name))
	}
	f.colours.Options = append(f.colours.Options, ownColours())
	if l.ID == "" {
		f.colours.PlaceHolder, f.pattern.PlaceHolder = w.colourHint(l), w.colourHint(l)
	}
	f.colours.OnChanged = func(name string) {
		for _, c := range colourPairs {
			if locale.T(c.name) == name && !f.filling {
				f.light.SetText(c.light)
				f.dark.SetText(c.dark)
			}
		}
	}
	f.guideline = w.TextField(locale.T("When to use this label, with an example and a counterexample"), 2)
	f.guideline.SetText(l.Guideline)
	f.guideline.OnChanged = f.changed
	before, rest, _ := strings.Cut(locale.T("The mayor said [the river rose by three metres] in a night."), "[")
	marked, behind, _ := strings.Cut(rest, "]")
	for i, look := range looksOf(l) {
		f.samples[i] = docview.NewSample(look.page, look.ink, before, marked, behind)
	}
	f.remarks = dialogs.Wrapped("")
	f.remarks.SizeName = theme.SizeNameCaptionText
	frame := w.problem.Field
	two := func(a, b fyne.CanvasObject) fyne.CanvasObject { return container.NewGridWithColumns(2, a, b) }
	f.body = container.NewVBox(container.New(layout.NewFormLayout(),
		widget.NewLabel(locale.T("Name")), frame(f.name),
		widget.NewLabel(locale.T("Meaning, group")), two(f.meaning, f.group),
		widget.NewLabel(locale.T("Key, rating")), two(frame(f.key), frame(f.rating)),
		widget.NewLabel(locale.T("Colours, pattern")), two(f.colours, f.pattern),
		widget.NewLabel(locale.T("Light, dark page")), two(frame(f.light), frame(f.dark)),
		dialogs.Top(widget.NewLabel(locale.T("On the page"))), container.NewVBox(f.samples[0], f.samples[1]),
		dialogs.Top(widget.NewLabel(locale.T("Guideline"))), frame(f.guideline),
	), f.remarks)
	f.watch(w.drafts)
	f.filling = false
	f.changed()
	return f
}

// patternName is how a pattern that the store keeps is called, and patternOf the pattern that is called so.
func patternName(pattern string) string {
	if pattern == "" {
		return ""
	}
	return locale.T(pattern)
}

func patternOf(name string) string {
	for _, p := range patterns {
		if locale.T(p) == name {
			return p
		}
	}
	return name
}

func ratingText(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// watch has drafts kept of what is typed into the form; the field of a new label has no id before the space.
func (f *labelForm) watch(drafts *dialogs.DraftForm) {
	add := func(field, title, stored string, set func(string), changed *func(string)) {
		drafts.Add(f.stored.ID+" "+field, locale.T("{{.Field}} of “{{.Label}}”", "Field", title, "Label", format.Shorten(f.stored.Name, 40)), stored, set, changed)
	}
	add("name", locale.T("Name"), f.stored.Name, f.name.SetText, &f.name.OnChanged)
	add("meaning", locale.T("Meaning"), f.meaning.Selected, f.meaning.SetSelected, &f.meaning.OnChanged)
	add("group", locale.T("Group"), f.stored.Group, f.group.SetText, &f.group.OnChanged)
	add("rating", locale.T("Rating"), f.rating.Text, f.rating.SetText, &f.rating.OnChanged)
	add("key", locale.T("Key"), f.stored.Key, f.key.SetText, &f.key.OnChanged)
	add("light", locale.T("Colour on the light page"), f.stored.Light, f.light.SetText, &f.light.OnChanged)
	add("dark", locale.T("Colour on the dark page"), f.stored.Dark, f.dark.SetText, &f.dark.OnChanged)
	add("pattern", locale.T("Pattern"), f.pattern.Selected, f.pattern.SetSelected, &f.pattern.OnChanged)
	drafts.AddText(f.stored.ID+" guideline", locale.T("Guideline of “{{.Label}}”", "Label", format.Shorten(f.stored.Name, 40)), f.stored.Guideline, f.guideline)
}

// draftNames are the names of the form's fields among those of the drafts.
func (f *labelForm) draftNames() (all []string) {
	for _, field := range []string{"name", "meaning", "group", "rating", "key", "light", "dark", "pattern", "guideline"} {
		all = append(all, f.stored.ID+" "+field)
	}
	return all
}

// wanted is the label as the form says, over what is stored now of what the form leaves alone: another program, or an
// undo, may have changed that since.
func (f *labelForm) wanted() store.Label {
	was := f.stored
	now := was
	if i := f.window.model.LabelIndex(was.ID); was.ID != "" && i >= 0 {
		now = f.window.model.Labels[i]
	}
	typed := was
	typed.Name, typed.Group, typed.Guideline = strings.TrimSpace(f.name.Text), strings.TrimSpace(f.group.Text), strings.TrimSpace(f.guideline.Text())
	typed.Key, typed.Pattern = strings.ToUpper(strings.TrimSpace(f.key.Text)), patternOf(f.pattern.Selected)
	typed.Light, typed.Dark = strings.ToUpper(strings.TrimSpace(f.light.Text)), strings.ToUpper(strings.TrimSpace(f.dark.Text))
	for _, m := range meanings {
		if meaningName(m) == f.meaning.Selected {
			typed.Meaning = m
		}
	}
	for _, field := range []struct{ now, was, typed *string }{
		{&now.Name, &was.Name, &typed.Name}, {&now.Meaning, &was.Meaning, &typed.Meaning}, {&now.Group, &was.Group, &typed.Group},
		{&now.Guideline, &was.Guideline, &typed.Guideline}, {&now.Pattern, &was.Pattern, &typed.Pattern},
	} {
		if *field.typed != *field.was {
			*field.now = *field.typed
		}
	}
	for _, field := range []struct{ now, was, typed *string }{{&now.Key, &was.Key, &typed.Key}, {&now.Light, &was.Light, &typed.Light}, {&now.Dark, &was.Dark, &typed.Dark}} {
		if !strings.EqualFold(*field.typed, *field.was) {
			*field.now = *field.typed
		}
	}
	if n, _ := strconv.Atoi(strings.TrimSpace(f.rating.Text)); n != was.Rating {
		now.Rating = n
	}
	return now
}

// edited tells whether the form says something else than what is stored; of a label that is gone it says nothing any more.
func (f *labelForm) edited() bool {
	if f.stored.ID == "" {
		return f.wanted().Name != ""
	}
	i := f.window.model.LabelIndex(f.stored.ID)
	return i >= 0 && (f.wanted() != f.window.model.Labels[i] || strings.TrimSpace(f.rating.Text) != ratingText(f.wanted().Rating))
}

// changed shows what has become of the label's look, and what is to be known of it.
func (f *labelForm) changed() {
	if f.filling {
		return
	}
	l := f.wanted()
	name := ownColours()
	for _, c := range colourPairs {
		if strings.EqualFold(c.light, l.Light) && strings.EqualFold(c.dark, l.Dark) {
			name = locale.T(c.name)
		}
	}
	if l.Light == "" && l.Dark == "" {
		name = ""
	}
	if f.colours.Selected != name {
		f.filling = true
		if name == "" {
			f.colours.ClearSelected()
		} else {
			f.colours.SetSelected(name)
		}
		f.filling = false
	}
	for i, look := range looksOf(l) {
		f.samples[i].Colour, f.samples[i].Pattern = look.colour, dialogs.Patterns[l.Pattern]
		f.samples[i].Refresh()
	}
	said, importance := f.window.remarksOn(l)
	f.remarks.Importance = importance
	f.remarks.SetText(said)
}

// focused tells whether the keyboard is in the form.
func (f *labelForm) focused() bool {
	focused := f.window.Win.Canvas().Focused()
	return focused != nil && slices.Contains([]fyne.Focusable{f.name, f.meaning, f.group, f.rating, f.key, f.colours, f.light, f.dark, f.pattern, f.guideline}, focused)
}

// against says what stands against the label as it is typed, "" for nothing, and against which field.
func (f *labelForm) against() (dialogs.FormField, string) {
	l := f.wanted()
	n, err := strconv.Atoi(strings.TrimSpace(f.rating.Text))
	isColour := func(s string) bool {
		_, err := strconv.ParseUint(strings.TrimPrefix(s, "#"), 16, 32)
		return len(s) == 7 && s[0] == '#' && err == nil || s == "" && f.stored.ID == ""
	}
	newKey := l.Key != "" && !strings.EqualFold(l.Key, f.stored.Key)
	switch {
	case store.NameKey(l.Name) == "":
		return f.name, locale.T("Enter a name for the label.")
	case strings.TrimSpace(f.rating.Text) != "" && (err != nil || n < 1 || n > 100):
		return f.rating, locale.T("Enter a rating from 1 to 100, or leave it empty.")
	case newKey && !labelset.IsKey(l.Key):
		return f.key, locale.T("Enter one letter or digit as the key.")
	case newKey && l.Retired:
		return f.key, locale.T("A retired label can't have a key.")
	case newKey && f.window.KeyUse(l.Key) != "":
		return f.key, locale.T("The key {{.Key}} is already used: {{.Use}}. Choose another key.", "Key", l.Key, "Use", f.window.KeyUse(l.Key))
	case !isColour(l.Light):
		return f.light, locale.T("Enter a colour as #RRGGBB.")
	case !isColour(l.Dark):
		return f.dark, locale.T("Enter a colour as #RRGGBB.")
	case len(l.Guideline) > LongestGuideline:
		return f.guideline, locale.T("This guideline is too long.")
	}
	return nil, ""
}

// remarksOn says what is to be known of a label: of its key, of its look, and what exports make of it.
func (w *labelsDialog) remarksOn(l store.Label) (string, widget.Importance) {
	var warnings []string
	if l.Key != "" {
		other := slices.IndexFunc(w.model.Labels, func(other store.Label) bool { return other.ID != l.ID && strings.EqualFold(other.Key, l.Key) })
		if does := w.KeyUse(l.Key); does != "" {
			warnings = append(warnings, locale.T("The key {{.Key}} is already used: {{.Use}}.", "Key", l.Key, "Use", does))
		} else if other >= 0 {
			name := dialogs.VisualOrder(format.Shorten(format.NameLine(w.model.Labels[other].Name), 40))
			warning := locale.T("{{.Label}} has the key {{.Key}} now, and loses it when you save.", "Key", l.Key, "Label", name)
			if i := w.model.LabelIndex(l.ID); l.ID != "" && i >= 0 && w.model.Labels[i].Key != "" {
				warning = locale.T("{{.Label}} has the key {{.Key}} now. The two labels swap keys when you save.", "Key", l.Key, "Label", name)
			}
			warnings = append(warnings, warning)
		}
	}
	if l.Light != "" && l.Dark != "" {
		warnings = append(warnings, format.NonEmpty(tooFaint(l), alike(l, w.model.Labels))...)
	}
	var values []string
	for _, v := range dataset.Verdicts(l, append(slices.Clone(w.model.Labels), l)) {
		value := v.Value
		switch {
		case value == "" && v.Form == "ClaimReview":
			value = locale.T("no rating")
		case value == "":
			value = locale.T("from the evidence")
		}
		values = append(values, v.Form+": "+value)
	}
	said := locale.T("In exports: {{.Values}}", "Values", strings.Join(values, " · "))
	if len(warnings) > 0 {
		return strings.Join(warnings, " ") + "\n" + said, widget.WarningImportance
	}
	return said, widget.LowImportance
}
