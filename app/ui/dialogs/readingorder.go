package dialogs

import (
	"cmp"
	"reflect"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
)

var borderLayout = reflect.TypeOf(layout.NewBorderLayout(nil, nil, nil, nil))

// OrderAsRead has Tab go through a tree of objects in the order in which they are read. The toolkit's border containers
// keep what is in the middle before what stands above it. The tree must have been laid out.
func OrderAsRead(o fyne.CanvasObject) {
	switch o := o.(type) {
	case *container.Scroll:
		OrderAsRead(o.Content)
	case *fyne.Container:
		if reflect.TypeOf(o.Layout) == borderLayout {
			slices.SortStableFunc(o.Objects, func(a, b fyne.CanvasObject) int {
				from, to := a.Position(), b.Position()
				return cmp.Or(cmp.Compare(from.Y, to.Y), cmp.Compare(from.X, to.X))
			})
		}
		for _, child := range o.Objects {
			OrderAsRead(child)
		}
	}
}
