package relativedate

import (
	"slices"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func found(text, language string) []string {
	var all []string
	for _, s := range Find(text, language) {
		all = append(all, string([]rune(text)[s.Start:s.End]))
	}
	return all
}

func TestFind(t *testing.T) {
	for _, c := range []struct {
		language, text string
		want           []string
	}{
		{"en", "He said on Monday that the bridge, closed last month, opens tomorrow.", []string{"Monday", "last month", "tomorrow"}},
		{"en-GB", "Three days ago 😀 it rained; earlier this week it did not.", []string{"Three days ago", "earlier this week"}},
		{"en", "On Monday, 10 February 2025, the council met.", nil},
		{"en", "It met on 10 February 2025 (Monday) and again on Thursday.", []string{"Monday", "Thursday"}},
		{"en", "Mondayish people and sundays", nil},
		{"en", "last\nFriday", []string{"last\nFriday"}},
		{"de", "Am Montag sagte er, vor drei Tagen und im vergangenen Jahr sei gestern geöffnet worden.", []string{"Montag", "vor drei Tagen", "vergangenen Jahr", "gestern"}},
		{"fr", "Lundi dernier, il y a deux semaines, et hier.", []string{"Lundi dernier", "il y a deux semaines", "hier"}},
		{"es", "El lunes pasado, hace tres meses, y ayer.", []string{"El lunes pasado", "hace tres meses", "ayer"}},
		{"it", "Lunedì scorso, tre giorni fa, ieri.", []string{"Lunedì scorso", "tre giorni fa", "ieri"}},
		{"pt", "Na segunda-feira passada, há dois meses, ontem.", []string{"Na segunda-feira passada", "há dois meses", "ontem"}},
		{"nl", "Vorige week, twee dagen geleden, maandag.", []string{"Vorige week", "twee dagen geleden", "maandag"}},
		{"ru", "Вчера и на прошлой неделе, два дня назад, во вторник.", []string{"Вчера", "на прошлой неделе", "два дня назад", "вторник"}},
		{"pl", "Wczoraj, w zeszłym tygodniu, dwa dni temu, we wtorek.", []string{"Wczoraj", "w zeszłym tygodniu", "dwa dni temu", "wtorek"}},
		{"ar", "قال أمس إن الجسر أغلق الأسبوع الماضي.", []string{"أمس", "الأسبوع الماضي"}},
		{"xx", "on Monday", nil},
		{"", "on Monday", nil},
	} {
		if got := found(c.text, c.language); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q has %q, want %q", c.language, c.text, got, c.want)
		}
	}
}

// Spans are in order, apart, and within the text, whatever it is.
func TestFindProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOf(rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{" ", "Monday", "last", "week", "hier", "вчера", "2025", "😀", "\n"})))
		text := ""
		for _, w := range words.Draw(t, "words") {
			text += w
		}
		for tag := range languages {
			at := 0
			for _, s := range Find(text, tag) {
				if s.Start < at || s.End <= s.Start || s.End > utf8.RuneCountInString(text) {
					t.Fatalf("%v in %q", s, text)
				}
				at = s.End
			}
		}
	})
}

func BenchmarkFind(b *testing.B) {
	text := ""
	for range 2000 {
		text += "The council met on Monday to hear about the bridge and decided to wait for what the engineers find. "
	}
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		Find(text, "en")
	}
}

func TestIsWeekday(t *testing.T) {
	for _, c := range []struct {
		words, language string
		want            bool
	}{{"Monday", "en", true}, {"monday", "en-GB", true}, {"last Monday", "en", false}, {"yesterday", "en", false}, {"Montag", "de", true}, {"Montag", "en", false}, {"Monday", "", false}} {
		if got := IsWeekday(c.words, c.language); got != c.want {
			t.Errorf("IsWeekday(%q, %q) = %v", c.words, c.language, got)
		}
	}
}
