package dialogs

import (
	"strconv"

	"factmark/store"
)

// ScoreWords is the score of a suggestion, in two digits; "" where the model gives none.
func ScoreWords(s store.Suggestion) string {
	if s.Score == nil {
		return ""
	}
	return strconv.FormatFloat(*s.Score, 'f', 2, 64)
}
