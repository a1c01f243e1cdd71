package locale

import (
	"embed"
	"encoding/json"
	"fmt"
	"strings"
	"sync"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

// translations are the texts of each language in the format of github.com/nicksnyder/go-i18n: a text by its key, or
// {"one": …, "other": …} where it depends on a number. en.json has only those whose English is not their key.
//
//go:embed translations
var translations embed.FS

// A catalog is the texts of one language. The file is read when a text is first asked for that English alone does not tell.
type catalog struct {
	name     string
	tag      language.Tag
	brackets bool // around every text, for tests that look for texts without
	texts    func() map[string]message
	parsed   sync.Map // from a text to its []piece
}

// A message is what stands in a file under one key. One is "" where the text does not depend on a number.
type message struct{ One, Other string }

func newCatalog(name string) *catalog {
	c := &catalog{name: name, tag: language.Make(name)}
	c.texts = sync.OnceValue(func() map[string]message {
		data, err := translations.ReadFile("translations/" + name + ".json")
		if err == nil {
			var texts map[string]message
			if texts, err = readMessages(data); err == nil {
				return texts
			}
		}
		panic(fmt.Sprintf("locale: %s: %v", name, err)) // the file is part of the program, and its tests read it
	})
	return c
}

// readMessages reads a file of translations.
func readMessages(data []byte) (map[string]message, error) {
	var texts map[string]message
	err := json.Unmarshal(data, &texts)
	return texts, err
}

func (m *message) UnmarshalJSON(data []byte) error {
	if len(data) > 0 && data[0] == '"' {
		return json.Unmarshal(data, &m.Other)
	}
	type plain message
	return json.Unmarshal(data, (*plain)(m))
}

// text translates a text; value gives what stands for a name in it, and is nil where nothing does.
func (c *catalog) text(key, english string, value func(string) (any, bool)) string {
	if c.name != "en" {
		if m := c.texts()[key]; m.Other != "" {
			english = m.Other
		}
	}
	return c.fill(english, value)
}

// plural translates a text that depends on a number.
func (c *catalog) plural(key, english string, n int, value func(string) (any, bool)) string {
	m := c.texts()[key]
	text := m.Other
	if text == "" {
		text = english
	}
	// The rules are by the last digits, and whether it is less than that: this keeps both.
	last := max(n, -n)
	if last >= 10_000_000 {
		last = last%1_000_000 + 1_000_000
	}
	if m.One != "" && plural.Cardinal.MatchPlural(c.tag, last, 0, 0, 0, 0) == plural.One {
		text = m.One
	}
	return c.fill(text, func(name string) (any, bool) {
		if name == "N" {
			return c.number(n), true
		}
		if value == nil {
			return nil, false
		}
		return value(name)
	})
}

// A piece of a text is words as they stand, or the name of a value.
type piece struct {
	words string
	named bool
}

// fill puts values in the places of their names. What a value says is never read as a template.
func (c *catalog) fill(text string, value func(string) (any, bool)) string {
	if value == nil || !strings.Contains(text, "{{") {
		return c.bracketed(text)
	}
	kept, is := c.parsed.Load(text)
	if !is {
		kept, _ = c.parsed.LoadOrStore(text, parse(text))
	}
	var b strings.Builder
	for _, p := range kept.([]piece) {
		if !p.named {
			b.WriteString(p.words)
		} else if v, is := value(p.words); is {
			b.WriteString(written(v))
		} else {
			b.WriteString("{{." + p.words + "}}") // which the test of the texts does not let happen
		}
	}
	return c.bracketed(b.String())
}

func (c *catalog) bracketed(text string) string {
	if !c.brackets || text == "" {
		return text
	}
	return "⟦" + text + "⟧"
}

// parse parts a text at its values, such as {{.Name}}.
func parse(text string) []piece {
	var all []piece
	for text != "" {
		before, rest, _ := strings.Cut(text, "{{.")
		name, after, is := strings.Cut(rest, "}}")
		if !is {
			return append(all, piece{words: text})
		}
		if before != "" {
			all = append(all, piece{words: before})
		}
		all = append(all, piece{words: name, named: true})
		text = after
	}
	return all
}
