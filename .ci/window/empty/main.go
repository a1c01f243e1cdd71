// Empty shows an empty window of the toolkit: what Factmark's start is measured against.
package main

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
)

func main() {
	w := app.NewWithID("io.factmark.Empty").NewWindow("Factmark")
	w.Resize(fyne.NewSize(1280, 860))
	w.ShowAndRun()
}
