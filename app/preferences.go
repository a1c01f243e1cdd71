package app

import (
	"image/color"
	"strconv"
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"factmark/app/locale"
	"factmark/app/profile"
	"factmark/app/ui/dialogs"
	"factmark/app/workspace"
	"factmark/widgets/docview"
)

// preferences are the dialog of that name while it is open: a list of sections, and the one that is chosen.
type preferences struct {
	w        *window
	dialog   *dialogs.OpenModal
	sections []preferenceSection
	list     *dialogs.RowList // nil in a narrow window
	name     *dialogs.KeyEntry
	language string // chosen; used once the dialog is closed

	languages, fonts             *dialogs.KeySelect
	setSize, setHeight, setWidth func(float64) // move the sliders
}

// preferenceSection is one page of the preferences. To add a setting, add a row to the function of its section.
type preferenceSection struct {
	title string
	body  fyne.CanvasObject
	first fyne.Focusable      // gets the keyboard when one goes into the section
	keep  func() (again bool) // checks and keeps what was typed when the dialog is confirmed; false keeps it open; may be nil
}

// The size of a section, and the width of the list of them, in pixels. All sections are as large, so that nothing moves.
const (
	sectionWidth, sectionHeight = 560, 400
	sectionsWidth               = 150
	sampleHeight                = 150
	sliderWords                 = 130 // beside a slider, so that all are of one length
)

// themeNames are the themes as one chooses among them.
var themeNames = []struct {
	theme profile.Theme
	name  string
}{
	{profile.System, locale.Mark("Same as system")}, {profile.Light, locale.Mark("Light")}, {profile.Dark, locale.Mark("Dark")},
}

// languageNames are the languages by their own names, which are not translated.
var languageNames = map[string]string{"en": "English", "de": "Deutsch", "es": "Español", "fr": "Français"}

// The sections, in their order.
const (
	sectionGeneral = iota
	sectionAppearance
	sectionReading
	sectionEditing
	sectionBackups
)

func (w *window) showPreferences() { w.openPreferences(sectionGeneral) }

// openPreferences shows one of the sections. In a window too narrow for the list of them they stand one below another.
func (w *window) openPreferences(section int) *preferences {
	p := &preferences{w: w, language: w.Profile.Language()}
	p.sections = []preferenceSection{p.general(), p.appearance(), p.reading(), p.editing(), p.backups()}
	focus := p.sections[section].first
	room := w.Win.Canvas().Size()
	var content fyne.CanvasObject
	if room.Width < sectionsWidth+sectionWidth {
		content = p.inOneColumn()
	} else {
		content = p.besideList(min(sectionHeight, room.Height-150))
		p.list.Select(section)
		if section == sectionGeneral {
			focus = p.list
		}
	}
	p.dialog = w.ShowModal(dialogs.Modal{Title: locale.T("Preferences"), Content: content, Confirm: locale.T("Done"), Focus: focus,
		OnConfirm: p.keep,
		OnLeave:   func() { w.SetName(p.name.Text) },
		OnClose:   p.closed})
	return p
}

func (p *preferences) inOneColumn() fyne.CanvasObject {
	column := container.NewVBox()
	for _, s := range p.sections {
		column.Add(dialogs.Bold(s.title))
		column.Add(s.body)
	}
	return column
}

// besideList shows one section beside the list of them.
func (p *preferences) besideList(height float32) fyne.CanvasObject {
	pages := container.NewStack()
	for _, s := range p.sections {
		page := container.NewVScroll(container.New(layout.NewCustomPaddedLayout(0, 0, 4, 12), s.body))
		page.Hide()
		pages.Add(page)
	}
	p.list = dialogs.NewRowList(func() int { return len(p.sections) }, func() fyne.CanvasObject { return dialogs.NewTextLine(false) },
		func(i int, o fyne.CanvasObject) { o.(*dialogs.Headline).SetText(p.sections[i].title) },
		func(chosen int) {
			for i, page := range pages.Objects {
				dialogs.SetVisible(page, i == chosen)
			}
		}, p.listKey)
	list := container.NewGridWrap(fyne.NewSize(sectionsWidth, height), p.list.Framed())
	return container.NewBorder(nil, nil, list, nil,
		container.New(layout.NewCustomPaddedLayout(0, 0, 12, 0), container.NewGridWrap(fyne.NewSize(sectionWidth, height), pages)))
}

// listKey acts on the keys of the list of sections: Enter and Right go into the section.
func (p *preferences) listKey(key fyne.KeyName) bool {
	switch key {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeyRight:
		p.w.Win.Canvas().Focus(p.sections[p.list.Chosen].first)
		return true
	}
	return p.w.ModalKey(key)
}

