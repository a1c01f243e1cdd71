package pdf

import (
	"bytes"
	"encoding/xml"
	"io"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"factmark/app/ingest/extract"
)

// pattern gives a regular expression that is compiled when it is first used: most times that the program runs, no PDF is read.
func pattern(expression string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expression) })
}

// maxField is the most code points that a title or an author may have.
const maxField = 500

// oneLine makes one line of what a file says, without control characters and cut where it is too long.
func oneLine(text string) string {
	return extract.ShortLine(strings.ReplaceAll(reencoded(text), "\ufffd", ""), maxField)
}

// reencoded gives a text that a program has written in UTF-8 where PDF asks for Latin letters, a byte each, and one in
// which the escapes of a PDF string stand as they are: \376\377\000M.
func reencoded(text string) string {
	if strings.HasPrefix(text, `\376\377`) {
		text = octalEscape().ReplaceAllStringFunc(text, func(escape string) string {
			code, _ := strconv.ParseUint(escape[1:], 8, 8)
			return string(rune(code))
		})
	}
	raw := make([]byte, 0, len(text))
	for _, r := range text {
		if r > 0xff {
			return text
		}
		raw = append(raw, byte(r))
	}
	switch {
	case bytes.HasPrefix(raw, []byte("\xfe\xff")):
		var units []uint16
		for raw = raw[2:]; len(raw) > 1; raw = raw[2:] {
			units = append(units, uint16(raw[0])<<8|uint16(raw[1]))
		}
		return string(utf16.Decode(units))
	case len(raw) < len(text) && utf8.Valid(raw):
		return string(raw)
	}
	return text
}

var octalEscape = pattern(`\\[0-3][0-7]{2}`)

// noTitle are the titles that programs give by themselves; fileName is the name of the file that was printed.
var (
	noTitle = pattern(`(?i)^(untitled|unbenannt|sans titre|sin título|document|dokument|presentation|powerpoint presentation|powerpoint-präsentation|` +
		`présentation powerpoint|presentación de powerpoint|slide|print|title|about:blank|noname|none|null|temp|scan|scanned document|page|pdf|word|` +
		`microsoft word|layout|template|default|\(anonymous\)|anonymous)([ _-]*(document|\d*))?([ _-]*\d+)?$`)
	printedBy = pattern(`(?i)^microsoft (word|excel|powerpoint|publisher|visio|outlook)( for [^-]+)?( -|:)`)
	fileName  = pattern(`(?i)^[^/\\]*[^/\\ .]\.(docx?|docm|dotx?|rtf|odt|ott|pdf|tex|dvi|ps|eps|indd|qxd|qxp|pmd|p65|fm|xlsx?|ods|pptx?|odp|pub|wpd|txt|html?|pages|key|numbers|tiff?|jpe?g|png|cdr|ai|md|exe|tmp|prn|xml)$`)
	filePath  = pattern(`^([A-Za-z]:\\|\\\\|/[^/ ]+/|file:)`)
)

// usableTitle gives a title that a person has given, "" where it is that of a program or a file.
func usableTitle(title string) string {
	title = oneLine(title)
	if strings.Contains(title, "_") && !strings.Contains(title, " ") {
		return "" // the name of a file
	}
	letters := strings.IndexFunc(title, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) >= 0
	if !letters || noTitle().MatchString(title) || printedBy().MatchString(title) || fileName().MatchString(title) || filePath().MatchString(title) {
		return ""
	}
	return title
}

var noAuthor = pattern(`(?i)^(unknown|unbekannt|anonymous|\(anonymous\)|user|admin|administrator|author|owner|default|root|pc|none|null|windows user|microsoft( office)?( user)?|python-docx|writer|calibre.*)$`)

func usableAuthor(author string) string {
	author = oneLine(author)
	if noAuthor().MatchString(author) || strings.IndexFunc(author, unicode.IsLetter) < 0 {
		return ""
	}
	return author
}

var (
	pdfDate = pattern(`^\s*(?:D:)?(\d{4})(\d{2})(\d{2})`)
	xmpDate = pattern(`^\s*(\d{4}(?:-\d{2}){0,2})(?:$|T|\s)`)
)

// date gives the day, month or year of a date as PDF or XMP write it, "" where there is none such day since 1900.
func date(text string) string {
	if m := pdfDate().FindStringSubmatch(text); m != nil {
		text = m[1] + "-" + m[2] + "-" + m[3]
	} else if m := xmpDate().FindStringSubmatch(text); m != nil {
		text = m[1]
	} else {
		return ""
	}
	parsed, err := time.Parse("2006-01-02"[:min(len(text), 10)], text)
	if err != nil || parsed.Year() <= 1900 || parsed.After(time.Now().AddDate(0, 0, 2)) {
		return ""
	}
	return text
}

// described is what the XMP packet of a document says.
type described struct{ title, author, created, language string }

// maxPacket is the most bytes of an XMP packet that are looked at.
const maxPacket = 1 << 20

// xmp reads the XMP packet of a document, which stands uncompressed in the file so that it can be found. Pictures in it may
// have packets too, which do not name a PDF program.
func xmp(raw []byte) described {
	pictures := bytes.Contains(raw, []byte("/Image"))
	const begin, end = "<x:xmpmeta", "</x:xmpmeta>"
	for tries := 0; tries < 20; tries++ {
		from := bytes.LastIndex(raw, []byte(begin))
		if from < 0 {
			break
		}
		packet := raw[from:min(len(raw), from+maxPacket)]
		raw = raw[:from]
		to := bytes.Index(packet, []byte(end))
		if to < 0 || pictures && !bytes.Contains(packet[:to], []byte("/pdf/1.3/")) && !bytes.Contains(packet[:to], []byte("/pdfa/ns/id/")) {
			continue
		}
		return describedBy(packet[:to+len(end)])
	}
	return described{}
}

func describedBy(packet []byte) described {
	const dc, basic = "http://purl.org/dc/elements/1.1/", "http://ns.adobe.com/xap/1.0/"
	var d described
	add := func(name xml.Name, value string) {
		switch value = strings.TrimSpace(value); {
		case value == "":
		case name.Space == dc && name.Local == "title" && d.title == "":
			d.title = value
		case name.Space == dc && name.Local == "creator" && d.author == "":
			d.author = value
		case name.Space == dc && name.Local == "creator":
			d.author += ", " + value
		case name.Space == dc && name.Local == "language" && d.language == "":
			d.language = value
		case name.Space == basic && name.Local == "CreateDate" && d.created == "":
			d.created = value
		}
	}
	decoder := xml.NewDecoder(bytes.NewReader(packet))
	decoder.CharsetReader = func(_ string, input io.Reader) (io.Reader, error) { return input, nil }
	var property xml.Name
	depth := 0
	for {
		token, err := decoder.Token()
		if err != nil {
			return d
		}
		switch t := token.(type) {
		case xml.StartElement:
			if depth++; depth > 50 {
				return d
			}
			if t.Name.Space == dc || t.Name.Space == basic {
				property = t.Name
			}
			for _, a := range t.Attr {
				add(a.Name, a.Value)
			}
		case xml.EndElement:
			depth--
			if t.Name == property {
				property = xml.Name{}
			}
		case xml.CharData:
			add(property, string(t))
		}
	}
}
