// Package web reads pages of the web that were saved as files: their text with its blocks, and what they say of themselves. Nothing that
// a page names is fetched, and nothing in it is run.
package web

import (
	"bytes"
	"cmp"
	"errors"
	"regexp"
	"strings"
	"unicode/utf8"

	"factmark/app/charset"
	"factmark/app/ingest/extract"
)

// Read reads a page in an encoding; nil means the one that its byte order mark or it itself names, or else the one that it seems to be in. An
// encoding that is not sure is a *charset.UnsureError. Of a page that holds an article it takes that, and all that is visible of another or
// where whole asks for it; a remark says where it is all.
func Read(raw []byte, in *charset.Encoding, whole bool) (extract.Content, error) {
	markup, in, damage, err := decode(raw, in)
	if err != nil {
		return extract.Content{}, err
	}
	c, err := readMarkup(markup, whole)
	if err != nil {
		return extract.Content{}, err
	}
	if damage != nil && strings.ContainsRune(c.Text+c.Title+c.Author+c.Publisher, utf8.RuneError) {
		return extract.Content{}, damage
	}
	c.Charset = in.Name
	return c, nil
}

// decode gives a page as text. Where some bytes of a page in UTF-8 are broken, damage says which, and they are U+FFFD: that is no loss
// where they are not visible.
func decode(raw []byte, in *charset.Encoding) (markup string, used *charset.Encoding, damage, err error) {
	if len(raw) == 0 {
		return "", nil, nil, extract.ErrNoText
	}
	utf8Encoding, _ := charset.Named("utf-8")
	if nul := bytes.Count(raw, []byte{0}); nul > 0 && nul <= len(raw)/100 && !hasMark(raw) { // no UTF-16; browsers show nothing for it
		raw = bytes.ReplaceAll(raw, []byte{0}, nil)
	}
	switch {
	case in != nil:
	case utf8.Valid(raw) && bytes.IndexByte(raw, 0x1B) < 0 && bytes.IndexByte(raw, 0) < 0: // UTF-7, which application/ld+json looks like, is none of pages
		in = utf8Encoding
	default:
		in = named(raw)
	}
	markup, used, err = charset.Read(raw, in)
	_, broken := errors.AsType[*charset.BrokenError](err)
	_, mixed := errors.AsType[charset.MixedError](err)
	if (broken || mixed) && charset.Declared(raw) == utf8Encoding && bytes.IndexByte(raw, 0) < 0 {
		return strings.ToValidUTF8(string(raw), "\ufffd"), utf8Encoding, err, nil
	}
	return markup, used, nil, err
}

// named is the encoding that a page names, unless what it names cannot be; nil where it has to be found out.
func named(raw []byte) *charset.Encoding {
	in := charset.Declared(raw)
	if in == nil || hasMark(raw) || strings.HasPrefix(in.Name, "utf-16") || strings.HasPrefix(in.Name, "utf-32") || !in.Fits(raw) {
		return nil
	}
	return in
}

// hasMark tells whether there is a byte order mark, which says more than what a page names.
func hasMark(raw []byte) bool {
	return bytes.HasPrefix(raw, []byte("\xEF\xBB\xBF")) || bytes.HasPrefix(raw, []byte("\xFF\xFE")) || bytes.HasPrefix(raw, []byte("\xFE\xFF"))
}

func readMarkup(markup string, whole bool) (extract.Content, error) {
	var b extract.Builder
	page := read(&b, markup)
	all, err := b.Content()
	if err != nil {
		return extract.Content{}, err
	}
	meta := page.facts.metadata()
	if !whole {
		found, why := articleOf(markup, page, meta.Title, all.Text)
		if why == "" {
			meta.Author, meta.Publisher = cmp.Or(meta.Author, found.Author), cmp.Or(meta.Publisher, found.Publisher)
			all.Text = found.Text
		} else {
			all.Remarks = append(all.Remarks, why)
		}
	}
	all.Metadata = meta
	return all, nil
}

var (
	skipped = regexp.MustCompile(`^(?:\s+|(?s:<!--.*?-->)|<\?[^>]*>)+`)
	opening = regexp.MustCompile(`(?i)^<(?:!doctype\s+html\b[^>]*|html(?:\s[^>]*)?|head|body(?:\s[^>]*)?|meta\s[^>]*)>|^<title>[^<]*</title>`)
)

// Is tells by its beginning whether raw is a page in HTML or XHTML, and not a text in which there are tags.
func Is(raw []byte) bool {
	const looked = 64 << 10 // bytes
	raw = raw[:min(len(raw), looked)]
	if hasMark(raw) {
		raw = bytes.ReplaceAll(bytes.TrimLeft(raw, "\xEF\xBB\xBF\xFE\xFF"), []byte{0}, nil)
	}
	raw = raw[len(skipped.Find(raw)):]
	found := opening.Find(raw)
	if found == nil {
		return false
	}
	raw = raw[len(found):]
	raw = raw[len(skipped.Find(raw)):]
	return len(raw) == 0 || raw[0] == '<' || bytes.HasPrefix(bytes.ToLower(found), []byte("<body"))
}
