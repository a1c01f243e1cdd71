package textfield

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

func TestHowItLooks(t *testing.T) {
	for name, variant := range map[string]fyne.ThemeVariant{"light": theme.VariantLight, "dark": theme.VariantDark} {
		test.NewTempApp(t).Settings().SetTheme(fieldTheme{theme.DefaultTheme(), variant})
		empty, selected, wrong, disabled, long := New(), New(), New(), New(), New()
		empty.SetPlaceHolder("Why the label is right, in a sentence that takes more than one row of the field")
		selected.SetText("The first of two paragraphs, “quoted” – Ελληνικά, e\u0301 and 👍🏽.\nThe second.")
		wrong.SetText("At fault")
		wrong.SetError("This can't be right.")
		disabled.SetText("Only looked at")
		disabled.Disable()
		long.SetText(strings.Repeat("One line of many.\n", 40))
		entry := widget.NewEntry()
		entry.SetText("One of the toolkit's fields")
		ground := canvas.NewRectangle(rgb(map[string]uint32{"light": 0xF1EFEA, "dark": 0x1D2025}[name]))
		w := test.NewTempWindow(t, container.NewStack(ground, container.NewPadded(container.NewVBox(entry, empty, selected, wrong, disabled, long))))
		w.Resize(fyne.NewSize(360, 620))
		w.Canvas().Focus(selected)
		selected.Select(30, 75)
		long.Select(300, 300)
		w.Resize(fyne.NewSize(360, 621)) // lines are known now
		test.AssertImageMatches(t, "fields_"+name+".png", w.Canvas().Capture())
	}
}
