package web

import (
	"strings"

	"golang.org/x/net/html"

	"factmark/app/ingest/extract"
)

// WholePage writes the visible text of a page in HTML or XHTML, its blocks and the rows of its tables kept, and gives
// what the page says of itself. Nothing is left out but what a browser would not show. The error is of a limit.
func WholePage(b *extract.Builder, markup string) (extract.Metadata, error) {
	p := read(b, markup)
	return p.facts.metadata(), p.err
}

// read goes through the page once; where it shows nothing because all of it is hidden until a script runs, again.
func read(b *extract.Builder, markup string) *page {
	p := &page{text: text{b: b}}
	p.read(markup)
	if !p.wrote && p.hides {
		p = &page{text: text{b: b}, showHidden: true}
		p.read(markup)
	}
	return p
}

// page is a page while it is read, from its beginning to its end and without a tree, so that no page costs more than its length.
type page struct {
	text
	facts facts
	err   error

	showHidden bool // what only its style hides
	hides      bool // something was left out for its style
	pre        int  // elements open that keep white space
	lists      int  // lists open
	afterLink  bool // the last thing was the end of a link

	skipped string         // the element that is left out with all within it; "" where none is
	within  map[string]int // how many of each name are open within it, itself included

	elements, links, attributes int // how many there are, and attributes of the element that has most
}

// Elements that are never shown.
var unseen = set(`script style template noscript title object iframe noembed noframes audio video canvas select datalist
	desc defs symbol metadata annotation annotation-xml`)

// Elements that are a block, those that are a line, and those that have no content.
var (
	blocks = set(`p h1 h2 h3 h4 h5 h6 ul ol dl menu dir blockquote pre listing xmp plaintext hr table caption figure figcaption form fieldset article
		section main header footer aside nav center textarea details hgroup`)
	lines = set(`div li dt dd address summary legend dialog body html tbody thead tfoot option search optgroup`)
	list  = set(`ul ol menu dir`)
	void  = set(`area base basefont bgsound br col command embed frame hr img input keygen link meta param source track wbr`)
)

func set(names string) map[string]bool {
	s := map[string]bool{}
	for _, name := range strings.Fields(names) {
		s[name] = true
	}
	return s
}

func (p *page) read(markup string) {
	xml := isXML(markup)
	z := html.NewTokenizer(strings.NewReader(markup))
	z.AllowCDATA(xml)
	var attrs []html.Attribute
	for {
		kind := z.Next()
		switch kind {
		case html.ErrorToken:
			p.endRow()
			return
		case html.CommentToken:
			p.facts.comment(string(z.Text()))
		case html.TextToken:
			p.textToken(string(z.Text()))
		case html.StartTagToken, html.SelfClosingTagToken:
			tag, more := z.TagName()
			name := string(tag)
			attrs = attrs[:0]
			n := 0
			for ; more; n++ {
				var key, value []byte
				if key, value, more = z.TagAttr(); n < attributesRead {
					attrs = append(attrs, html.Attribute{Key: string(key), Val: string(value)})
				}
			}
			p.elements++
			p.attributes = max(p.attributes, n)
			empty := kind == html.SelfClosingTagToken && xml
			if empty {
				z.NextIsNotRawText()
			}
			p.startTag(localName(name), attrs)
			if empty && !void[name] {
				p.endTag(localName(name))
			}
		case html.EndTagToken:
			tag, _ := z.TagName()
			p.endTag(localName(string(tag)))
		}
	}
}

// attributesRead is how many attributes of an element are looked at.
const attributesRead = 100

// isXML tells whether a page is XHTML, in which <title/> is a whole element.
func isXML(markup string) bool {
	opening := strings.TrimLeft(markup[:min(len(markup), 1024)], "\ufeff \t\r\n")
	return strings.HasPrefix(opening, "<?xml") || strings.Contains(opening, `xmlns="http://www.w3.org/1999/xhtml"`)
}

// localName is the name of an element of XHTML without its prefix: p of xhtml:p. Other prefixes, as in Word's o:p, stay.
func localName(name string) string {
	if local, is := strings.CutPrefix(name, "xhtml:"); is {
		return local
	}
	return strings.TrimPrefix(name, "html:")
}

