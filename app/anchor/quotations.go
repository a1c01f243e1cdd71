package anchor

import "slices"

// quotations gives for each unit that is in a quotation, or is one, the
// identity of the units that may say whose words it is: where the quotation
// begins and ends, and what stands before and behind it.
func (o *outline) quotations() []uint64 {
	all := make([]uint64, len(o.units))
	open := -1 // the unit in which the quotation at hand began
	for i, u := range o.units {
		if u.leads || u.kind == row {
			open = -1
		}
		if u.kind == row {
			continue
		}
		began := open
		for j := u.start; j < u.end; j++ {
			if !quoteMark(o.text, j) {
				continue
			}
			if open >= 0 {
				open = -1
			} else {
				open = i
			}
		}
		whole := began < 0 && open < 0 && quoteMark(o.text, u.start) && u.end-u.start > 2 && o.endsQuoted(u)
		switch {
		case began >= 0 && open != began: // it ends here
			for k := began; k <= i; k++ {
				all[k] = o.mix(all[k], o.around(began, i))
			}
		case whole:
			all[i] = o.around(i, i)
		}
		if began >= 0 && i-began > 200 {
			open = -1 // somebody forgot to close it
		}
		if open >= 0 && (i+1 == len(o.units) || o.units[i+1].leads) { // it goes on in the next paragraph
			for k := open; k <= i; k++ {
				all[k] = o.mix(all[k], o.around(open, i))
			}
		}
	}
	return all
}

// around gives the identity of what may tell whose words the units from first
// to last are.
func (o *outline) around(first, last int) uint64 {
	parts := []uint64{o.of[first].key, o.of[last].key}
	if first > 0 && quoteMark(o.text, o.units[first].start) {
		parts = append(parts, o.of[first-1].key)
	}
	if last+1 < len(o.units) && o.endsQuoted(o.units[last]) {
		parts = append(parts, o.of[last+1].key)
	}
	return o.mix(parts...)
}

// endsQuoted tells whether a unit ends with the end of a quotation.
func (o *outline) endsQuoted(u unit) bool {
	end := u.end
	for end > u.start && (terminal(o.text[end-1]) || wideStop(o.text[end-1])) {
		end--
	}
	return end > u.start && quoteMark(o.text, end-1)
}

// quoteMark tells of a sign that begins or ends a quotation; an apostrophe is none.
func quoteMark(text []rune, at int) bool {
	switch r := text[at]; r {
	case '"', '“', '”', '„', '«', '»', '「', '」', '『', '』':
		return true
	case '‘':
		return true
	case '’':
		return at > 0 && slices.Contains([]rune(".,!?"), text[at-1])
	}
	return false
}
