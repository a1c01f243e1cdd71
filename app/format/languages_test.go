package format

import (
	"slices"
	"strings"
	"testing"
)

func TestLanguagesAreReadAsTheyAreShown(t *testing.T) {
	for _, l := range languages {
		if tag, ok := ParseLanguage(LanguageChoice(l.Tag)); tag != l.Tag || !ok {
			t.Errorf("%q is read as %q, %v", LanguageChoice(l.Tag), tag, ok)
		}
	}
	if !slices.IsSortedFunc(languages, func(a, b struct{ Tag, Name string }) int { return strings.Compare(a.Name, b.Name) }) {
		t.Error("the languages are not in the order of their names")
	}
	for _, c := range []struct {
		typed, tag string
		ok         bool
	}{
		{"", "", true}, {"  ", "", true}, {"english", "en", true}, {" EN ", "en", true}, {"pt-br", "pt-BR", true}, {"pt_BR", "pt-BR", true},
		{"Portuguese (BR), pt-BR", "pt-BR", true}, {"zh-Hant-TW", "zh-Hant-TW", true}, {"iw", "iw", true}, {"gsw", "gsw", true},
		{"Klingon", "", false}, {"xx", "", false}, {"en-", "", false}, {"und", "", false}, {"1", "", false}, {"😀", "", false},
	} {
		if tag, ok := ParseLanguage(c.typed); tag != c.tag || ok != c.ok {
			t.Errorf("%q is read as %q, %v, want %q, %v", c.typed, tag, ok, c.tag, c.ok)
		}
	}
	for tag, want := range map[string]string{"": "", "en": "English", "pt-BR": "Portuguese (BR)", "zh-Hant": "Chinese (Hant)", "gsw": "gsw", "x\ny": "x y"} {
		if got := LanguageName(tag); got != want {
			t.Errorf("%q is called %q, want %q", tag, got, want)
		}
	}
}
