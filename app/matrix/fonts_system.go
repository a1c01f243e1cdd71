//go:build !ci

package matrix

import (
	"sync"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/fontscan"
	"github.com/go-text/typesetting/language"
)

// quiet is for a library that has much to say.
type quiet struct{}

func (quiet) Printf(string, ...any) {}

// installed are the fonts of the system; nil if there are none. Looking through them takes long the first time.
var installed = sync.OnceValue(func() *fontscan.FontMap {
	fonts := fontscan.NewFontMap(quiet{})
	if err := fonts.UseSystemFonts(""); err != nil {
		return nil // letters without a font are boxes
	}
	fonts.SetQuery(fontscan.Query{Families: []string{fontscan.SansSerif}})
	return fonts
})

var asking sync.Mutex // guards what installed gives

// systemFont gives an installed font that has a letter, or nil.
func systemFont(r rune) *font.Face {
	fonts := installed()
	if fonts == nil {
		return nil
	}
	asking.Lock()
	defer asking.Unlock()
	fonts.SetScript(language.LookupScript(r))
	face := fonts.ResolveFace(r)
	if face == nil {
		return nil
	}
	if id, has := face.NominalGlyph(r); !has || id == 0 {
		return nil
	}
	return font.NewFace(face.Font)
}
