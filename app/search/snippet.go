package search

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Snippet is a piece of a text in one line, with the words that were found in it. Its marks are code points of Text, in their
// order, none overlapping another.
type Snippet struct {
	Text  string
	Marks []Span
}

// Lengths of a snippet, in code points: before what was found, in all, and of what is shown of either end of a place that is longer.
const (
	snippetBefore = 50
	snippetLength = 170
	snippetEnd    = 70
)

// snippetOf cuts a match out of its text with some of what stands around it.
func snippetOf(text string, found match) Snippet {
	from := backwards(text, found.begin, snippetBefore)
	if utf8.RuneCountInString(text[found.begin:found.until]) <= snippetLength {
		rest := max(snippetBefore, snippetLength-utf8.RuneCountInString(text[from:found.until]))
		return cut(text, found.marks, piece{from, forwards(text, found.until, rest)})
	}
	return cut(text, found.marks, piece{from, forwards(text, found.begin, snippetEnd)},
		piece{backwards(text, found.until, snippetEnd), forwards(text, found.until, snippetBefore)})
}

// piece is a range of bytes.
type piece struct{ from, to int }

// backwards goes back by at most n code points, to the beginning of a word or paragraph.
func backwards(text string, at, n int) int {
	word, begin := at, at
	for ; n > 0 && at > 0; n-- {
		r, size := utf8.DecodeLastRuneInString(text[:at])
		at -= size
		if r == '\n' && strings.TrimSpace(text[at:begin]) != "" {
			return at + size
		}
		if next, _ := utf8.DecodeRuneInString(text[at+size:]); !unicode.IsSpace(next) && (unicode.IsSpace(r) || Spaceless(next)) {
			word = at + size
		}
	}
	if at == 0 {
		return 0
	}
	return word
}

// forwards goes on by at most n code points, to the end of a word or paragraph.
func forwards(text string, at, n int) int {
	word, begin := at, at
	for ; n > 0 && at < len(text); n-- {
		r, size := utf8.DecodeRuneInString(text[at:])
		if unicode.IsSpace(r) || Spaceless(r) {
			word = at
		}
		if r == '\n' && at > begin {
			return at
		}
		at += size
	}
	if at >= len(text) {
		return len(text)
	}
	return word
}

// cut puts pieces of a text together, each run of white space as one space, with an ellipsis where something is left out.
func cut(text string, marks []Span, pieces ...piece) Snippet {
	var out strings.Builder
	n := 0 // code points written
	put := func(r rune) {
		out.WriteRune(r)
		n++
	}
	s := Snippet{}
	next := 0
	open := -1
	for i, p := range pieces {
		if before := strings.TrimSpace(text[:p.from]); before != "" && (i == 0 || pieces[i-1].to < p.from) {
			if i > 0 {
				put(' ')
			}
			put('…')
			if i > 0 {
				put(' ')
			}
		}
		space := false
		for at, r := range text[p.from:p.to] {
			at += p.from
			for open < 0 && next < len(marks) && marks[next].End <= at {
				next++
			}
			if open >= 0 && at >= marks[next].End {
				s.Marks = append(s.Marks, Span{open, n})
				open = -1
				next++
			}
			if unicode.IsSpace(r) || unicode.IsControl(r) {
				space = n > 0
				continue
			}
			if space {
				put(' ')
				space = false
			}
			if open < 0 && next < len(marks) && marks[next].Start <= at && at < marks[next].End {
				open = n
			}
			put(r)
		}
		if open >= 0 {
			s.Marks = append(s.Marks, Span{open, n})
			open = -1
			if marks[next].End <= p.to {
				next++
			}
		}
	}
	if strings.TrimSpace(text[pieces[len(pieces)-1].to:]) != "" {
		put('…')
	}
	s.Text = out.String()
	return s
}
