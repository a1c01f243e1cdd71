//go:build ci

package keyboard

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
)

func down(scanCode int) *Keys {
	var k Keys
	k.Down(&fyne.KeyEvent{Physical: fyne.HardwareKey{ScanCode: scanCode}})
	k.Typed()
	return &k
}

func TestLatin(t *testing.T) {
	for _, test := range []struct {
		layout   string
		scanCode int
		typed    rune
		latin    rune
		is       bool
	}{
		{"Russian", 39, 'ы', 's', true}, {"Russian", 39, 'Ы', 's', true}, {"Russian", 35, 'ъ', ']', true}, {"Russian", 34, 'х', '[', true},
		{"Greek", 40, 'δ', 'd', true}, {"Hebrew", 57, 'מ', 'n', true}, {"Arabic", 54, 'ؤ', 'c', true},
		{"Russian, the full stop's own key", 61, '.', '/', true},
		{"French", 35, '$', ']', true}, {"French", 10, '&', '1', true}, {"French", 11, 'é', '2', true},
		{"French, a letter means itself", 24, 'a', 0, false}, {"French, a letter means itself", 38, 'q', 0, false},
		{"US", 39, 's', 0, false}, {"US", 35, ']', 0, false}, {"US", 10, '1', 0, false}, {"US, with Shift", 10, '!', '1', true},
		{"an input method", 65, '安', 0, false}, {"an input method", 10, '안', 0, false}, {"space", 65, ' ', 0, false},
	} {
		if latin, is := down(test.scanCode).Latin(test.typed); is != test.is || is && latin != test.latin {
			t.Errorf("%s, %q: %q, %v", test.layout, test.typed, latin, is)
		}
	}
}

func TestPlain(t *testing.T) {
	OwnLayout = map[int]string{15: "-", 20: ")", 21: "="} // French
	defer func() { OwnLayout = nil }()
	for scanCode, want := range map[int]fyne.KeyName{15: fyne.KeyMinus, 20: fyne.KeyMinus, 21: fyne.KeyEqual, 39: ""} {
		if name, ok := down(scanCode).plain(); name != want || ok != (want != "") {
			t.Errorf("%d: %q, %v", scanCode, name, ok)
		}
	}
}

func TestRepeated(t *testing.T) {
	k := down(39)
	if k.Repeated() {
		t.Error("the first character is a repetition")
	}
	if k.Typed(); !k.Repeated() {
		t.Error("the second is none")
	}
	k.Up(&fyne.KeyEvent{})
	if k.Typed(); k.Repeated() {
		t.Error("what was typed after the key was let go is a repetition")
	}
}

func TestModifiers(t *testing.T) {
	test.NewTempApp(t)
	var k Keys
	press := func(name fyne.KeyName) *fyne.KeyEvent { return &fyne.KeyEvent{Name: name} }
	k.Down(press(desktop.KeyShiftLeft))
	k.Down(press(desktop.KeyAltRight))
	k.Up(press(desktop.KeyShiftLeft))
	if k.Modifiers() != fyne.KeyModifierAlt {
		t.Errorf("held are %v, not Alt alone", k.Modifiers())
	}
	if k.AllUp(); k.Modifiers() != 0 {
		t.Errorf("held are %v with no focus", k.Modifiers())
	}
}
