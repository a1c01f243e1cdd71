package format

import (
	"slices"
	"testing"
	"time"

	"factmark/app/locale"
)

// Source of the forms: CLDR 46.
func TestTheUsersLanguage(t *testing.T) {
	t.Cleanup(func() { locale.Use("en") })
	at := time.Date(2026, time.March, 2, 15, 4, 5, 0, time.Local)
	next := at.AddDate(0, 0, 1)
	year := at.AddDate(1, 0, 0)
	got := func() []string {
		return []string{Thousands(12345), Decimal(0.473, 2), Percent(0.473, 1), Moment(at, at), Moment(at, next), Moment(at, year), Date(at), LongDate(at), WeekdayAndDate(at), ClockWithSeconds(at),
			LanguageName("de"), LanguageName("pt-BR"), Minutes(65 * time.Minute)}
	}
	for language, want := range map[string][]string{
		"en": {"12,345", "0.47", "47.3\u00a0%", "15:04", "2 Mar, 15:04", "2 Mar 2026, 15:04", "2 Mar 2026", "2 March 2026", "Monday, 2 March 2026", "15:04:05", "German", "Portuguese (BR)", "1 h 05 min"},
		"de": {"12.345", "0,47", "47,3\u00a0%", "15:04", "2. März, 15:04", "2. März 2026, 15:04", "2. März 2026", "2. März 2026", "Montag, 2. März 2026", "15:04:05", "Deutsch", "Portugiesisch (BR)", "1 h 05 min"},
		"es": {"12.345", "0,47", "47,3\u00a0%", "15:04", "2 mar, 15:04", "2 mar 2026, 15:04", "2 mar 2026", "2 de marzo de 2026", "lunes, 2 de marzo de 2026", "15:04:05", "alemán", "portugués (BR)", "1 h 05 min"},
		"fr": {"12\u202f345", "0,47", "47,3\u00a0%", "15:04", "2 mars, 15:04", "2 mars 2026, 15:04", "2 mars 2026", "2 mars 2026", "lundi 2 mars 2026", "15:04:05", "allemand", "portugais (BR)", "1 h 05 min"},
	} {
		locale.Use(language)
		if got := got(); !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", language, got, want)
		}
		for _, l := range languages {
			if tag, ok := ParseLanguage(LanguageChoice(l.Tag)); tag != l.Tag || !ok {
				t.Errorf("%s: %q is read as %q, %v", language, LanguageChoice(l.Tag), tag, ok)
			}
			if tag, ok := ParseLanguage(LanguageName(l.Tag)); !ok {
				t.Errorf("%s: %q is read as %q, %v", language, LanguageName(l.Tag), tag, ok)
			}
		}
		if choices := LanguageChoices(); len(choices) != len(languages) || len(slices.Compact(choices)) != len(languages) {
			t.Errorf("%s: %d of %d languages", language, len(choices), len(languages))
		}
		if InEnglish(12345) != "12,345" || Plural(12345, "claim") != "12,345 claims" {
			t.Errorf("%s: English is not English", language)
		}
	}
}
