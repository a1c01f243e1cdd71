package web

import (
	"cmp"
	"encoding/json"
	"strings"

	"golang.org/x/net/html"

	"factmark/app/ingest/extract"
)

// linkedData are the objects that a page describes itself by in JSON-LD.
type linkedData struct {
	objects []map[string]any
	byID    map[string]map[string]any
}

// article is what they say of the page's article.
type article struct {
	headline, name, publisher, published, created, url, language string
	authors                                                      []string
}

// Bounds of the objects of a page: how many, and how deep within each other.
const (
	objectsKept = 2000
	objectDepth = 8
)

// add reads one script. What is not JSON is no fact.
func (d *linkedData) add(script string) {
	script = strings.TrimSpace(script)
	for _, mark := range []string{"<!--", "-->", "//<![CDATA[", "//]]>", "<![CDATA[", "]]>", ";"} { // which only pages read as scripts need
		script = strings.TrimSpace(strings.TrimSuffix(strings.TrimPrefix(script, mark), mark))
	}
	var value any
	if json.Unmarshal([]byte(script), &value) != nil {
		// Line ends within strings are a common mistake.
		script = strings.Map(func(r rune) rune {
			if r < ' ' {
				return ' '
			}
			return r
		}, script)
		if json.Unmarshal([]byte(script), &value) != nil {
			return
		}
	}
	d.gather(value, objectDepth)
}

func (d *linkedData) gather(value any, depth int) {
	if depth == 0 {
		return
	}
	switch value := value.(type) {
	case []any:
		for _, one := range value {
			d.gather(one, depth-1)
		}
	case map[string]any:
		if len(d.objects) >= objectsKept {
			return
		}
		d.objects = append(d.objects, value)
		if id, is := value["@id"].(string); is && len(value) > 1 {
			if d.byID == nil {
				d.byID = map[string]map[string]any{}
			}
			if known := d.byID[id]; len(known) < len(value) {
				d.byID[id] = value
			}
		}
		for _, key := range []string{"@graph", "mainEntity", "mainEntityOfPage"} {
			d.gather(value[key], depth-1)
		}
	}
}

// article merges the first article with what is said of the page.
func (d *linkedData) article() article {
	var a article
	for rank := range 2 {
		found := false
		for _, o := range d.objects {
			if rankOf(o) != rank || found {
				continue
			}
			found = true
			a.headline = cmp.Or(a.headline, d.name(o["headline"]), d.name(o["name"]))
			a.name = cmp.Or(a.name, d.name(o["name"]))
			a.publisher = cmp.Or(a.publisher, d.name(o["publisher"]), d.name(o["sourceOrganization"]))
			a.published = cmp.Or(a.published, firstString(o["datePublished"]))
			a.created = cmp.Or(a.created, firstString(o["dateCreated"]))
			a.url = cmp.Or(a.url, firstString(o["url"]), firstString(o["mainEntityOfPage"]), d.id(o["mainEntityOfPage"]))
			a.language = cmp.Or(a.language, d.name(o["inLanguage"]))
			if len(a.authors) == 0 {
				if a.authors = d.names(o["author"], objectDepth); len(a.authors) == 0 {
					a.authors = d.names(o["creator"], objectDepth)
				}
			}
		}
	}
	if a.publisher == "" {
		for _, o := range d.objects {
			if firstString(o["@type"]) == "WebSite" {
				a.publisher = cmp.Or(a.publisher, d.name(o["name"]))
			}
		}
	}
	return a
}

// rankOf is 0 for an article, 1 for a page, 2 for anything else.
func rankOf(o map[string]any) int {
	rank := 2
	types, is := o["@type"].([]any)
	if !is {
		types = []any{o["@type"]}
	}
	for _, one := range types {
		switch name := strings.TrimPrefix(strings.TrimPrefix(firstString(one), "https:"), "http:"); {
		case strings.HasSuffix(name, "Article"), strings.HasSuffix(name, "BlogPosting"), strings.HasSuffix(name, "Report"):
			return 0
		case strings.HasSuffix(name, "Page"), strings.HasSuffix(name, "Review"), strings.HasSuffix(name, "VideoObject"), strings.HasSuffix(name, "Recipe"):
			rank = min(rank, 1)
		}
	}
	return rank
}

// name is the name of a thing, given as a string or as an object.
func (d *linkedData) name(value any) string {
	return cmp.Or(d.names(value, objectDepth)...)
}

func (d *linkedData) names(value any, depth int) []string {
	if depth == 0 {
		return nil
	}
	var names []string
	switch value := value.(type) {
	case string:
		return []string{extract.OneLine(html.UnescapeString(value))}
	case []any:
		for _, one := range value[:min(len(value), 100)] {
			names = append(names, d.names(one, depth-1)...)
		}
	case map[string]any:
		for _, key := range []string{"name", "legalName", "@value", "alternateName"} {
			if names = d.names(value[key], depth-1); len(names) > 0 {
				return names
			}
		}
		if of := d.byID[d.id(value)]; of != nil {
			return d.names(of["name"], depth-1)
		}
	}
	return names
}

func (d *linkedData) id(value any) string {
	if o, is := value.(map[string]any); is {
		return firstString(o["@id"])
	}
	return ""
}

// firstString is a string, or the first of several.
func firstString(value any) string {
	switch value := value.(type) {
	case string:
		return strings.TrimSpace(value)
	case []any:
		if len(value) > 0 {
			s, _ := value[0].(string)
			return strings.TrimSpace(s)
		}
	}
	return ""
}
