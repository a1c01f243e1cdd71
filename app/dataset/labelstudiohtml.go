package dataset

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// dialogueText is the text of the paragraphs that Label Studio labels, a line each, and where they stand in it.
type dialogueText struct {
	text  string
	parts []dialoguePart
}

// dialoguePart is what one speaker says, in UTF-16 code units.
type dialoguePart struct{ start, length int }

// studioDialogue reads an array of what is said, nil for any other value.
func studioDialogue(raw json.RawMessage) *dialogueText {
	all := elementsOf(raw)
	d := &dialogueText{}
	var b strings.Builder
	at := 0
	write := func(text string) (length int) {
		b.WriteString(text)
		length = len(utf16.Encode([]rune(text)))
		at += length
		return length
	}
	for i, one := range all {
		keys := objectOf(one)
		if kindOf(keys["text"]) != '"' {
			return nil
		}
		if i > 0 {
			write("\n")
		}
		if speaker := firstNonEmpty(keys.text("author"), keys.text("speaker"), keys.text("name"), keys.text("role")); speaker != "" {
			write(speaker + ": ")
		}
		start := at
		d.parts = append(d.parts, dialoguePart{start, write(keys.text("text"))})
	}
	if len(all) == 0 {
		return nil
	}
	d.text = b.String()
	return d
}

// place gives the place of a region, which says in which paragraphs it begins and ends, and where in them.
func (d *dialogueText) place(value jsonKeys) (start, end int, err error) {
	of := func(part, offset string) (int, error) {
		n, err := placeOf(value[part], part)
		if err != nil {
			return 0, err
		}
		within, err := placeOf(value[offset], offset)
		if err != nil {
			return 0, err
		}
		if n >= len(d.parts) || within > d.parts[n].length {
			return 0, fmt.Errorf("the span lies in paragraph %d at %d, where there is no text", n, within)
		}
		return d.parts[n].start + within, nil
	}
	if start, err = of("start", "startOffset"); err != nil {
		return 0, 0, err
	}
	if end, err = of("end", "endOffset"); err != nil {
		return 0, 0, err
	}
	return start, end, checkSpan(start, end, d.text)
}

// htmlText is the text of a web page as it is read, and where the characters of its text nodes stand in it. Places are UTF-16.
type htmlText struct {
	text  string
	units []uint16
	at    []int               // for each place in the text nodes one behind the other, that in the text
	nodes map[string]htmlNode // by XPath
	pre   int                 // elements around whose white space counts
}

// htmlNode is a text node, among all of them one behind the other.
type htmlNode struct{ start, length int }

// readHTML gives the text of a page: white space is one space, and each block a line.
func readHTML(source string) *htmlText {
	h := &htmlText{nodes: map[string]htmlNode{}}
	root, err := html.Parse(strings.NewReader(source))
	if err != nil {
		return h // only a reader that fails makes html.Parse fail
	}
	h.walk(root, "")
	h.at = append(h.at, len(h.units))
	for len(h.units) > 0 && unicode.IsSpace(rune(h.units[len(h.units)-1])) {
		h.units = h.units[:len(h.units)-1]
	}
	for i := range h.at {
		h.at[i] = min(h.at[i], len(h.units))
	}
	h.text = string(utf16.Decode(h.units))
	return h
}

// walk reads what is in a node with an XPath.
func (h *htmlText) walk(parent *html.Node, path string) {
	texts, tags := 0, map[string]int{}
	for n := parent.FirstChild; n != nil; n = n.NextSibling {
		switch n.Type {
		case html.TextNode:
			texts++
			h.add(n.Data, path+"/text()["+strconv.Itoa(texts)+"]")
		case html.ElementNode:
			tags[n.Data]++
			h.element(n, path+"/"+n.Data+"["+strconv.Itoa(tags[n.Data])+"]")
		}
	}
}

func (h *htmlText) element(n *html.Node, path string) {
	switch n.DataAtom {
	case atom.Script, atom.Style, atom.Head, atom.Template, atom.Noscript:
		return
	case atom.Br:
		h.units = append(h.units, '\n')
		return
	case atom.Pre, atom.Textarea:
		h.pre++
		defer func() { h.pre-- }()
	}
	if isBlock(n.DataAtom) {
		h.endLine()
		defer h.endLine()
	}
	h.walk(n, path)
}

