// Package mail reads messages of electronic mail, mailboxes of them, and pages of the web that are saved in their format (MHTML).
package mail

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"factmark/app/charset"
	"factmark/app/ingest/extract"
	"factmark/app/ingest/web"
)

const maxDepth = 20 // parts within each other

// The message has text, but not for everyone.
var errEncrypted = errors.New("the message is encrypted; open it in the mail program, save its text from there and import that")

// Read reads one message: its text in Content.Text, and its subject, sender and date as its metadata. Where it has no text, but files are
// attached, the content holds them beside extract.ErrNoText.
func Read(raw []byte) (extract.Content, error) {
	raw, _ = withoutPostmark(raw)
	p, err := parse(raw, new(detector))
	if err != nil {
		return extract.Content{}, err
	}
	if len(p.header) == 0 {
		return extract.Content{}, &extract.BrokenError{Format: "a mail", Err: errors.New("it does not begin with a header")}
	}
	var r reader
	if err := r.read(p, 1); err != nil {
		return extract.Content{}, err
	}
	c, err := r.b.Content()
	if errors.Is(err, extract.ErrNoText) && r.encrypted {
		err = errEncrypted
	}
	c.Metadata = p.metadata()
	c.Attachments = r.attachments
	c.Remarks = r.remarks
	if said := attached(r.attachments); said != "" {
		c.Remarks = append(c.Remarks, said)
	}
	return c, err
}

func (p part) metadata() extract.Metadata {
	return extract.Metadata{Title: p.get("subject"), Author: p.senders(), Published: p.date(), URL: extract.WebAddress(strings.Trim(p.get("archived-at"), "<>"))}
}

// date is the day on which a message was sent, in the time zone of its sender, or else that on which it was received.
func (p part) date() string {
	for _, value := range []string{p.get("date"), after(p.get("received"), ";"), p.get("delivery-date")} {
		if day := web.Date(value); day != "" {
			return day
		}
		if day := web.Date(after(value, ",")); day != "" { // a weekday in another language
			return day
		}
	}
	return ""
}

func after(s, mark string) string { return strings.TrimSpace(s[strings.LastIndex(s, mark)+1:]) }

// attached names the files of a message in a sentence; "" where there are none.
func attached(files []extract.Attachment) string {
	const named = 20
	var names []string
	for _, f := range files[:min(len(files), named)] {
		names = append(names, cmp.Or(f.Name, "one without a name"))
	}
	if len(files) > named {
		names = append(names, "…")
	}
	switch len(files) {
	case 0:
		return ""
	case 1:
		return "1 file is attached: " + names[0] + "."
	}
	return fmt.Sprintf("%d files are attached: %s.", len(files), strings.Join(names, ", "))
}

// reader gathers what a message says from its parts.
type reader struct {
	b           extract.Builder
	wrote       bool // text
	parts       int
	encrypted   bool
	attachments []extract.Attachment
	remarks     []string
}

// read goes through a part and the parts within it.
func (r *reader) read(p part, depth int) error {
	if depth > maxDepth {
		return extract.TooMuch(maxDepth, "parts within each other")
	}
	if r.parts++; r.parts > extract.MaxParts {
		return extract.TooMuch(extract.MaxParts, "parts of a message")
	}
	kind, params := p.mediaType()
	name := p.fileName()
	switch {
	case strings.HasPrefix(kind, "multipart/"):
		return r.multipart(p, kind, params, depth)
	case kind == "message/rfc822" || kind == "message/global":
		return r.message(p, depth)
	case kind == "application/pkcs7-mime" || kind == "application/x-pkcs7-mime":
		r.encrypted = true
	}
	text := kind == "text/plain" || kind == "text/html" || kind == "message/delivery-status" || name == "" && strings.HasPrefix(kind, "text/") && kind != "text/calendar"
	if depth > 1 && (p.disposition() == "attachment" || name != "" && r.wrote) || !text {
		if name != "" || p.disposition() == "attachment" || !strings.HasPrefix(kind, "text/") {
			if p.header["content-id"] == nil || p.disposition() == "attachment" || !strings.HasPrefix(kind, "image/") { // no picture of a page
				r.attachments = append(r.attachments, extract.Attachment{Name: name, Bytes: p.content()})
			}
		}
		return nil
	}
	r.b.Block()
	s, err := r.text(p, kind, params)
	if err != nil {
		return err
	}
	r.wrote = r.wrote || strings.TrimSpace(s) != ""
	for line := range strings.Lines(s) {
		r.b.Write(strings.TrimRight(line, " \t\r\n"))
		r.b.Line()
	}
	r.b.Block()
	return nil
}

