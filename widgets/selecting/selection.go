package selecting

import "factmark/widgets/docview/layout"

// Selection is what is selected of a text: Anchor is where that began, Head where it ends, with the caret. If they are
// the same there is a caret alone.
type Selection struct {
	Anchor, Head int
	Upstream     bool // the caret is at the end of a wrapped line, not at the start of the next, which is the same byte

	goal float32 // where up and down keep the caret, if they do
	kept bool
}

// Range gives what is selected.
func (s *Selection) Range() layout.Range {
	return layout.Range{Start: min(s.Anchor, s.Head), End: max(s.Anchor, s.Head)}
}

// Select sets the selection, and says whether it is another one then.
func (s *Selection) Select(anchor, head int, upstream bool) (moved bool) {
	moved = s.Anchor != anchor || s.Head != head
	*s = Selection{Anchor: anchor, Head: head, Upstream: upstream}
	return moved
}

// Goal gives the x at which lines above and below are entered, if it is kept: else that is where the caret stands.
func (s *Selection) Goal() (x float32, kept bool) { return s.goal, s.kept }

// KeepGoal keeps an x for Goal until the selection is set again.
func (s *Selection) KeepGoal(x float32) { s.goal, s.kept = x, true }

// SnapOn moves a byte inside a cluster to its end.
func SnapOn(text *layout.Text, at int) int {
	start, end := text.Cluster(at)
	if start < at {
		return end
	}
	return at
}
