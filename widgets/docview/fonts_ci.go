//go:build ci

package docview

import (
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/fontscan"
)

// systemFonts is none where tests run: what they see must not hang on what is installed. The toolkit does the same.
var systemFonts func(letters []rune) []*font.Font

// installedFonts are none either.
var installedFonts = func() []fontscan.Footprint { return nil }
