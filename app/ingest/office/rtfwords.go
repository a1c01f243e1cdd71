package office

import (
	"fmt"
	"strings"
	"sync"
)

// rtfSigns are the control words for characters.
var rtfSigns = map[string]string{
	"emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "bullet": "•", "tab": "\t",
	"emspace": "\u2003", "enspace": "\u2002", "qmspace": "\u2005", "ltrmark": "\u200e", "rtlmark": "\u200f", "zwj": "\u200d", "zwnj": "\u200c", "zwbo": "\u200b", "zwnbo": "\u2060",
}

// rtfWithoutText are the destinations whose text is none of the document's, or is said elsewhere.
var rtfWithoutText = sync.OnceValue(func() map[string]bool {
	all := map[string]bool{}
	for word := range strings.FieldsSeq("colortbl pict header headerl headerr headerf footer footerl footerr footerf fldinst fldtype xe tc tcn rxe objdata " +
		"objclass objname nonshppict shprslt sp nonesttables annotation atnid atnauthor atntime atndate atnicn atnref atnparent mmathPict private revtbl listtable " +
		"listoverridetable rsidtbl generator themedata colorschememapping datastore latentstyles xmlnstbl userprops docvar filetbl ftnsep ftnsepc ftncn aftnsep " +
		"aftnsepc aftncn bkmkstart bkmkend falt panose fname formfield txfieldtext pgdsctbl wgrffmtfilter template leveltext levelnumbers listname liststylename") {
		all[word] = true
	}
	return all
})

// word does what a control word asks.
func (r *rtfReader) word(word string, n int, given bool) {
	s := &r.state
	on := !given || n != 0
	if s.to == toNothing && word != "ud" {
		return
	}
	if rtfWithoutText()[word] || strings.HasPrefix(word, "m") && strings.HasSuffix(word, "Pr") && len(word) > 3 {
		if word == "annotation" {
			r.comments++
		}
		s.to = toNothing
		return
	}
	switch word {
	case "par", "sect", "page", "column":
		r.endParagraph()
	case "line", "softline", "lbr":
		if s.to == toText && r.shown() {
			s.flow.lineBreak()
		}
	case "cell", "nestcell":
		if s.to == toText {
			r.cellEnd()
		}
	case "row", "nestrow":
		if s.to == toText || s.to == toRowEnds && word == "nestrow" {
			r.rowEnd(word == "nestrow")
		}
	case "pard":
		s.cell, s.list, s.level, s.style = false, false, 0, 0
	case "plain":
		s.hidden, s.deleted, s.inserted, s.font = false, false, false, r.firstFont
		s.language = r.deflang
	case "intbl":
		s.cell = true
	case "itap":
		s.cell = n > 0
	case "ls":
		s.list = true
	case "listtext", "pntext":
		if s.to == toText && len(r.groups) > 0 {
			r.groups[len(r.groups)-1].list = true
			s.to, s.field = toListText, ""
			r.listText = r.listText[:0]
		}
	case "outlinelevel":
		s.level = n + 1
	case "s":
		s.style, r.defined = n, n
		if language := r.styleLanguages[n]; language != 0 && s.to == toText {
			s.language = language
		}
	case "f":
		s.font, r.defined = n, n
	case "deff":
		r.firstFont, s.font = n, n
	case "fcharset":
		r.setFont(func(f *rtfFont) { f.codePage, f.own = rtfCharsets[n], n == 2 })
	case "cpg":
		r.setFont(func(f *rtfFont) { f.codePage = n })
	case "lang":
		if s.language = n; s.to == toStyles {
			r.styleLanguages[r.defined] = n
		}
	case "deflang":
		r.deflang, s.language = n, n
	case "v":
		s.hidden = on
	case "deleted":
		s.deleted = on
	case "revised":
		s.inserted = on
	case "revauth", "revauthdel":
		s.author = n
	case "uc":
		s.uc = max(0, n)
	case "u":
		r.unicode(n)
	case "mac":
		r.codePage = 10000
	case "pc":
		r.codePage = 437
	case "pca":
		r.codePage = 850
	case "ansicpg":
		if n != 0 {
			r.codePage = n
		}
	case "upr":
		s.to = toNothing
	case "ud":
		if len(r.groups) > 1 && r.star {
			s.to = r.groups[len(r.groups)-2].to // that around \upr
		}
	case "footnote":
		r.aside()
		s.note = "footnote"
	case "ftnalt":
		if s.note != "" {
			s.note = "endnote"
		}
	case "shptxt", "dptxbxtext":
		r.aside()
		s.box = true
	case "shpinst", "do", "moMath", "moMathPara", "mmath":
	case "mden":
		r.text("/")
	case "msup":
		r.text("^")
	case "msub":
		r.text("_")
	case "nesttableprops":
		s.to = toRowEnds
	case "fonttbl":
		s.to = toFonts
	case "stylesheet":
		s.to = toStyles
	case "info":
		s.to = toInfo
	case "title", "author", "creatim", "revtim":
		if s.to == toInfo {
			s.to, s.field = toField, word
		}
	case "yr", "mo", "dy":
		r.times[s.field+" "+word] = n
	default:
		if r.star {
			s.to = toNothing
		}
	}
	if s.note != "" && s.flow == &r.body || s.box && s.flow == &r.body {
		s.note, s.box = "", false
	}
}

// day gives the day of one of the document's times, with zeros for what it does not say.
func (r *rtfReader) day(time string) string {
	return fmt.Sprintf("%04d-%02d-%02d", r.times[time+" yr"], r.times[time+" mo"], r.times[time+" dy"])
}

func (r *rtfReader) setFont(set func(*rtfFont)) {
	if r.state.to == toFonts {
		f := r.fonts[r.defined]
		set(&f)
		r.fonts[r.defined] = f
	}
}
