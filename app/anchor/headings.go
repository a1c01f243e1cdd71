package anchor

import (
	"strings"
	"unicode"
)

// heading is one over the units that are read.
type heading struct{ level, unit int }

// headings gives the units that are headings, with their levels: those that are
// marked as such, and lines that are no sentences and stand over something else.
// Of several in a row each stands under the one before.
func (o *outline) headings() map[int]int {
	all := map[int]int{}
	is := func(i int) bool {
		if i >= len(o.units) {
			return false
		}
		u := o.units[i]
		if u.kind == row || !u.leads || !o.brief(u) || i+1 < len(o.units) && !o.units[i+1].leads {
			return false
		}
		if o.text[u.start] == '#' {
			return true
		}
		alone := (i == 0 || o.units[i-1].block != u.block) && (i+1 == len(o.units) || o.units[i+1].block != u.block)
		if !u.bare {
			return alone && i+1 < len(o.units) && strings.ContainsRune("?？؟", o.text[u.end-1])
		}
		if u.kind == item { // an item of a list of one
			return alone && unicode.IsDigit(o.text[u.start]) || i+1 < len(o.units) && o.units[i+1].block == u.block && o.units[i+1].kind == sentence
		}
		if alone {
			return true
		}
		if i+1 == len(o.units) {
			return false
		}
		next := o.units[i+1]
		over := next.block == u.block && !(next.bare && next.kind == sentence)
		return over && next.leads
	}
	deepest := 0
	for i := 0; i < len(o.units); {
		if !is(i) {
			i++
			continue
		}
		n := i + 1
		for is(n) {
			n++
		}
		if marks := o.hashes(i); marks > 0 {
			n = i + 1
			all[i] = marks
		} else {
			deepest = max(deepest, n-i)
			for k := i; k < n; k++ {
				if o.hashes(k) > 0 {
					n = k
					break
				}
				all[k] = unmarked + deepest - (n - k)
			}
		}
		i = n
	}
	return all
}

const (
	unmarked = 100 // the level of headings that nothing marks as such but how they stand
	reach    = 60  // how many units these are over, where no other comes
)

// brief tells whether a line is as short as headings are.
func (o *outline) brief(u unit) bool {
	const mostLetters, mostWords = 110, 14
	words, letters := 0, false
	for i := u.start; i < u.end; i++ {
		letters = letters || unicode.IsLetter(o.text[i])
		if inWord(o.text[i]) && (i == u.start || space(o.text[i-1])) {
			words++
		}
	}
	return letters && u.end-u.start <= mostLetters && words <= mostWords
}

// hashes counts the signs that mark a heading in Markdown.
func (o *outline) hashes(i int) int {
	n := 0
	for o.units[i].start+n < o.units[i].end && o.text[o.units[i].start+n] == '#' {
		n++
	}
	return n
}

// signatures gives the lines that say whose words the sentences over them are,
// by block: "– the mayor of Lyon" at its end.
func (o *outline) signatures(headings map[int]int) map[int32]int {
	all := map[int32]int{}
	for i := 1; i < len(o.units); i++ {
		u, before := &o.units[i], &o.units[i-1]
		_, isHeading := headings[i]
		if u.bare && u.leads && u.kind != row && !isHeading && before.block == u.block && !before.bare && before.kind == sentence &&
			o.brief(*u) && (i+1 == len(o.units) || o.units[i+1].block != u.block) {
			all[u.block] = i
		}
	}
	return all
}

// findTitles finds the headings that stand at the head of the text and are over
// all of it, as its title is. They are not what tells one part from another.
func (o *outline) findTitles(headings map[int]int, levels map[int]int) map[int]bool {
	titles := map[int]bool{}
	for i := range o.units {
		level, is := headings[i]
		if !is {
			break
		}
		if levels[level] == 1 {
			titles[i] = true
			o.titles = append(o.titles, i)
		}
	}
	return titles
}
