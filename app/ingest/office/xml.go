package office

import (
	"bufio"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strings"

	"golang.org/x/text/encoding/unicode"

	"factmark/app/charset"
	"factmark/app/ingest/extract"
)

const (
	maxToken = 8 << 20 // bytes of one text, tag or comment of XML
	maxNodes = 200_000 // elements of a part that is held as a tree
)

// xmlReader reads the tokens of one XML part within limits. Entities but the five of XML are an error.
type xmlReader struct {
	*xml.Decoder
	depth   int
	inToken int // bytes read since the present token began
}

func newXMLReader(r io.Reader) *xmlReader {
	x := &xmlReader{}
	bounded := boundedTokens{r, x}
	buffered := bufio.NewReader(bounded)
	if start, _ := buffered.Peek(2); bytes.Equal(start, []byte("\xFF\xFE")) || bytes.Equal(start, []byte("\xFE\xFF")) {
		buffered = bufio.NewReader(unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Reader(buffered))
	} else if start, _ := buffered.Peek(3); bytes.Equal(start, []byte("\xEF\xBB\xBF")) {
		_, _ = buffered.Discard(3)
	}
	x.Decoder = xml.NewDecoder(buffered)
	x.CharsetReader = func(label string, rest io.Reader) (io.Reader, error) {
		encoding, known := charset.Named(label)
		switch {
		case !known:
			return nil, fmt.Errorf("the encoding %q is not known", label)
		case strings.HasPrefix(encoding.Name, "utf-"): // by its byte order mark, above
			return rest, nil
		}
		content, err := io.ReadAll(rest)
		if err != nil {
			return nil, err
		}
		text, err := encoding.Decode(content)
		return strings.NewReader(text), err
	}
	return x
}

// boundedTokens stops a token that does not end: the decoder would hold all of it in memory.
type boundedTokens struct {
	r  io.Reader
	of *xmlReader
}

func (b boundedTokens) Read(p []byte) (int, error) {
	n, err := b.r.Read(p)
	if b.of.inToken += n; b.of.inToken > maxToken {
		return 0, extract.TooMuch(maxToken>>20, "MB in one paragraph")
	}
	return n, err
}

// next gives the next beginning or end of an element, or text; io.EOF after the last.
func (x *xmlReader) next() (xml.Token, error) {
	for {
		x.inToken = 0
		token, err := x.Token()
		if err != nil {
			return nil, err
		}
		switch token.(type) {
		case xml.StartElement:
			if x.depth++; x.depth > extract.MaxDepth {
				return nil, extract.TooMuch(extract.MaxDepth, "elements within each other")
			}
			return token, nil
		case xml.EndElement:
			x.depth--
			return token, nil
		case xml.CharData:
			return token, nil
		}
	}
}

// each reads to the end of the element that has begun, and hands over the elements directly in it, each of which
// element has to read to its end.
func (x *xmlReader) each(element func(xml.StartElement) error) error {
	for {
		token, err := x.next()
		if err != nil {
			return err
		}
		switch token := token.(type) {
		case xml.StartElement:
			if err := element(token); err != nil {
				return err
			}
		case xml.EndElement:
			return nil
		}
	}
}

// skip reads to the end of the element that has begun.
func (x *xmlReader) skip() error {
	for end := x.depth; x.depth >= end; {
		if _, err := x.next(); err != nil {
			return err
		}
	}
	return nil
}

// root reads to the beginning of the first element.
func (x *xmlReader) root() (xml.StartElement, error) {
	for {
		token, err := x.next()
		if err != nil {
			return xml.StartElement{}, err
		}
		if start, is := token.(xml.StartElement); is {
			return start, nil
		}
	}
}

// node is an element of a part that is small enough to be held as a tree.
type node struct {
	xml.StartElement
	name     string // with the prefix that is usual for its namespace: w:pPr
	text     string // directly in it
	children []*node
}

// tree reads the element that has begun.
func (x *xmlReader) tree(start xml.StartElement) (*node, error) {
	nodes := 0
	return x.subtree(start, &nodes)
}

