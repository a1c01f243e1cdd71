package dataset

import (
	"encoding/json"
	"slices"
	"strings"
)

// members are the keys and values of an object of JSON-LD, where a value may stand alone, in an array, or in an object.
type members jsonKeys

// membersOf gives nil for what is no object.
func membersOf(value json.RawMessage) members { return members(objectOf(value)) }

// oneOrMore gives the elements of an array, and what is none alone.
func oneOrMore(value json.RawMessage) []json.RawMessage {
	switch all := elementsOf(value); {
	case len(value) == 0, string(value) == "null":
		return nil
	case all != nil:
		return all
	}
	return []json.RawMessage{value}
}

// text is a text; of several the first; the name or value of an object; the digits of a number.
func (m members) text(keys ...string) string {
	for _, key := range keys {
		for _, value := range oneOrMore(m[key]) {
			if text := textOf(value); text != "" {
				return text
			}
		}
	}
	return ""
}

func textOf(value json.RawMessage) string {
	switch kindOf(value) {
	case '"':
		return stringOf(value)
	case '{':
		return membersOf(value).text("value", "@value", "id", "@id")
	}
	return wordOf(value)
}

func (m members) texts(key string) (all []string) {
	for _, value := range oneOrMore(m[key]) {
		if text := strings.TrimSpace(textOf(value)); text != "" {
			all = append(all, text)
		}
	}
	return all
}

// isOfType tells whether an object is of a type, alone or among others, with a prefix (oa:Annotation) or without.
func (m members) isOfType(name string) bool {
	return slices.ContainsFunc(append(m.texts("type"), m.texts("@type")...), func(t string) bool {
		return t == name || strings.HasSuffix(t, ":"+name) || strings.HasSuffix(t, "#"+name)
	})
}

func (m members) has(key string) bool { return jsonKeys(m).there(key) }

// lastOfIRI is the last part of an IRI's path or fragment; what is no IRI stays as it is.
func lastOfIRI(iri string) string {
	if !isIRI(iri) {
		return iri
	}
	trimmed := strings.TrimRight(iri, "/#")
	return trimmed[strings.LastIndexAny(trimmed, "/#:")+1:]
}
