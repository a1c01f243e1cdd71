package web

import (
	"regexp"
	"strings"
	"time"

	"factmark/app/ingest/extract"
)

var isoDate = regexp.MustCompile(`^(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?(?:$|[T ,])`)

// Ways to write a day or a month in words and as mails do; of numbers alone it would not be sure which is the month.
var (
	writtenDays = []string{
		"Mon, 2 Jan 2006", "Mon 2 Jan 2006", "Mon, 2-Jan-06", "Mon Jan 2 2006", "Mon Jan 2, 2006", "Mon Jan 2 15:04:05 2006", "Mon Jan 2 15:04:05 MST 2006", "Mon Jan 2 15:04:05 -0700 2006",
		"2 January 2006", "2 Jan 2006", "January 2, 2006", "Jan 2, 2006", "January 2 2006", "Jan 2 2006",
		"Monday, January 2, 2006", "Monday, 2 January 2006", "Monday 2 January 2006", "20060102",
		"Mon, 2 Jan 06", "2 Jan 06",
	}
	writtenMonths = []string{"January 2006", "Jan 2006"}
)

// Date is the day, the month or the year that is written, 2025-02-10, in the time zone in which it is; "" where that is not plain.
func Date(written string) string {
	written = extract.OneLine(written[:min(len(written), 100)])
	if m := isoDate.FindStringSubmatch(written); m != nil {
		switch {
		case m[3] != "":
			return reformat("2006-1-2", m[1]+"-"+m[2]+"-"+m[3], "2006-01-02")
		case m[2] != "":
			return reformat("2006-1", m[1]+"-"+m[2], "2006-01")
		}
		return reformat("2006", m[1], "2006")
	}
	for end := len(written); end > 0; end = strings.LastIndexByte(written[:end], ' ') { // a time of day may stand behind
		part := strings.TrimRight(written[:end], ",")
		for _, layout := range writtenDays {
			if day := reformat(layout, part, "2006-01-02"); day != "" {
				return day
			}
		}
		for _, layout := range writtenMonths {
			if month := reformat(layout, part, "2006-01"); month != "" {
				return month
			}
		}
	}
	return ""
}

// reformat writes a date that is written in one way in another; "" where it isn't, or where its year is no likely one.
func reformat(layout, written, as string) string {
	t, err := time.Parse(layout, written)
	if err != nil || t.Year() < 1000 {
		return ""
	}
	return t.Format(as)
}
