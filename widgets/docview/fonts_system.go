//go:build !ci

package docview

import (
	"sync"

	"fyne.io/fyne/v2/lang"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/fontscan"
	"github.com/go-text/typesetting/language"
)

// system are the fonts that are installed. Looking through them takes long the first time; then there is an index.
var system struct {
	sync.Mutex
	fonts  *fontscan.FontMap // nil if there are none
	local  *font.Face        // the one for the user's language, or nil
	opened bool
}

// quiet is for a library that has much to say.
type quiet struct{}

func (quiet) Printf(string, ...any) {}

// systemFonts gives installed fonts for these letters, chosen as the toolkit chooses them. It is slow.
func systemFonts(letters []rune) []*font.Font {
	system.Lock()
	defer system.Unlock()
	if !system.opened {
		system.opened = true
		fonts := fontscan.NewFontMap(quiet{})
		if err := fonts.UseSystemFonts(""); err != nil {
			return nil // letters without a font are boxes
		}
		fonts.SetQuery(fontscan.Query{Families: []string{fontscan.SansSerif}})
		system.fonts = fonts
		if id, ok := language.NewLangID(language.NewLanguage(lang.SystemLocale().LanguageString())); ok {
			system.local = fonts.ResolveFaceForLang(id)
		}
	}
	if system.fonts == nil {
		return nil
	}
	return chooseFonts(letters, system.local, system.fonts)
}

// installedFonts gives what is known of every font that is installed. It is slow.
var installedFonts = func() []fontscan.Footprint {
	found, err := fontscan.SystemFonts(quiet{}, "")
	if err != nil {
		return nil // there are those of the program
	}
	return found
}
