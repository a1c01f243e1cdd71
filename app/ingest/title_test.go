package ingest

import (
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestTitlesOfTheSamples(t *testing.T) {
	want := map[string]string{
		"000_cefa9d76df2a6f6a.txt": "UN Security Council to Hold Meeting on ISIS Threat in Afghanistan and the Region",
		"001_9c3b63b51e2a9183.txt": "The UN Security Council raised alarm on Monday over the increasing threat posed by Islamic…",
		"002_f9e6d7e705314017.txt": "Taliban Hinders ISIS-K Attack Capabilities In Afghanistan, Reports UN",
		"003_a8d92d5faf00fcfb.txt": "A senior UN official has issued a stark warning about the escalating strength of the…",
		"004_49c00d86b74296af.txt": "ISK: A Potent Security Threat in Afghanistan",
	}
	for name, title := range want {
		doc, err := readOne(filepath.Join("../../seeds/texts", name))
		if err != nil || doc.Title != title {
			t.Errorf("%s is called %q (%v), want %q", name, doc.Title, err, title)
		}
	}
}

func TestTitles(t *testing.T) {
	sentence := "The committee met on Tuesday. It then went on to discuss at great length what nobody had asked it to discuss, which took until the evening of the next day."
	tests := []struct{ name, text, file, want string }{
		{"headline", "Rivers rise\n\nThe rivers rose.", "a.txt", "Rivers rise"},
		{"blank lines before it", "\n \n\tRivers  rise \nText", "a.txt", "Rivers rise"},
		{"a Markdown heading", "## Rivers rise\n", "a.txt", "Rivers rise"},
		{"rules and numbers pass", "=====\n12 345\n---\nRivers rise\n", "a.txt", "Rivers rise"},
		{"page chrome", "Skip to content\nMENU\nRivers rise across the whole north\n", "a.txt", "Rivers rise across the whole north"},
		{"a site's name below chrome", "top of page\nThe Daily News\n\nRivers rise across the whole north\n", "a.txt", "Rivers rise across the whole north"},
		{"a short headline below chrome", "top of page\nRivers rise\n" + sentence, "a.txt", "Rivers rise"},
		{"a credit, a date and an address", "Image Courtesy of nobody\nhttps://example.org/a?b=c\nUpdated 10 February 2025\n5 min read\nRivers rise in the north\n", "a.txt", "Rivers rise in the north"},
		{"a short headline without chrome", "Annual Report\nPrepared for the ministry of water\n", "a.txt", "Annual Report"},
		{"only a sentence", sentence, "a.txt", "The committee met on Tuesday"},
		{"a question", strings.Replace(sentence, "Tuesday.", "Tuesday?", 1), "a.txt", "The committee met on Tuesday?"},
		{"an abbreviation ends nothing", "The visiting U.S. Ambassador told Sen. Smith and Gen. Jones of the committee about it, and the rest of this sentence is here only to be long enough for a paragraph.", "a.txt",
			"The visiting U.S. Ambassador told Sen. Smith and Gen. Jones of the committee about it, and…"},
		{"a bracketed dateline", "[Paris] " + sentence, "a.txt", "The committee met on Tuesday"},
		{"a dateline with date and agency", "KABUL, Afghanistan, Feb. 10 (AP) — " + sentence, "a.txt", "The committee met on Tuesday"},
		{"no dateline", "UN – " + sentence, "a.txt", "The committee met on Tuesday"},
		{"hard-wrapped text", "The committee met on Tuesday to hear\nwhat its members had to report. Then it rested.\n", "a.txt", "The committee met on Tuesday to hear what its members had to report"},
		{"no letters", "123\n456\n", "figures_2025-02-10.txt", "figures 2025-02-10"},
		{"a file name made readable", "1", "un-security_council-report.final.txt", "un security council report.final"},
		{"a file name with spaces keeps its hyphens", "1", "covid-19 in numbers.txt", "covid-19 in numbers"},
		{"a file name that is all ending", "1", ".txt", ".txt"},
		{"no name at all", "1", "", "Untitled"},
		{"marks that turn the text are dropped", "Rivers \u202Eesir\u202C\u0007 now\n", "a.txt", "Rivers esir now"},
		{"joiners stay", "می\u200Cخواهم 👩\u200D🚀\n", "a.txt", "می\u200Cخواهم 👩\u200D🚀"},
		{"no spaces to cut at", strings.Repeat("安全理事会", 30), "a.txt", strings.Repeat("安全理事会", 18) + "…"},
		{"no character is cut in two", strings.Repeat("👩🏽\u200D🚀", 40), "👩🏽\u200D🚀.txt", "👩🏽\u200D🚀"},
		{"a first line of exactly 90", strings.Repeat("x", 88) + " y\nText", "a.txt", strings.Repeat("x", 88) + " y"},
		{"a headline is kept whole", strings.Repeat("word ", 18) + "z\nText", "a.txt", strings.Repeat("word ", 18) + "z"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := titleOf(test.text, test.file)
			if got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
			if utf8.RuneCountInString(got) > longestTitle {
				t.Errorf("%q is longer than a title", got)
			}
		})
	}
}

func TestTitleLooksAtTheOpeningOnly(t *testing.T) {
	text := strings.Repeat("12345 ☺\n", 2000) + "A headline far below\n"
	if got := titleOf(text, "numbers.txt"); got != "numbers" {
		t.Errorf("got %q", got)
	}
}
