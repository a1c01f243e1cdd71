package docview

import (
	"bytes"
	"slices"
	"sync"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/fontscan"
	"github.com/go-text/typesetting/language"
)

// The fonts that letters are looked for in, in this order. Behind them come those of the system, as they are found.
const (
	pageFont = iota
	toolkitFont
	symbolFont
	emojiFont
	ownFonts
)

// nowhere stands for a font that is still being looked for.
const nowhere = 0xFF

// fonts are what a view has letters from. A letter that its own fonts lack is looked for in the system's, in the
// background; until that is done its place is empty.
type fonts struct {
	page    fyne.Resource
	faces   []*font.Face   // nil where there is none, or none was needed yet
	has     map[rune]uint8 // the font of a letter
	wanted  []rune         // to be looked for, once each
	sought  map[rune]bool  // being looked for, or else that was done
	seek    func() bool    // called when something is wanted; says whether there is anywhere to look
	lacking []rune         // that no font has, until lacks has been told of them
	lacks   func()         // called when the first of them is found out; nil: nobody wants to know
	found   int            // counts the searches that brought a font
	seeking bool           // fonts that several widgets share: a search is under way
}

const maxSought = 1 << 16 // letters; no text has more that no font has

// bundled are the fonts that come with the toolkit, read when they are first needed.
var bundled = [ownFonts]func() *font.Font{
	toolkitFont: sync.OnceValue(func() *font.Font { return parseFont(theme.DefaultTextFont()) }),
	symbolFont:  sync.OnceValue(func() *font.Font { return parseFont(theme.DefaultSymbolFont()) }),
	emojiFont:   sync.OnceValue(func() *font.Font { return parseFont(theme.DefaultEmojiFont()) }),
}

func parseFont(resource fyne.Resource) *font.Font {
	if resource == nil {
		return nil
	}
	faces, err := font.ParseTTC(bytes.NewReader(resource.Content())) // a single font too
	i := 0
	if one, is := resource.(*systemFont); is {
		i = one.index
	}
	if err != nil || i >= len(faces) {
		return nil
	}
	return faces[i].Font
}

// newFonts prepares to look for letters; seek is called when some are wanted that the view has no font for.
func newFonts(seek func() bool) *fonts {
	return &fonts{faces: make([]*font.Face, ownFonts), has: make(map[rune]uint8), sought: make(map[rune]bool), seek: seek}
}

// setPage changes the page's font, in which all letters are looked for first.
func (f *fonts) setPage(page fyne.Resource) {
	if f.page == page {
		return
	}
	f.page = page
	f.faces[pageFont] = nil
	if data := parseFont(page); data != nil {
		f.faces[pageFont] = font.NewFace(data)
	} else if data := bundled[toolkitFont](); data != nil {
		f.faces[pageFont] = font.NewFace(data)
	}
	clear(f.has)
}

// face gives one of the fonts, or nil.
func (f *fonts) face(i int) *font.Face {
	if f.faces[i] == nil && i != pageFont && (i != toolkitFont || f.page != theme.DefaultTextFont()) {
		if data := bundled[i](); data != nil {
			f.faces[i] = font.NewFace(data)
		}
	}
	return f.faces[i]
}

// of gives the font for a cluster of runes that are to be drawn together: the first that has all of them, else the one
// for the first of them. What no font has is left to the page's, which shows a box.
func (f *fonts) of(cluster []rune) uint8 {
	if len(cluster) == 1 {
		return f.ofRune(cluster[0])
	}
	if f.pictured(cluster) && f.covers(emojiFont, cluster) {
		return emojiFont
	}
	first := f.ofRune(cluster[0])
	if first == nowhere || f.covers(int(first), cluster) {
		return first
	}
	for i := range f.faces {
		if f.covers(i, cluster) {
			return uint8(i)
		}
	}
	for _, r := range cluster[1:] {
		if !ignorable(r) && f.ofRune(r) == nowhere {
			return nowhere
		}
	}
	return first
}

