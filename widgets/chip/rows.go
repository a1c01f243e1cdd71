package chip

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

const (
	between  = 4   // chips and rows, in pixels
	mostRows = 4.5 // shown at once; the half row tells that there are more
	barRoom  = 10  // the scrollbar's width, in pixels
)

// Rows shows chips one behind the other in rows that wrap. When there are more rows than there is room for they scroll.
type Rows struct {
	widget.BaseWidget
	Box    *fyne.Container // holds the chips
	flow   *flow
	scroll *container.Scroll
}

// NewRows makes rows without any chip.
func NewRows() *Rows {
	r := &Rows{flow: &flow{}}
	r.Box = container.New(r.flow)
	r.scroll = container.NewVScroll(r.Box)
	r.scroll.SetMinSize(fyne.NewSize(0, height))
	r.ExtendBaseWidget(r)
	return r
}

// SizeIn is the size, in pixels, that the rows take where there is this much room: as wide as they are, and at most
// four and a half rows high. It is never less than one row.
func (r *Rows) SizeIn(room fyne.Size) fyne.Size {
	whole := arrange(r.Box.Objects, room.Width, nil)
	most := max(height, min(room.Height, mostRows*(height+between)-between))
	if whole.Height <= most {
		return whole
	}
	return fyne.NewSize(min(room.Width, arrange(r.Box.Objects, room.Width-barRoom, nil).Width+barRoom), most)
}

// MinSize is part of fyne.CanvasObject: any width will do, and the height is that of the rows in the present width.
func (r *Rows) MinSize() fyne.Size {
	r.ExtendBaseWidget(r)
	return fyne.NewSize(0, r.SizeIn(fyne.NewSize(r.Size().Width, mostRows*height*2)).Height)
}

// Resize is part of fyne.CanvasObject.
func (r *Rows) Resize(size fyne.Size) {
	r.flow.width = size.Width
	if arrange(r.Box.Objects, size.Width, nil).Height > size.Height {
		r.flow.width -= barRoom
	}
	r.BaseWidget.Resize(size)
	r.flow.Layout(r.Box.Objects, size)
	r.scroll.Resize(size)
	r.scroll.Refresh()
}

// CreateRenderer is part of fyne.Widget.
func (r *Rows) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(r.scroll) }

// flow lays chips out in rows of a width that it is told, so that their height is known before they are laid out.
type flow struct{ width float32 }

func (f *flow) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(0, arrange(objects, f.width, nil).Height)
}

func (f *flow) Layout(objects []fyne.CanvasObject, _ fyne.Size) {
	arrange(objects, f.width, func(o fyne.CanvasObject, at fyne.Position, size fyne.Size) {
		o.Resize(size)
		o.Move(at)
	})
}

// arrange gives the size of all rows, and to place where each chip stands in them. One wider than a row is cut to it.
func arrange(objects []fyne.CanvasObject, width float32, place func(fyne.CanvasObject, fyne.Position, fyne.Size)) (whole fyne.Size) {
	var at fyne.Position
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		size := fyne.NewSize(max(0, min(width, o.MinSize().Width)), height)
		if at.X > 0 && at.X+size.Width > width {
			at = fyne.NewPos(0, at.Y+height+between)
		}
		if place != nil {
			place(o, at, size)
		}
		whole = fyne.NewSize(max(whole.Width, at.X+size.Width), at.Y+height)
		at.X += size.Width + between
	}
	return whole
}
