package locale

import (
	"os"
	"strings"
	"testing"

	"fyne.io/fyne/v2/lang"
)

// use sets a catalog of the given texts until the test ends.
func use(t *testing.T, language, file string) {
	t.Helper()
	texts, err := readMessages([]byte(file))
	if err != nil {
		t.Fatal(err)
	}
	before := current.Load()
	c := newCatalog(language)
	c.texts = func() map[string]message { return texts }
	current.Store(c)
	t.Cleanup(func() { current.Store(before) })
}

func TestEnglishIsTheKey(t *testing.T) {
	if Language() != "en" {
		t.Fatalf("the language is %s before one is chosen", Language())
	}
	for _, c := range []struct{ got, want string }{
		{T("Save"), "Save"},
		{T("Couldn't import {{.File}}", "File", "a.txt"), "Couldn't import a.txt"},
		{T("{{.A}} and {{.B}} and {{.A}}", "B", 2, "A", "one"), "one and 2 and one"},
		{T("Couldn't import {{.File}}", "File", "{{.File}} <&> {{template}}"), "Couldn't import {{.File}} <&> {{template}}"},
		{X("adjective: Open", "Open"), "Open"},
		{Mark("Save"), "Save"},
		{T("Nothing {{.Left}}", "Right", "x"), "Nothing {{.Left}}"},
		{T("Braces {{ of a text }}"), "Braces {{ of a text }}"},
	} {
		if c.got != c.want {
			t.Errorf("%q, not %q", c.got, c.want)
		}
	}
}

func TestTranslations(t *testing.T) {
	use(t, "de", `{"Save": "Speichern", "{{.N}} files from {{.Place}}": {"one": "eine Datei aus {{.Place}}", "other": "{{.N}} Dateien aus {{.Place}}"},
		"adjective: Open": "Offen", "Open": "Öffnen", "{{.A}} of {{.B}}": "von {{.B}} {{.A}}", "Later": ""}`)
	for _, c := range []struct{ got, want string }{
		{T("Save"), "Speichern"},
		{T("Unknown"), "Unknown"},
		{T("Later"), "Later"},
		{X("adjective: Open", "Open"), "Offen"},
		{T("Open"), "Öffnen"},
		{T("{{.A}} of {{.B}}", "A", "3", "B", "4"), "von 4 3"},
		{N("{{.N}} files from {{.Place}}", 1, "Place", "{{.N}}"), "eine Datei aus {{.N}}"},
		{N("{{.N}} files from {{.Place}}", 0, "Place", "Rom"), "0 Dateien aus Rom"},
		{N("{{.N}} files from {{.Place}}", 12345, "Place", "Rom"), "12.345 Dateien aus Rom"},
	} {
		if c.got != c.want {
			t.Errorf("%q, not %q", c.got, c.want)
		}
	}
}

// Source of the rules: CLDR, language plural rules; one is 1 in English, German and Spanish, and 0 and 1 in French.
func TestPlurals(t *testing.T) {
	for language, ones := range map[string][]int{"en": {1}, "de": {1}, "es": {1}, "fr": {0, 1}} {
		use(t, language, `{"{{.N}} claims": {"one": "one", "other": "several"}}`)
		for _, n := range []int{0, 1, 2, 11, 21, 101, 1_000_000, 10_000_001, 1_000_000_000_001, -1, -2} {
			want := "several"
			for _, one := range ones {
				if n == one || n == -one {
					want = "one"
				}
			}
			if got := N("{{.N}} claims", n); got != want {
				t.Errorf("%s: %d is %q", language, n, got)
			}
		}
	}
}

