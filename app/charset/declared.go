package charset

import "regexp"

var declaration = regexp.MustCompile(`(?i)(?:<meta\b[^>]*\bcharset|<\?xml\b[^>]*\bencoding|^content-type:[^\n]*\bcharset|\n content-type:[^\n]*\bcharset)\s*=\s*["']?\s*([-\w:.]+)`)

// Declared is the encoding that a page, an XML file or a letter names within its first 4,096 bytes; nil where none is named or it is not known.
func Declared(raw []byte) *Encoding {
	if m := declaration.FindSubmatch(raw[:min(len(raw), 4096)]); m != nil {
		e, _ := Named(string(m[1]))
		return e
	}
	return nil
}
