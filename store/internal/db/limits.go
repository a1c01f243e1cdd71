package db

import (
	"encoding/json"
	"strings"
	"unicode"
)

// What may be in a file from someone else, and what may be written, so that
// nothing takes memory without bound: bytes of an id and of what is held of a
// table at once.
const (
	LongestID = 200
	MostHeld  = 8 << 20
)

// SoundID tells whether a text may be an id.
func SoundID(s string) bool {
	return s != "" && len(s) <= LongestID && !strings.ContainsFunc(s, unicode.IsControl)
}

// JSONList writes a list of texts or numbers for json_each.
func JSONList[T string | int64](list []T) string {
	b, err := json.Marshal(list)
	if err != nil {
		panic(err) // texts and numbers always encode
	}
	return string(b)
}

// OrNull is an id as it is kept in a column that may refer to no row.
func OrNull(id string) any {
	if id == "" {
		return nil
	}
	return id
}

// LongestLocator is how long the label of a locator may be, in bytes, and
// MostLocators how many locators a text may have.
const (
	LongestLocator = 1000
	MostLocators   = 1_000_000
)
