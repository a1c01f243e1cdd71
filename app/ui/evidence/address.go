package evidence

import (
	"net/url"
	"strings"
)

// IsAddress tells whether a text is empty or may be the address of a page: with a scheme and a host, and without white space.
func IsAddress(s string) bool {
	if s == "" {
		return true
	}
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" && !strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r == 0x7F })
}
