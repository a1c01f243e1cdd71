//go:build ci

package matrix

import "github.com/go-text/typesetting/font"

// systemFont has none where tests run: what they see must not hang on what is installed.
func systemFont(rune) *font.Face { return nil }
