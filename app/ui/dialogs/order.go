package dialogs

import "factmark/widgets/docview/layout"

// VisualOrder gives a text of one line with words written from the right in the order they are read, for widgets
// of the toolkit, which draw from the left whatever the script.
func VisualOrder(s string) string { return layout.Visual(s) }
