package layout

// Range is a half-open range of bytes.
type Range struct{ Start, End int }

func (r Range) holds(o Range) bool { return r.Start <= o.Start && o.End <= r.End }

// units gives the word, sentence, paragraph and text around a byte, from the smallest.
func (t *Text) units(at int) [4]Range {
	var u [4]Range
	u[0].Start, u[0].End = t.Word(at)
	u[1].Start, u[1].End = t.Sentence(at)
	u[2].Start, u[2].End = t.Paragraph(at)
	u[3] = Range{0, len(t.s)}
	return u
}

// Grow gives the next greater of word, sentence, paragraph and whole text that holds a selection, or the selection
// itself if that is the text.
func (t *Text) Grow(sel Range) Range {
	for _, u := range t.units(sel.Start) {
		if u.holds(sel) && u != sel && u.Start < u.End {
			return u
		}
	}
	return sel
}

// Shrink gives the next smaller of paragraph, sentence and word at the start of a selection, or its start.
func (t *Text) Shrink(sel Range) Range {
	u := t.units(sel.Start)
	for i := len(u) - 1; i >= 0; i-- {
		if sel.holds(u[i]) && u[i] != sel && u[i].Start < u[i].End {
			return u[i]
		}
	}
	return Range{sel.Start, sel.Start}
}
