package docview

import (
	"math"

	"factmark/widgets/docview/layout"
)

// selection is the range between anchor and head.
func (v *View) selection() layout.Range {
	return layout.Range{Start: min(v.anchor, v.head), End: max(v.anchor, v.head)}
}

// Selection is the selected range; start == end is where the caret stands.
func (v *View) Selection() (start, end int) {
	sel := v.selection()
	return v.column.Text.Point(sel.Start), v.column.Text.Point(sel.End)
}

// Select selects the text between two offsets, whole grapheme clusters of it, with the caret at head. Offsets outside
// the text are moved into it. The page doesn't scroll.
func (v *View) Select(anchor, head int) {
	r := clusters(v.column.Text, anchor, head)
	v.quiet = false
	if anchor > head {
		v.choose(r.End, r.Start, false)
	} else {
		v.choose(r.Start, r.End, false)
	}
}

// choose sets the selection in bytes, which have to be grapheme boundaries.
func (v *View) choose(anchor, head int, upstream bool) {
	changed := v.anchor != anchor || v.head != head
	v.goal = float32(math.NaN())
	v.grown = nil
	if !changed && v.upstream == upstream {
		v.wakeCaret()
		return
	}
	v.anchor, v.head, v.upstream = anchor, head, upstream
	v.version++
	v.wakeCaret()
	if changed && v.OnSelection != nil {
		v.OnSelection(v.Selection())
	}
}

// extend moves the head; the anchor follows unless the selection is being extended.
func (v *View) extend(head int, upstream, keep bool) {
	anchor := head
	if keep {
		anchor = v.anchor
	}
	v.choose(anchor, head, upstream)
}

// grow selects the next larger unit around the selection: word, sentence, paragraph, text.
func (v *View) grow() {
	sel := v.selection()
	next := v.column.Text.Grow(sel)
	if next == sel {
		return
	}
	grown := append(v.grown, layout.Range{Start: v.anchor, End: v.head})
	v.choose(next.Start, next.End, false)
	v.grown = grown
}

// shrink goes back one step of growing, or selects the next smaller unit at the start of the selection.
func (v *View) shrink() {
	if n := len(v.grown); n > 0 {
		back, left := v.grown[n-1], v.grown[:n-1]
		v.choose(back.Start, back.End, false)
		v.grown = left
		return
	}
	next := v.column.Text.Shrink(v.selection())
	v.choose(next.Start, next.End, false)
}
