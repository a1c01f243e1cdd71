package app

import "factmark/widgets/docview/layout"

// visualOrder gives a text of one line for a widget of the toolkit, which draws words from the right in the order they are read.
func visualOrder(s string) string { return layout.Visual(s) }