// keep takes over what was typed in all sections. One with a field at fault is shown.
func (p *preferences) keep() bool {
	for i, s := range p.sections {
		if s.keep == nil || s.keep() {
			continue
		}
		if p.list == nil {
			return false
		}
		p.list.Select(i)
		return s.keep() // which gives the field the keyboard, now that it is shown
	}
	return true
}

func (p *preferences) closed() {
	p.w.SetName(p.name.Text)
	if p.language != p.w.Profile.Language() {
		p.w.setLanguage(p.language)
	}
}

func hint(text string) *widget.Label {
	l := dialogs.Small(text)
	l.Importance = widget.LowImportance
	return l
}

// minHeight is empty room of a height in pixels.
func minHeight(height float32) fyne.CanvasObject {
	room := canvas.NewRectangle(color.Transparent)
	room.SetMinSize(fyne.NewSize(0, height))
	return room
}

// fontName is what a font of the page is called.
func fontName(font string) string {
	switch font {
	case profile.Sans:
		return "Noto Sans"
	case profile.Serif:
		return "Noto Serif"
	}
	return font
}

// rows lay out a section: names at the left, fields at the right.
func rows(objects ...fyne.CanvasObject) fyne.CanvasObject {
	return container.New(layout.NewFormLayout(), objects...)
}

func (p *preferences) general() preferenceSection {
	w := p.w
	p.name = dialogs.NewKeyEntry(w.ModalKey)
	p.name.SetText(w.Profile.Person().Name)
	names := []string{locale.T("Same as system")}
	for _, tag := range locale.Languages {
		names = append(names, languageNames[tag])
	}
	language := dialogs.NewKeySelect(names, w.ModalEnd)
	p.languages = language
	language.Selected = names[0]
	if p.language != "" {
		language.Selected = languageNames[p.language]
	}
	language.OnChanged = func(string) {
		p.language = ""
		if i := language.SelectedIndex(); i > 0 {
			p.language = locale.Languages[i-1]
		}
	}
	return preferenceSection{title: locale.T("General"), first: p.name, body: rows(
		dialogs.Top(widget.NewLabel(locale.T("Your name"))), container.NewVBox(p.name, hint(locale.T("Your name appears on every claim you make, and in exports."))),
		dialogs.Top(widget.NewLabel(locale.T("Language"))), container.NewVBox(language, hint(locale.T("The language changes when you close this window."))),
	)}
}

func (p *preferences) appearance() preferenceSection {
	w := p.w
	choice := dialogs.NewRadioGroup(w.ModalKey)
	for _, t := range themeNames {
		choice.Options = append(choice.Options, locale.T(t.name))
	}
	choice.Refresh()
	for _, t := range themeNames {
		if t.theme == w.Profile.Theme() {
			choice.SetSelected(locale.T(t.name))
		}
	}
	choice.OnChanged = func(chosen string) {
		for _, t := range themeNames {
			if locale.T(t.name) == chosen {
				w.setTheme(t.theme)
			}
		}
	}
	contrast := dialogs.NewKeyCheck(w.ModalKey)
	contrast.Text, contrast.Checked, contrast.OnChanged = locale.T("High contrast"), w.highContrast, w.setHighContrast
	return preferenceSection{title: locale.T("Appearance"), first: choice.Box.Objects[0].(fyne.Focusable), body: rows(
		dialogs.Top(widget.NewLabel(locale.T("Theme"))), container.NewVBox(choice, contrast),
		dialogs.Top(widget.NewLabel(locale.T("Window scale"))), container.NewVBox(w.newScaleChoice(), hint(locale.T("Makes everything in the window larger: text, buttons and menus."))),
	)}
}

// editing has what is shown with a text while one works in it.
func (p *preferences) editing() preferenceSection {
	w := p.w
	check := func(caption string, on bool, toggle func()) *dialogs.KeyCheck {
		c := dialogs.NewKeyCheck(w.ModalKey)
		c.Text, c.Checked = caption, on
		c.OnChanged = func(bool) { toggle() }
		return c
	}
	numbers := check(locale.T("Number the paragraphs"), w.numbers, w.toggleNumbers)
	return preferenceSection{title: locale.T("Editing"), first: numbers, body: container.NewVBox(
		numbers,
		check(locale.T("Mark relative dates in documents without a date"), w.dates, w.toggleDates),
		check(locale.T("Mark sentences worth checking"), w.suggestions, w.toggleSuggestions),
	)}
}

