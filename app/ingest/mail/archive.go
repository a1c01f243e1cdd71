package mail

import (
	"cmp"
	"errors"
	"strings"

	"factmark/app/charset"
	"factmark/app/ingest/extract"
	"factmark/app/ingest/web"
)

// WebArchive reads a page that was saved with all that belongs to it (MHTML), as web.Read reads one saved alone. Its URL is the one it was
// saved from.
func WebArchive(raw []byte, whole bool) (extract.Content, error) {
	raw, _ = withoutPostmark(raw)
	p, err := parse(raw, new(detector))
	if err != nil {
		return extract.Content{}, err
	}
	var r reader
	pages, err := r.pages(p, 1)
	if err != nil {
		return extract.Content{}, err
	}
	if len(pages) == 0 {
		return extract.Content{}, &extract.BrokenError{Format: "a saved web page", Err: errors.New("there is no page in it")}
	}
	address := p.get("snapshot-content-location")
	main := 0
	for i, page := range pages {
		if address != "" && page.get("content-location") == address {
			main = i
			break
		}
	}
	c, err := readPage(pages[main], whole)
	for i := 0; errors.Is(err, extract.ErrNoText) && i < len(pages); i++ { // a set of frames has its text in the others
		c, err = readPage(pages[i], whole)
	}
	if err != nil {
		return extract.Content{}, err
	}
	c.URL = cmp.Or(extract.WebAddress(address), extract.WebAddress(pages[main].get("content-location")), extract.WebAddress(p.get("content-location")), c.URL)
	c.Title = cmp.Or(c.Title, p.get("subject"))
	return c, nil
}

// pages gives the parts that are pages, the main one first.
func (r *reader) pages(p part, depth int) ([]part, error) {
	if depth > maxDepth {
		return nil, extract.TooMuch(maxDepth, "parts within each other")
	}
	kind, params := p.mediaType()
	switch {
	case kind == "text/html" || kind == "application/xhtml+xml":
		return []part{p}, nil
	case !strings.HasPrefix(kind, "multipart/"):
		return nil, nil
	}
	within, err := r.split(p, params["boundary"])
	if err != nil || len(within) == 0 {
		return nil, err
	}
	r.parts += len(within)
	main := root(within, params["start"])
	within[0], within[main] = within[main], within[0]
	var found []part
	for _, one := range within {
		more, err := r.pages(one, depth+1)
		if err != nil {
			return nil, err
		}
		found = append(found, more...)
	}
	return found, nil
}

func readPage(p part, whole bool) (extract.Content, error) {
	raw := p.content()
	_, params := p.mediaType()
	in, known := charset.Named(params["charset"])
	if !known || !in.Fits(raw) {
		in = nil
	}
	c, err := web.Read(raw, in, whole)
	if unsure, is := errors.AsType[*charset.UnsureError](err); is {
		if c, err = web.Read(raw, unsure.Guess.Encoding, whole); err == nil {
			c.Remarks = append(c.Remarks, "The page does not name its encoding; "+unsure.Guess.Encoding.Name+" is the likeliest, and the page was read so.")
		}
	}
	return c, err
}