func (p *page) textToken(s string) {
	p.facts.content(s)
	if p.skipped != "" {
		return
	}
	if strings.TrimSpace(s) != "" {
		p.afterLink = false
	}
	if p.pre > 0 {
		p.preformatted(s)
		return
	}
	p.words(s)
}

func (p *page) startTag(name string, attrs []html.Attribute) {
	if p.skipped != "" && !closedBefore(p.skipped, name, p.within) {
		p.facts.start(name, attrs)
		if !void[name] {
			p.within[name]++
		}
		return
	}
	p.skipped = ""
	p.facts.start(name, attrs)
	if hidden := p.isHidden(name, attrs); unseen[name] || hidden {
		p.hides = p.hides || hidden
		if !void[name] {
			p.skipped, p.within = name, map[string]int{name: 1}
		}
		return
	}
	switch name {
	case "br":
		p.line()
	case "td", "th":
		p.openCell()
	case "tr":
		p.endRow()
		p.fresh()
	case "table":
		if p.row.open || len(p.row.cells) > 0 { // a table within a cell: the outer one lays the page out
			p.writeRowAsBlocks()
			p.row = row{}
		}
		p.block()
	case "a":
		p.links++
		if p.afterLink { // links side by side, as in a menu
			p.words(" ")
		}
	case "button", "input":
		p.words(" ")
	case "pre", "listing", "xmp", "plaintext", "textarea":
		p.pre++
	}
	p.boundary(name)
	if list[name] {
		p.lists++
	}
	p.afterLink = false
}

func (p *page) endTag(name string) {
	if p.skipped != "" {
		switch {
		case p.within[name] > 0:
			p.within[name]--
			if name != p.skipped || p.within[name] > 0 {
				p.facts.end(name)
				return
			}
			p.facts.end(name)
			p.skipped = ""
			return
		case siblings[p.skipped] == "": // an end without a beginning
			p.facts.end(name)
			return
		}
		p.skipped = "" // the parent ends, and with it an element whose end may be left out
	}
	p.facts.end(name)
	if list[name] {
		p.lists = max(0, p.lists-1)
	}
	switch name {
	case "br": // which browsers take for a beginning
		p.line()
	case "td", "th":
		p.closeCell()
	case "tr", "table", "tbody", "thead", "tfoot":
		p.endRow()
	case "pre", "listing", "xmp", "textarea":
		p.pre = max(0, p.pre-1)
	case "button":
		p.words(" ")
	}
	p.boundary(name)
	p.afterLink = name == "a"
}

// boundary is what an element that is not within a line does where it begins and where it ends.
func (p *page) boundary(name string) {
	switch {
	case list[name] && p.lists > 0: // in an item of another
		p.fresh()
	case blocks[name]:
		p.block()
	case lines[name]:
		p.fresh()
	}
}

// siblings names, for the elements whose end may be left out, those that end them by beginning.
var siblings = map[string]string{
	"li": "li", "dt": "dt dd", "dd": "dt dd", "td": "td th tr tbody tfoot", "th": "td th tr tbody tfoot", "tr": "tr tbody tfoot",
	"tbody": "tbody tfoot", "thead": "tbody tfoot", "tfoot": "tbody",
	"p": "p h1 h2 h3 h4 h5 h6 ul ol dl menu blockquote pre hr table figure form fieldset article section main header footer aside nav center div address details",
}

// closedBefore tells whether an element that is open ends because another begins.
func closedBefore(open, begins string, within map[string]int) bool {
	if within["ul"]+within["ol"]+within["dl"]+within["table"] > 0 {
		return false
	}
	for name := range strings.FieldsSeq(siblings[open]) {
		if name == begins {
			return true
		}
	}
	return false
}

// isHidden tells whether an element is there but not shown.
func (p *page) isHidden(name string, attrs []html.Attribute) bool {
	if p.showHidden || name == "html" || name == "body" {
		return false
	}
	open := name != "dialog"
	for _, a := range attrs {
		switch a.Key {
		case "hidden":
			if !strings.EqualFold(a.Val, "until-found") {
				return true
			}
		case "open":
			open = true
		case "style":
			style := strings.ToLower(strings.Join(strings.Fields(a.Val), ""))
			if strings.Contains(style, "display:none") || strings.Contains(style, "visibility:hidden") || strings.Contains(style, "mso-hide:all") {
				return true
			}
		}
	}
	return !open
}
