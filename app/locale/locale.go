// Package locale translates what the user reads. The key of a text is the text itself in English, so that the code reads as
// the screen does; package fyne.io/fyne/v2/lang, through which the toolkit and the widgets translate theirs, is led here, so
// that all of a window is in one language. Until Use is called that is English.
package locale

import (
	"fmt"
	"os"
	"strings"
	"sync/atomic"

	"fyne.io/fyne/v2/lang"
	"golang.org/x/text/language"
)

// Languages are the tags of the languages there are translations for, English first.
var Languages = []string{"en", "de", "es", "fr"}

var current atomic.Pointer[catalog]

func init() {
	current.Store(newCatalog("en"))
	lang.L = func(text string, data ...any) string { return current.Load().text(text, text, fields(data)) }
	lang.X = func(key, text string, data ...any) string { return current.Load().text(key, text, fields(data)) }
	lang.N = func(text string, n int, data ...any) string {
		return current.Load().plural(text, text, n, fields(data))
	}
	lang.XN = func(key, text string, n int, data ...any) string {
		return current.Load().plural(key, text, n, fields(data))
	}
}

// Use sets the language by its BCP 47 tag for every text that is shown from now on; "" stands for the system's language. One
// without a translation is English.
func Use(tag string) {
	wanted := []string{tag}
	if tag == "" {
		wanted = system()
	}
	if name := choose(wanted); name != Language() {
		current.Store(newCatalog(name))
	}
}

// Language is the tag of the language in use: one of Languages.
func Language() string { return current.Load().name }

// T translates a text. Values are pairs of a name and what stands for {{.Name}} in the text.
func T(text string, values ...any) string { return current.Load().text(text, text, pairs(values)) }

// N translates a text that depends on a number: the text is the one for several, the one for 1 is in
// translations/en.json. {{.N}} is the number with its separators; further values are as in T.
func N(text string, n int, values ...any) string {
	return current.Load().plural(text, text, n, pairs(values))
}

// X translates a text by a key of its own, where one English word has several translations.
func X(key, text string, values ...any) string { return current.Load().text(key, text, pairs(values)) }

// Mark marks a text of a table, which T translates where it is shown.
func Mark(text string) string { return text }

// pairs finds values that are given as a name and a value in turn.
func pairs(values []any) func(name string) (any, bool) {
	if len(values) == 0 {
		return nil
	}
	return func(name string) (any, bool) {
		for i := 0; i+1 < len(values); i += 2 {
			if values[i] == name {
				return values[i+1], true
			}
		}
		return nil, false
	}
}

// fields finds values as the toolkit's functions take them: in a map.
func fields(data []any) func(name string) (any, bool) {
	if len(data) == 0 {
		return nil
	}
	switch all := data[0].(type) {
	case map[string]any:
		return func(name string) (any, bool) { value, is := all[name]; return value, is }
	case map[string]string:
		return func(name string) (any, bool) { value, is := all[name]; return value, is }
	}
	return nil
}

// choose gives the first of the wanted languages that there is a translation for, English if there is none.
func choose(wanted []string) string {
	for _, tag := range wanted {
		parsed, err := language.Parse(tag)
		if err != nil {
			continue
		}
		base, _ := parsed.Base()
		for _, name := range Languages {
			if name == base.String() {
				return name
			}
		}
	}
	return "en"
}

// system gives the languages that the system asks for, the most wanted first: by the variables that gettext reads where they
// are set, else by the settings of the desktop.
// Source: https://www.gnu.org/software/gettext/manual/html_node/Locale-Environment-Variables.html
func system() []string {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		set := os.Getenv(name)
		if set == "" {
			continue
		}
		if first, _, _ := strings.Cut(set, "."); first == "C" || first == "POSIX" {
			return nil
		}
		var all []string
		for one := range strings.SplitSeq(os.Getenv("LANGUAGE")+":"+set, ":") {
			one, _, _ = strings.Cut(one, ".")
			one, _, _ = strings.Cut(one, "@")
			all = append(all, strings.ReplaceAll(one, "_", "-"))
		}
		return all
	}
	if os.Getenv("LANGUAGE") != "" {
		return nil // without a locale the C locale is in use, which LANGUAGE does not change
	}
	return []string{lang.SystemLocale().LanguageString()}
}

// written is a value as it stands in a text.
func written(value any) string {
	if s, is := value.(string); is {
		return s
	}
	return fmt.Sprint(value)
}