func TestNumbers(t *testing.T) {
	for _, c := range []struct {
		language string
		n        int
		want     string
	}{
		{"en", 0, "0"}, {"en", 999, "999"}, {"en", 1000, "1,000"}, {"en", -1234567, "-1,234,567"}, {"en", -100, "-100"},
		{"de", 1000, "1.000"}, {"es", 1000, "1000"}, {"es", 10000, "10.000"}, {"fr", 1234567, "1\u202f234\u202f567"},
	} {
		use(t, c.language, `{}`)
		if got := Number(c.n); got != c.want {
			t.Errorf("%s: %q, not %q", c.language, got, c.want)
		}
	}
	if got := Decimal("0.47"); got != "0,47" {
		t.Errorf("%q in French", got)
	}
}

// The toolkit's own functions, which widgets and the toolkit's dialogs call, give the same language.
func TestTheToolkitSpeaksTheSameLanguage(t *testing.T) {
	use(t, "de", `{"Cancel": "Abbrechen", "{{.N}} files": {"one": "eine Datei", "other": "{{.N}} Dateien"}, "file.name": "Name der Datei", "In {{.X}}": "in {{.X}}"}`)
	for _, c := range []struct{ got, want string }{
		{lang.L("Cancel"), "Abbrechen"},
		{lang.N("{{.N}} files", 2), "2 Dateien"},
		{lang.X("file.name", "Name"), "Name der Datei"},
		{lang.L("In {{.X}}", map[string]any{"X": 3}), "in 3"},
	} {
		if c.got != c.want {
			t.Errorf("%q, not %q", c.got, c.want)
		}
	}
}

func TestUse(t *testing.T) {
	before := current.Load()
	t.Cleanup(func() { current.Store(before) })
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE"} {
		t.Setenv(name, "")
		os.Unsetenv(name)
	}
	for _, c := range []struct{ tag, all, messages, lang, languages, want string }{
		{tag: "de", want: "de"},
		{tag: "fr-CA", lang: "de_DE.UTF-8", want: "fr"},
		{tag: "tlh", lang: "de_DE.UTF-8", want: "en"},
		{tag: "not a tag", want: "en"},
		{lang: "es_MX.UTF-8", want: "es"},
		{lang: "de", want: "de"},
		{lang: "de_DE@euro", want: "de"},
		{lang: "C.UTF-8", languages: "de", want: "en"},
		{lang: "POSIX", want: "en"},
		{lang: "en_GB.UTF-8", messages: "fr_FR.UTF-8", want: "fr"},
		{lang: "en_GB.UTF-8", messages: "fr_FR.UTF-8", all: "C", want: "en"},
		{lang: "ja_JP.UTF-8", want: "en"},
		{lang: "en_GB.UTF-8", languages: "it:de:en", want: "de"},
		{languages: "de", want: "en"},
	} {
		for name, value := range map[string]string{"LC_ALL": c.all, "LC_MESSAGES": c.messages, "LANG": c.lang, "LANGUAGE": c.languages} {
			os.Setenv(name, value)
		}
		Use(c.tag)
		if Language() != c.want {
			t.Errorf("%+v: %s", c, Language())
		}
	}
}

func TestPseudo(t *testing.T) {
	t.Run("on", func(t *testing.T) {
		Pseudo(t)
		for _, got := range []string{T("Save"), T("Save {{.File}}", "File", "a"), lang.L("Cancel"), N("{{.N}} files from {{.Place}}", 1, "Place", "Rom"), X("key: Open", "Open")} {
			if !strings.HasPrefix(got, "⟦") || !strings.HasSuffix(got, "⟧") {
				t.Errorf("%q", got)
			}
		}
	})
	if got := T("Save"); got != "Save" {
		t.Errorf("%q after the test", got)
	}
}

func BenchmarkT(b *testing.B) {
	for b.Loop() {
		T("Save")
	}
}

func BenchmarkTWithValues(b *testing.B) {
	for b.Loop() {
		T("Couldn't import {{.File}}", "File", "a.txt")
	}
}

func BenchmarkGerman(b *testing.B) {
	before := current.Load()
	defer current.Store(before)
	Use("de")
	for b.Loop() {
		T("Save")
	}
}
