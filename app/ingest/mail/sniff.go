package mail

import (
	"bytes"
	"strings"

	"factmark/app/ingest/web"
)

// beginning parses the header that raw begins with; false where it begins with none. The body is not whole.
func beginning(raw []byte) (part, bool) {
	const looked = 256 << 10 // bytes
	raw, _ = withoutPostmark(raw[:min(len(raw), looked)])
	p, err := parse(raw, new(detector))
	return p, err == nil && len(p.header) >= 2
}

// Is tells by its header whether raw is a message, and not a text that begins with a line such as "From: x".
func Is(raw []byte) bool {
	p, is := beginning(raw)
	if !is || IsWebArchive(raw) {
		return false
	}
	for _, name := range []string{"message-id", "received", "return-path", "mime-version", "delivered-to", "x-mailer"} {
		if p.header[name] != nil && (p.header["from"] != nil || p.header["subject"] != nil || p.header["date"] != nil || p.header["received"] != nil) {
			return true
		}
	}
	return strings.Contains(p.get("from"), "@") && (p.header["content-type"] != nil || p.header["to"] != nil && web.Date(p.get("date")) != "")
}

// IsMailbox tells by its first lines whether raw is a mailbox (mbox).
func IsMailbox(raw []byte) bool {
	raw = bytes.TrimLeft(bytes.TrimPrefix(raw, []byte("\xEF\xBB\xBF")), "\r\n")
	line, rest, _ := bytes.Cut(raw, []byte("\n"))
	return bytes.HasPrefix(line, []byte("From ")) && isPostmark(line, rest)
}

// IsWebArchive tells by its header whether raw is a page with all that belongs to it (MHTML), and not a message.
func IsWebArchive(raw []byte) bool {
	p, is := beginning(raw)
	if !is {
		return false
	}
	kind, _ := p.mediaType()
	switch {
	case kind != "multipart/related" && kind != "text/html" && kind != "multipart/alternative":
		return false
	case p.header["snapshot-content-location"] != nil, p.header["x-maf-version"] != nil, strings.Contains(strings.ToLower(p.get("from")), "saved by"):
		return true
	}
	return p.header["to"] == nil && p.header["received"] == nil && p.header["message-id"] == nil && (kind == "multipart/related" || p.header["content-location"] != nil)
}
