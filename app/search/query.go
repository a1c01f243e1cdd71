package search

import (
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Query is what somebody looks for. The zero Query looks for nothing.
type Query struct {
	root  *node
	atoms []atom // the words in it
}

// atom is a word of a query as it is compared.
type atom struct {
	folded string
	root   string // what its inflections have in common; "" where this very form is meant
	prefix bool   // or any word that begins with folded
}

type kind uint8

const (
	phrase kind = iota // its atoms, one after the other
	every              // all of kids
	either             // at least one of kids
	near               // all of kids, with at most distance words between them
	not                // without its one kid
)

type node struct {
	kind     kind
	atoms    []int
	kids     []*node
	distance int
	signs    bool // an apostrophe or full stop may stand between its letters
}

// nearDistance is how many words may stand between those of NEAR where no number is said.
const nearDistance = 10

// Parse reads a query, whatever is typed. typing says that its end is still being typed: the last word stands
// for all that begin so, and a phrase may lack its closing quotation mark.
func Parse(text string, typing bool) Query {
	p := parser{text: text, typing: typing}
	root := p.sequence(0)
	if root == nil || !root.positive() {
		return Query{}
	}
	return Query{root, p.query.atoms}
}

// Empty tells whether there is no word to look for. Words to leave out alone are none.
func (q Query) Empty() bool { return q.root == nil }

// positive tells whether something has to be there for the node to be found.
func (n *node) positive() bool {
	switch n.kind {
	case not:
		return false
	case every, either:
		return slices.ContainsFunc(n.kids, (*node).positive)
	}
	return true
}

type parser struct {
	text   string
	at     int
	typing bool
	query  Query
}

// sequence reads what has to be there together, to the end or to the parenthesis that closes it.
func (p *parser) sequence(depth int) *node {
	var parts []*node
	join := false // OR stands before
	for {
		p.space()
		if p.at >= len(p.text) {
			break
		}
		if p.text[p.at] == ')' {
			if depth > 0 {
				break
			}
			p.at++ // nothing was opened
			continue
		}
		if len(parts) > 0 && !join && (p.operator("OR") || p.operator("|")) {
			join = true
			continue
		}
		if len(parts) > 0 && !join && p.operator("AND") {
			continue
		}
		n := p.operand(depth)
		if n == nil {
			continue
		}
		if last := len(parts) - 1; join {
			if alternatives := parts[last]; alternatives.kind == either && !alternatives.closed() {
				if len(alternatives.kids) >= mostParts {
					continue
				}
				parts[last].kids = append(parts[last].kids, n)
			} else {
				parts[last] = &node{kind: either, kids: []*node{parts[last], n}}
			}
		} else {
			parts = append(parts, n)
		}
		join = false
	}
	switch len(parts) {
	case 0:
		return nil
	case 1:
		return parts[0]
	}
	n := &node{kind: every}
	for _, part := range parts {
		kids := []*node{part}
		if part.kind == every {
			kids = part.kids
		}
		for _, kid := range kids {
			if len(n.kids) < mostParts && !slices.ContainsFunc(n.kids, func(k *node) bool { return reflect.DeepEqual(k, kid) }) {
				n.kids = append(n.kids, kid)
			}
		}
	}
	return n
}

// mostParts is how many different words or phrases count of a query; who pastes a whole page is answered by its beginning.
const mostParts = 50

// closed tells of a node of alternatives whether it stood in parentheses.
func (n *node) closed() bool { return n.distance < 0 }

// operand reads a word, phrase, group or NEAR, with what negates it; nil for signs that say nothing.
func (p *parser) operand(depth int) *node {
	if p.text[p.at] == '-' && p.at+1 < len(p.text) && !p.atSpace(p.at+1) || p.operator("NOT") {
		if p.text[p.at] == '-' {
			p.at++
		}
		p.space()
		if p.at >= len(p.text) || p.text[p.at] == ')' {
			return nil
		}
		n := p.operand(depth)
		switch {
		case n == nil:
			return nil
		case n.kind == not:
			return n.kids[0]
		}
		return &node{kind: not, kids: []*node{n}}
	}
	r, size := utf8.DecodeRuneInString(p.text[p.at:])
	switch {
	case r == '(':
		return p.group(depth)
	case isQuotationMark(r):
		return p.quoted(size)
	case strings.HasPrefix(p.text[p.at:], "NEAR("):
		if n := p.near(); n != nil {
			return n
		}
	}
	return p.chunk()
}

// mostDepth is how deep parentheses may lie in each other; deeper ones say nothing.
const mostDepth = 50

func (p *parser) group(depth int) *node {
	p.at++
	if depth >= mostDepth {
		return nil
	}
	n := p.sequence(depth + 1)
	if p.at < len(p.text) && p.text[p.at] == ')' {
		p.at++
	}
	if n != nil && n.kind == either {
		n.distance = -1
	}
	return n
}

// quoted reads a phrase. An opening mark that nothing closes says nothing, but while it is typed.
func (p *parser) quoted(mark int) *node {
	from := p.at + mark
	end := strings.IndexFunc(p.text[from:], isQuotationMark)
	if end < 0 {
		if p.at = from; !p.typing {
			return nil
		}
		p.at = len(p.text)
		return p.phrase(p.text[from:], true, true)
	}
	_, size := utf8.DecodeRuneInString(p.text[from+end:])
	p.at = from + end + size
	return p.phrase(p.text[from:from+end], true, false)
}

// near reads NEAR(a b, n); nil, and nothing read, where it is something else.
func (p *parser) near() *node {
	inside := p.text[p.at+len("NEAR("):]
	end := strings.IndexByte(inside, ')')
	if end < 0 {
		return nil
	}
	words, number, _ := strings.Cut(inside[:end], ",")
	distance := nearDistance
	if n, err := strconv.Atoi(strings.TrimSpace(number)); err == nil && n >= 0 {
		distance = min(n, 1_000_000)
	}
	inner := parser{text: words, query: p.query}
	var kids []*node
	for inner.space(); inner.at < len(words); inner.space() {
		r, size := utf8.DecodeRuneInString(words[inner.at:])
		var n *node
		if isQuotationMark(r) {
			n = inner.quoted(size)
		} else {
			n = inner.chunk()
		}
		if n != nil {
			kids = append(kids, n)
		}
	}
	if len(kids) == 0 {
		return nil
	}
	p.query = inner.query
	p.at += len("NEAR(") + end + 1
	if len(kids) == 1 {
		return kids[0]
	}
	return &node{kind: near, kids: kids, distance: distance}
}

// chunk reads signs up to a space or parenthesis: a word, or several that stand together as in "well-known".
func (p *parser) chunk() *node {
	from := p.at
	for p.at < len(p.text) {
		r, size := utf8.DecodeRuneInString(p.text[p.at:])
		if unicode.IsSpace(r) || r == ')' || r == '(' || p.at > from && isQuotationMark(r) {
			break
		}
		p.at += size
	}
	if p.at == from {
		p.at++
		return nil
	}
	return p.phrase(p.text[from:p.at], false, p.typing && p.at == len(p.text))
}

// phrase makes a node of the words of a piece, nil where it has none. begun says that its last word may go on.
func (p *parser) phrase(piece string, exact, begun bool) *node {
	n := &node{kind: phrase, signs: strings.ContainsAny(piece, "'’ʼ.")}
	last := 0
	words(piece, func(w word) {
		a := atom{folded: fold(piece[w.start:w.end])}
		if a.folded == "" {
			return
		}
		if !exact {
			a.root = root(a.folded)
		}
		if end := w.end; end < len(piece) && piece[end] == '*' || begun && end == len(piece) {
			a.prefix = true
		}
		last = w.end
		n.atoms = append(n.atoms, p.atom(a))
	})
	if len(n.atoms) == 0 {
		return nil
	}
	if begun && last == len(piece) { // 10,0 on the way to 10,000
		p.begunNumber(n, piece)
	}
	return n
}

// begunNumber joins the groups of digits that end a piece that is still being typed.
func (p *parser) begunNumber(n *node, piece string) {
	from := strings.LastIndexFunc(piece, func(r rune) bool { return r != ',' && (r < '0' || r > '9') }) + 1
	number := piece[from:]
	if comma := strings.LastIndexByte(number, ','); comma < 0 || comma > len(number)-2 || from > 0 && !strings.HasPrefix(number, ",") && class(rune(piece[from-1])) != other {
		return
	}
	count := 0
	words(number, func(word) { count++ })
	if count < 2 || count > len(n.atoms) {
		return
	}
	a := atom{folded: strings.ReplaceAll(number, ",", ""), prefix: true}
	n.atoms = append(n.atoms[:len(n.atoms)-count], p.atom(a))
}

// atom gives the number of an atom of the query.
func (p *parser) atom(a atom) int {
	if i := slices.Index(p.query.atoms, a); i >= 0 {
		return i
	}
	p.query.atoms = append(p.query.atoms, a)
	return len(p.query.atoms) - 1
}

// operator reads an operator that stands by itself, between two operands.
func (p *parser) operator(name string) bool {
	end := p.at + len(name)
	if !strings.HasPrefix(p.text[p.at:], name) || end >= len(p.text) || !p.atSpace(end) || strings.Trim(p.text[end:], " \t\n)") == "" {
		return false
	}
	p.at = end
	return true
}

func (p *parser) space() {
	for p.at < len(p.text) && p.atSpace(p.at) {
		_, size := utf8.DecodeRuneInString(p.text[p.at:])
		p.at += size
	}
}

func (p *parser) atSpace(i int) bool {
	r, _ := utf8.DecodeRuneInString(p.text[i:])
	return unicode.IsSpace(r)
}

func isQuotationMark(r rune) bool { return strings.ContainsRune("\"“”„‟«»＂", r) }
