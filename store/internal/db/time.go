package db

import "time"

// FormatTime writes a time as the workspace keeps it; the zero time is "".
func FormatTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(TimeFormat)
}

// ParseTime reads a time of the workspace; what is none becomes the zero time.
func ParseTime(s string) time.Time {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return time.Time{}
	}
	return t.UTC()
}

// TimeFormat is how a workspace keeps times, in UTC.
const TimeFormat = "2006-01-02T15:04:05.000Z"
