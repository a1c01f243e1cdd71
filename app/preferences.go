package app

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"factmark/app/profile"
	"factmark/widgets/docview"
)

var themeNames = []struct {
	theme profile.Theme
	name  string
}{
	{profile.System, "As the system"}, {profile.Light, "Light"}, {profile.Dark, "Dark"},
}

func (w *window) showPreferences() {
	name := newKeyEntry(w.modalKey)
	name.SetText(w.profile.Person().Name)
	choice := newRadioRow(w.modalKey)
	for _, t := range themeNames {
		choice.Options = append(choice.Options, t.name)
		if t.theme == w.profile.Theme() {
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
	size := newKeySlider(profile.MinTextSize, profile.MaxTextSize, w.modalEnd)
	shown := widget.NewLabel("")
	size.OnChanged = func(v float64) {
		shown.SetText(fmt.Sprintf("%.0f", v))
		w.setTextSize(float32(v))
	}
	size.SetValue(float64(w.textSize))
	shown.SetText(fmt.Sprintf("%.0f", size.Value))
	backups := w.newBackupChoice()
	hint := widget.NewLabel("Your name stands beside every claim you make and in exports.")
	hint.Importance = widget.LowImportance
	form := container.New(layout.NewFormLayout(),
		top(widget.NewLabel("Your name")), container.NewVBox(name, hint),
		widget.NewLabel("Theme"), choice,
		widget.NewLabel("Text size"), container.NewBorder(nil, nil, nil, shown, size),
		top(widget.NewLabel("Backups in")), backups.body,
	)
	w.showModal(modal{title: "Preferences", content: form, confirm: "Done", width: 620, focus: name,
		onConfirm: backups.keep,
		onLeave:   func() { w.setName(name.Text) },
		onClose:   func() { w.setName(name.Text) }})
	w.back.post(backups.look)
}

func (w *host) setName(name string) {
	name = strings.TrimSpace(name)
	if name == "" || name == w.profile.Person().Name {
		return
	}
	w.keepProfile(func() error { return w.profile.SetName(name) }, func() {
		if w.desk != nil {
			w.desk.signIn()
		}
	})
}

func (w *window) setTheme(choice profile.Theme) {
	w.app.Settings().SetTheme(newLook(choice))
	w.keepProfile(func() error { return w.profile.SetTheme(choice) }, nil)
}

func (w *window) setTextSize(size float32) {
	w.textSize = max(profile.MinTextSize, min(profile.MaxTextSize, size))
	if w.panes != nil {
		w.panes.document.view.SetTextSize(w.textSize)
	}
	w.resizing.touch()
}

// toggleNumbers shows or hides the numbers of paragraphs beside the text.
func (w *window) toggleNumbers() {
	w.numbers = !w.numbers
	w.showNumbers()
	shown := w.numbers
	w.keepProfile(func() error { return w.profile.SetParagraphNumbers(shown) }, nil)
}

func (w *window) showNumbers() {
	gutter := docview.NoGutter
	if w.numbers {
		gutter = docview.ParagraphNumbers
	}
	w.panes.document.view.SetGutter(gutter)
}

func (w *window) zoom(steps int) { w.setTextSize(w.textSize + float32(steps)) }

// keepProfile writes a setting of the user's away from the interface thread. One
// that can't be kept is reported and holds until the program ends.
func (w *host) keepProfile(set func() error, done func()) {
	w.back.inOrder(func() {
		err := set()
		w.back.post(func() {
			if err != nil && w.desk != nil {
				w.desk.told.send(sentence(err))
			}
			if done != nil {
				done()
			}
		})
	})
}
