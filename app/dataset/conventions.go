package dataset

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"factmark/store"
)

// conventions read numbers, times and empty cells as other programs write them. Two
// things are told by the whole file alone: which word stands for an empty cell in columns of text, and
// whether 3/4/2026 is in March or in April.
type conventions struct {
	empty   []string // words for an empty cell that stand where a number or time belongs
	blank   bool     // a number or time is left blank, so that an empty cell is written as one
	slashed []slashed
}

// slashed is a time that was written with slashes.
type slashed struct {
	claim  int // index of its claim among those read
	column string
	text   string
}

// emptyWords stand for an empty cell in R, pandas, SQL, Excel and others.
var emptyWords = []string{"NA", "N/A", "#N/A", "<NA>", "NaN", "NaT", "NULL", "None", "nil", `\N`}

func isEmptyWord(text string) bool {
	return slices.ContainsFunc(emptyWords, func(word string) bool { return strings.EqualFold(word, text) })
}

// value is a cell with a number or time in it, "" for a word that stands for none.
func (c *conventions) value(r row, column string) string {
	text := r.plain(column)
	if _, there := r.columns[column]; there && text == "" {
		c.blank = true
	}
	if !isEmptyWord(text) {
		return text
	}
	if !slices.Contains(c.empty, text) {
		c.empty = append(c.empty, text)
	}
	return ""
}

// read reads the numbers and times of a row, whose claim will have this index.
func (c *conventions) read(r row, claim *store.ImportedClaim, index int) (err error) {
	before := len(c.slashed)
	defer func() {
		if err != nil {
			c.slashed = c.slashed[:before]
		}
	}()
	if claim.Start, err = offset(c.value(r, "start"), "start"); err != nil {
		return err
	}
	if claim.End, err = offset(c.value(r, "end"), "end"); err != nil {
		return err
	}
	if claim.Confidence, err = share(c.value(r, "confidence")); err != nil {
		return err
	}
	for _, column := range []string{"supporting", "refuting"} {
		c.value(r, column)
	}
	for _, column := range timeColumns {
		text, at := c.value(r, column), timeOf(claim, column)
		if text == "" {
			continue
		}
		if slashes.MatchString(text) {
			c.slashed = append(c.slashed, slashed{index, column, text})
			continue
		}
		if *at, err = readTime(text); err != nil {
			return fmt.Errorf("%s is %w", column, err)
		}
	}
	return nil
}

var timeColumns = []string{"created_at", "updated_at", "reviewed_at"}

func timeOf(c *store.ImportedClaim, column string) *time.Time {
	switch column {
	case "created_at":
		return &c.CreatedAt
	case "updated_at":
		return &c.UpdatedAt
	}
	return &c.ReviewedAt
}

// wholeNumber is a number of code points with what programs add to one: a fraction of zeros (pandas writes 5 as 5.0 where
// other cells of the column are empty), or an exponent (spreadsheets). Three zeros alone might be thousands: 1,000.
var wholeNumber = regexp.MustCompile(`^\+?([0-9]+)(?:[.,]([0-9]*))?(?:[eE]\+?([0-9]{1,2}))?$`)

// offset reads a number of code points.
func offset(text, column string) (int, error) {
	if text == "" {
		return 0, fmt.Errorf("%s is empty", column)
	}
	if parts := wholeNumber.FindStringSubmatch(text); parts != nil {
		whole, fraction := parts[1], parts[2]
		exponent, _ := strconv.Atoi(parts[3]) // of two digits at most, 0 for none
		if parts[3] != "" || len(fraction) != 3 {
			fraction += strings.Repeat("0", max(0, exponent-len(fraction)))
			n, err := strconv.Atoi(whole + fraction[:exponent])
			if err == nil && strings.Trim(fraction[exponent:], "0") == "" {
				return n, nil
			}
		}
	}
	return 0, fmt.Errorf("%s is %q, not a whole number from 0 up", column, shorten(text))
}

// shorten is a cell as a message can carry it.
func shorten(cell string) string {
	if runes := []rune(cell[:min(len(cell), 4*61)]); len(runes) > 60 {
		return string(runes[:60]) + "…"
	}
	return cell
}

// share reads a number from 0 to 1, also with a decimal comma or as a percentage; nil for "".
func share(text string) (*float64, error) {
	if text == "" {
		return nil, nil
	}
	number, percent := strings.CutSuffix(text, "%")
	number = strings.Replace(strings.TrimSpace(number), ",", ".", 1)
	n, err := strconv.ParseFloat(number, 64)
	if percent {
		n /= 100
	}
	if err != nil || !(n >= 0 && n <= 1) {
		return nil, fmt.Errorf("confidence is %q, not a number from 0 to 1", shorten(text))
	}
	return &n, nil
}

// slashes are times whose day and month a reader cannot tell apart.
var slashes = regexp.MustCompile(`^(\d{1,2})/(\d{1,2})/(\d{4})\b`)

