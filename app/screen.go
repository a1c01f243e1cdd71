package app

import "fyne.io/fyne/v2"

// titleBar is the height that is left to the window's title bar and edges, in units.
const titleBar = 40

// fitScreen makes the window smaller if it is larger than the screen, as it is
// on a screen that is small or turned, where the scale is large, or when its
// size was kept on a larger screen. The scale is known once the window is shown.
// The size that was kept stays, for when the larger screen is there again.
func (w *window) fitScreen() {
	size := w.Win.Canvas().Size()
	if fitting := onScreen(size, w.workArea(), w.Win.Canvas().Scale()); fitting != size {
		w.fitted = fitting
		w.Win.Resize(fitting)
	}
}

// onScreen is a window's size, in units, made to fit a work area, in screen
// coordinates, at a scale of coordinates a unit. An unknown area leaves it as it is. So does one that it just fills: a
// window manager that gives windows all of the screen refuses another size, and the toolkit would draw for the size it asked for.
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