// text gives the text of a part, and notes what is doubtful about it.
func (r *reader) text(p part, kind string, params map[string]string) (string, error) {
	raw := p.content()
	if kind != "text/html" {
		s, doubt := p.decode(raw, params["charset"])
		r.remark(doubt)
		if strings.EqualFold(params["format"], "flowed") {
			s = unflowed(s, strings.EqualFold(params["delsp"], "yes"))
		}
		return s, nil
	}
	name := params["charset"]
	if in := charset.Declared(raw); name == "" && in != nil {
		name = in.Name
	}
	markup, doubt := p.decode(raw, name)
	r.remark(doubt)
	var b extract.Builder
	if _, err := web.WholePage(&b, markup); err != nil {
		return "", err
	}
	c, err := b.Content()
	if errors.Is(err, extract.ErrNoText) {
		return "", nil
	}
	return c.Text, err
}

func (r *reader) remark(s string) {
	if s != "" && !slices.Contains(r.remarks, s) {
		r.remarks = append(r.remarks, s)
	}
}

func (r *reader) multipart(p part, kind string, params map[string]string, depth int) error {
	within, err := r.split(p, params["boundary"])
	if err != nil {
		return err
	}
	if within == nil { // it is not what it says
		p.header["content-type"] = []string{"text/plain"}
		return r.read(p, depth)
	}
	switch kind {
	case "multipart/alternative":
		return r.alternative(within, depth)
	case "multipart/related":
		if len(within) == 0 {
			return nil
		}
		main := root(within, params["start"])
		if err := r.read(within[main], depth+1); err != nil {
			return err
		}
		within = append(within[:main:main], within[main+1:]...)
	case "multipart/encrypted":
		r.encrypted = true
	case "multipart/digest":
		for _, one := range within {
			if one.header["content-type"] == nil {
				one.header["content-type"] = []string{"message/rfc822"}
			}
		}
	}
	for _, one := range within {
		if err := r.read(one, depth+1); err != nil {
			return err
		}
	}
	return nil
}

// alternative takes one of several parts that say the same: the plain text unless there is none worth the name, or else the last one that
// has text, which is the richest.
func (r *reader) alternative(within []part, depth int) error {
	best, most := -1, 0
	for i, one := range within {
		if kind, params := one.mediaType(); kind == "text/plain" && one.disposition() != "attachment" {
			s, _ := one.decode(one.content(), params["charset"])
			if n := len(strings.TrimSpace(s)); n > 0 {
				best, most = i, n
				break
			}
		}
	}
	const placeholder = 200 // bytes; a shorter plain text may say no more than that there is HTML
	for i, one := range within {
		kind, _ := one.mediaType()
		if kind != "text/html" && kind != "multipart/related" && kind != "multipart/mixed" && kind != "multipart/alternative" {
			continue
		}
		if best < 0 || most < placeholder && kind == "text/html" && 5*most < r.lengthOf(one) {
			best, most = i, placeholder
		}
	}
	if best < 0 {
		best = len(within) - 1
	}
	for i, one := range within {
		kind, _ := one.mediaType()
		if i != best && (one.disposition() == "attachment" || !strings.HasPrefix(kind, "text/") && !strings.HasPrefix(kind, "multipart/")) || i == best {
			if err := r.read(one, depth+1); err != nil {
				return err
			}
		}
	}
	return nil
}

