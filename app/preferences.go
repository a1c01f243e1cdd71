package app

import (
	"fmt"

	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"factmark/app/profile"
	"factmark/app/ui/dialogs"
	"factmark/widgets/docview"
)

var themeNames = []struct {
	theme profile.Theme
	name  string
}{
	{profile.System, "As the system"}, {profile.Light, "Light"}, {profile.Dark, "Dark"},
}

func (w *window) showPreferences() {
	name := dialogs.NewKeyEntry(w.ModalKey)
	name.SetText(w.Profile.Person().Name)
	choice := dialogs.NewRadioRow(w.ModalKey)
	for _, t := range themeNames {
		choice.Options = append(choice.Options, t.name)
		if t.theme == w.Profile.Theme() {
			choice.SetSelected(t.name)
		}
	}
	choice.OnChanged = func(chosen string) {
		for _, t := range themeNames {
			if t.name == chosen {
				w.setTheme(t.theme)
			}
		}
	}
	size := dialogs.NewKeySlider(profile.MinTextSize, profile.MaxTextSize, w.ModalEnd)
	shown := widget.NewLabel("")
	size.OnChanged = func(v float64) {
		shown.SetText(fmt.Sprintf("%.0f", v))
		w.setTextSize(float32(v))
	}
	size.SetValue(float64(w.TextSize))
	shown.SetText(fmt.Sprintf("%.0f", size.Value))
	backups := w.NewBackupChoice()
	hint := widget.NewLabel("Your name stands beside every claim you make and in exports.")
	hint.Importance = widget.LowImportance
	form := container.New(layout.NewFormLayout(),
		dialogs.Top(widget.NewLabel("Your name")), container.NewVBox(name, hint),
		widget.NewLabel("Theme"), choice,
		widget.NewLabel("Text size"), container.NewBorder(nil, nil, nil, shown, size),
		dialogs.Top(widget.NewLabel("Backups in")), backups.Body,
	)
	w.ShowModal(dialogs.Modal{Title: "Preferences", Content: form, Confirm: "Done", Width: 620, Focus: name,
		OnConfirm: backups.Keep,
		OnLeave:   func() { w.SetName(name.Text) },
		OnClose:   func() { w.SetName(name.Text) }})
	w.Back.OnUI(backups.Look)
}

func (w *window) setTheme(choice profile.Theme) {
	w.App.Settings().SetTheme(dialogs.NewLook(choice))
	w.KeepProfile(func() error { return w.Profile.SetTheme(choice) }, nil)
}

func (w *window) setTextSize(size float32) {
	w.TextSize = max(profile.MinTextSize, min(profile.MaxTextSize, size))
	if w.panes != nil {
		for _, text := range w.panes.texts.Texts() {
			text.View.SetTextSize(w.TextSize)
		}
	}
	w.resizing.Touch()
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

func (w *window) zoom(steps int) { w.setTextSize(w.TextSize + float32(steps)) }
