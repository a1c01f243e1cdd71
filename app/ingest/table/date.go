package table

import (
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// order is the order of day and month in dates such as 03/04/2025.
type order int

const (
	unknownOrder order = iota
	dayFirst
	monthFirst
)

// dateOrder decides the order for a whole column: by the values in which only one is possible. If they differ, it
// is unknown.
func dateOrder(cells []string) order {
	found := unknownOrder
	for _, cell := range cells {
		first, second, is := bothNumbers(cell)
		var here order
		switch {
		case !is || first > 31 || second > 31:
			continue
		case first > 12 && second <= 12:
			here = dayFirst
		case second > 12 && first <= 12:
			here = monthFirst
		default:
			continue
		}
		if found != unknownOrder && here != found {
			return unknownOrder
		}
		found = here
	}
	return found
}

// bothNumbers gives the first two numbers of a date such as 03/04/2025 or 3-4-25.
func bothNumbers(date string) (first, second int, is bool) {
	f := fields(date)
	if len(f) < 3 || !digits(f[0], 2) || !digits(f[1], 2) || !digits(f[2], 4) || len(f[2])%2 != 0 {
		return 0, 0, false
	}
	if at := strings.Index(date, f[0]) + len(f[0]); date[at] == '.' || date[at] == ':' {
		return 0, 0, false // 03.04.2025 has the day first wherever it is written; 12:30 is a time
	}
	return atoi(f[0]), atoi(f[1]), true
}

// fields are the runs of letters and of digits.
func fields(s string) []string {
	var all []string
	kind := func(r rune) int {
		switch {
		case r >= '0' && r <= '9':
			return 1
		case unicode.IsLetter(r) || unicode.IsMark(r):
			return 2
		}
		return 0
	}
	begin, now := 0, 0
	for i, r := range s {
		if k := kind(r); k != now {
			if now != 0 {
				all = append(all, s[begin:i])
			}
			begin, now = i, k
		}
	}
	if now != 0 {
		all = append(all, s[begin:])
	}
	return all
}

func digits(s string, most int) bool {
	return s != "" && len(s) <= most && strings.Trim(s, "0123456789") == ""
}

func atoi(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}

// isoDate reads a date in the forms that tables have: 2025, 2025-02, 2025-02-10T08:00:00Z, 10/02/2025, 10.2.25, 10 Feb 2025,
// February 10th, 2025, Mon Feb 10 08:00:00 +0000 2025, 2025年2月10日, seconds or milliseconds since 1970 (UTC). It gives
// 2025, 2025-02 or 2025-02-10, the day as it is written whatever the zone; "" for what is no date. clear is false where
// day and month may be either.
func isoDate(date string, numbers order) (iso string, clear bool) {
	date = strings.TrimSpace(date)
	if date == "" || utf8.RuneCountInString(date) > 60 {
		return "", true
	}
	if whole, _, fraction := strings.Cut(date, "."); fraction && len(whole) == 10 && digits(whole, 10) {
		date = whole
	}
	if digits(date, 13) {
		return digitsDate(date), true
	}
	f := fields(date)
	if len(f) < 2 || f[0] == "" {
		return "", true
	}
	if first, second, is := bothNumbers(date); is {
		switch {
		case first == second, second > 12 && first <= 12:
			return day(fullYear(f[2]), first, second), true
		case first > 12, numbers == dayFirst:
			return day(fullYear(f[2]), second, first), true
		case numbers == monthFirst:
			return day(fullYear(f[2]), first, second), true
		}
		return "", false
	}
	switch {
	case len(f[0]) == 4 && digits(f[0], 4): // 2025-02-10, 2025/2, 2025年2月10日, 2025-Feb-10
		return yearFirst(f), true
	case digits(f[0], 2) && digits(f[1], 2) && !strings.Contains(date, f[0]+":"): // 10.02.2025
		if len(f) >= 3 && digits(f[2], 4) && len(f[2])%2 == 0 {
			return day(fullYear(f[2]), atoi(f[1]), atoi(f[0])), true
		}
		return "", true
	case digits(f[0], 2) && len(f[1]) == 4 && digits(f[1], 4) && len(f) == 2:
		return month(atoi(f[1]), atoi(f[0])), true
	}
	return named(f), true
}

func digitsDate(s string) string {
	n, _ := strconv.ParseInt(s, 10, 64)
	switch len(s) {
	case 4:
		return year(int(n))
	case 6:
		return month(int(n/100), int(n%100))
	case 8:
		return day(int(n/10000), int(n/100%100), int(n%100))
	case 10:
		return time.Unix(n, 0).UTC().Format(time.DateOnly)
	case 13:
		return time.UnixMilli(n).UTC().Format(time.DateOnly)
	}
	return ""
}

func yearFirst(f []string) string {
	var numbers []int
	for _, part := range f[1:] {
		if m := months[strings.ToLower(part)]; m != 0 && len(numbers) == 0 {
			numbers = append(numbers, m)
		} else if digits(part, 2) {
			numbers = append(numbers, atoi(part))
		} else if part != "年" && part != "月" && part != "년" && part != "월" {
			break
		}
		if len(numbers) == 2 {
			break
		}
	}
	switch len(numbers) {
	case 0:
		return ""
	case 1:
		return month(atoi(f[0]), numbers[0])
	}
	return day(atoi(f[0]), numbers[0], numbers[1])
}

// named reads a date with the month's name: the year is the number of four digits, or of two behind day and month.
func named(f []string) string {
	m, d, y, at := 0, 0, 0, -1
	for i, part := range f {
		switch {
		case m == 0 && months[strings.ToLower(part)] != 0:
			m, at = months[strings.ToLower(part)], i
		case y == 0 && len(part) == 4 && digits(part, 4):
			// An offset of a zone is no year: +0000.
			if n := atoi(part); n >= 1000 {
				y = n
			}
		case digits(part, 2) && (at < 0 || d == 0 && i == at+1): // 12:30, 10 Feb: the last one before the month
			d = atoi(part)
		case y == 0 && d != 0 && m != 0 && digits(part, 2) && len(part) == 2 && len(f) <= 3:
			y = fullYear(part)
		}
	}
	switch {
	case m == 0 || y == 0:
		return ""
	case d == 0:
		return month(y, m)
	}
	return day(y, m, d)
}

// fullYear gives a year of two digits its century as POSIX does: 69 to 99 are of the twentieth.
func fullYear(s string) int {
	y := atoi(s)
	switch {
	case len(s) > 2:
		return y
	case y >= 69:
		return 1900 + y
	}
	return 2000 + y
}

func year(y int) string {
	if y < 1000 || y > 2200 {
		return ""
	}
	return strconv.Itoa(y)
}

func month(y, m int) string {
	if year(y) == "" || m < 1 || m > 12 {
		return ""
	}
	return time.Date(y, time.Month(m), 1, 0, 0, 0, 0, time.UTC).Format("2006-01")
}

func day(y, m, d int) string {
	date := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	if month(y, m) == "" || date.Day() != d || date.Month() != time.Month(m) {
		return ""
	}
	return date.Format(time.DateOnly)
}

// months are the names of months and their abbreviations in small letters, of the languages whose news is checked most.
var months = func() map[string]int {
	all := map[string]int{}
	for i, names := range strings.Split(`jan january januar janvier janv enero ene gennaio gen janeiro januari januar января янв січня stycznia styczeń ocak
feb february februar février févr fevrier febrero febbraio fevereiro fev februari февраля фев лютого lutego luty şubat
mar march märz mär mrz mars marzo março marco maart mrt марта мар березня marca marzec mart
apr april avril avr abril abr aprile апреля апр квітня kwietnia kwiecień nisan
may mai mayo maggio mag maio mei maj мая май травня maja mayıs
jun june juni juin junio giugno giu junho июня июн червня czerwca czerwiec haziran
jul july juli juillet juil julio luglio lug julho июля июл липня lipca lipiec temmuz
aug august août aout agosto ago augustus augusti августа авг серпня sierpnia sierpień ağustos
sep sept september septembre septiembre settembre set setembro сентября сен вересня września wrzesień eylül
oct october oktober okt octobre octubre ottobre ott outubro out октября окт жовтня października październik ekim
nov november novembre noviembre novembro ноября ноя листопада listopada listopad kasım
dec december dezember dez décembre déc diciembre dic dicembre dezembro декабря дек грудня grudnia grudzień aralık`, "\n") {
		for _, name := range strings.Fields(names) {
			all[name] = i + 1
		}
	}
	return all
}()
