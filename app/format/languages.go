package format

import (
	"strings"

	"golang.org/x/text/language"
)

// Languages are the languages that are proposed, by their BCP 47 tags, in the order of their English names.
var Languages = []struct{ Tag, Name string }{
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

// LanguageName is the English name of a language by its BCP 47 tag, "Portuguese (BR)" for pt-BR; one that is not proposed is its tag.
func LanguageName(tag string) string {
	first, rest, _ := strings.Cut(tag, "-")
	for _, l := range Languages {
		if strings.EqualFold(l.Tag, first) {
			if rest == "" {
				return l.Name
			}
			return l.Name + " (" + NameLine(rest) + ")"
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

// ParseLanguage reads a language as it may be typed: LanguageChoice, a name, or a BCP 47 tag. It gives the tag, "" for an empty
// text; ok is false where the text is none of them.
func ParseLanguage(typed string) (tag string, ok bool) {
	typed = strings.TrimSpace(typed)
	for _, l := range Languages {
		if strings.EqualFold(typed, l.Name) {
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
