package web

import (
	"cmp"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/net/html"

	"factmark/app/ingest/extract"
)

// facts are what a page says of itself: in elements of its head, in JSON-LD and Microdata, and in the comments of the programs that saved it.
type facts struct {
	property  map[string][]string // of <meta>, in small letters
	meta      map[string][]string // by its name, itemprop or http-equiv
	title     string
	headings  []string // of the first two levels
	language  string
	canonical string
	base      string
	savedFrom string
	dated     string // by <time>: what is called its publication
	time      string // the first one at or below the headline
	linked    linkedData

	element string          // whose content is read: title, h1, h2, script (of JSON-LD); "" for none
	read    strings.Builder // its content as far as it was read
	headed  bool            // an article or a headline has begun
}

// Bounds of what is kept, so that a page cannot make it costly.
const (
	namesKept    = 1000    // of <meta>
	valuesKept   = 50      // of a name
	headingsKept = 20      // of a page
	longestFact  = 4 << 10 // bytes of a value
	longestData  = 2 << 20 // bytes of JSON-LD in a script
)

func (f *facts) start(name string, attrs []html.Attribute) {
	get := func(key string) string {
		for _, a := range attrs {
			if a.Key == key {
				return strings.TrimSpace(a.Val)
			}
		}
		return ""
	}
	switch name {
	case "html":
		f.language = cmp.Or(f.language, get("lang"), get("xml:lang"))
	case "base":
		f.base = cmp.Or(f.base, get("href"))
	case "link":
		if strings.EqualFold(get("rel"), "canonical") {
			f.canonical = cmp.Or(f.canonical, get("href"))
		}
	case "meta":
		f.property = keepMeta(f.property, get("content"), get("property"))
		f.meta = keepMeta(f.meta, get("content"), get("name"), get("itemprop"), get("http-equiv"))
	case "article":
		f.headed = true
	case "time":
		value := get("datetime")
		about := strings.ToLower(get("itemprop") + " " + get("class"))
		pubdate := strings.Contains(about, "publish") && !strings.Contains(about, "modif")
		for _, a := range attrs {
			pubdate = pubdate || a.Key == "pubdate"
		}
		if pubdate {
			f.dated = cmp.Or(f.dated, value)
		}
		if f.headed {
			f.time = cmp.Or(f.time, value)
		}
	case "title", "h1", "h2":
		f.headed = f.headed || name == "h1"
		if f.element == "" && (name != "title" && len(f.headings) < headingsKept || f.title == "") {
			f.element = name
		}
	case "script":
		if kind, _, _ := strings.Cut(strings.ToLower(get("type")), ";"); strings.TrimSpace(kind) == "application/ld+json" {
			f.element = name
			f.read.Reset()
		}
	}
}

// keepMeta adds a value under each of some names, which may be several in one.
func keepMeta(meta map[string][]string, content string, names ...string) map[string][]string {
	if meta == nil {
		meta = map[string][]string{}
	}
	content = content[:min(len(content), longestFact)]
	for name := range strings.FieldsSeq(strings.ToLower(strings.Join(names, " "))) {
		if content != "" && len(name) < 100 && len(meta) < namesKept && len(meta[name]) < valuesKept {
			meta[name] = append(meta[name], content)
		}
	}
	return meta
}

// content reads on in an element whose content is a fact.
func (f *facts) content(s string) {
	limit := longestFact
	switch f.element {
	case "":
		return
	case "script":
		limit = longestData
	}
	f.read.WriteString(s[:min(len(s), max(0, limit-f.read.Len()))])
}

func (f *facts) end(name string) {
	if name != f.element || name == "" {
		return
	}
	content := f.read.String()
	switch name {
	case "title":
		f.title = extract.OneLine(content)
	case "h1", "h2":
		if heading := extract.OneLine(content); heading != "" {
			f.headings = append(f.headings, heading)
		}
	case "script":
		f.linked.add(content)
	}
	f.element = ""
	f.read.Reset()
}

// savedPage finds the address in the comments of browsers and of SingleFile: saved from url=(0032)https://…, url: https://…
var savedPage = regexp.MustCompile(`^\s*(?:saved from url=\(\d+\)|Page saved with SingleFile\s+url:\s*)(https?://\S+)`)

func (f *facts) comment(s string) {
	if f.savedFrom == "" {
		if m := savedPage.FindStringSubmatch(s[:min(len(s), longestFact)]); m != nil {
			f.savedFrom = m[1]
		}
	}
}

// metadata decides which of several facts of a kind to believe: what was written for machines that list articles before
// what was written for browsers.
func (f *facts) metadata() extract.Metadata {
	article := f.linked.article()
	m := extract.Metadata{
		Publisher: extract.OneLine(cmp.Or(article.publisher, f.of("og:site_name", "dc.publisher", "dcterms.publisher", "citation_journal_title", "article:publisher:name", "application-name"))),
		Author:    f.author(article),
		URL:       f.url(article),
		Language:  language(cmp.Or(f.language, article.language, f.of("content-language", "og:locale", "dc.language", "dcterms.language", "inlanguage", "language"))),
	}
	m.Title = f.headline(article, m.Publisher)
	for _, value := range append([]string{article.published, f.of("article:published_time"), f.of("og:published_time"), f.dated}, f.ofEach(
		"datepublished", "parsely-pub-date", "og:article:published_time", "citation_publication_date", "citation_online_date", "citation_date",
		"dc.date.issued", "dcterms.issued", "dc.date", "dcterms.date", "dc.date.created", "dcterms.created", "sailthru.date", "article.published", "publish-date",
		"publish_date", "publishdate", "publication_date", "pubdate", "publicationdate", "cxenseparse:recs:publishtime", "date", "article:published", "datecreated")...) {
		if m.Published = Date(value); m.Published != "" {
			return m
		}
	}
	m.Published = cmp.Or(Date(f.time), Date(article.created))
	return m
}