func (x *xmlReader) subtree(start xml.StartElement, nodes *int) (*node, error) {
	if *nodes++; *nodes > maxNodes {
		return nil, extract.TooMuch(maxNodes, "elements besides its text")
	}
	n := &node{StartElement: start.Copy(), name: short(start.Name)}
	var text strings.Builder
	for {
		token, err := x.next()
		if err != nil {
			return nil, err
		}
		switch token := token.(type) {
		case xml.StartElement:
			child, err := x.subtree(token, nodes)
			if err != nil {
				return nil, err
			}
			n.children = append(n.children, child)
		case xml.CharData:
			text.Write(token)
		case xml.EndElement:
			n.text = text.String()
			return n, nil
		}
	}
}

// child gives the first child of a name; an empty node where there is none.
func (n *node) child(name string) *node {
	for _, c := range n.children {
		if c.name == name {
			return c
		}
	}
	return &node{}
}

func (n *node) is() bool { return n.name != "" }

// descendants gives the nodes below by their local name, for documents that are not strict in namespaces.
func (n *node) descendants(local string) (found []*node) {
	for _, c := range n.children {
		if c.Name.Local == local {
			found = append(found, c)
		}
		found = append(found, c.descendants(local)...)
	}
	return found
}

// line gives the text within n as one line.
func (n *node) line() string {
	var text strings.Builder
	n.write(&text)
	return oneLine(text.String())
}

func (n *node) write(text *strings.Builder) {
	text.WriteString(n.text)
	for _, c := range n.children {
		c.write(text)
	}
}

func (n *node) attr(local string) string { return attr(n.StartElement, local) }

// attr gives an attribute by its name, whatever its namespace.
func attr(e xml.StartElement, local string) string {
	for _, a := range e.Attr {
		if a.Name.Local == local {
			return a.Value
		}
	}
	return ""
}

// namespaces gives the prefixes that are usual for namespaces: those of ECMA-376 (Transitional) and of ISO 29500
// (Strict), and of OpenDocument.
var namespaces = map[string]string{
	"http://schemas.openxmlformats.org/wordprocessingml/2006/main":            "w",
	"http://purl.oclc.org/ooxml/wordprocessingml/main":                        "w",
	"http://schemas.openxmlformats.org/officeDocument/2006/math":              "m",
	"http://purl.oclc.org/ooxml/officeDocument/math":                          "m",
	"http://schemas.openxmlformats.org/markup-compatibility/2006":             "mc",
	"http://schemas.openxmlformats.org/drawingml/2006/main":                   "a",
	"http://purl.oclc.org/ooxml/drawingml/main":                               "a",
	"urn:schemas-microsoft-com:vml":                                           "v",
	"http://schemas.openxmlformats.org/spreadsheetml/2006/main":               "s",
	"http://purl.oclc.org/ooxml/spreadsheetml/main":                           "s",
	"http://schemas.openxmlformats.org/presentationml/2006/main":              "p",
	"http://purl.oclc.org/ooxml/presentationml/main":                          "p",
	"http://schemas.openxmlformats.org/package/2006/metadata/core-properties": "cp",
	"http://purl.org/dc/elements/1.1/":                                        "dc",
	"http://purl.org/dc/terms/":                                               "dcterms",
	"urn:oasis:names:tc:opendocument:xmlns:office:1.0":                        "office",
	"urn:oasis:names:tc:opendocument:xmlns:text:1.0":                          "text",
	"urn:oasis:names:tc:opendocument:xmlns:table:1.0":                         "table",
	"urn:oasis:names:tc:opendocument:xmlns:drawing:1.0":                       "draw",
	"urn:oasis:names:tc:opendocument:xmlns:style:1.0":                         "style",
	"urn:oasis:names:tc:opendocument:xmlns:meta:1.0":                          "meta",
	"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0":                      "manifest",
	"urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0":                "svg",
	"http://www.w3.org/1998/Math/MathML":                                      "math",
	"http://www.idpf.org/2007/opf":                                            "opf",
	"http://www.w3.org/1999/xhtml":                                            "html",
}

// short gives the name of an element or attribute with the prefix that is usual, or none where its namespace is not
// known.
func short(name xml.Name) string {
	if prefix, known := namespaces[name.Space]; known {
		return prefix + ":" + name.Local
	}
	return name.Local
}