func isBlock(a atom.Atom) bool {
	switch a {
	case atom.Address, atom.Article, atom.Aside, atom.Blockquote, atom.Body, atom.Dd, atom.Div, atom.Dl, atom.Dt, atom.Figcaption, atom.Figure, atom.Footer,
		atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Header, atom.Hr, atom.Li, atom.Main, atom.Nav, atom.Ol, atom.P, atom.Pre, atom.Section,
		atom.Table, atom.Tr, atom.Td, atom.Th, atom.Ul:
		return true
	}
	return false
}

// endLine ends the line that goes on.
func (h *htmlText) endLine() {
	switch last := len(h.units) - 1; {
	case last < 0 || h.units[last] == '\n':
	case h.units[last] == ' ':
		h.units[last] = '\n'
	default:
		h.units = append(h.units, '\n')
	}
}

func (h *htmlText) add(text, path string) {
	start := len(h.at)
	for _, unit := range utf16.Encode([]rune(text)) {
		h.at = append(h.at, len(h.units))
		switch white := unit == ' ' || unit == '\n' || unit == '\t' || unit == '\r' || unit == '\f'; {
		case !white || h.pre > 0:
			h.units = append(h.units, unit)
		case len(h.units) > 0 && h.units[len(h.units)-1] != ' ' && h.units[len(h.units)-1] != '\n':
			h.units = append(h.units, ' ')
		}
	}
	h.nodes[path] = htmlNode{start, len(h.at) - start}
}

// place gives the place of a region: by its paths, or by its places in the text nodes, or where its quote stands; the first of
// them at which the quote does.
func (h *htmlText) place(value jsonKeys, quote string) (start, end int, err error) {
	found := false
	try := func(from, to int, ok bool) bool {
		if !ok {
			return false
		}
		from, to = h.trimmed(from, to)
		if from >= to {
			return false
		}
		if !found {
			start, end, found = from, to, true
		}
		if quote == "" || sameWords(string(utf16.Decode(h.units[from:to])), quote) {
			start, end = from, to
			return true
		}
		return false
	}
	from, okFrom := h.node(value.text("start"), value["startOffset"])
	to, okTo := h.node(value.text("end"), value["endOffset"])
	if try(from, to, okFrom && okTo) {
		return start, end, nil
	}
	global := objectOf(value["globalOffsets"])
	a, errA := placeOf(global["start"], "start")
	b, errB := placeOf(global["end"], "end")
	if errA == nil && errB == nil && a <= b && b < len(h.at) && try(h.at[a], h.at[b], true) {
		return start, end, nil
	}
	if a, errA = placeOf(value["start"], "start"); errA == nil { // some versions count in the text
		if b, errB = placeOf(value["end"], "end"); errB == nil && a <= b && b < len(h.at) && try(h.at[a], h.at[b], true) {
			return start, end, nil
		}
	}
	if !found && quote == "" {
		return 0, 0, errors.New("its path leads to no text of the page, and it has no quote")
	}
	if !found {
		end = 1 // it is found by its quote
	}
	return start, end, nil
}

// node gives the place in a text node.
func (h *htmlText) node(path string, offset json.RawMessage) (int, bool) {
	if path == "" {
		return 0, false
	}
	at, err := placeOf(offset, "place")
	if err != nil {
		return 0, false
	}
	for _, root := range []string{"", "/html[1]/body[1]", "/html[1]"} {
		if node, there := h.nodes[root+strings.ToLower(path)]; there && at <= node.length {
			return h.at[node.start+at], true
		}
	}
	return 0, false
}

// trimmed leaves out the white space at the ends of a span.
func (h *htmlText) trimmed(start, end int) (int, int) {
	for start < end && unicode.IsSpace(rune(h.units[start])) {
		start++
	}
	for start < end && unicode.IsSpace(rune(h.units[end-1])) {
		end--
	}
	return start, end
}

// quote is what stands at a place, where that is the quote but for white space; otherwise the quote as the file has it.
func (h *htmlText) quote(start, end int, quote string) string {
	if there := string(utf16.Decode(h.units[start:min(end, len(h.units))])); quote != "" && sameWords(there, quote) {
		return there
	}
	return quote
}

// sameWords tells whether two texts differ in nothing but white space, also where it is written as \n.
func sameWords(a, b string) bool {
	return withoutWhite(a) == withoutWhite(strings.NewReplacer(`\n`, " ", `\t`, " ").Replace(b))
}
