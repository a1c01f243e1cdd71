package format

import (
	"strings"
	"time"
)

// Moment writes a time as short as it is still clear.
func Moment(t, now time.Time) string {
	t, now = t.Local(), now.Local()
	switch {
	case t.Year() == now.Year() && t.YearDay() == now.YearDay():
		return t.Format("15:04")
	case t.Year() == now.Year():
		return t.Format("2 Jan, 15:04")
	}
	return t.Format("2 Jan 2006, 15:04")
}

// WhenTyped says when a draft was typed: "at 14:02", "on 27 Nov, 14:02".
func WhenTyped(t time.Time) string {
	now := time.Now()
	if t.Local().Format(time.DateOnly) == now.Format(time.DateOnly) {
		return "at " + Moment(t, now)
	}
	return "on " + Moment(t, now)
}

// IsPartialDate tells whether a text is empty or a date as far as it is known,
// such as 2025, 2025-02 or 2025-02-10, with a ? after one that is unsure.
func IsPartialDate(s string) bool {
	return s == "" || IsDate(strings.TrimSuffix(s, "?"))
}

// IsDate tells whether a text is a date of a year, month or day: 2025, 2025-02 or 2025-02-10.
func IsDate(s string) bool {
	for _, form := range []string{"2006", "2006-01", "2006-01-02"} {
		if _, err := time.Parse(form, s); err == nil {
			return true
		}
	}
	return false
}