func (p *preferences) backups() preferenceSection {
	backups := p.w.NewBackupChoice()
	p.w.Back.OnUI(backups.Look)
	return preferenceSection{title: locale.T("Backups"), first: backups.Path, keep: backups.Keep, body: rows(
		dialogs.Top(widget.NewLabel(locale.T("Folder"))), backups.Body,
	)}
}

// slider is a row of the preferences for a number: the slider, and the number beside it in words.
func (p *preferences) slider(least, most, step, value float64, words func(float64) string, changed func(float64)) (fyne.CanvasObject, func(float64)) {
	s := dialogs.NewKeySlider(least, most, p.w.ModalEnd)
	s.Step = step
	shown := widget.NewLabel(words(value))
	s.Value = value
	s.OnChanged = func(v float64) {
		shown.SetText(words(v))
		changed(v)
	}
	width := max(sliderWords, fyne.MeasureText(words(most)+"0", theme.TextSize(), fyne.TextStyle{}).Width+2*theme.InnerPadding())
	return container.NewBorder(nil, nil, nil, container.NewGridWrap(fyne.NewSize(width, shown.MinSize().Height), shown), s), s.SetValue
}

// reading has the font of texts and how they are set, with a text to look at.
func (p *preferences) reading() preferenceSection {
	w := p.w
	sample := docview.New()
	sample.After = w.Back.Later
	sample.OnKey = func(e *fyne.KeyEvent) { w.ModalKey(e.Name) }
	style := 0 // of a claim without a label
	if w.Workspace != nil && len(w.Workspace.Labels) > 0 {
		sample.SetStyles(dialogs.Styles(w.Workspace.Labels[:1]))
		style = 1
	} else {
		sample.SetStyles(dialogs.Styles(nil))
	}
	text := locale.T("The council met on Monday and approved a budget of 10 million euros. A spokesperson said that no school would close this year. The opposition asked for the figures of each district, which the council will publish in March.")
	claim := locale.T("no school would close this year")
	before, _, is := strings.Cut(text, claim)
	start := utf8.RuneCountInString(before)
	marked := []docview.Highlight{{ID: "sample", Start: start, End: start + utf8.RuneCountInString(claim), Style: style}}
	if !is {
		marked = nil
	}
	sample.SetText(text, marked)
	chosen := w.Reading
	problem := w.NewFormProblem(1)
	show := func() {
		w.setReading(chosen, func(err error) {
			sample.SetTypography(w.Typography())
			problem.Clear()
			if err != nil {
				problem.Tell(locale.T("This font can't be used. The text is shown in the usual font."), widget.DangerImportance)
			}
		})
	}
	fonts := dialogs.NewKeySelect([]string{fontName(profile.Sans), fontName(profile.Serif)}, w.ModalEnd)
	fonts.Selected = fontName(chosen.Font)
	p.fonts = fonts
	fonts.OnChanged = func(name string) {
		chosen.Font = name
		if i := fonts.SelectedIndex(); i < 2 {
			chosen.Font = []string{profile.Sans, profile.Serif}[i]
		}
		show()
	}
	w.Back.Go(func() {
		families := docview.Families()
		w.Back.OnUI(func() {
			for _, f := range families {
				if f.Name != fontName(profile.Sans) && f.Name != fontName(profile.Serif) {
					fonts.Options = append(fonts.Options, f.Name)
				}
			}
			fonts.Refresh()
		})
	})
	size, setSize := p.slider(profile.MinTextSize, profile.MaxTextSize, 1, float64(chosen.Size),
		func(v float64) string { return locale.T("{{.Size}} px", "Size", int(v)) },
		func(v float64) { chosen.Size = float32(v); show() })
	height, setHeight := p.slider(profile.MinLineHeight, profile.MaxLineHeight, 0.05, float64(chosen.LineHeight),
		func(v float64) string { return locale.Decimal(strconv.FormatFloat(v, 'f', 2, 64)) },
		func(v float64) { chosen.LineHeight = float32(v); show() })
	width, setWidth := p.slider(profile.MinColumns, profile.MaxColumns, 5, float64(chosen.Columns),
		func(v float64) string { return locale.N("{{.N}} characters", int(v)) },
		func(v float64) { chosen.Columns = int(v); show() })
	p.setSize, p.setHeight, p.setWidth = setSize, setHeight, setWidth
	usual := dialogs.NewKeyButton(locale.T("Restore defaults"), w.ModalKey, func() {
		d := profile.DefaultReading()
		setSize(float64(d.Size))
		setHeight(float64(d.LineHeight))
		setWidth(float64(d.Columns))
		fonts.SetSelected(fontName(d.Font))
	})
	show()
	page := container.NewStack(sample, minHeight(sampleHeight))
	return preferenceSection{title: locale.T("Reading"), first: fonts, body: container.NewVBox(rows(
		widget.NewLabel(locale.T("Font")), fonts,
		widget.NewLabel(locale.T("Size")), size,
		widget.NewLabel(locale.T("Line height")), height,
		widget.NewLabel(locale.T("Line length")), width,
	), page, container.NewBorder(nil, nil, usual, nil, problem.Body))}
}

