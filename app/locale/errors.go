package locale

import (
	"errors"
	"strings"
)

// Error is the text of an error in the user's language as far as its own words are known; a technical cause behind them stays as
// it is.
func Error(err error) string {
	text := err.Error()
	for cause := err; cause != nil; cause = errors.Unwrap(cause) {
		if own := cause.Error(); knownErrors.Knows(own) {
			return strings.Replace(text, own, knownErrors.T(own), 1)
		}
	}
	return text
}

// Known translates a text that the store or the logic made in English, as Error does.
func Known(text string) string { return knownErrors.T(text) }