// lengthOf is the length of a part's text in bytes.
func (r *reader) lengthOf(p part) int {
	var alone reader
	kind, params := p.mediaType()
	s, _ := alone.text(p, kind, params)
	return len(s)
}

// root is the part of several related ones that the others belong to.
func root(within []part, start string) int {
	for i, one := range within {
		if id := one.get("content-id"); start != "" && strings.Trim(id, "<>") == strings.Trim(start, "<>") {
			return i
		}
	}
	return 0
}

// message reads a message within a message: its subject, sender and date in lines of their own, then its text.
func (r *reader) message(p part, depth int) error {
	raw, _ := withoutPostmark(p.content())
	inner, err := parse(raw, p.detector)
	if err != nil {
		return err
	}
	r.b.Block()
	for _, line := range []struct{ name, value string }{{"Subject", inner.get("subject")}, {"From", inner.get("from")}, {"Date", inner.get("date")}} {
		if line.value != "" {
			r.b.Write(line.name + ": " + line.value)
			r.b.Line()
		}
	}
	r.b.Block()
	return r.read(inner, depth+1)
}

// split gives the parts of a multipart body; nil where there is no boundary in it. Without a boundary it is taken from the first line that looks like one.
func (r *reader) split(p part, boundary string) ([]part, error) {
	body := p.content()
	if boundary == "" {
		for line := range bytes.Lines(body) {
			if line = bytes.TrimSpace(line); len(line) > 5 && bytes.HasPrefix(line, []byte("--")) {
				boundary = string(line[2:])
				break
			}
		}
		if boundary == "" {
			return nil, nil
		}
	}
	var within []part
	mark, start, at := []byte("--"+strings.TrimSpace(boundary)), -1, 0
	add := func(end int) error {
		if start < 0 {
			return nil
		}
		if len(within)+r.parts >= extract.MaxParts {
			return extract.TooMuch(extract.MaxParts, "parts of a message")
		}
		raw := body[start:end]
		raw = bytes.TrimSuffix(bytes.TrimSuffix(raw, []byte("\n")), []byte("\r")) // which belongs to the boundary
		one, err := parse(raw, p.detector)
		within = append(within, one)
		return err
	}
	for at < len(body) {
		end := len(body)
		if i := bytes.IndexByte(body[at:], '\n'); i >= 0 {
			end = at + i + 1
		}
		if rest, is := bytes.CutPrefix(body[at:end], mark); is {
			rest = bytes.TrimSpace(rest)
			if last := string(rest) == "--"; last || len(rest) == 0 {
				if within == nil {
					within = []part{}
				}
				if err := add(at); err != nil {
					return nil, err
				}
				if start = end; last {
					return within, nil
				}
			}
		}
		at = end
	}
	err := add(len(body))
	return within, err
}

// unflowed joins the lines of text in format=flowed (RFC 3676) that are one paragraph: those that end in a space go on in the next one of
// the same depth of quotation.
func unflowed(s string, dropSpace bool) string {
	var out strings.Builder
	depth, open := 0, false
	for line := range strings.Lines(s) {
		line = strings.TrimRight(line, "\r\n")
		content := strings.TrimLeft(line, ">")
		quoted := len(line) - len(content)
		content = strings.TrimPrefix(content, " ")
		if open && (quoted != depth || content == "-- ") {
			out.WriteByte('\n')
			open = false
		}
		if !open {
			out.WriteString(strings.Repeat(">", quoted))
			if quoted > 0 && content != "" {
				out.WriteByte(' ')
			}
		}
		flows := strings.HasSuffix(content, " ") && content != "-- "
		if flows && dropSpace {
			content = content[:len(content)-1]
		}
		out.WriteString(content)
		if depth, open = quoted, flows; !flows {
			out.WriteByte('\n')
		}
	}
	return out.String()
}