// setReading has the texts set in another way; done is called when they are, with an error where the font cannot be used.
func (w *window) setReading(r profile.Reading, done func(error)) {
	w.UseReading(r, func(err error) {
		if w.panes != nil {
			for _, text := range w.panes.texts.Texts() {
				text.View.SetTypography(w.Typography())
			}
		}
		w.resizing.Touch()
		done(err)
	})
}

// useReadingFont reads the font of texts at a start, where it is one of the system's.
func (w *window) useReadingFont() {
	if w.Reading.Font == profile.Sans || w.Reading.Font == profile.Serif {
		return
	}
	w.setReading(w.Reading, func(err error) {
		if err == nil {
			return
		}
		w.notice = locale.T("The font {{.Font}} can't be used. Texts are shown in Noto Sans.", "Font", w.Reading.Font)
		if w.Workspace != nil {
			w.Workspace.Notices.Send(w.notice)
			w.notice = ""
		}
	})
}

func (w *window) setTextSize(size float32) {
	r := w.Reading
	r.Size = size
	w.setReading(r, func(error) {})
}

func (w *window) zoom(steps int) { w.setTextSize(w.Reading.Size + float32(steps)) }

// setLanguage has the window speak another language from now on. A review under way goes on in the old one until the next
// start, since the workspace is opened anew.
func (w *window) setLanguage(tag string) {
	w.KeepProfile(func() error { return w.Profile.SetLanguage(tag) }, func() {
		switch {
		case w.Workspace == nil:
			locale.Use(tag)
			w.buildMenu()
		case w.Active != nil:
			w.Workspace.Notices.Send(locale.T("The language changes when Factmark is started again."))
		default:
			path := w.Workspace.Store.Path()
			w.MayLeave(locale.T("Leave without saving?"), func() {
				locale.Use(tag)
				w.buildMenu()
				w.openNow(path, workspace.OpenOrCreate)
			})
		}
	})
}

// toggleNumbers shows or hides the numbers of paragraphs beside the text.
func (w *window) toggleNumbers() {
	w.numbers = !w.numbers
	w.showNumbers()
	shown := w.numbers
	w.KeepProfile(func() error { return w.Profile.SetParagraphNumbers(shown) }, nil)
}

func (w *window) showNumbers() {
	w.check("paragraph-numbers", w.numbers)
	for _, text := range w.panes.texts.Texts() {
		text.View.SetGutter(w.gutter())
	}
}

// gutter is what stands beside a text.
func (w *window) gutter() docview.Gutter {
	if w.numbers {
		return docview.ParagraphNumbers
	}
	return docview.NoGutter
}

// toggleDates marks relative dates in documents that have no date, or no longer.
func (w *window) toggleDates() {
	w.dates = !w.dates
	w.markDates()
	marked := w.dates
	w.KeepProfile(func() error { return w.Profile.SetRelativeDates(marked) }, nil)
}

func (w *window) markDates() {
	w.check("relative-dates", w.dates)
	for _, text := range w.panes.texts.Texts() {
		text.MarkDates(w.dates)
	}
}

// toggleScrollClaims has the list of claims scroll with the text, or no longer.
func (w *window) toggleScrollClaims() {
	w.claimsScroll = !w.claimsScroll
	follow := w.claimsScroll
	w.check(commandScrollClaims, follow)
	w.KeepProfile(func() error { return w.Profile.SetClaimsFollowText(follow) }, nil)
	if follow {
		w.panes.claims.List.Released()
		w.scrollClaims(w.panes.document)
	}
}

// toggleSuggestions marks sentences worth checking, or no longer.
func (w *window) toggleSuggestions() {
	w.suggestions = !w.suggestions
	w.markSuggestions()
	marked := w.suggestions
	w.KeepProfile(func() error { return w.Profile.SetSuggestedClaims(marked) }, nil)
}

func (w *window) markSuggestions() {
	w.check("suggested-claims", w.suggestions)
	for _, text := range w.panes.texts.Texts() {
		text.MarkSuggestions(w.suggestions)
	}
}

// check shows in the menu whether what a command switches is on.
func (w *window) check(id commandID, on bool) {
	w.items[id].Checked = on
	w.menu.Refresh()
}
