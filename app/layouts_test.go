package app

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	reviewui "factmark/app/ui/review"
	"factmark/store"
	"factmark/widgets/keyboard"
)

// press presses a key by its scan code where the focus is, as the driver does: the key goes down, and gives a character.
func (b *bench) press(scanCode int, typed rune) {
	b.t.Helper()
	focused := b.Win.Canvas().Focused()
	e := &fyne.KeyEvent{Physical: fyne.HardwareKey{ScanCode: scanCode}}
	focused.(desktop.Keyable).KeyDown(e)
	focused.TypedRune(typed)
	focused.(desktop.Keyable).KeyUp(e)
}

// The keys of labels, steps and reviews act where they are on a US keyboard, on layouts that have other letters there.
func TestKeysActOnEveryLayout(t *testing.T) {
	for layout, keys := range map[string]struct{ s, d, n, c, next, back rune }{
		"Russian": {'ы', 'в', 'т', 'с', 'ъ', 'х'}, "Greek": {'σ', 'δ', 'ν', 'ψ', ']', '['}, "Arabic": {'س', 'ي', 'ى', 'ؤ', 'د', 'ج'}, "Hebrew": {'ד', 'ג', 'מ', 'ב', ']', '['},
	} {
		t.Run(layout, func(t *testing.T) {
			b := newBench(t, first)
			b.FocusOn(b.panes.document.View)
			b.selectText("The council")
			b.press(39, keys.s)
			b.selectText("Monday")
			b.press(40, keys.d)
			b.wantQuotes("S The council", "D Monday")
			b.panes.document.View.Select(0, 0)
			b.key(fyne.KeyEscape)
			b.press(35, keys.next)
			b.press(35, keys.next)
			b.press(57, keys.n)
			b.press(34, keys.back)
			b.press(54, keys.c)
			b.wantQuotes("– The council", "N Monday")
			// The list of claims takes them too.
			b.FocusOn(b.panes.claims.List)
			b.press(39, keys.s)
			b.wantQuotes("S The council", "N Monday")
		})
	}
}

func TestReviewKeysActOnEveryLayout(t *testing.T) {
	b := reviewBench(t)
	b.sitDown(store.ModeOpen, func(s *reviewui.StartDialog) {})
	b.FocusOn(b.panes.document.View)
	b.press(38, 'ф') // A
	b.press(27, 'к') // R
	b.wantDecided("S", "reject")
}

// Larger, smaller and redo have several keys, as the signs + and - are elsewhere on every keyboard.
func TestSecondShortcuts(t *testing.T) {
	keyboard.OwnLayout = map[int]string{15: "-", 20: ")", 35: "+"}
	t.Cleanup(func() { keyboard.OwnLayout = nil })
	b := newBench(t, first)
	b.FocusOn(b.panes.document.View)
	size := b.Reading.Size
	shortcut := func(scanCode int, name fyne.KeyName, modifier fyne.KeyModifier) {
		b.panes.document.View.KeyDown(&fyne.KeyEvent{Physical: fyne.HardwareKey{ScanCode: scanCode}})
		b.panes.document.View.TypedShortcut(&desktop.CustomShortcut{KeyName: name, Modifier: modifier})
	}
	for _, step := range []struct {
		scanCode int
		name     fyne.KeyName
		modifier fyne.KeyModifier
		by       float32
	}{
		{35, fyne.KeyPlus, ctrlKey, +1}, {35, fyne.KeyPlus, ctrlKey | fyne.KeyModifierShift, +1}, {21, fyne.KeyEqual, ctrlKey | fyne.KeyModifierShift, +1},
		{86, fyne.KeyPlus, ctrlKey, +1}, {15, fyne.Key6, ctrlKey, -1}, {20, fyne.KeyUnknown, ctrlKey, -1}, {82, fyne.KeyMinus, ctrlKey, -1},
	} {
		shortcut(step.scanCode, step.name, step.modifier)
		if size += step.by; b.Reading.Size != size {
			t.Errorf("%+v: %v, want %v", step, b.Reading.Size, size)
			size = b.Reading.Size
		}
	}
	b.selectText("The council")
	b.type_("s")
	b.Workspace.Undo()
	b.wantQuotes()
	b.panes.document.View.TypedShortcut(&fyne.ShortcutRedo{})
	b.wantQuotes("S The council")
}

const ctrlKey = fyne.KeyModifierShortcutDefault
