package format

import (
	"slices"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"factmark/app/locale"
)

// languages are the languages that are proposed, by their BCP 47 tags, in the order of their English names.
var languages = []struct{ Tag, Name string }{
	{"af", "Afrikaans"}, {"sq", "Albanian"}, {"am", "Amharic"}, {"ar", "Arabic"}, {"hy", "Armenian"}, {"az", "Azerbaijani"}, {"eu", "Basque"},
	{"be", "Belarusian"}, {"bn", "Bengali"}, {"bs", "Bosnian"}, {"bg", "Bulgarian"}, {"my", "Burmese"}, {"ca", "Catalan"}, {"zh", "Chinese"},
	{"hr", "Croatian"}, {"cs", "Czech"}, {"da", "Danish"}, {"nl", "Dutch"}, {"en", "English"}, {"et", "Estonian"}, {"fil", "Filipino"},
	{"fi", "Finnish"}, {"fr", "French"}, {"gl", "Galician"}, {"ka", "Georgian"}, {"de", "German"}, {"el", "Greek"}, {"gu", "Gujarati"},
	{"ha", "Hausa"}, {"he", "Hebrew"}, {"hi", "Hindi"}, {"hu", "Hungarian"}, {"is", "Icelandic"}, {"id", "Indonesian"}, {"ga", "Irish"},
	{"it", "Italian"}, {"ja", "Japanese"}, {"kn", "Kannada"}, {"kk", "Kazakh"}, {"km", "Khmer"}, {"ko", "Korean"}, {"ku", "Kurdish"},
	{"ky", "Kyrgyz"}, {"lo", "Lao"}, {"lv", "Latvian"}, {"lt", "Lithuanian"}, {"mk", "Macedonian"}, {"ms", "Malay"}, {"ml", "Malayalam"},
	{"mt", "Maltese"}, {"mr", "Marathi"}, {"mn", "Mongolian"}, {"ne", "Nepali"}, {"no", "Norwegian"}, {"nb", "Norwegian Bokmål"},
	{"nn", "Norwegian Nynorsk"}, {"or", "Odia"}, {"ps", "Pashto"}, {"fa", "Persian"}, {"pl", "Polish"}, {"pt", "Portuguese"}, {"pa", "Punjabi"},
	{"ro", "Romanian"}, {"ru", "Russian"}, {"sr", "Serbian"}, {"si", "Sinhala"}, {"sk", "Slovak"}, {"sl", "Slovenian"}, {"so", "Somali"},
	{"es", "Spanish"}, {"sw", "Swahili"}, {"sv", "Swedish"}, {"tg", "Tajik"}, {"ta", "Tamil"}, {"te", "Telugu"}, {"th", "Thai"},
	{"ti", "Tigrinya"}, {"tr", "Turkish"}, {"tk", "Turkmen"}, {"uk", "Ukrainian"}, {"ur", "Urdu"}, {"ug", "Uyghur"}, {"uz", "Uzbek"},
	{"vi", "Vietnamese"}, {"cy", "Welsh"}, {"xh", "Xhosa"}, {"yi", "Yiddish"}, {"yo", "Yoruba"}, {"zu", "Zulu"},
}

// translated are the names of languages in the languages of the program but English.
var translated = map[string]*display.Dictionary{"de": display.German, "es": display.Spanish, "fr": display.French}

// nameOf is the name of a proposed language in the user's.
func nameOf(tag, english string) string {
	if names, is := translated[locale.Language()]; is {
		if name := names.Languages().Name(language.Make(tag)); name != "" {
			return name
		}
	}
	return english
}

// LanguageName is the name of a language by its BCP 47 tag, "Portuguese (BR)" for pt-BR; one that is not proposed is its tag.
func LanguageName(tag string) string {
	first, rest, _ := strings.Cut(tag, "-")
	for _, l := range languages {
		if strings.EqualFold(l.Tag, first) {
			name := nameOf(l.Tag, l.Name)
			if rest == "" {
				return name
			}
			return name + " (" + NameLine(rest) + ")"
		}
	}
	return NameLine(tag)
}

// LanguageChoice is how a language is offered: its name, then its tag.
func LanguageChoice(tag string) string {
	if name := LanguageName(tag); name != NameLine(tag) {
		return name + ", " + tag
	}
	return tag
}

// LanguageChoices are the proposed languages as they are offered, in the order of their names.
func LanguageChoices() []string {
	var all []string
	for _, l := range languages {
		all = append(all, LanguageChoice(l.Tag))
	}
	slices.SortStableFunc(all, func(a, b string) int { return strings.Compare(Fold(a), Fold(b)) })
	return all
}

// ParseLanguage reads a language as it may be typed: LanguageChoice, a name in English or the user's language, or a BCP 47 tag. It
// gives the tag, "" for an empty text; ok is false where the text is none of them.
func ParseLanguage(typed string) (tag string, ok bool) {
	typed = strings.TrimSpace(typed)
	for _, l := range languages {
		if strings.EqualFold(typed, l.Name) || strings.EqualFold(typed, nameOf(l.Tag, l.Name)) {
			return l.Tag, true
		}
	}
	if i := strings.LastIndex(typed, ", "); i >= 0 {
		typed = strings.TrimSpace(typed[i+2:])
	}
	if typed == "" {
		return "", true
	}
	parsed, err := language.Raw.Parse(typed)
	if err != nil || parsed == language.Und {
		return "", false
	}
	return parsed.String(), true
}
