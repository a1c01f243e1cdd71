package mail

import (
	"bytes"
	"fmt"
	"iter"
	"regexp"

	"factmark/app/ingest/extract"
)

// postmark is the line before each message of a mailbox: From sender@example.org Mon Jun  1 04:28:28 2009
var postmark = regexp.MustCompile(`^>?From (?:\S+|"[^"]*"\S*| *)(?: .*)?\b\d\d?:\d\d.*\d{4}|^From - \w|^From \?\?\?@`)

// withoutPostmark cuts what may stand before the header of a message.
func withoutPostmark(raw []byte) (rest []byte, had bool) {
	raw = bytes.TrimPrefix(raw, []byte("\xEF\xBB\xBF"))
	for {
		raw = bytes.TrimLeft(raw, "\r\n")
		line, after, _ := bytes.Cut(raw, []byte("\n"))
		if !bytes.HasPrefix(line, []byte("From ")) && !bytes.HasPrefix(line, []byte(">From ")) {
			return raw, had
		}
		raw, had = after, true
	}
}

// Messages reads a mailbox (mbox), message by message. A message that cannot be read is an error that says which one it is, and the others
// go on; its Content has the Name and Original alone.
func Messages(raw []byte) iter.Seq2[extract.Content, error] {
	return func(yield func(extract.Content, error) bool) {
		n := 0
		for message := range messages(raw) {
			if n++; n > mostMessages {
				yield(extract.Content{}, extract.TooMuch(mostMessages, "messages"))
				return
			}
			c, err := Read(unquoted(message))
			if err != nil {
				err = fmt.Errorf("message %d: %w", n, err)
			}
			if c.Name = c.Title; c.Name == "" {
				c.Name = fmt.Sprintf("Message %d", n)
			}
			c.Original = message
			if !yield(c, err) {
				return
			}
		}
	}
}

const mostMessages = 100_000 // of a mailbox

// messages parts a mailbox at its postmarks, which are not in the messages. One stands at the beginning or below an empty line, and before a header.
func messages(raw []byte) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		raw = bytes.TrimLeft(bytes.TrimPrefix(raw, []byte("\xEF\xBB\xBF")), "\r\n")
		start, at, empty := 0, 0, true // empty: so is the line before
		for at < len(raw) {
			end := len(raw)
			if i := bytes.IndexByte(raw[at:], '\n'); i >= 0 {
				end = at + i + 1
			}
			if line := raw[at:end]; empty && bytes.HasPrefix(line, []byte("From ")) && isPostmark(line, raw[end:]) {
				if message := bytes.TrimSpace(raw[start:at]); len(message) > 0 && !yield(raw[start:at]) {
					return
				}
				start = end
			}
			empty = len(bytes.TrimRight(raw[at:end], "\r\n")) == 0
			at = end
		}
		if len(bytes.TrimSpace(raw[start:])) > 0 {
			yield(raw[start:])
		}
	}
}

func isPostmark(line, rest []byte) bool {
	next, _, _ := bytes.Cut(rest, []byte("\n"))
	_, _, is := field(bytes.TrimRight(next, "\r"))
	return (is || bytes.HasPrefix(next, []byte(">From "))) && postmark.Match(bytes.TrimRight(line[:min(len(line), 500)], "\r\n"))
}

var quotedFrom = regexp.MustCompile(`(?m)^>(>*From )`)

// unquoted takes back what a mailbox does to lines that look like postmarks.
func unquoted(message []byte) []byte {
	if !bytes.Contains(message, []byte(">From ")) {
		return message
	}
	return quotedFrom.ReplaceAll(message, []byte("$1"))
}
