package dialogs

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"factmark/widgets/textfield"
)

// named is the name of a field for those who don't see the caption beside it.
type named struct{ caption string }

// SetAccessibleName gives the field a name. The fields of a dialog have their captions' names by themselves.
func (n *named) SetAccessibleName(name string) { n.caption = name }

// nameWith is the name, else what the empty field says, and with either what is in it.
func (n *named) nameWith(value, hint string) string {
	name := n.caption
	if name == "" {
		name = hint
	}
	return strings.TrimSpace(name + " " + value)
}

// namedField is a field that can be given a name.
type namedField interface{ SetAccessibleName(string) }

var _ namedField = (*textfield.Field)(nil)

// nameFields gives the fields in a tree of objects the names of the captions before them.
func nameFields(o fyne.CanvasObject) {
	caption := ""
	var walk func(o fyne.CanvasObject)
	walk = func(o fyne.CanvasObject) {
		switch o := o.(type) {
		case *widget.Label:
			caption = o.Text
		case namedField:
			o.SetAccessibleName(caption)
		case *fyne.Container:
			for _, child := range o.Objects {
				walk(child)
			}
		case *container.Scroll:
			walk(o.Content)
		}
	}
	walk(o)
}
