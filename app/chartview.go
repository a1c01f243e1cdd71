package app

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// chartView is a chart, or a sentence where there is nothing to draw yet.
type chartView struct {
	body  *fyne.Container
	image *canvas.Image
	empty *widget.Label
}

func newChartView(empty string) *chartView {
	c := &chartView{image: &canvas.Image{FillMode: canvas.ImageFillContain}, empty: widget.NewLabel(empty)}
	c.body = container.NewStack(c.image, container.NewCenter(c.empty))
	return c
}

// show draws a chart, nil for none.
func (c *chartView) show(drawn image.Image) {
	c.image.Image = drawn
	setVisible(c.image, drawn != nil)
	setVisible(c.empty, drawn == nil)
	c.image.Refresh()
}
