package office

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"errors"
	"fmt"
	"html"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"unicode/utf8"

	"factmark/app/charset"
	"factmark/app/ingest/extract"
	"factmark/app/ingest/web"
)

const (
	book       = "an EPUB book"
	epubType   = "application/epub+zip"
	maxChapter = 16 << 20 // bytes of one
)

var errProtectedBook = errors.New("it is protected against copying (DRM), so its text cannot be read; import a copy without protection, or paste the passage")

// Epub reads a book (EPUB 2 or 3): its chapters in reading order, each with its title as a locator where the book names
// one. The table of contents is left out. A chapter is decoded by its byte order mark or declaration, else as UTF-8. Its
// errors are as those of Docx, and one sentence for books with copy protection.
func Epub(raw []byte) (extract.Content, error) {
	a, err := openArchive(raw, book)
	if err != nil {
		return extract.Content{}, err
	}
	content, err := epub(a)
	return content, a.broken(err)
}

// packages gives the package documents that META-INF/container.xml names.
func (n *node) packages() (names []string) {
	for _, file := range n.descendants("rootfile") {
		if kind := file.attr("media-type"); kind == "" || kind == "application/oebps-package+xml" {
			names = append(names, file.attr("full-path"))
		}
	}
	return names
}

// bookItem is a file of a book, as its manifest lists it.
type bookItem struct {
	part, kind, fallback string
	contents             bool // the table of contents
}

func epub(a *archive) (extract.Content, error) {
	container, err := a.tree("META-INF/container.xml")
	if err != nil {
		return extract.Content{}, err
	}
	packages := container.packages()
	if len(packages) == 0 {
		return extract.Content{}, errors.New("it does not name its contents")
	}
	main := packages[0]
	root, err := a.tree(main)
	if err != nil {
		return extract.Content{}, err
	}
	items := map[string]bookItem{}
	for _, n := range root.descendants("item") {
		href, err := url.PathUnescape(n.attr("href"))
		if err != nil {
			href = n.attr("href")
		}
		name, _ := partName(main, href)
		items[n.attr("id")] = bookItem{name, n.attr("media-type"), n.attr("fallback"), strings.Contains(" "+n.attr("properties")+" ", " nav ")}
	}
	spine := root.descendants("itemref")
	if len(spine) > extract.MaxParts {
		return extract.Content{}, extract.TooMuch(extract.MaxParts, "chapters")
	}
	var chapters []string
	seen := map[string]bool{}
	for _, ref := range spine {
		item, known := items[ref.attr("idref")]
		for range 10 {
			if !known || item.isText() || item.fallback == "" {
				break
			}
			item, known = items[item.fallback]
		}
		if known && item.isText() && !item.contents && !seen[item.part] {
			seen[item.part] = true
			chapters = append(chapters, item.part)
		}
	}
	if err := a.copyProtection(seen); err != nil {
		return extract.Content{}, err
	}
	m := bookMetadata(root)
	titles := a.chapterTitles(root, items)
	var b extract.Builder
	var remarks []string
	missing, broken := 0, 0
	heading := ""
	for _, name := range chapters {
		if !a.has(name) {
			missing++
			continue
		}
		markup, err := a.read(name, maxChapter)
		if err != nil {
			return extract.Content{}, err
		}
		text, whole := chapterText(markup)
		if !whole {
			broken++
		}
		title := titles[name]
		own := chapterHeading(text)
		if title == "" && len(titles) == 0 {
			title = own
		}
		heading = cmp.Or(heading, own)
		b.Block()
		if title != "" {
			b.Locate(extract.Chapter, title)
		}
		if _, err := web.WholePage(&b, text); err != nil {
			return extract.Content{}, err
		}
		b.Block()
		if b.Err() != nil {
			break
		}
	}
	content, err := b.Content()
	if missing > 0 {
		remarks = append(remarks, fmt.Sprintf("The book lists %d chapters that are not in the file.", missing))
		if errors.Is(err, extract.ErrNoText) {
			err = errors.New("its chapters are not in the file")
		}
	}
	if broken > 0 {
		remarks = append(remarks, fmt.Sprintf("Characters that could not be read, in %d chapters, are shown as \ufffd.", broken))
	}
	if err != nil {
		return extract.Content{}, err
	}
	content.Metadata, content.Remarks = m, remarks
	content.Title = cmp.Or(content.Title, heading)
	return content, nil
}

func (i bookItem) isText() bool {
	switch i.kind {
	case "application/xhtml+xml", "text/html", "application/x-dtbook+xml", "text/x-oeb1-document", "application/xml", "":
		return true
	}
	return false
}

// copyProtection looks for chapters that are encrypted. Fonts that are only made hard to take out are none.
func (a *archive) copyProtection(chapters map[string]bool) error {
	if !a.has("META-INF/encryption.xml") {
		return nil
	}
	root, err := a.tree("META-INF/encryption.xml")
	if err != nil {
		return err
	}
	for _, data := range root.descendants("EncryptedData") {
		obfuscated := false
		for _, method := range data.descendants("EncryptionMethod") {
			algorithm := method.attr("Algorithm")
			obfuscated = obfuscated || algorithm == "http://www.idpf.org/2008/embedding" || algorithm == "http://ns.adobe.com/pdf/enc#RC"
		}
		for _, reference := range data.descendants("CipherReference") {
			uri, err := url.PathUnescape(reference.attr("URI"))
			if name, _ := partName("", uri); err == nil && chapters[name] && !obfuscated {
				return errProtectedBook
			}
		}
	}
	return nil
}

