package app

import (
	"fmt"

	"fyne.io/fyne/v2"

	"factmark/app/locale"
	"factmark/app/profile"
	"factmark/app/ui/dialogs"
)

// setTheme changes the colours of the window to a theme.
func (w *window) setTheme(choice profile.Theme) {
	w.KeepProfile(func() error { return w.Profile.SetTheme(choice) }, nil)
	w.theme = choice
	w.applyLook()
}

// setHighContrast changes the colours of the window to those of high contrast, or back.
func (w *window) setHighContrast(yes bool) {
	w.KeepProfile(func() error { return w.Profile.SetHighContrast(yes) }, nil)
	w.highContrast = yes
	w.applyLook()
}

func (w *window) applyLook() { w.App.Settings().SetTheme(dialogs.NewLook(w.theme, w.highContrast)) }

// setWindowScale scales the whole window: texts, distances, menus and dialogs. The window keeps its size on the screen, so
// that at a larger scale it holds less; its panes fold and its lists scroll then.
func (w *window) setWindowScale(scale float32) {
	scale = profile.NearestWindowScale(scale)
	if scale == w.scaled.factor {
		return
	}
	c := w.Win.Canvas()
	size, before := c.Size(), c.Scale()
	w.scaled.factor = scale
	w.applyLook() // the toolkit asks for the scale again whenever the theme is set
	if after := c.Scale(); after != before && after > 0 {
		w.Win.Resize(fyne.NewSize(size.Width*before/after, size.Height*before/after))
		w.fitted = c.Size() // which the user did not choose
	}
	w.KeepProfile(func() error { return w.Profile.SetWindowScale(scale) }, nil)
}

// zoomWindow makes the window's scale larger or smaller by so many steps.
func (w *window) zoomWindow(steps int) {
	w.setWindowScale(w.scaled.factor + float32(steps)*profile.WindowScaleStep)
	if w.Workspace != nil {
		w.Workspace.Notices.Send(locale.T("Window scale: {{.Scale}}", "Scale", scaleName(w.scaled.factor)))
	}
}

// newScaleChoice is the choice of the window's scale in Preferences.
func (w *window) newScaleChoice() *dialogs.KeySelect {
	var names []string
	scales := map[string]float32{}
	for tenths := 10 * profile.MinWindowScale; tenths <= 10*profile.MaxWindowScale; tenths++ {
		scale := profile.NearestWindowScale(float32(tenths / 10))
		names = append(names, scaleName(scale))
		scales[scaleName(scale)] = scale
	}
	choice := dialogs.NewKeySelect(names, w.ModalEnd)
	choice.Selected = scaleName(w.scaled.factor)
	choice.OnChanged = func(chosen string) { w.setWindowScale(scales[chosen]) }
	return choice
}

func scaleName(scale float32) string {
	return fmt.Sprintf("%.0f %%", 100*scale)
}