// layouts are the forms in which programs write a time. Where no zone is said, it is UTC.
var layouts = []string{
	time.RFC3339, "2006-01-02 15:04:05Z07:00", "2006-01-02 15:04Z07:00", "2006-01-02 15:04:05 Z07:00",
	"2006-01-02 15:04:05 -0700", "2006-01-02 15:04:05-0700", "2006-01-02T15:04:05-0700", "2006-01-02T15:04Z07:00",
	"2006-01-02 15:04:05 -0700 MST", "2006-01-02 15:04:05 UTC", "2006-01-02 15:04:05 GMT",
	"2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02T15:04", "2006-01-02 15:04", "2006-01-02",
	"2006/01/02 15:04:05", "2006/1/2 15:04:05", "2006/1/2 15:04", "2006/1/2", "20060102T150405Z", "20060102T150405", "20060102150405",
	"2.1.2006 15:04:05", "2.1.2006 15:04", "2.1.2006", "2.1.2006, 15:04:05", "2.1.2006, 15:04",
	"2-Jan-2006 15:04:05", "2-Jan-2006 15:04", "2 Jan 2006 15:04:05", "2 Jan 2006 15:04", "Jan 2, 2006 15:04:05", "Jan 2, 2006 3:04:05 PM", "Jan 2, 2006, 3:04:05 PM",
	time.RFC1123, time.RFC1123Z, time.ANSIC, time.UnixDate, "Mon Jan 2 2006 15:04:05 GMT-0700",
}

// readTime reads a time that is not written with slashes.
func readTime(text string) (time.Time, error) {
	plain, _, _ := strings.Cut(text, " (") // the zone's name, as JavaScript writes it
	plain = strings.Replace(plain, "t", "T", 1)
	for _, layout := range layouts {
		if at, err := time.Parse(layout, strings.ToUpper(plain[:min(1, len(plain))])+plain[min(1, len(plain)):]); err == nil {
			return at, nil
		}
	}
	if at, ok := countedTime(strings.Replace(text, ",", ".", 1)); ok {
		return at, nil
	}
	return time.Time{}, fmt.Errorf("%q, not a time such as 2025-02-10T09:30:00Z", shorten(text))
}

// countedTime reads a time that is a number: seconds, milliseconds or microseconds since 1970, or, as
// spreadsheets count, days since 1899-12-30.
func countedTime(text string) (time.Time, bool) {
	n, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return time.Time{}, false
	}
	const first, last = 0.6e9, 4.2e9 // 1989 to 2103, in seconds
	switch {
	case n >= 20_000 && n < 80_000:
		day := math.Floor(n)
		inDay := time.Duration(math.Round((n-day)*24*3600*1000)) * time.Millisecond
		return time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, int(day)).Add(inDay), true
	case n >= first && n < last:
		return time.UnixMilli(int64(math.Round(n * 1000))).UTC(), true
	case n >= first*1e3 && n < last*1e3:
		return time.UnixMilli(int64(n)).UTC(), true
	case n >= first*1e6 && n < last*1e6:
		return time.UnixMicro(int64(n)).UTC(), true
	}
	return time.Time{}, false
}

// slashLayouts are the forms of a time with slashes, the day first; the month first in monthFirst.
var (
	dayFirst   = []string{"2/1/2006 15:04:05", "2/1/2006 15:04", "2/1/2006", "2/1/2006 3:04:05 PM", "2/1/2006 3:04 PM", "2/1/2006, 15:04:05"}
	monthFirst = []string{"1/2/2006 15:04:05", "1/2/2006 15:04", "1/2/2006", "1/2/2006 3:04:05 PM", "1/2/2006 3:04 PM", "1/2/2006, 3:04:05 PM"}
)

// settle does what only the whole file tells.
func (c *conventions) settle(t *Table) {
	for i := range t.Claims {
		c.emptyTexts(&t.Claims[i])
	}
	c.settleSlashes(t)
}

// emptyTexts empties the cells of text with a word for an empty cell: one that stands for it elsewhere in the file or, in a
// file with no number or time left out, which would tell, any.
func (c *conventions) emptyTexts(claim *store.ImportedClaim) {
	words := c.empty
	if len(words) == 0 && !c.blank {
		words = emptyWords
	}
	if len(words) == 0 {
		return
	}
	for _, cell := range []*string{
		&claim.ClaimID, &claim.DocumentSHA256, &claim.Label, &claim.Meaning, &claim.Statement, &claim.Claimant, &claim.ClaimDate,
		&claim.ClaimType, &claim.Note, &claim.Annotator, &claim.Status, &claim.FinalLabel, &claim.Reviewer,
	} {
		if slices.ContainsFunc(words, func(word string) bool { return strings.EqualFold(word, *cell) }) {
			*cell = ""
		}
	}
}

// settleSlashes reads the times with slashes in the one order that fits all of them. Where both fit, the rows are bad.
func (c *conventions) settleSlashes(t *Table) {
	if len(c.slashed) == 0 {
		return
	}
	readAll := func(layouts []string) []time.Time {
		var times []time.Time
		for _, s := range c.slashed {
			for _, layout := range layouts {
				if at, err := time.Parse(layout, s.text); err == nil {
					times = append(times, at)
					break
				}
			}
		}
		if len(times) < len(c.slashed) {
			return nil
		}
		return times
	}
	days, months := readAll(dayFirst), readAll(monthFirst)
	if (days == nil) != (months == nil) || slices.Equal(days, months) && days != nil {
		times := days
		if times == nil {
			times = months
		}
		for i, s := range c.slashed {
			*timeOf(&t.Claims[s.claim], s.column) = times[i]
		}
		return
	}
	bad := map[int]bool{}
	for _, s := range c.slashed {
		if !bad[s.claim] {
			bad[s.claim] = true
			t.Bad = append(t.Bad, store.BadRow{Line: t.Claims[s.claim].Line, Err: fmt.Errorf("%s is %q, and nothing in the file tells which number is the day; write it as 2025-02-10T09:30:00Z", s.column, shorten(s.text))})
		}
	}
	var kept []store.ImportedClaim
	for i, claim := range t.Claims {
		if !bad[i] {
			kept = append(kept, claim)
		}
	}
	t.Claims = kept
	slices.SortStableFunc(t.Bad, func(a, b store.BadRow) int { return a.Line - b.Line })
}