// of is the first value of the first of the names that has one. A colon and a full stop are the same in dc.title.
func (f *facts) of(names ...string) string { return cmp.Or(f.ofEach(names...)...) }

// ofEach gives the values of each name: those of a property, or else those of a name.
func (f *facts) ofEach(names ...string) []string {
	var values []string
	for _, name := range names {
		spelt := []string{name}
		if strings.HasPrefix(name, "dc") {
			spelt = append(spelt, strings.Replace(name, ".", ":", 1))
		}
		var property, meta []string
		for _, name := range spelt {
			property, meta = append(property, f.property[name]...), append(meta, f.meta[name]...)
		}
		if len(property) > 0 {
			meta = property
		}
		values = append(values, meta...)
	}
	return values
}

func (f *facts) headline(article article, publisher string) string {
	headline := article.headline
	if page := loose(f.title); article.name != "" && !strings.Contains(page, loose(headline)) && strings.HasPrefix(page, loose(article.name)) {
		headline = article.name // some say in the headline what the page is about
	}
	title := extract.OneLine(html.UnescapeString(cmp.Or(headline, f.of("dc.title", "dcterms.title", "og:title", "title", "twitter:title", "parsely-title", "sailthru.title", "citation_title", "headline"))))
	if title == "" {
		title = f.partAsHeaded(f.title)
	}
	return withoutSite(title, strings.TrimPrefix(f.of("twitter:site"), "@"), publisher, f.of("og:site_name"), f.of("application-name"))
}

// separators stand between a headline and the name of a site in a title.
var separators = regexp.MustCompile(` +(?:[|\x{2012}-\x{2015}·•»«/\\:~-]|::|&raquo;) +`)

// withoutSite cuts the name of a site from the end or the beginning of a title. What a page calls itself elsewhere is believed at the end only.
func withoutSite(title, handle string, sites ...string) string {
	found := separators.FindAllStringIndex(title, -1)
	if len(found) == 0 {
		return title
	}
	head, tail := title[:found[0][0]], title[found[len(found)-1][1]:]
	if handle != "" && loose(tail) == loose(handle) {
		return title[:found[len(found)-1][0]]
	}
	for _, site := range sites {
		switch site = loose(site); {
		case site == "":
		case loose(tail) == site:
			return title[:found[len(found)-1][0]]
		case loose(head) == site:
			return title[found[0][1]:]
		}
	}
	return title
}

// partAsHeaded is the part of a title that is a heading of the page: what is before a separator, or the larger part behind it.
func (f *facts) partAsHeaded(title string) string {
	for _, at := range separators.FindAllStringIndex(title, -1) {
		head, tail := title[:at[0]], title[at[1]:]
		for _, heading := range f.headings {
			switch loose(heading) {
			case "":
			case loose(head):
				return head
			case loose(tail):
				if 2*len(tail) > 3*len(head) {
					return tail
				}
			}
		}
	}
	return title
}

// loose is a name for comparing: its letters and digits, small.
func loose(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

func (f *facts) author(article article) string {
	for _, names := range [][]string{article.authors, f.ofEach("dc.creator"), f.ofEach("dcterms.creator"), f.ofEach("author"), f.ofEach("parsely-author"), f.ofEach("article:author"),
		f.ofEach("citation_author"), f.ofEach("sailthru.author"), f.ofEach("byl"), f.ofEach("dc.author")} {
		if author := joined(names); author != "" {
			return author
		}
	}
	return ""
}

var by = regexp.MustCompile(`(?i)^by:?\s+`)

// writtenDate finds the day that stands behind the name in a byline, and what follows it: "Lucas Nolan 22 Dec 2016 651 comments".
var writtenDate = func() *regexp.Regexp {
	const month = `(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?`
	return regexp.MustCompile(`(?is)[\s,|·•–—-]*(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?` +
		`(?:\d{1,2}(?:st|nd|rd|th)?\s+` + month + `,?\s+\d{4}|\b` + month + `\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4}|\b\d{4}-\d{2}-\d{2}|\b\d{1,2}[./]\d{1,2}[./]\d{4}).*$`)
}()

// withoutDate is the name in a byline, "" of one that says no more than when: "Last updated: January 7, 2025".
func withoutDate(byline string) string {
	name := strings.TrimSpace(writtenDate.ReplaceAllString(byline, ""))
	if strings.HasSuffix(name, ":") {
		return ""
	}
	return name
}

// joined makes one line of the names of several people, each once. An address is no name.
func joined(names []string) string {
	var kept []string
	for _, name := range names {
		name = by.ReplaceAllString(extract.OneLine(html.UnescapeString(name)), "")
		if name == "" || strings.Contains(name, "://") || slices.Contains(kept, name) {
			continue
		}
		kept = append(kept, name)
	}
	return strings.Join(kept, ", ")
}

func (f *facts) url(article article) string {
	saved := cmp.Or(f.savedFrom, f.of("savepage-url"))
	base, err := url.Parse(cmp.Or(f.base, saved))
	if err != nil {
		base = &url.URL{}
	}
	for _, address := range []string{f.canonical, f.of("og:url"), article.url, saved, f.of("parsely-link"), f.of("citation_public_url"), f.of("dc.identifier")} {
		u, err := base.Parse(extract.OneLine(address))
		if address != "" && err == nil && extract.WebAddress(u.String()) != "" {
			return u.String()
		}
	}
	return ""
}

// language is the tag of the first of the languages that a page names.
func language(named string) string {
	return extract.LanguageTag(cmp.Or(strings.FieldsFunc(named, func(r rune) bool { return r == ',' || r == ';' || r == ' ' })...))
}