func bookMetadata(root *node) (m extract.Metadata) {
	var authors []string
	for _, n := range root.children {
		if n.Name.Local == "metadata" {
			role := map[string]string{} // of persons, by id (EPUB 3)
			title := map[string]string{}
			for _, meta := range n.descendants("meta") {
				switch id := strings.TrimPrefix(meta.attr("refines"), "#"); meta.attr("property") {
				case "role":
					role[id] = meta.line()
				case "title-type":
					title[id] = meta.line()
				}
			}
			set := func(to *string, value string) { *to = cmp.Or(*to, value) }
			for _, dc := range n.descendants("creator") {
				as := dc.attr("role") + role[dc.attr("id")]
				if name := dc.line(); name != "" && (as == "" || as == "aut") {
					authors = append(authors, name)
				}
			}
			for _, dc := range n.descendants("title") {
				if kind := title[dc.attr("id")]; kind == "" || kind == "main" {
					set(&m.Title, heldTitle(dc.line()))
				}
			}
			for _, dc := range n.descendants("publisher") {
				set(&m.Publisher, dc.line())
			}
			for _, dc := range n.descendants("language") {
				set(&m.Language, extract.LanguageTag(dc.line()))
			}
			published := ""
			for _, dc := range n.descendants("date") {
				switch dc.attr("event") {
				case "publication", "original-publication":
					set(&published, date(dc.line()))
				case "":
					set(&m.Published, date(dc.line()))
				}
			}
			if published != "" {
				m.Published = published
			}
			for _, dc := range n.descendants("source") {
				set(&m.URL, extract.WebAddress(dc.line()))
			}
		}
	}
	m.Author = strings.Join(authors, ", ")
	return m
}

// chapterTitles gives the titles of the files that the table of contents names: that of EPUB 3, else of EPUB 2. Of
// several in one file the first counts. A table that is damaged names none.
func (a *archive) chapterTitles(root *node, items map[string]bookItem) map[string]string {
	titles := map[string]string{}
	add := func(table, target, title string) {
		target, _, _ = strings.Cut(target, "#")
		if target, err := url.PathUnescape(target); err == nil && title != "" {
			if name, _ := partName(table, target); titles[name] == "" {
				titles[name] = title
			}
		}
	}
	for _, item := range items {
		if !item.contents {
			continue
		}
		for _, nav := range a.tableOfContents(item.part).descendants("nav") {
			if kind := nav.attr("type"); kind == "" || strings.Contains(" "+kind+" ", " toc ") {
				for _, link := range nav.descendants("a") {
					add(item.part, link.attr("href"), link.line())
				}
				break
			}
		}
	}
	if len(titles) > 0 {
		return titles
	}
	for _, item := range items {
		if item.kind != "application/x-dtbncx+xml" {
			continue
		}
		for _, point := range a.tableOfContents(item.part).descendants("navPoint") {
			title, target := "", ""
			for _, c := range point.children {
				switch c.Name.Local {
				case "navLabel":
					title = c.line()
				case "content":
					target = c.attr("src")
				}
			}
			add(item.part, target, title)
		}
	}
	return titles
}

var (
	xmlEncoding = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`^\s*<\?xml\b[^>]*\bencoding\s*=\s*["']([-\w.:]+)["']`)
	})
	emptyRaw = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)<(title|script|style|textarea|iframe|noscript|noframes|noembed|xmp)((?:\s[^<>]*)?)/>`)
	})
	headingTag = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(?i)<(h[1-3])\b[^>]*>`) })
	anyTag     = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`<[^>]*>`) })
)

// chapterHeading gives the first heading of a chapter.
func chapterHeading(markup string) string {
	at := headingTag().FindStringSubmatchIndex(markup)
	if at == nil {
		return ""
	}
	rest := markup[at[1]:min(len(markup), at[1]+10_000)]
	heading, _, closed := strings.Cut(rest, "</"+markup[at[2]:at[3]])
	if !closed {
		return ""
	}
	return oneLine(html.UnescapeString(anyTag().ReplaceAllString(heading, " ")))
}

// tableOfContents reads a table of contents, which may be written as carelessly as a page. One that is missing or damaged
// is empty.
func (a *archive) tableOfContents(name string) *node {
	markup, err := a.read(name, maxChapter)
	if err != nil {
		return &node{}
	}
	x := newXMLReader(bytes.NewReader(markup))
	x.Strict = false
	x.Entity = xml.HTMLEntity
	start, err := x.root()
	if err != nil {
		return &node{}
	}
	table, err := x.tree(start)
	if err != nil {
		return &node{}
	}
	return table
}

// chapterText decodes a chapter, and writes out elements that XHTML may close at once but HTML reads to their end tag.
// What is no text in its encoding is U+FFFD, and whole is false.
func chapterText(markup []byte) (text string, whole bool) {
	encoding := "utf-8"
	switch {
	case bytes.HasPrefix(markup, []byte("\xFF\xFE")):
		encoding = "utf-16le"
	case bytes.HasPrefix(markup, []byte("\xFE\xFF")):
		encoding = "utf-16be"
	default:
		if m := xmlEncoding().FindSubmatch(markup[:min(200, len(markup))]); m != nil {
			encoding = string(m[1])
		}
	}
	text, whole = string(markup), false
	if e, known := charset.Named(encoding); known {
		if decoded, err := e.Decode(markup); err == nil {
			text, whole = decoded, true
		}
	}
	if !whole && utf8.Valid(markup) {
		whole = true
	}
	return emptyRaw().ReplaceAllString(strings.ToValidUTF8(text, "\ufffd"), "<$1$2></$1>"), whole
}
