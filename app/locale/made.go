package locale

import (
	"regexp"
	"strings"
	"sync"
)

// A Table translates texts that are kept or handed on in English: names of actions in a workspace file, errors. It finds the
// template that a text was made from, such as "Label {{.N}} claims", and gives its translation with the same values.
type Table struct {
	templates []string
	exact     func() map[string]bool
	made      func() []madeFrom
}

type madeFrom struct {
	template string
	pattern  *regexp.Regexp
	names    []string
}

// NewTable makes a table of templates, each of them marked by Mark. Of two that a text fits, the first counts.
func NewTable(templates ...string) *Table {
	t := &Table{templates: templates}
	t.exact = sync.OnceValue(func() map[string]bool {
		all := map[string]bool{}
		for _, template := range templates {
			all[template] = true
		}
		return all
	})
	t.made = sync.OnceValue(func() []madeFrom {
		var all []madeFrom
		for _, template := range templates {
			if !strings.Contains(template, "{{.") {
				continue
			}
			m := madeFrom{template: template}
			var pattern strings.Builder
			pattern.WriteString("^(?s)")
			for _, p := range parse(template) {
				if p.named {
					pattern.WriteString("(.*?)")
					m.names = append(m.names, p.words)
				} else {
					pattern.WriteString(regexp.QuoteMeta(p.words))
				}
			}
			m.pattern = regexp.MustCompile(pattern.String() + "$")
			all = append(all, m)
		}
		return all
	})
	return t
}

// Knows tells whether a text was made from one of the table's templates.
func (t *Table) Knows(text string) bool {
	_, _, known := t.find(text)
	return known
}

// T translates a text that was made from one of the table's templates, and gives any other as it is.
func (t *Table) T(text string) string {
	template, values, known := t.find(text)
	if !known {
		return text
	}
	return T(template, values...)
}

func (t *Table) find(text string) (template string, values []any, known bool) {
	if t.exact()[text] {
		return text, nil, true
	}
	for _, m := range t.made() {
		found := m.pattern.FindStringSubmatch(text)
		if found == nil {
			continue
		}
		for i, name := range m.names {
			values = append(values, name, t.T(found[i+1])) // which may be an error behind an error
		}
		return m.template, values, true
	}
	return "", nil, false
}
