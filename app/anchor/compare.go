package anchor

// Part is a piece of a wording; Changed says that the other wording has not got it.
type Part struct {
	Text    string
	Changed bool
}

// Compare cuts two wordings, by words, into what they share and what they don't.
func Compare(old, new string) (olds, news []Part) {
	s := &search{a: []rune(old), b: []rune(new)}
	common := s.common(area{0, len(s.a)}, area{0, len(s.b)}, words)
	for _, g := range s.gaps(common) {
		olds = grow(olds, s.a, g.old)
		news = grow(news, s.b, g.new)
	}
	return appendRest(olds, s.a), appendRest(news, s.b)
}

// grow adds what lies unchanged before a changed area, and the area.
func grow(parts []Part, text []rune, changed area) []Part {
	if changed.start == changed.end {
		return parts
	}
	return append(appendRest(parts, text[:changed.start]), Part{string(text[changed.start:changed.end]), true})
}

// appendRest adds what lies behind the last part.
func appendRest(parts []Part, text []rune) []Part {
	at := 0
	for _, p := range parts {
		at += len([]rune(p.Text))
	}
	if at == len(text) {
		return parts
	}
	return append(parts, Part{string(text[at:]), false})
}
