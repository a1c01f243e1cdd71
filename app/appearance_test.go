package app

import (
	"math"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"

	"factmark/app/profile"
	"factmark/app/ui/dialogs"
)

func TestTheWholeWindowIsScaled(t *testing.T) {
	b := newBench(t, first)
	scale := func() float64 { return math.Round(float64(fyne.CurrentApp().Settings().Scale())*100) / 100 }
	told := 0
	fyne.CurrentApp().Settings().AddListener(func(fyne.Settings) { told++ })
	for _, want := range []float64{1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 1.7, 1.8, 1.9, 2, 2} {
		b.send("Ctrl+Alt+=")
		if scale() != want {
			t.Fatalf("the scale is %v, want %v", scale(), want)
		}
	}
	if told != 10 { // the toolkit lays the window out anew whenever it is told
		t.Errorf("the toolkit was told %d times", told)
	}
	b.wantTold("Window scale: 200 %")
	b.restart()
	if scale() != 2 {
		t.Errorf("after a restart the scale is %v", scale())
	}
	b.Win.Resize(fyne.NewSize(600, 400))
	b.keepSizes()
	if width, height := b.Profile.WindowSize(); width != 1200 || height != 800 {
		t.Errorf("at 200 %% a window of 600 by 400 is kept as %v by %v", width, height)
	}
	b.send("Ctrl+Alt+-")
	if scale() != 1.9 || b.Profile.WindowScale() != 1.9 {
		t.Errorf("smaller again: %v, kept %v", scale(), b.Profile.WindowScale())
	}
}

func TestTheScaleOfAllProgramsIsMultiplied(t *testing.T) {
	t.Setenv("FYNE_SCALE", "1.5")
	test.NewTempApp(t)
	if got := newScaledApp(fyne.CurrentApp(), 2).Settings().Scale(); got != 3 {
		t.Errorf("the scale is %v", got)
	}
}

func TestHighContrastIsChosenBesideTheTheme(t *testing.T) {
	b := newBench(t, first)
	page := func() any { return theme.Color(dialogs.ColourPage) }
	b.setTheme(profile.Dark)
	b.setHighContrast(true)
	if page() != dialogs.HighContrastPalette[dialogs.ColourPage].Dark || !dialogs.HighContrast() {
		t.Errorf("the page is %v", page())
	}
	b.restart()
	if page() != dialogs.HighContrastPalette[dialogs.ColourPage].Dark {
		t.Errorf("after a restart the page is %v", page())
	}
	b.setTheme(profile.Light)
	if page() != dialogs.HighContrastPalette[dialogs.ColourPage].Light {
		t.Errorf("the light page is %v", page())
	}
	b.setHighContrast(false)
	if page() != dialogs.Palette[dialogs.ColourPage].Light || dialogs.HighContrast() {
		t.Errorf("without high contrast the page is %v", page())
	}
}

// At 200 % on a small laptop the window has half of its size in units: everything is reached all the same.
func TestAtTwiceTheScaleEverythingIsReached(t *testing.T) {
	b := sizedBench(t, fyne.NewSize(1366/2, 768/2-40), 3)
	p := b.panes
	if p.row.LeftShown() || p.row.RightShown() || p.document.View.Size().Width < 420 {
		t.Errorf("the text is %v wide", p.document.View.Size().Width)
	}
	p.row.ShowLeft(true)
	if !b.inWindow(p.library.List) || p.library.List.Size().Height < 60 {
		t.Errorf("the list of documents is %v", p.library.List.Size())
	}
	p.row.ShowRight(true)
	if p.row.LeftShown() || !b.inWindow(p.claims.List) || p.claims.List.Size().Height < 60 || p.document.View.Size().Width < 260 {
		t.Errorf("the list of claims is %v, the text %v", p.claims.List.Size(), p.document.View.Size())
	}
	if least := b.Win.Content().MinSize(); least.Width > 1366/2 || least.Height > 768/2-40 {
		t.Errorf("the window is %v at least", least)
	}
}