// pictured says whether a cluster asks to be drawn as an emoji.
func (f *fonts) pictured(cluster []rune) bool {
	for _, r := range cluster[1:] {
		if r == '\uFE0F' || r == '\u20E3' {
			return true
		}
	}
	return false
}

func (f *fonts) ofRune(r rune) uint8 {
	i, known := f.has[r]
	if !known {
		if i = f.look(r); i == nowhere {
			return i
		}
		if len(f.has) >= maxShaped {
			clear(f.has)
		}
		f.has[r] = i
	}
	return i
}

func (f *fonts) look(r rune) uint8 {
	if ignorable(r) {
		return pageFont
	}
	for i := range f.faces {
		if (i != emojiFont || maybeEmoji(r)) && f.covers(i, []rune{r}) {
			return uint8(i)
		}
	}
	seeking, known := f.sought[r]
	if !known && len(f.sought) < maxSought {
		if seeking = len(f.wanted) > 0 || f.seek(); seeking {
			f.wanted = append(f.wanted, r)
		}
		if f.sought[r] = seeking; !seeking {
			f.lack(r)
		}
	}
	if seeking {
		return nowhere
	}
	return pageFont
}

// covers says whether a font has all of a cluster's letters.
func (f *fonts) covers(i int, cluster []rune) bool {
	face := f.face(i)
	if face == nil {
		return false
	}
	for _, r := range cluster {
		if gid, ok := face.NominalGlyph(r); (!ok || gid == 0) && !ignorable(r) {
			return false
		}
	}
	return true
}

// learn takes the fonts that a search for letters has brought and says whether there are new ones among them. What
// still has no font will not be looked for again.
func (f *fonts) learn(letters []rune, brought []*font.Font) bool {
	before := len(f.faces)
	for _, data := range brought {
		known := slices.ContainsFunc(f.faces, func(face *font.Face) bool { return face != nil && face.Font == data })
		if !known && len(f.faces) < nowhere {
			f.faces = append(f.faces, font.NewFace(data))
		}
	}
	for _, r := range letters {
		f.sought[r] = false
		if !anyHas(f.faces, r) {
			f.lack(r)
		}
	}
	if len(f.faces) == before {
		return false
	}
	f.found++
	return true
}

// lack notes a letter that no font has.
func (f *fonts) lack(r rune) {
	if f.lacks == nil {
		return
	}
	if f.lacking = append(f.lacking, r); len(f.lacking) == 1 {
		f.lacks()
	}
}

// maybeEmoji spares reading the big emoji font for a letter.
func maybeEmoji(r rune) bool {
	return r < 0x100 || r >= 0x203C && r < 0x2E00 || r >= 0x3030 && r < 0x3040 || r >= 0x3290 && r < 0x32A0 || r >= 0x1F000 && r < 0x20000
}

// ignorable says whether a rune draws nothing, in whatever font.
func ignorable(r rune) bool {
	return r >= 0xAD && (r >= 0xFE00 && r <= 0xFE0F || r >= 0xE0000 && r < 0xE1000 || unicode.Is(unicode.Cf, r))
}

// chooseFonts gives fonts for letters: the local one for as many as it has.
func chooseFonts(letters []rune, local *font.Face, fonts *fontscan.FontMap) []*font.Font {
	var chosen []*font.Face
	if local != nil {
		chosen = append(chosen, local)
	}
	for _, r := range letters {
		if anyHas(chosen, r) {
			continue
		}
		fonts.SetScript(language.LookupScript(r))
		if face := fonts.ResolveFace(r); face != nil && anyHas([]*font.Face{face}, r) {
			chosen = append(chosen, face)
		}
	}
	out := make([]*font.Font, len(chosen))
	for i, face := range chosen {
		out[i] = face.Font
	}
	return out
}

func anyHas(faces []*font.Face, r rune) bool {
	for _, face := range faces {
		if face == nil {
			continue
		}
		if gid, ok := face.NominalGlyph(r); ok && gid != 0 {
			return true
		}
	}
	return false
}
