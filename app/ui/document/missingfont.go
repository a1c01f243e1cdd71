package document

import (
	"maps"
	"runtime"
	"slices"
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"factmark/app/format"
	"factmark/app/locale"
	"factmark/app/ui/dialogs"
)

// fontStrip says, once for each document, that it has letters which no font can show, and what to install.
type fontStrip struct {
	Text    *widget.Label
	Body    *fyne.Container
	lacking map[rune]bool   // that no font has, in whatever document they stood
	told    map[string]bool // documents, by their ids
	scripts map[string]bool // of those letters, in the document that is shown
}

func newFontStrip(key func(fyne.KeyName) bool) *fontStrip {
	s := &fontStrip{Text: widget.NewLabel(""), lacking: map[rune]bool{}, told: map[string]bool{}, scripts: map[string]bool{}}
	s.Text.SizeName = theme.SizeNameCaptionText
	s.Text.Wrapping = fyne.TextWrapWord
	closing := dialogs.NewKeyButton(locale.T("Close"), key, func() { s.Body.Hide() })
	closing.Importance = widget.LowImportance
	s.Body = container.NewBorder(nil, widget.NewSeparator(), nil, container.NewCenter(closing), s.Text)
	s.Body.Hide()
	return s
}

// lacks takes note of letters that no font has, of the document that is shown.
func (s *fontStrip) lacks(letters []rune, document string) {
	for _, r := range letters {
		s.lacking[r] = true
	}
	s.tell(document, letters)
}

// opened follows that another document is shown.
func (s *fontStrip) opened(document, text string) {
	s.Body.Hide()
	s.scripts = map[string]bool{}
	if len(s.lacking) > 0 && !s.told[document] {
		s.tell(document, []rune(text))
	}
}

// tell says which scripts no font has, of those letters that no font has.
func (s *fontStrip) tell(document string, letters []rune) {
	if s.told[document] && !s.Body.Visible() { // it was closed
		return
	}
	before := len(s.scripts)
	for _, r := range letters {
		if !s.lacking[r] {
			continue
		}
		if script := scriptOf(r); script != "" {
			s.scripts[script] = true
		}
	}
	if len(s.scripts) == before {
		return
	}
	s.told[document] = true
	scripts, packages := map[string]bool{}, map[string]bool{}
	for script := range s.scripts {
		scripts[scriptName(script)], packages[fontPackage(script)] = true, true
	}
	names, install := format.List(slices.Sorted(maps.Keys(scripts)), "and"), format.List(slices.Sorted(maps.Keys(packages)), "and")
	words := locale.T("No installed font has these characters: {{.Scripts}}. They are shown as boxes, and are saved as they are. Install a Noto font for them and start Factmark again.", "Scripts", names)
	if runtime.GOOS == "linux" {
		words = locale.T("No installed font has these characters: {{.Scripts}}. They are shown as boxes, and are saved as they are. To see them, install {{.Packages}} and start Factmark again.",
			"Scripts", names, "Packages", install)
	}
	s.Text.SetText(words)
	s.Body.Show()
}

// symbols stands for what is of no script: signs, and emoji.
const (
	symbols = "Common"
	emoji   = "Emoji"
)

// scriptOf is the script of a letter by its name in Unicode, "" for what belongs to none that a font could have: controls, and
// code points that are private or not assigned.
func scriptOf(r rune) string {
	switch {
	case r >= 0x1F300 && r < 0x1FB00:
		return emoji
	case unicode.Is(unicode.Common, r):
		if unicode.IsSymbol(r) || unicode.IsPunct(r) || unicode.IsNumber(r) || unicode.IsLetter(r) {
			return symbols
		}
		return ""
	case unicode.Is(unicode.Inherited, r):
		return ""
	}
	for name, table := range unicode.Scripts {
		if unicode.Is(table, r) {
			return name
		}
	}
	return ""
}

// scriptNames are the scripts that people know by another name than Unicode's.
var scriptNames = map[string]string{
	"Han": locale.Mark("Chinese and Japanese characters"), "Hiragana": locale.Mark("Japanese"), "Katakana": locale.Mark("Japanese"),
	"Hangul": locale.Mark("Korean"), "Arabic": locale.Mark("Arabic"), "Hebrew": locale.Mark("Hebrew"), "Thai": locale.Mark("Thai"),
	"Greek": locale.Mark("Greek"), "Cyrillic": locale.Mark("Cyrillic"), "Armenian": locale.Mark("Armenian"), "Georgian": locale.Mark("Georgian"),
	"Ethiopic": locale.Mark("Ethiopic"), symbols: locale.Mark("symbols"), emoji: locale.Mark("emoji"),
}

func scriptName(script string) string {
	if name, known := scriptNames[script]; known {
		return locale.T(name)
	}
	return strings.ReplaceAll(script, "_", " ")
}

// fontPackage is the package of Debian and Ubuntu that has a font for a script.
func fontPackage(script string) string {
	switch script {
	case "Han", "Hiragana", "Katakana", "Hangul", "Bopomofo":
		return "fonts-noto-cjk"
	case emoji:
		return "fonts-noto-color-emoji"
	}
	return "fonts-noto-core"
}
