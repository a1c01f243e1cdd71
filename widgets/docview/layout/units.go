package layout

// Range is a half-open range of bytes.
type Range struct{ Start, End int }

func (r Range) holds(o Range) bool { return r.Start <= o.Start && o.End <= r.End }

// units gives the word, sentence, paragraph and text around a byte, from the smallest.
func (t *Text) units(at int) [4]Range {
	var u [4]Range
	u[0].Start, u[0].End = t.Word(at)
	u[1].Start, u[1].End = t.Sentence(at)
	u[2] = t.paragraphNear(at)
	u[3] = Range{0, t.Len()}
	return u
}

// paragraphNear gives the paragraph of a byte. A blank line, such as the one behind the last line feed, has nothing to
// select: it goes with the paragraph above it, or else with the one below.
func (t *Text) paragraphNear(at int) Range {
	start, end := t.Paragraph(at)
	if !t.Blank(start, end) {
		return Range{start, end}
	}
	for above := start; above > 0; {
		below := above
		above = t.PrevParagraph(above)
		if !t.Blank(above, below) {
			return Range{above, end}
		}
	}
	for below := t.NextParagraph(end); below < t.Len(); below = t.NextParagraph(below) {
		if to := t.lineBreak(below); !t.Blank(below, to) {
			return Range{start, to}
		}
	}
	return Range{start, end}
}

// Grow gives the next greater of word, sentence, paragraph and whole text that holds a selection and something to read,
// or the whole text.
func (t *Text) Grow(sel Range) Range {
	for _, u := range t.units(sel.Start) {
		if u.holds(sel) && u != sel && !t.Blank(u.Start, u.End) {
			return u
		}
	}
	return Range{0, t.Len()}
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
