package document

import "fyne.io/fyne/v2"

// headingLayout puts title, what is known of the document, and two buttons over the column of the text: the title in a row of its
// own, all else in a second one. Where that is narrow the first button gives way.
type headingLayout struct{ left, width float32 } // of the column, in pixels; no width before it is known

const (
	headingInset   = 8  // between a label's edge and its letters, in pixels
	headingOverlap = 13 // of the two rows, which have room around their letters
	leastMeta      = 120
)

// MinSize is part of fyne.Layout.
func (l *headingLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	title, meta := objects[0].MinSize(), objects[1].MinSize()
	return fyne.NewSize(max(title.Width, meta.Width+objects[3].MinSize().Width), title.Height+meta.Height-headingOverlap)
}

// Layout is part of fyne.Layout.
func (l *headingLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	left, right := float32(headingInset), size.Width-headingInset
	if l.width > 0 {
		left, right = max(0, l.left-headingInset), min(size.Width, l.left+l.width+headingInset)
	}
	place := func(o fyne.CanvasObject, x, y, width, height float32) {
		o.Move(fyne.NewPos(x, y))
		o.Resize(fyne.NewSize(max(0, width), height))
	}
	title, meta := objects[0].MinSize(), objects[1].MinSize()
	place(objects[0], left, 0, right-left, title.Height)
	y, x := title.Height-headingOverlap, right
	for _, button := range []fyne.CanvasObject{objects[3], objects[2]} {
		least := button.MinSize()
		if button == objects[2] && x-least.Width-left < leastMeta {
			place(button, x, y, 0, 0)
			break
		}
		if button.Visible() {
			x -= least.Width
			place(button, x, y+(meta.Height-least.Height)/2, least.Width, least.Height)
		}
	}
	place(objects[1], left, y, x-left, meta.Height)
}

// placeHeading has the heading stand at the edges of the column.
func (p *Pane) placeHeading(left, width float32) {
	l := p.heading.Layout.(*headingLayout)
	if l.left != left || l.width != width {
		l.left, l.width = left, width
		p.heading.Refresh()
	}
}
