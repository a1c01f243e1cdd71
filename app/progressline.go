package app

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// progressLine is a thin line that fills as a review goes on.
type progressLine struct {
	widget.BaseWidget
	share float32 // 0 to 1
}

func newProgressLine() *progressLine {
	p := &progressLine{}
	p.ExtendBaseWidget(p)
	return p
}

func (p *progressLine) set(done, total int) {
	p.share = float32(done) / float32(max(total, 1))
	p.Refresh()
}

// CreateRenderer is part of fyne.Widget.
func (p *progressLine) CreateRenderer() fyne.WidgetRenderer {
	r := &progressRenderer{line: p, ground: canvas.NewRectangle(color.Transparent), done: canvas.NewRectangle(color.Transparent)}
	r.Refresh()
	return r
}

const progressHeight = 3 // pixels

type progressRenderer struct {
	line         *progressLine
	ground, done *canvas.Rectangle
}

func (r *progressRenderer) Layout(size fyne.Size) {
	y := (size.Height - progressHeight) / 2
	for rect, width := range map[*canvas.Rectangle]float32{r.ground: size.Width, r.done: size.Width * r.line.share} {
		rect.Move(fyne.NewPos(0, y))
		rect.Resize(fyne.NewSize(width, progressHeight))
	}
}

func (r *progressRenderer) MinSize() fyne.Size { return fyne.NewSize(24, progressHeight) }

func (r *progressRenderer) Refresh() {
	r.ground.FillColor, r.done.FillColor = theme.Color(theme.ColorNameSeparator), theme.Color(theme.ColorNamePlaceHolder)
	r.Layout(r.line.Size())
	canvas.Refresh(r.line)
}

func (r *progressRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ground, r.done}
}
func (r *progressRenderer) Destroy() {}
