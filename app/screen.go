package app

import "fyne.io/fyne/v2"

// titleBar is the height that is left to the window's title bar and edges, in units.
const titleBar = 40

// fitScreen makes the window smaller if it is larger than the screen: a small or turned screen, a large scale,
// or a size that was kept on a larger screen. The scale is known once the window is shown. The kept size stays
// in the profile, for when the larger screen is there again.
func (w *window) fitScreen() {
	size := w.Win.Canvas().Size()
	if fitting := onScreen(size, w.workArea(), w.Win.Canvas().Scale()); fitting != size {
		w.fitted = fitting
		w.Win.Resize(fitting)
	}
}

// onScreen gives a window's size, in units, that fits a work area, in screen coordinates; scale is coordinates a
// unit. An unknown area leaves the size as it is. So does one that the window just fills: a window manager that
// gives windows all of the screen refuses another size, and the toolkit would draw for the size that it asked
// for.
func onScreen(size, area fyne.Size, scale float32) fyne.Size {
	if area.IsZero() || scale <= 0 {
		return size
	}
	room := fyne.NewSize(area.Width/scale, area.Height/scale)
	if size.Height > room.Height {
		size.Height = room.Height - titleBar
	}
	size.Width = min(size.Width, room.Width)
	return size
}
