package document

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// The thickness of the line below a text's header, in pixels: of the text that has the keyboard where two are shown, and else.
const (
	edgeInUse = 3
	edgeThin  = 1
)

// useEdge is the line below the header of a text.
type useEdge struct {
	widget.BaseWidget
	inUse bool
}

func newUseEdge() *useEdge {
	e := &useEdge{}
	e.ExtendBaseWidget(e)
	return e
}

func (e *useEdge) set(inUse bool) {
	if inUse != e.inUse {
		e.inUse = inUse
		e.Refresh()
	}
}

// CreateRenderer is part of fyne.Widget.
func (e *useEdge) CreateRenderer() fyne.WidgetRenderer {
	r := &edgeRenderer{e, canvas.NewRectangle(theme.Color(theme.ColorNameSeparator))}
	r.Refresh()
	return r
}

type edgeRenderer struct {
	edge *useEdge
	line *canvas.Rectangle
}

// Layout is part of fyne.WidgetRenderer: the header keeps its height, whichever line it has.
func (r *edgeRenderer) Layout(size fyne.Size) {
	thick := float32(edgeThin)
	if r.edge.inUse {
		thick = edgeInUse
	}
	r.line.Move(fyne.NewPos(0, size.Height-thick))
	r.line.Resize(fyne.NewSize(size.Width, thick))
}

// MinSize is part of fyne.WidgetRenderer.
func (r *edgeRenderer) MinSize() fyne.Size { return fyne.NewSize(1, edgeThin) }

// Refresh is part of fyne.WidgetRenderer.
func (r *edgeRenderer) Refresh() {
	r.line.FillColor = theme.Color(theme.ColorNameSeparator)
	if r.edge.inUse {
		r.line.FillColor = theme.Color(theme.ColorNamePrimary)
	}
	r.Layout(r.edge.Size())
	r.line.Refresh()
}

// Objects is part of fyne.WidgetRenderer.
func (r *edgeRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.line} }

// Destroy is part of fyne.WidgetRenderer.
func (r *edgeRenderer) Destroy() {}
