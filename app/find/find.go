// Package find finds words in a text. Offsets are Unicode code points of the
// text, ranges are half open.
package find

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Query says what to look for.
type Query struct {
	Words     string
	MatchCase bool // A is not a
	WholeWord bool // no letter or digit right before or after
	Loose     bool // kinds of space, quotation mark, apostrophe and dash are one; accents don't count
	Regexp    bool // Words is a regular expression, in Go's syntax; Loose does not apply
}

// Hit is a place where the words stand.
type Hit struct{ Start, End int }

// Limit is how many hits All returns at most.
const Limit = 100_000

// ErrPattern says that the words are no regular expression; the error that
// wraps it says why.
var ErrPattern = errors.New("this is not a regular expression")

// All finds the places where the words stand, from the start of the text, none
// overlapping another, at most Limit. It returns the context's error when that
// ends before, and ErrPattern.
func All(ctx context.Context, text string, q Query) ([]Hit, error) {
	if q.Words == "" {
		return nil, ctx.Err()
	}
	if q.Regexp {
		return byPattern(ctx, text, q)
	}
	pattern := folded(q.Words, q)
	if len(pattern) == 0 {
		return nil, ctx.Err()
	}
	return byWords(ctx, text, pattern, q)
}

// folded gives the words as they are compared.
func folded(words string, q Query) []rune {
	var pattern []rune
	for _, r := range words {
		pattern = append(pattern, fold(r, q)...)
	}
	return pattern
}

// checkEvery is after how many code points the search looks whether it is still wanted.
const checkEvery = 1 << 16

// byWords runs the Knuth-Morris-Pratt automaton over the text's folded runes,
// so that it reads the text once, whatever it holds, and keeps none of it.
func byWords(ctx context.Context, text string, pattern []rune, q Query) ([]Hit, error) {
	fall := failures(pattern)
	starts := make([]place, len(pattern)) // where each of the last matched runes began
	var hits []Hit
	at, state := 0, 0
	resume := 0 // bytes; a hit must not begin before the end of the one before
	for i, r := range text {
		if at%checkEvery == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if i >= resume {
			for _, f := range fold(r, q) {
				for state > 0 && pattern[state] != f {
					kept := fall[state-1]
					copy(starts, starts[state-kept:state])
					state = kept
				}
				if pattern[state] != f {
					continue
				}
				starts[state] = place{at, i}
				state++
				if state < len(pattern) {
					continue
				}
				end := place{at + 1, i + utf8.RuneLen(r)}
				end = overMarks(text, end)
				if !q.WholeWord || isWord(text, starts[0].byte, end.byte) {
					hits = append(hits, Hit{starts[0].point, end.point})
					if len(hits) == Limit {
						return hits, nil
					}
					resume, state = end.byte, 0
					break
				}
				kept := fall[state-1]
				copy(starts, starts[state-kept:state])
				state = kept
			}
		}
		at++
	}
	return hits, ctx.Err()
}

// place is an offset in both units.
type place struct{ point, byte int }

// failures is the automaton's table: for each prefix of the pattern the length
// of its longest proper prefix that is also its suffix.
func failures(pattern []rune) []int {
	fall := make([]int, len(pattern))
	for i, k := 1, 0; i < len(pattern); i++ {
		for k > 0 && pattern[i] != pattern[k] {
			k = fall[k-1]
		}
		if pattern[i] == pattern[k] {
			k++
		}
		fall[i] = k
	}
	return fall
}

// overMarks moves an end past the combining marks that belong to the letter before it.
func overMarks(text string, end place) place {
	for end.byte < len(text) {
		r, size := utf8.DecodeRuneInString(text[end.byte:])
		if !unicode.Is(unicode.M, r) {
			break
		}
		end = place{end.point + 1, end.byte + size}
	}
	return end
}

// isWord tells whether no letter or digit touches a range from outside. In
// scripts that put no spaces between words any place may be a word's edge.
func isWord(text string, start, end int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:start])
	first, _ := utf8.DecodeRuneInString(text[start:])
	last, _ := utf8.DecodeLastRuneInString(text[:end])
	after, _ := utf8.DecodeRuneInString(text[end:])
	return !joined(before, first) && !joined(last, after)
}

func joined(a, b rune) bool { return inWord(a) && inWord(b) && !(spaceless(a) || spaceless(b)) }

func inWord(r rune) bool {
	return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r)
}

func spaceless(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}

// byPattern runs a regular expression over each line. Go's take a time that
// grows with the text and no faster; between two lines the search can be stopped.
func byPattern(ctx context.Context, text string, q Query) ([]Hit, error) {
	source := q.Words
	if !q.MatchCase {
		source = "(?i:" + source + ")"
	}
	pattern, err := regexp.Compile(source)
	if err != nil {
		return nil, fmt.Errorf("%w: %s", ErrPattern, strings.TrimPrefix(err.Error(), "error parsing regexp: "))
	}
	var hits []Hit
	at := 0 // code points before the line
	for line := range strings.Lines(text) {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		line = strings.TrimSuffix(line, "\n")
		points, from := at, 0 // code points before the byte from of the line
		for _, match := range pattern.FindAllStringIndex(line, Limit-len(hits)) {
			start, end := match[0], match[1]
			if start == end || q.WholeWord && !isWord(line, start, end) {
				continue
			}
			points += utf8.RuneCountInString(line[from:start])
			length := utf8.RuneCountInString(line[start:end])
			hits = append(hits, Hit{points, points + length})
			points, from = points+length, end
		}
		if len(hits) >= Limit {
			break
		}
		at = points + utf8.RuneCountInString(line[from:]) + 1
	}
	return hits, nil
}
