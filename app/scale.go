package app

import (
	"os"
	"strconv"

	"fyne.io/fyne/v2"
)

// scaledApp is the toolkit's app with a scale of the whole window that is changed while the program runs: the toolkit
// offers one for all its programs only, in a file and an environment variable.
type scaledApp struct {
	fyne.App
	settings *scaledSettings
}

// scaledSettings are the toolkit's settings with the window's scale.
type scaledSettings struct {
	fyne.Settings
	base   float32 // what the user set for all programs of the toolkit
	factor float32 // what they set for this one
}

// scaleVariable is the toolkit's environment variable, which it would prefer to any other scale.
const scaleVariable = "FYNE_SCALE"

// newScaledApp puts the app, which must be the toolkit's current one, behind one that has a scale.
func newScaledApp(a fyne.App, factor float32) *scaledApp {
	if scaled, is := a.(*scaledApp); is {
		scaled.settings.factor = factor
		return scaled
	}
	base := a.Settings().Scale()
	if set, err := strconv.ParseFloat(os.Getenv(scaleVariable), 32); err == nil && set > 0 {
		base = float32(set)
		os.Unsetenv(scaleVariable)
	}
	if !(base > 0) {
		base = 1
	}
	scaled := &scaledApp{App: a, settings: &scaledSettings{Settings: a.Settings(), base: base, factor: factor}}
	fyne.SetCurrentApp(scaled)
	return scaled
}

// Settings is part of fyne.App.
func (a *scaledApp) Settings() fyne.Settings { return a.settings }

// Scale is part of fyne.Settings: what the toolkit multiplies the screen's own scale with.
func (s *scaledSettings) Scale() float32 { return s.base * s.factor }
