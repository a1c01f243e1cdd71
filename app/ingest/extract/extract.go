// Package extract holds what the readers of all file formats share: the content of a document, how it is put together
// within limits, and the limits themselves.
package extract

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/language"

	"factmark/store"
)

// Limits of one file, so that a hostile one costs seconds. A reader that meets one of them stops with an error
// (TooMuch), and nothing of the file is taken.
const (
	MaxInput  = 64 << 20  // bytes of the file
	MaxText   = 64 << 20  // bytes of text taken out of it
	MaxBlocks = 1_000_000 // paragraphs, lines, cells, cues
	MaxParts  = 10_000    // entries of an archive, parts of a mail, chapters of a book
	MaxDepth  = 400       // elements, groups or parts within each other
	MaxRatio  = 200       // times that the uncompressed bytes of an archive may exceed the file, past a free MaxText
)

// LimitError says that a file is beyond one of the limits, which is no damage.
type LimitError struct {
	Limit int
	What  string
}

func (e *LimitError) Error() string {
	return fmt.Sprintf("it holds more than %d %s, which is more than can be imported; split it and import the parts", e.Limit, e.What)
}

// TooMuch says that a file is beyond one of the limits: "more than 1000000 paragraphs". It is a *LimitError.
func TooMuch(limit int, what string) error { return &LimitError{limit, what} }

// Problems that several readers meet. Each is a sentence that follows the file's name and a colon.
var (
	ErrNoText    = errors.New("there is no text in it, so there is nothing to import")
	ErrEncrypted = errors.New("it is protected by a password; save it without one and import that")
)

// BrokenError says that a file is not as its format asks.
type BrokenError struct {
	Format string // "a Word document"
	Err    error
}

func (e *BrokenError) Error() string {
	return fmt.Sprintf("it looks like %s, but it is damaged and cannot be read (%v); nothing of it was taken, get the file anew", e.Format, e.Err)
}

func (e *BrokenError) Unwrap() error { return e.Err }

// Metadata is what a file says of itself; "" where it doesn't say.
type Metadata struct {
	Title, Author, Publisher string
	Published                string // 2025, 2025-02 or 2025-02-10
	URL                      string // where it was published
	Language                 string // a BCP 47 tag: en, pt-BR
}

// Locator says where a part of Content.Text stands in the file that it came from. Locators of a content are sorted and do not
// overlap, and none is empty; a label is one line of at most 80 code points.
type Locator = store.Locator

// What locators count. Times have their hours always: 00:01:02.500.
const (
	Page    = store.LocatorPage
	Time    = store.LocatorTime
	Chapter = store.LocatorChapter
	Row     = store.LocatorRow
)

// Content is one document taken out of a file.
type Content struct {
	Metadata
	Name     string // of its part of the file: a message of a mailbox, an entry of an archive; "" where the file is one document
	Text     string // valid UTF-8, lines ended by LF alone, no control characters but TAB and LF; blocks have an empty line between them
	Locators []Locator
	Original []byte   // of its part of the file; nil where that is the file itself
	Charset  string   // the encoding that its text was in, as the WHATWG names it; "" where the format says it
	Remarks  []string // what a reader has to know of how the text came about, a sentence each: "3 tracked changes are read as accepted."

	Attachments []Attachment // files within it
}

// Attachment is a file within a file.
type Attachment struct {
	Name  string // as given in the file, without folders; it may be ""
	Bytes []byte
}

// Builder puts the text of a Content together. Its zero value is an empty text. After a limit is exceeded everything
// is ignored, and Content gives the error.
type Builder struct {
	text     strings.Builder
	points   int // code points of text
	blocks   int
	pending  int // line ends to be written before the next text
	locators []Locator
	next     Locator // begins with the next text
	err      error
}

// Write adds text within a line. Line ends in it are line ends (as by Line), control characters are left out, and what is not UTF-8 is
// U+FFFD.
func (b *Builder) Write(text string) {
	for len(text) > 0 && b.err == nil {
		line, rest, ended := strings.Cut(text, "\n")
		b.write(strings.TrimSuffix(line, "\r"))
		if ended {
			b.Line()
		}
		text = rest
	}
}

