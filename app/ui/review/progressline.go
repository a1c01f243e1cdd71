package review

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// reviewLine is a thin line that fills as a review goes on.
type reviewLine struct {
	widget.BaseWidget
	share float32 // 0 to 1
}

func newReviewLine() *reviewLine {
	p := &reviewLine{}
	p.ExtendBaseWidget(p)
	return p
}

func (l *reviewLine) set(done, total int) {
	l.share = float32(done) / float32(max(total, 1))
	l.Refresh()
}

// CreateRenderer is part of fyne.Widget.
func (l *reviewLine) CreateRenderer() fyne.WidgetRenderer {
	r := &reviewLineRenderer{line: l, ground: canvas.NewRectangle(color.Transparent), done: canvas.NewRectangle(color.Transparent)}
	r.Refresh()
	return r
}

const reviewLineHeight = 3 // pixels

type reviewLineRenderer struct {
	line         *reviewLine
	ground, done *canvas.Rectangle
}

// Layout is part of fyne.WidgetRenderer.
func (r *reviewLineRenderer) Layout(size fyne.Size) {
	y := (size.Height - reviewLineHeight) / 2
	for rect, width := range map[*canvas.Rectangle]float32{r.ground: size.Width, r.done: size.Width * r.line.share} {
		rect.Move(fyne.NewPos(0, y))
		rect.Resize(fyne.NewSize(width, reviewLineHeight))
	}
}

// MinSize is part of fyne.WidgetRenderer.
func (r *reviewLineRenderer) MinSize() fyne.Size { return fyne.NewSize(24, reviewLineHeight) }

// Refresh is part of fyne.WidgetRenderer.
func (r *reviewLineRenderer) Refresh() {
	r.ground.FillColor, r.done.FillColor = theme.Color(theme.ColorNameSeparator), theme.Color(theme.ColorNamePlaceHolder)
	r.Layout(r.line.Size())
	canvas.Refresh(r.line)
}

// Objects is part of fyne.WidgetRenderer.
func (r *reviewLineRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ground, r.done}
}

// Destroy is part of fyne.WidgetRenderer.
func (r *reviewLineRenderer) Destroy() {}
