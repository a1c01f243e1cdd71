package web

import (
	"strings"
	"unicode"

	"codeberg.org/readeck/go-readability/v2"
	"golang.org/x/net/html"

	"factmark/app/ingest/extract"
)

// Bounds of a page in which an article is looked for, as that takes a tree and several passes over it.
const (
	largestPage      = 8 << 20 // bytes
	mostElements     = 150_000
	mostLinks        = 20_000
	mostAttributes   = 1000 // of an element
	shortestArticle  = 140  // letters; a shorter one must be half of the page
	leastPartOfProse = 0.1  // of the prose of a page
)

// articleOf gives the article of a page, of which all is the visible text, or says why that is not taken.
func articleOf(markup string, page *page, title, all string) (found extract.Content, why string) {
	const tooMuch = "The page is too large or too deeply nested to find its article, so all that is visible of it was taken."
	const none = "No article was found in the page, so all that is visible of it was taken."
	if len(markup) > largestPage || page.elements > mostElements || page.links > mostLinks || page.attributes > mostAttributes {
		return found, tooMuch
	}
	tree, err := html.Parse(strings.NewReader(markup))
	if err != nil {
		return found, tooMuch
	}
	defer func() {
		if recover() != nil { // in a library, on a page that nobody thought of
			why = none
		}
	}()
	clip(tree)
	parser := readability.NewParser()
	parser.DisableJSONLD = true // which has been read
	article, err := parser.ParseAndMutate(tree, nil)
	if err != nil || article.Node == nil {
		return found, none
	}
	var markupOfArticle strings.Builder
	if article.RenderHTML(&markupOfArticle) != nil {
		return found, none
	}
	var b extract.Builder
	read(&b, withHeadline(markupOfArticle.String(), page.facts.headings, title))
	if found, err = b.Content(); err != nil {
		return found, none
	}
	letters := lettersOf(found.Text)
	if letters < shortestArticle && 2*letters < lettersOf(all) || float64(prose(found.Text)) < leastPartOfProse*float64(prose(all)) {
		return found, none
	}
	found.Author = joined([]string{withoutDate(article.Byline())})
	found.Publisher = extract.OneLine(article.SiteName())
	return found, ""
}

// clip cuts what is quadratic in its length to look at, and no text of an article: titles and attributes.
func clip(tree *html.Node) {
	const longest = 4 << 10 // bytes
	for n := range tree.Descendants() {
		if title := n.Parent; n.Type == html.TextNode && title != nil && title.Data == "title" && len(n.Data) > longest {
			n.Data = strings.ToValidUTF8(n.Data[:longest], "")
		}
		for i := range n.Attr {
			if len(n.Attr[i].Val) > longest {
				n.Attr[i].Val = ""
			}
		}
	}
}

// withHeadline puts the headline back before an article, which is looked for below it.
func withHeadline(markup string, headings []string, title string) string {
	opening := loose(html.UnescapeString(markup[:min(len(markup), 4<<10)]))
	for _, heading := range headings {
		if h := loose(heading); h != "" && 2*len(h) > len(loose(title)) && strings.Contains(loose(title), h) {
			if strings.Contains(opening, h) {
				return markup
			}
			return "<h1>" + html.EscapeString(heading) + "</h1>" + markup
		}
	}
	return markup
}

func lettersOf(s string) int {
	n := 0
	for _, r := range s {
		if unicode.IsLetter(r) {
			n++
		}
	}
	return n
}

// prose counts the bytes in the lines of a text that are long enough for sentences.
func prose(s string) int {
	n := 0
	for line := range strings.Lines(s) {
		if len(line) > 80 {
			n += len(line)
		}
	}
	return n
}
