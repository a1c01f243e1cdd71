package dialogs

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// ChartView is a chart, or a sentence where there is nothing to draw yet.
type ChartView struct {
	Body  *fyne.Container
	Image *canvas.Image
	Empty *widget.Label
}

// NewChartView makes a view without a chart; empty is the sentence that is shown then.
func NewChartView(empty string) *ChartView {
	c := &ChartView{Image: &canvas.Image{FillMode: canvas.ImageFillContain}, Empty: widget.NewLabel(empty)}
	c.Body = container.NewStack(c.Image, container.NewCenter(c.Empty))
	return c
}

// Show draws a chart, nil for none.
func (c *ChartView) Show(drawn image.Image) {
	c.Image.Image = drawn
	SetVisible(c.Image, drawn != nil)
	SetVisible(c.Empty, drawn == nil)
	c.Image.Refresh()
}