func (b *Builder) write(text string) {
	text = strings.Map(visible, text)
	if text == "" {
		return
	}
	if b.text.Len()+len(text)+b.pending > MaxText {
		b.err = TooMuch(MaxText>>20, "MB of text")
		return
	}
	if b.points > 0 {
		for range b.pending {
			b.text.WriteByte('\n')
			b.points++
		}
	}
	b.pending = 0
	if b.next.Label != "" {
		b.next.Start = b.points
		b.locators = append(b.locators, b.next)
		b.next = Locator{}
	}
	b.text.WriteString(text)
	b.points += utf8.RuneCountInString(text)
}

// visible leaves out the control characters of C0 and C1 but TAB, and noncharacters.
func visible(r rune) rune {
	switch {
	case r == '\t':
		return r
	case r < ' ', r >= 0x7f && r <= 0x9f, r&0xfffe == 0xfffe, r >= 0xfdd0 && r <= 0xfdef:
		return -1
	}
	return r
}

// Line ends a line. Lines that are empty at the beginning or the end of the text are not kept, nor is more than one
// between two others.
func (b *Builder) Line() { b.end(min(b.pending+1, 2)) }

// Block ends a paragraph, a heading, a table or another block: an empty line comes between it and the next.
func (b *Builder) Block() { b.end(2) }

func (b *Builder) end(lines int) {
	if b.points == 0 || b.err != nil {
		return
	}
	if b.pending == 0 {
		if b.blocks++; b.blocks > MaxBlocks {
			b.err = TooMuch(MaxBlocks, "paragraphs")
			return
		}
	}
	b.pending = max(b.pending, lines)
}

// AtLineStart tells whether nothing has been written into the present line.
func (b *Builder) AtLineStart() bool { return b.points == 0 || b.pending > 0 }

// Locate says where in the file the text stands that is written from now on; with an empty label it is nowhere that the file names.
func (b *Builder) Locate(kind store.LocatorKind, label string) {
	b.endLocator()
	b.next = Locator{Kind: kind, Label: ShortLine(label, 80)}
}

// endLocator ends the locator of the text that was written last.
func (b *Builder) endLocator() {
	if last := len(b.locators) - 1; last >= 0 && b.locators[last].End == 0 {
		b.locators[last].End = b.points
	}
}

// OneLine makes one line of what a file says, such as a title: white space is single spaces, and there are no control characters.
func OneLine(s string) string {
	return strings.Join(strings.Fields(strings.Map(visible, strings.Join(strings.Fields(strings.ToValidUTF8(s, "")), " "))), " ")
}

// WebAddress gives s where it is the address of a page of the web, by HTTP or HTTPS; "" for anything else.
func WebAddress(s string) string {
	if u, err := url.Parse(s); err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
		return ""
	}
	return s
}

// LanguageTag is the language that a file names, as a BCP 47 tag in its usual spelling: pt-BR for pt_br. A subtag that stands for nothing
// known is left out, en of en-EN; what is no tag of one language is "".
func LanguageTag(written string) string {
	const longest = 35 // bytes, as BCP 47 has it
	if written = strings.TrimSpace(written); len(written) > longest {
		return ""
	}
	tag, err := language.Raw.Parse(written)
	if _, unknown := errors.AsType[language.ValueError](err); err != nil && !unknown {
		return ""
	}
	switch base, _, _ := tag.Raw(); base.String() {
	case "und", "mul", "zxx": // none named, several, no language
		return ""
	}
	return tag.String()
}

// ShortLine is OneLine, cut to n code points where there are more; the last is an ellipsis then.
func ShortLine(s string, n int) string {
	s = OneLine(s)
	if utf8.RuneCountInString(s) > n {
		s = string([]rune(s)[:n-1]) + "…"
	}
	return s
}

// Err gives the limit that was exceeded, so that a reader can stop; nil where none was.
func (b *Builder) Err() error { return b.err }

// Content gives what was written. No text is ErrNoText.
func (b *Builder) Content() (Content, error) {
	switch {
	case b.err != nil:
		return Content{}, b.err
	case strings.TrimSpace(b.text.String()) == "":
		return Content{}, ErrNoText
	}
	b.endLocator()
	return Content{Text: b.text.String(), Locators: b.locators}, nil
}
