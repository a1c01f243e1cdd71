package dialogs

import "factmark/widgets/docview/layout"

// VisualOrder gives a text of one line for a widget of the toolkit, which draws words from the right in the order they are read.
func VisualOrder(s string) string { return layout.Visual(s) }
