package app

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// keyCatcher takes the keyboard over from a field that would keep every key to
// itself once it was clicked. It shows nothing; Tab goes on from where it stands.
type keyCatcher struct {
	widget.BaseWidget
	offer func(fyne.KeyName) bool
}

func newKeyCatcher(offer func(fyne.KeyName) bool) *keyCatcher {
	k := &keyCatcher{offer: offer}
	k.ExtendBaseWidget(k)
	return k
}

// CreateRenderer is part of fyne.Widget.
func (k *keyCatcher) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(canvas.NewRectangle(color.Transparent))
}

func (k *keyCatcher) FocusGained()              {}
func (k *keyCatcher) FocusLost()                {}
func (k *keyCatcher) TypedRune(rune)            {}
func (k *keyCatcher) TypedKey(e *fyne.KeyEvent) { k.offer(e.Name) }
