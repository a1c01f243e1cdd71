package dialogs

import (
	"image/color"
	"net/url"
	"strings"

	"factmark/app/format"
	"factmark/app/locale"
	"factmark/app/workspace"
	"factmark/store"
	"factmark/widgets/docview"
)

// stanceLook is how evidence of a stance looks.
type stanceLook struct {
	sign, name, light, dark string
	reference               docview.ReferenceStyle
}

// The stances in their order, with the colours and patterns of the labels Supported and Disputed, and soft ink for context.
var (
	stances     = [...]store.Stance{store.StanceSupports, store.StanceRefutes, store.StanceContext}
	stanceLooks = map[store.Stance]stanceLook{
		store.StanceSupports: {"+", locale.Mark("Supports"), "#0072B2", "#56B4E9", docview.ReferenceStyle{Sign: docview.Plus, Style: docview.Style{Pattern: docview.Solid}}},
		store.StanceRefutes:  {"−", locale.Mark("Refutes"), "#C2410C", "#F59E6C", docview.ReferenceStyle{Sign: docview.Minus, Style: docview.Style{Pattern: docview.Double}}},
		store.StanceContext:  {"=", locale.Mark("Context"), "#5A626B", "#9DA3AB", docview.ReferenceStyle{Sign: docview.Equals, Style: docview.Style{Pattern: docview.Dotted}}},
	}
)

// Stances are all stances of evidence in the order in which they are offered.
func Stances() []store.Stance { return stances[:] }

// StanceSign is the sign of a stance, "+", "−" or "=".
func StanceSign(s store.Stance) string { return stanceLooks[s].sign }

// StanceName is what a stance is called at the beginning of a line: "Supports".
func StanceName(s store.Stance) string { return locale.T(stanceLooks[s].name) }

// StanceColours are the colours of a stance.
func StanceColours(s store.Stance) (light, dark color.NRGBA) {
	look := stanceLooks[s]
	return hexColour(look.light, Rgb(0x5A626B)), hexColour(look.dark, Rgb(0x9DA3AB))
}

// StanceOfKey is the stance whose key this is, by its name in the table of commands.
func StanceOfKey(key string) (s store.Stance, is bool) {
	s, is = map[string]store.Stance{"+": store.StanceSupports, "-": store.StanceRefutes, "=": store.StanceContext}[key]
	return s, is
}

// ReferenceStyles gives the looks of evidence in a text, in the order of Stances, and last that of a passage which
// several claims have with different stances.
func ReferenceStyles() []docview.ReferenceStyle {
	var all []docview.ReferenceStyle
	for _, s := range stances {
		look := stanceLooks[s].reference
		look.Light, look.Dark = StanceColours(s)
		all = append(all, look)
	}
	both := docview.ReferenceStyle{Sign: docview.PlusMinus, Style: docview.Style{Pattern: docview.Dashed}}
	both.Light, both.Dark = StanceColours(store.StanceContext)
	return append(all, both)
}

// Tally counts evidence by its stance in signs: "+2 −1".
func Tally(all []store.Evidence) string {
	counts := map[store.Stance]int{}
	for _, e := range all {
		counts[e.Stance]++
	}
	return TallyOf(counts)
}

// TallyOf is Tally for evidence that was counted.
func TallyOf(counts map[store.Stance]int) string {
	var parts []string
	for _, s := range stances {
		if n := counts[s]; n > 0 {
			parts = append(parts, StanceSign(s)+format.Thousands(n))
		}
	}
	return strings.Join(parts, " ")
}

// SourceOf names where evidence is from: the title of its document, “This document” for the open one, or the site of an
// outside source.
func SourceOf(model *workspace.Workspace, e store.Evidence) string {
	switch {
	case e.DocumentID == "":
		return SiteOf(e.URL)
	case e.DocumentID == model.Document.ID:
		return locale.T("This document")
	}
	return format.NameLine(e.Document)
}

// SiteOf is the site of a URL without “www.”, the URL itself where it names none, and “Outside source” for "".
func SiteOf(address string) string {
	if u, err := url.Parse(address); err == nil && u.Hostname() != "" {
		return format.NameLine(strings.TrimPrefix(u.Hostname(), "www."))
	}
	if address = format.NameLine(address); address != "" {
		return address
	}
	return locale.T("Outside source")
}
