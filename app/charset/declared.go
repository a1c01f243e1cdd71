package charset

import "regexp"

var declaration = regexp.MustCompile(`(?i)(?:<meta\b[^>]*\bcharset|<\?xml\b[^>]*\bencoding|^content-type:[^\n]*\bcharset|\n content-type:[^\n]*\bcharset)\s*=\s*["']?\s*([-\w:.]+)`)

// declared is the encoding that a page, an XML file or a letter names within its first 1,024 bytes; nil where none.
func declared(raw []byte) *Encoding {
	if m := declaration.FindSubmatch(raw[:min(len(raw), 1024)]); m != nil {
		e, _ := Named(string(m[1]))
		return e
	}
	return nil
}
