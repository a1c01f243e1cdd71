package dialogs

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"
)

// dialogFrame lays out a dialog. The title above and the buttons below are
// always in view; what is between them scrolls where the window is too small.
type dialogFrame struct {
	dialog *OpenModal
	canvas fyne.Canvas
	Title  *widget.Label
	foot   fyne.CanvasObject
	Scroll *container.Scroll // of the content

	largest fyne.Size // that the dialog has had: it does not shrink while it is open

	followed   fyne.Focusable // what was last scrolled into view,
	followedIn fyne.Size      // and the content's size then
}

// Distances of a dialog, in pixels.
const (
	dialogEdge = 8  // from the window's edges, at least
	dialogX    = 16 // inside, left and right
	dialogY    = 12 // inside, above and below
	FocusRoom  = 12 // above and below a field that is scrolled into view
	Seen       = 60 // of a field's width, which is enough to leave the columns as they are
)

// newDialogFrame makes the frame and what is to be shown of it.
func newDialogFrame(o *OpenModal, c fyne.Canvas, title *widget.Label, content, foot fyne.CanvasObject) (*dialogFrame, fyne.CanvasObject) {
	f := &dialogFrame{dialog: o, canvas: c, Title: title, foot: foot, Scroll: container.NewScroll(content)}
	if title.MinSize().Width > f.room().Width {
		title.Wrapping = fyne.TextWrapWord
	}
	return f, container.New(layout.NewCustomPaddedLayout(dialogY, dialogY, dialogX, dialogX), container.New(f, title, f.Scroll, foot))
}

// room is the most that the dialog may take, in pixels.
func (f *dialogFrame) room() fyne.Size {
	return f.canvas.Size().Subtract(fyne.NewSize(2*(dialogEdge+dialogX), 2*(dialogEdge+dialogY)))
}

// MinSize is part of fyne.Layout.
func (f *dialogFrame) MinSize([]fyne.CanvasObject) fyne.Size {
	f.follow()
	title, content, foot, room := f.Title.MinSize(), f.Scroll.Content.MinSize(), f.foot.MinSize(), f.room()
	f.largest = f.largest.Max(fyne.NewSize(max(title.Width, content.Width, f.dialog.Width), title.Height+content.Height+foot.Height))
	return fyne.NewSize(max(foot.Width, min(room.Width, f.largest.Width)), max(title.Height+foot.Height, min(room.Height, f.largest.Height)))
}

// Layout is part of fyne.Layout.
func (f *dialogFrame) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	title, foot := f.Title.MinSize().Height, f.foot.MinSize().Height
	between := max(0, size.Height-title-foot)
	if need := f.Scroll.Content.MinSize().Height; between > need-0.5 {
		between = max(between, need) // rounding must not make it scroll
	}
	for _, part := range []struct {
		object    fyne.CanvasObject
		y, height float32
	}{{f.Title, 0, title}, {f.Scroll, title, between}, {f.foot, size.Height - foot, foot}} {
		part.object.Move(fyne.NewPos(0, part.y))
		part.object.Resize(fyne.NewSize(size.Width, part.height))
	}
}

// Overflows tells whether the content is higher than what is seen of it.
func (f *dialogFrame) Overflows() bool {
	return f.Scroll.Content.Size().Height > f.Scroll.Size().Height
}

// follow scrolls a field that got the focus into view. The toolkit does not tell that the focus has moved. It
// paints the window then, though, and before that asks everything in it for its least size: MinSize calls
// follow.
func (f *dialogFrame) follow() {
	focused, size := f.canvas.Focused(), f.Scroll.Content.Size()
	field, is := focused.(fyne.CanvasObject)
	if !is || focused == f.followed && size == f.followedIn || !f.dialog.inFront() {
		return
	}
	f.followed, f.followedIn = focused, size
	switch o := focused.(type) {
	case *widget.PopUpMenu: // lies above the dialog
		return
	case *KeyButton:
		if o == f.dialog.Ok || o == f.dialog.Leave || o == f.dialog.Other {
			return
		}
	}
	if inner := f.dialog.Scroll; inner != nil && !liesOutside(f.Scroll.Content, inner, field) {
		reveal(inner, field)
	}
	reveal(f.Scroll, field)
}

// liesOutside tells that a field lies in a tree of objects and not in what is
// scrolled in a part of it. What is in the toolkit's own widgets is known by where it stands.
func liesOutside(tree fyne.CanvasObject, part *container.Scroll, field fyne.CanvasObject) bool {
	switch o := tree.(type) {
	case *fyne.Container:
		return slices.ContainsFunc(o.Objects, func(o fyne.CanvasObject) bool { return liesOutside(o, part, field) })
	case *container.Scroll:
		return o != part && liesOutside(o.Content, part, field)
	}
	driver := fyne.CurrentApp().Driver()
	at := driver.AbsolutePositionForObject(field).Subtract(driver.AbsolutePositionForObject(tree))
	end := at.Add(field.Size()).Subtract(tree.Size())
	return tree == field || tree.Visible() && at.X >= 0 && at.Y >= 0 && end.X <= 0 && end.Y <= 0
}

// reveal scrolls as little as is needed to show an object in what is scrolled.
func reveal(scroll *container.Scroll, o fyne.CanvasObject) {
	driver := fyne.CurrentApp().Driver()
	at := driver.AbsolutePositionForObject(o).Subtract(driver.AbsolutePositionForObject(scroll.Content))
	within := func(from, length, offset, shown, all float32) float32 {
		to := min(offset, from-FocusRoom)
		if to == offset {
			to = max(offset, min(from-FocusRoom, from+length+FocusRoom-shown))
		}
		return max(0, min(to, all-shown))
	}
	shown, all := scroll.Size(), scroll.Content.Size()
	offset := scroll.Offset
	if all.Height > shown.Height {
		offset.Y = within(at.Y, o.Size().Height, offset.Y, shown.Height, all.Height)
	}
	if all.Width > shown.Width && (at.X > offset.X+shown.Width-Seen || at.X+o.Size().Width < offset.X+Seen) {
		offset.X = within(at.X, o.Size().Width, offset.X, shown.Width, all.Width)
	}
	if offset != scroll.Offset {
		scroll.ScrollToOffset(offset)
	}
}
